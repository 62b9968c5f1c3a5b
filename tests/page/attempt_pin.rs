//! Signing in with a PIN.

use std::time::Duration;

use kometa_trakt_sign_in::page::effect::Effect;
use kometa_trakt_sign_in::page::stage::Stage;
use kometa_trakt_sign_in::sign_in as machines;
use kometa_trakt_sign_in::sign_in::form::{FormField, InputProblem, SignInMethod};
use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::response::Refusal;
use kometa_trakt_sign_in::trakt::service::PIN_LIFETIME;
use kometa_trakt_sign_in::trakt::{
    FailureCause, Field, Grant, InputError, NetworkError, SignInHost, TokenRequest,
};

use crate::scenario::{INVALID_GRANT, SECOND, Scenario, TIME_REACHED, TOKEN, millis, response};

pub fn pin_of(request: &TokenRequest) -> &str {
    match &request.grant {
        Grant::Pin(pin) => pin.reveal(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_typed_is_sent() {
    let page = Scenario::underway();
    let request = page.sending();
    assert_eq!(request.host, SignInHost::Classic);
    assert_eq!(request.app.client_id.reveal(), "an-id");
    let secret = request.app.client_secret.as_ref().unwrap();
    assert_eq!(secret.reveal(), "a-secret");
    assert_eq!(pin_of(request), "12abcdef");
    assert_eq!(
        page.sign_in_effect().unwrap().1,
        machines::Effect::Send {
            request: request.to_request(),
            not_before: Timestamp::default()
        }
    );
}

#[test]
fn sending_twice_changes_nothing() {
    let page = Scenario::underway();
    let again = page.clone().later(SECOND * 5).submits();
    again.assert_same_as(&page);
}

#[test]
fn a_token_becomes_the_block_and_the_pin_is_gone() {
    let page = Scenario::signed_in();
    let block = page.received().block.to_string();
    assert_eq!(page.block_text(), block);
    assert!(
        block.contains("client_id: \"an-id\"\n") && block.contains("access_token: a\n"),
        "{block}"
    );
    assert!(block.contains("created_at: 1700000000\n"), "{block}");
    assert_eq!(page.attempt.stage, Stage::Idle);
    assert_eq!(page.received().method, Some(SignInMethod::Pin));
    let ends_at = Timestamp::from_unix_seconds(1_700_000_001);
    let effects: Vec<_> = page.effects().into_iter().map(|(_, e)| e).collect();
    assert_eq!(effects, [Effect::FormatTime(ends_at)]);
    let fields = &page.form.fields;
    assert_eq!(
        (fields.client_id.as_str(), fields.pin.as_str()),
        ("an-id", "")
    );
    assert!(page.tokens.has_unsaved_block());
}

#[test]
fn a_failure_keeps_what_was_typed_and_the_block_that_was_there() {
    let page = Scenario::signed_in()
        .types(FormField::Pin, "second")
        .later(SECOND * 5)
        .submits()
        .agrees()
        .is_answered(403, "Invalid API key");
    assert_eq!(
        page.failure().cause,
        FailureCause::Refused(Refusal::AppNotAccepted)
    );
    assert_eq!(page.form.fields.pin.as_str(), "second");
    assert!(page.tokens.current.is_some());
    assert!(page.tokens.has_unsaved_block(), "it is still to be saved");
}

#[test]
fn each_attempt_is_told_from_the_one_before() {
    let first = Scenario::underway().is_answered(403, "Invalid API key");
    let second = first.clone().later(SECOND * 5).submits();
    let second = second.is_answered(403, "Invalid API key");
    assert!(first.attempt.id.is_some());
    assert_ne!(first.attempt.id, second.attempt.id);
}

#[test]
fn a_pin_that_was_sent_before_the_user_stopped_may_have_been_used_up() {
    let again = Scenario::underway()
        .cancels()
        .later(SECOND * 5)
        .submits()
        .is_answered(400, INVALID_GRANT);
    assert!(again.failure().was_sent_before);
    let at_once = Scenario::underway().is_answered(400, INVALID_GRANT);
    assert!(!at_once.failure().was_sent_before);
}

#[test]
fn a_pin_whose_answer_was_lost_may_have_been_used_up() {
    for lost in [
        NetworkError::ConnectionLost,
        NetworkError::TimedOut { patience: SECOND },
    ] {
        let page = Scenario::underway()
            .sign_in_ends(response(Err(lost)))
            .later(SECOND * 5)
            .submits()
            .is_answered(400, INVALID_GRANT);
        assert!(page.failure().was_refused_after_attempt());
        let another_pin = page
            .types(FormField::Pin, "87654321")
            .later(SECOND * 5)
            .submits()
            .is_answered(400, INVALID_GRANT);
        assert!(!another_pin.failure().was_refused_after_attempt());
    }
    let never_left = Scenario::underway()
        .is_replied(Err(NetworkError::Offline))
        .later(SECOND * 5)
        .submits()
        .is_answered(400, INVALID_GRANT);
    assert!(!never_left.failure().was_refused_after_attempt());
}

#[test]
fn a_pin_that_is_the_client_id_or_secret_is_refused() {
    for (pin, field) in [
        ("an-id", Field::ClientId),
        ("a-secret", Field::ClientSecret),
    ] {
        let page = Scenario::filled().types(FormField::Pin, pin).submits();
        assert_eq!(
            page.attempt.stage.input_problems(),
            [InputProblem::Input(InputError::PinIsAppValue(field))]
        );
    }
}

#[test]
fn a_pin_lives_ten_minutes_from_following_the_link() {
    let left = |page: &Scenario| page.attempt.pin_life_left(page.now);
    let page = Scenario::ready();
    assert_eq!((left(&page), page.ticks_at()), (None, None));
    let page = page.follows_pin_link();
    assert_eq!(left(&page), Some(PIN_LIFETIME));
    assert_eq!(page.ticks_at().unwrap().1, page.now + SECOND);
    for later in [millis(1), SECOND, PIN_LIFETIME - millis(1)] {
        let page = page.clone().ticks(later);
        assert_eq!(left(&page), Some(PIN_LIFETIME - later));
        assert_eq!(page.ticks_at().unwrap().1, page.now + SECOND);
    }
    for late in [PIN_LIFETIME, PIN_LIFETIME * 9] {
        let page = page.clone().ticks(late);
        assert_eq!((left(&page), page.ticks_at()), (Some(Duration::ZERO), None));
    }
}

#[test]
fn a_clock_that_was_set_back_does_not_give_a_pin_more_than_its_life() {
    let page = Scenario::ready().follows_pin_link();
    let (tick, _) = page.ticks_at().unwrap();
    let page = page.earlier(SECOND * 1_000_000).ends(tick, TIME_REACHED);
    assert_eq!(page.attempt.pin_life_left(page.now), Some(PIN_LIFETIME));
}

#[test]
fn a_new_pin_takes_the_place_of_one_that_was_refused() {
    let page = Scenario::underway().is_answered(400, INVALID_GRANT);
    let page = page.follows_pin_link();
    assert_eq!(page.form.fields.pin.as_str(), "");
    assert_eq!(page.attempt.stage, Stage::Idle);
    let kept = Scenario::filled().follows_pin_link();
    assert_eq!(kept.form.fields.pin.as_str(), "12abcdef");
}

#[test]
fn a_pin_that_no_sign_in_has_used_stays_when_a_token_comes_another_way() {
    let page = Scenario::device_code_asked()
        .is_answered(200, crate::scenario::DEVICE_CODE)
        .waits()
        .cancels();
    let late = page.effects()[0].0;
    let page = page
        .chooses(SignInMethod::Pin)
        .types(FormField::Pin, "12abcdef")
        .ends(late, response(crate::scenario::answer(200, TOKEN)));
    assert!(page.tokens.current.is_some());
    assert_eq!(page.form.fields.pin.as_str(), "12abcdef");
}
