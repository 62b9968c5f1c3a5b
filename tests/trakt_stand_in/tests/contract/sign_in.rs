//! Tokens: how one is got, refreshed and revoked.

use std::time::Duration;

use serde_json::{Value, json};
use trakt_stand_in::OOB;

use crate::client::{
    AUTHORIZE, CHALLENGE, CLIENT_ID, DEVICE_CODE, DEVICE_TOKEN, PUBLIC_ID, REDIRECT, REVOKE,
    SECRET, TOKEN, TOKEN_CURRENT, VERIFIER, authorize_url, curl, is_hex, pin_exchange, post,
    post_form, redirected, refresh_with, settings, trakt, value_of, with,
};

#[tokio::test]
async fn the_authorize_page_asks_and_an_allowed_app_gets_a_pin_that_works() {
    let trakt = trakt().await;
    for host in ["trakt.tv", "auth.trakt.tv"] {
        let url =
            authorize_url(&[("redirect_uri", OOB)]).replace("//trakt.tv", &format!("//{host}"));
        let page = curl(&trakt, &[&url]).await;
        assert_eq!(page.status, 200);
        assert_eq!(
            page.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        for part in [
            "<title>",
            CLIENT_ID,
            "<form method=\"post\"",
            ">Allow<",
            ">Deny<",
            "a b&amp;c",
        ] {
            assert!(page.body.contains(part), "no {part} in {}", page.body);
        }

        let form = [
            ("response_type", "code"),
            ("client_id", CLIENT_ID),
            ("redirect_uri", OOB),
            ("decision", "allow"),
        ];
        let allowed = post_form(&trakt, &format!("https://{host}/oauth/authorize"), &form).await;
        assert_eq!(allowed.status, 200);
        let pin = allowed
            .body
            .split("id=\"pin\">")
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap();
        assert!(is_hex(pin, 8), "{pin}");
        assert_eq!(post(&trakt, TOKEN, &pin_exchange(pin)).await.status, 200);
    }
}

#[tokio::test]
async fn an_allowed_app_gets_its_code_and_state_at_its_redirect_uri() {
    let trakt = trakt().await;
    let form = [
        ("response_type", "code"),
        ("client_id", PUBLIC_ID),
        ("redirect_uri", REDIRECT),
        ("state", "a b&c"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let allowed = post_form(
        &trakt,
        AUTHORIZE,
        &[form.as_slice(), &[("decision", "allow")]].concat(),
    )
    .await;
    let back = redirected(&allowed);
    assert_eq!(value_of(&back, "from").as_deref(), Some("trakt"));
    assert_eq!(value_of(&back, "state").as_deref(), Some("a b&c"));
    let exchange = json!({
        "code": value_of(&back, "code").unwrap(),
        "client_id": PUBLIC_ID,
        "redirect_uri": REDIRECT,
        "grant_type": "authorization_code",
        "code_verifier": VERIFIER,
    });
    assert_eq!(post(&trakt, TOKEN, &exchange).await.status, 200);

    let denied = post_form(
        &trakt,
        AUTHORIZE,
        &[form.as_slice(), &[("decision", "deny")]].concat(),
    )
    .await;
    let back = redirected(&denied);
    assert_eq!(value_of(&back, "error").as_deref(), Some("access_denied"));
    assert_eq!(value_of(&back, "state").as_deref(), Some("a b&c"));
    assert_eq!(value_of(&back, "code"), None);
}

#[tokio::test]
async fn authorize_never_redirects_for_an_unknown_client_or_an_unregistered_redirect_uri() {
    let trakt = trakt().await;
    for (changes, status) in [
        ([("client_id", "unknown")], 401),
        ([("client_id", "")], 401),
        ([("redirect_uri", "http://127.0.0.1:8080/sign-in")], 400),
        ([("redirect_uri", "urn:ietf:wg:oauth:2.0:OOB")], 400),
        ([("redirect_uri", "")], 400),
    ] {
        let reply = curl(&trakt, &[&authorize_url(&changes)]).await;
        assert_eq!(reply.status, status, "{changes:?}");
        assert_eq!(reply.header("location"), None);
        assert!(reply.body.contains("role=\"alert\""));
    }
}

#[tokio::test]
async fn authorize_sends_other_errors_to_the_redirect_uri() {
    let trakt = trakt().await;
    let cases: [(&[(&str, &str)], &str); 7] = [
        (&[("response_type", "")], "invalid_request"),
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("code_challenge", CHALLENGE)], "invalid_request"),
        (
            &[
                ("code_challenge", CHALLENGE),
                ("code_challenge_method", "plain"),
            ],
            "invalid_request",
        ),
        (
            &[
                ("code_challenge", "short"),
                ("code_challenge_method", "S256"),
            ],
            "invalid_request",
        ),
        (&[("code_challenge_method", "S256")], "invalid_request"),
        (&[("client_id", PUBLIC_ID)], "invalid_request"),
    ];
    for (changes, error) in cases {
        let back = redirected(&curl(&trakt, &[&authorize_url(changes)]).await);
        assert_eq!(
            value_of(&back, "error").as_deref(),
            Some(error),
            "{changes:?}"
        );
        assert_eq!(value_of(&back, "state").as_deref(), Some("a b&c"));
    }
}

#[tokio::test]
async fn what_a_client_sends_is_text_on_the_authorize_page() {
    let trakt = trakt().await;
    let page = curl(
        &trakt,
        &[&authorize_url(&[("state", "\"><script>alert(1)</script>")])],
    )
    .await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("<script"));
}

