//! Whether a file reads back as what was meant: the `trakt` block as wanted, everything else as before.

use std::collections::HashMap;

use granit_parser::ScalarStyle;

use super::document::{Document, Entry, Kind, is_plainly_a_string};
use super::edit::trakt_entry;
use super::fields::{BlockKey, Field, Wanted, placeholder};

/// Whether a single value is, in every reader, the one that is wanted.
pub(super) fn holds(document: &Document<'_>, node: usize, wanted: &Wanted<'_>) -> bool {
    let source = document.source(node);
    let node = &document.nodes[node];
    let Kind::Scalar { text, style } = &node.kind else {
        return false;
    };
    if node.tag.is_some() {
        return false;
    }
    match wanted {
        Wanted::Text(wanted) => {
            text == wanted
                && match style {
                    ScalarStyle::Plain => source == *wanted && is_plainly_a_string(text),
                    ScalarStyle::SingleQuoted => source == format!("'{wanted}'"),
                    ScalarStyle::DoubleQuoted => {
                        source == format!("\"{wanted}\"") || is_written_by_this_page(source, wanted)
                    }
                    ScalarStyle::Literal | ScalarStyle::Folded => false,
                }
        }
        Wanted::Number(wanted) => node.is_plain() && source == wanted.to_string(),
        Wanted::Blank => node.is_null() || text.is_empty(),
        Wanted::AsItIs(_) | Wanted::Section(_) => false,
    }
}

fn is_written_by_this_page(source: &str, text: &str) -> bool {
    source == crate::kometa::block::scalar(text)
}

/// Compares the file before and after the change.
pub(super) fn is_as_meant(
    before: &Document<'_>,
    after: &Document<'_>,
    fields: &[Field<'_>],
) -> bool {
    let frames_agree = before.explicit_start == after.explicit_start
        && before.end_marker.is_some() == after.end_marker.is_some();
    let mut comparison = Comparison {
        before,
        after,
        anchors: HashMap::new(),
    };
    frames_agree && comparison.roots_agree(fields).unwrap_or(false)
}

struct Comparison<'c, 'a> {
    before: &'c Document<'a>,
    after: &'c Document<'a>,
    /// The numbers of anchors before, by those after.
    anchors: HashMap<usize, usize>,
}

impl Comparison<'_, '_> {
    /// Nothing where something that must be there is not.
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
        let mut new_entries = self.after.entries(new_root);
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
        if old_trakt.is_some() {
            return Some(new_entries.next().is_none());
        }
        let is_last = new_entries.next() == Some(new_trakt) && new_entries.next().is_none();
        Some(is_last && self.section_agrees(None, new_trakt, fields))
    }

    /// Whether a section has every field as wanted, and the user's own keys as before and in their order.
    fn section_agrees(&mut self, old: Option<Entry>, new: Entry, fields: &[Field<'_>]) -> bool {
        let (before, after) = (self.before, self.after);
        let is_mapping = matches!(after.nodes[new.value].kind, Kind::Mapping { flow: false });
        if !is_mapping || after.nodes[new.value].tag.is_some() {
            return false;
        }
        let old = old.map(|old| old.value).filter(|old| {
            let kind = &before.nodes[*old].kind;
            matches!(kind, Kind::Mapping { .. })
        });
        let own = |document: &Document<'_>, mapping: usize| -> Vec<Entry> {
            let is_own = |entry: &Entry| {
                let name = document.nodes[entry.key].text();
                !fields.iter().any(|field| Some(field.key.name()) == name)
            };
            document.entries(mapping).filter(is_own).collect()
        };
        let old_own = old.map(|old| own(before, old)).unwrap_or_default();
        let new_own = own(after, new.value);
        let nothing_else = after.entries(new.value).count() == fields.len() + new_own.len();
        nothing_else
            && old_own.len() == new_own.len()
            && fields
                .iter()
                .all(|field| self.field_agrees(field, old, new.value))
            && (old_own.into_iter().zip(new_own)).all(|(old, new)| self.entries_agree(old, new))
    }

    fn field_agrees(&mut self, field: &Field<'_>, old: Option<usize>, new: usize) -> bool {
        let (before, after) = (self.before, self.after);
        let name = field.key.name();
        let old = old.and_then(|mapping| before.entry(mapping, name));
        let Some(new) = after.entry(new, name) else {
            return false;
        };
        match (&field.wanted, old) {
            (Wanted::Section(fields), old) => self.section_agrees(old, new, fields),
            (Wanted::AsItIs(_), Some(old)) => self.entries_agree(old, new),
            (Wanted::AsItIs(default), None) => after.source(new.value) == *default,
            (wanted, old) => {
                let placeholder = old.and_then(|old| kept_placeholder(before, field.key, old));
                match placeholder {
                    Some(text) => after.nodes[after.resolve(new.value)].text() == Some(text),
                    None => holds(after, after.resolve(new.value), wanted),
                }
            }
        }
    }

    fn entries_agree(&mut self, old: Entry, new: Entry) -> bool {
        self.subtrees_agree(old.key, new.key) && self.subtrees_agree(old.value, new.value)
    }

    fn subtrees_agree(&mut self, old: usize, new: usize) -> bool {
        let old = old..self.before.nodes[old].after;
        let new = new..self.after.nodes[new].after;
        old.len() == new.len() && old.zip(new).all(|(old, new)| self.heads_agree(old, new))
    }

    /// Whether two nodes agree without what is in them.
    fn heads_agree(&mut self, old: usize, new: usize) -> bool {
        let (old, new) = (&self.before.nodes[old], &self.after.nodes[new]);
        let kinds_agree = match (&old.kind, &new.kind) {
            (Kind::Alias { anchor: old }, Kind::Alias { anchor: new }) => {
                self.anchors.get(new) == Some(old)
            }
            (old, new) => old == new,
        };
        if new.anchor != 0 {
            self.anchors.insert(new.anchor, old.anchor);
        }
        let anchors_agree = (old.anchor == 0) == (new.anchor == 0);
        let are_both_absent = old.is_absent() == new.is_absent();
        kinds_agree && anchors_agree && are_both_absent && old.tag == new.tag
    }
}

fn kept_placeholder<'d>(
    document: &'d Document<'_>,
    key: BlockKey,
    entry: Entry,
) -> Option<&'d str> {
    let text = document.nodes[document.resolve(entry.value)].text()?;
    (key.may_be_placeholder() && placeholder(text).is_some()).then_some(text)
}
