//! The hosts, what any of their answers is like, and the settings.

use std::time::Duration;

use serde_json::json;
use trakt_stand_in::{App, Endpoint, Fault};

use crate::client::{
    CLIENT_ID, DEVICE_CODE, DEVICE_TOKEN, ORIGIN, PUBLIC_ID, REVOKE, SECRET, SETTINGS, TOKEN,
    TOKEN_CURRENT, app, curl, curl_output, pin_exchange, post, post_at_once, settings,
    settings_with, trakt, with,
};

#[tokio::test]
async fn every_host_answers_its_root_and_only_the_api_and_auth_hosts_share_it() {
    let trakt = trakt().await;
    for (host, shared) in [
        ("trakt.tv", None),
        ("api.trakt.tv", Some("*")),
        ("auth.trakt.tv", Some("*")),
    ] {
        let reply = curl(&trakt, &[&format!("https://{host}/")]).await;
        assert_eq!(reply.status, 200, "{host}");
        assert_eq!(
            reply.header("access-control-allow-origin"),
            shared,
            "{host}"
        );
    }
}

#[tokio::test]
async fn an_unknown_host_or_path_is_404_and_a_wrong_method_405() {
    let trakt = trakt().await;
    assert_eq!(curl(&trakt, &["https://app.trakt.tv/"]).await.status, 404);
    assert_eq!(
        curl(&trakt, &["https://example.com/oauth/authorize"])
            .await
            .status,
        404
    );
    assert_eq!(
        curl(&trakt, &["https://api.trakt.tv/movies"]).await.status,
        404
    );
    assert_eq!(
        curl(&trakt, &["https://api.trakt.tv/oauth/authorize"])
            .await
            .status,
        404
    );
    assert_eq!(
        curl(&trakt, &["https://auth.trakt.tv/users/settings"])
            .await
            .status,
        404
    );
    let wrong = curl(&trakt, &[TOKEN]).await;
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("POST")));
}

#[tokio::test]
async fn the_journal_keeps_every_request_in_order_with_what_it_carried() {
    let trakt = trakt().await;
    trakt.once(Endpoint::TOKEN, Fault::disconnect());
    curl(&trakt, &["-X", "OPTIONS", "-H", "Origin: null", TOKEN]).await;
    post(&trakt, TOKEN, &json!({ "grant_type": "password" })).await;
    curl(&trakt, &["https://trakt.tv/activate?a=1%202&b="]).await;

    let journal = trakt.journal();
    let methods: Vec<&str> = journal.iter().map(|entry| entry.method.as_str()).collect();
    assert_eq!(methods, ["OPTIONS", "POST", "GET"]);
    assert_eq!(journal[0].origin.as_deref(), Some("null"));
    assert_eq!(journal[1].origin, None);
    assert_eq!(journal[1].header("content-type"), Some("application/json"));
    assert_eq!(journal[1].json(), Some(json!({ "grant_type": "password" })));
    assert_eq!(journal[2].host, "trakt.tv");
    assert_eq!(journal[2].query, "a=1%202&b=");
    assert_eq!(journal[2].query_value("a").as_deref(), Some("1 2"));
    assert_eq!(
        trakt
            .requests_to("POST", "api.trakt.tv", "/oauth/token")
            .len(),
        1
    );

    trakt.clear_journal();
    assert_eq!(trakt.journal(), []);
}

#[tokio::test]
async fn a_dropped_stand_in_no_longer_answers() {
    let trakt = trakt().await;
    let port = trakt.port();
    assert!(
        curl_output(port, &["https://trakt.tv/"])
            .await
            .status
            .success()
    );
    drop(trakt);
    tokio::task::yield_now().await;
    assert!(
        !curl_output(port, &["https://trakt.tv/"])
            .await
            .status
            .success()
    );
}

#[tokio::test]
async fn settings_need_a_version_a_key_and_a_living_token() {
    let trakt = trakt().await;
    let token = trakt.issue_tokens(CLIENT_ID).access_token;
    let reply = settings(&trakt, &token).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()["user"]["username"], "sample-user");

    assert_eq!(
        settings_with(&trakt, CLIENT_ID, "1", &token).await.status,
        412
    );
    assert_eq!(
        settings_with(&trakt, "unknown", "2", &token).await.status,
        403
    );
    assert_eq!(
        settings_with(&trakt, PUBLIC_ID, "2", &token).await.status,
        401
    );
    assert_eq!(settings(&trakt, "unknown").await.status, 401);
    assert_eq!(curl(&trakt, &[SETTINGS]).await.status, 412);
    trakt.advance_clock(Duration::from_secs(604_800));
    assert_eq!(settings(&trakt, &token).await.status, 401);
}

