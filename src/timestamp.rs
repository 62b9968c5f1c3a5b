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

    /// Reads a date and time as ISO 8601 and RFC 3339 write it. Without a zone it is UTC, and a date alone is its midnight.
    /// None where it is anything else, or before the epoch.
    ///
    /// ```
    /// use kometa_trakt_sign_in::timestamp::Timestamp;
    ///
    /// let seconds = |text| Timestamp::from_iso_8601(text).map(Timestamp::unix_seconds);
    /// assert_eq!(seconds("2026-11-18T11:06:40.000Z"), Some(1_795_000_000));
    /// assert_eq!(seconds("2026-11-18 12:06:40+01:00"), Some(1_795_000_000));
    /// assert_eq!(seconds("2026-11-18"), Some(1_794_960_000));
    /// assert_eq!(seconds("18 Nov 2026"), None);
    /// ```
    pub fn from_iso_8601(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once(['T', 't', ' ']) {
            Some((date, time)) => (date, time),
            None => (text, "00:00:00Z"),
        };
        let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
        let days = days_since_epoch(year, month, day)?;

        let zone_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
        let (time, zone) = time.split_at(zone_at);
        let (time, fraction) = time
            .trim_end()
            .split_once('.')
            .unwrap_or((time.trim_end(), "0"));
        let is_fraction = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
        let [hour, minute, second] = numbers(time, ':', [2, 2, 2]).or_else(|| {
            let [hour, minute] = numbers(time, ':', [2, 2])?;
            Some([hour, minute, 0])
        })?;
        // A leap second counts as the last one before it.
        if !is_fraction || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let of_day = (hour * 60 + minute) * 60 + second.min(59);
        let seconds = days * 86_400 + of_day - zone_offset(zone.trim())?;
        u64::try_from(seconds).ok().map(Self::from_unix_seconds)
    }

    /// Reads a date of HTTP in each of its three forms (RFC 9110 5.6.7). The day of the week is not looked at.
    ///
    /// ```
    /// use kometa_trakt_sign_in::timestamp::Timestamp;
    ///
    /// let seconds = |text| Timestamp::from_http_date(text).map(Timestamp::unix_seconds);
    /// assert_eq!(seconds("Wed, 18 Nov 2026 11:06:40 GMT"), Some(1_795_000_000));
    /// assert_eq!(seconds("Wednesday, 18-Nov-26 11:06:40 GMT"), Some(1_795_000_000));
    /// assert_eq!(seconds("Wed Nov 18 11:06:40 2026"), Some(1_795_000_000));
    /// assert_eq!(seconds("18 Nov 2026"), None);
    /// ```
    pub fn from_http_date(text: &str) -> Option<Self> {
        const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
        let mut parts = text.split([' ', '-']).filter(|part| !part.is_empty());
        let [weekday, first, second, third, fourth] =
            [(); 5].map(|()| parts.next().unwrap_or_default());
        let [day, month, year, time] = match weekday.strip_suffix(',') {
            Some(_) if parts.next() == Some("GMT") => [first, second, third, fourth],
            None => [second, first, fourth, third],
            Some(_) => return None,
        };
        let month = match month.len() {
            3 => MONTHS.find(month).filter(|at| at % 3 == 0)? / 3 + 1,
            _ => return None,
        };
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let year = match year.len() {
            // Two digits: from 70 on, they are of the century in which the epoch lies.
            2 if is_number(year) => match year < "70" {
                true => format!("20{year}"),
                false => format!("19{year}"),
            },
            _ => year.to_owned(),
        };
        let is_at_end = parts.next().is_none() && day.len() <= 2 && is_number(day);
        is_at_end
            .then(|| Self::from_iso_8601(&format!("{year}-{month:02}-{day:0>2}T{time}Z")))
            .flatten()
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

/// The numbers between the separators, each of which must have so many digits.
fn numbers<const N: usize>(text: &str, separator: char, digits: [usize; N]) -> Option<[i64; N]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; N];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next()?;
        let is_number = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        *number = is_number.then(|| part.parse().ok())??;
    }
    parts.next().is_none().then_some(numbers)
}

