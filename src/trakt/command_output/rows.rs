//! The rows of a terminal, put together again.

use std::borrow::Cow;

use crate::trakt::display_text::is_hidden;

/// Stands where a row ended, so that nothing is put together without a trace.
pub(super) const JOINT: char = '\u{f8ff}';

/// Characters that terminals, pagers and editors draw where a row goes on, or around a row. No token has them.
const AFTER_A_ROW: [char; 9] = ['$', '|', '│', '┃', '║', '↵', '⏎', '↩', '¬'];
/// Characters before a row: continuation prompts, marks of quoted mail, frames.
const BEFORE_A_ROW: [char; 7] = ['>', '|', '│', '┃', '║', '↪', '↳'];

/// Returns the text without what nobody sees: colours (ECMA-48), the NULs of UTF-16, zero-width and directional
/// characters. Every kind of line end becomes a line feed, every kind of space a space, `&quot;` a quotation mark.
///
/// A control character with any other effect stays, so that what it touched is not taken for a token.
///
/// ```text
/// ␛[32m{"a":␛[0m1}␍␊   becomes   {"a":1}␊
/// ```
pub(super) fn visible(text: &str) -> String {
    let text = with_plain_quotes(text);
    let mut visible = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '\u{1b}' | '\u{9b}' | '^' | '␛' | '[' => {
                match after_harmless_sequence(rest).or_else(|| after_bare_colour(rest)) {
                    Some(after_sequence) => after_sequence,
                    None => {
                        visible.push(c);
                        after
                    }
                }
            }
            '\r' => {
                visible.push('\n');
                after.strip_prefix('\n').unwrap_or(after)
            }
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                visible.push('\n');
                after
            }
            JOINT => {
                visible.push(char::REPLACEMENT_CHARACTER);
                after
            }
            '\0' => after,
            _ => {
                if c == '\n' || c.is_control() && c != '\t' {
                    visible.push(c);
                } else if c.is_whitespace() {
                    visible.push(' ');
                } else if !is_hidden(c) {
                    visible.push(c);
                }
                after
            }
        };
    }
    visible
}

fn with_plain_quotes(text: &str) -> Cow<'_, str> {
    let entities = ["&quot;", "&#34;", "&#x22;"];
    let mut text = Cow::Borrowed(text);
    for entity in entities {
        if text.contains(entity) {
            text = Cow::Owned(text.replace(entity, "\""));
        }
    }
    text
}

/// Returns the text after an escape sequence that moves no character: a colour, the erasing of the rest of a row, a mode, a title.
fn after_harmless_sequence(text: &str) -> Option<&str> {
    let sequence = match text.strip_prefix('\u{9b}') {
        Some(sequence) => sequence,
        None => {
            let after_escape = text.strip_prefix('\u{1b}')?;
            if let Some(command) = after_escape.strip_prefix(']') {
                let end = command.find(['\u{7}', '\u{1b}', '\n'])?;
                let end = command.get(end..)?;
                return end
                    .strip_prefix('\u{7}')
                    .or_else(|| end.strip_prefix("\u{1b}\\"));
            }
            if let Some(set) = after_escape.strip_prefix('(') {
                return set.strip_prefix(['B', '0']);
            }
            after_escape.strip_prefix('[')?
        }
    };
    let parameters = |c: char| matches!(c, '0'..='9' | ';' | ':' | '?');
    let last = sequence.trim_start_matches(parameters);
    last.strip_prefix(['m', 'K', 'h', 'l'])
}

/// Returns the text after a colour whose escape character was lost on the way, or became visible: `[0m`, `^[[0m`, `␛[0m`.
fn after_bare_colour(text: &str) -> Option<&str> {
    let text = text.strip_prefix("^[").unwrap_or(text);
    let sequence = text.strip_prefix('␛').unwrap_or(text).strip_prefix('[')?;
    let last = sequence.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
    last.strip_prefix('m')
        .filter(|_| last.len() < sequence.len())
}

