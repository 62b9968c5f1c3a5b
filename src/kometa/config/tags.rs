//! Tags, as Kometa's reader takes or refuses them.

use super::document::Document;
use super::plain::MOST_DIGITS;
use super::refusal::{Reason, YamlProblem};

/// Returns whether Python's `float` takes a text: digits with at most one point, an exponent, or a word.
///
/// ```text
/// 1  -1.5  .5e-3  inf  NaN     taken
/// .  1e  1,5  one              not taken
/// ```
fn is_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let words = ["inf", "infinity", "nan"];
    if words.iter().any(|word| unsigned.eq_ignore_ascii_case(word)) {
        return true;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (
            mantissa,
            exponent.strip_prefix(['+', '-']).unwrap_or(exponent),
        ),
        None => (unsigned, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
    let has_digits = !whole.is_empty() || !fraction.is_empty();
    has_digits && !exponent.is_empty() && [whole, fraction, exponent].into_iter().all(are_digits)
}

/// Returns why a node's tag is not taken, if it has one: a tag of YAML's own (`!!…`) has to fit its value.
pub(super) fn tag_refusal(document: &Document, index: usize) -> Option<Reason> {
    let node = &document.nodes[index];
    let (handle, suffix) = node.tag.as_ref()?;
    // Where the tag ends if a comma or bracket follows directly is read differently.
    let (before, behind) = document.text.split_at(node.span.start);
    let is_glued =
        behind.starts_with([',', '[', ']', '{', '}']) && !before.ends_with(char::is_whitespace);
    if is_glued {
        return Some(Reason::Ambiguous);
    }
    let tag = format!("{handle}{suffix}");
    let name = tag.strip_prefix("tag:yaml.org,2002:")?;
    let (is_scalar, is_mapping) = (!node.is_collection(), node.is_mapping());
    let text = document.scalar(index).unwrap_or_default();
    let (fits, is_checked) = match name {
        "map" => (is_mapping, true),
        "seq" => (!is_scalar && !is_mapping, true),
        "null" => (is_scalar, true),
        "bool" => {
            let words = ["true", "false", "yes", "no", "on", "off", "y", "n"];
            let is_word = words.iter().any(|word| text.eq_ignore_ascii_case(word));
            (is_scalar && is_word, true)
        }
        "int" => {
            let is_number = text.bytes().all(|b| b.is_ascii_digit());
            (
                is_scalar,
                is_number && (1..=MOST_DIGITS).contains(&text.len()),
            )
        }
        "float" => (is_scalar, is_float(text)),
        "binary" | "timestamp" => (is_scalar, text.is_empty() && name == "binary"),
        "set" => (is_mapping, false),
        "omap" | "pairs" => (!is_scalar && !is_mapping, false),
        _ => (true, true),
    };
    match (fits, is_checked) {
        (false, _) => Some(Reason::NotYaml(YamlProblem::Tag)),
        (true, false) => Some(Reason::UncheckedTag),
        (true, true) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::is_float;

    #[test]
    fn numbers_are_told_as_the_standard_library_tells_them() {
        for text in [
            "",
            "+",
            "-",
            ".",
            "-.",
            "1",
            "+1",
            "-1.5",
            "1.",
            ".5",
            "1.5.",
            "1e5",
            "1E+5",
            "1e",
            "e5",
            ".e5",
            "1e5.0",
            "1e-",
            "inf",
            "-Infinity",
            "NaN",
            "infinit",
            "1_0",
            "1,5",
            " 1",
            "--1",
            "0x1",
            "1e99999999999",
        ] {
            assert_eq!(is_float(text), text.parse::<f64>().is_ok(), "{text}");
        }
    }
}
