//! Where the `trakt` section is, and what of it is where.

use std::ops::Range;

use super::document::{Document, Entry, Kind, Node};
use super::fields::{Field, Wanted};
use super::lines::line_end;
use super::plain::PlainValue;
use super::refusal::{ConfigRefusal, Holding, Reason};
use super::scalars::placeholder;
use crate::kometa::keys::{BlockKey, Place};

/// Returns the root mapping in block style, or nothing in a document without content.
pub(super) fn root_of(document: &Document) -> Result<Option<usize>, ConfigRefusal> {
    let Some(root) = document.root() else {
        return Ok(None);
    };
    let node = &document.nodes[root];
    let reason = match node.kind {
        Kind::Mapping { flow: false } => return Ok(Some(root)),
        Kind::Mapping { flow: true } => Reason::RootInFlowStyle,
        Kind::Sequence { .. } => Reason::RootIsList,
        Kind::Scalar { .. } | Kind::Alias { .. } => Reason::RootIsText,
    };
    Err(reason.on(node.line))
}

/// Returns the entry of `trakt`. Two of them have been refused before.
pub(super) fn trakt_entry(
    document: &Document,
    root: usize,
) -> Result<Option<Entry>, ConfigRefusal> {
    let name = Some(BlockKey::Trakt.name());
    let entry = document
        .entries(root)
        .find(|entry| document.scalar(document.resolve(entry.key)) == name);
    match entry {
        Some(entry)
            if document.nodes[entry.key].is_alias() || document.indent(entry.key).is_none() =>
        {
            Err(Reason::UnusualKey.on(document.nodes[entry.key].line))
        }
        entry => Ok(entry),
    }
}

/// Returns what a node holds where a mapping belongs. Nothing where there is one, or no value.
pub(super) fn held_by(document: &Document, section: usize) -> Option<Holding> {
    let node = &document.nodes[section];
    match (&node.kind, document.scalar(section)) {
        (Kind::Sequence { .. }, _) => Some(Holding::List),
        (_, Some(text)) if document.is_null(section) || text.trim().is_empty() => None,
        (_, Some(text)) if node.is_plain() && node.tag.is_none() => {
            match PlainValue::of(text, false) {
                _ if is_truth_value(text) => Some(Holding::Boolean),
                Ok(PlainValue::Integer(_) | PlainValue::Number(_) | PlainValue::NotANumber) => {
                    Some(Holding::Number)
                }
                _ => Some(Holding::Text),
            }
        }
        (_, Some(_)) => Some(Holding::Text),
        (_, None) => None,
    }
}

fn is_truth_value(text: &str) -> bool {
    ["true", "false"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
}

/// Returns the entry of a key in what may be a mapping.
pub(super) fn child(document: &Document, parent: usize, key: BlockKey) -> Option<Entry> {
    match document.nodes[parent].is_mapping() {
        true => document.entry(parent, key.name()),
        false => None,
    }
}

/// Returns the entries of a mapping that are none of the fields: the user's own.
pub(super) fn own_entries<'d>(
    document: &'d Document,
    mapping: usize,
    fields: &'d [Field<'_>],
) -> impl Iterator<Item = Entry> + 'd {
    document.entries(mapping).filter(move |entry| {
        let name = document.scalar(entry.key);
        !fields.iter().any(|field| Some(field.key.name()) == name)
    })
}

/// Returns the nodes that may be replaced, or that hold such.
pub(super) fn known_nodes(document: &Document, entry: Entry, fields: &[Field<'_>]) -> Vec<usize> {
    let mut nodes = vec![entry.key, entry.value];
    for field in fields {
        let Some(child) = child(document, entry.value, field.key) else {
            continue;
        };
        match &field.wanted {
            Wanted::Section(fields) => nodes.extend(known_nodes(document, child, fields)),
            _ => nodes.extend([child.key, child.value]),
        }
    }
    nodes
}

/// Returns the indent of what is in a block mapping.
pub(super) fn child_indent(document: &Document, mapping: usize) -> Option<usize> {
    match document.nodes[mapping].is_block_mapping() {
        true => {
            let first = document.entries(mapping).next()?;
            document.indent(first.key)
        }
        false => None,
    }
}

/// Returns the placeholder that stands for a value and is kept instead of it.
pub(super) fn kept_placeholder(document: &Document, key: BlockKey, value: usize) -> Option<&str> {
    let text = document.scalar(document.resolve(value))?;
    (key.may_be_placeholder() && placeholder(text).is_some()).then_some(text)
}

/// Returns the root, and the entry of the `trakt` section, as far as a document has them.
pub(super) fn trakt_of(
    document: &Document,
) -> Result<(Option<usize>, Option<Entry>), ConfigRefusal> {
    let root = root_of(document)?;
    let entry = root.map(|root| trakt_entry(document, root)).transpose()?;
    Ok((root, entry.flatten()))
}

/// Returns the members of `authorization` that stand directly under `trakt`, where Kometa does not look for them.
/// The list is empty where there is no token among them.
pub(super) fn stale_keys(document: &Document, trakt: Entry) -> Vec<BlockKey> {
    let standing: Vec<BlockKey> = BlockKey::at(Place::Authorization)
        .filter(|key| child(document, trakt.value, *key).is_some())
        .collect();
    match standing.iter().any(|key| key.is_secret()) {
        true => standing,
        false => Vec::new(),
    }
}

/// Returns whether a collection is in braces or brackets and has single values alone in it, as `{}` and `[REDACTED]`,
/// and no comment that would go with it.
pub(super) fn is_simple_flow(document: &Document, collection: usize) -> bool {
    let node = &document.nodes[collection];
    let is_flow = matches!(
        node.kind,
        Kind::Mapping { flow: true } | Kind::Sequence { flow: true }
    );
    let inside = &document.nodes[collection + 1..node.after];
    let is_simple = |inner: &Node| {
        inner.tag.is_none() && inner.anchor == 0 && !inner.is_collection() && !inner.is_alias()
    };
    is_flow
        && node.tag.is_none()
        && inside.iter().all(is_simple)
        && comments(document, collection).is_empty()
}

/// Returns the comments within a collection in flow style.
pub(super) fn comments(document: &Document, collection: usize) -> Vec<&str> {
    let text = &document.text;
    let node = &document.nodes[collection];
    let mut comments = Vec::new();
    let mut seen = node.span.start + 1;
    for inner in &document.nodes[collection + 1..node.after] {
        comments_between(text, seen..inner.span.start, &mut comments);
        let token_end = match inner.is_collection() {
            true => inner.span.start + 1,
            false => inner.span.end,
        };
        seen = seen.max(token_end);
    }
    comments_between(text, seen..node.span.end, &mut comments);
    comments
}

fn comments_between<'a>(text: &'a str, gap: Range<usize>, comments: &mut Vec<&'a str>) {
    let mut at = gap.start;
    while let Some(found) = text.get(at..gap.end).and_then(|rest| rest.find('#')) {
        let start = at + found;
        let begins_comment = start == gap.start || text[..start].ends_with([' ', '\t', '\n', '\r']);
        at = start + 1;
        if begins_comment {
            at = line_end(text, start);
            comments.push(text[start..at].trim_end());
        }
    }
}
