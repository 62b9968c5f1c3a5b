//! Which bytes of a file to replace, and by what.

use std::ops::Range;

use super::document::{Document, Entry, Kind, header_of};
use super::fields::{BlockKey, Field, Wanted, placeholder};
use super::lines::{
    BYTE_ORDER_MARK, before_line_break, line_break_at, line_break_near, line_end, line_number,
    line_start,
};
use super::refusal::ConfigRefusal;
use super::verify::holds;
use crate::kometa::block::scalar;

/// The indent of Kometa's own template, for files that show none.
const USUAL_STEP: usize = 2;

pub(super) struct Plan {
    /// In the order of the text, without overlaps.
    pub(super) edits: Vec<Edit>,
    pub(super) placeholders_kept: Vec<BlockKey>,
    pub(super) appended: bool,
    /// Where the `trakt` section begins, or will.
    pub(super) line: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

/// Applies edits that are sorted and do not overlap; nothing where they do or are out of bounds.
pub(super) fn apply(text: &str, edits: &[Edit]) -> Option<String> {
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

pub(super) fn plan(document: &Document<'_>, fields: &[Field<'_>]) -> Result<Plan, ConfigRefusal> {
    let mut editor = Editor {
        document,
        edits: Vec::new(),
        placeholders_kept: Vec::new(),
        step: USUAL_STEP,
    };
    let root = check_root(document)?;
    let entry = root
        .map(|root| trakt_entry(document, root))
        .transpose()?
        .flatten();
    let line = match (root, entry) {
        (Some(root), Some(entry)) => {
            editor.section_at_root(root, entry, fields)?;
            document.nodes[entry.key].line
        }
        _ => editor.append(root, fields)?,
    };
    editor.edits.sort_by_key(|edit| edit.range.start);
    Ok(Plan {
        edits: editor.edits,
        placeholders_kept: editor.placeholders_kept,
        appended: entry.is_none(),
        line,
    })
}

/// The root mapping in block style, or nothing in a document without content.
fn check_root(document: &Document<'_>) -> Result<Option<usize>, ConfigRefusal> {
    let Some(root) = document.root() else {
        return Ok(None);
    };
    let node = &document.nodes[root];
    let line = node.line;
    match node.kind {
        Kind::Mapping { flow: false } => {}
        Kind::Mapping { flow: true } => return Err(ConfigRefusal::RootInFlowStyle { line }),
        Kind::Sequence { .. } => return Err(ConfigRefusal::RootIsList { line }),
        Kind::Scalar { .. } | Kind::Alias { .. } => {
            return Err(ConfigRefusal::RootIsText { line });
        }
    }
    refuse_uses_of(document, &[root])?;
    Ok(Some(root))
}

/// The entry of `trakt`. Two of them have been refused before.
pub(super) fn trakt_entry(
    document: &Document<'_>,
    root: usize,
) -> Result<Option<Entry>, ConfigRefusal> {
    let name = Some(BlockKey::Trakt.name());
    let entry = document
        .entries(root)
        .find(|entry| document.nodes[document.resolve(entry.key)].text() == name);
    match entry {
        Some(entry) if is_alias(document, entry.key) || document.indent(entry.key).is_none() => {
            Err(ConfigRefusal::UnusualKey {
                line: document.nodes[entry.key].line,
            })
        }
        entry => Ok(entry),
    }
}

fn is_alias(document: &Document<'_>, node: usize) -> bool {
    matches!(document.nodes[node].kind, Kind::Alias { .. })
}

/// Refuses an alias anywhere of one of these nodes.
fn refuse_uses_of(document: &Document<'_>, nodes: &[usize]) -> Result<(), ConfigRefusal> {
    refuse_uses(document, |anchored, _| nodes.contains(&anchored))
}

/// Refuses the first alias for which (the node that it stands for, its own node) is forbidden.
fn refuse_uses(
    document: &Document<'_>,
    is_forbidden: impl Fn(usize, usize) -> bool,
) -> Result<(), ConfigRefusal> {
    for (index, node) in document.nodes.iter().enumerate() {
        let anchored = document.resolve(index);
        if anchored != index && is_forbidden(anchored, index) {
            return Err(ConfigRefusal::AnchorUsedElsewhere {
                line: document.nodes[anchored].line,
                used: node.line,
            });
        }
    }
    Ok(())
}

struct Editor<'d, 'a> {
    document: &'d Document<'a>,
    edits: Vec<Edit>,
    placeholders_kept: Vec<BlockKey>,
    /// By how many spaces a level is indented.
    step: usize,
}

impl Editor<'_, '_> {
    fn line(&self, node: usize) -> usize {
        self.document.nodes[node].line
    }

    fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.edits.push(Edit {
            range,
            text: text.into(),
        });
    }

    fn section_at_root(
        &mut self,
        root: usize,
        entry: Entry,
        fields: &[Field<'_>],
    ) -> Result<(), ConfigRefusal> {
        let document = self.document;
        let inside = entry.key..document.nodes[entry.value].after;
        refuse_uses(document, |anchored, alias| {
            inside.contains(&anchored) && !inside.contains(&alias)
        })?;
        refuse_uses_of(document, &self.known_nodes(entry, fields))?;
        let indent = document.indent(entry.key).unwrap_or_default();
        self.step = match self.child_indent(entry.value) {
            Some(child) => child.saturating_sub(indent).max(1),
            None => self.step_of_neighbours(root, indent),
        };
        self.section(BlockKey::Trakt, entry, fields, indent)
    }

    /// The nodes that may be replaced, or that hold such.
    fn known_nodes(&self, entry: Entry, fields: &[Field<'_>]) -> Vec<usize> {
        let mut nodes = vec![entry.key, entry.value];
        for field in fields {
            let Some(child) = self.child(entry.value, field.key) else {
                continue;
            };
            match &field.wanted {
                Wanted::Section(fields) => nodes.extend(self.known_nodes(child, fields)),
                _ => nodes.extend([child.key, child.value]),
            }
        }
        nodes
    }

    fn child(&self, parent: usize, key: BlockKey) -> Option<Entry> {
        match self.document.nodes[parent].kind {
            Kind::Mapping { .. } => self.document.entry(parent, key.name()),
            _ => None,
        }
    }

    /// The indent of what is in a block mapping.
    fn child_indent(&self, mapping: usize) -> Option<usize> {
        match self.document.nodes[mapping].kind {
            Kind::Mapping { flow: false } => {
                let first = self.document.entries(mapping).next()?;
                self.document.indent(first.key)
            }
            _ => None,
        }
    }

    fn step_of_neighbours(&self, root: usize, indent: usize) -> usize {
        self.document
            .entries(root)
            .find_map(|entry| self.child_indent(entry.value)?.checked_sub(indent))
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
        let old = self.old_section(key, value)?;
        match (&self.document.nodes[value].kind, old) {
            (Kind::Mapping { flow: false }, _) => self.in_place(value, fields),
            (_, old) => {
                let child_indent = indent + self.step;
                let mut lines: Vec<String> = Vec::new();
                if let Some(mapping) = old {
                    let comments = self.comments(mapping).into_iter();
                    lines.extend(comments.map(|comment| format!("{:child_indent$}{comment}", "")));
                }
                self.render(fields, child_indent, old, &mut lines)?;
                self.fill(entry, &lines)
            }
        }
    }

    /// The mapping that a section consists of so far; nothing where a single value or no value stands.
    fn old_section(&self, key: BlockKey, value: usize) -> Result<Option<usize>, ConfigRefusal> {
        let node = &self.document.nodes[value];
        let line = node.line;
        if node.tag.is_some() {
            return Err(ConfigRefusal::Tagged { line });
        }
        match node.kind {
            Kind::Alias { .. } => Err(ConfigRefusal::Aliased { key, line }),
            Kind::Sequence { .. } => Err(ConfigRefusal::NotAMapping { key, line }),
            Kind::Scalar { .. } => Ok(None),
            Kind::Mapping { .. } => {
                self.check_keys(value)?;
                Ok(Some(value))
            }
        }
    }

    fn check_keys(&self, mapping: usize) -> Result<(), ConfigRefusal> {
        let is_flow = self.document.nodes[mapping].kind == Kind::Mapping { flow: true };
        for entry in self.document.entries(mapping) {
            let [key, value] = [entry.key, entry.value].map(|node| &self.document.nodes[node]);
            let line = key.line;
            // Some readers take the colon of `{key:}` for a part of the key.
            let behind_key = &self.document.text[key.span.end..];
            let is_colon_alone =
                behind_key.starts_with(':') && !behind_key[1..].starts_with([' ', '\n', '\r']);
            if is_flow && value.is_absent() && is_colon_alone {
                return Err(ConfigRefusal::NotCarriedOver { line });
            }
            if matches!(key.kind, Kind::Alias { .. }) {
                return Err(ConfigRefusal::UnusualKey { line });
            }
            if key.text() == Some("<<") {
                return Err(ConfigRefusal::Merged { line });
            }
        }
        Ok(())
    }

    /// Brings a block mapping up to date value by value.
    fn in_place(&mut self, mapping: usize, fields: &[Field<'_>]) -> Result<(), ConfigRefusal> {
        let document = self.document;
        let unusual = |node: usize| ConfigRefusal::UnusualKey {
            line: document.nodes[node].line,
        };
        let indent = self.child_indent(mapping).ok_or_else(|| unusual(mapping))?;
        let mut previous = None;
        let mut first_missing = Vec::new();
        for field in fields {
            match document.entry(mapping, field.key.name()) {
                Some(entry) => {
                    if document.indent(entry.key) != Some(indent) {
                        return Err(unusual(entry.key));
                    }
                    for missing in first_missing.drain(..) {
                        self.insert_before(entry, missing, indent)?;
                    }
                    self.value(field, entry, indent)?;
                    previous = Some(entry);
                }
                None => match previous {
                    Some(entry) => self.insert_after(entry, field, indent)?,
                    None => first_missing.push(field),
                },
            }
        }
        if let Some(last) = document.entries(mapping).last() {
            for missing in first_missing {
                self.insert_after(last, missing, indent)?;
            }
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
            Wanted::AsItIs(_) => Ok(()),
            Wanted::Section(fields) => self.section(key, entry, fields, indent),
            wanted if self.may_stay(key, wanted, entry.value)? => Ok(()),
            Wanted::Blank => self.remove(entry),
            Wanted::Text(text) => self.set(entry, scalar(text)),
            Wanted::Number(number) => self.set(entry, number.to_string()),
        }
    }

    /// Whether a single value is right already, or is a placeholder that is kept.
    fn may_stay(
        &mut self,
        key: BlockKey,
        wanted: &Wanted<'_>,
        value: usize,
    ) -> Result<bool, ConfigRefusal> {
        let document = self.document;
        let resolved = document.resolve(value);
        let line = self.line(value);
        if document.nodes[value].tag.is_some() {
            return Err(ConfigRefusal::Tagged { line });
        }
        let Some(text) = document.nodes[resolved].text() else {
            return Err(ConfigRefusal::NotAValue { key, line });
        };
        if key.may_be_placeholder() && placeholder(text).is_some() {
            self.placeholders_kept.push(key);
            return Ok(true);
        }
        Ok(holds(document, resolved, wanted))
    }

    /// Where the value's place begins: behind the colon.
    fn colon_end(&self, entry: Entry) -> Result<usize, ConfigRefusal> {
        let key_end = self.document.nodes[entry.key].span.end;
        let rest = &self.document.text[key_end..];
        let colon = rest.trim_start_matches(' ');
        match colon.starts_with(':') {
            true => Ok(key_end + (rest.len() - colon.len()) + 1),
            false => Err(ConfigRefusal::UnusualKey {
                line: self.line(entry.key),
            }),
        }
    }

    fn set(&mut self, entry: Entry, text: String) -> Result<(), ConfigRefusal> {
        let node = &self.document.nodes[entry.value];
        if node.is_absent() {
            let at = self.colon_end(entry)?.max(node.span.start);
            self.replace(at..at, format!(" {text}"));
        } else if node.is_block_scalar() {
            let (header, content) = self.block_scalar(entry)?;
            self.replace(header, text);
            self.replace(content, "");
        } else {
            self.replace(node.span.clone(), text);
        }
        Ok(())
    }

    fn remove(&mut self, entry: Entry) -> Result<(), ConfigRefusal> {
        let node = &self.document.nodes[entry.value];
        if node.is_block_scalar() {
            let (header, content) = self.block_scalar(entry)?;
            let range = self.with_gap_before(entry, header)?;
            self.replace(range, "");
            self.replace(content, "");
        } else {
            let range = self.with_gap_before(entry, node.span.clone())?;
            self.replace(range, "");
        }
        Ok(())
    }

    /// The range together with the white space that separates it from the colon, or from the line before.
    fn with_gap_before(
        &self,
        entry: Entry,
        range: Range<usize>,
    ) -> Result<Range<usize>, ConfigRefusal> {
        let text = self.document.text;
        let colon_end = self.colon_end(entry)?;
        let own_line = line_start(text, range.start);
        let is_white = |range: Range<usize>| text[range].trim().is_empty();
        let start = if is_white(colon_end..range.start) {
            colon_end
        } else if own_line > colon_end && is_white(own_line..range.start) {
            before_line_break(text, own_line)
        } else {
            range.start
        };
        Ok(start..range.end)
    }

    /// The header of a block scalar (`|`, `>-`, …) without its comment, and its content from the header's line end to
    /// that of the last line that is not empty.
    fn block_scalar(&self, entry: Entry) -> Result<(Range<usize>, Range<usize>), ConfigRefusal> {
        let text = self.document.text;
        let span = self.document.nodes[entry.value].span.clone();
        let colon_end = self.colon_end(entry)?;
        let not_sure = ConfigRefusal::NotSure {
            line: self.line(entry.key),
        };
        let header = header_of(text, colon_end..span.start).ok_or(not_sure)?;
        let content_start = line_end(text, header.end);
        let content = text.get(content_start..span.end).unwrap_or_default();
        let content_end = match content.trim_end() {
            "" => content_start,
            content => line_end(text, content_start + content.len()),
        };
        Ok((header, content_start..content_end))
    }

    /// Where the line behind a block scalar begins; nothing where the scalar ends within a line.
    fn block_scalar_end(&self, node: usize) -> Option<usize> {
        let text = self.document.text;
        let end = self.document.nodes[node].span.end;
        let start = line_start(text, end);
        let is_white = text[start..end].bytes().all(|b| b == b' ');
        (start > 0 && is_white).then_some(start)
    }

    /// Puts the lines of a section in the place of a value that is no block mapping.
    fn fill(&mut self, entry: Entry, lines: &[String]) -> Result<(), ConfigRefusal> {
        let text = self.document.text;
        let node = &self.document.nodes[entry.value];
        if node.is_absent() {
            let at = line_end(text, self.colon_end(entry)?.max(node.span.start));
            self.replace(at..at, each_on_its_line(text, at, lines));
        } else if node.is_block_scalar() {
            let (header, content) = self.block_scalar(entry)?;
            let header = self.with_gap_before(entry, header)?;
            let lines = each_on_its_line(text, content.start, lines);
            self.replace(header, "");
            self.replace(content, lines);
        } else {
            let range = self.with_gap_before(entry, node.span.clone())?;
            let at = line_end(text, range.end);
            self.replace(range, "");
            self.replace(at..at, each_on_its_line(text, at, lines));
        }
        Ok(())
    }

    fn insert_before(
        &mut self,
        entry: Entry,
        field: &Field<'_>,
        indent: usize,
    ) -> Result<(), ConfigRefusal> {
        let text = self.document.text;
        let at = line_start(text, self.document.nodes[entry.key].span.start);
        let lines = self.lines_of(field, indent)?;
        self.replace(at..at, each_with_its_line_end(text, at, &lines));
        Ok(())
    }

    fn insert_after(
        &mut self,
        entry: Entry,
        field: &Field<'_>,
        indent: usize,
    ) -> Result<(), ConfigRefusal> {
        let text = self.document.text;
        let lines = self.lines_of(field, indent)?;
        let last = self.document.nodes[entry.value].after - 1;
        self.refuse_open_text(last)?;
        let end_of_block_scalar = match self.document.nodes[last].is_block_scalar() {
            true => self.block_scalar_end(last),
            false => None,
        };
        match end_of_block_scalar {
            Some(at) => self.replace(at..at, each_with_its_line_end(text, at, &lines)),
            None => {
                let colon_end = self.colon_end(entry).unwrap_or_default();
                let end = self.document.nodes[entry.value].span.end.max(colon_end);
                let at = line_end(text, end);
                self.replace(at..at, each_on_its_line(text, at, &lines));
            }
        }
        Ok(())
    }

    /// Refuses to add anything behind a block scalar that would change by it: one that ends with the file would gain a
    /// line end, and one without content takes its indent from what follows.
    fn refuse_open_text(&self, last: usize) -> Result<(), ConfigRefusal> {
        let node = &self.document.nodes[last];
        let text = self.document.text;
        let content = node.text().unwrap_or_default();
        let behind = text.get(node.span.end..).unwrap_or_default();
        let reaches_end = behind.bytes().all(|b| b == b' ') && !text.ends_with(['\n', '\r']);
        let is_open = content.trim().is_empty() || (content.ends_with('\n') && reaches_end);
        match node.is_block_scalar() && is_open {
            true => Err(ConfigRefusal::EndsInText {
                line: line_number(text, node.span.end),
            }),
            false => Ok(()),
        }
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
            let entry = old.and_then(|mapping| self.child(mapping, field.key));
            self.render_field(field, indent, entry, lines)?;
        }
        let entries = old.map(|mapping| self.document.entries(mapping));
        for entry in entries.into_iter().flatten() {
            let name = self.document.nodes[entry.key].text();
            if !fields.iter().any(|field| Some(field.key.name()) == name) {
                lines.push(format!("{:indent$}{}", "", self.carry_over(entry)?));
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
        let line = match (&field.wanted, old) {
            (Wanted::Section(fields), _) => {
                let old = match old {
                    Some(entry) => self.old_section(field.key, entry.value)?,
                    None => None,
                };
                lines.push(format!("{:indent$}{name}:", ""));
                return self.render(fields, indent + self.step, old, lines);
            }
            (Wanted::AsItIs(_), Some(entry)) => self.carry_over(entry)?,
            (Wanted::AsItIs(default), None) => format!("{name}: {default}"),
            (_, Some(entry)) if self.is_placeholder(field.key, entry.value) => {
                self.placeholders_kept.push(field.key);
                self.carry_over(entry)?
            }
            (Wanted::Blank, _) => format!("{name}:"),
            (Wanted::Text(text), _) => format!("{name}: {}", scalar(text)),
            (Wanted::Number(number), _) => format!("{name}: {number}"),
        };
        lines.push(format!("{:indent$}{line}", ""));
        Ok(())
    }

    fn is_placeholder(&self, key: BlockKey, value: usize) -> bool {
        let text = self.document.nodes[value].text();
        key.may_be_placeholder() && text.and_then(placeholder).is_some()
    }

    /// An entry of a mapping in flow style as a line of one in block style.
    fn carry_over(&self, entry: Entry) -> Result<String, ConfigRefusal> {
        let text = self.document.text;
        let [key, value] = [entry.key, entry.value].map(|node| &self.document.nodes[node]);
        let line = key.line;
        let refusal = ConfigRefusal::NotCarriedOver { line };
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
        let key_source = self.document.source(entry.key);
        let has_properties = key.anchor != 0 || key.tag.is_some();
        let is_plain_line = |s: &str| {
            let has_comment = s.starts_with('#') || s.contains(" #");
            !has_comment && !s.contains(['\n', '\r', '\t'])
        };
        let is_sure = key.text().is_some()
            && !has_properties
            && is_plain_line(key_source)
            && is_plain_line(source);
        match (is_sure, source) {
            (false, _) => Err(refusal),
            (true, "") => Ok(format!("{key_source}:")),
            (true, _) => Ok(format!("{key_source}: {source}")),
        }
    }

    /// The comments within a collection in flow style.
    fn comments(&self, collection: usize) -> Vec<&str> {
        let text = self.document.text;
        let node = &self.document.nodes[collection];
        let mut comments = Vec::new();
        let mut seen = node.span.start + 1;
        for inner in &self.document.nodes[collection + 1..node.after] {
            comments_between(text, seen..inner.span.start, &mut comments);
            let token_end = match inner.kind {
                Kind::Mapping { .. } | Kind::Sequence { .. } => inner.span.start + 1,
                _ => inner.span.end,
            };
            seen = seen.max(token_end);
        }
        comments_between(text, seen..node.span.end, &mut comments);
        comments
    }

    /// Adds the block at the end of the document, and returns the line on which it begins.
    fn append(
        &mut self,
        root: Option<usize>,
        fields: &[Field<'_>],
    ) -> Result<usize, ConfigRefusal> {
        let document = self.document;
        let text = document.text;
        let indent = match root {
            Some(root) => {
                let keys = document.entries(root).map(|entry| entry.key);
                let unusual = ConfigRefusal::UnusualKey {
                    line: self.line(root),
                };
                let indent = keys.filter_map(|key| document.indent(key)).next();
                let indent = indent.ok_or(unusual)?;
                self.step = self.step_of_neighbours(root, indent);
                indent
            }
            None => 0,
        };
        let mut lines = vec![format!("{:indent$}{}:", "", BlockKey::Trakt.name())];
        self.render(fields, indent + self.step, None, &mut lines)?;
        if let Some(last) = document.nodes.len().checked_sub(1) {
            self.refuse_open_text(last)?;
        }
        let at = document.end_marker.unwrap_or(text.len());
        let is_at_line_start = text[line_start(text, at)..at]
            .trim_start_matches(BYTE_ORDER_MARK)
            .is_empty();
        let lines = match is_at_line_start {
            true => each_with_its_line_end(text, at, &lines),
            false => each_on_its_line(text, at, &lines),
        };
        self.replace(at..at, lines);
        Ok(line_number(text, at))
    }
}

/// Each line behind a line end, for the end of a line.
fn each_on_its_line(text: &str, at: usize, lines: &[String]) -> String {
    let line_break = line_break_near(text, at);
    lines.iter().flat_map(|l| [line_break, l]).collect()
}

/// Each line before a line end, for the start of a line.
fn each_with_its_line_end(text: &str, at: usize, lines: &[String]) -> String {
    let before = before_line_break(text, at);
    let line_break = match line_break_at(text, before) {
        "" => line_break_near(text, at),
        before => before,
    };
    lines.iter().flat_map(|l| [l, line_break]).collect()
}

fn comments_between<'a>(text: &'a str, gap: Range<usize>, comments: &mut Vec<&'a str>) {
    let mut at = gap.start;
    while let Some(found) = text.get(at..gap.end).and_then(|rest| rest.find('#')) {
        let start = at + found;
        let begins_comment = text[..start].ends_with([' ', '\t', '\n', '\r']);
        at = start + 1;
        if begins_comment {
            at = line_end(text, start);
            comments.push(text[start..at].trim_end());
        }
    }
}
