//! Replacing bytes of a text, with all others kept.

use std::fmt;
use std::ops::Range;

/// A replacement of some bytes of a text.
#[derive(Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that go.
    pub range: Range<usize>,
    /// The text that takes their place.
    pub text: String,
}

impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edit")
            .field("range", &self.range)
            .field("text", &"[redacted]")
            .finish()
    }
}

/// Applies edits that are sorted and do not overlap. Returns none where they do overlap or are out of bounds.
///
/// ```text
/// pin: old   with 5..8 → new   becomes   pin: new
/// ```
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut result = String::with_capacity(text.len() + added);
    let mut copied = 0;
    for edit in edits {
        result.push_str(text.get(copied..edit.range.start)?);
        result.push_str(&edit.text);
        copied = edit.range.end;
    }
    result.push_str(text.get(copied..)?);
    Some(result)
}
