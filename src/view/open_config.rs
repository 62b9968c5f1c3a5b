//! The user's `config.yml` as the quickest way in: it fills in the form, and the step that fits follows.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::link::Link;
use super::sentence::sentence;
use crate::page::config::ConfigEvent;
use crate::page::event::Event;
use crate::page::target::Target;
use crate::page::view_model::shapes::Sentence;
use crate::text;

/// What there is to say of a file, once one was opened.
#[derive(Default)]
pub(super) struct OpenedParts {
    /// The line with the file's name.
    pub(super) name: Option<String>,
    /// What was found in the file.
    pub(super) found: Sentence,
    /// The controls that fit the file.
    pub(super) actions: Html,
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
    let [about, or_drop] = text::config::ABOUT_OPENING;
    html! {
        <div class={classes!("open-config", opened.name.is_some().then_some("opened"))}>
            <div class="offer">
                <span class="file">
                    <input id="open-config" type="file" accept=".yml,.yaml,text/*" {onchange} {onclick} />
                    <label for="open-config" class="button">{text::config::OPEN}</label>
                </span>
                if !opened.has_begun && opened.name.is_none() {
                    <span class="why">{about}<span class="drop-hint">{or_drop}</span></span>
                }
            </div>
            // Always there, so that a change in it is announced.
            <div id={Target::OpenedFile.element_id()}>
                <p role="status">
                    if let Some(name) = opened.name {
                        <strong key={name.as_str()}>{name}</strong>
                    }
                </p>
                <p role="status">{sentence(&opened.found)}</p>
                {opened.actions}
            </div>
            <p class="drop-target" aria-hidden="true">{text::config::DROP_HERE}</p>
        </div>
    }
}
