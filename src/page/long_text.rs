//! Texts that are too long to be drawn at once.

use std::ops::Range;

use crate::shared_text::SharedText;

/// Up to this many lines are shown at once. Laying out a text area takes a browser some time for each of its lines: a file
/// of ten thousand would keep the page from answering for half a second.
const SHOWN_LINES: usize = 500;

/// The part of a too long `config.yml` that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LongText {
    /// The number of its lines.
    pub lines: usize,
    /// The number of the first line of its `trakt` section, and the lines.
    pub section: Option<(usize, SharedText)>,
}

impl LongText {
    /// Returns the part to show, or none where the text can be shown as it is.
    pub fn of(text: &SharedText) -> Option<Self> {
        let (lines, section) = lines_and_section(text.as_str());
        (lines > SHOWN_LINES).then(|| Self {
            lines,
            section: section.map(|(first, section)| (first, section.into())),
        })
    }
}

/// Returns the number of lines in a file, and of its `trakt` section at the root, as far as the eye can tell, the lines and the
/// number of the first. In one pass: the text may be large.
fn lines_and_section(text: &str) -> (usize, Option<(usize, &str)>) {
    let (mut lines, mut at) = (0, 0);
    let (mut first, mut span) = (0, None);
    for line in text.split_inclusive('\n') {
        lines += 1;
        let begins_section = line.starts_with(|c: char| !c.is_whitespace() && c != '#');
        match span {
            None if line.starts_with("trakt:") => (first, span) = (lines, Some(at..text.len())),
            Some(Range { start, end }) if begins_section && end == text.len() => {
                span = Some(start..at);
            }
            _ => {}
        }
        at += line.len();
    }
    let section = span.and_then(|span| Some((first, text.get(span)?.trim_end())));
    (lines, section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trakt_section_is_found_at_the_root_alone() {
        let text = "plex:\n  trakt: no\ntrakt:\n  client_id: a\n\n  # mine\n  pin:\nmal:\n  x: 1\n";
        let section = "trakt:\n  client_id: a\n\n  # mine\n  pin:";
        assert_eq!(lines_and_section(text).1, Some((3, section)));
        assert_eq!(
            lines_and_section("trakt:\n  pin:\n").1,
            Some((1, "trakt:\n  pin:"))
        );
        assert_eq!(lines_and_section("plex:\n  trakt: 1\n").1, None);
    }

    #[test]
    fn a_text_is_long_from_one_line_more_than_is_shown() {
        let lines = "plex:\n".repeat(SHOWN_LINES);
        assert_eq!(LongText::of(&lines.as_str().into()), None);
        let long = LongText::of(&(lines + "trakt:\n").into()).unwrap();
        assert_eq!(long.lines, SHOWN_LINES + 1);
        assert_eq!(long.section, Some((SHOWN_LINES + 1, "trakt:".into())));
    }
}
