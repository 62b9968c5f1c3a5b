//! The token as a file for another program.

use super::shapes::{Control, Sentence};
use crate::export::FormatId;
use crate::page::effect::Export;
use crate::page::event::Event;
use crate::page::model::Model;
use crate::page::other_program::OtherProgramEvent;
use crate::shared_text::SharedText;
use crate::text;

/// The token as a file for another program.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherProgramView {
    /// The chosen format.
    pub chosen: FormatId,
    /// The file; none where the program cannot have the token.
    pub file: Option<ProgramFileView>,
    /// Why the program cannot have it.
    pub refusal: Option<Sentence>,
}

/// A file for a program, and what to do with it.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgramFileView {
    /// The file's text.
    pub text: SharedText,
    /// The controls that take it out of the page.
    pub exports: Vec<Control>,
    /// The end of the last of them.
    pub status: &'static str,
    /// The steps to take with the file.
    pub what_to_do: &'static str,
}

impl OtherProgramView {
    /// Returns the view; none until there is a token that can be used.
    pub(super) fn of_model(model: &Model) -> Option<Self> {
        let token = model.tokens.usable()?;
        let program = &model.other_program;
        let press = |label, event| Control::button(label, Event::OtherProgram(event));
        let (file, refusal) = match program.text(token) {
            Ok(text) => {
                let file = ProgramFileView {
                    exports: vec![
                        press(text::export::COPY, OtherProgramEvent::CopyAsked),
                        press(text::export::DOWNLOAD, OtherProgramEvent::DownloadAsked),
                    ],
                    status: status(program.export_of(&text)),
                    what_to_do: text::export::what_to_do(program.chosen),
                    text,
                };
                (Some(file), None)
            }
            Err(refusal) => (None, Some(text::export::refusal(refusal).into())),
        };
        Some(Self {
            chosen: program.chosen,
            file,
            refusal,
        })
    }
}

const fn status(export: Export) -> &'static str {
    match export {
        Export::None => "",
        Export::Copied => text::export::COPIED,
        Export::CopiedByHand => text::export::COPIED_BY_HAND,
        Export::CopyRefused => text::export::NOT_COPIED,
        Export::Downloaded => text::export::DOWNLOADED,
        Export::DownloadFailed => text::export::NOT_DOWNLOADED,
    }
}
