//! What was typed becomes a value that can be sent, or a named problem.

use percent_encoding::percent_decode_str;

use super::credentials::{ClientId, ClientSecret, Pin, TraktApp};

/// An input that Trakt's values are typed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The app's client ID.
    ClientId,
    /// The app's client secret.
    ClientSecret,
    /// The PIN.
    Pin,
}

impl Field {
    const ALL: [Self; 3] = [Self::ClientId, Self::ClientSecret, Self::Pin];

    /// How files and web pages label the value, in lower case with underscores; the first is Kometa's key.
    pub const fn labels(self) -> &'static [&'static str] {
        match self {
            Self::ClientId => &["client_id", "clientid"],
            Self::ClientSecret => &["client_secret", "clientsecret"],
            Self::Pin => &["pin", "code", "pin_code"],
        }
    }
}

/// What keeps a typed text from being sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputError {
    /// Nothing was typed, or nothing was left after cleaning.
    Empty(Field),
    /// White space or a control character between other characters.
    WhitespaceInside(Field),
    /// A quotation mark that is not part of a pair around the value.
    QuoteInside(Field),
    /// The text begins with the label of another field.
    OtherFieldPasted {
        /// Where it was typed.
        field: Field,
        /// What its label says.
        found: Field,
    },
    /// A label stands in the middle: more than one value, or a whole block, was pasted.
    LabelInside {
        /// Where it was typed.
        field: Field,
        /// The label in it.
        found: Field,
    },
    /// Client ID and client secret are equal.
    SameIdAndSecret,
    /// The PIN is the client ID or the client secret.
    PinIsAppValue(Field),
    /// A URL in the PIN field that carries no code.
    UrlWithoutCode,
    /// A redirect URL in the PIN field that carries an error (RFC 6749 4.1.2.1) instead of a code.
    RedirectUrlWithError {
        /// The `error` parameter.
        error: String,
    },
}

impl InputError {
    /// The field to go back to.
    pub const fn field(&self) -> Field {
        match self {
            Self::Empty(field)
            | Self::WhitespaceInside(field)
            | Self::QuoteInside(field)
            | Self::OtherFieldPasted { field, .. }
            | Self::LabelInside { field, .. } => *field,
            Self::SameIdAndSecret => Field::ClientSecret,
            Self::PinIsAppValue(_) | Self::UrlWithoutCode | Self::RedirectUrlWithError { .. } => {
                Field::Pin
            }
        }
    }
}

/// What is worth knowing about a typed text, and prevents nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputHint {
    /// `client_id:` or the like stood before the value.
    LabelRemoved(Field),
    /// A pair of quotation marks stood around the value.
    QuotesRemoved(Field),
    /// A comment stood behind the value.
    CommentRemoved(Field),
    /// White space stood inside the PIN.
    WhitespaceRemoved,
    /// The PIN was taken out of a redirect URL.
    CodeTakenFromUrl,
    /// The value is neither 64 hexadecimal characters nor 43 characters of base64url.
    UnusualAppValue {
        /// Where it was typed.
        field: Field,
        /// In characters.
        length: usize,
    },
    /// The PIN is not 8 hexadecimal characters.
    UnusualPin,
}

impl InputHint {
    /// The field that it belongs to.
    pub const fn field(&self) -> Field {
        match self {
            Self::LabelRemoved(field)
            | Self::QuotesRemoved(field)
            | Self::CommentRemoved(field)
            | Self::UnusualAppValue { field, .. } => *field,
            Self::CodeTakenFromUrl | Self::WhitespaceRemoved | Self::UnusualPin => Field::Pin,
        }
    }
}

/// What looks wrong about an ID or a secret that Trakt did not accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppOddity {
    /// Hexadecimal, but shorter than 64 characters.
    CutShort {
        /// Which one.
        field: Field,
        /// In characters.
        length: usize,
    },
    /// Longer than 64 characters.
    Padded {
        /// Which one.
        field: Field,
        /// In characters.
        length: usize,
    },
    /// Nothing about their shape tells one from the other.
    MaybeSwapped,
    /// The secret has the shape of an ID of a newer app, and the ID has not.
    Swapped,
}

/// A value made from what the user typed, with what is worth telling about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<T> {
    /// The cleaned value.
    pub value: T,
    /// What was cleaned away or looks unusual. None of it prevents the sign-in.
    pub hints: Vec<InputHint>,
}

