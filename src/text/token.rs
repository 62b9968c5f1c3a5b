//! Sentences about a received token and its block.

use std::borrow::Cow;

use super::Question;
use super::refusal::{ACCOUNT_DEACTIVATED, ACCOUNT_LOCKED, ACCOUNT_MAYBE_DEACTIVATED};
use super::{config, failure, time};
use crate::kometa::editing::EditorRefusal;
use crate::trakt::credentials::FilledIn;
use crate::trakt::response::Refusal;
use crate::trakt::token_check::{TokenCheckError, TokenTask};
use crate::trakt::{Failure, NetworkError, Token};

/// The button that copies the block.
pub const COPY: &str = "Copy block";

/// The button that downloads the block.
pub const DOWNLOAD: &str = "Download block";

/// The button that asks Trakt about the token.
pub const CHECK: &str = "Check it with Trakt";

/// The button that revokes the token.
pub const REVOKE: &str = "Revoke this access";

/// The button that forgets everything.
pub const START_OVER: &str = "Start over";

/// The button that refreshes a token that Trakt does not accept.
pub const REFRESH: &str = "Refresh this block";

/// The steps from the block to its end.
pub const STEPS: &[&str] = &[
    "Put it into `config.yml`, in Kometa's config folder, in place of the `trakt:` section there. Or let this page do it, \
     below. Treat it like a password: do not show it to anyone.",
    "Restart Kometa.",
    "In its log, look for `Trakt Connection Successful`: it counts only without “Public Mode” and without an error about \
     Trakt above it. If the log says that Trakt is no longer supported, your Kometa is too new. If it says anything else \
     about Trakt, press “Check it with Trakt” here.",
];

/// The steps that are left once the block is in the file.
pub const STEPS_AFTER_PUTTING_IT_IN: &[&str] = STEPS.split_at(1).1;

/// Says that there is a token, and a block.
pub const SIGNED_IN: &str = "Signed in. Here is your block.";

/// Says that a block was renewed.
pub const RENEWED: &str = "Renewed. Here is your new block.";

/// Returns that there is a token, and whose it is.
pub fn signed_in_as(username: &str) -> String {
    format!("Signed in as {username}. Here is your block.")
}

/// The heading of a block that is of no use any more.
pub const REVOKED_HEADING: &str = "This block is revoked";

/// Returns the question whether to revoke the token.
pub const fn revocation_question() -> Question {
    Question {
        label: Cow::Borrowed("Revoke this access?"),
        text: Cow::Borrowed(
            "Revoke this access? The block stops working at once, here and in Kometa, and you need to sign in again.",
        ),
        yes: "Yes, revoke it",
        no: "Keep it",
    }
}

/// Says what follows where the app has no secret.
pub const NO_CLIENT_SECRET: &str = "Your app has no client secret, and Kometa 2.4.4 does not use a block without one. If your Kometa does, it \
     cannot renew the access: come back when that ends.";

/// Says that the secret is still to be entered, as it was not kept while the user was at Trakt.
pub const SECRET_IS_WANTED: &str = "The block still lacks your client secret, which was not kept while you were at Trakt. Enter it under \
     Client secret in step 1, and it appears in the block.";

/// Says what each renewal does to the block.
pub const SINGLE_USE: &str = "Only the newest block works: each renewal ends the one before.";

/// Says that the block is on the clipboard.
pub const BLOCK_COPIED: &str = "The block is on the clipboard.";

/// Says that some of the block was copied by hand.
pub const BLOCK_COPIED_BY_HAND: &str = "Copied. Make sure that you have the whole block.";

/// Says that the browser does not let the page copy.
pub const BLOCK_NOT_COPIED: &str = "The browser does not allow copying here. The block is selected: copy it with Ctrl+C, or Cmd+C on a Mac.";

/// Says that the block was offered as a file.
pub const BLOCK_DOWNLOADED: &str = "Look for trakt.yml in your downloads.";

/// Says that the browser could not make a file of the block.
pub const BLOCK_NOT_DOWNLOADED: &str = "The browser could not save a file. Copy the block instead.";

/// Says that Trakt is being asked about the token.
pub const CHECKING: &str = "Asking Trakt about it…";

/// Returns that Trakt accepts the token. `ends` is when it ends, in words, and whether that is to come.
pub fn accepted(username: &str, ends: Option<(&str, bool)>) -> String {
    match ends {
        Some((words, true)) => {
            format!("Trakt accepts it. Signed in as {username}; valid until {words}.")
        }
        Some((words, false)) => format!(
            "Trakt accepts it. Signed in as {username}, although it should have ended on {words}."
        ),
        None => format!("Trakt accepts it. Signed in as {username}."),
    }
}

/// Says that the token is being revoked.
pub const REVOKING: &str = "Asking Trakt to revoke the access…";

/// Returns what Trakt has confirmed about the revocation.
pub const fn revoked(refresh_token_too: bool) -> &'static str {
    match refresh_token_too {
        true => {
            "Trakt has confirmed that both tokens of this block are revoked. Start over to get another."
        }
        false => {
            "Trakt has confirmed that the access token is revoked, but not the refresh token. To be sure, remove the \
             app from the connected apps in Trakt's settings."
        }
    }
}

/// The title over a revocation of which one half is done.
pub const HALF_REVOKED_TITLE: &str = "The access is only half revoked";

/// Says which half of such a revocation is done, and which is not.
pub const HALF_REVOKED: &str = "Trakt has confirmed that the refresh token is revoked, so nobody can renew this access. \
     The access token may still work until it ends.";

/// The button that finishes a revocation.
pub const FINISH_REVOCATION: &str = "Revoke the access token too";

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

/// Returns which host answered, and why not the one that was asked first.
pub fn other_host_answered(first: &Failure) -> String {
    format!(
        "{} answered. {} was asked first: {}.",
        first.host.other().token_host(),
        first.host.token_host(),
        failure::in_short(&first.cause)
    )
}

/// Says how long the access token lasts, and that Kometa renews it if `kometa_renews`: without a client secret it cannot.
///
/// ```text
/// 604800, true   becomes   It lasts 7 days. Kometa renews it by itself, as long as it can write to config.yml.
/// ```
pub fn lifetime(token: &Token, kometa_renews: bool) -> String {
    let lasts = match token.has_lifetime() {
        true => format!("It lasts {}.", time::lifetime(token.expires_in)),
        false => "Trakt did not say how long it lasts.".into(),
    };
    match kometa_renews {
        true => {
            format!("{lasts} Kometa renews it by itself, as long as it can write to config.yml.")
        }
        false => lasts,
    }
}

/// Says why the user's own lines are not in a refreshed block.
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

/// The accessible name of the block.
pub const BLOCK: &str = "Authorization block";

/// The line that unfolds the block before this one.
pub const REPLACED: &str = "The block before this one, which was not copied";
