//! Faults of the connection and of what comes over it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use trakt_stand_in::{Endpoint, Fault, Hold, OOB};

use crate::client::{
    AUTHORIZE, CLIENT_ID, DEVICE_CODE, DEVICE_TOKEN, REDIRECT, SECRET, TOKEN, authorize_url, curl,
    curl_output, pin_exchange, post, post_form, redirected, refresh_with, settings, settings_with,
    trakt, value_of,
};

/// Returns curl's exit code, the promised length and the body of an answer that does not end as its head says.
async fn body_under(fault: Fault) -> (i32, Option<usize>, String) {
    let trakt = trakt().await;
    trakt.once(Endpoint::TOKEN, fault);
    let body = pin_exchange(&trakt.issue_pin(CLIENT_ID)).to_string();
    let json = "Content-Type: application/json";
    let arguments = ["--max-time", "1", "-H", json, "--data-raw", &body, TOKEN];
    let reply = curl(&trakt, &arguments).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    let promised = reply.header("content-length").map(|n| n.parse().unwrap());
    (reply.exit, promised, reply.body)
}

fn is_whole_token(body: &str) -> bool {
    serde_json::from_str::<Value>(body).is_ok_and(|token| token["access_token"].is_string())
}

#[tokio::test]
async fn a_whole_token_can_come_with_a_wrong_length() {
    let (exit, promised, body) = body_under(Fault::content_length_too_long(100)).await;
    assert_eq!((exit, promised), (18, Some(body.len() + 100)));
    assert!(is_whole_token(&body), "{body}");

    let (exit, promised, body) = body_under(Fault::content_length_too_short(20)).await;
    assert_eq!((exit, promised), (0, Some(body.len())));
    let missing = "x".repeat(20);
    assert!(!is_whole_token(&body) && body.starts_with('{'), "{body}");
    assert!(!body.contains(&missing));
}

#[tokio::test]
async fn what_is_behind_too_short_a_length_is_sent_all_the_same() {
    let trakt = trakt().await;
    trakt.once(Endpoint::TOKEN, Fault::content_length_too_short(20));
    let body = pin_exchange(&trakt.issue_pin(CLIENT_ID)).to_string();
    let json = "Content-Type: application/json";
    // curl leaves HTTP's framing aside and prints all that comes.
    let arguments = [
        "--ignore-content-length",
        "-H",
        json,
        "--data-raw",
        &body,
        TOKEN,
    ];
    let reply = curl(&trakt, &arguments).await;
    assert!(is_whole_token(&reply.body), "{}", reply.body);
}

#[tokio::test]
async fn behind_a_whole_token_there_can_be_a_reset_silence_or_blanks_without_end() {
    const RESET: i32 = 56;
    const TIMED_OUT: i32 = 28;
    let (exit, promised, body) = body_under(Fault::reset_behind_body()).await;
    assert_eq!((exit, promised), (RESET, None));
    assert!(is_whole_token(&body), "{body}");

    let (exit, promised, body) = body_under(Fault::stall_behind_body()).await;
    assert_eq!((exit, promised), (TIMED_OUT, None));
    assert!(is_whole_token(&body) && body.ends_with('}'), "{body}");

    let (exit, promised, body) = body_under(Fault::blanks_behind_body()).await;
    assert_eq!((exit, promised), (TIMED_OUT, None));
    let blanks = body.len() - body.trim_end().len();
    assert!(
        is_whole_token(&body) && (5..=25).contains(&blanks),
        "{body}"
    );
}

#[tokio::test]
async fn a_reset_answers_with_not_one_byte_and_garbage_is_no_http() {
    let trakt = trakt().await;
    trakt.once(Endpoint::TOKEN, Fault::reset());
    let reply = post(&trakt, TOKEN, &json!({})).await;
    assert_eq!((reply.exit, reply.status), (56, 0));

    const UNSUPPORTED_PROTOCOL: i32 = 1;
    trakt.once(Endpoint::TOKEN, Fault::garbage());
    let reply = post(&trakt, TOKEN, &json!({})).await;
    assert_eq!((reply.exit, reply.status), (UNSUPPORTED_PROTOCOL, 0));
    let garbage = ["--http0.9", "-X", "POST", TOKEN];
    trakt.once(Endpoint::TOKEN, Fault::garbage());
    let printed = curl_output(trakt.port(), &garbage).await.stdout;
    assert!(printed.ends_with(b"not HTTP\r\n\r\n\xfe"), "{printed:?}");
    assert_eq!(post(&trakt, TOKEN, &json!({})).await.status, 400);
}

