//! How a sign-in stands while it goes on, and what the user is asked.

use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::token_check::TokenEvent;
use kometa_trakt_sign_in::page::view_model::ViewModel;
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};
use kometa_trakt_sign_in::trakt::NetworkError;

use crate::catalogue;
use crate::outline::Outline;
use crate::scenario::{
    BLOCK, CONFIG, DEVICE_CODE, NOW, SECOND, Scenario, TOKEN, limited, millis, record, returned,
};

fn sign_in(outline: &mut Outline, view: &ViewModel) {
    outline.line(format_args!("title: {}", view.title));
    outline.connection(&view.connection);
    outline.sign_in(&view.sign_in);
}

fn drawn(page: Scenario) -> Scenario {
    page.on(Event::Drawn)
}

#[test]
fn how_it_stands() {
    let entries = vec![
        ("nothing was asked for", Scenario::ready()),
        ("a PIN is exchanged", Scenario::underway()),
        ("a block is read", Scenario::refresh_asked(BLOCK)),
        ("a refresh token is exchanged", Scenario::refreshing()),
        ("a device code is asked for", Scenario::device_code_asked()),
        (
            "a device code waits to be entered",
            Scenario::device_code_asked().is_answered(200, DEVICE_CODE),
        ),
        (
            "the browser is sent to Trakt",
            Scenario::about_to_leave().leaves(),
        ),
        ("a code is exchanged", returned()),
        (
            "requests are too close together",
            Scenario::underway().cancels().later(millis(100)).submits(),
        ),
        (
            "Trakt asks for a pause",
            Scenario::underway().is_replied(limited("5")),
        ),
        ("Trakt is down", Scenario::underway().is_answered(503, "")),
        (
            "the other host is next",
            Scenario::underway().is_replied(Err(NetworkError::Unreadable)),
        ),
        ("why there was no answer is looked for", {
            Scenario::underway()
                .is_replied(Err(NetworkError::Unreadable))
                .waits()
                .is_replied(Err(NetworkError::Unreadable))
        }),
        (
            "cancelled, with a request in flight",
            Scenario::underway().cancels(),
        ),
        (
            "cancelled, before anything was sent",
            Scenario::refresh_asked(BLOCK).cancels(),
        ),
        ("back from Trakt by the browser's own button", {
            let pending = record(&Scenario::about_to_leave().leaves());
            Scenario::ready().on(Event::CameBackWithoutResponse(pending))
        }),
        ("back in the same way, with an app that has no secret", {
            let left = Scenario::about_to_leave()
                .types(FormField::ClientSecret, "")
                .leaves();
            Scenario::ready().on(Event::CameBackWithoutResponse(record(&left)))
        }),
        ("a PIN has brought a block", Scenario::signed_in()),
        (
            "a code has brought a block",
            returned().is_answered(200, TOKEN),
        ),
        (
            "a device code has brought a block",
            Scenario::device_code_asked()
                .is_answered(200, DEVICE_CODE)
                .waits()
                .is_answered(200, TOKEN),
        ),
        (
            "a refresh has brought a block",
            Scenario::refreshing().is_answered(200, TOKEN),
        ),
        (
            "the network is gone",
            Scenario::ready().on(Event::ConnectionChanged { is_online: false }),
        ),
        (
            "the network is back",
            Scenario::ready()
                .on(Event::ConnectionChanged { is_online: false })
                .on(Event::ConnectionChanged { is_online: true }),
        ),
    ];
    let entries = entries
        .into_iter()
        .map(|(title, page)| (title, drawn(page)))
        .collect();
    catalogue("sign_in_status", entries, sign_in);
}

#[test]
fn what_is_asked_before_something_is_lost() {
    let revoking = || Scenario::half_revoked().later(SECOND * 2);
    let leaving = |page: Scenario| page.chooses(SignInMethod::Return).leaves();
    let filled = |page: Scenario| {
        page.types(FormField::ClientId, "an-id")
            .types(FormField::ClientSecret, "a-secret")
            .types(FormField::Pin, "12abcdef")
    };
    let entries = vec![
        (
            "signing in again with a block that was not copied",
            filled(Scenario::signed_in()).submits(),
        ),
        (
            "leaving for Trakt with such a block",
            leaving(filled(Scenario::signed_in())),
        ),
        (
            "leaving for Trakt with a file",
            leaving(Scenario::filled().opens(CONFIG).editor_answers()),
        ),
        (
            "signing in again in the middle of a revocation",
            filled(revoking()).submits(),
        ),
        (
            "the same, and the user changes their mind",
            filled(revoking()).submits().declines(),
        ),
        (
            "starting over does not ask here",
            Scenario::signed_in().starts_over(),
        ),
        (
            "a copied block is not asked about",
            filled(
                Scenario::signed_in()
                    .asks(TokenEvent::CopyAsked)
                    .asks(TokenEvent::CopiedByHand),
            )
            .at(NOW + SECOND * 5)
            .submits(),
        ),
    ];
    catalogue("sign_in_questions", entries, sign_in);
}

#[test]
fn the_commands_where_the_browser_cannot_send() {
    use kometa_trakt_sign_in::trakt::command::Shell;
    let entries = vec![
        ("the visitor's own system", Scenario::unreachable(false)),
        (
            "the other one",
            Scenario::unreachable(false).on(Event::ShellChosen(Shell::PowerShell)),
        ),
        (
            "with another PIN",
            Scenario::unreachable(false).types(FormField::Pin, "87654321"),
        ),
    ];
    catalogue("sign_in_commands", entries, sign_in);
}
