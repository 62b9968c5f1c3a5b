//! Reads the `trakt` block out of whatever the user has of it.

use serde_json::{Map, Value};

use super::document::{Document, Entry};
use super::found::{FoundBlock, ValueText};
use super::kometa_reader::{self, Report};
use super::left_at_root::{Within, key_within, left_at_root};
use super::lines::line_number;
use super::refusal::{ConfigRefusal, Reason};
use super::section::{child, held_by};
use super::update::try_update;
use crate::kometa::keys::{BlockKey, Place};
use crate::trakt::input::judge;
use crate::trakt::{Field, InputError};

/// Reads a whole `config.yml`, a `trakt` block with or without its first line, or a token answer of Trakt's in JSON.
///
/// Every value is the text as written: `client_id: 0123` gives `0123`.
///
/// # Errors
/// Why the text cannot be read with certainty. A text without a block is no error; see [`FoundBlock::is_empty`].
pub fn read(text: &str) -> Result<FoundBlock, ConfigRefusal> {
    match json_object(text) {
        Some(object) => {
            let start = text.find('{').unwrap_or_default();
            let refusal = Reason::RootInFlowStyle.on(line_number(text, start));
            Ok(FoundBlock {
                update_refusal: Some(Box::new(refusal)),
                ..from_json(&object)
            })
        }
        None => {
            let (document, refusal) = pasted_document(text)?;
            let report = kometa_reader::report(&document);
            let found = from_yaml(&document, &report)?;
            let tried = refusal.map_or_else(|| try_update(&document, &report), Err);
            Ok(match tried {
                Ok(section) => FoundBlock { section, ..found },
                Err(refusal) => FoundBlock {
                    update_refusal: Some(Box::new(refusal)),
                    ..found
                },
            })
        }
    }
}

fn from_yaml(document: &Document, report: &Report) -> Result<FoundBlock, ConfigRefusal> {
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
    let entry = |parent: usize, key: BlockKey| child_like(document, document.resolve(parent), key);
    let member = |parent: usize, key: BlockKey| Some(document.resolve(entry(parent, key)?.value));
    let trakt = member(root, BlockKey::Trakt);
    if let Some(entry) = entry(root, BlockKey::Trakt)
        && let Some(holding) = held_by(document, document.resolve(entry.value))
    {
        return Err(Reason::TraktHolds(holding).on(document.nodes[entry.key].line));
    }
    let sections = match trakt {
        Some(_) => Within::OwnSection,
        None => Within::AllSections,
    };
    let left_at_root = left_at_root(document, sections, |node| node.line);
    let has_other_sections = has_other_sections(document, root);
    if trakt.is_none() && has_other_sections {
        // Only the lines can tell whose keys these are.
        return Ok(FoundBlock {
            left_at_root,
            ..FoundBlock::default()
        });
    }
    let block = trakt.unwrap_or(root);
    let text = |parent: usize, key: BlockKey| {
        let node = member(parent, key)?;
        let text = document.scalar(node).or_else(|| hidden(document, node))?;
        let text = text.to_owned();
        (!document.is_null(node)).then_some((text, Some(document.nodes[node].line)))
    };
    let found = collect(member(block, BlockKey::Authorization), block, text);
    Ok(FoundBlock {
        has_other_sections: trakt.is_some() && has_other_keys(document, root),
        left_at_root,
        ..found
    })
}

/// Returns the source of a list in brackets that says that a secret was taken out, as `[redacted]`.
fn hidden(document: &Document, node: usize) -> Option<&str> {
    let source = document.nodes[node]
        .is_collection()
        .then(|| document.source(node))?;
    let is_hidden = source.len() <= MOST_BYTES_HIDDEN
        && judge(Field::AccessToken, source) == Err(InputError::Hidden(Field::AccessToken));
    is_hidden.then_some(source)
}

/// Longer lists say something else.
const MOST_BYTES_HIDDEN: usize = 32;

/// Returns the entry of a key, or of what only differs from it in what stands around it.
fn child_like(document: &Document, parent: usize, key: BlockKey) -> Option<Entry> {
    let is_like = |entry: &Entry| {
        let name = document.scalar(document.resolve(entry.key));
        name.and_then(key_within) == Some(key)
    };
    let alike = || {
        let mut alike = document.entries_of(parent).into_iter().filter(is_like);
        // Two of them contradict each other.
        alike.next().filter(|_| alike.next().is_none())
    };
    child(document, parent, key).or_else(alike)
}

