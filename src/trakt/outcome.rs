//! What an answer means: a status, some headers and a body become a [`Token`] or a named [`Failure`].

use std::fmt;

use serde_json::{Map, Value};

use super::credentials::{
    AccessToken, ClientSecret, FilledIn, HEX_APP_VALUE_LENGTH, RefreshToken, Token, TraktApp,
    is_hex,
};
use super::error::{AppOddity, Failure, FailureCause, Field, Misfit, Received, SAID_LIMIT, Said};
use super::request::TokenRequest;

/// An answer, as far as a page can read one.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// What the headers said.
    pub headers: AnswerHeaders,
    /// What followed them.
    pub body: AnswerBody,
}

/// The headers that mean something here. Trakt must expose them to pages for them to be seen (CORS).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnswerHeaders {
    /// `Retry-After`, as sent.
    pub retry_after: Option<String>,
    /// Whether `X-Account-Locked` was there.
    pub account_locked: bool,
    /// Whether `X-Account-Deactivated` was there.
    pub account_deactivated: bool,
}

/// The body of an answer.
#[derive(Clone, PartialEq, Eq)]
pub enum AnswerBody {
    /// All of it. What is not UTF-8 has become U+FFFD.
    Text(String),
    /// The connection ended before the body did.
    CutOff,
    /// Longer than `limit` bytes; the rest was not read.
    TooLong {
        /// In bytes.
        limit: usize,
    },
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// The browser says that it has no network.
    Offline,
    /// The browser refuses to say why.
    Unreadable,
    /// The request was given up after so many seconds.
    TimedOut {
        /// How long was waited.
        seconds: u32,
    },
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &"[redacted]")
            .finish()
    }
}

impl TokenRequest {
    /// Reads what came back for this request. `answered_at` is in seconds since the Unix epoch.
    ///
    /// # Errors
    /// Whatever is not a token, by its cause.
    pub fn interpret(
        &self,
        reply: &Result<Answer, NoAnswer>,
        answered_at: u64,
    ) -> Result<Token, Failure> {
        match reply {
            Ok(answer) => self.interpret_answer(answer, answered_at),
            Err(no_answer) => Err(self.failure((*no_answer).into())),
        }
    }

    /// Reads what a command line printed for this request: the answer's body, with whatever stands around it.
    ///
    /// # Errors
    /// Whatever is not a token, by its cause.
    pub fn interpret_printed(&self, printed: &str, answered_at: u64) -> Result<Token, Failure> {
        let Some(body) = json_in_terminal_text(printed) else {
            return Err(self.failure(match error_line_of_curl(printed) {
                Some(line) => FailureCause::CommandFailed { line },
                None if printed.trim_start().starts_with('<') => FailureCause::TraktDown,
                None => FailureCause::NoAnswerPasted,
            }));
        };
        let answer = Answer {
            status: 200,
            headers: AnswerHeaders::default(),
            body: AnswerBody::Text(body),
        };
        self.interpret_answer(&answer, answered_at)
            .map_err(|failure| Failure {
                // A command does not print the status.
                said: Said {
                    status: None,
                    ..failure.said
                },
                received: None,
                ..failure
            })
    }

    fn failure(&self, cause: FailureCause) -> Failure {
        Failure {
            host: self.host,
            grant: self.grant.kind(),
            cause,
            said: Said::default(),
            received: None,
            elsewhere: None,
        }
    }