/// Seconds east of UTC: `Z`, `+01:00`, `-0530` or `+01`; nothing is UTC.
fn zone_offset(zone: &str) -> Option<i64> {
    let (sign, zone) = match zone.chars().next() {
        None => return Some(0),
        Some('Z' | 'z') if zone.len() == 1 => return Some(0),
        Some('+') => (1, &zone[1..]),
        Some('-') => (-1, &zone[1..]),
        Some(_) => return None,
    };
    let digits = zone.replacen(':', "", 1);
    let digits = match digits.len() {
        2 => digits + "00",
        _ => digits,
    };
    let [offset] = numbers(&digits, ':', [4])?;
    let (hours, minutes) = (offset / 100, offset % 100);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60)
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; none where there is no such date.
fn days_since_epoch(year: i64, month: i64, day: i64) -> Option<i64> {
    const DAYS_BEFORE_MONTH: [i64; 13] =
        [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let index = usize::try_from(month - 1).ok()?;
    let before = DAYS_BEFORE_MONTH.get(index)?;
    let after = DAYS_BEFORE_MONTH.get(index + 1)?;
    let leap_day = i64::from(is_leap && month == 2);
    if !(1..=after - before + leap_day).contains(&day) {
        return None;
    }
    // The leap days of all years before this one.
    let leap_days = |years: i64| years / 4 - years / 100 + years / 400;
    let leap_days = leap_days(year - 1) - leap_days(1969) + i64::from(is_leap && month > 2);
    Some((year - 1970) * 365 + leap_days + before + day - 1)
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
    fn a_date_of_http_is_read_in_its_three_forms() {
        let seconds = |text| Timestamp::from_http_date(text).map(Timestamp::unix_seconds);
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(seconds(text), Some(784_111_777), "{text}");
        }
        assert_eq!(
            seconds("Friday, 01-Jan-69 00:00:00 GMT"),
            seconds("Tue, 01 Jan 2069 00:00:00 GMT")
        );
        assert_eq!(seconds("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        for text in [
            "",
            "Sun",
            "Sun, 06 Nov 1994",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 08:49:37 GMT GMT",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Sun, 06 anF 1994 08:49:37 GMT",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 006 Nov 1994 08:49:37 GMT",
            "Sun, é Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov é 08:49:37 GMT",
            "Wed, 31 Dec 1969 23:59:59 GMT",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_is_read_in_every_form_of_iso_8601_that_servers_write() {
        let seconds = |text| Timestamp::from_iso_8601(text).map(Timestamp::unix_seconds);
        for text in [
            "2026-11-18T11:06:40.000Z",
            "2026-11-18T11:06:40Z",
            "2026-11-18t11:06:40.123456789z",
            "2026-11-18 11:06:40",
            "2026-11-18 11:06:40 Z",
            "2026-11-18T12:06:40+01:00",
            "2026-11-18T05:36:40-0530",
            "2026-11-18T12:06:40+01",
            "2026-11-17T13:06:40-22:00",
        ] {
            assert_eq!(seconds(text), Some(1_795_000_000), "{text}");
        }
        assert_eq!(seconds("2026-11-18T11:06Z"), Some(1_794_999_960));
        for (text, expected) in [
            ("1970-01-01", 0),
            ("1970-01-01T00:00:01Z", 1),
            ("2000-02-29T00:00:00Z", 951_782_400),
            ("2000-03-01T00:00:00Z", 951_868_800),
            ("2100-03-01T00:00:00Z", 4_107_542_400),
            ("2016-12-31T23:59:60Z", 1_483_228_799),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "2026",
            "2026-11",
            "2026-13-01",
            "2026-00-10",
            "2026-02-29",
            "2100-02-29",
            "2026-11-31",
            "2026-11-00",
            "26-11-18",
            "2026-11-18T",
            "2026-11-18T24:00:00Z",
            "2026-11-18T11:60:00Z",
            "2026-11-18T11:06:61Z",
            "2026-11-18T11:06:40.Z",
            "2026-11-18T11:06:40.xZ",
            "2026-11-18T11:06:40+25:00",
            "2026-11-18T11:06:40+é",
            "2026-11-18T11:06:40Zulu",
            "2026-11-1é",
            "+026-11-18",
            "1969-12-31T23:59:59Z",
            "1970-01-01T00:00:00+00:01",
        ] {
            assert_eq!(Timestamp::from_iso_8601(text), None, "{text}");
        }
    }

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
