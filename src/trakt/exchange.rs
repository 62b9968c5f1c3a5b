//! One exchange over as many requests as it takes: when to try again, where, and when to stop. The time and
//! chance are handed in.

use super::credentials::Token;
use super::endpoints::SignInHost;
use super::error::{Failure, FailureCause};
use super::outcome::{Answer, NoAnswer};
use super::request::TokenRequest;

/// Trakt takes one POST a second from a user.
pub const POST_INTERVAL_MS: f64 = 1_000.0;
/// How often a 429 is waited for without being asked.
pub const RATE_LIMIT_PAUSES: u32 = 5;
/// How long the pauses of an exchange may be in all, in seconds. A PIN lives twice as long.
pub const TOTAL_PAUSE_SECONDS: f64 = 300.0;
/// The pause before a request that is known not to have been acted on goes out once more, in seconds.
pub const PAUSE_WHEN_DOWN_SECONDS: f64 = 5.0;
/// The first pause after a 429 without `Retry-After`, in seconds; each following is twice as long.
const FIRST_BACKOFF_SECONDS: f64 = 2.0;

/// The exchange of a PIN for a token, between two requests or while one is out.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// The request that is out, or goes out next.
    pub request: TokenRequest,
    rate_limit_pauses: u32,
    paused_seconds: f64,
    tried_again_when_down: bool,
    /// How the host that was asked first failed, once the other is asked.
    first_host: Option<Box<Failure>>,
}

/// What an exchange does after an answer, or after none.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// It has come to a good end.
    Done {
        /// What it was for.
        token: Token,
        /// How the host chosen failed, if the other one answered.
        elsewhere: Option<Box<Failure>>,
    },
    /// Another request goes out after a pause.
    Pause {
        /// The exchange with that request.
        exchange: Exchange,
        /// In seconds.
        seconds: f64,
        /// What the pause is for.
        why: Pause,
    },
    /// It failed, and a harmless request to the token endpoint of `host` can tell more about why.
    Probe {
        /// The host that gave no readable answer.
        host: SignInHost,
        /// The failure so far.
        failure: Failure,
    },
    /// It has come to a bad end.
    Failed(Failure),
}

/// Why an exchange waits before the next request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// Trakt answered 429.
    RateLimited,
    /// Trakt's origin was not reached by the proxy in front of it.
    TraktDown,
    /// The next request goes to the other host, but not within [`POST_INTERVAL_MS`].
    OtherHost,
    /// A request went out less than [`POST_INTERVAL_MS`] ago.
    PostInterval,
}

impl Exchange {
    /// An exchange of which nothing has been sent.
    pub fn new(request: TokenRequest) -> Self {
        Self {
            request,
            rate_limit_pauses: 0,
            paused_seconds: 0.0,
            tried_again_when_down: false,
            first_host: None,
        }
    }

    /// Goes on after the request came back with `reply`. `answered_at` is in seconds since the Unix epoch, `chance`
    /// a random number from 0 up to 1.
    pub fn next(mut self, reply: &Result<Answer, NoAnswer>, answered_at: u64, chance: f64) -> Next {
        let failure = match self.request.interpret(reply, answered_at) {
            Ok(token) => {
                return Next::Done {
                    token,
                    elsewhere: self.first_host,
                };
            }
            Err(failure) => failure,
        };
        match &failure.cause {
            FailureCause::RateLimited { retry_after } => {
                match self.rate_limit_pause(*retry_after, chance) {
                    Some(seconds) => self.pause(seconds, Pause::RateLimited),
                    None => self.end(failure),
                }
            }
            FailureCause::TraktDown
                if !self.tried_again_when_down && was_not_acted_on(failure.said.status) =>
            {
                self.tried_again_when_down = true;
                self.pause(PAUSE_WHEN_DOWN_SECONDS, Pause::TraktDown)
            }
            cause if cause.is_worth_the_other_host() && self.first_host.is_none() => {
                self.request.host = self.request.host.other();
                self.first_host = Some(Box::new(failure));
                self.pause(POST_INTERVAL_MS / 1000.0, Pause::OtherHost)
            }
            _ => self.end(failure),
        }
    }

