//! When a request goes out again, where to, and when that is enough: the same rules for all that a sign-in sends.

use std::time::Duration;

use crate::trakt::response::Refusal;
use crate::trakt::service::POST_INTERVAL;
use crate::trakt::{Failure, FailureCause, NetworkError, SignInHost};

/// The number of pauses after a 429 that are waited for without being asked.
pub(super) const RATE_LIMIT_PAUSES: u32 = 5;
/// The longest that all pauses together may be. A PIN lives twice as long.
pub(super) const TOTAL_PAUSE: Duration = Duration::from_secs(300);
/// The pause before a request that is known not to have been acted on goes out once more.
pub(super) const PAUSE_WHEN_DOWN: Duration = Duration::from_secs(5);
/// The first pause after a 429 without `Retry-After`; each following one is twice as long.
const FIRST_BACKOFF: Duration = Duration::from_secs(2);

/// Why the next request waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PauseReason {
    /// Trakt answered 429.
    RateLimited,
    /// The proxy in front of Trakt did not reach it.
    TraktDown,
    /// The next request goes to the other host.
    OtherHost,
    /// A request went out less than [`POST_INTERVAL`] ago.
    PostInterval,
}

/// The attempts so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Retries {
    rate_limit_pauses: u32,
    paused: Duration,
    tried_again_when_down: bool,
    /// The failure of the host that was asked first, once the other is asked.
    pub(super) other_host: Option<Box<Failure>>,
}

/// The step that follows a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// Sends the request again after a pause.
    Again {
        pause: Duration,
        reason: PauseReason,
    },
    /// Sends it to the other host after a pause.
    OtherHost { pause: Duration },
    /// Gives up, after probing `host` to narrow down the cause.
    Probe { host: SignInHost, failure: Failure },
    /// Gives up.
    Failed(Failure),
}

impl Retries {
    /// Decides what follows. `chance` is a random number from 0 up to 1.
    pub(super) fn after(&mut self, failure: Failure, chance: f64) -> Next {
        match &failure.cause {
            FailureCause::Refused(Refusal::RateLimited { retry_after }) => {
                let retry_after = *retry_after;
                self.again_or_end(retry_after, chance, failure)
            }
            // A 429 of Cloudflare's own: the request has not reached Trakt.
            FailureCause::Refused(Refusal::TurnedAway { retry_after })
                if failure.details.status == Some(429) =>
            {
                let retry_after = *retry_after;
                self.again_or_end(retry_after, chance, failure)
            }
            FailureCause::Refused(Refusal::TraktDown)
                if !self.tried_again_when_down && was_not_acted_on(failure.details.status) =>
            {
                self.tried_again_when_down = true;
                self.again(PAUSE_WHEN_DOWN, PauseReason::TraktDown)
            }
            FailureCause::Refused(Refusal::NotServed)
            | FailureCause::Network(NetworkError::Unreadable)
                if self.other_host.is_none() =>
            {
                self.other_host = Some(Box::new(failure));
                self.paused += POST_INTERVAL;
                Next::OtherHost {
                    pause: POST_INTERVAL,
                }
            }
            _ => self.end(failure),
        }
    }

    fn again_or_end(
        &mut self,
        retry_after: Option<Duration>,
        chance: f64,
        failure: Failure,
    ) -> Next {
        match self.rate_limit_pause(retry_after, chance) {
            Some(pause) => self.again(pause, PauseReason::RateLimited),
            None => self.end(failure),
        }
    }

    fn again(&mut self, pause: Duration, reason: PauseReason) -> Next {
        self.paused += pause;
        Next::Again { pause, reason }
    }

    /// `Retry-After`, or exponential backoff with jitter between half and all of it.
    fn rate_limit_pause(&mut self, retry_after: Option<Duration>, chance: f64) -> Option<Duration> {
        let backoff = FIRST_BACKOFF * 2u32.pow(self.rate_limit_pauses.min(RATE_LIMIT_PAUSES));
        let pause = match retry_after {
            Some(retry_after) => retry_after.max(POST_INTERVAL),
            None => backoff.mul_f64(0.5 + 0.5 * chance.clamp(0.0, 1.0)),
        };
        let is_bearable = self.rate_limit_pauses < RATE_LIMIT_PAUSES
            && self.paused.saturating_add(pause) <= TOTAL_PAUSE;
        self.rate_limit_pauses += 1;
        is_bearable.then_some(pause)
    }

    fn end(&mut self, failure: Failure) -> Next {
        let failure = match self.other_host.take() {
            Some(first) => both_failed(*first, failure),
            None => failure,
        };
        let unreadable = [Some(&failure), failure.other_host.as_deref()]
            .into_iter()
            .flatten()
            .find(|failure| failure.is_unreadable())
            .map(|failure| failure.host);
        match unreadable {
            Some(host) => Next::Probe { host, failure },
            None => Next::Failed(failure),
        }
    }
}

