//! The way by the terminal, where the browser cannot reach Trakt.

use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::sign_in as machines;
use kometa_trakt_sign_in::sign_in::PauseReason;
use kometa_trakt_sign_in::sign_in::form::{FormField, InputProblem};
use kometa_trakt_sign_in::trakt::response::Refusal;
use kometa_trakt_sign_in::trakt::{
    FailureCause, GrantKind, NetworkError, SignInHost, TokenRequest,
};

use crate::attempt_pin::pin_of;
use crate::scenario::{NOW, SECOND, Scenario, TOKEN, probed};

fn command(page: &Scenario) -> Option<TokenRequest> {
    page.attempt
        .command_request(&page.form, &page.block_reading)
}

fn uses(page: Scenario, printed: &str) -> Scenario {
    page.types(FormField::Printed, printed)
        .on(Event::CommandOutputUsed)
}

#[test]
fn without_an_answer_the_other_host_is_asked_and_then_the_reason_is_looked_for() {
    let unreadable = || Err(NetworkError::Unreadable);
    for (was_reached, cause) in [
        (true, FailureCause::ResponseHidden),
        (false, FailureCause::HostUnreachable),
    ] {
        let page = Scenario::underway().is_replied(unreadable());
        assert_eq!(page.pauses_for(), Some(PauseReason::OtherHost));
        assert!(!page.attempt.stage.pause_can_be_skipped());
        assert_eq!(page.wakes_at(), NOW + SECOND);
        let page = page.waits();
        assert_eq!(page.sending().host, SignInHost::Current);
        let page = page.is_replied(unreadable());
        let url = "https://api.trakt.tv/oauth/token";
        let (_, effect) = page.sign_in_effect().unwrap();
        assert_eq!(effect, machines::Effect::Probe { url });
        let page = page.sign_in_ends(probed(was_reached));
        assert_eq!(page.failure().cause, cause);
        let request = command(&page).unwrap();
        assert_eq!(request.host, SignInHost::Classic);
        assert_eq!(pin_of(&request), "12abcdef");
    }
}

#[test]
fn the_command_follows_the_fields_as_long_as_they_can_be_sent() {
    let page = Scenario::unreachable(true).types(FormField::Pin, "87654321");
    assert_eq!(pin_of(&command(&page).unwrap()), "87654321");
    let page = page.types(FormField::Pin, "");
    assert_eq!(pin_of(&command(&page).unwrap()), "12abcdef");
}

#[test]
fn what_a_command_printed_counts_like_an_answer_to_the_browser() {
    let page = Scenario::unreachable(false).on(Event::CommandOutputUsed);
    assert_eq!(
        page.attempt.stage.input_problems(),
        [InputProblem::NothingPrinted]
    );
    let page = uses(page, r#"{"error":"invalid_grant"}"#);
    let refused = page.failure();
    assert_eq!(refused.cause, FailureCause::Refused(Refusal::InvalidGrant));
    assert_eq!(refused.grant, GrantKind::Pin);
    assert!(command(&page).is_some(), "the way stays open");
    let page = uses(page, &format!("$ {TOKEN} $"));
    assert!(page.tokens.current.is_some() && command(&page).is_none());
    let fields = &page.form.fields;
    assert_eq!((fields.printed.as_str(), fields.pin.as_str()), ("", ""));
}

#[test]
fn an_answer_to_the_browser_ends_the_way_by_the_terminal() {
    let page = Scenario::unreachable(true).later(SECOND * 9).submits();
    assert!(command(&page.is_answered(403, "Invalid API key")).is_none());
}

#[test]
fn a_device_code_cannot_be_polled_for_by_hand() {
    let page = Scenario::device_code_asked()
        .is_replied(Err(NetworkError::Unreadable))
        .waits()
        .is_replied(Err(NetworkError::Unreadable))
        .sign_in_ends(probed(false));
    assert_eq!(page.failure().cause, FailureCause::HostUnreachable);
    assert!(command(&page).is_none());
}
