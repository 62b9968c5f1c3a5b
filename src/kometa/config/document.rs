//! A YAML document as a flat list of nodes with their byte spans.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, StructureStyle, Tag};

use super::characters::{check_characters, doubtful_characters, forbidden};
use super::lenient::View;
use super::lines::{LineTable, indent_before, line_break_at, line_end, line_number, line_start};
use super::refusal::{ConfigRefusal, Reason, YamlProblem};

/// Far beyond any configuration, and within what Kometa's reader, which is recursive, can load.
const NESTING_LIMIT: usize = 64;

/// As the files of users have them.
const BYTES_PER_NODE: usize = 16;

/// The one document of a file.
pub(super) struct Document {
    pub(super) text: String,
    /// In the order of the text; a collection is followed by all that is in it.
    pub(super) nodes: Vec<Node>,
    /// The `---` before it.
    pub(super) start_marker: Option<Range<usize>>,
    /// The `...` behind it.
    pub(super) end_marker: Option<Range<usize>>,
    /// Major and minor, where a directive names them.
    pub(super) version: Option<(u32, u32)>,
    /// The parser numbers them from 1.
    pub(super) anchors: Vec<Anchor>,
    /// The nodes with anchors, in the order of their numbers.
    anchored: Vec<usize>,
}

pub(super) struct Anchor {
    pub(super) name: String,
    pub(super) line: usize,
    at: usize,
}

pub(super) struct Node {
    pub(super) kind: Kind,
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

pub(super) enum Kind {
    Scalar {
        content: Content,
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

/// A scalar as it reads.
pub(super) enum Content {
    /// A part of the document's text.
    Verbatim(Range<usize>),
    /// Lines folded, escapes replaced or indentation removed.
    Decoded(String),
}

/// A key and its value, as indexes of nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: usize,
    pub(super) value: usize,
}

impl Document {
    /// Reads the only document of `text`.
    pub(super) fn parse(text: impl Into<String>) -> Result<Self, ConfigRefusal> {
        let text = text.into();
        check_characters(&text)?;
        let mut view = View::new(&text);
        let mut document = loop {
            match Builder::build(view.text()) {
                Ok(document) => break document,
                Err(Unread::Refused(refusal)) => return Err(refusal),
                Err(Unread::Unparsed(error)) if view.mend(&error) => {}
                Err(Unread::Unparsed(error)) => return Err(refusal_of(&text, &view, &error)),
            }
        };
        if view.has_other_lines() {
            document.restore(&text, &view)?;
        }
        Ok(Self { text, ..document })
    }

    /// Replaces what was read in the view by what the text has.
    fn restore(&mut self, text: &str, view: &View<'_>) -> Result<(), ConfigRefusal> {
        let lines = LineTable::new(text);
        for node in &mut self.nodes {
            node.line = lines.index(node.span.start) + 1;
            if let (Kind::Scalar { content, .. }, Some(value)) =
                (&mut node.kind, view.value_of(&node.span))
            {
                let unread = Reason::NotYaml(YamlProblem::Quotes).on(node.line);
                *content = Content::Decoded(value.ok_or(unread)?);
            }
        }
        for anchor in &mut self.anchors {
            anchor.line = lines.index(anchor.at) + 1;
        }
        Ok(())
    }

    /// Returns the root node; none in a document without content.
    pub(super) fn root(&self) -> Option<usize> {
        let root = self.nodes.first()?;
        let is_nothing = root.is_absent() && root.anchor == 0 && root.tag.is_none();
        (!is_nothing).then_some(0)
    }

    /// Returns the node itself, or the one that it is an alias of.
    pub(super) fn resolve(&self, node: usize) -> usize {
        match self.nodes[node].kind {
            Kind::Alias { anchor } => self.anchored.get(anchor - 1).copied().unwrap_or(node),
            _ => node,
        }
    }

