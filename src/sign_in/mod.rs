//! Signing in, as one state machine per flow: a PIN, a code and a refresh are exchanged, a device code is polled for, and
//! the browser is sent to Trakt. Each machine takes an event and returns what it has become. Nothing here knows of a
//! browser or of the page's words.

pub mod device;
pub mod exchange;
pub mod form;
pub mod polling;
pub mod precheck;
pub mod redirect;
mod retries;
pub mod world;

use crate::sensitive::Sensitive;
use crate::timestamp::Timestamp;
use crate::trakt::redirect::ReturnError;
use crate::trakt::{
    Failure, GrantKind, NetworkError, Request, Response, SignInHost, Token, TokenRequest, TraktApp,
};

use device::{DeviceProgress, DeviceSignIn};
use exchange::{Exchange, ExchangeProgress};
use redirect::Leaving;
pub use retries::PauseReason;
pub use world::{Id, Ids, PostLimit, World};

/// A sign-in under way.
#[derive(Debug, Clone, PartialEq)]
pub enum SignIn {
    /// A PIN, a code or a refresh token is being exchanged.
    Exchange(Exchange<TokenRequest>),
    /// A device code is being asked for, or polled with.
    Device(DeviceSignIn),
    /// The browser is being sent to Trakt.
    Leaving(Leaving),
}

/// What a sign-in has become.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// It goes on.
    Going(SignIn),
    /// Trakt has given a token.
    Granted(Box<Granted>),
    /// It brought no token.
    Failed {
        /// Why.
        failure: Box<Failure>,
        /// What was to be exchanged; none for a device code.
        request: Option<Box<TokenRequest>>,
    },
    /// The browser could not be sent to Trakt.
    NotLeft(ReturnError),
}

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

impl SignIn {
    /// Takes an event. One that does not fit changes nothing.
    pub fn on(self, event: Event, world: &mut World<'_>) -> Progress {
        match self {
            Self::Exchange(exchange) => match exchange.on(event, world) {
                ExchangeProgress::Going(exchange) => Progress::Going(Self::Exchange(exchange)),
                ExchangeProgress::Answered {
                    request,
                    answer: token,
                    other_host,
                } => Progress::Granted(Box::new(Granted {
                    other_host,
                    ..Granted::by(request, token)
                })),
                ExchangeProgress::Failed { request, failure } => Progress::Failed {
                    request: Some(Box::new(request)),
                    failure: Box::new(failure),
                },
            },
            Self::Device(device) => match device.on(event, world) {
                DeviceProgress::Going(device) => Progress::Going(Self::Device(device)),
                DeviceProgress::Granted(granted) => Progress::Granted(Box::new(granted)),
                DeviceProgress::Failed(failure) => Progress::Failed {
                    failure: Box::new(failure),
                    request: None,
                },
            },
            Self::Leaving(leaving) => match leaving.on(&event) {
                Ok(leaving) => Progress::Going(Self::Leaving(leaving)),
                Err(error) => Progress::NotLeft(error),
            },
        }
    }

    /// What the browser is to do.
    pub fn effect(&self) -> Effect {
        match self {
            Self::Exchange(exchange) => exchange.effect(),
            Self::Device(device) => device.effect(),
            Self::Leaving(leaving) => leaving.effect(),
        }
    }

    /// The id with which the outcome of [`Self::effect`] comes back.
    pub const fn effect_id(&self) -> Id {
        match self {
            Self::Exchange(exchange) => exchange.effect_id(),
            Self::Device(device) => device.effect_id(),
            Self::Leaving(leaving) => leaving.effect_id(),
        }
    }

    /// What there is to tell of it.
    pub fn status(&self) -> Status {
        match self {
            Self::Exchange(exchange) => exchange.status(Status::AwaitingResponse),
            Self::Device(device) => device.status(),
            Self::Leaving(_) => Status::Leaving,
        }
    }

    /// What is being exchanged; none for a device code.
    pub const fn exchanged(&self) -> Option<&TokenRequest> {
        match self {
            Self::Exchange(exchange) => Some(exchange.request()),
            Self::Device(_) | Self::Leaving(_) => None,
        }
    }

    /// Whether a request is out whose response may be a token.
    pub const fn awaits_token(&self) -> bool {
        match self {
            Self::Exchange(exchange) => exchange.awaits_response(),
            Self::Device(device) => device.awaits_token(),
            Self::Leaving(_) => false,
        }
    }
}
