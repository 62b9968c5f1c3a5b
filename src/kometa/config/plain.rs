//! Plain scalars as Kometa's reader, ruamel.yaml, understands them: its resolver says of what kind one is, and its
//! constructor makes a value of it or fails.

/// The value of a plain scalar or of a key. Two keys of a mapping with the same value are one too many.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PlainValue<'d> {
    Text(&'d str),
    /// Also `true` and `false`, which Python takes for 1 and 0.
    Integer(i128),
    /// With a fraction, or too large for the others.
    Number(Decimal),
    NotANumber,
    Null,
    /// In days since 1970-01-01.
    Date(i64),
    /// In microseconds since 1970-01-01, of UTC if the time zone is given. Those with a zone and those without are never
    /// the same.
    Time {
        microseconds: i64,
        has_zone: bool,
    },
}

/// A scalar that has the form of a date or number and is none, with which the whole file fails to load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoValue {
    /// As `2023-02-30`, or an hour of 24.
    Date,
    /// As `-_`, or an integer of more digits than Python reads.
    Number,
}

/// Python reads no decimal integer of more digits (`sys.set_int_max_str_digits`).
pub(super) const MOST_DIGITS: usize = 4300;

impl<'d> PlainValue<'d> {
    /// Resolves a plain scalar without a tag. `is_yaml_1_1` says whether a `%YAML 1.1` directive changes what numbers
    /// look like. The words and bases of YAML 1.1 (`yes`, `017`, `1:30`) are left as in YAML 1.2, for they always load.
    ///
    /// ```text
    /// 1_000          Integer(1000)
    /// 2001-01-01     Date(11323)
    /// 2023-02-30     NoValue::Date
    /// 1:30           Text
    /// ```
    pub(super) fn of(text: &'d str, is_yaml_1_1: bool) -> Result<Self, NoValue> {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => return Ok(Self::Null),
            "true" | "True" | "TRUE" => return Ok(Self::Integer(1)),
            "false" | "False" | "FALSE" => return Ok(Self::Integer(0)),
            ".nan" | ".NaN" | ".NAN" => return Ok(Self::NotANumber),
            _ => {}
        }
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let is_signed = unsigned.len() < text.len();
        let is_negative = text.starts_with('-');
        // A resolver for numbers is asked for these first characters only.
        if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-')) {
            return Ok(Self::Text(text));
        }
        if is_float(unsigned, is_signed && is_yaml_1_1) {
            return float(unsigned, is_negative);
        }
        if is_integer(unsigned, is_yaml_1_1) {
            return integer(unsigned, is_negative);
        }
        timestamp(text).unwrap_or(Ok(Self::Text(text)))
    }
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b == b'_')
}

/// `needs_whole` refuses a number that begins with its point, as YAML 1.1 does where it has a sign.
fn is_float(unsigned: &str, needs_whole: bool) -> bool {
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return true;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let has_sound_exponent = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    });
    let starts_with_digit = |whole: &str| whole.starts_with(|c: char| c.is_ascii_digit());
    has_sound_exponent
        && match mantissa.split_once('.') {
            None => exponent.is_some() && starts_with_digit(mantissa) && are_digits(mantissa),
            Some(("", fraction)) => {
                let is_sound = exponent.is_none_or(|exponent| exponent.starts_with(['+', '-']));
                !needs_whole && is_sound && !fraction.is_empty() && are_digits(fraction)
            }
            Some((whole, fraction)) => {
                starts_with_digit(whole) && are_digits(whole) && are_digits(fraction)
            }
        }
}

fn float<'d>(unsigned: &str, is_negative: bool) -> Result<PlainValue<'d>, NoValue> {
    let decimal = match unsigned {
        ".inf" | ".Inf" | ".INF" => Decimal::INFINITY,
        other => Decimal::read(other).ok_or(NoValue::Number)?,
    };
    let sign = if is_negative { -1 } else { 1 };
    Ok(match decimal.whole() {
        Some(whole) => PlainValue::Integer(sign * whole),
        None => PlainValue::Number(Decimal {
            is_negative,
            ..decimal
        }),
    })
}

/// A decimal number: `digits` times ten to the power of `exponent`, without zeros at the end of its digits. Two of them are
/// the same for Python if they are the same here. Reading them as `f64` would add tables of ten kilobytes to a download.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Decimal {
    is_negative: bool,
    digits: u64,
    exponent: i64,
}

impl Decimal {
    const INFINITY: Self = Self {
        is_negative: false,
        digits: 1,
        exponent: i64::MAX,
    };
    /// A double tells any two numbers of so many digits apart (`DBL_DIG`).
    const DIGITS_OF_FRACTIONS: u32 = 15;
    /// The digits of whole numbers that are read exactly.
    const DIGITS_OF_INTEGERS: u32 = 18;

