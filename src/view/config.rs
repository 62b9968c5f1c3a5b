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

/// What there is to say of the text, once there is one.
#[derive(Default)]
pub(super) struct ConfigParts {
    /// Whether there is a block to put into the text.
    pub(super) has_block: bool,
    /// What is drawn instead of a text that is too long.
    pub(super) too_long: Option<Html>,
    pub(super) withdrawn: Html,
    pub(super) is_invalid: bool,
    pub(super) found: Sentence,
    pub(super) actions: Html,
    pub(super) is_busy: bool,
    pub(super) cancel: Html,
    pub(super) status: StatusLine,
    /// How a save ended whose file is no longer the one on the page.
    pub(super) late_save: Sentence,
    /// The updated text, or why there is none.
    pub(super) outcome: Html,
}

pub(super) fn config(text: &SharedText, parts: ConfigParts, link: &Link) -> Html {
    const KIND: TextAreaKind = TextAreaKind::Config;
    html! {
        <div role="group" aria-labelledby="config-heading" class="part">
            <h3 id="config-heading">{text::config::HEADING}</h3>
            <p class="hint">{sentence(text::config::ABOUT)}</p>
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
                    <p role="status">{sentence(&parts.found)}</p>
                    {parts.actions}
                </div>
            </div>
            <div class="actions">
                <button
                    type="button"
                    id={Target::UpdateConfig.element_id()}
                    class={classes!(parts.has_block.then_some("primary"))}
                    aria-disabled={parts.is_busy.then_some("true")}
                    onclick={link.on(|_: MouseEvent| Event::Config(ConfigEvent::UpdateAsked))}
                >
                    {text::config::UPDATE}
                </button>
                {parts.cancel}
            </div>
            {status_line("status", &parts.status)}
            <p role="status" class="status">{sentence(&parts.late_save)}</p>
            {parts.outcome}
        </div>
    }
}
