//! Looking after a token: whether Trakt takes it, and giving it back.

use serde_json::Value;
use thiserror::Error;

use super::outcome::{Answer, NoAnswer};

/// What is done with a token besides using it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CareTask {
    /// `GET /users/settings`, the call with which Kometa checks a token.
    Check,
    /// Revocation (RFC 7009).
    Revoke,
}

/// Why a token could not be checked or revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CareFailure {
    /// 401.
    #[error(
        "Trakt does not accept this token. It has expired, was revoked, or belongs to another app. Sign in again."
    )]
    TokenNotAccepted,
    /// 403.
    #[error(
        "Trakt does not accept this Client ID, or the app is not approved. Check your app at Trakt."
    )]
    AppNotAccepted,
    /// 410.
    #[error("Trakt no longer offers this. Kometa will not be able to use the token either.")]
    Gone,
    /// 423, or the header `X-Account-Locked`.
    #[error("Your Trakt account is locked. Write to Trakt's support.")]
    AccountLocked,
    /// The header `X-Account-Deactivated`.
    #[error("Your Trakt account is deactivated. Write to Trakt's support.")]
    AccountDeactivated,
    /// 429.
    #[error("Trakt asks for a pause. Wait a minute, then try again.")]
    RateLimited,
    /// 500 and above.
    #[error("Trakt is not available. Try again in 30 seconds.")]
    TraktDown,
    /// The browser is offline.
    #[error("You are offline. Try again once you are connected.")]
    Offline,
    /// The browser hands over no answer, or none came in time.
    #[error("No answer from Trakt could be read. That says nothing about the token.")]
    NoReadableAnswer,
    /// Anything else.
    #[error(
        "Trakt's answer (HTTP {status}) could not be understood. That says nothing about the token."
    )]
    NotUnderstood {
        /// The HTTP status.
        status: u16,
    },
}

/// The user name in the answer to a check.
///
/// # Errors
/// Why it is not there.
pub fn username(reply: &Result<Answer, NoAnswer>) -> Result<String, CareFailure> {
    let answer = successful(reply)?;
    let not_understood = CareFailure::NotUnderstood {
        status: answer.status,
    };
    let settings = answer.body.json().map_err(|_| not_understood)?;
    match settings.pointer("/user/username").and_then(Value::as_str) {
        Some(username) => Ok(username.to_owned()),
        None => Err(not_understood),
    }
}

/// Whether a revocation was carried out.
///
/// # Errors
/// Why it was not.
pub fn revoked(reply: &Result<Answer, NoAnswer>) -> Result<(), CareFailure> {
    successful(reply).map(|_| ())
}

fn successful(reply: &Result<Answer, NoAnswer>) -> Result<&Answer, CareFailure> {
    let answer = match reply {
        Ok(answer) => answer,
        Err(NoAnswer::Offline) => return Err(CareFailure::Offline),
        Err(NoAnswer::Unreadable | NoAnswer::TimedOut { .. }) => {
            return Err(CareFailure::NoReadableAnswer);
        }
    };
    Err(match answer.status {
        200..=299 => return Ok(answer),
        _ if answer.headers.account_deactivated => CareFailure::AccountDeactivated,
        _ if answer.headers.account_locked => CareFailure::AccountLocked,
        401 => CareFailure::TokenNotAccepted,
        403 => CareFailure::AppNotAccepted,
        410 => CareFailure::Gone,
        423 => CareFailure::AccountLocked,
        429 => CareFailure::RateLimited,
        500.. => CareFailure::TraktDown,
        status => CareFailure::NotUnderstood { status },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trakt::{AnswerBody, AnswerHeaders};

    fn reply(status: u16, body: &str) -> Result<Answer, NoAnswer> {
        Ok(Answer {
            status,
            headers: AnswerHeaders::default(),
            body: AnswerBody::Text(body.into()),
        })
    }

    #[test]
    fn a_good_check_names_the_user() {
        let body = r#"{"user":{"username":"someone","private":false},"account":{}}"#;
        assert_eq!(username(&reply(200, body)), Ok("someone".into()));
    }

    #[test]
    fn each_status_has_its_name() {
        for (status, failure) in [
            (401, CareFailure::TokenNotAccepted),
            (403, CareFailure::AppNotAccepted),
            (410, CareFailure::Gone),
            (423, CareFailure::AccountLocked),
            (429, CareFailure::RateLimited),
            (502, CareFailure::TraktDown),
            (404, CareFailure::NotUnderstood { status: 404 }),
        ] {
            assert_eq!(username(&reply(status, "")), Err(failure));
            assert_eq!(revoked(&reply(status, "")), Err(failure));
        }
        assert_eq!(username(&Err(NoAnswer::Offline)), Err(CareFailure::Offline));
        assert_eq!(
            revoked(&Err(NoAnswer::Unreadable)),
            Err(CareFailure::NoReadableAnswer)
        );
    }

    #[test]
    fn an_answer_without_a_user_name_is_not_understood() {
        let failure = Err(CareFailure::NotUnderstood { status: 200 });
        for body in [
            "",
            "[]",
            "{}",
            r#"{"user":{}}"#,
            r#"{"user":{"username":1}}"#,
            "<html>",
        ] {
            assert_eq!(username(&reply(200, body)), failure, "{body}");
        }
        assert_eq!(
            revoked(&reply(200, "")),
            Ok(()),
            "a revocation need not say anything"
        );
    }
}
