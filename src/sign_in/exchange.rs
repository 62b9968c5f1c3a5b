//! One request over as many attempts as it takes: it pauses, goes to the other host, and in the end finds out why there
//! was no response.

use std::ops::ControlFlow;

use super::effect::{Effect, Event, Outcome, Status};
use super::retries::{Next, PauseReason, Retries};
use super::world::{Id, World};
use crate::timestamp::Timestamp;
use crate::trakt::{Failure, NetworkError, Request, Response, SignInHost, Token, TokenRequest};

/// A request that either sign-in host can answer.
pub trait HostedRequest {
    /// The answer that the request is sent for.
    type Answer;

    /// Returns who is asked.
    fn host(&self) -> SignInHost;

    /// Returns the same request for another host.
    #[must_use]
    fn with_host(self, host: SignInHost) -> Self;

    /// Returns the HTTP request.
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

/// The end of an exchange.
#[derive(Debug, Clone, PartialEq)]
pub enum ExchangeEnd<R: HostedRequest> {
    /// A host has answered the request.
    Answered {
        /// As it was sent last.
        request: R,
        /// The answer.
        answer: R::Answer,
        /// The failure of the host that was asked first, if the other one answered.
        other_host: Option<Box<Failure>>,
    },
    /// No host has answered the request.
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
    pub fn on(mut self, event: Event, world: &mut World<'_>) -> ControlFlow<ExchangeEnd<R>, Self> {
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
                        return ControlFlow::Break(ExchangeEnd::Answered {
                            request: self.request,
                            answer,
                            other_host: self.retries.other_host,
                        });
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
                            return ControlFlow::Break(ExchangeEnd::Failed {
                                request: self.request,
                                failure,
                            });
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
                return ControlFlow::Break(ExchangeEnd::Failed {
                    request: self.request.with_host(host),
                    failure: failure.after_probe(host, was_reached),
                });
            }
            (step, _) => step,
        };
        ControlFlow::Continue(self)
    }

    /// See [`super::SignIn::effect`].
    pub(super) fn effect(&self) -> Effect {
        match &self.step {
            Step::Sending { .. } => Effect::Send {
                request: self.request.to_request(),
                not_before: Timestamp::default(),
            },
            Step::Pausing { until, .. } => Effect::WakeAt(*until),
            Step::Probing { host, .. } => Effect::Probe { url: host.token() },
        }
    }

    pub(super) const fn effect_id(&self) -> Id {
        match &self.step {
            Step::Sending { id } | Step::Pausing { id, .. } | Step::Probing { id, .. } => *id,
        }
    }

    /// Returns what there is to tell of it; `while_sending` is for when a request is out.
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
    /// Returns the request as it is sent next, or was sent last.
    pub const fn request(&self) -> &TokenRequest {
        &self.request
    }
}

