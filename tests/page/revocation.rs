//! Revoking a token: the refresh token first, then the access token.

use kometa_trakt_sign_in::page::config::ConfigEvent;
use kometa_trakt_sign_in::page::config_update::ConfigUpdate;
use kometa_trakt_sign_in::page::event::{AfterRevocation, Event, Question};
use kometa_trakt_sign_in::page::token_check::{TokenCheck, TokenEvent};
use kometa_trakt_sign_in::sign_in::form::FormField;
use kometa_trakt_sign_in::sign_in::{self as machines, PauseReason};
use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::NetworkError;
use kometa_trakt_sign_in::trakt::response::Refusal;
use kometa_trakt_sign_in::trakt::token_check::TokenCheckError;
use kometa_trakt_sign_in::trakt::token_check::TokenTask;

use crate::scenario::{
    CONFIG, NOW, OTHER_TOKEN, SECOND, Scenario, TOKEN, answer, limited, millis, response,
};

/// The token in the request to revoke it, and when that goes out.
fn revokes(effect: machines::Effect) -> (String, Timestamp) {
    let machines::Effect::Send {
        request,
        not_before,
    } = effect
    else {
        panic!("it is sent")
    };
    assert_eq!(request.url, "https://api.trakt.tv/oauth/revoke");
    let body: serde_json::Value = serde_json::from_str(request.body.unwrap().reveal()).unwrap();
    (body["token"].as_str().unwrap().to_owned(), not_before)
}

fn revokes_now(page: &Scenario) -> (String, Timestamp) {
    revokes(page.token_effect().1)
}

const TRAKT_DOWN: TokenCheckError = TokenCheckError::Refused {
    refusal: Refusal::TraktDown,
    status: 503,
};

fn has_failed(page: &Scenario) -> bool {
    matches!(
        page.received().check,
        TokenCheck::Failed(TokenTask::Revoke, _)
    )
}

#[test]
fn a_token_is_revoked_only_once_that_is_confirmed() {
    let page = Scenario::signed_in();
    let unasked = page.clone().asks(TokenEvent::RevocationConfirmed);
    unasked.assert_same_as(&page);
    let asked = page.asks(TokenEvent::RevocationAsked);
    assert_eq!(asked.received().check, TokenCheck::ConfirmingRevocation);
    let declined = asked.asks(TokenEvent::RevocationDeclined);
    assert_eq!(declined.received().check, TokenCheck::None);
}

#[test]
fn a_revocation_keeps_a_second_from_every_other_post() {
    let page = Scenario::signed_in()
        .asks(TokenEvent::RevocationAsked)
        .later(millis(400))
        .asks(TokenEvent::RevocationConfirmed);
    assert_eq!(revokes_now(&page), ("r".to_owned(), NOW + SECOND));
    let again = page.types(FormField::Pin, "34abcdef").later(millis(100));
    let again = again.submits().agrees();
    assert_eq!(again.pauses_for(), Some(PauseReason::PostInterval));
    assert_eq!(again.wakes_at(), NOW + SECOND * 2);
}

#[test]
fn a_revocation_without_an_answer_has_failed_and_leaves_the_block() {
    let page = Scenario::revoking();
    let (id, _) = page.token_effect();
    let page = page.ends(id, response(Err(NetworkError::Unreadable)));
    assert!(has_failed(&page) && page.tokens.has_unsaved_block());
    for status in [429, 503] {
        let page = Scenario::revoking().token_is_answered(status, "");
        assert!(has_failed(&page) && page.tokens.usable().is_some());
    }
}

#[test]
fn both_tokens_are_revoked_one_second_apart() {
    for (status, refresh_token_too) in [(200, true), (400, false)] {
        let page = Scenario::revoking();
        assert_eq!(revokes_now(&page), ("r".to_owned(), NOW + SECOND));
        let page = page.token_is_answered(status, "{}");
        assert_eq!(revokes_now(&page), ("a".to_owned(), NOW + SECOND * 2));
        let page = page.token_is_answered(200, "{}");
        assert_eq!(
            page.received().check,
            TokenCheck::Revoked { refresh_token_too }
        );
    }
}

#[test]
fn where_neither_half_was_confirmed_the_revocation_has_failed() {
    let page = Scenario::revoking()
        .token_is_answered(400, "{}")
        .token_is_answered(503, "");
    assert!(has_failed(&page));
}

