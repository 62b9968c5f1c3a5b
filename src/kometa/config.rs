//! Finds, reads and brings up to date the `trakt:` block in a whole `config.yml`, and leaves the rest alone.
//!
//! The text is edited by byte span: only the values that differ are replaced, and missing keys are added in the style
//! of their neighbours. What cannot be changed with certainty is refused; afterwards what was changed is read again and
//! compared.

mod block_update;
mod changes;
mod characters;
mod document;
mod duplicates;
mod fields;
mod found;
mod gaps;
mod kometa_reader;
mod left_at_root;
mod lenient;
mod lines;
mod plain;
mod plan;
mod read;
mod refusal;
mod scalars;
mod section;
mod section_lines;
mod splice;
mod tags;
mod update;
mod verify;

pub use super::keys::BlockKey;
pub use block_update::update_block;
pub(super) use changes::changes_of_texts;
pub use changes::{Change, Line};
pub use found::{Found, FoundBlock, RefusedValue, Removed};
pub use left_at_root::LeftAtRoot;
pub use read::read;
pub use refusal::{ConfigRefusal, Holding, Reason, YamlProblem};
pub use section_lines::SectionLines;
pub use update::{Stale, UpdateReport, Updated, is_update, update, update_section, update_with};

/// Larger files are refused.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
