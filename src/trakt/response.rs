//! What a response means, whatever it answers: its members, a token, or one of the refusals in [`check`]'s table.

use std::time::Duration;

use serde_json::{Map, Value};

use super::credentials::{AccessToken, FilledIn, RefreshToken, Token};
use super::display_text::displayable;
use super::http::{BodyEnd, Response, ResponseBody, ResponseHeaders};
use crate::timestamp::Timestamp;

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// The token endpoint (RFC 6749 3.2).
    Token,
    /// The device authorization endpoint (RFC 8628 3.1).
    DeviceAuthorization,
    /// Where a device code is polled for (RFC 8628 3.4).
    DeviceToken,
    /// The revocation endpoint (RFC 7009 2).
    Revocation,
    /// The user's settings, asked for with an access token.
    UserSettings,
}

/// Why Trakt did not do what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// `invalid_grant` (RFC 6749 5.2): the PIN, code or refresh token is not accepted.
    InvalidGrant,
    /// `invalid_client` (RFC 6749 5.2), or 401 without a reason.
    InvalidClient,
    /// 401 for a call of the API: the access token is not accepted.
    AccessTokenNotAccepted,
    /// 403: the API key is not accepted or the app is not approved.
    AppNotAccepted,
    /// 404, 405 or 410: the host no longer serves this.
    NotServed,
    /// 412: the request's content type was refused.
    ContentTypeRefused,
    /// 423, or the header `X-Account-Locked`.
    AccountLocked,
    /// The header `X-Account-Deactivated`.
    AccountDeactivated,
    /// 429, or `slow_down` (RFC 8628 3.5).
    RateLimited {
        /// From `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// A status of 500 or above, or a web page instead of a reason.
    TraktDown,
    /// The user has not entered the device code yet.
    AuthorizationPending,
    /// Trakt does not know the device code.
    DeviceCodeUnknown,
    /// The device code has given a token already.
    DeviceCodeUsed,
    /// The device code has expired.
    DeviceCodeExpired,
    /// The user did not allow the app.
    AccessDenied,
    /// Anything else.
    Other,
}

/// What an error response says in its own words, made fit to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ErrorDetails {
    /// The HTTP status; none where no response could be read.
    pub status: Option<u16>,
    /// The `error` member of RFC 6749 5.2.
    pub error: Option<String>,
    /// The `error_description` member of RFC 6749 5.2. Text, whatever it looks like.
    pub error_description: Option<String>,
}

