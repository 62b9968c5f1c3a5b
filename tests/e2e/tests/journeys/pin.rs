//! A PIN becomes the block.

use std::time::Duration;

use serde_json::json;
use thirtyfour::prelude::*;

use journeys::journey::{Journey, new_app};
use trakt_stand_in::{App, Endpoint, Fault};

const EXAMPLE_BLOCK: &str = "\
trakt:
  client_id: 1a2b3c4d5e6f7g8h9i
  client_secret: 1a12b23c34d45e56f6
  pin:
  force_refresh: false
  authorization:
    access_token: 4cc355t0k3nh3r3
    token_type: bearer
    expires_in: 604800
    refresh_token: r3fr35ht0k3nh3r3
    scope: public
    created_at: 1482084536
";

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_becomes_the_block_with_one_preflight_and_one_post() {
    let app = App {
        client_id: "1a2b3c4d5e6f7g8h9i".into(),
        client_secret: Some("1a12b23c34d45e56f6".into()),
        ..new_app()
    };
    Journey::go_with(app, |journey| async move {
        let Journey { page, trakt, .. } = &journey;
        trakt.as_token_answer_with(|token| {
            *token = json!({
                "access_token": "4cc355t0k3nh3r3",
                "token_type": "bearer",
                "expires_in": 604_800,
                "refresh_token": "r3fr35ht0k3nh3r3",
                "scope": "public",
                "created_at": 1_482_084_536,
                "expires_at": 1_482_689_336,
            });
        });
        page.type_into("Client ID", &journey.client_id).await;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        let pin = journey.allow_at_trakt().await;
        page.type_into("PIN", &pin).await;
        page.wait_for("the question about the client ID", async || {
            let asked = trakt.requests_to("POST", "api.trakt.tv", "/oauth/device/code");
            (asked.len() == 1).then_some(())
        })
        .await;
        trakt.clear_journal();
        page.addresses_asked().await;
        journey.submit().await;
        page.status("Your authorization block is ready.").await;
        page.title_with("Your block is ready").await;

        let sent = trakt.journal();
        assert_eq!(sent.len(), 2, "{sent:?}");
        assert!(
            sent[0].is("OPTIONS", "api.trakt.tv", "/oauth/token"),
            "{sent:?}"
        );
        assert!(
            sent[1].is("POST", "api.trakt.tv", "/oauth/token"),
            "{sent:?}"
        );
        journey.assert_only_the_pin_was_sent(&pin);

        let block = page.value_of("Authorization block").await;
        assert_eq!(block, EXAMPLE_BLOCK);
        page.press("Sign in").await;
        assert_eq!(
            page.value_of("PIN").await,
            "",
            "a PIN is used up by its exchange"
        );
        assert_eq!(page.alerts().await, Vec::<String>::new());

        page.press("Copy block").await;
        page.status("The block is on the clipboard.").await;
        assert_eq!(page.clipboard().await, block);

        page.press("Download block").await;
        page.status("Look for trakt.yml in your downloads.").await;
        let file = journey.downloads.join("trakt.yml");
        let downloaded = page
            .wait_for("the file", async || std::fs::read_to_string(&file).ok())
            .await;
        assert_eq!(downloaded, block);

        assert_eq!(page.console().await, Vec::<String>::new());
        for address in page.addresses_asked().await {
            assert_eq!(address.as_str(), "https://api.trakt.tv/oauth/token");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_current_host_is_asked_when_it_is_chosen() {
    Journey::go(|journey| async move {
        let Journey { page, trakt, .. } = &journey;
        page.unfold("Other settings").await;
        let host = page.by_role("combobox", "Trakt sign-in host").await;
        host.send_keys("auth").await.unwrap();
        journey.fill_in().await;
        let link = page.by_role("link", "Get a PIN from Trakt").await;
        let href = link.attr("href").await.unwrap().unwrap();
        assert!(
            href.starts_with("https://auth.trakt.tv/oauth/authorize?"),
            "{href}"
        );
        journey.submit().await;
        page.status("Your authorization block is ready.").await;
        assert_eq!(
            trakt
                .requests_to("POST", "auth.trakt.tv", "/oauth/token")
                .len(),
            1
        );
        assert_eq!(journey.token_requests().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_to_a_pin_waits_for_the_client_id_and_says_so() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let link = page.by_role("link", "Get a PIN from Trakt").await;
        assert_eq!(link.attr("href").await.unwrap(), None);
        assert_eq!(
            link.attr("aria-disabled").await.unwrap().as_deref(),
            Some("true")
        );
        let why = link.attr("aria-describedby").await.unwrap().unwrap();
        let why = page
            .driver
            .find(By::Id(why))
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        assert!(why.contains("Enter your Client ID first"), "{why}");
        link.click().await.unwrap();
        assert_eq!(
            page.driver.windows().await.unwrap().len(),
            1,
            "nothing opens"
        );

        page.type_into("Client ID", "a&b=c/é").await;
        let link = page.by_role("link", "Get a PIN from Trakt").await;
        assert_eq!(
            link.attr("href").await.unwrap().as_deref(),
            Some(
                "https://trakt.tv/oauth/authorize?response_type=code&client_id=a%26b%3Dc%2F%C3%A9\
                 &redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob"
            )
        );
        assert_eq!(
            link.attr("target").await.unwrap().as_deref(),
            Some("_blank")
        );
        assert_eq!(
            link.attr("rel").await.unwrap().as_deref(),
            Some("noopener noreferrer")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn enter_in_any_field_submits() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        for field in ["Client ID", "Client secret", "PIN"] {
            journey.fill_in().await;
            journey.pass(Duration::from_secs(1)).await;
            journey.trakt.clear_journal();
            let field = page.textbox(field).await;
            field.send_keys(Key::Enter + "").await.unwrap();
            page.status("Your authorization block is ready.").await;
            assert_eq!(journey.token_requests().len(), 1);
            journey.start_over().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_press_while_a_request_is_out_sends_nothing_and_the_wait_can_be_cancelled() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey
            .trakt
            .once(Endpoint::TOKEN.classic(), Fault::stall());
        let pin = journey.fill_in().await;
        journey.submit().await;
        page.status("Waiting for Trakt's answer").await;
        journey.submit().await;
        page.textbox("PIN")
            .await
            .send_keys(Key::Enter + "")
            .await
            .unwrap();
        page.press("Cancel").await;
        page.status("Cancelled.").await;
        assert_eq!(journey.token_requests().len(), 1);
        journey.assert_fields_kept(&pin).await;
        assert_eq!(page.alerts().await, Vec::<String>::new());

        journey.submit().await;
        page.status("Your authorization block is ready.").await;
        assert_eq!(journey.token_requests().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn start_over_empties_everything() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey.fill_in_and_submit().await;
        journey.start_over().await;
        page.wait_for("the end of the result", async || {
            page.find_by_role("textbox", "Authorization block")
                .await
                .is_none()
                .then_some(())
        })
        .await;
        for field in ["Client ID", "Client secret", "PIN"] {
            assert_eq!(page.value_of(field).await, "", "{field}");
        }
        let html = page.driver.source().await.unwrap();
        assert!(!html.contains(&journey.client_secret) && !html.contains(&journey.client_id));
        let kept = "return localStorage.length + sessionStorage.length + document.cookie.length";
        let kept = page.driver.execute(kept, Vec::new()).await.unwrap();
        assert_eq!(kept.json(), &json!(0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_life_of_the_pin_counts_down_from_following_the_link() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.type_into("Client ID", &journey.client_id).await;
        let life = async || {
            let life = page.driver.find(By::ClassName("pin-life")).await.ok()?;
            life.text().await.ok()
        };
        assert_eq!(life().await, None);
        page.by_role("link", "Get a PIN from Trakt")
            .await
            .click()
            .await
            .unwrap();
        let first = page.wait_for("the life of the PIN", life).await;
        assert!(first.contains("10:00") || first.contains("9:5"), "{first}");
        journey.pass(Duration::from_secs(61)).await;
        page.wait_for("a minute later", async || {
            life().await.filter(|now| now.contains("8:5"))
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_is_said_before_anything_is_sent() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey.submit().await;
        let alert = page.alert().await;
        for words in [
            "Enter your client ID",
            "Enter your client secret",
            "Enter your PIN",
        ] {
            assert!(alert.contains(words), "{alert}");
        }
        assert_eq!(page.focused_id().await, "input-alert");
        page.title_with("Error: something is missing or wrong")
            .await;
        let link = page.by_role("link", "Enter your client ID.").await;
        link.click().await.unwrap();
        assert_eq!(page.focused_id().await, "client-id");
        let focused = page.driver.active_element().await.unwrap();
        assert_eq!(
            focused.attr("aria-invalid").await.unwrap().as_deref(),
            Some("true")
        );

        assert_eq!(journey.trakt.journal().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_is_hidden_until_it_is_to_be_shown() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.type_into("Client secret", "a-secret").await;
        let kind = async || {
            page.textbox("Client secret")
                .await
                .attr("type")
                .await
                .unwrap()
                .unwrap()
        };
        assert_eq!(kind().await, "password");
        page.press("Show client secret").await;
        page.wait_for("the secret in clear", async || {
            (kind().await == "text").then_some(())
        })
        .await;
        let toggle = page.by_role("button", "Show client secret").await;
        assert_eq!(
            toggle.attr("aria-pressed").await.unwrap().as_deref(),
            Some("true")
        );
        assert_eq!(page.value_of("Client secret").await, "a-secret");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_values_for_the_app_can_be_copied() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.unfold("I have no Trakt app yet").await;
        page.press("Copy redirect URI").await;
        page.status("Copied").await;
        assert_eq!(page.clipboard().await, journey.site.url());
        page.press("Copy this page's origin").await;
        let origin = journey.site.origin();
        page.wait_for("the origin on the clipboard", async || {
            (page.clipboard().await == origin).then_some(())
        })
        .await;
        let link = page.by_role("link", "Trakt's developer portal").await;
        assert_eq!(
            link.attr("href").await.unwrap().as_deref(),
            Some("https://developer.trakt.tv/apps/new")
        );
    })
    .await;
}
