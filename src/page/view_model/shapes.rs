//! The few shapes that everything on the page has.

use std::borrow::Cow;

use crate::page::effect::Export;
use crate::page::event::Event;
use crate::page::export::CopiedValue;
use crate::page::target::Target;
use crate::shared_text::SharedText;
use crate::sign_in::form::FormField;
use crate::text;

/// A sentence, with what is to be shown as code between backticks.
pub type Sentence = Cow<'static, str>;

/// A line that is announced when it changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatusLine {
    /// The sentence, or nothing.
    pub text: Sentence,
    /// The look of the line.
    pub tone: Tone,
}

/// The meaning of a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "each is named after what it says")]
pub enum Tone {
    #[default]
    Plain,
    Good,
    Warning,
    Busy,
}

/// The attention that a control asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "each is named after what it is")]
pub enum Weight {
    Primary,
    #[default]
    Plain,
    Quiet,
    Danger,
}

/// Something to press or to follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// The accessible name.
    pub label: Sentence,
    /// The attention that it asks for.
    pub weight: Weight,
    /// The element that it is, if the focus can go to it.
    pub target: Option<Target>,
    /// The action of the control.
    pub action: ControlAction,
}

/// The action of a control.
#[derive(Debug, Clone, PartialEq)]
pub enum ControlAction {
    /// Tells the page of an event.
    Press(Event),
    /// Opens an address in a tab of its own, and tells the page.
    Follow {
        /// The address.
        url: String,
        /// The event for the page.
        event: Event,
    },
    /// Sends the form.
    Submit,
}

impl Control {
    /// A button.
    pub fn button(label: impl Into<Sentence>, event: Event) -> Self {
        Self {
            label: label.into(),
            weight: Weight::default(),
            target: None,
            action: ControlAction::Press(event),
        }
    }

    /// A button that sends the form.
    pub fn submit(label: impl Into<Sentence>) -> Self {
        Self {
            label: label.into(),
            weight: Weight::default(),
            target: None,
            action: ControlAction::Submit,
        }
    }

    /// A link to a page of Trakt's.
    pub fn link(label: impl Into<Sentence>, url: String, event: Event) -> Self {
        Self {
            label: label.into(),
            weight: Weight::default(),
            target: None,
            action: ControlAction::Follow { url, event },
        }
    }

    /// Returns the same control with another weight.
    #[must_use]
    pub fn with_weight(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }

    /// Returns the same control as an element that the focus can go to.
    #[must_use]
    pub fn with_target(self, target: Target) -> Self {
        Self {
            target: Some(target),
            ..self
        }
    }
}

/// Something went wrong: what happened, what to do, and the controls that do it.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertView {
    /// The element.
    pub target: Target,
    /// Tells one alert from the next at the same place, so that each is announced.
    pub key: u32,
    /// One sentence: what happened.
    pub title: Sentence,
    /// The meaning, in plain words.
    pub meaning: Sentence,
    /// The advice, first things first.
    pub next: Vec<Sentence>,
    /// Problems with fields, each with the field to go back to.
    pub fields: Vec<(FormField, Sentence)>,
    /// Facts below: what a host said, in its own words.
    pub facts: Vec<Fact>,
    /// A value to copy.
    pub value: Option<CopyView>,
    /// A raw answer that may hold a token.
    pub received: Option<SharedText>,
    /// The controls.
    pub controls: Vec<Control>,
}

impl AlertView {
    /// An alert with nothing but its title and what it means.
    pub fn new(target: Target, title: impl Into<Sentence>, meaning: impl Into<Sentence>) -> Self {
        Self {
            target,
            key: 0,
            title: title.into(),
            meaning: meaning.into(),
            next: Vec::new(),
            fields: Vec::new(),
            facts: Vec::new(),
            value: None,
            received: None,
            controls: Vec::new(),
        }
    }
}

/// A fact below an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A sentence.
    Sentence(Sentence),
    /// Words of somebody else's.
    Said {
        /// The name of the one who said it.
        by: Sentence,
        /// The words.
        words: String,
    },
}

/// A question before something is lost.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionView {
    /// The element.
    pub target: Target,
    /// The accessible name.
    pub label: Sentence,
    /// The question.
    pub text: Sentence,
    /// The answers.
    pub answers: Vec<Control>,
}

impl QuestionView {
    /// A question with its two answers.
    pub fn new(target: Target, question: text::Question, yes: Event, no: Event) -> Self {
        Self {
            target,
            label: question.label,
            text: question.text,
            answers: vec![
                Control::button(question.yes, yes).with_weight(Weight::Danger),
                Control::button(question.no, no).with_weight(Weight::Quiet),
            ],
        }
    }
}

/// A labelled line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldView {
    /// The field.
    pub field: FormField,
    /// The text in it.
    pub text: SharedText,
    /// Remarks about the text.
    pub remarks: Vec<Sentence>,
    /// Whether the text keeps the form from being sent.
    pub is_invalid: bool,
}

/// A value with a button that copies it.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyView {
    /// The button's name.
    pub button: &'static str,
    /// The value.
    pub text: SharedText,
    /// The sentence about the end of the copy, or nothing.
    pub status: &'static str,
}

impl CopyView {
    /// A value, and how copying it ended if it was copied last.
    pub fn new(
        button: &'static str,
        text: impl Into<SharedText>,
        latest: Option<CopiedValue>,
    ) -> Self {
        let latest = latest.filter(|latest| latest.button == button);
        Self {
            button,
            text: text.into(),
            status: match latest.map(|latest| latest.export) {
                None | Some(Export::None) => "",
                Some(Export::Copied | Export::CopiedByHand) => text::form::VALUE_COPIED,
                Some(Export::CopyRefused | Export::Downloaded | Export::DownloadFailed) => {
                    text::form::VALUE_NOT_COPIED
                }
            },
        }
    }

    /// The event of pressing the button.
    pub fn event(&self) -> Event {
        Event::ValueCopyAsked {
            button: self.button,
            text: self.text.clone(),
        }
    }
}

/// A part of a text that is too long to be drawn at once.
#[derive(Debug, Clone, PartialEq)]
pub struct LongTextView {
    /// The lines that are shown, and the sentence before them.
    pub section: Option<(String, SharedText)>,
    /// The sentence about the length of the text.
    pub length: String,
    /// The button that shows all of it.
    pub show_all: Control,
}
