//! Signing in with a device code (RFC 8628, with Trakt's names): the code, and the rules of polling as a state machine
//! that is handed the time.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use thiserror::Error;

use super::credentials::{ClientId, DeviceSecret, Token, TraktApp};
use super::endpoints::SignInHost;
use super::error::{
    Explanation, Failure, FailureCause, Misfit, Received, SAID_LIMIT, Said, explanation,
};
use super::outcome::{Answer, AnswerBody, Members, NoAnswer, token_from_body};
use super::precheck;
use super::request::{GrantKind, Request, post_json};

/// The pause between polls where Trakt names none, in seconds (RFC 8628 3.2).
pub const DEFAULT_INTERVAL_SECONDS: u64 = 5;
/// By how much “slow down” lengthens the interval, in seconds (RFC 8628 3.5).
pub const SLOW_DOWN_SECONDS: u64 = 5;
/// How long the pause grows while no answer comes, in seconds.
pub const LONGEST_BACKOFF_SECONDS: u64 = 60;
/// Trakt takes one POST a second from a user.
const SHORTEST_INTERVAL_SECONDS: u64 = 1;
/// A user code is typed by hand, so it is short; in characters.
const USER_CODE_LIMIT: usize = 32;
/// An address that fits into a QR code that a phone can read; in characters.
const ADDRESS_LIMIT: usize = 200;
/// The hyphen of a user code stays; everything else that is not a letter or a digit is percent-encoded.
const PATH_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-');

/// A successful answer to a request for a device code (RFC 8628 3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceCode {
    /// What the page polls with.
    pub device_code: DeviceSecret,
    /// What the user types at Trakt.
    pub user_code: String,
    /// Where the user types it: https, and one of Trakt's hosts.
    pub verification_url: String,
    /// How long the codes live, in seconds.
    pub expires_in: u64,
    /// The pause between polls, in seconds.
    pub interval: u64,
}

/// The request for a device code (RFC 8628 3.1).
pub fn request(host: SignInHost, client_id: &ClientId) -> Request {
    precheck::request(host, client_id)
}

/// What came back for [`request`]: a code, or how the host or the request failed.
///
/// # Errors
/// See [`CodeFailure`].
pub fn code_from_reply(
    host: SignInHost,
    reply: &Result<Answer, NoAnswer>,
) -> Result<DeviceCode, CodeFailure> {
    let (cause, said) = match reply {
        Err(no_answer) => ((*no_answer).into(), Said::default()),
        Ok(answer) => match DeviceCode::from_answer(answer) {
            Ok(code) => return Ok(code),
            Err(DeviceFailure {
                cause: DeviceError::NotServed,
                said,
                ..
            }) => (FailureCause::SignInNotServed, said),
            Err(failure) => return Err(CodeFailure::Code(failure)),
        },
    };
    Err(CodeFailure::Host(Failure {
        host,
        grant: GrantKind::Device,
        cause,
        said,
        received: None,
        elsewhere: None,
    }))
}

/// Why there is no device code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeFailure {
    /// The host gave no answer, or does not serve sign-in, as it can happen to every way to sign in.
    Host(Failure),
    /// The host answered, but with no code.
    Code(DeviceFailure),
}

/// The JSON members of a poll. Trakt has `code` where RFC 8628 3.4 has `device_code`, and no `grant_type`.
#[derive(Serialize)]
struct PollBody<'a> {
    code: &'a str,
    client_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<&'a str>,
}

/// One poll (RFC 8628 3.4).
pub fn poll_request(host: SignInHost, app: &TraktApp, code: &DeviceCode) -> Request {
    post_json(
        host.device_token(),
        &PollBody {
            code: code.device_code.reveal(),
            client_id: app.client_id.reveal(),
            client_secret: app.client_secret.as_ref().map(|secret| secret.reveal()),
        },
    )
}

impl DeviceCode {
    /// Reads what came back for [`request`].
    ///
    /// # Errors
    /// Whatever is not a device code, by its cause.
    pub fn from_answer(answer: &Answer) -> Result<Self, DeviceFailure> {
        let cause = match answer.status {
            200..=299 => match Members::of(&answer.body)
                .map_err(DeviceError::CodeNotUnderstood)
                .and_then(|members| Self::from_members(&members))
            {
                Ok(code) => return Ok(code),
                Err(cause) => cause,
            },
            404 | 405 | 410 if !answer.headers.account_deactivated => DeviceError::NotServed,
            _ => fault(answer).unwrap_or(match answer.status {
                429 => DeviceError::RateLimited {
                    retry_after: answer.headers.retry_after(),
                },
                500.. => DeviceError::TraktDown,
                _ => DeviceError::Refused,
            }),
        };
        Err(DeviceFailure::new(cause, answer))
    }

