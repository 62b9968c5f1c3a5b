//! A YAML document as a flat list of nodes with their byte spans.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, StructureStyle};

use super::lines::{
    BYTE_ORDER_MARK, indent_before, line_break_at, line_end, line_number, line_start,
};
use super::refusal::{ConfigRefusal, YamlProblem};
use crate::kometa::block::scalar;

/// Far beyond any configuration, and within what Kometa's reader, which is recursive, can load.
const NESTING_LIMIT: usize = 64;

/// The one document of a file, and what in it asks for care.
pub(super) struct Document<'a> {
    pub(super) text: &'a str,
    /// In the order of the text; a collection is followed by all that is in it.
    pub(super) nodes: Vec<Node<'a>>,
    /// Whether `---` stands before it.
    pub(super) explicit_start: bool,
    /// Where `...` stands behind it.
    pub(super) end_marker: Option<usize>,
    /// The nodes with anchors; the parser numbers them from 1.
    anchored: Vec<usize>,
    /// What Kometa's reader does not accept and this parser does, in the order of the text.
    not_for_kometa: Vec<ConfigRefusal>,
    /// In the order of the second occurrence.
    duplicates: Vec<Duplicate>,
}

pub(super) struct Node<'a> {
    pub(super) kind: Kind<'a>,
    /// A block scalar's begins behind its header; a block collection's ends with its last token.
    pub(super) span: Range<usize>,
    /// From 1.
    pub(super) line: usize,
    /// 0 where there is none.
    pub(super) anchor: usize,
    /// As `handle` and `suffix`, resolved.
    pub(super) tag: Option<(String, String)>,
    /// The index behind this node and all that is in it.
    pub(super) after: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    Scalar {
        text: Cow<'a, str>,
        style: ScalarStyle,
    },
    Mapping {
        flow: bool,
    },
    Sequence {
        flow: bool,
    },
    Alias {
        anchor: usize,
    },
}

/// A key and its value, as indexes of nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: usize,
    pub(super) value: usize,
}

/// A key that a mapping has twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Duplicate {
    pub(super) key: String,
    pub(super) is_at_root: bool,
    pub(super) first: usize,
    pub(super) second: usize,
}

impl<'a> Document<'a> {
    /// Reads the only document of `text`.
    pub(super) fn parse(text: &'a str) -> Result<Self, ConfigRefusal> {
        check_characters(text)?;
        let mut builder = Builder::new(text);
        let options = granit_parser::options! {
            flow_nesting_limit: NESTING_LIMIT,
            block_nesting_limit: NESTING_LIMIT,
            emit_anchor_events: true,
        };
        for next in Parser::new_from_str_with_options(text, options) {
            match next {
                Ok((event, span)) => builder.take(event, span)?,
                Err(error) => return Err(refusal_of(text, &error)),
            }
        }
        Ok(builder.finish())
    }

    /// Refuses what this parser accepts and Kometa's reader does not.
    pub(super) fn refuse_what_kometa_refuses(&self) -> Result<(), ConfigRefusal> {
        let is_trakt = |d: &&Duplicate| d.is_at_root && d.key == "trakt";
        let trakt = self.duplicates.iter().find(is_trakt);
        let duplicate = trakt.or_else(|| self.duplicates.first());
        let refusal = self.not_for_kometa.first().cloned();
        match refusal.or_else(|| duplicate.map(Duplicate::refusal)) {
            Some(refusal) => Err(refusal),
            None => Ok(()),
        }
    }

    pub(super) fn duplicates(&self) -> &[Duplicate] {
        &self.duplicates
    }

    /// The root node; none in a document without content.
    pub(super) fn root(&self) -> Option<usize> {
        let root = self.nodes.first()?;
        let is_nothing = root.is_absent() && root.anchor == 0 && root.tag.is_none();
        (!is_nothing).then_some(0)
    }

    /// The node itself, or the one that it is an alias of.
    pub(super) fn resolve(&self, node: usize) -> usize {
        match self.nodes[node].kind {
            Kind::Alias { anchor } => self.anchored.get(anchor - 1).copied().unwrap_or(node),
            _ => node,
        }
    }

