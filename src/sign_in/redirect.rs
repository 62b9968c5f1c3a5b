//! Signing in by leaving for Trakt and coming back with a code.

use super::effect::{Effect, Event, Outcome};
use super::form::Form;
use super::world::{Id, World};
use crate::sensitive::Sensitive;
use crate::trakt::pkce::{CodeChallenge, CodeVerifier, CsrfToken, RANDOM_BYTES};
use crate::trakt::redirect::{self, AuthorizationResponse, PendingSignIn, ReturnError};
use crate::trakt::{Grant, TokenRequest, TraktApp};

/// The browser's part in leaving for Trakt: this page's address and random values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// This page's address, as Trakt must know it.
    pub redirect_uri: String,
    /// For the `state` parameter.
    pub csrf_token: Sensitive<[u8; RANDOM_BYTES]>,
    /// For the code verifier.
    pub code_verifier: Sensitive<[u8; RANDOM_BYTES]>,
}

/// The browser is being sent to Trakt.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaving {
    id: Id,
    /// The record that must outlast the page.
    pending: PendingSignIn,
}

impl Leaving {
    /// Leaves for the form's host.
    pub fn begin(form: &Form, app: TraktApp, departure: Departure, world: &mut World<'_>) -> Self {
        Self {
            id: world.ids.next(),
            pending: PendingSignIn {
                host: form.host,
                client_id: app.client_id,
                has_client_secret: app.client_secret.is_some(),
                redirect_uri: departure.redirect_uri,
                csrf_token: CsrfToken::from_random(departure.csrf_token.into_inner()),
                code_verifier: CodeVerifier::from_random(departure.code_verifier.into_inner()),
                started_at: world.now,
            },
        }
    }

    /// Takes an event. One that does not fit changes nothing.
    pub(super) fn on(self, event: &Event) -> Result<Self, ReturnError> {
        match event {
            Event::Ended {
                id,
                outcome: Outcome::LeavingRefused,
            } if *id == self.id => Err(ReturnError::BrowserRefused),
            Event::Ended { .. } | Event::PauseSkipped => Ok(self),
        }
    }

    pub(super) fn effect(&self) -> Effect {
        let pending = &self.pending;
        Effect::Leave {
            record: pending.to_record(),
            url: redirect::authorize_url(
                pending.host,
                &pending.client_id,
                &pending.redirect_uri,
                &pending.csrf_token,
                &CodeChallenge::of(&pending.code_verifier),
            ),
        }
    }

    pub(super) const fn effect_id(&self) -> Id {
        self.id
    }
}

/// Returns the exchange of the code with which Trakt sent the browser back.
///
/// # Errors
/// Why the address brings no code that can be exchanged.
pub fn come_back(
    response: AuthorizationResponse,
    pending: Option<PendingSignIn>,
    world: &World<'_>,
) -> Result<TokenRequest, ReturnError> {
    let (pending, code) = redirect::accept(response, pending, world.now)?;
    Ok(TokenRequest {
        host: pending.host,
        app: pending.app(),
        grant: Grant::Code {
            code,
            redirect_uri: pending.redirect_uri,
            code_verifier: pending.code_verifier,
        },
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::sign_in::world::{Ids, PostLimit};
    use crate::timestamp::Timestamp;
    use crate::trakt::ClientId;

    #[test]
    fn only_its_own_refusal_ends_it() {
        let mut ids = Ids::default();
        let other = ids.next();
        let app = TraktApp {
            client_id: ClientId::new("an-id"),
            client_secret: None,
        };
        let departure = Departure {
            redirect_uri: "https://example.org/".into(),
            csrf_token: [0; RANDOM_BYTES].into(),
            code_verifier: [1; RANDOM_BYTES].into(),
        };
        let mut world = World {
            now: Timestamp::default(),
            monotonic: Duration::ZERO,
            ids: &mut ids,
            posts: &mut PostLimit::default(),
        };
        let leaving = Leaving::begin(&Form::default(), app, departure, &mut world);
        let refused = |id| Event::Ended {
            id,
            outcome: Outcome::LeavingRefused,
        };
        let own = leaving.effect_id();
        let ended = leaving.clone().on(&refused(own));
        assert_eq!(ended, Err(ReturnError::BrowserRefused));
        let time_reached = Event::Ended {
            id: own,
            outcome: Outcome::TimeReached,
        };
        for event in [refused(other), time_reached, Event::PauseSkipped] {
            assert_eq!(leaving.clone().on(&event), Ok(leaving.clone()));
        }
    }
}
