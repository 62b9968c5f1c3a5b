//! Finds labelled values line by line, for texts that are no YAML any more.

use std::borrow::Cow;
use std::collections::BinaryHeap;

use crate::kometa::config::{BlockKey, LeftAtRoot};
use crate::trakt::input::characters::{is_of_word, is_quote, is_space};
use crate::trakt::input::form::is_usual;

use super::line::{Line, lines};

/// The parts of a block in a text, found by their labels alone.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scan<'t> {
    /// In the order of the text, only those that have something behind their label.
    pub(super) items: Vec<Item<'t>>,
    /// The lines with keys of a block that stand no deeper than `trakt:`, or at the left edge without it.
    pub(super) unindented: Vec<LeftAtRoot>,
    /// Returns whether there are other sections.
    pub(super) has_other_sections: bool,
    /// Returns whether the block has comments or keys of the user's own.
    pub(super) has_own_lines: bool,
    /// Returns whether an alias, an anchor or a tag stands where a value belongs.
    has_references: bool,
    has_trakt: bool,
    /// The line of the last value.
    last_line: usize,
}

/// A labelled value, still with everything around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item<'t> {
    pub(super) key: BlockKey,
    pub(super) text: Cow<'t, str>,
    pub(super) line: usize,
}

/// The part of the text that the scan has reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Before any section.
    None,
    /// In that of `trakt`, whose key is indented so far.
    Trakt { indent: usize },
    /// In one that belongs to something else.
    Other,
}

/// A label without a value, for which the next line may have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pending {
    Nothing,
    One(BlockKey),
    /// Two labels in a row: what follows may belong to either.
    Several,
}

/// Finds the labelled values of a block. `trakt:`, where it stands, decides which are the block's: keys of the same names
/// in other sections are none.
///
/// Returns `None` where an alias or a tag stands for a value: only a reader of YAML knows what that means.
pub(super) fn scan(text: &str) -> Option<Scan<'_>> {
    let mut scan = Scan::default();
    let mut section = Section::None;
    let mut pending = Pending::Nothing;
    for line in lines(text) {
        if line.content.starts_with('#') {
            scan.has_own_lines |= matches!(section, Section::Trakt { .. });
            continue;
        }
        let labels = labels_in(line.content);
        if labels.is_empty() {
            if begins_other_section(line, section) {
                section = Section::Other;
                scan.has_other_sections = true;
                pending = Pending::Nothing;
            } else if section != Section::Other {
                scan.take_bare(line, &mut pending);
            }
            continue;
        }
        for (at, label) in labels.iter().enumerate() {
            let end = labels
                .get(at + 1)
                .map_or(line.content.len(), |next| next.start);
            let is_around = |c| is_space(c) || c == '│';
            let text = line.content[label.value..end.max(label.value)].trim_matches(is_around);
            let text = without_cell_border(text);
            if label.key == BlockKey::Trakt {
                scan.begin_trakt();
                section = Section::Trakt {
                    indent: line.indent,
                };
                pending = Pending::Nothing;
            } else if section != Section::Other {
                let text = without_marks(text, at + 1 < labels.len());
                scan.take(line, section, label.key, text, &mut pending);
            }
        }
    }
    (!scan.has_references).then_some(scan)
}

impl<'t> Scan<'t> {
    /// With the first `trakt:`, what came before it is not the block's.
    fn begin_trakt(&mut self) {
        if !self.has_trakt {
            self.items.clear();
            self.has_own_lines = false;
        }
        self.has_trakt = true;
    }

    fn take(
        &mut self,
        line: Line<'t>,
        section: Section,
        key: BlockKey,
        text: &'t str,
        pending: &mut Pending,
    ) {
        let is_unindented = match section {
            Section::Trakt { indent } => line.indent <= indent,
            Section::None | Section::Other => line.indent == 0,
        };
        if is_unindented {
            self.unindented.push(LeftAtRoot {
                key,
                line: line.number,
            });
        }
        self.has_own_lines |= text.contains('#');
        if text.is_empty() || is_block_header(text) || text.starts_with('#') {
            *pending = match (*pending, key) {
                (_, BlockKey::Authorization | BlockKey::Pin) => Pending::Nothing,
                (Pending::Nothing, key) => Pending::One(key),
                _ => Pending::Several,
            };
            return;
        }
        *pending = Pending::Nothing;
        let is_reference = text.starts_with(['&', '!'])
            || (text.starts_with('*') && !text.ends_with('*') && !text.starts_with("**"));
        self.has_references |= is_reference && !text.starts_with("&quot;") && !is_entity(text);
        self.push(key, text, line);
    }