    fn from_members(members: &Members) -> Result<Self, DeviceError> {
        let code = Self::unchecked(members).map_err(DeviceError::CodeNotUnderstood)?;
        let is_short = code.user_code.chars().count() <= USER_CODE_LIMIT;
        if !is_short || code.user_code.chars().any(char::is_control) {
            return Err(wrong_type("user_code", "a short code"));
        }
        if !is_on_trakt(&code.verification_url) {
            return Err(DeviceError::ForeignAddress {
                address: code.verification_url.chars().take(SAID_LIMIT).collect(),
            });
        }
        Ok(code)
    }

    fn unchecked(members: &Members) -> Result<Self, Misfit> {
        Ok(Self {
            device_code: DeviceSecret::new(members.required_text("device_code")?),
            user_code: members.required_text("user_code")?,
            verification_url: members.required_text("verification_url")?,
            expires_in: members.required_number("expires_in")?,
            interval: members
                .number("interval")?
                .unwrap_or(DEFAULT_INTERVAL_SECONDS),
        })
    }

    /// The address that a QR code opens: the verification address with the user code after it. An address with a query
    /// or a fragment has no place for the code and stays as it is.
    pub fn activation_url(&self) -> String {
        if self.verification_url.contains(['?', '#']) {
            return self.verification_url.clone();
        }
        format!(
            "{}/{}",
            self.verification_url.trim_end_matches('/'),
            utf8_percent_encode(&self.user_code, PATH_SEGMENT)
        )
    }
}

/// Whether a link to this address leads to Trakt and nowhere else.
fn is_on_trakt(address: &str) -> bool {
    // Browsers read a backslash as a slash and leave out control characters, so neither may stand in it.
    let is_plain = address.len() <= ADDRESS_LIMIT
        && address.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    let host = address
        .strip_prefix("https://")
        .and_then(|rest| rest.split(['/', '?', '#']).next());
    is_plain
        && host.is_some_and(|host| {
            let labels = host.strip_suffix("trakt.tv");
            labels.is_some_and(|labels| {
                labels.is_empty()
                    || labels.ends_with('.')
                        && labels
                            .bytes()
                            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
            })
        })
}

/// Polling for the token of one device code: when to ask, how much longer, when to stop. Times are in milliseconds
/// since the Unix epoch. It is used up by its end, so nothing can be asked after that.
#[derive(Debug, Clone, PartialEq)]
pub struct Polling {
    /// The pause that Trakt asks for; it only ever grows.
    interval_ms: f64,
    /// Polls in a row without an answer of the server's.
    unanswered: u32,
    is_out: bool,
    poll_at_ms: f64,
    expires_at_ms: f64,
    /// The latest time handed in.
    seen_at_ms: f64,
}

/// What is due when the page looks at the clock.
#[derive(Debug, Clone, PartialEq)]
pub enum Due {
    /// Nothing before that time.
    Wait {
        /// When to look again: the next poll, or the expiry where that comes first.
        until_ms: f64,
    },
    /// One poll, now.
    Poll,
    /// The answer to the poll that is out.
    Answer,
    /// Nothing any more: the code has expired.
    Ended(DeviceFailure),
}

/// What follows from the reply to a poll.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The next poll follows, after [`Polling::due`] says so.
    PollAt {
        /// Goes on.
        polling: Polling,
        /// When to look again: the next poll, or the expiry where that comes first.
        at_ms: f64,
    },
    /// It has come to a good end.
    Done(Token),
    /// It has come to a bad end.
    Ended(DeviceFailure),
}

impl Polling {
    /// Polling for a code that arrived at `now_ms`; the first poll is due after one interval.
    pub fn new(code: &DeviceCode, now_ms: f64) -> Self {
        let interval_ms = ms(code.interval.max(SHORTEST_INTERVAL_SECONDS));
        Self {
            interval_ms,
            unanswered: 0,
            is_out: false,
            poll_at_ms: now_ms + interval_ms,
            expires_at_ms: now_ms + ms(code.expires_in),
            seen_at_ms: now_ms,
        }
    }

    /// What is due now. After [`Due::Poll`], the poll counts as sent. However far the clock has jumped, as after sleep
    /// or in a hidden tab, one poll is due and not one for each that was missed.
    pub fn due(&mut self, now_ms: f64) -> Due {
        self.see(now_ms);
        if self.is_out {
            // A token that arrives late is still a token.
            Due::Answer
        } else if now_ms >= self.expires_at_ms {
            Due::Ended(DeviceFailure::from(DeviceError::Expired))
        } else if now_ms >= self.poll_at_ms {
            self.is_out = true;
            Due::Poll
        } else {
            Due::Wait {
                until_ms: self.wake_at_ms(),
            }
        }
    }

    /// How long the code still lives, in milliseconds.
    pub fn ms_left(&self, now_ms: f64) -> f64 {
        (self.expires_at_ms - now_ms.max(self.seen_at_ms)).max(0.0)
    }

