//! The table of all formats.

use super::format::{Format, FormatId};
use super::{environment, json, plex_trakt_sync};

/// All formats, in the order of the list.
pub const FORMATS: &[Format] = &[plex_trakt_sync::FORMAT, environment::FORMAT, json::FORMAT];

impl FormatId {
    /// Returns the format's row in [`FORMATS`].
    pub fn format(self) -> &'static Format {
        let row = FORMATS.iter().find(|format| format.id == self);
        row.unwrap_or(&plex_trakt_sync::FORMAT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_one_row_and_names_of_its_own() {
        for (at, format) in FORMATS.iter().enumerate() {
            assert_eq!(format.id.format().name, format.name);
            for other in &FORMATS[..at] {
                assert_ne!(format.id, other.id);
                assert_ne!(format.name, other.name);
                assert_ne!(format.file_name, other.file_name);
            }
        }
    }
}
