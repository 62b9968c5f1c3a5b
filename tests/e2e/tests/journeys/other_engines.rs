//! The journeys that a second browser engine has to make too.

use serde_json::json;

use super::refresh::{block_with, choose_refresh};
use journeys::browser::Browser;
use journeys::journey::{Journey, new_app};

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_becomes_the_block() {
    Journey::go_in(Browser::Firefox, new_app(), |journey| async move {
        let page = &journey.page;
        page.type_into("Client ID", &journey.client_id).await;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        let pin = journey.allow_at_trakt().await;
        page.type_into("PIN", &pin).await;
        journey.submit().await;
        page.status("Your authorization block is ready.").await;
        journey.assert_only_the_pin_was_sent(&pin);

        let block = page.value_of("Authorization block").await;
        assert!(block.contains(&journey.client_secret), "{block}");
        page.press("Copy block").await;
        page.status("The block is on the clipboard.").await;
        assert_eq!(page.clipboard().await, block);
        page.press("Download block").await;
        page.status("The block is downloaded as trakt.yml.").await;
        let file = journey.downloads.join("trakt.yml");
        page.wait_for("the whole file", async || {
            std::fs::read_to_string(&file)
                .ok()
                .filter(|text| *text == block)
        })
        .await;
        page.press("Check it with Trakt").await;
        page.status("Trakt accepts it.").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_is_refreshed() {
    Journey::go_in(Browser::Firefox, new_app(), |journey| async move {
        let page = &journey.page;
        let old = journey.trakt.issue_tokens(&journey.client_id);
        choose_refresh(&journey).await;
        let pasted = block_with(&journey, &old.refresh_token);
        page.paste("Your current trakt block", &pasted).await;
        assert_eq!(page.value_of("Your current trakt block").await, pasted);
        page.press("Refresh it").await;
        page.status("Your authorization block is ready.").await;
        journey.assert_only_the_refresh_token_was_sent(&old.refresh_token);
        let block = page
            .value_with("Authorization block", "trakt:\n  # made for the NAS\n")
            .await;
        assert!(!block.contains(&old.refresh_token), "{block}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_keeps_the_page_from_everybody_else() {
    Journey::go_in(Browser::Firefox, new_app(), |journey| async move {
        let page = &journey.page;
        let ask = "const done = arguments[0];
            const image = new Image();
            image.onload = () => done('answered');
            image.onerror = () => done('kept');
            image.src = 'https://example.org/image.png';
            document.body.append(image);";
        let outcome = page.driver.execute_async(ask, Vec::new()).await.unwrap();
        assert_eq!(outcome.json(), &json!("kept"));
        // That it never reached the proxy is looked at when the journey ends.
        let console = page.console().await;
        let [line] = &console[..] else {
            panic!("{console:?}")
        };
        assert!(line.contains("https://example.org/image.png"), "{line}");
    })
    .await;
}
