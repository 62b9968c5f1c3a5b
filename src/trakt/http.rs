//! Requests and responses as data, before anything sends or interprets them.

use std::time::Duration;

use crate::sensitive::Sensitive;

/// A request that a browser, or a command line, can send as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// Absolute; never holds a secret.
    pub url: &'static str,
    /// Name and value, in the order to send.
    pub headers: Vec<(&'static str, Sensitive<String>)>,
    /// Sent as it is.
    pub body: Option<Sensitive<String>>,
}

/// The HTTP methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

/// A response, as far as a page can read one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers that mean something here.
    pub headers: ResponseHeaders,
    /// The body after them.
    pub body: ResponseBody,
}

/// The headers that mean something here. Trakt must expose them to pages for them to be seen (CORS).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResponseHeaders {
    /// `Retry-After`, as sent.
    pub retry_after: Option<String>,
    /// Whether `X-Account-Locked` was there.
    pub account_locked: bool,
    /// Whether `X-Account-Deactivated` was there.
    pub account_deactivated: bool,
}

/// The body of a response, or as much of it as arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseBody {
    /// As UTF-8. What is not UTF-8 has become U+FFFD.
    pub text: Sensitive<String>,
    /// Why there is no more of it.
    pub end: BodyEnd,
}

/// Why a body was not read any further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyEnd {
    /// That was all of it.
    Complete,
    /// The connection ended before the body did.
    CutOff,
    /// The body is longer than the limit; the rest was not read.
    TooLong {
        /// In bytes.
        limit: usize,
    },
    /// The rest had not arrived after this long.
    TimedOut {
        /// The time that was waited, from when the request was sent.
        patience: Duration,
    },
}

/// Why there is no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetworkError {
    /// The browser had no network when the request was to be sent, so the request never left.
    Offline,
    /// The browser cannot send such a request at all: a header's value has characters that HTTP cannot carry.
    Unsendable,
    /// The browser had a network when the request was sent, and has none now.
    ConnectionLost,
    /// The browser does not say why.
    Unreadable,
    /// No response began in time.
    TimedOut {
        /// The time that was waited.
        patience: Duration,
    },
}

impl Response {
    /// Returns a complete response without any of the headers that mean something here.
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self {
            status,
            headers: ResponseHeaders::default(),
            body: ResponseBody {
                text: Sensitive::new(body.into()),
                end: BodyEnd::Complete,
            },
        }
    }
}