    pub(super) fn children(&self, parent: usize) -> impl Iterator<Item = usize> + '_ {
        let after = self.nodes[parent].after;
        let mut next = parent + 1;
        std::iter::from_fn(move || {
            let child = (next < after).then_some(next)?;
            next = self.nodes[child].after;
            Some(child)
        })
    }

    /// The entries of a mapping.
    pub(super) fn entries(&self, mapping: usize) -> impl Iterator<Item = Entry> + '_ {
        let mut children = self.children(mapping);
        std::iter::from_fn(move || {
            let (key, value) = (children.next()?, children.next()?);
            Some(Entry { key, value })
        })
    }

    /// The first entry of a mapping whose key reads as `name`.
    pub(super) fn entry(&self, mapping: usize, name: &str) -> Option<Entry> {
        self.entries(mapping)
            .find(|entry| self.nodes[entry.key].text() == Some(name))
    }

    /// The spaces before the node, or nothing where it does not begin its line.
    pub(super) fn indent(&self, node: usize) -> Option<usize> {
        indent_before(self.text, self.nodes[node].span.start)
    }

    /// The source of a node without its anchor and tag.
    pub(super) fn source(&self, node: usize) -> &'a str {
        &self.text[self.nodes[node].span.clone()]
    }
}

impl Node<'_> {
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether nothing at all is written for it.
    pub(super) fn is_absent(&self) -> bool {
        self.is_plain() && self.span.is_empty()
    }

    pub(super) fn is_null(&self) -> bool {
        let is_null_word = |text: &str| matches!(text, "" | "~" | "null" | "Null" | "NULL");
        self.tag.is_none() && self.is_plain() && self.text().is_some_and(is_null_word)
    }

    pub(super) const fn is_plain(&self) -> bool {
        matches!(
            self.kind,
            Kind::Scalar {
                style: ScalarStyle::Plain,
                ..
            }
        )
    }

    pub(super) const fn is_block_scalar(&self) -> bool {
        matches!(
            self.kind,
            Kind::Scalar {
                style: ScalarStyle::Literal | ScalarStyle::Folded,
                ..
            }
        )
    }
}

impl Duplicate {
    pub(super) fn refusal(&self) -> ConfigRefusal {
        let Self { first, second, .. } = *self;
        match self.is_at_root && self.key == "trakt" {
            true => ConfigRefusal::TwoTraktKeys { first, second },
            false => ConfigRefusal::DuplicateKey {
                key: self.key.clone(),
                first,
                second,
            },
        }
    }
}

/// An open collection.
struct Frame {
    node: usize,
    flow: bool,
    is_mapping: bool,
    /// From where on the keys are its own.
    first_key: usize,
    /// Whether the next node is a key.
    at_key: bool,
    /// Whether the last key was `<<`.
    is_merge: bool,
}

