//! What the machines need of the world around them.

use std::time::Duration;

use crate::timestamp::Timestamp;

/// Trakt takes one POST a second from a user.
pub const POST_INTERVAL: Duration = Duration::from_secs(1);

/// What a machine needs of the world when something happens.
#[derive(Debug)]
pub struct World<'a> {
    /// The time.
    pub now: Timestamp,
    /// Where ids come from.
    pub ids: &'a mut Ids,
    /// When the next POST may go out.
    pub posts: &'a mut PostLimit,
}

/// Tells an effect, or an attempt, from every other. An effect's comes back with its outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(u32);

impl Id {
    /// The number that makes it unique.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// The one source of ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ids(u32);

impl Ids {
    /// One that was not given out before.
    pub const fn next(&mut self) -> Id {
        self.0 += 1;
        Id(self.0)
    }
}

/// Keeps to [`POST_INTERVAL`], whichever part of the page sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PostLimit {
    last_post_at: Option<Timestamp>,
}

impl PostLimit {
    /// When the next POST may go out, if that is not now. A clock that was set back makes nobody wait.
    pub fn allowed_from(&self, now: Timestamp) -> Option<Timestamp> {
        let allowed_from = self.last_post_at? + POST_INTERVAL;
        let wait = allowed_from.since(now);
        (!wait.is_zero() && wait <= POST_INTERVAL).then_some(allowed_from)
    }

    /// Notes that a POST goes out at this time.
    pub const fn note(&mut self, at: Timestamp) {
        self.last_post_at = Some(at);
    }

    /// The time from which the next POST may go out, which is noted as its time.
    pub fn reserve(&mut self, now: Timestamp) -> Timestamp {
        let at = self.allowed_from(now).unwrap_or(now);
        self.note(at);
        at
    }
}
