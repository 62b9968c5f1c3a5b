//! What identifies an app and a user to Trakt. Every value checks itself where it is made from what was typed, and
//! none prints itself.

use std::fmt;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

use super::error::{Field, InputError, InputHint};

/// A value made from what the user typed, with what is worth telling about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<T> {
    /// The cleaned value.
    pub value: T,
    /// What was cleaned away or looks unusual. None of it prevents the sign-in.
    pub hints: Vec<InputHint>,
}

macro_rules! secret_text {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the value as it is; for values that come from Trakt and pass through unchanged.
            pub fn new(value: impl Into<String>) -> Self {
                Self(value.into())
            }

            /// The value itself, for a request or the block.
            pub fn reveal(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    };
}

secret_text! {
    /// The app's `client_id` (RFC 6749 2.2): 64 hexadecimal characters in older apps, base64url in newer ones.
    ClientId
}
secret_text! {
    /// The app's `client_secret` (RFC 6749 2.3.1). Apps made since October 2026 have none.
    ClientSecret
}
secret_text! {
    /// The authorization code of the out-of-band redirect URI, which Trakt calls a PIN: usually 8 hexadecimal
    /// characters, good for one exchange within about ten minutes.
    Pin
}
secret_text! {
    /// The authorization code with which Trakt sends the browser back (RFC 6749 4.1.2): good for one exchange within
    /// about ten minutes.
    AuthorizationCode
}
secret_text! {
    /// The `access_token` of RFC 6749 1.4.
    AccessToken
}
secret_text! {
    /// The `refresh_token` of RFC 6749 1.5. Trakt's are single-use.
    RefreshToken
}

secret_text! {
    /// The `device_code` of RFC 8628 3.2, with which the page polls.
    DeviceSecret
}

/// An app registered with Trakt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraktApp {
    /// Its public name in every request.
    pub client_id: ClientId,
    /// Absent for apps that must use PKCE.
    pub client_secret: Option<ClientSecret>,
}

/// A successful answer of the token endpoint (RFC 6749 5.1), as Kometa stores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Sent with every call of the API.
    pub access_token: AccessToken,
    /// `bearer`.
    pub token_type: String,
    /// Lifetime of the access token in seconds, counted from `created_at`.
    pub expires_in: u64,
    /// Exchanged once for the next pair.
    pub refresh_token: RefreshToken,
    /// `public`, or several scopes separated by spaces.
    pub scope: String,
    /// Seconds since the Unix epoch.
    pub created_at: u64,
    /// What Trakt left out and this page filled in.
    pub filled_in: FilledIn,
}

/// The members that may be filled in where Trakt's answer lacks them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FilledIn {
    /// `created_at` is the time at which the answer arrived.
    pub created_at: bool,
    /// `scope` is `public`.
    pub scope: bool,
}

impl ClientId {
    /// Cleans and checks what was typed as client ID.
    ///
    /// # Errors
    /// What keeps the text from being a client ID; see [`InputError`].
    pub fn from_input(typed: &str) -> Result<Checked<Self>, InputError> {
        let cleaned = clean(Field::ClientId, typed)?;
        Ok(cleaned.with_app_value_hints(Field::ClientId).map(Self))
    }
}

impl ClientSecret {
    /// Cleans and checks what was typed as client secret.
    ///
    /// # Errors
    /// What keeps the text from being a client secret; see [`InputError`].
    pub fn from_input(typed: &str) -> Result<Checked<Self>, InputError> {
        let cleaned = clean(Field::ClientSecret, typed)?;
        Ok(cleaned.with_app_value_hints(Field::ClientSecret).map(Self))
    }
}

impl Pin {
    /// Cleans and checks what was typed as PIN. From a whole redirect URL the code is taken out.
    ///
    /// # Errors
    /// What keeps the text from being a PIN; see [`InputError`].
    pub fn from_input(typed: &str) -> Result<Checked<Self>, InputError> {
        let (text, taken_from_url) = match code_in_redirect_url(typed.trim())? {
            Some(code) => (code, true),
            None => (typed.to_owned(), false),
        };
        let mut cleaned = clean(Field::Pin, &text)?;
        if taken_from_url {
            cleaned.hints.push(InputHint::CodeTakenFromUrl);
        } else if cleaned.value.len() != USUAL_PIN_LENGTH || !is_hex(&cleaned.value) {
            cleaned.hints.push(InputHint::UnusualPin);
        }
        Ok(cleaned.map(Self))
    }
}

