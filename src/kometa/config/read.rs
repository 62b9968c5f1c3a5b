//! Reads the `trakt` block out of whatever the user has of it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::document::Document;
use super::kometa_reader;
use super::refusal::{ConfigRefusal, Reason};
use super::scalars::placeholder;
use super::section::{child, held_by_trakt};
use crate::kometa::TraktBlock;
use crate::kometa::keys::{BlockKey, Place};
use crate::trakt::credentials::FilledIn;
use crate::trakt::{AccessToken, ClientId, ClientSecret, RefreshToken, Token, TraktApp};

/// What a pasted text has of a `trakt` block. What is absent or blank is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FoundBlock {
    /// `client_id`.
    pub client_id: Option<Found<ClientId>>,
    /// `client_secret`.
    pub client_secret: Option<Found<ClientSecret>>,
    /// `access_token`.
    pub access_token: Option<Found<AccessToken>>,
    /// `refresh_token`.
    pub refresh_token: Option<Found<RefreshToken>>,
    /// `token_type`.
    pub token_type: Option<String>,
    /// `scope`.
    pub scope: Option<String>,
    /// `expires_in`, in seconds.
    pub expires_in: Option<u64>,
    /// `created_at`, in seconds since the Unix epoch.
    pub created_at: Option<u64>,
    /// Whether the text has other sections than `trakt`, as a whole `config.yml` does.
    pub has_other_sections: bool,
}

impl FoundBlock {
    /// The block, if all that Kometa reads of it is there and none of it a placeholder.
    pub fn to_block(&self) -> Option<TraktBlock> {
        let client_secret = match &self.client_secret {
            Some(found) => Some(found.clone().value()?),
            None => None,
        };
        Some(TraktBlock {
            app: TraktApp {
                client_id: self.client_id.clone()?.value()?,
                client_secret,
            },
            token: Token {
                access_token: self.access_token.clone()?.value()?,
                token_type: self.token_type.clone()?,
                expires_in: self.expires_in?,
                refresh_token: self.refresh_token.clone()?.value()?,
                scope: self.scope.clone()?,
                created_at: self.created_at?,
                filled_in: FilledIn::default(),
            },
        })
    }

    /// Whether the text had none of the values.
    pub fn is_empty(&self) -> bool {
        let nothing = Self {
            has_other_sections: self.has_other_sections,
            ..Self::default()
        };
        *self == nothing
    }
}

/// A value, or what stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Found<T> {
    /// The value itself.
    Value(T),
    /// The name in `<<name>>`, which Kometa replaces from its environment.
    Placeholder(String),
}

impl<T> Found<T> {
    /// The value, if it is not a placeholder.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Placeholder(_) => None,
        }
    }
}

/// Reads a whole `config.yml`, a `trakt` block with or without its first line, or a token answer of Trakt's in JSON.
///
/// Every value is the text as written: `client_id: 0123` gives `0123`.
///
/// # Errors
/// Why the text cannot be read with certainty. A text without a block is no error; see [`FoundBlock::is_empty`].
pub fn read(text: &str) -> Result<FoundBlock, ConfigRefusal> {
    match json_object(text) {
        Some(object) => Ok(from_json(&object)),
        None => from_yaml(&pasted_document(text)?),
    }
}

fn from_yaml(document: &Document) -> Result<FoundBlock, ConfigRefusal> {
    let report = kometa_reader::report(document);
    let own_duplicate = report.duplicates.iter().find(|duplicate| {
        let name = duplicate.key.as_deref();
        name.is_some_and(|name| BlockKey::named(name).is_some())
    });
    if let Some(duplicate) = own_duplicate {
        return Err(duplicate.refusal());
    }
    let Some(root) = document.root() else {
        return Ok(FoundBlock::default());
    };
    let member = |parent: usize, key: BlockKey| {
        let entry = child(document, document.resolve(parent), key)?;
        Some(document.resolve(entry.value))
    };
    if let Some(entry) = child(document, root, BlockKey::Trakt)
        && let Some(held) = held_by_trakt(document, entry)
    {
        return Err(Reason::TraktHolds(held).on(document.nodes[entry.value].line));
    }
    let trakt = member(root, BlockKey::Trakt);
    let block = trakt.unwrap_or(root);
    let text = |parent: usize, key: BlockKey| {
        let node = member(parent, key)?;
        (!document.is_null(node)).then_some(document.scalar(node)?.to_owned())
    };
    let found = collect(member(block, BlockKey::Authorization), block, text);
    Ok(FoundBlock {
        has_other_sections: trakt.is_some() && document.entries(root).nth(1).is_some(),
        ..found
    })
}

