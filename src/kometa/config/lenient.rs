//! Accepts what Kometa's reader accepts and this parser does not: a quoted scalar whose later lines are not indented, and
//! a comment without a space before it.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScanError, Scanner, StrInput};

use super::lines::{line_end, line_start};

/// Each mending takes a pass over the text.
const MOST_MENDINGS: usize = 64;

/// A text as the parser is to see it. Every byte that is not masked stands where it stood.
pub(super) struct View<'a> {
    original: &'a str,
    text: Cow<'a, str>,
    /// The quoted scalars that are masked, with their quotes.
    quoted: Vec<Range<usize>>,
    mendings: usize,
}

impl<'a> View<'a> {
    pub(super) const fn new(original: &'a str) -> Self {
        Self {
            original,
            text: Cow::Borrowed(original),
            quoted: Vec::new(),
            mendings: 0,
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns whether the lines of the view are not those of the original.
    pub(super) const fn has_other_lines(&self) -> bool {
        !self.quoted.is_empty()
    }

    /// Masks what the parser stopped at, if Kometa's reader takes it.
    pub(super) fn mend(&mut self, error: &ScanError) -> bool {
        self.mendings += 1;
        let at = error.marker().byte_offset();
        let masked = match (error.kind(), at) {
            _ if self.mendings > MOST_MENDINGS => None,
            (ErrorKind::CommentNotSeparated, Some(at)) => self.comment(at).map(|it| (it, b' ')),
            (
                ErrorKind::InvalidQuotedScalarIndent
                | ErrorKind::TabNotAllowed
                | ErrorKind::TabInIndentation
                | ErrorKind::TabInBlockIndentation,
                Some(_),
            ) => self.quoted().map(|quoted| {
                self.quoted.push(quoted.clone());
                (quoted.start + 1..quoted.end - 1, b'x')
            }),
            _ => None,
        };
        let Some((range, mask)) = masked else {
            return false;
        };
        let mut bytes = std::mem::take(&mut self.text).into_owned().into_bytes();
        bytes[range].fill(mask);
        match String::from_utf8(bytes) {
            Ok(text) => self.text = Cow::Owned(text),
            // A range between characters leaves none in pieces.
            Err(_) => return false,
        }
        true
    }

    /// Returns a comment directly behind a quote or bracket.
    fn comment(&self, at: usize) -> Option<Range<usize>> {
        let (before, behind) = self.text.split_at_checked(at)?;
        let is_behind_token = before.ends_with(['"', '\'', ']', '}']);
        (is_behind_token && behind.starts_with('#')).then(|| at..line_end(&self.text, at))
    }

    /// Returns the quoted scalar that the parser stopped in.
    fn quoted(&self) -> Option<Range<usize>> {
        let start = self.opening_quote()?;
        let end = closing_quote(&self.text, start)? + 1;
        let inside = &self.text[start + 1..end - 1];
        let has_marker = inside
            .split(['\n', '\r'])
            .skip(1)
            .any(|line| line.starts_with("---") || line.starts_with("..."));
        let is_key = self.text[end..].trim_start_matches(' ').starts_with(':');
        (inside.contains(['\n', '\r']) && !has_marker && !is_key).then_some(start..end)
    }

    /// Returns where the quoted scalar begins that the parser stopped in.
    pub(super) fn opening_quote(&self) -> Option<usize> {
        let mut seen = 0;
        for token in Scanner::new(StrInput::new(&self.text)) {
            match token {
                Ok(token) => seen = token.span().byte_range()?.end.max(seen),
                Err(_) => break,
            }
        }
        let mut at = seen;
        loop {
            match self.text.as_bytes().get(at)? {
                b'"' | b'\'' => return Some(at),
                b'#' => at = line_end(&self.text, at),
                b' ' | b'\t' | b'\n' | b'\r' => at += 1,
                // The indicator before it.
                b':' | b'-' | b'?' if at == seen => at += 1,
                _ => return None,
            }
        }
    }

    /// Returns what the quoted scalar at `span` reads as, if that is masked; nothing inside where it reads as nothing.
    pub(super) fn value_of(&self, span: &Range<usize>) -> Option<Option<String>> {
        let is_masked = self.quoted.contains(span);
        is_masked.then(|| value_of(&self.original[span.clone()]))
    }
}

/// Returns where the quoted scalar ends that begins at `start`.
fn closing_quote(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(start)?;
    let mut at = start + 1;
    loop {
        match *bytes.get(at)? {
            b'\\' if quote == b'"' => at += 2,
            byte if byte == quote => {
                let is_doubled = quote == b'\'' && bytes.get(at + 1) == Some(&quote);
                match is_doubled {
                    true => at += 2,
                    false => return Some(at),
                }
            }
            _ => at += 1,
        }
    }
}

/// Returns the value of a quoted scalar. Indentation does not count in it.
fn value_of(source: &str) -> Option<String> {
    let mut indented = String::with_capacity(source.len() + 16);
    for line in source.split_inclusive(['\n', '\r']) {
        if line_start(&indented, indented.len()) == indented.len() && !indented.is_empty() {
            let is_between = indented.ends_with('\r') && line == "\n";
            indented.push_str(if is_between { "" } else { " " });
        }
        indented.push_str(line);
    }
    Parser::new_from_str(&indented).find_map(|next| match next {
        Ok((Event::Scalar(text, ..), _)) => Some(Some(text.into_owned())),
        Ok(_) => None,
        Err(_) => Some(None),
    })?
}

#[cfg(test)]
mod tests {
    use super::value_of;

    #[test]
    fn the_lines_of_a_quoted_scalar_are_folded() {
        for (source, value) in [
            ("\"x\ny\"", "x y"),
            ("'x\r\n\r\n  y'", "x\ny"),
            ("'it''s\rgood'", "it's good"),
            ("\"x\\\ny\\n\"", "xy\n"),
            ("'# x\n# y'", "# x # y"),
        ] {
            assert_eq!(value_of(source).as_deref(), Some(value), "{source:?}");
        }
        assert_eq!(value_of("\"x\n\\q\""), None);
    }
}