impl TraktApp {
    /// Cleans and checks what was typed as client ID and client secret, each by itself and against the other.
    ///
    /// # Errors
    /// Everything that is wrong with either.
    pub fn from_input(
        client_id: &str,
        client_secret: &str,
    ) -> Result<Checked<Self>, Vec<InputError>> {
        let client_id = ClientId::from_input(client_id);
        let client_secret = ClientSecret::from_input(client_secret);
        match (client_id, client_secret) {
            (Ok(id), Ok(secret)) if id.value.reveal() == secret.value.reveal() => {
                Err(vec![InputError::SameIdAndSecret])
            }
            (Ok(id), Ok(secret)) => Ok(Checked {
                value: Self {
                    client_id: id.value,
                    client_secret: Some(secret.value),
                },
                hints: id.hints.into_iter().chain(secret.hints).collect(),
            }),
            (id, secret) => Err(id.err().into_iter().chain(secret.err()).collect()),
        }
    }
}

impl TraktApp {
    /// The same, where the app may have no secret.
    ///
    /// # Errors
    /// Everything that is wrong with either.
    pub fn from_input_with_optional_secret(
        client_id: &str,
        client_secret: &str,
    ) -> Result<Checked<Self>, Vec<InputError>> {
        if !client_secret.trim().is_empty() {
            return Self::from_input(client_id, client_secret);
        }
        let client_id = ClientId::from_input(client_id).map_err(|error| vec![error])?;
        Ok(client_id.map(|client_id| Self {
            client_id,
            client_secret: None,
        }))
    }
}

const USUAL_PIN_LENGTH: usize = 8;
/// Hexadecimal client IDs and secrets of Trakt's older apps have this many characters.
pub const HEX_APP_VALUE_LENGTH: usize = 64;
/// 32 bytes in base64url without padding, as in Trakt's newer apps.
const BASE64URL_APP_VALUE_LENGTH: usize = 43;

impl<T> Checked<T> {
    fn map<U>(self, make: impl FnOnce(T) -> U) -> Checked<U> {
        Checked {
            value: make(self.value),
            hints: self.hints,
        }
    }
}

impl Checked<String> {
    fn with_app_value_hints(mut self, field: Field) -> Self {
        let length = self.value.chars().count();
        let usual = match is_hex(&self.value) {
            true => length == HEX_APP_VALUE_LENGTH,
            false => is_base64url(&self.value) && length == BASE64URL_APP_VALUE_LENGTH,
        };
        if !usual {
            self.hints
                .push(InputHint::UnusualAppValue { field, length });
        }
        self
    }
}

/// Whether there are hexadecimal digits only.
pub(super) fn is_hex(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_hexdigit())
}

fn is_base64url(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn clean(field: Field, typed: &str) -> Result<Checked<String>, InputError> {
    let mut hints = Vec::new();
    let visible: String = typed.chars().filter(|c| !is_invisible(*c)).collect();
    let mut text = visible.trim();
    if text.is_empty() {
        return Err(InputError::Empty(field));
    }
    if let Some((label, rest)) = split_label(text) {
        if label != field {
            return Err(InputError::OtherFieldPasted {
                field,
                found: label,
            });
        }
        hints.push(InputHint::LabelRemoved(field));
        text = rest.trim_end_matches(',').trim();
    }
    if let Some(inner) = without_surrounding_quotes(text) {
        hints.push(InputHint::QuotesRemoved(field));
        text = inner.trim();
    }
    if text.is_empty() {
        return Err(InputError::Empty(field));
    }
    if let Some(found) = Field::LABELLED
        .into_iter()
        .find(|f| contains_label(text, *f))
    {
        return Err(InputError::LabelInside { field, found });
    }
    if text.contains(is_quote) {
        return Err(InputError::QuoteInside(field));
    }
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(InputError::WhitespaceInside(field));
    }
    Ok(Checked {
        value: text.to_owned(),
        hints,
    })
}

/// Characters that copying from a web page or a chat brings along and that no one sees.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '\u{2018}'..='\u{201F}' | '«' | '»')
}

fn without_surrounding_quotes(text: &str) -> Option<&str> {
    [
        ('"', '"'),
        ('\'', '\''),
        ('`', '`'),
        ('“', '”'),
        ('„', '“'),
        ('‘', '’'),
        ('«', '»'),
    ]
    .into_iter()
    .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
}

/// Splits `client_id: abc`, `"client_id" = "abc"` or `Client ID: abc` into the field named and the rest.
fn split_label(text: &str) -> Option<(Field, &str)> {
    let (label, rest) = text.split_once([':', '='])?;
    let label = label
        .trim()
        .trim_matches(is_quote)
        .to_ascii_lowercase()
        .replace(' ', "_");
    let field = Field::LABELLED
        .into_iter()
        .find(|f| f.labels().contains(&label.as_str()))?;
    Some((field, rest.trim()))
}

