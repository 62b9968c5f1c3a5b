//! The schedule of polling for a device code's token, and its end.
//!
//! All times are readings of the monotonic count ([`super::World::monotonic`]), so that a clock that is set does not make
//! a code look dead or alive.

use std::time::Duration;

use crate::trakt::device::DeviceAuthorization;
use crate::trakt::service::{POST_INTERVAL, SLOW_DOWN};

/// The longest pause while no response comes.
pub const LONGEST_BACKOFF: Duration = Duration::from_secs(60);

/// The schedule of polls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollSchedule {
    /// The pause that Trakt asks for; it only ever grows.
    interval: Duration,
    /// Polls in a row without a response of Trakt's.
    unanswered: u32,
    poll_at: Duration,
    expires_at: Duration,
    /// The latest time handed in.
    seen_at: Duration,
}

/// The next thing to do at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// A wait, after which the next poll or the end of the code is due.
    Nothing {
        /// The time until there is something to do.
        wait: Duration,
    },
    /// One poll.
    Poll,
    /// The end of the code.
    Expiry,
}

impl PollSchedule {
    /// Starts the time of a code that arrived at `now`; the first poll is due after one interval.
    pub fn new(authorization: &DeviceAuthorization, now: Duration) -> Self {
        let interval = authorization.interval.max(POST_INTERVAL);
        Self {
            interval,
            unanswered: 0,
            poll_at: now.saturating_add(interval),
            expires_at: now.saturating_add(authorization.expires_in),
            seen_at: now,
        }
    }

    /// Returns what is due now. However late that is, as after sleep or in a hidden tab, one poll is due and not one for
    /// each that was missed. A poll that was due while the code lived is due even after that: Trakt may know better
    /// whether the code still lives.
    pub fn due(&mut self, now: Duration) -> Due {
        self.see(now);
        if now >= self.poll_at && self.poll_at < self.expires_at {
            Due::Poll
        } else if now >= self.expires_at {
            Due::Expiry
        } else {
            Due::Nothing {
                wait: self.poll_at.min(self.expires_at).saturating_sub(now),
            }
        }
    }

    /// Notes that a poll found that the code has not been entered yet.
    pub fn pending(&mut self, now: Duration) {
        self.unanswered = 0;
        self.wait(None, now);
    }

    /// Notes that a poll was told to slow down.
    pub fn slowed_down(&mut self, retry_after: Option<Duration>, now: Duration) {
        self.unanswered = 0;
        self.interval = self.interval.saturating_add(SLOW_DOWN);
        self.wait(retry_after, now);
    }

    /// Notes that a poll got no response of Trakt's.
    pub fn unanswered(&mut self, retry_after: Option<Duration>, now: Duration) {
        self.unanswered = self.unanswered.saturating_add(1);
        self.wait(retry_after, now);
    }

    /// Returns how many of the last polls in a row got no response of Trakt's.
    pub const fn unanswered_polls(&self) -> u32 {
        self.unanswered
    }

    /// Returns how long the code still lives.
    pub fn left(&self, now: Duration) -> Duration {
        self.expires_at.saturating_sub(now.max(self.seen_at))
    }

    fn wait(&mut self, retry_after: Option<Duration>, now: Duration) {
        self.see(now);
        let pause = self.pause().max(retry_after.unwrap_or_default());
        self.poll_at = self.seen_at.saturating_add(pause);
    }

    /// Returns the interval, doubled for each poll in a row without a response.
    fn pause(&self) -> Duration {
        let doubled = self
            .interval
            .saturating_mul(2u32.pow(self.unanswered.min(16)));
        doubled.min(LONGEST_BACKOFF.max(self.interval))
    }

