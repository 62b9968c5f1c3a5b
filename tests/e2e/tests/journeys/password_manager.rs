//! Password managers that fill in a field without an `input` event.

use std::time::Duration;

use journeys::journey::Journey;
use serde_json::json;

async fn fill_in_unheard(journey: &Journey, id: &str, text: &str) {
    let script = "document.getElementById(arguments[0]).value = arguments[1]";
    let given = vec![json!(id), json!(text)];
    journey.page.driver.execute(script, given).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_they_fill_in_outlives_every_tick_and_is_sent() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.type_into("Client ID", &journey.client_id).await;
        let pin = journey.allow_at_trakt().await;
        fill_in_unheard(&journey, "client-secret", &journey.client_secret).await;
        // The life of the PIN is counted down.
        journey.pass(Duration::from_secs(3)).await;
        assert_eq!(page.value_of("Client secret").await, journey.client_secret);
        page.press("Show client secret").await;
        assert_eq!(page.value_of("Client secret").await, journey.client_secret);
        fill_in_unheard(&journey, "pin", &pin).await;
        journey.submit().await;
        page.status("Your authorization block is ready.").await;
        journey.assert_only_the_pin_was_sent(&pin);

        journey.start_over().await;
        for field in ["Client ID", "Client secret", "PIN"] {
            assert_eq!(page.value_of(field).await, "", "{field}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_they_fill_in_before_anything_else_is_sent() {
    Journey::go(|journey| async move {
        let pin = journey.trakt.issue_pin(&journey.client_id);
        for (id, text) in [
            ("client-id", &journey.client_id),
            ("client-secret", &journey.client_secret),
            ("pin", &pin),
        ] {
            fill_in_unheard(&journey, id, text).await;
        }
        journey.submit().await;
        journey
            .page
            .status("Your authorization block is ready.")
            .await;
        journey.assert_only_the_pin_was_sent(&pin);
    })
    .await;
}
