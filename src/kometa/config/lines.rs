//! Lines of a text by byte offset. YAML ends a line with LF, CRLF or CR.

use std::ops::Range;

/// Returns the offset at which the line of `at` begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at]
        .iter()
        .rposition(|b| is_break(*b))
        .map_or(0, |i| i + 1)
}

/// Returns the offset at which the line of `at` ends, before its line end.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text.as_bytes()[at..]
        .iter()
        .position(|b| is_break(*b))
        .map_or(text.len(), |i| at + i)
}

/// Returns the line end that begins at `at`: LF, CR LF, CR, or an empty text at the end of the text.
pub(super) fn line_break_at(text: &str, at: usize) -> &'static str {
    match text.as_bytes().get(at..) {
        Some([b'\r', b'\n', ..]) => "\r\n",
        Some([b'\r', ..]) => "\r",
        Some([b'\n', ..]) => "\n",
        _ => "",
    }
}

/// Returns the offset before the line end that stops at `at`, or `at` itself.
pub(super) fn before_line_break(text: &str, at: usize) -> usize {
    match &text.as_bytes()[..at] {
        [.., b'\r', b'\n'] => at - 2,
        [.., b'\r' | b'\n'] => at - 1,
        _ => at,
    }
}

/// Returns the line end in use around `at`: that of its line, or of the one before, or LF.
pub(super) fn line_break_near(text: &str, at: usize) -> &'static str {
    let own = line_break_at(text, line_end(text, at));
    if !own.is_empty() {
        return own;
    }
    let previous = before_line_break(text, line_start(text, at));
    match line_break_at(text, previous) {
        "" => "\n",
        found => found,
    }
}

/// Returns the spaces before `at` on its line, or nothing where other characters stand there.
pub(super) fn indent_before(text: &str, at: usize) -> Option<usize> {
    let before = &text[line_start(text, at)..at];
    let before = before.strip_prefix(BYTE_ORDER_MARK).unwrap_or(before);
    before.bytes().all(|b| b == b' ').then_some(before.len())
}

/// Returns the number of the line of `at`, from 1.
pub(super) fn line_number(text: &str, at: usize) -> usize {
    let mut number = 1;
    let mut from = 0;
    loop {
        let end = line_end(text, from);
        let next = end + line_break_at(text, end).len();
        if next > at || next == end {
            return number;
        }
        number += 1;
        from = next;
    }
}

pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

const fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// The starts of lines, for many look-ups.
pub(super) struct LineTable<'a> {
    text: &'a str,
    /// The index of the first line.
    first: usize,
    starts: Vec<usize>,
}

impl<'a> LineTable<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self::of_part(text, 0..text.len(), (0, 0))
    }

    /// Knows only the lines from that of the start of a part to that of its end. `known` is a place before the part, and
    /// the index of its line: what is before that need not be counted.
    pub(super) fn of_part(text: &'a str, part: Range<usize>, known: (usize, usize)) -> Self {
        let (place, index) = known;
        let start = line_start(text, part.start);
        let end = line_end(text, part.end);
        // The start of the line behind them says where the last of them ends.
        let end = end + line_break_at(text, end).len();
        let mut starts = vec![start];
        starts.extend(line_starts(text, start..end));
        Self {
            text,
            first: index + line_starts(text, place.min(start)..start).count(),
            starts,
        }
    }

    /// Returns the index of the line that holds `at`, from 0.
    pub(super) fn index(&self, at: usize) -> usize {
        let behind = self.starts.partition_point(|start| *start <= at);
        self.first + behind.saturating_sub(1)
    }

    /// Returns where the line begins, and where it ends before its line end.
    pub(super) fn range(&self, index: usize) -> Range<usize> {
        let known = index - self.first;
        let start = self.starts[known];
        let next = self.starts.get(known + 1);
        start..next.map_or(self.text.len(), |next| before_line_break(self.text, *next))
    }
}

/// Returns where lines begin behind the line ends in a part of a text.
fn line_starts(text: &str, part: Range<usize>) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    part.filter(move |i| match bytes[*i] {
        b'\n' => true,
        b'\r' => bytes.get(i + 1) != Some(&b'\n'),
        _ => false,
    })
    .map(|i| i + 1)
}
