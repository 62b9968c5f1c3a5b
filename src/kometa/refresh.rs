//! What a pasted block gives for a refresh.

use super::config::{Found, FoundBlock};
use super::editing::{EditorRefusal, EditorUnavailable};
use crate::trakt::{ClientId, ClientSecret};
use crate::trakt::{Grant, InputError, SignInHost, TokenRequest, TraktApp};

/// Why a pasted block cannot be refreshed as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefreshInputError {
    /// Nothing was pasted.
    Empty,
    /// There is no block in it.
    NothingFound,
    /// It cannot be read with certainty, or nobody could look into it.
    NotRead(EditorRefusal),
    /// It has no refresh token, or a placeholder for it.
    NoRefreshToken,
    /// It has no client ID or a placeholder for it, and none was entered.
    NoClientId,
    /// The client ID or secret entered besides it cannot be used.
    App(InputError),
}

impl From<EditorRefusal> for RefreshInputError {
    fn from(refusal: EditorRefusal) -> Self {
        Self::NotRead(refusal)
    }
}

impl From<EditorUnavailable> for RefreshInputError {
    fn from(unavailable: EditorUnavailable) -> Self {
        Self::NotRead(unavailable.into())
    }
}

impl From<InputError> for RefreshInputError {
    fn from(error: InputError) -> Self {
        Self::App(error)
    }
}

/// The request that refreshes the token found in a pasted block. What the block lacks of the app, or has a placeholder
/// for, is taken from what was entered besides it.
///
/// # Errors
/// See [`RefreshInputError`].
pub fn token_request(
    found: FoundBlock,
    host: SignInHost,
    entered_client_id: &str,
    entered_client_secret: &str,
) -> Result<TokenRequest, RefreshInputError> {
    if found.is_empty() {
        return Err(RefreshInputError::NothingFound);
    }
    let refresh_token = found.refresh_token.and_then(Found::value);
    let refresh_token = refresh_token.ok_or(RefreshInputError::NoRefreshToken)?;
    let client_id = match found.client_id.and_then(Found::value) {
        Some(client_id) => client_id,
        None if entered_client_id.trim().is_empty() => return Err(RefreshInputError::NoClientId),
        None => ClientId::from_input(entered_client_id)?.value,
    };
    let client_secret = match found.client_secret.and_then(Found::value) {
        Some(client_secret) => Some(client_secret),
        None if entered_client_secret.trim().is_empty() => None,
        None => Some(ClientSecret::from_input(entered_client_secret)?.value),
    };
    Ok(TokenRequest {
        host,
        app: TraktApp {
            client_id,
            client_secret,
        },
        grant: Grant::Refresh(refresh_token),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kometa::config::read;

    const BLOCK: &str = "\
trakt:
  client_id: an-id
  client_secret: a-secret
  authorization:
    access_token: a
    refresh_token: r
";

    fn parts(request: &TokenRequest) -> (&str, Option<&str>, &str) {
        let secret = request.app.client_secret.as_ref().map(ClientSecret::reveal);
        match &request.grant {
            Grant::Refresh(token) => (request.app.client_id.reveal(), secret, token.reveal()),
            other => panic!("{other:?}"),
        }
    }

    fn request(pasted: &str, id: &str, secret: &str) -> Result<TokenRequest, RefreshInputError> {
        let found = read(pasted).map_err(EditorRefusal::from)?;
        token_request(found, SignInHost::Current, id, secret)
    }

    #[test]
    fn a_whole_block_needs_nothing_besides() {
        let request = request(BLOCK, "", "").unwrap();
        assert_eq!(parts(&request), ("an-id", Some("a-secret"), "r"));
        assert_eq!(request.host, SignInHost::Current);
    }

    #[test]
    fn what_the_block_has_comes_before_what_was_entered() {
        let request = request(BLOCK, "other", "other").unwrap();
        assert_eq!(parts(&request), ("an-id", Some("a-secret"), "r"));
    }

    #[test]
    fn what_it_lacks_or_has_a_placeholder_for_is_taken_from_what_was_entered() {
        let json = r#"{"access_token":"a","refresh_token":"r"}"#;
        let placeholders = BLOCK
            .replace("an-id", "<<id>>")
            .replace("a-secret", "<<secret>>");
        for pasted in [json, &*placeholders] {
            let request = request(pasted, "entered-id", " entered-secret ").unwrap();
            assert_eq!(parts(&request), ("entered-id", Some("entered-secret"), "r"));
        }
    }

    #[test]
    fn an_app_without_a_secret_is_refreshed_without_one() {
        let request = request(&BLOCK.replace("a-secret", ""), "", "").unwrap();
        assert_eq!(parts(&request), ("an-id", None, "r"));
    }

    #[test]
    fn what_is_missing_is_named() {
        for (pasted, id, error) in [
            ("plex:\n  url: x\n", "", RefreshInputError::NothingFound),
            (
                &*BLOCK.replace("refresh_token: r", "scope: public"),
                "",
                RefreshInputError::NoRefreshToken,
            ),
            (
                &*BLOCK.replace("an-id", ""),
                "",
                RefreshInputError::NoClientId,
            ),
            (
                &*BLOCK.replace("an-id", ""),
                "an id",
                InputError::WhitespaceInside(crate::trakt::Field::ClientId).into(),
            ),
        ] {
            assert_eq!(request(pasted, id, ""), Err(error), "{pasted}");
        }
    }
}
