//! Takes off what stands around a value, or in it without being seen, until nothing more can be taken off.

use std::borrow::Cow;

use super::characters::{is_invisible, is_mask, is_quote, is_space};
use super::entities::decode;
use super::form::{is_usual, is_usual_base64url, is_usual_pin};
use super::labels::split_label;
use super::stand_ins::{is_hidden, is_template};
use super::{Checked, Field, InputError, InputHint};

/// Longer texts are no value, whatever is taken off.
pub(super) const MOST_BYTES: usize = 8 * 1024;
/// More layers than this are nobody's doing.
const MOST_LAYERS: usize = 64;

/// Takes a value out of what stands around it, with a hint for each kind of thing that was taken off.
///
/// ```text
/// “abc”            becomes  abc
/// abc  # my app    becomes  abc
/// **`abc`**        becomes  abc
/// client_id: abc,  becomes  abc
/// ```
///
/// # Errors
/// Fails if nothing is left, or a template's words; if the value was hidden; if it carries the label of another field; if
/// the text is far too long.
pub(super) fn unwrap(field: Field, text: &str) -> Result<Checked<String>, InputError> {
    let trimmed = text.trim_matches(|c| is_space(c) || is_invisible(c));
    if trimmed.is_empty() {
        return Err(InputError::Empty(field));
    }
    if trimmed.len() > MOST_BYTES {
        return Err(InputError::TooLong {
            field,
            length: trimmed.len(),
        });
    }
    let mut rest: Cow<'_, str> = text.trim_matches(is_space).into();
    let mut hints = Vec::new();
    if rest.len() < text.len() {
        hints.push(InputHint::SpacesRemoved(field));
    }
    for _ in 0..MOST_LAYERS {
        if is_hidden(&rest) {
            return Err(InputError::Hidden(field));
        }
        if is_template(field, &rest) {
            return Err(InputError::Empty(field));
        }
        let Some((inner, hint)) = without_a_layer(field, &rest)? else {
            return Ok(Checked {
                value: rest.into_owned(),
                hints,
            });
        };
        if !hints.contains(&hint) {
            hints.push(hint);
        }
        rest = inner.into_owned().into();
        if rest.is_empty() {
            return Err(InputError::Empty(field));
        }
    }
    Err(InputError::TooLong {
        field,
        length: trimmed.len(),
    })
}

/// Returns a text without the first thing that can be taken off it. Every layer makes it shorter.
fn without_a_layer(
    field: Field,
    text: &str,
) -> Result<Option<(Cow<'_, str>, InputHint)>, InputError> {
    if let decoded @ Cow::Owned(_) = decode(text) {
        return Ok(Some((decoded, InputHint::EntitiesDecoded(field))));
    }
    if text.contains(is_invisible) {
        let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        return Ok(Some((visible.into(), InputHint::InvisibleRemoved(field))));
    }
    // Reddit and Discord put a backslash before an underscore.
    if text.contains("\\_") {
        let plain = text.replace("\\_", "_");
        return Ok(Some((plain.into(), InputHint::MarkupRemoved(field))));
    }
    let around: [Layer; 3] = [
        (without_spaces_around, InputHint::SpacesRemoved(field)),
        (without_comment, InputHint::CommentRemoved(field)),
        (without_punctuation, InputHint::PunctuationRemoved(field)),
    ];
    if let Some(rest) = without_any(around, text) {
        return Ok(Some(rest));
    }
    match split_label(text) {
        Some((label, value)) if label == field => {
            return Ok(Some((value.into(), InputHint::LabelRemoved(field))));
        }
        Some((found, _)) => return Err(InputError::OtherFieldPasted { field, found }),
        None => {}
    }
    let pairs: [Layer; 2] = [
        (without_markup, InputHint::MarkupRemoved(field)),
        (without_quotes, InputHint::QuotesRemoved(field)),
    ];
    Ok(without_any(pairs, text))
}

/// Takes something off a text, and what to say then.
type Layer = (fn(&str) -> Option<&str>, InputHint);

fn without_any<const N: usize>(
    layers: [Layer; N],
    text: &str,
) -> Option<(Cow<'_, str>, InputHint)> {
    layers
        .into_iter()
        .find_map(|(without, hint)| Some((without(text)?.into(), hint)))
}

fn without_spaces_around(text: &str) -> Option<&str> {
    let inner = text.trim_matches(is_space);
    (inner.len() < text.len()).then_some(inner)
}

