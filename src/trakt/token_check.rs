//! Checking whether Trakt accepts a token, and giving it back.

use std::time::Duration;

use super::body::Members;
use super::display_text::displayable;
use super::http::{NetworkError, Response};
use super::response::{self, Endpoint, Refusal};
use crate::timestamp::Timestamp;

/// A task with a token besides using it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenTask {
    /// `GET /users/settings`, the call with which Kometa checks a token.
    Check,
    /// Revocation (RFC 7009).
    Revoke,
}

/// A reason for a token not to be checked or revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenCheckError {
    /// Trakt answered, and said no.
    Refused {
        /// Why.
        refusal: Refusal,
        /// The HTTP status.
        status: u16,
    },
    /// Trakt did not take a token that it gave out only minutes ago. It cannot have expired: Trakt does not accept it yet,
    /// or has trouble, as is reported of 401, 403 and 500.
    NotAcceptedYet {
        /// Why.
        refusal: Refusal,
        /// The HTTP status.
        status: u16,
    },
    /// There was no response.
    Network(NetworkError),
    /// Trakt answered that it succeeded, but not whose token it is.
    NoUsername,
}

impl TokenCheckError {
    /// Tells whether Trakt answered that the token is good for nothing.
    pub const fn refuses_token(self) -> bool {
        matches!(
            self,
            Self::Refused {
                refusal: Refusal::AccessTokenNotAccepted,
                ..
            }
        )
    }
}

/// The age up to which a token counts as given out minutes ago.
const FRESH_FOR: Duration = Duration::from_secs(10 * 60);

/// Returns the name of the user whose settings came back, made fit to be shown. `created_at` is when Trakt gave out the
/// token, in seconds since the Unix epoch.
///
/// # Errors
/// The reason for it not to be there.
pub fn username(
    result: &Result<Response, NetworkError>,
    created_at: u64,
    received_at: Timestamp,
) -> Result<String, TokenCheckError> {
    let created_at = Timestamp::from_unix_seconds(created_at);
    // This clock and Trakt's may differ, in either direction.
    let age = received_at
        .since(created_at)
        .max(created_at.since(received_at));
    let response =
        successful(Endpoint::UserSettings, result, received_at).map_err(|error| match error {
            TokenCheckError::Refused { refusal, status }
                if age <= FRESH_FOR && is_trouble_with_fresh_tokens(refusal) =>
            {
                TokenCheckError::NotAcceptedYet { refusal, status }
            }
            error => error,
        })?;
    let members = Members::of(&response.body).map_err(|_| TokenCheckError::NoUsername)?;
    let username = members.text_at("user", "/username").map(displayable);
    username
        .filter(|username| !username.is_empty())
        .ok_or(TokenCheckError::NoUsername)
}

/// Tells whether a refusal has been reported for tokens that were given out only minutes ago.
const fn is_trouble_with_fresh_tokens(refusal: Refusal) -> bool {
    match refusal {
        Refusal::AccessTokenNotAccepted
        | Refusal::Unauthorized
        | Refusal::AppNotAccepted
        | Refusal::TurnedAway { .. }
        | Refusal::TraktDown => true,
        Refusal::InvalidGrant
        | Refusal::InvalidClient
        | Refusal::NotServed
        | Refusal::ContentTypeRefused
        | Refusal::AccountLocked
        | Refusal::AccountDeactivated
        | Refusal::AccountMaybeDeactivated
        | Refusal::RateLimited { .. }
        | Refusal::AuthorizationPending
        | Refusal::DeviceCodeUnknown
        | Refusal::DeviceCodeUsed
        | Refusal::DeviceCodeExpired
        | Refusal::AccessDenied
        | Refusal::Other => false,
    }
}

/// Judges whether a revocation was carried out.
///
/// # Errors
/// The reason for it not to be.
pub fn revoked(
    result: &Result<Response, NetworkError>,
    received_at: Timestamp,
) -> Result<(), TokenCheckError> {
    successful(Endpoint::Revocation, result, received_at).map(|_| ())
}