impl ClientId {
    /// Cleans and checks what was typed as client ID.
    ///
    /// # Errors
    /// What keeps the text from being a client ID; see [`InputError`].
    pub fn from_input(typed: &str) -> Result<Checked<Self>, InputError> {
        let cleaned = clean(Field::ClientId, typed)?;
        Ok(cleaned.with_app_value_hints(Field::ClientId).map(Self::new))
    }
}

impl ClientSecret {
    /// Cleans and checks what was typed as client secret.
    ///
    /// # Errors
    /// What keeps the text from being a client secret; see [`InputError`].
    pub fn from_input(typed: &str) -> Result<Checked<Self>, InputError> {
        let cleaned = clean(Field::ClientSecret, typed)?;
        Ok(cleaned
            .with_app_value_hints(Field::ClientSecret)
            .map(Self::new))
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
        let spaced = text.split_whitespace().count() > 1
            && text
                .split_whitespace()
                .all(|part| part.bytes().all(|b| b.is_ascii_alphanumeric()));
        let text = match spaced {
            true => text.split_whitespace().collect(),
            false => text,
        };
        let mut cleaned = clean(Field::Pin, &text)?;
        if spaced {
            cleaned.hints.push(InputHint::WhitespaceRemoved);
        }
        if taken_from_url {
            cleaned.hints.push(InputHint::CodeTakenFromUrl);
        } else if cleaned.value.len() != USUAL_PIN_LENGTH || !is_hex(&cleaned.value) {
            cleaned.hints.push(InputHint::UnusualPin);
        }
        Ok(cleaned.map(Self::new))
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
const HEX_APP_VALUE_LENGTH: usize = 64;
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
fn is_hex(text: &str) -> bool {
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
        text = rest.trim();
    }
    if let Some((value, _)) = text.split_once(" #").or_else(|| text.split_once("\t#")) {
        hints.push(InputHint::CommentRemoved(field));
        text = value.trim_end();
    }
    text = text.trim_end_matches(',').trim_end();
    if let Some(inner) = without_surrounding_quotes(text) {
        hints.push(InputHint::QuotesRemoved(field));
        text = inner.trim();
    }
    if text.is_empty() {
        return Err(InputError::Empty(field));
    }
    if let Some(found) = Field::ALL.into_iter().find(|f| contains_label(text, *f)) {
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
    // Word processors pair quotes in more ways than there are languages.
    let is_mark = |c| is_quote(c) || c == '`';
    text.strip_prefix(is_mark)?.strip_suffix(is_mark)
}

/// The values in a pasted text that are labelled, as in a block of `config.yml`; each field once, and none that is
/// empty. A text field may have made one line of several, or glued them together.
pub fn labelled_values(text: &str) -> Vec<(Field, String)> {
    if text.contains("://") || text.trim_start().starts_with("urn:") {
        return Vec::new();
    }
    let fields = Field::ALL.into_iter();
    fields
        .filter_map(|field| {
            let label = find_label(text, field)?;
            let line = text.get(label.end..)?.split(['\n', '\r']).next()?;
            let value = match next_key(line) {
                Some(end) => line.get(..end)?,
                None => line,
            };
            Some((field, clean(field, value).ok()?.value))
        })
        .collect()
}

/// Where a field's label stands in a text, with its colon.
fn find_label(text: &str, field: Field) -> Option<std::ops::Range<usize>> {
    let lower = text.to_ascii_lowercase();
    field.labels().iter().find_map(|label| {
        lower.match_indices(label).find_map(|(start, _)| {
            let after = start + label.len();
            let before_is_word = lower[..start].ends_with(['_', '-']);
            let rest = lower.get(after..)?;
            let separator = rest.trim_start_matches(is_quote).trim_start_matches(' ');
            let end = after + (rest.len() - separator.len()) + 1;
            (!before_is_word && separator.starts_with([':', '='])).then_some(start..end)
        })
    })
}

/// Keys of the block that may stand behind a value where the line ends were lost.
const BLOCK_KEYS: [&str; 12] = [
    "client_id",
    "client_secret",
    "pin",
    "force_refresh",
    "authorization",
    "access_token",
    "token_type",
    "expires_in",
    "refresh_token",
    "scope",
    "created_at",
    "trakt",
];

/// Where the next key of a block begins in a text.
fn next_key(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    BLOCK_KEYS
        .iter()
        .filter_map(|key| {
            lower.match_indices(key).find_map(|(start, _)| {
                let rest = lower.get(start + key.len()..)?;
                let separator = rest.trim_start_matches(is_quote).trim_start_matches(' ');
                separator.starts_with([':', '=']).then_some(start)
            })
        })
        .min()
        .map(|start| text[..start].trim_end_matches(is_quote).len())
}

/// Splits `client_id: abc`, `"client_id" = "abc"` or `Client ID: abc` into the field named and the rest.
fn split_label(text: &str) -> Option<(Field, &str)> {
    let (label, rest) = text.split_once([':', '='])?;
    let label = label
        .trim()
        .trim_matches(is_quote)
        .to_ascii_lowercase()
        .replace(' ', "_");
    let field = Field::ALL
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

impl TraktApp {
    /// What looks wrong about the ID and the secret, now that Trakt has not accepted them.
    pub(super) fn oddities(&self) -> Vec<AppOddity> {
        let id = self.client_id.reveal();
        let secret = self.client_secret.as_ref().map(ClientSecret::reveal);
        let mut oddities: Vec<_> = [(Field::ClientId, Some(id)), (Field::ClientSecret, secret)]
            .into_iter()
            .filter_map(|(field, value)| unusual_length(field, value?))
            .collect();
        if let Some(secret) = secret {
            if is_hex(id) && !is_hex(secret) && secret.len() != HEX_APP_VALUE_LENGTH {
                oddities.push(AppOddity::Swapped);
            } else if oddities.is_empty() {
                oddities.push(AppOddity::MaybeSwapped);
            }
        }
        oddities
    }
}

fn unusual_length(field: Field, value: &str) -> Option<AppOddity> {
    let length = value.chars().count();
    match length {
        ..HEX_APP_VALUE_LENGTH if is_hex(value) => Some(AppOddity::CutShort { field, length }),
        HEX_APP_VALUE_LENGTH => None,
        ..HEX_APP_VALUE_LENGTH => None,
        _ => Some(AppOddity::Padded { field, length }),
    }
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
    fn white_space_inside_a_pin_is_dropped() {
        for typed in [
            "12ab cdef",
            " 12 ab\tcd ef\n",
            "https://example.org/?code=12ab+cdef",
        ] {
            let (value, hints) = pin(typed).unwrap();
            assert_eq!(value, "12abcdef");
            assert!(hints.contains(&InputHint::WhitespaceRemoved), "{typed}");
        }
    }

    #[test]
    fn a_comment_behind_a_value_is_dropped() {
        let (value, hints) = id(&format!("client_id: \"{HEX_64}\"  # mine")).unwrap();
        assert_eq!(value, HEX_64);
        assert!(hints.contains(&InputHint::CommentRemoved(Field::ClientId)));
        assert_eq!(id(&format!("{HEX_64} # mine: yes")).unwrap().0, HEX_64);
    }

    #[test]
    fn a_piece_of_a_block_names_its_fields_with_or_without_line_ends() {
        let block = "trakt:\n  client_id: an-id\n  client_secret: \"a-secret\" # mine\n  pin:\n  authorization:\n    \
                     access_token: a\n";
        let found = vec![
            (Field::ClientId, "an-id".to_owned()),
            (Field::ClientSecret, "a-secret".to_owned()),
        ];
        assert_eq!(labelled_values(block), found);
        assert_eq!(labelled_values(&block.replace('\n', " ")), found);
        assert_eq!(
            labelled_values(&block.replace('\n', "").replace(" # mine", "")),
            found
        );
        assert_eq!(
            labelled_values("Client_Secret = “x”"),
            [(Field::ClientSecret, "x".to_owned())]
        );
        for other in [
            "abc",
            "pin",
            "https://x.org/?code=1&client_id=2",
            "urn:ietf:wg:oauth:2.0:oob?code=1",
            "",
        ] {
            assert_eq!(labelled_values(other), [], "{other}");
        }
    }

    #[test]
    fn a_code_with_other_white_space_in_it_is_refused() {
        for typed in ["12-ab c+def", "12ab é"] {
            assert_eq!(
                pin(typed),
                Err(InputError::WhitespaceInside(Field::Pin)),
                "{typed}"
            );
        }
    }
}