    /// A count that goes back after all moves the times along with it; the time since it was last seen counts as none.
    fn see(&mut self, now: Duration) {
        let back = self.seen_at.saturating_sub(now);
        self.poll_at = self.poll_at.saturating_sub(back);
        self.expires_at = self.expires_at.saturating_sub(back);
        self.seen_at = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trakt::DeviceCode;

    const START: Duration = seconds(1_700_000);
    const LIFETIME: Duration = seconds(600);

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn schedule(expires_in: Duration, interval: Duration) -> PollSchedule {
        let authorization = DeviceAuthorization {
            device_code: DeviceCode::new("d"),
            user_code: "5055CC52".into(),
            verification_url: "https://trakt.tv/activate".into(),
            expires_in,
            interval,
        };
        PollSchedule::new(&authorization, START)
    }

    /// Returns a schedule whose first poll is out, and the time.
    fn asked() -> (PollSchedule, Duration) {
        let mut schedule = schedule(LIFETIME, seconds(5));
        let now = START + seconds(5);
        let just_before = now.saturating_sub(Duration::from_millis(1));
        let wait = Duration::from_millis(1);
        assert_eq!(schedule.due(just_before), Due::Nothing { wait });
        assert_eq!(schedule.due(now), Due::Poll);
        (schedule, now)
    }

    /// The outcome of a poll.
    #[derive(Debug, Clone, Copy)]
    enum Polled {
        Pending,
        SlowedDown(Option<Duration>),
        Unanswered(Option<Duration>),
    }

    impl PollSchedule {
        fn on(&mut self, polled: Polled, now: Duration) {
            match polled {
                Polled::Pending => self.pending(now),
                Polled::SlowedDown(retry_after) => self.slowed_down(retry_after, now),
                Polled::Unanswered(retry_after) => self.unanswered(retry_after, now),
            }
        }

        fn waits(&mut self, now: Duration) -> Duration {
            match self.due(now) {
                Due::Nothing { wait } => wait,
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn slow_down_lengthens_for_good_and_keeps_to_retry_after() {
        let (mut schedule, now) = asked();
        schedule.slowed_down(None, now);
        assert_eq!(schedule.waits(now), seconds(10));
        let (mut schedule, now) = asked();
        schedule.slowed_down(Some(seconds(3)), now);
        assert_eq!(schedule.waits(now), seconds(10));
        schedule.slowed_down(Some(seconds(40)), now);
        assert_eq!(schedule.waits(now), seconds(40));
        schedule.pending(now);
        assert_eq!(schedule.waits(now), seconds(15));
    }

    #[test]
    fn without_a_response_the_pause_doubles_up_to_a_minute_until_one_comes() {
        let (mut schedule, now) = asked();
        for (polls, expected) in [(1, 10), (2, 20), (3, 40), (4, 60), (5, 60)] {
            schedule.unanswered(None, now);
            assert_eq!(schedule.waits(now), seconds(expected));
            assert_eq!(schedule.unanswered_polls(), polls);
        }
        schedule.unanswered(Some(seconds(100)), now);
        assert_eq!(schedule.waits(now), seconds(100));
        schedule.pending(now);
        assert_eq!(schedule.waits(now), seconds(5));
        assert_eq!(schedule.unanswered_polls(), 0);
        schedule.unanswered(None, now);
        schedule.slowed_down(None, now);
        assert_eq!(schedule.unanswered_polls(), 0);
        for _ in 0..100 {
            schedule.unanswered(None, now);
        }
        assert_eq!(schedule.waits(now), seconds(60));
    }

    #[test]
    fn an_interval_longer_than_a_minute_stays_as_long_without_a_response() {
        let mut schedule = schedule(LIFETIME, seconds(90));
        let now = START + seconds(90);
        assert_eq!(schedule.due(now), Due::Poll);
        schedule.unanswered(None, now);
        assert_eq!(schedule.waits(now), seconds(90));
    }

    #[test]
    fn after_a_long_sleep_one_poll_is_due_or_none() {
        let mut schedule = schedule(LIFETIME, seconds(5));
        assert_eq!(schedule.due(START + seconds(590)), Due::Poll);
        let late = START + Duration::from_millis(590_002);
        schedule.pending(late);
        assert_eq!(schedule.waits(late), seconds(5));
        let after = START + Duration::from_millis(600_001);
        assert_eq!(schedule.left(after), Duration::ZERO);
    }

    #[test]
    fn a_count_that_jumps_over_the_end_of_the_code_asks_once_more_before_giving_up() {
        for late in [seconds(3_600), seconds(1_000_000_000)] {
            for polled in ALPHABET {
                let mut schedule = schedule(LIFETIME, seconds(5));
                let now = START + late;
                assert_eq!(schedule.due(now), Due::Poll);
                assert_eq!(schedule.left(now), Duration::ZERO);
                schedule.on(polled, now);
                assert_eq!(schedule.due(now), Due::Expiry, "{polled:?}");
            }
        }
    }

    #[test]
    fn a_clock_that_is_set_back_neither_hurries_nor_stops_it() {
        let mut schedule = schedule(LIFETIME, seconds(5));
        assert!(matches!(
            schedule.due(START + seconds(2)),
            Due::Nothing { .. }
        ));
        let back = START.saturating_sub(seconds(3_600));
        assert_eq!(schedule.due(back), Due::Nothing { wait: seconds(3) });
        assert_eq!(schedule.left(back), seconds(598));
        assert_eq!(schedule.due(back + seconds(3)), Due::Poll);
    }

    #[test]
    fn a_clock_that_is_set_back_while_a_poll_is_out_gives_the_code_no_more_time() {
        for polled in [
            Polled::Pending,
            Polled::SlowedDown(None),
            Polled::Unanswered(None),
        ] {
            let (mut schedule, now) = asked();
            let back = now.saturating_sub(seconds(3_600));
            schedule.on(polled, back);
            assert_eq!(schedule.left(back), seconds(595));
            let wait = schedule.waits(back);
            assert!(wait >= seconds(5) && wait <= seconds(10), "{wait:?}");
            assert_eq!(schedule.due(back + seconds(595)), Due::Poll);
            schedule.pending(back + seconds(595));
            assert_eq!(schedule.due(back + seconds(595)), Due::Expiry);
        }
    }

    #[test]
    fn a_clock_set_back_to_the_epoch_or_a_time_without_end_is_survived() {
        let mut schedule = schedule(Duration::MAX, Duration::MAX);
        assert!(matches!(schedule.due(START), Due::Nothing { .. }));
        for retry_after in [None, Some(Duration::MAX)] {
            for polled in [
                Polled::Pending,
                Polled::SlowedDown(retry_after),
                Polled::Unanswered(retry_after),
            ] {
                let mut schedule = schedule.clone();
                schedule.on(polled, Duration::ZERO);
                schedule.due(Duration::ZERO);
                schedule.left(Duration::ZERO);
            }
        }
        let (mut schedule, _) = asked();
        assert!(matches!(
            schedule.due(Duration::ZERO),
            Due::Poll | Due::Nothing { .. }
        ));
        assert_eq!(schedule.left(Duration::ZERO), seconds(595));
    }

    #[test]
    fn an_interval_of_zero_is_a_second_and_a_long_pause_ends_with_the_code() {
        let mut hasty = schedule(LIFETIME, Duration::ZERO);
        assert_eq!(hasty.waits(START), seconds(1));
        let (mut schedule, now) = asked();
        schedule.slowed_down(Some(seconds(86_400)), now);
        let waits = schedule.waits(now);
        assert_eq!(waits, seconds(595));
        assert_eq!(schedule.due(now + waits), Due::Expiry);
    }

    /// The outcomes that a poll may have.
    const ALPHABET: [Polled; 6] = [
        Polled::Pending,
        Polled::SlowedDown(None),
        Polled::SlowedDown(Some(seconds(12))),
        Polled::Unanswered(None),
        Polled::Unanswered(Some(seconds(25))),
        Polled::Unanswered(Some(seconds(7))),
    ];

    /// Goes through all sequences of what may come of up to `depth` more polls, with the clock jumping by `jump` before
    /// each poll, and counts them.
    fn walk(schedule: &PollSchedule, now: Duration, jump: Jump, depth: usize) -> usize {
        let mut count = 0;
        for polled in ALPHABET {
            count += 1;
            let before = schedule.clone();
            let mut schedule = before.clone();
            schedule.on(polled, now);
            let longer = match polled {
                Polled::SlowedDown(_) => SLOW_DOWN,
                _ => Duration::ZERO,
            };
            assert_eq!(schedule.interval, before.interval + longer);
            assert_eq!(schedule.expires_at, before.expires_at);
            let Due::Nothing { wait } = schedule.due(now) else {
                assert!(now >= schedule.expires_at, "{polled:?}");
                continue;
            };
            let until = now + wait;
            assert!(until <= schedule.expires_at);
            let just_before = until.saturating_sub(Duration::from_millis(1));
            let wait = Duration::from_millis(1);
            assert_eq!(schedule.due(just_before), Due::Nothing { wait });

            let left = schedule.left(just_before);
            let at = match jump {
                Jump::Late(late) => until + late,
                Jump::Back(back) => {
                    let back = just_before.saturating_sub(back);
                    assert_eq!(schedule.left(back), left);
                    assert_eq!(schedule.due(back), Due::Nothing { wait });
                    back + wait
                }
            };
            match schedule.due(at) {
                Due::Poll => {
                    if let Jump::Late(_) = jump {
                        assert!(at - now >= schedule.interval);
                        assert!(until < schedule.expires_at);
                    }
                    if depth > 1 {
                        count += walk(&schedule, at, jump, depth - 1);
                    }
                }
                Due::Expiry => assert!(at >= schedule.expires_at),
                other => panic!("{other:?}"),
            }
        }
        count
    }

    /// A clock that does not go as it should.
    #[derive(Debug, Clone, Copy)]
    enum Jump {
        Late(Duration),
        Back(Duration),
    }

    #[test]
    fn every_sequence_of_six_polls_keeps_the_rules() {
        let (schedule, now) = asked();
        let all: usize = (1..=6).map(|n| ALPHABET.len().pow(n)).sum();
        assert_eq!(walk(&schedule, now, Jump::Late(Duration::ZERO), 6), all);
        assert_eq!(walk(&schedule, now, Jump::Back(seconds(3_600)), 6), all);
        for late in [45, 180, 3_600] {
            assert!(walk(&schedule, now, Jump::Late(seconds(late)), 6) >= ALPHABET.len());
        }
    }

    #[test]
    fn every_sequence_that_is_short_of_time_keeps_the_rules() {
        let mut schedule = schedule(seconds(31), seconds(5));
        let now = START + seconds(5);
        assert_eq!(schedule.due(now), Due::Poll);
        assert!(walk(&schedule, now, Jump::Late(Duration::ZERO), 6) > 60);
        assert!(walk(&schedule, now, Jump::Back(seconds(3_600)), 6) > 60);
    }

    #[test]
    fn whatever_comes_back_for_ever_the_clock_ends_it() {
        for polled in ALPHABET {
            let (mut schedule, mut now) = asked();
            let mut polls = 1;
            loop {
                schedule.on(polled, now);
                now = now + schedule.waits(now);
                match schedule.due(now) {
                    Due::Poll => polls += 1,
                    Due::Expiry => break,
                    other => panic!("{other:?}"),
                }
            }
            assert_eq!(now, START + LIFETIME);
            assert!(polls <= 120, "{polls}");
        }
    }
}
