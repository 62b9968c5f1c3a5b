//! Texts on their way out of the page: copied or downloaded.

use std::rc::Rc;

use super::effect::{Effect, Effects, Export, Reply};
use super::target::Target;
use crate::shared_text::SharedText;
use crate::sign_in::world::{Id, Ids};

/// The exports of one text after the other. Each belongs to the text with which it began.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exports {
    /// The end of the latest export of the text on screen.
    pub latest: Export,
    pending: Vec<(Id, Pending)>,
}

/// The name and the media type (RFC 6838) of a file that is downloaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileKind {
    /// The file's name.
    pub name: Rc<str>,
    /// The media type.
    pub media_type: &'static str,
}

impl FileKind {
    /// Returns what a YAML file of this name is (RFC 9512).
    pub(super) const fn yaml(name: Rc<str>) -> Self {
        let media_type = "application/yaml";
        Self { name, media_type }
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Pending {
    text: SharedText,
    way: Way,
}

#[derive(Debug, Clone, PartialEq)]
enum Way {
    Clipboard { or_select: Target },
    File(FileKind),
}

impl Exports {
    /// Begins to copy a text.
    pub(super) fn copy(&mut self, text: SharedText, or_select: Target, ids: &mut Ids) {
        self.begin(text, Way::Clipboard { or_select }, ids);
    }

    /// Begins to download a text.
    pub(super) fn download(&mut self, text: SharedText, kind: FileKind, ids: &mut Ids) {
        self.begin(text, Way::File(kind), ids);
    }

    fn begin(&mut self, text: SharedText, way: Way, ids: &mut Ids) {
        self.pending.push((ids.next(), Pending { text, way }));
    }

    /// Ends the export with this id, and returns the text it was about and how it ended.
    pub(super) fn end(&mut self, id: Id, reply: &Reply) -> Option<(SharedText, Export)> {
        let Reply::Exported(export) = reply else {
            return None;
        };
        let at = self
            .pending
            .iter()
            .position(|(pending, _)| *pending == id)?;
        let (_, pending) = self.pending.remove(at);
        Some((pending.text, *export))
    }

    pub(super) fn effects(&self, effects: &mut Effects) {
        effects.extend(self.pending.iter().map(|(id, pending)| {
            let text = pending.text.clone();
            let effect = match &pending.way {
                Way::Clipboard { or_select } => Effect::Copy {
                    text,
                    or_select: Some(*or_select),
                },
                Way::File(kind) => Effect::Download {
                    name: kind.name.clone(),
                    media_type: kind.media_type,
                    text,
                },
            };
            (*id, effect)
        }));
    }
}

/// A value that was copied with the button beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopiedValue {
    /// The button's name.
    pub button: &'static str,
    /// The end of the copy.
    pub export: Export,
}

/// The copies of short values, such as the redirect URI. Only the latest is spoken of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ValueCopies {
    /// The value copied last.
    pub latest: Option<CopiedValue>,
    pending: Option<(Id, &'static str, SharedText)>,
}

impl ValueCopies {
    pub(super) fn copy(&mut self, button: &'static str, text: SharedText, ids: &mut Ids) {
        self.pending = Some((ids.next(), button, text));
    }

    /// Forgets the copies, as the buttons may be beside other values now.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    pub(super) fn end(&mut self, id: Id, reply: &Reply) {
        if let Some((pending, button, _)) = self.pending
            && pending == id
            && let Reply::Exported(export) = *reply
        {
            self.latest = Some(CopiedValue { button, export });
            self.pending = None;
        }
    }

    pub(super) fn effects(&self, effects: &mut Effects) {
        effects.extend(self.pending.iter().map(|(id, _, text)| {
            let effect = Effect::Copy {
                text: text.clone(),
                or_select: None,
            };
            (*id, effect)
        }));
    }
}
