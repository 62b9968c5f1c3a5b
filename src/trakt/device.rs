//! Device authorization (RFC 8628, with Trakt's names): the codes, and what a poll brings.

use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::credentials::{DeviceCode, Token, TraktApp};
use super::display_text::displayable;
use super::endpoints::SignInHost;
use super::failure::{Failure, FailureCause};
use super::grant::GrantKind;
use super::http::{NetworkError, Response};
use super::response::{self, Endpoint, ExpectedType, Malformed, Members, Refusal};
use crate::timestamp::Timestamp;

/// The pause between polls where Trakt names none (RFC 8628 3.2).
pub const DEFAULT_INTERVAL: Duration = Duration::from_secs(5);
/// A user code is typed by hand, so it is short; in characters.
const USER_CODE_LIMIT: usize = 32;
/// An address that fits into a QR code that a phone can read; in characters.
const URL_LIMIT: usize = 200;
/// The hyphen of a user code stays; everything else that is not a letter or a digit is percent-encoded.
const PATH_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-');

/// A device authorization response (RFC 8628 3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceAuthorization {
    /// What the page polls with.
    pub device_code: DeviceCode,
    /// What the user types at Trakt.
    pub user_code: String,
    /// Where the user types it: https, and one of Trakt's hosts.
    pub verification_url: String,
    /// How long the codes live.
    pub expires_in: Duration,
    /// The pause between polls.
    pub interval: Duration,
}

impl DeviceAuthorization {
    /// The codes in what came back for a device authorization request.
    ///
    /// # Errors
    /// Why there are none.
    pub fn read(
        host: SignInHost,
        app: &TraktApp,
        result: &Result<Response, NetworkError>,
        received_at: Timestamp,
    ) -> Result<Self, Failure> {
        let failure = |cause| Failure::new(host, GrantKind::Device, cause).with_app(app);
        let response = match result {
            Ok(response) => response,
            Err(error) => return Err(failure(FailureCause::Network(*error))),
        };
        response::check(Endpoint::DeviceAuthorization, response, received_at)
            .map_err(FailureCause::Refused)
            .and_then(|()| {
                Members::of(&response.body)
                    .map_err(FailureCause::NoDeviceCode)
                    .and_then(|members| Self::from_members(&members))
            })
            .map_err(|cause| failure(cause).with_details_of(response))
    }

    fn from_members(members: &Members) -> Result<Self, FailureCause> {
        let authorization = Self::unchecked(members).map_err(FailureCause::NoDeviceCode)?;
        let Self {
            user_code,
            verification_url,
            ..
        } = &authorization;
        let is_short = user_code.chars().count() <= USER_CODE_LIMIT;
        if !is_short || displayable(user_code) != *user_code {
            return Err(FailureCause::NoDeviceCode(Malformed::WrongType {
                member: "user_code",
                expected: ExpectedType::ShortCode,
            }));
        }
        if !is_on_trakt(verification_url) {
            return Err(FailureCause::ForeignVerificationUrl {
                url: displayable(verification_url),
            });
        }
        Ok(authorization)
    }

    fn unchecked(members: &Members) -> Result<Self, Malformed> {
        let seconds = members.number("interval")?;
        Ok(Self {
            device_code: DeviceCode::new(members.required_text("device_code")?),
            user_code: members.required_text("user_code")?,
            verification_url: members.required_text("verification_url")?,
            expires_in: Duration::from_secs(members.required_number("expires_in")?),
            interval: seconds.map_or(DEFAULT_INTERVAL, Duration::from_secs),
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
pub(super) fn is_on_trakt(url: &str) -> bool {
    // Browsers read a backslash as a slash and leave out control characters, so neither may stand in it.
    let is_plain =
        url.len() <= URL_LIMIT && url.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    let host = url
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

/// What a poll brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Poll {
    /// The user has allowed the app.
    Token(Token),
    /// The user has not entered the code yet.
    Pending,
    /// Trakt wants to be asked less often.
    SlowDown {
        /// From `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// There was no response, or Trakt is down.
    Unanswered {
        /// From `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// No further poll can bring a token.
    Failed(Failure),
}

impl Poll {
    /// Reads what came back for a poll (RFC 8628 3.5, with the statuses of Trakt's guide).
    pub fn read(
        host: SignInHost,
        app: &TraktApp,
        result: &Result<Response, NetworkError>,
        received_at: Timestamp,
    ) -> Self {
        let response = match result {
            Ok(response) => response,
            Err(_) => return Self::Unanswered { retry_after: None },
        };
        let failed = |cause| {
            Failure::new(host, GrantKind::Device, cause)
                .with_app(app)
                .with_details_of(response)
        };
        match response::check(Endpoint::DeviceToken, response, received_at) {
            Ok(()) => match response::token(&response.body, received_at) {
                Ok(token) => Self::Token(token),
                Err(malformed) => Self::Failed(
                    failed(FailureCause::NoToken(malformed)).with_received(&response.body),
                ),
            },
            Err(Refusal::AuthorizationPending) => Self::Pending,
            Err(Refusal::RateLimited { retry_after }) => Self::SlowDown { retry_after },
            Err(Refusal::TraktDown) => Self::Unanswered {
                retry_after: response.headers.retry_after(received_at),
            },
            Err(refusal) => Self::Failed(failed(FailureCause::Refused(refusal))),
        }
    }
}