fn contains_label(text: &str, field: Field) -> bool {
    let text = text.to_ascii_lowercase();
    let label = field.labels().first().copied().unwrap_or_default();
    text.match_indices(label).any(|(at, _)| {
        let after = text[at + label.len()..]
            .trim_start_matches(is_quote)
            .trim_start();
        after.starts_with([':', '='])
    })
}

/// The `code` in a redirect URL (RFC 6749 4.1.2), or in the query of one, or nothing where the text is neither.
fn code_in_redirect_url(text: &str) -> Result<Option<String>, InputError> {
    let is_url = text.contains("://") || text.starts_with("urn:") || text.starts_with('?');
    let query = match text.split_once('?') {
        Some((_, query)) => query,
        None if text.starts_with("code=") && text.contains('&') => text,
        None if is_url => "",
        None => return Ok(None),
    };
    let parameters = query.split('#').next().unwrap_or_default();
    let parameter = |name: &str| {
        parameters.split('&').find_map(|pair| {
            let value = pair.strip_prefix(name)?.strip_prefix('=')?;
            Some(
                percent_decode_str(&value.replace('+', " "))
                    .decode_utf8_lossy()
                    .into_owned(),
            )
        })
    };
    if let Some(code) = parameter("code").filter(|code| !code.is_empty()) {
        return Ok(Some(code));
    }
    if let Some(error) = parameter("error") {
        return Err(InputError::RedirectUrlWithError { error });
    }
    match is_url {
        true => code_in_authorize_path(text)
            .map(Some)
            .ok_or(InputError::UrlWithoutCode),
        false => Ok(None),
    }
}

