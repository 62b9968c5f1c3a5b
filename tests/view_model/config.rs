//! The user's text, and the text with the new block.

use kometa_trakt_sign_in::page::config::{ConfigEvent, ConfigText};
use kometa_trakt_sign_in::page::effect::{Export, SaveRefusal};
use kometa_trakt_sign_in::page::token_check::TokenEvent;
use kometa_trakt_sign_in::page::view_model::ViewModel;

use crate::catalogue;
use crate::outline::Outline;
use crate::scenario::{CONFIG, OTHER_CONFIG, SECOND, Scenario};

fn config(outline: &mut Outline, view: &ViewModel) {
    outline.config(&view.config);
}

fn pasted(text: &str) -> Scenario {
    Scenario::ready().types_config(text).editor_answers()
}

fn signed_in_with(text: &str) -> Scenario {
    Scenario::signed_in().types_config(text).updates()
}

fn opened() -> Scenario {
    Scenario::signed_in().opens(CONFIG).editor_answers()
}

#[test]
fn a_text_and_its_update() {
    let with_stale = CONFIG.replace(
        "  authorization",
        "  access_token: stale\r\n  authorization",
    );
    let placeholders = CONFIG
        .replace("an-id", "<<TRAKT_ID>>")
        .replace("old-refresh", "<<TRAKT_REFRESH>>");
    let up_to_date = {
        let page = signed_in_with(CONFIG);
        let text = page.updated().text.as_str().to_owned();
        page.types_config(&text).updates()
    };
    let entries = vec![
        ("nothing yet", Scenario::ready()),
        ("a pasted text that is read", pasted(CONFIG)),
        ("a pasted text without a block", pasted(OTHER_CONFIG)),
        ("a pasted text that is not YAML", pasted("plex: [\n")),
        (
            "an update without a text",
            Scenario::signed_in().config(ConfigEvent::UpdateAsked),
        ),
        (
            "an update without a block",
            pasted(CONFIG).config(ConfigEvent::UpdateAsked),
        ),
        (
            "an update on its way",
            Scenario::signed_in()
                .types_config(CONFIG)
                .config(ConfigEvent::UpdateAsked),
        ),
        (
            "a text that the editor leaves alone",
            signed_in_with("trakt:\n  client_id: a\ntrakt:\n  client_id: b\n"),
        ),
        (
            "the editor is missing",
            Scenario::signed_in()
                .types_config(CONFIG)
                .config(ConfigEvent::UpdateAsked)
                .editor_is_unavailable(),
        ),
        ("an updated text", signed_in_with(CONFIG)),
        (
            "its secrets are shown",
            signed_in_with(CONFIG).config(ConfigEvent::SecretsToggled),
        ),
        ("a text that had no section", signed_in_with(OTHER_CONFIG)),
        (
            "a text with older tokens beside the block",
            signed_in_with(&with_stale),
        ),
        (
            "and without them",
            signed_in_with(&with_stale)
                .config(ConfigEvent::StaleRemovalAsked)
                .editor_answers(),
        ),
        ("a text with placeholders", signed_in_with(&placeholders)),
        (
            "a text with keys left at the root",
            signed_in_with("plex:\n  url: x\ntrakt:\nclient_id: an-id\nclient_secret: a-secret\n"),
        ),
        ("a text that has the block already", up_to_date),
        ("an update that was withdrawn with its tokens", {
            signed_in_with(CONFIG)
                .asks(TokenEvent::RevocationAsked)
                .asks(TokenEvent::RevocationConfirmed)
                .token_is_answered(200, "{}")
                .later(SECOND)
                .token_is_answered(200, "{}")
        }),
    ];
    catalogue("config", entries, config);
}

/// What is above the lines that differ.
fn saving(outline: &mut Outline, view: &ViewModel) {
    outline.saving(view.config.updated.as_ref().unwrap());
}

#[test]
fn how_the_updated_text_leaves_the_page() {
    let saved = |result| opened().saves().save_ends(result);
    let copied = |export| opened().config(ConfigEvent::CopyAsked).copy_ends(export);
    let downloaded = |export| {
        opened()
            .config(ConfigEvent::DownloadAsked)
            .download_ends(export)
    };
    let entries = vec![
        ("not yet", opened()),
        ("not yet, and it was pasted", signed_in_with(CONFIG)),
        ("it is being saved", opened().saves()),
        ("it is saved", saved(Ok(()))),
        (
            "the browser does not write",
            saved(Err(SaveRefusal::Refused)),
        ),
        ("the file has changed", saved(Err(SaveRefusal::Changed))),
        ("copied", copied(Export::Copied)),
        ("copied by hand", opened().config(ConfigEvent::CopiedByHand)),
        (
            "the browser does not let it be copied",
            copied(Export::CopyRefused),
        ),
        ("downloaded", downloaded(Export::Downloaded)),
        (
            "the browser makes no file",
            downloaded(Export::DownloadFailed),
        ),
    ];
    catalogue("config_saving", entries, saving);
}

#[test]
fn a_text_that_is_too_long_is_shown_in_part() {
    let long = format!("{}{CONFIG}", "# a line\n".repeat(40_000));
    let page = Scenario::ready().opens(&long);
    let view = ViewModel::from(&page.model);
    let part = view.config.too_long.unwrap();
    assert_eq!(part.length, "It has 40007 lines, too many to draw at once.");
    let (before, section) = part.section.unwrap();
    assert_eq!(before, "Its trakt section, from line 40003 on:");
    assert!(section.as_str().starts_with("trakt:"));
    let page = page.config(ConfigEvent::ShownInFull(ConfigText::Opened));
    assert_eq!(ViewModel::from(&page.model).config.too_long, None);
}
