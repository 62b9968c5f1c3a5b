//! Attempts to sign in, whichever the method: pausing, cancelling, coming late.

use kometa_trakt_sign_in::page::effect::Effect;
use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::stage::Stage;
use kometa_trakt_sign_in::sign_in as machines;
use kometa_trakt_sign_in::sign_in::PauseReason;
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};
use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::SignInHost;

use crate::scenario::{
    BLOCK, NOW, OTHER_TOKEN, SECOND, Scenario, TIME_REACHED, TOKEN, answer, limited, millis, ready,
    response,
};

/// A token for a request that is in flight, as it comes once that was cancelled.
fn late(page: &Scenario, body: &str) -> Event {
    let (id, _) = page.sign_in_effect().unwrap();
    Event::Ended(id, response(answer(200, body)))
}

#[test]
fn a_token_that_comes_after_cancelling_is_not_lost() {
    let page = Scenario::underway();
    let late_token = late(&page, TOKEN);
    let in_flight = page.sign_in_effect().unwrap();
    let cancelled = page.cancels();
    assert_eq!(cancelled.attempt.stage, Stage::Cancelled);
    assert!(!cancelled.attempt.stage.is_busy() && cancelled.asks_before_leaving());
    let (id, effect) = in_flight;
    assert_eq!(cancelled.effects(), [(id, Effect::SignIn(effect))]);
    let came = cancelled.on(late_token);
    assert_eq!(came.attempt.stage, Stage::Idle);
    assert!(came.tokens.current.is_some() && came.effect(id).is_none());
}

#[test]
fn a_refusal_that_comes_after_cancelling_says_nothing() {
    let page = Scenario::underway();
    let (id, _) = page.sign_in_effect().unwrap();
    let refused = page
        .cancels()
        .ends(id, response(answer(403, "Invalid API key")));
    assert_eq!(refused.attempt.stage, Stage::Cancelled);
    assert_eq!(refused.effects(), []);
}

#[test]
fn an_answer_without_a_refresh_token_that_comes_after_cancelling_is_kept() {
    let incomplete = r#"{"access_token":"alone"}"#;
    let page = Scenario::underway();
    let late = late(&page, incomplete);
    let cancelled = page.cancels();
    let shown = cancelled.clone().on(late.clone());
    assert!(shown.failure().received.is_some());

    let another = cancelled.later(SECOND * 5).submits().on(late);
    another.sending();
    let kept = another.attempt.late_answer.as_ref().unwrap();
    assert!(kept.received.is_some(), "the new sign-in goes on beside it");
}

#[test]
fn a_late_token_and_the_one_that_is_waited_for_are_both_kept() {
    let page = Scenario::underway();
    let late_token = late(&page, TOKEN);
    let both = page.cancels().later(SECOND * 5).submits().on(late_token);
    both.sending();
    assert_eq!(both.form.fields.pin.as_str(), "12abcdef");
    let first_block = both.block_text().to_owned();
    let both = both.is_answered(200, OTHER_TOKEN);
    assert!(both.block_text().contains("access_token: b\n"));
    let replaced = both.tokens.replaced.as_ref().unwrap();
    assert_eq!(replaced.as_str(), first_block);
}

#[test]
fn three_tokens_that_come_late_are_all_kept_until_the_user_gives_them_up() {
    let first = Scenario::underway();
    let late_first = late(&first, TOKEN);
    let second = first.cancels().later(SECOND * 5).submits();
    let late_second = late(&second, OTHER_TOKEN);
    let third = second.cancels().later(SECOND * 5).submits();
    let page = third.on(late_first).on(late_second);
    let page = page.is_answered(200, &TOKEN.replace("\"a\"", "\"c\""));
    let holds = |text: &str, token: &str| text.contains(&format!("access_token: {token}\n"));
    assert!(holds(page.tokens.earlier[0].as_str(), "a"));
    assert!(holds(page.tokens.replaced.as_ref().unwrap().as_str(), "b"));
    assert!(holds(page.block_text(), "c"));
    assert!(page.clone().starts_over().question.is_some());

    let again = page.types(FormField::Pin, "second").later(SECOND * 5);
    let again = again.submits().agrees();
    let again = again.is_answered(200, &TOKEN.replace("\"a\"", "\"d\""));
    assert_eq!(again.tokens.earlier, []);
    let copied = again
        .asks(kometa_trakt_sign_in::page::token_check::TokenEvent::CopyAsked)
        .copy_ends(kometa_trakt_sign_in::page::effect::Export::Copied);
    assert!(!copied.tokens.has_unsaved_block(), "the rest was given up");
}

#[test]
fn a_late_token_does_not_hold_up_a_block_that_is_being_read() {
    let page = Scenario::underway();
    let late_token = late(&page, TOKEN);
    let page = page
        .cancels()
        .later(SECOND * 5)
        .chooses(SignInMethod::Refresh)
        .types(FormField::CurrentBlock, BLOCK)
        .submits()
        .on(late_token);
    assert_eq!(page.attempt.stage, Stage::ReadingBlock);
    assert!(page.tokens.current.is_some());
    page.editor_answers().waits().sending();
}

#[test]
fn nothing_comes_late_once_everything_was_forgotten() {
    let page = Scenario::underway();
    let late_token = late(&page, TOKEN);
    let over = page.cancels().starts_over().agrees();
    assert_eq!(over.effects(), []);
    over.clone().on(late_token).assert_same_as(&over);
}

#[test]
fn an_answer_to_another_request_is_left_alone() {
    let answered = Scenario::underway().is_answered(403, "Invalid API key");
    let late = late(&Scenario::underway(), TOKEN);
    answered.clone().on(late.clone()).assert_same_as(&answered);
    let again = answered.later(SECOND * 5).submits();
    again.clone().on(late.clone()).assert_same_as(&again);
    let restarted = again.starts_over().agrees().on(late);
    assert!(restarted.tokens.current.is_none());
}