#[tokio::test]
async fn a_pin_buys_a_token_once_in_any_case_on_either_host() {
    let trakt = trakt().await;
    for url in [TOKEN, TOKEN_CURRENT] {
        let pin = trakt.issue_pin(CLIENT_ID);
        assert!(is_hex(&pin, 8));
        let earliest = trakt.now();
        let reply = post(&trakt, url, &pin_exchange(&pin.to_lowercase())).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        let token = reply.json();
        assert_eq!(token.as_object().unwrap().len(), 6);
        assert!(is_hex(&reply.text("access_token"), 64));
        assert!(is_hex(&reply.text("refresh_token"), 64));
        assert_eq!(token["token_type"], "bearer");
        assert_eq!(token["expires_in"], 604_800);
        assert_eq!(token["scope"], "public");
        let created_at = token["created_at"].as_u64().unwrap();
        assert!((earliest..=trakt.now()).contains(&created_at));

        post(&trakt, url, &pin_exchange(&pin))
            .await
            .assert_error(400, "invalid_grant");
    }
}

#[tokio::test]
async fn a_token_lives_for_a_week_and_created_at_follows_the_clock() {
    let trakt = trakt().await;
    let before = trakt.now();
    trakt.advance_clock(Duration::from_secs(1_000_000));
    let token = post(&trakt, TOKEN, &pin_exchange(&trakt.issue_pin(CLIENT_ID)))
        .await
        .json();
    assert_eq!(token["expires_in"], 604_800);
    assert_eq!(token["scope"], "public");
    assert!(token["created_at"].as_u64().unwrap() >= before + 1_000_000);
}

#[tokio::test]
async fn a_pin_dies_after_ten_minutes() {
    let trakt = trakt().await;
    let (young, old) = (trakt.issue_pin(CLIENT_ID), trakt.issue_pin(CLIENT_ID));
    trakt.advance_clock(Duration::from_secs(540));
    assert_eq!(post(&trakt, TOKEN, &pin_exchange(&young)).await.status, 200);
    trakt.advance_clock(Duration::from_secs(60));
    post(&trakt, TOKEN, &pin_exchange(&old))
        .await
        .assert_error(400, "invalid_grant");
}

