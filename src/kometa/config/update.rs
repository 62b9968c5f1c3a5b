//! Brings the `trakt` block in a whole `config.yml` up to date.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::changes::{self, Change};
use super::document::{Document, Entry};
use super::kometa_reader::Report;
use super::left_at_root::{LeftAtRoot, Within, left_at_root, misplaced};
use super::refusal::{ConfigRefusal, Reason};
use super::section_lines::SectionLines;
use super::{fields, kometa_reader, lines, plan, section, splice, verify};
use crate::edit::{self, Edit};
use crate::export::FormatId;
use crate::kometa::block::TraktBlock;
use crate::kometa::keys::BlockKey;
use crate::trakt::credentials::FilledIn;
use crate::trakt::{AccessToken, ClientId, ClientSecret, RefreshToken, Token, TraktApp};

/// A file with its `trakt` block brought up to date.
#[derive(Clone, PartialEq, Eq)]
pub struct Updated {
    /// The whole new file.
    pub text: String,
    /// The differences from the old one.
    pub report: UpdateReport,
}

impl fmt::Debug for Updated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Updated")
            .field("text", &"[redacted]")
            .field("report", &self.report)
            .finish()
    }
}

/// The differences of an updated file from the old one. Every byte outside of `changes` is the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UpdateReport {
    /// The differences, from top to bottom; empty where the file was up to date already.
    pub changes: Vec<Change>,
    /// The keys whose `<<placeholder>>` was kept instead of the value.
    pub placeholders_kept: Vec<BlockKey>,
    /// The keys whose `<<placeholder>>` was replaced by the value: the file may be one that is shared.
    pub placeholders_replaced: Vec<BlockKey>,
    /// The members of `authorization` that stand directly under `trakt` too, with an access that has ended or will.
    /// Empty where they were taken away.
    pub stale: Vec<BlockKey>,
    /// Keys of the block that stay where Kometa does not look for them, with their lines in the new file.
    pub left_at_root: Vec<LeftAtRoot>,
    /// True if the file had no `trakt` block before.
    pub appended: bool,
    /// The format, if the file is another program's.
    pub program: Option<FormatId>,
}

/// The fate of the members of `authorization` that stand directly under `trakt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Stale {
    /// Left where they are; [`UpdateReport::stale`] names them.
    #[default]
    Keep,
    /// Taken away.
    Remove,
}

/// Brings the `trakt` block in the text of a whole `config.yml` up to date, or adds it.
///
/// Comments, order, unknown keys, quotes, line ends, byte order mark and document markers stay. `pin` is emptied and
/// `force_refresh` left as it is. A value that is right already stays byte for byte, and so does a placeholder of
/// Kometa's (`<<name>>`) in `client_id` or `client_secret`.
///
/// # Errors
/// Why the file cannot be changed with certainty; see [`ConfigRefusal`].
pub fn update(config: &str, block: &TraktBlock) -> Result<Updated, ConfigRefusal> {
    update_with(config, block, Stale::Keep)
}

/// Does the same as [`update`], and takes older tokens beside the block away where that is asked for.
///
/// # Errors
/// See [`update`].
pub fn update_with(
    config: &str,
    block: &TraktBlock,
    stale: Stale,
) -> Result<Updated, ConfigRefusal> {
    let before = Document::parse(config)?;
    kometa_reader::report(&before).verdict()?;
    update_document(&before, block, stale)
}

/// Does the same with a file that has been read, and that Kometa can load.
pub(super) fn update_document(
    before: &Document,
    block: &TraktBlock,
    stale: Stale,
) -> Result<Updated, ConfigRefusal> {
    let (root, entry) = section::trakt_of(before)?;
    let found_stale = entry.map_or_else(Vec::new, |entry| section::stale_keys(before, entry));
    let (stale, gone) = match stale {
        Stale::Keep => (found_stale, Vec::new()),
        Stale::Remove => (Vec::new(), found_stale),
    };
    let fields = fields::trakt_fields(block, &gone);
    let plan = plan::plan(before, root, entry, &fields)?;
    let not_sure = || Reason::NotSure.on(plan.line);
    let text = edit::apply(&before.text, &plan.edits).ok_or_else(not_sure)?;
    let after =
        verify::read_back(before, entry, &text, &plan.edits, &fields).ok_or_else(not_sure)?;
    let report = UpdateReport {
        changes: changes::changes(before, &text, &after, &plan.edits),
        placeholders_kept: plan.placeholders_kept,
        placeholders_replaced: plan.placeholders_replaced,
        stale,
        left_at_root: left_in_new_file(before, &plan.edits, &text),
        appended: entry.is_none(),
        program: None,
    };
    Ok(Updated { text, report })
}