#[tokio::test]
async fn redirects_name_another_address_with_and_without_cors() {
    let trakt = trakt().await;
    let to = "https://app.trakt.tv/oauth/token";
    for status in [301, 302, 303, 307, 308] {
        trakt.once(Endpoint::TOKEN, Fault::redirect(status, to));
        trakt.once(Endpoint::TOKEN, Fault::redirect(status, to).without_cors());
        let shared = post(&trakt, TOKEN, &json!({})).await;
        assert_eq!(
            (shared.status, shared.header("location")),
            (status, Some(to))
        );
        assert!(shared.has_cors_headers());
        let hidden = post(&trakt, TOKEN, &json!({})).await;
        assert_eq!(
            (hidden.status, hidden.header("location")),
            (status, Some(to))
        );
        assert!(!hidden.has_cors_headers());
    }
}

#[tokio::test]
async fn a_header_can_be_larger_than_clients_take() {
    let trakt = trakt().await;
    trakt.once(Endpoint::TOKEN, Fault::huge_header(400_000));
    trakt.once(Endpoint::TOKEN, Fault::huge_header(50_000));
    let body = pin_exchange(&trakt.issue_pin(CLIENT_ID));
    // curl takes a header of 100 kB, and 300 kB of them in all; later versions call that an error of receiving.
    let exit = post(&trakt, TOKEN, &body).await.exit;
    assert!(matches!(exit, 27 | 56), "curl ended with {exit}");
    let body = pin_exchange(&trakt.issue_pin(CLIENT_ID));
    let reply = post(&trakt, TOKEN, &body).await;
    assert_eq!(reply.header("x-padding").map(str::len), Some(50_000));
    assert!(is_whole_token(&reply.body));
}

#[tokio::test]
async fn values_can_hold_bytes_that_are_no_utf_8() {
    let trakt = trakt().await;
    trakt.once(Endpoint::TOKEN, Fault::invalid_utf8_in_values());
    let body = pin_exchange(&trakt.issue_pin(CLIENT_ID)).to_string();
    let json = "Content-Type: application/json";
    let arguments = ["-H", json, "--data-raw", &body, TOKEN];
    let printed = curl_output(trakt.port(), &arguments).await.stdout;
    for start in [&b"\"access_token\":\"\xff"[..], b"\"refresh_token\":\"\xff"] {
        assert!(printed.windows(start.len()).any(|bytes| bytes == start));
    }
    assert_eq!(printed.iter().filter(|byte| **byte == 0xff).count(), 4);
}

#[tokio::test]
async fn a_web_page_and_odd_statuses_come_as_they_are() {
    let trakt = trakt().await;
    trakt.once(Endpoint::TOKEN, Fault::web_page());
    let reply = post(&trakt, TOKEN, &json!({})).await;
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(reply.body.contains("Please log in"));
    for status in [400, 418, 422, 451] {
        trakt.once(Endpoint::TOKEN, Fault::status(status));
        let reply = post(&trakt, TOKEN, &json!({})).await;
        assert_eq!((reply.status, reply.body.as_str()), (status, ""));
    }
}

#[tokio::test]
async fn what_is_in_front_of_trakt_can_answer_in_its_place() {
    let trakt = trakt().await;
    let pin = trakt.issue_pin(CLIENT_ID);
    for status in [200, 403, 429, 503] {
        trakt.once(Endpoint::TOKEN, Fault::block_page(status));
        let reply = post(&trakt, TOKEN, &pin_exchange(&pin)).await;
        assert_eq!(reply.status, status);
        assert_eq!(reply.header("server"), Some("cloudflare"));
        assert!(reply.body.starts_with("<!DOCTYPE html>"));
        assert!(reply.body.contains("you have been blocked"));
        assert!(reply.has_cors_headers());

        trakt.once(Endpoint::TOKEN, Fault::cloudflare_code(status, 1020));
        let reply = post(&trakt, TOKEN, &pin_exchange(&pin)).await;
        assert_eq!(
            (reply.status, reply.body.as_str()),
            (status, "error code: 1020")
        );
    }
    let reply = post(&trakt, TOKEN, &pin_exchange(&pin)).await;
    assert_eq!(reply.status, 200, "none of them has used up the PIN");
}

#[tokio::test]
async fn trakts_own_403_says_why() {
    let trakt = trakt().await;
    trakt.once(Endpoint::TOKEN, Fault::forbidden());
    let reply = post(&trakt, TOKEN, &json!({})).await;
    reply.assert_error(403, "forbidden");
    let reply = settings_with(&trakt, "unknown", "2", "a-token").await;
    reply.assert_error(403, "forbidden");
}

