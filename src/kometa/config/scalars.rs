//! What single values read as, and in which of them all readers agree.

use granit_parser::ScalarStyle;

use super::document::{Document, Kind};
use super::fields::Wanted;
use crate::kometa::block::scalar;

/// Whether every reader loads this plain scalar as a string.
pub(super) fn is_plainly_a_string(text: &str) -> bool {
    let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.contains(['_', '-', ' '])
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b' '));
    is_name || scalar(text) == text
}

/// What a key is to Kometa's reader, where two of the same are one too many.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum KeyValue<'d> {
    Text(&'d str),
    /// Also `true` and `false`, which Python takes for 1 and 0.
    Integer(i128),
    /// By its bits, or one that is too large for the others.
    Number(u64),
    NotANumber,
    Null,
}

impl<'d> KeyValue<'d> {
    /// What a plain scalar is (YAML 1.2 with ruamel.yaml's own forms).
    pub(super) fn of_plain(text: &'d str) -> Self {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => return Self::Null,
            "true" | "True" | "TRUE" => return Self::Integer(1),
            "false" | "False" | "FALSE" => return Self::Integer(0),
            ".nan" | ".NaN" | ".NAN" => return Self::NotANumber,
            _ => {}
        }
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let may_be_number = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        match may_be_number.then(|| Self::number(text, unsigned)) {
            Some(Some(number)) => number,
            _ => Self::Text(text),
        }
    }

    fn number(text: &str, unsigned: &str) -> Option<Self> {
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let digits = unsigned.replace('_', "");
        let integer = match digits.get(..2) {
            Some("0b") => i128::from_str_radix(&digits[2..], 2).ok(),
            Some("0o") => i128::from_str_radix(&digits[2..], 8).ok(),
            Some("0x") => i128::from_str_radix(&digits[2..], 16).ok(),
            _ => digits.parse().ok(),
        };
        if let Some(integer) = integer {
            return Some(Self::Integer(sign * integer));
        }
        let magnitude = match &*digits {
            ".inf" | ".Inf" | ".INF" => f64::INFINITY,
            other
                if other
                    .bytes()
                    .all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')) =>
            {
                other.parse().ok()?
            }
            _ => return None,
        };
        let number = f64::from(sign as i8) * magnitude;
        // Whole numbers that both types hold exactly.
        let is_integer = number.fract() == 0.0 && number.abs() < 1e18;
        Some(match is_integer {
            true => Self::Integer(number as i128),
            false => Self::Number(number.to_bits()),
        })
    }
}

/// Whether a single value is, in every reader, the one that is wanted.
pub(super) fn holds(document: &Document, node: usize, wanted: &Wanted<'_>) -> bool {
    let source = document.source(node);
    let Kind::Scalar { style, .. } = document.nodes[node].kind else {
        return false;
    };
    if document.nodes[node].tag.is_some() {
        return false;
    }
    let text = document.scalar(node).unwrap_or_default();
    match wanted {
        Wanted::Text(wanted) => {
            text == *wanted
                && match style {
                    ScalarStyle::Plain => source == *wanted && is_plainly_a_string(text),
                    ScalarStyle::SingleQuoted => source == format!("'{wanted}'"),
                    ScalarStyle::DoubleQuoted => {
                        source == format!("\"{wanted}\"") || source == scalar(wanted)
                    }
                    ScalarStyle::Literal | ScalarStyle::Folded => false,
                }
        }
        Wanted::Number(wanted) => document.nodes[node].is_plain() && source == wanted.to_string(),
        Wanted::Blank => document.is_null(node) || text.is_empty(),
        Wanted::AsItIs(_) | Wanted::Section(_) | Wanted::Gone => false,
    }
}

/// The name in `<<name>>`, which Kometa replaces from its environment.
pub(super) fn placeholder(text: &str) -> Option<&str> {
    let name = text.trim().strip_prefix("<<")?.strip_suffix(">>")?;
    (!name.is_empty() && !name.contains(['<', '>', '\n'])).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::KeyValue;

    #[test]
    fn keys_that_python_takes_for_the_same_are_the_same() {
        let value = KeyValue::of_plain;
        for same in [
            &[
                "1", "true", "True", "1.0", "0x1", "01", "+1", "0b1", "1e0", "0o1",
            ][..],
            &["0", "false", "-0", "-0.0"],
            &["10", "1_0", "1_0.0", "1e1"],
            &["", "~", "null"],
            &[".inf", "+.Inf"],
            &["1.5", "1.50"],
            &[".nan", ".NaN"],
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
            ".inf",
            "-.inf",
            "2001-01-01",
            "-",
            ".",
        ];
        for (at, key) in apart.iter().enumerate() {
            for other in &apart[at + 1..] {
                assert_ne!(value(key), value(other), "{key} {other}");
            }
        }
    }
}
