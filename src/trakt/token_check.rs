//! Whether Trakt accepts a token, and giving it back.

use super::display_text::displayable;
use super::http::{NetworkError, Response};
use super::response::{self, Endpoint, Members, Refusal};
use crate::timestamp::Timestamp;

/// Why a token could not be checked or revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenCheckError {
    /// Trakt answered, and said no.
    Refused {
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

/// The name of the user whose settings came back, made fit to be shown.
///
/// # Errors
/// Why it is not there.
pub fn username(
    result: &Result<Response, NetworkError>,
    received_at: Timestamp,
) -> Result<String, TokenCheckError> {
    let response = successful(Endpoint::UserSettings, result, received_at)?;
    let members = Members::of(&response.body).map_err(|_| TokenCheckError::NoUsername)?;
    let username = members.text_at("user", "/username").map(displayable);
    username
        .filter(|username| !username.is_empty())
        .ok_or(TokenCheckError::NoUsername)
}

/// Whether a revocation was carried out.
///
/// # Errors
/// Why it was not.
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

    fn response(status: u16, body: &str) -> Result<Response, NetworkError> {
        Ok(Response::new(status, body))
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
            (403, Refusal::AppNotAccepted),
            (410, Refusal::NotServed),
            (423, Refusal::AccountLocked),
            (429, Refusal::RateLimited { retry_after: None }),
            (502, Refusal::TraktDown),
            (404, Refusal::NotServed),
            (302, Refusal::Other),
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
            "<html>",
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
    }
}
