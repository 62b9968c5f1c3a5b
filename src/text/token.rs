//! What is said of a received token and of its block.

use super::refusal::{ACCOUNT_DEACTIVATED, ACCOUNT_LOCKED, ACCOUNT_MAYBE_DEACTIVATED};
use super::{config, failure, time};
use crate::kometa::editing::EditorRefusal;
use crate::page::{Export, LocalTime, TokenCheck, TokenTask};
use crate::timestamp::Timestamp;
use crate::trakt::credentials::FilledIn;
use crate::trakt::response::Refusal;
use crate::trakt::token_check::TokenCheckError;
use crate::trakt::{Failure, NetworkError, Token};

/// What it means that the app has no secret.
pub const NO_CLIENT_SECRET: &str = "Your app has no client secret, and Kometa 2.4.4 does not use a block without one. If your Kometa does, it \
     cannot renew the access: come back when that ends.";

/// What it means that the secret was not kept while the user was at Trakt.
pub const SECRET_IS_WANTED: &str = "The block still lacks your client secret, which was not kept while you were at Trakt. Enter it under \
     Client secret in step 1, and it appears in the block.";

/// What each renewal does to the block.
pub const SINGLE_USE: &str = "Each renewal replaces the one before, so use only the newest block.";

/// What has been done with the block last.
pub const fn block_export(export: Export) -> &'static str {
    match export {
        Export::None => "",
        Export::Copied => "The block is on the clipboard.",
        Export::CopiedByHand => "Copied. Make sure that you have the whole block.",
        Export::CopyRefused => {
            "The browser does not allow copying here. The block is selected: copy it with Ctrl+C, or Cmd+C on a Mac."
        }
        Export::Downloaded => "Handed to your browser as trakt.yml. Check that it has been saved.",
        Export::DownloadFailed => "The browser could not save a file. Copy the block instead.",
    }
}

/// Says what is being asked of Trakt about the token, or was found out. `ends` is none where Trakt did not say how long the
/// token lives.
pub fn check(check: &TokenCheck, ends: Option<&LocalTime>, now: Timestamp) -> String {
    match check {
        TokenCheck::Checking { .. } => "Asking Trakt about it…".into(),
        TokenCheck::Accepted { username } => match ends.and_then(|ends| Some((ends, ends.words.as_ref()?))) {
            Some((ends, words)) if ends.at > now => {
                format!("Trakt accepts it. Signed in as {username}; valid until {words}.")
            }
            Some((_, words)) => format!(
                "Trakt accepts it. Signed in as {username}, although it should have ended on {words}."
            ),
            None => format!("Trakt accepts it. Signed in as {username}."),
        },
        TokenCheck::Revoking { .. } => "Asking Trakt to revoke the access…".into(),
        TokenCheck::Revoked {
            refresh_token_too: true,
        } => "Trakt has confirmed that both tokens of this block are revoked. Start over to get another.".into(),
        TokenCheck::Revoked {
            refresh_token_too: false,
        } => "Trakt has confirmed that the access token is revoked, but not the refresh token. To be sure, remove the \
              app from the connected apps in Trakt's settings."
            .into(),
        TokenCheck::None | TokenCheck::ConfirmingRevocation | TokenCheck::Failed(..) => {
            String::new()
        }
    }
}

/// Names the task that could not be done, or its result.
pub const fn failed_task(task: TokenTask, error: TokenCheckError) -> &'static str {
    match task {
        TokenTask::Check => match error {
            TokenCheckError::NotAcceptedYet { .. } => "Trakt does not accept this block yet",
            TokenCheckError::Refused {
                refusal: Refusal::AccessTokenNotAccepted,
                ..
            } => "Trakt does not accept this block",
            TokenCheckError::Refused { .. }
            | TokenCheckError::Network(_)
            | TokenCheckError::NoUsername => "The check did not succeed",
        },
        TokenTask::Revoke => "The access was not revoked",
    }
}

/// Says why a task could not be done.
pub fn check_error(task: TokenTask, error: TokenCheckError) -> String {
    match error {
        TokenCheckError::Refused { refusal, status } => refused(task, refusal, status),
        TokenCheckError::NotAcceptedYet { .. } => {
            "Trakt gave out this token only minutes ago, so it has not expired. Trakt does not take it yet, or has \
             trouble. Try again in a minute."
                .into()
        }
        TokenCheckError::NoUsername => not_understood(200),
        TokenCheckError::Network(NetworkError::Offline | NetworkError::ConnectionLost) => {
            "You are offline. Try again once you are connected.".into()
        }
        TokenCheckError::Network(NetworkError::Unsendable) => {
            "The token or the client ID has characters in it that no request can carry. Kometa will not be able to use \
             them either."
                .into()
        }
        TokenCheckError::Network(
            NetworkError::Unreadable | NetworkError::TimedOut { .. },
        ) => {
            "No answer from Trakt could be read. That says nothing about the token.".into()
        }
    }
}

