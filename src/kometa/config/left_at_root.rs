//! Keys of the `trakt` block that ended up at the root of a file, where Kometa does not look for them.

use serde::{Deserialize, Serialize};

use super::document::{Document, Entry, Node};
use super::section::child;
use crate::kometa::keys::BlockKey;

/// A key of the block where Kometa does not look for it: at the root, because its indentation was lost, under a name
/// that only looks like the key's, because characters that are no spaces to YAML are a part of it, or in another
/// section, because the block was put there or the name of its own is another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftAtRoot {
    /// The key without what stands around it.
    pub key: BlockKey,
    /// Its line, counted from 1.
    pub line: usize,
}

/// The sections to look into for keys of the block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// That of `trakt`.
    OwnSection,
    /// Every one.
    AllSections,
}

/// Finds the keys of the block that stand where Kometa does not look for them, from top to bottom. `line` gives the line
/// of a key's node: `|node| node.line` for the document itself.
///
/// ```text
/// tautulli:
///   url: x
///   trakt:
///     client_id: abc      # line 4, in another section
///     client_secret: def  # line 5, in another section
/// trakt:
/// pin: 1234               # line 7, at the root
/// ```
///
/// `mal` has keys of the same names: what follows `mal` and is missing in it is taken for its own.
pub(super) fn left_at_root(
    document: &Document,
    sections: Within,
    line: impl Fn(&Node) -> usize,
) -> Vec<LeftAtRoot> {
    let found = misplaced(document, sections).into_iter();
    found
        .map(|(key, node)| LeftAtRoot {
            key,
            line: line(&document.nodes[node]),
        })
        .collect()
}

/// Returns the keys where Kometa does not look for them, with their nodes.
pub(super) fn misplaced(document: &Document, sections: Within) -> Vec<(BlockKey, usize)> {
    let mut found = Vec::new();
    let mut mal: Option<Entry> = None;
    let root = document.root().map(|root| document.entries_of(root));
    for entry in root.unwrap_or_default() {
        let Some(name) = document.scalar(document.resolve(entry.key)) else {
            continue;
        };
        let Some(key) = key_within(name) else {
            let is_trakt = name == BlockKey::Trakt.name();
            let is_section = document.nodes[document.resolve(entry.value)].is_collection();
            if name == MAL {
                mal = Some(entry);
            } else if is_section || is_trakt {
                mal = None;
            }
            if is_trakt {
                found.extend(misplaced_in_block(document, entry.value));
            } else if sections == Within::AllSections {
                let has_no_app = WITHOUT_APPS.contains(&name) || is_like_trakt(name);
                add_blocks(document, entry.value, has_no_app, &mut found);
            }
            continue;
        };
        let has_it =
            |section: Entry| child(document, document.resolve(section.value), key).is_some();
        let is_of_mal = key != BlockKey::Trakt && mal.is_some_and(|mal| !has_it(mal));
        if !is_of_mal {
            found.push((key, entry.key));
        }
    }
    found
}

/// Finds the keys in a block, and in its `authorization`, whose names have something around them, and those of another
/// block within it, with their nodes.
pub(super) fn misplaced_in_block(document: &Document, block: usize) -> Vec<(BlockKey, usize)> {
    let mut found = Vec::new();
    for entry in document.entries_of(block) {
        let name = document.scalar(entry.key);
        if let Some(key) = misspelt(document, entry) {
            found.push((key, entry.key));
        } else if name == Some(BlockKey::Authorization.name()) {
            for member in document.entries_of(entry.value) {
                found.extend(misspelt(document, member).map(|key| (key, member.key)));
            }
        } else {
            add_blocks(document, entry.value, true, &mut found);
        }
    }
    found
}

/// Returns the key that a name with something around it stands for.
fn misspelt(document: &Document, entry: Entry) -> Option<BlockKey> {
    let name = document.scalar(entry.key)?;
    key_within(name).filter(|key| key.name() != name)
}