/// Does the same by reading the lines of the section alone, which [`read`](super::read()) has found in the same text. Nothing
/// where that does not do.
pub fn update_section(
    config: &str,
    section: &SectionLines,
    block: &TraktBlock,
    stale: Stale,
) -> Option<Updated> {
    let (text, mut report) = section.replaced(config, |lines| {
        let updated = update_with(&lines, block, stale).ok()?;
        Some((updated.text, updated.report))
    })?;
    let lines_before = section.first_line - 1;
    for change in &mut report.changes {
        for lines in [&mut change.before, &mut change.after] {
            for line in lines {
                line.number += lines_before;
            }
        }
    }
    for left in &mut report.left_at_root {
        left.line += lines_before;
    }
    Some(Updated { text, report })
}

/// Returns the lines of the section of a file that takes a new block, if that needs no others; and why it takes none.
pub(super) fn try_update(
    document: &Document,
    report: &Report,
) -> Result<Option<SectionLines>, ConfigRefusal> {
    report.verdict()?;
    update_document(document, &any_block(), Stale::Keep)?;
    let (_, trakt) = section::trakt_of(document)?;
    // The form of any other section is that of the sections around it.
    let is_in_form = |trakt: &Entry| document.nodes[trakt.value].is_block_mapping();
    let lines = trakt
        .filter(is_in_form)
        .and_then(|trakt| SectionLines::of(document, trakt));
    // What is named as left behind must be in them.
    let is_left_within = |lines: &SectionLines| {
        let is_within = |(_, key): &(BlockKey, usize)| {
            let key = &document.nodes[*key];
            lines.span.contains(&key.span.start)
        };
        misplaced(document, Within::AllSections)
            .iter()
            .all(is_within)
    };
    Ok(lines.filter(is_left_within))
}

/// A block to try with: whether a file takes one does not depend on the values in it.
fn any_block() -> TraktBlock {
    TraktBlock {
        app: TraktApp {
            client_id: ClientId::new("i"),
            client_secret: Some(ClientSecret::new("s")),
        },
        token: Token {
            access_token: AccessToken::new("a"),
            token_type: "bearer".into(),
            expires_in: 1,
            refresh_token: RefreshToken::new("r"),
            scope: "public".into(),
            created_at: 1,
            filled_in: FilledIn::default(),
        },
    }
}

/// Returns the keys left at the root with their lines in the new text. No edit changes them, so each is where it was,
/// moved by what was changed above it.
fn left_in_new_file(before: &Document, edits: &[Edit], text: &str) -> Vec<LeftAtRoot> {
    left_at_root(before, Within::AllSections, |key| {
        lines::line_number(text, splice::moved(key.span.start, edits))
    })
}

/// Returns whether a file, read as a whole, is the earlier one with its `trakt` block brought up to date and nothing
/// else changed. [`update`] answers that by reading less, where less is enough.
pub fn is_update(before: &str, after: &str, block: &TraktBlock, stale: Stale) -> bool {
    let [Ok(before), Ok(after)] = [before, after].map(Document::parse) else {
        return false;
    };
    let gone = match (section::trakt_of(&before), stale) {
        (Ok((_, Some(trakt))), Stale::Remove) => section::stale_keys(&before, trakt),
        _ => Vec::new(),
    };
    let fields = fields::trakt_fields(block, &gone);
    kometa_reader::report(&after).verdict().is_ok() && verify::is_as_meant(&before, &after, &fields)
}
