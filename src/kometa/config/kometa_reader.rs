//! Refuses what Kometa's reader, ruamel.yaml, refuses although this parser accepts it.

use std::ops::Range;

use granit_parser::ScalarStyle;

use super::characters::{doubtful_characters, forbidden};
use super::document::{Document, Kind, header_of};
use super::duplicates::{Duplicate, duplicates, incomparable_key, is_yaml_1_1};
use super::gaps::{Gap, begins_with_comment, is_before_blank_line, stands_apart};
use super::lines::{BYTE_ORDER_MARK, line_break_at, line_end, line_number, line_start};
use super::plain::{NoValue, PlainValue};
use super::refusal::{ConfigRefusal, Reason, YamlProblem};
use super::tags::tag_refusal;
use crate::trakt::input::characters::is_of_word;

/// The result of Kometa's reader for a document.
pub(super) struct Report {
    refusal: Option<ConfigRefusal>,
    /// The keys that a mapping has twice, in the order of their second occurrence.
    pub(super) duplicates: Vec<Duplicate>,
}

impl Report {
    /// Returns why Kometa does not load the document.
    pub(super) fn verdict(&self) -> Result<(), ConfigRefusal> {
        let trakt = self.duplicates.iter().find(|d| d.is_trakt());
        let duplicate = trakt.or_else(|| self.duplicates.first());
        let refusal = self.refusal.clone();
        match refusal.or_else(|| duplicate.map(Duplicate::refusal)) {
            Some(refusal) => Err(refusal),
            None => Ok(()),
        }
    }
}

pub(super) fn report(document: &Document) -> Report {
    let mut reader = Reader::new(document);
    reader.read();
    Report {
        refusal: reader.refusal,
        duplicates: reader.duplicates,
    }
}

/// An open collection.
struct Frame {
    node: usize,
    flow: bool,
    is_mapping: bool,
    /// From where on the keys are its own.
    first_key: usize,
    /// True if the next node is a key.
    at_key: bool,
    /// True if the last key was `<<`.
    is_merge: bool,
}

struct Reader<'d> {
    document: &'d Document,
    open: Vec<Frame>,
    /// The keys of all open mappings.
    keys: Vec<usize>,
    /// Up to where the text has been accounted for.
    seen: usize,
    /// The text since the last token.
    gap: Gap,
    /// Only the first is of interest, and finding its line takes a pass over the text.
    refusal: Option<ConfigRefusal>,
    duplicates: Vec<Duplicate>,
}

impl<'d> Reader<'d> {
    fn new(document: &'d Document) -> Self {
        Self {
            document,
            open: Vec::new(),
            keys: Vec::new(),
            seen: 0,
            gap: Gap::default(),
            refusal: None,
            duplicates: Vec::new(),
        }
    }

    fn read(&mut self) {
        let document = self.document;
        let length = document.text.len();
        let start = match (&document.start_marker, document.nodes.first()) {
            (Some(marker), _) => marker.clone(),
            (None, Some(first)) => first.span.start..first.span.start,
            (None, None) => length..length,
        };
        self.look_at_characters();
        self.look_at_prologue(start.start);
        self.look_at_anchors();
        if document.start_marker.is_some() {
            self.account_for(&start);
        }
        for (index, node) in document.nodes.iter().enumerate() {
            self.close_until(index);
            self.look_at(index);
            if node.is_collection() {
                self.open(index);
            }
        }
        self.close_until(document.nodes.len());
        if let Some(marker) = &document.end_marker {
            self.account_for(marker);
            self.look_at_epilogue(marker.start);
        }
        self.account_for(&(length..length));
    }

    fn refuse(&mut self, line: usize, problem: YamlProblem) {
        self.refuse_for(line, Reason::NotYaml(problem));
    }

    fn refuse_for(&mut self, line: usize, reason: Reason) {
        if self.refusal.is_none() {
            self.refusal = Some(reason.on(line));
        }
    }

    fn refuse_at(&mut self, at: usize, problem: YamlProblem) {
        if self.refusal.is_none() {
            self.refuse(line_number(&self.document.text, at), problem);
        }
    }

    fn refuse_tab(&mut self, at: usize) {
        if self.refusal.is_none() {
            self.refusal = Some(Reason::Tab.on(line_number(&self.document.text, at)));
        }
    }

    fn is_in_flow(&self) -> bool {
        self.open.last().is_some_and(|frame| frame.flow)
    }

