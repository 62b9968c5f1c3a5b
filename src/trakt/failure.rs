//! Why there is no token.

use super::command_output::{CommandOutput, NoResponse};
use super::credentials::{ClientId, Token, TraktApp};
use super::grant::GrantKind;
use super::http::{NetworkError, Response, ResponseBody};
use super::input::AppOddity;
use super::request::TokenRequest;
use super::response::{self, Endpoint, ErrorDetails, Malformed, NoToken, Refusal};
use super::service::SignInHost;
use crate::shared_text::SharedText;
use crate::timestamp::Timestamp;

/// Why a request on the way to a token was in vain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The host that was asked.
    pub host: SignInHost,
    /// The kind of value that was to be exchanged.
    pub grant: GrantKind,
    /// The cause.
    pub cause: FailureCause,
    /// Everything that looks wrong about the app, where Trakt did not accept it.
    pub oddities: Vec<AppOddity>,
    /// Whether the client ID has the form of Trakt's: then it may have worked once, and its app may have been deleted.
    pub client_id_is_usual: bool,
    /// Whether the app went without a client secret.
    pub sent_without_secret: bool,
    /// Trakt's own words, for the user to pass on.
    pub details: ErrorDetails,
    /// The body that arrived instead of a token. A token may still be in it.
    pub received: Option<SharedText>,
    /// Whether the same value went out before without a readable response.
    pub was_sent_before: bool,
    /// The number of other values of the same kind, above all fresh PINs, that Trakt refused in a row before this one. The
    /// page counts them.
    pub refused_before: u32,
    /// The failure of the other sign-in host, where both were asked.
    pub other_host: Option<Box<Failure>>,
}

/// The cause of a failure, with the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FailureCause {
    /// Trakt answered, and said no.
    Refused(Refusal),
    /// There was no response.
    Network(NetworkError),
    /// There was no response that a page may read, but the host can be reached.
    ResponseHidden,
    /// There was no response, and not even a request that wants none gets through to the host.
    HostUnreachable,
    /// Trakt answered that it succeeded, but not with a token.
    NoToken(Malformed),
    /// Trakt answered that it succeeded, but not with a device code.
    NoDeviceCode(Malformed),
    /// The device code is to be entered at an address that is not Trakt's.
    ForeignVerificationUrl {
        /// As sent, made fit to be shown. Never a link.
        url: String,
    },
    /// The time of the device code was over before it was entered.
    DeviceCodeTimeOver {
        /// The number of the last polls in a row without a response.
        unanswered_polls: u32,
    },
    /// There is no response in what was pasted as a command's output.
    Command(NoResponse),
}

/// The state of a single-use value, as far as it is known: whether Trakt has used it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GrantUse {
    /// The request never left, or Trakt refused it for another reason.
    NotUsed,
    /// The request may have reached Trakt, and no answer says what became of the value.
    MaybeUsed,
    /// Trakt answered that it succeeded.
    ProbablyUsed,
}

impl From<NoToken> for FailureCause {
    fn from(no_token: NoToken) -> Self {
        match no_token {
            NoToken::Refused(refusal) => Self::Refused(refusal),
            NoToken::Malformed(malformed) => Self::NoToken(malformed),
        }
    }
}

impl Failure {
    /// Returns a failure of which no more than this is known.
    pub fn new(host: SignInHost, grant: GrantKind, cause: FailureCause) -> Self {
        Self {
            host,
            grant,
            cause,
            oddities: Vec::new(),
            client_id_is_usual: false,
            sent_without_secret: false,
            details: ErrorDetails::default(),
            received: None,
            was_sent_before: false,
            refused_before: 0,
            other_host: None,
        }
    }

    /// Returns the host that serves no sign-ins, if exactly one of those that were asked says so. Where neither serves,
    /// there is nothing to go on with.
    pub fn host_not_served(&self) -> Option<SignInHost> {
        let not_served = |failure: &Self| {
            matches!(failure.cause, FailureCause::Refused(Refusal::NotServed))
                .then_some(failure.host)
        };
        let other = self.other_host.as_deref().and_then(not_served);
        match (not_served(self), other) {
            (Some(host), None) | (None, Some(host)) => Some(host),
            _ => None,
        }
    }

    /// With what there is to know about the app that asked.
    #[must_use]
    pub fn with_app(mut self, app: &TraktApp) -> Self {
        self.sent_without_secret = app.client_secret.is_none();
        self.client_id_is_usual = has_usual_form(&app.client_id);
        if let FailureCause::Refused(Refusal::InvalidClient | Refusal::Unauthorized) = self.cause {
            self.oddities = app.oddities();
        }
        self
    }

    /// With what a response says about it.
    #[must_use]
    pub fn with_details_of(mut self, response: &Response) -> Self {
        self.details = ErrorDetails::of(response);
        self
    }

    /// With what arrived instead of a token, if a token may be in it.
    #[must_use]
    pub fn with_received(mut self, body: &ResponseBody) -> Self {
        let is_kept = match self.cause {
            FailureCause::NoToken(_) => !body.visible_text().is_empty(),
            _ => body.may_hold_token(),
        };
        self.received = is_kept.then(|| body.text.reveal().as_str().into());
        self
    }

    /// Returns whether the browser brought no response, so that another way to send the request may help.
    pub const fn is_without_response(&self) -> bool {
        matches!(
            self.cause,
            FailureCause::Network(_) | FailureCause::ResponseHidden | FailureCause::HostUnreachable
        )
    }

