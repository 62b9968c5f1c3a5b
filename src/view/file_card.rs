//! The card of the opened file.

use yew::prelude::*;

use super::control::actions;
use super::link::Link;
use super::sentence::sentence;
use super::status_line::status_line;
use crate::page::view_model::config::FileCard;

pub(super) fn file_card(view: &FileCard, link: &Link) -> Html {
    html! {
        <>
            {status_line("headline", &view.headline)}
            <p class="note">{sentence(&view.note)}</p>
            {status_line("status", &view.status)}
            <p class="note">{sentence(&view.status_note)}</p>
            {actions(&view.controls, link)}
        </>
    }
}
