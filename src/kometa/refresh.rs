//! Makes the request for a refresh from a pasted block.

use super::config::{Found, FoundBlock, RefusedValue};
use super::editing::{EditorRefusal, EditorUnavailable};
use crate::trakt::{Checked, Grant, InputError, SignInHost, TokenRequest, TraktApp};
use crate::trakt::{ClientId, ClientSecret};

/// Why a pasted block cannot be refreshed as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefreshInputError {
    /// The field is empty.
    Empty,
    /// There is no block in it.
    NothingFound,
    /// The text cannot be read with certainty, or the editor could not be asked.
    NotRead(EditorRefusal),
    /// The block has no refresh token, or a placeholder for it.
    NoRefreshToken,
    /// The block has no client ID or a placeholder for it, and none was entered.
    NoClientId,
    /// Values in it are hidden, as in a log.
    Hidden(Vec<RefusedValue>),
    /// A value in it cannot be used.
    Value(RefusedValue),
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

/// The app that was entered besides a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EnteredApp<'t> {
    /// The client ID, as typed.
    pub client_id: &'t str,
    /// The client secret, as typed.
    pub client_secret: &'t str,
    /// The fields that were typed into after the block came.
    pub typed_after_block: TypedAfterBlock,
}

/// The fields that were typed into after a block was pasted or a file was opened: what is in them wins over the block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TypedAfterBlock {
    /// Client ID.
    pub client_id: bool,
    /// Client secret.
    pub client_secret: bool,
}

/// The source of a value that a refresh would send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueSource {
    /// The block.
    Block,
    /// The field.
    Field,
    /// There is none.
    Nowhere,
}

/// The sources of the app that a refresh would send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppSources {
    /// The client ID.
    pub client_id: ValueSource,
    /// The client secret.
    pub client_secret: ValueSource,
}

impl AppSources {
    /// Decides for each part between the block and what was entered: what was typed after the block came wins, and so does
    /// any value over none.
    pub fn of(found: &FoundBlock, entered: EnteredApp<'_>) -> Self {
        let typed_after = entered.typed_after_block;
        Self {
            client_id: source(
                found.client_id.as_ref(),
                entered.client_id,
                typed_after.client_id,
            ),
            client_secret: source(
                found.client_secret.as_ref(),
                entered.client_secret,
                typed_after.client_secret,
            ),
        }
    }
}

fn source<T>(found: Option<&Found<T>>, entered: &str, is_typed_after: bool) -> ValueSource {
    let is_entered = !entered.trim().is_empty();
    match found {
        _ if is_entered && is_typed_after => ValueSource::Field,
        Some(Found::Value(_)) => ValueSource::Block,
        _ if is_entered => ValueSource::Field,
        Some(Found::Refused(_)) => ValueSource::Block,
        Some(Found::Placeholder(_)) | None => ValueSource::Nowhere,
    }
}

/// Returns the request that refreshes the token found in a pasted block. What the block lacks of the app, or has a
/// placeholder for, is taken from what was entered besides it; see [`AppSources`].
///
/// # Errors
/// Everything that keeps the block from being refreshed; see [`RefreshInputError`].
pub fn token_request(
    found: &FoundBlock,
    host: SignInHost,
    entered: EnteredApp<'_>,
) -> Result<TokenRequest, Vec<RefreshInputError>> {
    if found.is_empty() {
        return Err(vec![RefreshInputError::NothingFound]);
    }
    let sources = AppSources::of(found, entered);
    let client_id = match sources.client_id {
        ValueSource::Block => usable(found.client_id.as_ref()),
        ValueSource::Field => entered_value(ClientId::from_input(entered.client_id)),
        ValueSource::Nowhere => Ok(None),
    };
    let client_id = client_id.and_then(|id| id.ok_or(RefreshInputError::NoClientId));
    let client_secret = match sources.client_secret {
        ValueSource::Block => usable(found.client_secret.as_ref()),
        ValueSource::Field => entered_value(ClientSecret::from_input(entered.client_secret)),
        ValueSource::Nowhere => Ok(None),
    };
    let refresh_token = usable(found.refresh_token.as_ref())
        .and_then(|token| token.ok_or(RefreshInputError::NoRefreshToken));
    match (client_id, client_secret, refresh_token) {
        (Ok(client_id), Ok(client_secret), Ok(refresh_token)) => Ok(TokenRequest {
            host,
            app: TraktApp {
                client_id,
                client_secret,
            },
            grant: Grant::Refresh(refresh_token),
        }),
        (client_id, client_secret, refresh_token) => {
            let errors = [client_id.err(), client_secret.err(), refresh_token.err()];
            Err(with_hidden_together(errors.into_iter().flatten(), found))
        }
    }
}

