//! The lines of the `trakt` section, where they can be read without the rest of the file.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::document::{Document, Entry, Node};
use super::lines::{indent_before, line_start};

/// The lines of a section that stand for themselves: nothing in them depends on what is written elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionLines {
    /// From the beginning of the first line to the end of the last one, in bytes of the file.
    pub(super) span: Range<usize>,
    /// The number of the first line, from 1.
    pub(super) first_line: usize,
    /// The spaces before the key that follows; none where the section ends the file.
    next_indent: Option<usize>,
    /// In bytes: in a file of another length, these are no longer the lines.
    file_length: usize,
}

/// The key that stands for whatever follows the section.
pub(super) const NEXT_KEY: &str = "next";

impl SectionLines {
    /// Finds the lines of a section, and nothing where they depend on others.
    pub(super) fn of(document: &Document, trakt: Entry) -> Option<Self> {
        let text = &document.text;
        let key = &document.nodes[trakt.key];
        let after = document.nodes[trakt.value].after;
        let depends = |node: &Node| node.anchor != 0 || node.tag.is_some() || node.is_alias();
        let is_behind_text = document.nodes[trakt.key - 1].is_block_scalar();
        let has_frame = document.version.is_some() || document.end_marker.is_some();
        if document.nodes[trakt.key..after].iter().any(depends) || is_behind_text || has_frame {
            return None;
        }
        let (end, next_indent) = match document.nodes.get(after) {
            Some(next) => {
                let indent = indent_before(text, next.span.start)?;
                (line_start(text, next.span.start), Some(indent))
            }
            None => (text.len(), None),
        };
        Some(Self {
            span: line_start(text, key.span.start)..end,
            first_line: key.line,
            next_indent,
            file_length: text.len(),
        })
    }

    /// Returns the lines as a file of their own. What follows the section ends it, and what it may end in.
    pub(super) fn as_file(&self, lines: &str) -> String {
        match self.next_indent {
            Some(indent) => format!("{lines}{:indent$}{NEXT_KEY}:\n", ""),
            None => lines.to_owned(),
        }
    }

    /// Returns the lines in such a file.
    fn lines_of<'f>(&self, file: &'f str) -> Option<&'f str> {
        match self.next_indent {
            Some(indent) => {
                let ending = NEXT_KEY.len() + ":\n".len() + indent;
                file.get(..file.len().checked_sub(ending)?)
            }
            None => Some(file),
        }
    }

    /// Returns a file with other lines in the place of these, which `edit` makes of the section as a file of its own.
    pub(super) fn replaced<T>(
        &self,
        file: &str,
        edit: impl FnOnce(String) -> Option<(String, T)>,
    ) -> Option<(String, T)> {
        if file.len() != self.file_length {
            return None;
        }
        let Range { start, end } = self.span;
        let (edited, rest) = edit(self.as_file(file.get(start..end)?))?;
        let lines = self.lines_of(&edited)?;
        let whole = [file.get(..start)?, lines, file.get(end..)?].concat();
        Some((whole, rest))
    }
}
