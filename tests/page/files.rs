//! Files that are opened and saved. A save belongs to the file and the text that it began with.

use kometa_trakt_sign_in::kometa::file::FileRefusal;
use kometa_trakt_sign_in::page::config::ConfigEvent;
use kometa_trakt_sign_in::page::config_update::{ConfigUpdate, LateSave, Saving};
use kometa_trakt_sign_in::page::effect::{Effect, FileContent, FileId, Reply, SaveRefusal};
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};
use kometa_trakt_sign_in::sign_in::{self as machines, Status};

use crate::scenario::{CONFIG, OTHER_CONFIG, OTHER_TOKEN, SECOND, Scenario};

fn files(page: &Scenario) -> Vec<FileId> {
    page.files().collect()
}

fn late(name: &str, result: Result<(), SaveRefusal>) -> Option<LateSave> {
    let name = name.into();
    Some(LateSave { name, result })
}

fn is_reading(page: &Scenario) -> bool {
    let effects = page.effects();
    effects
        .iter()
        .any(|(_, effect)| matches!(effect, Effect::ReadFile(_)))
}

#[test]
fn a_file_is_picked_read_and_shown() {
    let page = Scenario::ready().config(ConfigEvent::PickAsked);
    let page = page.file_is_picked();
    assert!(is_reading(&page));
    let page = page.file_is_read("kometa.yml", CONFIG);
    assert_eq!(page.form.config.as_str(), CONFIG);
    assert_eq!(&*page.config.file_name(), "kometa.yml");
    assert_eq!(files(&page), [FileId(1)]);
}

#[test]
fn picking_no_file_leaves_everything_as_it_was() {
    let page = Scenario::ready().opens(CONFIG).editor_answers();
    let picking = page.clone().config(ConfigEvent::PickAsked);
    let id = picking.id_of(|effect| matches!(effect, Effect::PickFile));
    let not_picked = picking.ends(id, Reply::FilePicked(None));
    not_picked.assert_as_before(&page);
}

#[test]
fn a_refused_file_leaves_what_stood_there() {
    let page = Scenario::ready().opens(CONFIG).editor_answers();
    let page = page.hands_over_a_file();
    let id = page.id_of(|effect| matches!(effect, Effect::ReadFile(_)));
    let page = page.ends(
        id,
        Reply::FileRead(FileContent {
            name: "picture.png".into(),
            text: Err(FileRefusal::NotText),
            can_be_saved: false,
        }),
    );
    let refused = ConfigUpdate::FileRefused(FileRefusal::NotText);
    assert_eq!(page.config.update, refused);
    assert_eq!(page.form.config.as_str(), CONFIG);
    assert_eq!(&*page.config.file_name(), "config.yml");
    assert_eq!(files(&page), [FileId(1)]);
}

#[test]
fn the_file_handed_over_last_is_the_one_that_is_opened() {
    let page = Scenario::ready().hands_over_a_file();
    let first = page.id_of(|effect| matches!(effect, Effect::ReadFile(_)));
    let page = page.hands_over_a_file();
    let content = FileContent {
        name: "first.yml".into(),
        text: Ok(CONFIG.into()),
        can_be_saved: true,
    };
    let late = page.clone().ends(first, Reply::FileRead(content));
    late.assert_same_as(&page);
    let page = page.file_is_read("second.yml", OTHER_CONFIG);
    assert_eq!(page.form.config.as_str(), OTHER_CONFIG);
    assert_eq!(files(&page), [FileId(2)]);
}

#[test]
fn a_file_is_written_with_one_press_and_only_over_what_was_opened() {
    let page = Scenario::config_updated();
    assert_eq!(page.save_effect(), None);
    let saving = page.clone().config(ConfigEvent::SaveAsked);
    assert_eq!(saving.updated().saving, Saving::Underway);
    let (_, file, expected, text) = saving.save_effect().unwrap();
    assert_eq!((file, expected.as_str()), (FileId(1), CONFIG));
    assert_eq!(text, page.updated().text);
    assert!(saving.tokens.has_unsaved_block() && saving.asks_before_leaving());
}

#[test]
fn a_block_that_was_saved_with_the_file_has_left_the_page() {
    let saving = Scenario::config_updated().saves();
    let saved = saving.clone().save_ends(Ok(()));
    assert_eq!(saved.updated().saving, Saving::Saved);
    assert!(!saved.tokens.has_unsaved_block());
    for refusal in [SaveRefusal::Refused, SaveRefusal::Changed] {
        let refused = saving.clone().save_ends(Err(refusal));
        assert_eq!(refused.updated().saving, Saving::Refused(refusal));
        assert!(refused.tokens.has_unsaved_block());
    }
}

#[test]
fn a_second_save_expects_what_the_first_one_wrote() {
    let page = Scenario::config_updated().saves().save_ends(Ok(()));
    let on_disk = page.updated().text.clone();
    let page = page.types_config(OTHER_CONFIG).updates().saves();
    let (_, _, expected, _) = page.save_effect().unwrap();
    assert_eq!(expected, on_disk);
}

