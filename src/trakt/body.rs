//! The body of a response: the members of a JSON object, numbers in any form, or something that is not Trakt's.

use std::time::Duration;

use serde_json::{Map, Number, Value};

use super::credentials::AccessToken;
use super::http::{BodyEnd, ResponseBody};
use crate::timestamp::Timestamp;

/// A flaw that keeps the body of a successful response from being what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Malformed {
    /// No visible character.
    Empty,
    /// An end in the middle.
    CutOff,
    /// An end that had not arrived after this long.
    TimedOut {
        /// The time waited.
        patience: Duration,
    },
    /// A web page.
    WebPage,
    /// Neither JSON nor a web page.
    NotJson,
    /// JSON, but no object.
    NotAnObject(JsonType),
    /// Members that are needed are absent, null or blank.
    Missing(Vec<&'static str>),
    /// An access token without a refresh token, as happens where `offline_access` was not granted. Kometa cannot use it.
    NoRefreshToken {
        /// As sent.
        access_token: AccessToken,
    },
    /// A member is of another type than it must be.
    WrongType {
        /// The member's name.
        member: &'static str,
        /// The type that it must be.
        expected: ExpectedType,
    },
    /// A member has bytes in it that are not UTF-8.
    NotUtf8 {
        /// The member's name.
        member: &'static str,
    },
    /// Longer than any token.
    TooLong {
        /// The bytes that were read before the rest was left.
        limit: usize,
    },
}

/// The types of JSON, but for objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum JsonType {
    Null,
    Boolean,
    Number,
    String,
    Array,
}

/// The type that a member must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedType {
    /// A string.
    Text,
    /// A number, in whatever form.
    WholeNumber,
    /// A string that is short enough to be typed by hand.
    ShortCode,
}

/// The kind of a body, before the status is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// A JSON object with an error in it; see [`error_in`].
    Error {
        /// The error's name in lower case; empty where it has none.
        name: String,
    },
    /// JSON without an `error`. It may break off.
    Json,
    /// JSON that says nothing: `{}`, `[]`, `null` or `""`.
    BlankJson,
    /// Neither JSON nor a web page: Trakt's own words.
    Words,
    /// Not one visible character.
    Empty,
    /// From an intermediary (RFC 9110 3.7) and not from Trakt: a web page, or Cloudflare's `error code: 522`.
    Intermediary,
    /// Cloudflare turned the request away: `error code: 1020`, or a page that blocks or wants to see a human.
    Blocked,
}

/// The words on Cloudflare's pages that block a visitor or want to see a human, in lower case.
const BLOCK_PAGE_WORDS: [&str; 6] = [
    "attention required!",
    "you have been blocked",
    "just a moment...",
    "challenge-platform",
    "cf-chl-",
    "to restrict access",
];

impl ResponseBody {
    /// Sorts what is in it.
    pub(super) fn content(&self) -> Content {
        let text = self.visible_text();
        let json = self.json();
        match &json {
            _ if text.is_empty() => Content::Empty,
            Ok(Value::Object(members)) if members.get("cloudflare_error") == Some(&true.into()) => {
                Content::Blocked
            }
            Ok(Value::Object(members)) if error_in(members).is_some() => {
                let name = error_in(members).and_then(first_text);
                Content::Error {
                    name: name.unwrap_or_default().to_ascii_lowercase(),
                }
            }
            Ok(json) if says_something(json) => Content::Json,
            Ok(_) => Content::BlankJson,
            Err(Malformed::WebPage) if is_block_page(text) => Content::Blocked,
            Err(Malformed::WebPage) => Content::Intermediary,
            Err(_) if text.starts_with('{') => Content::Json,
            Err(_) => match code_of_cloudflare(text) {
                Some(1_000..=1_999) => Content::Blocked,
                Some(_) => Content::Intermediary,
                None => Content::Words,
            },
        }
    }

    /// Returns the text without a byte order mark and white space around it.
    pub(super) fn visible_text(&self) -> &str {
        self.text
            .reveal()
            .trim_matches(|c: char| c == '\u{feff}' || c.is_whitespace())
    }

    /// Tells whether an access token may be in it, in whatever form.
    pub(super) fn may_hold_token(&self) -> bool {
        self.text.reveal().contains("access_token")
    }

    pub(super) fn json(&self) -> Result<Value, Malformed> {
        self.json_and_end().map(|(json, _)| json)
    }

