//! The page as HTML, drawn without a browser.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::rc::Rc;

use kometa_trakt_sign_in::kometa::editing::{EditorAnswer, reply_to};
use kometa_trakt_sign_in::page::attempt::Randomness;
use kometa_trakt_sign_in::page::config::ConfigEvent;
use kometa_trakt_sign_in::page::effect::{Effect, FileContent, FileId, Reply, SaveRefusal};
use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::form::{Form, FormEvent, PageFacts};
use kometa_trakt_sign_in::page::model::Model;
use kometa_trakt_sign_in::page::target::Target;
use kometa_trakt_sign_in::page::token::TokenEvent;
use kometa_trakt_sign_in::page::view_model::ViewModel;
use kometa_trakt_sign_in::page::view_model::form::FormView;
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};
use kometa_trakt_sign_in::sign_in::{self, Outcome};
use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::command::Shell;
use kometa_trakt_sign_in::trakt::{NetworkError, Response};
use kometa_trakt_sign_in::view::full_page::full_page;
use kometa_trakt_sign_in::view::link::Link;
use kometa_trakt_sign_in::view::loading::{Loading, loading_status};
use kometa_trakt_sign_in::view::page::first_view;
use yew::LocalServerRenderer;
use yew::prelude::{Callback, Html, Properties, component};

const NOW: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);
const HOSTILE: &str = r#"<script>alert(1)</script>" onclick="alert(2)"#;
const TOKEN: &str = r#"{"access_token":"4cc355","token_type":"bearer","expires_in":604800,"refresh_token":"r3fr35h","scope":"public"}"#;
const DEVICE_CODE: &str = r#"{"device_code":"d3v1c3","user_code":"5055CC52","verification_url":"https://trakt.tv/activate","expires_in":600,"interval":5}"#;
/// A client ID about which there is nothing to say.
const ORDINARY_CLIENT_ID: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// The page, as events and replies have made it.
#[derive(Clone)]
struct Scenario(Model);

impl Scenario {
    fn opened() -> Self {
        let page = PageFacts {
            origin: "https://example.org".into(),
            is_secure: true,
            redirect_uri: Some("https://example.org/page/".into()),
            can_pick_files: false,
            shell: Shell::Posix,
        };
        let ready = FormEvent::Ready {
            page,
            is_online: true,
        };
        Self(Model::default())
            .then(Event::Drawn)
            .then(Event::Form(ready))
    }

    fn then(mut self, event: Event) -> Self {
        let at = self.0.now().max(NOW);
        self.0.on(event, at);
        self
    }

    fn typed(self, field: FormField, text: &str) -> Self {
        self.then(Event::Form(FormEvent::Typed(field, text.into())))
    }

    fn method(self, method: SignInMethod) -> Self {
        self.typed(FormField::ClientId, ORDINARY_CLIENT_ID)
            .typed(FormField::ClientSecret, "a-secret")
            .then(Event::MethodChosen(method))
    }

    fn submitted(self) -> Self {
        self.then(Event::Submitted(Some(Randomness {
            csrf_token: [1; 32].into(),
            code_verifier: [2; 32].into(),
        })))
    }

    fn pin_sent(self) -> Self {
        self.method(SignInMethod::Pin)
            .typed(FormField::Pin, "12abcdef")
            .submitted()
    }

    fn token(self, event: TokenEvent) -> Self {
        self.then(Event::Token(event))
    }

    fn config(self, event: ConfigEvent) -> Self {
        self.then(Event::Config(event))
    }

    /// Ends the first effect that `reply` has a reply to, at the time for which it was asked.
    fn replied(mut self, reply: impl Fn(&Effect) -> Option<Reply>) -> Self {
        let (id, at, reply) = self
            .0
            .effects()
            .iter()
            .find_map(|(id, effect)| {
                let at = match effect {
                    Effect::SignIn(sign_in::Effect::WakeAt(at)) => *at,
                    _ => NOW,
                };
                Some((*id, at, reply(effect)?))
            })
            .unwrap();
        let at = self.0.now().max(at);
        self.0.on(Event::Ended(id, reply), at);
        self
    }

