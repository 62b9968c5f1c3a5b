//! The code in an address that was put in where a PIN belongs.

use percent_encoding::percent_decode_str;

use super::characters::{is_quote, is_space};
use super::form::{is_base64url, is_usual_pin};
use super::{Field, InputError};

/// Returns the only PIN in a text, where everything beside it is words.
///
/// ```text
/// Your PIN is 1A2B3C4D.        becomes   1A2B3C4D
/// 1A2B3C4D, not 5E6F7A8B       nothing
/// ```
pub(super) fn pin_among_words(text: &str) -> Option<String> {
    let has_digit = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    let words = text.split(|c| is_space(c) || is_quote(c));
    let mut with_digits = words
        .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
        .filter(|word| has_digit(word));
    let pin = with_digits.next().filter(|word| is_usual_pin(word))?;
    (with_digits.next().is_none() && pin.len() < text.len()).then(|| pin.to_owned())
}

/// Returns the `code` of a redirect URL (RFC 6749 4.1.2), of a `urn:` address or of the query of one, or nothing where
/// the text holds none of these.
///
/// ```text
/// urn:ietf:wg:oauth:2.0:oob?code=1a2b3c4d            1a2b3c4d
/// https://example.org/?state=x&code=1a2b3c4d#top     1a2b3c4d
/// https://trakt.tv/oauth/authorize/1a2b3c4d          1a2b3c4d
/// https://example.org/?q=urn%3A…%3Fcode%3D1a2b3c4d   1a2b3c4d
/// 1a2b3c4d                                           (nothing)
/// ```
///
/// # Errors
/// An address without a code, one that carries an `error` instead (RFC 6749 4.1.2.1), or one that is followed by words
/// which may be the rest of it.
pub(super) fn code_in(text: &str) -> Result<Option<String>, InputError> {
    let is_start = |word: &str| {
        let word = word.trim_start_matches(is_opening).to_ascii_lowercase();
        word.contains("://") || word.starts_with("urn:") || word.starts_with("urn%3a")
    };
    let Some(word) = text.split(is_space).find(|word| is_start(word)) else {
        return code_in_address(text, false);
    };
    let word = word.trim_start_matches(is_opening);
    let at = word.as_ptr() as usize - text.as_ptr() as usize;
    let rest = &text[at..];
    let has_more = rest.len() > word.len();
    let code = code_in_address(
        word.trim_end_matches(|c| ends_address(c) || matches!(c, ',' | '.' | ';')),
        true,
    )?;
    // A long code may have been broken at the end of a line, and then this is a part of it.
    let is_whole = |code: &String| is_usual_pin(code) || word.contains(&format!("code={code}&"));
    match code {
        Some(code) if has_more && !is_whole(&code) => Err(InputError::WhitespaceInside(Field::Pin)),
        code => Ok(code),
    }
}

fn code_in_address(text: &str, is_url: bool) -> Result<Option<String>, InputError> {
    let is_url = is_url || text.starts_with('?');
    let query = match text.split_once('?') {
        Some((_, query)) if is_url || query.contains("code=") => query,
        None if text.starts_with("code=") && text.contains('&') => text,
        _ if is_url => "",
        _ => return Ok(None),
    };
    let parameters = query.split('#').next().unwrap_or_default();
    let parameter = |name: &str| {
        // An address that was searched for is the value of another parameter.
        let mut pairs = parameters.split(|c| matches!(c, '&' | '?') || ends_address(c));
        pairs.find_map(|pair| {
            let value = pair.strip_prefix(name)?.strip_prefix('=')?;
            Some(
                percent_decode_str(&value.replace('+', " "))
                    .decode_utf8_lossy()
                    .into_owned(),
            )
        })
    };
    if let Some(code) = parameter("code").filter(|code| !code.is_empty()) {
        return Ok(Some(code));
    }
    if let Some(error) = parameter("error") {
        return Err(InputError::RedirectUrlWithError { error });
    }
    let decoded = percent_decode_str(text).decode_utf8_lossy();
    if is_url && !text.contains("code=") && decoded.contains("code=") {
        return code_in_address(&decoded, true);
    }
    match is_url {
        true => code_in_authorize_path(text)
            .map(Some)
            .ok_or(InputError::UrlWithoutCode),
        false => Ok(None),
    }
}

/// Trakt's page that shows a PIN has it in its path: `…/oauth/authorize/PIN`.
fn code_in_authorize_path(url: &str) -> Option<String> {
    let (_, last) = url.split_once("/oauth/authorize/")?;
    let code = last.split(['?', '#', '/']).next()?;
    (!code.is_empty()).then(|| code.to_owned())
}

/// Returns whether a mark may stand directly before an address.
const fn is_opening(c: char) -> bool {
    matches!(c, '<' | '(' | '[') || is_quote(c)
}

/// Returns whether a mark may stand directly behind an address, and is in no code.
const fn ends_address(c: char) -> bool {
    matches!(c, '>' | ')' | ']') || is_quote(c)
}

/// Words that stand beside a PIN and are no part of it.
const PROSE: [&str; 12] = [
    "pin", "code", "is", "my", "the", "your", "here", "trakt", "from", "it", "this", "and",
];

/// Returns a PIN without the spaces in it, or nothing where it has none, or where words or other PINs stand
/// beside it.
///
/// ```text
/// 1A2B 3C4D          becomes   1A2B3C4D
/// my PIN 1A2B 3C4D   nothing
/// 1A2B3C4D 5E6F7A8B  nothing
/// ```
pub(super) fn without_spaces(text: &str) -> Option<String> {
    let parts: Vec<_> = text
        .split(is_space)
        .filter(|part| !part.is_empty())
        .collect();
    let is_prose = |part: &&str| PROSE.contains(&part.to_ascii_lowercase().as_str());
    let is_other = |part: &&str| is_prose(part) || is_usual_pin(part);
    let is_pin = parts.iter().all(|part| is_base64url(part)) && !parts.iter().any(is_other);
    (parts.len() > 1 && is_pin).then(|| parts.concat())
}
