//! Responses of the token endpoint, and what they are read as.

use std::time::Duration;

use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::credentials::FilledIn;
use kometa_trakt_sign_in::trakt::http::BodyEnd;
use kometa_trakt_sign_in::trakt::response::{Malformed, Refusal};
use kometa_trakt_sign_in::trakt::{
    AccessToken, ClientId, ClientSecret, Failure, FailureCause, Grant, Pin, RefreshToken, Response,
    SignInHost, Token, TokenRequest, TraktApp,
};
use serde_json::{Value, json};

/// Tue, 14 Nov 2023 22:13:20 GMT
pub(crate) const RECEIVED_AT: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);

pub(crate) fn request_of(id: &str, secret: &str) -> TokenRequest {
    TokenRequest {
        host: SignInHost::Classic,
        app: TraktApp {
            client_id: ClientId::new(id),
            client_secret: Some(ClientSecret::new(secret)),
        },
        grant: Grant::Pin(Pin::new("12abcdef")),
    }
}

pub(crate) fn response(status: u16, body: &str) -> Response {
    Response::new(status, body)
}

pub(crate) fn ended(body: &str, end: BodyEnd) -> Response {
    let mut response = response(200, body);
    response.body.end = end;
    response
}

pub(crate) fn read(response: Response) -> Result<Token, Failure> {
    request_of("an-id", "a-secret").read(&Ok(response), RECEIVED_AT)
}

pub(crate) fn cause(response: Response) -> FailureCause {
    read(response).unwrap_err().cause
}

pub(crate) fn refusal(response: Response) -> Refusal {
    match cause(response) {
        FailureCause::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn malformed(response: Response) -> Malformed {
    match cause(response) {
        FailureCause::NoToken(malformed) => malformed,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn good_token() -> Value {
    json!({
        "access_token": "4cc355t0k3nh3r3",
        "token_type": "bearer",
        "expires_in": 604_800,
        "refresh_token": "r3fr35ht0k3nh3r3",
        "scope": "public",
        "created_at": 1_482_084_536,
    })
}

/// The good token in the order in which Trakt sends its members.
pub(crate) const GOOD_TOKEN: &str = r#"{"access_token":"4cc355t0k3nh3r3","token_type":"bearer","expires_in":604800,"refresh_token":"r3fr35ht0k3nh3r3","scope":"public","created_at":1482084536}"#;

pub(crate) fn token_with(change: impl FnOnce(&mut Value)) -> Response {
    let mut token = good_token();
    change(&mut token);
    response(200, &token.to_string())
}

pub(crate) fn expected_token() -> Token {
    Token {
        access_token: AccessToken::new("4cc355t0k3nh3r3"),
        token_type: "bearer".into(),
        expires_in: 604_800,
        refresh_token: RefreshToken::new("r3fr35ht0k3nh3r3"),
        scope: "public".into(),
        created_at: 1_482_084_536,
        filled_in: FilledIn::default(),
    }
}

/// The ways in which a body may end before its time.
pub(crate) fn early_ends() -> [(BodyEnd, Malformed); 3] {
    let patience = Duration::from_secs(30);
    [
        (BodyEnd::CutOff, Malformed::CutOff),
        (
            BodyEnd::TooLong { limit: 1 << 20 },
            Malformed::TooLong { limit: 1 << 20 },
        ),
        (
            BodyEnd::TimedOut { patience },
            Malformed::TimedOut { patience },
        ),
    ]
}

pub(crate) fn printed(text: &str) -> Result<Token, Failure> {
    request_of("an-id", "a-secret").read_command_output(text, RECEIVED_AT)
}