    fn responded(self, result: Result<Response, NetworkError>) -> Self {
        self.replied(|effect| match effect {
            Effect::SignIn(sign_in::Effect::Send { .. }) => {
                let result = result.clone();
                Some(Reply::SignIn(Outcome::Response {
                    result,
                    chance: 0.5,
                }))
            }
            _ => None,
        })
    }

    fn answered(self, status: u16, body: &str) -> Self {
        self.responded(Ok(Response::new(status, body)))
    }

    fn waited(self) -> Self {
        self.replied(|effect| match effect {
            Effect::SignIn(sign_in::Effect::WakeAt(_)) => Some(Reply::SignIn(Outcome::TimeReached)),
            _ => None,
        })
    }

    /// Neither host's answer could be read.
    fn unreadable(self) -> Self {
        self.responded(Err(NetworkError::Unreadable))
            .waited()
            .responded(Err(NetworkError::Unreadable))
            .replied(|effect| match effect {
                Effect::SignIn(sign_in::Effect::Probe { .. }) => {
                    Some(Reply::SignIn(Outcome::Probed { was_reached: true }))
                }
                _ => None,
            })
    }

    fn with_block() -> Self {
        Self::opened().pin_sent().answered(200, TOKEN)
    }

    fn file_opened(self, name: &'static str, text: &'static str) -> Self {
        self.config(ConfigEvent::FileGiven(FileId(1)))
            .replied(|effect| match effect {
                Effect::ReadFile(_) => Some(Reply::FileRead(FileContent {
                    name: name.into(),
                    text: Ok(text.into()),
                    can_be_saved: true,
                })),
                _ => None,
            })
            .edited()
    }

    /// Lets the config editor answer until it is asked nothing more.
    fn edited(mut self) -> Self {
        let asks = |effect: &Effect| matches!(effect, Effect::AskEditor { .. });
        while self.0.effects().iter().any(|(_, effect)| asks(effect)) {
            self = self.replied(|effect| match effect {
                Effect::AskEditor { task, text } => {
                    let reply = reply_to(&task.to_bytes(), text.as_str()).unwrap();
                    Some(Reply::EditorAnswered(EditorAnswer::from_reply(reply)))
                }
                _ => None,
            });
        }
        self
    }

    fn updated(name: &'static str) -> Self {
        Self::with_block()
            .file_opened(name, "plex:\n  url: x\n")
            .config(ConfigEvent::UpdateAsked)
            .edited()
    }

    /// The element to which the focus goes.
    fn focus(&self) -> Option<Target> {
        self.0
            .effects()
            .iter()
            .find_map(|(_, effect)| match effect {
                Effect::MoveFocus(focus) => Some(focus.target),
                _ => None,
            })
    }

