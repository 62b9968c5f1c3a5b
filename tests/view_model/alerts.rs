//! What went wrong, and what to do about it.

use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::view_model::ViewModel;
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};
use kometa_trakt_sign_in::trakt::redirect::AuthorizationResponse;
use kometa_trakt_sign_in::trakt::{NetworkError, Response};

use crate::outline::Outline;
use crate::scenario::{
    Answer, DEVICE_CODE, INVALID_GRANT, NOW, SECOND, Scenario, answer, back_with_a_code, limited,
    probed, record, returned,
};
use crate::{Entry, catalogue};

fn alert(outline: &mut Outline, view: &ViewModel) {
    outline.alert(view.sign_in.alert.as_ref().unwrap());
    if view.sign_in.command.is_some() {
        outline.line("(the commands are offered)");
    }
}

/// A page of something in front of Trakt.
fn turned_away() -> Answer {
    let page = "<!DOCTYPE html><title>Just a moment...</title>";
    Ok(Response::new(403, page))
}

/// Every answer that stops a sign-in.
fn answers() -> Vec<(&'static str, Answer)> {
    let described = r#"{"error":"invalid_grant","error_description":"The provided authorization grant is invalid"}"#;
    vec![
        ("400 invalid_grant", answer(400, INVALID_GRANT)),
        ("400 invalid_grant, described", answer(400, described)),
        ("400 without a reason", answer(400, "")),
        (
            "400 invalid_request",
            answer(400, r#"{"error":"invalid_request"}"#),
        ),
        (
            "401 invalid_client",
            answer(401, r#"{"error":"invalid_client"}"#),
        ),
        ("401 without a reason", answer(401, "")),
        ("403 without a reason", answer(403, "")),
        ("403 Invalid API key", answer(403, "Invalid API key")),
        ("403 with a web page", turned_away()),
        ("404", answer(404, "")),
        ("405", answer(405, "")),
        ("410", answer(410, "")),
        ("412", answer(412, "")),
        ("415", answer(415, "")),
        ("420", answer(420, "")),
        ("423", answer(423, "")),
        ("426", answer(426, "")),
        ("429 over and over", limited("10")),
        ("500", answer(500, "")),
        ("503", answer(503, "")),
        ("200 with nothing", answer(200, "")),
        ("200 with a web page", answer(200, "<html></html>")),
        (
            "200 without a refresh token",
            answer(200, r#"{"access_token":"alone","token_type":"bearer"}"#),
        ),
        ("200 cut off", answer(200, r#"{"access_token":"4cc"#)),
        ("offline", Err(NetworkError::Offline)),
        ("connection lost", Err(NetworkError::ConnectionLost)),
        (
            "no readable answer, and Trakt is up",
            Err(NetworkError::Unreadable),
        ),
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

/// The end of the sign-in for each of the answers.
fn ends(begin: fn() -> Scenario) -> Vec<Entry> {
    let ends = answers().into_iter();
    ends.map(|(title, answer)| (title, begin().always_replied(&answer)))
        .collect()
}

#[test]
fn a_pin_that_brings_no_token() {
    catalogue("alerts_pin", ends(Scenario::underway), alert);
}

#[test]
fn pins_that_are_refused_in_a_row() {
    let refused = |page: Scenario| {
        page.later(SECOND * 2)
            .types(FormField::Pin, "12abcdef")
            .submits()
            .is_answered(400, INVALID_GRANT)
    };
    let once = refused(Scenario::filled());
    let twice = refused(once.clone());
    let after_no_answer = Scenario::unreachable(true);
    let entries = vec![
        ("one", once),
        ("two", twice),
        ("one that was sent before, without a readable answer", {
            let page = after_no_answer.later(SECOND * 2).submits();
            page.is_answered(400, INVALID_GRANT)
        }),
    ];
    catalogue("alerts_refused_pins", entries, alert);
}

#[test]
fn a_host_that_nothing_gets_through_to() {
    let entries = vec![
        ("Trakt is up", Scenario::unreachable(true)),
        ("Trakt is not reached", Scenario::unreachable(false)),
    ];
    catalogue("alerts_unreachable", entries, alert);
}

#[test]
fn a_code_that_brings_no_token() {
    catalogue("alerts_return", ends(returned), alert);
}

#[test]
fn a_refresh_that_brings_no_token() {
    catalogue("alerts_refresh", ends(Scenario::refreshing), alert);
}

#[test]
fn no_device_code() {
    catalogue(
        "alerts_no_device_code",
        ends(Scenario::device_code_asked),
        alert,
    );
}

#[test]
fn a_device_code_that_brings_no_token() {
    let shown = || {
        Scenario::device_code_asked()
            .is_answered(200, DEVICE_CODE)
            .waits()
    };
    let mut entries = ends(shown);
    let denied = answer(418, "");
    let used = answer(409, "");
    entries.push(("418", shown().always_replied(&denied)));
    entries.push(("409", shown().always_replied(&used)));
    let pending = answer(400, r#"{"error":"authorization_pending"}"#);
    entries.push(("nobody enters it", shown().always_replied(&pending)));
    catalogue("alerts_device", entries, alert);
}

#[test]
fn coming_back_from_trakt_without_a_code() {
    let left = || Scenario::about_to_leave().leaves();
    let comes_back = |query: &str| {
        let pending = record(&left());
        let state = pending.csrf_token.reveal();
        let query = query.replace("STATE", state);
        Scenario::ready().on(Event::Returned {
            response: AuthorizationResponse::from_query(&query).unwrap(),
            pending: Some(pending),
        })
    };
    let pending = record(&left());
    let entries = vec![
        (
            "access_denied",
            comes_back("?error=access_denied&state=STATE"),
        ),
        (
            "invalid_request",
            comes_back("?error=invalid_request&error_description=no+redirect_uri&state=STATE"),
        ),
        (
            "unauthorized_client",
            comes_back("?error=unauthorized_client&state=STATE"),
        ),
        (
            "unsupported_response_type",
            comes_back("?error=unsupported_response_type&state=STATE"),
        ),
        (
            "invalid_scope",
            comes_back("?error=invalid_scope&state=STATE"),
        ),
        (
            "server_error",
            comes_back("?error=server_error&state=STATE"),
        ),
        (
            "temporarily_unavailable",
            comes_back("?error=temporarily_unavailable&state=STATE"),
        ),
        (
            "an error that nobody knows",
            comes_back("?error=something_new&state=STATE"),
        ),
        ("no state", comes_back("?code=abc")),
        ("another state", comes_back("?code=abc&state=other")),
        (
            "another issuer",
            comes_back("?code=abc&state=STATE&iss=https%3A%2F%2Fevil.example"),
        ),
        (
            "in another tab, which kept nothing",
            Scenario::ready().on(back_with_a_code(&pending, None)),
        ),
        (
            "after more than a day",
            Scenario::ready()
                .at(NOW + SECOND * (25 * 60 * 60))
                .on(back_with_a_code(&pending, Some(pending.clone()))),
        ),
        (
            "the browser does not leave",
            left().always_replied(&answer(200, "")),
        ),
        (
            "the browser is offline when it is to leave",
            Scenario::about_to_leave()
                .on(Event::ConnectionChanged { is_online: false })
                .leaves(),
        ),
    ];
    catalogue("alerts_redirect", entries, alert);
}

#[test]
fn what_a_command_printed() {
    let printed = |text: &str| {
        Scenario::unreachable(false)
            .types(FormField::Printed, text)
            .on(Event::CommandOutputUsed)
    };
    let entries = vec![
        ("nothing", printed("")),
        ("something else", printed("hello")),
        ("an answer that says no", printed(INVALID_GRANT)),
        (
            "that curl found no host",
            printed("curl: (6) Could not resolve host: api.trakt.tv"),
        ),
        (
            "that curl got no answer",
            printed("curl: (52) Empty reply from server"),
        ),
        (
            "that the shell is another one",
            printed("bash: Invoke-RestMethod: command not found"),
        ),
        (
            "a web page",
            printed("<!DOCTYPE html><html><title>Attention Required!</title></html>"),
        ),
    ];
    catalogue("alerts_command", entries, alert);
}

#[test]
fn a_form_that_cannot_be_sent() {
    let ready = Scenario::ready;
    let entries = vec![
        ("nothing is filled in", ready().submits()),
        (
            "only the secret is missing",
            Scenario::filled()
                .types(FormField::ClientSecret, "")
                .submits(),
        ),
        (
            "only the PIN is missing",
            Scenario::filled().types(FormField::Pin, "").submits(),
        ),
        (
            "the ID stands in both fields",
            Scenario::filled()
                .types(FormField::ClientSecret, "an-id")
                .submits(),
        ),
        (
            "the ID was pasted as the PIN",
            Scenario::filled().types(FormField::Pin, "an-id").submits(),
        ),
        (
            "an address without a code as the PIN",
            Scenario::filled()
                .types(FormField::Pin, "https://trakt.tv/pin")
                .submits(),
        ),
        (
            "a space in the ID",
            Scenario::filled()
                .types(FormField::ClientId, "an id")
                .submits(),
        ),
        (
            "a hidden secret out of the log",
            Scenario::filled()
                .types(FormField::ClientSecret, "(redacted)")
                .submits(),
        ),
        (
            "a device code without an ID",
            ready().chooses(SignInMethod::Device).submits(),
        ),
        (
            "no block to refresh",
            ready().chooses(SignInMethod::Refresh).submits(),
        ),
        (
            "a text without a block",
            Scenario::refresh_asked("plex:\n  url: x\n").editor_answers(),
        ),
        (
            "a block without a refresh token",
            Scenario::refresh_asked("trakt:\n  client_id: an-id\n").editor_answers(),
        ),
        (
            "a block without an ID",
            Scenario::refresh_asked("trakt:\n  authorization:\n    refresh_token: r\n")
                .editor_answers(),
        ),
        (
            "a block that is not YAML",
            Scenario::refresh_asked("trakt: [\n").editor_answers(),
        ),
        (
            "a block that nothing can read now",
            Scenario::refresh_asked("trakt:\n").editor_is_unavailable(),
        ),
        (
            "nothing reached Trakt",
            Scenario::underway()
                .is_replied(Err(NetworkError::Unreadable))
                .waits()
                .is_replied(Err(NetworkError::Unreadable))
                .sign_in_ends(probed(false))
                .on(Event::CommandOutputUsed),
        ),
    ];
    catalogue("alerts_form", entries, alert);
}