#[tokio::test]
async fn a_token_can_come_under_any_status_and_next_to_an_error() {
    let trakt = trakt().await;
    let exchange = || pin_exchange(&trakt.issue_pin(CLIENT_ID));
    for status in [202, 400, 403, 500] {
        trakt.once(Endpoint::TOKEN, Fault::under_status(status));
        let reply = post(&trakt, TOKEN, &exchange()).await;
        assert_eq!(reply.status, status);
        assert!(is_whole_token(&reply.body));
    }
    trakt.once(Endpoint::TOKEN, Fault::next_to_error("invalid_grant"));
    let reply = post(&trakt, TOKEN, &exchange()).await;
    assert_eq!(
        (reply.status, &*reply.text("error")),
        (200, "invalid_grant")
    );
    assert!(is_whole_token(&reply.body));
}

#[tokio::test]
async fn a_token_can_lack_its_refresh_token_and_have_numbers_in_other_forms() {
    let trakt = trakt().await;
    let exchange = || pin_exchange(&trakt.issue_pin(CLIENT_ID));
    trakt.once(Endpoint::TOKEN, Fault::without_refresh_token());
    let reply = post(&trakt, TOKEN, &exchange()).await;
    assert_eq!(reply.json()["refresh_token"], Value::Null);
    assert!(!reply.text("access_token").is_empty());

    trakt.once(Endpoint::TOKEN, Fault::numbers_in_other_forms());
    let reply = post(&trakt, TOKEN, &exchange()).await;
    assert!(reply.body.contains("604800.0"), "{}", reply.body);
    assert_eq!(reply.text("created_at"), "2026-11-18T11:06:40.000Z");
}

#[tokio::test]
async fn a_refresh_token_of_before_the_move_is_refused_as_trakt_refuses_it() {
    let trakt = trakt().await;
    trakt.once(Endpoint::REFRESH, Fault::refresh_token_of_before());
    let reply = post(&trakt, TOKEN, &refresh_with("an-old-one")).await;
    reply.assert_error(400, "invalid_request");
    assert!(reply.text("error_description").contains("grant_type"));
}

#[tokio::test]
async fn a_pause_can_be_asked_for_with_a_date_or_without_sense() {
    let trakt = trakt().await;
    for until in [
        "Fri, 31 Dec 2027 23:59:59 GMT",
        "99999999999999",
        "-1",
        "soon",
    ] {
        trakt.once(Endpoint::TOKEN, Fault::too_many_requests_until(until));
        let reply = post(&trakt, TOKEN, &json!({})).await;
        assert_eq!(
            (reply.status, reply.header("retry-after")),
            (429, Some(until))
        );
        assert!(reply.header("x-ratelimit").is_some());
    }
}

#[tokio::test]
async fn a_device_may_be_told_to_wait_for_decades_and_a_user_may_have_any_name() {
    let trakt = trakt().await;
    let edit = |code: &mut Value| code["interval"] = json!(1_000_000_000);
    trakt.once(Endpoint::DEVICE_CODE, Fault::rewrite_json(edit));
    let code = post(&trakt, DEVICE_CODE, &json!({ "client_id": CLIENT_ID })).await;
    assert_eq!(code.json()["interval"], 1_000_000_000);

    let token = trakt.issue_tokens(CLIENT_ID).access_token;
    for name in ["\u{202e}nimda".to_owned(), "x".repeat(300_000)] {
        let given = name.clone();
        let edit = move |settings: &mut Value| settings["user"]["username"] = json!(given);
        trakt.once(Endpoint::SETTINGS, Fault::rewrite_json(edit));
        let settings = settings(&trakt, &token).await;
        assert_eq!(settings.json()["user"]["username"], json!(name));
    }
}

#[tokio::test]
async fn the_way_back_can_name_the_issuer() {
    let trakt = trakt().await;
    let form = [
        ("response_type", "code"),
        ("client_id", CLIENT_ID),
        ("redirect_uri", REDIRECT),
        ("state", "a b&c"),
    ];
    trakt.always(Endpoint::AUTHORIZE, Fault::issuer("https://auth.trakt.tv"));
    assert_eq!(curl(&trakt, &[&authorize_url(&[])]).await.status, 200);
    for decision in ["allow", "deny"] {
        let form = [&form[..], &[("decision", decision)]].concat();
        let back = redirected(&post_form(&trakt, AUTHORIZE, &form).await);
        assert_eq!(
            value_of(&back, "iss").as_deref(),
            Some("https://auth.trakt.tv")
        );
        assert_eq!(value_of(&back, "state").as_deref(), Some("a b&c"));
    }
}

