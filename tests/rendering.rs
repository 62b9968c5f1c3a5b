//! The page as HTML, drawn without a browser.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used, unreachable_pub)]

#[path = "scenario/mod.rs"]
mod scenario;

use std::rc::Rc;

use kometa_trakt_sign_in::page::config::ConfigEvent;
use kometa_trakt_sign_in::page::effect::{Effect, SaveRefusal};
use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::form::{Form, FormEvent};
use kometa_trakt_sign_in::page::model::Model;
use kometa_trakt_sign_in::page::target::Target;
use kometa_trakt_sign_in::page::token_check::TokenEvent;
use kometa_trakt_sign_in::page::view_model::ViewModel;
use kometa_trakt_sign_in::page::view_model::form::FormView;
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};
use kometa_trakt_sign_in::trakt::NetworkError;
use kometa_trakt_sign_in::view::full_page::full_page;
use kometa_trakt_sign_in::view::link::Link;
use kometa_trakt_sign_in::view::loading::{Loading, loading_status};
use kometa_trakt_sign_in::view::page::first_view;
use scenario::{DEVICE_CODE, OTHER_CONFIG, Scenario, probed};
use yew::LocalServerRenderer;
use yew::prelude::{Callback, Html, Properties, component};

const HOSTILE: &str = r#"<script>alert(1)</script>" onclick="alert(2)"#;
const TOKEN: &str = r#"{"access_token":"4cc355","token_type":"bearer","expires_in":604800,"refresh_token":"r3fr35h","scope":"public"}"#;
/// A client ID about which there is nothing to say.
const ORDINARY_CLIENT_ID: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// A page that is drawn and ready for input.
fn opened() -> Scenario {
    Scenario::ready().on(Event::Drawn)
}

fn with_app(method: SignInMethod) -> Scenario {
    opened()
        .types(FormField::ClientId, ORDINARY_CLIENT_ID)
        .types(FormField::ClientSecret, "a-secret")
        .chooses(method)
}

fn pin_sent() -> Scenario {
    with_app(SignInMethod::Pin)
        .types(FormField::Pin, "12abcdef")
        .submits()
}

/// Neither host's answer could be read.
fn unreadable() -> Scenario {
    pin_sent()
        .is_replied(Err(NetworkError::Unreadable))
        .waits()
        .is_replied(Err(NetworkError::Unreadable))
        .sign_in_ends(probed(true))
}

fn with_block() -> Scenario {
    pin_sent().is_answered(200, TOKEN)
}

fn updated(name: &str) -> Scenario {
    with_block()
        .hands_over_a_file()
        .file_is_read(name, OTHER_CONFIG)
        .editor_answers()
}

/// The element to which the focus goes.
fn focus(page: &Scenario) -> Option<Target> {
    let mut effects = page.model.effects().into_iter();
    effects.find_map(|(_, effect)| match effect {
        Effect::MoveFocus(focus) => Some(focus.target),
        _ => None,
    })
}

async fn html(model: &Model) -> String {
    let view_model = ViewModel::from(model);
    html_of(move || full_page(&view_model, &Link::default())).await
}

#[derive(Properties)]
struct DrawnProps {
    draw: Rc<dyn Fn() -> Html>,
}

impl PartialEq for DrawnProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.draw, &other.draw)
    }
}

#[component]
fn Drawn(props: &DrawnProps) -> Html {
    (props.draw)()
}

async fn html_of(draw: impl Fn() -> Html + 'static) -> String {
    let props = DrawnProps {
        draw: Rc::new(draw),
    };
    LocalServerRenderer::<Drawn>::with_props(props)
        .hydratable(false)
        .render()
        .await
}

