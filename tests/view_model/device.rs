//! A device code on the page.

use kometa_trakt_sign_in::page::effect::Export;
use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::view_model::ViewModel;
use kometa_trakt_sign_in::page::view_model::sign_in::MethodView;
use kometa_trakt_sign_in::text;
use kometa_trakt_sign_in::trakt::NetworkError;

use crate::catalogue;
use crate::outline::Outline;
use crate::scenario::{DEVICE_CODE, SECOND, Scenario};

fn device(outline: &mut Outline, view: &ViewModel) {
    outline.method(view);
    outline.sign_in(&view.sign_in);
}

fn shown() -> Scenario {
    Scenario::device_code_asked()
        .on(Event::Drawn)
        .is_answered(200, DEVICE_CODE)
}

fn copied(export: Export) -> Scenario {
    shown()
        .on(Event::ValueCopyAsked {
            button: text::form::COPY_CODE,
            text: "5055CC52".into(),
        })
        .copy_ends(export)
}

#[test]
fn a_code_and_what_becomes_of_it() {
    let pending = r#"{"error":"authorization_pending"}"#;
    let entries = vec![
        ("a code is shown", shown()),
        ("the clock ticks", shown().ticks(SECOND)),
        ("the code was copied", copied(Export::Copied)),
        (
            "the browser does not let it be copied",
            copied(Export::CopyRefused),
        ),
        (
            "nobody has entered it yet",
            shown().waits().is_answered(400, pending),
        ),
        (
            "no answer came this time",
            shown().waits().is_replied(Err(NetworkError::Unreadable)),
        ),
        (
            "a code of the other host is asked for",
            shown().on(Event::OtherHostCodeAsked),
        ),
        ("cancelled", shown().cancels()),
    ];
    catalogue("device", entries, device);
}

#[test]
fn the_code_stands_with_the_link_that_carries_it() {
    let view = ViewModel::from(&shown().model);
    let MethodView::Device(Some(code)) = view.sign_in.method else {
        panic!("it is shown")
    };
    assert!(code.activation_url.contains(code.copy.text.as_str()));
    assert_eq!(code.code.replace([' ', '-'], ""), code.copy.text.as_str());
}
