//! Leaving for Trakt and coming back.

use kometa_trakt_sign_in::page::config_update::ConfigUpdate;
use kometa_trakt_sign_in::page::effect::Export;
use kometa_trakt_sign_in::page::effect::Reply;
use kometa_trakt_sign_in::page::event::{Event, Question};
use kometa_trakt_sign_in::page::stage::Stage;
use kometa_trakt_sign_in::page::token_check::TokenEvent;
use kometa_trakt_sign_in::page::view_model::ViewModel;
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};
use kometa_trakt_sign_in::sign_in::{self as machines, Outcome, Status};
use kometa_trakt_sign_in::trakt::Grant;
use kometa_trakt_sign_in::trakt::redirect::ReturnError;

use crate::scenario::{
    CONFIG, NOW, REDIRECT_URI, SECOND, Scenario, TOKEN, answer, back_with_a_code, ready, record,
    response, returned,
};

#[test]
fn leaving_keeps_what_the_way_back_needs_and_no_secret() {
    let page = Scenario::about_to_leave().leaves();
    assert_eq!(page.attempt.stage.status(), Some(Status::Leaving));
    let Some((_, machines::Effect::Leave { record: kept, url })) = page.sign_in_effect() else {
        panic!("it leaves")
    };
    assert!(
        url.starts_with("https://trakt.tv/oauth/authorize?"),
        "{url}"
    );
    assert!(!url.contains("a-secret") && !kept.reveal().contains("a-secret"));
    let pending = record(&page);
    assert_eq!(pending.redirect_uri, REDIRECT_URI);
    assert_eq!(pending.started_at, NOW);
}

#[test]
fn coming_back_with_a_code_exchanges_it() {
    let page = returned();
    let request = page.sending();
    assert!(matches!(
        &request.grant,
        Grant::Code { code, redirect_uri, .. }
            if code.reveal() == "abc" && redirect_uri == REDIRECT_URI
    ));
    let fields = &page.form.fields;
    assert_eq!(fields.method, SignInMethod::Return);
    assert_eq!(fields.client_id.as_str(), "an-id");
    assert_eq!(fields.client_secret.as_str(), "");
    assert_eq!(request.app.client_secret, None);
    let page = page.is_answered(200, TOKEN);
    assert_eq!(page.received().method, Some(SignInMethod::Return));
}

