//! Where the focus goes when the page changes under it.

use kometa_trakt_sign_in::page::config::ConfigEvent;
use kometa_trakt_sign_in::page::effect::{Effect, SaveRefusal};
use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::focus::between;
use kometa_trakt_sign_in::page::target::{Focus, Target};
use kometa_trakt_sign_in::page::token_check::TokenEvent;
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};

use crate::scenario::{CONFIG, DEVICE_CODE, SECOND, Scenario, TOKEN, limited};

/// A step, and where it moves the focus.
type Row = (
    &'static str,
    Scenario,
    fn(Scenario) -> Scenario,
    Option<Focus>,
);

fn check(rows: Vec<Row>) {
    for (title, before, step, expected) in rows {
        let after = step(before.clone());
        let moved = between(&before.landmarks(), &after.landmarks());
        assert_eq!(moved, expected, "{title}");
    }
}

const fn on(target: Target) -> Option<Focus> {
    Some(Focus::on(target))
}

const fn at_top(target: Target) -> Option<Focus> {
    Some(Focus::at_top(target))
}

const fn if_lost(target: Target) -> Option<Focus> {
    Some(Focus::if_lost(target))
}

fn fills_all_but_the_pin() -> Scenario {
    Scenario::filled().types(FormField::Pin, "")
}

#[test]
fn a_sign_in_moves_the_focus_to_its_end() {
    let pin = Target::Field(FormField::Pin);
    check(vec![
        (
            "one field is missing",
            fills_all_but_the_pin(),
            Scenario::submits,
            on(pin),
        ),
        (
            "several are missing",
            Scenario::ready(),
            Scenario::submits,
            on(Target::InputAlert),
        ),
        (
            "a request goes out",
            Scenario::filled(),
            Scenario::submits,
            None,
        ),
        (
            "Trakt refuses",
            Scenario::underway(),
            |page| page.is_answered(403, "Invalid API key"),
            on(Target::SignInAlert),
        ),
        (
            "Trakt refuses again",
            Scenario::underway()
                .is_answered(403, "Invalid API key")
                .later(SECOND),
            |page| page.submits().is_answered(403, "Invalid API key"),
            on(Target::SignInAlert),
        ),
        (
            "a token comes",
            Scenario::underway(),
            |page| page.is_answered(200, TOKEN),
            at_top(Target::ResultHeading),
        ),
        (
            "the user stops it",
            Scenario::underway(),
            Scenario::cancels,
            on(Target::Submit),
        ),
        (
            "a device code is shown",
            Scenario::device_code_asked(),
            |page| page.is_answered(200, DEVICE_CODE),
            at_top(Target::DeviceCode),
        ),
        (
            "a pause that could be skipped is over",
            Scenario::underway().is_replied(limited("30")),
            Scenario::waits,
            if_lost(Target::Cancel),
        ),
        (
            "a browser that cannot leave",
            Scenario::about_to_leave(),
            Scenario::submits,
            on(Target::SignInAlert),
        ),
    ]);
}

#[test]
fn correcting_one_of_several_fields_leaves_the_focus_where_it_is() {
    let types_id: fn(Scenario) -> Scenario = |page| page.types(FormField::ClientId, "x");
    let types_secret: fn(Scenario) -> Scenario = |page| page.types(FormField::ClientSecret, "x");
    check(vec![
        ("three to two", Scenario::ready().submits(), types_id, None),
        (
            "two to one",
            types_id(Scenario::ready().submits()),
            types_secret,
            None,
        ),
        (
            "one to none",
            fills_all_but_the_pin().submits(),
            |page| page.types(FormField::Pin, "12abcdef"),
            None,
        ),
    ]);
}

#[test]
fn a_question_takes_the_focus_and_gives_it_back() {
    let signed_in = || {
        Scenario::signed_in()
            .types(FormField::Pin, "second")
            .later(SECOND * 5)
    };
    check(vec![
        (
            "before starting over",
            signed_in(),
            Scenario::starts_over,
            on(Target::Question),
        ),
        (
            "before signing in",
            signed_in(),
            Scenario::submits,
            on(Target::Question),
        ),
        (
            "before a revocation is given up",
            Scenario::half_revoked(),
            Scenario::starts_over,
            on(Target::Question),
        ),
        (
            "no to starting over",
            signed_in().starts_over(),
            Scenario::declines,
            if_lost(Target::StartOver),
        ),
        (
            "no to signing in",
            signed_in().submits(),
            Scenario::declines,
            if_lost(Target::Submit),
        ),
        (
            "no to giving up a revocation for a sign-in",
            Scenario::half_revoked()
                .types(FormField::Pin, "second")
                .later(SECOND * 5)
                .submits(),
            Scenario::declines,
            if_lost(Target::Submit),
        ),
        (
            "yes to starting over",
            signed_in().starts_over(),
            Scenario::agrees,
            on(Target::FirstStep),
        ),
    ]);
}