    async fn html(&self) -> String {
        let view_model = ViewModel::from(&self.0);
        html_of(move || full_page(&view_model, &Link::default())).await
    }
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
    let opened = Scenario::opened;
    let with_block = Scenario::with_block;
    let saving = || Scenario::updated("config.yml").config(ConfigEvent::SaveAsked);
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
            opened().then(Event::Form(FormEvent::ConfigTyped("plex:\n".into()))),
            vec![T::UpdateConfig],
        ),
        (opened().method(SignInMethod::Return), vec![T::Submit]),
        (
            opened().method(SignInMethod::Refresh),
            vec![T::Field(FormField::CurrentBlock), T::Submit],
        ),
        (opened().submitted(), vec![T::InputAlert]),
        (opened().pin_sent(), vec![T::Cancel]),
        (
            opened()
                .pin_sent()
                .answered(400, r#"{"error":"invalid_grant"}"#),
            vec![T::SignInAlert],
        ),
        (
            opened().pin_sent().unreadable(),
            vec![T::SignInAlert, T::Field(FormField::Printed)],
        ),
        (
            opened()
                .method(SignInMethod::Device)
                .submitted()
                .answered(200, DEVICE_CODE),
            vec![T::DeviceCode],
        ),
        (
            with_block(),
            vec![T::ResultHeading, T::Block, T::Revoke, T::StartOver],
        ),
        (with_block().then(Event::StartOverAsked), vec![T::Question]),
        (with_block().submitted(), vec![T::Question]),
        (
            with_block().token(TokenEvent::CheckAsked).answered(401, ""),
            vec![T::TokenAlert],
        ),
        (
            with_block().token(TokenEvent::RevocationAsked),
            vec![T::RevokeQuestion],
        ),
        (
            opened().config(ConfigEvent::UpdateAsked),
            vec![T::ConfigAlert],
        ),
        (
            Scenario::updated("config.yml"),
            vec![T::UpdatedHeading, T::UpdatedConfig, T::Save],
        ),
        (saving(), vec![T::SaveQuestion]),
        (
            saving()
                .config(ConfigEvent::SaveConfirmed)
                .replied(|effect| match effect {
                    Effect::SaveFile { .. } => Some(Reply::FileSaved(Err(SaveRefusal::Refused))),
                    _ => None,
                }),
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
        let html = state.html().await;
        targets.extend(state.focus());
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
        let html = state.html().await;
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
        Scenario::opened().0.form,
        Scenario::opened()
            .typed(FormField::ClientId, ORDINARY_CLIENT_ID)
            .0
            .form,
    ] {
        let first = FormView::of(&form);
        let first = html_of(move || first_view(&first, &Link::default())).await;
        assert_eq!(first, Scenario(form.into()).html().await);
    }
}

#[tokio::test]
async fn words_of_others_are_text_and_never_markup() {
    let said = serde_json::json!({ "error": "invalid_grant", "error_description": HOSTILE });
    let user = serde_json::json!({ "user": { "username": HOSTILE } });
    let no_token = serde_json::json!({ "access_token": HOSTILE });
    let saving = || Scenario::updated(HOSTILE).config(ConfigEvent::SaveAsked);
    for state in [
        Scenario::opened()
            .pin_sent()
            .answered(400, &said.to_string()),
        Scenario::opened()
            .pin_sent()
            .answered(200, &no_token.to_string()),
        Scenario::with_block()
            .token(TokenEvent::CheckAsked)
            .answered(200, &user.to_string()),
        saving(),
        Scenario::opened().typed(FormField::ClientId, HOSTILE),
    ] {
        let html = state.html().await;
        assert!(html.contains("alert(1)"), "{html}");
        for tag in html.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap();
            assert!(!tag.starts_with("script"), "{html}");
            assert!(!tag.contains("\" onclick="), "{html}");
        }
    }
}

#[tokio::test]
async fn an_alert_announces_its_words_but_not_its_controls() {
    let html = Scenario::opened().pin_sent().unreadable().html().await;
    let (_, alert) = html.split_once("<div role=\"alert\"").unwrap();
    let (announced, beside) = alert.split_once("</div>").unwrap();
    assert!(
        announced.contains("https://example.org</code>"),
        "{announced}"
    );
    assert!(!announced.contains("<button"), "{announced}");
    assert!(beside.contains("Copy origin"), "{beside}");
    assert_eq!(html.matches("role=\"alert\"").count(), 1, "{html}");
}

#[tokio::test]
async fn secrets_among_the_changed_lines_are_dots_until_they_are_to_be_shown() {
    let updated = Scenario::updated("config.yml");
    let rows = |html: &str| {
        let (_, table) = html.split_once("<table").unwrap();
        table.split_once("</table>").unwrap().0.to_owned()
    };
    assert!(!rows(&updated.html().await).contains("r3fr35h"));
    let shown = updated.config(ConfigEvent::SecretsToggled);
    assert!(rows(&shown.html().await).contains("r3fr35h"));
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
    let before = Scenario::opened().pin_sent().html().await;
    assert!(!before.contains("For another program"), "{before}");
    let html = Scenario::with_block().html().await;
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
