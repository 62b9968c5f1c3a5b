//! White space and comments between the tokens of a document, as Kometa's reader takes them.

use std::ops::Range;

use super::lines::{BYTE_ORDER_MARK, line_break_at, line_end};

/// Returns whether the line behind that of `at` is blank, and not the end of the text.
pub(super) fn is_before_blank_line(text: &str, at: usize) -> bool {
    let end = line_end(text, at);
    let next = end + line_break_at(text, end).len();
    let next_end = line_end(text, next);
    text[next..next_end].trim().is_empty() && next_end < text.len()
}

/// Returns whether a comment follows directly behind the colon between a key and its value.
pub(super) fn begins_with_comment(gap: &str) -> bool {
    let behind_colon = gap.trim_start().strip_prefix(':');
    behind_colon.is_some_and(|gap| gap.trim_start_matches(' ').starts_with('#'))
}

/// Returns whether comments or blank lines stand between the last indicator or property in a gap and its end, and do
/// not belong to a colon.
pub(super) fn stands_apart(gap: &str) -> bool {
    let mut last = 0..0;
    let mut at = 0;
    while let Some(blank) = gap[at..].find(|c: char| !c.is_whitespace()) {
        let start = at + blank;
        let is_comment = gap[start..].starts_with('#');
        at = match is_comment {
            true => line_end(gap, start),
            false => gap[start..]
                .find(char::is_whitespace)
                .map_or(gap.len(), |length| start + length),
        };
        if !is_comment {
            last = start..at;
        }
    }
    let behind = gap[last.end..].replace("\r\n", "\n");
    let is_blank_line = behind.matches(['\n', '\r']).count() > 1;
    (behind.contains('#') || is_blank_line) && !begins_with_comment(&gap[last.start..])
}

/// The text between two tokens, as far as it has been seen.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Gap {
    /// Spaces alone. Kometa's reader passes over white space of any kind from the first blank line on, if that follows
    /// the token's own line directly and the token is no plain text or block scalar.
    #[default]
    BehindToken,
    /// The line end of the token's line.
    BehindLine,
    /// A blank line.
    BehindBlankLine,
    /// Something else, behind which a tab is refused.
    Strict,
}

impl Gap {
    /// These take the white space behind them for their own.
    pub(super) const BEHIND_TEXT: Self = Self::Strict;

    /// Goes on through the text, up to the first tab that is refused.
    pub(super) fn first_tab(&mut self, text: &str, gap: Range<usize>) -> Option<usize> {
        let bytes = text.as_bytes();
        // Directly behind a quote or bracket, Kometa's reader takes `#` for a comment too.
        let mut may_begin_comment = true;
        let mut in_comment = false;
        let begins_with_mark = gap.start == 0 && text.starts_with(BYTE_ORDER_MARK);
        let gap = match begins_with_mark {
            true => BYTE_ORDER_MARK.len_utf8()..gap.end,
            false => gap,
        };
        for at in gap {
            match bytes[at] {
                // The line ends with what follows.
                b'\r' if bytes.get(at + 1) == Some(&b'\n') => {}
                b'\n' | b'\r' => {
                    in_comment = false;
                    *self = match self {
                        Self::BehindToken => Self::BehindLine,
                        Self::BehindLine | Self::BehindBlankLine => Self::BehindBlankLine,
                        Self::Strict => Self::Strict,
                    };
                }
                _ if in_comment => {}
                b'#' if may_begin_comment => {
                    in_comment = true;
                    *self = Self::Strict;
                }
                b'\t' if *self != Self::BehindBlankLine => return Some(at),
                b' ' if *self == Self::BehindLine => *self = Self::Strict,
                b' ' | b'\t' => {}
                _ => *self = Self::BehindToken,
            }
            may_begin_comment = is_blank(bytes[at]);
        }
        None
    }
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}
