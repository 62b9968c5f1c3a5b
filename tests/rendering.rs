//! What the page shows in its states, rendered without a browser.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::rc::Rc;
use std::time::Duration;

use kometa_trakt_sign_in::kometa::editing::{EditorAnswer, reply_to};
use kometa_trakt_sign_in::page::{
    Action, ConfigAction, Effect, Event, Outcome, PageFacts, Randomness, State, TokenEvent,
};
use kometa_trakt_sign_in::shell::App;
use kometa_trakt_sign_in::sign_in as machines;
use kometa_trakt_sign_in::sign_in::form::{FormField, InputProblem, SignInMethod};
use kometa_trakt_sign_in::text;
use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::redirect::{AuthorizationResponse, PendingSignIn};
use kometa_trakt_sign_in::trakt::{NetworkError, Response};
use kometa_trakt_sign_in::view::later_view::state_view;
use kometa_trakt_sign_in::view::page_view::Wiring;
use yew::prelude::*;
use yew::{Reducible, ServerRenderer};

const NOW: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);
const TOKEN: &str = r#"{"access_token":"4cc355","token_type":"bearer","expires_in":604800,"refresh_token":"r3fr35h","scope":"public"}"#;
const DEVICE_CODE: &str = r#"{"device_code":"d3v1c3","user_code":"5055CC52","verification_url":"https://trakt.tv/activate","expires_in":600,"interval":5}"#;
const CONFIG: &str = "plex:\n  url: x\ntrakt:\n  client_id: an-id\n  client_secret: a-secret\n  authorization:\n    \
                      refresh_token: 0ld-r3fr35h\n";

fn happen(state: Rc<State>, actions: impl IntoIterator<Item = Action>) -> Rc<State> {
    actions.into_iter().fold(state, |state, action| {
        let at = state.now.max(NOW);
        state.reduce(Event { at, action })
    })
}

fn typed(field: FormField, text: &str) -> Action {
    Action::Typed(field, text.into())
}

fn ready(origin: &'static str, redirect_uri: Option<&'static str>) -> Action {
    Action::PageReady {
        page: PageFacts {
            origin: origin.into(),
            is_secure: true,
            redirect_uri: redirect_uri.map(Into::into),
        },
        is_online: true,
    }
}

fn opened() -> Rc<State> {
    let page = ready("https://example.org", Some("https://example.org/page/"));
    happen(Rc::default(), [page])
}

fn submitted() -> Action {
    Action::Submitted(Some(Randomness {
        csrf_token: [1; 32].into(),
        code_verifier: [2; 32].into(),
    }))
}

fn underway_from(state: Rc<State>) -> Rc<State> {
    happen(
        state,
        [
            typed(FormField::ClientId, "an-id"),
            typed(FormField::ClientSecret, "a-secret"),
            typed(FormField::Pin, "12abcdef"),
            submitted(),
        ],
    )
}

fn underway() -> Rc<State> {
    underway_from(opened())
}

/// Lets this outcome be what comes of the first effect that it fits.
fn ended(state: Rc<State>, outcome: machines::Outcome) -> Rc<State> {
    let (id, at) =
        state
            .effect_ids()
            .into_iter()
            .find_map(|id| match (state.effect(id)?, &outcome) {
                (
                    Effect::SignIn(machines::Effect::Send { .. }),
                    machines::Outcome::Response { .. },
                )
                | (
                    Effect::SignIn(machines::Effect::Probe { .. }),
                    machines::Outcome::Probed { .. },
                ) => Some((id, state.now)),
                (Effect::SignIn(machines::Effect::WakeAt(at)), machines::Outcome::TimeReached) => {
                    Some((id, at))
                }
                _ => None,
            })
            .unwrap();
    let action = Action::Ended(id, Outcome::SignIn(outcome));
    state.reduce(Event { at, action })
}

fn came(state: Rc<State>, result: Result<Response, NetworkError>) -> Rc<State> {
    let chance = 0.5;
    ended(state, machines::Outcome::Response { result, chance })
}

fn answered(state: Rc<State>, status: u16, body: &str) -> Rc<State> {
    came(state, Ok(Response::new(status, body)))
}

fn waited(state: Rc<State>) -> Rc<State> {
    ended(state, machines::Outcome::TimeReached)
}

