//! Finds, reads and brings up to date the `trakt:` block in a whole `config.yml`, and leaves the rest alone.
//!
//! The text is edited by byte span: only the values that differ are replaced, and missing keys are added in the style
//! of their neighbours. What cannot be changed with certainty is refused; afterwards the result is parsed again and
//! compared.

mod changes;
mod document;
mod fields;
mod kometa_reader;
mod lenient;
mod lines;
mod plan;
mod read;
mod refusal;
mod scalars;
mod section;
mod splice;
mod verify;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use changes::{Change, Line};
pub use fields::BlockKey;
pub use read::{Found, FoundBlock, read, update_block};
pub use refusal::{ConfigRefusal, Reason, YamlProblem};

use super::TraktBlock;
use document::Document;

/// Larger files are refused.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;

/// A file with its `trakt` block brought up to date. Every byte outside of `changes` is the same.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Updated {
    /// The whole new file. Large, and so left out where the rest is written as JSON.
    #[serde(skip)]
    pub text: String,
    /// What differs, from top to bottom; empty where the file was up to date already.
    pub changes: Vec<Change>,
    /// The keys whose `<<placeholder>>` was kept instead of the value.
    pub placeholders_kept: Vec<BlockKey>,
    /// Whether the file had no `trakt` block before.
    pub appended: bool,
}

impl fmt::Debug for Updated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Updated")
            .field("text", &"[redacted]")
            .field("changes", &self.changes)
            .field("placeholders_kept", &self.placeholders_kept)
            .field("appended", &self.appended)
            .finish()
    }
}

/// Brings the `trakt` block in the text of a whole `config.yml` up to date, or appends it.
///
/// Comments, order, unknown keys, quotes, line ends, byte order mark and document markers stay. `pin` is emptied and
/// `force_refresh` left as it is. A value that is right already stays byte for byte, and so does a placeholder of
/// Kometa's (`<<name>>`) in `client_id` or `client_secret`.
///
/// # Errors
/// Why the file cannot be changed with certainty; see [`ConfigRefusal`].
pub fn update(config: &str, block: &TraktBlock) -> Result<Updated, ConfigRefusal> {
    let before = Document::parse(config)?;
    kometa_reader::check(&before)?;
    let fields = fields::trakt_fields(block);
    let plan = plan::plan(&before, &fields)?;
    let not_sure = || Reason::NotSure.on(plan.line);
    let text = splice::apply(config, &plan.edits).ok_or_else(not_sure)?;
    let after = Document::parse(text).map_err(|_| not_sure())?;
    if kometa_reader::check(&after).is_err() || !verify::is_as_meant(&before, &after, &fields) {
        return Err(not_sure());
    }
    let changes = changes::changes(&before, &after, &plan.edits);
    Ok(Updated {
        changes,
        placeholders_kept: plan.placeholders_kept,
        appended: plan.appended,
        text: after.text,
    })
}