/// The states in which every element that the focus can go to is on the page.
fn states() -> Vec<(Scenario, Vec<Target>)> {
    use Target as T;
    let saving = || updated("config.yml").config(ConfigEvent::SaveAsked);
    vec![
        (
            opened(),
            vec![
                T::Field(FormField::ClientId),
                T::Field(FormField::ClientSecret),
                T::Field(FormField::Pin),
                T::Config,
                T::FirstStep,
                T::Submit,
                T::OpenedFile,
            ],
        ),
        (
            opened().on(Event::Form(FormEvent::ConfigTyped("plex:\n".into()))),
            vec![T::UpdateConfig],
        ),
        (with_app(SignInMethod::Return), vec![T::Submit]),
        (
            with_app(SignInMethod::Refresh),
            vec![T::Field(FormField::CurrentBlock), T::Submit],
        ),
        (opened().submits(), vec![T::InputAlert]),
        (pin_sent(), vec![T::Cancel]),
        (
            pin_sent().is_answered(400, r#"{"error":"invalid_grant"}"#),
            vec![T::SignInAlert],
        ),
        (
            unreadable(),
            vec![T::SignInAlert, T::Field(FormField::Printed)],
        ),
        (
            with_app(SignInMethod::Device)
                .submits()
                .is_answered(200, DEVICE_CODE),
            vec![T::DeviceCode],
        ),
        (
            with_block(),
            vec![T::ResultHeading, T::Block, T::Revoke, T::StartOver],
        ),
        (with_block().on(Event::StartOverAsked), vec![T::Question]),
        (with_block().submits(), vec![T::Question]),
        (
            with_block()
                .asks(TokenEvent::CheckAsked)
                .token_is_answered(401, ""),
            vec![T::TokenAlert],
        ),
        (
            with_block().asks(TokenEvent::RevocationAsked),
            vec![T::RevokeQuestion],
        ),
        (
            opened().config(ConfigEvent::UpdateAsked),
            vec![T::ConfigAlert],
        ),
        (
            updated("config.yml"),
            vec![T::UpdatedHeading, T::UpdatedConfig, T::Save],
        ),
        (
            saving().save_ends(Err(SaveRefusal::Refused)),
            vec![T::SaveAlert],
        ),
    ]
}

fn ids(html: &str) -> Vec<&str> {
    let starts = html.split(" id=\"").skip(1);
    starts.filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test]
async fn every_element_that_the_focus_goes_to_is_there_once() {
    let mut missing = Vec::new();
    for (index, (state, mut targets)) in states().into_iter().enumerate() {
        let html = html(&state.model).await;
        targets.extend(focus(&state));
        for target in targets {
            let id = target.element_id();
            match ids(&html).iter().filter(|found| **found == id).count() {
                1 => {}
                count => missing.push(format!("{count} times {id} in state {index}")),
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[tokio::test]
async fn no_two_elements_have_one_id_and_every_reference_leads_somewhere() {
    for (state, _) in states() {
        let html = html(&state.model).await;
        let mut known = ids(&html);
        known.sort_unstable();
        let count = known.len();
        known.dedup();
        assert_eq!(count, known.len(), "{html}");
        for attribute in [
            "for",
            "form",
            "aria-labelledby",
            "aria-describedby",
            "aria-controls",
        ] {
            let start = format!(" {attribute}=\"");
            for named in html.split(&start).skip(1) {
                for id in named.split('"').next().unwrap().split(' ') {
                    assert!(
                        known.binary_search(&id).is_ok(),
                        "{attribute}={id} in {html}"
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn the_first_view_stays_as_it_is_when_the_rest_of_the_page_comes() {
    for form in [
        Form::default(),
        opened().model.form,
        opened()
            .types(FormField::ClientId, ORDINARY_CLIENT_ID)
            .model
            .form,
    ] {
        let first = FormView::of(&form);
        let first = html_of(move || first_view(&first, &Link::default())).await;
        assert_eq!(first, html(&form.into()).await);
    }
}

#[tokio::test]
async fn words_of_others_are_text_and_never_markup() {
    let said = serde_json::json!({ "error": "invalid_grant", "error_description": HOSTILE });
    let user = serde_json::json!({ "user": { "username": HOSTILE } });
    let no_token = serde_json::json!({ "access_token": HOSTILE });
    let saving = || updated(HOSTILE).config(ConfigEvent::SaveAsked);
    for state in [
        pin_sent().is_answered(400, &said.to_string()),
        pin_sent().is_answered(200, &no_token.to_string()),
        with_block()
            .asks(TokenEvent::CheckAsked)
            .token_is_answered(200, &user.to_string()),
        saving(),
        opened().types(FormField::ClientId, HOSTILE),
    ] {
        let html = html(&state.model).await;
        assert!(html.contains("alert(1)"), "{html}");
        for tag in html.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap();
            assert!(!tag.starts_with("script"), "{html}");
            assert!(!tag.contains("\" onclick="), "{html}");
        }
    }
}

/// What stands in an element, from the end of its opening tag to its closing tag.
fn inside_div(html: &str, role: &str) -> (String, String) {
    let opening = format!("<div role=\"{role}\"");
    let (_, rest) = html.split_once(opening.as_str()).unwrap();
    let mut depth = 1;
    for (at, _) in rest.match_indices('<') {
        match &rest[at..] {
            tag if tag.starts_with("<div") => depth += 1,
            tag if tag.starts_with("</div>") => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (rest[..at].to_owned(), rest[at..].to_owned());
        }
    }
    panic!("no end of the {role}")
}

#[tokio::test]
async fn an_alert_announces_its_words_but_not_how_copying_from_it_ended() {
    let html = html(&unreadable().model).await;
    let (announced, beside) = inside_div(&html, "alert");
    assert!(
        announced.contains("https://example.org</code>"),
        "{announced}"
    );
    assert!(announced.contains("Get a new PIN"), "{announced}");
    assert!(!announced.contains("Copy origin"), "{announced}");
    assert!(!announced.contains("role=\"status\""), "{announced}");
    assert!(beside.contains("Copy origin"), "{beside}");
    assert_eq!(html.matches("role=\"alert\"").count(), 1, "{html}");
}

#[tokio::test]
async fn secrets_among_the_changed_lines_are_dots_until_they_are_to_be_shown() {
    let updated = updated("config.yml");
    let rows = |html: &str| {
        let (_, table) = html.split_once("<table").unwrap();
        table.split_once("</table>").unwrap().0.to_owned()
    };
    assert!(!rows(&html(&updated.model).await).contains("r3fr35h"));
    let shown = updated.config(ConfigEvent::SecretsToggled);
    assert!(rows(&html(&shown.model).await).contains("r3fr35h"));
}

#[tokio::test]
async fn the_rest_of_the_page_is_spoken_of_only_while_the_user_waits_for_it() {
    for (loading, role, buttons) in [
        (Loading::Quiet, "status", 0),
        (Loading::Awaited, "status", 1),
        (Loading::Failed, "alert", 2),
    ] {
        let html =
            html_of(move || loading_status(loading, Callback::noop(), Callback::noop())).await;
        assert!(html.contains(&format!("role=\"{role}\"")), "{html}");
        assert_eq!(html.matches("<button").count(), buttons, "{html}");
    }
}

#[tokio::test]
async fn the_file_for_another_program_is_folded_below_the_block_once_there_is_one() {
    let before = html(&Scenario::underway().model).await;
    assert!(!before.contains("For another program"), "{before}");
    let html = html(&Scenario::signed_in().model).await;
    let (kometa, other) = html
        .split_once("<summary>For another program</summary>")
        .unwrap();
    assert!(kometa.contains("id=\"authorization-block\""), "{kometa}");
    assert!(
        kometa.ends_with("<details class=\"other-settings\">"),
        "{kometa}"
    );
    for part in [
        "<label for=\"other-program\">Program</label>",
        ">PlexTraktSync</option>",
        ">Environment file</option>",
        ">JSON</option>",
        "<label for=\"other-program-file\">Sign-in for this program</label>",
        "<span>Copy it</span></button>",
        "<span>Download it</span></button>",
        "may lock each other out",
    ] {
        assert!(other.contains(part), "{part} is not in {other}");
    }
}
