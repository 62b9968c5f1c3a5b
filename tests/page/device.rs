//! Signing in with a device code.

use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::sign_in::form::SignInMethod;
use kometa_trakt_sign_in::sign_in::{self as machines, PauseReason, Status};
use kometa_trakt_sign_in::trakt::response::Refusal;
use kometa_trakt_sign_in::trakt::{FailureCause, GrantKind, SignInHost};

use crate::scenario::{
    DEVICE_CODE, NOW, SECOND, Scenario, TIME_REACHED, TOKEN, answer, limited, millis, response,
};

fn code_shown() -> Scenario {
    Scenario::device_code_asked().is_answered(200, DEVICE_CODE)
}

#[test]
fn a_device_code_is_shown_polled_with_and_becomes_the_block() {
    let page = code_shown();
    let (authorization, left) = page
        .attempt
        .stage
        .device_code(page.model.monotonic())
        .unwrap();
    assert_eq!(authorization.user_code, "5055CC52");
    assert_eq!(left, SECOND * 600);
    assert_eq!(page.ticks_at().unwrap().1, NOW + SECOND);
    assert_eq!(page.wakes_at(), NOW + SECOND * 5);
    let (first_wake, _) = page.sign_in_effect().unwrap();
    let page = page.waits();
    let (_, effect) = page.sign_in_effect().unwrap();
    assert!(matches!(effect, machines::Effect::Send { .. }));
    let again = page.clone().later(millis(1)).ends(first_wake, TIME_REACHED);
    again.assert_same_as(&page);
    let page = page.is_answered(200, TOKEN);
    assert!(page.block_text().contains("client_secret:\n"));
    assert_eq!((page.sign_in_effect(), page.ticks_at()), (None, None));
}

#[test]
fn a_cancelled_device_code_is_not_polled_any_more() {
    let page = code_shown();
    let (wake, _) = page.sign_in_effect().unwrap();
    let page = page.cancels();
    assert_eq!(page.effects(), []);
    let woken = page.clone().later(SECOND * 5).ends(wake, TIME_REACHED);
    woken.assert_same_as(&page);
}

#[test]
fn a_cancelled_code_that_is_allowed_later_is_not_taken_for_a_pin() {
    let page = code_shown().waits();
    let (poll, _) = page.sign_in_effect().unwrap();
    let page = page.cancels().chooses(SignInMethod::Pin);
    let page = page.ends(poll, response(answer(200, TOKEN)));
    assert_eq!(page.form.fields.method, SignInMethod::Pin);
    assert_eq!(page.received().method, Some(SignInMethod::Device));
}

#[test]
fn a_method_chosen_while_a_sign_in_is_in_progress_is_not_the_one_that_brought_the_token() {
    let page = Scenario::underway().chooses(SignInMethod::Device);
    let page = page.is_answered(200, TOKEN);
    assert_eq!(page.received().method, Some(SignInMethod::Pin));
}

#[test]
fn no_code_is_a_named_end() {
    let page = Scenario::device_code_asked().is_answered(403, "Invalid API key");
    assert_eq!(page.failure().grant, GrantKind::Device);
    assert_eq!(
        page.failure().cause,
        FailureCause::Refused(Refusal::AppNotAccepted)
    );
}

#[test]
fn a_device_code_is_asked_for_by_the_rules_of_an_exchange() {
    let page = Scenario::device_code_asked().is_replied(limited("30"));
    assert!(page.attempt.stage.pause_can_be_skipped());
    assert_eq!(page.attempt.stage.pause_left(page.now), Some(SECOND * 30));
    let skipped = page.later(SECOND).on(Event::PauseSkipped);
    assert_eq!(
        skipped.attempt.stage.status(),
        Some(Status::RequestingDeviceCode)
    );

    let page = Scenario::device_code_asked().is_answered(503, "");
    assert_eq!(page.pauses_for(), Some(PauseReason::TraktDown));
    let page = page.waits().is_answered(503, "");
    assert_eq!(
        page.failure().cause,
        FailureCause::Refused(Refusal::TraktDown)
    );
    let too_early = page.submits();
    assert_eq!(too_early.pauses_for(), Some(PauseReason::PostInterval));
}

#[test]
fn a_host_without_device_codes_sends_to_the_other_and_both_failing_is_one_failure() {
    let page = Scenario::device_code_asked().is_answered(404, "");
    assert_eq!(page.pauses_for(), Some(PauseReason::OtherHost));
    assert_eq!(page.wakes_at(), NOW + SECOND);
    let other = page.waits();
    let Some((_, machines::Effect::Send { request, .. })) = other.sign_in_effect() else {
        panic!("it is asked")
    };
    assert_eq!(request.url, "https://auth.trakt.tv/oauth/device/code");
    let page = other.clone().is_answered(200, DEVICE_CODE).waits();
    let page = page.is_answered(200, TOKEN);
    assert_eq!(page.received().host, SignInHost::Current);
    let first = page.received().other_host.as_ref().unwrap();
    assert_eq!(first.host, SignInHost::Classic);
    assert!(other.is_answered(410, "").failure().other_host.is_some());
}
