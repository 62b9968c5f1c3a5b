//! The user's `config.yml` as the quickest way in: it fills in the form, and the step that fits follows.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::link::Link;
use super::sentence::sentence;
use super::status_line::status_line;
use crate::page::config::ConfigEvent;
use crate::page::event::Event;
use crate::page::target::Target;
use crate::page::view_model::shapes::{Sentence, StatusLine, Tone};
use crate::text;

/// The parts about a file, once one was opened.
#[derive(Default)]
pub(super) struct OpenedParts {
    /// Whether there is a card of a file. Its live regions are there before it is.
    pub(super) has_card: bool,
    /// The worth of the sign-in in the file; the tone is the card's colour.
    pub(super) headline: StatusLine,
    /// The line about a file that has left the page, which is announced where it left.
    pub(super) done: Sentence,
    pub(super) note: Html,
    /// The state of a check or a renewal.
    pub(super) status: StatusLine,
    pub(super) status_note: Html,
    pub(super) actions: Html,
    /// Why a file was not opened, not updated, or its token not renewed.
    pub(super) alert: Html,
    /// The end of a save whose file is no longer the one on the page.
    pub(super) late_save: Sentence,
    /// Whether a sign-in is in progress, or over.
    pub(super) has_begun: bool,
}

/// Draws the offer to open a file. With `can_pick_files`, the browser is asked for one that can be written back.
pub(super) fn open_config(opened: OpenedParts, can_pick_files: bool, link: &Link) -> Html {
    let on_file_chosen = link.on_file_chosen.clone();
    let onchange = move |event: web_sys::Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            on_file_chosen.emit(input);
        }
    };
    let emit = link.emit.clone();
    let onclick = move |event: MouseEvent| {
        if can_pick_files {
            event.prevent_default();
            emit.emit(Event::Config(ConfigEvent::PickAsked));
        }
    };
    let has_card = opened.has_card;
    let tone = has_card.then_some(match opened.headline.tone {
        Tone::Plain | Tone::Busy => "opened",
        Tone::Good => "opened good",
        Tone::Warning => "opened ended",
    });
    let is_quiet = has_card || opened.has_begun;
    let is_aside = !has_card && opened.has_begun;
    html! {
        <>
            <div class={classes!("open-config", tone, is_aside.then_some("aside"))}>
                <div id={Target::OpenedFile.element_id()} tabindex="-1">
                    {status_line("headline", &opened.headline)}
                    <p class="headline">{sentence(&opened.done)}</p>
                    {opened.note}
                    {status_line("status", &opened.status)}
                    {opened.status_note}
                    {opened.actions}
                </div>
                <div class="offer">
                    <span class="file">
                        <input id="open-config" type="file" accept=".yml,.yaml,.json,text/*" {onchange} {onclick} />
                        <label for="open-config" class={classes!("button", is_quiet.then_some("quiet"))}>{text::config::OPEN}</label>
                    </span>
                    if !is_quiet {
                        <span class="why">{text::config::ABOUT_OPENING}</span>
                    }
                </div>
                <p class="drop-target" aria-hidden="true">{text::config::DROP_HERE}</p>
            </div>
            {opened.alert}
            <p role="status" class="status">{sentence(&opened.late_save)}</p>
        </>
    }
}