    /// Reads an unsigned number that has the form of a float; nothing where it has no digits. A fraction of more digits than
    /// a double tells apart is rounded.
    ///
    /// ```text
    /// 1_0.50      105 * 10^-1
    /// 1e400       infinity
    /// 1e-400      0
    /// ._          nothing
    /// ```
    fn read(unsigned: &str) -> Option<Self> {
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        // One of more digits than fit leads to infinity or zero like the longest that fits.
        let far = if exponent.starts_with('-') {
            -1_000_000
        } else {
            1_000_000
        };
        let mut exponent: i64 = exponent.parse().unwrap_or(far).clamp(-1_000_000, 1_000_000);
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut all: Vec<u64> = Vec::new();
        for (part, exponent_per_digit) in [(whole, 0), (fraction, 1)] {
            for byte in part.bytes().filter(u8::is_ascii_digit) {
                all.push(u64::from(byte - b'0'));
                exponent -= exponent_per_digit;
            }
        }
        let mut significant = match &all[..] {
            [] => return None,
            digits => digits,
        };
        while let [0, rest @ ..] = significant {
            significant = rest;
        }
        while let [rest @ .., 0] = significant {
            significant = rest;
            exponent += 1;
        }
        let most = match exponent < 0 {
            true => Self::DIGITS_OF_FRACTIONS,
            false => Self::DIGITS_OF_INTEGERS,
        };
        let mut rounds_up = false;
        if let Some((kept, left_out)) = significant.split_at_checked(most as usize) {
            rounds_up = left_out.first().is_some_and(|digit| *digit > 4);
            exponent += left_out.len() as i64;
            significant = kept;
        }
        let mut digits = significant.iter().fold(0, |sum, digit| sum * 10 + digit);
        digits += u64::from(rounds_up);
        while digits != 0 && digits % 10 == 0 {
            digits /= 10;
            exponent += 1;
        }
        let magnitude = exponent + significant.len() as i64;
        Some(match digits {
            0 => Self {
                is_negative: false,
                digits: 0,
                exponent: 0,
            },
            _ if magnitude > 309 => Self::INFINITY,
            _ if magnitude < -323 => Self {
                is_negative: false,
                digits: 0,
                exponent: 0,
            },
            _ => Self {
                is_negative: false,
                digits,
                exponent,
            },
        })
    }

    /// Returns a whole number below 10^18, as a double holds it.
    fn whole(&self) -> Option<i128> {
        let power = u32::try_from(self.exponent).ok()?;
        let whole = self.digits.checked_mul(10_u64.checked_pow(power)?)?;
        (whole < 10_u64.pow(Self::DIGITS_OF_INTEGERS)).then_some(whole as f64 as i128)
    }
}

fn is_integer(unsigned: &str, is_yaml_1_1: bool) -> bool {
    let is_of = |digits: &str, base: u32| {
        let is_digit = |c: char| c == '_' || c.is_digit(base);
        !digits.is_empty() && digits.chars().all(is_digit)
    };
    match unsigned.split_at_checked(2) {
        Some(("0b", digits)) => is_of(digits, 2),
        Some(("0x", digits)) => is_of(digits, 16),
        Some(("0o", digits)) => !is_yaml_1_1 && is_of(digits, 8),
        _ if is_yaml_1_1 => {
            let is_decimal = !unsigned.starts_with(['0', '_']) && is_of(unsigned, 10);
            is_of(unsigned, 8) || is_decimal
        }
        _ => is_of(unsigned, 10),
    }
}

fn integer<'d>(unsigned: &str, is_negative: bool) -> Result<PlainValue<'d>, NoValue> {
    let digits = unsigned.replace('_', "");
    let (base, digits) = match digits.split_at_checked(2) {
        Some(("0b", digits)) => (2, digits),
        Some(("0o", digits)) => (8, digits),
        Some(("0x", digits)) => (16, digits),
        _ => (10, &*digits),
    };
    if digits.is_empty() || (base == 10 && digits.len() > MOST_DIGITS) {
        return Err(NoValue::Number);
    }
    match i128::from_str_radix(digits, base) {
        Ok(integer) if is_negative => Ok(PlainValue::Integer(-integer)),
        Ok(integer) => Ok(PlainValue::Integer(integer)),
        // One of so many digits is told from others by a part of them only, which refuses rather too much.
        Err(_) => float(digits, is_negative).or(Ok(PlainValue::NotANumber)),
    }
}

