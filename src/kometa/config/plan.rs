//! Decides what has to change in a file, entry by entry.

use super::document::{Document, Entry, Kind};
use super::fields::{Field, Wanted};
use super::lines::line_number;
use super::refusal::{ConfigRefusal, Holding, Reason};
use super::scalars::{holds, placeholder};
use super::section::{
    child, child_indent, comments, is_simple_flow, kept_placeholder, known_nodes, own_entries,
};
use super::splice::Splicer;
use crate::edit::Edit;
use crate::kometa::block::scalar;
use crate::kometa::keys::BlockKey;

/// The indent of Kometa's own template, for files that show none.
const USUAL_STEP: usize = 2;

pub(super) struct Plan {
    /// In the order of the text, without overlaps.
    pub(super) edits: Vec<Edit>,
    pub(super) placeholders_kept: Vec<BlockKey>,
    pub(super) placeholders_replaced: Vec<BlockKey>,
    /// The line on which the `trakt` section begins, or will.
    pub(super) line: usize,
}

/// `entry` is that of the `trakt` section, if there is one.
pub(super) fn plan(
    document: &Document,
    root: Option<usize>,
    entry: Option<Entry>,
    fields: &[Field<'_>],
) -> Result<Plan, ConfigRefusal> {
    if let Some(root) = root {
        refuse_uses(document, |anchored, _| anchored == root)?;
        if document.nodes[root].tag.is_some() {
            return Err(Reason::Tagged.on(line_of_tag(document, root)));
        }
    }
    let mut planner = Planner {
        document,
        splicer: Splicer::new(document),
        placeholders_kept: Vec::new(),
        placeholders_replaced: Vec::new(),
        step: USUAL_STEP,
    };
    let line = match (root, entry) {
        (Some(root), Some(entry)) => {
            planner.section_at_root(root, entry, fields)?;
            document.nodes[entry.key].line
        }
        _ => planner.append(root, fields)?,
    };
    Ok(Plan {
        edits: planner.splicer.into_edits(),
        placeholders_kept: planner.placeholders_kept,
        placeholders_replaced: planner.placeholders_replaced,
        line,
    })
}

/// Returns the line of the tag of the root, which may stand above what it is the tag of.
fn line_of_tag(document: &Document, root: usize) -> usize {
    let node = &document.nodes[root];
    let tag = document.text[..node.span.start].rfind('!');
    tag.map_or(node.line, |at| line_number(&document.text, at))
}

/// Refuses the first alias for which (the node that it stands for, its own node) is forbidden.
fn refuse_uses(
    document: &Document,
    is_forbidden: impl Fn(usize, usize) -> bool,
) -> Result<(), ConfigRefusal> {
    if document.anchors.is_empty() {
        return Ok(());
    }
    for (index, node) in document.nodes.iter().enumerate() {
        let anchored = document.resolve(index);
        if anchored != index && is_forbidden(anchored, index) {
            let used = node.line;
            let line = document.nodes[anchored].line;
            return Err(Reason::AnchorUsedElsewhere { used }.on(line));
        }
    }
    Ok(())
}

struct Planner<'d> {
    document: &'d Document,
    splicer: Splicer<'d>,
    placeholders_kept: Vec<BlockKey>,
    placeholders_replaced: Vec<BlockKey>,
    /// By how many spaces a level is indented.
    step: usize,
}

