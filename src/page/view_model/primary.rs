//! The one next step. At most one control of the page is the primary one.

use crate::kometa::config::Found;
use crate::page::config::ConfigNextStep;
use crate::page::config_update::Saving;
use crate::page::effect::Export;
use crate::page::form::Form;
use crate::page::model::Model;
use crate::page::reading::Reading;
use crate::page::stage::Stage;
use crate::page::token::ReceivedToken;
use crate::page::token_check::TokenCheck;
use crate::sign_in::form::SignInMethod;
use crate::trakt::{ClientId, ClientSecret};

/// The control that is the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Primary {
    /// There is none: something is missing, or all is done.
    #[default]
    None,
    /// The link to a PIN.
    PinLink,
    /// The button that sends the form.
    Submit,
    /// The link that carries the device code.
    DeviceLink,
    /// The first control of the alert about the sign-in.
    Alert,
    /// The first control in the card of the opened file.
    File,
    /// The button that copies the block.
    CopyBlock,
    /// The first control that takes the updated file out of the page.
    SaveFile,
}

impl Primary {
    /// The next step before anything but the form is at work.
    pub fn of(form: &Form, pin_link_was_followed: bool) -> Self {
        let fields = &form.fields;
        let has_id = !fields.client_id.is_blank();
        match fields.method {
            SignInMethod::Pin if !has_id || fields.client_secret.is_blank() => Self::None,
            SignInMethod::Pin if pin_link_was_followed || !fields.pin.is_blank() => Self::Submit,
            SignInMethod::Pin => Self::PinLink,
            SignInMethod::Return | SignInMethod::Device if has_id => Self::Submit,
            SignInMethod::Refresh if !fields.current_block.is_blank() => Self::Submit,
            SignInMethod::Return | SignInMethod::Device | SignInMethod::Refresh => Self::None,
        }
    }
}

impl From<&Model> for Primary {
    fn from(model: &Model) -> Self {
        if model.question.is_some() {
            return Self::None;
        }
        if model.attempt.stage.is_busy() {
            return match model.attempt.stage.device_code(model.monotonic()) {
                Some(_) => Self::DeviceLink,
                None => Self::None,
            };
        }
        if matches!(
            model.attempt.stage,
            Stage::Failed(_) | Stage::ReturnRefused(_)
        ) {
            return Self::Alert;
        }
        let token = model.tokens.current.as_ref();
        if token.is_some_and(|token| !token.is_complete() || is_being_revoked(token)) {
            return Self::None;
        }
        if let Some(updated) = model.config.updated_config() {
            // Whether a download was cancelled is not known, but it was the step to take.
            let has_left = updated.export.is_saved() || updated.export == Export::Downloaded;
            let is_to_save = !has_left && !updated.report.changes.is_empty();
            return match updated.saving {
                Saving::NotAsked | Saving::Refused(_) if is_to_save => Self::SaveFile,
                Saving::NotAsked | Saving::Refused(_) | Saving::Underway | Saving::Saved => {
                    Self::None
                }
            };
        }
        if let Some(token) = token {
            let is_to_copy = !token.is_saved && model.tokens.usable().is_some();
            return match is_to_copy {
                true => Self::CopyBlock,
                false => Self::None,
            };
        }
        match model
            .config_next_step()
            .filter(|_| model.config.opened.is_some())
        {
            Some(ConfigNextStep::Refresh | ConfigNextStep::CheckOrRefresh) => {
                let check = model.tokens.in_file.as_ref().map(|token| &token.check);
                match check {
                    // The token works: nothing is left to do about it.
                    Some(TokenCheck::Accepted { .. }) => Self::None,
                    _ => Self::File,
                }
            }
            Some(ConfigNextStep::SignIn | ConfigNextStep::Update) | None => match lacks(model) {
                true => Self::None,
                false => Self::of(&model.form, model.attempt.pin_link_followed_at.is_some()),
            },
        }
    }
}

fn is_being_revoked(token: &ReceivedToken) -> bool {
    matches!(
        token.check,
        TokenCheck::ConfirmingRevocation | TokenCheck::Revoking { .. }
    )
}

/// Returns whether what is essential for the chosen way to sign in stands in its field, but cannot be used.
fn lacks(model: &Model) -> bool {
    let fields = &model.form.fields;
    let lacks_id = || ClientId::from_input(fields.client_id.as_str()).is_err();
    let lacks_secret = || ClientSecret::from_input(fields.client_secret.as_str()).is_err();
    match fields.method {
        SignInMethod::Pin => lacks_id() || lacks_secret(),
        SignInMethod::Return | SignInMethod::Device => lacks_id(),
        SignInMethod::Refresh => match &model.block_reading {
            Reading::Done(Ok(block)) => !matches!(block.found.refresh_token, Some(Found::Value(_))),
            Reading::Done(Err(_)) => true,
            Reading::NotAsked
            | Reading::Soon(_)
            | Reading::Underway { .. }
            | Reading::Unavailable => false,
        },
    }
}
