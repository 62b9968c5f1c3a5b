//! Checks that a file reads back as what was meant: the `trakt` block as wanted, everything else as before.

use std::collections::HashMap;
use std::ops::Range;

use super::document::{Document, Entry, Kind};
use super::fields::{Field, Wanted};
use super::kometa_reader::report;
use super::scalars::holds;
use super::section::{child, kept_placeholder, own_entries, trakt_entry};
use super::section_lines::{NEXT_KEY, SectionLines};
use crate::edit::Edit;

/// A file as read after a change: all of it, or the lines of the `trakt` section.
pub(super) struct ReadBack {
    pub(super) document: Document,
    /// The offset in the file at which the document begins.
    pub(super) offset: usize,
}

/// Reads what has changed, and nothing where it is not as meant. `trakt` is the section before.
pub(super) fn read_back(
    before: &Document,
    trakt: Option<Entry>,
    after: &str,
    edits: &[Edit],
    fields: &[Field<'_>],
) -> Option<ReadBack> {
    if let Some(section) = trakt.and_then(|trakt| read_section(before, trakt, after, edits, fields))
    {
        return Some(section);
    }
    let document = Document::parse(after).ok()?;
    let is_right = report(&document).verdict().is_ok() && is_as_meant(before, &document, fields);
    is_right.then_some(ReadBack {
        document,
        offset: 0,
    })
}

/// Reads the lines of the section alone, with what every other byte is the same. Nothing where they do not stand for
/// themselves, or are not as meant.
fn read_section(
    before: &Document,
    trakt: Entry,
    after: &str,
    edits: &[Edit],
    fields: &[Field<'_>],
) -> Option<ReadBack> {
    let section = SectionLines::of(before, trakt)?;
    let Range { start, end } = section.span;
    let is_inside = |edit: &Edit| start <= edit.range.start && edit.range.end <= end;
    let behind = &before.text[end..];
    let new_end = after.len().checked_sub(behind.len())?;
    let is_same_outside =
        after.get(..start)? == &before.text[..start] && after.get(new_end..)? == behind;
    if !edits.iter().all(is_inside) || !is_same_outside {
        return None;
    }
    let document = Document::parse(section.as_file(after.get(start..new_end)?)).ok()?;
    report(&document).verdict().ok()?;
    let root = document.root()?;
    let entries: Vec<Entry> = document.entries(root).take(3).collect();
    let (new, next) = match entries[..] {
        [new] => (new, None),
        [new, next] => (new, Some(next)),
        _ => return None,
    };
    let is_whole = next.is_some() == (end < before.text.len())
        && document.nodes[root].is_block_mapping()
        && document.start_marker.is_none()
        && document.end_marker.is_none()
        && next.is_none_or(|next| document.scalar(next.key) == Some(NEXT_KEY))
        && trakt_entry(&document, root) == Ok(Some(new));
    let mut comparison = Comparison::new(before, &document);
    let is_right = is_whole
        && comparison.subtrees_agree(trakt.key, new.key)
        && comparison.section_agrees(Some(trakt), new, fields);
    is_right.then_some(ReadBack {
        document,
        offset: start,
    })
}

/// Compares the file before and after the change.
pub(super) fn is_as_meant(before: &Document, after: &Document, fields: &[Field<'_>]) -> bool {
    let frames_agree = before.start_marker.is_some() == after.start_marker.is_some()
        && before.end_marker.is_some() == after.end_marker.is_some();
    let mut comparison = Comparison::new(before, after);
    frames_agree && comparison.roots_agree(fields).unwrap_or(false)
}

/// Compares nodes of two documents.
pub(super) struct Comparison<'d> {
    before: &'d Document,
    after: &'d Document,
    /// The numbers of anchors before, by those after.
    anchors: HashMap<usize, usize>,
}

impl<'d> Comparison<'d> {
    pub(super) fn new(before: &'d Document, after: &'d Document) -> Self {
        Self {
            before,
            after,
            anchors: HashMap::new(),
        }
    }

    /// Compares the roots; nothing where something that must be there is not.
    fn roots_agree(&mut self, fields: &[Field<'_>]) -> Option<bool> {
        let new_root = self.after.root()?;
        let new_trakt = trakt_entry(self.after, new_root).ok()??;
        let Some(old_root) = self.before.root() else {
            let root = &self.after.nodes[new_root];
            let is_bare = root.anchor == 0 && root.tag.is_none();
            let is_alone = self.after.entries(new_root).count() == 1;
            return Some(is_bare && is_alone && self.section_agrees(None, new_trakt, fields));
        };
        if !self.heads_agree(old_root, new_root) {
            return Some(false);
        }
        let old_trakt = trakt_entry(self.before, old_root).ok()?;
        let is_added = |new: &Entry| old_trakt.is_none() && *new == new_trakt;
        let mut new_entries = self.after.entries(new_root).filter(|new| !is_added(new));
        for old in self.before.entries(old_root) {
            let new = new_entries.next()?;
            let agrees = match Some(old) == old_trakt {
                true => {
                    new == new_trakt
                        && self.subtrees_agree(old.key, new.key)
                        && self.section_agrees(Some(old), new, fields)
                }
                false => self.entries_agree(old, new),
            };
            if !agrees {
                return Some(false);
            }
        }
        let nothing_else = new_entries.next().is_none();
        let is_right = old_trakt.is_some() || self.section_agrees(None, new_trakt, fields);
        Some(nothing_else && is_right)
    }

    /// Returns whether a section has every field as wanted, and the user's own keys as before and in their order.
    fn section_agrees(&mut self, old: Option<Entry>, new: Entry, fields: &[Field<'_>]) -> bool {
        let (before, after) = (self.before, self.after);
        let section = &after.nodes[new.value];
        if !section.is_block_mapping() || section.tag.is_some() {
            return false;
        }
        let old = old
            .map(|old| old.value)
            .filter(|old| before.nodes[*old].is_mapping());
        let old_own: Vec<Entry> = match old {
            Some(old) => own_entries(before, old, fields).collect(),
            None => Vec::new(),
        };
        let new_own: Vec<Entry> = own_entries(after, new.value, fields).collect();
        let is_there = |field: &&Field<'_>| !matches!(field.wanted, Wanted::Gone);
        let there = fields.iter().filter(is_there).count();
        let nothing_else = after.entries(new.value).count() == there + new_own.len();
        nothing_else
            && old_own.len() == new_own.len()
            && fields
                .iter()
                .all(|field| self.field_agrees(field, old, new.value))
            && (old_own.into_iter().zip(new_own)).all(|(old, new)| self.entries_agree(old, new))
    }

    fn field_agrees(&mut self, field: &Field<'_>, old: Option<usize>, new: usize) -> bool {
        let (before, after) = (self.before, self.after);
        let old = old.and_then(|mapping| child(before, mapping, field.key));
        let Some(new) = child(after, new, field.key) else {
            return matches!(field.wanted, Wanted::Gone);
        };
        match (&field.wanted, old) {
            (Wanted::Section(fields), old) => self.section_agrees(old, new, fields),
            (Wanted::AsItIs(_), Some(old)) => self.entries_agree(old, new),
            (Wanted::AsItIs(default), None) => after.source(new.value) == *default,
            (wanted, old) => {
                let kept = old.and_then(|old| kept_placeholder(before, field.key, old.value));
                let new = after.resolve(new.value);
                match kept {
                    Some(text) => after.scalar(new) == Some(text),
                    None => holds(after, new, wanted),
                }
            }
        }
    }

    pub(super) fn entries_agree(&mut self, old: Entry, new: Entry) -> bool {
        self.subtrees_agree(old.key, new.key) && self.subtrees_agree(old.value, new.value)
    }

    fn subtrees_agree(&mut self, old: usize, new: usize) -> bool {
        let old = old..self.before.nodes[old].after;
        let new = new..self.after.nodes[new].after;
        old.len() == new.len() && old.zip(new).all(|(old, new)| self.heads_agree(old, new))
    }

    /// Returns whether two nodes agree without what is in them.
    fn heads_agree(&mut self, old: usize, new: usize) -> bool {
        let [old_text, new_text] = [self.before.scalar(old), self.after.scalar(new)];
        let (old, new) = (&self.before.nodes[old], &self.after.nodes[new]);
        let kinds_agree = match (&old.kind, &new.kind) {
            (Kind::Scalar { style: old, .. }, Kind::Scalar { style: new, .. }) => {
                old == new && old_text == new_text
            }
            (Kind::Mapping { flow: old }, Kind::Mapping { flow: new })
            | (Kind::Sequence { flow: old }, Kind::Sequence { flow: new }) => old == new,
            (Kind::Alias { anchor: old }, Kind::Alias { anchor: new }) => {
                self.anchors.get(new) == Some(old)
            }
            _ => false,
        };
        if new.anchor != 0 {
            self.anchors.insert(new.anchor, old.anchor);
        }
        let anchors_agree = (old.anchor == 0) == (new.anchor == 0);
        let are_both_absent = old.is_absent() == new.is_absent();
        kinds_agree && anchors_agree && are_both_absent && old.tag == new.tag
    }
}
