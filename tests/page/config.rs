//! The user's config.yml: its app, its token, and the update.

use kometa_trakt_sign_in::kometa::config::BlockKey;
use kometa_trakt_sign_in::kometa::editing::{EditorRefusal, EditorUnavailable};
use kometa_trakt_sign_in::page::config::{ConfigEvent, ConfigNextStep, ConfigText};
use kometa_trakt_sign_in::page::config_update::ConfigUpdate;
use kometa_trakt_sign_in::page::effect::Export;
use kometa_trakt_sign_in::page::effect::Reply;
use kometa_trakt_sign_in::page::token_check::TokenEvent;
use kometa_trakt_sign_in::sign_in::form::FormField;
use kometa_trakt_sign_in::trakt::Grant;

use crate::scenario::{CONFIG, OTHER_TOKEN, SECOND, Scenario};

/// A page that has read a file.
fn reads(page: Scenario, text: &str) -> Scenario {
    page.opens(text).editor_answers()
}

fn another_app() -> Scenario {
    Scenario::ready().types(FormField::ClientId, "another-id")
}

#[test]
fn the_app_in_a_file_is_offered_until_it_is_in_the_form() {
    let page = reads(another_app(), CONFIG);
    assert_eq!(page.form.fields.client_id.as_str(), "another-id");
    let (client_id, client_secret) = page.config.offered_app(&page.form.fields).unwrap();
    assert_eq!(client_id.reveal(), "an-id");
    assert_eq!(client_secret.unwrap().reveal(), "a-secret");
    let page = page.config(ConfigEvent::AppTaken);
    assert_eq!(page.form.fields.client_id.as_str(), "an-id");
    assert_eq!(page.form.fields.client_secret.as_str(), "a-secret");
    assert_eq!(page.config.offered_app(&page.form.fields), None);
}

#[test]
fn a_placeholder_is_no_app_to_offer_or_fill_in() {
    let placeholder = CONFIG.replace("an-id", "<<id>>");
    let page = reads(another_app(), &placeholder);
    assert_eq!(page.config.offered_app(&page.form.fields), None);
    let page = reads(Scenario::ready(), &placeholder);
    assert_eq!(page.form.fields.client_id.as_str(), "");
    assert_eq!(page.filled_in, None);
}

#[test]
fn the_app_in_a_file_fills_empty_fields_and_it_is_said() {
    let page = reads(Scenario::ready(), CONFIG);
    assert_eq!(page.form.fields.client_id.as_str(), "an-id");
    assert_eq!(page.form.fields.client_secret.as_str(), "a-secret");
    assert_eq!(page.config.offered_app(&page.form.fields), None);
    let filled_in = page.filled_in.as_ref().unwrap();
    assert_eq!(filled_in.pasted_into, None);
    assert_eq!(
        filled_in.fields,
        [FormField::ClientId, FormField::ClientSecret]
    );
}

#[test]
fn taking_the_app_of_a_file_forgives_the_fields_that_it_fills() {
    let page = reads(Scenario::ready().submits(), CONFIG);
    assert_eq!(page.problem_fields(), [FormField::Pin]);

    let page = reads(another_app().submits(), CONFIG);
    assert_eq!(
        page.problem_fields(),
        [FormField::ClientSecret, FormField::Pin]
    );
    let page = page.config(ConfigEvent::AppTaken);
    assert_eq!(page.problem_fields(), [FormField::Pin]);
}

#[test]
fn the_token_in_a_file_is_refreshed_without_pasting_it_again() {
    let page = reads(Scenario::ready(), CONFIG).config(ConfigEvent::RefreshChosen);
    let page = page.submits();
    let grant = &page.sending().grant;
    assert!(matches!(grant, Grant::Refresh(token) if token.reveal() == "old-refresh"));
}

#[test]
fn choosing_to_refresh_asks_for_no_effect_twice() {
    let with_times = CONFIG.replace(
        "    refresh_token",
        "    access_token: old\r\n    created_at: 1\r\n    expires_in: 2\r\n    refresh_token",
    );
    let page = reads(Scenario::ready(), &with_times).config(ConfigEvent::RefreshChosen);
    let mut ids: Vec<_> = page.effects().into_iter().map(|(id, _)| id).collect();
    let asked = ids.len();
    ids.dedup();
    assert_eq!(
        (asked, ids.len()),
        (2, 2),
        "a time for each of the two texts"
    );
}

#[test]
fn the_next_step_fits_what_the_file_holds() {
    let page = reads(Scenario::ready(), CONFIG);
    assert_eq!(page.config_next_step(), Some(ConfigNextStep::Refresh));
    let alive = CONFIG.replace(
        "    refresh_token",
        "    access_token: old\r\n    created_at: 1700000000\r\n    expires_in: 604800\r\n    refresh_token",
    );
    let page = reads(Scenario::ready(), &alive);
    let either = Some(ConfigNextStep::CheckOrRefresh);
    assert_eq!(page.config_next_step(), either);
    let page = reads(Scenario::ready(), "plex:\n");
    assert_eq!(page.config_next_step(), Some(ConfigNextStep::SignIn));
    let page = reads(Scenario::signed_in(), CONFIG);
    assert_eq!(page.config_next_step(), Some(ConfigNextStep::Update));
    let page = reads(Scenario::half_revoked(), CONFIG);
    assert_ne!(page.config_next_step(), Some(ConfigNextStep::Update));
}