#[test]
fn a_code_that_was_refused_for_want_of_the_secret_is_sent_again_with_it() {
    let page = returned()
        .is_answered(401, r#"{"error":"invalid_client"}"#)
        .types(FormField::ClientSecret, "a-secret")
        .submits()
        .waits();
    let request = page.sending();
    assert!(matches!(&request.grant, Grant::Code { code, .. } if code.reveal() == "abc"));
    let secret = request.app.client_secret.as_ref().unwrap();
    assert_eq!(secret.reveal(), "a-secret");
}

#[test]
fn coming_back_without_the_record_or_too_late_is_refused() {
    let pending = record(&Scenario::about_to_leave().leaves());
    let lost = Scenario::ready().on(back_with_a_code(&pending, None));
    assert_eq!(
        lost.attempt.stage,
        Stage::ReturnRefused(ReturnError::NoRecord)
    );
    let back = back_with_a_code(&pending, Some(pending.clone()));
    let late = Scenario::ready().later(SECOND * 60 * 60 * 49).on(back);
    assert_eq!(late.attempt.stage, Stage::ReturnRefused(ReturnError::Stale));
}

#[test]
fn coming_back_without_an_answer_fills_in_what_was_kept_and_asks_for_the_rest() {
    let back = Event::CameBackWithoutResponse(record(&Scenario::about_to_leave().leaves()));
    let page = Scenario::ready().on(back.clone());
    assert_eq!(page.form.fields.client_id.as_str(), "an-id");
    assert_eq!(page.form.fields.method, SignInMethod::Return);
    assert!(page.attempt.wants_secret_again(&page.form));
    let entered = page.types(FormField::ClientSecret, "a-secret");
    assert!(!entered.attempt.wants_secret_again(&entered.form));
    let too_late = Scenario::ready().later(SECOND * 601).on(back);
    assert_eq!(too_late.attempt.stage, Stage::Idle);
    assert_eq!(too_late.form.fields.client_id.as_str(), "");
}

#[test]
fn a_page_that_is_shown_as_it_was_left_has_everything_and_does_not_hang() {
    let page = Scenario::about_to_leave().leaves().on(Event::ShownAgain);
    assert!(!page.attempt.stage.is_busy());
    assert_eq!(page.form.fields.client_secret.as_str(), "a-secret");
    assert!(!page.attempt.wants_secret_again(&page.form));
    let idle = Scenario::filled();
    idle.clone().on(Event::ShownAgain).assert_same_as(&idle);
}

#[test]
fn a_secret_that_was_left_behind_completes_the_block() {
    let page = returned().is_answered(200, TOKEN);
    assert!(page.received().secret_is_wanted);
    assert!(page.block_text().contains("client_secret:\n"));
    let copied = page.asks(TokenEvent::CopyAsked).copy_ends(Export::Copied);
    assert!(!copied.tokens.has_unsaved_block());
    let complete = copied.types(FormField::ClientSecret, "a-secret");
    assert!(
        complete
            .block_text()
            .contains("client_secret: \"a-secret\"\n")
    );
    assert!(
        complete.tokens.has_unsaved_block(),
        "another block than the one that was copied"
    );
}

#[test]
fn a_file_that_was_updated_without_the_secret_is_not_taken_for_the_complete_block() {
    let page = returned().is_answered(200, TOKEN).opens(CONFIG).updates();
    assert!(page.config.updated_config().is_some());
    let complete = page.saves().types(FormField::ClientSecret, "a-secret");
    assert_eq!(complete.config.updated_config(), None);
    let saved = complete.save_ends(Ok(()));
    assert!(saved.config.late_save.is_some());
    assert!(saved.tokens.has_unsaved_block());
}

#[test]
fn a_browser_without_a_network_stays() {
    let page = Scenario::about_to_leave().on(Event::ConnectionChanged { is_online: false });
    assert_eq!(
        page.leaves().attempt.stage,
        Stage::ReturnRefused(ReturnError::Offline)
    );
}

#[test]
fn a_browser_without_what_leaving_needs_is_told_as_such() {
    let refused = Stage::ReturnRefused(ReturnError::BrowserRefused);
    let without_randomness = Scenario::about_to_leave().submits();
    assert_eq!(without_randomness.attempt.stage, refused);
    let as_a_file = Scenario::about_to_leave().on(ready(None)).leaves();
    assert_eq!(as_a_file.attempt.stage, refused);
    let page = Scenario::about_to_leave().leaves();
    let (id, _) = page.sign_in_effect().unwrap();
    let not_left = Reply::SignIn(Outcome::LeavingRefused);
    let page = page.ends(id, not_left.clone());
    assert_eq!(page.attempt.stage, refused);
    page.clone().ends(id, not_left).assert_same_as(&page);
}

#[test]
fn a_token_in_flight_is_not_lost_to_a_return() {
    let pending = record(&Scenario::about_to_leave().leaves());
    let page = Scenario::underway();
    let (id, _) = page.sign_in_effect().unwrap();
    let page = page.on(back_with_a_code(&pending, Some(pending.clone())));
    assert!(matches!(
        page.sign_in(),
        Some(machines::SignIn::Exchange(_))
    ));
    let page = page.ends(id, response(answer(200, TOKEN)));
    assert_eq!(page.received().method, Some(SignInMethod::Pin));
}

#[test]
fn a_code_that_came_back_is_not_lost_to_a_question_from_before() {
    let pending = record(&Scenario::about_to_leave().leaves());
    let asked = Scenario::signed_in()
        .types(FormField::Pin, "second")
        .later(SECOND * 5)
        .submits();
    let page = asked.on(back_with_a_code(&pending, Some(pending.clone())));
    let exchanged = page.sign_in_effect();
    assert_eq!(page.agrees().sign_in_effect(), exchanged);
}

#[test]
fn a_secret_typed_during_a_revocation_comes_into_the_block_only_if_that_fails() {
    let page = returned()
        .is_answered(200, TOKEN)
        .asks(TokenEvent::RevocationAsked)
        .asks(TokenEvent::RevocationConfirmed);
    let request = page.token_effect();
    let page = page.types(FormField::ClientSecret, "a-secret");
    assert_eq!(page.token_effect(), request);
    let failed = page.token_is_answered(503, "");
    assert!(
        failed
            .block_text()
            .contains("client_secret: \"a-secret\"\n")
    );
}

#[test]
fn leaving_again_with_another_app_asks_before_a_file_is_lost() {
    let page = returned()
        .is_answered(401, r#"{"error":"invalid_client"}"#)
        .opens(CONFIG)
        .editor_answers()
        .later(SECOND * 5);
    let same_app = page.clone().types(FormField::ClientSecret, "a-secret");
    assert_eq!(same_app.leaves().question, None, "the code is sent again");
    let another = page.types(FormField::ClientId, "another-id").leaves();
    assert!(matches!(another.question, Some(Question::Leave(_))));
}

#[test]
fn the_field_of_the_secret_stays_with_the_block_while_it_is_typed() {
    let mut page = returned().is_answered(200, TOKEN);
    for text in ["", "a", "a-s", "a-secret"] {
        page = page.types(FormField::ClientSecret, text);
        let view = ViewModel::from(&page.model);
        assert!(view.form.client_secret_is_with_block, "{text}");
        assert!(view.result.unwrap().secret.is_some(), "{text}");
    }
}

#[test]
fn an_opened_file_is_updated_once_the_secret_is_whole() {
    let whole = "5d".repeat(32);
    let page = returned()
        .is_answered(200, TOKEN)
        .opens(CONFIG)
        .editor_answers();
    let page = page.types(FormField::ClientSecret, &whole[..63]);
    assert_eq!(page.config.update, ConfigUpdate::NotAsked);
    let page = page.types(FormField::ClientSecret, &whole).editor_answers();
    assert!(page.updated().text.as_str().contains(&whole));
}
