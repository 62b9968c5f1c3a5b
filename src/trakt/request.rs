//! Every request to Trakt, as data.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::credentials::{AccessToken, ClientId, ClientSecret, DeviceCode, TraktApp};
use super::grant::Grant;
use super::http::{Method, Request};
use super::service::{OUT_OF_BAND_REDIRECT_URI, SignInHost, USER_SETTINGS};

/// A request for a token (RFC 6749 4.1.3), not yet in the form in which it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRequest {
    /// The host to ask.
    pub host: SignInHost,
    /// The app that asks.
    pub app: TraktApp,
    /// The grant to exchange.
    pub grant: Grant,
}

/// The JSON members of a token request. Trakt wants JSON where RFC 6749 has a form.
#[derive(Serialize)]
struct AuthorizationCodeBody<'a> {
    code: &'a str,
    client_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<&'a str>,
    redirect_uri: &'a str,
    grant_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_verifier: Option<&'a str>,
}

/// The JSON members of a refresh. Trakt wants the redirect URI here too; Kometa sends the same.
#[derive(Serialize)]
struct RefreshTokenBody<'a> {
    refresh_token: &'a str,
    client_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<&'a str>,
    redirect_uri: &'a str,
    grant_type: &'static str,
}

/// The JSON members of a revocation (RFC 7009 2.1).
#[derive(Serialize)]
struct RevokeBody<'a> {
    token: &'a str,
    client_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<&'a str>,
}

/// The JSON members of a device authorization request (RFC 8628 3.1).
#[derive(Serialize)]
struct DeviceAuthorizationBody<'a> {
    client_id: &'a str,
}

/// The JSON members of a poll. Trakt has `code` where RFC 8628 3.4 has `device_code`, and no `grant_type`.
#[derive(Serialize)]
struct PollBody<'a> {
    code: &'a str,
    client_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<&'a str>,
}

impl TokenRequest {
    /// Returns the request to send.
    pub fn to_request(&self) -> Request {
        let url = self.host.token();
        let client_id = self.app.client_id.reveal();
        let client_secret = self.app.client_secret.as_ref().map(ClientSecret::reveal);
        match &self.grant {
            Grant::Pin(pin) => post_json(
                url,
                &AuthorizationCodeBody {
                    code: pin.reveal(),
                    client_id,
                    client_secret,
                    redirect_uri: OUT_OF_BAND_REDIRECT_URI,
                    grant_type: "authorization_code",
                    code_verifier: None,
                },
            ),
            Grant::Code {
                code,
                redirect_uri,
                code_verifier,
            } => post_json(
                url,
                &AuthorizationCodeBody {
                    code: code.reveal(),
                    client_id,
                    client_secret,
                    redirect_uri,
                    grant_type: "authorization_code",
                    code_verifier: Some(code_verifier.reveal()),
                },
            ),
            Grant::Refresh(refresh_token) => post_json(
                url,
                &RefreshTokenBody {
                    refresh_token: refresh_token.reveal(),
                    client_id,
                    client_secret,
                    redirect_uri: OUT_OF_BAND_REDIRECT_URI,
                    grant_type: "refresh_token",
                },
            ),
        }
    }
}

/// Asks for a device code (RFC 8628 3.1).
pub fn device_authorization(host: SignInHost, client_id: &ClientId) -> Request {
    post_json(
        host.device_code(),
        &DeviceAuthorizationBody {
            client_id: client_id.reveal(),
        },
    )
}

/// Asks whether the user has entered the device code (RFC 8628 3.4).
pub fn device_poll(host: SignInHost, app: &TraktApp, device_code: &DeviceCode) -> Request {
    post_json(
        host.device_token(),
        &PollBody {
            code: device_code.reveal(),
            client_id: app.client_id.reveal(),
            client_secret: app.client_secret.as_ref().map(ClientSecret::reveal),
        },
    )
}

/// Revokes an access token or a refresh token (RFC 7009 2.1).
pub fn revoke(host: SignInHost, app: &TraktApp, token: &str) -> Request {
    post_json(
        host.revoke(),
        &RevokeBody {
            token,
            client_id: app.client_id.reveal(),
            client_secret: app.client_secret.as_ref().map(ClientSecret::reveal),
        },
    )
}

/// Returns the call with which Kometa checks a token at its start.
pub fn user_settings(client_id: &ClientId, access_token: &AccessToken) -> Request {
    Request {
        method: Method::Get,
        url: USER_SETTINGS,
        headers: vec![
            ("Content-Type", "application/json".to_owned().into()),
            ("trakt-api-version", "2".to_owned().into()),
            ("trakt-api-key", client_id.reveal().to_owned().into()),
            (
                "Authorization",
                format!("Bearer {}", access_token.reveal()).into(),
            ),
        ],
        body: None,
    }
}

/// Returns a struct of texts, numbers and the like as JSON, which cannot fail, whatever they hold.
pub(super) fn json_of(record: &impl Serialize) -> String {
    let Ok(json) = serde_json::to_string(record) else {
        unreachable!("every struct of such members is JSON");
    };
    json
}

/// Returns a JSON POST.
fn post_json(url: &'static str, body: &impl Serialize) -> Request {
    let body = json_of(body);
    Request {
        method: Method::Post,
        url,
        headers: vec![("Content-Type", "application/json".to_owned().into())],
        body: Some(body.into()),
    }
}

