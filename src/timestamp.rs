//! Points in time.

use std::ops::Add;
use std::time::Duration;

/// A point in time, counted from the Unix epoch. There is none before it: an earlier clock counts as the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Timestamp(Duration);

impl Timestamp {
    /// The point this many seconds after the epoch.
    pub const fn from_unix_seconds(seconds: u64) -> Self {
        Self(Duration::from_secs(seconds))
    }

    /// The point this many milliseconds after the epoch.
    pub const fn from_unix_millis(milliseconds: u64) -> Self {
        Self(Duration::from_millis(milliseconds))
    }

    /// Whole seconds since the epoch.
    pub const fn unix_seconds(self) -> u64 {
        self.0.as_secs()
    }

    /// Whole milliseconds since the epoch.
    pub fn unix_millis(self) -> u64 {
        u64::try_from(self.0.as_millis()).unwrap_or(u64::MAX)
    }

    /// How long after `earlier` this is; zero where it is before it.
    pub const fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// The point this much earlier, or the epoch.
    #[must_use]
    pub const fn earlier_by(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(duration))
    }
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(duration))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_milliseconds_are_the_same_point() {
        let at = Timestamp::from_unix_millis(1_700_000_000_500);
        assert_eq!(at.unix_seconds(), 1_700_000_000);
        assert_eq!(at.unix_millis(), 1_700_000_000_500);
        let half_a_second = Duration::from_millis(500);
        assert_eq!(
            Timestamp::from_unix_seconds(1_700_000_000) + half_a_second,
            at
        );
    }

    #[test]
    fn nothing_is_before_the_epoch_and_nothing_overflows() {
        let epoch = Timestamp::default();
        let late = Timestamp::from_unix_seconds(u64::MAX);
        assert_eq!(epoch.earlier_by(Duration::from_secs(1)), epoch);
        assert_eq!(late.earlier_by(Duration::MAX), epoch);
        assert_eq!(epoch.since(late), Duration::ZERO);
        assert_eq!(late.since(epoch), Duration::from_secs(u64::MAX));
        assert_eq!(late + Duration::MAX, late + Duration::MAX);
        assert!(late + Duration::MAX >= late);
        assert_eq!(late.unix_millis(), u64::MAX);
        assert_eq!((late + Duration::MAX).unix_seconds(), u64::MAX);
    }

    #[test]
    fn what_was_added_is_the_time_since() {
        let at = Timestamp::from_unix_seconds(5);
        let later = at + Duration::from_millis(1_234);
        assert_eq!(later.since(at), Duration::from_millis(1_234));
        assert_eq!(at.since(later), Duration::ZERO);
        assert_eq!(later.earlier_by(Duration::from_millis(1_234)), at);
    }
}
