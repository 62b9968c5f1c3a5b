//! Looking for trouble once the user has gone for a PIN, before the PIN is spent.

use super::world::{Id, World};
use super::{Effect, Event, Outcome};
use crate::timestamp::Timestamp;
use crate::trakt::precheck::{PrecheckTrouble, trouble};
use crate::trakt::{ClientId, NetworkError, SignInHost, request};

/// A precheck under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Precheck {
    host: SignInHost,
    client_id: ClientId,
    step: Step,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Asking { id: Id },
    Probing { id: Id },
}

/// What a precheck has become.
#[derive(Debug, Clone, PartialEq)]
pub enum PrecheckProgress {
    /// It goes on.
    Going(Precheck),
    /// It is over.
    Done(Option<PrecheckTrouble>),
}

impl Precheck {
    /// Asks Trakt about the client ID. It is a POST too, and left out rather than late.
    pub fn begin(client_id: ClientId, host: SignInHost, world: &mut World<'_>) -> Option<Self> {
        if world.posts.allowed_from(world.now).is_some() {
            return None;
        }
        world.posts.note(world.now);
        Some(Self {
            host,
            client_id,
            step: Step::Asking {
                id: world.ids.next(),
            },
        })
    }

    /// Takes an event. One that does not fit changes nothing.
    pub fn on(mut self, event: &Event, world: &mut World<'_>) -> PrecheckProgress {
        let Event::Ended { id: ended, outcome } = event else {
            return PrecheckProgress::Going(self);
        };
        match (&self.step, outcome) {
            (Step::Asking { id }, Outcome::Response { result, .. }) if id == ended => {
                if *result == Err(NetworkError::Unreadable) {
                    self.step = Step::Probing {
                        id: world.ids.next(),
                    };
                    return PrecheckProgress::Going(self);
                }
                PrecheckProgress::Done(trouble(result, world.now))
            }
            (Step::Probing { id }, Outcome::Probed { was_reached }) if id == ended => {
                PrecheckProgress::Done(Some(match was_reached {
                    true => PrecheckTrouble::ResponseHidden,
                    false => PrecheckTrouble::HostUnreachable,
                }))
            }
            (Step::Asking { .. } | Step::Probing { .. }, _) => PrecheckProgress::Going(self),
        }
    }

    /// See [`super::SignIn::effect`].
    pub fn effect(&self) -> (Id, Effect) {
        match self.step {
            Step::Asking { id } => (
                id,
                Effect::Send {
                    request: request::device_authorization(self.host, &self.client_id),
                    not_before: Timestamp::default(),
                },
            ),
            Step::Probing { id } => (
                id,
                Effect::Probe {
                    url: self.host.device_code(),
                },
            ),
        }
    }

    /// The id that comes with [`Self::effect`].
    pub const fn effect_id(&self) -> Id {
        match self.step {
            Step::Asking { id } | Step::Probing { id } => id,
        }
    }
}
