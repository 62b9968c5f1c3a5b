//! Refreshing the token of a block.

use kometa_trakt_sign_in::kometa::editing::{EditorRefusal, EditorUnavailable};
use kometa_trakt_sign_in::kometa::refresh::RefreshInputError;
use kometa_trakt_sign_in::page::effect::Export;
use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::stage::Stage;
use kometa_trakt_sign_in::page::token_check::TokenEvent;
use kometa_trakt_sign_in::sign_in::form::{FormField, InputProblem};
use kometa_trakt_sign_in::trakt::response::Refusal;
use kometa_trakt_sign_in::trakt::{FailureCause, Grant, GrantKind};

use crate::scenario::{BLOCK, CONFIG, INVALID_GRANT, SECOND, Scenario, TOKEN};

/// The refresh token that is being exchanged.
fn sends(page: &Scenario) -> &str {
    match &page.sending().grant {
        Grant::Refresh(token) => token.reveal(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_block_is_refreshed_with_its_own_app_and_keeps_the_users_lines() {
    let page = Scenario::refreshing();
    assert_eq!(sends(&page), "old-refresh");
    assert_eq!(page.sending().app.client_id.reveal(), "an-id");
    let page = page.is_answered(200, TOKEN);
    let plain = page.received().block.to_string();
    assert_eq!(page.block_text(), plain, "it does not wait for the editor");
    let page = page.editor_answers();
    let text = page.block_text();
    for line in [
        "trakt:\n",
        "  # my own app\n",
        "  mine: kept\n",
        "    refresh_token: r\n",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    let pasted = page.form.fields.current_block.as_str();
    assert_eq!(pasted, "", "its refresh token is used up");
    assert_eq!(page.received().not_carried_over, None);
}

#[test]
fn a_used_refresh_token_is_told_apart_from_a_used_pin() {
    let page = Scenario::refreshing().is_answered(400, INVALID_GRANT);
    let failure = page.failure();
    assert_eq!(failure.cause, FailureCause::Refused(Refusal::InvalidGrant));
    assert_eq!(failure.grant, GrantKind::Refresh);
    assert_eq!(page.form.fields.current_block.as_str(), BLOCK);
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
        let page = Scenario::refresh_asked(pasted).editor_answers();
        assert_eq!(page.problem_fields(), [field], "{pasted}");
    }
}

#[test]
fn a_refresh_waits_for_the_editor_and_can_be_cancelled_meanwhile() {
    let page = Scenario::refresh_asked(BLOCK);
    assert_eq!(page.attempt.stage, Stage::ReadingBlock);
    assert!(page.attempt.stage.is_busy() && page.sign_in_effect().is_none());
    let cancelled = page.cancels().editor_answers();
    assert_eq!(cancelled.attempt.stage, Stage::Cancelled);
}

#[test]
fn a_block_typed_over_while_it_is_read_is_the_one_that_is_refreshed() {
    let other = BLOCK.replace("old-refresh", "newer-refresh");
    let page = Scenario::refresh_asked(BLOCK)
        .types(FormField::CurrentBlock, &other)
        .editor_answers();
    assert_eq!(sends(&page), "newer-refresh");
}

#[test]
fn a_block_typed_while_another_is_refreshed_stays_and_lends_it_no_lines() {
    let other = BLOCK.replace("mine: kept", "other: block");
    let page = Scenario::refreshing()
        .types(FormField::CurrentBlock, &other)
        .is_answered(200, TOKEN)
        .editor_answers();
    assert!(page.block_text().contains("  mine: kept\n"));
    assert!(!page.block_text().contains("other: block"));
    assert_eq!(page.form.fields.current_block.as_str(), other);
}

#[test]
fn a_block_removed_while_it_is_read_ends_the_refresh() {
    let page = Scenario::refresh_asked(BLOCK).types(FormField::CurrentBlock, "");
    assert_eq!(
        page.attempt.stage.input_problems(),
        [InputProblem::Refresh(RefreshInputError::Empty)]
    );
    assert!(!page.attempt.stage.is_busy());
}

#[test]
fn without_the_editor_a_refresh_is_refused_and_may_be_asked_for_again() {
    let page = Scenario::refresh_asked(BLOCK).editor_is_unavailable();
    let problem = RefreshInputError::from(EditorUnavailable).into();
    assert_eq!(page.attempt.stage.input_problems(), [problem]);
    assert_eq!(page.editor_task(), None);
    page.submits().editor_answers().sending();
}

#[test]
fn a_refreshed_block_that_was_copied_already_is_not_replaced() {
    let copied = Scenario::refreshing()
        .is_answered(200, TOKEN)
        .asks(TokenEvent::CopyAsked)
        .copy_ends(Export::Copied);
    let plain = copied.block_text().to_owned();
    assert_eq!(copied.editor_answers().block_text(), plain);
}

#[test]
fn lines_that_could_not_be_carried_over_leave_the_new_block_and_are_told() {
    let page = Scenario::refreshing().is_answered(200, TOKEN);
    let page = page.editor_is_unavailable();
    assert_eq!(page.block_text(), page.received().block.to_string());
    let refusal = page.received().not_carried_over.as_ref();
    assert_eq!(refusal, Some(&EditorRefusal::Unavailable));
}

#[test]
fn a_whole_file_pasted_for_its_refresh_token_is_kept_to_be_updated() {
    let page = Scenario::refresh_asked(CONFIG).editor_answers();
    let page = page.is_answered(200, TOKEN);
    assert_eq!(page.form.config.as_str(), CONFIG);
    let page = Scenario::refreshing().is_answered(200, TOKEN);
    assert!(page.form.config.is_blank(), "a block alone is no file");
}

#[test]
fn a_block_that_trakt_no_longer_accepts_is_refreshed_without_pasting_it() {
    let page = Scenario::signed_in()
        .asks(TokenEvent::CheckAsked)
        .token_is_answered(401, "")
        .on(Event::RefreshBlockAsked)
        .editor_answers();
    assert_eq!(page.question, None);
    assert_eq!(sends(&page.waits()), "r");
}

#[test]
fn a_block_whose_refresh_failed_is_still_to_be_saved() {
    let page = Scenario::signed_in()
        .on(Event::RefreshBlockAsked)
        .editor_answers()
        .waits()
        .is_answered(503, "")
        .cancels();
    assert!(page.tokens.has_unsaved_block());
    assert!(page.starts_over().question.is_some());
}

#[test]
fn a_block_whose_own_token_was_exchanged_is_not_kept_beside_the_new_one() {
    let page = Scenario::signed_in()
        .on(Event::RefreshBlockAsked)
        .editor_answers()
        .waits()
        .is_answered(200, &TOKEN.replace("\"a\"", "\"b\""));
    assert_eq!(page.tokens.replaced, None);
    assert!(page.block_text().contains("access_token: b\n"));
}

#[test]
fn a_block_that_is_half_revoked_is_not_refreshed() {
    let half = Scenario::half_revoked();
    let asked = half.clone().later(SECOND).on(Event::RefreshBlockAsked);
    asked.assert_same_as(&half);
}