    /// Looks at what stands between the tokens: white space, comments, indicators and properties.
    fn account_for(&mut self, token: &Range<usize>) {
        if token.start > self.seen && !self.is_in_flow() {
            let gap = self.seen..token.start;
            if let Some(at) = self.gap.first_tab(&self.document.text, gap) {
                self.refuse_tab(at);
            }
        }
        self.seen = self.seen.max(token.end);
        if !token.is_empty() {
            self.gap = Gap::default();
        }
    }

    /// Refuses characters that Kometa's reader and others read differently where they stand.
    fn look_at_characters(&mut self) {
        let document = self.document;
        let found = doubtful_characters(&document.text).find(|(at, c)| !is_sure(document, *at, *c));
        if let Some((at, c)) = found {
            self.refusal = Some(forbidden(&document.text, at, c));
        }
    }

    /// Looks at what stands before the document.
    fn look_at_prologue(&mut self, end: usize) {
        let text = &self.document.text;
        if self
            .document
            .version
            .is_some_and(|version| !matches!(version, (1, 1 | 2)))
        {
            let directive = text[..end].rfind("%YAML").unwrap_or(end);
            return self.refuse_at(directive, YamlProblem::Directive);
        }
        let mut at = 0;
        for line in text[..end].split(['\n', '\r']) {
            let start = line.trim_start_matches(BYTE_ORDER_MARK);
            let is_known = start.starts_with("%YAML ") || start.starts_with("%TAG ");
            // Kometa's reader passes over some of the others, and other readers over others.
            if start.starts_with('%') && !is_known {
                return self.refuse_for(line_number(text, at), Reason::Ambiguous);
            }
            if start.starts_with("...") {
                return self.refuse_at(at, YamlProblem::Syntax);
            }
            at += line.len() + 1;
        }
    }

    /// Refuses anchors with other than the usual characters in their names: the end of such a name is read differently.
    fn look_at_anchors(&mut self) {
        let is_usual = |c: char| is_of_word(c) || matches!(c, '_' | '-' | '.' | '/');
        let mut anchors = self.document.anchors.iter();
        if let Some(unusual) = anchors.find(|anchor| !anchor.name.chars().all(is_usual)) {
            self.refuse_for(unusual.line, Reason::Ambiguous);
        }
    }

    /// Looks at what stands behind the end marker.
    fn look_at_epilogue(&mut self, start: usize) {
        let lines = self.document.text[start..].split_inclusive(['\n', '\r']);
        let mut at = start;
        for (index, line) in lines.enumerate() {
            if index > 0 && line.starts_with("...") {
                return self.refuse_at(at, YamlProblem::Syntax);
            }
            at += line.len();
        }
    }

    fn look_at(&mut self, index: usize) {
        let document = self.document;
        let node = &document.nodes[index];
        if let Kind::Scalar { style, .. } = node.kind {
            match style {
                ScalarStyle::Plain => self.look_at_plain(index),
                ScalarStyle::Literal | ScalarStyle::Folded => {
                    self.look_at_block_scalar(index);
                }
                ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {}
            }
        }
        let token_end = match node.is_collection() {
            true if node.span.is_empty() || !self.is_flow(index) => node.span.start,
            true => node.span.start + 1,
            false => node.span.end,
        };
        self.account_for(&(node.span.start..token_end));
        if !node.is_absent() && (node.is_plain() || node.is_block_scalar()) {
            self.gap = Gap::BEHIND_TEXT;
        }
        if let Some(reason) = tag_refusal(document, index) {
            self.refuse_for(node.line, reason);
        }
        self.look_at_entry(index);
    }

    fn is_flow(&self, node: usize) -> bool {
        matches!(
            self.document.nodes[node].kind,
            Kind::Mapping { flow: true } | Kind::Sequence { flow: true }
        )
    }

    fn look_at_plain(&mut self, index: usize) {
        let text = &self.document.text;
        let node = &self.document.nodes[index];
        let (span, line) = (&node.span, node.line);
        let source = &text[span.clone()];
        // Some readers take these for indicators.
        if self.is_in_flow() && source.starts_with(['?', ':']) {
            self.refuse_for(line, Reason::Ambiguous);
        }
        if source.contains('\t') {
            self.refuse_tab(span.start);
        }
        if node.tag.is_none() {
            let text = self.document.scalar(index).unwrap_or_default();
            match PlainValue::of(text, is_yaml_1_1(self.document)) {
                Ok(_) => {}
                Err(NoValue::Date) => self.refuse(line, YamlProblem::Date),
                Err(NoValue::Number) => self.refuse(line, YamlProblem::Number),
            }
        }
        let is_value = self
            .open
            .last()
            .is_some_and(|f| f.is_mapping && !f.at_key && !f.flow);
        let gap = &text[self.seen.min(span.start)..span.start];
        let ends_line = || text[span.end..line_end(text, span.end)].trim().is_empty();
        let is_written = is_value && node.tag.is_none() && !source.is_empty();
        if is_written
            && begins_with_comment(gap)
            && ends_line()
            && is_before_blank_line(text, span.end)
        {
            self.refuse(line, YamlProblem::CommentBeforeValue);
        }
    }

