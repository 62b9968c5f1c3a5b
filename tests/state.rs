//! Every change of the page.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::rc::Rc;

use kometa_trakt_sign_in::trakt::{
    Answer, AnswerBody, AnswerHeaders, FailureCause, Field, InputError, NoAnswer, SignInHost,
};
use kometa_trakt_sign_in::ui::state::{Action, Exchange, HandOver, PIN_LIFETIME_MS, State, Typed};
use yew::Reducible;

const NOW: f64 = 1_700_000_000_500.0;

fn after(state: Rc<State>, actions: impl IntoIterator<Item = Action>) -> Rc<State> {
    actions
        .into_iter()
        .fold(state, |state, action| state.reduce(action))
}

fn typed(field: Field, text: &str) -> Action {
    Action::Typed(field, Typed(text.to_owned()))
}

fn filled() -> Rc<State> {
    after(
        Rc::default(),
        [
            typed(Field::ClientId, "an-id"),
            typed(Field::ClientSecret, "a-secret"),
            typed(Field::Pin, "12abcdef"),
        ],
    )
}

fn underway() -> Rc<State> {
    after(filled(), [Action::ExchangeAsked])
}

fn answered(attempt: u32, status: u16, body: &str) -> Action {
    let body = AnswerBody::Text(body.to_owned());
    let reply = Ok(Answer {
        status,
        headers: AnswerHeaders::default(),
        body,
    });
    Action::Answered {
        attempt,
        reply,
        now_ms: NOW,
    }
}

const TOKEN: &str = r#"{"access_token":"a","token_type":"bearer","expires_in":1,"refresh_token":"r","scope":"public"}"#;

#[test]
fn asking_sends_what_was_typed() {
    let state = underway();
    let request = state.underway().unwrap();
    assert_eq!(request.host, SignInHost::Classic);
    assert_eq!(request.app.client_id.reveal(), "an-id");
    assert_eq!(
        request.app.client_secret.as_ref().unwrap().reveal(),
        "a-secret"
    );
    assert_eq!(request.pin.reveal(), "12abcdef");
}

#[test]
fn asking_again_while_a_request_is_out_changes_nothing() {
    let state = underway();
    assert!(Rc::ptr_eq(
        &state,
        &after(state.clone(), [Action::ExchangeAsked])
    ));
}

#[test]
fn a_token_becomes_the_block_and_the_pin_is_gone() {
    let state = after(underway(), [answered(1, 200, TOKEN)]);
    let block = state.result.as_ref().unwrap().block.to_string();
    assert!(
        block.contains("client_id: \"an-id\"\n") && block.contains("access_token: a\n"),
        "{block}"
    );
    assert!(block.contains("created_at: 1700000000\n"), "{block}");
    assert_eq!(state.exchange, Exchange::Idle);
    assert_eq!(
        (state.form.client_id.as_str(), state.form.pin.as_str()),
        ("an-id", "")
    );
}

#[test]
fn a_failure_keeps_what_was_typed_and_the_block_that_was_there() {
    let state = after(
        underway(),
        [
            answered(1, 200, TOKEN),
            typed(Field::Pin, "second"),
            Action::ExchangeAsked,
            Action::Answered {
                attempt: 2,
                reply: Err(NoAnswer::Unreadable),
                now_ms: NOW,
            },
        ],
    );
    assert!(matches!(
        &state.exchange,
        Exchange::Failed(failure) if matches!(failure.cause, FailureCause::NoReadableAnswer { .. })
    ));
    assert_eq!(state.form.pin, "second");
    assert!(state.result.is_some());
}

#[test]
fn an_answer_to_another_attempt_is_left_alone() {
    let cancelled = after(underway(), [Action::ExchangeCancelled]);
    assert_eq!(cancelled.exchange, Exchange::Cancelled);
    let late = after(cancelled.clone(), [answered(1, 200, TOKEN)]);
    assert!(Rc::ptr_eq(&cancelled, &late));
    let again = after(cancelled, [Action::ExchangeAsked]);
    assert!(Rc::ptr_eq(
        &again,
        &after(again.clone(), [answered(1, 200, TOKEN)])
    ));
    let restarted = after(underway(), [Action::StartedOver, answered(1, 200, TOKEN)]);
    assert!(restarted.result.is_none());
}

