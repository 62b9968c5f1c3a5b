//! HTML entities, as they are copied from the source of a page or out of a badly shown message.

use std::borrow::Cow;

/// Longer names and numbers are none.
const MOST_CHARACTERS: usize = 16;

/// Decodes the entities in a text, once: what they decode to may hold others.
///
/// ```text
/// &quot;abc&quot;   becomes  "abc"
/// &#39;abc&#x27;    becomes  'abc'
/// &amp;quot;abc     becomes  &quot;abc
/// ```
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else {
        return text.into();
    };
    let (before, mut rest) = text.split_at(first);
    let mut decoded = before.to_owned();
    while let Some(entity) = rest.strip_prefix('&') {
        match entity_at_start(entity) {
            Some((c, behind)) => {
                decoded.push(c);
                rest = behind;
            }
            None => {
                decoded.push('&');
                rest = entity;
            }
        }
        let next = rest.find('&').unwrap_or(rest.len());
        decoded.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    match decoded.len() == text.len() {
        true => text.into(),
        false => decoded.into(),
    }
}

/// Returns the character that an entity without its `&` stands for, and what follows it.
fn entity_at_start(text: &str) -> Option<(char, &str)> {
    let (name, behind) = text.split_once(';')?;
    if name.len() > MOST_CHARACTERS {
        return None;
    }
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
        None => named(&name.to_ascii_lowercase())?,
    };
    Some((c, behind))
}

/// Returns the named entities for what stands around values, and for what can stand in one.
fn named(name: &str) -> Option<char> {
    Some(match name {
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "nbsp" | "nonbreakingspace" => '\u{a0}',
        "ensp" | "emsp" | "thinsp" | "hairsp" | "numsp" | "puncsp" => ' ',
        "tab" => '\t',
        "newline" => '\n',
        "shy" => '\u{ad}',
        "zwnj" | "zwj" | "lrm" | "rlm" | "zerowidthspace" | "nobreak" => '\u{200b}',
        "lsquo" | "rsquo" | "sbquo" | "grave" | "acute" | "prime" => '\u{2019}',
        "ldquo" | "rdquo" | "bdquo" | "laquo" | "raquo" | "lsaquo" | "rsaquo" => '\u{201d}',
        "ast" | "midast" => '*',
        "lowbar" => '_',
        "hyphen" | "dash" => '-',
        "vert" | "verbar" => '|',
        "num" => '#',
        "colon" => ':',
        "equals" => '=',
        "comma" => ',',
        "quest" => '?',
        "bull" => '•',
        "hellip" => '…',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn entities_are_decoded_one_layer_at_a_time() {
        for (text, decoded) in [
            ("&quot;a&quot;", "\"a\""),
            ("&#39;a&#x27;", "'a'"),
            ("&nbsp;a&#160;", "\u{a0}a\u{a0}"),
            ("&amp;quot;a", "&quot;a"),
            ("a&b;c&", "a&b;c&"),
            ("&#xD800;&#99999999999;&;", "&#xD800;&#99999999999;&;"),
            ("no entity", "no entity"),
        ] {
            assert_eq!(decode(text), decoded);
        }
    }
}
