//! Points in time as the page needs them.

use std::time::Duration;

use crate::timestamp::Timestamp;

/// A point in time by two clocks: one that people can set, and one that only goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    /// The time of day, which may jump.
    pub time: Timestamp,
    /// The time that the page has run.
    pub monotonic: Duration,
}

impl From<Timestamp> for Moment {
    /// The moment of a clock that nobody has set since the epoch.
    fn from(time: Timestamp) -> Self {
        Self {
            time,
            monotonic: time.since(Timestamp::default()),
        }
    }
}