#[test]
fn a_second_file_is_opened_once_the_first_one_is_written() {
    let saving = Scenario::config_updated().saves();
    let (_, first, _, first_text) = saving.save_effect().unwrap();
    let page = saving.hands_over_a_file();
    assert!(!is_reading(&page));
    let (_, file, _, text) = page.save_effect().unwrap();
    assert_eq!((file, &text), (first, &first_text));
    let page = page.save_ends(Ok(()));
    assert_eq!(page.config.late_save, late("config.yml", Ok(())));
    assert!(!page.tokens.has_unsaved_block());
    let page = page.file_is_read("second.yml", OTHER_CONFIG).updates();
    assert_eq!(page.config.late_save, late("config.yml", Ok(())));
    assert_eq!(page.updated().saving, Saving::NotAsked);
    let (_, file, expected, _) = page.saves().save_effect().unwrap();
    assert_ne!(file, first);
    assert_eq!(expected.as_str(), OTHER_CONFIG);
}

#[test]
fn a_save_begun_while_a_second_file_is_read_still_goes_into_the_first() {
    let page = Scenario::config_updated().hands_over_a_file();
    let early = page.id_of(|effect| matches!(effect, Effect::ReadFile(_)));
    let page = page.saves();
    let (_, file, _, text) = page.save_effect().unwrap();
    assert_eq!((file, &text), (FileId(1), &page.updated().text));
    let content = FileContent {
        name: "second.yml".into(),
        text: Ok(OTHER_CONFIG.into()),
        can_be_saved: true,
    };
    let overtaken = page.clone().ends(early, Reply::FileRead(content));
    overtaken.assert_same_as(&page);
    let page = page.save_ends(Err(SaveRefusal::Refused));
    let refused = late("config.yml", Err(SaveRefusal::Refused));
    assert_eq!(page.config.late_save, refused);
    let anew = page.id_of(|effect| matches!(effect, Effect::ReadFile(_)));
    assert_ne!(anew, early, "it is read anew");
    let page = page.file_is_read("second.yml", OTHER_CONFIG);
    assert_eq!(page.form.config.as_str(), OTHER_CONFIG);
}

#[test]
fn a_text_changed_during_the_save_is_not_reported_as_saved() {
    let page = Scenario::config_updated().saves();
    let page = page.types_config(OTHER_CONFIG).updates();
    let page = page.save_ends(Ok(()));
    assert_eq!(page.updated().saving, Saving::NotAsked);
    assert_eq!(page.config.late_save, late("config.yml", Ok(())));
    assert!(page.tokens.has_unsaved_block());
}

#[test]
fn a_save_that_ends_after_a_new_sign_in_is_reported_for_its_own_file() {
    let page = Scenario::config_updated()
        .saves()
        .types(FormField::Pin, "second")
        .later(SECOND * 5)
        .submits()
        .agrees()
        .is_answered(200, OTHER_TOKEN)
        .save_ends(Ok(()));
    assert_eq!(page.config.late_save, late("config.yml", Ok(())));
    assert!(
        page.tokens.has_unsaved_block(),
        "the file has the old block"
    );
}

#[test]
fn a_save_that_ends_after_starting_over_is_reported() {
    for result in [Ok(()), Err(SaveRefusal::Changed)] {
        let page = Scenario::config_updated().saves().starts_over().agrees();
        assert!(page.asks_before_leaving(), "it is still being written");
        let page = page.save_ends(result);
        assert_eq!(page.config.late_save, late("config.yml", result));
        assert!(!page.asks_before_leaving());
    }
}

#[test]
fn the_browser_is_not_sent_to_trakt_while_a_file_is_written() {
    let page = Scenario::config_updated()
        .saves()
        .chooses(SignInMethod::Return)
        .later(SECOND * 5)
        .leaves()
        .agrees();
    assert_eq!(page.attempt.stage.status(), Some(Status::Leaving));
    assert!(page.asks_before_leaving());
    let is_leaving = |page: &Scenario| {
        let effects = page.effects();
        let is_leave =
            |effect: &Effect| matches!(effect, Effect::SignIn(machines::Effect::Leave { .. }));
        effects.iter().any(|(_, effect)| is_leave(effect))
    };
    assert!(!is_leaving(&page));
    let page = page.save_ends(Ok(()));
    assert!(is_leaving(&page) && !page.asks_before_leaving());
    assert_eq!(page.updated().saving, Saving::Saved);
}

#[test]
fn a_save_that_ends_twice_is_reported_once() {
    let page = Scenario::config_updated().saves();
    let (id, ..) = page.save_effect().unwrap();
    let saved = page.save_ends(Ok(()));
    let refused = Reply::FileSaved(Err(SaveRefusal::Refused));
    saved.clone().ends(id, refused).assert_same_as(&saved);
}

#[test]
fn no_file_is_kept_in_memory_after_starting_over() {
    let page = Scenario::ready().opens(CONFIG).editor_answers();
    assert_eq!(files(&page), [FileId(1)]);
    let over = page.starts_over();
    assert_eq!(files(&over), []);
    assert!(over.form.config.is_blank() && over.config.opened.is_none());
    assert_eq!(over.config.reading.found(), None);

    let reading = Scenario::ready().hands_over_a_file().starts_over();
    assert_eq!(files(&reading), []);

    let saving = Scenario::config_updated().saves().starts_over().agrees();
    assert_eq!(files(&saving), [FileId(1)], "until it is written");
    assert_eq!(files(&saving.save_ends(Ok(()))), []);
}
