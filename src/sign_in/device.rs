//! Signing in with a device code (RFC 8628): asking for it, and polling until the user has entered it.

use std::time::Duration;

use super::exchange::{Exchange, ExchangeProgress, HostedRequest};
use super::polling::{Due, PollSchedule};
use super::world::{Id, World};
use super::{Effect, Event, Granted, Outcome, Status};
use crate::timestamp::Timestamp;
use crate::trakt::device::{DeviceAuthorization, Poll};
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
    /// How the host that was asked first failed, if the other one gave the code.
    other_host: Option<Box<Failure>>,
    schedule: PollSchedule,
    step: Step,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Waiting { id: Id, until: Timestamp },
    Asking { id: Id },
}

/// What a sign-in with a device code has become.
#[derive(Debug, Clone, PartialEq)]
pub enum DeviceProgress {
    /// It goes on.
    Going(DeviceSignIn),
    /// The user has allowed the app.
    Granted(Granted),
    /// It brought no token.
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
    pub fn on(self, event: Event, world: &mut World<'_>) -> DeviceProgress {
        match self {
            Self::Requesting(exchange) => match exchange.on(event, world) {
                ExchangeProgress::Going(exchange) => {
                    DeviceProgress::Going(Self::Requesting(exchange))
                }
                ExchangeProgress::Answered {
                    request,
                    answer: authorization,
                    other_host,
                } => Polling {
                    schedule: PollSchedule::new(&authorization, world.now),
                    host: request.host,
                    app: request.app,
                    authorization,
                    other_host,
                    step: Step::Asking {
                        id: world.ids.next(),
                    },
                }
                .look_at_clock(world),
                ExchangeProgress::Failed { failure, .. } => DeviceProgress::Failed(failure),
            },
            Self::Polling(polling) => polling.on(event, world),
        }
    }

    pub(super) fn effect(&self) -> (Id, Effect) {
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

    /// Whether a poll is out.
    pub(super) const fn awaits_token(&self) -> bool {
        match self {
            Self::Requesting(_) => false,
            Self::Polling(polling) => matches!(polling.step, Step::Asking { .. }),
        }
    }

    /// What the user is to enter, and how long that is of use.
    pub fn code(&self, now: Timestamp) -> Option<(&DeviceAuthorization, Duration)> {
        match self {
            Self::Requesting(_) => None,
            Self::Polling(polling) => Some((&polling.authorization, polling.schedule.left(now))),
        }
    }
}

impl Polling {
    fn on(mut self, event: Event, world: &mut World<'_>) -> DeviceProgress {
        let Event::Ended { id: ended, outcome } = event else {
            return DeviceProgress::Going(DeviceSignIn::Polling(Box::new(self)));
        };
        match (&self.step, outcome) {
            (Step::Waiting { id, .. }, Outcome::TimeReached) if *id == ended => {
                self.look_at_clock(world)
            }
            (Step::Asking { id }, Outcome::Response { result, .. }) if *id == ended => {
                match Poll::read(self.host, &self.app, &result, world.now) {
                    // A token that arrives late is still a token.
                    Poll::Token(token) => {
                        return DeviceProgress::Granted(Granted {
                            app: self.app,
                            token,
                            host: self.host,
                            grant: GrantKind::Device,
                            other_host: self.other_host,
                        });
                    }
                    Poll::Failed(failure) => return self.failed(failure),
                    Poll::Pending => self.schedule.pending(world.now),
                    Poll::SlowDown { retry_after } => {
                        self.schedule.slowed_down(retry_after, world.now);
                    }
                    Poll::Unanswered { retry_after } => {
                        self.schedule.unanswered(retry_after, world.now);
                    }
                }
                self.look_at_clock(world)
            }
            (Step::Waiting { .. } | Step::Asking { .. }, _) => {
                DeviceProgress::Going(DeviceSignIn::Polling(Box::new(self)))
            }
        }
    }

    fn look_at_clock(mut self, world: &mut World<'_>) -> DeviceProgress {
        let id = world.ids.next();
        self.step = match self.schedule.due(world.now) {
            Due::Nothing { until } => Step::Waiting { id, until },
            Due::Poll => {
                world.posts.note(world.now);
                Step::Asking { id }
            }
            Due::Expiry => {
                let cause = FailureCause::DeviceCodeTimeOver {
                    unanswered_polls: self.schedule.unanswered_polls(),
                };
                let failure = Failure::new(self.host, GrantKind::Device, cause);
                return self.failed(failure);
            }
        };
        DeviceProgress::Going(DeviceSignIn::Polling(Box::new(self)))
    }

    fn failed(self, failure: Failure) -> DeviceProgress {
        DeviceProgress::Failed(Failure {
            other_host: self.other_host,
            ..failure
        })
    }

    fn effect(&self) -> (Id, Effect) {
        match &self.step {
            Step::Waiting { id, until } => (*id, Effect::WakeAt(*until)),
            Step::Asking { id } => (
                *id,
                Effect::Send {
                    request: request::device_poll(
                        self.host,
                        &self.app,
                        &self.authorization.device_code,
                    ),
                    not_before: Timestamp::default(),
                },
            ),
        }
    }
}