/// Returns one failure with both facts, the more telling one first.
fn both_failed(first: Failure, second: Failure) -> Failure {
    // A host whose response cannot be read may have used up the PIN, so that the other refuses it.
    let first_is_more_telling = first.is_unreadable()
        && (second.is_unreadable()
            || matches!(
                second.cause,
                FailureCause::Refused(Refusal::NotServed | Refusal::InvalidGrant)
            ));
    let (mut main, other) = match first_is_more_telling {
        true => (first, second),
        false => (second, first),
    };
    main.other_host = Some(Box::new(other));
    main
}

/// Statuses of a proxy that did not reach the server behind it (521 to 523, 525, 526, 530), and of a server that
/// says that it cannot handle requests (503, RFC 9110 15.6.4).
const fn was_not_acted_on(status: Option<u16>) -> bool {
    matches!(status, Some(503 | 521..=523 | 525 | 526 | 530))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timestamp::Timestamp;
    use crate::trakt::{
        ClientId, ClientSecret, Grant, Pin, Response, SignInHost, TokenRequest, TraktApp,
    };

    type Reply = Result<Response, NetworkError>;

    const USED_PIN: &str = r#"{"error":"invalid_grant"}"#;
    const UNREADABLE: Reply = Err(NetworkError::Unreadable);
    const SECOND: Duration = Duration::from_secs(1);

    fn reply(status: u16) -> Reply {
        Ok(Response::new(status, ""))
    }

    fn limited(retry_after: &str) -> Reply {
        let mut response = Response::new(429, "");
        response.headers.retry_after = Some(retry_after.to_owned());
        Ok(response)
    }

    /// Returns what follows from this reply of a host.
    fn after_at(host: SignInHost, retries: &mut Retries, reply: &Reply, chance: f64) -> Next {
        let request = TokenRequest {
            host,
            app: TraktApp {
                client_id: ClientId::new("id"),
                client_secret: Some(ClientSecret::new("secret")),
            },
            grant: Grant::Pin(Pin::new("12abcdef")),
        };
        let failure = request.read(reply, Timestamp::default()).unwrap_err();
        retries.after(failure, chance)
    }

    fn after(retries: &mut Retries, reply: &Reply) -> Next {
        after_at(SignInHost::Classic, retries, reply, 0.5)
    }

    fn after_at_other(retries: &mut Retries, reply: &Reply) -> Next {
        after_at(SignInHost::Current, retries, reply, 0.5)
    }

    fn pause(next: Next, because: PauseReason) -> Duration {
        match next {
            Next::Again { pause, reason } if reason == because => pause,
            other => panic!("{other:?}"),
        }
    }

    fn failed(next: Next) -> Failure {
        match next {
            Next::Failed(failure) => failure,
            other => panic!("{other:?}"),
        }
    }

    /// Returns what was tried once the first host has answered so.
    fn sent_on_after(reply: &Reply) -> Retries {
        let mut retries = Retries::default();
        let next = after(&mut retries, reply);
        assert_eq!(
            next,
            Next::OtherHost {
                pause: POST_INTERVAL
            }
        );
        retries
    }

    #[test]
    fn a_429_is_waited_for_as_long_as_it_says_but_at_least_a_second() {
        for (said, waited) in [("7", 7), ("0", 1), ("300", 300)] {
            let next = after(&mut Retries::default(), &limited(said));
            assert_eq!(pause(next, PauseReason::RateLimited), SECOND * waited);
        }
    }

    #[test]
    fn a_429_that_asks_for_too_long_ends_the_exchange() {
        let failure = failed(after(&mut Retries::default(), &limited("301")));
        let retry_after = Some(SECOND * 301);
        assert_eq!(
            failure.cause,
            FailureCause::Refused(Refusal::RateLimited { retry_after })
        );
        failed(after(
            &mut Retries::default(),
            &limited("99999999999999999999999"),
        ));
        let mut after_two_minutes = Retries::default();
        let next = after(&mut after_two_minutes, &limited("200"));
        pause(next, PauseReason::RateLimited);
        failed(after(&mut after_two_minutes, &limited("101")));
    }

    #[test]
    fn without_retry_after_the_pauses_double_with_jitter_and_end() {
        let mut retries = Retries::default();
        for longest in [2, 4, 8, 16, 32] {
            for (chance, share) in [(0.0, 0.5), (0.5, 0.75), (-1.0, 0.5), (7.0, 1.0)] {
                let next = after_at(
                    SignInHost::Classic,
                    &mut retries.clone(),
                    &reply(429),
                    chance,
                );
                let expected = (SECOND * longest).mul_f64(share);
                assert_eq!(pause(next, PauseReason::RateLimited), expected);
            }
            let next = after_at(SignInHost::Classic, &mut retries, &reply(429), 0.999);
            pause(next, PauseReason::RateLimited);
        }
        failed(after(&mut retries, &reply(429)));
    }

    #[test]
    fn what_was_not_acted_on_goes_out_once_more_and_not_twice() {
        for status in [503, 521, 522, 523, 525, 526, 530] {
            let mut retries = Retries::default();
            let next = after(&mut retries, &reply(status));
            assert_eq!(pause(next, PauseReason::TraktDown), PAUSE_WHEN_DOWN);
            let failure = failed(after(&mut retries, &reply(status)));
            assert_eq!(failure.cause, FailureCause::Refused(Refusal::TraktDown));
        }
    }

    #[test]
    fn a_429_from_in_front_of_trakt_is_waited_for_and_then_named() {
        for body in ["<html>", "error code: 1015"] {
            let mut retries = Retries::default();
            for _ in 0..RATE_LIMIT_PAUSES {
                let next = after(&mut retries, &Ok(Response::new(429, body)));
                pause(next, PauseReason::RateLimited);
            }
            let failure = failed(after(&mut retries, &Ok(Response::new(429, body))));
            let turned_away = Refusal::TurnedAway { retry_after: None };
            assert_eq!(failure.cause, FailureCause::Refused(turned_away));
        }
    }

    #[test]
    fn what_is_turned_away_in_front_of_trakt_does_not_go_out_again_by_itself() {
        for (status, body) in [(403, ""), (403, "<html>"), (200, "<html>")] {
            let mut retries = Retries::default();
            failed(after(&mut retries, &Ok(Response::new(status, body))));
        }
    }

    #[test]
    fn what_may_have_been_acted_on_never_goes_out_by_itself() {
        for status in [500, 502, 504, 520, 524] {
            let failure = failed(after(&mut Retries::default(), &reply(status)));
            assert_eq!(failure.cause, FailureCause::Refused(Refusal::TraktDown));
        }
        let patience = SECOND * 30;
        for error in [
            NetworkError::TimedOut { patience },
            NetworkError::ConnectionLost,
        ] {
            let failure = failed(after(&mut Retries::default(), &Err(error)));
            assert_eq!(failure.cause, FailureCause::Network(error));
        }
    }

    #[test]
    fn a_host_that_does_not_serve_sends_to_the_other_once() {
        for status in [404, 405, 410] {
            let mut retries = sent_on_after(&reply(status));
            let first = retries.other_host.clone().unwrap();
            assert_eq!(first.host, SignInHost::Classic);
            assert_eq!(first.cause, FailureCause::Refused(Refusal::NotServed));

            let failure = failed(after_at_other(&mut retries, &reply(404)));
            assert_eq!(failure.host, SignInHost::Current);
            assert_eq!(failure.other_host.unwrap().host, SignInHost::Classic);
        }
    }

    #[test]
    fn no_readable_response_anywhere_is_probed_and_is_one_failure_with_both_facts() {
        let mut retries = sent_on_after(&UNREADABLE);
        let Next::Probe { host, failure } = after_at_other(&mut retries, &UNREADABLE) else {
            panic!("it is probed")
        };
        assert_eq!(host, SignInHost::Classic);
        for (was_reached, cause) in [
            (true, FailureCause::ResponseHidden),
            (false, FailureCause::HostUnreachable),
        ] {
            let failure = failure.clone().after_probe(host, was_reached);
            assert_eq!(
                (failure.host, &failure.cause),
                (SignInHost::Classic, &cause)
            );
            let other = failure.other_host.unwrap();
            assert_eq!(
                (other.host, &other.cause),
                (
                    SignInHost::Current,
                    &FailureCause::Network(NetworkError::Unreadable)
                )
            );
        }
    }

    #[test]
    fn whichever_host_could_not_be_read_is_the_one_that_is_probed() {
        for (first, second, probed) in [
            (UNREADABLE, reply(500), SignInHost::Classic),
            (UNREADABLE, reply(404), SignInHost::Classic),
            (reply(404), UNREADABLE, SignInHost::Current),
        ] {
            let mut retries = sent_on_after(&first);
            let Next::Probe { host, failure } = after_at_other(&mut retries, &second) else {
                panic!("{first:?} {second:?}")
            };
            assert_eq!(host, probed);
            let failure = failure.after_probe(host, true);
            let hidden = [Some(&failure), failure.other_host.as_deref()]
                .into_iter()
                .flatten()
                .find(|failure| matches!(failure.cause, FailureCause::ResponseHidden));
            assert_eq!(hidden.unwrap().host, probed);
        }
    }

    #[test]
    fn a_pin_refused_by_the_other_host_does_not_hide_that_the_first_response_could_not_be_read() {
        let mut retries = sent_on_after(&UNREADABLE);
        let used = Ok(Response::new(400, USED_PIN));
        let Next::Probe { host, failure } = after_at_other(&mut retries, &used) else {
            panic!("it is probed")
        };
        let failure = failure.after_probe(host, true);
        assert_eq!(failure.cause, FailureCause::ResponseHidden);
        assert_eq!(
            failure.other_host.unwrap().cause,
            FailureCause::Refused(Refusal::InvalidGrant)
        );
    }

    #[test]
    fn what_never_left_is_not_sent_to_the_other_host() {
        for error in [NetworkError::Offline, NetworkError::Unsendable] {
            let failure = failed(after(&mut Retries::default(), &Err(error)));
            assert_eq!(failure.cause, FailureCause::Network(error));
            assert_eq!(failure.other_host, None);
        }
    }
}