    /// Goes on after a poll came back with `reply` (RFC 8628 3.5, with the statuses of Trakt's guide).
    pub fn answered(mut self, reply: &Result<Answer, NoAnswer>, now_ms: f64) -> Step {
        self.see(now_ms);
        self.is_out = false;
        let answer = match reply {
            Err(_) => return self.wait_unanswered(None),
            Ok(answer) => answer,
        };
        let retry_after = answer.headers.retry_after();
        match verdict(answer, (now_ms / 1_000.0) as u64) {
            Verdict::Token(token) => Step::Done(token),
            Verdict::Pending => {
                self.unanswered = 0;
                self.wait(None)
            }
            Verdict::SlowDown => {
                self.unanswered = 0;
                self.interval_ms += ms(SLOW_DOWN_SECONDS);
                self.wait(retry_after)
            }
            Verdict::Down => self.wait_unanswered(retry_after),
            Verdict::End(error) => Step::Ended(DeviceFailure::new(error, answer)),
        }
    }

    fn wait_unanswered(mut self, retry_after: Option<u64>) -> Step {
        self.unanswered = self.unanswered.saturating_add(1);
        self.wait(retry_after)
    }

    fn wait(mut self, retry_after: Option<u64>) -> Step {
        let pause_ms = self.pause_ms().max(ms(retry_after.unwrap_or(0)));
        self.poll_at_ms = self.seen_at_ms + pause_ms;
        if self.seen_at_ms >= self.expires_at_ms {
            return Step::Ended(DeviceFailure::from(DeviceError::Expired));
        }
        Step::PollAt {
            at_ms: self.wake_at_ms(),
            polling: self,
        }
    }

    /// The interval, doubled for each poll in a row without an answer.
    fn pause_ms(&self) -> f64 {
        let doubled = self.interval_ms * 2f64.powi(self.unanswered.min(16) as i32);
        doubled.min(ms(LONGEST_BACKOFF_SECONDS).max(self.interval_ms))
    }

    fn wake_at_ms(&self) -> f64 {
        self.poll_at_ms.min(self.expires_at_ms)
    }

    /// A clock that is set back moves the times along with it; the time since it was last seen counts as none.
    fn see(&mut self, now_ms: f64) {
        let back_ms = (self.seen_at_ms - now_ms).max(0.0);
        self.poll_at_ms -= back_ms;
        self.expires_at_ms -= back_ms;
        self.seen_at_ms = now_ms;
    }
}

fn ms(seconds: u64) -> f64 {
    seconds as f64 * 1_000.0
}

enum Verdict {
    Token(Token),
    Pending,
    SlowDown,
    Down,
    End(DeviceError),
}

fn verdict(answer: &Answer, answered_at: u64) -> Verdict {
    if let Some(fault) = fault(answer) {
        return Verdict::End(fault);
    }
    match answer.status {
        200..=299 => match token_from_body(&answer.body, answered_at) {
            Ok(token) => Verdict::Token(token),
            Err(misfit) => Verdict::End(DeviceError::TokenNotUnderstood(misfit)),
        },
        // Trakt tells by the status; RFC 8628 3.5 tells by the error, always with this status.
        400 => match answer.said().error.as_deref() {
            Some("slow_down") => Verdict::SlowDown,
            Some("expired_token") => Verdict::End(DeviceError::Expired),
            Some("access_denied") => Verdict::End(DeviceError::Denied),
            _ => Verdict::Pending,
        },
        404 => Verdict::End(DeviceError::UnknownCode),
        409 => Verdict::End(DeviceError::AlreadyUsed),
        410 => Verdict::End(DeviceError::Expired),
        418 => Verdict::End(DeviceError::Denied),
        429 => Verdict::SlowDown,
        500.. => Verdict::Down,
        _ => Verdict::End(DeviceError::Refused),
    }
}

/// What no poll and no other code can mend.
fn fault(answer: &Answer) -> Option<DeviceError> {
    match answer.status {
        300.. if answer.headers.account_deactivated => Some(DeviceError::AccountDeactivated),
        300.. if answer.headers.account_locked => Some(DeviceError::AccountLocked),
        401 => Some(DeviceError::InvalidClient),
        400 if answer.said().error.as_deref() == Some("invalid_client") => {
            Some(DeviceError::InvalidClient)
        }
        403 => Some(DeviceError::AppNotAccepted),
        423 => Some(DeviceError::AccountLocked),
        _ => None,
    }
}

/// How signing in with a device code ended without a token, and what Trakt said in its own words.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{cause}")]
pub struct DeviceFailure {
    /// What it means here.
    pub cause: DeviceError,
    /// The raw facts, for the user to pass on.
    pub said: Said,
    /// The body of a successful answer that is no token. It may still hold one.
    pub received: Option<Received>,
}

impl DeviceFailure {
    fn new(cause: DeviceError, answer: &Answer) -> Self {
        let received = match (&cause, &answer.body) {
            (DeviceError::TokenNotUnderstood(_), AnswerBody::Text(text))
                if !text.trim().is_empty() =>
            {
                Some(Received(text.clone()))
            }
            _ => None,
        };
        Self {
            cause,
            said: answer.said(),
            received,
        }
    }
}

impl From<DeviceError> for DeviceFailure {
    fn from(cause: DeviceError) -> Self {
        Self {
            cause,
            said: Said::default(),
            received: None,
        }
    }
}

