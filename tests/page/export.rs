//! Texts on their way out of the page: each copy and download belongs to its own text.

use kometa_trakt_sign_in::page::config::ConfigEvent;
use kometa_trakt_sign_in::page::effect::Export;
use kometa_trakt_sign_in::page::effect::{Effect, Reply};
use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::export::CopiedValue;
use kometa_trakt_sign_in::page::target::Target;
use kometa_trakt_sign_in::page::token_check::TokenEvent;
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};

use crate::scenario::{CONFIG, OTHER_CONFIG, OTHER_TOKEN, SECOND, Scenario};

#[test]
fn a_copy_and_a_download_are_of_the_block_on_the_page() {
    let page = Scenario::signed_in();
    let text = page.received().text.clone();
    let copying = page.clone().asks(TokenEvent::CopyAsked);
    let id = copying.id_of(|effect| matches!(effect, Effect::Copy { .. }));
    let or_select = Some(Target::Block);
    let copy = Effect::Copy {
        text: text.clone(),
        or_select,
    };
    assert_eq!(copying.effect(id), Some(copy));
    let saving = page.asks(TokenEvent::DownloadAsked);
    let id = saving.id_of(|effect| matches!(effect, Effect::Download { .. }));
    let download = Effect::Download {
        name: "trakt.yml".into(),
        media_type: "application/yaml",
        text,
    };
    assert_eq!(saving.effect(id), Some(download));
}

#[test]
fn a_block_is_saved_once_it_has_certainly_left_the_page() {
    type Ends = fn(Scenario, Export) -> Scenario;
    let copies: Ends = |page, end| page.asks(TokenEvent::CopyAsked).copy_ends(end);
    let downloads: Ends = |page, end| page.asks(TokenEvent::DownloadAsked).download_ends(end);
    let by_hand: Ends = |page, _| page.asks(TokenEvent::CopiedByHand);
    for (leaves, end, is_saved) in [
        (copies, Export::Copied, true),
        (by_hand, Export::CopiedByHand, true),
        (copies, Export::CopyRefused, false),
        (downloads, Export::DownloadFailed, false),
    ] {
        let page = leaves(Scenario::signed_in(), end);
        assert_eq!(page.tokens.exports.latest, end);
        assert_eq!(page.tokens.has_unsaved_block(), !is_saved, "{end:?}");
        let page = downloads(page, Export::DownloadFailed);
        let is_unsaved = page.tokens.has_unsaved_block();
        assert_eq!(is_unsaved, !is_saved, "once saved, always saved");
    }
}

#[test]
fn a_download_that_may_have_been_cancelled_does_not_count_as_saved() {
    let page = Scenario::signed_in()
        .asks(TokenEvent::DownloadAsked)
        .download_ends(Export::Downloaded);
    assert_eq!(page.tokens.exports.latest, Export::Downloaded);
    assert!(page.tokens.has_unsaved_block() && page.asks_before_leaving());
    let page = Scenario::config_updated()
        .config(ConfigEvent::DownloadAsked)
        .download_ends(Export::Downloaded);
    assert_eq!(page.updated().export, Export::Downloaded);
    assert!(page.tokens.has_unsaved_block() && page.asks_before_leaving());
}

#[test]
fn nothing_is_copied_where_there_is_no_block() {
    let page = Scenario::filled();
    for event in [
        TokenEvent::CopyAsked,
        TokenEvent::CopiedByHand,
        TokenEvent::DownloadAsked,
    ] {
        page.clone().asks(event).assert_same_as(&page);
    }
}

/// A block is being copied when another one arrives.
fn replaced_while_copying() -> Scenario {
    Scenario::signed_in()
        .asks(TokenEvent::CopyAsked)
        .types(FormField::Pin, "second")
        .later(SECOND * 5)
        .submits()
        .agrees()
        .is_answered(200, OTHER_TOKEN)
}

#[test]
fn late_copy_is_not_reported_for_the_next_block() {
    let page = replaced_while_copying();
    let replaced = page.tokens.replaced.clone().unwrap();
    let id = page.id_of(|effect| matches!(effect, Effect::Copy { .. }));
    assert!(matches!(page.effect(id), Some(Effect::Copy { text, .. }) if text == replaced));
    for end in [Export::Copied, Export::CopyRefused] {
        let page = page.clone().copy_ends(end);
        assert_eq!(page.tokens.exports.latest, Export::None);
        assert!(page.tokens.has_unsaved_block() && page.asks_before_leaving());
        let is_saved = page.tokens.replaced.is_none();
        assert_eq!(is_saved, end == Export::Copied, "it is about that one");
    }
}