#[test]
fn a_half_done_revocation_says_which_half_is_done() {
    let page = Scenario::half_revoked();
    assert_eq!(page.received().check, TokenCheck::HalfRevoked(TRAKT_DOWN));
    let lost = Scenario::revoking().token_is_answered(200, "{}");
    let (id, _) = lost.token_effect();
    let lost = lost.ends(id, response(Err(NetworkError::ConnectionLost)));
    let error = TokenCheckError::Network(NetworkError::ConnectionLost);
    assert_eq!(lost.received().check, TokenCheck::HalfRevoked(error));
}

#[test]
fn a_half_done_revocation_goes_on_with_the_access_token_alone() {
    for finishes in [TokenEvent::RevocationAsked, TokenEvent::RevocationConfirmed] {
        let page = Scenario::half_revoked().later(SECOND * 30).asks(finishes);
        assert_eq!(revokes_now(&page).0, "a");
        let again = page.clone().token_is_answered(503, "");
        assert_eq!(again.received().check, TokenCheck::HalfRevoked(TRAKT_DOWN));
        let done = page.token_is_answered(200, "{}");
        let both = TokenCheck::Revoked {
            refresh_token_too: true,
        };
        assert_eq!(done.received().check, both);
    }
}

#[test]
fn what_trakt_confirmed_is_never_denied() {
    let half = Scenario::half_revoked();
    for event in [TokenEvent::CheckAsked, TokenEvent::RevocationDeclined] {
        half.clone().asks(event).assert_same_as(&half);
    }
}

#[test]
fn a_half_revoked_block_is_not_offered_for_use() {
    let page = Scenario::config_updated()
        .asks(TokenEvent::RevocationAsked)
        .asks(TokenEvent::RevocationConfirmed);
    assert!(page.config.updated_config().is_some());
    let half_done = page.token_is_answered(200, "{}");
    let half = half_done.clone().token_is_answered(503, "");
    for page in [half_done, half] {
        assert_eq!(page.tokens.usable(), None);
        assert!(!page.tokens.has_unsaved_block());
        assert_eq!(page.config.updated_config(), None);
        assert!(page.config.update_is_withdrawn);
        let asked = page.config(ConfigEvent::UpdateAsked);
        assert_eq!(asked.config.update, ConfigUpdate::NoBlock);
    }
}

#[test]
fn a_withdrawn_update_stays_withdrawn_whatever_trakt_answers_next() {
    let page = Scenario::config_updated()
        .asks(TokenEvent::RevocationAsked)
        .asks(TokenEvent::RevocationConfirmed)
        .token_is_answered(200, "{}")
        .token_is_answered(200, "{}");
    assert!(page.config.update_is_withdrawn);
    let page = page.types(FormField::Pin, "second").later(SECOND * 5);
    assert!(
        page.submits()
            .is_answered(403, "Invalid API key")
            .config
            .update_is_withdrawn
    );
}

#[test]
fn an_unfinished_revocation_is_asked_about_before_anything_ends_it() {
    let underway = Scenario::revoking();
    let half_done = underway.clone().token_is_answered(200, "{}");
    for page in [underway, half_done, Scenario::half_revoked()] {
        assert!(page.asks_before_leaving());
        let page = page.types(FormField::Pin, "second").later(SECOND * 5);
        for (event, next) in [
            (Event::StartOverAsked, AfterRevocation::StartOver),
            (Event::Submitted(None), AfterRevocation::SignIn(None)),
        ] {
            let asked = page.clone().on(event);
            let question = Question::AbandonRevocation(next);
            assert_eq!(asked.question, Some(question));
            assert!(asked.tokens.has_unfinished_revocation());
            asked.declines().assert_as_before(&page);
        }
        let over = page.clone().starts_over().agrees();
        assert_eq!(over.tokens.current, None);
        page.submits().agrees().sending();
    }
}

