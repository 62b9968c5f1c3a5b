//! The token as a file for another program: copied, downloaded, withdrawn; and such a file opened and renewed.

use kometa_trakt_sign_in::export::{FormatId, Refusal};
use kometa_trakt_sign_in::page::config::ConfigEvent;
use kometa_trakt_sign_in::page::effect::{Effect, Export};
use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::other_program::OtherProgramEvent;
use kometa_trakt_sign_in::page::target::Target;
use kometa_trakt_sign_in::page::view_model::ViewModel;
use kometa_trakt_sign_in::page::view_model::other_program::OtherProgramView;
use kometa_trakt_sign_in::shared_text::SharedText;
use kometa_trakt_sign_in::sign_in::form::FormField;

use crate::scenario::{DEVICE_CODE, OTHER_TOKEN, SECOND, Scenario, TOKEN};

const PYTRAKT: &str = "{\"APPLICATION_ID\": null, \"CLIENT_ID\": \"an-id\", \"CLIENT_SECRET\": \"a-secret\", \
                       \"OAUTH_EXPIRES_AT\": 1482689336, \"OAUTH_REFRESH\": \"old-refresh\", \"OAUTH_TOKEN\": \"old\"}";

trait OtherProgramSteps {
    fn other(self, event: OtherProgramEvent) -> Self;
    fn text(&self) -> SharedText;
    fn export(&self) -> Export;
    fn view(&self) -> Option<OtherProgramView>;
}

impl OtherProgramSteps for Scenario {
    fn other(self, event: OtherProgramEvent) -> Self {
        self.on(Event::OtherProgram(event))
    }

    fn text(&self) -> SharedText {
        self.other_program.text(self.received()).unwrap()
    }

    fn export(&self) -> Export {
        self.other_program.export_of(&self.text())
    }

    fn view(&self) -> Option<OtherProgramView> {
        ViewModel::from(&**self).other_program
    }
}

fn copying() -> Scenario {
    Scenario::signed_in().other(OtherProgramEvent::CopyAsked)
}

#[test]
fn the_file_of_the_chosen_program_is_copied_or_downloaded() {
    let page = Scenario::signed_in().other(OtherProgramEvent::Chosen(FormatId::Json));
    let text = page.text();
    assert!(text.as_str().contains("\"access_token\": \"a\""));
    let copying = page.clone().other(OtherProgramEvent::CopyAsked);
    let id = copying.id_of(|effect| matches!(effect, Effect::Copy { .. }));
    let copy = Effect::Copy {
        text: text.clone(),
        or_select: Some(Target::OtherProgram),
    };
    assert_eq!(copying.effect(id), Some(copy));
    let downloading = page.other(OtherProgramEvent::DownloadAsked);
    let id = downloading.id_of(|effect| matches!(effect, Effect::Download { .. }));
    let download = Effect::Download {
        name: "trakt.json".into(),
        media_type: "application/json",
        text,
    };
    assert_eq!(downloading.effect(id), Some(download));
}

#[test]
fn a_copy_counts_as_saving_and_a_download_does_not() {
    for (end, is_saved) in [(Export::Copied, true), (Export::CopyRefused, false)] {
        let page = copying().copy_ends(end);
        assert_eq!(page.export(), end);
        assert_eq!(page.tokens.has_unsaved_block(), !is_saved);
    }
    let by_hand = Scenario::signed_in().other(OtherProgramEvent::CopiedByHand);
    assert_eq!(by_hand.export(), Export::CopiedByHand);
    assert!(!by_hand.tokens.has_unsaved_block());
    let downloaded = Scenario::signed_in()
        .other(OtherProgramEvent::DownloadAsked)
        .download_ends(Export::Downloaded);
    assert_eq!(downloaded.export(), Export::Downloaded);
    assert!(downloaded.tokens.has_unsaved_block());
}

