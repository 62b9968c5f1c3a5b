//! Characters that do not belong in a configuration, or not everywhere in it.

use super::lines::{BYTE_ORDER_MARK, line_number};
use super::refusal::{ConfigRefusal, Reason};

/// Refuses what cannot be a configuration before it is parsed.
pub(super) fn check_characters(text: &str) -> Result<(), ConfigRefusal> {
    if text.len() > super::MAX_BYTES {
        return Err(Reason::TooLarge.nowhere());
    }
    let content = text.trim_start_matches(|c: char| c.is_whitespace() || c == BYTE_ORDER_MARK);
    if begins_web_page(content) {
        return Err(Reason::WebPage.on(line_number(text, text.len() - content.len())));
    }
    match special_characters(text).find(|(_, c)| is_forbidden(*c)) {
        Some((at, c)) => Err(forbidden(text, at, c)),
        None => Ok(()),
    }
}

pub(super) fn forbidden(text: &str, at: usize, c: char) -> ConfigRefusal {
    Reason::ForbiddenCharacter(u32::from(c)).on(line_number(text, at))
}

/// Returns the characters that are well in quotes and comments alone: a byte order mark that does not begin the text,
/// and the line ends that only YAML 1.1 knows (YAML 1.2 5.4). Each with its place.
pub(super) fn doubtful_characters(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    special_characters(text).filter(|(at, c)| is_doubtful(*c) && (*c != BYTE_ORDER_MARK || *at > 0))
}

/// Some characters of a text, with those that are forbidden or doubtful among them. They are looked at where their
/// first byte gives reason to: most files have none of these.
fn special_characters(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    text.bytes()
        .enumerate()
        .filter(|(_, byte)| may_begin_special(*byte))
        .filter_map(|(at, _)| Some((at, text.get(at..)?.chars().next()?)))
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

/// Returns whether a character that is forbidden or doubtful may begin with this byte in UTF-8.
const fn may_begin_special(byte: u8) -> bool {
    matches!(byte, 0..=0x08 | 0x0b..=0x0c | 0x0e..=0x1f | 0x7f | 0xc2 | 0xe2 | 0xef)
}

/// Returns whether YAML forbids the character (YAML 1.2 5.1).
const fn is_forbidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}'
        | '\u{fffe}' | '\u{ffff}')
}

const fn is_doubtful(c: char) -> bool {
    matches!(c, BYTE_ORDER_MARK | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::{is_doubtful, is_forbidden, may_begin_special};

    #[test]
    fn every_forbidden_or_doubtful_character_is_looked_at() {
        for c in (char::MIN..=char::MAX).filter(|c| is_forbidden(*c) || is_doubtful(*c)) {
            let mut bytes = [0; 4];
            let first = c.encode_utf8(&mut bytes).as_bytes()[0];
            assert!(may_begin_special(first), "{c:?}");
        }
    }
}
