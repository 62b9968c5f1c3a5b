//! Finds whole IDs and secrets anywhere in a text, by the words before each.

use crate::kometa::config::BlockKey;
use crate::trakt::input::form::is_usual;

use super::scan::{LABELS, names_other_section, normalized};

/// Returns the values in a text that have the form of Trakt's, each under the one key that the words before it name;
/// nothing where the words before any of them name none or several, or something that is not Trakt's.
///
/// ```text
/// Client ID – c0ffee… (Copy) Client Secret – decade…   client_id: c0ffee…, client_secret: decade…
/// my ID is c0ffee… and the secret decade…              client_id: c0ffee…, client_secret: decade…
/// c0ffee… decade…                                      (nothing)
/// ```
pub(super) fn captioned_values(text: &str) -> Vec<(BlockKey, &str)> {
    let is_between = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let mut found: Vec<(BlockKey, &str)> = Vec::new();
    let mut caption = String::new();
    for piece in text.split_inclusive(is_between) {
        let word = piece.trim_end_matches(is_between);
        if !is_usual(word) {
            caption.push_str(piece);
            continue;
        }
        let Some(key) = key_named(&caption) else {
            return Vec::new();
        };
        caption.clear();
        match found.iter().find(|(known, _)| *known == key) {
            Some((_, value)) if *value != word => return Vec::new(),
            Some(_) => {}
            None => found.push((key, word)),
        }
    }
    found
}

/// Returns the one key that a text names.
fn key_named(caption: &str) -> Option<BlockKey> {
    if caption.contains(['#', '?']) || caption.contains("://") || names_other_section(caption) {
        return None;
    }
    let lower = normalized(caption);
    let mut only = None;
    for (label, key) in LABELS {
        if key.is_secret() && key != BlockKey::Pin && lower.contains(label) {
            if only.is_some_and(|only| only != key) {
                return None;
            }
            only = Some(key);
        }
    }
    let has = |word| {
        let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(|own| own == word)
    };
    only.or_else(|| match (has("id"), has("secret")) {
        (true, false) => Some(BlockKey::ClientId),
        (false, true) => Some(BlockKey::ClientSecret),
        _ => None,
    })
}