#[test]
fn late_copy_is_not_reported_for_the_next_token() {
    let page = copying()
        .types(FormField::Pin, "second")
        .later(SECOND * 5)
        .submits()
        .agrees()
        .is_answered(200, OTHER_TOKEN)
        .copy_ends(Export::Copied);
    assert!(page.text().as_str().contains("\"OAUTH_TOKEN\": \"b\""));
    assert_eq!(page.export(), Export::None);
    assert!(page.tokens.has_unsaved_block() && page.asks_before_leaving());
}

#[test]
fn late_copy_is_not_reported_for_the_program_chosen_next() {
    let page = copying()
        .other(OtherProgramEvent::Chosen(FormatId::Environment))
        .copy_ends(Export::Copied);
    assert_eq!(page.export(), Export::None);
    let is_saved = !page.tokens.has_unsaved_block();
    assert!(is_saved, "it is the same token");
}

#[test]
fn a_revoked_token_is_withdrawn_for_other_programs_too() {
    assert!(Scenario::signed_in().view().is_some());
    for page in [Scenario::half_revoked(), Scenario::revoked()] {
        assert_eq!(page.view(), None);
        for event in [
            OtherProgramEvent::CopyAsked,
            OtherProgramEvent::DownloadAsked,
            OtherProgramEvent::CopiedByHand,
        ] {
            page.clone().other(event).assert_same_as(&page);
        }
    }
}

#[test]
fn other_programs_are_not_spoken_of_before_there_is_a_token() {
    for page in [Scenario::ready(), Scenario::filled(), Scenario::underway()] {
        assert_eq!(page.view(), None);
        let asked = page.clone().other(OtherProgramEvent::CopyAsked);
        asked.assert_same_as(&page);
    }
}

#[test]
fn without_a_secret_there_is_no_file_for_plex_trakt_sync_but_a_reason() {
    let page = Scenario::device_code_asked()
        .is_answered(200, DEVICE_CODE)
        .waits()
        .is_answered(200, TOKEN);
    let refused = page.other_program.text(page.received());
    assert_eq!(refused, Err(Refusal::NoClientSecret));
    let view = page.view().unwrap();
    assert_eq!(view.file, None);
    assert!(view.refusal.unwrap().contains("client secret"));
    let asked = page.clone().other(OtherProgramEvent::CopyAsked);
    asked.assert_same_as(&page);
    let json = page.other(OtherProgramEvent::Chosen(FormatId::Json));
    assert!(json.view().unwrap().file.is_some());
}

#[test]
fn starting_over_forgets_the_file() {
    let page = copying().copy_ends(Export::Copied).starts_over();
    assert_eq!(page.view(), None);
    assert_eq!(page.other_program, Scenario::ready().other_program);
}

#[test]
fn an_opened_pytrakt_file_fills_in_the_app_and_is_renewed_in_its_own_form() {
    let page = Scenario::ready()
        .hands_over_a_file()
        .file_is_read(".pytrakt.json", PYTRAKT)
        .editor_answers();
    assert_eq!(page.form.fields.client_id.as_str(), "an-id");
    assert_eq!(page.form.fields.client_secret.as_str(), "a-secret");
    let card = ViewModel::from(&*page).opened.card.unwrap();
    assert!(card.note.contains("Stop the program"), "{}", card.note);
    let page = page
        .config(ConfigEvent::RenewAsked)
        .is_answered(200, TOKEN)
        .editor_answers();
    let renewed = PYTRAKT
        .replace("1482689336", "1700000001")
        .replace("old-refresh", "r")
        .replace("\"old\"", "\"a\"");
    assert_eq!(page.updated().text.as_str(), renewed);
    assert_eq!(&*page.config.file_name(), ".pytrakt.json");
    let page = page
        .config(ConfigEvent::CopyAsked)
        .copy_ends(Export::Copied);
    let done = ViewModel::from(&*page).opened.card.unwrap().done;
    assert!(!done.contains("Kometa"), "{done}");
    assert!(done.contains(".pytrakt.json"), "{done}");
}
