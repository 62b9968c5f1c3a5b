//! The lines that an update changes, for the user to look at.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::document::{Document, Entry, Node};
use super::lines::{LineTable, line_end, line_start};
use super::section::trakt_entry;
use super::verify::ReadBack;
use crate::edit::Edit;
use crate::kometa::keys::BlockKey;

/// Neighbouring lines that were replaced, added or removed together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The lines before; empty where lines were only added.
    pub before: Vec<Line>,
    /// The lines after; empty where lines were only removed.
    pub after: Vec<Line>,
}

/// A line of a file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// From 1.
    pub number: usize,
    /// Without its line end.
    pub text: String,
    /// The byte ranges of `text` to mask, in order.
    pub secrets: Vec<Range<usize>>,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line")
            .field("number", &self.number)
            .field("text", &"[redacted]")
            .finish()
    }
}

/// Returns the lines that the edits changed. `edits` are sorted.
pub(super) fn changes(
    before: &Document,
    text: &str,
    after: &ReadBack,
    edits: &[Edit],
) -> Vec<Change> {
    let (Some(first), Some(last)) = (edits.first(), edits.last()) else {
        return Vec::new();
    };
    let start = first.range.start;
    let old_end = line_end(&before.text, last.range.end);
    let new_end = old_end.saturating_add_signed(edits.iter().map(growth).sum());
    // Up to there the texts are the same.
    let known = place_before(before, start);
    let old = Side {
        text: &before.text,
        table: LineTable::of_part(&before.text, start..old_end, known),
        secrets: secrets(before, 0),
    };
    let new = Side {
        text,
        table: LineTable::of_part(text, start..new_end, known),
        secrets: secrets(&after.document, after.offset),
    };
    between(&old, &new, edits)
}

/// A text, and the bytes of it that are secrets, in order.
pub(in crate::kometa) type Masked<'a> = (&'a str, Vec<Range<usize>>);

/// Returns the lines that the edits changed in a text of any kind. `edits` are sorted.
pub(in crate::kometa) fn changes_of_texts(
    before: Masked<'_>,
    after: Masked<'_>,
    edits: &[Edit],
) -> Vec<Change> {
    between(&Side::from(before), &Side::from(after), edits)
}

fn between(old: &Side<'_>, new: &Side<'_>, edits: &[Edit]) -> Vec<Change> {
    let mut hunks: Vec<Hunk> = Vec::new();
    // By how many bytes the new text is ahead of the old one.
    let mut shift = 0_isize;
    let mut edits = edits.iter().peekable();
    while let Some(edit) = edits.next() {
        let first = old.table.index(edit.range.start);
        let mut last = old.table.index(edit.range.end);
        let shift_before = shift;
        shift += growth(edit);
        while let Some(next) = edits.next_if(|e| old.table.index(e.range.start) <= last) {
            last = last.max(old.table.index(next.range.end));
            shift += growth(next);
        }
        let start = old.table.range(first).start;
        let end = old.table.range(last).end;
        let new_first = new.table.index(start.saturating_add_signed(shift_before));
        let new_last = new.table.index(end.saturating_add_signed(shift));
        let touched = Hunk {
            old: first..last + 1,
            new: new_first..new_last + 1,
        };
        let hunk = touched.without_same_lines(old, new);
        match hunks.last_mut() {
            Some(previous) if previous.adjoins(&hunk) => {
                previous.old.end = hunk.old.end;
                previous.new.end = hunk.new.end;
            }
            _ => hunks.push(hunk),
        }
    }
    let lines = |side: &Side<'_>, indexes: Range<usize>| indexes.map(|i| side.line(i)).collect();
    hunks
        .into_iter()
        .filter(|hunk| !hunk.old.is_empty() || !hunk.new.is_empty())
        .map(|hunk| Change {
            before: lines(old, hunk.old),
            after: lines(new, hunk.new),
        })
        .collect()
}

const fn growth(edit: &Edit) -> isize {
    // Lengths of slices fit into isize.
    edit.text.len() as isize - (edit.range.end - edit.range.start) as isize
}

/// The indexes of lines that stand for each other.
struct Hunk {
    old: Range<usize>,
    new: Range<usize>,
}

impl Hunk {
    fn without_same_lines(mut self, old: &Side<'_>, new: &Side<'_>) -> Self {
        let is_same = |a, b| old.text(a) == new.text(b);
        let is_left = |hunk: &Self| !hunk.old.is_empty() && !hunk.new.is_empty();
        while is_left(&self) && is_same(self.old.end - 1, self.new.end - 1) {
            self.old.end -= 1;
            self.new.end -= 1;
        }
        while is_left(&self) && is_same(self.old.start, self.new.start) {
            self.old.start += 1;
            self.new.start += 1;
        }
        self
    }

    fn adjoins(&self, next: &Self) -> bool {
        self.old.end == next.old.start && self.new.end == next.new.start
    }
}

struct Side<'a> {
    text: &'a str,
    table: LineTable<'a>,
    secrets: Vec<Range<usize>>,
}

impl<'a> From<Masked<'a>> for Side<'a> {
    fn from((text, secrets): Masked<'a>) -> Self {
        let table = LineTable::new(text);
        Self {
            text,
            table,
            secrets,
        }
    }
}

impl<'a> Side<'a> {
    fn text(&self, index: usize) -> &'a str {
        &self.text[self.table.range(index)]
    }

    fn line(&self, index: usize) -> Line {
        let range = self.table.range(index);
        let text = self.text[range.clone()].to_owned();
        let within = |secret: &Range<usize>| {
            let start = secret.start.clamp(range.start, range.end) - range.start;
            let end = secret.end.clamp(range.start, range.end) - range.start;
            (start < end).then_some(start..end)
        };
        Line {
            number: index + 1,
            text,
            secrets: self.secrets.iter().filter_map(within).collect(),
        }
    }
}

/// Returns the last plain text before the line of `at` that has its line known: where it begins, and the index of that
/// line.
fn place_before(document: &Document, at: usize) -> (usize, usize) {
    let line = line_start(&document.text, at);
    let before = document.nodes.partition_point(|n| n.span.start < line);
    let is_sure = |node: &&Node| node.is_plain() && !node.is_absent() && node.span.start < line;
    let place = document.nodes[..before].iter().rev().find(is_sure);
    place.map_or((0, 0), |node| (node.span.start, node.line - 1))
}

/// Returns the secret values in the `trakt` block, in order. `document` is what was read of the text from `offset` on.
fn secrets(document: &Document, offset: usize) -> Vec<Range<usize>> {
    let trakt = document
        .root()
        .and_then(|root| trakt_entry(document, root).ok().flatten());
    let mut secrets = Vec::new();
    if let Some(trakt) = trakt {
        add_secrets(document, trakt, &mut secrets);
    }
    let shift = |secret: Range<usize>| secret.start + offset..secret.end + offset;
    secrets.into_iter().map(shift).collect()
}

fn add_secrets(document: &Document, section: Entry, secrets: &mut Vec<Range<usize>>) {
    let value = &document.nodes[section.value];
    if !value.is_mapping() {
        // Whatever was pasted in the place of the section may hold anything.
        secrets.push(value.span.clone());
        return;
    }
    for entry in document.entries(section.value) {
        match document.scalar(entry.key).and_then(BlockKey::named) {
            Some(BlockKey::Authorization) => add_secrets(document, entry, secrets),
            Some(key) if key.is_secret() => {
                secrets.push(document.nodes[entry.value].span.clone());
            }
            _ => {}
        }
    }
}