impl Step {
    fn send(world: &mut World<'_>) -> Self {
        let id = world.ids.next();
        match world.posts.take(world.now) {
            Ok(()) => Self::Sending { id },
            Err(until) => Self::Pausing {
                id,
                until,
                reason: PauseReason::PostInterval,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::sign_in::retries::{PAUSE_WHEN_DOWN, TOTAL_PAUSE};
    use crate::sign_in::world::{Ids, PostLimit};
    use crate::trakt::response::Refusal;
    use crate::trakt::service::POST_INTERVAL;
    use crate::trakt::{
        ClientId, ClientSecret, FailureCause, Grant, Pin, TraktApp, credentials::AccessToken,
    };

    type Reply = Result<Response, NetworkError>;

    const START: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);
    const TOKEN: &str =
        r#"{"access_token":"a","token_type":"bearer","expires_in":1,"refresh_token":"r"}"#;
    const UNREADABLE: Reply = Err(NetworkError::Unreadable);

    fn reply(status: u16, body: &str) -> Reply {
        Ok(Response::new(status, body))
    }

    fn limited(retry_after: &str) -> Reply {
        let mut response = Response::new(429, "");
        response.headers.retry_after = Some(retry_after.to_owned());
        Ok(response)
    }

    /// An exchange and the world around it.
    #[derive(Debug, Clone)]
    struct Run {
        exchange: Exchange<TokenRequest>,
        now: Timestamp,
        ids: Ids,
        posts: PostLimit,
    }

    impl Run {
        fn begin(host: SignInHost) -> Self {
            Self::begin_after(host, PostLimit::default())
        }

        fn begin_after(host: SignInHost, mut posts: PostLimit) -> Self {
            let mut ids = Ids::default();
            let request = TokenRequest {
                host,
                app: TraktApp {
                    client_id: ClientId::new("id"),
                    client_secret: Some(ClientSecret::new("secret")),
                },
                grant: Grant::Pin(Pin::new("12abcdef")),
            };
            let mut world = World {
                now: START,
                monotonic: Duration::ZERO,
                ids: &mut ids,
                posts: &mut posts,
            };
            Self {
                exchange: Exchange::begin(request, &mut world),
                now: START,
                ids,
                posts,
            }
        }

        fn on(mut self, event: Event) -> Result<Self, ExchangeEnd<TokenRequest>> {
            let mut world = World {
                now: self.now,
                monotonic: Duration::ZERO,
                ids: &mut self.ids,
                posts: &mut self.posts,
            };
            match self.exchange.on(event, &mut world) {
                ControlFlow::Continue(exchange) => Ok(Self { exchange, ..self }),
                ControlFlow::Break(end) => Err(end),
            }
        }

        fn ended(self, outcome: Outcome) -> Result<Self, ExchangeEnd<TokenRequest>> {
            let id = self.exchange.effect_id();
            self.on(Event::Ended { id, outcome })
        }

        fn replied(self, reply: &Reply) -> Result<Self, ExchangeEnd<TokenRequest>> {
            self.ended(Outcome::Response {
                result: reply.clone(),
                chance: 0.999,
            })
        }

        fn waited(mut self) -> Self {
            let Effect::WakeAt(until) = self.exchange.effect() else {
                panic!("{self:?} does not wait")
            };
            self.now = until;
            self.ended(Outcome::TimeReached).unwrap()
        }

        /// Returns where the request that is out goes.
        fn url(&self) -> &'static str {
            match self.exchange.effect() {
                Effect::Send {
                    request,
                    not_before,
                } => {
                    assert!(not_before <= self.now);
                    request.url
                }
                other => panic!("{other:?}"),
            }
        }

        fn status(&self) -> Status {
            self.exchange.status(Status::AwaitingResponse)
        }
    }

    fn failure(end: ExchangeEnd<TokenRequest>) -> Failure {
        match end {
            ExchangeEnd::Failed { failure, .. } => failure,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_token_answers_the_request_that_was_sent() {
        let run = Run::begin(SignInHost::Classic);
        assert_eq!(run.url(), "https://api.trakt.tv/oauth/token");
        assert!(run.exchange.awaits_response());
        let ExchangeEnd::Answered {
            request,
            answer,
            other_host,
        } = run.replied(&reply(200, TOKEN)).unwrap_err()
        else {
            panic!("it is answered")
        };
        assert_eq!(request.host, SignInHost::Classic);
        assert_eq!(answer.access_token, AccessToken::new("a"));
        assert_eq!(answer.created_at, START.unix_seconds());
        assert_eq!(other_host, None);
    }

    #[test]
    fn the_other_host_is_tried_from_either_side_and_its_token_tells_of_the_first() {
        for host in SignInHost::ALL {
            let other = Run::begin(host).replied(&reply(404, "")).unwrap();
            assert_eq!(
                other.status(),
                Status::Pausing {
                    reason: PauseReason::OtherHost,
                    until: START + POST_INTERVAL,
                    next_host: host.other(),
                }
            );
            let other = other.waited();
            assert_eq!(other.url(), host.other().token());
            let end = other.replied(&reply(200, TOKEN)).unwrap_err();
            let ExchangeEnd::Answered {
                request,
                other_host,
                ..
            } = end
            else {
                panic!("it is answered")
            };
            assert_eq!(request.host, host.other());
            let first = other_host.unwrap();
            assert_eq!(first.host, host);
            assert_eq!(first.cause, FailureCause::Refused(Refusal::NotServed));
        }
    }

    #[test]
    fn an_event_that_does_not_fit_changes_nothing() {
        let sending = Run::begin(SignInHost::Classic);
        let mut ids = Ids::default();
        let stale = [ids.next(), ids.next(), ids.next(), ids.next(), ids.next()];
        let pausing = sending.clone().replied(&reply(429, "")).unwrap();
        let probing = sending.clone().replied(&UNREADABLE).unwrap().waited();
        let probing = probing.replied(&UNREADABLE).unwrap();
        for run in [sending, pausing, probing] {
            let own = run.exchange.effect_id();
            for id in stale {
                for outcome in [
                    Outcome::Response {
                        result: reply(200, TOKEN),
                        chance: 0.5,
                    },
                    Outcome::TimeReached,
                    Outcome::Probed { was_reached: true },
                    Outcome::LeavingRefused,
                ] {
                    let fits = matches!(
                        (run.exchange.effect(), &outcome),
                        (Effect::Send { .. }, Outcome::Response { .. })
                            | (Effect::WakeAt(_), Outcome::TimeReached)
                            | (Effect::Probe { .. }, Outcome::Probed { .. })
                    );
                    if id == own && fits {
                        continue;
                    }
                    let unchanged = run.clone().on(Event::Ended { id, outcome }).unwrap();
                    assert_eq!(unchanged.exchange, run.exchange);
                    assert_eq!(unchanged.ids, run.ids);
                }
            }
        }
    }

    #[test]
    fn only_a_pause_that_trakt_asks_for_can_be_skipped() {
        for (first, reason) in [
            (reply(429, ""), PauseReason::RateLimited),
            (reply(503, ""), PauseReason::TraktDown),
        ] {
            let mut run = Run::begin(SignInHost::Classic).replied(&first).unwrap();
            assert!(matches!(run.status(), Status::Pausing { reason: r, .. } if r == reason));
            run.now = run.now + POST_INTERVAL;
            run.on(Event::PauseSkipped).unwrap().url();
        }
        let other_host = Run::begin(SignInHost::Classic).replied(&UNREADABLE);
        let mut posts = PostLimit::default();
        posts.note(START);
        let too_early = Run::begin_after(SignInHost::Classic, posts);
        for run in [other_host.unwrap(), too_early] {
            let skipped = run.clone().on(Event::PauseSkipped).unwrap();
            assert_eq!(skipped.exchange, run.exchange);
        }
    }

    #[test]
    fn a_skipped_pause_still_keeps_a_second_between_two_posts() {
        let mut run = Run::begin(SignInHost::Classic)
            .replied(&limited("100"))
            .unwrap();
        run.now = START + Duration::from_millis(200);
        let run = run.on(Event::PauseSkipped).unwrap();
        assert_eq!(
            run.status(),
            Status::Pausing {
                reason: PauseReason::PostInterval,
                until: START + POST_INTERVAL,
                next_host: SignInHost::Classic,
            }
        );
        run.waited().url();
    }

    #[test]
    fn a_post_just_before_makes_it_wait() {
        let mut posts = PostLimit::default();
        posts.note(START.earlier_by(Duration::from_millis(300)));
        let run = Run::begin_after(SignInHost::Classic, posts);
        assert_eq!(
            run.status(),
            Status::Pausing {
                reason: PauseReason::PostInterval,
                until: START + Duration::from_millis(700),
                next_host: SignInHost::Classic,
            }
        );
        run.waited().url();
    }

    #[test]
    fn the_probe_goes_to_the_host_that_could_not_be_read_and_so_does_a_command() {
        let run = Run::begin(SignInHost::Classic)
            .replied(&UNREADABLE)
            .unwrap();
        let run = run.waited().replied(&UNREADABLE).unwrap();
        let url = "https://api.trakt.tv/oauth/token";
        assert_eq!(run.exchange.effect(), Effect::Probe { url });
        assert_eq!(run.status(), Status::Probing);
        assert!(!run.exchange.awaits_response());
        for (was_reached, cause) in [
            (true, FailureCause::ResponseHidden),
            (false, FailureCause::HostUnreachable),
        ] {
            let end = run.clone().ended(Outcome::Probed { was_reached });
            let ExchangeEnd::Failed { request, failure } = end.unwrap_err() else {
                panic!("it failed")
            };
            assert_eq!(request.host, SignInHost::Classic);
            assert_eq!((failure.host, failure.cause), (request.host, cause));
        }
    }

    #[test]
    fn whatever_comes_back_an_exchange_ends_within_bounds() {
        let replies = [
            reply(429, ""),
            limited("1"),
            limited("100"),
            reply(503, ""),
            reply(502, ""),
            reply(404, ""),
            reply(400, r#"{"error":"invalid_grant"}"#),
            UNREADABLE,
            Err(NetworkError::Offline),
        ];
        let mut open = vec![(Run::begin(SignInHost::Classic), 1)];
        let mut ended = 0;
        while let Some((run, requests)) = open.pop() {
            run.url();
            assert!(requests <= 10);
            assert!(run.now.since(START) <= TOTAL_PAUSE + PAUSE_WHEN_DOWN + POST_INTERVAL);
            let sent_at = run.now;
            for reply in &replies {
                match run.clone().replied(reply) {
                    Ok(run) if matches!(run.exchange.effect(), Effect::WakeAt(_)) => {
                        let run = run.waited();
                        assert!(run.now.since(sent_at) >= POST_INTERVAL);
                        open.push((run, requests + 1));
                    }
                    Ok(run) => {
                        let end = run.ended(Outcome::Probed { was_reached: true });
                        failure(end.unwrap_err());
                        ended += 1;
                    }
                    Err(end) => {
                        failure(end);
                        ended += 1;
                    }
                }
            }
        }
        assert!(ended > 1_000);
    }
}