fn usable<T: Clone>(found: Option<&Found<T>>) -> Result<Option<T>, RefreshInputError> {
    match found {
        Some(Found::Value(value)) => Ok(Some(value.clone())),
        Some(Found::Refused(refused)) => {
            Err(RefreshInputError::Value(RefusedValue::clone(refused)))
        }
        Some(Found::Placeholder(_)) | None => Ok(None),
    }
}

/// Returns what was entered into a field. A template's words are nothing entered.
fn entered_value<T>(
    checked: Result<Checked<T>, InputError>,
) -> Result<Option<T>, RefreshInputError> {
    match checked {
        Ok(checked) => Ok(Some(checked.value)),
        Err(InputError::Empty(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Hidden values all have the same cause, which is told once.
fn with_hidden_together(
    errors: impl Iterator<Item = RefreshInputError>,
    found: &FoundBlock,
) -> Vec<RefreshInputError> {
    let is_hidden = |value: &RefusedValue| matches!(value.error, InputError::Hidden(_));
    let (hidden, mut others): (Vec<_>, Vec<_>) = errors
        .partition(|error| matches!(error, RefreshInputError::Value(value) if is_hidden(value)));
    if !hidden.is_empty() {
        let all_hidden = found.refused().filter(|value| is_hidden(value)).cloned();
        others.insert(0, RefreshInputError::Hidden(all_hidden.collect()));
    }
    others
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::kometa::pasted::read;
    use crate::trakt::Field;

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

    fn request(
        pasted: &str,
        id: &str,
        secret: &str,
    ) -> Result<TokenRequest, Vec<RefreshInputError>> {
        let entered = EnteredApp {
            client_id: id,
            client_secret: secret,
            typed_after_block: TypedAfterBlock::default(),
        };
        token_request(&read(pasted).unwrap(), SignInHost::Current, entered)
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
    fn what_was_typed_after_the_block_came_wins_over_it() {
        let found = read(BLOCK).unwrap();
        let typed = |client_id: bool, client_secret: bool| EnteredApp {
            client_id: "typed-id",
            client_secret: "typed-secret",
            typed_after_block: TypedAfterBlock {
                client_id,
                client_secret,
            },
        };
        for (client_id, client_secret, sent) in [
            (false, false, ("an-id", Some("a-secret"), "r")),
            (true, false, ("typed-id", Some("a-secret"), "r")),
            (false, true, ("an-id", Some("typed-secret"), "r")),
            (true, true, ("typed-id", Some("typed-secret"), "r")),
        ] {
            let entered = typed(client_id, client_secret);
            let request = token_request(&found, SignInHost::Current, entered).unwrap();
            assert_eq!(parts(&request), sent);
            let source = |is_typed| match is_typed {
                true => ValueSource::Field,
                false => ValueSource::Block,
            };
            let sources = AppSources {
                client_id: source(client_id),
                client_secret: source(client_secret),
            };
            assert_eq!(AppSources::of(&found, entered), sources);
        }
        let emptied = EnteredApp {
            client_id: " ",
            client_secret: "",
            ..typed(true, true)
        };
        let request = token_request(&found, SignInHost::Current, emptied).unwrap();
        assert_eq!(parts(&request), ("an-id", Some("a-secret"), "r"));
    }

    #[test]
    fn a_hidden_block_is_refused_in_one_sentence_unless_the_app_was_entered() {
        let hidden = BLOCK
            .replace("an-id", "(redacted)")
            .replace("a-secret", "(redacted)")
            .replace("access_token: a", "access_token: (redacted)");
        let refused = |error, line| RefusedValue {
            error,
            line: Some(line),
        };
        let values = vec![
            refused(InputError::Hidden(Field::ClientId), 2),
            refused(InputError::Hidden(Field::ClientSecret), 3),
            refused(InputError::Hidden(Field::AccessToken), 5),
        ];
        assert_eq!(
            request(&hidden, "", ""),
            Err(vec![RefreshInputError::Hidden(values)])
        );
        let entered = request(&hidden, "typed-id", "typed-secret").unwrap();
        assert_eq!(parts(&entered), ("typed-id", Some("typed-secret"), "r"));
    }

    #[test]
    fn every_value_that_cannot_be_sent_is_named_with_its_line() {
        let broken = BLOCK
            .replace("a-secret", "a secret of mine")
            .replace("refresh_token: r", "refresh_token: r e d");
        let refused = |field, line| {
            RefreshInputError::Value(RefusedValue {
                error: InputError::WhitespaceInside(field),
                line: Some(line),
            })
        };
        assert_eq!(
            request(&broken, "", ""),
            Err(vec![
                refused(Field::ClientSecret, 3),
                refused(Field::RefreshToken, 6)
            ])
        );
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
                InputError::WhitespaceInside(Field::ClientId).into(),
            ),
        ] {
            assert_eq!(request(pasted, id, ""), Err(vec![error]), "{pasted}");
        }
    }
}
