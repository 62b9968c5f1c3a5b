//! What the components say, rendered without a browser.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use kometa_trakt_sign_in::trakt::{Failure, FailureCause, Field, InputError};
use kometa_trakt_sign_in::ui::App;
use kometa_trakt_sign_in::ui::components::{FailureAlert, InputAlert};
use yew::ServerRenderer;
use yew::prelude::*;

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
    let mut failure = Failure {
        cause: FailureCause::PinNotAccepted,
        said: Default::default(),
    };
    failure.said.status = Some(400);
    failure.said.error_description = Some("<script>alert(1)</script>".into());
    let html = rendered!(FailureAlert, failure: failure.clone());
    assert!(html.contains("role=\"alert\""), "{html}");
    assert!(
        html.contains("HTTP 400 · &lt;script&gt;alert(1)&lt;/script&gt;"),
        "{html}"
    );
    assert!(!html.contains("<script>"), "{html}");
}

#[tokio::test]
async fn a_failure_without_an_answer_quotes_nobody() {
    let failure = Failure {
        cause: FailureCause::Offline,
        said: Default::default(),
    };
    let html = rendered!(FailureAlert, failure: failure.clone());
    assert!(
        html.contains("You are offline") && !html.contains("Trakt said"),
        "{html}"
    );
}

#[tokio::test]
async fn every_input_error_is_listed() {
    let errors = vec![
        InputError::Empty(Field::ClientId),
        InputError::SameIdAndSecret,
    ];
    let shown = errors.clone();
    let html = rendered!(InputAlert, errors: shown.clone());
    for error in errors {
        assert!(html.contains(&error.to_string()), "{html}");
    }
}
