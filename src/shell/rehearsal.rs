//! A sign-in that nobody sees.

use std::rc::Rc;

use crate::page::{Action, Event, Outcome, State};
use crate::sign_in::{self, form::FormField};
use crate::timestamp::Timestamp;
use crate::trakt::Response;
use crate::view::later_view::state_view;
use crate::view::page_view::Wiring;

/// Goes through a sign-in up to its block. A browser compiles each function of the page when it is called for the first
/// time, and nobody should wait for that between Trakt's answer and the block.
pub(super) fn rehearse() {
    // Making it is all there is to do with it.
    let _ = state_view(&signed_in(), &Wiring::default());
}

fn signed_in() -> Rc<State> {
    let mut state = Rc::new(State::default());
    for action in [
        Action::Typed(FormField::ClientId, "rehearsed-id".into()),
        Action::Typed(FormField::ClientSecret, "rehearsed-secret".into()),
        Action::Typed(FormField::Pin, "00000000".into()),
        Action::Submitted(None),
    ] {
        state = after(state, action);
    }
    let answer = r#"{"access_token":"0","token_type":"bearer","expires_in":1,"refresh_token":"0"}"#;
    for id in state.effect_ids() {
        let outcome = Outcome::SignIn(sign_in::Outcome::Response {
            result: Ok(Response::new(200, answer)),
            chance: 0.0,
        });
        state = after(state, Action::Ended(id, outcome));
    }
    state
}

fn after(state: Rc<State>, action: Action) -> Rc<State> {
    let at = Timestamp::default();
    yew::Reducible::reduce(state, Event { at, action })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_gets_as_far_as_the_block() {
        assert!(signed_in().received.is_some());
    }
}
