//! Faults that can be asked for.

use std::time::Duration;

use serde_json::{Value, json};
use trakt_stand_in::{Endpoint, Fault, TraktStandIn};

use crate::client::{
    CLIENT_ID, DEVICE_TOKEN, REVOKE, Reply, SETTINGS, TOKEN, TOKEN_CURRENT, curl, curl_output,
    is_hex, pin_exchange, post, trakt,
};

#[tokio::test]
async fn missing_cors_and_a_refused_preflight_are_two_faults() {
    let trakt = trakt().await;
    trakt.always(Endpoint::TOKEN, Fault::missing_cors());
    let reply = post(&trakt, TOKEN, &pin_exchange(&trakt.issue_pin(CLIENT_ID))).await;
    assert_eq!(reply.status, 200);
    assert!(!reply.has_cors_headers());
    assert_eq!(curl(&trakt, &["-X", "OPTIONS", TOKEN]).await.status, 204);

    trakt.clear_faults();
    trakt.always(Endpoint::TOKEN, Fault::preflight_refused());
    let preflight = curl(&trakt, &["-X", "OPTIONS", TOKEN]).await;
    assert_eq!(preflight.status, 403);
    assert!(!preflight.has_cors_headers());
    assert_eq!(
        post(&trakt, TOKEN, &pin_exchange(&trakt.issue_pin(CLIENT_ID)))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn faults_queue_in_order_then_the_lasting_one_then_none() {
    let trakt = trakt().await;
    trakt.always(Endpoint::TOKEN, Fault::gone());
    trakt.once(Endpoint::TOKEN, Fault::forbidden());
    trakt.once(Endpoint::TOKEN, Fault::not_found());
    let body = pin_exchange(&trakt.issue_pin(CLIENT_ID));
    for status in [403, 404, 410, 410] {
        assert_eq!(post(&trakt, TOKEN, &body).await.status, status);
    }
    trakt.clear_faults();
    assert_eq!(
        post(&trakt, TOKEN, &body).await.status,
        200,
        "the PIN was left alone"
    );
}

#[tokio::test]
async fn a_fault_can_be_kept_to_one_of_the_two_hosts() {
    let trakt = trakt().await;
    trakt.always(Endpoint::TOKEN.classic(), Fault::not_found());
    let body = pin_exchange(&trakt.issue_pin(CLIENT_ID));
    assert_eq!(post(&trakt, TOKEN, &body).await.status, 404);
    assert_eq!(post(&trakt, TOKEN_CURRENT, &body).await.status, 200);
    trakt.clear_faults();
    trakt.always(Endpoint::REVOKE.current(), Fault::method_not_allowed());
    trakt.always(Endpoint::SETTINGS, Fault::forbidden());
    assert_eq!(
        post(&trakt, "https://auth.trakt.tv/oauth/revoke", &json!({}))
            .await
            .status,
        405
    );
    assert_eq!(post(&trakt, REVOKE, &json!({})).await.status, 401);
    assert_eq!(curl(&trakt, &[SETTINGS]).await.status, 403);
}

#[tokio::test]
async fn status_faults_carry_their_headers_and_bodies() {
    let trakt = trakt().await;
    let cases = [
        (Fault::precondition_failed(), 412, None),
        (Fault::locked(), 423, None),
        (
            Fault::account_locked(),
            423,
            Some(("x-account-locked", "true")),
        ),
        (
            Fault::account_deactivated(),
            423,
            Some(("x-account-deactivated", "true")),
        ),
        (
            Fault::too_many_requests(12),
            429,
            Some(("retry-after", "12")),
        ),
        (Fault::proxy_error(521), 521, Some(("server", "cloudflare"))),
        (
            Fault::status(503).with_header("Retry-After", "30"),
            503,
            Some(("retry-after", "30")),
        ),
    ];
    for (fault, status, header) in cases {
        trakt.once(Endpoint::TOKEN, fault);
        let reply = post(&trakt, TOKEN, &json!({})).await;
        assert_eq!((reply.exit, reply.status), (0, status));
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        if let Some((name, value)) = header {
            assert_eq!(reply.header(name), Some(value));
        } else {
            assert_eq!(reply.header("x-account-locked"), None);
            assert_eq!(reply.header("x-account-deactivated"), None);
        }
    }

    trakt.once(
        Endpoint::TOKEN,
        Fault::too_many_requests_without_retry_after(),
    );
    let reply = post(&trakt, TOKEN, &json!({})).await;
    assert_eq!((reply.status, reply.header("retry-after")), (429, None));
    assert_eq!(reply.header("x-ratelimit"), None);

    for status in [500, 502, 503, 504, 520, 521, 522, 524] {
        trakt.once(Endpoint::TOKEN, Fault::proxy_error(status).without_cors());
        let reply = post(&trakt, TOKEN, &json!({})).await;
        assert_eq!(reply.status, status);
        assert!(reply.body.starts_with("<!DOCTYPE html>"));
        assert!(!reply.has_cors_headers());
    }

    trakt.once(
        Endpoint::TOKEN,
        Fault::oauth_error(400, "invalid_grant", "<b>no</b>"),
    );
    let reply = post(&trakt, TOKEN, &json!({})).await;
    reply.assert_error(400, "invalid_grant");
    assert_eq!(reply.text("error_description"), "<b>no</b>");
    trakt.once(
        Endpoint::TOKEN,
        Fault::oauth_error_without_description(400, "invalid_grant"),
    );
    assert_eq!(
        post(&trakt, TOKEN, &json!({})).await.json(),
        json!({ "error": "invalid_grant" })
    );
}

#[tokio::test]
async fn a_good_status_can_carry_no_body_any_body_or_half_a_body() {
    let trakt = trakt().await;
    let body = |trakt: &TraktStandIn| pin_exchange(&trakt.issue_pin(CLIENT_ID));

    trakt.once(Endpoint::TOKEN, Fault::empty_body());
    let reply = post(&trakt, TOKEN, &body(&trakt)).await;
    assert_eq!((reply.status, reply.body.as_str()), (200, ""));

    trakt.once(Endpoint::TOKEN, Fault::raw_body("text/plain", "[1]"));
    let reply = post(&trakt, TOKEN, &body(&trakt)).await;
    assert_eq!(
        (reply.header("content-type"), reply.body.as_str()),
        (Some("text/plain"), "[1]")
    );

    trakt.once(Endpoint::TOKEN, Fault::truncated_json());
    let reply = post(&trakt, TOKEN, &body(&trakt)).await;
    assert_eq!((reply.exit, reply.status), (0, 200));
    assert!(reply.body.starts_with('{') && serde_json::from_str::<Value>(&reply.body).is_err());
}

#[tokio::test]
async fn a_good_token_answer_can_be_edited_and_an_error_is_left_alone() {
    let trakt = trakt().await;
    trakt.as_token_answer_with(|token| {
        let members = token.as_object_mut().unwrap();
        members.remove("created_at");
        members.insert("expires_in".to_owned(), json!("604800"));
        members.insert("expires_at".to_owned(), json!(1));
    });
    let token = post(&trakt, TOKEN, &pin_exchange(&trakt.issue_pin(CLIENT_ID)))
        .await
        .json();
    assert!(token.get("created_at").is_none());
    assert_eq!(
        (&token["expires_in"], &token["expires_at"]),
        (&json!("604800"), &json!(1))
    );
    let refused = post(&trakt, TOKEN, &pin_exchange("00000000")).await;
    refused.assert_error(400, "invalid_grant");
}

#[tokio::test]
async fn a_cut_off_answer_ends_in_the_middle_of_its_body() {
    let trakt = trakt().await;
    trakt.once(Endpoint::TOKEN, Fault::cut_off());
    let reply = post(&trakt, TOKEN, &pin_exchange(&trakt.issue_pin(CLIENT_ID))).await;
    assert!(
        matches!(reply.exit, 18 | 56),
        "curl ended with {}",
        reply.exit
    );
    assert_eq!(reply.status, 200);
    let promised: usize = reply.header("content-length").unwrap().parse().unwrap();
    assert_eq!(reply.body.len(), promised / 2);
    assert!(reply.body.starts_with('{'));

    trakt.once(Endpoint::DEVICE_TOKEN, Fault::cut_off());
    assert_ne!(post(&trakt, DEVICE_TOKEN, &json!({})).await.exit, 0);
}

#[tokio::test]
async fn a_disconnect_answers_with_not_one_byte() {
    let trakt = trakt().await;
    trakt.once(Endpoint::TOKEN, Fault::disconnect());
    let reply = post(&trakt, TOKEN, &json!({})).await;
    assert!(
        matches!(reply.exit, 52 | 56),
        "curl ended with {}",
        reply.exit
    );
    assert_eq!((reply.status, reply.body.as_str()), (0, ""));
    assert_eq!(
        post(&trakt, TOKEN, &json!({})).await.status,
        400,
        "the next one is answered"
    );
}

#[tokio::test]
async fn a_huge_body_comes_whole_in_chunks_and_is_still_json() {
    let trakt = trakt().await;
    let size = 32 << 20;
    trakt.once(Endpoint::TOKEN, Fault::huge_body(size));
    let reply = post(&trakt, TOKEN, &pin_exchange(&trakt.issue_pin(CLIENT_ID))).await;
    assert_eq!((reply.exit, reply.status), (0, 200));
    assert_eq!(reply.header("transfer-encoding"), Some("chunked"));
    assert_eq!(reply.header("content-length"), None);
    assert!(reply.body.len() > size);
    assert!(is_hex(&reply.text("access_token"), 64));
}

#[tokio::test]
async fn a_stall_says_nothing_until_the_client_gives_up() {
    const TIMED_OUT: i32 = 28;
    let trakt = trakt().await;
    trakt.once(Endpoint::TOKEN, Fault::stall());
    trakt.once(Endpoint::TOKEN, Fault::stall_mid_body());
    let body = pin_exchange(&trakt.issue_pin(CLIENT_ID)).to_string();
    let arguments = [
        "--max-time",
        "1",
        "-H",
        "Content-Type: application/json",
        "--data-raw",
        &body,
        TOKEN,
    ];
    let silent = curl(&trakt, &arguments).await;
    assert_eq!((silent.exit, silent.status), (TIMED_OUT, 0));
    let half = curl(&trakt, &arguments).await;
    assert_eq!((half.exit, half.status), (TIMED_OUT, 200));
    let promised: usize = half.header("content-length").unwrap().parse().unwrap();
    assert_eq!(half.body.len(), promised / 2);
}

#[tokio::test]
async fn dropping_the_stand_in_ends_a_stall() {
    let trakt = trakt().await;
    trakt.always(Endpoint::SETTINGS, Fault::stall());
    let port = trakt.port();
    let waiting = tokio::spawn(async move { Reply::new(curl_output(port, &[SETTINGS]).await) });
    while trakt.journal().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(trakt);
    let reply = waiting.await.unwrap();
    assert!(
        matches!(reply.exit, 52 | 56),
        "curl ended with {}",
        reply.exit
    );
}