/// Why signing in with a device code ended without a token.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DeviceError {
    /// A poll was answered with 404.
    #[error("Trakt does not know the code")]
    UnknownCode,
    /// A poll was answered with 409.
    #[error("the code has been used already")]
    AlreadyUsed,
    /// A poll was answered with 410, or the code's time is over.
    #[error("the code has expired")]
    Expired,
    /// A poll was answered with 418.
    #[error("access was not allowed")]
    Denied,
    /// 401, or `invalid_client` (RFC 6749 5.2).
    #[error("the client ID or secret was not accepted")]
    InvalidClient,
    /// 403: the app is not approved.
    #[error("Trakt does not accept this app")]
    AppNotAccepted,
    /// 423, or the header `X-Account-Locked`.
    #[error("the account is locked")]
    AccountLocked,
    /// The header `X-Account-Deactivated`.
    #[error("the account is deactivated")]
    AccountDeactivated,
    /// A poll succeeded with an answer that is no token.
    #[error("the answer could not be understood: {0}")]
    TokenNotUnderstood(Misfit),
    /// The request for a code succeeded with an answer that is no device code.
    #[error("the answer could not be understood: {0}")]
    CodeNotUnderstood(Misfit),
    /// The address at which the code should be entered is not one of Trakt's.
    #[error("the code came with an address that is not Trakt's")]
    ForeignAddress {
        /// As sent, shortened. Never a link.
        address: String,
    },
    /// The request for a code was answered with 404, 405 or 410.
    #[error("the host does not give device codes")]
    NotServed,
    /// The request for a code was answered with 429.
    #[error("too many requests")]
    RateLimited {
        /// `Retry-After`, in seconds.
        retry_after: Option<u64>,
    },
    /// The request for a code was answered with 500 or above.
    #[error("Trakt is down")]
    TraktDown,
    /// Any other refusal.
    #[error("the request was refused")]
    Refused,
}

impl DeviceError {
    /// The words for it.
    pub fn explain(&self) -> Explanation {
        match self {
            Self::UnknownCode => explanation(
                "Trakt does not know this code",
                "Trakt has forgotten the code, or another of its hosts gave it out. Nothing has changed in your account.",
                [
                    "Get a new device code.",
                    "If that fails too, choose the other “Trakt sign-in host”.",
                ],
            ),
            Self::AlreadyUsed => explanation(
                "This code has been used already",
                "A code gives one sign-in, and this one's has been handed out, perhaps in an answer that was lost on \
                 its way.",
                ["Get a new device code and enter it at Trakt."],
            ),
            Self::Expired => explanation(
                "The code has expired",
                "It was not entered and allowed at Trakt in time.",
                ["Get a new device code and enter it before its time is over."],
            ),
            Self::Denied => explanation(
                "You did not allow the app at Trakt",
                "Trakt says that the sign-in was declined. Nothing has changed in your account.",
                ["Get a new device code and press “Yes” or “Allow” at Trakt."],
            ),
            Self::InvalidClient => explanation(
                "Trakt does not know this client ID and secret",
                "The client ID or the client secret is wrong, or the secret is missing.",
                [
                    "Open your app at Trakt and copy both values again, each as a whole. Then get a new device code.",
                ],
            ),
            Self::AppNotAccepted => explanation(
                "Trakt does not accept this app",
                "The client ID is not allowed in, or the app is not approved yet.",
                [
                    "Open your app at Trakt and check that it is active and approved.",
                    "Check that the Client ID is the one of that app, then get a new device code.",
                ],
            ),
            Self::AccountLocked => explanation(
                "Your Trakt account is locked",
                "Trakt locks accounts for its own reasons; no sign-in works until it is unlocked.",
                ["Write to Trakt's support, then come back."],
            ),
            Self::AccountDeactivated => explanation(
                "Your Trakt account is deactivated",
                "No sign-in works until the account is active again.",
                ["Write to Trakt's support, then come back."],
            ),
            Self::TokenNotUnderstood(misfit) => explanation(
                "Trakt's answer could not be understood",
                &format!(
                    "You allowed the app, but Trakt's answer is no token: {misfit}. The code is used up."
                ),
                ["Get a new device code and try again."],
            ),
            Self::CodeNotUnderstood(misfit) => explanation(
                "Trakt's answer could not be understood",
                &format!("Trakt accepted the request, but its answer is no device code: {misfit}."),
                [
                    "Try again. If it happens again, choose the other “Trakt sign-in host” or another way to sign in.",
                ],
            ),
            Self::ForeignAddress { address } => explanation(
                "The code came with an address that is not Trakt's",
                &format!(
                    "You would have been sent to “{address}”. This page only ever sends you to trakt.tv, so the code is \
                     not shown."
                ),
                [
                    "Do not open that address. Try again in another network, or choose another way to sign in.",
                ],
            ),
            Self::NotServed => explanation(
                "This Trakt sign-in host gives no device codes",
                "This address of Trakt's does not serve them any more, or not at the moment.",
                ["Choose the other address under “Trakt sign-in host” and try again."],
            ),
            Self::RateLimited { retry_after } => Explanation {
                title: "Trakt asks for a pause".into(),
                meaning: "Too many requests came in a short time.".into(),
                next: vec![match retry_after {
                    Some(seconds) => format!("Wait {seconds} seconds, then get a device code."),
                    None => "Wait a minute, then get a device code.".into(),
                }],
            },
            Self::TraktDown => explanation(
                "Trakt is not available",
                "Trakt's server, or the network in front of it, answered with an error of its own.",
                ["Try again in 30 seconds."],
            ),
            Self::Refused => explanation(
                "Trakt refused the request",
                "The reason, in Trakt's own words, stands below.",
                [
                    "Check Client ID and Client secret, then get a new device code, or choose another way to sign in.",
                ],
            ),
        }
    }
}

