//! The page as one file, opened by a double click, in three browsers.

use super::device::get_code;
use super::refresh::{block_with, choose_refresh};
use journeys::browser::Browser;
use journeys::journey::Journey;
use journeys::project;

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
        let updated = page.value_of("Updated config.yml").await;
        assert_eq!(updated, format!("plex:\n  url: x\n{block}"));
        page.press("Copy config.yml").await;
        page.status("The updated config.yml is on the clipboard.")
            .await;
        page.press("Check it with Trakt").await;
        page.status("Trakt accepts it.").await;
        journey.start_over().await;

        let code = get_code(&journey).await;
        journey.approve_device(&code).await;
        journey.start_over().await;

        let old = trakt.issue_tokens(&journey.client_id);
        choose_refresh(&journey).await;
        page.paste(
            "Your current trakt block",
            &block_with(&journey, &old.refresh_token),
        )
        .await;
        // What was found moves the button down, perhaps from under a click.
        page.wait_for_text("current-block-remarks", "Found: the client ID")
            .await;
        journey.press_after_a_second("Refresh it").await;
        page.status("Your authorization block is ready.").await;
        journey.start_over().await;

        page.by_role("radio", "PIN").await.click().await.unwrap();
        journey.sign_in_by_terminal().await;
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
