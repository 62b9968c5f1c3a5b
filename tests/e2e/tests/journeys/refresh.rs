//! A block that is there already is refreshed.

use journeys::journey::Journey;

pub fn block_with(journey: &Journey, refresh_token: &str) -> String {
    format!(
        "trakt:\n  # made for the NAS\n  client_id: {}\n  client_secret: {}\n  authorization:\n    access_token: old\n    \
         token_type: bearer\n    expires_in: 604800\n    refresh_token: {refresh_token}\n    scope: public\n    \
         created_at: 1700000000\n",
        journey.client_id, journey.client_secret
    )
}

pub async fn choose_refresh(journey: &Journey) {
    journey
        .page
        .by_role("radiogroup", "How do you want to sign in?")
        .await;
    journey
        .page
        .by_role("radio", "Refresh a block")
        .await
        .click()
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_is_refreshed_with_one_post_and_keeps_its_comments() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let old = journey.trakt.issue_tokens(&journey.client_id);
        choose_refresh(&journey).await;
        let pasted = block_with(&journey, &old.refresh_token);
        page.paste("Your current trakt block", &pasted).await;
        for words in [
            "Found: the client ID, the client secret, a refresh token.",
            "Its access ended on November",
        ] {
            page.wait_for_text("current-block-remarks", words).await;
        }
        journey.take_picture("refresh").await;
        journey.press_after_a_second("Refresh it").await;
        page.status("Your authorization block is ready.").await;
        journey.assert_only_the_refresh_token_was_sent(&old.refresh_token);
        let block = page
            .value_with("Authorization block", "  # made for the NAS\n")
            .await;
        assert!(!block.contains(&old.refresh_token) && !block.contains("access_token: old"));
        page.press("Check it with Trakt").await;
        page.status("Trakt accepts it.").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_that_was_used_is_told_as_such_and_the_paste_is_kept() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let old = journey.trakt.issue_tokens(&journey.client_id);
        let pasted = block_with(&journey, &old.refresh_token);
        choose_refresh(&journey).await;
        page.paste("Your current trakt block", &pasted).await;
        journey.press_after_a_second("Refresh it").await;
        page.status("Your authorization block is ready.").await;
        page.press("Sign in").await;
        page.paste("Your current trakt block", &pasted).await;
        journey.press_after_a_second("Refresh it").await;
        page.press("Yes, sign in again").await;
        let alert = page
            .alert_with("Trakt did not accept the refresh token")
            .await;
        for words in [
            "works once",
            "Kometa may have done so",
            "sign in once more",
            "session not found",
        ] {
            assert!(alert.contains(words), "{alert}");
        }
        assert_eq!(page.value_of("Your current trakt block").await, pasted);
        page.textbox("Authorization block").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_refreshed_is_said_before_anything_is_sent() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        choose_refresh(&journey).await;
        journey.press_after_a_second("Refresh it").await;
        page.alert_with("Your current trakt block is empty").await;
        for (pasted, words) in [
            (
                "plex:\n  url: http://192.168.1.12:32400\n",
                "There is no trakt section",
            ),
            (
                "trakt:\n  client_id: x\n",
                "There is no refresh_token in your block",
            ),
            (
                "{\"access_token\":\"a\",\"refresh_token\":\"r\"}",
                "There is no client_id in your block",
            ),
        ] {
            page.paste("Your current trakt block", pasted).await;
            journey.press_after_a_second("Refresh it").await;
            page.alert_with(words).await;
        }
        assert_eq!(journey.trakt.journal().len(), 0);
    })
    .await;
}
