//! When to poll for a device code's token, and when to stop.

use std::time::Duration;

use crate::timestamp::Timestamp;
use crate::trakt::device::DeviceAuthorization;

/// By how much “slow down” lengthens the interval (RFC 8628 3.5).
pub const SLOW_DOWN: Duration = Duration::from_secs(5);
/// How long the pause grows while no response comes.
pub const LONGEST_BACKOFF: Duration = Duration::from_secs(60);
/// Trakt takes one POST a second from a user.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(1);

/// When the next poll is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollSchedule {
    /// The pause that Trakt asks for; it only ever grows.
    interval: Duration,
    /// Polls in a row without a response of Trakt's.
    unanswered: u32,
    poll_at: Timestamp,
    expires_at: Timestamp,
    /// The latest time handed in.
    seen_at: Timestamp,
}

/// What is due at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nothing before this time, at which the next poll or the end of the code is due.
    Nothing {
        /// When to look again.
        until: Timestamp,
    },
    /// One poll.
    Poll,
    /// The end of the code.
    Expiry,
}

impl PollSchedule {
    /// For a code that arrived at `now`; the first poll is due after one interval.
    pub fn new(authorization: &DeviceAuthorization, now: Timestamp) -> Self {
        let interval = authorization.interval.max(SHORTEST_INTERVAL);
        Self {
            interval,
            unanswered: 0,
            poll_at: now + interval,
            expires_at: now + authorization.expires_in,
            seen_at: now,
        }
    }

    /// What is due now. However far the clock has jumped, as after sleep or in a hidden tab, one poll is due and not one
    /// for each that was missed.
    pub fn due(&mut self, now: Timestamp) -> Due {
        self.see(now);
        if now >= self.expires_at {
            Due::Expiry
        } else if now >= self.poll_at {
            Due::Poll
        } else {
            Due::Nothing {
                until: self.poll_at.min(self.expires_at),
            }
        }
    }

    /// A poll found that the code has not been entered yet.
    pub fn pending(&mut self, now: Timestamp) {
        self.unanswered = 0;
        self.wait(None, now);
    }

    /// A poll was told to slow down.
    pub fn slowed_down(&mut self, retry_after: Option<Duration>, now: Timestamp) {
        self.unanswered = 0;
        self.interval = self.interval.saturating_add(SLOW_DOWN);
        self.wait(retry_after, now);
    }

    /// A poll got no response of Trakt's.
    pub fn unanswered(&mut self, retry_after: Option<Duration>, now: Timestamp) {
        self.unanswered = self.unanswered.saturating_add(1);
        self.wait(retry_after, now);
    }

    /// How many of the last polls in a row got no response of Trakt's.
    pub const fn unanswered_polls(&self) -> u32 {
        self.unanswered
    }

    /// How long the code still lives.
    pub fn left(&self, now: Timestamp) -> Duration {
        self.expires_at.since(now.max(self.seen_at))
    }

    fn wait(&mut self, retry_after: Option<Duration>, now: Timestamp) {
        self.see(now);
        self.poll_at = self.seen_at + self.pause().max(retry_after.unwrap_or_default());
    }

    /// The interval, doubled for each poll in a row without a response.
    fn pause(&self) -> Duration {
        let doubled = self
            .interval
            .saturating_mul(2u32.pow(self.unanswered.min(16)));
        doubled.min(LONGEST_BACKOFF.max(self.interval))
    }

    /// A clock that is set back moves the times along with it; the time since it was last seen counts as none.
    fn see(&mut self, now: Timestamp) {
        let back = self.seen_at.since(now);
        self.poll_at = self.poll_at.earlier_by(back);
        self.expires_at = self.expires_at.earlier_by(back);
        self.seen_at = now;
    }
}
