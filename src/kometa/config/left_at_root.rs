//! Keys of the `trakt` block that ended up at the root of a file, where Kometa does not look for them.

use serde::{Deserialize, Serialize};

use super::document::{Document, Entry, Node};
use super::section::child;
use crate::kometa::keys::BlockKey;

/// A key of the block where Kometa does not look for it: at the root, because its indentation was lost, or under a name
/// that only looks like the key's, because characters that are no spaces to YAML are a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftAtRoot {
    /// The key without what stands around it.
    pub key: BlockKey,
    /// Its line, counted from 1.
    pub line: usize,
}

/// Finds the keys of the block that stand where Kometa does not look for them, from top to bottom. `line` gives the line
/// of a key's node: `|node| node.line` for the document itself.
///
/// ```text
/// trakt:
/// client_id: abc      # line 2, at the root
/// authorization:      # line 3, at the root
/// ```
///
/// `mal` has keys of the same names: what follows `mal` and is missing in it is taken for its own.
pub(super) fn left_at_root(document: &Document, line: impl Fn(&Node) -> usize) -> Vec<LeftAtRoot> {
    let mut found = at_root(document);
    let root = document.root();
    if let Some(trakt) = root.and_then(|root| child(document, root, BlockKey::Trakt)) {
        insert(
            &mut found,
            trakt.value,
            misspelt_in_block(document, trakt.value),
        );
    }
    let found = found.into_iter();
    found
        .map(|(key, node)| LeftAtRoot {
            key,
            line: line(&document.nodes[node]),
        })
        .collect()
}

/// Returns the keys at the root, with their nodes.
fn at_root(document: &Document) -> Vec<(BlockKey, usize)> {
    let root = document
        .root()
        .filter(|root| document.nodes[*root].is_mapping());
    let entries = root.into_iter().flat_map(|root| document.entries(root));
    let mut mal: Option<Entry> = None;
    let found = entries.filter_map(|entry| {
        let name = document.scalar(document.resolve(entry.key))?;
        let Some(key) = key_within(name) else {
            let is_section = document.nodes[document.resolve(entry.value)].is_collection();
            if name == MAL {
                mal = Some(entry);
            } else if is_section || name == BlockKey::Trakt.name() {
                mal = None;
            }
            return None;
        };
        let has_it =
            |section: Entry| child(document, document.resolve(section.value), key).is_some();
        let is_of_mal = key != BlockKey::Trakt && mal.is_some_and(|mal| !has_it(mal));
        (!is_of_mal).then_some((key, entry.key))
    });
    found.collect()
}

/// Finds the keys in a block, and in its `authorization`, whose names have something around them, with their nodes.
pub(super) fn misspelt_in_block(document: &Document, block: usize) -> Vec<(BlockKey, usize)> {
    let mut found = misspelt(document, block);
    if let Some(authorization) = child(document, block, BlockKey::Authorization) {
        let within = misspelt(document, authorization.value);
        insert(&mut found, authorization.value, within);
    }
    found
}

/// Puts the keys of a section that begins at a node between those before it and those behind it.
fn insert(found: &mut Vec<(BlockKey, usize)>, section: usize, within: Vec<(BlockKey, usize)>) {
    let behind = found.split_off(found.partition_point(|(_, node)| *node < section));
    found.extend(within);
    found.extend(behind);
}

/// Returns the keys of a section whose names have something around them, with their nodes.
fn misspelt(document: &Document, section: usize) -> Vec<(BlockKey, usize)> {
    let section = Some(section).filter(|section| document.nodes[*section].is_mapping());
    let entries = section
        .into_iter()
        .flat_map(|section| document.entries(section));
    let found = entries.filter_map(|entry| {
        let name = document.scalar(entry.key)?;
        let key = key_within(name).filter(|key| key.name() != name)?;
        Some((key, entry.key))
    });
    found.collect()
}

/// The section of MyAnimeList, which has `client_id`, `client_secret` and `authorization` too.
const MAL: &str = "mal";