fn successful(
    endpoint: Endpoint,
    result: &Result<Response, NetworkError>,
    received_at: Timestamp,
) -> Result<&Response, TokenCheckError> {
    let response = result.as_ref().map_err(|e| TokenCheckError::Network(*e))?;
    match response::check(endpoint, response, received_at) {
        Ok(()) => Ok(response),
        Err(refusal) => Err(TokenCheckError::Refused {
            refusal,
            status: response.status,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);

    const LONG_AGO: u64 = 1_600_000_000;

    fn response(status: u16, body: &str) -> Result<Response, NetworkError> {
        Ok(Response::new(status, body))
    }

    /// Returns the user of a token that is days old.
    fn username(
        result: &Result<Response, NetworkError>,
        now: Timestamp,
    ) -> Result<String, TokenCheckError> {
        super::username(result, LONG_AGO, now)
    }

    #[test]
    fn a_token_that_is_minutes_old_is_not_called_expired() {
        let minutes = |minutes: u64| NOW.unix_seconds() - 60 * minutes;
        for (status, body, refusal) in [
            (401, "", Refusal::AccessTokenNotAccepted),
            (
                401,
                r#"{"error":"invalid_token"}"#,
                Refusal::AccessTokenNotAccepted,
            ),
            (403, "{}", Refusal::AppNotAccepted),
            (403, "", Refusal::TurnedAway { retry_after: None }),
            (500, "", Refusal::TraktDown),
            (502, "<html>", Refusal::TraktDown),
        ] {
            let response = response(status, body);
            let not_yet = TokenCheckError::NotAcceptedYet { refusal, status };
            for created_at in [minutes(0), minutes(10), NOW.unix_seconds() + 300] {
                let error = super::username(&response, created_at, NOW).unwrap_err();
                assert_eq!(error, not_yet, "{status} {body}");
                assert!(!error.refuses_token());
            }
            for created_at in [minutes(11), LONG_AGO, u64::MAX] {
                let error = super::username(&response, created_at, NOW).unwrap_err();
                assert_eq!(error, TokenCheckError::Refused { refusal, status });
            }
        }
        let gone = super::username(&response(410, ""), minutes(1), NOW);
        let refusal = Refusal::AccountMaybeDeactivated;
        let status = 410;
        assert_eq!(gone, Err(TokenCheckError::Refused { refusal, status }));
    }

    #[test]
    fn the_user_is_named_in_the_settings() {
        let body = r#"{"user":{"username":"sean","private":false},"account":{}}"#;
        assert_eq!(username(&response(200, body), NOW), Ok("sean".into()));
        let body = r#"{"user":{"username":"\u202egpj\n"}}"#;
        assert_eq!(username(&response(200, body), NOW), Ok("gpj".into()));
    }

    #[test]
    fn a_refusal_keeps_its_status() {
        for (status, refusal) in [
            (401, Refusal::AccessTokenNotAccepted),
            (403, Refusal::TurnedAway { retry_after: None }),
            (423, Refusal::AccountLocked),
            (429, Refusal::RateLimited { retry_after: None }),
            (502, Refusal::TraktDown),
            (404, Refusal::NotServed),
            (302, Refusal::TurnedAway { retry_after: None }),
        ] {
            let refused = TokenCheckError::Refused { refusal, status };
            assert_eq!(username(&response(status, ""), NOW), Err(refused));
            assert_eq!(revoked(&response(status, ""), NOW), Err(refused));
        }
        let offline = Err(NetworkError::Offline);
        let error = TokenCheckError::Network(NetworkError::Offline);
        assert_eq!(username(&offline, NOW), Err(error));
        assert_eq!(revoked(&offline, NOW), Err(error));
    }

    #[test]
    fn a_success_without_a_user_name_names_nobody() {
        for body in [
            "",
            "[]",
            "{}",
            r#"{"user":{}}"#,
            r#"{"user":{"username":1}}"#,
            r#"{"user":{"username":"\u202e"}}"#,
        ] {
            assert_eq!(
                username(&response(200, body), NOW),
                Err(TokenCheckError::NoUsername),
                "{body}"
            );
        }
        assert_eq!(
            revoked(&response(200, ""), NOW),
            Ok(()),
            "a revocation need not say anything"
        );
        let status = 200;
        let refusal = Refusal::TurnedAway { retry_after: None };
        let page = response(status, "<html>");
        let turned_away = TokenCheckError::Refused { refusal, status };
        assert_eq!(username(&page, NOW), Err(turned_away));
        assert_eq!(
            revoked(&page, NOW),
            Err(turned_away),
            "a login page of the network revokes nothing"
        );
    }
}
