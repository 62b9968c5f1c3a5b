//! The elements that the focus can go to.

use crate::sign_in::form::FormField;

/// A move of the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Focus {
    /// The element that takes the focus.
    pub target: Target,
    /// The way in which it takes the focus.
    pub how: FocusHow,
}

/// The way in which an element takes the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FocusHow {
    /// At once.
    Always,
    /// At once, and the element goes to the top of the window, so that all that follows it is in view.
    AtTop,
    /// Only if the element that had the focus is gone.
    IfLost,
}

impl Focus {
    /// Moves the focus to an element.
    pub const fn on(target: Target) -> Self {
        let how = FocusHow::Always;
        Self { target, how }
    }

    /// Moves the focus to an element, which goes to the top of the window.
    pub const fn at_top(target: Target) -> Self {
        let how = FocusHow::AtTop;
        Self { target, how }
    }

    /// Moves the focus to an element if what had it is gone.
    pub const fn if_lost(target: Target) -> Self {
        let how = FocusHow::IfLost;
        Self { target, how }
    }
}

/// An element of the page that can take the focus, or whose text can be selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after what stands in it")]
pub enum Target {
    Field(FormField),
    Config,
    FirstStep,
    PinLink,
    Submit,
    Cancel,
    InputAlert,
    SignInAlert,
    Command,
    Question,
    DeviceCode,
    ResultHeading,
    Block,
    TokenAlert,
    Revoke,
    RevokeQuestion,
    StartOver,
    UpdateConfig,
    ConfigAlert,
    UpdatedHeading,
    UpdatedConfig,
    Save,
    SaveAlert,
    OpenedFile,
    OtherProgram,
}

impl Target {
    /// The elements that text can be entered into.
    pub fn with_text() -> impl Iterator<Item = Self> {
        let fields = [
            FormField::ClientId,
            FormField::ClientSecret,
            FormField::Pin,
            FormField::Printed,
            FormField::CurrentBlock,
        ];
        fields.into_iter().map(Self::Field).chain([Self::Config])
    }

    /// The `id` attribute of the element.
    pub const fn element_id(self) -> &'static str {
        match self {
            Self::Field(FormField::ClientId) => "client-id",
            Self::Field(FormField::ClientSecret) => "client-secret",
            Self::Field(FormField::Pin) => "pin",
            Self::Field(FormField::Printed) => "command-output",
            Self::Field(FormField::CurrentBlock) => "current-block",
            Self::Config => "config",
            Self::FirstStep => "app-fold",
            Self::PinLink => "pin-link",
            Self::Submit => "submit",
            Self::Cancel => "cancel",
            Self::InputAlert => "input-alert",
            Self::SignInAlert => "failure",
            Self::Command => "command",
            Self::Question => "question",
            Self::DeviceCode => "device-code",
            Self::ResultHeading => "result-heading",
            Self::Block => "authorization-block",
            Self::TokenAlert => "token-alert",
            Self::Revoke => "revoke",
            Self::RevokeQuestion => "confirm-revocation",
            Self::StartOver => "start-over",
            Self::UpdateConfig => "update-config",
            Self::ConfigAlert => "config-alert",
            Self::UpdatedHeading => "updated-config-heading",
            Self::UpdatedConfig => "updated-config",
            Self::Save => "save-config",
            Self::SaveAlert => "save-alert",
            Self::OpenedFile => "opened-config",
            Self::OtherProgram => "other-program-file",
        }
    }
}
