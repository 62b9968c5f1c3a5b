//! Keys that a mapping has twice, as Kometa's reader compares them.

use std::collections::BinaryHeap;

use super::document::Document;
use super::plain::PlainValue;
use super::refusal::{ConfigRefusal, Reason};
use super::scalars::is_plainly_a_string;

/// A key that a mapping has twice.
pub(super) struct Duplicate {
    /// As it reads; nothing where it is written in two ways.
    pub(super) key: Option<String>,
    is_at_root: bool,
    first: usize,
    pub(super) second: usize,
}

impl Duplicate {
    pub(super) fn is_trakt(&self) -> bool {
        self.is_at_root && self.key.as_deref() == Some("trakt")
    }

    pub(super) fn refusal(&self) -> ConfigRefusal {
        let first = self.first;
        let reason = match &self.key {
            _ if self.is_trakt() => Reason::TwoTraktKeys { first },
            Some(key) => Reason::DuplicateKey {
                key: key.clone(),
                first,
            },
            None => Reason::EqualKeys { first },
        };
        reason.on(self.second)
    }
}

/// Finds the keys that a mapping has twice.
pub(super) fn duplicates(
    document: &Document,
    keys: Vec<usize>,
    is_at_root: bool,
) -> Vec<Duplicate> {
    let values: BinaryHeap<(PlainValue<'_>, usize)> = keys
        .into_iter()
        .filter_map(|key| Some((key_value(document, key)?, key)))
        .collect();
    // Of the ways to sort, the one that takes the least of a download.
    let values = values.into_sorted_vec();
    let same_keys = values.chunk_by(|(a, _), (b, _)| a == b);
    let twice = same_keys.filter_map(|same| match same {
        [(_, first), (_, second), ..] => Some((*first, *second)),
        _ => None,
    });
    twice
        .map(|(first, second)| {
            let [text, other] = [first, second].map(|key| document.scalar(document.resolve(key)));
            Duplicate {
                key: text.filter(|_| text == other).map(str::to_owned),
                is_at_root,
                first: document.nodes[first].line,
                second: document.nodes[second].line,
            }
        })
        .collect()
}

/// Finds the first key of a mapping that cannot be compared with the others: the second list or mapping, one with a
/// tag, or one that is another thing in YAML 1.1, as `yes`, `017` and `1:30` are.
pub(super) fn incomparable_key(document: &Document, keys: &[usize]) -> Option<usize> {
    let is_collection = |key: usize| document.scalar(document.resolve(key)).is_none();
    let second = keys.iter().filter(|key| is_collection(**key)).nth(1);
    let is_incomparable = |key: &&usize| {
        let resolved = document.resolve(**key);
        let node = &document.nodes[resolved];
        let Some(text) = document.scalar(resolved) else {
            return Some(*key) == second;
        };
        match &node.tag {
            None => is_yaml_1_1(document) && node.is_plain() && !is_plainly_a_string(text),
            Some((handle, suffix)) => handle != "!" || suffix.is_empty(),
        }
    };
    keys.iter().find(is_incomparable).copied()
}

/// Returns whether the document asks for the older version.
pub(super) fn is_yaml_1_1(document: &Document) -> bool {
    document.version == Some((1, 1))
}

/// Returns the value of a key, or nothing for one that is never the same as another.
fn key_value(document: &Document, key: usize) -> Option<PlainValue<'_>> {
    let resolved = document.resolve(key);
    let text = document.scalar(resolved)?;
    let node = &document.nodes[resolved];
    match &node.tag {
        // One without a value is refused where it stands.
        None if node.is_plain() => PlainValue::of(text, is_yaml_1_1(document)).ok(),
        None => Some(PlainValue::Text(text)),
        // A text of a kind of its own, or one that is refused.
        Some(_) => None,
    }
}
