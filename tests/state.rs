//! Every change of the page.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::rc::Rc;
use std::time::Duration;

use kometa_trakt_sign_in::kometa::config::BlockKey;
use kometa_trakt_sign_in::kometa::editing::{
    EditorAnswer, EditorRefusal, EditorUnavailable, reply_to,
};
use kometa_trakt_sign_in::kometa::file::FileRefusal;
use kometa_trakt_sign_in::kometa::refresh::RefreshInputError;
use kometa_trakt_sign_in::page::{
    Action, ConfigAction, ConfigText, ConfigUpdate, Connection, Copied, Effect, Event, Export,
    Outcome, PIN_LIFETIME, PageFacts, PrecheckState, Question, Randomness, Reading, ReceivedToken,
    Saving, SignInState, State, TokenCheck, TokenEvent, TokenTask, text_area_text,
};
use kometa_trakt_sign_in::sign_in::form::{Form, FormField, InputProblem, SignInMethod};
use kometa_trakt_sign_in::sign_in::{self as machines, Id, PauseReason, SignIn, Status};
use kometa_trakt_sign_in::text;
use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::precheck::PrecheckTrouble;
use kometa_trakt_sign_in::trakt::redirect::{AuthorizationResponse, PendingSignIn, ReturnError};
use kometa_trakt_sign_in::trakt::response::Refusal;
use kometa_trakt_sign_in::trakt::token_check::TokenCheckError;
use kometa_trakt_sign_in::trakt::{
    Failure, FailureCause, Field, Grant, GrantKind, InputError, Method, NetworkError, Response,
    SignInHost, TokenRequest,
};
use proptest::prelude::*;
use yew::Reducible;

const NOW: Timestamp = Timestamp::from_unix_millis(1_700_000_000_500);
const SECOND: Duration = Duration::from_secs(1);

type Reply = Result<Response, NetworkError>;

