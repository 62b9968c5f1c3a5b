//! The fields, and what the browser tells about the page.

use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::form::{Connection, Form, FormEvent, text_area_text};
use kometa_trakt_sign_in::page::model::Model;
use kometa_trakt_sign_in::page::stage::Stage;
use kometa_trakt_sign_in::sign_in::form::FormField;
use kometa_trakt_sign_in::trakt::SignInHost;

use crate::scenario::{BLOCK, CONFIG, NOW, Scenario};

#[test]
fn a_value_pasted_with_words_around_it_is_taken_out_of_them() {
    let id = "c0ffee00".repeat(8);
    let page = Scenario::ready().pastes(FormField::ClientId, &format!("my client id is {id}"));
    assert_eq!(page.form.fields.client_id.as_str(), id);
    let quoted = format!("\"{id}\"");
    let page = Scenario::ready().pastes(FormField::ClientId, &quoted);
    assert_eq!(page.form.fields.client_id.as_str(), quoted);
}

#[test]
fn empty_fields_are_named_and_each_is_forgiven_as_it_is_typed() {
    let page = Scenario::ready().submits();
    assert_eq!(
        page.problem_fields(),
        [FormField::ClientId, FormField::ClientSecret, FormField::Pin]
    );
    let page = page.types(FormField::ClientSecret, "x");
    assert_eq!(page.problem_fields(), [FormField::ClientId, FormField::Pin]);
    let page = page
        .types(FormField::ClientId, "y")
        .types(FormField::Pin, "z");
    assert_eq!(page.attempt.stage, Stage::Idle);
}

#[test]
fn losing_and_regaining_the_network_is_noticed() {
    let changes = |page: Scenario, is_online| page.on(Event::ConnectionChanged { is_online });
    let page = Scenario::ready().chooses_host(SignInHost::Classic);
    changes(page.clone(), true).assert_same_as(&page);
    let page = changes(page, false);
    assert_eq!(page.form.connection, Connection::Offline);
    let page = changes(page, true);
    assert_eq!(page.form.connection, Connection::BackOnline);
    changes(page.clone(), true).assert_same_as(&page);
    let page = page.starts_over();
    assert_eq!(page.form.connection, Connection::BackOnline);
}

const PIECE: &str = "client_id: \"other-id\"\n  client_secret: other-secret # mine\n";

#[test]
fn a_pasted_piece_of_a_block_fills_the_fields_it_names() {
    let page = Scenario::filled().pastes(FormField::Pin, PIECE);
    let fields = &page.form.fields;
    assert_eq!(fields.client_id.as_str(), "other-id");
    assert_eq!(fields.client_secret.as_str(), "other-secret");
    assert_eq!(fields.pin.as_str(), "12abcdef", "it is not a PIN");
    let filled_in = page.filled_in.as_ref().unwrap();
    assert_eq!(filled_in.pasted_into, Some(FormField::Pin));
    assert_eq!(
        filled_in.fields,
        [FormField::ClientId, FormField::ClientSecret]
    );
}

#[test]
fn a_typed_piece_of_a_block_stays_where_it_was_typed() {
    let page = Scenario::filled().types(FormField::Pin, PIECE);
    assert_eq!(page.form.fields.pin.as_str(), PIECE);
    assert_eq!(page.filled_in, None);
}

#[test]
fn what_is_typed_after_a_paste_wins_over_it() {
    let page = Scenario::filled()
        .pastes(FormField::Pin, PIECE)
        .types(FormField::ClientId, "typed-id");
    assert_eq!(page.form.fields.client_id.as_str(), "typed-id");
    assert_eq!(page.form.fields.client_secret.as_str(), "other-secret");
    assert_eq!(page.filled_in, None);
}

/// Does what the first view does with an event before the rest of the page is there.
fn before_the_rest(events: &[FormEvent]) -> Form {
    let mut form = Form::default();
    for event in events {
        form.on(event.clone(), NOW);
    }
    form
}

#[test]
fn a_paste_that_was_replaced_before_the_rest_of_the_page_came_is_over() {
    let pasted = FormEvent::Pasted(FormField::ClientId, PIECE.into());
    let typed = FormEvent::Typed(FormField::ClientId, "typed-id".into());
    let form = before_the_rest(&[pasted.clone(), typed.clone()]);
    assert!(!form.still_holds(&pasted) && form.still_holds(&typed));

    let later: Vec<_> = [pasted, typed]
        .into_iter()
        .filter(|e| form.still_holds(e))
        .collect();
    let mut model = Model::from(form);
    for event in later {
        model.on(Event::Form(event), NOW);
    }
    assert_eq!(model.form.fields.client_id.as_str(), "typed-id");
    assert_eq!(model.form.fields.client_secret.as_str(), "");
}

#[test]
fn a_paste_that_still_stands_when_the_rest_of_the_page_comes_is_taken_apart() {
    let pasted = FormEvent::Pasted(FormField::ClientId, PIECE.into());
    let form = before_the_rest(std::slice::from_ref(&pasted));
    assert!(form.still_holds(&pasted));
    let mut model = Model::from(form);
    model.on(Event::Form(pasted), NOW);
    assert_eq!(model.form.fields.client_id.as_str(), "other-id");
    assert_eq!(model.form.fields.client_secret.as_str(), "other-secret");
}

#[test]
fn a_file_pasted_before_the_rest_of_the_page_came_is_over_once_it_was_replaced() {
    let first = FormEvent::ConfigTyped(CONFIG.replace("\r\n", "\n").into());
    let second = FormEvent::ConfigTyped(BLOCK.into());
    let form = before_the_rest(&[first.clone(), second.clone()]);
    assert!(!form.still_holds(&first) && form.still_holds(&second));
}

#[test]
fn editing_in_the_text_area_keeps_the_line_ends_of_the_file() {
    let in_text_area = CONFIG.replace("\r\n", "\n") + "more: 1\n";
    let page = Scenario::ready().opens(CONFIG).types_config(&in_text_area);
    let text = &page.form.config;
    assert_eq!(text.as_str(), format!("{CONFIG}more: 1\r\n"));
    assert_eq!(text_area_text(text).as_str(), in_text_area);

    let mixed = CONFIG.replacen("\r\n", "\n", 1);
    let page = Scenario::ready().opens(&mixed).types_config(&in_text_area);
    assert_eq!(page.form.config.as_str(), in_text_area);
}