/// Returns the rows in one, with a [`JOINT`] for each line end and without what stands around it: spaces, `$`, frames
/// and marks of continuation at a row's end; spaces, `>` and frames at its start.
///
/// A backslash at a row's end stays, in front of the [`JOINT`]: it may be a mark of continuation, or belong to an escape.
///
/// ```text
/// {"a":"fac$          {"a":"fac⁞ade"}
/// > ade"}      becomes
/// ```
pub(super) fn joined(visible: &str) -> String {
    let mut joined = String::with_capacity(visible.len());
    for (number, row) in visible.split('\n').enumerate() {
        if number > 0 {
            joined.push(JOINT);
        }
        let row =
            row.trim_start_matches(|c: char| c == ' ' || c == '\t' || BEFORE_A_ROW.contains(&c));
        joined.push_str(without_row_end(row));
    }
    joined
}

fn without_row_end(row: &str) -> &str {
    let mut row = row;
    loop {
        let shorter = row
            .trim_end_matches(|c: char| c == ' ' || c == '\t' || AFTER_A_ROW.contains(&c))
            // A carriage return, as `cat -A` shows it.
            .trim_end_matches("^M");
        if shorter.len() == row.len() {
            return row;
        }
        row = shorter;
    }
}

/// Returns the text without any white space and without [`JOINT`]s, for looking up what a wrapped message says.
///
/// ```text
/// Could not reso⁞lve host   becomes   Couldnotresolvehost
/// ```
pub(super) fn squeezed(joined: &str) -> String {
    joined
        .chars()
        .filter(|c| !c.is_whitespace() && *c != JOINT)
        .collect()
}

/// Returns whether this is a quotation mark of any kind, as word processors, mail programs and chats put them for straight ones.
pub(super) const fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '´' | '«' | '»' | '‘'..='‟' | '′'..='‷' | '‹' | '›' | '❛'..='❞' | '〝'..='〟' | '＂' | '＇'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_titles_and_invisible_characters_are_dropped() {
        assert_eq!(
            visible(
                "\u{1b}]0;title\u{7}\u{1b}[?2004h\u{1b}[01;32ma\u{1b}[0m\u{9b}Kb\u{200b}c\u{feff}\0d\u{1b}(B"
            ),
            "abcd"
        );
        assert_eq!(visible("{&quot;a&#34;}"), "{\"a\"}");
    }

    #[test]
    fn a_colour_whose_escape_was_lost_is_dropped() {
        for text in ["[34;1ma[0mb", "^[[34ma^[[0mb", "␛[34ma␛[0mb"] {
            assert_eq!(visible(text), "ab");
        }
        for text in ["[m", "[1]", "^[", "^a", "␛", "[12 m"] {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn sequences_that_move_the_cursor_stay() {
        for text in [
            "a\u{1b}[3Db",
            "a\u{8}b",
            "a\u{1b}",
            "a\u{1b}[",
            "\u{1b}]0;no end",
        ] {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn every_line_end_and_every_space_is_one_kind() {
        assert_eq!(
            visible("a\r\nb\rc\u{2028}d\u{85}e\u{a0}f\u{3000}g\th"),
            "a\nb\nc\nd\ne f g h"
        );
    }

    #[test]
    fn rows_are_joined_without_what_stands_around_them() {
        for (rows, expected) in [
            ("ab\ncd", "ab⁞cd"),
            ("ab$\n> cd", "ab⁞cd"),
            ("ab   \n>> cd", "ab⁞cd"),
            ("ab^M$\n   cd", "ab⁞cd"),
            ("| ab |\n| cd |", "ab⁞cd"),
            ("ab\\\ncd", "ab\\⁞cd"),
            ("a b\n\nc", "a b⁞⁞c"),
            ("ab>\ncd", "ab>⁞cd"),
        ] {
            assert_eq!(
                joined(rows),
                expected.replace('⁞', &JOINT.to_string()),
                "{rows}"
            );
        }
    }
}