#[tokio::test]
async fn the_token_endpoint_names_what_is_wrong_with_a_code_request() {
    let trakt = trakt().await;
    let pin = trakt.issue_pin(CLIENT_ID);
    let good = pin_exchange(&pin);
    for (member, value, status, error) in [
        ("client_id", json!("unknown"), 401, "invalid_client"),
        ("client_id", Value::Null, 401, "invalid_client"),
        ("client_id", json!(PUBLIC_ID), 401, "invalid_client"),
        ("client_secret", json!("wrong"), 401, "invalid_client"),
        ("client_secret", Value::Null, 401, "invalid_client"),
        ("code", json!("00000000"), 400, "invalid_grant"),
        ("code", Value::Null, 400, "invalid_request"),
        ("code", json!(12_345_678), 400, "invalid_request"),
        ("redirect_uri", json!(REDIRECT), 400, "invalid_grant"),
        ("redirect_uri", Value::Null, 400, "invalid_request"),
        (
            "grant_type",
            json!("password"),
            400,
            "unsupported_grant_type",
        ),
        ("grant_type", Value::Null, 400, "invalid_request"),
    ] {
        let reply = post(&trakt, TOKEN, &with(good.clone(), member, value)).await;
        reply.assert_error(status, error);
    }
    assert_eq!(
        post(&trakt, TOKEN, &good).await.status,
        200,
        "a refusal does not use up the PIN"
    );
}

