//! Starting over, and what is asked before something is lost.

use kometa_trakt_sign_in::page::effect::Export;
use kometa_trakt_sign_in::page::event::{Event, Question};
use kometa_trakt_sign_in::page::stage::Stage;
use kometa_trakt_sign_in::page::token_check::TokenEvent;
use kometa_trakt_sign_in::sign_in::Status;
use kometa_trakt_sign_in::sign_in::form::{Form, FormField};

use crate::scenario::{
    BLOCK, CONFIG, SECOND, Scenario, TIME_REACHED, TOKEN, answer, probed, response,
};

#[test]
fn a_question_is_asked_before_a_block_is_lost_and_no_leaves_everything() {
    let page = Scenario::signed_in()
        .types(FormField::Pin, "second")
        .later(SECOND * 5);
    let saved = page.clone().asks(TokenEvent::CopyAsked);
    let saved = saved.copy_ends(Export::Copied);
    for (event, question) in [
        (Event::Submitted(None), Question::SignInAgain(None)),
        (Event::StartOverAsked, Question::StartOver),
    ] {
        let asked = page.clone().on(event.clone());
        assert_eq!(asked.question, Some(question));
        assert!(asked.tokens.current.is_some() && !asked.attempt.stage.is_busy());
        asked.declines().assert_as_before(&page);
        assert_eq!(saved.clone().on(event).question, None);
    }
}

#[test]
fn an_answer_without_a_question_does_nothing() {
    let page = Scenario::signed_in().types(FormField::Pin, "second");
    assert_eq!(page.clone().agrees().attempt.stage, Stage::Idle);
    page.clone().agrees().assert_same_as(&page);
}

#[test]
fn starting_over_asks_while_a_token_may_be_on_its_way() {
    let page = Scenario::underway().starts_over();
    assert_eq!(page.question, Some(Question::StartOver));
    let cancelled = Scenario::underway().cancels().starts_over();
    assert_eq!(cancelled.question, Some(Question::StartOver));
}

#[test]
fn an_answer_never_ends_a_sign_in_that_was_begun_after_the_question() {
    let page = Scenario::signed_in()
        .types(FormField::Pin, "second")
        .later(SECOND * 5)
        .submits()
        .on(Event::RefreshBlockAsked)
        .editor_answers();
    let in_flight = page.sign_in_effect();
    assert!(in_flight.is_some());
    assert_eq!(page.agrees().sign_in_effect(), in_flight);
}

#[test]
fn starting_over_forgets_everything_that_was_typed_or_received() {
    let page = Scenario::signed_in().starts_over().agrees();
    assert_eq!(page.form.fields, Form::default());
    assert_eq!(page.tokens.current, None);
    assert_eq!(page.attempt.stage, Stage::Idle);
    let command = page
        .attempt
        .command_request(&page.form, &page.block_reading);
    assert_eq!(command, None);
    assert_eq!(page.attempt.pin_life_left(page.now), None);
    assert_eq!(page.effects(), []);
    assert!(page.form.page.is_some(), "the page is still the same");
}

#[test]
fn starting_over_ends_what_is_in_progress() {
    let without_answer = Scenario::unreachable(true).starts_over().agrees();
    let form = &without_answer.form;
    let reading = &without_answer.block_reading;
    assert_eq!(without_answer.attempt.command_request(form, reading), None);
    for page in [
        Scenario::underway(),
        Scenario::filled().follows_pin_link(),
        Scenario::refresh_asked(BLOCK),
    ] {
        let late = page.effects();
        assert!(!late.is_empty());
        let page = page.starts_over().agrees();
        assert_eq!(page.effects(), []);
        for (id, _) in late {
            for reply in [TIME_REACHED, probed(true), response(answer(200, TOKEN))] {
                page.clone().ends(id, reply).assert_same_as(&page);
            }
        }
    }
}

#[test]
fn leaving_asks_first_where_a_file_would_be_lost() {
    let page = Scenario::about_to_leave().opens(CONFIG).editor_answers();
    let asked = page.clone().leaves();
    assert!(matches!(asked.question, Some(Question::Leave(_))));
    assert!(!asked.attempt.stage.is_busy());
    asked.clone().declines().assert_as_before(&page);
    let leaves = asked.agrees();
    assert_eq!(leaves.attempt.stage.status(), Some(Status::Leaving));
    assert!(!leaves.asks_before_leaving());
}

#[test]
fn leaving_asks_first_where_a_block_would_be_lost() {
    use kometa_trakt_sign_in::sign_in::form::SignInMethod;
    let page = Scenario::signed_in().chooses(SignInMethod::Return).leaves();
    assert!(matches!(page.question, Some(Question::Leave(_))));
    assert!(page.asks_before_leaving());
}
