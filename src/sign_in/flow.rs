//! A sign-in of any kind: each event goes to the machine that is at work.

use std::ops::ControlFlow;

use super::device::{DeviceEnd, DeviceSignIn};
use super::effect::{Effect, Event, Granted, Status};
use super::exchange::{Exchange, ExchangeEnd};
use super::redirect::Leaving;
use super::world::{Id, World};
use crate::trakt::redirect::ReturnError;
use crate::trakt::{Failure, TokenRequest};

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

/// The end of a sign-in.
#[derive(Debug, Clone, PartialEq)]
pub enum SignInEnd {
    /// Trakt has given a token.
    Granted(Box<Granted>),
    /// The sign-in brought no token.
    Failed {
        /// Why.
        failure: Box<Failure>,
        /// The request that was sent; none for a device code.
        request: Option<Box<TokenRequest>>,
    },
    /// The browser could not be sent to Trakt.
    NotLeft(ReturnError),
}

impl SignIn {
    /// Takes an event. One that does not fit changes nothing.
    pub fn on(self, event: Event, world: &mut World<'_>) -> ControlFlow<SignInEnd, Self> {
        match self {
            Self::Exchange(exchange) => match exchange.on(event, world) {
                ControlFlow::Continue(exchange) => ControlFlow::Continue(Self::Exchange(exchange)),
                ControlFlow::Break(ExchangeEnd::Answered {
                    request,
                    answer: token,
                    other_host,
                }) => ControlFlow::Break(SignInEnd::Granted(Box::new(Granted {
                    other_host,
                    ..Granted::by(request, token)
                }))),
                ControlFlow::Break(ExchangeEnd::Failed { request, failure }) => {
                    ControlFlow::Break(SignInEnd::Failed {
                        request: Some(Box::new(request)),
                        failure: Box::new(failure),
                    })
                }
            },
            Self::Device(device) => match device.on(event, world) {
                ControlFlow::Continue(device) => ControlFlow::Continue(Self::Device(device)),
                ControlFlow::Break(DeviceEnd::Granted(granted)) => {
                    ControlFlow::Break(SignInEnd::Granted(Box::new(granted)))
                }
                ControlFlow::Break(DeviceEnd::Failed(failure)) => {
                    ControlFlow::Break(SignInEnd::Failed {
                        failure: Box::new(failure),
                        request: None,
                    })
                }
            },
            Self::Leaving(leaving) => match leaving.on(&event) {
                Ok(leaving) => ControlFlow::Continue(Self::Leaving(leaving)),
                Err(error) => ControlFlow::Break(SignInEnd::NotLeft(error)),
            },
        }
    }

    /// Returns what the browser is to do.
    pub fn effect(&self) -> Effect {
        match self {
            Self::Exchange(exchange) => exchange.effect(),
            Self::Device(device) => device.effect(),
            Self::Leaving(leaving) => leaving.effect(),
        }
    }

    /// Returns the id with which the outcome of [`Self::effect`] comes back.
    pub const fn effect_id(&self) -> Id {
        match self {
            Self::Exchange(exchange) => exchange.effect_id(),
            Self::Device(device) => device.effect_id(),
            Self::Leaving(leaving) => leaving.effect_id(),
        }
    }

    /// Returns what there is to tell of it.
    pub fn status(&self) -> Status {
        match self {
            Self::Exchange(exchange) => exchange.status(Status::AwaitingResponse),
            Self::Device(device) => device.status(),
            Self::Leaving(_) => Status::Leaving,
        }
    }

    /// Returns what is being exchanged; none for a device code.
    pub const fn exchanged(&self) -> Option<&TokenRequest> {
        match self {
            Self::Exchange(exchange) => Some(exchange.request()),
            Self::Device(_) | Self::Leaving(_) => None,
        }
    }

    /// Returns whether a request is out whose response may be a token.
    pub const fn awaits_token(&self) -> bool {
        match self {
            Self::Exchange(exchange) => exchange.awaits_response(),
            Self::Device(device) => device.awaits_token(),
            Self::Leaving(_) => false,
        }
    }
}