    /// Returns the JSON in it, and why there may be more to it. A whole object counts whatever follows it, and of an object
    /// that breaks off or goes wrong, what stands as a whole before that: with a single-use PIN, there is no second chance
    /// to read the token in it.
    fn json_and_end(&self) -> Result<(Value, Option<Malformed>), Malformed> {
        let text = self.visible_text();
        let Some(first) = text.bytes().next() else {
            return Err(self.unfinished().unwrap_or(Malformed::Empty));
        };
        let mut values = serde_json::Deserializer::from_str(text).into_iter();
        match values.next() {
            Some(Ok(value @ Value::Object(_))) => Ok((value, self.unfinished())),
            Some(Ok(value)) if values.byte_offset() == text.len() => Ok((value, self.unfinished())),
            Some(Err(error)) if first == b'{' => {
                let (whole, end) = match error.is_eof() {
                    true => (text, Malformed::CutOff),
                    false => (before_error(text, &error), Malformed::NotJson),
                };
                let end = self.unfinished().unwrap_or(end);
                match members_before_cut(whole) {
                    Some(members) => Ok((members, Some(end))),
                    None => Err(end),
                }
            }
            _ if is_web_page(text) => Err(Malformed::WebPage),
            _ => Err(Malformed::NotJson),
        }
    }

    /// Returns the reason to think that there is more to it than arrived.
    const fn unfinished(&self) -> Option<Malformed> {
        match self.end {
            BodyEnd::Complete => None,
            BodyEnd::CutOff => Some(Malformed::CutOff),
            BodyEnd::TooLong { limit } => Some(Malformed::TooLong { limit }),
            BodyEnd::TimedOut { patience } => Some(Malformed::TimedOut { patience }),
        }
    }
}

/// Tells whether a member or a whole body says anything.
fn says_something(json: &Value) -> bool {
    match json {
        Value::Null | Value::Bool(false) => false,
        Value::Bool(true) | Value::Number(_) => true,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
    }
}

/// Returns the member that says what went wrong: `error` (RFC 6749 5.2), or `errors`, as other servers name it.
pub(super) fn error_in(members: &Map<String, Value>) -> Option<&Value> {
    let mut errors = ["error", "errors"]
        .iter()
        .filter_map(|name| members.get(*name));
    errors.find(|error| says_something(error))
}

/// Returns the text in a value, or the first one in a list or an object, where what is named a code comes first.
///
/// ```text
/// {"code":"invalid_grant","message":"expired"}    invalid_grant
/// ["invalid_grant"]                               invalid_grant
/// ```
pub(super) fn first_text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        Value::Array(items) => items.iter().find_map(first_text),
        Value::Object(members) => ["code", "error", "name", "type"]
            .iter()
            .find_map(|name| first_text(members.get(*name)?))
            .or_else(|| members.values().find_map(first_text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn is_web_page(text: &str) -> bool {
    let has = |tag: &str| {
        text.as_bytes()
            .windows(tag.len())
            .any(|part| part.eq_ignore_ascii_case(tag.as_bytes()))
    };
    text.starts_with('<') || has("<!doctype html") || has("<html")
}

fn is_block_page(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    BLOCK_PAGE_WORDS.iter().any(|words| text.contains(words))
}

/// Returns the number with which Cloudflare says why it answers by itself: 1000 and up are about the visitor, lower ones
/// about the server behind it.
///
/// ```text
/// error code: 1020    1020
/// Error 1015          1015
/// error code: 522     522
/// error: no           none
/// ```
fn code_of_cloudflare(text: &str) -> Option<u16> {
    let text = text.to_ascii_lowercase();
    let rest = text.strip_prefix("error")?.trim_start();
    let rest = rest.strip_prefix("code").unwrap_or(rest);
    let code = rest.trim_start_matches(|c: char| c == ':' || c.is_whitespace());
    let end = code.find(|c: char| !c.is_ascii_digit());
    let (code, after) = code.split_at(end.unwrap_or(code.len()));
    match after.chars().next() {
        Some(c) if c.is_ascii_alphanumeric() => None,
        Some(_) | None => code.parse().ok(),
    }
}

/// Returns the text up to where a parser found it to be no JSON.
fn before_error<'a>(text: &'a str, error: &serde_json::Error) -> &'a str {
    let lines_before: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let mut end = (lines_before + error.column()).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Returns the object made of the members that stand as a whole before the end of a text that was cut off.
///
/// ```text
/// {"a":"1","b":"2     {"a":"1"}
/// {"a":"1","b":2      {"a":"1"}, as the number may go on
/// ```
fn members_before_cut(text: &str) -> Option<Value> {
    let mut depth = 0;
    let mut is_in_string = false;
    let mut is_escaped = false;
    let mut last_end = None;
    let mut last_comma = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_in_string => is_escaped = true,
            b'"' => is_in_string = !is_in_string,
            _ if is_in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        // A text, an object or an array has its own end; a number or a word may go on until a comma.
        match byte {
            _ if depth != 1 || is_in_string => {}
            b'"' | b'}' | b']' => last_end = Some(at + 1),
            b',' => last_comma = Some(at),
            _ => {}
        }
    }
    // The last text may be a name that still lacks its value.
    [last_end, last_comma]
        .into_iter()
        .flatten()
        .find_map(|end| {
            let whole = text.get(..end)?;
            serde_json::from_str(&format!("{whole}}}")).ok()
        })
}

/// The members of a response, in which null and blank count as absent.
pub(super) struct Members {
    members: Map<String, Value>,
    /// The reason to think that there are more of them.
    unfinished: Option<Malformed>,
}