#[test]
fn an_answer_that_comes_twice_counts_once() {
    let page = Scenario::underway();
    let token = late(&page, TOKEN);
    let once = page.on(token.clone());
    once.clone().on(token).assert_same_as(&once);
}

#[test]
fn what_cannot_be_cancelled_or_skipped_is_left_alone() {
    for page in [
        Scenario::ready(),
        Scenario::filled(),
        Scenario::underway().is_answered(403, "Invalid API key"),
        Scenario::signed_in(),
    ] {
        for event in [
            Event::Cancelled,
            Event::PauseSkipped,
            Event::CommandOutputUsed,
        ] {
            page.clone().on(event).assert_same_as(&page);
        }
    }
    let sending = Scenario::underway();
    let skipped = sending.clone().on(Event::PauseSkipped);
    skipped.assert_same_as(&sending);
}

#[test]
fn no_two_posts_go_out_within_a_second() {
    let page = Scenario::underway().is_answered(403, "Invalid API key");
    let too_early = page.clone().later(millis(400)).submits();
    assert_eq!(too_early.pauses_for(), Some(PauseReason::PostInterval));
    assert_eq!(too_early.wakes_at(), NOW + SECOND);
    too_early.waits().sending();
    page.later(SECOND).submits().sending();
}

#[test]
fn starting_over_does_not_lift_the_limit_of_posts() {
    let page = Scenario::underway()
        .is_answered(403, "Invalid API key")
        .starts_over()
        .types(FormField::ClientId, "an-id")
        .types(FormField::ClientSecret, "a-secret")
        .types(FormField::Pin, "12abcdef");
    let early = page.clone().later(millis(10)).submits();
    assert_eq!(early.pauses_for(), Some(PauseReason::PostInterval));
    let clock_set_back = page.earlier(SECOND * 3_600).submits();
    clock_set_back.sending();
}

#[test]
fn a_429_is_counted_down_and_can_be_skipped_or_cancelled() {
    let page = Scenario::underway().is_replied(limited("30"));
    let left = |page: &Scenario| page.attempt.stage.pause_left(page.now);
    assert_eq!(left(&page), Some(SECOND * 30));
    assert!(page.attempt.stage.pause_can_be_skipped());
    assert_eq!(page.ticks_at().unwrap().1, NOW + SECOND);
    let later = page.ticks(millis(12_500));
    assert_eq!(left(&later), Some(millis(17_500)));
    later.clone().waits().sending();
    let skipped = later.clone().later(millis(100)).on(Event::PauseSkipped);
    skipped.sending();
    let cancelled = later.cancels();
    assert_eq!(cancelled.attempt.stage, Stage::Cancelled);
    assert_eq!(cancelled.effects(), []);
    assert_eq!(cancelled.form.fields.pin.as_str(), "12abcdef");
}

#[test]
fn one_clock_ticks_however_much_needs_it() {
    let page = Scenario::filled().follows_pin_link();
    let (tick, _) = page.ticks_at().unwrap();
    let page = page.later(SECOND).submits().is_replied(limited("30"));
    assert_eq!(page.ticks_at().unwrap().0, tick, "it goes on");
    let own = page.sign_in_effect().unwrap().0;
    let waits = |(id, effect): &(_, Effect)| {
        *id != own && matches!(effect, Effect::SignIn(machines::Effect::WakeAt(_)))
    };
    assert_eq!(page.effects().iter().filter(|e| waits(e)).count(), 1);
    let page = page.later(SECOND).ends(tick, TIME_REACHED);
    assert_ne!(page.ticks_at().unwrap().0, tick);
    page.clone().ends(tick, TIME_REACHED).assert_same_as(&page);
}

#[test]
fn another_method_forgets_what_went_wrong_but_not_what_is_in_progress() {
    let page = Scenario::unreachable(true).chooses(SignInMethod::Device);
    assert_eq!(page.attempt.stage, Stage::Idle);
    let command = page
        .attempt
        .command_request(&page.form, &page.block_reading);
    assert_eq!(command, None);
    Scenario::underway().chooses(SignInMethod::Device).sending();
}

#[test]
fn the_page_goes_on_with_the_other_host_once_one_does_not_serve() {
    let page = Scenario::underway()
        .is_answered(410, "")
        .waits()
        .is_answered(200, TOKEN);
    assert_eq!(page.form.fields.host, SignInHost::Current);
    assert_eq!(page.attempt.abandoned_host, Some(SignInHost::Classic));
    let chosen = page.chooses_host(SignInHost::Classic);
    assert_eq!(chosen.attempt.abandoned_host, None);

    let neither = Scenario::underway()
        .is_answered(410, "")
        .waits()
        .is_answered(410, "");
    assert_eq!(neither.form.fields.host, SignInHost::Classic);
    assert_eq!(neither.attempt.abandoned_host, None);
}

#[test]
fn the_host_that_is_asked_first_depends_on_the_day_unless_the_user_chose() {
    let february = Timestamp::from_unix_seconds(1_801_440_000);
    let host_at = |at: Timestamp| {
        let page = Scenario::opened().at(at).on(ready(None));
        page.form.fields.host
    };
    assert_eq!(host_at(february.earlier_by(SECOND)), SignInHost::Classic);
    assert_eq!(host_at(february), SignInHost::Current);
    let chosen = Scenario::opened().chooses_host(SignInHost::Classic);
    let ready = chosen.at(february).on(ready(None));
    assert_eq!(ready.form.fields.host, SignInHost::Classic);
}