#[test]
fn a_copy_that_ends_twice_or_after_starting_over_is_not_spoken_of() {
    let page = Scenario::signed_in().asks(TokenEvent::CopyAsked);
    let id = page.id_of(|effect| matches!(effect, Effect::Copy { .. }));
    let copied = page.clone().copy_ends(Export::Copied);
    let refused = Reply::Exported(Export::CopyRefused);
    copied
        .clone()
        .ends(id, refused.clone())
        .assert_same_as(&copied);
    let over = page.starts_over().agrees();
    assert_eq!(over.effects(), []);
    over.clone().ends(id, refused).assert_same_as(&over);
}

#[test]
fn late_copy_of_a_file_is_not_reported_for_the_next_file() {
    let page = Scenario::config_updated()
        .config(ConfigEvent::CopyAsked)
        .opens(OTHER_CONFIG)
        .updates()
        .copy_ends(Export::Copied);
    assert_eq!(page.updated().export, Export::None);
    assert!(page.tokens.has_unsaved_block());
}

#[test]
fn a_block_that_left_with_the_file_is_saved() {
    let copying = Scenario::config_updated().config(ConfigEvent::CopyAsked);
    let copied = copying.clone().copy_ends(Export::Copied);
    assert!(!copied.tokens.has_unsaved_block());
    let refused = copying.copy_ends(Export::CopyRefused);
    assert!(refused.tokens.has_unsaved_block());
    assert_eq!(refused.updated().export, Export::CopyRefused);
    let by_hand = Scenario::config_updated().config(ConfigEvent::CopiedByHand);
    assert!(!by_hand.tokens.has_unsaved_block());
}

#[test]
fn a_file_is_downloaded_under_its_own_name() {
    let downloads = |page: Scenario| {
        let page = page.updates().config(ConfigEvent::DownloadAsked);
        let id = page.id_of(|effect| matches!(effect, Effect::Download { .. }));
        match page.effect(id) {
            Some(Effect::Download { name, .. }) => name,
            other => panic!("{other:?}"),
        }
    };
    let opened = Scenario::signed_in()
        .hands_over_a_file()
        .file_is_read("kometa.yml", CONFIG);
    assert_eq!(&*downloads(opened), "kometa.yml");
    let typed = Scenario::signed_in().types_config(OTHER_CONFIG);
    assert_eq!(&*downloads(typed), "config.yml");
}

#[test]
fn a_value_counts_as_copied_until_another_may_stand_in_its_place() {
    let copies = |page: Scenario, button: &'static str| {
        let text = button.into();
        page.on(Event::ValueCopyAsked { button, text })
            .copy_ends(Export::Copied)
    };
    let copied = |button| CopiedValue {
        button,
        export: Export::Copied,
    };
    let page = copies(Scenario::filled(), "Copy redirect URI");
    assert_eq!(page.copies.latest, Some(copied("Copy redirect URI")));
    let other = copies(page.clone(), "Copy code");
    assert_eq!(other.copies.latest, Some(copied("Copy code")));
    for next in [page.clone().chooses(SignInMethod::Return), page.submits()] {
        assert_eq!(next.copies.latest, None);
    }
}

#[test]
fn late_copy_of_a_value_is_not_reported_for_another_value() {
    let page = Scenario::filled().on(Event::ValueCopyAsked {
        button: "Copy redirect URI",
        text: "https://example.org/".into(),
    });
    let late = page.id_of(|effect| matches!(effect, Effect::Copy { .. }));
    let copied = Reply::Exported(Export::Copied);
    let page = page.on(Event::ValueCopyAsked {
        button: "Copy code",
        text: "5055CC52".into(),
    });
    page.clone()
        .ends(late, copied.clone())
        .assert_same_as(&page);

    let late = page.id_of(|effect| matches!(effect, Effect::Copy { .. }));
    let chosen = page.chooses(SignInMethod::Device).ends(late, copied);
    assert_eq!(chosen.copies.latest, None);
}