    fn interpret_answer(&self, answer: &Answer, answered_at: u64) -> Result<Token, Failure> {
        let json = answer.body.json();
        let said = said(answer.status, &json);
        let oauth_error = said.error.as_deref();
        let cause = match (answer.status, oauth_error) {
            (300.., _) if answer.headers.account_deactivated => FailureCause::AccountDeactivated,
            (300.., _) if answer.headers.account_locked => FailureCause::AccountLocked,
            (429, _) => FailureCause::RateLimited {
                retry_after: answer.headers.retry_after(),
            },
            (500.., _) => FailureCause::TraktDown,
            (_, Some("invalid_grant")) => FailureCause::InvalidGrant(self.grant.kind()),
            (_, Some("invalid_client")) | (401, None) => FailureCause::InvalidClient {
                oddities: self.app.oddities(),
            },
            (200..=299, None) => match json.and_then(|json| token(json, answered_at)) {
                Ok(token) => return Ok(token),
                Err(misfit) => FailureCause::NotUnderstood(misfit),
            },
            (403, _) => FailureCause::AppNotAccepted,
            (404 | 405 | 410, _) => FailureCause::SignInNotServed,
            (412, _) => FailureCause::ContentTypeRefused,
            (423, _) => FailureCause::AccountLocked,
            _ if json == Err(Misfit::WebPage) => FailureCause::TraktDown,
            _ => FailureCause::Refused,
        };
        let received = match (&cause, &answer.body) {
            (FailureCause::NotUnderstood(_), AnswerBody::Text(text)) if !text.trim().is_empty() => {
                Some(Received(text.clone()))
            }
            _ => None,
        };
        Err(Failure {
            said,
            received,
            ..self.failure(cause)
        })
    }
}

impl From<NoAnswer> for FailureCause {
    fn from(no_answer: NoAnswer) -> Self {
        match no_answer {
            NoAnswer::Offline => Self::Offline,
            NoAnswer::TimedOut { seconds } => Self::TimedOut { seconds },
            NoAnswer::Unreadable => Self::NoReadableAnswer,
        }
    }
}

impl AnswerHeaders {
    /// `Retry-After` in seconds, where it is given in seconds (RFC 9110 10.2.3).
    pub fn retry_after(&self) -> Option<u64> {
        self.retry_after.as_deref()?.trim().parse().ok()
    }
}

impl Answer {
    /// What it said in its own words, shortened.
    pub(super) fn said(&self) -> Said {
        said(self.status, &self.body.json())
    }
}

fn said(status: u16, json: &Result<Value, Misfit>) -> Said {
    let member = |name| match json {
        Ok(Value::Object(members)) => text_member(members, name),
        _ => None,
    };
    Said {
        status: Some(status),
        error: member("error"),
        error_description: member("error_description"),
    }
}

impl AnswerBody {
    /// The JSON in it.
    pub(super) fn json(&self) -> Result<Value, Misfit> {
        let text = match self {
            Self::Text(text) => text.trim_start_matches('\u{feff}').trim(),
            Self::CutOff => return Err(Misfit::CutOff),
            Self::TooLong { limit } => {
                return Err(Misfit::TooLong {
                    limit_kib: limit / 1024,
                });
            }
        };
        if text.is_empty() {
            return Err(Misfit::Empty);
        }
        serde_json::from_str(text).map_err(|error| match text.as_bytes()[0] {
            b'<' => Misfit::WebPage,
            b'{' if error.is_eof() => Misfit::CutOff,
            _ => Misfit::NotJson,
        })
    }
}

/// A terminal's text is longer than an answer, but not by much.
const TERMINAL_TEXT_LIMIT: usize = 1 << 20;
/// How many braces before a member of an answer are tried as the answer's first.
const BRACES_TRIED: usize = 8;

/// The answer in what a terminal shows: the JSON object around a member that every answer has, or else the first
/// object at all. Terminals break long lines, so the text is tried without line ends too.
fn json_in_terminal_text(text: &str) -> Option<String> {
    if text.len() > TERMINAL_TEXT_LIMIT {
        return None;
    }
    let unbroken = text.replace(['\r', '\n'], "");
    let texts = [text, &unbroken];
    let answer = texts.iter().find_map(|text| {
        ["access_token", "error"]
            .iter()
            .find_map(|member| object_with(member, text))
    });
    answer
        .or_else(|| {
            texts
                .iter()
                .find_map(|text| object_at(text, text.find('{')?))
        })
        .map(|(_, object)| object.to_owned())
}

fn object_with<'a>(member: &str, text: &'a str) -> Option<(Value, &'a str)> {
    let name_at = text.find(&format!("\"{member}\""))?;
    let braces = text[..name_at].rmatch_indices('{').take(BRACES_TRIED);
    braces
        .filter_map(|(at, _)| object_at(text, at))
        .find(|(object, _)| object.get(member).is_some())
}

