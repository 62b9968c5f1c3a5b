//! Looking for trouble once the user has gone for a PIN, before the PIN is spent.

use std::ops::ControlFlow;

use super::effect::{Effect, Event, Outcome};
use super::world::{Id, World};
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

impl Precheck {
    /// Asks Trakt about the client ID. It is a POST too, and left out rather than late.
    pub fn begin(client_id: ClientId, host: SignInHost, world: &mut World<'_>) -> Option<Self> {
        world.posts.take(world.now).ok()?;
        Some(Self {
            host,
            client_id,
            step: Step::Asking {
                id: world.ids.next(),
            },
        })
    }

    /// Takes an event. One that does not fit changes nothing.
    pub fn on(
        mut self,
        event: &Event,
        world: &mut World<'_>,
    ) -> ControlFlow<Option<PrecheckTrouble>, Self> {
        let Event::Ended { id: ended, outcome } = event else {
            return ControlFlow::Continue(self);
        };
        match (&self.step, outcome) {
            (Step::Asking { id }, Outcome::Response { result, .. }) if id == ended => {
                if *result == Err(NetworkError::Unreadable) {
                    self.step = Step::Probing {
                        id: world.ids.next(),
                    };
                    return ControlFlow::Continue(self);
                }
                ControlFlow::Break(trouble(result, world.now))
            }
            (Step::Probing { id }, Outcome::Probed { was_reached }) if id == ended => {
                ControlFlow::Break(Some(match was_reached {
                    true => PrecheckTrouble::ResponseHidden,
                    false => PrecheckTrouble::HostUnreachable,
                }))
            }
            (Step::Asking { .. } | Step::Probing { .. }, _) => ControlFlow::Continue(self),
        }
    }

    /// See [`super::SignIn::effect`].
    pub fn effect(&self) -> Effect {
        match self.step {
            Step::Asking { .. } => Effect::Send {
                request: request::device_authorization(self.host, &self.client_id),
                not_before: Timestamp::default(),
            },
            Step::Probing { .. } => Effect::Probe {
                url: self.host.device_code(),
            },
        }
    }

    /// Returns the id with which the outcome of [`Self::effect`] comes back.
    pub const fn effect_id(&self) -> Id {
        match self.step {
            Step::Asking { id } | Step::Probing { id } => id,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::sign_in::world::{Ids, PostLimit};
    use crate::trakt::Response;
    use crate::trakt::service::POST_INTERVAL;

    const START: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);

    fn begin(ids: &mut Ids, posts: &mut PostLimit) -> Option<Precheck> {
        let mut world = World {
            now: START,
            monotonic: Duration::ZERO,
            ids,
            posts,
        };
        Precheck::begin(ClientId::new("an-id"), SignInHost::Current, &mut world)
    }

    fn on(
        precheck: &Precheck,
        id: Id,
        outcome: Outcome,
        ids: &mut Ids,
    ) -> ControlFlow<Option<PrecheckTrouble>, Precheck> {
        let mut world = World {
            now: START,
            monotonic: Duration::ZERO,
            ids,
            posts: &mut PostLimit::default(),
        };
        let event = Event::Ended { id, outcome };
        precheck.clone().on(&event, &mut world)
    }

    fn responded(result: Result<Response, NetworkError>) -> Outcome {
        Outcome::Response {
            result,
            chance: 0.5,
        }
    }

    #[test]
    fn it_asks_the_sign_in_host_with_the_client_id_alone_and_counts_as_a_post() {
        let mut posts = PostLimit::default();
        let precheck = begin(&mut Ids::default(), &mut posts).unwrap();
        let Effect::Send { request, .. } = precheck.effect() else {
            panic!("it asks")
        };
        assert_eq!(request.url, "https://auth.trakt.tv/oauth/device/code");
        assert_eq!(request.body.unwrap().reveal(), r#"{"client_id":"an-id"}"#);
        assert_eq!(posts.allowed_from(START), Some(START + POST_INTERVAL));
    }

    #[test]
    fn it_is_left_out_rather_than_late() {
        let mut posts = PostLimit::default();
        let last = START.earlier_by(Duration::from_millis(999));
        posts.note(last);
        assert_eq!(begin(&mut Ids::default(), &mut posts), None);
        assert_eq!(posts.allowed_from(START), Some(last + POST_INTERVAL));
        posts.note(START.earlier_by(POST_INTERVAL));
        assert!(begin(&mut Ids::default(), &mut posts).is_some());
    }

    #[test]
    fn a_response_ends_it_with_the_trouble_that_it_foretells() {
        let mut ids = Ids::default();
        let precheck = begin(&mut ids, &mut PostLimit::default()).unwrap();
        for (result, trouble) in [
            (Ok(Response::new(200, "{}")), None),
            (
                Ok(Response::new(403, "no")),
                Some(PrecheckTrouble::ClientIdNotAccepted),
            ),
            (
                Ok(Response::new(403, "")),
                Some(PrecheckTrouble::TurnedAway),
            ),
            (Ok(Response::new(502, "")), Some(PrecheckTrouble::TraktDown)),
            (Err(NetworkError::Offline), Some(PrecheckTrouble::Offline)),
        ] {
            let progress = on(&precheck, precheck.effect_id(), responded(result), &mut ids);
            assert_eq!(progress, ControlFlow::Break(trouble));
        }
    }

    #[test]
    fn no_readable_response_is_told_apart_by_a_probe() {
        let mut ids = Ids::default();
        let precheck = begin(&mut ids, &mut PostLimit::default()).unwrap();
        let unreadable = responded(Err(NetworkError::Unreadable));
        let progress = on(&precheck, precheck.effect_id(), unreadable, &mut ids);
        let ControlFlow::Continue(probing) = progress else {
            panic!("it probes")
        };
        assert_ne!(probing.effect_id(), precheck.effect_id());
        let url = "https://auth.trakt.tv/oauth/device/code";
        assert_eq!(probing.effect(), Effect::Probe { url });
        for (was_reached, trouble) in [
            (true, PrecheckTrouble::ResponseHidden),
            (false, PrecheckTrouble::HostUnreachable),
        ] {
            let probed = Outcome::Probed { was_reached };
            let progress = on(&probing, probing.effect_id(), probed.clone(), &mut ids);
            assert_eq!(progress, ControlFlow::Break(Some(trouble)));
            let of_another = on(&probing, precheck.effect_id(), probed, &mut ids);
            assert_eq!(of_another, ControlFlow::Continue(probing.clone()));
        }
    }

    #[test]
    fn what_belongs_to_something_else_changes_nothing() {
        let mut ids = Ids::default();
        let other = ids.next();
        let precheck = begin(&mut ids, &mut PostLimit::default()).unwrap();
        let unchanged = ControlFlow::Continue(precheck.clone());
        for (id, outcome) in [
            (other, responded(Ok(Response::new(403, "")))),
            (precheck.effect_id(), Outcome::Probed { was_reached: true }),
            (precheck.effect_id(), Outcome::TimeReached),
            (precheck.effect_id(), Outcome::LeavingRefused),
        ] {
            assert_eq!(on(&precheck, id, outcome, &mut ids), unchanged);
        }
        let mut world = World {
            now: START,
            monotonic: Duration::ZERO,
            ids: &mut ids,
            posts: &mut PostLimit::default(),
        };
        let skipped = precheck.clone().on(&Event::PauseSkipped, &mut world);
        assert_eq!(skipped, unchanged);
    }
}