fn millis(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// The state after this, so long after [`NOW`].
fn at(state: Rc<State>, later: Duration, action: Action) -> Rc<State> {
    let at = NOW + later;
    state.reduce(Event { at, action })
}

/// The state after these, without any time passing.
fn after(state: Rc<State>, actions: impl IntoIterator<Item = Action>) -> Rc<State> {
    actions.into_iter().fold(state, |state, action| {
        let at = state.now.max(NOW);
        state.reduce(Event { at, action })
    })
}

/// Whether two states differ in nothing but their time.
fn assert_unmoved(before: &Rc<State>, after: &Rc<State>) {
    let mut after = State::clone(after);
    after.now = before.now;
    assert_eq!(**before, after);
}

fn fresh() -> Rc<State> {
    Rc::default()
}

fn typed(field: FormField, text: &str) -> Action {
    Action::Typed(field, text.into())
}

fn filled() -> Rc<State> {
    after(
        fresh(),
        [
            typed(FormField::ClientId, "an-id"),
            typed(FormField::ClientSecret, "a-secret"),
            typed(FormField::Pin, "12abcdef"),
        ],
    )
}

fn asked() -> Action {
    Action::Submitted(None)
}

fn go_on() -> Action {
    Action::QuestionAnswered { go_on: true }
}

/// The state after the form was sent, and every question about that was answered with yes.
fn submitted(state: Rc<State>, later: Duration) -> Rc<State> {
    at(at(state, later, asked()), later, go_on())
}

fn started_over(state: Rc<State>) -> Rc<State> {
    after(state, [Action::StartOverAsked, go_on()])
}

fn underway() -> Rc<State> {
    after(filled(), [asked()])
}

fn sign_in(state: &State) -> Option<&SignIn> {
    match &state.sign_in {
        SignInState::Going(sign_in) => Some(sign_in),
        _ => None,
    }
}

/// What the browser is to do for the sign-in, and under which id.
fn sign_in_effect(state: &State) -> Option<(Id, machines::Effect)> {
    let sign_in = sign_in(state)?;
    let (id, effect) = (sign_in.effect_id(), sign_in.effect());
    assert_eq!(state.effect(id), Some(Effect::SignIn(effect.clone())));
    assert_eq!(
        state.effect_ids().iter().filter(|own| **own == id).count(),
        1
    );
    Some((id, effect))
}

fn effects(state: &State) -> Vec<(Id, Effect)> {
    let ids = state.effect_ids();
    ids.into_iter()
        .map(|id| (id, state.effect(id).unwrap()))
        .collect()
}

fn response(reply: Reply) -> Outcome {
    Outcome::SignIn(machines::Outcome::Response {
        result: reply,
        chance: 0.5,
    })
}

fn probed(was_reached: bool) -> Outcome {
    Outcome::SignIn(machines::Outcome::Probed { was_reached })
}

const TIME_REACHED: Outcome = Outcome::SignIn(machines::Outcome::TimeReached);

/// The end of what the browser does for the sign-in.
fn ended(state: &State, outcome: Outcome) -> Action {
    Action::Ended(sign_in_effect(state).unwrap().0, outcome)
}

fn replied(state: &State, reply: Reply) -> Action {
    ended(state, response(reply))
}

fn reply(status: u16, body: &str) -> Reply {
    Ok(Response::new(status, body))
}

fn limited(retry_after: &str) -> Reply {
    let mut response = Response::new(429, "");
    response.headers.retry_after = Some(retry_after.to_owned());
    Ok(response)
}

/// The state after this reply to what is out.
fn answered(state: Rc<State>, status: u16, body: &str) -> Rc<State> {
    let action = replied(&state, reply(status, body));
    after(state, [action])
}

fn wakes_at(state: &State) -> Timestamp {
    match sign_in_effect(state) {
        Some((_, machines::Effect::WakeAt(until))) => until,
        other => panic!("{other:?}"),
    }
}

/// The state once the sign-in's pause is over.
fn waited(state: Rc<State>) -> Rc<State> {
    let at = wakes_at(&state);
    let action = ended(&state, TIME_REACHED);
    state.reduce(Event { at, action })
}

const TOKEN: &str = r#"{"access_token":"a","token_type":"bearer","expires_in":1,"refresh_token":"r","scope":"public"}"#;

fn pin_of(request: &TokenRequest) -> &str {
    match &request.grant {
        Grant::Pin(pin) => pin.reveal(),
        other => panic!("{other:?}"),
    }
}

/// The exchange whose request is out.
fn sending(state: &State) -> &TokenRequest {
    match &state.sign_in {
        SignInState::Going(SignIn::Exchange(exchange)) => {
            assert_eq!(state.status(), Some(Status::AwaitingResponse));
            exchange.request()
        }
        other => panic!("{other:?}"),
    }
}

fn pauses_for(state: &State) -> Option<PauseReason> {
    match state.status()? {
        Status::Pausing { reason, .. } => Some(reason),
        _ => None,
    }
}

fn failure(state: &State) -> &Failure {
    match &state.sign_in {
        SignInState::Failed(failure) => failure,
        other => panic!("{other:?}"),
    }
}

fn received(state: &State) -> &ReceivedToken {
    state.received.as_ref().unwrap()
}

/// When the clock ticks next; it is the only thing besides the sign-in that waits.
fn ticks_at(state: &State) -> Option<(Id, Timestamp)> {
    let own = sign_in_effect(state).map(|(id, _)| id);
    effects(state)
        .into_iter()
        .filter(|(id, _)| Some(*id) != own)
        .find_map(|(id, effect)| match effect {
            Effect::SignIn(machines::Effect::WakeAt(at)) => Some((id, at)),
            _ => None,
        })
}

/// A tick of the clock, so long after [`NOW`].
fn ticked(state: Rc<State>, later: Duration) -> Rc<State> {
    let (id, _) = ticks_at(&state).unwrap();
    at(state, later, Action::Ended(id, TIME_REACHED))
}

#[test]
fn a_value_counts_as_copied_until_another_may_stand_in_its_place() {
    let copied = |name| Copied {
        name,
        export: Export::Copied,
    };
    let (address, code) = (copied("Copy redirect URI"), copied("Copy code"));
    let state = after(filled(), [Action::Copied(address)]);
    assert_eq!(state.copied, Some(address));
    let other = after(state.clone(), [Action::Copied(code)]);
    assert_eq!(other.copied, Some(code));
    for next in [Action::MethodChosen(SignInMethod::Return), asked()] {
        assert_eq!(after(state.clone(), [next]).copied, None);
    }
}

#[test]
fn asking_sends_what_was_typed() {
    let state = underway();
    let request = sending(&state);
    assert_eq!(request.host, SignInHost::Classic);
    assert_eq!(request.app.client_id.reveal(), "an-id");
    assert_eq!(
        request.app.client_secret.as_ref().unwrap().reveal(),
        "a-secret"
    );
    assert_eq!(pin_of(request), "12abcdef");
    assert_eq!(
        sign_in_effect(&state).unwrap().1,
        machines::Effect::Send {
            request: request.to_request(),
            not_before: Timestamp::default()
        }
    );
}

#[test]
fn asking_again_while_a_request_is_out_changes_nothing() {
    let state = underway();
    assert_unmoved(&state, &at(state.clone(), SECOND * 5, asked()));
}

#[test]
fn a_token_becomes_the_block_and_the_pin_is_gone() {
    let state = answered(underway(), 200, TOKEN);
    let block = received(&state).block.to_string();
    assert_eq!(received(&state).text.as_str(), block);
    assert!(
        block.contains("client_id: \"an-id\"\n") && block.contains("access_token: a\n"),
        "{block}"
    );
    assert!(block.contains("created_at: 1700000000\n"), "{block}");
    assert_eq!(state.sign_in, SignInState::Idle);
    let ends_at = Timestamp::from_unix_seconds(1_700_000_001);
    let only_effect: Vec<_> = effects(&state).into_iter().map(|(_, e)| e).collect();
    assert_eq!(only_effect, [Effect::FormatTime(ends_at)]);
    assert_eq!(
        (state.form.client_id.as_str(), state.form.pin.as_str()),
        ("an-id", "")
    );
    assert!(state.has_unsaved_block());
}

#[test]
fn a_failure_keeps_what_was_typed_and_the_block_that_was_there() {
    let state = answered(underway(), 200, TOKEN);
    let state = after(state, [typed(FormField::Pin, "second")]);
    let state = answered(submitted(state, SECOND * 5), 403, "{}");
    assert_eq!(
        failure(&state).cause,
        FailureCause::Refused(Refusal::AppNotAccepted)
    );
    assert_eq!(state.form.pin.as_str(), "second");
    assert!(state.received.is_some());
}

#[test]
fn each_attempt_is_told_from_the_one_before() {
    let first = answered(underway(), 403, "{}");
    let second = answered(at(first.clone(), SECOND * 5, asked()), 403, "{}");
    assert!(first.attempt.is_some());
    assert_ne!(first.attempt, second.attempt);
}

#[test]
fn a_question_is_asked_before_a_block_is_lost_and_no_leaves_everything() {
    let state = answered(underway(), 200, TOKEN);
    let state = after(state, [typed(FormField::Pin, "second")]);
    let saved = after(state.clone(), [Action::BlockExported(Export::Copied)]);
    for (action, question) in [
        (asked(), Question::SignInAgain(None)),
        (Action::StartOverAsked, Question::StartOver),
    ] {
        let in_question = at(state.clone(), SECOND * 5, action.clone());
        assert_eq!(in_question.question, Some(question));
        assert!(in_question.received.is_some() && !in_question.is_busy());
        let no = Action::QuestionAnswered { go_on: false };
        assert_unmoved(&state, &after(in_question, [no]));
        let unasked = at(saved.clone(), SECOND * 5, action);
        assert_eq!(unasked.question, None);
    }
    let sent = after(state, [go_on()]);
    assert_eq!(sent.sign_in, SignInState::Idle, "nothing was asked");
    assert_eq!(
        after(underway(), [Action::StartOverAsked]).question,
        Some(Question::StartOver),
        "a token may be on its way"
    );
}

#[test]
fn a_pin_that_was_out_when_the_user_stopped_may_have_been_taken_then() {
    const REFUSED: &str = r#"{"error":"invalid_grant"}"#;
    let stopped = after(underway(), [Action::Cancelled]);
    let again = answered(submitted(stopped, SECOND * 5), 400, REFUSED);
    assert!(failure(&again).was_sent_before);
    assert!(!failure(&answered(underway(), 400, REFUSED)).was_sent_before);
}

#[test]
fn a_token_that_comes_after_all_is_not_lost() {
    let first = underway();
    let late_token = replied(&first, reply(200, TOKEN));
    let out = sign_in_effect(&first);
    let cancelled = after(first.clone(), [Action::Cancelled]);
    assert_eq!(cancelled.sign_in, SignInState::Cancelled);
    assert!(!cancelled.is_busy() && cancelled.asks_before_leaving());
    let (id, effect) = out.unwrap();
    assert_eq!(effects(&cancelled), [(id, Effect::SignIn(effect))]);
    let came = after(cancelled.clone(), [late_token.clone()]);
    assert_eq!(came.sign_in, SignInState::Idle);
    assert!(came.received.is_some() && came.effect(id).is_none());

    let late_refusal = replied(&first, reply(403, "{}"));
    let refused = after(cancelled.clone(), [late_refusal]);
    assert_eq!(refused.sign_in, SignInState::Cancelled);
    assert_eq!(effects(&refused), []);

    let again = at(cancelled.clone(), SECOND * 5, asked());
    let both = after(again, [late_token.clone()]);
    sending(&both);
    let first_block = received(&both).text.as_str().to_owned();
    let other_token = TOKEN.replace("\"a\"", "\"b\"");
    let both = answered(both, 200, &other_token);
    assert!(received(&both).text.as_str().contains("access_token: b\n"));
    let replaced = both.replaced_block.as_ref().unwrap();
    assert_eq!(replaced.as_str(), first_block);

    let over = started_over(cancelled);
    assert_eq!(effects(&over), []);
    assert_unmoved(&over, &after(over.clone(), [late_token]));
}

#[test]
fn a_response_to_another_request_is_left_alone() {
    let first = answered(underway(), 403, "{}");
    let late_response = replied(&underway(), reply(200, TOKEN));
    assert_unmoved(&first, &after(first.clone(), [late_response.clone()]));
    let again = at(first, SECOND * 5, asked());
    assert_unmoved(&again, &after(again.clone(), [late_response.clone()]));
    let restarted = after(started_over(again), [late_response]);
    assert!(restarted.received.is_none());
}

#[test]
fn what_cannot_be_cancelled_or_skipped_is_left_alone() {
    for state in [
        fresh(),
        filled(),
        answered(underway(), 403, "{}"),
        answered(underway(), 200, TOKEN),
    ] {
        for action in [Action::Cancelled, Action::PauseSkipped, Action::PrintedUsed] {
            assert_unmoved(&state, &at(state.clone(), Duration::ZERO, action));
        }
    }
    let sending = underway();
    assert_unmoved(&sending, &after(sending.clone(), [Action::PauseSkipped]));
}

#[test]
fn starting_over_forgets_everything_that_was_typed_or_received() {
    let state = after(answered(underway(), 200, TOKEN), [ready(None)]);
    let state = started_over(state);
    assert_eq!(state.form, Form::default());
    assert_eq!(
        (&state.received, &state.sign_in),
        (&None, &SignInState::Idle)
    );
    assert_eq!(
        (&state.terminal_request, state.pin_life_left()),
        (&None, None)
    );
    assert_eq!(effects(&state), []);
    assert!(state.page.is_some(), "the page is still the same");
}

#[test]
fn starting_over_ends_what_is_under_way() {
    assert_eq!(started_over(unreachable(true)).command_request(), None);
    for state in [underway(), precheck_underway(), refresh_asked(BLOCK)] {
        let late = effects(&state);
        assert!(!late.is_empty());
        let state = started_over(state);
        assert_eq!(effects(&state), []);
        for (id, _) in late {
            for outcome in [TIME_REACHED, probed(true), response(reply(200, TOKEN))] {
                let later = after(state.clone(), [Action::Ended(id, outcome)]);
                assert_unmoved(&state, &later);
            }
        }
    }
}

#[test]
fn no_two_posts_go_out_within_a_second() {
    let state = answered(underway(), 403, "{}");
    let too_early = at(state.clone(), millis(400), asked());
    assert_eq!(pauses_for(&too_early), Some(PauseReason::PostInterval));
    assert_eq!(wakes_at(&too_early), NOW + SECOND);
    sending(&waited(too_early));
    sending(&at(state, SECOND, asked()));
}

#[test]
fn starting_over_does_not_lift_the_limit_and_a_clock_set_back_does_not_extend_it() {
    let state = started_over(answered(underway(), 403, "{}"));
    let refill = [
        typed(FormField::ClientId, "an-id"),
        typed(FormField::ClientSecret, "a-secret"),
        typed(FormField::Pin, "12abcdef"),
    ];
    let state = after(state, refill);
    let early = at(state.clone(), millis(10), asked());
    assert_eq!(pauses_for(&early), Some(PauseReason::PostInterval));
    let an_hour_earlier = Event {
        at: NOW.earlier_by(SECOND * 3_600),
        action: asked(),
    };
    sending(&state.reduce(an_hour_earlier));
}

#[test]
fn a_429_is_counted_down_and_can_be_skipped_or_cancelled() {
    let state = underway();
    let action = replied(&state, limited("30"));
    let state = after(state, [action]);
    assert_eq!(state.pause_left(), Some(SECOND * 30));
    assert!(state.pause_can_be_skipped());
    assert_eq!(ticks_at(&state).unwrap().1, NOW + SECOND);
    let later = ticked(state, millis(12_500));
    assert_eq!(later.pause_left(), Some(millis(17_500)));
    assert_eq!(text::time::seconds_left(later.pause_left().unwrap()), 18);
    sending(&waited(later.clone()));
    sending(&at(later.clone(), millis(12_600), Action::PauseSkipped));
    let cancelled = after(later, [Action::Cancelled]);
    assert_eq!(cancelled.sign_in, SignInState::Cancelled);
    assert_eq!(effects(&cancelled), []);
    assert_eq!(cancelled.form.pin.as_str(), "12abcdef");
}

/// The state in which nothing got through to either host.
fn unreachable(was_reached: bool) -> Rc<State> {
    let state = underway();
    let action = replied(&state, Err(NetworkError::Unreadable));
    let state = after(state, [action]);
    assert_eq!(pauses_for(&state), Some(PauseReason::OtherHost));
    assert!(!state.pause_can_be_skipped());
    assert_eq!(wakes_at(&state), NOW + SECOND);
    let state = waited(state);
    assert_eq!(sending(&state).host, SignInHost::Current);
    let action = replied(&state, Err(NetworkError::Unreadable));
    let state = after(state, [action]);
    let url = "https://api.trakt.tv/oauth/token";
    assert_eq!(
        sign_in_effect(&state).unwrap().1,
        machines::Effect::Probe { url }
    );
    let action = ended(&state, probed(was_reached));
    after(state, [action])
}

#[test]
fn without_a_response_the_other_host_is_asked_and_then_the_reason_is_looked_for() {
    for (was_reached, cause) in [
        (true, FailureCause::ResponseHidden),
        (false, FailureCause::HostUnreachable),
    ] {
        let state = unreachable(was_reached);
        assert_eq!(failure(&state).cause, cause);
        let request = state.command_request().unwrap();
        assert_eq!(
            (request.host, pin_of(&request)),
            (SignInHost::Classic, "12abcdef")
        );
    }
}

#[test]
fn the_command_follows_the_fields_as_long_as_they_can_be_sent() {
    let state = after(unreachable(true), [typed(FormField::Pin, "87654321")]);
    assert_eq!(pin_of(&state.command_request().unwrap()), "87654321");
    let state = after(state, [typed(FormField::Pin, "")]);
    assert_eq!(pin_of(&state.command_request().unwrap()), "12abcdef");
}

#[test]
fn what_a_command_printed_is_treated_as_a_fetched_response() {
    let state = after(unreachable(false), [Action::PrintedUsed]);
    assert_eq!(state.input_problems(), [InputProblem::NothingPrinted]);
    let state = after(
        state,
        [
            typed(FormField::Printed, "{\"error\":\"invalid_grant\"}"),
            Action::PrintedUsed,
        ],
    );
    let refused = failure(&state);
    assert_eq!(refused.cause, FailureCause::Refused(Refusal::InvalidGrant));
    assert_eq!(refused.grant, GrantKind::Pin);
    assert!(state.command_request().is_some(), "the way stays open");
    let state = after(
        state,
        [
            typed(FormField::Printed, &format!("$ {TOKEN} $")),
            Action::PrintedUsed,
        ],
    );
    assert!(state.received.is_some() && state.command_request().is_none());
    assert_eq!(
        (state.form.printed.as_str(), state.form.pin.as_str()),
        ("", "")
    );
}

#[test]
fn a_response_to_the_browser_ends_the_way_by_the_terminal() {
    let state = at(unreachable(true), SECOND * 9, asked());
    let state = answered(state, 403, "{}");
    assert!(state.command_request().is_none());
}

/// The state in which the link was followed.
fn precheck_underway() -> Rc<State> {
    after(filled(), [Action::PinLinkFollowed])
}

fn precheck_id(state: &State) -> Id {
    match &state.precheck {
        PrecheckState::Underway(precheck) => precheck.effect_id(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn trouble_is_looked_for_when_the_link_is_followed_and_forgotten_with_the_id() {
    let state = precheck_underway();
    let id = precheck_id(&state);
    let Some(Effect::SignIn(machines::Effect::Send { request, .. })) = state.effect(id) else {
        panic!("it is looked for")
    };
    assert_eq!(request.url, "https://api.trakt.tv/oauth/device/code");
    assert_eq!(request.body.unwrap().reveal(), r#"{"client_id":"an-id"}"#);
    let found = Action::Ended(id, response(reply(403, "{}")));
    let again = at(state.clone(), SECOND * 2, Action::PinLinkFollowed);
    assert_ne!(precheck_id(&again), id);
    // It is about another.
    assert_unmoved(&again, &after(again.clone(), [found.clone()]));
    let state = after(state, [found]);
    assert_eq!(
        state.precheck,
        PrecheckState::Trouble(PrecheckTrouble::ClientIdNotAccepted)
    );
    sending(&at(state.clone(), SECOND, asked()));
    let early = at(state.clone(), millis(999), asked());
    assert_eq!(pauses_for(&early), Some(PauseReason::PostInterval));
    for action in [
        typed(FormField::ClientId, "x"),
        Action::HostChosen(SignInHost::Current),
    ] {
        let forgotten = after(state.clone(), [action.clone()]);
        assert_eq!(forgotten.precheck, PrecheckState::Quiet);
        let forgotten = after(precheck_underway(), [action]);
        assert_eq!(forgotten.precheck, PrecheckState::Quiet);
        assert_eq!(forgotten.effect(id), None);
    }
}

#[test]
fn trouble_is_not_looked_for_within_a_second_of_another_post_or_without_an_id() {
    let state = answered(underway(), 403, "{}");
    let early = at(state.clone(), millis(999), Action::PinLinkFollowed);
    assert_eq!(early.precheck, PrecheckState::Quiet);
    precheck_id(&at(state, SECOND, Action::PinLinkFollowed));
    let without_id = after(fresh(), [Action::PinLinkFollowed]);
    assert_eq!(without_id.precheck, PrecheckState::Quiet);
    assert!(without_id.pin_life_left().is_some());
}

#[test]
fn a_precheck_and_a_sign_in_do_not_take_each_others_responses() {
    let state = at(precheck_underway(), SECOND, asked());
    let precheck = precheck_id(&state);
    let refused = Action::Ended(precheck, response(reply(403, "{}")));
    let state = after(state, [refused]);
    sending(&state);
    assert_eq!(
        state.precheck,
        PrecheckState::Trouble(PrecheckTrouble::ClientIdNotAccepted)
    );
    let state = at(precheck_underway(), SECOND, asked());
    let state = answered(state, 403, "{}");
    assert_eq!(precheck_id(&state), precheck);
    failure(&state);
}

#[test]
fn losing_and_regaining_the_network_is_noticed() {
    let change = |is_online| Action::ConnectionChanged { is_online };
    let state = after(fresh(), [Action::HostChosen(SignInHost::Classic)]);
    assert_unmoved(&state, &after(state.clone(), [change(true)]));
    let state = after(state, [change(false)]);
    assert_eq!(state.connection, Connection::Offline);
    let state = after(state, [change(true)]);
    assert_eq!(state.connection, Connection::BackOnline);
    assert_unmoved(&state, &after(state.clone(), [change(true)]));
    let state = started_over(state);
    assert_eq!(state.connection, Connection::BackOnline);
}

#[test]
fn a_block_is_saved_once_it_has_left_the_page() {
    let state = filled();
    let copied = Action::BlockExported(Export::Copied);
    // There is none.
    assert_unmoved(&state, &after(state.clone(), [copied]));
    for (export, is_saved) in [
        (Export::Copied, true),
        (Export::CopiedByHand, true),
        // Whether the browser saved the file that it was offered, nobody says.
        (Export::Downloaded, false),
        (Export::CopyRefused, false),
        (Export::DownloadFailed, false),
    ] {
        let state = after(
            answered(underway(), 200, TOKEN),
            [Action::BlockExported(export)],
        );
        assert_eq!(received(&state).export, export);
        assert_eq!(state.has_unsaved_block(), !is_saved, "{export:?}");
        let state = after(state, [Action::BlockExported(Export::DownloadFailed)]);
        assert_eq!(
            state.has_unsaved_block(),
            !is_saved,
            "once saved, always saved"
        );
    }
}

fn problem_fields(state: &State) -> Vec<FormField> {
    let problems = state.input_problems().iter();
    problems.map(InputProblem::field).collect()
}

#[test]
fn empty_fields_are_named_and_each_is_forgiven_as_it_is_typed() {
    let state = after(fresh(), [asked()]);
    assert_eq!(
        problem_fields(&state),
        [FormField::ClientId, FormField::ClientSecret, FormField::Pin]
    );
    let state = after(state, [typed(FormField::ClientSecret, "x")]);
    assert_eq!(
        problem_fields(&state),
        [FormField::ClientId, FormField::Pin]
    );
    let state = after(
        state,
        [typed(FormField::ClientId, "y"), typed(FormField::Pin, "z")],
    );
    assert_eq!(state.sign_in, SignInState::Idle);
}

#[test]
fn a_pin_that_is_the_id_or_the_secret_is_refused() {
    for (pin, field) in [
        ("an-id", Field::ClientId),
        ("a-secret", Field::ClientSecret),
    ] {
        let state = after(filled(), [typed(FormField::Pin, pin), asked()]);
        assert_eq!(
            state.input_problems(),
            [InputProblem::Input(InputError::PinIsAppValue(field))]
        );
    }
}

#[test]
fn another_way_to_sign_in_forgets_what_went_wrong_but_not_what_is_under_way() {
    let method = |method| Action::MethodChosen(method);
    let state = after(unreachable(true), [method(SignInMethod::Device)]);
    assert_eq!(state.sign_in, SignInState::Idle);
    assert_eq!(state.command_request(), None);
    let state = after(underway(), [method(SignInMethod::Device)]);
    sending(&state);
}

#[test]
fn the_pin_lives_ten_minutes_from_following_the_link() {
    let left = |state: &State| state.pin_life_left().map(text::time::seconds_left);
    let state = fresh();
    assert_eq!((left(&state), ticks_at(&state)), (None, None));
    let state = after(state, [Action::PinLinkFollowed]);
    assert_eq!(left(&state), Some(600));
    assert_eq!(ticks_at(&state).unwrap().1, NOW + SECOND);
    for (later, seconds) in [
        (millis(1), 600),
        (SECOND, 599),
        (PIN_LIFETIME - millis(1), 1),
    ] {
        let state = ticked(state.clone(), later);
        assert_eq!(left(&state), Some(seconds));
        assert_eq!(ticks_at(&state).unwrap().1, NOW + later + SECOND);
    }
    for late in [PIN_LIFETIME, PIN_LIFETIME * 9] {
        let state = ticked(state.clone(), late);
        assert_eq!((left(&state), ticks_at(&state)), (Some(0), None));
    }
    // A clock that was set back does not give a PIN more than its life.
    let (id, _) = ticks_at(&state).unwrap();
    let state = state.reduce(Event {
        at: NOW.earlier_by(SECOND * 1_000_000),
        action: Action::Ended(id, TIME_REACHED),
    });
    assert_eq!(left(&state), Some(600));
}

#[test]
fn one_clock_ticks_however_much_needs_it() {
    let state = after(filled(), [Action::PinLinkFollowed]);
    let (tick, _) = ticks_at(&state).unwrap();
    let state = at(state, SECOND, asked());
    let action = replied(&state, limited("30"));
    let state = after(state, [action]);
    assert_eq!(ticks_at(&state).unwrap().0, tick, "it goes on");
    let own = sign_in_effect(&state).unwrap().0;
    let waiting = effects(&state)
        .into_iter()
        .filter(|(id, effect)| {
            *id != own && matches!(effect, Effect::SignIn(machines::Effect::WakeAt(_)))
        })
        .count();
    assert_eq!(waiting, 1);
    let state = at(state, SECOND * 2, Action::Ended(tick, TIME_REACHED));
    let (next, _) = ticks_at(&state).unwrap();
    assert_ne!(next, tick);
    assert_unmoved(
        &state,
        &after(state.clone(), [Action::Ended(tick, TIME_REACHED)]),
    );
}

const BLOCK: &str = "\
trakt:
  # my own app
  client_id: an-id
  client_secret: a-secret
  authorization:
    access_token: old
    refresh_token: old-refresh
  mine: kept
";

/// What the editor is asked at the moment.
fn questions(state: &State) -> Vec<Id> {
    effects(state)
        .into_iter()
        .filter(|(_, effect)| matches!(effect, Effect::AskEditor { .. }))
        .map(|(id, _)| id)
        .collect()
}

fn question(state: &State) -> Id {
    let questions = questions(state);
    assert_eq!(questions.len(), 1);
    questions[0]
}

fn editor_answered(id: Id, answer: Result<EditorAnswer, EditorUnavailable>) -> Action {
    Action::Ended(id, Outcome::EditorAnswered(answer))
}

/// The config editor's answer to what it is asked first.
fn editors_answer(state: &State) -> Option<Action> {
    let id = *questions(state).first()?;
    let Some(Effect::AskEditor { task, text }) = state.effect(id) else {
        panic!("it is asked")
    };
    let reply = reply_to(&task.to_bytes(), text.as_str()).unwrap();
    Some(editor_answered(id, EditorAnswer::from_reply(reply)))
}

/// Lets time pass until what was typed is looked into, and the config editor answer until the page asks it nothing more.
fn edited(mut state: Rc<State>) -> Rc<State> {
    let is_soon = |reading: &Reading| matches!(reading, Reading::Soon(_));
    loop {
        if let Some(answer) = editors_answer(&state) {
            state = after(state, [answer]);
        } else if is_soon(&state.block_reading) || is_soon(&state.config.reading) {
            let (at, id) = effects(&state)
                .into_iter()
                .filter_map(|(id, effect)| match effect {
                    Effect::SignIn(machines::Effect::WakeAt(at)) => Some((at, id)),
                    _ => None,
                })
                .min()
                .unwrap();
            let action = Action::Ended(id, TIME_REACHED);
            state = state.reduce(Event { at, action });
        } else {
            return state;
        }
    }
}

fn refresh_asked(pasted: &str) -> Rc<State> {
    after(
        fresh(),
        [
            Action::MethodChosen(SignInMethod::Refresh),
            typed(FormField::CurrentBlock, pasted),
            asked(),
        ],
    )
}

fn refreshing() -> Rc<State> {
    edited(refresh_asked(BLOCK))
}

#[test]
fn a_block_is_refreshed_with_its_own_app_and_keeps_what_the_user_had_in_it() {
    let state = refreshing();
    let request = sending(&state);
    assert!(matches!(&request.grant, Grant::Refresh(token) if token.reveal() == "old-refresh"));
    assert_eq!(request.app.client_id.reveal(), "an-id");
    let state = answered(state, 200, TOKEN);
    let refreshed = received(&state);
    assert_eq!(
        refreshed.text.as_str(),
        refreshed.block.to_string(),
        "the block is there before the editor is asked"
    );
    let state = edited(state);
    let text = received(&state).text.as_str();
    for line in [
        "trakt:\n",
        "  # my own app\n",
        "  mine: kept\n",
        "    refresh_token: r\n",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    assert_eq!(
        state.form.current_block.as_str(),
        "",
        "its refresh token is used up"
    );
    assert_eq!(received(&state).not_carried_over, None);
}

#[test]
fn a_used_refresh_token_is_told_apart_from_a_used_pin() {
    let state = answered(refreshing(), 400, "{\"error\":\"invalid_grant\"}");
    let failure = failure(&state);
    assert_eq!(failure.cause, FailureCause::Refused(Refusal::InvalidGrant));
    assert_eq!(failure.grant, GrantKind::Refresh);
    assert_eq!(state.form.current_block.as_str(), BLOCK);
}

#[test]
fn what_keeps_a_block_from_being_refreshed_is_said_at_its_field() {
    for (pasted, field) in [
        ("", FormField::CurrentBlock),
        (" \n", FormField::CurrentBlock),
        ("what?", FormField::CurrentBlock),
        ("client_id: x", FormField::CurrentBlock),
        ("refresh_token: x", FormField::ClientId),
    ] {
        let state = edited(refresh_asked(pasted));
        assert_eq!(problem_fields(&state), [field], "{pasted}");
    }
}

#[test]
fn a_refresh_waits_for_the_editor_and_can_be_cancelled_meanwhile() {
    let state = refresh_asked(BLOCK);
    assert_eq!(state.sign_in, SignInState::ReadingBlock);
    assert!(state.is_busy() && sign_in_effect(&state).is_none());
    let cancelled = edited(after(state, [Action::Cancelled]));
    assert_eq!(cancelled.sign_in, SignInState::Cancelled);
}

#[test]
fn a_block_that_is_typed_over_while_it_is_looked_into_is_the_one_that_is_refreshed() {
    let state = refresh_asked(BLOCK);
    let other = BLOCK.replace("old-refresh", "newer-refresh");
    let state = edited(after(state, [typed(FormField::CurrentBlock, &other)]));
    let request = sending(&state);
    assert!(matches!(&request.grant, Grant::Refresh(token) if token.reveal() == "newer-refresh"));
}

#[test]
fn a_block_that_is_removed_while_it_is_looked_into_ends_the_refresh() {
    let state = after(refresh_asked(BLOCK), [typed(FormField::CurrentBlock, "")]);
    assert_eq!(
        state.input_problems(),
        [InputProblem::Refresh(RefreshInputError::Empty)]
    );
    assert!(!state.is_busy());
}

#[test]
fn without_the_editor_a_refresh_is_refused_and_may_be_asked_for_again() {
    let state = refresh_asked(BLOCK);
    let id = question(&state);
    let state = after(state, [editor_answered(id, Err(EditorUnavailable))]);
    let problem = RefreshInputError::from(EditorUnavailable).into();
    assert_eq!(state.input_problems(), [problem]);
    assert_eq!(questions(&state), []);
    sending(&edited(after(state, [asked()])));
}

#[test]
fn a_late_answer_of_the_editor_changes_nothing() {
    let state = refresh_asked(BLOCK);
    let id = question(&state);
    let state = after(state, [typed(FormField::CurrentBlock, "trakt:")]);
    let late = editor_answered(id, Err(EditorUnavailable));
    assert_unmoved(&state, &after(state.clone(), [late]));
}

#[test]
fn what_is_typed_is_looked_into_once_nobody_has_typed_for_a_moment() {
    let config = |text: &str| Action::Config(ConfigAction::Typed(text.into()));
    let block = |text: &str| typed(FormField::CurrentBlock, text);
    for (first, second) in [
        (config("trakt:"), config(CONFIG)),
        (block("trakt:"), block(BLOCK)),
    ] {
        let state = after(fresh(), [first]);
        assert_eq!(questions(&state), []);
        let (early, wakes_at) = ticks_at(&state).unwrap();
        assert_eq!(wakes_at, NOW + millis(300));
        let state = at(state, millis(200), second);
        assert_eq!(state.effect(early), None);
        let too_early = at(
            state.clone(),
            millis(300),
            Action::Ended(early, TIME_REACHED),
        );
        assert_unmoved(&state, &too_early);
        let (id, wakes_at) = ticks_at(&state).unwrap();
        assert_eq!(wakes_at, NOW + millis(500));
        let state = at(state, millis(500), Action::Ended(id, TIME_REACHED));
        question(&state);
        let state = edited(state);
        assert!(state.config.reading.found().is_some() || state.block_reading.found().is_some());
    }
    let state = after(fresh(), [block(BLOCK), block(" ")]);
    assert_eq!(state.block_reading, Reading::NotAsked);
    assert_eq!(effects(&state), []);
}

#[test]
fn a_refreshed_block_that_was_used_already_is_not_replaced() {
    let state = answered(refreshing(), 200, TOKEN);
    let copied = after(state, [Action::BlockExported(Export::Copied)]);
    let plain = received(&copied).text.clone();
    assert_eq!(received(&edited(copied)).text.as_str(), plain.as_str());
}

#[test]
fn lines_that_could_not_be_carried_over_leave_the_new_block_and_are_told() {
    let state = answered(refreshing(), 200, TOKEN);
    let id = question(&state);
    let state = after(state, [editor_answered(id, Err(EditorUnavailable))]);
    let refreshed = received(&state);
    assert_eq!(refreshed.text.as_str(), refreshed.block.to_string());
    assert_eq!(refreshed.not_carried_over, Some(EditorRefusal::Unavailable));
}

#[test]
fn times_are_put_into_words_once() {
    let formatted = |state: Rc<State>| {
        let formats: Vec<_> = effects(&state)
            .into_iter()
            .filter(|(_, effect)| matches!(effect, Effect::FormatTime(_)))
            .collect();
        assert_eq!(formats.len(), 1);
        let words = Outcome::TimeFormatted("tomorrow".into());
        after(state, [Action::Ended(formats[0].0, words)])
    };
    let state = formatted(answered(underway(), 200, TOKEN));
    assert_eq!(received(&state).ends.words.as_deref(), Some("tomorrow"));
    assert_eq!(effects(&state), []);

    let with_times = BLOCK.replace(
        "    access_token",
        "    created_at: 1\n    expires_in: 2\n    access_token",
    );
    let state = edited(after(
        fresh(),
        [typed(FormField::CurrentBlock, &with_times)],
    ));
    let state = formatted(state);
    let Reading::Done(Ok(block)) = &state.block_reading else {
        panic!("it was read")
    };
    let ends = block.ends.as_ref().unwrap();
    assert_eq!(ends.at, Timestamp::from_unix_seconds(3));
    assert_eq!(ends.words.as_deref(), Some("tomorrow"));
    assert_eq!(effects(&state), []);
}

const CONFIG: &str = "plex:\r\n  url: x\r\ntrakt:\r\n  client_id: an-id\r\n  client_secret: a-secret\r\n  \
                      authorization:\r\n    refresh_token: old-refresh\r\n";

fn config(action: ConfigAction) -> Action {
    Action::Config(action)
}

fn config_opened(text: &str) -> Action {
    config(ConfigAction::Opened {
        name: "config.yml".into(),
        text: Ok(text.into()),
        can_be_saved: true,
    })
}

fn config_updated() -> Rc<State> {
    let signed_in = answered(underway(), 200, TOKEN);
    edited(after(
        signed_in,
        [config_opened(CONFIG), config(ConfigAction::UpdateAsked)],
    ))
}

#[test]
fn a_whole_file_pasted_for_its_refresh_token_is_kept_to_be_updated() {
    let state = answered(edited(refresh_asked(CONFIG)), 200, TOKEN);
    assert_eq!(state.config.text.as_str(), CONFIG);
    let state = answered(refreshing(), 200, TOKEN);
    assert!(state.config.text.is_blank(), "a block alone is no file");
}

#[test]
fn the_app_in_a_file_is_offered_until_it_is_in_the_form() {
    let other = || typed(FormField::ClientId, "another-id");
    let state = edited(after(fresh(), [other(), config_opened(CONFIG)]));
    assert_eq!(state.form.client_id.as_str(), "another-id");
    let (client_id, client_secret) = state.offered_app().unwrap();
    assert_eq!(client_id.reveal(), "an-id");
    assert_eq!(client_secret.unwrap().reveal(), "a-secret");
    let state = after(state, [config(ConfigAction::AppTaken)]);
    assert_eq!(state.form.client_id.as_str(), "an-id");
    assert_eq!(state.form.client_secret.as_str(), "a-secret");
    assert_eq!(state.offered_app(), None);

    let placeholder = CONFIG.replace("an-id", "<<id>>");
    let state = edited(after(fresh(), [other(), config_opened(&placeholder)]));
    assert_eq!(state.offered_app(), None, "a placeholder is no client ID");
}

#[test]
fn the_app_in_a_file_fills_empty_fields_and_it_is_said() {
    let state = edited(after(fresh(), [config_opened(CONFIG)]));
    assert_eq!(state.form.client_id.as_str(), "an-id");
    assert_eq!(state.form.client_secret.as_str(), "a-secret");
    assert_eq!(state.offered_app(), None);
    let filled_in = state.filled_in.as_ref().unwrap();
    assert_eq!(filled_in.pasted_into, None);
    assert_eq!(
        filled_in.fields,
        [FormField::ClientId, FormField::ClientSecret]
    );
    let placeholder = CONFIG.replace("an-id", "<<id>>");
    let state = edited(after(fresh(), [config_opened(&placeholder)]));
    assert_eq!(
        (state.form.client_id.as_str(), &state.filled_in),
        ("", &None)
    );
}

#[test]
fn taking_the_app_of_a_file_forgives_the_fields_that_it_fills() {
    let state = edited(after(fresh(), [asked(), config_opened(CONFIG)]));
    assert_eq!(problem_fields(&state), [FormField::Pin]);

    let other = typed(FormField::ClientId, "another-id");
    let state = edited(after(fresh(), [other, asked(), config_opened(CONFIG)]));
    assert_eq!(
        problem_fields(&state),
        [FormField::ClientSecret, FormField::Pin]
    );
    let state = after(state, [config(ConfigAction::AppTaken)]);
    assert_eq!(problem_fields(&state), [FormField::Pin]);
}

#[test]
fn the_access_in_a_file_is_refreshed_without_pasting_it_again() {
    let state = edited(after(fresh(), [config_opened(CONFIG)]));
    let state = after(state, [config(ConfigAction::RefreshChosen), asked()]);
    let request = sending(&state);
    assert!(matches!(&request.grant, Grant::Refresh(token) if token.reveal() == "old-refresh"));
}

#[test]
fn updating_needs_a_file_and_a_block_that_lives() {
    let asked = || config(ConfigAction::UpdateAsked);
    let state = after(fresh(), [asked()]);
    assert_eq!(state.config.update, ConfigUpdate::NoConfig);
    let state = after(fresh(), [config_opened(CONFIG), asked()]);
    assert_eq!(state.config.update, ConfigUpdate::NoBlock);

    let state = config_updated();
    let updated = state.updated_config().unwrap();
    assert!(updated.text.as_str().contains("    refresh_token: r\r\n"));
    assert!(!updated.appended && !updated.changes.is_empty());

    let revoked = revoked();
    let state = after(revoked, [config_opened(CONFIG), asked()]);
    assert_eq!(state.config.update, ConfigUpdate::NoBlock);
}

#[test]
fn older_tokens_beside_the_block_are_told_of_and_taken_out_on_request() {
    let beside = "trakt:\r\n  access_token: older\r\n  refresh_token: older\r\n  client_id";
    let file = CONFIG.replace("trakt:\r\n  client_id", beside);
    let signed_in = answered(underway(), 200, TOKEN);
    let asked = [config_opened(&file), config(ConfigAction::UpdateAsked)];
    let state = edited(after(signed_in, asked));
    let updated = state.updated_config().unwrap();
    assert_eq!(
        updated.stale,
        [BlockKey::AccessToken, BlockKey::RefreshToken]
    );
    assert!(updated.text.as_str().contains("  access_token: older\r\n"));

    let state = edited(after(state, [config(ConfigAction::StaleRemovalAsked)]));
    let updated = state.updated_config().unwrap();
    assert_eq!(updated.stale, []);
    assert!(!updated.text.as_str().contains("older"));
    assert!(updated.text.as_str().contains("    refresh_token: r\r\n"));
    assert_eq!(state.config.text.as_str(), file, "what was opened stays");

    let state = edited(after(state, [config(ConfigAction::UpdateAsked)]));
    let updated = state.updated_config().unwrap();
    assert!(updated.text.as_str().contains("  access_token: older\r\n"));
}

#[test]
fn placeholders_that_gave_way_to_tokens_are_told_of() {
    let file = CONFIG.replace("old-refresh", "<<trakt_refresh>>");
    let signed_in = answered(underway(), 200, TOKEN);
    let asked = [config_opened(&file), config(ConfigAction::UpdateAsked)];
    let state = edited(after(signed_in, asked));
    let updated = state.updated_config().unwrap();
    assert_eq!(updated.placeholders_replaced, [BlockKey::RefreshToken]);
    assert_eq!(updated.placeholders_kept, []);
}

#[test]
fn an_update_can_be_cancelled_and_does_not_come_later() {
    let signed_in = answered(underway(), 200, TOKEN);
    let state = after(
        signed_in,
        [config_opened(CONFIG), config(ConfigAction::UpdateAsked)],
    );
    let ConfigUpdate::Underway { id, .. } = state.config.update else {
        panic!("it is under way")
    };
    let state = after(state, [config(ConfigAction::UpdateCancelled)]);
    assert_eq!(state.effect(id), None);
    let late = editor_answered(id, Err(EditorUnavailable));
    assert_unmoved(&state, &after(state.clone(), [late]));
    let state = edited(state);
    assert_eq!(state.config.update, ConfigUpdate::NotAsked);
    assert!(state.config.reading.found().is_some(), "reading goes on");
}

#[test]
fn what_was_made_of_an_old_text_or_an_old_block_goes_with_it() {
    let retyped = config(ConfigAction::Typed("plex:\n".into()));
    let state = after(config_updated(), [retyped]);
    assert_eq!(state.config.update, ConfigUpdate::NotAsked);

    let state = after(config_updated(), [typed(FormField::Pin, "34abcdef")]);
    let state = answered(submitted(state, SECOND * 2), 200, TOKEN);
    assert_eq!(state.config.update, ConfigUpdate::NotAsked);
    assert_eq!(state.config.text.as_str(), CONFIG, "the file stays");
}

#[test]
fn editing_in_the_text_area_keeps_the_line_ends_of_the_file() {
    let in_text_area = CONFIG.replace("\r\n", "\n") + "more: 1\n";
    let retyped = || config(ConfigAction::Typed(in_text_area.as_str().into()));
    let state = after(fresh(), [config_opened(CONFIG), retyped()]);
    let text = &state.config.text;
    assert_eq!(text.as_str(), format!("{CONFIG}more: 1\r\n"));
    assert_eq!(text_area_text(text).as_str(), in_text_area);

    let mixed = CONFIG.replacen("\r\n", "\n", 1);
    let state = after(fresh(), [config_opened(&mixed), retyped()]);
    assert_eq!(state.config.text.as_str(), in_text_area);
}

#[test]
fn a_long_file_is_shown_in_full_once_that_is_wanted() {
    let long = format!("{CONFIG}{}", "# more\r\n".repeat(1_000));
    let opened = after(fresh(), [config_opened(&long)]);
    let too_long = opened.config.too_long.as_ref().unwrap();
    assert_eq!(
        (too_long.lines, too_long.section.as_ref().unwrap().0),
        (1_007, 3)
    );
    let shown = config(ConfigAction::ShownInFull(ConfigText::Opened));
    let state = after(opened.clone(), [shown]);
    assert_eq!(state.config.too_long, None);
    let typed = config(ConfigAction::Typed(format!("{long}x").as_str().into()));
    let state = after(state, [typed]);
    assert_eq!(state.config.too_long, None, "whoever types in it sees it");

    let signed_in = answered(underway(), 200, TOKEN);
    let asked = [config_opened(&long), config(ConfigAction::UpdateAsked)];
    let state = edited(after(signed_in, asked));
    assert!(state.updated_config().unwrap().too_long.is_some());
    let shown = config(ConfigAction::ShownInFull(ConfigText::Updated));
    let state = after(state, [shown]);
    assert_eq!(state.updated_config().unwrap().too_long, None);
    assert!(state.config.too_long.is_some(), "it is another text");
}

#[test]
fn a_refused_file_leaves_what_stood_there() {
    let refused = config(ConfigAction::Opened {
        name: "picture.png".into(),
        text: Err(FileRefusal::NotText),
        can_be_saved: false,
    });
    let state = after(fresh(), [config_opened(CONFIG), refused]);
    assert_eq!(
        state.config.update,
        ConfigUpdate::FileRefused(FileRefusal::NotText)
    );
    assert_eq!(state.config.text.as_str(), CONFIG);
    assert_eq!(state.config.file_name.as_deref(), Some("config.yml"));
}

#[test]
fn a_block_that_left_with_the_file_is_saved() {
    for action in [
        ConfigAction::Exported(Export::Copied),
        ConfigAction::SaveEnded(Saving::Saved),
    ] {
        let state = after(config_updated(), [config(action)]);
        assert!(!state.has_unsaved_block());
    }
    for action in [
        ConfigAction::Exported(Export::Downloaded),
        ConfigAction::Exported(Export::CopyRefused),
        ConfigAction::SaveAsked,
        ConfigAction::SaveEnded(Saving::FileChanged),
    ] {
        let state = after(config_updated(), [config(action)]);
        assert!(state.has_unsaved_block());
    }
}

#[test]
fn the_editor_that_cannot_be_loaded_leaves_the_file_and_the_block() {
    let signed_in = answered(underway(), 200, TOKEN);
    let state = edited(after(signed_in, [config_opened(CONFIG)]));
    let state = after(state, [config(ConfigAction::UpdateAsked)]);
    let id = question(&state);
    let state = after(state, [editor_answered(id, Err(EditorUnavailable))]);
    assert_eq!(
        state.config.update,
        ConfigUpdate::Refused(EditorRefusal::Unavailable)
    );
    assert!(state.received.is_some());
    let again = edited(after(state, [config(ConfigAction::UpdateAsked)]));
    assert!(again.updated_config().is_some());
}

fn token(event: TokenEvent) -> Action {
    Action::Token(event)
}

/// The effect for the token.
fn token_effect(state: &State) -> (Id, machines::Effect) {
    let (TokenCheck::Checking { id } | TokenCheck::Revoking { id, .. }) = received(state).check
    else {
        panic!("{:?}", received(state).check)
    };
    match state.effect(id) {
        Some(Effect::SignIn(effect)) => (id, effect),
        other => panic!("{other:?}"),
    }
}

/// The token's text in the request to revoke it, and when that goes out.
fn revokes(state: &State) -> (String, Timestamp) {
    let machines::Effect::Send {
        request,
        not_before,
    } = token_effect(state).1
    else {
        panic!("it is asked")
    };
    assert_eq!(request.url, "https://api.trakt.tv/oauth/revoke");
    let body: serde_json::Value = serde_json::from_str(request.body.unwrap().reveal()).unwrap();
    (body["token"].as_str().unwrap().to_owned(), not_before)
}

fn token_answered(state: Rc<State>, status: u16) -> Rc<State> {
    let (id, _) = token_effect(&state);
    after(state, [Action::Ended(id, response(reply(status, "{}")))])
}

fn revoking() -> Rc<State> {
    after(
        answered(underway(), 200, TOKEN),
        [
            token(TokenEvent::RevocationAsked),
            token(TokenEvent::RevocationConfirmed),
        ],
    )
}

fn revoked() -> Rc<State> {
    token_answered(token_answered(revoking(), 200), 200)
}

#[test]
fn a_token_can_be_checked_with_trakt() {
    let state = answered(underway(), 200, TOKEN);
    let state = after(state, [token(TokenEvent::CheckAsked)]);
    let (id, effect) = token_effect(&state);
    let machines::Effect::Send { request, .. } = effect else {
        panic!("it is asked")
    };
    assert_eq!(request.url, "https://api.trakt.tv/users/settings");
    let again = after(state.clone(), [token(TokenEvent::CheckAsked)]);
    assert_unmoved(&state, &again);
    for (result, expected) in [
        (
            reply(200, r#"{"user":{"username":"somebody"}}"#),
            TokenCheck::Accepted {
                username: "somebody".into(),
            },
        ),
        (
            reply(401, ""),
            TokenCheck::Failed(
                TokenTask::Check,
                TokenCheckError::NotAcceptedYet {
                    refusal: Refusal::AccessTokenNotAccepted,
                    status: 401,
                },
            ),
        ),
    ] {
        let state = after(state.clone(), [Action::Ended(id, response(result))]);
        assert_eq!(received(&state).check, expected);
        assert_eq!(state.effect(id), None);
        let late = Action::Ended(id, response(reply(502, "")));
        assert_unmoved(&state, &after(state.clone(), [late]));
    }
}

#[test]
fn an_access_is_revoked_only_once_that_is_confirmed_and_not_within_a_second_of_a_post() {
    let state = answered(underway(), 200, TOKEN);
    let confirmed = after(state.clone(), [token(TokenEvent::RevocationConfirmed)]);
    assert_unmoved(&state, &confirmed);
    let state = after(state, [token(TokenEvent::RevocationAsked)]);
    assert_eq!(received(&state).check, TokenCheck::ConfirmingRevocation);
    let declined = after(state.clone(), [token(TokenEvent::RevocationDeclined)]);
    assert_eq!(received(&declined).check, TokenCheck::None);
    let state = at(state, millis(400), token(TokenEvent::RevocationConfirmed));
    assert_eq!(revokes(&state), ("r".to_owned(), NOW + SECOND));
    let again = after(state.clone(), [typed(FormField::Pin, "34abcdef")]);
    let again = submitted(again, millis(500));
    assert_eq!(
        (pauses_for(&again), wakes_at(&again)),
        (Some(PauseReason::PostInterval), NOW + SECOND * 2)
    );
    let unsure = Action::Ended(
        token_effect(&state).0,
        response(Err(NetworkError::Unreadable)),
    );
    let state = after(state, [unsure]);
    assert!(matches!(
        received(&state).check,
        TokenCheck::Failed(TokenTask::Revoke, _)
    ));
    assert!(state.has_unsaved_block());
}

#[test]
fn both_tokens_are_revoked_one_second_apart() {
    for (status, refresh_token_too) in [(200, true), (400, false)] {
        let state = revoking();
        assert_eq!(revokes(&state), ("r".to_owned(), NOW + SECOND));
        let state = token_answered(state, status);
        assert_eq!(revokes(&state), ("a".to_owned(), NOW + SECOND * 2));
        let failed = token_answered(state.clone(), 502);
        assert!(matches!(
            received(&failed).check,
            TokenCheck::Failed(TokenTask::Revoke, _)
        ));
        let state = token_answered(state, 200);
        assert_eq!(
            received(&state).check,
            TokenCheck::Revoked { refresh_token_too }
        );
    }
    for status in [429, 503] {
        let state = token_answered(revoking(), status);
        assert!(matches!(
            received(&state).check,
            TokenCheck::Failed(TokenTask::Revoke, _)
        ));
    }
}

#[test]
fn a_revoked_access_is_nothing_to_save_and_nothing_to_ask_about() {
    let state = revoked();
    assert!(received(&state).check.is_revoked());
    assert!(!state.has_unsaved_block());
    for event in [
        TokenEvent::CheckAsked,
        TokenEvent::RevocationAsked,
        TokenEvent::RevocationConfirmed,
        TokenEvent::RevocationDeclined,
    ] {
        assert_unmoved(&state, &after(state.clone(), [token(event)]));
    }
    let none = after(filled(), [token(TokenEvent::CheckAsked)]);
    assert_unmoved(&filled(), &none);
}

fn device_code_asked() -> Rc<State> {
    after(
        fresh(),
        [
            typed(FormField::ClientId, "an-id"),
            Action::MethodChosen(SignInMethod::Device),
            asked(),
        ],
    )
}

const DEVICE_CODE: &str = r#"{"device_code":"d","user_code":"5055CC52","verification_url":"https://trakt.tv/activate","expires_in":600,"interval":5}"#;

#[test]
fn a_device_code_is_waited_for_polled_and_becomes_the_block() {
    let state = answered(device_code_asked(), 200, DEVICE_CODE);
    let (authorization, left) = state.device_code().unwrap();
    assert_eq!(authorization.user_code, "5055CC52");
    assert_eq!(left, SECOND * 600);
    assert_eq!(ticks_at(&state).unwrap().1, NOW + SECOND);
    assert_eq!(wakes_at(&state), NOW + SECOND * 5);
    let early_wake = ended(&state, TIME_REACHED);
    let state = waited(state);
    assert!(matches!(
        sign_in_effect(&state).unwrap().1,
        machines::Effect::Send { .. }
    ));
    let again = at(state.clone(), millis(5_001), early_wake);
    assert_unmoved(&state, &again);
    let state = answered(state, 200, TOKEN);
    assert!(received(&state).text.as_str().contains("client_secret:\n"));
    assert_eq!(sign_in_effect(&state), None);
    assert_eq!(ticks_at(&state), None);
}

#[test]
fn a_cancelled_device_code_is_not_polled_any_more() {
    let state = answered(device_code_asked(), 200, DEVICE_CODE);
    let wake = ended(&state, TIME_REACHED);
    let state = after(state, [Action::Cancelled]);
    assert_eq!(effects(&state), []);
    assert_unmoved(&state, &at(state.clone(), SECOND * 5, wake));
}

#[test]
fn no_code_is_a_named_end() {
    let state = answered(device_code_asked(), 403, "{}");
    let failure = failure(&state);
    assert_eq!(failure.grant, GrantKind::Device);
    assert_eq!(
        failure.cause,
        FailureCause::Refused(Refusal::AppNotAccepted)
    );
}

#[test]
fn a_device_code_is_asked_for_by_the_rules_of_an_exchange() {
    let state = device_code_asked();
    let action = replied(&state, limited("30"));
    let state = after(state, [action]);
    assert!(state.pause_can_be_skipped());
    assert_eq!(state.pause_left(), Some(SECOND * 30));
    let skipped = at(state, SECOND, Action::PauseSkipped);
    assert_eq!(skipped.status(), Some(Status::RequestingDeviceCode));

    let state = answered(device_code_asked(), 503, "");
    assert_eq!(pauses_for(&state), Some(PauseReason::TraktDown));
    let state = answered(waited(state), 503, "");
    assert_eq!(
        failure(&state).cause,
        FailureCause::Refused(Refusal::TraktDown)
    );
    let too_early = after(state, [asked()]);
    assert_eq!(pauses_for(&too_early), Some(PauseReason::PostInterval));
}

#[test]
fn a_host_without_device_codes_sends_to_the_other_and_both_failing_is_one_failure() {
    let other = answered(device_code_asked(), 404, "");
    assert_eq!(pauses_for(&other), Some(PauseReason::OtherHost));
    assert_eq!(wakes_at(&other), NOW + SECOND);
    let other = waited(other);
    let Some((_, machines::Effect::Send { request, .. })) = sign_in_effect(&other) else {
        panic!("it is asked")
    };
    assert_eq!(request.url, "https://auth.trakt.tv/oauth/device/code");
    let state = waited(answered(other.clone(), 200, DEVICE_CODE));
    let state = answered(state, 200, TOKEN);
    assert_eq!(received(&state).host, SignInHost::Current);
    assert_eq!(
        received(&state).other_host.as_ref().unwrap().host,
        SignInHost::Classic
    );
    assert!(failure(&answered(other, 410, "")).other_host.is_some());
}

#[test]
fn without_a_readable_response_the_reason_is_looked_for_here_too() {
    let state = device_code_asked();
    let action = replied(&state, Err(NetworkError::Unreadable));
    let state = waited(after(state, [action]));
    let action = replied(&state, Err(NetworkError::Unreadable));
    let state = after(state, [action]);
    let action = ended(&state, probed(false));
    let state = after(state, [action]);
    assert_eq!(failure(&state).cause, FailureCause::HostUnreachable);
    assert!(
        state.command_request().is_none(),
        "a code cannot be polled for by hand"
    );
}

fn ready(redirect_uri: Option<&'static str>) -> Action {
    Action::PageReady {
        page: PageFacts {
            origin: "https://example.org".into(),
            is_secure: true,
            redirect_uri: redirect_uri.map(Into::into),
        },
        is_online: true,
    }
}

fn departure() -> Action {
    Action::Submitted(Some(Randomness {
        csrf_token: [1; 32].into(),
        code_verifier: [2; 32].into(),
    }))
}

fn about_to_leave() -> Rc<State> {
    after(
        filled(),
        [
            ready(Some("https://example.org/page/")),
            Action::MethodChosen(SignInMethod::Return),
        ],
    )
}

#[test]
fn leaving_for_trakt_keeps_what_the_way_back_needs_and_coming_back_uses_it() {
    let state = after(about_to_leave(), [departure()]);
    assert_eq!(state.status(), Some(Status::Leaving));
    let Some((_, machines::Effect::Leave { record, url })) = sign_in_effect(&state) else {
        panic!("it leaves")
    };
    assert!(
        url.starts_with("https://trakt.tv/oauth/authorize?"),
        "{url}"
    );
    assert!(!url.contains("a-secret") && !format!("{record:?}").contains("a-secret"));
    let pending = PendingSignIn::from_record(record.reveal()).unwrap();
    assert_eq!(pending.redirect_uri, "https://example.org/page/");
    assert_eq!(pending.started_at, NOW);

    let query = format!("?code=abc&state={}", pending.csrf_token.reveal());
    let response = AuthorizationResponse::from_query(&query).unwrap();
    let back = |pending| Action::Returned {
        response: response.clone(),
        pending,
    };
    let state = after(fresh(), [back(Some(pending.clone()))]);
    let request = sending(&state);
    assert!(matches!(
        &request.grant,
        Grant::Code { code, redirect_uri, .. }
            if code.reveal() == "abc" && redirect_uri == "https://example.org/page/"
    ));
    assert_eq!(state.form.method, SignInMethod::Return);
    assert_eq!(state.form.client_id.as_str(), "an-id");
    assert_eq!(
        (
            state.form.client_secret.as_str(),
            &request.app.client_secret
        ),
        ("", &None),
        "no secret is kept while the browser is at Trakt"
    );
    let state = answered(state, 401, r#"{"error":"invalid_client"}"#);
    let again = [typed(FormField::ClientSecret, "a-secret"), asked()];
    let state = waited(after(state, again));
    let request = sending(&state);
    assert!(matches!(&request.grant, Grant::Code { code, .. } if code.reveal() == "abc"));
    let secret = request.app.client_secret.as_ref().unwrap();
    assert_eq!(secret.reveal(), "a-secret", "the code is still good");
    let lost = after(fresh(), [back(None)]);
    assert_eq!(
        lost.sign_in,
        SignInState::ReturnRefused(ReturnError::NoRecord)
    );
    let late = at(fresh(), SECOND * 86_401, back(Some(pending)));
    assert_eq!(late.sign_in, SignInState::ReturnRefused(ReturnError::Stale));
}

#[test]
fn coming_back_without_an_answer_fills_in_what_was_kept_and_asks_for_the_rest() {
    let state = after(about_to_leave(), [departure()]);
    let Some((_, machines::Effect::Leave { record, .. })) = sign_in_effect(&state) else {
        panic!("it leaves")
    };
    let pending = PendingSignIn::from_record(record.reveal()).unwrap();
    let back = Action::CameBackWithoutResponse(pending);
    let opened_again = after(
        fresh(),
        [ready(Some("https://example.org/page/")), back.clone()],
    );
    assert_eq!(opened_again.form.client_id.as_str(), "an-id");
    assert_eq!(opened_again.form.method, SignInMethod::Return);
    assert!(opened_again.wants_secret_again());
    let entered = after(opened_again, [typed(FormField::ClientSecret, "a-secret")]);
    assert!(!entered.wants_secret_again());
    let too_late = at(fresh(), SECOND * 601, back);
    assert_eq!(too_late.sign_in, SignInState::Idle);
    assert_eq!(too_late.form.client_id.as_str(), "");

    // As the browser left it: everything is still there, and nothing hangs.
    let shown_again = after(state, [Action::ShownAgain]);
    assert!(!shown_again.is_busy());
    assert_eq!(shown_again.form.client_secret.as_str(), "a-secret");
    assert!(!shown_again.wants_secret_again());
    let idle = filled();
    assert_unmoved(&idle, &after(idle.clone(), [Action::ShownAgain]));
}

#[test]
fn a_secret_that_was_left_behind_completes_the_block() {
    let state = after(about_to_leave(), [departure()]);
    let Some((_, machines::Effect::Leave { record, .. })) = sign_in_effect(&state) else {
        panic!("it leaves")
    };
    let pending = PendingSignIn::from_record(record.reveal()).unwrap();
    let query = format!("?code=abc&state={}", pending.csrf_token.reveal());
    let response = AuthorizationResponse::from_query(&query).unwrap();
    let returned = Action::Returned {
        response,
        pending: Some(pending),
    };
    let state = answered(after(fresh(), [returned]), 200, TOKEN);
    assert!(received(&state).secret_is_wanted);
    assert!(received(&state).text.as_str().contains("client_secret:\n"));
    let copied = after(state, [Action::BlockExported(Export::Copied)]);
    assert!(!copied.has_unsaved_block());
    let complete = after(copied, [typed(FormField::ClientSecret, "a-secret")]);
    assert!(
        received(&complete)
            .text
            .as_str()
            .contains("client_secret: \"a-secret\"\n")
    );
    assert!(
        complete.has_unsaved_block(),
        "another block than the one that was copied"
    );
}

#[test]
fn leaving_asks_first_where_a_file_would_be_lost_and_says_so_when_there_is_no_network() {
    let with_file = after(about_to_leave(), [config_opened(CONFIG), departure()]);
    assert!(matches!(with_file.question, Some(Question::Leave(_))));
    assert!(!with_file.is_busy());
    let stays = after(
        with_file.clone(),
        [Action::QuestionAnswered { go_on: false }],
    );
    assert_eq!((&stays.question, stays.is_busy()), (&None, false));
    let leaves = after(with_file, [go_on()]);
    assert_eq!(leaves.status(), Some(Status::Leaving));
    assert!(!leaves.asks_before_leaving());

    let offline = Action::ConnectionChanged { is_online: false };
    let state = after(about_to_leave(), [offline, departure()]);
    assert_eq!(
        state.sign_in,
        SignInState::ReturnRefused(ReturnError::Offline)
    );
}

#[test]
fn a_value_that_may_have_been_used_up_is_remembered() {
    for end in [
        response(Err(NetworkError::ConnectionLost)),
        response(Err(NetworkError::TimedOut { patience: SECOND })),
    ] {
        let state = underway();
        let action = ended(&state, end);
        let state = submitted(after(state, [action]), SECOND * 5);
        let state = answered(state, 400, r#"{"error":"invalid_grant"}"#);
        assert!(failure(&state).was_refused_after_attempt());
        let again = submitted(
            after(state, [typed(FormField::Pin, "87654321")]),
            SECOND * 10,
        );
        let again = answered(again, 400, r#"{"error":"invalid_grant"}"#);
        assert!(!failure(&again).was_refused_after_attempt(), "another PIN");
    }
    // What never left has used up nothing.
    let state = underway();
    let action = ended(&state, response(Err(NetworkError::Offline)));
    let state = submitted(after(state, [action]), SECOND * 5);
    let state = answered(state, 400, r#"{"error":"invalid_grant"}"#);
    assert!(!failure(&state).was_refused_after_attempt());
}

#[test]
fn the_page_goes_on_with_the_other_host_once_one_is_found_not_to_serve() {
    let state = answered(underway(), 410, "");
    let state = answered(waited(state), 200, TOKEN);
    assert_eq!(state.form.host, SignInHost::Current);
    assert_eq!(state.host_left, Some(SignInHost::Classic));
    let chosen = after(state, [Action::HostChosen(SignInHost::Classic)]);
    assert_eq!(chosen.host_left, None);

    let both = answered(waited(answered(underway(), 410, "")), 410, "");
    assert_eq!(
        (both.form.host, both.host_left),
        (SignInHost::Classic, None)
    );
}

#[test]
fn the_host_that_is_asked_first_depends_on_the_day_unless_the_user_chose() {
    let february = Timestamp::from_unix_seconds(1_801_440_000);
    let opened = |at: Timestamp| {
        let state = fresh();
        let action = ready(None);
        state.reduce(Event { at, action }).form.host
    };
    assert_eq!(opened(february.earlier_by(SECOND)), SignInHost::Classic);
    assert_eq!(opened(february), SignInHost::Current);
    let chosen = after(fresh(), [Action::HostChosen(SignInHost::Classic)]);
    let action = ready(None);
    let later = chosen.reduce(Event {
        at: february,
        action,
    });
    assert_eq!(later.form.host, SignInHost::Classic);
}

#[test]
fn a_block_that_trakt_no_longer_accepts_is_refreshed_without_pasting_it() {
    let state = answered(underway(), 200, TOKEN);
    let state = after(state, [token(TokenEvent::CheckAsked)]);
    let state = token_answered(state, 401);
    let state = edited(after(state, [Action::RefreshBlockAsked]));
    assert_eq!(state.question, None);
    assert!(
        matches!(&sending(&waited(state)).grant, Grant::Refresh(token) if token.reveal() == "r")
    );
}

#[test]
fn the_token_in_a_file_is_shown_and_checked() {
    let file = answered(underway(), 200, TOKEN);
    let file = format!("plex:\n  url: x\n{}", received(&file).text.as_str());
    let state = edited(after(fresh(), [config_opened(&file)]));
    let state = after(state, [config(ConfigAction::TokenTaken)]);
    let (_, effect) = token_effect(&state);
    assert!(
        matches!(effect, machines::Effect::Send { request, .. } if request.method == Method::Get)
    );
    assert!(!state.has_unsaved_block(), "it is in the file");
    let incomplete = edited(after(fresh(), [config_opened(CONFIG)]));
    let unmoved = after(incomplete.clone(), [config(ConfigAction::TokenTaken)]);
    assert_unmoved(&incomplete, &unmoved);
}

#[test]
fn a_pasted_piece_of_a_block_fills_what_it_names_and_a_typed_one_does_not() {
    let piece = "client_id: \"other-id\"\n  client_secret: other-secret # mine\n";
    let pasted = after(filled(), [Action::Pasted(FormField::Pin, piece.into())]);
    assert_eq!(pasted.form.client_id.as_str(), "other-id");
    assert_eq!(pasted.form.client_secret.as_str(), "other-secret");
    assert_eq!(pasted.form.pin.as_str(), "12abcdef", "it is not a PIN");
    let filled_in = pasted.filled_in.as_ref().unwrap();
    assert_eq!(
        text::input::filled_in(filled_in),
        "Client ID and Client secret taken from what you pasted into PIN."
    );
    let typed = after(filled(), [typed(FormField::Pin, piece)]);
    assert_eq!(typed.form.pin.as_str(), piece);
    assert_eq!(typed.filled_in, None);
}

#[test]
fn another_pin_takes_the_place_of_one_that_failed() {
    let state = answered(underway(), 400, r#"{"error":"invalid_grant"}"#);
    let state = after(state, [Action::PinLinkFollowed]);
    assert_eq!(state.form.pin.as_str(), "");
    assert_eq!(state.sign_in, SignInState::Idle);
    let kept = after(filled(), [Action::PinLinkFollowed]);
    assert_eq!(kept.form.pin.as_str(), "12abcdef");
}

#[test]
fn a_browser_without_what_leaving_needs_is_told_as_such() {
    let refused = SignInState::ReturnRefused(ReturnError::BrowserRefused);
    let without_randomness = after(about_to_leave(), [asked()]);
    assert_eq!(without_randomness.sign_in, refused);
    let as_a_file = after(about_to_leave(), [ready(None), departure()]);
    assert_eq!(as_a_file.sign_in, refused);
    let state = after(about_to_leave(), [departure()]);
    let not_left = Outcome::SignIn(machines::Outcome::LeavingRefused);
    let action = ended(&state, not_left);
    let state = after(state, [action.clone()]);
    assert_eq!(state.sign_in, refused);
    assert_unmoved(&state, &after(state.clone(), [action]));
}

#[test]
fn neither_state_nor_events_print_what_was_typed() {
    let action = typed(FormField::Pin, "visible");
    let state = after(
        fresh(),
        [
            typed(FormField::ClientId, "visible1"),
            typed(FormField::ClientSecret, "visible2"),
            action.clone(),
            asked(),
        ],
    );
    let done = answered(state.clone(), 200, &TOKEN.replace("\"a\"", "\"visible3\""));
    let answer = replied(&state, reply(200, "visible4"));
    let pasted = typed(FormField::CurrentBlock, "refresh_token: visible5");
    let refreshing = after(
        fresh(),
        [Action::MethodChosen(SignInMethod::Refresh), pasted, asked()],
    );
    let question = effects(&refreshing);
    assert_eq!(question.len(), 1);
    let refreshing = edited(refreshing);
    let opened = config_opened("trakt:\n  client_id: visible6\n  pin: visible7\n");
    let updating = after(done.clone(), [opened, config(ConfigAction::UpdateAsked)]);
    let updated = edited(updating.clone());
    assert!(updated.updated_config().is_some());
    let checking = after(done.clone(), [token(TokenEvent::CheckAsked)]);
    let leaving = after(
        state.clone(),
        [
            Action::Cancelled,
            ready(Some("https://example.org/")),
            Action::MethodChosen(SignInMethod::Return),
            departure(),
        ],
    );
    let leaves = sign_in_effect(&leaving).unwrap();
    let event = Event {
        at: NOW,
        action: answer,
    };
    let all = [state, done, refreshing, updating, updated, checking];
    let all_effects: Vec<_> = all.iter().map(|state| effects(state)).collect();
    let printed = format!(
        "{action:?} {event:?} {question:?} {all:?} {all_effects:?} {leaving:?} {:?}",
        departure()
    );
    assert!(!printed.contains("visible"), "{printed}");
    // The app's public name is in the address that the browser is sent to.
    let printed = format!("{leaves:?}").replace("client_id=visible1", "");
    assert!(!printed.contains("visible"), "{printed}");
}

/// Something that a user, Trakt or a browser may do at any time.
#[derive(Debug, Clone)]
enum Anything {
    User(Action),
    /// The end of one of the effects under way.
    End(prop::sample::Index, Outcome),
    /// The editor's answer, if it is asked.
    Edited,
    /// The clock moves, also back.
    Pause(i64),
}

fn anything() -> impl Strategy<Value = Anything> {
    let field = prop::sample::select(vec![
        FormField::ClientId,
        FormField::ClientSecret,
        FormField::Pin,
        FormField::Printed,
        FormField::CurrentBlock,
    ]);
    let text = prop::sample::select(vec!["", " ", "an-id", "a-secret", "12abcdef", TOKEN, BLOCK]);
    let user = prop_oneof![
        4 => (field, text).prop_map(|(field, text)| typed(field, text)),
        4 => Just(departure()),
        1 => Just(asked()),
        1 => Just(Action::PinLinkFollowed),
        1 => Just(Action::PauseSkipped),
        1 => Just(Action::PrintedUsed),
        1 => Just(Action::StartOverAsked),
        2 => any::<bool>().prop_map(|go_on| Action::QuestionAnswered { go_on }),
        1 => Just(Action::RefreshBlockAsked),
        1 => Just(Action::ShownAgain),
        1 => Just(config(ConfigAction::TokenTaken)),
        1 => Just(Action::Cancelled),
        1 => Just(ready(Some("https://example.org/"))),
        1 => any::<bool>().prop_map(|is_online| Action::ConnectionChanged { is_online }),
        2 => prop::sample::select(SignInMethod::ALL.to_vec()).prop_map(Action::MethodChosen),
        1 => prop::sample::select(SignInHost::ALL.to_vec()).prop_map(Action::HostChosen),
        1 => Just(Action::BlockExported(Export::Copied)),
        1 => Just(token(TokenEvent::CheckAsked)),
        1 => Just(token(TokenEvent::RevocationAsked)),
        1 => Just(token(TokenEvent::RevocationConfirmed)),
        1 => Just(config_opened(CONFIG)),
        1 => Just(config(ConfigAction::Typed("trakt:\n".into()))),
        1 => Just(config(ConfigAction::UpdateAsked)),
        1 => Just(config(ConfigAction::UpdateCancelled)),
        1 => Just(config(ConfigAction::RefreshChosen)),
        1 => Just(config(ConfigAction::AppTaken)),
    ];
    let bodies = prop::sample::select(vec!["", "{}", TOKEN, DEVICE_CODE, "<html>"]);
    let statuses = prop::sample::select(vec![200, 400, 401, 403, 404, 429, 500, 503]);
    let outcome = prop_oneof![
        4 => (statuses, bodies).prop_map(|(status, body)| response(reply(status, body))),
        1 => Just(response(Err(NetworkError::Unreadable))),
        1 => Just(response(Err(NetworkError::Offline))),
        6 => Just(TIME_REACHED),
        1 => any::<bool>().prop_map(probed),
        1 => Just(Outcome::SignIn(machines::Outcome::LeavingRefused)),
        1 => Just(Outcome::EditorAnswered(Err(EditorUnavailable))),
        1 => Just(Outcome::TimeFormatted("tomorrow".into())),
    ];
    prop_oneof![
        6 => user.prop_map(Anything::User),
        8 => (any::<prop::sample::Index>(), outcome).prop_map(|(of, outcome)| Anything::End(of, outcome)),
        2 => Just(Anything::Edited),
        3 => prop_oneof![0i64..2_000, -3_600_000i64..3_600_000].prop_map(Anything::Pause),
    ]
}

/// Where it may all begin.
const BEGINNINGS: [fn() -> Rc<State>; 7] = [
    fresh,
    filled,
    || refresh_asked(BLOCK),
    refreshing,
    || answered(device_code_asked(), 200, DEVICE_CODE),
    config_updated,
    about_to_leave,
];

/// When the POST goes out that this effect is, if it is one.
fn post_at(state: &State, id: Id) -> Option<Timestamp> {
    match state.effect(id)? {
        Effect::SignIn(machines::Effect::Send {
            request,
            not_before,
        }) if request.method == Method::Post => Some(state.now.max(not_before)),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_happens_what_is_under_way_comes_to_an_end_and_posts_keep_their_distance(
        begin in 0..BEGINNINGS.len(),
        happenings in prop::collection::vec(anything(), 1..40)
    ) {
        let mut state = BEGINNINGS[begin]();
        let mut now = state.now.max(NOW);
        let mut last_post: Option<Timestamp> = None;
        for happening in happenings {
            let ids = state.effect_ids();
            let before = state.clone();
            let action = match happening {
                Anything::User(action) => action,
                Anything::End(of, outcome) if !ids.is_empty() => Action::Ended(*of.get(&ids), outcome),
                Anything::End(..) => continue,
                Anything::Edited => match editors_answer(&state) {
                    Some(answer) => answer,
                    None => continue,
                },
                Anything::Pause(milliseconds) => {
                    now = match u64::try_from(milliseconds) {
                        Ok(later) => now + millis(later),
                        Err(_) => {
                            // A limit that cannot be told from a clock set back is none.
                            last_post = None;
                            now.earlier_by(millis(milliseconds.unsigned_abs()))
                        }
                    };
                    continue;
                }
            };
            let is_agreed = matches!(action, Action::QuestionAnswered { go_on: true });
            state = state.reduce(Event { at: now, action });

            let ids = state.effect_ids();
            let mut distinct = ids.clone();
            distinct.sort_unstable();
            distinct.dedup();
            prop_assert_eq!(distinct.len(), ids.len());
            for id in &ids {
                prop_assert!(state.effect(*id).is_some());
                // An effect that is under way stays what it was.
                if let Some(effect) = before.effect(*id) {
                    prop_assert_eq!(state.effect(*id), Some(effect));
                } else if let Some(at) = post_at(&state, *id) {
                    if let Some(last) = last_post {
                        prop_assert!(at.since(last) >= SECOND, "{:?}", state.effect(*id));
                    }
                    last_post = Some(at);
                }
            }
            let is_waiting = match &state.sign_in {
                SignInState::Going(sign_in) => ids.contains(&sign_in.effect_id()),
                SignInState::ReadingBlock => matches!(
                    state.block_reading,
                    Reading::Soon(_) | Reading::Underway { .. }
                ),
                _ => !state.is_busy(),
            };
            prop_assert!(is_waiting, "{:?}", state.sign_in);
            prop_assert!(
                is_agreed || !before.has_unsaved_block() || state.received.is_some(),
                "a block that has not left the page is never lost"
            );
        }
    }
}