    fn look_at_block_scalar(&mut self, index: usize) {
        let text = &self.document.text;
        let node = &self.document.nodes[index];
        let span = &node.span;
        let gap = self.seen.min(span.start)..span.start;
        let Some(header) = header_of(text, gap.clone()) else {
            return;
        };
        self.look_at_comments_before(&text[gap.start..header.start], &header, index);
        let end = line_end(text, header.end);
        if let Some(at) = { Gap::BEHIND_TEXT }.first_tab(text, header.end..end) {
            self.refuse_tab(at);
        }
        if text[header.clone()].contains(|c: char| c.is_ascii_digit()) {
            return;
        }
        let content = &text[end + line_break_at(text, end).len()..];
        let first = content.len() - content.trim_start_matches(' ').len();
        let is_blank = content[first..].starts_with(['\n', '\r']);
        let deepest = content
            .split(['\n', '\r'])
            .map(|line| (line, line.trim_start_matches(' ')))
            .scan(false, |has_text, (line, rest)| {
                let is_leading = !*has_text;
                *has_text |= !rest.is_empty();
                is_leading.then_some(line.len() - rest.len())
            })
            .max();
        if first > 0 && is_blank && deepest.is_some_and(|deepest| deepest > first) {
            self.refuse_at(header.start, YamlProblem::SpacesBeforeText);
        }
    }

    /// Kometa's reader has one place for the comments before a block scalar, where the one behind its header and the
    /// blank lines behind its text go too.
    fn look_at_comments_before(&mut self, gap: &str, header: &Range<usize>, index: usize) {
        let text = &self.document.text;
        let node = &self.document.nodes[index];
        let has_comment = text[header.end..line_end(text, header.end)].contains('#');
        let content_end = header.end
            + text[header.end..node.span.end.max(header.end)]
                .trim_end()
                .len();
        let keeps_blank_lines = text[header.clone()].contains('+');
        let overlaps = begins_with_comment(gap)
            && node.tag.is_none()
            && !keeps_blank_lines
            && is_before_blank_line(text, content_end);
        let before = self.end_of_previous(index);
        if overlaps || (has_comment && stands_apart(&text[before..header.start])) {
            self.refuse(
                line_number(text, header.start),
                YamlProblem::CommentBeforeValue,
            );
        }
    }

    /// Returns where the last scalar or alias before a node ends.
    fn end_of_previous(&self, index: usize) -> usize {
        let before = self.document.nodes[..index].iter().rev();
        let previous = before.into_iter().find(|node| !node.is_collection());
        previous.map_or(0, |node| {
            node.span.end.min(self.document.nodes[index].span.start)
        })
    }

    /// Looks at a node as a key, or as the value of one.
    fn look_at_entry(&mut self, index: usize) {
        let Some(frame) = self.open.last_mut().filter(|frame| frame.is_mapping) else {
            return;
        };
        let node = &self.document.nodes[index];
        let line = node.line;
        let is_key = frame.at_key;
        frame.at_key = !is_key;
        if is_key {
            frame.is_merge = node.is_plain() && self.document.scalar(index) == Some("<<");
            let is_in_flow = frame.flow;
            self.keys.push(index);
            let resolved = self.document.resolve(index);
            let is_nested =
                |node: usize| self.document.scalar(self.document.resolve(node)).is_none();
            let mapping = frame.node;
            if is_in_flow && self.is_unsure_pair(mapping, index) {
                self.refuse(line, YamlProblem::Colon);
            }
            if is_in_flow && self.is_key_over_lines(index) {
                self.refuse(line, YamlProblem::KeyOverLines);
            }
            if self.document.children(resolved).any(is_nested) {
                self.refuse(line, YamlProblem::Key);
            }
        } else if frame.is_merge && !self.is_mergeable(index) {
            self.refuse(line, YamlProblem::Merge);
        }
    }

