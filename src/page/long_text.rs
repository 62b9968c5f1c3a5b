//! Texts that are too long to be drawn at once.

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
        let text = text.as_str();
        let lines = text.lines().count();
        (lines > SHOWN_LINES).then(|| Self {
            lines,
            section: trakt_section(text).map(|(first, section)| (first, section.into())),
        })
    }
}

/// The lines of the `trakt` section at the root of a file, as far as the eye can tell, and the number of the first.
fn trakt_section(text: &str) -> Option<(usize, &str)> {
    let mut start = None;
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let begins_section = line.starts_with(|c: char| !c.is_whitespace() && c != '#');
        match start {
            None if line.starts_with("trakt:") => start = Some((index + 1, at)),
            Some((number, from)) if begins_section => {
                return Some((number, text.get(from..at)?.trim_end()));
            }
            _ => {}
        }
        at += line.len();
    }
    let (number, from) = start?;
    Some((number, text.get(from..)?.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trakt_section_is_found_at_the_root_alone() {
        let text = "plex:\n  trakt: no\ntrakt:\n  client_id: a\n\n  # mine\n  pin:\nmal:\n  x: 1\n";
        let section = "trakt:\n  client_id: a\n\n  # mine\n  pin:";
        assert_eq!(trakt_section(text), Some((3, section)));
        assert_eq!(
            trakt_section("trakt:\n  pin:\n"),
            Some((1, "trakt:\n  pin:"))
        );
        assert_eq!(trakt_section("plex:\n  trakt: 1\n"), None);
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