/// Adds the keys of all blocks at and below a node, with their nodes. A mapping is taken for a block by a key for the app
/// together with another one where no other service has such keys: if `without_apps` says so, and under names that are
/// like `trakt`.
fn add_blocks(
    document: &Document,
    node: usize,
    without_apps: bool,
    found: &mut Vec<(BlockKey, usize)>,
) {
    let mut keys = Vec::new();
    for Entry { key, value } in document.entries_of(node) {
        let named = document.scalar(key).and_then(BlockKey::named);
        keys.extend(
            named
                .filter(|_| !document.is_null(value))
                .map(|name| (name, key)),
        );
    }
    let is_of_app = |key| matches!(key, BlockKey::ClientId | BlockKey::ClientSecret);
    if without_apps && keys.len() > 1 && keys.iter().any(|(key, _)| is_of_app(*key)) {
        found.extend(keys);
        return;
    }
    if document.nodes[node].is_mapping() {
        for entry in document.entries(node) {
            let is_like_trakt = document.scalar(entry.key).is_some_and(is_like_trakt);
            add_blocks(document, entry.value, without_apps || is_like_trakt, found);
        }
    } else {
        for item in document.children(node) {
            add_blocks(document, item, without_apps, found);
        }
    }
}

/// Returns whether a name may have been meant for `trakt`: `Trakt.tv`, `track`.
fn is_like_trakt(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["trak", "trac"].iter().any(|start| name.starts_with(start))
}

/// Kometa's own sections in which nothing has an app. Another service's app is left alone.
const WITHOUT_APPS: [&str; 16] = [
    "anidb",
    "github",
    "gotify",
    "libraries",
    "mdblist",
    "notifiarr",
    "ntfy",
    "omdb",
    "playlist_files",
    "plex",
    "radarr",
    "settings",
    "sonarr",
    "tautulli",
    "tmdb",
    "webhooks",
];

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
    use super::{BlockKey, LeftAtRoot, Within, left_at_root};

    fn left(config: &str) -> Vec<(BlockKey, usize)> {
        let document = Document::parse(config).unwrap();
        let left = left_at_root(&document, Within::AllSections, |node| node.line).into_iter();
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
    fn a_block_in_another_section_or_under_another_name_is_found() {
        let own = [(BlockKey::ClientId, 3), (BlockKey::Authorization, 4)];
        for config in [
            "tautulli:\n  trakt:\n    client_id: a\n    authorization:\n      access_token: b\n",
            "trakt:\n  trakt:\n    client_id: a\n    authorization:\n      access_token: b\n",
            "sonarr:\n# trakt:\n  client_id: a\n  authorization:\n    access_token: b\n",
            "\ntrakt.tv:\n  client_id: a\n  authorization:\n    access_token: b\n",
            "libraries:\n- trakt:\n    client_id: a\n    authorization:\n      access_token: b\n",
        ] {
            assert_eq!(left(config), own, "{config}");
        }
        let config = "trakt:\n  client_id: a\ntrack:\n  client_id: b\n  client_secret:\n  pin:\n";
        assert_eq!(left(config), [], "nothing in it opens an access");
    }

    #[test]
    fn sections_with_an_app_of_their_own_are_left_alone() {
        for name in ["mal", "simkl", "anilist", "spotify", "my service"] {
            let config = format!("{name}:\n  client_id: a\n  client_secret: b\n");
            assert_eq!(left(&config), [], "{name}");
        }
    }

    #[test]
    fn what_mal_has_already_is_not_taken_for_its_own() {
        let config = "mal:\n  client_id: a\nclient_id: b\nplex:\n  url: x\npin: 1\n";
        assert_eq!(left(config), [(BlockKey::ClientId, 3), (BlockKey::Pin, 6)]);
        let config = "mal:\n  client_id: a\ntrakt:\nclient_secret: b\n";
        assert_eq!(left(config), [(BlockKey::ClientSecret, 4)]);
    }
}