    fn pause(mut self, seconds: f64, why: Pause) -> Next {
        self.paused_seconds += seconds;
        Next::Pause {
            exchange: self,
            seconds,
            why,
        }
    }

    /// `Retry-After`, or exponential backoff with jitter between half and all of it (never in step with others).
    fn rate_limit_pause(&mut self, retry_after: Option<u64>, chance: f64) -> Option<f64> {
        let backoff = FIRST_BACKOFF_SECONDS * 2f64.powi(self.rate_limit_pauses as i32);
        let seconds = match retry_after {
            Some(seconds) => (seconds as f64).max(POST_INTERVAL_MS / 1000.0),
            None => backoff * (0.5 + 0.5 * chance),
        };
        let is_bearable = self.rate_limit_pauses < RATE_LIMIT_PAUSES
            && self.paused_seconds + seconds <= TOTAL_PAUSE_SECONDS;
        self.rate_limit_pauses += 1;
        is_bearable.then_some(seconds)
    }

    fn end(self, failure: Failure) -> Next {
        ended(self.first_host, failure)
    }
}

/// The end of what failed at one host, or at both; first at `first_host`.
pub fn ended(first_host: Option<Box<Failure>>, failure: Failure) -> Next {
    let unreadable = [first_host.as_deref(), Some(&failure)]
        .into_iter()
        .flatten()
        .find(|failure| failure.cause == FailureCause::NoReadableAnswer)
        .map(|failure| failure.host);
    let failure = match first_host {
        Some(first) => both_failed(*first, failure),
        None => failure,
    };
    match unreadable {
        Some(host) => Next::Probe { host, failure },
        None => Next::Failed(failure),
    }
}

impl FailureCause {
    /// Whether the other sign-in host may do better.
    pub const fn is_worth_the_other_host(&self) -> bool {
        matches!(self, Self::SignInNotServed | Self::NoReadableAnswer)
    }
}

impl Failure {
    /// The failure with what a probe of `host` found out in place of [`FailureCause::NoReadableAnswer`].
    pub fn after_probe(mut self, host: SignInHost, was_reached: bool) -> Self {
        let found = match was_reached {
            true => FailureCause::AnswerHidden,
            false => FailureCause::NothingGetsThrough,
        };
        let mut this = Some(&mut self);
        while let Some(failure) = this {
            if failure.host == host && failure.cause == FailureCause::NoReadableAnswer {
                failure.cause = found.clone();
            }
            this = failure.elsewhere.as_deref_mut();
        }
        self
    }
}

/// One failure with both facts, the more telling one first.
fn both_failed(first: Failure, second: Failure) -> Failure {
    // A host that hides its answers may have used up the PIN, so that the other refuses it.
    let first_is_more_telling = first.cause == FailureCause::NoReadableAnswer
        && matches!(
            second.cause,
            FailureCause::NoReadableAnswer
                | FailureCause::SignInNotServed
                | FailureCause::InvalidGrant(_)
        );
    let (mut main, other) = match first_is_more_telling {
        true => (first, second),
        false => (second, first),
    };
    main.elsewhere = Some(Box::new(other));
    main
}

