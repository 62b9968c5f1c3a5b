//! A client that speaks to the stand-in, and what it sends.

use std::process::Output;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::process::Command;
use trakt_stand_in::{App, OOB, TraktStandIn};

pub(crate) const CLIENT_ID: &str =
    "1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d1a2b";
pub(crate) const SECRET: &str = "f1e2d3c4b5a6978869504132f1e2d3c4b5a6978869504132f1e2d3c4b5a69788";
pub(crate) const PUBLIC_ID: &str = "q7Zt-Yw0x_R5sVb2";
pub(crate) const REDIRECT: &str = "http://127.0.0.1:8080/sign-in?from=trakt";
pub(crate) const ORIGIN: &str = "http://127.0.0.1:8080";

/// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// RFC 7636, appendix B.
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) const TOKEN: &str = "https://api.trakt.tv/oauth/token";
pub(crate) const TOKEN_CURRENT: &str = "https://auth.trakt.tv/oauth/token";
pub(crate) const AUTHORIZE: &str = "https://trakt.tv/oauth/authorize";
pub(crate) const DEVICE_CODE: &str = "https://api.trakt.tv/oauth/device/code";
pub(crate) const DEVICE_TOKEN: &str = "https://api.trakt.tv/oauth/device/token";
pub(crate) const REVOKE: &str = "https://api.trakt.tv/oauth/revoke";
pub(crate) const SETTINGS: &str = "https://api.trakt.tv/users/settings";

pub(crate) fn app(client_id: &str, client_secret: Option<&str>) -> App {
    App {
        client_id: client_id.to_owned(),
        client_secret: client_secret.map(str::to_owned),
        redirect_uris: vec![OOB.to_owned(), REDIRECT.to_owned()],
        cors_origins: Vec::new(),
    }
}

/// A stand-in that knows an app with a secret and an app without one.
pub(crate) async fn trakt() -> TraktStandIn {
    let trakt = TraktStandIn::start().await;
    trakt.register(app(CLIENT_ID, Some(SECRET)));
    trakt.register(app(PUBLIC_ID, None));
    trakt
}

pub(crate) struct Reply {
    /// curl's exit code; 0 is a complete answer.
    pub(crate) exit: i32,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn new(output: Output) -> Self {
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

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }

    pub(crate) fn text(&self, member: &str) -> String {
        self.json()[member]
            .as_str()
            .unwrap_or_else(|| panic!("no {member}: {}", self.body))
            .into()
    }

    #[track_caller]
    pub(crate) fn assert_error(&self, status: u16, error: &str) {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.text("error"), error);
        assert!(!self.text("error_description").is_empty());
    }

    pub(crate) fn has_cors_headers(&self) -> bool {
        self.headers
            .iter()
            .any(|(name, _)| name.starts_with("access-control-"))
    }
}

pub(crate) async fn curl(trakt: &TraktStandIn, arguments: &[&str]) -> Reply {
    Reply::new(curl_output(trakt.port(), arguments).await)
}

pub(crate) async fn curl_output(port: u16, arguments: &[&str]) -> Output {
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
pub(crate) async fn post(trakt: &TraktStandIn, url: &str, body: &Value) -> Reply {
    trakt.advance_clock(Duration::from_secs(1));
    post_at_once(trakt, url, body).await
}

pub(crate) async fn post_at_once(trakt: &TraktStandIn, url: &str, body: &Value) -> Reply {
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

pub(crate) async fn post_form(trakt: &TraktStandIn, url: &str, fields: &[(&str, &str)]) -> Reply {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    curl(trakt, &["--data-raw", &body, url]).await
}

/// The authorize URL with these parameters put over a good set; an empty value takes one out.
pub(crate) fn authorize_url(changes: &[(&str, &str)]) -> String {
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
pub(crate) fn redirected(reply: &Reply) -> Vec<(String, String)> {
    assert_eq!(reply.status, 303, "{}", reply.body);
    let target = url::Url::parse(reply.header("location").unwrap()).unwrap();
    assert_eq!(target.origin().ascii_serialization(), ORIGIN);
    assert_eq!(target.path(), "/sign-in");
    target.query_pairs().into_owned().collect()
}

pub(crate) fn value_of(pairs: &[(String, String)], name: &str) -> Option<String> {
    pairs
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.clone())
}

pub(crate) fn pin_exchange(pin: &str) -> Value {
    json!({
        "code": pin,
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "redirect_uri": OOB,
        "grant_type": "authorization_code",
    })
}

pub(crate) fn refresh_with(refresh_token: &str) -> Value {
    json!({
        "refresh_token": refresh_token,
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "redirect_uri": OOB,
        "grant_type": "refresh_token",
    })
}

/// Returns an object with one member changed, or taken out with null.
pub(crate) fn with(mut object: Value, member: &str, value: Value) -> Value {
    let members = object.as_object_mut().unwrap();
    match value {
        Value::Null => members.remove(member),
        value => members.insert(member.to_owned(), value),
    };
    object
}

pub(crate) async fn settings(trakt: &TraktStandIn, access_token: &str) -> Reply {
    settings_with(trakt, CLIENT_ID, "2", access_token).await
}

pub(crate) async fn settings_with(
    trakt: &TraktStandIn,
    key: &str,
    version: &str,
    token: &str,
) -> Reply {
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

pub(crate) fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