/// The state in which the answer of neither host could be read.
fn unreadable(state: Rc<State>, was_reached: bool) -> Rc<State> {
    let state = waited(came(state, Err(NetworkError::Unreadable)));
    let state = came(state, Err(NetworkError::Unreadable));
    ended(state, machines::Outcome::Probed { was_reached })
}

fn with_block() -> Rc<State> {
    answered(underway(), 200, TOKEN)
}

/// Lets the config editor answer until the page asks it nothing more.
fn edited(mut state: Rc<State>) -> Rc<State> {
    while let Some((id, task, text)) =
        state
            .effect_ids()
            .into_iter()
            .find_map(|id| match state.effect(id)? {
                Effect::AskEditor { task, text } => Some((id, task, text)),
                _ => None,
            })
    {
        let reply = reply_to(&task.to_bytes(), text.as_str()).unwrap();
        let answer = Outcome::EditorAnswered(EditorAnswer::from_reply(reply));
        state = happen(state, [Action::Ended(id, answer)]);
    }
    state
}

fn config_opened() -> Action {
    file_opened(CONFIG)
}

fn file_opened(text: &str) -> Action {
    Action::Config(ConfigAction::Opened {
        name: "config.yml".into(),
        text: Ok(text.into()),
        can_be_saved: true,
    })
}

fn with_method(method: SignInMethod) -> Rc<State> {
    happen(
        opened(),
        [
            typed(FormField::ClientId, "an-id"),
            Action::MethodChosen(method),
        ],
    )
}

fn came_back(query: &str) -> Rc<State> {
    let leaving = happen(with_method(SignInMethod::Return), [submitted()]);
    let Some(Effect::SignIn(machines::Effect::Leave { record, .. })) =
        leaving.effect(leaving.effect_ids()[0])
    else {
        panic!("it leaves")
    };
    let pending = PendingSignIn::from_record(record.reveal()).unwrap();
    let query = query.replace("STATE", pending.csrf_token.reveal());
    let response = AuthorizationResponse::from_query(&query).unwrap();
    let pending = Some(pending);
    happen(opened(), [Action::Returned { response, pending }])
}

#[derive(Properties)]
struct ShownProps {
    state: Rc<State>,
}

impl PartialEq for ShownProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

/// The page in one state, on which nothing can be done.
#[component]
fn Shown(props: &ShownProps) -> Html {
    let wiring = Wiring {
        has_been_drawn: true,
        ..Wiring::default()
    };
    state_view(&props.state, &wiring)
}

async fn shown(state: impl FnOnce() -> Rc<State> + Send + 'static) -> String {
    ServerRenderer::<Shown>::with_props(move || ShownProps { state: state() })
        .hydratable(false)
        .render()
        .await
}

fn assert_shows(html: &str, words: &[&str]) {
    for words in words {
        assert!(html.contains(words), "“{words}” is not in {html}");
    }
}

/// The text as it stands in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[tokio::test]
async fn the_whole_page_renders_without_a_browser() {
    let html = ServerRenderer::<App>::new()
        .hydratable(false)
        .render()
        .await;
    assert_shows(
        &html,
        &[
            "urn:ietf:wg:oauth:2.0:oob",
            "https://developer.trakt.tv/apps/new",
            "Get a PIN from Trakt",
            "Get my authorization block",
        ],
    );
    assert!(
        !html.contains("Authorization block"),
        "there is no result yet"
    );
}

#[tokio::test]
async fn a_failure_shows_what_trakt_said_as_text() {
    let html = shown(|| {
        let body = r#"{"error":"invalid_grant","error_description":"<script>alert(1)</script>"}"#;
        answered(underway(), 400, body)
    })
    .await;
    assert_shows(
        &html,
        &[
            "role=\"alert\"",
            "did not accept the PIN",
            "HTTP 400 · invalid_grant · &lt;script&gt;alert(1)&lt;/script&gt;",
        ],
    );
    assert!(!html.contains("<script>"), "{html}");
}

#[tokio::test]
async fn a_failure_without_a_response_quotes_nobody() {
    let html = shown(|| came(underway(), Err(NetworkError::Offline))).await;
    assert_shows(&html, &["You are offline", "has not been used up"]);
    assert!(!html.contains(" said: "), "{html}");
}