/// Returns the key of the block that a name stands for. `trakt` itself belongs at the root, if nothing stands around
/// it.
pub(super) fn key_within(name: &str) -> Option<BlockKey> {
    let bare = name.trim_matches(is_around_key);
    let key = BlockKey::all().find(|key| bare.eq_ignore_ascii_case(key.name()))?;
    (name != BlockKey::Trakt.name()).then_some(key)
}

/// White space of any kind, quotation marks and invisible characters, as pages and chats put them around a key.
fn is_around_key(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '"' | '\'' | '`' | '\u{ab}' | '\u{bb}' | '\u{2018}'..='\u{201f}'
            | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::super::document::Document;
    use super::{BlockKey, LeftAtRoot, left_at_root};

    fn left(config: &str) -> Vec<(BlockKey, usize)> {
        let document = Document::parse(config).unwrap();
        let left = left_at_root(&document, |node| node.line).into_iter();
        left.map(|LeftAtRoot { key, line }| (key, line)).collect()
    }

    #[test]
    fn keys_behind_other_spaces_than_yaml_knows_are_found() {
        for space in ['\u{a0}', '\u{2003}', '\u{3000}', '\u{202f}', '\u{200b}'] {
            let config = format!(
                "trakt:\n{space} client_id: a\n{space}{space}authorization:\nplex:\n  url: x\n"
            );
            let expected = [(BlockKey::ClientId, 2), (BlockKey::Authorization, 3)];
            assert_eq!(left(&config), expected, "{space:?}");
        }
    }

    #[test]
    fn keys_that_lost_their_indentation_are_found() {
        let config = "trakt:\n  client_id: a\nclient_secret: b\npin:\nplex:\n  url: x\nauthorization:\n  scope: public\n";
        let expected = [
            (BlockKey::ClientSecret, 3),
            (BlockKey::Pin, 4),
            (BlockKey::Authorization, 7),
        ];
        assert_eq!(left(config), expected);
    }

    #[test]
    fn a_section_under_another_spelling_of_trakt_is_found() {
        for name in [
            "\u{a0}trakt",
            "Trakt",
            "\u{201c}trakt\u{201d}",
            "\u{200b}trakt",
        ] {
            let config = format!("plex:\n  url: x\n{name}:\n  client_id: a\n");
            assert_eq!(left(&config), [(BlockKey::Trakt, 3)], "{name}");
        }
    }

    #[test]
    fn keys_in_their_place_and_keys_of_other_sections_are_not_named() {
        for config in [
            "",
            "trakt:\n  client_id: a\n  authorization:\n    access_token: b\nmal:\n  client_id: c\n",
            "\"trakt\":\n  client_id: a\n",
            "mal:\nclient_id: a\nclient_secret: b\nauthorization:\n  access_token: c\n",
            "mal:\n  client_id: a\nclient_secret: b\n",
            "settings:\n  pin: 1\nclient_ids: 2\n",
            "- client_id: a\n",
        ] {
            assert_eq!(left(config), [], "{config}");
        }
    }

    #[test]
    fn keys_whose_indentation_begins_with_a_space_are_found_in_the_section() {
        let config = "trakt:\n \u{a0}client_id: a\n authorization:\n  \u{a0}access_token: b\n  scope: public\npin:\n";
        let expected = [
            (BlockKey::ClientId, 2),
            (BlockKey::AccessToken, 4),
            (BlockKey::Pin, 6),
        ];
        assert_eq!(left(config), expected);
    }

    #[test]
    fn what_mal_has_already_is_not_taken_for_its_own() {
        let config = "mal:\n  client_id: a\nclient_id: b\nplex:\n  url: x\npin: 1\n";
        assert_eq!(left(config), [(BlockKey::ClientId, 3), (BlockKey::Pin, 6)]);
        let config = "mal:\n  client_id: a\ntrakt:\nclient_secret: b\n";
        assert_eq!(left(config), [(BlockKey::ClientSecret, 4)]);
    }
}