    fn push(&mut self, key: BlockKey, text: &'t str, line: Line<'_>) {
        self.last_line = line.number;
        self.items.push(Item {
            key,
            text: text.into(),
            line: line.number,
        });
    }

    /// Adds a line that may be the rest of the value above it, which then has a line break in it. Whether it is, nobody
    /// can tell, so it is not sent.
    fn continue_value(&mut self, line: Line<'t>) -> bool {
        let is_next = self.last_line + 1 == line.number;
        let Some(last) = self.items.last_mut().filter(|_| is_next) else {
            return false;
        };
        let is_credential = last.key.is_secret() && last.key != BlockKey::Pin;
        let is_rest =
            is_credential && !is_usual(bare(&last.text)) && is_part_of_value(line.content);
        if is_rest {
            last.text = format!("{} {}", last.text, line.content).into();
            self.last_line = line.number;
        }
        is_rest
    }

    /// A line without a label: the value of the label above it, a label whose colon is missing, or chat.
    fn take_bare(&mut self, line: Line<'t>, pending: &mut Pending) {
        if let Some((key, value)) = label_without_colon(line.content) {
            match value {
                "" => {
                    *pending = match *pending {
                        Pending::Nothing => Pending::One(key),
                        _ => Pending::Several,
                    };
                }
                text => self.push(key, text, line),
            }
            return;
        }
        if let Pending::One(key) = *pending
            && may_be_value(line.content)
        {
            self.push(key, line.content, line);
            *pending = Pending::Nothing;
            return;
        }
        if self.continue_value(line) {
            return;
        }
        let is_fence = line.content.starts_with("```") || line.content.starts_with("~~~");
        let is_marker = matches!(line.content, "---" | "...");
        self.has_own_lines |= self.has_trakt && !is_fence && !is_marker && line.indent > 0;
    }
}

/// Returns the cell of a table that the value stands in. `||abc||` are the marks of a chat.
fn without_cell_border(text: &str) -> &str {
    match text.strip_prefix('|') {
        Some(rest) if !rest.starts_with('|') && !rest.is_empty() && !is_block_header(text) => {
            rest.trim_end_matches('|').trim_matches(is_space)
        }
        _ => text,
    }
}

/// The place of a label in a line, and of the beginning of its value.
struct Label {
    key: BlockKey,
    start: usize,
    value: usize,
}

/// The labels by which the keys of a block are known: in lower case, with underscores for spaces and hyphens.
pub(super) const LABELS: [(&str, BlockKey); 18] = [
    ("client_id", BlockKey::ClientId),
    ("clientid", BlockKey::ClientId),
    ("client_secret", BlockKey::ClientSecret),
    ("clientsecret", BlockKey::ClientSecret),
    ("access_token", BlockKey::AccessToken),
    ("accesstoken", BlockKey::AccessToken),
    ("refresh_token", BlockKey::RefreshToken),
    ("refreshtoken", BlockKey::RefreshToken),
    ("token_type", BlockKey::TokenType),
    ("expires_in", BlockKey::ExpiresIn),
    ("created_at", BlockKey::CreatedAt),
    ("force_refresh", BlockKey::ForceRefresh),
    ("authorization", BlockKey::Authorization),
    ("scope", BlockKey::Scope),
    ("pin_code", BlockKey::Pin),
    ("pin", BlockKey::Pin),
    ("code", BlockKey::Pin),
    ("trakt", BlockKey::Trakt),
];

/// Returns the text in lower case, with underscores for spaces and hyphens, every byte in its place.
pub(super) fn normalized(text: &str) -> String {
    let mut lower = text.to_ascii_lowercase();
    if lower.contains([' ', '-']) {
        lower = lower.replace([' ', '-'], "_");
    }
    lower
}