fn wrong_type(member: &'static str, expected: &'static str) -> DeviceError {
    DeviceError::CodeNotUnderstood(Misfit::WrongType { member, expected })
}

/// A member, in which null and blank count as absent.
#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::trakt::{AnswerHeaders, ClientSecret};

    const TOKEN: &str =
        r#"{"access_token":"a","token_type":"bearer","expires_in":1,"refresh_token":"r"}"#;
    const CODE: &str = r#"{"device_code":"visible-code","user_code":"5055-CC52","verification_url":"https://trakt.tv/activate","expires_in":600,"interval":5}"#;
    const START: f64 = 1_700_000_000_000.0;

    fn missing(member: &'static str) -> DeviceError {
        DeviceError::CodeNotUnderstood(Misfit::Missing(vec![member]))
    }

    type Reply = Result<Answer, NoAnswer>;

    fn answer(status: u16, body: &str) -> Answer {
        Answer {
            status,
            headers: AnswerHeaders::default(),
            body: AnswerBody::Text(body.to_owned()),
        }
    }

    fn limited(retry_after: &str) -> Reply {
        let mut answer = answer(429, "");
        answer.headers.retry_after = Some(retry_after.to_owned());
        Ok(answer)
    }

    fn code_with(member: &str, value: &str) -> Result<DeviceCode, DeviceError> {
        let mut json: Value = serde_json::from_str(CODE).unwrap();
        json[member] = serde_json::from_str(value).unwrap();
        DeviceCode::from_answer(&answer(200, &json.to_string())).map_err(|failure| failure.cause)
    }

    fn code() -> DeviceCode {
        DeviceCode::from_answer(&answer(200, CODE)).unwrap()
    }

    fn app(secret: Option<&str>) -> TraktApp {
        TraktApp {
            client_id: ClientId::new("an-id"),
            client_secret: secret.map(ClientSecret::new),
        }
    }

    #[test]
    fn a_device_code_is_read_and_does_not_print_itself() {
        let code = code();
        assert_eq!(code.device_code.reveal(), "visible-code");
        assert_eq!((code.expires_in, code.interval), (600, 5));
        assert_eq!(code.activation_url(), "https://trakt.tv/activate/5055-CC52");
        let request = poll_request(SignInHost::Classic, &app(Some("visible-secret")), &code);
        let printed = format!("{code:?} {request:?}");
        assert!(!printed.contains("visible"), "{printed}");
    }

    #[test]
    fn numbers_may_be_texts_and_the_interval_may_be_missing() {
        assert_eq!(code_with("interval", "null").unwrap().interval, 5);
        assert_eq!(code_with("interval", r#""7""#).unwrap().interval, 7);
        assert_eq!(code_with("expires_in", r#"" 60 ""#).unwrap().expires_in, 60);
    }

    #[test]
    fn what_is_no_device_code_is_named() {
        for member in ["device_code", "user_code", "verification_url", "expires_in"] {
            for absent in ["null", r#"" ""#] {
                assert_eq!(code_with(member, absent), Err(missing(member)));
            }
            assert!(matches!(
                code_with(member, "[1]"),
                Err(DeviceError::CodeNotUnderstood(Misfit::WrongType { .. }))
            ));
        }
        for (member, value) in [
            ("interval", "-1"),
            ("interval", "1.5"),
            ("expires_in", r#""soon""#),
            ("user_code", r#""a\nb""#),
            ("user_code", r#""012345678901234567890123456789012""#),
        ] {
            assert!(code_with(member, value).is_err(), "{member} {value}");
        }
        for (body, misfit) in [
            ("", Misfit::Empty),
            ("<html>", Misfit::WebPage),
            ("{\"user_code\":", Misfit::CutOff),
            ("no", Misfit::NotJson),
            ("[]", Misfit::NotAnObject("a list")),
        ] {
            let failure = DeviceCode::from_answer(&answer(200, body)).unwrap_err();
            assert_eq!(failure.cause, DeviceError::CodeNotUnderstood(misfit));
        }
    }

    #[test]
    fn a_refused_request_for_a_code_is_named() {
        for (status, cause) in [
            (401, DeviceError::InvalidClient),
            (403, DeviceError::AppNotAccepted),
            (404, DeviceError::NotServed),
            (423, DeviceError::AccountLocked),
            (429, DeviceError::RateLimited { retry_after: None }),
            (502, DeviceError::TraktDown),
            (400, DeviceError::Refused),
        ] {
            let body = r#"{"error_description":"why"}"#;
            let failure = DeviceCode::from_answer(&answer(status, body)).unwrap_err();
            assert_eq!(failure.cause, cause);
            assert_eq!(failure.said.to_string(), format!("HTTP {status} · why"));
        }
    }

    #[test]
    fn the_user_is_sent_to_trakt_and_nowhere_else() {
        for address in [
            "https://trakt.tv/activate",
            "https://trakt.tv",
            "https://auth.trakt.tv/device?x=1",
        ] {
            assert!(is_on_trakt(address), "{address}");
        }
        for address in [
            "http://trakt.tv/activate",
            "https://trakt.tv.evil.example/",
            "https://eviltrakt.tv/",
            "https://evil.example/trakt.tv",
            "https://evil.example?.trakt.tv",
            "https://evil.example#.trakt.tv",
            "https://evil.example\\\\.trakt.tv",
            "https://me@trakt.tv/",
            "https://trakt.tv@evil.example/",
            "https://trakt.tv:8443/",
            "https://evil.example%2f.trakt.tv/",
            "https://trakt.tv/a b",
            "javascript:alert(1)//trakt.tv",
            "//trakt.tv/activate",
        ] {
            let quoted = format!("\"{address}\"");
            assert!(
                matches!(
                    code_with("verification_url", &quoted),
                    Err(DeviceError::ForeignAddress { .. })
                ),
                "{address}"
            );
        }
    }

    #[test]
    fn the_qr_code_opens_the_address_with_the_code_after_it() {
        for (address, user_code, opened) in [
            (
                "https://trakt.tv/activate/",
                "AB",
                "https://trakt.tv/activate/AB",
            ),
            (
                "https://trakt.tv/activate",
                "A/B?",
                "https://trakt.tv/activate/A%2FB%3F",
            ),
            (
                "https://trakt.tv/activate?x",
                "AB",
                "https://trakt.tv/activate?x",
            ),
        ] {
            let code = DeviceCode {
                user_code: user_code.into(),
                verification_url: address.into(),
                ..code()
            };
            assert_eq!(code.activation_url(), opened);
        }
    }

    #[test]
    fn a_poll_has_three_members_or_two() {
        let request = request(SignInHost::Current, &ClientId::new("an-id"));
        assert_eq!(request.url, "https://auth.trakt.tv/oauth/device/code");
        let poll = poll_request(SignInHost::Classic, &app(Some("a-secret")), &code());
        assert_eq!(poll.url, "https://api.trakt.tv/oauth/device/token");
        assert_eq!(
            poll.body.as_deref(),
            Some(r#"{"code":"visible-code","client_id":"an-id","client_secret":"a-secret"}"#)
        );
        let poll = poll_request(SignInHost::Current, &app(None), &code());
        assert_eq!(poll.url, "https://auth.trakt.tv/oauth/device/token");
        assert_eq!(
            poll.body.as_deref(),
            Some(r#"{"code":"visible-code","client_id":"an-id"}"#)
        );
    }

    /// A polling whose first poll is out, and the time.
    fn asked() -> (Polling, f64) {
        let mut polling = Polling::new(&code(), START);
        let now_ms = START + 5_000.0;
        assert_eq!(polling.due(now_ms - 1.0), Due::Wait { until_ms: now_ms });
        assert_eq!(polling.due(now_ms), Due::Poll);
        (polling, now_ms)
    }

    fn pause(step: Step, since_ms: f64) -> (Polling, f64) {
        match step {
            Step::PollAt { polling, at_ms } => (polling, at_ms - since_ms),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_status_has_its_meaning() {
        for (status, cause) in [
            (404, DeviceError::UnknownCode),
            (409, DeviceError::AlreadyUsed),
            (410, DeviceError::Expired),
            (418, DeviceError::Denied),
            (401, DeviceError::InvalidClient),
            (403, DeviceError::AppNotAccepted),
            (423, DeviceError::AccountLocked),
            (412, DeviceError::Refused),
        ] {
            let (polling, now_ms) = asked();
            let Step::Ended(failure) = polling.answered(&Ok(answer(status, "")), now_ms) else {
                panic!("{status} ends it")
            };
            assert_eq!((failure.cause, failure.said.status), (cause, Some(status)));
        }
    }

    #[test]
    fn the_errors_of_rfc_8628_are_understood_too() {
        for (error, ends) in [
            ("authorization_pending", None),
            ("expired_token", Some(DeviceError::Expired)),
            ("access_denied", Some(DeviceError::Denied)),
            ("invalid_client", Some(DeviceError::InvalidClient)),
        ] {
            let (polling, now_ms) = asked();
            let body = format!(r#"{{"error":"{error}"}}"#);
            match polling.answered(&Ok(answer(400, &body)), now_ms) {
                Step::PollAt { at_ms, .. } => {
                    assert_eq!((ends, at_ms), (None, now_ms + 5_000.0));
                }
                Step::Ended(failure) => assert_eq!(Some(failure.cause), ends),
                Step::Done(_) => panic!("{error} is no token"),
            }
        }
        let (polling, now_ms) = asked();
        let slower = polling.answered(&Ok(answer(400, r#"{"error":"slow_down"}"#)), now_ms);
        assert_eq!(pause(slower, now_ms).1, 10_000.0);
    }

    #[test]
    fn a_token_ends_it_even_when_it_comes_late() {
        for late_ms in [0.0, 3_600_000.0] {
            let (mut polling, now_ms) = asked();
            assert_eq!(polling.due(now_ms + late_ms), Due::Answer);
            let step = polling.answered(&Ok(answer(200, TOKEN)), now_ms + late_ms);
            let Step::Done(token) = step else {
                panic!("{step:?}")
            };
            assert_eq!(token.access_token.reveal(), "a");
            assert_eq!(token.created_at, ((now_ms + late_ms) / 1_000.0) as u64);
        }
    }

    #[test]
    fn a_success_without_a_token_ends_it_and_keeps_what_came() {
        for (body, is_kept) in [("", false), ("{\"access_token\":\"visible\"}", true)] {
            let (polling, now_ms) = asked();
            let Step::Ended(failure) = polling.answered(&Ok(answer(200, body)), now_ms) else {
                panic!("it ends")
            };
            assert!(matches!(failure.cause, DeviceError::TokenNotUnderstood(_)));
            assert_eq!(failure.received.is_some(), is_kept);
            assert!(!format!("{failure:?} {failure}").contains("visible"));
        }
    }

    #[test]
    fn slow_down_lengthens_for_good_and_keeps_to_retry_after() {
        let (polling, now_ms) = asked();
        let (polling, waited) = pause(polling.answered(&limited("3"), now_ms), now_ms);
        assert_eq!(waited, 10_000.0);
        let (polling, waited) = pause(polling.answered(&limited("40"), now_ms), now_ms);
        assert_eq!(waited, 40_000.0);
        let pending = Ok(answer(400, ""));
        assert_eq!(
            pause(polling.answered(&pending, now_ms), now_ms).1,
            15_000.0
        );
    }

    #[test]
    fn without_an_answer_the_pause_doubles_up_to_a_minute_until_one_comes() {
        for silence in [
            Err(NoAnswer::Unreadable),
            Err(NoAnswer::Offline),
            Err(NoAnswer::TimedOut { seconds: 30 }),
            Ok(answer(502, "<html>")),
        ] {
            let (mut polling, now_ms) = asked();
            for expected in [10_000.0, 20_000.0, 40_000.0, 60_000.0, 60_000.0] {
                let (next, waited) = pause(polling.answered(&silence, now_ms), now_ms);
                assert_eq!(waited, expected);
                polling = next;
            }
            let pending = Ok(answer(400, ""));
            assert_eq!(pause(polling.answered(&pending, now_ms), now_ms).1, 5_000.0);
        }
    }

    #[test]
    fn after_a_long_sleep_one_poll_is_due_or_none() {
        let mut polling = Polling::new(&code(), START);
        assert_eq!(polling.due(START + 590_000.0), Due::Poll);
        assert_eq!(polling.due(START + 590_001.0), Due::Answer);
        let pending = Ok(answer(400, ""));
        let (mut polling, waited) = pause(
            polling.answered(&pending, START + 590_002.0),
            START + 590_002.0,
        );
        assert_eq!(waited, 5_000.0);
        let expired = Due::Ended(DeviceError::Expired.into());
        assert_eq!(polling.due(START + 600_000.0), expired);
        assert_eq!(polling.ms_left(START + 600_001.0), 0.0);
        assert_eq!(Polling::new(&code(), START).due(START + 1e12), expired);
    }

    #[test]
    fn a_clock_that_is_set_back_neither_hurries_nor_stops_it() {
        let mut polling = Polling::new(&code(), START);
        assert!(matches!(polling.due(START + 2_000.0), Due::Wait { .. }));
        let back = START - 3_600_000.0;
        assert_eq!(
            polling.due(back),
            Due::Wait {
                until_ms: back + 3_000.0
            }
        );
        assert_eq!(polling.ms_left(back), 598_000.0);
        assert_eq!(polling.due(back + 3_000.0), Due::Poll);
    }

    #[test]
    fn an_interval_of_zero_is_a_second_and_a_long_pause_ends_with_the_code() {
        let mut hasty = Polling::new(&code_with("interval", "0").unwrap(), START);
        assert!(matches!(hasty.due(START), Due::Wait { until_ms } if until_ms == START + 1_000.0));
        let (polling, now_ms) = asked();
        let (mut polling, waited) = pause(polling.answered(&limited("86400"), now_ms), now_ms);
        assert_eq!(waited, 595_000.0);
        assert!(matches!(polling.due(now_ms + waited), Due::Ended(_)));
    }

    /// What may come back, and whether it ends the polling.
    fn alphabet() -> Vec<(Reply, bool)> {
        let statuses = [200, 400, 401, 403, 404, 409, 410, 418, 429, 500, 503];
        statuses
            .into_iter()
            .map(|status| {
                let body = if status == 200 { TOKEN } else { "" };
                let goes_on = matches!(status, 400 | 429 | 500..);
                (Ok(answer(status, body)), !goes_on)
            })
            .chain([
                (limited("12"), false),
                (Ok(answer(200, "{}")), true),
                (Err(NoAnswer::Unreadable), false),
                (Err(NoAnswer::Offline), false),
            ])
            .collect()
    }

    /// Answers all sequences of replies up to `depth` more, with the clock jumping by `late_ms` before each poll, and
    /// counts them.
    fn walk(
        polling: &Polling,
        now_ms: f64,
        late_ms: f64,
        depth: usize,
        replies: &[(Reply, bool)],
    ) -> usize {
        let mut count = 0;
        for (reply, ends) in replies {
            count += 1;
            let interval_ms = polling.interval_ms;
            let step = polling.clone().answered(reply, now_ms);
            let Step::PollAt { mut polling, at_ms } = step else {
                assert!(*ends || now_ms >= polling.expires_at_ms, "{reply:?}");
                continue;
            };
            assert!(!ends, "{reply:?}");
            let is_slow_down = matches!(reply, Ok(answer) if answer.status == 429);
            let longer_ms = if is_slow_down { 5_000.0 } else { 0.0 };
            assert_eq!(polling.interval_ms, interval_ms + longer_ms);
            assert!(at_ms <= polling.expires_at_ms);
            assert_eq!(polling.due(at_ms - 1.0), Due::Wait { until_ms: at_ms });

            let at_ms = at_ms + late_ms;
            match polling.due(at_ms) {
                Due::Poll => {
                    assert!(at_ms - now_ms >= polling.interval_ms);
                    assert!(at_ms < polling.expires_at_ms);
                    assert_eq!(polling.due(at_ms), Due::Answer);
                    if depth > 1 {
                        count += walk(&polling, at_ms, late_ms, depth - 1, replies);
                    }
                }
                Due::Ended(failure) => {
                    assert_eq!(failure.cause, DeviceError::Expired);
                    assert!(at_ms >= polling.expires_at_ms);
                }
                other => panic!("{other:?}"),
            }
        }
        count
    }

    #[test]
    fn every_sequence_of_six_answers_keeps_the_rules() {
        let replies = alphabet();
        let (polling, now_ms) = asked();
        let go_on = replies.iter().filter(|(_, ends)| !ends).count();
        let all: usize = (0..6).map(|n| go_on.pow(n) * replies.len()).sum();
        assert_eq!(walk(&polling, now_ms, 0.0, 6, &replies), all);
        for late_ms in [45_000.0, 180_000.0, 3_600_000.0] {
            assert!(walk(&polling, now_ms, late_ms, 6, &replies) >= replies.len());
        }
    }

    #[test]
    fn every_sequence_that_is_short_of_time_keeps_the_rules() {
        let code = code_with("expires_in", "31").unwrap();
        let mut polling = Polling::new(&code, START);
        assert_eq!(polling.due(START + 5_000.0), Due::Poll);
        assert!(walk(&polling, START + 5_000.0, 0.0, 6, &alphabet()) > 1_000);
    }

    #[test]
    fn whatever_comes_back_for_ever_the_clock_ends_it() {
        for (reply, _) in alphabet().into_iter().filter(|(_, ends)| !ends) {
            let (mut polling, mut now_ms) = asked();
            let mut polls = 1;
            loop {
                match polling.answered(&reply, now_ms) {
                    Step::PollAt {
                        polling: next,
                        at_ms,
                    } => {
                        polling = next;
                        now_ms = at_ms;
                    }
                    other => panic!("{other:?}"),
                }
                match polling.due(now_ms) {
                    Due::Poll => polls += 1,
                    Due::Ended(_) => break,
                    other => panic!("{other:?}"),
                }
            }
            assert_eq!(now_ms, START + 600_000.0);
            assert!(polls <= 120, "{polls}");
        }
    }

    #[test]
    fn every_end_has_its_own_title_or_meaning() {
        let ends = [
            DeviceError::UnknownCode,
            DeviceError::AlreadyUsed,
            DeviceError::Expired,
            DeviceError::Denied,
            DeviceError::InvalidClient,
            DeviceError::AppNotAccepted,
            DeviceError::AccountLocked,
            DeviceError::AccountDeactivated,
            DeviceError::TokenNotUnderstood(Misfit::Empty),
            DeviceError::CodeNotUnderstood(Misfit::Empty),
            DeviceError::ForeignAddress {
                address: "x".into(),
            },
            DeviceError::NotServed,
            DeviceError::RateLimited { retry_after: None },
            DeviceError::TraktDown,
            DeviceError::Refused,
        ];
        let mut words: Vec<_> = ends
            .iter()
            .map(|end| format!("{:?}", end.explain()))
            .collect();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), ends.len());
    }
}
