//! What is done before the part of the page has come that is loaded after the first view.

use std::path::PathBuf;
use std::time::Duration;

use journeys::journey::Journey;
use journeys::project;
use thirtyfour::prelude::*;
use trakt_stand_in::Hold;

use crate::layout::assert_no_button_breaks_a_word;
use crate::redirect::{answer, register, set_out};

/// Opens the page anew, with its first view alone until the rest is let go.
async fn open_without_later_part(journey: &Journey) -> Hold {
    let rest = hold_back_later_part(journey);
    journey.page.refresh().await;
    rest
}

/// Lets it not come to any page that is opened from now on, until it is let go.
fn hold_back_later_part(journey: &Journey) -> Hold {
    let files = std::fs::read_dir(project().join("dist")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let is_later_part = |name: &String| name.starts_with("deferred-") && name.ends_with(".bin");
    journey
        .site
        .hold_back(&names.into_iter().find(is_later_part).unwrap())
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
        assert_no_button_breaks_a_word(&journey).await;
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
            page.choose(method).await;
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
        page.choose("Device code").await;
        let chosen = page.by_role("radio", "Device code").await;
        assert!(chosen.is_selected().await.unwrap(), "at once");
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
        journey.site.tamper_with("deferred-", ".bin");
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

/// The page's own patience counts by the clock of the journey too.
const PATIENCE_BY_THE_CLOCK: &str = "AbortSignal.timeout = milliseconds => {
    const controller = new AbortController();
    window.setTimeout(() => controller.abort(new DOMException('', 'TimeoutError')), milliseconds);
    window.patienceHasBegun = true;
    return controller.signal;
}";

/// Waits until the later part has been asked for, so that the patience with it runs.
async fn patience_begins(journey: &Journey) {
    let driver = &journey.page.driver;
    let begun = "return window.patienceHasBegun";
    let wait = journey
        .page
        .wait_for("patience with the later part", async || {
            let begun = driver.execute(begun, Vec::new()).await.ok()?;
            begun.json().as_bool()
        });
    wait.await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_never_comes_is_told_of_after_half_a_minute() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.before_scripts(PATIENCE_BY_THE_CLOCK).await;
        let rest = open_without_later_part(&journey).await;
        let pin = journey.fill_in().await;
        page.press("Get my authorization block").await;
        page.status("The rest of this page is still loading").await;
        patience_begins(&journey).await;
        journey.pass(Duration::from_secs(25)).await;
        assert_eq!(page.alerts().await, Vec::<String>::new());
        journey.pass(Duration::from_secs(5)).await;
        page.alert_with("The rest of this page could not be loaded")
            .await;
        assert_eq!(page.value_of("PIN").await, pin);

        rest.let_go();
        page.press("Try again").await;
        page.status("Your authorization block is ready.").await;
        journey.assert_only_the_pin_was_sent(&pin);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_came_back_from_trakt_outlasts_not_now() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        register(&journey, Some(journey.client_secret.clone()));
        page.before_scripts(PATIENCE_BY_THE_CLOCK).await;
        page.refresh().await;
        set_out(&journey).await;
        let rest = hold_back_later_part(&journey);
        answer(&journey, "Allow").await;
        page.status("The rest of this page is still loading").await;
        patience_begins(&journey).await;
        journey.pass(Duration::from_secs(30)).await;
        page.alert_with("The rest of this page could not be loaded")
            .await;
        page.press("Not now").await;
        page.wait_for("the end of the alert", async || {
            page.alerts().await.is_empty().then_some(())
        })
        .await;
        assert_eq!(journey.token_requests().len(), 0);

        rest.let_go();
        page.type_into("Client secret", &journey.client_secret)
            .await;
        page.status("Your authorization block is ready.").await;
        assert_eq!(page.value_of("Client ID").await, journey.client_id);
        let block = page.value_of("Authorization block").await;
        assert!(block.contains(&journey.client_secret), "{block}");
        assert_eq!(journey.token_requests().len(), 1);
    })
    .await;
}
