//! Reading the `trakt:` block in a text: the config editor is asked, a moment after the last key.

use std::rc::Rc;
use std::time::Duration;

use super::effect::{Answer, Effect, Effects, Reply};
use crate::kometa::config::FoundBlock;
use crate::kometa::editing::{EditorAnswer, EditorRefusal, EditorTask};
use crate::shared_text::SharedText;
use crate::sign_in::world::{Id, Ids, World};
use crate::sign_in::{Effect as SignInEffect, Outcome};
use crate::timestamp::Timestamp;

/// A typed text is read once nobody has typed for this long.
const TYPING_PAUSE: Duration = Duration::from_millis(300);

/// The time at which the page wants to be woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wake {
    pub(super) id: Id,
    pub(super) at: Timestamp,
}

impl Wake {
    pub(super) fn after(pause: Duration, world: &mut World<'_>) -> Self {
        Self {
            id: world.ids.next(),
            at: world.now + pause,
        }
    }

    pub(super) const fn effect(self) -> (Id, Effect) {
        (self.id, Effect::SignIn(SignInEffect::WakeAt(self.at)))
    }
}

/// The `trakt:` block of a text, as far as it has been read.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Reading {
    /// There is no text, or nobody asked.
    #[default]
    NotAsked,
    /// The editor is asked once nobody has typed for a moment.
    Soon(Wake),
    /// The editor is being asked.
    Underway {
        /// The effect's id.
        id: Id,
    },
    /// The editor could not be asked.
    Unavailable,
    /// The editor has answered.
    Done(Result<Box<ReadBlock>, EditorRefusal>),
}

/// A block that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadBlock {
    /// The values.
    pub found: FoundBlock,
    /// The end of the access token, as far as the block tells.
    pub ends: Option<LocalTime>,
}

impl Reading {
    pub(super) fn soon(text: &SharedText, world: &mut World<'_>) -> Self {
        match text.is_blank() {
            true => Self::NotAsked,
            false => Self::Soon(Wake::after(TYPING_PAUSE, world)),
        }
    }

    pub(super) fn now(text: &SharedText, ids: &mut Ids) -> Self {
        match text.is_blank() {
            true => Self::NotAsked,
            false => Self::Underway { id: ids.next() },
        }
    }

    /// Returns what is known of the same text in another place.
    pub(super) fn of_the_same_text(&self, ids: &mut Ids) -> Self {
        match self {
            Self::Done(Ok(block)) => Self::done(Ok(block.found.clone()), ids),
            other => other.clone(),
        }
    }

    /// The values, once they are known.
    pub fn found(&self) -> Option<&FoundBlock> {
        match self {
            Self::Done(Ok(block)) => Some(&block.found),
            _ => None,
        }
    }

    /// Returns whether nobody has asked the editor yet.
    pub(super) const fn is_to_be_asked(&self) -> bool {
        matches!(self, Self::NotAsked | Self::Soon(_) | Self::Unavailable)
    }

    /// Takes a reply about this text other than the editor's.
    pub(super) fn on_reply(
        &mut self,
        replied: Id,
        reply: &Reply,
        text: &SharedText,
        ids: &mut Ids,
    ) {
        match (&mut *self, reply) {
            (Self::Soon(wake), Reply::SignIn(Outcome::TimeReached)) if wake.id == replied => {
                *self = Self::now(text, ids);
            }
            (Self::Done(Ok(block)), Reply::TimeFormatted(words)) => {
                if let Some(ends) = &mut block.ends {
                    ends.take_words(replied, words);
                }
            }
            _ => {}
        }
    }

    /// Returns whether the editor is being asked under this id.
    pub(super) fn is_asked_for(&self, id: Id) -> bool {
        matches!(self, Self::Underway { id: asked } if *asked == id)
    }

    /// Takes the editor's answer.
    pub(super) fn take_answer(&mut self, answer: Answer, ids: &mut Ids) {
        *self = match answer {
            Ok(EditorAnswer::Read(found)) => Self::done(found.map(|found| *found), ids),
            _ => Self::Unavailable,
        };
    }

    fn done(found: Result<FoundBlock, EditorRefusal>, ids: &mut Ids) -> Self {
        Self::Done(found.map(|found| {
            let ends = found.ends_at().map(|at| LocalTime::new(at, ids));
            Box::new(ReadBlock { found, ends })
        }))
    }

    pub(super) fn effects(&self, text: &SharedText, effects: &mut Effects) {
        match self {
            Self::Soon(wake) => effects.push(wake.effect()),
            Self::Underway { id } => effects.push((
                *id,
                Effect::AskEditor {
                    task: EditorTask::Read,
                    text: text.clone(),
                },
            )),
            Self::Done(Ok(block)) => {
                effects.extend(block.ends.as_ref().and_then(LocalTime::effect));
            }
            Self::NotAsked | Self::Unavailable | Self::Done(Err(_)) => {}
        }
    }
}

/// A point in time, in the words of the reader's own language and time zone once the browser has found them.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalTime {
    /// The point in time.
    pub at: Timestamp,
    /// The point in time in words; none until they are known.
    pub words: Option<Rc<str>>,
    id: Id,
}

impl LocalTime {
    pub(super) const fn new(at: Timestamp, ids: &mut Ids) -> Self {
        Self {
            at,
            words: None,
            id: ids.next(),
        }
    }

    pub(super) fn take_words(&mut self, replied: Id, words: &Rc<str>) {
        if replied == self.id {
            self.words = Some(words.clone());
        }
    }

    pub(super) fn effect(&self) -> Option<(Id, Effect)> {
        self.words
            .is_none()
            .then_some((self.id, Effect::FormatTime(self.at)))
    }
}