#[test]
fn updating_needs_a_file_and_a_block_that_lives() {
    let page = Scenario::ready().config(ConfigEvent::UpdateAsked);
    assert_eq!(page.config.update, ConfigUpdate::NoConfig);
    for page in [Scenario::ready(), Scenario::revoked()] {
        let page = page.opens(CONFIG).config(ConfigEvent::UpdateAsked);
        assert_eq!(page.config.update, ConfigUpdate::NoBlock);
    }
    let page = Scenario::config_updated();
    let updated = page.updated();
    assert!(updated.text.as_str().contains("    refresh_token: r\r\n"));
    assert!(!updated.report.appended && !updated.report.changes.is_empty());
}

#[test]
fn older_tokens_beside_the_block_are_told_of_and_taken_out_on_request() {
    let beside = "trakt:\r\n  access_token: older\r\n  refresh_token: older\r\n  client_id";
    let file = CONFIG.replace("trakt:\r\n  client_id", beside);
    let page = Scenario::signed_in().opens(&file).updates();
    let stale = [BlockKey::AccessToken, BlockKey::RefreshToken];
    assert_eq!(page.updated().report.stale, stale);
    let keeps_older = |page: &Scenario| {
        let text = page.updated().text.as_str().to_owned();
        text.contains("  access_token: older\r\n")
    };
    assert!(keeps_older(&page));

    let page = page.config(ConfigEvent::StaleRemovalAsked).editor_answers();
    assert_eq!(page.updated().report.stale, []);
    let text = page.updated().text.as_str();
    assert!(!text.contains("older") && text.contains("    refresh_token: r\r\n"));
    assert_eq!(page.form.config.as_str(), file, "what was opened stays");

    assert!(keeps_older(&page.updates()));
}

#[test]
fn placeholders_that_gave_way_to_tokens_are_told_of() {
    let file = CONFIG.replace("old-refresh", "<<trakt_refresh>>");
    let page = Scenario::signed_in().opens(&file).updates();
    let updated = page.updated();
    assert_eq!(
        updated.report.placeholders_replaced,
        [BlockKey::RefreshToken]
    );
    assert_eq!(updated.report.placeholders_kept, []);
}

#[test]
fn an_update_can_be_cancelled_and_does_not_come_later() {
    let page = Scenario::signed_in().opens(CONFIG);
    let page = page.config(ConfigEvent::UpdateAsked);
    let ConfigUpdate::Underway { id, .. } = page.config.update else {
        panic!("it is in progress")
    };
    let (_, late) = page.editor_reply().unwrap();
    let page = page.config(ConfigEvent::UpdateCancelled);
    assert_eq!(page.effect(id), None);
    for reply in [late, Reply::EditorAnswered(Err(EditorUnavailable))] {
        page.clone().ends(id, reply).assert_same_as(&page);
    }
    let page = page.editor_answers();
    assert_eq!(page.config.update, ConfigUpdate::NotAsked);
    assert!(page.config.reading.found().is_some(), "reading goes on");
}

#[test]
fn an_update_of_an_old_text_or_an_old_block_goes_with_it() {
    let page = Scenario::config_updated().types_config("plex:\n");
    assert_eq!(page.config.update, ConfigUpdate::NotAsked);

    let page = Scenario::config_updated()
        .types(FormField::Pin, "34abcdef")
        .later(SECOND * 2)
        .submits()
        .agrees()
        .is_answered(200, OTHER_TOKEN);
    let is_updated_anew = matches!(page.config.update, ConfigUpdate::Underway { .. });
    assert!(is_updated_anew, "the new block goes into the file");
    assert_eq!(page.form.config.as_str(), CONFIG, "the file stays");
}

#[test]
fn the_editor_that_cannot_be_loaded_leaves_the_file_and_the_block() {
    let page = Scenario::signed_in()
        .opens(CONFIG)
        .editor_answers()
        .config(ConfigEvent::UpdateAsked)
        .editor_is_unavailable();
    let refusal = EditorRefusal::Unavailable;
    assert_eq!(page.config.update, ConfigUpdate::Refused(refusal));
    assert!(page.tokens.current.is_some());
    assert!(page.updates().config.updated_config().is_some());
}

#[test]
fn a_long_file_is_shown_in_full_once_that_is_wanted() {
    let long = format!("{CONFIG}{}", "# more\r\n".repeat(1_000));
    let opened = Scenario::ready().opens(&long);
    let too_long = opened.config.too_long.as_ref().unwrap();
    let section_from = too_long.section.as_ref().unwrap().0;
    assert_eq!((too_long.lines, section_from), (1_007, 3));
    let page = opened.config(ConfigEvent::ShownInFull(ConfigText::Opened));
    assert_eq!(page.config.too_long, None);
    let page = page.types_config(&format!("{long}x"));
    assert_eq!(page.config.too_long, None, "whoever types in it sees it");

    let page = Scenario::signed_in().opens(&long).updates();
    assert!(page.updated().too_long.is_some());
    let page = page.config(ConfigEvent::ShownInFull(ConfigText::Updated));
    assert_eq!(page.updated().too_long, None);
    assert!(page.config.too_long.is_some(), "it is another text");
}

#[test]
fn the_secrets_among_the_changes_are_shown_on_request() {
    let page = Scenario::config_updated();
    assert!(!page.updated().secrets_shown);
    let shown = page.config(ConfigEvent::SecretsToggled);
    assert!(shown.updated().secrets_shown);
    let hidden = shown.config(ConfigEvent::SecretsToggled);
    assert!(!hidden.updated().secrets_shown);
}

#[test]
fn the_update_of_a_block_that_was_copied_changes_nothing_about_that() {
    let page = Scenario::signed_in()
        .asks(TokenEvent::CopyAsked)
        .copy_ends(Export::Copied)
        .opens(CONFIG)
        .updates()
        .config(ConfigEvent::CopyAsked)
        .copy_ends(Export::CopyRefused);
    assert!(!page.tokens.has_unsaved_block());
}