#[tokio::test]
async fn the_post_limit_holds_back_a_second_post_within_a_second() {
    let trakt = trakt().await;
    let body = pin_exchange("00000000");
    let (one, other) = tokio::join!(
        post_at_once(&trakt, TOKEN, &body),
        post_at_once(&trakt, TOKEN, &body)
    );
    let (free, held) = if one.status == 429 {
        (other, one)
    } else {
        (one, other)
    };
    assert_eq!((free.status, held.status), (400, 429));
    assert_eq!(held.header("retry-after"), Some("1"));
    assert!(held.header("x-ratelimit").is_some());
    assert_eq!(held.header("access-control-allow-origin"), Some("*"));
    trakt.advance_clock(Duration::from_secs(1));
    assert_eq!(post_at_once(&trakt, TOKEN, &body).await.status, 400);
    // Neither another host nor a fault lets more through, and a fault waits for a request that gets through.
    trakt.once(Endpoint::TOKEN, Fault::forbidden());
    for url in [TOKEN, TOKEN_CURRENT, DEVICE_CODE] {
        assert_eq!(post_at_once(&trakt, url, &body).await.status, 429, "{url}");
    }
    assert_eq!(post(&trakt, TOKEN, &body).await.status, 403);
    let other = with(body, "client_id", json!(PUBLIC_ID));
    assert_ne!(post_at_once(&trakt, TOKEN, &other).await.status, 429);
}

#[tokio::test]
async fn a_preflight_lets_in_the_headers_of_every_request() {
    let trakt = trakt().await;
    for url in [
        TOKEN,
        TOKEN_CURRENT,
        DEVICE_CODE,
        DEVICE_TOKEN,
        REVOKE,
        SETTINGS,
    ] {
        let origin = format!("Origin: {ORIGIN}");
        let reply = curl(&trakt, &["-X", "OPTIONS", "-H", &origin, url]).await;
        assert_eq!(reply.status, 204, "{url}");
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        let methods = reply.header("access-control-allow-methods").unwrap();
        assert!(methods.contains("POST") && methods.contains("GET"));
        let headers = reply.header("access-control-allow-headers").unwrap();
        for name in [
            "content-type",
            "authorization",
            "trakt-api-key",
            "trakt-api-version",
        ] {
            assert!(headers.contains(name), "{name}");
        }
    }
}

#[tokio::test]
async fn answers_are_readable_and_so_are_their_headers() {
    let trakt = trakt().await;
    trakt.always(Endpoint::TOKEN, Fault::too_many_requests(7));
    let reply = post(&trakt, TOKEN, &json!({})).await;
    assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    let exposed = reply.header("access-control-expose-headers").unwrap();
    for name in [
        "Retry-After",
        "X-Ratelimit",
        "X-Account-Locked",
        "X-Account-Deactivated",
    ] {
        assert!(exposed.contains(name), "{name}");
    }
}

#[tokio::test]
async fn an_app_with_origins_shares_its_answers_with_those_alone() {
    let trakt = trakt().await;
    trakt.register(App {
        cors_origins: vec![ORIGIN.to_owned()],
        ..app(CLIENT_ID, Some(SECRET))
    });
    let body = pin_exchange("00000000").to_string();
    for (origin, allowed) in [
        (ORIGIN, Some(ORIGIN)),
        ("null", None),
        ("https://example.com", None),
    ] {
        let origin = format!("Origin: {origin}");
        let json = "Content-Type: application/json";
        let arguments = ["-H", &origin, "-H", json, "--data-raw", &body, TOKEN];
        trakt.advance_clock(Duration::from_secs(1));
        let reply = curl(&trakt, &arguments).await;
        assert_eq!(reply.status, 400);
        assert_eq!(reply.header("access-control-allow-origin"), allowed);
        assert_eq!(reply.header("vary"), Some("Origin"));

        let key = format!("trakt-api-key: {CLIENT_ID}");
        let reply = curl(&trakt, &["-H", &origin, "-H", &key, SETTINGS]).await;
        assert_eq!(reply.header("access-control-allow-origin"), allowed);

        let preflight = curl(&trakt, &["-X", "OPTIONS", "-H", &origin, TOKEN]).await;
        assert_eq!(preflight.header("access-control-allow-origin"), Some("*"));
    }
}