struct Builder<'a> {
    document: Document<'a>,
    open: Vec<Frame>,
    /// The keys of all open mappings.
    keys: Vec<usize>,
    documents: usize,
    /// Up to where the text has been accounted for.
    seen: usize,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            document: Document {
                text,
                nodes: Vec::new(),
                explicit_start: false,
                end_marker: None,
                anchored: Vec::new(),
                not_for_kometa: Vec::new(),
                duplicates: Vec::new(),
            },
            open: Vec::new(),
            keys: Vec::new(),
            documents: 0,
            seen: 0,
        }
    }

    fn take(&mut self, event: Event<'a>, span: Span) -> Result<(), ConfigRefusal> {
        let line = span.start.line();
        let Some(range) = span.byte_range().filter(|r| self.is_sound(r)) else {
            return Err(ConfigRefusal::NotSure { line });
        };
        match event {
            Event::DocumentStart(explicit, version) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(ConfigRefusal::SeveralDocuments { line });
                }
                if version.is_some_and(|v| v.major != 1 || !matches!(v.minor, 1 | 2)) {
                    let directive = self.document.text[..range.start].rfind("%YAML");
                    let at = directive.unwrap_or(range.start);
                    return Err(ConfigRefusal::InvalidYaml {
                        line: line_number(self.document.text, at),
                        problem: YamlProblem::Directive,
                    });
                }
                self.document.explicit_start = explicit;
                self.look_at_prologue(range.start);
                self.account_for(&range);
            }
            Event::DocumentEnd => {
                if !range.is_empty() {
                    self.document.end_marker = Some(range.start);
                }
                self.account_for(&range);
            }
            Event::Scalar(text, style, anchor, tag) => {
                match style {
                    ScalarStyle::Plain => self.look_at_plain(&range, line, tag.is_some()),
                    ScalarStyle::Literal | ScalarStyle::Folded => self.look_at_block_scalar(&range),
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {}
                }
                let tag = tag.map(|t| (t.handle().to_owned(), t.suffix().to_owned()));
                self.push(Kind::Scalar { text, style }, range, line, anchor, tag);
            }
            Event::Anchor(_, name) => {
                // Where a name with other characters ends is read differently.
                let is_usual = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
                if !name.chars().all(is_usual) {
                    self.refuse_for(line, YamlProblem::Properties);
                }
            }
            Event::Alias(anchor) => self.push(Kind::Alias { anchor }, range, line, 0, None),
            Event::MappingStart(style, anchor, tag) => {
                let flow = style == StructureStyle::Flow;
                let tag = tag.map(|t| (t.handle().to_owned(), t.suffix().to_owned()));
                self.push(Kind::Mapping { flow }, range, line, anchor, tag);
                self.open(flow, true);
            }
            Event::SequenceStart(style, anchor, tag) => {
                let flow = style == StructureStyle::Flow;
                let tag = tag.map(|t| (t.handle().to_owned(), t.suffix().to_owned()));
                self.push(Kind::Sequence { flow }, range, line, anchor, tag);
                self.open(flow, false);
            }
            Event::MappingEnd | Event::SequenceEnd => self.close(&range),
            Event::StreamEnd => self.account_for(&range),
            _ => {}
        }
        Ok(())
    }

    fn is_sound(&self, range: &Range<usize>) -> bool {
        self.document.text.get(range.clone()).is_some()
    }

    fn is_in_flow(&self) -> bool {
        self.open.last().is_some_and(|frame| frame.flow)
    }

    /// Looks at what stands between the tokens: white space, comments, indicators and properties.
    fn account_for(&mut self, token: &Range<usize>) {
        if token.start > self.seen {
            let tab = (!self.is_in_flow())
                .then(|| tab_outside_comments(self.document.text, self.seen..token.start))
                .flatten();
            if let Some(at) = tab {
                self.note_tab(at);
            }
        }
        self.seen = self.seen.max(token.end);
    }

    fn note_tab(&mut self, at: usize) {
        // Only the first is of interest, and finding its line takes a pass over the text.
        if self.document.not_for_kometa.is_empty() {
            let line = line_number(self.document.text, at);
            self.document
                .not_for_kometa
                .push(ConfigRefusal::Tab { line });
        }
    }

    fn refuse_at(&mut self, at: usize, problem: YamlProblem) {
        if self.document.not_for_kometa.is_empty() {
            self.refuse_for(line_number(self.document.text, at), problem);
        }
    }

    fn refuse_for(&mut self, line: usize, problem: YamlProblem) {
        let refusal = ConfigRefusal::InvalidYaml { line, problem };
        self.document.not_for_kometa.push(refusal);
    }

    /// Looks at what stands before the document.
    fn look_at_prologue(&mut self, end: usize) {
        let text = self.document.text;
        let mut at = 0;
        for line in text[..end].split(['\n', '\r']) {
            let start = line.trim_start_matches(BYTE_ORDER_MARK);
            let problem = match start.starts_with('%') {
                true if start.starts_with("%YAML ") || start.starts_with("%TAG ") => None,
                true => Some(YamlProblem::Directive),
                false => start.starts_with("...").then_some(YamlProblem::Syntax),
            };
            if let Some(problem) = problem {
                return self.refuse_at(at, problem);
            }
            at += line.len() + 1;
        }
    }

    fn look_at_plain(&mut self, span: &Range<usize>, line: usize, is_tagged: bool) {
        let text = self.document.text;
        let source = &text[span.clone()];
        // Some readers take these for indicators.
        if self.is_in_flow() && source.starts_with(['?', ':']) {
            self.refuse_for(line, YamlProblem::Colon);
        }
        if source.contains('\t') {
            self.note_tab(span.start);
        }
        let is_value = self
            .open
            .last()
            .is_some_and(|f| f.is_mapping && !f.at_key && !f.flow);
        let gap = &text[self.seen.min(span.start)..span.start];
        let is_behind_comment = || matches!(gap.split_once(['\n', '\r']), Some((key_line, _)) if key_line.contains('#'));
        let is_before_blank_line = || {
            let end = line_end(text, span.end);
            let next = end + line_break_at(text, end).len();
            let next_end = line_end(text, next);
            text[span.end..end].trim().is_empty()
                && text[next..next_end].trim().is_empty()
                && next_end < text.len()
        };
        let is_written = is_value && !is_tagged && !source.is_empty();
        if is_written && is_behind_comment() && is_before_blank_line() {
            self.refuse_for(line, YamlProblem::CommentBeforeValue);
        }
    }

    fn look_at_block_scalar(&mut self, span: &Range<usize>) {
        let text = self.document.text;
        let Some(header) = header_of(text, self.seen.min(span.start)..span.start) else {
            return;
        };
        if text[header.clone()].contains(|c: char| c.is_ascii_digit()) {
            return;
        }
        let end = line_end(text, header.end);
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
            self.refuse_for(
                line_number(text, header.start),
                YamlProblem::SpacesBeforeText,
            );
        }
    }

    /// Looks at what stands behind the end marker.
    fn look_at_epilogue(&mut self, start: usize) {
        let text = self.document.text;
        let lines = text[start..].split_inclusive(['\n', '\r']);
        let mut at = start;
        for (index, line) in lines.enumerate() {
            if index > 0 && line.starts_with("...") {
                return self.refuse_at(at, YamlProblem::Syntax);
            }
            at += line.len();
        }
    }

    fn push(
        &mut self,
        kind: Kind<'a>,
        span: Range<usize>,
        line: usize,
        anchor: usize,
        tag: Option<(String, String)>,
    ) {
        self.account_for(&span);
        let nodes = &mut self.document.nodes;
        let index = nodes.len();
        nodes.push(Node {
            kind,
            span,
            line,
            anchor,
            tag,
            after: index + 1,
        });
        if anchor != 0 {
            self.document.anchored.push(index);
        }
        self.note_key(index);
    }

    /// Takes note of a node as a key, or as the value of one.
    fn note_key(&mut self, index: usize) {
        let Some(frame) = self.open.last_mut().filter(|frame| frame.is_mapping) else {
            return;
        };
        let node = &self.document.nodes[index];
        let line = node.line;
        let is_key = frame.at_key;
        frame.at_key = !is_key;
        if is_key {
            let source = &self.document.text[node.span.clone()];
            let is_over_lines = frame.flow && source.contains(['\n', '\r']);
            frame.is_merge = node.is_plain() && node.text() == Some("<<");
            self.keys.push(index);
            if is_over_lines {
                self.refuse_for(line, YamlProblem::Colon);
            }
        } else if frame.is_merge && !self.is_mergeable(index) {
            self.refuse_for(line, YamlProblem::Merge);
        }
    }

    fn is_mergeable(&self, node: usize) -> bool {
        let node = self.document.resolve(node);
        let is_open = self.open.iter().any(|frame| frame.node == node);
        !is_open && self.document.nodes[node].text().is_none()
    }

    /// Finds the keys of a mapping that it has twice. `keys` are its nodes.
    fn note_duplicates(&mut self, mut keys: Vec<usize>) {
        let document = &self.document;
        let text = |key: &usize| document.nodes[document.resolve(*key)].text();
        let is_string = |key: usize| {
            let node = &document.nodes[document.resolve(key)];
            !node.is_plain() || node.text().is_some_and(is_plainly_a_string)
        };
        keys.retain(|key| text(key).is_some());
        keys.sort_by(|a, b| text(a).cmp(&text(b)));
        let mut duplicates = Vec::new();
        for same in keys
            .chunk_by(|a, b| text(a) == text(b))
            .filter(|same| same.len() > 1)
        {
            // What is plain in one place and quoted in the other may differ.
            let (strings, others): (Vec<usize>, Vec<usize>) =
                same.iter().partition(|key| is_string(**key));
            for same in [strings, others] {
                let lines = same.iter().map(|key| document.nodes[*key].line);
                duplicates.extend(lines.clone().zip(lines.skip(1)).take(1).map(
                    |(first, second)| Duplicate {
                        key: text(&same[0]).unwrap_or_default().to_owned(),
                        is_at_root: self.open.is_empty(),
                        first,
                        second,
                    },
                ));
            }
        }
        self.document.duplicates.append(&mut duplicates);
    }

    fn open(&mut self, flow: bool, is_mapping: bool) {
        self.open.push(Frame {
            node: self.document.nodes.len() - 1,
            flow,
            is_mapping,
            first_key: self.keys.len(),
            at_key: true,
            is_merge: false,
        });
    }

    fn close(&mut self, range: &Range<usize>) {
        let flow = self.is_in_flow();
        if flow {
            self.account_for(range);
        }
        let after = self.document.nodes.len();
        if let Some(frame) = self.open.pop() {
            let node = &mut self.document.nodes[frame.node];
            node.after = after;
            node.span.end = self.seen.max(node.span.start);
            if self.keys.len() > frame.first_key {
                let keys = self.keys.split_off(frame.first_key);
                self.note_duplicates(keys);
            }
        }
    }

    fn finish(mut self) -> Document<'a> {
        let length = self.document.text.len();
        if self.documents == 0 {
            self.look_at_prologue(length);
        }
        if let Some(start) = self.document.end_marker {
            self.look_at_epilogue(start);
        }
        self.account_for(&(length..length));
        self.document
            .duplicates
            .sort_by_key(|duplicate| duplicate.second);
        self.document
    }
}