fn labels_in(line: &str) -> Vec<Label> {
    if !line.contains([':', '=', '：', '＝']) {
        return Vec::new();
    }
    let lower = normalized(line);
    // By the end, then by the start, then by the place in the list.
    let mut found: BinaryHeap<(usize, usize, usize)> = BinaryHeap::new();
    for (number, (label, _)) in LABELS.iter().enumerate() {
        for (start, label) in lower.match_indices(label) {
            if let Some(value) = value_start(line, start + label.len()) {
                found.push((value, start, number));
            }
        }
    }
    let mut labels: Vec<Label> = Vec::new();
    let mut last_value = None;
    for (value, start, number) in found.into_sorted_vec() {
        // Of labels that end at the same place, the longest.
        if last_value.replace(value) == Some(value) {
            continue;
        }
        let (_, key) = LABELS[number];
        let label = Label { key, start, value };
        let (before, is_glued) = match labels.last() {
            Some(last) => (&line[last.value..label.start.max(last.value)], true),
            None => (&line[..label.start], false),
        };
        if before.contains('#') {
            break;
        }
        if may_precede(before, is_glued, &line[label.start..]) {
            let value = label.value + closing_marks(line, &label).len();
            labels.push(Label { value, ..label });
        }
    }
    labels
}

/// Returns the offset of the value, if a colon or an equals sign follows at `end`.
fn value_start(line: &str, end: usize) -> Option<usize> {
    let rest = line.get(end..)?;
    let mark = rest
        .trim_start_matches(|c| is_quote(c) || is_space(c) || matches!(c, '*' | '_' | '`' | '\\'));
    let separator = mark.chars().next()?;
    let is_separator = matches!(separator, ':' | '=' | '：' | '＝');
    is_separator.then(|| end + (rest.len() - mark.len()) + separator.len_utf8())
}

/// Returns the marks behind the colon that close what was opened before the label, as in `**Client ID:** abc`.
fn closing_marks<'t>(line: &'t str, label: &Label) -> &'t str {
    let is_mark = |c: char| matches!(c, '*' | '_' | '~' | '`');
    let before = &line[..label.start];
    let opening = &before[before.trim_end_matches(is_mark).len()..];
    let is_closed_before = line[label.start..label.value].ends_with(|c| !is_mark(c))
        && line[label.start..label.value]
            .trim_end_matches([':', '=', ' '])
            .ends_with(is_mark);
    match line[label.value..].strip_prefix(opening) {
        Some(_) if !is_closed_before => opening,
        _ => "",
    }
}

/// Words that may stand before a label and say nothing else.
const PROSE: [&str; 14] = [
    "trakt", "trakt's", "my", "the", "your", "here", "is", "and", "this", "new", "app", "api", "s",
    "new",
];

/// Sections of Kometa's and services with keys of the same names.
const OTHERS: [&str; 9] = [
    "mal",
    "myanimelist",
    "simkl",
    "anilist",
    "anidb",
    "tvdb",
    "tmdb",
    "plex",
    "letterboxd",
];

/// Returns whether a text names a section or service whose values are not Trakt's.
pub(super) fn names_other_section(text: &str) -> bool {
    let mut words = text.split(|c| !is_of_word(c));
    words.any(|word| OTHERS.contains(&word.to_ascii_lowercase().as_str()))
}

/// Returns whether a label can stand behind this text. Behind another label's value nothing need be between them where the line
/// ends were lost.
fn may_precede(before: &str, is_glued: bool, label: &str) -> bool {
    let is_mark = |c| is_quote(c) || matches!(c, '*' | '`' | '\\');
    let bare = before.trim_end_matches(is_mark);
    let Some(last) = bare.chars().next_back() else {
        return true;
    };
    if bare.ends_with(['?', '&', '/', '.', '@']) {
        return false;
    }
    let is_key_with_underscore = label
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'_')
        .any(|b| b == b'_');
    if is_glued {
        return !matches!(last, '_' | '-') && (!is_of_word(last) || is_key_with_underscore);
    }
    let is_separator = |c| matches!(c, ':' | '：' | ']' | '>' | '|' | ',' | ';' | '{' | '(');
    if bare.trim_end_matches(is_space).ends_with(is_separator) {
        // `Sean: client_id: …` is somebody's message, `mal: client_id: …` another section.
        return !names_other_section(bare);
    }
    let is_word_end = is_space(last) || matches!(last, '_' | '-' | '.');
    let words = bare.split(|c| is_space(c) || matches!(c, '_' | '-' | '.' | ',' | '’' | '\''));
    let mut words = words.filter(|word| !word.is_empty());
    is_word_end && words.all(|word| PROSE.contains(&word.to_ascii_lowercase().as_str()))
}