#[test]
fn starting_over_forgets_everything_but_the_count() {
    let state = after(underway(), [answered(1, 200, TOKEN), Action::StartedOver]);
    assert_eq!(
        *state,
        State {
            attempt: 1,
            ..State::default()
        }
    );
}

#[test]
fn empty_fields_are_named_and_each_is_forgiven_as_it_is_typed() {
    let state = after(Rc::default(), [Action::ExchangeAsked]);
    let fields: Vec<_> = state.input_errors().iter().map(InputError::field).collect();
    assert_eq!(fields, [Field::ClientId, Field::ClientSecret, Field::Pin]);
    let state = after(state, [typed(Field::ClientSecret, "x")]);
    let fields: Vec<_> = state.input_errors().iter().map(InputError::field).collect();
    assert_eq!(fields, [Field::ClientId, Field::Pin]);
    let state = after(state, [typed(Field::ClientId, "y"), typed(Field::Pin, "z")]);
    assert_eq!(state.exchange, Exchange::Idle);
}

#[test]
fn a_pin_that_is_the_id_or_the_secret_is_refused() {
    for (pin, field) in [
        ("an-id", Field::ClientId),
        ("a-secret", Field::ClientSecret),
    ] {
        let state = after(filled(), [typed(Field::Pin, pin), Action::ExchangeAsked]);
        assert_eq!(state.input_errors(), [InputError::PinIsAppValue(field)]);
    }
}

#[test]
fn the_pin_lives_ten_minutes_from_following_the_link() {
    let state: Rc<State> = Rc::default();
    assert_eq!(
        (state.pin_seconds_left(), state.needs_clock()),
        (None, false)
    );
    let state = after(state, [Action::PinLinkFollowed { now_ms: NOW }]);
    assert_eq!(
        (state.pin_seconds_left(), state.needs_clock()),
        (Some(600), true)
    );
    for (later_ms, left) in [(1.0, 600), (1000.0, 599), (PIN_LIFETIME_MS - 1.0, 1)] {
        let state = after(
            state.clone(),
            [Action::Ticked {
                now_ms: NOW + later_ms,
            }],
        );
        assert_eq!(
            (state.pin_seconds_left(), state.needs_clock()),
            (Some(left), true)
        );
    }
    for late_ms in [PIN_LIFETIME_MS, PIN_LIFETIME_MS * 9.0] {
        let state = after(
            state.clone(),
            [Action::Ticked {
                now_ms: NOW + late_ms,
            }],
        );
        assert_eq!(
            (state.pin_seconds_left(), state.needs_clock()),
            (Some(0), false)
        );
    }
    // A clock that was set back does not give a PIN more than its life.
    let state = after(state, [Action::Ticked { now_ms: NOW - 1e9 }]);
    assert_eq!(state.pin_seconds_left(), Some(600));
}

#[test]
fn what_is_done_with_the_block_is_remembered_only_while_there_is_one() {
    let copied = Action::HandedOver(HandOver::Copied);
    let state = filled();
    assert!(Rc::ptr_eq(&state, &after(state.clone(), [copied.clone()])));
    let state = after(underway(), [answered(1, 200, TOKEN), copied]);
    assert_eq!(state.result.as_ref().unwrap().hand_over, HandOver::Copied);
}

#[test]
fn neither_state_nor_actions_print_what_was_typed() {
    let action = typed(Field::Pin, "visible");
    let state = after(
        Rc::default(),
        [
            typed(Field::ClientId, "visible1"),
            typed(Field::ClientSecret, "visible2"),
            action.clone(),
            Action::ExchangeAsked,
        ],
    );
    let done = after(
        state.clone(),
        [answered(1, 200, &TOKEN.replace("\"a\"", "\"visible3\""))],
    );
    let answer = answered(1, 200, "visible4");
    let printed = format!("{action:?} {state:?} {done:?} {answer:?}");
    assert!(!printed.contains("visible"), "{printed}");
}
