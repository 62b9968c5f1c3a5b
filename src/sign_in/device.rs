//! Signing in with a device code (RFC 8628): asking for it, and polling until the user has entered it.

use std::ops::ControlFlow;

use std::time::Duration;

use super::effect::{Effect, Event, Granted, Outcome, Status};
use super::exchange::{Exchange, ExchangeEnd, HostedRequest};
use super::polling::{Due, PollSchedule};
use super::world::{Id, World};
use crate::timestamp::Timestamp;
use crate::trakt::device::{DeviceAuthorization, Poll};
use crate::trakt::response::ErrorDetails;
use crate::trakt::{
    Failure, FailureCause, GrantKind, NetworkError, Request, Response, SignInHost, TraktApp,
    request,
};

/// A sign-in with a device code.
#[derive(Debug, Clone, PartialEq)]
pub enum DeviceSignIn {
    /// Trakt is being asked for a code.
    Requesting(Exchange<DeviceAuthorizationRequest>),
    /// The user is to enter the code.
    Polling(Box<Polling>),
}

/// A request for a device code.
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceAuthorizationRequest {
    host: SignInHost,
    app: TraktApp,
}

/// A device code that the user is to enter.
#[derive(Debug, Clone, PartialEq)]
pub struct Polling {
    host: SignInHost,
    app: TraktApp,
    authorization: DeviceAuthorization,
    /// The failure of the host that was asked first, if the other one gave the code.
    other_host: Option<Box<Failure>>,
    schedule: PollSchedule,
    /// The words that came for the last poll, if they were no answer of Trakt's.
    unanswered: ErrorDetails,
    step: Step,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Waiting { id: Id, until: Timestamp },
    Asking { id: Id },
}

/// The end of a sign-in with a device code.
#[derive(Debug, Clone, PartialEq)]
pub enum DeviceEnd {
    /// The user has allowed the app.
    Granted(Granted),
    /// The sign-in brought no token.
    Failed(Failure),
}

impl HostedRequest for DeviceAuthorizationRequest {
    type Answer = DeviceAuthorization;

    fn host(&self) -> SignInHost {
        self.host
    }

    fn with_host(self, host: SignInHost) -> Self {
        Self { host, ..self }
    }

    fn to_request(&self) -> Request {
        request::device_authorization(self.host, &self.app.client_id)
    }

    fn read(
        &self,
        result: &Result<Response, NetworkError>,
        received_at: Timestamp,
    ) -> Result<DeviceAuthorization, Failure> {
        DeviceAuthorization::read(self.host, &self.app, result, received_at)
    }
}

impl DeviceSignIn {
    /// Asks for a device code.
    pub fn begin(app: TraktApp, host: SignInHost, world: &mut World<'_>) -> Self {
        let request = DeviceAuthorizationRequest { host, app };
        Self::Requesting(Exchange::begin(request, world))
    }

    /// Takes an event. One that does not fit changes nothing.
    pub fn on(self, event: Event, world: &mut World<'_>) -> ControlFlow<DeviceEnd, Self> {
        match self {
            Self::Requesting(exchange) => match exchange.on(event, world) {
                ControlFlow::Continue(exchange) => {
                    ControlFlow::Continue(Self::Requesting(exchange))
                }
                ControlFlow::Break(ExchangeEnd::Answered {
                    request,
                    answer: authorization,
                    other_host,
                }) => Polling {
                    schedule: PollSchedule::new(&authorization, world.monotonic),
                    host: request.host,
                    app: request.app,
                    authorization,
                    other_host,
                    unanswered: ErrorDetails::default(),
                    step: Step::Asking {
                        id: world.ids.next(),
                    },
                }
                .look_at_clock(world),
                ControlFlow::Break(ExchangeEnd::Failed { failure, .. }) => {
                    ControlFlow::Break(DeviceEnd::Failed(failure))
                }
            },
            Self::Polling(polling) => polling.on(event, world),
        }
    }

    pub(super) fn effect(&self) -> Effect {
        match self {
            Self::Requesting(exchange) => exchange.effect(),
            Self::Polling(polling) => polling.effect(),
        }
    }

    pub(super) const fn effect_id(&self) -> Id {
        match self {
            Self::Requesting(exchange) => exchange.effect_id(),
            Self::Polling(polling) => match &polling.step {
                Step::Waiting { id, .. } | Step::Asking { id } => *id,
            },
        }
    }