#[test]
fn a_revocation_begun_after_the_question_is_asked_about_too() {
    let page = Scenario::signed_in().types(FormField::Pin, "second");
    let revokes = |page: Scenario| {
        page.asks(TokenEvent::RevocationAsked)
            .asks(TokenEvent::RevocationConfirmed)
    };
    for asked in [page.clone().starts_over(), page.later(SECOND * 5).submits()] {
        let page = revokes(asked).agrees();
        assert!(matches!(
            page.question,
            Some(Question::AbandonRevocation(_))
        ));
        assert!(page.tokens.has_unfinished_revocation());
    }
}

#[test]
fn the_question_goes_once_the_revocation_has_ended() {
    let page = Scenario::half_revoked()
        .later(SECOND * 5)
        .asks(TokenEvent::RevocationAsked)
        .starts_over()
        .token_is_answered(200, "{}");
    assert_eq!(page.question, None);
    assert!(page.received().check.is_revoked());
}

#[test]
fn a_finished_revocation_is_nothing_to_save_and_nothing_to_ask_about() {
    let page = Scenario::revoked();
    assert!(page.received().check.is_revoked());
    assert!(!page.tokens.has_unsaved_block() && !page.asks_before_leaving());
    for event in [
        TokenEvent::CheckAsked,
        TokenEvent::RevocationAsked,
        TokenEvent::RevocationConfirmed,
        TokenEvent::RevocationDeclined,
    ] {
        page.clone().asks(event).assert_same_as(&page);
    }
    assert_eq!(page.starts_over().tokens.current, None);
}

#[test]
fn a_token_that_arrives_during_a_revocation_does_not_end_it() {
    // A second sign-in waits for a pause while the first block is revoked.
    let page = Scenario::signed_in()
        .types(FormField::Pin, "second")
        .later(SECOND * 5)
        .submits()
        .agrees()
        .is_replied(limited("30"))
        .asks(TokenEvent::RevocationAsked)
        .asks(TokenEvent::RevocationConfirmed)
        .token_is_answered(200, "{}")
        .later(SECOND * 5);
    let (revocation, _) = page.token_effect();
    let page = page.waits();
    let page = page.is_answered(200, OTHER_TOKEN);
    assert!(page.block_text().contains("access_token: b\n"));
    assert_eq!(page.received().check, TokenCheck::None);
    assert!(page.effect(revocation).is_some() && page.asks_before_leaving());

    let page = page.ends(revocation, response(answer(503, "")));
    assert_eq!(page.received().check, TokenCheck::None, "it is another one");
    let earlier = |page: &Scenario| page.tokens.earlier_revocations[0].check.clone();
    assert_eq!(earlier(&page), TokenCheck::HalfRevoked(TRAKT_DOWN));
    let page = page
        .later(SECOND * 5)
        .asks(TokenEvent::EarlierRevocationsConfirmed);
    let id = earlier(&page).effect_id().unwrap();
    let page = page.ends(id, response(answer(200, "{}")));
    let both = TokenCheck::Revoked {
        refresh_token_too: true,
    };
    assert_eq!(earlier(&page), both);
    assert!(!page.tokens.has_unfinished_revocation());
}

#[test]
fn a_block_revoked_after_it_was_replaced_is_not_kept_to_be_saved() {
    let page = Scenario::underway();
    let (late, _) = page.sign_in_effect().unwrap();
    // The first request was cancelled, the second one brings a block, and that is revoked when the first answer comes.
    let page = page
        .cancels()
        .later(SECOND * 5)
        .submits()
        .is_answered(200, OTHER_TOKEN)
        .asks(TokenEvent::RevocationAsked)
        .asks(TokenEvent::RevocationConfirmed);
    let (revocation, _) = page.token_effect();
    let page = page.ends(late, response(answer(200, TOKEN)));
    assert!(page.tokens.replaced.is_some(), "nothing is confirmed yet");
    let page = page.ends(revocation, response(answer(200, "{}")));
    assert_eq!(page.tokens.replaced, None);
    assert!(page.block_text().contains("access_token: a\n"));
}

#[test]
fn a_file_is_not_updated_with_a_token_that_is_revoked_meanwhile() {
    let page = Scenario::revoking()
        .opens(CONFIG)
        .editor_answers()
        .config(ConfigEvent::UpdateAsked);
    assert!(matches!(page.config.update, ConfigUpdate::Underway { .. }));
    let page = page.token_is_answered(200, "{}");
    assert_eq!(page.config.update, ConfigUpdate::NotAsked);
}
