//! Where the focus goes when the page changes under it: a function of the page before and after an event.

use std::time::Duration;

use super::attempt::Attempt;
use super::config::Config;
use super::config_update::{ConfigUpdate, Saving};
use super::event::{AfterRevocation, Question};
use super::form::Form;
use super::stage::Stage;
use super::target::{Focus, FocusHow, Target};
use super::token::HeldTokens;
use super::token_check::TokenCheck;
use crate::sign_in::Id;
use crate::sign_in::form::{FormField, SignInMethod};

/// The facts that decide where the focus goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Landmarks {
    attempt: Ending,
    config: Ending,
    method: SignInMethod,
    check: Option<Check>,
    question: Option<Asked>,
    saving: Option<Saving>,
    has_device_code: bool,
    has_block: bool,
    pause_can_be_skipped: bool,
    app_is_offered: bool,
    is_updating: bool,
}

/// An attempt, and the element that its end puts the user before. Correcting one of several fields changes the element
/// too, but must not move the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ending {
    attempt: Option<Id>,
    target: Option<Target>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Check {
    Quiet,
    Confirming,
    Revoking,
    RevokingSecondHalf,
    HalfRevoked,
    Revoked,
    Failed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    BesideBlock,
    BesideForm,
}

/// The parts of the page that decide where the focus goes.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// The fields.
    pub form: &'a Form,
    /// The sign-in.
    pub attempt: &'a Attempt,
    /// The token on the page.
    pub tokens: &'a HeldTokens,
    /// The user's `config.yml`.
    pub config: &'a Config,
    /// The question that the user is asked.
    pub question: Option<&'a Question>,
    /// The time that the page had run at the last event.
    pub monotonic: Duration,
}

impl From<Parts<'_>> for Landmarks {
    fn from(page: Parts<'_>) -> Self {
        let token = page.tokens.current.as_ref();
        Self {
            attempt: Ending {
                attempt: page.attempt.id,
                target: sign_in_end(page),
            },
            config: Ending {
                attempt: page.config.attempt,
                target: config_end(page),
            },
            method: page.form.fields.method,
            check: token.map(|token| match token.check {
                TokenCheck::None | TokenCheck::Checking { .. } | TokenCheck::Accepted { .. } => {
                    Check::Quiet
                }
                TokenCheck::ConfirmingRevocation => Check::Confirming,
                TokenCheck::Revoking {
                    refresh_token_revoked: true,
                    ..
                } => Check::RevokingSecondHalf,
                TokenCheck::Revoking { .. } => Check::Revoking,
                TokenCheck::HalfRevoked(_) => Check::HalfRevoked,
                TokenCheck::Revoked { .. } => Check::Revoked,
                TokenCheck::Failed(..) => Check::Failed,
            }),
            question: page.question.map(|question| match question {
                Question::StartOver | Question::AbandonRevocation(AfterRevocation::StartOver) => {
                    Asked::BesideBlock
                }
                Question::SignInAgain(_)
                | Question::Leave(_)
                | Question::AbandonRevocation(AfterRevocation::SignIn(_)) => Asked::BesideForm,
            }),
            saving: page.config.updated_config().map(|updated| updated.saving),
            has_device_code: page.attempt.stage.device_code(page.monotonic).is_some(),
            has_block: token.is_some(),
            pause_can_be_skipped: page.attempt.stage.pause_can_be_skipped(),
            app_is_offered: page.config.offered_app(&page.form.fields).is_some(),
            is_updating: matches!(page.config.update, ConfigUpdate::Underway { .. }),
        }
    }
}

fn sign_in_end(page: Parts<'_>) -> Option<Target> {
    match &page.attempt.stage {
        Stage::InputRefused(problems) => match &problems[..] {
            [] => None,
            [only] => Some(Target::Field(only.field())),
            // Not all of the fields are in view, but links to all of them are.
            _ => Some(Target::InputAlert),
        },
        Stage::Failed(_) | Stage::ReturnRefused(_) => Some(Target::SignInAlert),
        Stage::Cancelled | Stage::CameBack { .. } => Some(Target::Submit),
        Stage::Idle => page
            .tokens
            .current
            .is_some()
            .then_some(Target::ResultHeading),
        Stage::ReadingBlock | Stage::InProgress(_) => None,
    }
}

