//! The block, and what to do with it.

use super::form::field;
use super::primary::Primary;
use super::shapes::{
    AlertView, Control, FieldView, QuestionView, Sentence, StatusLine, Tone, Weight,
};
use super::sign_in::question;
use crate::page::effect::Export;
use crate::page::event::Event;
use crate::page::model::Model;
use crate::page::target::Target;
use crate::page::token::ReceivedToken;
use crate::page::token_check::{TokenCheck, TokenEvent};
use crate::shared_text::SharedText;
use crate::sign_in::form::{FormField, SignInMethod};
use crate::text;
use crate::timestamp::Timestamp;
use crate::trakt::token_check::TokenTask;

/// The block, and what to do with it.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultView {
    /// The heading: how it went.
    pub heading: Sentence,
    /// Whether the block is of no use any more.
    pub is_revoked: bool,
    /// The block as text.
    pub block: SharedText,
    /// The warning before the block is used.
    pub warning: Option<Sentence>,
    /// The client secret, where it is still to be entered for the block.
    pub secret: Option<FieldView>,
    /// The controls that take the block out of the page.
    pub exports: Vec<Control>,
    /// The sentence about the end of the last of them.
    pub export_status: &'static str,
    /// Blocks that this one has replaced before they had left the page, the latest first.
    pub replaced: Vec<SharedText>,
    /// The line about what Trakt says of the token.
    pub check: StatusLine,
    /// Why Trakt could not be asked, or does not accept the token.
    pub alert: Option<AlertView>,
    /// The steps to the end.
    pub steps: &'static [&'static str],
    /// The notes about the block.
    pub notes: Vec<Sentence>,
    /// The controls for the token.
    pub controls: Vec<Control>,
    /// The question whether to revoke the token.
    pub revocation: Option<QuestionView>,
    /// The question whether to forget the block.
    pub question: Option<QuestionView>,
}

impl ResultView {
    pub(super) fn new(received: &ReceivedToken, model: &Model) -> Self {
        let check = &received.check;
        let is_revoked = check.has_revoked();
        let token = Event::Token;
        Self {
            heading: heading(received, is_revoked),
            is_revoked,
            block: received.text.clone(),
            warning: warning(received).filter(|_| !is_revoked),
            // Also while it is being typed, when each key completes the block.
            secret: (received.secret_is_wanted && !is_revoked)
                .then(|| field(model, FormField::ClientSecret)),
            exports: match is_revoked {
                true => Vec::new(),
                false => vec![
                    Control::button(text::token::COPY, token(TokenEvent::CopyAsked)).with_weight(
                        match Primary::from(model) {
                            Primary::CopyBlock => Weight::Primary,
                            _ => Weight::Plain,
                        },
                    ),
                    Control::button(text::token::DOWNLOAD, token(TokenEvent::DownloadAsked)),
                ],
            },
            export_status: match is_revoked {
                true => "",
                false => export_status(model.tokens.exports.latest),
            },
            replaced: replaced(model),
            check: StatusLine {
                text: check_status(received, model.now()),
                tone: match check {
                    TokenCheck::Accepted { .. } => Tone::Good,
                    _ => Tone::Plain,
                },
            },
            alert: alert(check, !model.attempt.stage.is_busy()),
            steps: match is_revoked {
                true => &[],
                false => text::token::STEPS,
            },
            notes: match is_revoked {
                true => Vec::new(),
                false => notes(received),
            },
            controls: controls(is_revoked),
            revocation: matches!(check, TokenCheck::ConfirmingRevocation).then(|| {
                QuestionView::new(
                    Target::RevokeQuestion,
                    text::token::revocation_question(),
                    token(TokenEvent::RevocationConfirmed),
                    token(TokenEvent::RevocationDeclined),
                )
            }),
            question: question(model, true),
        }
    }
}

/// The blocks that were replaced before they had left the page, the latest first.
fn replaced(model: &Model) -> Vec<SharedText> {
    let mut replaced = model.tokens.earlier.clone();
    replaced.extend(model.tokens.replaced.clone());
    replaced.reverse();
    replaced
}

fn heading(received: &ReceivedToken, is_revoked: bool) -> Sentence {
    match (&received.check, received.method) {
        _ if is_revoked => text::token::REVOKED_HEADING.into(),
        (TokenCheck::Accepted { username }, _) => text::token::signed_in_as(username).into(),
        (_, Some(SignInMethod::Refresh)) => text::token::RENEWED.into(),
        (_, _) => text::token::SIGNED_IN.into(),
    }
}