#[tokio::test]
async fn a_code_is_refused_to_another_client() {
    let trakt = trakt().await;
    let pin = trakt.issue_code(PUBLIC_ID, OOB, Some(CHALLENGE));
    post(&trakt, TOKEN, &pin_exchange(&pin))
        .await
        .assert_error(400, "invalid_grant");
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused_by_its_content_type_or_its_content() {
    let trakt = trakt().await;
    let form = post_form(&trakt, TOKEN, &[("grant_type", "authorization_code")]).await;
    assert_eq!(form.status, 412);
    for body in ["{\"code\":", "[]", ""] {
        let json = "Content-Type: application/json; charset=utf-8";
        let reply = curl(&trakt, &["-H", json, "--data-raw", body, TOKEN]).await;
        reply.assert_error(400, "invalid_request");
    }
}

#[tokio::test]
async fn the_old_token_address_on_trakt_tv_is_gone() {
    let trakt = trakt().await;
    let body = pin_exchange(&trakt.issue_pin(CLIENT_ID));
    assert_eq!(
        post(&trakt, "https://trakt.tv/oauth/token", &body)
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn pkce_accepts_the_example_of_rfc_7636_and_nothing_else() {
    let trakt = trakt().await;
    let good = json!({
        "code": trakt.issue_code(PUBLIC_ID, REDIRECT, Some(CHALLENGE)),
        "client_id": PUBLIC_ID,
        "redirect_uri": REDIRECT,
        "grant_type": "authorization_code",
        "code_verifier": VERIFIER,
    });
    let other = format!("{}A", &VERIFIER[..42]);
    for verifier in [
        json!(other),
        json!(CHALLENGE),
        json!("short"),
        json!("x".repeat(129)),
        Value::Null,
    ] {
        let reply = post(
            &trakt,
            TOKEN,
            &with(good.clone(), "code_verifier", verifier),
        )
        .await;
        reply.assert_error(400, "invalid_grant");
    }
    assert_eq!(post(&trakt, TOKEN, &good).await.status, 200);
}

#[tokio::test]
async fn pkce_is_a_must_without_a_secret_and_a_choice_with_one() {
    let trakt = trakt().await;
    let unproven = json!({
        "code": trakt.issue_code(PUBLIC_ID, REDIRECT, None),
        "client_id": PUBLIC_ID,
        "redirect_uri": REDIRECT,
        "grant_type": "authorization_code",
    });
    post(&trakt, TOKEN, &unproven)
        .await
        .assert_error(400, "invalid_grant");
    let secretive = with(unproven, "client_secret", json!(SECRET));
    post(&trakt, TOKEN, &secretive)
        .await
        .assert_error(401, "invalid_client");

    let unasked = with(
        pin_exchange(&trakt.issue_pin(CLIENT_ID)),
        "code_verifier",
        json!(VERIFIER),
    );
    post(&trakt, TOKEN, &unasked)
        .await
        .assert_error(400, "invalid_grant");
    let pin = trakt.issue_code(CLIENT_ID, OOB, Some(CHALLENGE));
    let both = with(pin_exchange(&pin), "code_verifier", json!(VERIFIER));
    assert_eq!(post(&trakt, TOKEN, &both).await.status, 200);
}

#[tokio::test]
async fn a_refresh_buys_a_new_pair_and_kills_the_old_one() {
    let trakt = trakt().await;
    let old = trakt.issue_tokens(CLIENT_ID);
    assert_eq!(settings(&trakt, &old.access_token).await.status, 200);

    let reply = post(&trakt, TOKEN_CURRENT, &refresh_with(&old.refresh_token)).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_ne!(reply.text("refresh_token"), old.refresh_token);
    assert_eq!(
        settings(&trakt, &reply.text("access_token")).await.status,
        200
    );
    assert_eq!(settings(&trakt, &old.access_token).await.status, 401);

    let again = post(&trakt, TOKEN, &refresh_with(&old.refresh_token)).await;
    again.assert_error(400, "invalid_grant");
    assert_eq!(again.text("error_description"), "session not found");
    let next = post(&trakt, TOKEN, &refresh_with(&reply.text("refresh_token"))).await;
    assert_eq!(next.status, 200);
}

#[tokio::test]
async fn a_refused_refresh_leaves_the_token_alive() {
    let trakt = trakt().await;
    let tokens = trakt.issue_tokens(CLIENT_ID);
    let good = refresh_with(&tokens.refresh_token);
    for (member, value, status, error) in [
        ("client_secret", json!("wrong"), 401, "invalid_client"),
        (
            "redirect_uri",
            json!("https://example.com/"),
            400,
            "invalid_grant",
        ),
        ("redirect_uri", Value::Null, 400, "invalid_request"),
        (
            "refresh_token",
            json!(tokens.access_token),
            400,
            "invalid_grant",
        ),
        ("refresh_token", Value::Null, 400, "invalid_request"),
    ] {
        let reply = post(&trakt, TOKEN, &with(good.clone(), member, value)).await;
        reply.assert_error(status, error);
    }
    assert_eq!(post(&trakt, TOKEN, &good).await.status, 200);
}

#[tokio::test]
async fn a_revoked_token_is_dead_and_revoking_is_always_well_answered() {
    let trakt = trakt().await;
    let tokens = trakt.issue_tokens(CLIENT_ID);
    let good =
        json!({ "token": tokens.access_token, "client_id": CLIENT_ID, "client_secret": SECRET });
    post(
        &trakt,
        REVOKE,
        &with(good.clone(), "client_secret", json!("wrong")),
    )
    .await
    .assert_error(401, "invalid_client");
    assert_eq!(settings(&trakt, &tokens.access_token).await.status, 200);

    for url in [REVOKE, "https://auth.trakt.tv/oauth/revoke"] {
        let reply = post(&trakt, url, &good).await;
        assert_eq!((reply.status, reply.json()), (200, json!({})));
    }
    assert_eq!(settings(&trakt, &tokens.access_token).await.status, 401);
    let refresh = post(&trakt, TOKEN, &refresh_with(&tokens.refresh_token)).await;
    refresh.assert_error(400, "invalid_grant");
    let unknown = post(&trakt, REVOKE, &with(good, "token", json!("unknown"))).await;
    assert_eq!(unknown.status, 200);
}

#[tokio::test]
async fn a_device_waits_then_gets_its_token_once() {
    let trakt = trakt().await;
    let start = post(&trakt, DEVICE_CODE, &json!({ "client_id": CLIENT_ID })).await;
    assert_eq!(start.status, 200, "{}", start.body);
    let answer = start.json();
    assert!(is_hex(&start.text("device_code"), 64));
    assert!(is_hex(&start.text("user_code"), 8));
    assert_eq!(answer["verification_url"], "https://trakt.tv/activate");
    assert_eq!(
        (&answer["expires_in"], &answer["interval"]),
        (&json!(600), &json!(5))
    );

    let poll = json!({
        "code": start.text("device_code"),
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
    });
    let pending = post(&trakt, DEVICE_TOKEN, &poll).await;
    assert_eq!((pending.status, pending.body.as_str()), (400, ""));
    assert!(trakt.approve_device(&start.text("user_code").to_lowercase()));
    trakt.advance_clock(Duration::from_secs(5));
    let token = post(&trakt, DEVICE_TOKEN, &poll).await;
    assert_eq!(token.status, 200, "{}", token.body);
    assert_eq!(
        settings(&trakt, &token.text("access_token")).await.status,
        200
    );
    trakt.advance_clock(Duration::from_secs(5));
    assert_eq!(post(&trakt, DEVICE_TOKEN, &poll).await.status, 409);
    assert!(
        !trakt.approve_device(&start.text("user_code")),
        "it no longer waits"
    );
}

#[tokio::test]
async fn a_device_poll_is_refused_when_denied_expired_unknown_or_too_fast() {
    let trakt = trakt().await;
    let public = json!({ "client_id": PUBLIC_ID });
    let start = post(&trakt, "https://auth.trakt.tv/oauth/device/code", &public).await;
    let poll = json!({ "code": start.text("device_code"), "client_id": PUBLIC_ID });

    assert_eq!(post(&trakt, DEVICE_TOKEN, &poll).await.status, 400);
    assert_eq!(post(&trakt, DEVICE_TOKEN, &poll).await.status, 429);
    assert!(trakt.deny_device(&start.text("user_code")));
    trakt.advance_clock(Duration::from_secs(5));
    assert_eq!(post(&trakt, DEVICE_TOKEN, &poll).await.status, 418);
    trakt.advance_clock(Duration::from_secs(600));
    assert_eq!(post(&trakt, DEVICE_TOKEN, &poll).await.status, 410);

    let unknown = with(poll.clone(), "code", json!("unknown"));
    assert_eq!(post(&trakt, DEVICE_TOKEN, &unknown).await.status, 404);
    let stranger = with(poll, "client_id", json!("unknown"));
    post(&trakt, DEVICE_TOKEN, &stranger)
        .await
        .assert_error(401, "invalid_client");
    let stranger = json!({ "client_id": "unknown" });
    post(&trakt, DEVICE_CODE, &stranger)
        .await
        .assert_error(401, "invalid_client");
}

#[tokio::test]
async fn the_activation_page_lets_a_device_in() {
    let trakt = trakt().await;
    let start = post(&trakt, DEVICE_CODE, &json!({ "client_id": CLIENT_ID })).await;
    let user_code = start.text("user_code");
    let page = curl(&trakt, &[&format!("https://trakt.tv/activate/{user_code}")]).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains(&format!("value=\"{user_code}\"")));
    assert_eq!(
        curl(&trakt, &["https://trakt.tv/activate"]).await.status,
        200
    );

    let form = [("user_code", user_code.as_str()), ("decision", "allow")];
    assert_eq!(
        post_form(&trakt, "https://trakt.tv/activate", &form)
            .await
            .status,
        200
    );
    let poll = json!({
        "code": start.text("device_code"),
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
    });
    assert_eq!(post(&trakt, DEVICE_TOKEN, &poll).await.status, 200);
    assert_eq!(
        post_form(&trakt, "https://trakt.tv/activate", &form)
            .await
            .status,
        404
    );
}
