//! The files that the user handed over, as long as the page may still read or write them.

use crate::browser::files::GivenFile;
use crate::page::effect::FileId;

/// The files that the user handed over.
#[derive(Debug, Default)]
pub struct GivenFiles {
    files: Vec<(FileId, GivenFile)>,
    last: u32,
    /// The newest file that the page has asked for; it has not heard of newer ones.
    newest_needed: u32,
}

impl GivenFiles {
    /// Keeps a file, and returns what the page calls it.
    pub fn add(&mut self, file: GivenFile) -> FileId {
        self.last += 1;
        let id = FileId(self.last);
        self.files.push((id, file));
        id
    }

    /// The file that the page calls this.
    pub fn get(&self, id: FileId) -> Option<GivenFile> {
        let file = self.files.iter().find(|(known, _)| *known == id);
        file.map(|(_, file)| file.clone())
    }

    /// Forgets every file but these, and those that the page has not heard of.
    pub fn keep_only(&mut self, needed: &[FileId]) {
        let newest = needed.iter().map(|id| id.0).max().unwrap_or_default();
        self.newest_needed = self.newest_needed.max(newest);
        self.files
            .retain(|(id, _)| needed.contains(id) || id.0 > self.newest_needed);
    }
}
