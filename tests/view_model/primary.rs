//! The one next step.

use kometa_trakt_sign_in::page::config::ConfigEvent;
use kometa_trakt_sign_in::page::effect::Export;
use kometa_trakt_sign_in::page::token_check::TokenEvent;
use kometa_trakt_sign_in::page::view_model::ViewModel;
use kometa_trakt_sign_in::page::view_model::primary::Primary;
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};

use crate::scenario::{
    BLOCK, CONFIG, DEVICE_CODE, INVALID_GRANT, Scenario, TOKEN, returned, view_rules,
};

fn without_pin() -> Scenario {
    Scenario::filled().types(FormField::Pin, "")
}

fn returned_with_a_block() -> Scenario {
    returned().is_answered(200, TOKEN)
}

fn updated() -> Scenario {
    Scenario::signed_in().opens(CONFIG).editor_answers()
}

#[test]
fn the_next_step_leads_and_nothing_does_while_something_is_missing() {
    let entries = [
        ("a new page", Scenario::ready(), Primary::None),
        (
            "an ID and no secret",
            Scenario::ready().types(FormField::ClientId, "an-id"),
            Primary::None,
        ),
        (
            "a template's ID",
            without_pin().types(FormField::ClientId, "Enter Trakt Client ID"),
            Primary::None,
        ),
        (
            "a hidden secret",
            without_pin().types(FormField::ClientSecret, "(redacted)"),
            Primary::None,
        ),
        (
            "a text without a block to refresh",
            Scenario::ready()
                .chooses(SignInMethod::Refresh)
                .types(FormField::CurrentBlock, "plex:\n  url: x\n")
                .editor_answers(),
            Primary::None,
        ),
        (
            "a revocation that is asked about",
            Scenario::signed_in().asks(TokenEvent::RevocationAsked),
            Primary::None,
        ),
        ("a revocation", Scenario::revoking(), Primary::None),
        ("an app and no PIN", without_pin(), Primary::PinLink),
        (
            "the link was followed",
            without_pin().follows_pin_link(),
            Primary::Submit,
        ),
        ("a PIN is typed", Scenario::filled(), Primary::Submit),
        (
            "the way to Trakt and back",
            Scenario::about_to_leave(),
            Primary::Submit,
        ),
        (
            "a device code without an ID",
            Scenario::ready().chooses(SignInMethod::Device),
            Primary::None,
        ),
        (
            "a device code is shown",
            Scenario::device_code_asked().is_answered(200, DEVICE_CODE),
            Primary::DeviceLink,
        ),
        (
            "no block to refresh",
            Scenario::ready().chooses(SignInMethod::Refresh),
            Primary::None,
        ),
        (
            "a block to refresh",
            Scenario::ready()
                .chooses(SignInMethod::Refresh)
                .types(FormField::CurrentBlock, BLOCK),
            Primary::Submit,
        ),
        ("a sign-in in progress", Scenario::underway(), Primary::None),
        (
            "a refused PIN",
            Scenario::underway().is_answered(400, INVALID_GRANT),
            Primary::Alert,
        ),
        (
            "a file whose token has ended",
            Scenario::ready().opens(CONFIG).editor_answers(),
            Primary::File,
        ),
        (
            "a file without a token",
            Scenario::ready().opens("plex:\n").editor_answers(),
            Primary::None,
        ),
        ("a block", Scenario::signed_in(), Primary::CopyBlock),
        (
            "a block that was copied",
            Scenario::signed_in()
                .asks(TokenEvent::CopyAsked)
                .copy_ends(Export::Copied),
            Primary::None,
        ),
        ("a revoked block", Scenario::revoked(), Primary::None),
        (
            "a question",
            Scenario::signed_in().starts_over(),
            Primary::None,
        ),
        (
            "a block that lacks the secret",
            returned_with_a_block(),
            Primary::None,
        ),
        (
            "a file with a block that lacks the secret",
            returned_with_a_block().opens("plex:\n").updates(),
            Primary::None,
        ),
        (
            "the same with the secret",
            returned_with_a_block()
                .opens("plex:\n")
                .types(FormField::ClientSecret, &"5d".repeat(32))
                .editor_answers(),
            Primary::SaveFile,
        ),
        ("an updated file", updated(), Primary::SaveFile),
        (
            "an updated file that is being saved",
            updated().saves(),
            Primary::None,
        ),
        (
            "an updated file that is saved",
            updated().saves().save_ends(Ok(())),
            Primary::None,
        ),
        (
            "an updated file that was copied",
            updated()
                .config(ConfigEvent::CopyAsked)
                .copy_ends(Export::Copied),
            Primary::None,
        ),
        (
            "an updated file that was downloaded",
            updated()
                .config(ConfigEvent::DownloadAsked)
                .download_ends(Export::Downloaded),
            Primary::None,
        ),
    ];
    for (title, page, expected) in entries {
        let view = ViewModel::from(&page.model);
        assert_eq!(view.primary, expected, "{title}");
        assert_eq!(view_rules::check(&page.model, &view), Ok(()), "{title}");
    }
}
