//! When a request goes out again, where to, and when that is enough: the same rules for all that a sign-in sends.

use std::time::Duration;

use super::world::POST_INTERVAL;
use crate::trakt::response::Refusal;
use crate::trakt::{Failure, FailureCause, NetworkError, SignInHost};

/// How often a 429 is waited for without being asked.
pub(super) const RATE_LIMIT_PAUSES: u32 = 5;
/// How long all pauses together may be. A PIN lives twice as long.
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

/// What has been tried.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Retries {
    rate_limit_pauses: u32,
    paused: Duration,
    tried_again_when_down: bool,
    /// How the host that was asked first failed, once the other is asked.
    pub(super) other_host: Option<Box<Failure>>,
}

/// What follows from a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// The same request goes out again after a pause.
    Again {
        pause: Duration,
        reason: PauseReason,
    },
    /// It goes to the other host after a pause.
    OtherHost { pause: Duration },
    /// It is in vain. A harmless request to `host` can tell more about why.
    Probe { host: SignInHost, failure: Failure },
    /// It is in vain.
    Failed(Failure),
}

impl Retries {
    /// Decides what follows. `chance` is a random number from 0 up to 1.
    pub(super) fn after(&mut self, failure: Failure, chance: f64) -> Next {
        match &failure.cause {
            FailureCause::Refused(Refusal::RateLimited { retry_after }) => {
                match self.rate_limit_pause(*retry_after, chance) {
                    Some(pause) => self.again(pause, PauseReason::RateLimited),
                    None => self.end(failure),
                }
            }
            FailureCause::Refused(Refusal::TraktDown)
                if !self.tried_again_when_down && was_not_acted_on(failure.details.status) =>
            {
                self.tried_again_when_down = true;
                self.again(PAUSE_WHEN_DOWN, PauseReason::TraktDown)
            }
            FailureCause::Refused(Refusal::NotServed)
            | FailureCause::Network(NetworkError::Unreadable | NetworkError::Redirected)
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

/// One failure with both facts, the more telling one first.
fn both_failed(first: Failure, second: Failure) -> Failure {
    // A host whose response cannot be read may have used up the PIN, so that the other refuses it.
    let first_is_more_telling = first.is_unreadable()
        && (second.is_unreadable()
            || matches!(
                second.cause,
                FailureCause::Refused(Refusal::NotServed | Refusal::InvalidGrant)
                    | FailureCause::Network(NetworkError::Redirected)
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