/// The rest of a text while it is read from the left.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn take(&mut self, is_taken: impl Fn(char) -> bool) -> &'a str {
        let end = self.0.find(|c| !is_taken(c)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    /// Returns the number of so many digits that comes next.
    fn number(&mut self, lengths: std::ops::RangeInclusive<usize>) -> Option<i64> {
        let digits = self.take(|c| c.is_ascii_digit());
        lengths
            .contains(&digits.len())
            .then(|| digits.parse().ok())?
    }

    fn skip(&mut self, expected: &[char]) -> Option<()> {
        self.0 = self.0.strip_prefix(expected)?;
        Some(())
    }
}

/// Returns the date or time that a scalar has the form of. Nothing where it has not.
fn timestamp<'d>(text: &str) -> Option<Result<PlainValue<'d>, NoValue>> {
    let mut rest = Rest(text);
    let year = rest.number(4..=4)?;
    rest.skip(&['-'])?;
    let month = rest.number(1..=2)?;
    rest.skip(&['-'])?;
    let day = rest.number(1..=2)?;
    let date = days_since_1970(year, month, day).ok_or(NoValue::Date);
    if rest.0.is_empty() {
        return (text.len() == "2001-01-01".len()).then(|| date.map(PlainValue::Date));
    }
    if rest.skip(&['T', 't']).is_none() && rest.take(|c| matches!(c, ' ' | '\t')).is_empty() {
        return None;
    }
    let hour = rest.number(1..=2)?;
    rest.skip(&[':'])?;
    let minute = rest.number(2..=2)?;
    rest.skip(&[':'])?;
    let second = rest.number(2..=2)?;
    let fraction = match rest.skip(&['.']) {
        Some(()) => microseconds(rest.take(|c| c.is_ascii_digit())),
        None => 0,
    };
    let zone = Zone::read(&mut rest)?;
    let offset = match zone {
        Zone::None => 0,
        Zone::Offset { minutes } => minutes,
    };
    let is_sound = hour < 24 && minute < 60 && second < 60 && offset.abs() < 24 * 60;
    Some(date.and_then(|days| {
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second;
        let local = seconds * 1_000_000 + fraction;
        // Rounding may lead beyond the last year.
        let is_in_range =
            days_since_1970(9999, 12, 31).is_some_and(|last| local / 86_400_000_000 <= last);
        match is_sound && is_in_range {
            true => Ok(PlainValue::Time {
                microseconds: local - offset * 60_000_000,
                has_zone: !matches!(zone, Zone::None),
            }),
            false => Err(NoValue::Date),
        }
    }))
}

enum Zone {
    None,
    Offset { minutes: i64 },
}

impl Zone {
    /// Returns the zone at the end of a time. Nothing where something else stands there.
    fn read(rest: &mut Rest<'_>) -> Option<Self> {
        if rest.0.is_empty() {
            return Some(Self::None);
        }
        rest.take(|c| matches!(c, ' ' | '\t'));
        let zone = if rest.skip(&['Z']).is_some() {
            Self::Offset { minutes: 0 }
        } else {
            let sign = if rest.0.starts_with('-') { -1 } else { 1 };
            rest.skip(&['+', '-'])?;
            let hours = rest.number(1..=2)?;
            let minutes = match rest.skip(&[':']) {
                Some(()) => rest.number(2..=2)?,
                None => 0,
            };
            Self::Offset {
                minutes: sign * (hours * 60 + minutes),
            }
        };
        rest.0.is_empty().then_some(zone)
    }
}

/// Returns the fraction of a second, rounded by its seventh digit.
fn microseconds(digits: &str) -> i64 {
    let known = digits.get(..6).unwrap_or(digits);
    let rounds_up = digits.as_bytes().get(6).is_some_and(|digit| *digit > b'4');
    let number: i64 = format!("{known:0<6}").parse().unwrap_or_default();
    number + i64::from(rounds_up)
}

