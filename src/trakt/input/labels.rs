//! Labels that were pasted along with a value.

use super::Field;
use super::characters::{is_quote, is_space};

/// Splits `client_id: abc`, `"client_id" = "abc"` or `Client ID: abc` into the field named and the rest.
pub(super) fn split_label(text: &str) -> Option<(Field, &str)> {
    let at = text.find([':', '=', '：', '＝'])?;
    let (label, rest) = text.split_at(at);
    let is_query = rest.starts_with('=') && rest.contains('&');
    let is_mark = |c: char| is_quote(c) || matches!(c, '*' | '`');
    let mut rest = rest.chars();
    rest.next();
    let rest = rest.as_str();
    let label = label.trim();
    // Marks that go around the value too are no part of the label.
    let is_open = label.starts_with(is_mark) && !label.ends_with(is_mark);
    if is_open && !rest.starts_with(is_mark) {
        return None;
    }
    let value = match is_open {
        true => rest.trim_start_matches(is_mark),
        false => rest,
    };
    let label = label
        .trim_matches(is_mark)
        .to_ascii_lowercase()
        .replace([' ', '\u{a0}', '-'], "_");
    let field = Field::ALL
        .into_iter()
        .find(|field| field.labels().contains(&label.as_str()))?;
    (!is_query).then(|| (field, value.trim_matches(is_space)))
}

/// Returns the field whose key stands in the middle of a text, with a colon or an equals sign behind it.
pub(super) fn label_inside(text: &str) -> Option<Field> {
    let text = text.to_ascii_lowercase();
    Field::ALL.into_iter().find(|field| {
        field.labels().first().is_some_and(|label| {
            text.match_indices(label).any(|(at, _)| {
                let after = text[at + label.len()..]
                    .trim_start_matches(is_quote)
                    .trim_start();
                after.starts_with([':', '='])
            })
        })
    })
}