    /// Returns what a scalar reads as; nothing for any other node.
    pub(super) fn scalar(&self, node: usize) -> Option<&str> {
        match &self.nodes[node].kind {
            Kind::Scalar { content, .. } => Some(match content {
                Content::Verbatim(range) => &self.text[range.clone()],
                Content::Decoded(text) => text,
            }),
            _ => None,
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

    /// Returns the entries of a mapping.
    pub(super) fn entries(&self, mapping: usize) -> impl Iterator<Item = Entry> + '_ {
        let mut children = self.children(mapping);
        std::iter::from_fn(move || {
            let (key, value) = (children.next()?, children.next()?);
            Some(Entry { key, value })
        })
    }

    /// Returns the entries of what may be a mapping.
    pub(super) fn entries_of(&self, node: usize) -> Vec<Entry> {
        match self.nodes[node].is_mapping() {
            true => self.entries(node).collect(),
            false => Vec::new(),
        }
    }

    /// Returns the first entry of a mapping whose key reads as `name`.
    pub(super) fn entry(&self, mapping: usize, name: &str) -> Option<Entry> {
        self.entries(mapping)
            .find(|entry| self.scalar(entry.key) == Some(name))
    }

    /// Returns the spaces before the node, or nothing where it does not begin its line.
    pub(super) fn indent(&self, node: usize) -> Option<usize> {
        indent_before(&self.text, self.nodes[node].span.start)
    }

    /// Returns the source of a node without its anchor and tag.
    pub(super) fn source(&self, node: usize) -> &str {
        &self.text[self.nodes[node].span.clone()]
    }

    /// Returns whether nothing, or what stands for nothing, is written there.
    pub(super) fn is_null(&self, node: usize) -> bool {
        let is_null_word = |text: &str| matches!(text, "" | "~" | "null" | "Null" | "NULL");
        let is_untagged_plain = self.nodes[node].tag.is_none() && self.nodes[node].is_plain();
        is_untagged_plain && self.scalar(node).is_some_and(is_null_word)
    }
}

impl Node {
    /// Returns whether nothing at all is written for it.
    pub(super) fn is_absent(&self) -> bool {
        self.is_plain() && self.span.is_empty()
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

    pub(super) const fn is_mapping(&self) -> bool {
        matches!(self.kind, Kind::Mapping { .. })
    }

    pub(super) const fn is_block_mapping(&self) -> bool {
        matches!(self.kind, Kind::Mapping { flow: false })
    }

    pub(super) const fn is_collection(&self) -> bool {
        matches!(self.kind, Kind::Mapping { .. } | Kind::Sequence { .. })
    }

    pub(super) const fn is_alias(&self) -> bool {
        matches!(self.kind, Kind::Alias { .. })
    }
}

enum Unread {
    Refused(ConfigRefusal),
    Unparsed(ScanError),
}

struct Builder<'a> {
    text: &'a str,
    document: Document,
    /// The open collections: their nodes, and whether they are in flow style.
    open: Vec<(usize, bool)>,
    documents: usize,
    /// The end of the last token.
    seen: usize,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            document: Document {
                text: String::new(),
                nodes: Vec::with_capacity(text.len() / BYTES_PER_NODE),
                start_marker: None,
                end_marker: None,
                version: None,
                anchors: Vec::new(),
                anchored: Vec::new(),
            },
            open: Vec::new(),
            documents: 0,
            seen: 0,
        }
    }