#[test]
fn a_check_that_goes_well_leaves_the_focus_and_one_that_fails_takes_it() {
    let checking = || Scenario::signed_in().asks(TokenEvent::CheckAsked);
    check(vec![
        (
            "asked",
            Scenario::signed_in(),
            |page| page.asks(TokenEvent::CheckAsked),
            None,
        ),
        (
            "accepted",
            checking(),
            |page| page.token_is_answered(200, r#"{"user":{"username":"somebody"}}"#),
            None,
        ),
        (
            "refused",
            checking(),
            |page| page.token_is_answered(401, ""),
            on(Target::TokenAlert),
        ),
    ]);
}

#[test]
fn a_revocation_keeps_the_focus_on_its_next_control() {
    let confirming = || Scenario::signed_in().asks(TokenEvent::RevocationAsked);
    check(vec![
        (
            "asked",
            Scenario::signed_in(),
            |page| page.asks(TokenEvent::RevocationAsked),
            on(Target::RevokeQuestion),
        ),
        (
            "declined",
            confirming(),
            |page| page.asks(TokenEvent::RevocationDeclined),
            on(Target::Revoke),
        ),
        (
            "confirmed",
            confirming(),
            |page| page.asks(TokenEvent::RevocationConfirmed),
            on(Target::Revoke),
        ),
        (
            "half done",
            Scenario::revoking(),
            |page| page.token_is_answered(200, "{}"),
            on(Target::ResultHeading),
        ),
        (
            "failed after the half",
            Scenario::revoking().token_is_answered(200, "{}"),
            |page| page.token_is_answered(503, ""),
            on(Target::TokenAlert),
        ),
        (
            "gone on with",
            Scenario::half_revoked(),
            |page| page.asks(TokenEvent::RevocationConfirmed),
            on(Target::ResultHeading),
        ),
        (
            "failed at once",
            Scenario::revoking(),
            |page| page.token_is_answered(503, ""),
            on(Target::TokenAlert),
        ),
        (
            "done",
            Scenario::revoking().token_is_answered(200, "{}"),
            |page| page.token_is_answered(200, "{}"),
            on(Target::ResultHeading),
        ),
    ]);
}

#[test]
fn an_update_moves_the_focus_to_its_end() {
    let opened = || Scenario::signed_in().opens(CONFIG).editor_answers();
    check(vec![
        (
            "done",
            opened(),
            Scenario::updates,
            at_top(Target::UpdatedHeading),
        ),
        (
            "done again",
            opened().updates(),
            Scenario::updates,
            at_top(Target::UpdatedHeading),
        ),
        (
            "nothing to update",
            Scenario::signed_in(),
            |page| page.config(ConfigEvent::UpdateAsked),
            on(Target::ConfigAlert),
        ),
        (
            "stopped",
            opened().config(ConfigEvent::UpdateAsked),
            |page| page.config(ConfigEvent::UpdateCancelled),
            if_lost(Target::UpdateConfig),
        ),
        (
            "its app was taken",
            Scenario::ready()
                .types(FormField::ClientId, "another-id")
                .opens(CONFIG)
                .editor_answers(),
            |page| page.config(ConfigEvent::AppTaken),
            if_lost(Target::Field(FormField::ClientId)),
        ),
        (
            "its token is to be refreshed",
            Scenario::ready().opens(CONFIG).editor_answers(),
            |page| page.config(ConfigEvent::RefreshChosen),
            on(Target::Field(FormField::CurrentBlock)),
        ),
    ]);
}

#[test]
fn a_save_keeps_the_focus_on_its_next_control() {
    check(vec![
        (
            "asked",
            Scenario::config_updated(),
            |page| page.config(ConfigEvent::SaveAsked),
            None,
        ),
        (
            "written",
            Scenario::config_updated().saves(),
            |page| page.save_ends(Ok(())),
            None,
        ),
        (
            "refused",
            Scenario::config_updated().saves(),
            |page| page.save_ends(Err(SaveRefusal::Changed)),
            on(Target::SaveAlert),
        ),
    ]);
}

#[test]
fn what_is_typed_or_chosen_never_takes_the_focus_from_where_it_is() {
    check(vec![
        (
            "typed",
            Scenario::signed_in(),
            |page| page.types(FormField::Pin, "x"),
            None,
        ),
        (
            "chosen",
            Scenario::ready(),
            |page| page.chooses(SignInMethod::Device),
            // The button of an alert goes with the press; a radio button stays.
            if_lost(Target::Submit),
        ),
        (
            "the network is gone",
            Scenario::underway(),
            |page| page.on(Event::ConnectionChanged { is_online: false }),
            None,
        ),
        (
            "copied",
            Scenario::signed_in(),
            |page| page.asks(TokenEvent::CopiedByHand),
            None,
        ),
    ]);
}

#[test]
fn each_move_of_the_focus_is_asked_for_once() {
    let moves = |page: &Scenario| {
        let effects = page.model.effects().into_iter();
        let moves = effects.filter(|(_, effect)| matches!(effect, Effect::MoveFocus(_)));
        moves.collect::<Vec<_>>()
    };
    let page = Scenario::signed_in();
    let [(id, Effect::MoveFocus(focus))] = moves(&page)[..] else {
        panic!("it moves")
    };
    assert_eq!(focus, Focus::at_top(Target::ResultHeading));
    assert_eq!(moves(&page.clone().types(FormField::Pin, "x"))[0].0, id);
    let asked = page.on(Event::FocusAsked(Target::Config));
    let [(next, Effect::MoveFocus(focus))] = moves(&asked)[..] else {
        panic!("it moves")
    };
    assert_ne!(next, id);
    assert_eq!(focus, Focus::on(Target::Config));
}

#[test]
fn the_field_for_the_pin_waits_for_who_comes_back_from_trakt() {
    let page = Scenario::filled().on(Event::PinLinkFollowed);
    let effects = page.model.effects();
    let focus = effects.iter().find_map(|(_, effect)| match effect {
        Effect::MoveFocus(focus) => Some(*focus),
        _ => None,
    });
    assert_eq!(focus, on(Target::Field(FormField::Pin)));
}
