//! Checking a token with Trakt.

use kometa_trakt_sign_in::page::config::ConfigEvent;
use kometa_trakt_sign_in::page::effect::Effect;
use kometa_trakt_sign_in::page::token_check::{TokenCheck, TokenEvent};
use kometa_trakt_sign_in::sign_in as machines;
use kometa_trakt_sign_in::trakt::Method;
use kometa_trakt_sign_in::trakt::response::Refusal;
use kometa_trakt_sign_in::trakt::token_check::TokenCheckError;
use kometa_trakt_sign_in::trakt::token_check::TokenTask;

use crate::scenario::{CONFIG, Scenario, answer, response};

#[test]
fn a_token_can_be_checked_with_trakt() {
    let page = Scenario::signed_in().asks(TokenEvent::CheckAsked);
    let (id, effect) = page.token_effect();
    let machines::Effect::Send { request, .. } = effect else {
        panic!("it is sent")
    };
    assert_eq!(request.url, "https://api.trakt.tv/users/settings");
    let again = page.clone().asks(TokenEvent::CheckAsked);
    again.assert_same_as(&page);
    let accepted = TokenCheck::Accepted {
        username: "somebody".into(),
    };
    // The token is seconds old.
    let error = TokenCheckError::NotAcceptedYet {
        refusal: Refusal::AccessTokenNotAccepted,
        status: 401,
    };
    let refused = TokenCheck::Failed(TokenTask::Check, error);
    for (status, body, expected) in [
        (200, r#"{"user":{"username":"somebody"}}"#, accepted),
        (401, "", refused),
    ] {
        let page = page.clone().token_is_answered(status, body);
        assert_eq!(page.received().check, expected);
        assert_eq!(page.effect(id), None);
        let late = page.clone().ends(id, response(answer(502, "")));
        late.assert_same_as(&page);
    }
}

#[test]
fn nothing_is_checked_where_there_is_no_token() {
    let page = Scenario::filled();
    let asked = page.clone().asks(TokenEvent::CheckAsked);
    asked.assert_same_as(&page);
}

#[test]
fn a_check_that_ends_late_is_not_reported_for_the_next_token() {
    let page = Scenario::signed_in().asks(TokenEvent::CheckAsked);
    let (late, _) = page.token_effect();
    let page = page
        .types(
            kometa_trakt_sign_in::sign_in::form::FormField::Pin,
            "second",
        )
        .later(crate::scenario::SECOND * 5)
        .submits()
        .agrees()
        .is_answered(200, crate::scenario::OTHER_TOKEN);
    let ended = page.clone().ends(late, response(answer(401, "")));
    assert_eq!(ended.received().check, TokenCheck::None);
    ended.assert_same_as(&page);
}

#[test]
fn the_token_in_a_file_is_checked_beside_the_file() {
    let block = Scenario::signed_in().block_text().to_owned();
    let file = format!("plex:\n  url: x\n{block}");
    let page = Scenario::ready()
        .opens(&file)
        .editor_answers()
        .config(ConfigEvent::CheckAsked);
    let id = page.tokens.in_file.as_ref().unwrap().check.effect_id();
    let id = id.unwrap();
    assert!(matches!(
        page.effect(id),
        Some(Effect::SignIn(machines::Effect::Send { request, .. })) if request.method == Method::Get
    ));
    assert_eq!(page.tokens.current, None, "it is no new block");
    assert!(!page.tokens.has_unsaved_block(), "it is in the file");
    let page = page.ends(
        id,
        response(answer(200, r#"{"user":{"username":"somebody"}}"#)),
    );
    assert_eq!(
        page.tokens.in_file.as_ref().map(|token| &token.check),
        Some(&TokenCheck::Accepted {
            username: "somebody".into()
        })
    );
}

#[test]
fn a_token_that_is_not_all_in_the_file_is_not_checked() {
    let page = Scenario::ready().opens(CONFIG).editor_answers();
    let asked = page.clone().config(ConfigEvent::CheckAsked);
    asked.assert_same_as(&page);
}
