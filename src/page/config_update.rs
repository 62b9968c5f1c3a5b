//! The `config.yml` with the new block in it, and what has become of it.

use std::rc::Rc;

use super::effect::{Export, SaveRefusal};
use super::long_text::LongText;
use crate::kometa::config::{Stale, UpdateReport, Updated};
use crate::kometa::editing::EditorRefusal;
use crate::kometa::file::FileRefusal;
use crate::shared_text::SharedText;
use crate::sign_in::world::Id;

/// The name of the file that `Download config.yml` offers where none was opened.
pub const CONFIG_FILE_NAME: &str = "config.yml";

/// The update of a `config.yml`.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum ConfigUpdate {
    /// Nobody asked.
    #[default]
    NotAsked,
    /// There was no text to update.
    NoConfig,
    /// There was no block to put into the text.
    NoBlock,
    /// The file could not be read.
    FileRefused(FileRefusal),
    /// The editor is at work.
    Underway {
        /// The effect's id.
        id: Id,
        /// The fate of older tokens beside the block.
        stale: Stale,
    },
    /// The editor left the text alone.
    Refused(EditorRefusal),
    /// The text is up to date.
    Done(UpdatedConfig),
}

/// A `config.yml` with the new block in it.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdatedConfig {
    /// The new text.
    pub text: SharedText,
    /// The part that is shown of a text that is too long.
    pub too_long: Option<LongText>,
    /// The differences from the old text.
    pub report: Rc<UpdateReport>,
    /// The end of the last copy or download of the text.
    pub export: Export,
    /// The state of saving the text into the file that was opened.
    pub saving: Saving,
    /// Shows the secrets among the changes in clear.
    pub secrets_shown: bool,
}

/// The state of saving a new text into the file that was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Saving {
    /// Nobody asked for it.
    #[default]
    NotAsked,
    /// The file is being written.
    Underway,
    /// The text is in the file.
    Saved,
    /// The file was not written.
    Refused(SaveRefusal),
}

/// The end of a save whose file is no longer the one on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateSave {
    /// The file's name.
    pub name: Rc<str>,
    /// The result of the save.
    pub result: Result<(), SaveRefusal>,
}

impl UpdatedConfig {
    /// Returns whether the text has left the page: saved, copied, or offered as a file.
    pub const fn has_left_the_page(&self) -> bool {
        matches!(self.saving, Saving::Saved)
            || self.export.is_saved()
            || matches!(self.export, Export::Downloaded)
    }
}

/// Returns the name under which Kometa reads a file that a browser or an editor has renamed.
///
/// `config (1).yml` and `config.yml.txt` become `config.yml`; `kometa.yaml` stays.
pub(super) fn name_for_kometa(name: &str) -> String {
    let name = name.strip_suffix(".txt").unwrap_or(name);
    let Some((stem, extension)) = name
        .rsplit_once('.')
        .filter(|(_, extension)| matches!(*extension, "yml" | "yaml"))
    else {
        return CONFIG_FILE_NAME.into();
    };
    let numbered = stem
        .strip_suffix(')')
        .and_then(|stem| stem.rsplit_once('('));
    let stem = match numbered {
        Some((stem, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => stem,
        _ => stem,
    };
    match stem.trim_end() {
        "" => CONFIG_FILE_NAME.into(),
        stem => format!("{stem}.{extension}"),
    }
}

impl From<Updated> for UpdatedConfig {
    fn from(updated: Updated) -> Self {
        let text = updated.text.into();
        Self {
            too_long: LongText::of(&text),
            text,
            report: updated.report.into(),
            export: Export::default(),
            saving: Saving::default(),
            secrets_shown: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_offered_under_the_name_that_kometa_reads() {
        for (name, offered) in [
            ("config.yml", "config.yml"),
            ("config.yml.txt", "config.yml"),
            ("config (1).yml", "config.yml"),
            ("config(12).yml.txt", "config.yml"),
            ("kometa.yaml", "kometa.yaml"),
            ("my config (old).yml", "my config (old).yml"),
            ("config", "config.yml"),
            ("(1).yml", "config.yml"),
            ("", "config.yml"),
        ] {
            assert_eq!(name_for_kometa(name), offered, "{name}");
        }
    }
}
