//! Single values: how they are read, and which of them every reader reads alike.

use granit_parser::ScalarStyle;

use super::document::{Document, Kind};
use super::fields::Wanted;
use crate::kometa::block::scalar;

/// Returns whether every reader loads this plain scalar as a string.
pub(super) fn is_plainly_a_string(text: &str) -> bool {
    let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.contains(['_', '-', ' '])
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b' '));
    is_name || scalar(text) == text
}

/// Returns whether a single value is, in every reader, the one that is wanted.
pub(super) fn holds(document: &Document, node: usize, wanted: &Wanted<'_>) -> bool {
    let source = document.source(node);
    let Kind::Scalar { style, .. } = document.nodes[node].kind else {
        return false;
    };
    if document.nodes[node].tag.is_some() {
        return false;
    }
    let text = document.scalar(node).unwrap_or_default();
    match wanted {
        Wanted::Text(wanted) => {
            text == *wanted
                && match style {
                    ScalarStyle::Plain => source == *wanted && is_plainly_a_string(text),
                    ScalarStyle::SingleQuoted => source == format!("'{wanted}'"),
                    ScalarStyle::DoubleQuoted => {
                        source == format!("\"{wanted}\"") || source == scalar(wanted)
                    }
                    ScalarStyle::Literal | ScalarStyle::Folded => false,
                }
        }
        Wanted::Number(wanted) => document.nodes[node].is_plain() && source == wanted.to_string(),
        Wanted::Blank => document.is_null(node) || text.is_empty(),
        Wanted::AsItIs(_) | Wanted::Section(_) | Wanted::Gone => false,
    }
}

/// Returns the name in `<<name>>`, which Kometa replaces from its environment.
///
/// ```text
/// <<trakt_secret>>   becomes   trakt_secret
/// <<>>               none
/// ```
pub(super) fn placeholder(text: &str) -> Option<&str> {
    let name = text.trim().strip_prefix("<<")?.strip_suffix(">>")?;
    (!name.is_empty() && !name.contains(['<', '>', '\n'])).then_some(name)
}