#[tokio::test]
async fn a_hidden_response_shows_the_origin_to_add_and_what_a_file_is() {
    for (origin, about_files) in [("https://other.example.org", false), ("null", true)] {
        let html = shown(move || {
            let opened = happen(Rc::default(), [ready(origin, None)]);
            unreadable(underway_from(opened), true)
        })
        .await;
        let shown_origin = format!(">{origin}</code>");
        assert_shows(&html, &[&shown_origin, "Copy origin"]);
        let tells = html.contains("A page that is opened as a file has the origin");
        assert_eq!(tells, about_files, "{html}");
    }
}

#[tokio::test]
async fn without_a_response_there_is_a_command_to_run_instead() {
    let html = shown(|| unreadable(underway(), false)).await;
    assert_shows(
        &html,
        &[
            "Trakt cannot be reached from this browser",
            "curl",
            "https://api.trakt.tv/oauth/token",
            text::input::field_name(FormField::Printed),
        ],
    );
    let html = shown(|| answered(underway(), 403, "{}")).await;
    assert!(
        !html.contains(text::input::field_name(FormField::Printed)),
        "{html}"
    );
}

#[tokio::test]
async fn two_failures_are_one_alert_with_both_facts() {
    let html = shown(|| {
        let other = waited(answered(underway(), 404, ""));
        answered(other, 400, r#"{"error":"invalid_grant"}"#)
    })
    .await;
    assert_eq!(html.matches("role=\"alert\"").count(), 1, "{html}");
    assert_shows(
        &html,
        &[
            "did not accept the PIN",
            "api.trakt.tv was asked too: it no longer takes sign-ins.",
            "HTTP 404",
        ],
    );
}

#[tokio::test]
async fn what_came_instead_of_a_token_is_kept_and_shown_as_text() {
    let html = shown(|| answered(underway(), 200, r#"{"access_token":"<b>4cc355"}"#)).await;
    assert_shows(&html, &["&lt;b&gt;4cc355", "Trakt sent no refresh token"]);
    assert!(!html.contains("<b>4cc355"), "{html}");
}

#[tokio::test]
async fn a_page_opened_as_a_file_does_not_offer_to_return_and_says_why() {
    for redirect_uri in [Some("https://example.org/"), None] {
        let html = shown(move || {
            let page = ready("https://example.org", redirect_uri);
            happen(Rc::default(), [page])
        })
        .await;
        let says_why = html.contains("does not work while the page is opened as a file");
        let radio = html.find("id=\"method-return\"").unwrap();
        let tag = &html[html[..radio].rfind('<').unwrap()..];
        let tag = &tag[..tag.find('>').unwrap()];
        assert_eq!(
            (tag.contains("disabled"), says_why),
            (redirect_uri.is_none(), redirect_uri.is_none()),
            "{html}"
        );
    }
}

#[tokio::test]
async fn every_input_problem_is_listed_and_stands_at_its_field() {
    let state = || happen(opened(), [submitted()]);
    let problems: Vec<InputProblem> = state().input_problems().to_vec();
    assert_eq!(problems.len(), 3);
    let html = shown(state).await;
    assert_eq!(html.matches("role=\"alert\"").count(), 1, "{html}");
    assert_eq!(html.matches("aria-invalid=\"true\"").count(), 3, "{html}");
    for problem in problems {
        let words = text::input::problem(&problem);
        assert_eq!(html.matches(&words).count(), 2, "{words}: {html}");
    }
}

#[tokio::test]
async fn each_way_to_sign_in_has_its_own_step() {
    for (method, words) in [
        (SignInMethod::Pin, "Get a PIN from Trakt"),
        (SignInMethod::Return, "Sign in with Trakt"),
        (SignInMethod::Device, "Get a device code"),
        (SignInMethod::Refresh, "Refresh it"),
    ] {
        let html = shown(move || with_method(method)).await;
        assert_shows(&html, &[words]);
        assert_eq!(html.matches(" checked").count(), 1, "{html}");
        let makes_an_app = html.contains("https://developer.trakt.tv/apps/new");
        assert_eq!(makes_an_app, method != SignInMethod::Refresh, "{html}");
    }
    let html = shown(|| with_method(SignInMethod::Return)).await;
    assert_shows(&html, &["https://example.org/page/"]);
    assert!(!html.contains("urn:ietf:wg:oauth:2.0:oob"), "{html}");
}

#[tokio::test]
async fn the_link_to_the_pin_is_there_once_there_is_a_client_id() {
    let link = "https://trakt.tv/oauth/authorize?response_type=code&amp;client_id=an-id";
    let html = shown(|| with_method(SignInMethod::Pin)).await;
    assert_shows(&html, &[link]);
    let html = shown(opened).await;
    assert!(!html.contains("oauth/authorize?"), "{html}");
    assert_shows(&html, &["Enter your Client ID first"]);
}

#[tokio::test]
async fn a_pause_is_counted_down_and_can_be_cut_short() {
    let html = shown(|| {
        let mut limited = Response::new(429, "");
        limited.headers.retry_after = Some("30".into());
        came(underway(), Ok(limited))
    })
    .await;
    assert_shows(
        &html,
        &[
            "Too many requests.",
            "Trying again in 30 seconds.",
            "Try now",
            "Cancel",
            "aria-disabled=\"true\"",
        ],
    );
    let html = shown(|| came(underway(), Err(NetworkError::Unreadable))).await;
    assert_shows(
        &html,
        &["api.trakt.tv gave no usable answer. Trying auth.trakt.tv…"],
    );
    assert!(!html.contains("Try now"), "{html}");
}

#[tokio::test]
async fn a_device_code_is_shown_with_its_address_its_picture_and_its_time() {
    let html = shown(|| {
        let asked = happen(with_method(SignInMethod::Device), [submitted()]);
        answered(asked, 200, DEVICE_CODE)
    })
    .await;
    assert_shows(
        &html,
        &[
            "5055CC52",
            "https://trakt.tv/activate/5055CC52",
            "The code expires in 10:00.",
            "<svg",
        ],
    );
    assert!(!html.contains("d3v1c3"), "what is polled with is no one's");
}

#[tokio::test]
async fn a_block_is_shown_with_what_there_is_to_know_about_it() {
    let html = shown(with_block).await;
    assert_shows(
        &html,
        &[
            "Your authorization block",
            "access_token: 4cc355",
            "Copy block",
            "Download block",
            "Check it with Trakt",
            "7 days",
        ],
    );
    assert!(!html.contains("role=\"alert\""), "{html}");

    let html = shown(|| {
        let other = waited(answered(underway(), 404, ""));
        answered(other, 200, TOKEN)
    })
    .await;
    assert_shows(
        &html,
        &["auth.trakt.tv answered. api.trakt.tv was asked first"],
    );
}

#[tokio::test]
async fn a_checked_token_names_its_user_and_a_refused_one_the_reason() {
    let checking = || happen(with_block(), [Action::Token(TokenEvent::CheckAsked)]);
    let html = shown(move || {
        let settings = r#"{"user":{"username":"<i>somebody"}}"#;
        answered(checking(), 200, settings)
    })
    .await;
    assert_shows(&html, &["Signed in as &lt;i&gt;somebody"]);
    let html = shown(move || answered(checking(), 401, "")).await;
    assert_shows(
        &html,
        &[
            "Trakt does not accept this block yet",
            "only minutes ago",
            "Try again in a minute",
        ],
    );
    assert!(!html.contains("Refresh this block"), "{html}");
}

#[tokio::test]
async fn a_revoked_block_is_called_dead_and_can_only_be_left() {
    let asked = || happen(with_block(), [Action::Token(TokenEvent::RevocationAsked)]);
    let html = shown(asked).await;
    assert_shows(&html, &["Yes, revoke it", "Keep it"]);
    let html = shown(move || {
        let confirmed = happen(asked(), [Action::Token(TokenEvent::RevocationConfirmed)]);
        answered(answered(confirmed, 200, "{}"), 200, "{}")
    })
    .await;
    assert_shows(&html, &["This block is revoked", "Start over"]);
    assert!(!html.contains("Copy block"), "{html}");
}

#[tokio::test]
async fn a_config_is_read_and_brought_up_to_date() {
    let html = shown(|| edited(happen(opened(), [config_opened()]))).await;
    assert_shows(
        &html,
        &[
            "config.yml",
            "Found: the client ID, the client secret, a refresh token.",
        ],
    );
    let html = shown(|| {
        let update = Action::Config(ConfigAction::UpdateAsked);
        edited(happen(with_block(), [config_opened(), update]))
    })
    .await;
    assert_shows(
        &html,
        &[
            "The new text is ready.",
            "Every other byte is the same; that has been checked.",
            "Now save it",
            "Download config.yml",
        ],
    );
    let html = shown(|| {
        let update = Action::Config(ConfigAction::UpdateAsked);
        happen(opened(), [config_opened(), update])
    })
    .await;
    assert_shows(&html, &["There is no block yet"]);
}

#[tokio::test]
async fn older_tokens_and_lost_placeholders_are_told_of_beside_the_new_text() {
    let file = "trakt:\n  access_token: older\n  authorization:\n    refresh_token: <<refresh>>\n";
    let update = |action| edited(happen(with_block(), [file_opened(file), action]));
    let html = shown(move || update(Action::Config(ConfigAction::UpdateAsked))).await;
    assert_shows(
        &html,
        &[
            "access_token also stands directly under “trakt:”",
            "Take it out",
            "refresh_token had a placeholder",
            "Keep the file private",
        ],
    );
    let html = shown(move || update(Action::Config(ConfigAction::StaleRemovalAsked))).await;
    assert_shows(&html, &["Now save it", "Keep the file private"]);
    assert!(!html.contains("Take it out"), "{html}");
}

#[tokio::test]
async fn coming_back_without_a_code_is_explained() {
    let html =
        shown(|| came_back("?error=access_denied&error_description=%3Cb%3Eno&state=STATE")).await;
    assert_shows(
        &html,
        &[
            "You did not allow the app at Trakt",
            "access_denied · &lt;b&gt;no",
        ],
    );
    let html = shown(|| came_back("?code=abc&state=another")).await;
    assert_shows(&html, &["This answer belongs to another sign-in"]);
    let html = shown(|| came_back("?code=abc&state=STATE")).await;
    assert_shows(&html, &[&escaped("Waiting for Trakt's answer…")]);
}

#[tokio::test]
async fn the_network_is_told_of_when_it_goes_and_comes() {
    for (changes, words) in [
        (vec![], ""),
        (vec![false], "You are offline. What you entered stays here"),
        (vec![false, true], "You are online again."),
    ] {
        let html = shown(move || {
            let changes = changes
                .into_iter()
                .map(|is_online| Action::ConnectionChanged { is_online });
            happen(opened(), changes)
        })
        .await;
        assert_shows(&html, &[words]);
        assert_eq!(html.contains("online again"), words.contains("again"));
    }
}

#[tokio::test]
async fn the_pin_is_counted_down() {
    let html = shown(|| {
        let followed = happen(with_method(SignInMethod::Pin), [Action::PinLinkFollowed]);
        followed.reduce(Event {
            at: NOW + Duration::from_secs(55),
            action: Action::ClientSecretToggled,
        })
    })
    .await;
    assert_shows(&html, &["9:05"]);
}

#[tokio::test]
async fn before_it_has_been_drawn_no_status_is_said() {
    #[component]
    fn New() -> Html {
        let wiring = Wiring {
            has_been_drawn: false,
            ..Wiring::default()
        };
        state_view(&underway(), &wiring)
    }
    let html = ServerRenderer::<New>::new()
        .hydratable(false)
        .render()
        .await;
    assert!(!html.contains("Waiting for Trakt"), "{html}");
}

#[tokio::test]
async fn after_starting_over_nothing_of_the_block_or_the_fields_is_left() {
    let html = shown(with_block).await;
    assert_shows(&html, &["4cc355", "r3fr35h", "an-id", "a-secret"]);
    let html = shown(|| {
        let over = [
            Action::StartOverAsked,
            Action::QuestionAnswered { go_on: true },
        ];
        happen(with_block(), over)
    })
    .await;
    for secret in ["4cc355", "r3fr35h", "an-id", "a-secret", "12abcdef"] {
        assert!(!html.contains(secret), "{secret} is in {html}");
    }
}