/// What keeps the body of a successful response from being what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Malformed {
    /// Nothing but white space.
    Empty,
    /// It ended in the middle.
    CutOff,
    /// It had not arrived as a whole after this long.
    TimedOut {
        /// How long was waited.
        patience: Duration,
    },
    /// A web page.
    WebPage,
    /// Neither JSON nor a web page.
    NotJson,
    /// JSON, but no object.
    NotAnObject(JsonType),
    /// Members that Kometa needs are absent, null or blank.
    Missing(Vec<&'static str>),
    /// A member is of another type than it must be.
    WrongType {
        /// The member's name.
        member: &'static str,
        /// What it must be.
        expected: ExpectedType,
    },
    /// A member has bytes in it that are not UTF-8.
    NotUtf8 {
        /// The member's name.
        member: &'static str,
    },
    /// Longer than any token.
    TooLong {
        /// How much was read before the rest was left, in bytes.
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

/// What a member must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedType {
    /// A string.
    Text,
    /// A number from 0 on without a fraction.
    WholeNumber,
    /// A string that is short enough to be typed by hand.
    ShortCode,
}

/// Whether Trakt did what was asked for.
///
/// This is the one table of statuses. RFC 6749 and RFC 8628 tell by the `error` member, Trakt mostly by the status.
///
/// # Errors
/// The refusal. `received_at` turns a `Retry-After` that is a date into a duration.
pub fn check(
    endpoint: Endpoint,
    response: &Response,
    received_at: Timestamp,
) -> Result<(), Refusal> {
    use Endpoint::{DeviceToken, Revocation, Token, UserSettings};
    let json = response.body.json();
    let error = error_member(&json);
    Err(match (response.status, error, endpoint) {
        (300.., ..) if response.headers.account_deactivated => Refusal::AccountDeactivated,
        (300.., ..) if response.headers.account_locked => Refusal::AccountLocked,
        (429, ..) => Refusal::RateLimited {
            retry_after: response.headers.retry_after(received_at),
        },
        (500.., ..) => Refusal::TraktDown,
        (_, Some("invalid_grant"), Token) => Refusal::InvalidGrant,
        (_, Some("invalid_client"), _) => Refusal::InvalidClient,
        (400, Some("slow_down"), DeviceToken) => Refusal::RateLimited {
            retry_after: response.headers.retry_after(received_at),
        },
        (400, Some("expired_token"), DeviceToken) | (410, _, DeviceToken) => {
            Refusal::DeviceCodeExpired
        }
        (400, Some("access_denied"), DeviceToken) | (418, _, DeviceToken) => Refusal::AccessDenied,
        (400, _, DeviceToken) => Refusal::AuthorizationPending,
        (404, _, DeviceToken) => Refusal::DeviceCodeUnknown,
        (409, _, DeviceToken) => Refusal::DeviceCodeUsed,
        (200..=299, None, _) => return Ok(()),
        (401, _, UserSettings) | (401, None, Revocation) => Refusal::AccessTokenNotAccepted,
        (401, None, _) | (401, _, DeviceToken) => Refusal::InvalidClient,
        (403, ..) => Refusal::AppNotAccepted,
        (404 | 405 | 410, ..) => Refusal::NotServed,
        (412, ..) => Refusal::ContentTypeRefused,
        (423, ..) => Refusal::AccountLocked,
        _ if matches!(json, Err(Malformed::WebPage)) => Refusal::TraktDown,
        _ => Refusal::Other,
    })
}

/// The token in the body of a successful response. A token that arrived is a token, whatever came behind it.
///
/// # Errors
/// What keeps the body from being one.
pub fn token(body: &ResponseBody, received_at: Timestamp) -> Result<Token, Malformed> {
    let members = Members::of(body)?;
    let missing = members.missing(["access_token", "token_type", "expires_in", "refresh_token"]);
    if !missing.is_empty() {
        return Err(members.lacks(missing));
    }
    let created_at = members.number("created_at")?;
    let scope = members.text("scope")?;
    Ok(Token {
        access_token: AccessToken::new(members.required_text("access_token")?),
        token_type: members.required_text("token_type")?,
        expires_in: members.required_number("expires_in")?,
        refresh_token: RefreshToken::new(members.required_text("refresh_token")?),
        filled_in: FilledIn {
            created_at: created_at.is_none(),
            scope: scope.is_none(),
        },
        created_at: created_at.unwrap_or(received_at.unix_seconds()),
        scope: scope.unwrap_or_else(|| "public".into()),
    })
}

fn error_member(json: &Result<Value, Malformed>) -> Option<&str> {
    json.as_ref().ok()?.get("error")?.as_str()
}

impl ErrorDetails {
    /// What this response says.
    pub fn of(response: &Response) -> Self {
        let json = response.body.json();
        let member = |name| {
            let text = json.as_ref().ok()?.get(name)?.as_str()?;
            Some(displayable(text)).filter(|text| !text.is_empty())
        };
        Self {
            status: Some(response.status),
            error: member("error"),
            error_description: member("error_description"),
        }
    }

    /// Whether there is nothing to show.
    pub const fn is_empty(&self) -> bool {
        self.status.is_none() && self.error.is_none() && self.error_description.is_none()
    }
}

impl ResponseHeaders {
    /// `Retry-After` as a duration from `received_at` on (RFC 9110 10.2.3: seconds or a date).
    pub fn retry_after(&self, received_at: Timestamp) -> Option<Duration> {
        let text = self.retry_after.as_deref()?.trim();
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            // More seconds than fit are as good as for ever.
            return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
        }
        let date = httpdate::parse_http_date(text).ok()?;
        let since_epoch = date.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some(Timestamp::from_unix_seconds(since_epoch.as_secs()).since(received_at))
    }
}

