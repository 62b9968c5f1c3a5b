//! Neither the page nor an event prints what was typed or received.

use kometa_trakt_sign_in::page::config::ConfigEvent;
use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::token_check::TokenEvent;
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};

use crate::scenario::{Scenario, TOKEN, answer, departure, response, typed};

#[test]
fn nothing_that_was_typed_or_received_is_printed() {
    let sent = Scenario::ready()
        .types(FormField::ClientId, "visible1")
        .types(FormField::ClientSecret, "visible2")
        .types(FormField::Pin, "visible0")
        .submits();
    let (id, _) = sent.sign_in_effect().unwrap();
    let events = [
        typed(FormField::Pin, "visible"),
        Event::Ended(id, response(answer(200, "visible4"))),
        Event::ValueCopyAsked {
            button: "Copy code",
            text: "visible8".into(),
        },
        departure(),
    ];
    let signed_in = sent.clone();
    let signed_in = signed_in.is_answered(200, &TOKEN.replace("\"a\"", "\"visible3\""));
    let reading = Scenario::refresh_asked("refresh_token: visible5");
    let read = reading.clone().editor_answers();
    let updating = signed_in
        .clone()
        .opens("trakt:\n  client_id: visible6\n  pin: visible7\n")
        .config(ConfigEvent::UpdateAsked);
    let updated = updating.clone().editor_answers();
    assert!(updated.config.updated_config().is_some());
    let saving = updated.clone().saves().config(ConfigEvent::CopyAsked);
    let checking = signed_in.clone().asks(TokenEvent::CheckAsked);
    let copying = signed_in.clone().asks(TokenEvent::CopyAsked);
    let leaving = sent
        .clone()
        .cancels()
        .chooses(SignInMethod::Return)
        .leaves();
    let pages = [
        sent, signed_in, reading, read, updating, updated, saving, checking, copying,
    ];
    let effects: Vec<_> = pages.iter().map(|page| page.effects()).collect();
    let printed = format!("{events:?} {pages:?} {effects:?} {leaving:?}");
    assert!(!printed.contains("visible"), "{printed}");
    // The app's public name is in the address that the browser is sent to.
    let leaves = leaving.sign_in_effect().unwrap();
    let printed = format!("{leaves:?}").replace("client_id=visible1", "");
    assert!(!printed.contains("visible"), "{printed}");
}
