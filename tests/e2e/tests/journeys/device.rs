//! A code is entered at Trakt, on this device or another.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use journeys::journey::Journey;

use crate::layout::assert_no_button_breaks_a_word;

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
        let link = page.by_role("link", "Open Trakt to enter the code").await;
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
        assert_no_button_breaks_a_word(&journey).await;

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
