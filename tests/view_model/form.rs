//! The fields, what there is to say about them, and what the chosen way to sign in takes.

use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::view_model::ViewModel;
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};
use kometa_trakt_sign_in::trakt::SignInHost;

use crate::catalogue;
use crate::outline::Outline;
use crate::scenario::{BLOCK, CONFIG, SECOND, Scenario, TOKEN, answer, ready, returned};

const ID: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const SECRET: &str = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

fn fields(outline: &mut Outline, view: &ViewModel) {
    outline.form(&view.form);
}

fn method(outline: &mut Outline, view: &ViewModel) {
    outline.method(view);
}

fn usual() -> Scenario {
    Scenario::ready()
        .types(FormField::ClientId, ID)
        .types(FormField::ClientSecret, SECRET)
}

#[test]
fn the_app() {
    let typed = |id: &str| Scenario::ready().types(FormField::ClientId, id);
    let entries = vec![
        ("nothing yet", Scenario::ready()),
        ("a usual app", usual()),
        ("a short ID", typed("0123456789abcdef")),
        ("a long ID", typed(&format!("{ID}{ID}"))),
        ("an ID of other characters", typed(&"z".repeat(64))),
        ("quotation marks around the ID", typed(&format!("“{ID}”"))),
        ("a label before the ID", typed(&format!("client_id: {ID}"))),
        ("a comment after the ID", typed(&format!("{ID} # mine"))),
        (
            "an invisible character in the ID",
            typed(&format!("{ID}\u{200b}")),
        ),
        ("chat markup around the ID", typed(&format!("**{ID}**"))),
        ("a comma after the ID", typed(&format!("{ID},"))),
        ("a space in the ID", typed("0123 4567")),
        ("a quotation mark in the ID", typed("0123\"4567")),
        ("an ID hidden in the log", typed("(redacted)")),
        ("a template's ID", typed("Enter Trakt Client ID")),
        (
            "the secret's label on the ID",
            typed(&format!("client_secret: {SECRET}")),
        ),
        (
            "the same ID and secret",
            usual().types(FormField::ClientSecret, ID),
        ),
        (
            "refused fields",
            Scenario::filled()
                .types(FormField::ClientSecret, "a b")
                .submits(),
        ),
        (
            "a block pasted into the ID",
            Scenario::ready().pastes(FormField::ClientId, BLOCK),
        ),
        (
            "an app taken from the opened file",
            Scenario::ready().opens(CONFIG).editor_answers(),
        ),
        (
            "a block is to be refreshed",
            Scenario::ready().chooses(SignInMethod::Refresh),
        ),
        (
            "the way to Trakt and back, with its own redirect URI",
            Scenario::ready().chooses(SignInMethod::Return),
        ),
        ("back from Trakt, while the code is exchanged", returned()),
        (
            "back from Trakt, when the secret stands with the block",
            returned().is_answered(200, TOKEN),
        ),
    ];
    catalogue("form_app", entries, fields);
}

#[test]
fn the_ways_to_sign_in() {
    let chosen = |method| usual().chooses(method);
    let refreshing = |text: &str| {
        Scenario::ready()
            .chooses(SignInMethod::Refresh)
            .types(FormField::CurrentBlock, text)
            .editor_answers()
            .times_are_written()
    };
    let times = "    created_at: 1482084536\n    expires_in: 604800\n";
    let block = "trakt:\n  client_id: an-id\n  client_secret: a-secret\n  authorization:\n    refresh_token: r\n";
    let entries = vec![
        ("PIN, before there is an ID", Scenario::ready()),
        ("PIN", usual()),
        (
            "PIN, without a secret",
            Scenario::ready().types(FormField::ClientId, ID),
        ),
        (
            "PIN, once the link was followed",
            usual().follows_pin_link().later(SECOND),
        ),
        (
            "PIN, after ten minutes",
            usual().follows_pin_link().ticks(SECOND * 601),
        ),
        (
            "PIN, with spaces in it",
            usual().types(FormField::Pin, "12ab cdef"),
        ),
        (
            "PIN, as an address",
            usual().types(FormField::Pin, "urn:ietf:wg:oauth:2.0:oob?code=12abcdef"),
        ),
        ("PIN, of another form", usual().types(FormField::Pin, "12")),
        (
            "PIN, after the first host was found to serve no sign-ins",
            {
                let asked = usual().types(FormField::Pin, "12abcdef").submits();
                let other_host = asked.is_answered(404, "").waits();
                other_host.is_answered(400, r#"{"error":"invalid_grant"}"#)
            },
        ),
        (
            "PIN, at the other host",
            usual().chooses_host(SignInHost::Current),
        ),
        ("Return to this page", chosen(SignInMethod::Return)),
        (
            "Return to this page, without a secret",
            Scenario::ready()
                .types(FormField::ClientId, ID)
                .chooses(SignInMethod::Return),
        ),
        (
            "opened as a file, where nothing can come back",
            Scenario::opened().on(ready(None)),
        ),
        ("Device code", chosen(SignInMethod::Device)),
        ("Refresh a block", chosen(SignInMethod::Refresh)),
        ("Refresh a block, which was pasted", refreshing(block)),
        (
            "Refresh a block, which tells when it ended",
            refreshing(&format!("{block}{times}")),
        ),
        (
            "Refresh a block, with values of an environment",
            refreshing("trakt:\n  client_id: <<ID>>\n  authorization:\n    refresh_token: r\n"),
        ),
        (
            "Refresh a block, whose secrets are hidden",
            refreshing("trakt:\n  client_id: (redacted)\n  client_secret: (redacted)\n"),
        ),
        (
            "Refresh a block, with quotation marks around its values",
            refreshing(&block.replace("an-id", "“an-id”")),
        ),
        (
            "Refresh a block, without one in the text",
            refreshing("plex:\n  url: x\n"),
        ),
        (
            "Refresh a block, out of a text that is not YAML",
            refreshing("trakt: [\n"),
        ),
        (
            "Refresh a block, without having pasted one",
            chosen(SignInMethod::Refresh).submits(),
        ),
    ];
    catalogue("form_methods", entries, method);
}

#[test]
fn trouble_that_is_seen_before_a_pin_is_spent() {
    let tried = || usual().follows_pin_link();
    let entries = vec![
        ("an app that is not approved", {
            let answer = answer(403, "Invalid API key");
            tried().precheck_is_replied(&answer)
        }),
        (
            "a host without sign-ins",
            tried().precheck_is_replied(&answer(404, "")),
        ),
        (
            "Trakt is down",
            tried().precheck_is_replied(&answer(503, "")),
        ),
        (
            "something in front of Trakt",
            tried().precheck_is_replied(&answer(403, "<html></html>")),
        ),
        (
            "no readable answer, and Trakt is up",
            tried().precheck_finds(true),
        ),
        ("no way to Trakt", tried().precheck_finds(false)),
        ("no network", tried().precheck_is_offline()),
        (
            "the way on from there",
            tried()
                .precheck_finds(false)
                .on(Event::MethodChosen(SignInMethod::Device)),
        ),
    ];
    catalogue("form_prechecks", entries, method);
}
