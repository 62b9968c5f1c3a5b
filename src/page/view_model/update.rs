//! Says how an update of `config.yml` stands, and what is to be done with the updated text.

use super::shapes::Sentence;

use crate::page::config_update::{ConfigUpdate, LateSave, Saving, UpdatedConfig};
use crate::page::effect::{Export, SaveRefusal};
use crate::text::Explanation;
use crate::text::config as words;

/// Returns the line about the update.
pub(super) fn status(update: &ConfigUpdate) -> &'static str {
    match update {
        ConfigUpdate::Underway { .. } => words::UPDATING,
        ConfigUpdate::Done(updated) if updated.report.changes.is_empty() => {
            words::HAS_BLOCK_ALREADY
        }
        ConfigUpdate::Done(updated) if updated.saving == Saving::Saved => "",
        ConfigUpdate::Done(_) => words::UPDATE_READY,
        ConfigUpdate::NotAsked
        | ConfigUpdate::NoConfig
        | ConfigUpdate::NoBlock
        | ConfigUpdate::FileRefused(_)
        | ConfigUpdate::Refused(_) => "",
    }
}

/// Returns why there is no updated text, if one was asked for.
pub(super) fn problem(update: &ConfigUpdate) -> Option<Explanation> {
    match update {
        ConfigUpdate::NotAsked | ConfigUpdate::Underway { .. } | ConfigUpdate::Done(_) => None,
        ConfigUpdate::NoConfig => Some(words::no_config()),
        ConfigUpdate::NoBlock => Some(words::no_block()),
        ConfigUpdate::FileRefused(refusal) => Some(words::not_opened(*refusal)),
        ConfigUpdate::Refused(refusal) => Some(words::not_updated(refusal)),
    }
}

/// Returns the heading of the updated text: what is to be done with it.
pub(super) fn heading(updated: &UpdatedConfig) -> &'static str {
    match updated.saving {
        _ if updated.report.changes.is_empty() => words::NOTHING_TO_CHANGE,
        Saving::Saved if updated.report.program.is_some() => words::FILE_IS_UP_TO_DATE,
        Saving::Saved => words::IS_UP_TO_DATE,
        Saving::NotAsked | Saving::Underway | Saving::Refused(_) => {
            match updated.has_left_the_page() {
                true => words::NEARLY_DONE,
                false => words::NOW_SAVE_IT,
            }
        }
    }
}

/// Returns what is true of all that did not change.
pub(super) fn everything_else(updated: &UpdatedConfig) -> &'static str {
    match updated.report.appended {
        _ if updated.report.changes.is_empty() => words::SAME_VALUES,
        true => words::SECTION_ADDED,
        false => words::OTHER_BYTES_SAME,
    }
}

/// Returns what was done last with the updated text. `name` is the file's name.
pub(super) fn export_status(updated: &UpdatedConfig, name: &str) -> Sentence {
    match updated.saving {
        Saving::Underway => return words::saving_into(name).into(),
        Saving::Saved if updated.report.program.is_some() => {
            return words::saved_for_program(name).into();
        }
        Saving::Saved => return words::saved_into(name).into(),
        Saving::NotAsked | Saving::Refused(_) => {}
    }
    match updated.export {
        Export::None => "".into(),
        Export::Copied => words::COPIED.into(),
        Export::CopiedByHand => words::COPIED_BY_HAND.into(),
        Export::CopyRefused => words::NOT_COPIED.into(),
        Export::Downloaded => words::downloaded(name).into(),
        Export::DownloadFailed => words::NOT_DOWNLOADED.into(),
    }
}

/// Returns why the file of this name was not saved, if it was not.
pub(super) fn saving_problem(saving: Saving, name: &str) -> Option<String> {
    match saving {
        Saving::NotAsked | Saving::Underway | Saving::Saved => None,
        Saving::Refused(refusal) => Some(save_refusal(refusal, name)),
    }
}

/// Returns how the save ended of a file that is no longer the one on the page.
pub(super) fn late_save(save: &LateSave) -> String {
    match save.result {
        Ok(()) => words::saved_late(&save.name),
        Err(refusal) => words::not_saved_late(&save.name, &save_refusal(refusal, &save.name)),
    }
}

fn save_refusal(refusal: SaveRefusal, name: &str) -> String {
    match refusal {
        SaveRefusal::Refused => words::write_refused(name),
        SaveRefusal::Changed => words::changed_since_opened(name),
    }
}
