//! Trouble that is seen before a PIN is spent.

use kometa_trakt_sign_in::page::effect::Effect;
use kometa_trakt_sign_in::page::stage::PrecheckState;
use kometa_trakt_sign_in::sign_in::form::FormField;
use kometa_trakt_sign_in::sign_in::{self as machines, Id, PauseReason};
use kometa_trakt_sign_in::trakt::SignInHost;
use kometa_trakt_sign_in::trakt::precheck::PrecheckTrouble;

use crate::scenario::{SECOND, Scenario, answer, millis, response};

fn id(page: &Scenario) -> Id {
    match &page.attempt.precheck {
        PrecheckState::Underway(precheck) => precheck.effect_id(),
        other => panic!("{other:?}"),
    }
}

fn refused(page: Scenario, id: Id) -> Scenario {
    page.ends(id, response(answer(403, "Invalid API key")))
}

const TROUBLE: PrecheckState = PrecheckState::Trouble(PrecheckTrouble::ClientIdNotAccepted);

#[test]
fn the_client_id_is_tried_when_the_link_is_followed() {
    let page = Scenario::filled().follows_pin_link();
    let id = id(&page);
    let Some(Effect::SignIn(machines::Effect::Send { request, .. })) = page.effect(id) else {
        panic!("it is sent")
    };
    assert_eq!(request.url, "https://api.trakt.tv/oauth/device/code");
    assert_eq!(request.body.unwrap().reveal(), r#"{"client_id":"an-id"}"#);
    let page = refused(page, id);
    assert_eq!(page.attempt.precheck, TROUBLE);
    page.clone().later(SECOND).submits().sending();
    let early = page.later(millis(999)).submits();
    assert_eq!(early.pauses_for(), Some(PauseReason::PostInterval));
}

#[test]
fn only_the_latest_try_is_spoken_of() {
    let first = Scenario::filled().follows_pin_link();
    let again = first.clone().later(SECOND * 2).follows_pin_link();
    assert_ne!(id(&again), id(&first));
    refused(again.clone(), id(&first)).assert_same_as(&again);
}

#[test]
fn trouble_is_forgotten_with_the_client_id_or_host_that_it_is_about() {
    let underway = Scenario::filled().follows_pin_link();
    let id = id(&underway);
    for page in [refused(underway.clone(), id), underway] {
        for forgotten in [
            page.clone().types(FormField::ClientId, "x"),
            page.chooses_host(SignInHost::Current),
        ] {
            assert_eq!(forgotten.attempt.precheck, PrecheckState::Quiet);
            assert_eq!(forgotten.effect(id), None);
        }
    }
}

#[test]
fn nothing_is_tried_within_a_second_of_another_post_or_without_a_client_id() {
    let page = Scenario::underway().is_answered(403, "Invalid API key");
    let early = page.clone().later(millis(999)).follows_pin_link();
    assert_eq!(early.attempt.precheck, PrecheckState::Quiet);
    id(&page.later(SECOND).follows_pin_link());
    let without_id = Scenario::ready().follows_pin_link();
    assert_eq!(without_id.attempt.precheck, PrecheckState::Quiet);
    assert!(without_id.attempt.pin_link_followed_at.is_some());
}

#[test]
fn a_precheck_and_a_sign_in_do_not_take_each_others_answers() {
    let both = Scenario::filled()
        .follows_pin_link()
        .later(SECOND)
        .submits();
    let precheck = id(&both);
    let checked = refused(both.clone(), precheck);
    checked.sending();
    assert_eq!(checked.attempt.precheck, TROUBLE);
    let failed = both.is_answered(403, "Invalid API key");
    assert_eq!(id(&failed), precheck);
    failed.failure();
}
