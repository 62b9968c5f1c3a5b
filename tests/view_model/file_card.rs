//! The card of the opened file: what the sign-in in it is worth, and the step that fits.

use kometa_trakt_sign_in::kometa::file::FileRefusal;
use kometa_trakt_sign_in::page::config::ConfigEvent;
use kometa_trakt_sign_in::page::effect::{Export, SaveRefusal};
use kometa_trakt_sign_in::page::view_model::ViewModel;
use kometa_trakt_sign_in::page::view_model::shapes::Weight;
use kometa_trakt_sign_in::sign_in::form::FormField;
use kometa_trakt_sign_in::trakt::NetworkError;

use crate::catalogue;
use crate::outline::Outline;
use crate::scenario::{CONFIG, INVALID_GRANT, OTHER_CONFIG, SECOND, Scenario, TOKEN, answer};

const APP: &str = "plex:\n  url: x\ntrakt:\n  client_id: an-id\n  client_secret: a-secret\n";
const USER: &str = r#"{"user":{"username":"sean"}}"#;

fn card(outline: &mut Outline, view: &ViewModel) {
    outline.opened(&view.opened);
}

fn opened(text: &str) -> Scenario {
    Scenario::ready()
        .opens(text)
        .editor_answers()
        .times_are_written()
}

/// A file with a whole token that was given out then.
fn with_token(created_at: u64) -> String {
    format!(
        "{APP}  authorization:\n    access_token: old\n    token_type: bearer\n    expires_in: 604800\n    \
         refresh_token: old-refresh\n    scope: public\n    created_at: {created_at}\n"
    )
}

fn alive() -> Scenario {
    opened(&with_token(1_699_990_000))
}

fn renewing() -> Scenario {
    opened(CONFIG).config(ConfigEvent::RenewAsked)
}

fn renewed() -> Scenario {
    renewing().is_answered(200, TOKEN).editor_answers()
}

#[test]
fn what_the_file_is_worth() {
    let entries = vec![
        ("nothing is opened", Scenario::ready()),
        ("a file that is being read", Scenario::ready().opens(CONFIG)),
        ("it works for now", alive()),
        ("it has ended", opened(&with_token(1_482_084_536))),
        ("it does not say how long it works", opened(CONFIG)),
        ("it has an app and no sign-in", opened(APP)),
        ("it has no trakt section", opened(OTHER_CONFIG)),
        ("it is empty", opened("")),
        ("it cannot be read", opened("plex: [\n")),
        (
            "its block has lost its indentation",
            opened("plex:\n  url: x\ntrakt:\nclient_id: an-id\nclient_secret: a-secret\n"),
        ),
        (
            "it has a key twice, so that no block can be put into it",
            opened(&format!("{}plex:\n  url: y\n", with_token(1_482_084_536))),
        ),
        (
            "it has a key twice, and no sign-in",
            opened("plex:\n  url: x\nplex:\n  url: y\n"),
        ),
        (
            "it is a log",
            opened(
                "Pasted from the log:\n\n> client_id: an-id\n> client_secret: a-secret\n> refresh_token: old-refresh\n",
            ),
        ),
        (
            "its secrets are hidden",
            opened("trakt:\n  client_id: (redacted)\n  client_secret: (redacted)\n"),
        ),
        (
            "another app is typed already",
            Scenario::ready()
                .types(FormField::ClientId, "another-id")
                .types(FormField::ClientSecret, "another-secret")
                .opens(CONFIG)
                .editor_answers(),
        ),
        (
            "the reading part of the page is missing",
            Scenario::ready().opens(CONFIG).editor_is_unavailable(),
        ),
    ];
    catalogue("file_card", entries, card);
}

#[test]
fn a_file_that_is_not_opened() {
    let refused = |refusal| {
        Scenario::ready()
            .hands_over_a_file()
            .file_is_refused(refusal)
    };
    let entries = vec![
        ("too large", refused(FileRefusal::TooLarge)),
        ("UTF-16", refused(FileRefusal::Utf16)),
        (
            "with a tail in UTF-16",
            refused(FileRefusal::Utf16Tail { line: 7 }),
        ),
        (
            "another encoding",
            refused(FileRefusal::NotUtf8 { line: 7 }),
        ),
        ("no text", refused(FileRefusal::NotText)),
        ("unreadable", refused(FileRefusal::Unreadable)),
        (
            "while another one is open",
            opened(CONFIG)
                .hands_over_a_file()
                .file_is_refused(FileRefusal::NotText),
        ),
    ];
    catalogue("file_refusals", entries, card);
}