fn refused(task: TokenTask, refusal: Refusal, status: u16) -> String {
    match refusal {
        Refusal::AccessTokenNotAccepted => match task {
            TokenTask::Check => {
                "Its access has expired, was revoked, or belongs to another app. Refresh the block, or sign in again."
                    .into()
            }
            TokenTask::Revoke => {
                "Trakt does not accept this token. It has expired, was revoked, or belongs to another app. Sign in again."
                    .into()
            }
        },
        Refusal::InvalidGrant => {
            "Trakt says that this token is not one of this app's. It was revoked, or belongs to another app.".into()
        }
        Refusal::InvalidClient => {
            "Trakt does not accept the client ID or secret of this block, or has deleted its app.".into()
        }
        Refusal::Unauthorized => {
            "Trakt gave no reason. It does not accept the client ID or secret of this block, or not the token.".into()
        }
        Refusal::AppNotAccepted => {
            "Trakt does not accept the app of this block: it is not approved, or Trakt has deleted it. Check your app at \
             Trakt."
                .into()
        }
        Refusal::TurnedAway { .. } => {
            "Something in front of Trakt turned this request away. That says nothing about the token. Wait a minute, or \
             use another network, then try again."
                .into()
        }
        Refusal::NotServed => {
            format!("Trakt does not offer this at its address any more (HTTP {status}). That says nothing about the token.")
        }
        Refusal::ContentTypeRefused => {
            format!("Trakt refused the form of the request (HTTP {status}). That is a mistake in this page: please report it.")
        }
        Refusal::AccountLocked => ACCOUNT_LOCKED.sentence(),
        Refusal::AccountDeactivated => ACCOUNT_DEACTIVATED.sentence(),
        Refusal::AccountMaybeDeactivated => ACCOUNT_MAYBE_DEACTIVATED.sentence(),
        Refusal::RateLimited { retry_after } => match retry_after {
            Some(pause) => format!("Too many requests. Wait {}, then try again.", time::wait(pause)),
            None => "Too many requests. Wait a minute, then try again.".into(),
        },
        Refusal::TraktDown => "Trakt is not available. Try again in 30 seconds.".into(),
        Refusal::AuthorizationPending
        | Refusal::DeviceCodeUnknown
        | Refusal::DeviceCodeUsed
        | Refusal::DeviceCodeExpired
        | Refusal::AccessDenied
        | Refusal::Other => not_understood(status),
    }
}

fn not_understood(status: u16) -> String {
    format!(
        "Trakt's answer (HTTP {status}) could not be understood. That says nothing about the token."
    )
}

/// Which host answered, and why not the one that was asked first.
pub fn other_host_answered(first: &Failure) -> String {
    format!(
        "{} answered. {} was asked first: {}.",
        first.host.other().token_host(),
        first.host.token_host(),
        failure::in_short(&first.cause)
    )
}

/// Says how long the access token is good for.
pub fn lifetime(token: &Token) -> String {
    let renewal = "Kometa renews it by itself, as long as it can write to config.yml.";
    match token.has_lifetime() {
        true => format!("It lasts {}. {renewal}", time::lifetime(token.expires_in)),
        false => format!("Trakt did not say how long it lasts. {renewal}"),
    }
}

/// Why the user's own lines are not in a refreshed block.
pub fn not_carried_over(refusal: &EditorRefusal) -> String {
    format!(
        "This block is new from top to bottom: your own comments and keys could not be carried over. {}",
        config::editor_refusal(refusal)
    )
}

/// Names the values that this page put in place of what Trakt's answer did not say.
pub fn filled_in(token: &Token) -> Option<String> {
    let FilledIn {
        created_at,
        scope,
        expires_in,
    } = token.filled_in;
    let filled_in: Vec<_> = [
        (created_at, "the time of the answer for created_at"),
        (scope, "“public” for scope"),
        (expires_in, "0 for expires_in"),
    ]
    .into_iter()
    .filter_map(|(is_filled_in, words)| is_filled_in.then_some(words))
    .collect();
    let (last, others) = filled_in.split_last()?;
    Some(match others {
        [] => format!("Trakt's answer lacked a value, so this page filled in {last}."),
        others => format!(
            "Trakt's answer lacked some values, so this page filled in {} and {last}.",
            others.join(", ")
        ),
    })
}
