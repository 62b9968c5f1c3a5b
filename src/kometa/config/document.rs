//! A YAML document as a flat list of nodes with their byte spans.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry as MapEntry;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, StructureStyle};

use super::lines::{BYTE_ORDER_MARK, indent_before, line_number, line_start};
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
    /// The line of the first tab that Kometa's reader does not accept.
    first_tab: Option<usize>,
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
        if let Some(line) = self.first_tab {
            return Err(ConfigRefusal::Tab { line });
        }
        let is_trakt = |d: &&Duplicate| d.is_at_root && d.key == "trakt";
        let trakt = self.duplicates.iter().find(is_trakt);
        match trakt.or_else(|| self.duplicates.first()) {
            Some(duplicate) => Err(duplicate.refusal()),
            None => Ok(()),
        }
    }

    pub(super) fn duplicates(&self) -> &[Duplicate] {
        &self.duplicates
    }

    /// The root node; none in a document without content.
    pub(super) fn root(&self) -> Option<usize> {
        let root = self.nodes.first()?;
        (!root.is_absent()).then_some(0)
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
struct Frame<'a> {
    node: usize,
    flow: bool,
    /// The keys so far with their lines, if it is a mapping. Plain and quoted ones that may differ are apart.
    keys: Option<HashMap<(bool, Cow<'a, str>), usize>>,
    /// Whether the next node is a key.
    at_key: bool,
}

struct Builder<'a> {
    document: Document<'a>,
    open: Vec<Frame<'a>>,
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
                first_tab: None,
                duplicates: Vec::new(),
            },
            open: Vec::new(),
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
                self.account_for(&range);
            }
            Event::DocumentEnd => {
                if !range.is_empty() {
                    self.document.end_marker = Some(range.start);
                }
                self.account_for(&range);
            }
            Event::Scalar(text, style, anchor, tag) => {
                let has_tab = style == ScalarStyle::Plain
                    && !self.is_in_flow()
                    && self.document.text[range.clone()].contains('\t');
                if has_tab {
                    let at = range.start;
                    self.note_tab(at);
                }
                let tag = tag.map(|t| (t.handle().to_owned(), t.suffix().to_owned()));
                self.push(Kind::Scalar { text, style }, range, line, anchor, tag);
            }
            Event::Alias(anchor) => self.push(Kind::Alias { anchor }, range, line, 0, None),
            Event::MappingStart(style, anchor, tag) => {
                let flow = style == StructureStyle::Flow;
                let tag = tag.map(|t| (t.handle().to_owned(), t.suffix().to_owned()));
                self.push(Kind::Mapping { flow }, range, line, anchor, tag);
                self.open(flow, Some(HashMap::new()));
            }
            Event::SequenceStart(style, anchor, tag) => {
                let flow = style == StructureStyle::Flow;
                let tag = tag.map(|t| (t.handle().to_owned(), t.suffix().to_owned()));
                self.push(Kind::Sequence { flow }, range, line, anchor, tag);
                self.open(flow, None);
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
        let first = &mut self.document.first_tab;
        if first.is_none() {
            *first = Some(line_number(self.document.text, at));
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

    fn note_key(&mut self, index: usize) {
        let is_at_root = self.open.len() == 1;
        let Some(frame) = self.open.last_mut() else {
            return;
        };
        let Some(keys) = &mut frame.keys else {
            return;
        };
        let is_key = frame.at_key;
        frame.at_key = !is_key;
        let node = &self.document.nodes[index];
        let Kind::Scalar { text, .. } = &node.kind else {
            return;
        };
        if !is_key {
            return;
        }
        let is_string = !node.is_plain() || is_plainly_a_string(text);
        let second = node.line;
        match keys.entry((is_string, text.clone())) {
            MapEntry::Vacant(place) => {
                place.insert(second);
            }
            MapEntry::Occupied(first) => self.document.duplicates.push(Duplicate {
                key: text.clone().into_owned(),
                is_at_root,
                first: *first.get(),
                second,
            }),
        }
    }

    fn open(&mut self, flow: bool, keys: Option<HashMap<(bool, Cow<'a, str>), usize>>) {
        self.open.push(Frame {
            node: self.document.nodes.len() - 1,
            flow,
            keys,
            at_key: true,
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
        }
    }

    fn finish(mut self) -> Document<'a> {
        let length = self.document.text.len();
        self.account_for(&(length..length));
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