#[test]
fn a_check_and_a_renewal_of_the_file() {
    let checking = || alive().config(ConfigEvent::CheckAsked);
    let entries = vec![
        ("Trakt is asked about it", checking()),
        (
            "Trakt accepts it",
            checking().file_check_is_replied(&answer(200, USER)),
        ),
        (
            "Trakt does not accept it",
            checking().file_check_is_replied(&answer(401, "")),
        ),
        (
            "Trakt is down",
            checking().file_check_is_replied(&answer(503, "")),
        ),
        (
            "no answer can be read",
            checking().file_check_is_replied(&Err(NetworkError::Unreadable)),
        ),
        ("it is being renewed", renewing()),
        (
            "its refresh token is refused",
            renewing().is_answered(400, INVALID_GRANT),
        ),
        (
            "its app is refused",
            renewing().is_answered(401, r#"{"error":"invalid_client"}"#),
        ),
        (
            "nothing gets through",
            renewing().always_replied(&Err(NetworkError::Unreadable)),
        ),
        ("the renewal is cancelled", renewing().cancels()),
        (
            "the new token is being put in",
            renewing().is_answered(200, TOKEN),
        ),
        ("it is renewed", renewed()),
        ("it is saved", renewed().saves().save_ends(Ok(()))),
        (
            "it is not saved",
            renewed().saves().save_ends(Err(SaveRefusal::Refused)),
        ),
        (
            "it is downloaded",
            renewed()
                .config(ConfigEvent::DownloadAsked)
                .download_ends(Export::Downloaded),
        ),
        (
            "it is copied",
            renewed()
                .config(ConfigEvent::CopyAsked)
                .copy_ends(Export::Copied),
        ),
        ("its save ends late", {
            let other = renewed().saves().hands_over_a_file();
            let saved = other.later(SECOND).save_ends(Ok(()));
            saved
                .file_is_read("other.yml", OTHER_CONFIG)
                .editor_answers()
        }),
        ("its save fails late", {
            let other = renewed().saves().hands_over_a_file();
            let failed = other.save_ends(Err(SaveRefusal::Changed));
            failed
                .file_is_read("other.yml", OTHER_CONFIG)
                .editor_answers()
        }),
    ];
    catalogue("file_steps", entries, card);
}

#[test]
fn a_refused_token_is_renewed_with_the_cards_own_button() {
    let page = alive()
        .config(ConfigEvent::CheckAsked)
        .file_check_is_replied(&answer(401, ""));
    let view = ViewModel::from(&page.model).opened;
    assert_eq!(view.alert.unwrap().controls, []);
    let renew = &view.card.unwrap().controls[0];
    assert_eq!(
        (renew.label.as_ref(), renew.weight),
        ("Renew it now", Weight::Primary)
    );
}

#[test]
fn what_is_wrong_with_a_value_is_said_in_the_card_with_its_line() {
    for (text, words) in [
        (
            "plex:\n  url: x\ntrakt:\n  client_id: (redacted)\n",
            "Line 4: client_id is hidden",
        ),
        (
            "plex:\n  url: x\ntrakt:\n  client_id: a b\n",
            "Line 4: client_id has a space",
        ),
        (
            "plex:\n  url: x\ntrakt:\nclient_id: an-id\n",
            "Line 4: client_id is not where Kometa looks",
        ),
        (
            "trakt:\n  client_id: “an-id”\n",
            "Left out: quotation marks (line 2).",
        ),
    ] {
        let card = ViewModel::from(&opened(text).model).opened.card.unwrap();
        assert!(card.note.contains(words), "{words}: {}", card.note);
    }
}

#[test]
fn a_file_whose_tokens_are_hidden_is_not_said_to_work() {
    let hidden = with_token(4_000_000_000)
        .replace("access_token: old", "access_token: (redacted)")
        .replace("refresh_token: old-refresh", "refresh_token: (redacted)");
    let card = ViewModel::from(&opened(&hidden).model).opened.card.unwrap();
    let words = "The trakt section of config.yml cannot be used as it is.";
    assert_eq!(card.headline.text.to_string(), words);
}
