//! A response is judged by its content first, then by its status.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "samples/mod.rs"]
mod samples;

use std::time::Duration;

use kometa_trakt_sign_in::text;
use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::device::Poll;
use kometa_trakt_sign_in::trakt::http::{BodyEnd, ResponseHeaders};
use kometa_trakt_sign_in::trakt::response::{self, Endpoint, Malformed, Refusal};
use kometa_trakt_sign_in::trakt::{
    AccessToken, Failure, FailureCause, Grant, GrantKind, GrantUse, Pin, RefreshToken, Response,
    SignInHost, Token, TokenRequest,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::samples::app;

/// Wed, 18 Nov 2026 11:06:40 GMT
const RECEIVED_AT: Timestamp = Timestamp::from_unix_seconds(1_795_000_000);
const TURNED_AWAY: Refusal = Refusal::TurnedAway { retry_after: None };
const BLOCK_PAGE: &str = include_str!("cases/S01a.html");
const CLOUDFLARE_CODE: &str = include_str!("cases/T06b.txt");
const OLD_REFRESH_TOKEN: &str = include_str!("cases/S03.json");
const NO_REFRESH_TOKEN: &str = include_str!("cases/S05.json");
const LIFETIME_WITH_FRACTION: &str = include_str!("cases/S06a.json");
const CREATED_AT_AS_DATE: &str = include_str!("cases/S06c.json");
const ENDED_POLL: &str = include_str!("cases/S07a.json");

fn request(grant: Grant) -> TokenRequest {
    TokenRequest {
        host: SignInHost::Classic,
        app: app(),
        grant,
    }
}

fn exchanged(response: Response) -> Result<Token, Failure> {
    request(Grant::Pin(Pin::new("1A2B3C4D"))).read(&Ok(response), RECEIVED_AT)
}

fn refreshed(response: Response) -> Result<Token, Failure> {
    request(Grant::Refresh(RefreshToken::new("r"))).read(&Ok(response), RECEIVED_AT)
}

fn polled(response: Response) -> Poll {
    Poll::read(SignInHost::Classic, &app(), &Ok(response), RECEIVED_AT)
}

/// Why there is no token, whatever was to be exchanged.
fn refusal(result: Result<Token, Failure>) -> Refusal {
    match result.unwrap_err().cause {
        FailureCause::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn refused(status: u16, body: &str) -> Refusal {
    refusal(exchanged(Response::new(status, body)))
}

fn refused_refresh(status: u16, body: &str) -> Refusal {
    refusal(refreshed(Response::new(status, body)))
}

fn error(name: &str) -> String {
    json!({ "error": name }).to_string()
}

fn good_token() -> Value {
    json!({
        "access_token": "facade02".repeat(8),
        "token_type": "bearer",
        "expires_in": 604_800,
        "refresh_token": "beaded03".repeat(8),
        "scope": "public",
        "created_at": 1_795_000_000,
    })
}

fn token_with(member: &str, value: Value) -> Token {
    let mut token = good_token();
    token[member] = value;
    exchanged(Response::new(200, token.to_string())).unwrap()
}

#[test]
fn a_block_page_and_a_code_of_cloudflare_are_turned_away_in_front_of_trakt() {
    for body in [BLOCK_PAGE, CLOUDFLARE_CODE] {
        for status in [
            200, 400, 401, 403, 404, 405, 409, 410, 412, 418, 423, 500, 503,
        ] {
            assert_eq!(refused(status, body), TURNED_AWAY, "{status} {body}");
            assert_eq!(refused_refresh(status, body), TURNED_AWAY, "{status}");
        }
        let failure = exchanged(Response::new(403, body)).unwrap_err();
        assert_eq!(failure.grant_use(), GrantUse::MaybeUsed);
        assert!(failure.may_succeed_by_command());
        assert_eq!(failure.oddities, []);
        let explanation = text::failure::explain(&failure);
        let said = format!("{explanation:?}");
        assert!(said.contains("in front of Trakt"), "{said}");
        assert!(said.contains("The PIN may have been used up."), "{said}");
        assert!(!said.contains("client ID"), "{said}");
    }
    let failure = exchanged(Response::new(403, CLOUDFLARE_CODE)).unwrap_err();
    assert_eq!(
        text::failure::details(&failure.details).as_deref(),
        Some("HTTP 403 · error code: 1020")
    );
}

#[test]
fn pages_of_any_make_and_codes_of_any_number_are_not_trakts_words() {
    for body in [
        "<!DOCTYPE html><title>Log in to this network</title>",
        "\u{feff}\n  <html>",
        "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>",
        "Access denied.\n<HTML><body>proxy</body></HTML>",
        "error code: 1015",
        " error code: 1006\r\n",
        "Error 1020",
        "error code: 522",
        "Error 1015: you are being rate limited",
        r#"{"cloudflare_error":true,"error_code":1015,"error":"rate_limited"}"#,
        "",
        " \n",
    ] {
        assert_eq!(refused(403, body), TURNED_AWAY, "{body}");
    }
    for body in ["<html>", "error code: 1015"] {
        assert_eq!(refused(200, body), TURNED_AWAY, "{body}");
        assert_eq!(refused(302, body), TURNED_AWAY, "{body}");
        assert_eq!(refused(401, body), TURNED_AWAY, "{body}");
        assert_eq!(refused(429, body), TURNED_AWAY, "{body}");
    }
    assert_eq!(refused(400, ""), TURNED_AWAY);
    for body in [
        "invalid API key",
        r#"{"message":"forbidden"}"#,
        "error: the app is not approved",
        "error 12ab",
    ] {
        assert_eq!(refused(403, body), Refusal::AppNotAccepted, "{body}");
    }
    let words = exchanged(Response::new(403, "invalid API key")).unwrap_err();
    assert_eq!(
        text::failure::details(&words.details).as_deref(),
        Some("HTTP 403 · invalid API key")
    );
}

#[test]
fn a_refresh_token_that_trakt_no_longer_knows_sends_to_signing_in_anew() {
    for (status, body) in [
        (400, OLD_REFRESH_TOKEN.to_owned()),
        (400, String::new()),
        (400, "{}".into()),
        (400, error("invalid_request")),
        (400, error("invalid_grant")),
        (401, error("invalid_grant")),
        (200, error("invalid_grant")),
        (500, error("invalid_grant")),
        (
            400,
            r#"{"error":"invalid_grant","error_description":"session not found"}"#.into(),
        ),
        (404, r#"{"error":"session not found"}"#.into()),
    ] {
        let failure = refreshed(Response::new(status, body.as_str())).unwrap_err();
        let cause = FailureCause::Refused(Refusal::InvalidGrant);
        assert_eq!(failure.cause, cause, "{status} {body}");
        assert_eq!(failure.grant, GrantKind::Refresh);
        let explanation = text::failure::explain(&failure);
        assert_eq!(explanation.title, "Trakt did not accept the refresh token");
    }
    let failure = refreshed(Response::new(400, OLD_REFRESH_TOKEN)).unwrap_err();
    assert_eq!(
        text::failure::details(&failure.details).as_deref(),
        Some("HTTP 400 · invalid_request · Missing required parameter: grant_type.")
    );
}

#[test]
fn a_refused_client_is_told_from_a_401_without_a_reason() {
    for body in [
        error("invalid_client"),
        r#"{"error":"invalid_request","error_description":"client_id is required"}"#.into(),
        r#"{"error":"invalid_request","error_description":"Missing required parameter: client_id."}"#
            .into(),
        r#"{"message":"client_id is required"}"#.into(),
        "client_id is required".into(),
        "Client ID is required".into(),
    ] {
        for status in [400, 401, 403] {
            assert_eq!(refused(status, &body), Refusal::InvalidClient, "{body}");
            assert_eq!(refused_refresh(status, &body), Refusal::InvalidClient);
        }
    }
    for body in ["", "{}", r#"{"error":"unauthorized"}"#] {
        assert_eq!(refused(401, body), Refusal::Unauthorized, "{body}");
        assert_eq!(refused_refresh(401, body), Refusal::Unauthorized, "{body}");
    }
    let failure = refreshed(Response::new(401, error("invalid_client"))).unwrap_err();
    assert!(failure.client_id_is_usual);
}

#[test]
fn an_error_counts_under_any_status() {
    for status in [
        200, 201, 302, 400, 401, 403, 404, 409, 410, 418, 429, 500, 503,
    ] {
        for (name, expected) in [
            ("invalid_grant", Refusal::InvalidGrant),
            (" Invalid_Grant ", Refusal::InvalidGrant),
            ("invalid_client", Refusal::InvalidClient),
            ("unauthorized_client", Refusal::AppNotAccepted),
            ("server_error", Refusal::TraktDown),
            ("temporarily_unavailable", Refusal::TraktDown),
            ("slow_down", Refusal::RateLimited { retry_after: None }),
        ] {
            assert_eq!(refused(status, &error(name)), expected, "{status} {name}");
        }
    }
    assert_eq!(refused(200, &error("something_new")), Refusal::Other);
    assert_eq!(refused(200, r#"{"error":{"code":7}}"#), Refusal::Other);
    for nothing in [r#"{"error":null}"#, r#"{"error":""}"#, r#"{"error":false}"#] {
        let failure = exchanged(Response::new(200, nothing)).unwrap_err();
        assert!(
            matches!(failure.cause, FailureCause::NoToken(_)),
            "{nothing}"
        );
    }
}

#[test]
fn an_error_in_a_list_or_an_object_counts_like_one_in_a_text() {
    for (body, details) in [
        (
            r#"{"error":{"code":"invalid_grant","message":"expired"}}"#,
            "HTTP 400 · invalid_grant · expired",
        ),
        (
            r#"{"error":{"code":400,"message":"gone","type":"invalid_grant"}}"#,
            "HTTP 400 · invalid_grant · gone",
        ),
        (
            r#"{"error":[" Invalid_Grant "]}"#,
            "HTTP 400 · Invalid_Grant",
        ),
        (
            r#"{"errors":[{"code":"invalid_grant","detail":"used"}]}"#,
            "HTTP 400 · invalid_grant",
        ),
        (
            r#"{"errors":["invalid_grant"],"message":"no"}"#,
            "HTTP 400 · invalid_grant · no",
        ),
    ] {
        let failure = exchanged(Response::new(400, body)).unwrap_err();
        let cause = FailureCause::Refused(Refusal::InvalidGrant);
        assert_eq!(failure.cause, cause, "{body}");
        let said = text::failure::details(&failure.details);
        assert_eq!(said.as_deref(), Some(details), "{body}");
    }
    let only_words = r#"{"error":{"message":"API key not accepted"}}"#;
    let failure = exchanged(Response::new(403, only_words)).unwrap_err();
    let said = text::failure::details(&failure.details);
    assert_eq!(said.as_deref(), Some("HTTP 403 · API key not accepted"));
    let revoked = |body: &str| {
        let response = Response::new(200, body);
        response::check(Endpoint::Revocation, &response, RECEIVED_AT)
    };
    assert_eq!(revoked(r#"{"errors":["try later"]}"#), Err(Refusal::Other));
    assert_eq!(revoked(r#"{"errors":[]}"#), Ok(()));
}

#[test]
fn each_status_means_what_trakt_documents() {
    for (status, body, expected) in [
        (404, "", Refusal::NotServed),
        (405, "", Refusal::NotServed),
        (410, "<html>", Refusal::NotServed),
        (412, "", Refusal::ContentTypeRefused),
        (423, "", Refusal::AccountLocked),
        (429, "", Refusal::RateLimited { retry_after: None }),
        (429, "{}", Refusal::RateLimited { retry_after: None }),
        (500, "", Refusal::TraktDown),
        (502, "<html>", Refusal::TraktDown),
        (522, "error code: 522", Refusal::TraktDown),
        (400, r#"{"error":"invalid_request"}"#, Refusal::Other),
        (400, r#"{"error":"unsupported_grant_type"}"#, Refusal::Other),
        (400, "<!DOCTYPE html>", TURNED_AWAY),
        (302, "", TURNED_AWAY),
        (511, "", TURNED_AWAY),
        (511, "<html>", TURNED_AWAY),
    ] {
        assert_eq!(refused(status, body), expected, "{status} {body}");
    }
}

#[test]
fn the_settings_tell_of_a_token_and_of_an_account() {
    let checked = |status, body: &str| {
        let response = Response::new(status, body);
        response::check(Endpoint::UserSettings, &response, RECEIVED_AT)
    };
    assert_eq!(checked(200, "{}"), Ok(()));
    for (status, body, expected) in [
        (401, "", Refusal::AccessTokenNotAccepted),
        (
            401,
            r#"{"error":"invalid_token"}"#,
            Refusal::AccessTokenNotAccepted,
        ),
        (401, "<html>", TURNED_AWAY),
        (403, "", TURNED_AWAY),
        (403, "{}", Refusal::AppNotAccepted),
        (404, "", Refusal::NotServed),
        (410, "", Refusal::AccountMaybeDeactivated),
        (410, "{}", Refusal::AccountMaybeDeactivated),
        (410, "<html>", TURNED_AWAY),
        (200, "<html>", TURNED_AWAY),
        (423, "", Refusal::AccountLocked),
        (500, "", Refusal::TraktDown),
    ] {
        assert_eq!(checked(status, body), Err(expected), "{status} {body}");
    }
}

#[test]
fn a_token_is_a_token_under_any_status_and_next_to_any_error() {
    let token = good_token().to_string();
    let next_to_error = token.replacen('{', r#"{"error":"invalid_grant","#, 1);
    for status in [
        200, 202, 302, 400, 401, 403, 404, 410, 412, 423, 429, 500, 503, 522,
    ] {
        for body in [&token, &next_to_error] {
            let read = exchanged(Response::new(status, body.as_str()));
            assert_eq!(read, Ok(samples::token()), "{status}");
        }
    }
    let mut locked = Response::new(403, token);
    locked.headers.account_locked = true;
    assert_eq!(exchanged(locked), Ok(samples::token()));
}

#[test]
fn a_token_before_what_is_no_json_is_a_token() {
    let token = good_token().to_string();
    let open = token.strip_suffix('}').unwrap();
    for after in [
        "",
        ",",
        ",\"x\":",
        ",\"x\":nope}",
        ",\"x\":1e999}",
        "\u{fffd}",
        ";</script>",
    ] {
        for status in [200, 500] {
            let read = exchanged(Response::new(status, format!("{open},\"y\":1{after}")));
            assert_eq!(read, Ok(samples::token()), "{after}");
        }
    }
}

#[test]
fn an_access_token_without_a_refresh_token_is_named_and_kept() {
    let mut absent = good_token();
    absent.as_object_mut().unwrap().remove("refresh_token");
    let mut empty = good_token();
    empty["refresh_token"] = json!("");
    for body in [NO_REFRESH_TOKEN, &absent.to_string(), &empty.to_string()] {
        for status in [200, 400, 500] {
            for read in [exchanged, refreshed] {
                let failure = read(Response::new(status, body)).unwrap_err();
                let access_token = AccessToken::new("facade02".repeat(8));
                let named = Malformed::NoRefreshToken { access_token };
                assert_eq!(failure.cause, FailureCause::NoToken(named));
                assert_eq!(failure.received.as_ref().unwrap().as_str(), body);
                assert_eq!(failure.grant_use(), GrantUse::ProbablyUsed);
                assert!(!format!("{failure:?}").contains("facade02"));
                let explanation = text::failure::explain(&failure);
                assert_eq!(explanation.title, "Trakt sent no refresh token");
                assert!(explanation.meaning.contains("Kometa cannot use it"));
            }
        }
    }
    let mut cut = Response::new(200, &absent.to_string()[..100]);
    cut.body.end = BodyEnd::CutOff;
    let cause = FailureCause::NoToken(Malformed::CutOff);
    assert_eq!(exchanged(cut).unwrap_err().cause, cause, "it may have come");
}

#[test]
fn a_lifetime_is_read_in_any_form_of_a_number() {
    let read = exchanged(Response::new(200, LIFETIME_WITH_FRACTION));
    assert_eq!(read, Ok(samples::token()));
    for number in [
        json!(604_800),
        json!(604_800.0),
        json!(604_800.9),
        json!("604800"),
        json!(" 604800 "),
        json!("604800.5"),
        json!("6.048e5"),
        serde_json::from_str("6.048e5").unwrap(),
    ] {
        let token = token_with("expires_in", number.clone());
        assert_eq!(token, samples::token(), "{number}");
    }
    let far = token_with("expires_in", json!(1e300));
    assert_eq!(far.expires_in, u64::MAX);
}

#[test]
fn a_lifetime_of_0_is_not_said() {
    for (number, is_filled_in) in [
        (json!(0), false),
        (json!("0"), false),
        (json!(0.4), false),
        (json!(-1), true),
        (json!("-3600"), true),
        (json!(-0.5), true),
    ] {
        let token = token_with("expires_in", number.clone());
        assert_eq!(token.expires_in, 0, "{number}");
        assert!(!token.has_lifetime());
        assert_eq!(token.filled_in.expires_in, is_filled_in, "{number}");
        let said = text::token::lifetime(&token, true);
        assert!(said.starts_with("Trakt did not say how long"), "{said}");
    }
}

#[test]
fn created_at_is_read_as_seconds_milliseconds_or_a_date() {
    let read = exchanged(Response::new(200, CREATED_AT_AS_DATE));
    assert_eq!(read, Ok(samples::token()));
    for time in [
        json!(1_795_000_000.0),
        json!("1795000000"),
        json!("1.795e9"),
        json!(1_795_000_000_123_u64),
        json!(1_795_000_000_123_456_u64),
        json!("1795000000000"),
        json!("2026-11-18T11:06:40Z"),
        json!("2026-11-18T12:06:40+01:00"),
        json!("2026-11-18 11:06:40"),
        json!("Wed, 18 Nov 2026 11:06:40 GMT"),
    ] {
        let token = token_with("created_at", time.clone());
        assert_eq!(token, samples::token(), "{time}");
    }
    for nothing in [
        json!("soon"),
        json!(0),
        json!(-5),
        json!("2026-13-45"),
        Value::Null,
    ] {
        let token = token_with("created_at", nothing.clone());
        assert_eq!(token.created_at, RECEIVED_AT.unix_seconds(), "{nothing}");
        assert!(token.filled_in.created_at, "{nothing}");
    }
}

#[test]
fn a_poll_that_another_error_answers_ends_at_once_in_trakts_words() {
    let Poll::Failed(failure) = polled(Response::new(400, ENDED_POLL)) else {
        panic!("it ends")
    };
    assert_eq!(failure.cause, FailureCause::Refused(Refusal::InvalidGrant));
    assert_eq!(
        text::failure::details(&failure.details).as_deref(),
        Some("HTTP 400 · invalid_grant · invalid_request")
    );
    for body in [BLOCK_PAGE, CLOUDFLARE_CODE, ""] {
        let poll = polled(Response::new(403, body));
        assert!(matches!(poll, Poll::Unanswered { .. }), "{body}");
    }
    assert_eq!(polled(Response::new(400, "")), Poll::Pending);
    let pending = error("authorization_pending");
    for status in [200, 400, 428] {
        assert_eq!(
            polled(Response::new(status, pending.as_str())),
            Poll::Pending
        );
    }
}

#[test]
fn a_wait_told_as_a_date_and_one_told_from_in_front_of_trakt_are_read() {
    for body in ["", "<html>"] {
        let mut limited = Response::new(429, body);
        limited.headers.retry_after = Some("Wed, 18 Nov 2026 11:07:10 GMT".into());
        let (Refusal::RateLimited { retry_after } | Refusal::TurnedAway { retry_after }) =
            refusal(exchanged(limited))
        else {
            panic!("it is to be waited for")
        };
        assert_eq!(retry_after, Some(Duration::from_secs(30)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_comes_back_is_read(response in any_response(any_body().boxed())) {
        for endpoint in [
            Endpoint::Token,
            Endpoint::Refresh,
            Endpoint::DeviceAuthorization,
            Endpoint::DeviceToken,
            Endpoint::Revocation,
            Endpoint::UserSettings,
        ] {
            let checked = response::check(endpoint, &response, RECEIVED_AT);
            let body = response.body.text.reveal().to_lowercase();
            if body.starts_with("<html") || body.starts_with("<!doctype") {
                prop_assert!(checked.is_err());
                let accuses_app = matches!(
                    checked,
                    Err(Refusal::AppNotAccepted | Refusal::InvalidClient | Refusal::Unauthorized)
                );
                prop_assert!(!accuses_app, "{endpoint:?} {checked:?}");
            }
        }
        let results = format!(
            "{:?} {:?} {:?}",
            exchanged(response.clone()),
            refreshed(response.clone()),
            polled(response)
        );
        prop_assert!(!results.contains("facade02"), "{results}");
    }

    #[test]
    fn a_body_that_holds_a_whole_token_is_that_token(
        response in any_response(whole_token().boxed()),
    ) {
        prop_assert_eq!(exchanged(response.clone()), Ok(samples::token()));
        prop_assert_eq!(refreshed(response.clone()), Ok(samples::token()));
        prop_assert_eq!(polled(response), Poll::Token(samples::token()));
    }
}

fn any_response(body: BoxedStrategy<String>) -> impl Strategy<Value = Response> {
    let status = prop_oneof![any::<u16>(), 100_u16..600];
    let headers = (proptest::option::of(".*"), any::<bool>(), any::<bool>()).prop_map(
        |(retry_after, account_locked, account_deactivated)| ResponseHeaders {
            retry_after,
            account_locked,
            account_deactivated,
        },
    );
    let end = prop_oneof![
        Just(BodyEnd::Complete),
        Just(BodyEnd::CutOff),
        any::<usize>().prop_map(|limit| BodyEnd::TooLong { limit }),
    ];
    (status, headers, body, end).prop_map(|(status, headers, body, end)| {
        let mut response = Response::new(status, body);
        response.headers = headers;
        response.body.end = end;
        response
    })
}

/// A token's body: its members in any order, numbers in any form, among others, and with anything after it.
fn whole_token() -> impl Strategy<Value = String> {
    let lifetime = proptest::sample::select(vec!["604800", "604800.0", "\"604800\"", "6.048e5"]);
    let created = proptest::sample::select(vec![
        "1795000000",
        "1795000000000",
        "\"2026-11-18T11:06:40.000Z\"",
    ]);
    let others = proptest::sample::subsequence(
        vec![
            ("error", r#""invalid_grant""#),
            ("error_description", r#""client_id is required""#),
            ("expires_at", "[1,{\"a\":null}]"),
            ("note", r#""<html>error code: 1020""#),
        ],
        0..=4,
    );
    let members = (lifetime, created, others).prop_map(|(lifetime, created, others)| {
        let access_token = json!("facade02".repeat(8)).to_string();
        let refresh_token = json!("beaded03".repeat(8)).to_string();
        let mut members = vec![
            ("access_token", access_token),
            ("token_type", r#""bearer""#.to_owned()),
            ("expires_in", lifetime.to_owned()),
            ("refresh_token", refresh_token),
            ("scope", r#""public""#.to_owned()),
            ("created_at", created.to_owned()),
        ];
        members.extend(
            others
                .into_iter()
                .map(|(name, value)| (name, value.to_owned())),
        );
        members
    });
    let around = ("[\u{feff} \r\n]*", ".*");
    (
        members.prop_flat_map(|members| Just(members).prop_shuffle()),
        around,
    )
        .prop_map(|(members, (before, after))| {
            let members: Vec<_> = members
                .iter()
                .map(|(name, value)| format!("\"{name}\":{value}"))
                .collect();
            format!("{before}{{{}}}{after}", members.join(","))
        })
}

fn any_body() -> impl Strategy<Value = String> {
    let token = good_token().to_string();
    let start = proptest::sample::select(vec![
        "",
        "{",
        "[",
        "<html",
        "<!DOCTYPE html>",
        "error code: 10",
        "{\"error\":",
        "null",
        "\"",
    ]);
    prop_oneof![
        (start, ".*").prop_map(|(start, rest)| format!("{start}{rest}")),
        (0..token.len(), any::<char>()).prop_map(move |(at, c)| {
            let mut body = token.clone();
            body.truncate(at);
            body.push(c);
            body
        }),
        "[a-z_]{0,20}".prop_map(|name| error(&name)),
        proptest::collection::vec(any::<u8>(), 0..200)
            .prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
    ]
}