impl Planner<'_> {
    fn line(&self, node: usize) -> usize {
        self.document.nodes[node].line
    }

    fn section_at_root(
        &mut self,
        root: usize,
        entry: Entry,
        fields: &[Field<'_>],
    ) -> Result<(), ConfigRefusal> {
        let document = self.document;
        let inside = entry.key..document.nodes[entry.value].after;
        let known = known_nodes(document, entry, fields);
        refuse_uses(document, |anchored, alias| {
            (inside.contains(&anchored) && !inside.contains(&alias)) || known.contains(&anchored)
        })?;
        let indent = document.indent(entry.key).unwrap_or_default();
        self.step = match child_indent(document, entry.value) {
            Some(child) => child.saturating_sub(indent).max(1),
            None => self.step_of_neighbours(root, indent),
        };
        self.section(BlockKey::Trakt, entry, fields, indent)
    }

    fn step_of_neighbours(&self, root: usize, indent: usize) -> usize {
        self.document
            .entries(root)
            .find_map(|entry| child_indent(self.document, entry.value)?.checked_sub(indent))
            .filter(|step| *step > 0)
            .unwrap_or(USUAL_STEP)
    }

    /// Brings a mapping up to date, whatever stands in its place. `indent` is that of its key.
    fn section(
        &mut self,
        key: BlockKey,
        entry: Entry,
        fields: &[Field<'_>],
        indent: usize,
    ) -> Result<(), ConfigRefusal> {
        let value = entry.value;
        let old = self.old_section(key, entry)?;
        if self.document.nodes[value].is_block_mapping() {
            return self.in_place(value, fields);
        }
        let child_indent = indent + self.step;
        let mut lines: Vec<String> = Vec::new();
        if let Some(mapping) = old {
            let comments = comments(self.document, mapping).into_iter();
            lines.extend(comments.map(|comment| format!("{:child_indent$}{comment}", "")));
        }
        self.render(fields, child_indent, old, &mut lines)?;
        self.splicer.fill(entry, &lines)
    }

    /// Returns the mapping that a section consists of so far; nothing where a single value or no value stands.
    fn old_section(&self, key: BlockKey, entry: Entry) -> Result<Option<usize>, ConfigRefusal> {
        let value = entry.value;
        let node = &self.document.nodes[value];
        if node.tag.is_some() {
            return Err(Reason::Tagged.on(node.line));
        }
        match node.kind {
            Kind::Alias { .. } => Err(Reason::Aliased(key).on(node.line)),
            Kind::Sequence { .. } if is_simple_flow(self.document, value) => Ok(None),
            Kind::Sequence { .. } => Err(match key {
                BlockKey::Trakt => Reason::TraktHolds(Holding::List),
                other => Reason::NotAMapping(other),
            }
            .on(self.line(entry.key))),
            Kind::Scalar { .. } => Ok(None),
            Kind::Mapping { .. } => {
                self.check_keys(value)?;
                Ok(Some(value))
            }
        }
    }

    fn check_keys(&self, mapping: usize) -> Result<(), ConfigRefusal> {
        let is_flow = !self.document.nodes[mapping].is_block_mapping();
        for entry in self.document.entries(mapping) {
            let [key, value] = [entry.key, entry.value].map(|node| &self.document.nodes[node]);
            // Some readers take the colon of `{key:}` for a part of the key.
            let behind_key = &self.document.text[key.span.end..];
            let is_colon_alone =
                behind_key.starts_with(':') && !behind_key[1..].starts_with([' ', '\n', '\r']);
            if is_flow && value.is_absent() && is_colon_alone {
                return Err(Reason::NotCarriedOver.on(key.line));
            }
            if key.is_alias() {
                return Err(Reason::UnusualKey.on(key.line));
            }
            if self.document.scalar(entry.key) == Some("<<") {
                return Err(Reason::Merged.on(key.line));
            }
        }
        Ok(())
    }

    /// Brings a block mapping up to date value by value.
    fn in_place(&mut self, mapping: usize, fields: &[Field<'_>]) -> Result<(), ConfigRefusal> {
        let document = self.document;
        let unusual = |node: usize| Reason::UnusualKey.on(document.nodes[node].line);
        let indent = child_indent(document, mapping).ok_or_else(|| unusual(mapping))?;
        let mut previous = None;
        let mut first_missing = Vec::new();
        let mut gone = Vec::new();
        for field in fields {
            match document.entry(mapping, field.key.name()) {
                Some(entry) if matches!(field.wanted, Wanted::Gone) => {
                    if document.indent(entry.key) != Some(indent) {
                        return Err(unusual(entry.key));
                    }
                    gone.push(entry);
                }
                None if matches!(field.wanted, Wanted::Gone) => {}
                Some(entry) => {
                    if document.indent(entry.key) != Some(indent) {
                        return Err(unusual(entry.key));
                    }
                    for missing in first_missing.drain(..) {
                        let lines = self.lines_of(missing, indent)?;
                        self.splicer.insert_before(entry, &lines);
                    }
                    self.value(field, entry, indent)?;
                    previous = Some(entry);
                }
                None => match previous {
                    Some(entry) => {
                        let lines = self.lines_of(field, indent)?;
                        self.splicer.insert_after(entry, &lines);
                    }
                    None => first_missing.push(field),
                },
            }
        }
        let mut lines = Vec::new();
        for missing in first_missing {
            self.render_field(missing, indent, None, &mut lines)?;
        }
        let stays = |entry: &Entry| !gone.contains(entry);
        match (
            document.entries(mapping).filter(stays).last(),
            lines.is_empty(),
        ) {
            (_, true) => {}
            (Some(last), false) => self.splicer.insert_after(last, &lines),
            (None, false) => {
                if let Some(entry) = gone.pop() {
                    self.splicer.replace_lines(entry, &lines);
                }
            }
        }
        for entry in gone {
            self.splicer.remove(entry);
        }
        Ok(())
    }

    fn value(
        &mut self,
        field: &Field<'_>,
        entry: Entry,
        indent: usize,
    ) -> Result<(), ConfigRefusal> {
        let key = field.key;
        match &field.wanted {
            Wanted::AsItIs(_) | Wanted::Gone => Ok(()),
            Wanted::Section(fields) => self.section(key, entry, fields, indent),
            wanted if self.may_stay(key, wanted, entry)? => Ok(()),
            Wanted::Blank => self.splicer.blank(entry),
            Wanted::Text(text) => self.splicer.set(entry, scalar(text)),
            Wanted::Number(number) => self.splicer.set(entry, number.to_string()),
        }
    }

    /// Returns whether a single value is right already, or is a placeholder that is kept.
    fn may_stay(
        &mut self,
        key: BlockKey,
        wanted: &Wanted<'_>,
        entry: Entry,
    ) -> Result<bool, ConfigRefusal> {
        let document = self.document;
        let value = entry.value;
        let resolved = document.resolve(value);
        if document.nodes[value].tag.is_some() {
            return Err(Reason::Tagged.on(self.line(value)));
        }
        let Some(text) = document.scalar(resolved) else {
            return match is_simple_flow(document, value) {
                true => Ok(false),
                false => Err(Reason::NotAValue(key).on(self.line(entry.key))),
            };
        };
        if kept_placeholder(document, key, value).is_some() {
            self.placeholders_kept.push(key);
            return Ok(true);
        }
        if placeholder(text).is_some() && !matches!(wanted, Wanted::Blank) {
            self.placeholders_replaced.push(key);
        }
        Ok(holds(document, resolved, wanted))
    }

    fn lines_of(&mut self, field: &Field<'_>, indent: usize) -> Result<Vec<String>, ConfigRefusal> {
        let mut lines = Vec::new();
        self.render_field(field, indent, None, &mut lines)?;
        Ok(lines)
    }

    /// Appends the lines of a section. What `old`, a mapping in flow style, has of the user's own is carried over.
    fn render(
        &mut self,
        fields: &[Field<'_>],
        indent: usize,
        old: Option<usize>,
        lines: &mut Vec<String>,
    ) -> Result<(), ConfigRefusal> {
        for field in fields {
            let entry = old.and_then(|mapping| child(self.document, mapping, field.key));
            self.render_field(field, indent, entry, lines)?;
        }
        if let Some(mapping) = old {
            for entry in own_entries(self.document, mapping, fields) {
                let carried = carry_over(self.document, entry)?;
                lines.push(format!("{:indent$}{carried}", ""));
            }
        }
        Ok(())
    }

    fn render_field(
        &mut self,
        field: &Field<'_>,
        indent: usize,
        old: Option<Entry>,
        lines: &mut Vec<String>,
    ) -> Result<(), ConfigRefusal> {
        let name = field.key.name();
        let is_kept = |entry: Entry| {
            !self.document.nodes[entry.value].is_alias()
                && kept_placeholder(self.document, field.key, entry.value).is_some()
        };
        if let Some(text) = old.and_then(|old| self.document.scalar(old.value))
            && placeholder(text).is_some()
            && matches!(field.wanted, Wanted::Text(_) | Wanted::Number(_))
            && !field.key.may_be_placeholder()
        {
            self.placeholders_replaced.push(field.key);
        }
        let line = match (&field.wanted, old) {
            (Wanted::Section(fields), _) => {
                let old = match old {
                    Some(entry) => self.old_section(field.key, entry)?,
                    None => None,
                };
                lines.push(format!("{:indent$}{name}:", ""));
                return self.render(fields, indent + self.step, old, lines);
            }
            (Wanted::AsItIs(_), Some(entry)) => carry_over(self.document, entry)?,
            (Wanted::AsItIs(default), None) => format!("{name}: {default}"),
            (_, Some(entry)) if is_kept(entry) => {
                self.placeholders_kept.push(field.key);
                carry_over(self.document, entry)?
            }
            (Wanted::Gone, _) => return Ok(()),
            (Wanted::Blank, _) => format!("{name}:"),
            (Wanted::Text(text), _) => format!("{name}: {}", scalar(text)),
            (Wanted::Number(number), _) => format!("{name}: {number}"),
        };
        lines.push(format!("{:indent$}{line}", ""));
        Ok(())
    }

    /// Adds the block at the end of the document, and returns the line on which it begins.
    fn append(
        &mut self,
        root: Option<usize>,
        fields: &[Field<'_>],
    ) -> Result<usize, ConfigRefusal> {
        let document = self.document;
        let indent = match root {
            Some(root) => {
                let keys = document.entries(root).map(|entry| entry.key);
                let unusual = Reason::UnusualKey.on(self.line(root));
                let indent = keys.filter_map(|key| document.indent(key)).next();
                let indent = indent.ok_or(unusual)?;
                self.step = self.step_of_neighbours(root, indent);
                indent
            }
            None => 0,
        };
        let mut lines = vec![format!("{:indent$}{}:", "", BlockKey::Trakt.name())];
        self.render(fields, indent + self.step, None, &mut lines)?;
        self.splicer.append(&lines)
    }
}

/// Returns an entry of a mapping in flow style as a line of one in block style.
fn carry_over(document: &Document, entry: Entry) -> Result<String, ConfigRefusal> {
    let text = &document.text;
    let [key, value] = [entry.key, entry.value].map(|node| &document.nodes[node]);
    let refusal = Reason::NotCarriedOver.on(key.line);
    let rest = &text[key.span.end..];
    let source = match rest.trim_start().strip_prefix(':') {
        Some(behind) => {
            let colon_end = text.len() - behind.len();
            text.get(colon_end..value.span.end)
                .unwrap_or_default()
                .trim()
        }
        None => "",
    };
    let key_source = document.source(entry.key);
    let has_properties = key.anchor != 0 || key.tag.is_some();
    let is_plain_line = |s: &str| {
        let has_comment = s.starts_with('#') || s.contains(" #");
        !has_comment && !s.contains(['\n', '\r', '\t'])
    };
    let is_sure = document.scalar(entry.key).is_some()
        && !has_properties
        && is_plain_line(key_source)
        && is_plain_line(source);
    match (is_sure, source) {
        (false, _) => Err(refusal),
        (true, "") => Ok(format!("{key_source}:")),
        (true, _) => Ok(format!("{key_source}: {source}")),
    }
}
