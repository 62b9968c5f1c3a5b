//! Replacing bytes of a file: the spans of a change, and what takes their place.

use std::ops::Range;

use super::document::{Document, Entry, header_of};
use super::lines::{
    BYTE_ORDER_MARK, before_line_break, line_break_at, line_break_near, line_end, line_number,
    line_start,
};
use super::refusal::{ConfigRefusal, Reason};
use crate::edit::Edit;

/// Returns where a place that no edit changes is afterwards.
pub(super) fn moved(at: usize, edits: &[Edit]) -> usize {
    let above = edits.iter().filter(|edit| edit.range.end <= at);
    above.fold(at, |at, edit| at - edit.range.len() + edit.text.len())
}

/// Turns changes of entries into edits.
pub(super) struct Splicer<'d> {
    document: &'d Document,
    edits: Vec<Edit>,
}

impl<'d> Splicer<'d> {
    pub(super) const fn new(document: &'d Document) -> Self {
        Self {
            document,
            edits: Vec::new(),
        }
    }

    /// Returns the edits in the order of the text.
    pub(super) fn into_edits(mut self) -> Vec<Edit> {
        // Neighbouring lines that both go may share a line end.
        self.edits.dedup_by(|next, edit| {
            let is_shared = next.range.start < edit.range.end;
            let may_merge = is_shared && next.text.is_empty() && edit.text.is_empty();
            if may_merge {
                edit.range.end = edit.range.end.max(next.range.end);
            }
            may_merge
        });
        self.edits
    }

    fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        let text = text.into();
        let is_above = |edit: &Edit| edit.range.start <= range.start;
        let at = self.edits.partition_point(is_above);
        self.edits.insert(at, Edit { range, text });
    }

    /// Returns where the value's place begins: behind the colon.
    fn colon_end(&self, entry: Entry) -> Result<usize, ConfigRefusal> {
        let key = &self.document.nodes[entry.key];
        let rest = &self.document.text[key.span.end..];
        let colon = rest.trim_start_matches(' ');
        match colon.starts_with(':') {
            true => Ok(key.span.end + (rest.len() - colon.len()) + 1),
            false => Err(Reason::UnusualKey.on(key.line)),
        }
    }

    /// Puts a single value in the place of another one, or of none.
    pub(super) fn set(&mut self, entry: Entry, text: String) -> Result<(), ConfigRefusal> {
        let node = &self.document.nodes[entry.value];
        if node.is_absent() {
            let at = self.colon_end(entry)?.max(node.span.start);
            self.replace(at..at, format!(" {text}"));
        } else if node.is_block_scalar() {
            let (header, content) = self.block_scalar(entry)?;
            self.replace(header, text);
            self.replace(content, "");
        } else {
            let gap = self.gap_before_comment(node.span.end);
            self.replace(node.span.clone(), format!("{text}{gap}"));
        }
        Ok(())
    }

    /// Returns the space that a comment directly behind a value needs before it, once that value is gone.
    fn gap_before_comment(&self, at: usize) -> &'static str {
        match self.document.text[at..].starts_with('#') {
            true => " ",
            false => "",
        }
    }

    /// Leaves a key without its value.
    pub(super) fn blank(&mut self, entry: Entry) -> Result<(), ConfigRefusal> {
        let node = &self.document.nodes[entry.value];
        if let Some(lines) = self.lines_of_value(entry)? {
            let text = &self.document.text;
            let range = match line_break_at(text, lines.end) {
                "" => before_line_break(text, lines.start)..lines.end,
                line_break => lines.start..lines.end + line_break.len(),
            };
            self.replace(range, "");
        } else if node.is_block_scalar() {
            let (header, content) = self.block_scalar(entry)?;
            let range = self.with_gap_before(entry, header)?;
            self.replace(range, "");
            self.replace(content, "");
        } else {
            let range = self.with_gap_before(entry, node.span.clone())?;
            self.replace(range, self.gap_before_comment(node.span.end));
        }
        Ok(())
    }

    /// Puts lines in the place of a value that is no block mapping.
    pub(super) fn fill(&mut self, entry: Entry, lines: &[String]) -> Result<(), ConfigRefusal> {
        let text = &self.document.text;
        let node = &self.document.nodes[entry.value];
        if node.is_absent() {
            let at = line_end(text, self.colon_end(entry)?.max(node.span.start));
            self.replace(at..at, each_on_its_line(text, at, lines));
        } else if let Some(range) = self.lines_of_value(entry)? {
            let lines = lines.join(line_break_near(text, range.end));
            self.replace(range, lines);
        } else if node.is_block_scalar() {
            let (header, content) = self.block_scalar(entry)?;
            let header = self.with_gap_before(entry, header)?;
            let lines = each_on_its_line(text, content.start, lines);
            self.replace(header, "");
            self.replace(content, lines);
        } else {
            let range = self.with_gap_before(entry, node.span.clone())?;
            let at = line_end(text, range.end);
            self.replace(range, self.gap_before_comment(node.span.end));
            self.replace(at..at, each_on_its_line(text, at, lines));
        }
        Ok(())
    }

    /// Adds lines before that of an entry.
    pub(super) fn insert_before(&mut self, entry: Entry, lines: &[String]) {
        let text = &self.document.text;
        let at = line_start(text, self.document.nodes[entry.key].span.start);
        self.replace(at..at, each_with_its_line_end(text, at, lines));
    }

    /// Takes the lines of an entry away.
    pub(super) fn remove(&mut self, entry: Entry) {
        let range = self.lines_of(entry);
        let text = &self.document.text;
        let range = match text.len() == range.end && !text.ends_with(['\n', '\r']) {
            // The file ended without a line end, and does again.
            true => before_line_break(text, range.start)..range.end,
            false => range,
        };
        self.replace(range, "");
    }

    /// Puts lines in the place of those of an entry.
    pub(super) fn replace_lines(&mut self, entry: Entry, lines: &[String]) {
        let range = self.lines_of(entry);
        let text = &self.document.text;
        let lines = match line_break_at(text, before_line_break(text, range.end)) {
            "" => lines.join(line_break_near(text, range.start)),
            _ => each_with_its_line_end(text, range.end, lines),
        };
        self.replace(range, lines);
    }

    /// From the start of an entry's first line to that of the line behind it.
    fn lines_of(&self, entry: Entry) -> Range<usize> {
        let text = &self.document.text;
        let start = line_start(text, self.document.nodes[entry.key].span.start);
        let last = self.document.nodes[entry.value].after - 1;
        let end = self.block_scalar_end(last).unwrap_or_else(|| {
            let end = self.last_line_end(entry);
            end + line_break_at(text, end).len()
        });
        start..end
    }

    /// Adds lines behind an entry, or before it where what it ends in would change by that.
    pub(super) fn insert_after(&mut self, entry: Entry, lines: &[String]) {
        let text = &self.document.text;
        let last = self.document.nodes[entry.value].after - 1;
        if self.ends_in_open_text(last) {
            return self.insert_before(entry, lines);
        }
        match self.block_scalar_end(last) {
            Some(at) => self.replace(at..at, each_with_its_line_end(text, at, lines)),
            None => {
                let at = self.last_line_end(entry);
                self.replace(at..at, each_on_its_line(text, at, lines));
            }
        }
    }

    /// Adds lines at the end of the document, and returns the number of the first.
    pub(super) fn append(&mut self, lines: &[String]) -> Result<usize, ConfigRefusal> {
        let document = self.document;
        let text = &document.text;
        if let Some(last) = document.nodes.len().checked_sub(1)
            && self.ends_in_open_text(last)
        {
            return self.insert_before_last(last, lines);
        }
        let marker = document.end_marker.as_ref();
        let at = marker.map_or(text.len(), |marker| marker.start);
        let is_at_line_start = text[line_start(text, at)..at]
            .trim_start_matches(BYTE_ORDER_MARK)
            .is_empty();
        let lines = match is_at_line_start {
            true => each_with_its_line_end(text, at, lines),
            false => each_on_its_line(text, at, lines),
        };
        self.replace(at..at, lines);
        Ok(line_number(text, at))
    }

    /// Returns the range together with the white space that separates it from the colon, or from the line before.
    fn with_gap_before(
        &self,
        entry: Entry,
        range: Range<usize>,
    ) -> Result<Range<usize>, ConfigRefusal> {
        let text = &self.document.text;
        let colon_end = self.colon_end(entry)?;
        let own_line = line_start(text, range.start);
        let is_white = |range: Range<usize>| text[range].trim().is_empty();
        let start = if is_white(colon_end..range.start) {
            colon_end
        } else if own_line > colon_end && is_white(own_line..range.start) {
            before_line_break(text, own_line)
        } else {
            range.start
        };
        Ok(start..range.end)
    }

    /// Returns the lines of a value that has them to itself, without the last line end. Nothing for any other value.
    fn lines_of_value(&self, entry: Entry) -> Result<Option<Range<usize>>, ConfigRefusal> {
        let text = &self.document.text;
        let node = &self.document.nodes[entry.value];
        if node.is_absent() {
            return Ok(None);
        }
        let (first, end) = match node.is_block_scalar() {
            true => {
                let (header, content) = self.block_scalar(entry)?;
                (header, content.end)
            }
            false => (node.span.clone(), line_end(text, node.span.end)),
        };
        let start = line_start(text, first.start);
        let has_own_lines = start > self.colon_end(entry)?
            && text[start..first.start].trim().is_empty()
            && text[first.end..line_end(text, first.end)].trim().is_empty();
        Ok(has_own_lines.then_some(start..end))
    }

    /// Returns the header of a block scalar (`|`, `>-`, …) without its comment, and its content from the header's line
    /// end to that of the last line that is not empty.
    fn block_scalar(&self, entry: Entry) -> Result<(Range<usize>, Range<usize>), ConfigRefusal> {
        let text = &self.document.text;
        let span = self.document.nodes[entry.value].span.clone();
        let colon_end = self.colon_end(entry)?;
        let not_sure = Reason::NotSure.on(self.document.nodes[entry.key].line);
        let header = header_of(text, colon_end..span.start).ok_or(not_sure)?;
        let content_start = line_end(text, header.end);
        let content = text.get(content_start..span.end).unwrap_or_default();
        let content_end = match content.trim_end() {
            "" => content_start,
            content => line_end(text, content_start + content.len()),
        };
        Ok((header, content_start..content_end))
    }

    /// Returns where the line ends, before its line end, in which an entry does.
    fn last_line_end(&self, entry: Entry) -> usize {
        let colon_end = self.colon_end(entry).unwrap_or_default();
        let end = self.document.nodes[entry.value].span.end.max(colon_end);
        line_end(&self.document.text, end)
    }

    /// Returns where the line behind a block scalar begins; nothing where the scalar ends within a line, or the node is
    /// none.
    fn block_scalar_end(&self, node: usize) -> Option<usize> {
        let text = &self.document.text;
        let node = &self.document.nodes[node];
        let end = node.span.end;
        let start = line_start(text, end);
        let is_white = text[start..end].bytes().all(|b| b == b' ');
        (node.is_block_scalar() && start > 0 && is_white).then_some(start)
    }

    /// Adds lines before the last entry of the document and the comments that belong to it. `last` is its last node.
    fn insert_before_last(
        &mut self,
        last: usize,
        lines: &[String],
    ) -> Result<usize, ConfigRefusal> {
        let document = self.document;
        let text = &document.text;
        let refusal = Reason::EndsInText.on(line_number(text, document.nodes[last].span.end));
        let entries: Vec<Entry> = match document.root() {
            Some(root) => document.entries(root).collect(),
            None => Vec::new(),
        };
        let key = entries.last().ok_or(refusal.clone())?.key;
        let Some(indent) = document.indent(key) else {
            return Err(refusal);
        };
        let earlier = entries.len().checked_sub(2).map(|i| entries[i].value);
        let earliest = earlier.map_or(0, |value| document.nodes[value].span.end);
        let mut at = line_start(text, document.nodes[key].span.start);
        loop {
            let above = line_start(text, before_line_break(text, at));
            let line = &text[above..at];
            let is_comment = line.trim_start_matches(' ').starts_with('#');
            let is_at_margin = line.len() - line.trim_start_matches(' ').len() <= indent;
            if above == at || above < earliest || !is_comment || !is_at_margin {
                break;
            }
            at = above;
        }
        if text[at..].starts_with(BYTE_ORDER_MARK) {
            at += BYTE_ORDER_MARK.len_utf8();
        }
        self.replace(at..at, each_with_its_line_end(text, at, lines));
        Ok(line_number(text, at))
    }

    /// Returns whether adding anything behind a node would change it: a block scalar that ends with the file would gain
    /// a line end, and one without content takes its indent from what follows.
    fn ends_in_open_text(&self, last: usize) -> bool {
        let node = &self.document.nodes[last];
        let text = &self.document.text;
        let content = self.document.scalar(last).unwrap_or_default();
        let behind = text.get(node.span.end..).unwrap_or_default();
        let reaches_end = behind.bytes().all(|b| b == b' ') && !text.ends_with(['\n', '\r']);
        let is_open = content.trim().is_empty() || (content.ends_with('\n') && reaches_end);
        node.is_block_scalar() && is_open
    }
}

/// Returns each line behind a line end, for the end of a line.
fn each_on_its_line(text: &str, at: usize, lines: &[String]) -> String {
    let line_break = line_break_near(text, at);
    lines.iter().flat_map(|l| [line_break, l]).collect()
}

/// Returns each line before a line end, for the start of a line.
fn each_with_its_line_end(text: &str, at: usize, lines: &[String]) -> String {
    let before = before_line_break(text, at);
    let line_break = match line_break_at(text, before) {
        "" => line_break_near(text, at),
        before => before,
    };
    lines.iter().flat_map(|l| [l, line_break]).collect()
}