fn config_end(page: Parts<'_>) -> Option<Target> {
    match (&page.config.update, page.form.fields.method) {
        (ConfigUpdate::Done(_), _) => Some(Target::UpdatedHeading),
        (ConfigUpdate::NotAsked, SignInMethod::Refresh) => {
            Some(Target::Field(FormField::CurrentBlock))
        }
        (ConfigUpdate::NotAsked | ConfigUpdate::Underway { .. }, _) => None,
        (
            ConfigUpdate::NoConfig
            | ConfigUpdate::NoBlock
            | ConfigUpdate::FileRefused(_)
            | ConfigUpdate::Refused(_),
            _,
        ) => Some(Target::ConfigAlert),
    }
}

/// Returns where the focus goes, if the page has changed under it.
pub fn between(before: &Landmarks, after: &Landmarks) -> Option<Focus> {
    let moves = [
        after_check(before.check, after.check),
        after_question(before.question, after.question),
        after_saving(before.saving, after.saving),
        after_end(before.attempt, after.attempt),
        after_end(before.config, after.config),
        (before.method != after.method).then(|| Focus::if_lost(start_of(after.method))),
        (!before.has_device_code && after.has_device_code)
            .then_some(Focus::at_top(Target::DeviceCode)),
        (before.has_block && !after.has_block).then_some(Focus::on(Target::FirstStep)),
        (before.pause_can_be_skipped && !after.pause_can_be_skipped)
            .then_some(Focus::if_lost(Target::Cancel)),
        (before.app_is_offered && !after.app_is_offered)
            .then_some(Focus::if_lost(Target::Field(FormField::ClientId))),
        (before.is_updating && !after.is_updating).then_some(Focus::if_lost(Target::UpdateConfig)),
    ];
    let moves = moves.into_iter().flatten();
    moves.reduce(|first, next| match next.how {
        FocusHow::IfLost => first,
        FocusHow::Always | FocusHow::AtTop => next,
    })
}

/// The control with which a way to sign in begins.
const fn start_of(method: SignInMethod) -> Target {
    match method {
        SignInMethod::Pin => Target::PinLink,
        SignInMethod::Return | SignInMethod::Device => Target::Submit,
        SignInMethod::Refresh => Target::Field(FormField::CurrentBlock),
    }
}

fn after_check(before: Option<Check>, after: Option<Check>) -> Option<Focus> {
    if before == after {
        return None;
    }
    Some(Focus::on(match (before, after?) {
        (_, Check::Confirming) => Target::RevokeQuestion,
        (Some(Check::Confirming), Check::Quiet | Check::Revoking) => Target::Revoke,
        // The block is of no use any more, and its controls are gone.
        (_, Check::RevokingSecondHalf | Check::Revoked) => Target::ResultHeading,
        (_, Check::HalfRevoked | Check::Failed) => Target::TokenAlert,
        (_, Check::Quiet | Check::Revoking) => return None,
    }))
}

fn after_question(before: Option<Asked>, after: Option<Asked>) -> Option<Focus> {
    match (before, after) {
        (before, after) if before == after => None,
        (_, Some(_)) => Some(Focus::on(Target::Question)),
        (Some(Asked::BesideBlock), None) => Some(Focus::if_lost(Target::StartOver)),
        (Some(Asked::BesideForm), None) => Some(Focus::if_lost(Target::Submit)),
        (None, None) => None,
    }
}

fn after_saving(before: Option<Saving>, after: Option<Saving>) -> Option<Focus> {
    if before == after {
        return None;
    }
    match after? {
        Saving::Refused(_) => Some(Focus::on(Target::SaveAlert)),
        Saving::NotAsked | Saving::Underway | Saving::Saved => None,
    }
}

fn after_end(before: Ending, after: Ending) -> Option<Focus> {
    let has_ended = before.attempt != after.attempt || before.target.is_none();
    let target = after.target.filter(|_| has_ended)?;
    after.attempt?;
    Some(match target {
        Target::ResultHeading | Target::UpdatedHeading => Focus::at_top(target),
        target => Focus::on(target),
    })
}
