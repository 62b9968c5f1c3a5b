//! Every way in which the exchange of a PIN can fail: what the user reads, what is kept, what was sent.

use std::time::Duration;

use thirtyfour::prelude::*;

use journeys::journey::{Journey, new_app_of_another_origin};
use trakt_stand_in::curl::run_in_sh;
use trakt_stand_in::{Endpoint, Fault};

use crate::layout::assert_no_button_breaks_a_word;

#[tokio::test(flavor = "multi_thread")]
async fn a_429_is_waited_for_as_long_as_it_says_and_then_tried_again() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey
            .trakt
            .once(Endpoint::TOKEN, Fault::too_many_requests(2));
        journey.fill_in_and_submit().await;
        page.status("Too many requests.").await;
        let countdown = page.driver.find(By::Css("[role=timer]")).await.unwrap();
        let words = countdown.text().await.unwrap();
        assert!(words.starts_with("Trying again in "), "{words}");
        journey.pass(Duration::from_secs(2)).await;
        page.status("Your authorization block is ready.").await;
        assert_eq!(journey.token_requests().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_leaves_this_page_out_is_told_apart_and_foretold() {
    Journey::go_with(new_app_of_another_origin(), |journey| async move {
        let page = &journey.page;
        page.type_into("Client ID", &journey.client_id).await;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        let pin = journey.allow_at_trakt().await;
        page.status("Trakt is up, but this page cannot read its answers.")
            .await;
        page.type_into("PIN", &pin).await;
        journey.submit().await;
        journey.pass_to_the_other_host().await;
        let alert = page
            .alert_with("Trakt is up, but this page could not read its answer")
            .await;
        assert!(alert.contains(&journey.site.origin()), "{alert}");
        page.press("Copy origin").await;
        page.status("Copied").await;
        assert_eq!(page.clipboard().await, journey.site.origin());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_given_up_after_thirty_seconds_and_it_is_said() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey
            .trakt
            .always(Endpoint::TOKEN, Fault::stall_mid_body());
        let pin = journey.fill_in().await;
        journey.submit().await;
        page.wait_for("the request", async || {
            (journey.token_requests().len() == 1).then_some(())
        })
        .await;
        journey.pass(Duration::from_secs(28)).await;
        page.status("Waiting for Trakt's answer").await;
        journey.pass(Duration::from_secs(2)).await;
        let alert = page.alert().await;
        assert!(alert.contains("Trakt did not answer in time"), "{alert}");
        assert!(alert.contains("30 seconds"), "{alert}");
        journey.assert_fields_kept(&pin).await;
        assert_eq!(journey.token_requests().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn being_offline_is_noticed_and_so_is_the_network_coming_back() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let pin = journey.fill_in().await;
        page.set_offline(true).await;
        page.status("You are offline.").await;
        journey.submit().await;
        let alert = page.alert().await;
        assert!(alert.contains("You are offline"), "{alert}");
        assert_eq!(journey.token_requests().len(), 0);
        journey.assert_fields_kept(&pin).await;
        page.textbox("Command for macOS and Linux").await;

        page.set_offline(false).await;
        page.status("You are online again.").await;
        journey.submit().await;
        page.status("Your authorization block is ready.").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_terminal_is_a_way_out_when_nothing_gets_through() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey.trakt.always(Endpoint::TOKEN, Fault::disconnect());
        journey.fill_in_and_submit().await;
        journey.pass_to_the_other_host().await;
        page.alert_with("Trakt cannot be reached from this browser")
            .await;
        let command = page.value_of("Command for macOS and Linux").await;
        page.press("Show the command for Windows PowerShell").await;
        let powershell = page.value_of("Command for Windows PowerShell").await;
        assert!(powershell.contains("Invoke-WebRequest"), "{powershell}");
        assert_eq!(page.focused_id().await, "command");
        journey.take_picture("terminal").await;
        assert_no_button_breaks_a_word(&journey).await;

        page.press("Use this answer").await;
        page.alert_with("What the command printed is empty").await;
        page.type_into(
            "What the command printed",
            "curl: (6) Could not resolve host: api.trakt.tv",
        )
        .await;
        page.press("Use this answer").await;
        page.alert_with("The command did not reach Trakt either")
            .await;
        page.retype("What the command printed", "{\"error\":\"invalid_grant\"}")
            .await;
        page.press("Use this answer").await;
        page.alert_with("Trakt did not accept the PIN").await;

        journey.trakt.clear_faults();
        journey.trakt.advance_clock(Duration::from_secs(1));
        let printed = run_in_sh(&command, &journey.trakt).await;
        page.retype("What the command printed", &format!("$ {printed} $"))
            .await;
        page.press("Use this answer").await;
        page.status("Your authorization block is ready.").await;
        let block = page.value_of("Authorization block").await;
        assert!(block.contains(&journey.client_id), "{block}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_with_a_block_that_was_not_saved_asks_first() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let asks = async || {
            let script = "const leaving = new Event('beforeunload', { cancelable: true });
                window.dispatchEvent(leaving); return leaving.defaultPrevented;";
            page.driver
                .execute(script, Vec::new())
                .await
                .unwrap()
                .json()
                .as_bool()
                .unwrap()
        };
        assert!(!asks().await, "there is nothing to lose yet");
        journey.fill_in_and_submit().await;
        page.status("Your authorization block is ready.").await;
        assert!(asks().await);
        page.press("Copy block").await;
        page.status("The block is on the clipboard.").await;
        assert!(!asks().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clipboard_that_refuses_leaves_the_block_selected() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey.fill_in_and_submit().await;
        page.status("Your authorization block is ready.").await;
        page.deny_clipboard().await;
        page.press("Copy block").await;
        page.status("The block is selected").await;
        let selected = "const area = document.activeElement; return area.value.slice(area.selectionStart, area.selectionEnd)";
        let selected = page.driver.execute(selected, Vec::new()).await.unwrap();
        let block = page.value_of("Authorization block").await;
        assert_eq!(selected.json().as_str(), Some(block.as_str()));
    })
    .await;
}

/// As an extension might: the page, given the first text of a config.yml, goes to put something before an element that is
/// gone.
pub const BREAKS_THE_PAGE: &str =
    "document.querySelector('#put-in-body .part > [role=status]').remove()";

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_leaves_a_message_and_what_was_typed() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        page.driver
            .execute(BREAKS_THE_PAGE, Vec::new())
            .await
            .unwrap();
        page.type_into("Your config.yml", "a").await;
        let alert = page.alert_with("This page has broken").await;
        assert!(alert.contains("What you typed is still below"), "{alert}");
        assert!(alert.contains(".rs:"), "{alert}");
        assert_eq!(page.value_of("Client secret").await, journey.client_secret);
        assert_eq!(page.value_of("Your config.yml").await, "a");
        let console = page.console().await;
        assert!(
            console
                .iter()
                .all(|line| !line.contains(&journey.client_secret)),
            "{console:?}"
        );
    })
    .await;
}
