//! What every sign-in takes and gives: events, effects and how they end, what there is to tell meanwhile, and the token.

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
    /// Who gave it.
    pub host: SignInHost,
    /// For what.
    pub grant: GrantKind,
    /// How the host that was asked first failed, if the other one gave it.
    pub other_host: Option<Box<Failure>>,
}

impl Granted {
    /// A token that came for this request.
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

/// What happens to a sign-in.
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

/// What the browser is to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Send this and hand back the response.
    Send {
        /// What to send.
        request: Request,
        /// When it may go out.
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
        /// What is kept.
        record: Sensitive<String>,
        /// Where to go.
        url: String,
    },
}

/// How an effect ended.
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
        /// Which of both.
        was_reached: bool,
    },
    /// The time has come.
    TimeReached,
    /// The browser did not keep the record, or could not leave.
    LeavingRefused,
}

/// What there is to tell of a sign-in under way.
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
        /// What the pause is for.
        reason: PauseReason,
        /// When it ends.
        until: Timestamp,
        /// Who is asked then.
        next_host: SignInHost,
    },
    /// Why there was no response is being found out.
    Probing,
    /// The browser is being sent to Trakt.
    Leaving,
}
