//! Reading the block in a typed or opened text, and putting times into words.

use kometa_trakt_sign_in::kometa::editing::EditorUnavailable;
use kometa_trakt_sign_in::page::effect::{Effect, Reply};
use kometa_trakt_sign_in::page::reading::Reading;
use kometa_trakt_sign_in::sign_in::form::FormField;
use kometa_trakt_sign_in::timestamp::Timestamp;

use crate::scenario::{BLOCK, CONFIG, NOW, Scenario, TIME_REACHED, millis};

#[test]
fn what_is_typed_is_read_once_nobody_has_typed_for_a_moment() {
    type Types = fn(Scenario, &str) -> Scenario;
    let types_config: Types = Scenario::types_config;
    let types_block: Types = |page, text| page.types(FormField::CurrentBlock, text);
    for (types, whole) in [(types_config, CONFIG), (types_block, BLOCK)] {
        let page = types(Scenario::ready(), "trakt:");
        assert_eq!(page.editor_task(), None);
        let (early, wakes_at) = page.ticks_at().unwrap();
        assert_eq!(wakes_at, NOW + millis(300));
        let page = types(page.later(millis(200)), whole);
        assert_eq!(page.effect(early), None);
        let too_early = page.clone().later(millis(100)).ends(early, TIME_REACHED);
        too_early.assert_same_as(&page);
        let (id, wakes_at) = page.ticks_at().unwrap();
        assert_eq!(wakes_at, NOW + millis(500));
        let page = page.at(wakes_at).ends(id, TIME_REACHED);
        assert!(page.editor_task().is_some());
        let page = page.editor_answers();
        assert!(page.config.reading.found().is_some() || page.block_reading.found().is_some());
    }
}

#[test]
fn an_empty_text_is_not_read() {
    let page = Scenario::ready()
        .types(FormField::CurrentBlock, BLOCK)
        .types(FormField::CurrentBlock, " ");
    assert_eq!(page.block_reading, Reading::NotAsked);
    assert_eq!(page.effects(), []);
}

#[test]
fn a_late_answer_of_the_editor_changes_nothing() {
    let page = Scenario::refresh_asked(BLOCK);
    let (id, _, _) = page.editor_task().unwrap();
    let (_, right_answer) = page.editor_reply().unwrap();
    let page = page.types(FormField::CurrentBlock, "trakt:");
    for reply in [right_answer, Reply::EditorAnswered(Err(EditorUnavailable))] {
        page.clone().ends(id, reply).assert_same_as(&page);
    }
}

/// The page once the one time that it wants in words is.
fn formatted(page: Scenario) -> Scenario {
    let is_time = |effect: &Effect| matches!(effect, Effect::FormatTime(_));
    let times = page.effects().into_iter().filter(|(_, e)| is_time(e));
    assert_eq!(times.count(), 1);
    let id = page.id_of(is_time);
    page.ends(id, Reply::TimeFormatted("tomorrow".into()))
}

#[test]
fn the_end_of_a_token_is_put_into_words_once() {
    let page = formatted(Scenario::signed_in());
    assert_eq!(page.received().ends.words.as_deref(), Some("tomorrow"));
    assert_eq!(page.effects(), []);
}

#[test]
fn the_end_of_a_pasted_token_is_put_into_words_once() {
    let with_times = BLOCK.replace(
        "    access_token",
        "    created_at: 1\n    expires_in: 2\n    access_token",
    );
    let page = Scenario::ready().types(FormField::CurrentBlock, &with_times);
    let page = formatted(page.editor_answers());
    let Reading::Done(Ok(block)) = &page.block_reading else {
        panic!("it was read")
    };
    let ends = block.ends.as_ref().unwrap();
    assert_eq!(ends.at, Timestamp::from_unix_seconds(3));
    assert_eq!(ends.words.as_deref(), Some("tomorrow"));
    assert_eq!(page.effects(), []);
}
