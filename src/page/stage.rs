//! Where a sign-in stands.

use std::time::Duration;

use crate::sign_in::exchange::Exchange;
use crate::sign_in::form::InputProblem;
use crate::sign_in::precheck::Precheck;
use crate::sign_in::world::World;
use crate::sign_in::{PauseReason, SignIn, Status};
use crate::timestamp::Timestamp;
use crate::trakt::device::DeviceAuthorization;
use crate::trakt::precheck::PrecheckTrouble;
use crate::trakt::redirect::ReturnError;
use crate::trakt::{Failure, TokenRequest};

/// A place where a sign-in can be begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    /// The form.
    #[default]
    Form,
    /// The card of the opened file, whose token is renewed.
    File,
}

/// Where the sign-in stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Stage {
    /// No sign-in was begun.
    #[default]
    Idle,
    /// The fields cannot be sent.
    InputRefused(Vec<InputProblem>),
    /// The block to refresh is being read.
    ReadingBlock,
    /// A sign-in is in progress.
    InProgress(SignIn),
    /// The browser came back without a code that can be used, or could not leave.
    ReturnRefused(ReturnError),
    /// The browser came back without Trakt having sent it.
    CameBack {
        /// Set if the client secret must be entered again.
        secret_is_wanted: bool,
    },
    /// The user stopped the sign-in.
    Cancelled,
    /// The sign-in brought no token.
    Failed(Box<Failure>),
}

/// Trouble that is seen before a PIN is spent.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum PrecheckState {
    /// No trouble is known.
    #[default]
    Quiet,
    /// Trakt is being asked.
    Underway(Precheck),
    /// Trouble was found.
    Trouble(PrecheckTrouble),
}

impl Stage {
    /// Sends the request, or says what keeps it from being sent.
    pub(super) fn exchanging(
        request: Result<TokenRequest, Vec<InputProblem>>,
        world: &mut World<'_>,
    ) -> Self {
        match request {
            Ok(request) => Self::InProgress(SignIn::Exchange(Exchange::begin(request, world))),
            Err(problems) => Self::InputRefused(problems),
        }
    }

    /// The sign-in in progress.
    pub(super) const fn sign_in(&self) -> Option<&SignIn> {
        match self {
            Self::InProgress(sign_in) => Some(sign_in),
            _ => None,
        }
    }

    /// Returns whether a sign-in is in progress.
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::ReadingBlock | Self::InProgress(_))
    }

    /// Returns whether the browser is being sent to Trakt.
    pub const fn is_leaving(&self) -> bool {
        matches!(self, Self::InProgress(SignIn::Leaving(_)))
    }

    /// The status of the sign-in in progress.
    pub fn status(&self) -> Option<Status> {
        self.sign_in().map(SignIn::status)
    }

    /// Problems that keep the form from being sent, after sending it was tried.
    pub fn input_problems(&self) -> &[InputProblem] {
        match self {
            Self::InputRefused(problems) => problems,
            _ => &[],
        }
    }

    /// The device code that the user is to enter, and how long it lives.
    pub fn device_code(&self, monotonic: Duration) -> Option<(&DeviceAuthorization, Duration)> {
        match self {
            Self::InProgress(SignIn::Device(device)) => device.code(monotonic),
            _ => None,
        }
    }

    /// Returns how long the pause still lasts.
    pub fn pause_left(&self, now: Timestamp) -> Option<Duration> {
        match self.status()? {
            Status::Pausing { until, .. } => Some(until.since(now)),
            _ => None,
        }
    }

    /// Returns whether the user can go on before the pause has ended.
    pub fn pause_can_be_skipped(&self) -> bool {
        matches!(
            self.status(),
            Some(Status::Pausing {
                reason: PauseReason::RateLimited | PauseReason::TraktDown,
                ..
            })
        )
    }
}
