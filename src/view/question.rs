//! A question before something is lost.

use yew::prelude::*;

use super::control::actions;
use super::link::Link;
use super::sentence::sentence;
use crate::page::view_model::shapes::QuestionView;

pub(super) fn question(view: &QuestionView, link: &Link) -> Html {
    html! {
        <div
            role="group"
            id={view.target.element_id()}
            aria-label={view.label.clone()}
            class="confirm"
            tabindex="-1"
        >
            <p>{sentence(&view.text)}</p>
            {actions(&view.answers, link)}
        </div>
    }
}
