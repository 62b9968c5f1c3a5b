//! The token as a file for another program than Kometa.

use super::effect::{Effects, Export, Reply};
use super::export::{Exports, FileKind};
use super::target::Target;
use super::token::ReceivedToken;
use crate::export::{FORMATS, Format, FormatId, Refusal};
use crate::shared_text::SharedText;
use crate::sign_in::world::{Id, Ids};

/// The program that the user has chosen, and what was done with its file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OtherProgram {
    /// The chosen format.
    pub chosen: FormatId,
    latest: Option<(SharedText, Export)>,
    exports: Exports,
}

/// Something that happens to the file for another program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherProgramEvent {
    /// Another format was chosen.
    Chosen(FormatId),
    /// The file's text is to be copied.
    CopyAsked,
    /// The file is to be downloaded.
    DownloadAsked,
    /// Some of the text was copied by hand.
    CopiedByHand,
}

impl OtherProgram {
    /// Takes an event; `token` is the one that can be used. Returns whether the token has left the page by it.
    pub(super) fn on(
        &mut self,
        event: OtherProgramEvent,
        token: Option<&ReceivedToken>,
        ids: &mut Ids,
    ) -> bool {
        if let OtherProgramEvent::Chosen(format) = event {
            self.chosen = format;
            self.latest = None;
            return false;
        }
        let Some(Ok(text)) = token.map(|token| self.text(token)) else {
            return false;
        };
        match event {
            OtherProgramEvent::CopyAsked => self.exports.copy(text, Target::OtherProgram, ids),
            OtherProgramEvent::DownloadAsked => {
                let format = self.chosen.format();
                let kind = FileKind {
                    name: format.file_name.into(),
                    media_type: format.media_type,
                };
                self.exports.download(text, kind, ids);
            }
            OtherProgramEvent::CopiedByHand => {
                self.latest = Some((text, Export::CopiedByHand));
                return true;
            }
            OtherProgramEvent::Chosen(_) => {}
        }
        false
    }

    /// Takes a reply. Returns whether the token on the page has left it by the export that has ended. An export of a text
    /// that is no longer shown is not spoken of.
    pub(super) fn on_reply(
        &mut self,
        id: Id,
        reply: &Reply,
        token: Option<&ReceivedToken>,
    ) -> bool {
        let (Some((text, export)), Some(token)) = (self.exports.end(id, reply), token) else {
            return false;
        };
        let is_token_of = |format: &Format| content(format, token).as_ref() == Ok(&text);
        let is_of_token = FORMATS.iter().any(is_token_of);
        if is_token_of(self.chosen.format()) {
            self.latest = Some((text, export));
        }
        is_of_token && export.is_saved()
    }

    /// Returns the text of the chosen file.
    ///
    /// # Errors
    /// Why the program cannot have the token.
    pub fn text(&self, token: &ReceivedToken) -> Result<SharedText, Refusal> {
        content(self.chosen.format(), token)
    }

    /// Returns how the latest export of this text ended.
    pub fn export_of(&self, text: &SharedText) -> Export {
        match &self.latest {
            Some((latest, export)) if latest == text => *export,
            _ => Export::None,
        }
    }

    pub(super) fn effects(&self, effects: &mut Effects) {
        self.exports.effects(effects);
    }
}

fn content(format: &Format, token: &ReceivedToken) -> Result<SharedText, Refusal> {
    let block = &token.block;
    (format.content)(&block.app, &block.token).map(Into::into)
}
