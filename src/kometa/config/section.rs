//! Where the `trakt` section is, and what of it is where.

use super::document::{Document, Entry, Kind};
use super::fields::{BlockKey, Field, Wanted};
use super::refusal::{ConfigRefusal, Reason};
use super::scalars::placeholder;

/// The root mapping in block style, or nothing in a document without content.
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

/// The entry of `trakt`. Two of them have been refused before.
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

/// The entry of a key in what may be a mapping.
pub(super) fn child(document: &Document, parent: usize, key: BlockKey) -> Option<Entry> {
    match document.nodes[parent].is_mapping() {
        true => document.entry(parent, key.name()),
        false => None,
    }
}

/// The entries of a mapping that are none of the fields: the user's own.
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

/// The nodes that may be replaced, or that hold such.
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

/// The indent of what is in a block mapping.
pub(super) fn child_indent(document: &Document, mapping: usize) -> Option<usize> {
    match document.nodes[mapping].is_block_mapping() {
        true => {
            let first = document.entries(mapping).next()?;
            document.indent(first.key)
        }
        false => None,
    }
}

/// The placeholder that stands for a value and is kept instead of it.
pub(super) fn kept_placeholder(document: &Document, key: BlockKey, value: usize) -> Option<&str> {
    let text = document.scalar(document.resolve(value))?;
    (key.may_be_placeholder() && placeholder(text).is_some()).then_some(text)
}