/// Whether every reader loads this plain scalar as a string.
pub(super) fn is_plainly_a_string(text: &str) -> bool {
    let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.contains(['_', '-', ' '])
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b' '));
    is_name || scalar(text) == text
}

/// Refuses what cannot be a configuration before it is parsed.
fn check_characters(text: &str) -> Result<(), ConfigRefusal> {
    if text.len() > super::MAX_BYTES {
        let limit_mib = super::MAX_BYTES / (1024 * 1024);
        return Err(ConfigRefusal::TooLarge { limit_mib });
    }
    let content = text.trim_start_matches(|c: char| c.is_whitespace() || c == BYTE_ORDER_MARK);
    if begins_web_page(content) {
        let line = line_number(text, text.len() - content.len());
        return Err(ConfigRefusal::WebPage { line });
    }
    let forbidden = text
        .char_indices()
        .find(|(at, c)| is_forbidden(*c) || (*c == BYTE_ORDER_MARK && *at > 0));
    match forbidden {
        Some((at, c)) => Err(ConfigRefusal::ForbiddenCharacter {
            line: line_number(text, at),
            code: u32::from(c),
        }),
        None => Ok(()),
    }
}

fn begins_web_page(text: &str) -> bool {
    [
        "<!doctype",
        "<html",
        "<head",
        "<body",
        "<script",
        "<?xml",
        "<!--",
    ]
    .iter()
    .any(|tag| {
        text.get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag))
    })
}