#[tokio::test]
async fn a_pin_can_be_in_an_address_that_no_browser_opens() {
    let trakt = trakt().await;
    let form = [
        ("response_type", "code"),
        ("client_id", CLIENT_ID),
        ("redirect_uri", OOB),
        ("decision", "allow"),
    ];
    trakt.always(Endpoint::AUTHORIZE, Fault::pin_in_address());
    let asked = authorize_url(&[("redirect_uri", OOB)]);
    assert_eq!(curl(&trakt, &[&asked]).await.status, 200);
    let allowed = post_form(&trakt, AUTHORIZE, &form).await;
    assert_eq!(allowed.status, 303);
    let pin = allowed.header("location").unwrap();
    let pin = pin.strip_prefix("urn:ietf:wg:oauth:2.0:oob?code=").unwrap();
    assert_eq!(post(&trakt, TOKEN, &pin_exchange(pin)).await.status, 200);
}

#[tokio::test]
async fn a_fault_can_be_for_a_grant_for_a_host_and_for_so_many_requests() {
    let trakt = trakt().await;
    let refreshed = refresh_with(&trakt.issue_tokens(CLIENT_ID).refresh_token);
    let exchanged = pin_exchange(&trakt.issue_pin(CLIENT_ID));
    trakt.times(2, Endpoint::REFRESH.classic(), Fault::forbidden());
    trakt.times(2, Endpoint::DEVICE_TOKEN.current(), Fault::status(502));
    assert_eq!(post(&trakt, TOKEN, &exchanged).await.status, 200);
    for status in [403, 403, 200] {
        assert_eq!(post(&trakt, TOKEN, &refreshed).await.status, status);
    }

    let code = post(&trakt, DEVICE_CODE, &json!({ "client_id": CLIENT_ID })).await;
    let code = code.text("device_code");
    let poll = json!({ "code": code, "client_id": CLIENT_ID, "client_secret": SECRET });
    let current = "https://auth.trakt.tv/oauth/device/token";
    assert_eq!(post(&trakt, DEVICE_TOKEN, &poll).await.status, 400);
    for status in [502, 502, 400] {
        trakt.advance_clock(Duration::from_secs(5));
        assert_eq!(post(&trakt, current, &poll).await.status, status);
    }

    trakt.always(Endpoint::CODE_EXCHANGE, Fault::gone());
    let refreshed = refresh_with(&trakt.issue_tokens(CLIENT_ID).refresh_token);
    assert_eq!(post(&trakt, TOKEN, &refreshed).await.status, 200);
    assert_eq!(post(&trakt, TOKEN, &exchanged).await.status, 410);
}

#[tokio::test]
async fn a_device_poll_and_a_refresh_can_be_broken_off_behind_the_token_too() {
    let trakt = trakt().await;
    let code = post(&trakt, DEVICE_CODE, &json!({ "client_id": CLIENT_ID })).await;
    assert!(trakt.approve_device(&code.text("user_code")));
    let code = code.text("device_code");
    let poll = json!({ "code": code, "client_id": CLIENT_ID, "client_secret": SECRET });
    trakt.once(Endpoint::DEVICE_TOKEN, Fault::reset_behind_body());
    let reply = post(&trakt, DEVICE_TOKEN, &poll).await;
    assert!(
        reply.exit != 0 && is_whole_token(&reply.body),
        "{}",
        reply.body
    );

    let refresh = refresh_with(&trakt.issue_tokens(CLIENT_ID).refresh_token);
    trakt.once(Endpoint::REFRESH, Fault::content_length_too_long(1));
    let reply = post(&trakt, TOKEN, &refresh).await;
    assert!(
        reply.exit != 0 && is_whole_token(&reply.body),
        "{}",
        reply.body
    );
    let again = post(&trakt, TOKEN, &refresh).await;
    again.assert_error(400, "invalid_grant");
}

#[tokio::test]
async fn a_held_answer_waits_until_it_is_let_go() {
    let trakt = Arc::new(trakt().await);
    let hold = Hold::default();
    trakt.always(Endpoint::TOKEN, Fault::held(&hold));
    let body = pin_exchange(&trakt.issue_pin(CLIENT_ID));
    let waiting = tokio::spawn({
        let (trakt, body) = (Arc::clone(&trakt), body.clone());
        async move { post(&trakt, TOKEN, &body).await }
    });
    while trakt.journal().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!waiting.is_finished());
    hold.let_go();
    assert_eq!(waiting.await.unwrap().status, 200);
    assert_eq!(
        post(&trakt, TOKEN, &body).await.status,
        400,
        "no longer held"
    );
}