/// The characters to percent-encode: all but those that RFC 3986 2.3 calls unreserved.
pub(super) const QUERY_VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Returns the address at which the user allows the app and is shown a PIN (RFC 6749 4.1.1).
///
/// There is no `state`: nothing returns to this page that it could be compared with.
pub fn authorize_url_for_pin(host: SignInHost, client_id: &ClientId) -> String {
    let encode = |value| utf8_percent_encode(value, QUERY_VALUE);
    format!(
        "{}?response_type=code&client_id={}&redirect_uri={}",
        host.authorize(),
        encode(client_id.reveal()),
        encode(OUT_OF_BAND_REDIRECT_URI),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trakt::{Pin, RefreshToken};

    fn body_of(request: &Request) -> Option<&str> {
        request.body.as_ref().map(|body| body.reveal().as_str())
    }

    fn pin_exchange(host: SignInHost) -> TokenRequest {
        TokenRequest {
            host,
            app: TraktApp {
                client_id: ClientId::new("an-id"),
                client_secret: Some(ClientSecret::new("a-\"secret\"")),
            },
            grant: Grant::Pin(Pin::new("12abcdef")),
        }
    }

    #[test]
    fn a_pin_is_exchanged_by_one_post_of_five_members() {
        let request = pin_exchange(SignInHost::Classic).to_request();
        assert_eq!(request.method, Method::Post);
        assert_eq!(request.url, "https://api.trakt.tv/oauth/token");
        assert_eq!(
            request.headers,
            [("Content-Type", "application/json".to_owned().into())]
        );
        assert_eq!(
            body_of(&request),
            Some(
                r#"{"code":"12abcdef","client_id":"an-id","client_secret":"a-\"secret\"","redirect_uri":"urn:ietf:wg:oauth:2.0:oob","grant_type":"authorization_code"}"#
            )
        );
    }

    #[test]
    fn a_refresh_is_one_post_of_five_members_and_of_four_without_a_secret() {
        let mut refresh = pin_exchange(SignInHost::Current);
        refresh.grant = Grant::Refresh(RefreshToken::new("r"));
        let body = r#"{"refresh_token":"r","client_id":"an-id","client_secret":"a-\"secret\"","redirect_uri":"urn:ietf:wg:oauth:2.0:oob","grant_type":"refresh_token"}"#;
        assert_eq!(body_of(&refresh.to_request()), Some(body));
        refresh.app.client_secret = None;
        let body = r#"{"refresh_token":"r","client_id":"an-id","redirect_uri":"urn:ietf:wg:oauth:2.0:oob","grant_type":"refresh_token"}"#;
        assert_eq!(body_of(&refresh.to_request()), Some(body));
    }

    #[test]
    fn a_revocation_is_one_post_of_three_members() {
        let exchange = pin_exchange(SignInHost::Classic);
        let request = revoke(SignInHost::Classic, &exchange.app, "a");
        assert_eq!(request.url, "https://api.trakt.tv/oauth/revoke");
        let body = r#"{"token":"a","client_id":"an-id","client_secret":"a-\"secret\""}"#;
        assert_eq!(body_of(&request), Some(body));
    }

    #[test]
    fn a_poll_has_three_members_and_two_without_a_secret() {
        let mut app = pin_exchange(SignInHost::Classic).app;
        let request = device_authorization(SignInHost::Current, &app.client_id);
        assert_eq!(request.url, "https://auth.trakt.tv/oauth/device/code");
        assert_eq!(body_of(&request), Some(r#"{"client_id":"an-id"}"#));
        let code = DeviceCode::new("a-code");
        let poll = device_poll(SignInHost::Classic, &app, &code);
        assert_eq!(poll.url, "https://api.trakt.tv/oauth/device/token");
        assert_eq!(
            body_of(&poll),
            Some(r#"{"code":"a-code","client_id":"an-id","client_secret":"a-\"secret\""}"#)
        );
        app.client_secret = None;
        let poll = device_poll(SignInHost::Current, &app, &code);
        assert_eq!(poll.url, "https://auth.trakt.tv/oauth/device/token");
        assert_eq!(
            body_of(&poll),
            Some(r#"{"code":"a-code","client_id":"an-id"}"#)
        );
    }

    #[test]
    fn the_current_host_is_asked_at_its_own_address() {
        let request = pin_exchange(SignInHost::Current).to_request();
        assert_eq!(request.url, "https://auth.trakt.tv/oauth/token");
    }

    #[test]
    fn a_request_prints_neither_body_nor_credentials() {
        let exchange = pin_exchange(SignInHost::Classic);
        let printed = format!("{exchange:?} {:?}", exchange.to_request());
        for secret in ["an-id", "a-\\\"secret", "12abcdef"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }

    #[test]
    fn the_authorize_url_is_percent_encoded() {
        assert_eq!(
            authorize_url_for_pin(SignInHost::Classic, &ClientId::new("a&b=c d/é~_-.#?+%")),
            "https://trakt.tv/oauth/authorize?response_type=code\
             &client_id=a%26b%3Dc%20d%2F%C3%A9~_-.%23%3F%2B%25\
             &redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob"
        );
        assert!(
            authorize_url_for_pin(SignInHost::Current, &ClientId::new("x"))
                .starts_with("https://auth.trakt.tv/oauth/authorize?")
        );
    }
}
