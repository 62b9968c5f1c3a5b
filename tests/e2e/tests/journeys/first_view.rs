//! What is there before the page's program has loaded, and what becomes of what is done with it.

use serde_json::json;
use thirtyfour::prelude::*;

use journeys::browser::devtools;
use journeys::journey::Journey;
use trakt_stand_in::Hold;

/// Opens the page anew, without its WebAssembly until that is let go.
pub async fn open_without_program(journey: &Journey) -> Hold {
    let program = journey.site.hold_back(".bin");
    journey.page.driver.refresh().await.unwrap();
    journey
        .page
        .status("the buttons work as soon as the page is complete")
        .await;
    program
}

pub async fn arrives(program: &Hold, journey: &Journey) {
    program.let_go();
    journey.page.wait_until_ready().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_into_it_stays_with_the_cursor() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let program = open_without_program(&journey).await;
        page.paste("Your config.yml", "plex:\n  url: x\n").await;
        page.by_role("radio", "Device code")
            .await
            .click()
            .await
            .unwrap();
        page.unfold("Other settings").await;
        let host = page.by_role("combobox", "Trakt sign-in host").await;
        host.send_keys("auth").await.unwrap();
        page.type_into("Client secret", &journey.client_secret)
            .await;
        page.type_into("Client ID", "abef").await;
        let field = page.textbox("Client ID").await;
        field.send_keys(Key::Left + Key::Left).await.unwrap();
        journey.take_picture("first-view").await;
        arrives(&program, &journey).await;

        assert_eq!(page.focused_id().await, "client-id");
        page.driver
            .active_element()
            .await
            .unwrap()
            .send_keys("cd")
            .await
            .unwrap();
        assert_eq!(page.value_of("Client ID").await, "abcdef");
        assert_eq!(page.value_of("Client secret").await, journey.client_secret);
        assert_eq!(page.value_of("Your config.yml").await, "plex:\n  url: x\n");
        let device = page.by_role("radio", "Device code").await;
        assert!(device.is_selected().await.unwrap());
        page.by_role("button", "Get a device code").await;
        page.unfold("Other settings").await;
        let host = page.value_of_select("Trakt sign-in host").await;
        assert_eq!(host, "auth.trakt.tv (current)");
        assert!(page.driver.find(By::Id("page-loads")).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_too_early_is_sent_once_the_page_answers() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let program = open_without_program(&journey).await;
        let pin = journey.fill_in().await;
        journey.submit().await;
        assert_eq!(page.value_of("PIN").await, pin);
        arrives(&program, &journey).await;
        page.status("Your authorization block is ready.").await;
        assert_eq!(journey.token_requests().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_scripts_are_off_it_says_so_and_shows_no_dead_form() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let off = json!({ "value": true });
        devtools(&page.driver, "Emulation.setScriptExecutionDisabled", off).await;
        page.driver.refresh().await.unwrap();
        for words in [
            "This page needs JavaScript",
            "Kometa newer than 2.4.8 no longer works with Trakt.",
            "Not affiliated with Trakt or Kometa",
        ] {
            let text = page
                .driver
                .find(By::Tag("body"))
                .await
                .unwrap()
                .text()
                .await
                .unwrap();
            assert!(text.contains(words), "{text}");
            for gone in ["One moment", "Your Trakt app", "Open config.yml"] {
                assert!(!text.contains(gone), "{text}");
            }
        }
        journey.take_picture("scripts-off").await;
        let on = json!({ "value": false });
        devtools(&page.driver, "Emulation.setScriptExecutionDisabled", on).await;
        page.refresh().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_lacks_a_file_says_so_and_keeps_what_was_typed() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey.site.tamper_with("kometa-trakt-sign-in-", ".bin");
        let program = open_without_program(&journey).await;
        page.type_into("Client ID", "abc").await;
        program.let_go();
        page.alert_with("This page could not start").await;
        assert_eq!(page.value_of("Client ID").await, "abc");
        let console = page.console().await;
        assert!(
            console.iter().all(|line| line.contains("integrity")),
            "{console:?}"
        );
    })
    .await;
}
