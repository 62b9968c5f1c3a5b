//! The stand-in for Trakt keeps to the protocol that the other tests rely on. `curl` speaks to it
//! over TLS.

use std::process::Output;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::process::Command;

use trakt_stand_in::{App, Endpoint, Fault, Hold, OOB, TraktStandIn};

const CLIENT_ID: &str = "1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d1a2b";
const SECRET: &str = "f1e2d3c4b5a6978869504132f1e2d3c4b5a6978869504132f1e2d3c4b5a69788";
const PUBLIC_ID: &str = "q7Zt-Yw0x_R5sVb2";
const REDIRECT: &str = "http://127.0.0.1:8080/sign-in?from=trakt";
const ORIGIN: &str = "http://127.0.0.1:8080";

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const TOKEN: &str = "https://api.trakt.tv/oauth/token";
const TOKEN_CURRENT: &str = "https://auth.trakt.tv/oauth/token";
const AUTHORIZE: &str = "https://trakt.tv/oauth/authorize";
const DEVICE_CODE: &str = "https://api.trakt.tv/oauth/device/code";
const DEVICE_TOKEN: &str = "https://api.trakt.tv/oauth/device/token";
const REVOKE: &str = "https://api.trakt.tv/oauth/revoke";
const SETTINGS: &str = "https://api.trakt.tv/users/settings";

fn app(client_id: &str, client_secret: Option<&str>) -> App {
    App {
        client_id: client_id.to_owned(),
        client_secret: client_secret.map(str::to_owned),
        redirect_uris: vec![OOB.to_owned(), REDIRECT.to_owned()],
        cors_origins: Vec::new(),
    }
}

/// A stand-in that knows an app with a secret and an app without one.
async fn trakt() -> TraktStandIn {
    let trakt = TraktStandIn::start().await;
    trakt.register(app(CLIENT_ID, Some(SECRET)));
    trakt.register(app(PUBLIC_ID, None));
    trakt
}

struct Reply {
    /// curl's exit code; 0 is a complete answer.
    exit: i32,
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Reply {
    fn new(output: Output) -> Self {
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_default();
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .unwrap_or("0");
        Self {
            exit: output.status.code().unwrap(),
            status: status.parse().unwrap(),
            headers: lines
                .map(|line| line.split_once(": ").unwrap_or((line, "")))
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
            body: body.to_owned(),
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }

    fn text(&self, member: &str) -> String {
        self.json()[member]
            .as_str()
            .unwrap_or_else(|| panic!("no {member}: {}", self.body))
            .into()
    }

    #[track_caller]
    fn assert_error(&self, status: u16, error: &str) {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.text("error"), error);
        assert!(!self.text("error_description").is_empty());
    }

    fn has_cors_headers(&self) -> bool {
        self.headers
            .iter()
            .any(|(name, _)| name.starts_with("access-control-"))
    }
}

async fn curl(trakt: &TraktStandIn, arguments: &[&str]) -> Reply {
    Reply::new(curl_output(trakt.port(), arguments).await)
}

async fn curl_output(port: u16, arguments: &[&str]) -> Output {
    Command::new("curl")
        .args(["--silent", "--insecure", "--include", "--max-time", "20"])
        .args([
            "--noproxy",
            "*",
            "--connect-to",
            &format!("::127.0.0.1:{port}"),
        ])
        .args(arguments)
        .kill_on_drop(true)
        .output()
        .await
        .unwrap()
}

/// Posts a second after whatever was posted before.
async fn post(trakt: &TraktStandIn, url: &str, body: &Value) -> Reply {
    trakt.advance_clock(Duration::from_secs(1));
    post_at_once(trakt, url, body).await
}

async fn post_at_once(trakt: &TraktStandIn, url: &str, body: &Value) -> Reply {
    let body = body.to_string();
    curl(
        trakt,
        &[
            "-H",
            "Content-Type: application/json",
            "--data-raw",
            &body,
            url,
        ],
    )
    .await
}

async fn post_form(trakt: &TraktStandIn, url: &str, fields: &[(&str, &str)]) -> Reply {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    curl(trakt, &["--data-raw", &body, url]).await
}

/// The authorize URL with these parameters put over a good set; an empty value takes one out.
fn authorize_url(changes: &[(&str, &str)]) -> String {
    let mut url = url::Url::parse(AUTHORIZE).unwrap();
    let good = [
        ("response_type", "code"),
        ("client_id", CLIENT_ID),
        ("redirect_uri", REDIRECT),
        ("state", "a b&c"),
    ];
    let kept = good
        .iter()
        .filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    url.query_pairs_mut()
        .extend_pairs(kept)
        .extend_pairs(changes.iter().filter(|(_, value)| !value.is_empty()));
    url.into()
}

/// The query parameters of the address a browser is sent to.
fn redirected(reply: &Reply) -> Vec<(String, String)> {
    assert_eq!(reply.status, 303, "{}", reply.body);
    let target = url::Url::parse(reply.header("location").unwrap()).unwrap();
    assert_eq!(target.origin().ascii_serialization(), ORIGIN);
    assert_eq!(target.path(), "/sign-in");
    target.query_pairs().into_owned().collect()
}

fn value_of(pairs: &[(String, String)], name: &str) -> Option<String> {
    pairs
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.clone())
}

fn pin_exchange(pin: &str) -> Value {
    json!({
        "code": pin,
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "redirect_uri": OOB,
        "grant_type": "authorization_code",
    })
}

fn refresh_with(refresh_token: &str) -> Value {
    json!({
        "refresh_token": refresh_token,
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "redirect_uri": OOB,
        "grant_type": "refresh_token",
    })
}

/// The same object with one member changed, or taken out with null.
fn with(mut object: Value, member: &str, value: Value) -> Value {
    let members = object.as_object_mut().unwrap();
    match value {
        Value::Null => members.remove(member),
        value => members.insert(member.to_owned(), value),
    };
    object
}

async fn settings(trakt: &TraktStandIn, access_token: &str) -> Reply {
    settings_with(trakt, CLIENT_ID, "2", access_token).await
}

async fn settings_with(trakt: &TraktStandIn, key: &str, version: &str, token: &str) -> Reply {
    let headers = [
        "Content-Type: application/json".to_owned(),
        format!("trakt-api-key: {key}"),
        format!("trakt-api-version: {version}"),
        format!("Authorization: Bearer {token}"),
    ];
    let mut arguments: Vec<&str> = headers.iter().flat_map(|header| ["-H", header]).collect();
    arguments.push(SETTINGS);
    curl(trakt, &arguments).await
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

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

/// What a client gets of a body whose end is not as its head says: curl's exit code, the promised length, the body.
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