/// Statuses of a proxy that did not reach the server behind it (521 to 523, 525, 526, 530), and of a server that
/// says that it cannot handle requests (503, RFC 9110 15.6.4).
fn was_not_acted_on(status: Option<u16>) -> bool {
    matches!(status, Some(503 | 521..=523 | 525 | 526 | 530))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trakt::{
        AnswerBody, AnswerHeaders, ClientId, ClientSecret, Grant, GrantKind, Pin, TraktApp,
    };

    fn exchange() -> Exchange {
        Exchange::new(TokenRequest {
            host: SignInHost::Classic,
            app: TraktApp {
                client_id: ClientId::new("id"),
                client_secret: Some(ClientSecret::new("secret")),
            },
            grant: Grant::Pin(Pin::new("12abcdef")),
        })
    }

    fn answer(status: u16, body: &str) -> Result<Answer, NoAnswer> {
        Ok(Answer {
            status,
            headers: AnswerHeaders::default(),
            body: AnswerBody::Text(body.to_owned()),
        })
    }

    fn limited(retry_after: &str) -> Result<Answer, NoAnswer> {
        answer(429, "").map(|mut answer| {
            answer.headers.retry_after = Some(retry_after.to_owned());
            answer
        })
    }

    const TOKEN: &str =
        r#"{"access_token":"a","token_type":"bearer","expires_in":1,"refresh_token":"r"}"#;
    const USED_PIN: &str = r#"{"error":"invalid_grant"}"#;

    fn next(exchange: Exchange, reply: &Result<Answer, NoAnswer>) -> Next {
        exchange.next(reply, 0, 0.5)
    }

    fn paused(next: Next, because: Pause) -> (Exchange, f64) {
        match next {
            Next::Pause {
                exchange,
                seconds,
                why,
            } if why == because => (exchange, seconds),
            other => panic!("{other:?}"),
        }
    }

    fn failed(next: Next) -> Failure {
        match next {
            Next::Failed(failure) => failure,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_429_is_waited_for_as_long_as_it_says_but_at_least_a_second() {
        for (said, waited) in [("7", 7.0), ("0", 1.0), ("300", 300.0)] {
            let (_, seconds) = paused(next(exchange(), &limited(said)), Pause::RateLimited);
            assert_eq!(seconds, waited);
        }
    }

    #[test]
    fn a_429_that_asks_for_too_long_ends_the_exchange() {
        let failure = failed(next(exchange(), &limited("301")));
        assert_eq!(
            failure.cause,
            FailureCause::RateLimited {
                retry_after: Some(301)
            }
        );
        let (after_two_minutes, _) = paused(next(exchange(), &limited("200")), Pause::RateLimited);
        failed(next(after_two_minutes, &limited("101")));
    }

    #[test]
    fn without_retry_after_the_pauses_double_with_jitter_and_end() {
        let mut exchange = exchange();
        for longest in [2.0, 4.0, 8.0, 16.0, 32.0] {
            for (chance, expected) in [(0.0, longest / 2.0), (0.5, longest * 0.75)] {
                let next = exchange.clone().next(&answer(429, ""), 0, chance);
                assert_eq!(paused(next, Pause::RateLimited).1, expected);
            }
            exchange = paused(
                exchange.next(&answer(429, ""), 0, 0.999),
                Pause::RateLimited,
            )
            .0;
        }
        failed(next(exchange, &answer(429, "")));
    }

    #[test]
    fn what_was_not_acted_on_goes_out_once_more_and_not_twice() {
        for status in [503, 521, 522, 523, 525, 526, 530] {
            let (again, seconds) = paused(next(exchange(), &answer(status, "")), Pause::TraktDown);
            assert_eq!(seconds, PAUSE_WHEN_DOWN_SECONDS);
            assert_eq!(
                failed(next(again, &answer(status, ""))).cause,
                FailureCause::TraktDown
            );
        }
    }

    #[test]
    fn what_may_have_been_acted_on_never_goes_out_by_itself() {
        for status in [500, 502, 504, 520, 524] {
            assert_eq!(
                failed(next(exchange(), &answer(status, ""))).cause,
                FailureCause::TraktDown
            );
        }
        let timed_out = Err(NoAnswer::TimedOut { seconds: 30 });
        assert_eq!(
            failed(next(exchange(), &timed_out)).cause,
            FailureCause::TimedOut { seconds: 30 }
        );
    }

    #[test]
    fn a_host_that_does_not_serve_sends_to_the_other_once() {
        for status in [404, 405, 410] {
            let (other, seconds) = paused(next(exchange(), &answer(status, "")), Pause::OtherHost);
            assert_eq!(other.request.host, SignInHost::Current);
            assert!(seconds * 1000.0 >= POST_INTERVAL_MS);

            let Next::Done { elsewhere, .. } = next(other.clone(), &answer(200, TOKEN)) else {
                panic!("it is done")
            };
            let elsewhere = elsewhere.unwrap();
            assert_eq!(
                (elsewhere.host, &elsewhere.cause),
                (SignInHost::Classic, &FailureCause::SignInNotServed)
            );

            let failure = failed(next(other, &answer(404, "")));
            assert_eq!(failure.host, SignInHost::Current);
            assert_eq!(failure.elsewhere.unwrap().host, SignInHost::Classic);
        }
    }

    #[test]
    fn the_other_host_is_tried_from_either_side() {
        let mut from_current = exchange();
        from_current.request.host = SignInHost::Current;
        let (other, _) = paused(next(from_current, &answer(404, "")), Pause::OtherHost);
        assert_eq!(other.request.host, SignInHost::Classic);
    }

    #[test]
    fn no_readable_answer_anywhere_is_probed_and_is_one_failure_with_both_facts() {
        let unreadable = Err(NoAnswer::Unreadable);
        let (other, _) = paused(next(exchange(), &unreadable), Pause::OtherHost);
        let Next::Probe { host, failure } = next(other, &unreadable) else {
            panic!("it is probed")
        };
        assert_eq!(host, SignInHost::Classic);
        for (was_reached, cause) in [
            (true, FailureCause::AnswerHidden),
            (false, FailureCause::NothingGetsThrough),
        ] {
            let failure = failure.clone().after_probe(host, was_reached);
            assert_eq!(
                (failure.host, &failure.cause),
                (SignInHost::Classic, &cause)
            );
            let elsewhere = failure.elsewhere.unwrap();
            assert_eq!(
                (elsewhere.host, &elsewhere.cause),
                (SignInHost::Current, &FailureCause::NoReadableAnswer)
            );
        }
    }

    #[test]
    fn a_pin_refused_elsewhere_does_not_hide_that_the_first_answer_could_not_be_read() {
        let (other, _) = paused(
            next(exchange(), &Err(NoAnswer::Unreadable)),
            Pause::OtherHost,
        );
        let Next::Probe { host, failure } = next(other, &answer(400, USED_PIN)) else {
            panic!("it is probed")
        };
        let failure = failure.after_probe(host, true);
        assert_eq!(failure.cause, FailureCause::AnswerHidden);
        assert_eq!(
            failure.elsewhere.unwrap().cause,
            FailureCause::InvalidGrant(GrantKind::Pin)
        );
    }

    #[test]
    fn being_offline_is_not_tried_elsewhere() {
        assert_eq!(
            failed(next(exchange(), &Err(NoAnswer::Offline))).cause,
            FailureCause::Offline
        );
    }

    #[test]
    fn whatever_comes_back_an_exchange_ends_within_bounds() {
        let replies = [
            answer(429, ""),
            limited("1"),
            limited("100"),
            answer(503, ""),
            answer(502, ""),
            answer(404, ""),
            answer(400, USED_PIN),
            Err(NoAnswer::Unreadable),
            Err(NoAnswer::Offline),
        ];
        let mut open = vec![(exchange(), 0.0, 1)];
        let mut ended = 0;
        while let Some((exchange, paused_seconds, requests)) = open.pop() {
            assert!(requests <= 10 && paused_seconds <= TOTAL_PAUSE_SECONDS + 10.0);
            for reply in &replies {
                match exchange.clone().next(reply, 0, 0.999) {
                    Next::Pause {
                        exchange, seconds, ..
                    } => {
                        open.push((exchange, paused_seconds + seconds, requests + 1));
                    }
                    _ => ended += 1,
                }
            }
        }
        assert!(ended > 1_000);
    }
}
