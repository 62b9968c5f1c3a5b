//! Looking after a token: checking it and giving it back.

use std::time::Duration;

use serde_json::json;

use journeys::journey::Journey;

async fn signed_in(journey: &Journey) -> String {
    journey.fill_in_and_submit().await;
    journey
        .page
        .status("Your authorization block is ready.")
        .await;
    let block = journey.page.value_of("Authorization block").await;
    let token = block
        .lines()
        .find_map(|line| line.trim().strip_prefix("access_token: "));
    token.unwrap().trim_matches('"').to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_token_is_checked_as_kometa_would_check_it() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let token = signed_in(&journey).await;
        page.press("Check it with Trakt").await;
        page.status("Signed in as sample-user; valid until").await;
        let asked = journey
            .trakt
            .requests_to("GET", "api.trakt.tv", "/users/settings");
        let [asked] = &asked[..] else {
            panic!("one request")
        };
        assert_eq!(
            asked.header("authorization"),
            Some(&*format!("Bearer {token}"))
        );
        assert_eq!(asked.header("trakt-api-key"), Some(&*journey.client_id));
        assert_eq!(asked.header("trakt-api-version"), Some("2"));
        assert_eq!(asked.header("content-type"), Some("application/json"));
        journey.take_picture("checked").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn revoking_asks_first_and_shows_the_block_as_dead() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let token = signed_in(&journey).await;
        page.press("Revoke this access").await;
        page.press("Keep it").await;
        assert_eq!(
            journey
                .trakt
                .requests_to("POST", "api.trakt.tv", "/oauth/revoke")
                .len(),
            0
        );

        page.press("Revoke this access").await;
        journey.press_after_a_second("Yes, revoke it").await;
        let asked = || {
            journey
                .trakt
                .requests_to("POST", "api.trakt.tv", "/oauth/revoke")
        };
        page.wait_for("the first revocation", async || {
            (asked().len() == 1).then_some(())
        })
        .await;
        journey.pass(Duration::from_secs(2)).await;
        page.by_role("heading", "This block is revoked").await;
        let tokens: Vec<_> = asked()
            .iter()
            .map(|entry| {
                let sent = entry.json().unwrap();
                assert_eq!(sent["client_id"], json!(journey.client_id));
                assert_eq!(sent["client_secret"], json!(journey.client_secret));
                sent["token"].as_str().unwrap().to_owned()
            })
            .collect();
        let [refresh_token, access_token] = &tokens[..] else {
            panic!("two requests: {}", tokens.len())
        };
        assert_eq!(*access_token, token);
        assert_ne!(*refresh_token, token);
        assert!(
            page.find_by_role("button", "Check it with Trakt")
                .await
                .is_none()
        );
        journey.take_picture("revoked").await;
        journey.start_over().await;
        assert_eq!(page.value_of("Client ID").await, "");
    })
    .await;
}
