//! The types that all sign-ins share: events, effects and their outcomes, the status meanwhile, and the token.

use super::retries::PauseReason;
use super::world::Id;
use crate::sensitive::Sensitive;
use crate::timestamp::Timestamp;
use crate::trakt::{
    Failure, GrantKind, NetworkError, Request, Response, SignInHost, Token, TokenRequest, TraktApp,
};

/// A token, and how it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Granted {
    /// For which app.
    pub app: TraktApp,
    /// The token.
    pub token: Token,
    /// The host that gave it.
    pub host: SignInHost,
    /// For what.
    pub grant: GrantKind,
    /// The failure of the host that was asked first, if the other one gave it.
    pub other_host: Option<Box<Failure>>,
}

impl Granted {
    /// Returns a token that came for this request.
    pub fn by(request: TokenRequest, token: Token) -> Self {
        Self {
            app: request.app,
            token,
            host: request.host,
            grant: request.grant.kind(),
            other_host: None,
        }
    }
}

/// An event in a sign-in.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// An effect came to its end.
    Ended {
        /// Which.
        id: Id,
        /// How.
        outcome: Outcome,
    },
    /// The user does not want to wait for the end of a pause.
    PauseSkipped,
}

/// Work for the browser.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Send this and hand back the response.
    Send {
        /// The request to send.
        request: Request,
        /// The time from which it may go out.
        not_before: Timestamp,
    },
    /// See whether a request to this address gets through.
    Probe {
        /// The address.
        url: &'static str,
    },
    /// Come back at this time.
    WakeAt(Timestamp),
    /// Keep this record for the tab and leave for this address.
    Leave {
        /// The record to keep.
        record: Sensitive<String>,
        /// Where to go.
        url: String,
    },
}

/// The end of an effect.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A response came, or did not.
    Response {
        /// It, or why it did not.
        result: Result<Response, NetworkError>,
        /// A random number from 0 up to 1, so that pauses are not in step with those of others.
        chance: f64,
    },
    /// A probe got through, or did not.
    Probed {
        /// Whether the probe got through.
        was_reached: bool,
    },
    /// The time has come.
    TimeReached,
    /// The browser did not keep the record, or could not leave.
    LeavingRefused,
}

/// The status of a sign-in under way, for the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The exchange's request is out.
    AwaitingResponse,
    /// Trakt is being asked for a device code.
    RequestingDeviceCode,
    /// The user is to enter the device code.
    AwaitingUser,
    /// The next request goes out later.
    Pausing {
        /// The reason for the pause.
        reason: PauseReason,
        /// The time at which it ends.
        until: Timestamp,
        /// The host that is asked then.
        next_host: SignInHost,
    },
    /// Why there was no response is being found out.
    Probing,
    /// The browser is being sent to Trakt.
    Leaving,
}