impl Members {
    /// Reads the members of the object in a body.
    pub(super) fn of(body: &ResponseBody) -> Result<Self, Malformed> {
        let (json, unfinished) = body.json_and_end()?;
        Err(Malformed::NotAnObject(match json {
            Value::Object(members) => {
                return Ok(Self {
                    members,
                    unfinished,
                });
            }
            Value::Null => JsonType::Null,
            Value::Bool(_) => JsonType::Boolean,
            Value::Number(_) => JsonType::Number,
            Value::String(_) => JsonType::String,
            Value::Array(_) => JsonType::Array,
        }))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.members.get(name).filter(|value| match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            _ => true,
        })
    }

    pub(super) fn missing<const N: usize>(&self, names: [&'static str; N]) -> Vec<&'static str> {
        names
            .into_iter()
            .filter(|name| self.get(name).is_none())
            .collect()
    }

    /// Names the missing members, unless they may have been on their way.
    pub(super) fn lacks(&self, missing: Vec<&'static str>) -> Malformed {
        let unfinished = self.unfinished.clone();
        unfinished.unwrap_or(Malformed::Missing(missing))
    }

    pub(super) fn text(&self, member: &'static str) -> Result<Option<String>, Malformed> {
        match self.get(member) {
            None => Ok(None),
            // JSON itself can hold this character, but no token of Trakt's does: it stands for bytes that were no UTF-8.
            Some(Value::String(text)) if text.contains('\u{fffd}') => {
                Err(Malformed::NotUtf8 { member })
            }
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(Malformed::WrongType {
                member,
                expected: ExpectedType::Text,
            }),
        }
    }

    /// Reads a member that must be there.
    pub(super) fn required_text(&self, member: &'static str) -> Result<String, Malformed> {
        self.text(member)?.ok_or_else(|| self.lacks(vec![member]))
    }

    /// Reads a number and rounds it down to a whole one.
    pub(super) fn number(&self, member: &'static str) -> Result<Option<i128>, Malformed> {
        let Some(value) = self.get(member) else {
            return Ok(None);
        };
        let number = whole_number(value).ok_or(Malformed::WrongType {
            member,
            expected: ExpectedType::WholeNumber,
        })?;
        Ok(Some(number))
    }

    /// Reads a member that must be there.
    pub(super) fn required_number(&self, member: &'static str) -> Result<i128, Malformed> {
        self.number(member)?.ok_or_else(|| self.lacks(vec![member]))
    }

    /// Reads a point in time in seconds since the Unix epoch, if there is a usable one: a number of seconds, or of
    /// milliseconds and the like where it is absurdly large; or a date as ISO 8601 or HTTP write it.
    pub(super) fn time(&self, member: &'static str) -> Result<Option<u64>, Malformed> {
        match self.get(member) {
            None => Ok(None),
            Some(value @ (Value::Number(_) | Value::String(_))) => Ok(match whole_number(value) {
                Some(number) => seconds_since_epoch(number),
                None => value.as_str().and_then(date).map(Timestamp::unix_seconds),
            }),
            Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) => {
                Err(Malformed::WrongType {
                    member,
                    expected: ExpectedType::WholeNumber,
                })
            }
        }
    }

    /// Returns the value at a JSON pointer (RFC 6901) below a member.
    pub(super) fn text_at(&self, member: &str, pointer: &str) -> Option<&str> {
        self.members.get(member)?.pointer(pointer)?.as_str()
    }
}

/// Reads a number in any of the forms in which a server may write it, and rounds it down.
///
/// ```text
/// 604800, 604800.0, 6.048e5, "604800", " 604800.9 "    604800
/// -0.5                                                -1
/// "soon", "NaN", [604800]                             none
/// ```
fn whole_number(value: &Value) -> Option<i128> {
    match value {
        Value::Number(number) => rounded_down(number),
        Value::String(text) => {
            let text = text.trim();
            let digits = text.parse::<u64>().ok().map(i128::from);
            digits.or_else(|| match serde_json::from_str(text) {
                Ok(Value::Number(number)) => rounded_down(&number),
                _ => None,
            })
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn rounded_down(number: &Number) -> Option<i128> {
    let whole = number.as_u64().map(i128::from);
    let whole = whole.or_else(|| number.as_i64().map(i128::from));
    whole.or_else(|| Some(number.as_f64()?.floor() as i128))
}

/// Later than the year 5000: no number of seconds, but of milliseconds or smaller units.
const NO_SECONDS: i128 = 100_000_000_000;

/// Returns the seconds; none where the time is not after the epoch.
fn seconds_since_epoch(mut number: i128) -> Option<u64> {
    while number >= NO_SECONDS {
        number /= 1_000;
    }
    u64::try_from(number).ok().filter(|seconds| *seconds > 0)
}

fn date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    Timestamp::from_iso_8601(text).or_else(|| {
        let date = httpdate::parse_http_date(text).ok()?;
        let since_epoch = date.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some(Timestamp::from_unix_seconds(since_epoch.as_secs()))
    })
}