/// What YAML forbids (YAML 1.2 5.1), and the line ends that only YAML 1.1 knows (YAML 1.2 5.4).
const fn is_forbidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

/// The first tab between tokens that is not part of a comment.
fn tab_outside_comments(text: &str, gap: Range<usize>) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut may_begin_comment = gap.start == 0 || is_blank(bytes[gap.start - 1]);
    let mut in_comment = false;
    for at in gap {
        match bytes[at] {
            b'\n' | b'\r' => in_comment = false,
            _ if in_comment => {}
            b'\t' => return Some(at),
            b'#' if may_begin_comment => in_comment = true,
            _ => {}
        }
        may_begin_comment = is_blank(bytes[at]);
    }
    None
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn refusal_of(text: &str, error: &ScanError) -> ConfigRefusal {
    use ErrorKind as K;
    let line = error.marker().line();
    let is_indented_by_tab = || {
        let at = error.marker().byte_offset().unwrap_or_default();
        let start = line_start(text, at.min(text.len()));
        let indent = text[start..]
            .bytes()
            .take_while(|b| matches!(b, b' ' | b'\t'));
        indent.into_iter().any(|b| b == b'\t')
    };
    match error.kind() {
        K::RecursionLimitExceeded => ConfigRefusal::TooDeep { line },
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabAtBlockScalarStart
        | K::TabInIndentation
        | K::TabInPlainScalar => ConfigRefusal::Tab { line },
        _ if is_indented_by_tab() => ConfigRefusal::Tab { line },
        kind => ConfigRefusal::InvalidYaml {
            line,
            problem: YamlProblem::of(kind),
        },
    }
}

/// The indicator of a block scalar with its modifiers, between the key and the content.
pub(super) fn header_of(text: &str, gap: Range<usize>) -> Option<Range<usize>> {
    let mut at = gap.start;
    while at < gap.end {
        let rest = &text[at..gap.end];
        let blank = rest.len() - rest.trim_start().len();
        let token = &rest[blank..];
        if token.starts_with('#') {
            at = line_end(text, at + blank);
            continue;
        }
        let length = token.find(char::is_whitespace).unwrap_or(token.len());
        if token.starts_with(['|', '>']) {
            return Some(at + blank..at + blank + length);
        }
        at += blank + length;
    }
    None
}
