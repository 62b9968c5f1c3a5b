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
