//! Renders the `trakt:` block of `config.yml`.

use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};

use super::keys::{BlockKey, Place};
use crate::trakt::{Token, TraktApp};

/// The `trakt` mapping as Kometa reads it (Kometa's documentation, “Trakt Attributes”).
///
/// Its `Display` is the block: two-space indent, LF, one line end at the end.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraktBlock {
    /// `client_id` and `client_secret`; an absent secret leaves its key without a value.
    pub app: TraktApp,
    /// The six members of `authorization`.
    pub token: Token,
}

/// The value of a key in the block.
pub(super) enum BlockValue<'b> {
    Text(&'b str),
    Number(u64),
    Empty,
    /// Written where the user has set nothing else.
    Preset(&'static str),
    /// The keys of that place.
    Members(Place),
}

impl TraktBlock {
    pub(super) fn value(&self, key: BlockKey) -> BlockValue<'_> {
        let Self { app, token } = self;
        match key {
            BlockKey::Trakt => BlockValue::Members(Place::Block),
            BlockKey::ClientId => BlockValue::Text(app.client_id.reveal()),
            BlockKey::ClientSecret => match app.client_secret.as_ref() {
                Some(secret) => BlockValue::Text(secret.reveal()),
                None => BlockValue::Empty,
            },
            BlockKey::Pin => BlockValue::Empty,
            BlockKey::ForceRefresh => BlockValue::Preset("false"),
            BlockKey::Authorization => BlockValue::Members(Place::Authorization),
            BlockKey::AccessToken => BlockValue::Text(token.access_token.reveal()),
            BlockKey::TokenType => BlockValue::Text(&token.token_type),
            BlockKey::ExpiresIn => BlockValue::Number(token.expires_in),
            BlockKey::RefreshToken => BlockValue::Text(token.refresh_token.reveal()),
            BlockKey::Scope => BlockValue::Text(&token.scope),
            BlockKey::CreatedAt => BlockValue::Number(token.created_at),
        }
    }
}

impl fmt::Display for TraktBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for key in BlockKey::all() {
            let indent = match key.place() {
                Place::Root => 0,
                Place::Block => 2,
                Place::Authorization => 4,
            };
            write!(f, "{:indent$}{}:", "", key.name())?;
            match self.value(key) {
                BlockValue::Text(text) => writeln!(f, " {}", scalar(text))?,
                BlockValue::Number(number) => writeln!(f, " {number}")?,
                BlockValue::Preset(preset) => writeln!(f, " {preset}")?,
                BlockValue::Empty | BlockValue::Members(_) => writeln!(f)?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for TraktBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TraktBlock([redacted])")
    }
}

/// Writes a YAML scalar that every reader of YAML 1.1 and 1.2 loads as this very string.
///
/// ```
/// # use kometa_trakt_sign_in::kometa::block::scalar;
/// assert_eq!(scalar("c0ffee"), "c0ffee");
/// assert_eq!(scalar("12e45"), "\"12e45\"", "a number to some readers");
/// ```
pub fn scalar(text: &str) -> String {
    match is_plainly_a_word(text) {
        true => text.to_owned(),
        false => double_quoted(text),
    }
}

/// Letters and digits that no reader takes for a number, a truth value or nothing.
fn is_plainly_a_word(text: &str) -> bool {
    const SPECIAL: [&str; 12] = [
        "true", "false", "yes", "no", "on", "off", "y", "n", "null", "none", "nan", "inf",
    ];
    let is_word = !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric());
    is_word && !may_be_number(text) && !SPECIAL.iter().any(|s| text.eq_ignore_ascii_case(s))
}

/// Digits alone, digits with an exponent (`12e45`), or a radix prefix (`0x1f`, `0o17`, `0b1`).
fn may_be_number(word: &str) -> bool {
    let has_radix_prefix = word.starts_with('0')
        && matches!(
            word.as_bytes().get(1),
            Some(b'x' | b'X' | b'o' | b'O' | b'b' | b'B')
        );
    let digits_and_exponent = word
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'e' | b'E'));
    word.starts_with(|c: char| c.is_ascii_digit()) && (has_radix_prefix || digits_and_exponent)
}

/// Returns a double-quoted scalar (YAML 1.2 7.3.1) of printable ASCII. Beyond it, YAML has line ends and forbidden
/// characters that readers disagree on, so everything there is escaped.
fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            ' '..='~' => quoted.push(c),
            _ => {
                let code = u32::from(c);
                // Writing to a String cannot fail.
                let _ = match code {
                    ..=0xff => write!(quoted, "\\x{code:02x}"),
                    0x100..=0xffff => write!(quoted, "\\u{code:04x}"),
                    0x1_0000.. => write!(quoted, "\\U{code:08x}"),
                };
            }
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trakt::credentials::FilledIn;
    use crate::trakt::{AccessToken, ClientId, ClientSecret, RefreshToken};

    #[test]
    fn a_block_has_the_shape_that_kometa_documents() {
        let mut block = TraktBlock {
            app: TraktApp {
                client_id: ClientId::new("1a2b3c4d5e6f7g8h9i"),
                client_secret: Some(ClientSecret::new("1a12b23c34d45e56f6")),
            },
            token: Token {
                access_token: AccessToken::new("4cc355t0k3nh3r3"),
                token_type: "bearer".into(),
                expires_in: 604_800,
                refresh_token: RefreshToken::new("r3fr35ht0k3nh3r3"),
                scope: "public".into(),
                created_at: 1_482_084_536,
                filled_in: FilledIn::default(),
            },
        };
        let text = "trakt:
  client_id: 1a2b3c4d5e6f7g8h9i
  client_secret: 1a12b23c34d45e56f6
  pin:
  force_refresh: false
  authorization:
    access_token: 4cc355t0k3nh3r3
    token_type: bearer
    expires_in: 604800
    refresh_token: r3fr35ht0k3nh3r3
    scope: public
    created_at: 1482084536
";
        assert_eq!(block.to_string(), text);
        assert_eq!(format!("{block:?}"), "TraktBlock([redacted])");
        block.app.client_secret = None;
        let without_secret = text.replace("client_secret: 1a12b23c34d45e56f6", "client_secret:");
        assert_eq!(block.to_string(), without_secret);
    }

    #[test]
    fn plain_words_stay_plain() {
        for word in [
            "1a2b3c4d5e6f7g8h9i",
            "1a12b23c34d45e56f6",
            "bearer",
            "public",
            "e12",
            "deadbeef",
            "0a1",
        ] {
            assert_eq!(scalar(word), word);
        }
    }

    #[test]
    fn what_a_reader_could_take_for_something_else_is_quoted() {
        for text in [
            "",
            "0123",
            "12e45",
            "1E5",
            "0x1f",
            "0o17",
            "0b11",
            "true",
            "No",
            "ON",
            "y",
            "NULL",
            "nan",
            "~",
            "1_000",
            "-1",
            ".5",
            "1:30",
            "2001-12-14",
            "<<",
            "=",
            "a b",
            "a-b",
            "#",
            "a: b",
        ] {
            assert_eq!(scalar(text), format!("\"{text}\""));
        }
    }

    #[test]
    fn what_is_not_printable_ascii_is_escaped() {
        assert_eq!(
            scalar("\"\\\n\r\t\0\u{7f}\u{85}é\u{2028}\u{feff}\u{1f600}"),
            r#""\"\\\n\r\t\x00\x7f\x85\xe9\u2028\ufeff\U0001f600""#
        );
    }
}