    /// Returns whether a pair without braces, as an item of a list in brackets, lacks its key or the space behind its
    /// colon.
    fn is_unsure_pair(&self, mapping: usize, key: usize) -> bool {
        let text = &self.document.text;
        let start = self.document.nodes[mapping].span.start;
        let key = &self.document.nodes[key];
        let has_braces = text[start..].starts_with('{') && start < key.span.start;
        let is_explicit = text[start..].starts_with('?') && start < key.span.start;
        if has_braces {
            return false;
        }
        let is_missing = key.is_absent() && key.anchor == 0 && key.tag.is_none();
        let behind = text[key.span.end..].trim_start().strip_prefix(':');
        let is_glued =
            !key.is_plain() && behind.is_some_and(|rest| !rest.starts_with(char::is_whitespace));
        (is_missing && !is_explicit) || is_glued
    }

    /// Returns whether the colon behind a key stands on another line than the key's beginning.
    fn is_key_over_lines(&self, key: usize) -> bool {
        let span = &self.document.nodes[key].span;
        let text = &self.document.text;
        let mut at = span.end;
        loop {
            match text.as_bytes().get(at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => at += 1,
                Some(b'#') => at = line_end(text, at),
                Some(b':') => return text[span.start..at].contains(['\n', '\r']),
                _ => return false,
            }
        }
    }

    fn is_mergeable(&self, node: usize) -> bool {
        let node = self.document.resolve(node);
        let is_open = self.open.iter().any(|frame| frame.node == node);
        let is_mapping = |node: usize| {
            let node = self.document.resolve(node);
            self.document.nodes[node].is_mapping()
        };
        !is_open && (is_mapping(node) || self.is_list_of(node, is_mapping))
    }

    fn is_list_of(&self, node: usize, is_one: impl Fn(usize) -> bool) -> bool {
        matches!(self.document.nodes[node].kind, Kind::Sequence { .. })
            && self.document.children(node).all(is_one)
    }

    fn open(&mut self, index: usize) {
        self.open.push(Frame {
            node: index,
            flow: self.is_flow(index),
            is_mapping: self.document.nodes[index].is_mapping(),
            first_key: self.keys.len(),
            at_key: true,
            is_merge: false,
        });
    }

    /// Closes the collections that end before a node.
    fn close_until(&mut self, index: usize) {
        let document = self.document;
        while let Some(frame) = self
            .open
            .pop_if(|frame| document.nodes[frame.node].after <= index)
        {
            if frame.flow {
                self.seen = self.seen.max(document.nodes[frame.node].span.end);
                self.gap = Gap::default();
            }
            self.note_duplicates(frame.first_key);
        }
    }

    /// Finds the keys that the mapping just closed has twice.
    fn note_duplicates(&mut self, first_key: usize) {
        if self.keys.len() <= first_key {
            return;
        }
        let keys = self.keys.split_off(first_key);
        if let Some(key) = incomparable_key(self.document, &keys) {
            self.refuse_for(self.document.nodes[key].line, Reason::UnusualKey);
        }
        let is_at_root = self.open.is_empty();
        // A mapping ends after those within it, so what it has twice may stand above what they have.
        for duplicate in duplicates(self.document, keys, is_at_root) {
            let is_above = |other: &Duplicate| other.second <= duplicate.second;
            let at = self.duplicates.partition_point(is_above);
            self.duplicates.insert(at, duplicate);
        }
    }
}

/// Returns whether a doubtful character is read alike by all: within quotes or within a comment. To Kometa's reader a
/// line ends at all of them but the byte order mark, so there they may not stand in a key, before a document marker or
/// before more of a comment.
fn is_sure(document: &Document, at: usize, c: char) -> bool {
    let text = &document.text;
    let behind = &text[at + c.len_utf8()..];
    let begun = document.nodes.partition_point(|node| node.span.start <= at);
    let before = document.nodes[..begun].iter().rev();
    let scalar = before.into_iter().find(|node| !node.is_collection());
    if let Some(scalar) = scalar.filter(|scalar| scalar.span.end > at) {
        let ends_document = behind.starts_with("---") || behind.starts_with("...");
        let is_key = text[scalar.span.end..].trim_start().starts_with(':');
        return !scalar.is_plain()
            && (c == BYTE_ORDER_MARK || !(scalar.is_block_scalar() || is_key || ends_document));
    }
    let line = line_start(text, at).max(scalar.map_or(0, |scalar| scalar.span.end));
    let is_comment = text[line..at].match_indices('#').any(|(found, _)| {
        let start = line + found;
        start == line || text[..start].ends_with([' ', '\t', ',', '[', ']', '{', '}'])
    });
    let rest = behind[..line_end(behind, 0)].trim_start_matches(' ');
    is_comment && (c == BYTE_ORDER_MARK || rest.is_empty() || rest.starts_with('#'))
}
