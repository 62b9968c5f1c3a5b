//! One request over as many attempts as it takes: it pauses, goes to the other host, and in the end finds out why there
//! was no response.

use super::retries::{Next, PauseReason, Retries};
use super::world::{Id, World};
use super::{Effect, Event, Outcome, Status};
use crate::timestamp::Timestamp;
use crate::trakt::{Failure, NetworkError, Request, Response, SignInHost, Token, TokenRequest};

/// A request that either sign-in host can answer.
pub trait HostedRequest {
    /// What it is sent for.
    type Answer;

    /// Who is asked.
    fn host(&self) -> SignInHost;

    /// The same for another host.
    #[must_use]
    fn with_host(self, host: SignInHost) -> Self;

    /// In the form in which it is sent.
    fn to_request(&self) -> Request;

    /// Reads what came back.
    ///
    /// # Errors
    /// Why that is no answer.
    fn read(
        &self,
        result: &Result<Response, NetworkError>,
        received_at: Timestamp,
    ) -> Result<Self::Answer, Failure>;
}

impl HostedRequest for TokenRequest {
    type Answer = Token;

    fn host(&self) -> SignInHost {
        self.host
    }

    fn with_host(self, host: SignInHost) -> Self {
        Self { host, ..self }
    }

    fn to_request(&self) -> Request {
        self.to_request()
    }

    fn read(
        &self,
        result: &Result<Response, NetworkError>,
        received_at: Timestamp,
    ) -> Result<Token, Failure> {
        self.read(result, received_at)
    }
}

/// A request and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange<R> {
    request: R,
    retries: Retries,
    step: Step,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Sending {
        id: Id,
    },
    Pausing {
        id: Id,
        until: Timestamp,
        reason: PauseReason,
    },
    Probing {
        id: Id,
        host: SignInHost,
        failure: Box<Failure>,
    },
}

/// What an exchange has become.
#[derive(Debug, Clone, PartialEq)]
pub enum ExchangeProgress<R: HostedRequest> {
    /// It goes on.
    Going(Exchange<R>),
    /// It has what it was sent for.
    Answered {
        /// As it was sent last.
        request: R,
        /// What it was sent for.
        answer: R::Answer,
        /// How the host that was asked first failed, if the other one answered.
        other_host: Option<Box<Failure>>,
    },
    /// It was in vain.
    Failed {
        /// For the host that `failure` is about.
        request: R,
        /// Why.
        failure: Failure,
    },
}

impl<R: HostedRequest> Exchange<R> {
    /// Sends the request, unless another went out too short a time ago.
    pub fn begin(request: R, world: &mut World<'_>) -> Self {
        Self {
            request,
            retries: Retries::default(),
            step: Step::send(world),
        }
    }

    /// Takes an event. One that does not fit changes nothing.
    pub fn on(mut self, event: Event, world: &mut World<'_>) -> ExchangeProgress<R> {
        let (ended, outcome) = match event {
            Event::Ended { id, outcome } => (Some(id), Some(outcome)),
            Event::PauseSkipped => (None, None),
        };
        self.step = match (self.step, outcome) {
            (Step::Sending { id }, Some(Outcome::Response { result, chance }))
                if ended == Some(id) =>
            {
                match self.request.read(&result, world.now) {
                    Ok(answer) => {
                        return ExchangeProgress::Answered {
                            request: self.request,
                            answer,
                            other_host: self.retries.other_host,
                        };
                    }
                    Err(failure) => match self.retries.after(failure, chance) {
                        Next::Again { pause, reason } => Step::Pausing {
                            id: world.ids.next(),
                            until: world.now + pause,
                            reason,
                        },
                        Next::OtherHost { pause } => {
                            let host = self.request.host().other();
                            self.request = self.request.with_host(host);
                            Step::Pausing {
                                id: world.ids.next(),
                                until: world.now + pause,
                                reason: PauseReason::OtherHost,
                            }
                        }
                        Next::Probe { host, failure } => Step::Probing {
                            id: world.ids.next(),
                            host,
                            failure: Box::new(failure),
                        },
                        Next::Failed(failure) => {
                            return ExchangeProgress::Failed {
                                request: self.request,
                                failure,
                            };
                        }
                    },
                }
            }
            (Step::Pausing { id, .. }, Some(Outcome::TimeReached)) if ended == Some(id) => {
                Step::send(world)
            }
            (
                Step::Pausing {
                    reason: PauseReason::RateLimited | PauseReason::TraktDown,
                    ..
                },
                None,
            ) => Step::send(world),
            (Step::Probing { id, host, failure }, Some(Outcome::Probed { was_reached }))
                if ended == Some(id) =>
            {
                return ExchangeProgress::Failed {
                    request: self.request.with_host(host),
                    failure: failure.after_probe(host, was_reached),
                };
            }
            (step, _) => step,
        };
        ExchangeProgress::Going(self)
    }

    /// See [`super::SignIn::effect`].
    pub(super) fn effect(&self) -> (Id, Effect) {
        match &self.step {
            Step::Sending { id } => (
                *id,
                Effect::Send {
                    request: self.request.to_request(),
                    not_before: Timestamp::default(),
                },
            ),
            Step::Pausing { id, until, .. } => (*id, Effect::WakeAt(*until)),
            Step::Probing { id, host, .. } => (*id, Effect::Probe { url: host.token() }),
        }
    }

    pub(super) const fn effect_id(&self) -> Id {
        match &self.step {
            Step::Sending { id } | Step::Pausing { id, .. } | Step::Probing { id, .. } => *id,
        }
    }

    /// What there is to tell of it; `while_sending` is for when a request is out.
    pub(super) fn status(&self, while_sending: Status) -> Status {
        match &self.step {
            Step::Sending { .. } => while_sending,
            Step::Pausing { until, reason, .. } => Status::Pausing {
                reason: *reason,
                until: *until,
                next_host: self.request.host(),
            },
            Step::Probing { .. } => Status::Probing,
        }
    }

    pub(super) const fn awaits_response(&self) -> bool {
        matches!(self.step, Step::Sending { .. })
    }
}

impl Exchange<TokenRequest> {
    /// The request as it is sent next, or was sent last.
    pub const fn request(&self) -> &TokenRequest {
        &self.request
    }
}

impl Step {
    fn send(world: &mut World<'_>) -> Self {
        let id = world.ids.next();
        match world.posts.allowed_from(world.now) {
            Some(until) => Self::Pausing {
                id,
                until,
                reason: PauseReason::PostInterval,
            },
            None => {
                world.posts.note(world.now);
                Self::Sending { id }
            }
        }
    }
}
