//! The page as one file, opened by a double click, in three browsers.

use std::time::Duration;

use super::device::get_code;
use super::refresh::{block_with, choose_refresh};
use journeys::browser::Browser;
use journeys::journey::Journey;
use journeys::project;
use trakt_stand_in::curl::run_in_sh;
use trakt_stand_in::{Endpoint, Fault};

/// The address of the file that `make standalone` writes.
fn address() -> String {
    let file = project().join("dist-standalone/kometa-trakt-sign-in.html");
    assert!(
        file.is_file(),
        "there is no such file: run `make standalone`"
    );
    format!("file://{}", file.display())
}

async fn everything_works_in(browser: Browser) {
    Journey::go_to(address(), browser, |journey| async move {
        let Journey { page, trakt, .. } = &journey;
        let way_back = page.by_role("radio", "Return to this page").await;
        assert!(
            !way_back.is_enabled().await.unwrap(),
            "there is no address to return to"
        );

        journey.fill_in_and_submit().await;
        page.status("Your authorization block is ready.").await;
        let block = page.value_of("Authorization block").await;
        page.paste("Your config.yml", "plex:\n  url: x\n").await;
        page.press("Update config.yml").await;
        page.status("The new text is ready.").await;
        let updated = page.value_of("Updated config.yml").await;
        assert_eq!(updated, format!("plex:\n  url: x\n{block}"));
        page.press("Copy config.yml").await;
        page.status("The updated config.yml is on the clipboard.")
            .await;
        page.press("Check it with Trakt").await;
        page.status("Trakt accepts it.").await;
        journey.start_over().await;

        let code = get_code(&journey).await;
        assert!(trakt.approve_device(&code.replace('-', "")));
        journey
            .pass_polls_until_status("Your authorization block is ready.")
            .await;
        journey.start_over().await;

        let old = trakt.issue_tokens(&journey.client_id);
        choose_refresh(&journey).await;
        page.paste(
            "Your current trakt block",
            &block_with(&journey, &old.refresh_token),
        )
        .await;
        journey.press_after_a_second("Refresh it").await;
        page.status("Your authorization block is ready.").await;
        journey.start_over().await;

        page.by_role("radio", "PIN").await.click().await.unwrap();
        trakt.always(Endpoint::TOKEN, Fault::disconnect());
        journey.fill_in_and_submit().await;
        journey.pass_to_the_other_host().await;
        page.alert_with("Trakt cannot be reached from this browser")
            .await;
        let command = page.value_of("Command for macOS and Linux").await;
        trakt.clear_faults();
        trakt.advance_clock(Duration::from_secs(1));
        let printed = run_in_sh(&command, trakt).await;
        page.paste("What the command printed", &printed).await;
        page.press("Use this answer").await;
        page.status("Your authorization block is ready.").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_works_in_chromium() {
    everything_works_in(Browser::Chromium).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_works_in_firefox() {
    everything_works_in(Browser::Firefox).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_works_in_webkit() {
    everything_works_in(Browser::WebKit).await;
}
