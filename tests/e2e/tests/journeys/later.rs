//! What is done before the part of the page has come that is loaded after the first view.

use std::path::PathBuf;

use journeys::journey::Journey;
use thirtyfour::prelude::*;
use trakt_stand_in::Hold;

/// Opens the page anew, with its first view alone until the rest is let go.
async fn open_without_later_part(journey: &Journey) -> Hold {
    let driver = &journey.page.driver;
    let link = By::Css("link[rel=deferred-webassembly]");
    let href = driver.find(link).await.unwrap().attr("href").await.unwrap();
    let file = href.unwrap();
    let rest = journey.site.hold_back(file.trim_start_matches("./"));
    journey.page.refresh().await;
    rest
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pressed_before_it_has_come_is_done_when_it_has() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let rest = open_without_later_part(&journey).await;
        let pin = journey.fill_in().await;
        page.press("Show client secret").await;
        page.press("Get my authorization block").await;
        page.status("The rest of this page is still loading").await;
        journey.take_picture("later-awaited").await;
        assert_eq!(journey.token_requests().len(), 0);

        rest.let_go();
        page.textbox("Authorization block").await;
        journey.assert_only_the_pin_was_sent(&pin);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_has_to_wait_for_it() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let rest = open_without_later_part(&journey).await;
        let pin = journey.fill_in().await;
        page.press("Get my authorization block").await;
        page.status("The rest of this page is still loading").await;
        page.press("Cancel").await;
        page.wait_for("the end of the wait", async || {
            page.find_by_role("button", "Cancel")
                .await
                .is_none()
                .then_some(())
        })
        .await;
        assert_eq!(page.focused_id().await, "submit");
        assert_eq!(page.value_of("PIN").await, pin);

        rest.let_go();
        page.wait_for("the rest of the page", async || {
            let complete = page.driver.find(By::Css("html[data-complete]")).await;
            complete.is_ok().then_some(())
        })
        .await;
        assert_eq!(journey.token_requests().len(), 0);
        assert_eq!(page.value_of("PIN").await, pin);
        journey.submit().await;
        page.textbox("Authorization block").await;
        journey.assert_only_the_pin_was_sent(&pin);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_pressed_before_it_has_come_counts_in_its_order() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let rest = open_without_later_part(&journey).await;
        page.type_into("Client ID", &journey.client_id).await;
        page.unfold("Other settings").await;
        page.unfold("I have no Trakt app yet").await;
        page.press("Copy redirect URI").await;
        page.status("The rest of this page is still loading").await;
        page.press("Show client secret").await;
        page.press("Show client secret").await;
        let host = page.by_role("combobox", "Trakt sign-in host").await;
        host.send_keys("auth").await.unwrap();
        for is_open in ["false", "true"] {
            page.press("Your Trakt app").await;
            let fold = page.by_role("button", "Your Trakt app").await;
            let expanded = fold.attr("aria-expanded").await.unwrap();
            assert_eq!(expanded.as_deref(), Some(is_open));
        }
        for method in ["Refresh a block", "Return to this page", "PIN"] {
            page.press_label(method).await;
        }
        page.type_into("Your config.yml", "trakt:\n  client_id: from-file\n")
            .await;
        page.press("Update config.yml").await;
        page.press("Get my authorization block").await;

        rest.let_go();
        page.alert_with("Enter your client secret").await;
        page.status("Found: the client ID").await;
        assert_eq!(page.value_of("Client ID").await, journey.client_id);
        let host = page.value_of_select("Trakt sign-in host").await;
        assert!(host.contains("auth.trakt.tv"), "{host}");
        assert_eq!(journey.token_requests().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_and_a_file_that_are_chosen_before_it_has_come_are_taken_when_it_has() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let rest = open_without_later_part(&journey).await;
        page.press_label("Device code").await;
        let file: PathBuf = std::env::temp_dir().join(format!("later-{}.yml", std::process::id()));
        std::fs::write(&file, "trakt:\n  client_id: chosen-early\n").unwrap();
        let chooser = page.driver.find(By::Id("open-config")).await.unwrap();
        chooser.send_keys(file.to_string_lossy()).await.unwrap();
        page.type_into("Client secret", "s3cr3t").await;

        rest.let_go();
        page.wait_for_text("opened-config", "later-").await;
        page.by_role("button", "Get a device code").await;
        assert_eq!(page.value_of("Client secret").await, "s3cr3t");
        std::fs::remove_file(file).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_does_not_come_can_be_tried_again_and_leaves_what_was_typed() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey.site.tamper_with("deferred-", ".wasm");
        page.refresh().await;
        let pin = journey.fill_in().await;
        page.press("Get my authorization block").await;
        page.alert_with("The rest of this page could not be loaded")
            .await;
        journey.take_picture("later-failed").await;
        assert_eq!(page.value_of("PIN").await, pin);
        assert_eq!(page.value_of("Client secret").await, journey.client_secret);

        journey.site.mend();
        page.press("Try again").await;
        page.textbox("Authorization block").await;
        journey.assert_only_the_pin_was_sent(&pin);
        let console = page.console().await;
        assert!(
            console.iter().all(|line| line.contains("integrity")),
            "{console:?}"
        );
    })
    .await;
}
