//! The world around the machines, as far as they need it.

use std::time::Duration;

use crate::timestamp::Timestamp;
use crate::trakt::service::POST_INTERVAL;

/// The world around a machine when something happens.
#[derive(Debug)]
pub struct World<'a> {
    /// The time by the clock, which can be set while the page is open.
    pub now: Timestamp,
    /// The time by a count that nobody can set, from any beginning: `performance.now()` in a browser.
    pub monotonic: Duration,
    /// The source of ids.
    pub ids: &'a mut Ids,
    /// The limit on POSTs.
    pub posts: &'a mut PostLimit,
}

/// Tells an effect, or an attempt, from every other. An effect's comes back with its outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(u32);

impl Id {
    /// Returns the number that makes it unique.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// The one source of ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ids(u32);

impl Ids {
    /// Returns an id that was not given out before.
    pub const fn next(&mut self) -> Id {
        self.0 += 1;
        Id(self.0)
    }
}

/// Keeps to [`POST_INTERVAL`], whichever part of the page sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PostLimit {
    last_post_at: Option<Timestamp>,
    /// When that was noted; the post itself may be to come.
    noted_at: Timestamp,
}

impl PostLimit {
    /// Returns when the next POST may go out, if that is not now. A clock that was set back makes nobody wait.
    pub fn allowed_from(&self, now: Timestamp) -> Option<Timestamp> {
        let allowed_from = self.last_post_at? + POST_INTERVAL;
        let wait = allowed_from.since(now);
        let longest = allowed_from.since(self.noted_at);
        (!wait.is_zero() && wait <= longest).then_some(allowed_from)
    }

    /// Returns the turn of a POST that goes out now.
    ///
    /// # Errors
    /// When it may go out, if that is not now. Nothing is noted then.
    pub fn take(&mut self, now: Timestamp) -> Result<(), Timestamp> {
        match self.allowed_from(now) {
            Some(at) => Err(at),
            None => {
                self.note(now);
                Ok(())
            }
        }
    }

    /// Notes that a POST goes out at this time.
    pub const fn note(&mut self, at: Timestamp) {
        self.last_post_at = Some(at);
        self.noted_at = at;
    }

    /// Notes that a request was answered. Trakt counts from when it got the request, some time before that, so the next one
    /// waits as if it had gone out now. One that is to go out later keeps its time.
    pub fn note_response(&mut self, now: Timestamp) {
        let is_past = self
            .last_post_at
            .is_none_or(|last| last <= now || now < self.noted_at);
        if is_past {
            self.note(now);
        }
    }

    /// Returns the time from which the next POST may go out, which is noted as its time.
    pub fn reserve(&mut self, now: Timestamp) -> Timestamp {
        let at = self.allowed_from(now).unwrap_or(now);
        self.last_post_at = Some(at);
        self.noted_at = now;
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);

    const fn millis(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn no_id_is_given_out_twice() {
        let mut ids = Ids::default();
        let given: Vec<u32> = (0..100).map(|_| ids.next().number()).collect();
        let mut distinct = given.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct, given);
    }

    #[test]
    fn the_next_post_waits_for_the_rest_of_a_second() {
        let mut posts = PostLimit::default();
        assert_eq!(posts.allowed_from(NOW), None);
        posts.note(NOW);
        for waited in [0, 1, 999] {
            let allowed_from = posts.allowed_from(NOW + millis(waited));
            assert_eq!(allowed_from, Some(NOW + POST_INTERVAL), "{waited}");
        }
        for waited in [1_000, 1_001, 1_000_000] {
            assert_eq!(posts.allowed_from(NOW + millis(waited)), None, "{waited}");
        }
    }

    #[test]
    fn a_clock_that_was_set_back_makes_nobody_wait() {
        let mut posts = PostLimit::default();
        posts.note(NOW);
        for back in [1, 1_000, 3_600_000] {
            assert_eq!(posts.allowed_from(NOW.earlier_by(millis(back))), None);
        }
        assert_eq!(posts.allowed_from(Timestamp::default()), None);
        posts.reserve(NOW + millis(500));
        assert_eq!(posts.allowed_from(NOW.earlier_by(millis(3_600_000))), None);
    }

    #[test]
    fn a_response_makes_the_next_post_wait_as_if_it_had_gone_out_then() {
        let mut posts = PostLimit::default();
        posts.note(NOW);
        let now = NOW + millis(700);
        posts.note_response(now);
        assert_eq!(posts.allowed_from(now), Some(now + POST_INTERVAL));

        let now = NOW.earlier_by(millis(3_600_000));
        posts.note_response(now);
        let allowed_from = posts.allowed_from(now);
        assert_eq!(
            allowed_from,
            Some(now + POST_INTERVAL),
            "the clock was set back"
        );

        posts.note(NOW);
        let reserved = posts.reserve(NOW + millis(100));
        let now = NOW + millis(500);
        posts.note_response(now);
        assert_eq!(posts.allowed_from(now), Some(reserved + POST_INTERVAL));
    }

    #[test]
    fn reserved_posts_keep_a_second_between_each_other_and_whatever_comes_after() {
        let mut posts = PostLimit::default();
        assert_eq!(posts.reserve(NOW), NOW);
        let now = NOW + millis(400);
        let second = posts.reserve(now);
        assert_eq!(second, NOW + POST_INTERVAL);
        assert_eq!(posts.allowed_from(now), Some(second + POST_INTERVAL));
        assert_eq!(
            posts.allowed_from(now + millis(700)),
            Some(second + POST_INTERVAL)
        );
        let third = posts.reserve(now + millis(100));
        assert_eq!(third, second + POST_INTERVAL);
        assert_eq!(posts.allowed_from(third + POST_INTERVAL), None);
    }
}