const fn export_status(export: Export) -> &'static str {
    match export {
        Export::None => "",
        Export::Copied => text::token::BLOCK_COPIED,
        Export::CopiedByHand => text::token::BLOCK_COPIED_BY_HAND,
        Export::CopyRefused => text::token::BLOCK_NOT_COPIED,
        Export::Downloaded => text::token::BLOCK_DOWNLOADED,
        Export::DownloadFailed => text::token::BLOCK_NOT_DOWNLOADED,
    }
}

fn check_status(received: &ReceivedToken, now: Timestamp) -> Sentence {
    match &received.check {
        TokenCheck::Checking { .. } => text::token::CHECKING.into(),
        TokenCheck::Accepted { username } => {
            let ends = &received.ends;
            let words = ends.words.as_deref();
            let words = words.filter(|_| received.block.token.has_lifetime());
            text::token::accepted(username, words.map(|words| (words, ends.at > now))).into()
        }
        TokenCheck::Revoking { .. } => text::token::REVOKING.into(),
        TokenCheck::Revoked { refresh_token_too } => {
            text::token::revoked(*refresh_token_too).into()
        }
        TokenCheck::None
        | TokenCheck::ConfirmingRevocation
        | TokenCheck::HalfRevoked(_)
        | TokenCheck::Failed(..) => "".into(),
    }
}

fn controls(is_revoked: bool) -> Vec<Control> {
    let start_over = Control::button(text::token::START_OVER, Event::StartOverAsked)
        .with_weight(Weight::Quiet)
        .with_target(Target::StartOver);
    match is_revoked {
        true => vec![start_over],
        false => vec![
            Control::button(text::token::CHECK, Event::Token(TokenEvent::CheckAsked)),
            Control::button(
                text::token::REVOKE,
                Event::Token(TokenEvent::RevocationAsked),
            )
            .with_weight(Weight::Quiet)
            .with_target(Target::Revoke),
            start_over,
        ],
    }
}

fn warning(received: &ReceivedToken) -> Option<Sentence> {
    match &received.block.app.client_secret {
        Some(_) => None,
        None if received.secret_is_wanted => Some(text::token::SECRET_IS_WANTED.into()),
        None => Some(text::token::NO_CLIENT_SECRET.into()),
    }
}

fn notes(received: &ReceivedToken) -> Vec<Sentence> {
    let token = &received.block.token;
    let kometa_renews = received.block.app.client_secret.is_some() || received.secret_is_wanted;
    let mut notes: Vec<Sentence> = Vec::new();
    if let Some(failure) = &received.other_host {
        notes.push(text::token::other_host_answered(failure).into());
    }
    notes.push(text::token::lifetime(token, kometa_renews).into());
    if let Some(refusal) = &received.not_carried_over {
        notes.push(text::token::not_carried_over(refusal).into());
    }
    if let Some(filled_in) = text::token::filled_in(token) {
        notes.push(filled_in.into());
    }
    notes.push(text::token::SINGLE_USE.into());
    notes
}

/// Returns how the last task ended, if it failed. `can_refresh` is whether a sign-in can begin now.
pub(super) fn alert(check: &TokenCheck, can_refresh: bool) -> Option<AlertView> {
    match check {
        TokenCheck::HalfRevoked(error) => Some(AlertView {
            next: vec![text::token::check_error(TokenTask::Revoke, *error).into()],
            controls: vec![Control::button(
                text::token::FINISH_REVOCATION,
                Event::Token(TokenEvent::RevocationConfirmed),
            )],
            ..AlertView::new(
                Target::TokenAlert,
                text::token::HALF_REVOKED_TITLE,
                text::token::HALF_REVOKED,
            )
        }),
        TokenCheck::Failed(task, error) => {
            let is_of_use = *task == TokenTask::Check && error.refuses_token();
            let refresh = Control::button(text::token::REFRESH, Event::RefreshBlockAsked);
            Some(AlertView {
                controls: (is_of_use && can_refresh)
                    .then_some(refresh)
                    .into_iter()
                    .collect(),
                ..AlertView::new(
                    Target::TokenAlert,
                    text::token::failed_task(*task, *error),
                    text::token::check_error(*task, *error),
                )
            })
        }
        TokenCheck::None
        | TokenCheck::Checking { .. }
        | TokenCheck::Accepted { .. }
        | TokenCheck::ConfirmingRevocation
        | TokenCheck::Revoking { .. }
        | TokenCheck::Revoked { .. } => None,
    }
}