/// Trakt's page that shows a PIN has it in its path: `…/oauth/authorize/PIN`.
fn code_in_authorize_path(url: &str) -> Option<String> {
    let (_, last) = url.split_once("/oauth/authorize/")?;
    let code = last.split(['?', '#', '/']).next()?;
    (!code.is_empty()).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX_64: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    fn id(typed: &str) -> Result<(String, Vec<InputHint>), InputError> {
        ClientId::from_input(typed).map(|c| (c.value.reveal().to_owned(), c.hints))
    }

    fn pin(typed: &str) -> Result<(String, Vec<InputHint>), InputError> {
        Pin::from_input(typed).map(|c| (c.value.reveal().to_owned(), c.hints))
    }

    #[test]
    fn no_credential_prints_itself() {
        let app = TraktApp {
            client_id: ClientId::new("visible-id"),
            client_secret: Some(ClientSecret::new("visible-secret")),
        };
        let token = Token {
            access_token: AccessToken::new("visible-access"),
            token_type: "bearer".into(),
            expires_in: 1,
            refresh_token: RefreshToken::new("visible-refresh"),
            scope: "public".into(),
            created_at: 1,
            filled_in: FilledIn::default(),
        };
        let printed = format!("{app:?} {token:?} {:?}", Pin::new("visible-pin"));
        assert!(!printed.contains("visible"), "{printed}");
        assert_eq!(printed.matches("[redacted]").count(), 5, "{printed}");
    }

    #[test]
    fn a_usual_id_passes_without_a_word() {
        assert_eq!(id(HEX_64), Ok((HEX_64.into(), vec![])));
        let base64url = "Zm9vYmFyYmF6LWZvb2Jhcl9iYXotZm9vYmFyLWJhel8";
        assert_eq!(id(base64url), Ok((base64url.into(), vec![])));
    }

    #[test]
    fn white_space_and_invisible_characters_around_are_taken_off() {
        assert_eq!(
            id(&format!(" \u{feff}\u{a0}{HEX_64}\u{200b}\r\n")),
            Ok((HEX_64.into(), vec![]))
        );
    }

    #[test]
    fn a_label_and_quotes_pasted_along_are_taken_off_and_said() {
        let label = InputHint::LabelRemoved(Field::ClientId);
        let quotes = InputHint::QuotesRemoved(Field::ClientId);
        for (typed, hints) in [
            (format!("client_id: {HEX_64}"), vec![label.clone()]),
            (format!("Client ID: {HEX_64}"), vec![label.clone()]),
            (format!("CLIENT_ID={HEX_64}"), vec![label.clone()]),
            (format!("\"{HEX_64}\""), vec![quotes.clone()]),
            (format!("“{HEX_64}”"), vec![quotes.clone()]),
            (format!("'{HEX_64}'"), vec![quotes.clone()]),
            (
                format!("client_id: \"{HEX_64}\""),
                vec![label.clone(), quotes.clone()],
            ),
            (
                format!("\"client_id\": \"{HEX_64}\","),
                vec![label.clone(), quotes.clone()],
            ),
        ] {
            assert_eq!(id(&typed), Ok((HEX_64.into(), hints)), "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_an_id_is_named() {
        let field = Field::ClientId;
        for (typed, error) in [
            ("", InputError::Empty(field)),
            (" \u{200b}\n", InputError::Empty(field)),
            ("client_id:", InputError::Empty(field)),
            ("\"\"", InputError::Empty(field)),
            ("abc def", InputError::WhitespaceInside(field)),
            ("abc\u{a0}def", InputError::WhitespaceInside(field)),
            ("abc\0def", InputError::WhitespaceInside(field)),
            ("abc\"def", InputError::QuoteInside(field)),
            ("'abc", InputError::QuoteInside(field)),
            (
                "client_secret: abc",
                InputError::OtherFieldPasted {
                    field,
                    found: Field::ClientSecret,
                },
            ),
            (
                "pin: abc",
                InputError::OtherFieldPasted {
                    field,
                    found: Field::Pin,
                },
            ),
            (
                "trakt: client_id: abc",
                InputError::LabelInside {
                    field,
                    found: Field::ClientId,
                },
            ),
            (
                "client_id: abc\n  client_secret: def",
                InputError::LabelInside {
                    field,
                    found: Field::ClientSecret,
                },
            ),
        ] {
            assert_eq!(id(typed), Err(error), "{typed:?}");
        }
    }

    #[test]
    fn an_unusual_value_is_a_hint_and_passes() {
        let hint = |length| {
            vec![InputHint::UnusualAppValue {
                field: Field::ClientId,
                length,
            }]
        };
        assert_eq!(id(&HEX_64[1..]), Ok((HEX_64[1..].into(), hint(63))));
        assert_eq!(
            id("1a2b3c4d5e6f7g8h9i"),
            Ok(("1a2b3c4d5e6f7g8h9i".into(), hint(18)))
        );
        assert_eq!(id("$(é)`x`"), Ok(("$(é)`x`".into(), hint(7))));
    }

    #[test]
    fn an_id_and_a_secret_that_are_the_same_are_refused() {
        assert_eq!(
            TraktApp::from_input("abc", " abc "),
            Err(vec![InputError::SameIdAndSecret])
        );
    }

    #[test]
    fn an_id_and_a_secret_in_each_others_place_are_refused() {
        assert_eq!(
            TraktApp::from_input("client_secret: abc", "client_id: def"),
            Err(vec![
                InputError::OtherFieldPasted {
                    field: Field::ClientId,
                    found: Field::ClientSecret
                },
                InputError::OtherFieldPasted {
                    field: Field::ClientSecret,
                    found: Field::ClientId
                },
            ])
        );
    }

    #[test]
    fn every_empty_field_is_named_at_once() {
        assert_eq!(
            TraktApp::from_input("", ""),
            Err(vec![
                InputError::Empty(Field::ClientId),
                InputError::Empty(Field::ClientSecret)
            ])
        );
    }

    #[test]
    fn a_pin_passes_in_either_case_and_as_typed() {
        assert_eq!(pin(" 12AbCdEf "), Ok(("12AbCdEf".into(), vec![])));
        assert_eq!(
            pin("pin: 12abcdef"),
            Ok(("12abcdef".into(), vec![InputHint::LabelRemoved(Field::Pin)]))
        );
        assert_eq!(pin("123"), Ok(("123".into(), vec![InputHint::UnusualPin])));
    }

    #[test]
    fn the_code_is_taken_out_of_a_redirect_url() {
        for typed in [
            "https://example.org/page/?code=12abcdef&state=xyz",
            "https://example.org/?state=x&code=12abcdef#top",
            "urn:ietf:wg:oauth:2.0:oob?code=12abcdef",
            "?code=12abcdef",
            "code=12abcdef&state=x",
            "https://example.org/?code=12%61bcdef",
            "https://trakt.tv/oauth/authorize/12abcdef",
        ] {
            assert_eq!(
                pin(typed),
                Ok(("12abcdef".into(), vec![InputHint::CodeTakenFromUrl])),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_url_without_a_code_is_refused_with_the_reason() {
        assert_eq!(pin("https://trakt.tv/"), Err(InputError::UrlWithoutCode));
        assert_eq!(
            pin("urn:ietf:wg:oauth:2.0:oob"),
            Err(InputError::UrlWithoutCode)
        );
        assert_eq!(
            pin("https://example.org/?error=access_denied&state=x"),
            Err(InputError::RedirectUrlWithError {
                error: "access_denied".into()
            })
        );
    }

    #[test]
    fn a_code_with_white_space_in_it_is_refused() {
        assert_eq!(
            pin("12ab cdef"),
            Err(InputError::WhitespaceInside(Field::Pin))
        );
        assert_eq!(
            pin("https://example.org/?code=12+ab"),
            Err(InputError::WhitespaceInside(Field::Pin))
        );
    }
}