    /// Tells whether the same request may get through where a browser's does not.
    pub const fn may_succeed_by_command(&self) -> bool {
        self.is_without_response()
            || matches!(
                self.cause,
                FailureCause::Refused(Refusal::TurnedAway { .. } | Refusal::TraktDown)
            )
    }

    /// Returns what is known of whether the value that was to be exchanged has been used up, by this and by what was
    /// tried before.
    pub fn grant_use(&self) -> GrantUse {
        let here = match &self.cause {
            FailureCause::Network(NetworkError::Offline | NetworkError::Unsendable)
            | FailureCause::Refused(Refusal::RateLimited { .. } | Refusal::NotServed)
            | FailureCause::ForeignVerificationUrl { .. }
            | FailureCause::NoDeviceCode(_)
            | FailureCause::Command(NoResponse::NotSent { .. } | NoResponse::WrongShell { .. }) => {
                GrantUse::NotUsed
            }
            FailureCause::NoToken(
                Malformed::Missing(_)
                | Malformed::NoRefreshToken { .. }
                | Malformed::WrongType { .. }
                | Malformed::NotUtf8 { .. },
            )
            | FailureCause::Command(NoResponse::InPieces) => GrantUse::ProbablyUsed,
            _ => GrantUse::MaybeUsed,
        };
        let before = match self.was_sent_before {
            true => GrantUse::MaybeUsed,
            false => GrantUse::NotUsed,
        };
        let at_other_host = self.other_host.as_ref().map(|other| other.grant_use());
        let known = here.max(before).max(at_other_host.unwrap_or(before));
        match self.was_refused_after_attempt() {
            true => known.max(GrantUse::ProbablyUsed),
            false => known,
        }
    }

    /// Returns whether the value was refused after a request with the same value got no response: Trakt probably took
    /// it then.
    pub fn was_refused_after_attempt(&self) -> bool {
        let is_refused =
            |failure: &Self| matches!(failure.cause, FailureCause::Refused(Refusal::InvalidGrant));
        let is_lost = |failure: &Self| {
            failure.is_without_response()
                && !matches!(failure.cause, FailureCause::Network(NetworkError::Offline))
        };
        let refused_here = is_refused(self) && self.was_sent_before;
        let at_one_and_the_other = self.other_host.as_deref().is_some_and(|other| {
            (is_refused(self) && is_lost(other)) || (is_refused(other) && is_lost(self))
        });
        refused_here || at_one_and_the_other
    }

    /// Returns the failure, with what a probe of `host` found out in place of an unreadable response.
    #[must_use]
    pub fn after_probe(mut self, host: SignInHost, was_reached: bool) -> Self {
        let found = match was_reached {
            true => FailureCause::ResponseHidden,
            false => FailureCause::HostUnreachable,
        };
        let mut this = Some(&mut self);
        while let Some(failure) = this {
            if failure.host == host && failure.is_unreadable() {
                failure.cause = found.clone();
            }
            this = failure.other_host.as_deref_mut();
        }
        self
    }

    /// Returns whether the browser did not say why there is no response.
    pub fn is_unreadable(&self) -> bool {
        matches!(self.cause, FailureCause::Network(NetworkError::Unreadable))
    }
}

/// Tells whether a client ID is 64 hexadecimal characters, as in older apps, or 43 of base64url, as in those made since
/// October 2026.
fn has_usual_form(client_id: &ClientId) -> bool {
    let id = client_id.reveal().as_bytes();
    let is_base64url = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (id.len() == 64 && id.iter().all(u8::is_ascii_hexdigit))
        || (id.len() == 43 && id.iter().all(is_base64url))
}

impl TokenRequest {
    /// Returns the token in what came back for this request.
    ///
    /// # Errors
    /// Why there is none.
    pub fn read(
        &self,
        result: &Result<Response, NetworkError>,
        received_at: Timestamp,
    ) -> Result<Token, Failure> {
        match result {
            Ok(response) => self
                .read_response(response, received_at)
                .map_err(|failure| failure.with_details_of(response)),
            Err(error) => Err(self.failure(FailureCause::Network(*error))),
        }
    }

    /// Returns the token in what a command printed for this request; see [`CommandOutput::recognise`].
    ///
    /// # Errors
    /// Why there is none.
    pub fn read_command_output(
        &self,
        output: &str,
        received_at: Timestamp,
    ) -> Result<Token, Failure> {
        let response = match CommandOutput::recognise(output) {
            CommandOutput::Response(response) => response,
            CommandOutput::NoResponse(reason) => {
                return Err(self.failure(FailureCause::Command(reason)));
            }
        };
        self.read_response(&response, received_at)
            .map_err(|failure| {
                let details = ErrorDetails::of(&response);
                Failure {
                    details: ErrorDetails {
                        // A success is only assumed.
                        status: details.status.filter(|status| *status >= 300),
                        ..details
                    },
                    received: None,
                    ..failure
                }
            })
    }

    fn read_response(&self, response: &Response, received_at: Timestamp) -> Result<Token, Failure> {
        let endpoint = match self.grant.kind() {
            GrantKind::Refresh => Endpoint::Refresh,
            GrantKind::Pin | GrantKind::Code | GrantKind::Device => Endpoint::Token,
        };
        response::read_token(endpoint, response, received_at)
            .map_err(|no_token| self.failure(no_token.into()).with_received(&response.body))
    }

    fn failure(&self, cause: FailureCause) -> Failure {
        Failure::new(self.host, self.grant.kind(), cause).with_app(&self.app)
    }
}
