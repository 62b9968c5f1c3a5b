//! Lines of a text by byte offset. YAML ends a line with LF, CRLF or CR.

/// The offset at which the line of `at` begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at]
        .iter()
        .rposition(|b| is_break(*b))
        .map_or(0, |i| i + 1)
}

/// The offset at which the line of `at` ends, before its line end.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text.as_bytes()[at..]
        .iter()
        .position(|b| is_break(*b))
        .map_or(text.len(), |i| at + i)
}

/// The line end that begins at `at`; empty at the end of the text.
pub(super) fn line_break_at(text: &str, at: usize) -> &'static str {
    match text.as_bytes().get(at..) {
        Some([b'\r', b'\n', ..]) => "\r\n",
        Some([b'\r', ..]) => "\r",
        Some([b'\n', ..]) => "\n",
        _ => "",
    }
}

/// The offset before the line end that stops at `at`, or `at` itself.
pub(super) fn before_line_break(text: &str, at: usize) -> usize {
    match &text.as_bytes()[..at] {
        [.., b'\r', b'\n'] => at - 2,
        [.., b'\r' | b'\n'] => at - 1,
        _ => at,
    }
}

/// The line end in use around `at`: that of its line, or of the one before, or LF.
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

/// The spaces before `at` on its line, or nothing where other characters stand there.
pub(super) fn indent_before(text: &str, at: usize) -> Option<usize> {
    let before = &text[line_start(text, at)..at];
    let before = before.strip_prefix(BYTE_ORDER_MARK).unwrap_or(before);
    before.bytes().all(|b| b == b' ').then_some(before.len())
}

/// The number of the line of `at`, from 1.
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

/// Where each line begins, for many look-ups.
pub(super) struct LineTable<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> LineTable<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut starts = vec![0];
        let bytes = text.as_bytes();
        for (i, byte) in bytes.iter().enumerate() {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => bytes.get(i + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends_line {
                starts.push(i + 1);
            }
        }
        Self { text, starts }
    }

    /// The index of the line that holds `at`, from 0.
    pub(super) fn index(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at) - 1
    }

    /// Where the line begins, and where it ends before its line end.
    pub(super) fn range(&self, index: usize) -> std::ops::Range<usize> {
        let start = self.starts[index];
        let next = self.starts.get(index + 1);
        start..next.map_or(self.text.len(), |next| before_line_break(self.text, *next))
    }
}