/// `Client ID`, alone or with a value behind it that cannot be anything else.
fn label_without_colon(line: &str) -> Option<(BlockKey, &str)> {
    let text = line.trim_matches(|c| is_quote(c) || matches!(c, '*' | '`' | '_' | '#' | ' '));
    let lower = normalized(text);
    LABELS[..8].iter().find_map(|(label, key)| {
        let rest = lower.strip_prefix(label)?;
        let value = text.get(text.len() - rest.len()..)?;
        let trimmed = without_cell_border(value.trim_matches(is_space));
        let is_value = value.starts_with(is_space) && is_usual(trimmed.trim_matches(is_quote));
        (trimmed.is_empty() || is_value).then_some((*key, trimmed))
    })
}

/// Returns whether a line can be the value of the label above it: one word that is long enough to be nothing else.
fn may_be_value(line: &str) -> bool {
    let bare = bare(line);
    let is_long = bare.len() >= 20 && bare.bytes().any(|b| b.is_ascii_digit());
    let is_plain = bare
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'+'));
    is_usual(bare) || (is_long && is_plain)
}

/// Returns whether a line can be the rest of a value that was broken: one word with nothing but a value's characters.
fn is_part_of_value(line: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'=');
    let bare = bare(line);
    let is_word = bare.bytes().all(|b| b.is_ascii_alphabetic()) && bare.len() < 16;
    !bare.is_empty() && bare.bytes().all(is_plain) && !is_word && !matches!(bare, "---")
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c| is_quote(c) || is_space(c) || matches!(c, '*' | '`' | '|' | ','))
}

/// `>-`, `|` and the like, behind which the value is on the next line.
fn is_block_header(text: &str) -> bool {
    let is_header = |c: char| matches!(c, '+' | '-' | '0'..='9');
    text.strip_prefix(['|', '>'])
        .is_some_and(|rest| rest.chars().all(is_header))
}

fn is_entity(text: &str) -> bool {
    let name = text.strip_prefix('&').and_then(|rest| rest.split_once(';'));
    name.is_some_and(|(name, _)| {
        name.len() <= 16 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
    })
}

/// Returns a value without what belongs to the next label of the same line, or to braces around both.
fn without_marks(text: &str, is_before_label: bool) -> &str {
    let is_between = |c| is_space(c) || matches!(c, ',' | ';' | '{');
    let without_next = text.trim_end_matches(is_quote).trim_end_matches(is_between);
    match text.starts_with(is_quote) {
        true if is_before_label && without_next.len() > 1 && without_next.ends_with(is_quote) => {
            without_next
        }
        true => text.trim_end_matches(|c| matches!(c, '}' | ']') || is_space(c)),
        false if is_before_label => without_next,
        false if text.contains('{') => text,
        false => text.trim_end_matches(|c| c == '}' || is_space(c)),
    }
}

/// Words with a colon that begin no section.
const PROSE_HEADINGS: [&str; 8] = [
    "here", "this", "config", "block", "yaml", "thanks", "hi", "hello",
];

/// Returns whether a line is the key of another section: a single word with nothing behind its colon.
fn begins_other_section(line: Line<'_>, section: Section) -> bool {
    let word = match line.content.split_once(':') {
        Some((word, rest))
            if rest.trim_matches(is_space).is_empty() || rest.trim_start().starts_with('#') =>
        {
            word
        }
        _ => return false,
    };
    let word = word.trim_matches(is_quote);
    let is_name = !word.is_empty()
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let is_outside = match section {
        Section::Trakt { indent } => line.indent <= indent,
        Section::None | Section::Other => true,
    };
    is_name && is_outside && !PROSE_HEADINGS.contains(&word.to_ascii_lowercase().as_str())
}