impl ResponseBody {
    fn json(&self) -> Result<Value, Malformed> {
        self.json_and_end().map(|(json, _)| json)
    }

    /// The JSON in it, and why there may be more to it. A whole object counts whatever follows it, and of an object that
    /// was cut off what arrived as a whole: with a single-use PIN, there is no second chance to read the token in it.
    fn json_and_end(&self) -> Result<(Value, Option<Malformed>), Malformed> {
        let text = self.text.reveal().trim_start_matches('\u{feff}').trim();
        let Some(first) = text.bytes().next() else {
            return Err(self.unfinished().unwrap_or(Malformed::Empty));
        };
        let mut values = serde_json::Deserializer::from_str(text).into_iter();
        match values.next() {
            Some(Ok(value @ Value::Object(_))) => Ok((value, self.unfinished())),
            Some(Ok(value)) if values.byte_offset() == text.len() => Ok((value, self.unfinished())),
            Some(Err(error)) if error.is_eof() && first == b'{' => {
                let end = self.unfinished().unwrap_or(Malformed::CutOff);
                match members_before_cut(text) {
                    Some(members) => Ok((members, Some(end))),
                    None => Err(end),
                }
            }
            _ if first == b'<' => Err(Malformed::WebPage),
            _ => Err(Malformed::NotJson),
        }
    }

    /// Why there may be more to it than arrived.
    const fn unfinished(&self) -> Option<Malformed> {
        match self.end {
            BodyEnd::Complete => None,
            BodyEnd::CutOff => Some(Malformed::CutOff),
            BodyEnd::TooLong { limit } => Some(Malformed::TooLong { limit }),
            BodyEnd::TimedOut { patience } => Some(Malformed::TimedOut { patience }),
        }
    }
}

/// The object made of the members that stand as a whole before the end of a text that was cut off.
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
    /// Why there may be more of them.
    unfinished: Option<Malformed>,
}

impl Members {
    /// The members of the object in a body.
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

    fn get(&self, name: &str) -> Option<&Value> {
        self.members.get(name).filter(|value| match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            _ => true,
        })
    }

    fn missing<const N: usize>(&self, names: [&'static str; N]) -> Vec<&'static str> {
        names
            .into_iter()
            .filter(|name| self.get(name).is_none())
            .collect()
    }

    /// What is missing may have been on its way.
    fn lacks(&self, missing: Vec<&'static str>) -> Malformed {
        let unfinished = self.unfinished.clone();
        unfinished.unwrap_or(Malformed::Missing(missing))
    }

    fn text(&self, member: &'static str) -> Result<Option<String>, Malformed> {
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

    /// The same, where it must be there.
    pub(super) fn required_text(&self, member: &'static str) -> Result<String, Malformed> {
        self.text(member)?.ok_or_else(|| self.lacks(vec![member]))
    }

    /// A whole number of seconds, also where it is written as a text.
    pub(super) fn number(&self, member: &'static str) -> Result<Option<u64>, Malformed> {
        let number = match self.get(member) {
            None => return Ok(None),
            Some(Value::Number(number)) => number.as_u64(),
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(_) => None,
        };
        number.map(Some).ok_or(Malformed::WrongType {
            member,
            expected: ExpectedType::WholeNumber,
        })
    }

    /// The same, where it must be there.
    pub(super) fn required_number(&self, member: &'static str) -> Result<u64, Malformed> {
        self.number(member)?.ok_or_else(|| self.lacks(vec![member]))
    }

    /// The value at a JSON pointer (RFC 6901) below a member.
    pub(super) fn text_at(&self, member: &str, pointer: &str) -> Option<&str> {
        self.members.get(member)?.pointer(pointer)?.as_str()
    }
}
