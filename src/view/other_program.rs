//! The token as a file for another program.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::control::actions;
use super::link::Link;
use super::sentence::sentence;
use crate::export::FORMATS;
use crate::page::event::Event;
use crate::page::other_program::OtherProgramEvent;
use crate::page::target::Target;
use crate::page::view_model::other_program::{OtherProgramView, ProgramFileView};
use crate::text;

/// The id of the list of programs, which are in the order of [`FORMATS`].
const LIST_ID: &str = "other-program";

pub(super) fn other_program(view: &OtherProgramView, link: &Link) -> Html {
    let onchange = link.on_element(|select: &HtmlSelectElement, _: &web_sys::Event| {
        let index = usize::try_from(select.selected_index()).ok()?;
        let chosen = FORMATS.get(index)?.id;
        Some(Event::OtherProgram(OtherProgramEvent::Chosen(chosen)))
    });
    html! {
        <details class="other-settings">
            <summary>{text::export::HEADING}</summary>
            <p class="about">{text::export::ONE_TOKEN_ONE_PROGRAM}</p>
            <div class="field">
                <label for={LIST_ID}>{text::export::PROGRAM}</label>
                <select id={LIST_ID} {onchange}>
                    for format in FORMATS {
                        <option selected={format.id == view.chosen}>{format.name}</option>
                    }
                </select>
            </div>
            if let Some(refusal) = &view.refusal {
                <p class="warning">{sentence(refusal)}</p>
            }
            {view.file.as_ref().map(|view| file(view, link)).unwrap_or_default()}
        </details>
    }
}

fn file(view: &ProgramFileView, link: &Link) -> Html {
    const ID: &str = Target::OtherProgram.element_id();
    // The text ends with a line end, after which a text area shows one more line.
    let rows = (view.text.as_str().lines().count() + 1).to_string();
    let oncopy = link.on(|_: web_sys::Event| Event::OtherProgram(OtherProgramEvent::CopiedByHand));
    html! {
        <>
            <div class="field">
                <label for={ID}>{text::export::TEXT}</label>
                <textarea
                    id={ID}
                    readonly=true
                    {rows}
                    spellcheck="false"
                    autocomplete="off"
                    wrap="off"
                    value={AttrValue::from(view.text.to_rc())}
                    {oncopy}
                />
            </div>
            {actions(&view.exports, link)}
            <p role="status" class="status">{sentence(view.status)}</p>
            <p class="about">{sentence(view.what_to_do)}</p>
        </>
    }
}