/// The JSON object that begins there, and its text.
fn object_at(text: &str, at: usize) -> Option<(Value, &str)> {
    let mut objects = serde_json::Deserializer::from_str(&text[at..]).into_iter();
    let object = objects.next()?.ok()?;
    Some((object, &text[at..at + objects.byte_offset()]))
}

fn error_line_of_curl(text: &str) -> Option<String> {
    let line = text
        .lines()
        .find_map(|line| Some(&line[line.find("curl: (")?..]))?;
    Some(line.trim().chars().take(SAID_LIMIT).collect())
}

fn text_member(members: &Map<String, Value>, name: &str) -> Option<String> {
    let text = members.get(name)?.as_str()?;
    Some(text.chars().take(SAID_LIMIT).collect())
}

/// The token in the body of a successful answer.
pub(super) fn token_from_body(body: &AnswerBody, answered_at: u64) -> Result<Token, Misfit> {
    token(body.json()?, answered_at)
}

fn token(json: Value, answered_at: u64) -> Result<Token, Misfit> {
    let members = Members::of_json(json)?;
    let missing = members.missing(["access_token", "token_type", "expires_in", "refresh_token"]);
    if !missing.is_empty() {
        return Err(Misfit::Missing(missing));
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
        created_at: created_at.unwrap_or(answered_at),
        scope: scope.unwrap_or_else(|| "public".into()),
    })
}

fn required<T>(member: &'static str, value: Option<T>) -> Result<T, Misfit> {
    value.ok_or_else(|| Misfit::Missing(vec![member]))
}

/// The members of an answer, in which null and blank count as absent.
pub(super) struct Members(Map<String, Value>);

impl Members {
    /// The members of the object in a body.
    pub(super) fn of(body: &AnswerBody) -> Result<Self, Misfit> {
        Self::of_json(body.json()?)
    }

    fn of_json(json: Value) -> Result<Self, Misfit> {
        Err(Misfit::NotAnObject(match json {
            Value::Object(members) => return Ok(Self(members)),
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
        }))
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| match value {
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

    fn text(&self, member: &'static str) -> Result<Option<String>, Misfit> {
        match self.get(member) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(Misfit::WrongType {
                member,
                expected: "a text",
            }),
        }
    }

    /// The same, where it must be there.
    pub(super) fn required_text(&self, member: &'static str) -> Result<String, Misfit> {
        required(member, self.text(member)?)
    }

    /// A whole number of seconds, also where it is written as a text.
    pub(super) fn number(&self, member: &'static str) -> Result<Option<u64>, Misfit> {
        let number = match self.get(member) {
            None => return Ok(None),
            Some(Value::Number(number)) => number.as_u64(),
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(_) => None,
        };
        number.map(Some).ok_or(Misfit::WrongType {
            member,
            expected: "a whole number",
        })
    }

    /// The same, where it must be there.
    pub(super) fn required_number(&self, member: &'static str) -> Result<u64, Misfit> {
        required(member, self.number(member)?)
    }
}

impl TraktApp {
    /// What looks wrong about the ID and the secret, now that Trakt has not accepted them.
    fn oddities(&self) -> Vec<AppOddity> {
        let id = self.client_id.reveal();
        let secret = self.client_secret.as_ref().map(ClientSecret::reveal);
        let mut oddities: Vec<_> = [(Field::ClientId, Some(id)), (Field::ClientSecret, secret)]
            .into_iter()
            .filter_map(|(field, value)| unusual_length(field, value?))
            .collect();
        if let Some(secret) = secret {
            if is_hex(id) && !is_hex(secret) && secret.len() != HEX_APP_VALUE_LENGTH {
                oddities.push(AppOddity::Swapped);
            } else if oddities.is_empty() {
                oddities.push(AppOddity::MaybeSwapped);
            }
        }
        oddities
    }
}

fn unusual_length(field: Field, value: &str) -> Option<AppOddity> {
    let length = value.chars().count();
    match length {
        ..HEX_APP_VALUE_LENGTH if is_hex(value) => Some(AppOddity::CutShort { field, length }),
        HEX_APP_VALUE_LENGTH => None,
        ..HEX_APP_VALUE_LENGTH => None,
        _ => Some(AppOddity::Padded { field, length }),
    }
}
