//! Durations in words.

use std::time::Duration;

/// Returns whole seconds, rounded up, so that what is left reaches zero only at the end.
pub fn seconds_left(left: Duration) -> u64 {
    left.as_secs() + u64::from(left.subsec_nanos() > 0)
}

/// Returns what is left, as `9:05`.
pub fn clock(left: Duration) -> String {
    let seconds = seconds_left(left);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Returns how long to wait, rounded up: “40 seconds”, “3 minutes”.
pub fn wait(duration: Duration) -> String {
    match seconds_left(duration) {
        seconds @ ..120 => counted(seconds, "second"),
        seconds @ ..7_200 => counted(seconds.div_ceil(60), "minute"),
        seconds @ ..172_800 => counted(seconds.div_ceil(3_600), "hour"),
        _ => "more than a day".into(),
    }
}

/// Returns a lifetime in seconds in words, rounded down: “7 days”.
pub fn lifetime(seconds: u64) -> String {
    const HOUR: u64 = 60 * 60;
    const DAY: u64 = 24 * HOUR;
    match seconds {
        DAY.. => counted(seconds / DAY, "day"),
        HOUR.. => counted(seconds / HOUR, "hour"),
        60.. => counted(seconds / 60, "minute"),
        _ => counted(seconds, "second"),
    }
}

fn counted(count: u64, unit: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_plurals_agree() {
        let of = Duration::from_secs;
        for (seconds, words) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (119, "119 seconds"),
            (120, "2 minutes"),
            (121, "3 minutes"),
            (7_200, "2 hours"),
            (172_800, "more than a day"),
            (u64::MAX, "more than a day"),
        ] {
            assert_eq!(wait(of(seconds)), words);
        }
        assert_eq!(wait(Duration::from_millis(999)), "1 second");
        assert_eq!(clock(Duration::from_millis(544_001)), "9:05");
        for (seconds, words) in [
            (59, "59 seconds"),
            (60, "1 minute"),
            (86_400, "1 day"),
            (604_799, "6 days"),
        ] {
            assert_eq!(lifetime(seconds), words);
        }
    }
}