    fn build(text: &'a str) -> Result<Document, Unread> {
        let mut builder = Self::new(text);
        let options = granit_parser::options! {
            flow_nesting_limit: NESTING_LIMIT,
            block_nesting_limit: NESTING_LIMIT,
            emit_anchor_events: true,
        };
        for next in Parser::new_from_str_with_options(text, options) {
            let (event, span) = next.map_err(Unread::Unparsed)?;
            builder.take(event, span).map_err(Unread::Refused)?;
        }
        Ok(builder.document)
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), ConfigRefusal> {
        let line = span.start.line();
        let is_sound = |range: &Range<usize>| self.text.get(range.clone()).is_some();
        let Some(range) = span.byte_range().filter(is_sound) else {
            return Err(Reason::NotSure.on(line));
        };
        match event {
            Event::DocumentStart(is_explicit, version) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Reason::SeveralDocuments.on(line));
                }
                self.document.version = version.map(|v| (v.major, v.minor));
                self.seen = range.end;
                self.document.start_marker = is_explicit.then_some(range);
            }
            Event::DocumentEnd if !range.is_empty() => self.document.end_marker = Some(range),
            Event::Anchor(_, name) => self.document.anchors.push(Anchor {
                name: name.into_owned(),
                line,
                at: range.start,
            }),
            Event::Scalar(text, style, anchor, tag) => {
                let content = self.content(text);
                let range = match style {
                    ScalarStyle::Literal | ScalarStyle::Folded => self.behind_header(range),
                    _ => range,
                };
                self.push(Kind::Scalar { content, style }, range, line, anchor, tag);
            }
            Event::Alias(anchor) => self.push(Kind::Alias { anchor }, range, line, 0, None),
            Event::MappingStart(style, anchor, tag) => {
                let flow = style == StructureStyle::Flow;
                self.push(Kind::Mapping { flow }, range, line, anchor, tag);
                self.open.push((self.document.nodes.len() - 1, flow));
            }
            Event::SequenceStart(style, anchor, tag) => {
                let flow = style == StructureStyle::Flow;
                self.push(Kind::Sequence { flow }, range, line, anchor, tag);
                self.open.push((self.document.nodes.len() - 1, flow));
            }
            Event::MappingEnd | Event::SequenceEnd => self.close(&range),
            _ => {}
        }
        Ok(())
    }

    /// Returns the span of a block scalar without its header, which the parser counts in where an empty one ends the
    /// file.
    fn behind_header(&self, span: Range<usize>) -> Range<usize> {
        if header_of(self.text, self.seen.min(span.start)..span.start).is_some() {
            return span;
        }
        let end = line_end(self.text, span.start);
        let content = end + line_break_at(self.text, end).len();
        content.min(span.end)..span.end
    }

    /// Keeps no copy of what stands in the text as it reads.
    fn content(&self, text: Cow<'_, str>) -> Content {
        let text = match text {
            Cow::Borrowed(text) => text,
            Cow::Owned(text) => return Content::Decoded(text),
        };
        let start = (text.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        let range = start..start.saturating_add(text.len());
        match self.text.get(range.clone()) {
            Some(same) if same == text => Content::Verbatim(range),
            _ => Content::Decoded(text.to_owned()),
        }
    }

    fn push(
        &mut self,
        kind: Kind,
        span: Range<usize>,
        line: usize,
        anchor: usize,
        tag: Option<Cow<'_, Tag>>,
    ) {
        self.seen = self.seen.max(span.end);
        let index = self.document.nodes.len();
        self.document.nodes.push(Node {
            kind,
            span,
            line,
            anchor,
            tag: tag.map(|t| (t.handle().to_owned(), t.suffix().to_owned())),
            after: index + 1,
        });
        if anchor != 0 {
            self.document.anchored.push(index);
        }
    }

    fn close(&mut self, range: &Range<usize>) {
        let Some((index, flow)) = self.open.pop() else {
            return;
        };
        if flow {
            self.seen = self.seen.max(range.end);
        }
        let after = self.document.nodes.len();
        let node = &mut self.document.nodes[index];
        node.after = after;
        node.span.end = self.seen.max(node.span.start);
    }
}

fn refusal_of(text: &str, view: &View<'_>, error: &ScanError) -> ConfigRefusal {
    use ErrorKind as K;
    let at = error.marker().byte_offset().unwrap_or_default();
    let at = at.min(text.len());
    // Such a character may be why the text is not understood.
    let begins_as_comment = |at: usize| {
        let line = &text[line_start(text, at)..];
        line.trim_start_matches([' ', '\t']).starts_with('#')
    };
    if let Some((at, c)) = doubtful_characters(text).find(|(at, _)| !begins_as_comment(*at)) {
        return forbidden(text, at, c);
    }
    let is_indented_by_tab = || {
        let start = line_start(text, at);
        let indent = text[start..]
            .bytes()
            .take_while(|b| matches!(b, b' ' | b'\t'));
        indent.into_iter().any(|b| b == b'\t')
    };
    let reason = match error.kind() {
        K::RecursionLimitExceeded => Reason::TooDeep,
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabAtBlockScalarStart
        | K::TabInIndentation
        | K::TabInPlainScalar => Reason::Tab,
        _ if is_indented_by_tab() => Reason::Tab,
        // Kometa's reader takes it for the value of a key above, however little it is indented.
        _ if begins_block_scalar(&text[at..line_end(text, at)]) => Reason::Ambiguous,
        kind => Reason::NotYaml(YamlProblem::of(kind)),
    };
    // A quote that is not closed is noticed where the next one stands, far below.
    let at = match reason {
        Reason::NotYaml(YamlProblem::Quotes) => view.opening_quote().unwrap_or(at),
        _ => at,
    };
    reason.on(line_number(text, at))
}

/// Returns whether the rest of a line is the indicator of a block scalar, with nothing behind it but a comment.
fn begins_block_scalar(rest: &str) -> bool {
    let modifiers = |c: char| matches!(c, '+' | '-' | '0'..='9');
    let behind = rest
        .strip_prefix(['|', '>'])
        .map(|rest| rest.trim_start_matches(modifiers));
    behind.is_some_and(|rest| rest.trim_start().is_empty() || rest.trim_start().starts_with('#'))
}

/// Returns the indicator of a block scalar with its modifiers, between the key and the content.
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
