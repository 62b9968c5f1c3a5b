//! The user's whole `config.yml`, handed over and updated.

use yew::prelude::*;

use super::config_text_area::{ConfigTextArea, TextAreaKind};
use super::link::Link;
use super::sentence::sentence;
use super::status_line::status_line;
use crate::page::config::ConfigEvent;
use crate::page::event::Event;
use crate::page::target::Target;
use crate::page::view_model::shapes::{Sentence, StatusLine};
use crate::shared_text::SharedText;
use crate::text;

/// The parts about the text, once there is one.
#[derive(Default)]
pub(super) struct ConfigParts {
    /// Whether there is a block to put into the text.
    pub(super) has_block: bool,
    /// The part that is drawn instead of a text that is too long.
    pub(super) too_long: Option<Html>,
    pub(super) withdrawn: Html,
    pub(super) is_invalid: bool,
    pub(super) found: Sentence,
    pub(super) actions: Html,
    pub(super) is_busy: bool,
    pub(super) cancel: Html,
    pub(super) status: StatusLine,
    /// Why there is no updated text.
    pub(super) outcome: Html,
    /// Whether the text was opened as a file.
    pub(super) is_file: bool,
}

/// Draws the text of the file. Where a file was opened it is folded: its card says what there is to say.
pub(super) fn config(text: &SharedText, parts: ConfigParts, link: &Link) -> Html {
    let is_file = parts.is_file;
    let body = body(text, parts, link);
    match is_file {
        false => html! { <div class="part">{body}</div> },
        true => html! {
            <details class="part">
                <summary>{text::config::SHOW_TEXT}</summary>
                {body}
            </details>
        },
    }
}

fn body(text: &SharedText, parts: ConfigParts, link: &Link) -> Html {
    const KIND: TextAreaKind = TextAreaKind::Config;
    html! {
        <>
            {parts.withdrawn}
            <div class={classes!("field", parts.is_invalid.then_some("invalid"))}>
                <label for={KIND.id()}>{text::config::LABEL}</label>
                <ConfigTextArea
                    kind={KIND}
                    text={text.clone()}
                    is_unseen={parts.too_long.is_some()}
                    is_invalid={parts.is_invalid}
                    link={link.clone()}
                />
                {parts.too_long.unwrap_or_default()}
                <div id={KIND.remarks_id()} class="remarks">
                    if !parts.is_file && text.is_blank() {
                        <p class="hint">{text::config::ABOUT}</p>
                    }
                    <p role="status">{sentence(&parts.found)}</p>
                    {parts.actions}
                </div>
            </div>
            if parts.has_block || !text.is_blank() {
                <div class="actions">
                    <button
                        type="button"
                        id={Target::UpdateConfig.element_id()}
                        aria-disabled={parts.is_busy.then_some("true")}
                        onclick={link.on(|_: MouseEvent| Event::Config(ConfigEvent::UpdateAsked))}
                    >
                        {text::config::UPDATE}
                    </button>
                    {parts.cancel}
                </div>
            }
            {status_line("status", &parts.status)}
            {parts.outcome}
        </>
    }
}
