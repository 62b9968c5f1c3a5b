//! One line of a pasted text, without what a chat, a mail, a log or an editor has put before and behind it.

use crate::trakt::input::characters::{is_invisible, is_of_word, is_quote, is_space};

/// Longer groups in brackets are no timestamp.
const LONGEST_GROUP: usize = 64;

/// A line without its decoration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'t> {
    /// From 1.
    pub(super) number: usize,
    /// The number of spaces of any kind before the content, behind the decoration.
    pub(super) indent: usize,
    /// Without spaces around it.
    pub(super) content: &'t str,
}

/// Splits a text into lines that have something in them.
///
/// ```text
/// >   client_id: abc                                        client_id: abc
/// | client_id: abc              |                           client_id: abc
/// [2026-11-01 10:00:00,000] [config.py:1] [DEBUG] | pin: |  pin:
/// 12:  client_id: abc                                       client_id: abc
/// - Client ID: abc                                          Client ID: abc
/// ```
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut number = 1;
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.find(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
        let line = &text[..end.unwrap_or(text.len())];
        let this = number;
        rest = end.map(|end| {
            let behind = &text[end..];
            let length = match behind.strip_prefix("\r\n") {
                Some(_) => 2,
                None => behind.chars().next().map_or(0, char::len_utf8),
            };
            // Only these end a line for an editor, which is what numbers are for.
            number += usize::from(behind.starts_with(['\n', '\r']));
            &behind[length..]
        });
        Some(undecorated(this, line))
    })
    .filter(|line| !line.content.is_empty())
}

fn undecorated(number: usize, line: &str) -> Line<'_> {
    let is_blank = |c| is_space(c) || is_invisible(c);
    let mut rest = within_frame(line.trim_end_matches(is_blank)).unwrap_or(line);
    let mut is_framed = false;
    loop {
        let content = rest.trim_start_matches(is_blank);
        let indent = rest[..rest.len() - content.len()]
            .chars()
            .filter(|c| is_space(*c))
            .count();
        if let Some(behind) = without_decoration(content) {
            is_framed |= content.starts_with(is_frame);
            rest = behind;
            continue;
        }
        let content = content.trim_end_matches(is_blank);
        let content = match is_framed {
            true => content
                .trim_end_matches(is_frame)
                .trim_end_matches(is_blank),
            false => content,
        };
        return Line {
            number,
            indent,
            content,
        };
    }
}

const fn is_frame(c: char) -> bool {
    matches!(c, '|' | '│' | '┃' | '║')
}

/// Returns what stands between the first and the last mark of a frame, if the line ends with one.
fn within_frame(line: &str) -> Option<&str> {
    let inner = line.strip_suffix(is_frame)?;
    let (before, inside) = inner.split_once(is_frame)?;
    // What comes before is the log's, and has no value in it.
    let is_of_log = |c: char| is_of_word(c) || is_space(c) || ".,:;-_/[]()".contains(c);
    before.chars().all(is_of_log).then_some(inside)
}

/// Returns a line without the first thing that was put before it.
fn without_decoration(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    let behind = &line[first.len_utf8()..];
    let begins_with_space = |text: &str| text.is_empty() || text.starts_with(is_space);
    match first {
        '>' | '＞' => Some(behind),
        _ if is_frame(first) => Some(behind),
        '-' | '*' | '•' | '·' | '–' | '+' | '◦' | '▪' if begins_with_space(behind) => {
            Some(behind)
        }
        '[' => {
            let (group, behind) = behind.split_once(']')?;
            let is_stamp = group.len() <= LONGEST_GROUP && !group.contains(is_quote);
            is_stamp.then_some(behind)
        }
        '0'..='9' => {
            let behind = line.trim_start_matches(|c: char| c.is_ascii_digit());
            let is_number = line.len() - behind.len() <= 5;
            let marked = behind.strip_prefix([':', '.', ')', '|', '-', '\t']);
            let spaced = behind.starts_with("  ") || behind.starts_with(" |");
            let spaced = spaced.then_some(behind);
            marked
                .filter(|rest| begins_with_space(rest) || is_key_start(rest))
                .or(spaced)
                .filter(|_| is_number)
        }
        _ => None,
    }
}

fn is_key_start(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
}
