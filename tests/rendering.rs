//! What the components say, rendered without a browser.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use kometa_trakt_sign_in::trakt::error::Said;
use kometa_trakt_sign_in::trakt::{
    Failure, FailureCause, Field, GrantKind, InputError, SignInHost,
};
use kometa_trakt_sign_in::ui::App;
use kometa_trakt_sign_in::ui::components::{FailureAlert, InputAlert, MethodChoice};
use kometa_trakt_sign_in::ui::state::{InputProblem, SignInMethod};
use yew::ServerRenderer;
use yew::prelude::*;

fn failure(cause: FailureCause) -> Failure {
    Failure {
        host: SignInHost::Classic,
        grant: GrantKind::Pin,
        cause,
        said: Said::default(),
        received: None,
        elsewhere: None,
    }
}

/// Renders one component with its properties, as plain HTML.
macro_rules! rendered {
    ($component:ty, $($property:ident : $value:expr),*) => {
        ServerRenderer::<$component>::with_props(move || {
            yew::props!(<$component as BaseComponent>::Properties { $($property: $value),* })
        })
        .hydratable(false)
        .render()
        .await
    };
}

#[tokio::test]
async fn the_whole_page_renders_without_a_browser() {
    let html = ServerRenderer::<App>::new()
        .hydratable(false)
        .render()
        .await;
    for words in [
        "Sign in to Trakt for Kometa",
        "urn:ietf:wg:oauth:2.0:oob",
        "https://app.trakt.tv/settings/apps/api/new",
        "https://developer.trakt.tv/apps/new",
        "Get a PIN from Trakt",
        "Get my authorization block",
        "Kometa 2.4.8 signs in only with a block",
        "Not affiliated with Trakt or Kometa",
    ] {
        assert!(html.contains(words), "“{words}” is not in {html}");
    }
    assert!(
        !html.contains("Authorization block"),
        "there is no result yet"
    );
}

#[tokio::test]
async fn a_failure_shows_what_trakt_said_as_text() {
    let mut failure = failure(FailureCause::InvalidGrant(GrantKind::Pin));
    failure.said.status = Some(400);
    failure.said.error_description = Some("<script>alert(1)</script>".into());
    let html = rendered!(FailureAlert, failure: failure.clone(), origin: "https://example.org");
    assert!(html.contains("role=\"alert\""), "{html}");
    assert!(
        html.contains("HTTP 400 · &lt;script&gt;alert(1)&lt;/script&gt;"),
        "{html}"
    );
    assert!(!html.contains("<script>"), "{html}");
}

#[tokio::test]
async fn a_failure_without_an_answer_quotes_nobody() {
    let failure = failure(FailureCause::Offline);
    let html = rendered!(FailureAlert, failure: failure.clone(), origin: "https://example.org");
    assert!(
        html.contains("You are offline") && !html.contains("Trakt said"),
        "{html}"
    );
}

#[tokio::test]
async fn a_hidden_answer_shows_the_origin_to_add_and_what_a_file_is() {
    for (origin, about_files) in [("https://example.org", false), ("null", true)] {
        let failure = failure(FailureCause::AnswerHidden);
        let html = rendered!(FailureAlert, failure: failure.clone(), origin: origin);
        assert!(
            html.contains(origin) && html.contains("Copy origin"),
            "{html}"
        );
        assert_eq!(html.contains("opened as a file"), about_files, "{html}");
    }
}

#[tokio::test]
async fn two_failures_are_one_alert_with_both_facts() {
    let mut first = failure(FailureCause::SignInNotServed);
    first.said.status = Some(404);
    let both = Failure {
        host: SignInHost::Current,
        elsewhere: Some(Box::new(first)),
        ..failure(FailureCause::InvalidGrant(GrantKind::Pin))
    };
    let html = rendered!(FailureAlert, failure: both.clone(), origin: "https://example.org");
    assert_eq!(html.matches("role=\"alert\"").count(), 1, "{html}");
    for words in [
        "did not accept the PIN",
        "api.trakt.tv was asked too: it no longer takes sign-ins.",
        "HTTP 404",
    ] {
        assert!(html.contains(words), "“{words}” is not in {html}");
    }
}

#[tokio::test]
async fn a_page_opened_as_a_file_does_not_offer_to_return_and_says_why() {
    for can_return in [true, false] {
        let html = rendered!(
            MethodChoice,
            method: SignInMethod::Pin,
            can_return: can_return,
            dispatch: Callback::noop()
        );
        let says_why = html.contains("Not for a page that is opened as a file");
        assert_eq!(
            (html.contains("disabled"), says_why),
            (!can_return, !can_return),
            "{html}"
        );
    }
}

#[tokio::test]
async fn every_input_error_is_listed() {
    let errors: Vec<InputProblem> = vec![
        InputError::Empty(Field::ClientId).into(),
        InputError::SameIdAndSecret.into(),
    ];
    let shown = errors.clone();
    let html = rendered!(InputAlert, errors: shown.clone());
    for error in errors {
        assert!(html.contains(&error.to_string()), "{html}");
    }
}