fn from_json(object: &Map<String, Value>) -> FoundBlock {
    let member = |parent: &'_ Map<String, Value>, key: BlockKey| -> Option<Map<String, Value>> {
        parent.get(key.name())?.as_object().cloned()
    };
    let block = member(object, BlockKey::Trakt).unwrap_or_else(|| object.clone());
    let authorization = member(&block, BlockKey::Authorization);
    collect(authorization.as_ref(), &block, |parent, key| {
        match parent.get(key.name())? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    })
}

/// Reads the tokens from `authorization`, or from the block where that has none: tokens that lost their indentation
/// stand beside it. `value` gives what a mapping has under a key.
fn collect<M: Copy>(
    authorization: Option<M>,
    block: M,
    value: impl Fn(M, BlockKey) -> Option<String>,
) -> FoundBlock {
    let value = |parent, key| value(parent, key).filter(|text| !text.trim().is_empty());
    let has_token = |parent: &M| {
        BlockKey::at(Place::Authorization)
            .any(|key| key.is_secret() && value(*parent, key).is_some())
    };
    let tokens = authorization.filter(has_token).unwrap_or(block);
    let text = |key: BlockKey| match key.place() {
        Place::Authorization => value(tokens, key),
        Place::Root | Place::Block => value(block, key),
    };
    let number = |key| text(key)?.trim().parse().ok();
    FoundBlock {
        client_id: text(BlockKey::ClientId).map(|t| found(t, ClientId::new)),
        client_secret: text(BlockKey::ClientSecret).map(|t| found(t, ClientSecret::new)),
        access_token: text(BlockKey::AccessToken).map(|t| found(t, AccessToken::new)),
        refresh_token: text(BlockKey::RefreshToken).map(|t| found(t, RefreshToken::new)),
        token_type: text(BlockKey::TokenType),
        scope: text(BlockKey::Scope),
        expires_in: number(BlockKey::ExpiresIn),
        created_at: number(BlockKey::CreatedAt),
        has_other_sections: false,
    }
}

fn found<T>(text: String, make: impl Fn(String) -> T) -> Found<T> {
    match placeholder(&text) {
        Some(name) => Found::Placeholder(name.to_owned()),
        None => Found::Value(make(text)),
    }
}

pub(super) fn json_object(text: &str) -> Option<Map<String, Value>> {
    let text = text.trim_start_matches('\u{feff}').trim();
    match text.starts_with('{') {
        true => serde_json::from_str(text).ok(),
        false => None,
    }
}

/// What was pasted, with an indent for its first line if it can be read only so.
pub(super) fn pasted_document(text: &str) -> Result<Document, ConfigRefusal> {
    match Document::parse(text) {
        Err(refusal) if matches!(refusal.reason, Reason::NotYaml(_)) => {
            Document::parse(with_first_indent(text)).map_err(|_| refusal)
        }
        read => read,
    }
}

