//! Everything the browser is asked to do, as data, and how each of it ends.

use std::rc::Rc;

use super::target::{Focus, Target};
use crate::kometa::editing::{EditorAnswer, EditorTask, EditorUnavailable};
use crate::kometa::file::FileRefusal;
use crate::shared_text::SharedText;
use crate::sign_in::{self, Id};
use crate::timestamp::Timestamp;

/// Work for the browser. Each is asked for under an [`Id`], with which its [`Reply`] comes back.
///
/// An effect that the page no longer asks for is to be ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Sends, probes, wakes or leaves for a sign-in or a token.
    SignIn(sign_in::Effect),
    /// Has the config editor do a task with a text.
    AskEditor {
        /// The task.
        task: EditorTask,
        /// The text.
        text: SharedText,
    },
    /// Writes a time in the reader's own language and time zone.
    FormatTime(Timestamp),
    /// Puts a text onto the clipboard.
    Copy {
        /// The text.
        text: SharedText,
        /// The text area to select, for copying by hand, where the browser refuses.
        or_select: Option<Target>,
    },
    /// Offers a text as a file.
    Download {
        /// The file's name.
        name: Rc<str>,
        /// The media type (RFC 6838).
        media_type: &'static str,
        /// The text.
        text: SharedText,
    },
    /// Lets the user choose a file that can be written back.
    PickFile,
    /// Reads a file that was handed over.
    ReadFile(FileId),
    /// Writes a text into a file, if the file still holds the expected one.
    SaveFile {
        /// The file.
        file: FileId,
        /// The text that the file must still hold.
        expected: SharedText,
        /// The text to write.
        text: SharedText,
    },
    /// Moves the focus once the page has been drawn.
    MoveFocus(Focus),
}

/// The editor's answer, if it could be asked.
pub type Answer = Result<EditorAnswer, EditorUnavailable>;

/// The end of an effect. [`Effect::MoveFocus`] has no reply.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Ends [`Effect::SignIn`].
    SignIn(sign_in::Outcome),
    /// Ends [`Effect::AskEditor`].
    EditorAnswered(Answer),
    /// Ends [`Effect::FormatTime`].
    TimeFormatted(Rc<str>),
    /// Ends [`Effect::Copy`] and [`Effect::Download`].
    Exported(Export),
    /// Ends [`Effect::PickFile`]; without a file where none was chosen.
    FilePicked(Option<FileId>),
    /// Ends [`Effect::ReadFile`].
    FileRead(FileContent),
    /// Ends [`Effect::SaveFile`].
    FileSaved(Result<(), SaveRefusal>),
}

/// The end of the last attempt to take a text out of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Export {
    /// The text is on screen only.
    #[default]
    None,
    /// The text is on the clipboard.
    Copied,
    /// The user copied from the text by hand.
    CopiedByHand,
    /// The browser refused the clipboard.
    CopyRefused,
    /// The text was offered as a file.
    Downloaded,
    /// The browser could not make a file of the text.
    DownloadFailed,
}

impl Export {
    /// Returns whether the text has certainly left the page. A browser does not tell whether a download was taken or
    /// cancelled.
    pub const fn is_saved(self) -> bool {
        matches!(self, Self::Copied | Self::CopiedByHand)
    }
}

/// Tells a file that was handed over from every other one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId(pub u32);

/// A file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct FileContent {
    /// The file's name, without a path.
    pub name: Rc<str>,
    /// The file's text, or why there is none.
    pub text: Result<SharedText, FileRefusal>,
    /// Whether the browser can write into the file.
    pub can_be_saved: bool,
}

/// Why a file was not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveRefusal {
    /// The user or the browser did not let the page write.
    Refused,
    /// The file no longer holds the text that it was opened with.
    Changed,
}

/// The effects that are asked for at one time.
pub type Effects = Vec<(Id, Effect)>;