/// Returns the entries at the root that are none of the block's and do not belong into it.
fn other_entries(document: &Document, root: usize) -> impl Iterator<Item = Entry> {
    document.entries_of(root).into_iter().filter(|entry| {
        let name = document.scalar(document.resolve(entry.key));
        !name.is_some_and(|name| key_within(name).is_some() || name == BlockKey::Trakt.name())
    })
}

fn has_other_keys(document: &Document, root: usize) -> bool {
    other_entries(document, root).next().is_some()
}

/// Returns whether there is a section of something else, which keys at the root may belong to.
fn has_other_sections(document: &Document, root: usize) -> bool {
    other_entries(document, root).any(|entry| {
        let value = document.resolve(entry.value);
        document.nodes[value].is_collection() || document.is_null(value)
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
            Value::String(text) => Some((text.clone(), None)),
            Value::Number(number) => Some((number.to_string(), None)),
            _ => None,
        }
    })
}

/// Reads the tokens from `authorization`, or from the block where that has none: tokens that lost their indentation
/// stand beside it. `value` gives what a mapping has under a key.
fn collect<M: Copy>(
    authorization: Option<M>,
    block: M,
    value: impl Fn(M, BlockKey) -> Option<ValueText>,
) -> FoundBlock {
    let value = |parent, key| value(parent, key).filter(|(text, _)| !text.trim().is_empty());
    let has_token = |parent: &M| {
        BlockKey::at(Place::Authorization)
            .any(|key| key.is_secret() && value(*parent, key).is_some())
    };
    let tokens = authorization.filter(has_token).unwrap_or(block);
    FoundBlock::from_texts(|key| match key.place() {
        Place::Authorization => value(tokens, key),
        Place::Root | Place::Block => value(block, key),
    })
}

pub(super) fn json_object(text: &str) -> Option<Map<String, Value>> {
    let text = text.trim_start_matches('\u{feff}').trim();
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) if text.starts_with('{') => Some(members),
        Ok(_) | Err(_) => None,
    }
}

/// Returns what was pasted, with an indent for its first line if it can be read only so; and why it cannot be read as it is
/// then.
pub(super) fn pasted_document(
    text: &str,
) -> Result<(Document, Option<ConfigRefusal>), ConfigRefusal> {
    match Document::parse(text) {
        Err(refusal) if matches!(refusal.reason, Reason::NotYaml(_)) => {
            match Document::parse(with_first_indent(text)) {
                Ok(document) => Ok((document, Some(refusal))),
                Err(_) => Err(refusal),
            }
        }
        read => read.map(|document| (document, None)),
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
    use crate::kometa::config::Found;
    use crate::trakt::{AccessToken, ClientId, ClientSecret, RefreshToken};

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

    /// Returns what was read, apart from where it stands and what a new block meets there.
    fn read_values(pasted: &str) -> FoundBlock {
        FoundBlock {
            left_at_root: Vec::new(),
            update_refusal: None,
            section: None,
            ..read(pasted).unwrap()
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
            assert_eq!(read_values(&pasted), expected, "{pasted}");
        }
    }

    #[test]
    fn the_tokens_alone_are_read_too() {
        let authorization: String = BLOCK.split_inclusive('\n').skip(5).collect();
        let tokens = without_first_line(&authorization);
        for pasted in [&authorization, &tokens, tokens.trim_start()] {
            assert_eq!(read_values(pasted), token(), "{pasted}");
        }
    }

    #[test]
    fn an_answer_of_trakt_is_read_in_json() {
        let answer = r#"{"access_token":"12e45","token_type":"bearer","expires_in":604800,
            "refresh_token":"r3fr35h","scope":"public","created_at":1482084536}"#;
        assert_eq!(read_values(answer), token());
        assert_eq!(
            read_values(&format!(" {{\t\"trakt\":{answer}}}\r\n")),
            token()
        );
        let nested = format!(r#"{{"trakt":{{"client_id":123,"authorization":{answer}}}}}"#);
        let expected = FoundBlock {
            client_id: value(ClientId::new("123")),
            ..token()
        };
        assert_eq!(read_values(&nested), expected);
    }

    #[test]
    fn what_is_blank_is_absent() {
        let pasted = "trakt:\n  client_id: abc\n  client_secret:\n  authorization:\n    access_token: ''\n    \
                      refresh_token: ~\n    expires_in: soon\n    created_at: -1\n";
        let expected = FoundBlock {
            client_id: value(ClientId::new("abc")),
            ..FoundBlock::default()
        };
        assert_eq!(read_values(pasted), expected);
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