/// YAML's comments begin behind a space; Kometa's reader takes one directly behind a closing quote too.
fn without_comment(text: &str) -> Option<&str> {
    let is_quoted = text.starts_with(is_quote);
    let mut previous = None;
    for (at, c) in text.char_indices() {
        let begins = match previous {
            None => true,
            Some((start, before)) => {
                is_space(before) || (is_quoted && start > 0 && is_quote(before))
            }
        };
        if c == '#' && begins {
            return Some(text[..at].trim_end_matches(is_space));
        }
        previous = Some((at, c));
    }
    None
}

fn without_punctuation(text: &str) -> Option<&str> {
    text.strip_suffix([',', ';'])
        .or_else(|| without_punctuation_around(text))
}

/// Returns a whole value without the marks of lists, sentences and terminals around it, as in `- 1A2B3C4D` and `(1A2B3C4D).`
fn without_punctuation_around(text: &str) -> Option<&str> {
    let is_around = |c: char| is_space(c) || ".:!?=$^()[]{}<>＜＞【】-–—•→".contains(c);
    let inner = text.trim_matches(is_around);
    let value = inner.trim_matches(is_quote);
    let is_whole = is_usual(value) || is_usual_pin(value);
    (inner.len() < text.len() && !is_usual(text) && is_whole).then_some(inner)
}

/// The marks of chats and of Markdown that stand on both sides, longest first.
const MARKUP: [&str; 10] = ["```", "``", "`", "**", "*", "~~", "||", "__", "~", "_"];
/// Languages that a code fence may name behind its first marks.
const FENCE_LANGUAGES: [&str; 6] = ["yaml", "yml", "json", "text", "txt", "plaintext"];

/// The tags of HTML that may stand around a value in one line.
const TAGS: [&str; 18] = [
    "br", "b", "i", "u", "em", "strong", "code", "pre", "kbd", "samp", "tt", "span", "div", "p",
    "td", "tr", "li", "font",
];

/// Returns a text without the tag at its beginning or at its end.
fn without_tag(text: &str) -> Option<&str> {
    let is_tag = |inside: &str| {
        let inside = inside.strip_prefix('/').unwrap_or(inside);
        let name = inside.split([' ', '/']).next().unwrap_or_default();
        TAGS.contains(&name.to_ascii_lowercase().as_str())
    };
    let at_start = || {
        let (tag, rest) = text.strip_prefix('<')?.split_once('>')?;
        is_tag(tag).then_some(rest)
    };
    let at_end = || {
        let (rest, tag) = text.strip_suffix('>')?.rsplit_once('<')?;
        is_tag(tag).then_some(rest)
    };
    at_start().or_else(at_end)
}

/// Returns a value without what a mail's encoding has added to the end of its line (quoted-printable, RFC 2045 6.7).
fn without_mail_encoding(text: &str) -> Option<&str> {
    let inner = text.strip_suffix("=20")?;
    is_usual(inner).then_some(inner)
}

fn without_markup(text: &str) -> Option<&str> {
    if let Some(inner) = without_tag(text).or_else(|| without_mail_encoding(text)) {
        return Some(inner);
    }
    let is_mark = |c: char| matches!(c, '`' | '*' | '~' | '|' | '_');
    if !text.starts_with(is_mark) || text.chars().all(is_mask) {
        return None;
    }
    let (mark, inner) = MARKUP.iter().find_map(|mark| {
        let inner = text.strip_prefix(mark)?.strip_suffix(mark)?;
        (!inner.is_empty()).then_some((*mark, inner))
    })?;
    match mark {
        // These can be the first and last characters of a value.
        "__" if is_usual_base64url(text) => None,
        "_" | "~" if is_usual_base64url(text) || !is_usual(inner) => None,
        "```" => {
            let code = inner.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            let (language, has_line_end) = (
                &inner[..inner.len() - code.len()],
                code.starts_with(is_space),
            );
            let is_language =
                has_line_end && FENCE_LANGUAGES.contains(&&*language.to_ascii_lowercase());
            Some(if is_language { code } else { inner })
        }
        _ => Some(inner),
    }
}

/// Word processors pair quotes in more ways than there are languages, so any two make a pair.
fn without_quotes(text: &str) -> Option<&str> {
    if let Some(inner) = text
        .strip_prefix("\\\"")
        .and_then(|rest| rest.strip_suffix("\\\""))
    {
        return Some(inner);
    }
    let is_mark = |c| is_quote(c) || c == '`';
    text.strip_prefix(is_mark)
        .and_then(|rest| rest.strip_suffix(is_mark))
}
