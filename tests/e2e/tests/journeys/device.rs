//! A code is entered at Trakt, on this device or another.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use journeys::journey::{Journey, new_app};
use trakt_stand_in::{App, Endpoint, Fault};

fn polls(journey: &Journey) -> Vec<Value> {
    let posts = journey
        .trakt
        .requests_to("POST", "api.trakt.tv", "/oauth/device/token");
    posts.iter().map(|entry| entry.json().unwrap()).collect()
}

/// Asks for a code and gives back what the page shows.
pub async fn get_code(journey: &Journey) -> String {
    let page = &journey.page;
    page.by_role("radio", "Device code")
        .await
        .click()
        .await
        .unwrap();
    page.retype("Client ID", &journey.client_id).await;
    page.retype("Client secret", &journey.client_secret).await;
    journey.press_after_a_second("Get a device code").await;
    let code = page
        .wait_for("the code", async || {
            page.driver.find(By::ClassName("user-code")).await.ok()
        })
        .await;
    code.text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_allowed_at_trakt_becomes_the_block_and_polling_ends() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let code = get_code(&journey).await;
        let asked = journey
            .trakt
            .requests_to("POST", "api.trakt.tv", "/oauth/device/code");
        let [asked] = &asked[..] else {
            panic!("one request")
        };
        assert_eq!(
            asked.json(),
            Some(json!({ "client_id": journey.client_id }))
        );
        let link = page.by_role("link", "https://trakt.tv/activate").await;
        let href = link.attr("href").await.unwrap().unwrap();
        assert_eq!(
            href,
            format!("https://trakt.tv/activate/{}", code.replace('-', ""))
        );
        let picture = page.driver.find(By::Css("svg[role=img]")).await.unwrap();
        let label = picture.attr("aria-label").await.unwrap().unwrap();
        assert_eq!(label, format!("QR code that opens {href}"));
        page.press("Copy code").await;
        page.status("Copied").await;
        assert_eq!(page.clipboard().await, code.replace('-', ""));
        journey.take_picture("device").await;

        journey
            .pass_polls_until("two polls", async || {
                (polls(&journey).len() >= 2).then_some(())
            })
            .await;
        journey.approve_device(&code).await;
        let block = page.value_of("Authorization block").await;
        assert!(block.contains(&journey.client_secret), "{block}");
        let sent = polls(&journey);
        for poll in &sent {
            let members = poll.as_object().unwrap();
            assert_eq!(members.len(), 3, "{members:?}");
            assert_eq!(poll["client_id"], json!(journey.client_id));
            assert_eq!(poll["client_secret"], json!(journey.client_secret));
            assert!(poll["code"].as_str().unwrap() != code);
        }
        // In which another poll would have gone out.
        journey.pass(Duration::from_secs(60)).await;
        page.press("Check it with Trakt").await;
        page.status("Trakt accepts it.").await;
        assert_eq!(polls(&journey).len(), sent.len(), "no poll after the end");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_without_a_secret_polls_without_one() {
    let app = App {
        client_secret: None,
        ..new_app()
    };
    Journey::go_with(app, |journey| async move {
        let code = get_code(&journey).await;
        journey.approve_device(&code).await;
        assert_eq!(polls(&journey)[0].as_object().unwrap().len(), 2);
        let block = journey.page.value_of("Authorization block").await;
        assert!(block.contains("\n  client_secret:\n"), "{block}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_end_has_its_words_and_the_page_goes_on() {
    Journey::go(|journey| async move {
        let code = get_code(&journey).await;
        assert!(journey.trakt.deny_device(&code.replace('-', "")));
        let denied = journey.pass_polls_until_alert("HTTP 418").await;
        journey.take_picture("device-denied").await;

        let mut seen = vec![denied];
        for (fault, status) in [
            (Fault::status(404), "HTTP 404"),
            (Fault::status(409), "HTTP 409"),
            (Fault::status(410), "HTTP 410"),
        ] {
            journey.trakt.always(Endpoint::DEVICE_TOKEN, fault);
            get_code(&journey).await;
            let alert = journey.pass_polls_until_alert(status).await;
            assert!(!seen.contains(&alert));
            seen.push(alert);
            journey.trakt.clear_faults();
        }
        let code = get_code(&journey).await;
        journey.approve_device(&code).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_expires_by_itself_and_cancelling_stops_the_polls() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let soon = Fault::rewrite_json(|code| code["expires_in"] = json!(3));
        journey.trakt.once(Endpoint::DEVICE_CODE, soon);
        get_code(&journey).await;
        journey.pass(Duration::from_secs(3)).await;
        let alert = page.alert().await;
        assert!(alert.contains("expired"), "{alert}");

        get_code(&journey).await;
        page.press("Cancel").await;
        page.status("Cancelled.").await;
        journey.pass(Duration::from_secs(60)).await;
        let code = get_code(&journey).await;
        assert_eq!(polls(&journey).len(), 0);
        journey.approve_device(&code).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_not_to_be_had_is_told_by_name() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.by_role("radio", "Device code")
            .await
            .click()
            .await
            .unwrap();
        page.press("Get a device code").await;
        page.alert_with("Enter your client ID").await;
        for (fault, words, asks_the_other_host) in [
            (Fault::forbidden as fn() -> Fault, "HTTP 403", false),
            (|| Fault::proxy_error(502), "HTTP 502", false),
            (
                Fault::disconnect,
                "Trakt cannot be reached from this browser",
                true,
            ),
            (
                Fault::preflight_refused,
                "Trakt is up, but this page could not read its answer",
                true,
            ),
            (
                Fault::gone,
                "was asked too: it no longer takes sign-ins",
                true,
            ),
        ] {
            journey.trakt.clear_faults();
            // The probe goes to the token endpoint of the same host.
            journey.trakt.always(Endpoint::TOKEN, fault());
            journey.trakt.always(Endpoint::DEVICE_CODE, fault());
            page.retype("Client ID", &journey.client_id).await;
            journey.press_after_a_second("Get a device code").await;
            if asks_the_other_host {
                journey.pass_to_the_other_host().await;
            }
            page.alert_with(words).await;
        }
        assert_eq!(polls(&journey).len(), 0);
    })
    .await;
}
