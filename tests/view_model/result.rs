//! The block, and what to do with it.

use kometa_trakt_sign_in::page::effect::Export;
use kometa_trakt_sign_in::page::token_check::TokenEvent;
use kometa_trakt_sign_in::page::view_model::ViewModel;
use kometa_trakt_sign_in::sign_in::form::FormField;
use kometa_trakt_sign_in::trakt::NetworkError;

use crate::outline::Outline;
use crate::scenario::{
    Answer, DEVICE_CODE, SECOND, Scenario, TOKEN, answer, limited, response, returned,
};
use crate::{Entry, catalogue};

const WEEK: &str = r#"{"access_token":"4cc355","token_type":"bearer","expires_in":604800,"refresh_token":"r3fr35h","scope":"public","created_at":1700000000}"#;

fn result(outline: &mut Outline, view: &ViewModel) {
    outline.result(view.result.as_ref().unwrap());
}

/// What is asked, what Trakt says, and what can be done: all that changes below the block.
fn care(outline: &mut Outline, view: &ViewModel) {
    outline.care(view.result.as_ref().unwrap());
}

fn signed_in() -> Scenario {
    Scenario::underway()
        .is_answered(200, WEEK)
        .times_are_written()
}

fn with_device_code(token: &str) -> Scenario {
    Scenario::device_code_asked()
        .is_answered(200, DEVICE_CODE)
        .waits()
        .is_answered(200, token)
        .times_are_written()
}

#[test]
fn a_block() {
    let entries = vec![
        ("from a PIN", signed_in()),
        (
            "refreshed, with the user's own lines kept",
            Scenario::refreshing()
                .is_answered(200, WEEK)
                .editor_answers()
                .times_are_written(),
        ),
        ("of an app without a secret", with_device_code(WEEK)),
        (
            "that lacks the secret that was not kept",
            returned().is_answered(200, WEEK).times_are_written(),
        ),
        (
            "that lacked it, until it was entered",
            returned()
                .is_answered(200, WEEK)
                .types(FormField::ClientSecret, "a-secret")
                .times_are_written(),
        ),
        (
            "whose answer lacked values",
            Scenario::underway()
                .is_answered(
                    200,
                    r#"{"access_token":"a","token_type":"bearer","expires_in":604800,"refresh_token":"r"}"#,
                )
                .times_are_written(),
        ),
        (
            "that the other host gave",
            Scenario::underway()
                .is_replied(Err(NetworkError::Unreadable))
                .waits()
                .is_answered(200, WEEK)
                .times_are_written(),
        ),
        (
            "in place of one that was not copied",
            signed_in()
                .later(SECOND * 5)
                .types(FormField::Pin, "12abcdef")
                .submits()
                .agrees()
                .is_answered(200, TOKEN)
                .times_are_written(),
        ),
        ("that is revoked", Scenario::revoked()),
    ];
    catalogue("result", entries, result);
}

#[test]
fn how_a_block_leaves_the_page() {
    let copied = |export| signed_in().asks(TokenEvent::CopyAsked).copy_ends(export);
    let downloaded = |export| {
        signed_in()
            .asks(TokenEvent::DownloadAsked)
            .download_ends(export)
    };
    let entries = vec![
        ("not yet", signed_in()),
        ("copied", copied(Export::Copied)),
        ("copied by hand", signed_in().asks(TokenEvent::CopiedByHand)),
        (
            "the browser does not let it be copied",
            copied(Export::CopyRefused),
        ),
        ("downloaded", downloaded(Export::Downloaded)),
        (
            "the browser makes no file",
            downloaded(Export::DownloadFailed),
        ),
        ("starting over asks first", signed_in().starts_over()),
        (
            "starting over in the middle of a revocation",
            Scenario::half_revoked().starts_over(),
        ),
    ];
    catalogue("result_exports", entries, care);
}

/// The answers that a check or a revocation may get.
fn answers() -> Vec<(&'static str, Answer)> {
    vec![
        ("401", answer(401, "")),
        ("403 Invalid API key", answer(403, "Invalid API key")),
        ("403 with a web page", answer(403, "<html></html>")),
        ("404", answer(404, "")),
        ("412", answer(412, "")),
        ("423", answer(423, "")),
        ("429", limited("7")),
        ("500", answer(500, "")),
        ("503", answer(503, "")),
        (
            "400 invalid_grant",
            answer(400, r#"{"error":"invalid_grant"}"#),
        ),
        (
            "401 invalid_client",
            answer(401, r#"{"error":"invalid_client"}"#),
        ),
        ("offline", Err(NetworkError::Offline)),
        ("connection lost", Err(NetworkError::ConnectionLost)),
        ("no readable answer", Err(NetworkError::Unreadable)),
        (
            "no answer in time",
            Err(NetworkError::TimedOut {
                patience: SECOND * 30,
            }),
        ),
        (
            "a request that no browser sends",
            Err(NetworkError::Unsendable),
        ),
    ]
}

fn answered(page: &Scenario, answer: &Answer) -> Scenario {
    let (id, _) = page.token_effect();
    page.clone().ends(id, response(answer.clone()))
}

#[test]
fn what_trakt_says_about_a_token() {
    // A token that is minutes old is not spoken of as expired.
    let checking = || {
        signed_in()
            .later(SECOND * 3_600)
            .asks(TokenEvent::CheckAsked)
    };
    let user = r#"{"user":{"username":"sean"}}"#;
    let mut entries: Vec<Entry> = vec![
        ("Trakt is asked", checking()),
        (
            "it accepts the token",
            checking().token_is_answered(200, user),
        ),
        (
            "it accepts one that should have ended",
            signed_in()
                .later(SECOND * 700_000)
                .asks(TokenEvent::CheckAsked)
                .token_is_answered(200, user),
        ),
        (
            "it does not say whose the token is",
            checking().token_is_answered(200, "{}"),
        ),
        (
            "401, of a token that is minutes old",
            signed_in()
                .asks(TokenEvent::CheckAsked)
                .token_is_answered(401, ""),
        ),
    ];
    let others = answers().into_iter();
    entries.extend(others.map(|(title, answer)| (title, answered(&checking(), &answer))));
    catalogue("result_check", entries, care);
}

#[test]
fn a_revocation() {
    let mut entries = vec![
        (
            "the user is asked",
            Scenario::signed_in().asks(TokenEvent::RevocationAsked),
        ),
        (
            "and keeps the block",
            Scenario::signed_in()
                .asks(TokenEvent::RevocationAsked)
                .asks(TokenEvent::RevocationDeclined),
        ),
        ("Trakt is asked", Scenario::revoking()),
        (
            "one half is done, and Trakt is down",
            Scenario::half_revoked(),
        ),
        ("both halves are done", Scenario::revoked()),
    ];
    let others = answers().into_iter();
    entries.extend(others.map(|(title, answer)| (title, answered(&Scenario::revoking(), &answer))));
    catalogue("result_revocation", entries, care);
}