/// Returns the days from 1970-01-01 to a date, or nothing for one that is not in the calendar of the years 1 to 9999.
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    if year < 1 || !(1..=length).contains(&day) {
        return None;
    }
    // Counted in years that begin in March, so that the leap day is the last.
    let years = if month < 3 { year - 1 } else { year };
    let months = (month + 9) % 12;
    let leap_days = years / 4 - years / 100 + years / 400;
    Some(years * 365 + leap_days + (153 * months + 2) / 5 + day - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::{NoValue, PlainValue};

    #[test]
    fn keys_that_python_takes_for_the_same_are_the_same() {
        let value = |text| PlainValue::of(text, false);
        for same in [
            &[
                "1", "true", "True", "1.0", "0x1", "01", "+1", "0b1", "1e0", "0o1",
            ][..],
            &["0", "false", "-0", "-0.0"],
            &["10", "1_0", "1_0.0", "1e1"],
            &["", "~", "null"],
            &[".inf", "+.Inf"],
            &["1.5", "1.50", "15e-1", "0.15e+1", "01.5"],
            &["0.3", "0.29999999999999999", "0.300000000000000001", ".30"],
            &[
                "9007199254740993.0",
                "9007199254740992",
                "9007199254740992e0",
            ],
            &["1e400", ".inf", "1e99999999999999999999", "9e999"],
            &["0", "1e-400", "-1e-99999999999999999999"],
            &[".nan", ".NaN"],
            &[
                "2001-01-01T12:00:00Z",
                "2001-01-01 13:00:00 +1",
                "2001-1-1t10:30:00.0-01:30",
            ],
            &[
                "2001-01-01 12:00:00",
                "2001-01-01T12:00:00.",
                "2001-01-01T11:59:59.9999999",
            ],
        ] {
            for key in same {
                assert_eq!(value(key), value(same[0]), "{key}");
            }
        }
        let apart = [
            "1",
            "0",
            "yes",
            "1:30",
            "90",
            "tRue",
            "null",
            "1.5",
            "-1.5",
            "1.05",
            "1.500000000001",
            "15e17",
            "1e300",
            "1e-300",
            ".inf",
            "-.inf",
            "2001-01-01",
            "2001-01-02",
            "2001-1-1",
            "2001-01-01 00:00:00",
            "2001-01-01 00:00:00Z",
            "11323",
            "2001-01-01T00:00:00z",
            "_",
            "0x",
            ".5e3",
            "-",
            ".",
        ];
        for (at, key) in apart.iter().enumerate() {
            for other in &apart[at + 1..] {
                assert_ne!(value(key), value(other), "{key} {other}");
            }
        }
    }

    #[test]
    fn dates_and_times_that_do_not_exist_are_told() {
        for text in [
            "2023-02-30",
            "2023-02-29",
            "1900-02-29",
            "2023-13-01",
            "2023-00-10",
            "2023-01-00",
            "2023-04-31",
            "0000-01-01",
            "2001-01-01T24:00:00",
            "2001-01-01 23:60:00",
            "2001-01-01 23:59:60",
            "2001-01-01T00:00:00+24",
            "2001-01-01T00:00:00-24:00",
            "2001-01-01T00:00:00+23:60",
            "9999-12-31T23:59:59.9999999",
            "2023-2-30 1:00:00",
        ] {
            assert_eq!(PlainValue::of(text, false), Err(NoValue::Date), "{text}");
        }
        for text in [
            "2024-02-29",
            "2000-02-29",
            "0001-01-01",
            "9999-12-31",
            "9999-12-31T23:59:59.9999994",
            "2001-01-01T00:00:00+23:59",
            "0001-01-01T00:00:00+23",
            "2023-2-30",
            "2023-02-30x",
            "12023-02-30",
            "2001-01-01T24:00",
            "2001-01-01 24:00:00 CET",
        ] {
            assert!(PlainValue::of(text, false).is_ok(), "{text}");
        }
        assert_eq!(
            PlainValue::of("2001-01-01", false),
            Ok(PlainValue::Date(11_323))
        );
    }

    #[test]
    fn numbers_without_digits_or_with_too_many_are_told() {
        let long = "1".repeat(4301);
        for text in [
            "-_",
            "+_",
            "-__",
            "0x_",
            "0b_",
            "0b__",
            "-0x_",
            "._",
            ".__",
            "._e+1",
            &long,
            &format!("-{long}"),
            &"0".repeat(4301),
            &"1_".repeat(4301),
        ] {
            assert_eq!(PlainValue::of(text, false), Err(NoValue::Number), "{text}");
            assert_eq!(PlainValue::of(text, true), Err(NoValue::Number), "{text}");
        }
        for text in ["0o_", "-._", "+._"] {
            assert_eq!(PlainValue::of(text, false), Err(NoValue::Number), "{text}");
            assert_eq!(
                PlainValue::of(text, true),
                Ok(PlainValue::Text(text)),
                "{text}"
            );
        }
        for text in [
            "_",
            "-",
            "+",
            ".",
            "-.",
            "0x",
            "0b",
            "0o",
            "0_",
            "1_",
            "._1",
            "1._",
            ".e+1",
            "0b2",
            "1e",
            &long[1..],
            &format!("{long}.0"),
            &format!("{long}e1"),
            &format!("0x{long}"),
            &format!("{long}x"),
        ] {
            assert!(PlainValue::of(text, false).is_ok(), "{text}");
        }
    }
}
