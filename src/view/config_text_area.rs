//! A text area for a whole `config.yml`.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::link::Link;
use crate::page::config::ConfigEvent;
use crate::page::event::Event;
use crate::page::form::{FormEvent, text_area_text};
use crate::page::target::Target;
use crate::shared_text::SharedText;
use crate::sign_in::form::FormField;

#[derive(Properties, PartialEq)]
pub(super) struct ConfigTextAreaProps {
    pub(super) kind: TextAreaKind,
    pub(super) text: SharedText,
    /// Whether the text area holds its text without drawing it.
    #[prop_or_default]
    pub(super) is_unseen: bool,
    #[prop_or_default]
    pub(super) is_invalid: bool,
    pub(super) link: Link,
}

/// The text in a text area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextAreaKind {
    /// The user's file.
    Config,
    /// The block to refresh.
    CurrentBlock,
    /// The updated file.
    Updated,
}

impl TextAreaKind {
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Config => Target::Config,
            Self::CurrentBlock => Target::Field(FormField::CurrentBlock),
            Self::Updated => Target::UpdatedConfig,
        }
        .element_id()
    }

    /// The id of the remarks about the text.
    pub(super) const fn remarks_id(self) -> Option<&'static str> {
        match self {
            Self::Config => Some("config-remarks"),
            Self::CurrentBlock => Some("current-block-remarks"),
            Self::Updated => None,
        }
    }

    fn typed(self, text: SharedText) -> Option<Event> {
        match self {
            Self::Config => Some(Event::Form(FormEvent::ConfigTyped(text))),
            Self::CurrentBlock => {
                Some(Event::Form(FormEvent::Typed(FormField::CurrentBlock, text)))
            }
            Self::Updated => None,
        }
    }
}

/// Draws the text area: a component, so that a large text is left alone as long as it stays the same.
#[component]
pub(super) fn ConfigTextArea(props: &ConfigTextAreaProps) -> Html {
    let kind = props.kind;
    let link = &props.link;
    let is_read_only = kind == TextAreaKind::Updated;
    let oninput = link.on_element(move |area: &HtmlTextAreaElement, _: &InputEvent| {
        kind.typed(area.value().into())
    });
    let oncopy =
        is_read_only.then(|| link.on(|_: web_sys::Event| Event::Config(ConfigEvent::CopiedByHand)));
    let text = match is_read_only {
        // Nobody types into it, so that it need not be compared with what the browser holds.
        true => props.text.to_rc(),
        false => text_area_text(&props.text).to_rc(),
    };
    html! {
        <textarea
            id={kind.id()}
            class={classes!(props.is_unseen.then_some("unseen"))}
            rows="7"
            wrap="off"
            spellcheck="false"
            autocomplete="off"
            readonly={is_read_only}
            aria-invalid={props.is_invalid.then_some("true")}
            aria-describedby={kind.remarks_id()}
            value={AttrValue::from(text)}
            {oninput}
            {oncopy}
        />
    }
}