    pub(super) fn status(&self) -> Status {
        match self {
            Self::Requesting(exchange) => exchange.status(Status::RequestingDeviceCode),
            Self::Polling(_) => Status::AwaitingUser,
        }
    }

    /// Returns whether a poll is out.
    pub(super) const fn awaits_token(&self) -> bool {
        match self {
            Self::Requesting(_) => false,
            Self::Polling(polling) => matches!(polling.step, Step::Asking { .. }),
        }
    }

    /// Returns what the user is to enter, and how long that is of use at this reading of the monotonic count.
    pub fn code(&self, monotonic: Duration) -> Option<(&DeviceAuthorization, Duration)> {
        match self {
            Self::Requesting(_) => None,
            Self::Polling(polling) => {
                Some((&polling.authorization, polling.schedule.left(monotonic)))
            }
        }
    }
}

impl Polling {
    fn on(mut self, event: Event, world: &mut World<'_>) -> ControlFlow<DeviceEnd, DeviceSignIn> {
        let Event::Ended { id: ended, outcome } = event else {
            return ControlFlow::Continue(DeviceSignIn::Polling(Box::new(self)));
        };
        match (&self.step, outcome) {
            (Step::Waiting { id, .. }, Outcome::TimeReached) if *id == ended => {
                self.look_at_clock(world)
            }
            (Step::Asking { id }, Outcome::Response { result, .. }) if *id == ended => {
                match Poll::read(self.host, &self.app, &result, world.now) {
                    // A token that arrives late is still a token.
                    Poll::Token(token) => {
                        return ControlFlow::Break(DeviceEnd::Granted(Granted {
                            app: self.app,
                            token,
                            host: self.host,
                            grant: GrantKind::Device,
                            other_host: self.other_host,
                        }));
                    }
                    Poll::Failed(failure) => return self.failed(failure),
                    Poll::Pending => {
                        self.unanswered = ErrorDetails::default();
                        self.schedule.pending(world.monotonic);
                    }
                    Poll::SlowDown { retry_after } => {
                        self.unanswered = ErrorDetails::default();
                        self.schedule.slowed_down(retry_after, world.monotonic);
                    }
                    Poll::Unanswered {
                        retry_after,
                        details,
                    } => {
                        self.unanswered = details;
                        self.schedule.unanswered(retry_after, world.monotonic);
                    }
                }
                self.look_at_clock(world)
            }
            (Step::Waiting { .. } | Step::Asking { .. }, _) => {
                ControlFlow::Continue(DeviceSignIn::Polling(Box::new(self)))
            }
        }
    }

    fn look_at_clock(mut self, world: &mut World<'_>) -> ControlFlow<DeviceEnd, DeviceSignIn> {
        let id = world.ids.next();
        self.step = match self.schedule.due(world.monotonic) {
            Due::Nothing { wait } => Step::Waiting {
                id,
                until: world.now + wait,
            },
            Due::Poll => match world.posts.take(world.now) {
                Ok(()) => Step::Asking { id },
                Err(until) => Step::Waiting { id, until },
            },
            Due::Expiry => {
                let cause = FailureCause::DeviceCodeTimeOver {
                    unanswered_polls: self.schedule.unanswered_polls(),
                };
                let failure = Failure {
                    details: self.unanswered.clone(),
                    ..Failure::new(self.host, GrantKind::Device, cause)
                };
                return self.failed(failure);
            }
        };
        ControlFlow::Continue(DeviceSignIn::Polling(Box::new(self)))
    }

    fn failed(self, failure: Failure) -> ControlFlow<DeviceEnd, DeviceSignIn> {
        ControlFlow::Break(DeviceEnd::Failed(Failure {
            other_host: self.other_host,
            ..failure
        }))
    }

    fn effect(&self) -> Effect {
        match &self.step {
            Step::Waiting { until, .. } => Effect::WakeAt(*until),
            Step::Asking { .. } => Effect::Send {
                request: request::device_poll(
                    self.host,
                    &self.app,
                    &self.authorization.device_code,
                ),
                not_before: Timestamp::default(),
            },
        }
    }
}

#[cfg(test)]
mod tests;