/// Selecting from the middle of a line takes its indent away. Gives the first line the indent of the second one.
fn with_first_indent(text: &str) -> String {
    let from_first_line = text.trim_start_matches('\u{feff}').trim_start();
    let indent = from_first_line.lines().skip(1).find_map(|line| {
        let rest = line.trim_start_matches(' ');
        (!rest.is_empty()).then_some(line.len() - rest.len())
    });
    format!("{:1$}{from_first_line}", "", indent.unwrap_or_default())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const BLOCK: &str = "\
trakt:
  client_id: 0123
  client_secret: '4567'
  pin:
  force_refresh: true
  authorization:
    access_token: 12e45
    token_type: bearer
    expires_in: 604800
    refresh_token: \"r3fr35h\"
    scope: public
    created_at: 1482084536
";

    fn value<T>(value: T) -> Option<Found<T>> {
        Some(Found::Value(value))
    }

    fn whole() -> FoundBlock {
        FoundBlock {
            client_id: value(ClientId::new("0123")),
            client_secret: value(ClientSecret::new("4567")),
            ..token()
        }
    }

    fn token() -> FoundBlock {
        FoundBlock {
            access_token: value(AccessToken::new("12e45")),
            refresh_token: value(RefreshToken::new("r3fr35h")),
            token_type: Some("bearer".into()),
            scope: Some("public".into()),
            expires_in: Some(604_800),
            created_at: Some(1_482_084_536),
            has_other_sections: false,
            ..FoundBlock::default()
        }
    }

    fn without_first_line(block: &str) -> String {
        block.split_inclusive('\n').skip(1).collect()
    }

    fn dedented(lines: &str) -> String {
        lines
            .lines()
            .map(|line| format!("{}\n", &line[2..]))
            .collect()
    }

    #[test]
    fn a_block_is_read_in_every_form_it_is_pasted_in() {
        let lines = without_first_line(BLOCK);
        let indented: String = BLOCK
            .lines()
            .map(|line| format!("    {line}\r\n"))
            .collect();
        for pasted in [
            BLOCK.to_owned(),
            format!("plex:\n  token: abc\n{BLOCK}tmdb:\n  apikey: def\n"),
            format!("\u{feff}# remark\n---\n{BLOCK}...\n"),
            lines.clone(),
            dedented(&lines),
            indented,
            // Selected from the middle of the first line on.
            lines.trim_start().to_owned(),
            format!("\n\n{}", lines.trim_start()),
            "{trakt: {client_id: 0123, client_secret: 4567, authorization: {access_token: 12e45, token_type: bearer,\
             expires_in: 604800, refresh_token: r3fr35h, scope: public, created_at: 1482084536}}}"
                .to_owned(),
        ] {
            let has_other_sections = pasted.contains("plex");
            let expected = FoundBlock {
                has_other_sections,
                ..whole()
            };
            assert_eq!(read(&pasted), Ok(expected), "{pasted}");
        }
    }

    #[test]
    fn the_tokens_alone_are_read_too() {
        let authorization: String = BLOCK.split_inclusive('\n').skip(5).collect();
        let tokens = without_first_line(&authorization);
        for pasted in [&authorization, &tokens, tokens.trim_start()] {
            assert_eq!(read(pasted), Ok(token()), "{pasted}");
        }
    }

    #[test]
    fn an_answer_of_trakt_is_read_in_json() {
        let answer = r#"{"access_token":"12e45","token_type":"bearer","expires_in":604800,
            "refresh_token":"r3fr35h","scope":"public","created_at":1482084536}"#;
        assert_eq!(read(answer), Ok(token()));
        assert_eq!(read(&format!(" {{\t\"trakt\":{answer}}}\r\n")), Ok(token()));
        let nested = format!(r#"{{"trakt":{{"client_id":123,"authorization":{answer}}}}}"#);
        let expected = FoundBlock {
            client_id: value(ClientId::new("123")),
            ..token()
        };
        assert_eq!(read(&nested), Ok(expected));
    }

    #[test]
    fn what_is_blank_is_absent() {
        let pasted = "trakt:\n  client_id: abc\n  client_secret:\n  authorization:\n    access_token: ''\n    \
                      refresh_token: ~\n    expires_in: soon\n    created_at: -1\n";
        let expected = FoundBlock {
            client_id: value(ClientId::new("abc")),
            ..FoundBlock::default()
        };
        assert_eq!(read(pasted), Ok(expected));
    }

    #[test]
    fn placeholders_and_aliases_are_recognised() {
        let pasted =
            "shared: &id abc\ntrakt:\n  client_id: *id\n  client_secret: \"<<trakt_secret>>\"\n";
        let found = read(pasted).unwrap();
        assert_eq!(found.client_id, value(ClientId::new("abc")));
        assert_eq!(
            found.client_secret,
            Some(Found::Placeholder("trakt_secret".into()))
        );
        assert_eq!(found.client_secret.and_then(Found::value), None);
    }

    #[test]
    fn what_has_no_block_is_told_from_what_cannot_be_read() {
        for text in [
            "",
            "# remark",
            "plex:\n  token: abc",
            "trakt:",
            "- a",
            "abc",
            "{}",
            "{\"a\":1}",
        ] {
            assert!(read(text).unwrap().is_empty(), "{text}");
        }
        let refusal = |text| read(text).err();
        assert_eq!(refusal("<html>trakt:</html>"), Some(Reason::WebPage.on(1)));
        assert_eq!(
            refusal("trakt:\n  a: 1\ntrakt:\n  a: 2\n"),
            Some(Reason::TwoTraktKeys { first: 1 }.on(3))
        );
        assert!(matches!(
            refusal("trakt:\n  a: \"b\n"),
            Some(ConfigRefusal {
                reason: Reason::NotYaml(_),
                ..
            })
        ));
    }

    #[test]
    fn nothing_found_prints_itself() {
        let printed = format!("{:?}", read(BLOCK));
        for secret in ["0123", "4567", "12e45", "r3fr35h"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}
