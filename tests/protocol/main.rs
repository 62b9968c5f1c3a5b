//! What a response of the token endpoint means.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

mod hostile;
mod samples;

use std::time::Duration;

use kometa_trakt_sign_in::text;
use kometa_trakt_sign_in::trakt::command_output::NoResponse;
use kometa_trakt_sign_in::trakt::credentials::FilledIn;
use kometa_trakt_sign_in::trakt::http::{BodyEnd, ResponseHeaders};
use kometa_trakt_sign_in::trakt::input::AppOddity;
use kometa_trakt_sign_in::trakt::response::{
    ErrorDetails, ExpectedType, JsonType, Malformed, Refusal,
};
use kometa_trakt_sign_in::trakt::{
    AccessToken, Failure, FailureCause, Field, Grant, GrantKind, GrantUse, NetworkError, Pin,
    RefreshToken, Response, Token,
};
use serde_json::{Value, json};

use crate::samples::{
    GOOD_TOKEN, RECEIVED_AT, early_ends, ended, expected_token, good_token, malformed, printed,
    read, refusal, request_of, response, token_with,
};

#[test]
fn a_good_response_is_the_token_unchanged() {
    assert_eq!(read(token_with(|_| {})), Ok(expected_token()));
    assert_eq!(read(response(200, GOOD_TOKEN)), Ok(expected_token()));
    assert_eq!(read(response(201, GOOD_TOKEN)), Ok(expected_token()));
}

#[test]
fn unknown_members_numbers_as_texts_and_a_byte_order_mark_do_no_harm() {
    assert_eq!(
        read(token_with(|t| t["expires_at"] = json!("soon"))),
        Ok(expected_token())
    );
    assert_eq!(
        read(token_with(|t| {
            t["expires_in"] = json!("604800");
            t["created_at"] = json!(" 1482084536 ");
        })),
        Ok(expected_token())
    );
    assert_eq!(
        read(response(200, &format!("\u{feff} {}\n", good_token()))),
        Ok(expected_token())
    );
}

#[test]
fn a_whole_object_is_read_whatever_follows_it() {
    for behind in [
        "",
        "\n \r\n\t",
        "garbage",
        "}",
        "{",
        "<!-- served by a proxy -->",
        "\u{fffd}\u{fffd}",
        "\0\0\0",
        &GOOD_TOKEN[..30],
    ] {
        let body = format!("{GOOD_TOKEN}{behind}");
        assert_eq!(read(response(200, &body)), Ok(expected_token()), "{behind}");
        for (end, _) in early_ends() {
            assert_eq!(read(ended(&body, end)), Ok(expected_token()), "{behind}");
        }
    }
}

#[test]
fn a_token_that_was_cut_off_behind_what_is_needed_is_a_token() {
    let needed = GOOD_TOKEN.find(",\"scope\"").unwrap();
    let scope = GOOD_TOKEN.find(",\"created_at\"").unwrap();
    for length in 1..GOOD_TOKEN.len() {
        let cut = &GOOD_TOKEN[..length];
        let without_created_at = Token {
            created_at: RECEIVED_AT.unix_seconds(),
            filled_in: FilledIn {
                created_at: true,
                scope: length < scope,
                expires_in: false,
            },
            ..expected_token()
        };
        for (end, named) in early_ends()
            .into_iter()
            .chain([(BodyEnd::Complete, Malformed::CutOff)])
        {
            let got = read(ended(cut, end));
            if length < needed {
                let cause = FailureCause::NoToken(named);
                assert_eq!(got.unwrap_err().cause, cause, "{cut}");
            } else {
                assert_eq!(got.as_ref(), Ok(&without_created_at), "{cut}");
            }
        }
    }
}

#[test]
fn a_number_that_may_go_on_is_not_taken_for_whole() {
    let number_last =
        r#"{"access_token":"a","token_type":"bearer","refresh_token":"r","expires_in":604800}"#;
    let cut = |length: usize| malformed(ended(&number_last[..length], BodyEnd::CutOff));
    for length in number_last.len() - 6..number_last.len() {
        assert_eq!(cut(length), Malformed::CutOff, "{length}");
    }
    let token = read(ended(number_last, BodyEnd::CutOff)).unwrap();
    assert_eq!(token.expires_in, 604_800);
}

#[test]
fn what_is_missing_in_a_body_that_did_not_end_may_have_been_on_its_way() {
    for (end, named) in early_ends() {
        for body in ["", " ", "{", "{}", r#"{"access_token":"a"}"#] {
            assert_eq!(malformed(ended(body, end)), named, "{body}");
        }
        assert_eq!(
            refusal(ended("<html>", end)),
            Refusal::TurnedAway { retry_after: None },
            "what it is can be told"
        );
    }
}

#[test]
fn bytes_that_are_no_utf_8_in_a_needed_member_are_no_token() {
    for member in ["access_token", "token_type", "refresh_token"] {
        let got = malformed(token_with(|t| t[member] = json!("a\u{fffd}b")));
        assert_eq!(got, Malformed::NotUtf8 { member });
    }
    let got = read(token_with(|t| t["unknown"] = json!("a\u{fffd}b")));
    assert_eq!(got, Ok(expected_token()));
    let got = read(token_with(|t| t["\u{fffd}"] = json!("x")));
    assert_eq!(got, Ok(expected_token()));
}

#[test]
fn created_at_and_scope_are_filled_in_and_it_is_said() {
    let token = read(token_with(|t| {
        t.as_object_mut().unwrap().remove("created_at");
        t["scope"] = Value::Null;
    }))
    .unwrap();
    assert_eq!(
        (token.created_at, token.scope.as_str()),
        (RECEIVED_AT.unix_seconds(), "public")
    );
    assert_eq!(
        token.filled_in,
        FilledIn {
            created_at: true,
            scope: true,
            expires_in: false,
        }
    );
}

#[test]
fn a_successful_status_without_a_token_is_named_by_what_is_wrong_with_it() {
    let text = Malformed::NotAnObject;
    for (body, expected) in [
        ("", Malformed::Empty),
        (" \n", Malformed::Empty),
        ("\u{feff}", Malformed::Empty),
        (&GOOD_TOKEN[..40], Malformed::CutOff),
        ("{", Malformed::CutOff),
        ("OK", Malformed::NotJson),
        ("{\"access_token\": nope}", Malformed::NotJson),
        ("[]", text(JsonType::Array)),
        ("null", text(JsonType::Null)),
        ("12", text(JsonType::Number)),
        ("\"token\"", text(JsonType::String)),
        ("true", text(JsonType::Boolean)),
        (
            "{}",
            Malformed::Missing(vec![
                "access_token",
                "token_type",
                "expires_in",
                "refresh_token",
            ]),
        ),
    ] {
        assert_eq!(malformed(response(200, body)), expected, "{body}");
    }
}

#[test]
fn missing_blank_and_mistyped_members_are_named() {
    let wrong_type = |member, expected| Malformed::WrongType { member, expected };
    for (member, value, expected) in [
        (
            "access_token",
            json!(""),
            Malformed::Missing(vec!["access_token"]),
        ),
        (
            "expires_in",
            Value::Null,
            Malformed::Missing(vec!["expires_in"]),
        ),
        (
            "token_type",
            json!("  "),
            Malformed::Missing(vec!["token_type"]),
        ),
        (
            "access_token",
            json!(12),
            wrong_type("access_token", ExpectedType::Text),
        ),
        (
            "scope",
            json!(["public"]),
            wrong_type("scope", ExpectedType::Text),
        ),
        (
            "expires_in",
            json!("soon"),
            wrong_type("expires_in", ExpectedType::WholeNumber),
        ),
        (
            "expires_in",
            json!([604_800]),
            wrong_type("expires_in", ExpectedType::WholeNumber),
        ),
        (
            "created_at",
            json!([1]),
            wrong_type("created_at", ExpectedType::WholeNumber),
        ),
    ] {
        let got = malformed(token_with(|t| t[member] = value.clone()));
        assert_eq!(got, expected, "{member}: {value}");
    }
}

#[test]
fn the_kind_of_what_was_refused_is_kept() {
    let mut request = request_of("an-id", "a-secret");
    for (grant, kind) in [
        (Grant::Pin(Pin::new("12abcdef")), GrantKind::Pin),
        (Grant::Refresh(RefreshToken::new("old")), GrantKind::Refresh),
    ] {
        request.grant = grant;
        let refused = response(400, r#"{"error":"invalid_grant"}"#);
        let failure = request.read(&Ok(refused), RECEIVED_AT).unwrap_err();
        assert_eq!(failure.grant, kind);
        assert_eq!(failure.cause, FailureCause::Refused(Refusal::InvalidGrant));
    }
}

#[test]
fn headers_tell_of_locked_and_deactivated_accounts_and_of_waiting() {
    let with = |status, headers| {
        refusal(Response {
            headers,
            ..response(status, "")
        })
    };
    let locked = ResponseHeaders {
        account_locked: true,
        ..ResponseHeaders::default()
    };
    assert_eq!(with(401, locked.clone()), Refusal::AccountLocked);
    let deactivated = ResponseHeaders {
        account_deactivated: true,
        ..locked.clone()
    };
    assert_eq!(with(423, deactivated), Refusal::AccountDeactivated);
    let whole = Response {
        headers: locked,
        ..token_with(|_| {})
    };
    assert_eq!(read(whole), Ok(expected_token()), "a token is a token");
    for (sent, seconds) in [
        ("7", Some(7)),
        (" 0 ", Some(0)),
        ("99999999999999", Some(99_999_999_999_999)),
        ("99999999999999999999999999", Some(u64::MAX)),
        ("Tue, 14 Nov 2023 22:13:50 GMT", Some(30)),
        ("Tuesday, 14-Nov-23 22:13:50 GMT", Some(30)),
        ("Tue Nov 14 22:13:50 2023", Some(30)),
        ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
        ("Sun, 06 Nov 1994", None),
        ("-1", None),
        ("1.5", None),
        ("", None),
        ("\u{662}", None),
    ] {
        let headers = ResponseHeaders {
            retry_after: Some(sent.into()),
            ..ResponseHeaders::default()
        };
        assert_eq!(
            with(429, headers),
            Refusal::RateLimited {
                retry_after: seconds.map(Duration::from_secs)
            },
            "{sent}"
        );
    }
}

#[test]
fn what_trakt_said_is_kept_and_bounded() {
    let long = "x".repeat(10_000);
    let body = json!({ "error": "invalid_grant", "error_description": long }).to_string();
    let details = read(response(400, &body)).unwrap_err().details;
    assert_eq!(
        (details.status, details.error.as_deref()),
        (Some(400), Some("invalid_grant"))
    );
    let description = details.error_description.unwrap();
    assert_eq!(description.chars().count(), 300);
    let details = ErrorDetails {
        status: Some(400),
        error: Some("e".into()),
        error_description: None,
    };
    assert_eq!(
        text::failure::details(&details).as_deref(),
        Some("HTTP 400 · e")
    );
    assert_eq!(text::failure::details(&ErrorDetails::default()), None);
}

#[test]
fn without_a_response_the_cause_is_what_the_browser_knows() {
    let patience = Duration::from_secs(30);
    for error in [
        NetworkError::Offline,
        NetworkError::Unsendable,
        NetworkError::ConnectionLost,
        NetworkError::Unreadable,
        NetworkError::TimedOut { patience },
    ] {
        let failure = request_of("a", "b")
            .read(&Err(error), RECEIVED_AT)
            .unwrap_err();
        assert_eq!(
            (failure.cause, failure.details),
            (FailureCause::Network(error), ErrorDetails::default())
        );
    }
}

#[test]
fn a_pin_counts_as_unused_only_where_that_is_certain() {
    let network = |error| request_of("a", "b").read(&Err(error), RECEIVED_AT);
    let patience = Duration::from_secs(30);
    for (result, expected) in [
        (network(NetworkError::Offline), GrantUse::NotUsed),
        (network(NetworkError::Unsendable), GrantUse::NotUsed),
        (network(NetworkError::ConnectionLost), GrantUse::MaybeUsed),
        (network(NetworkError::Unreadable), GrantUse::MaybeUsed),
        (
            network(NetworkError::TimedOut { patience }),
            GrantUse::MaybeUsed,
        ),
        (read(response(429, "")), GrantUse::NotUsed),
        (read(response(404, "")), GrantUse::NotUsed),
        (read(response(502, "")), GrantUse::MaybeUsed),
        (read(response(400, "")), GrantUse::MaybeUsed),
        (read(response(200, "")), GrantUse::MaybeUsed),
        (read(response(200, "<html>")), GrantUse::MaybeUsed),
        (read(response(403, "")), GrantUse::MaybeUsed),
        (read(response(200, "{}")), GrantUse::ProbablyUsed),
        (
            read(token_with(|t| t["access_token"] = json!("\u{fffd}"))),
            GrantUse::ProbablyUsed,
        ),
        (
            read(token_with(|t| t["expires_in"] = json!([]))),
            GrantUse::ProbablyUsed,
        ),
        (printed("what?"), GrantUse::MaybeUsed),
        (
            printed("curl: (28) Operation timed out"),
            GrantUse::MaybeUsed,
        ),
    ] {
        let failure = result.unwrap_err();
        assert_eq!(failure.grant_use(), expected, "{failure:?}");

        let sent_before = Failure {
            was_sent_before: true,
            ..failure.clone()
        };
        assert_eq!(
            sent_before.grant_use(),
            expected.max(GrantUse::MaybeUsed),
            "{failure:?}"
        );
        for at_other_host in [
            network(NetworkError::Unreadable).unwrap_err(),
            read(response(404, "")).unwrap_err(),
        ] {
            let both = Failure {
                other_host: Some(Box::new(at_other_host.clone())),
                ..failure.clone()
            };
            assert_eq!(both.grant_use(), expected.max(at_other_host.grant_use()));
        }
    }
}

#[test]
fn a_refused_id_and_secret_are_looked_at() {
    let hex = "0123456789abcdef".repeat(4);
    let base64url = "Zm9vYmFyYmF6LWZvb2Jhcl9iYXotZm9vYmFyLWJhel8";
    let oddities = |id: &str, secret: &str| {
        let refused = response(401, r#"{"error":"invalid_client"}"#);
        let failure = request_of(id, secret)
            .read(&Ok(refused), RECEIVED_AT)
            .unwrap_err();
        assert_eq!(failure.cause, FailureCause::Refused(Refusal::InvalidClient));
        failure.oddities
    };
    let (id, secret) = (Field::ClientId, Field::ClientSecret);
    assert_eq!(oddities(&hex, &hex), [], "every older app's look alike");
    assert_eq!(oddities(&hex, base64url), [AppOddity::Swapped]);
    assert_eq!(
        oddities(&hex[1..], &hex),
        [AppOddity::CutShort {
            field: id,
            length: 63
        }]
    );
    assert_eq!(
        oddities(&hex, &hex[..10]),
        [AppOddity::CutShort {
            field: secret,
            length: 10
        }]
    );
    let doubled = format!("{hex}{hex}");
    assert_eq!(
        oddities(&doubled, &hex),
        [AppOddity::Padded {
            field: id,
            length: 128
        }]
    );
    let other = request_of(&hex, &hex)
        .read(&Ok(response(403, "")), RECEIVED_AT)
        .unwrap_err();
    assert_eq!(other.oddities, [], "that is not what was refused");
}

#[test]
fn a_response_that_is_no_token_is_kept_for_what_it_may_hold() {
    let no_token = token_with(|t| t["expires_in"] = json!([]));
    let text = no_token.body.text.reveal().clone();
    let failure = read(no_token).unwrap_err();
    assert_eq!(failure.received.as_ref().unwrap().as_str(), text);
    assert!(!format!("{failure:?}").contains("4cc355"));
    let failure = read(response(400, &text)).unwrap_err();
    assert!(matches!(failure.cause, FailureCause::NoToken(_)));
    assert_eq!(failure.received.as_ref().unwrap().as_str(), text);
    let next_to_error = text.replacen('{', r#"{"error":"invalid_grant","#, 1);
    let failure = read(response(400, &next_to_error)).unwrap_err();
    assert_eq!(failure.cause, FailureCause::Refused(Refusal::InvalidGrant));
    assert_eq!(failure.received.unwrap().as_str(), next_to_error);
    let refused = response(400, r#"{"error":"invalid_grant"}"#);
    assert_eq!(read(refused).unwrap_err().received, None);
}

#[test]
fn a_token_is_found_in_what_a_terminal_shows() {
    let json = good_token().to_string();
    let pretty = serde_json::to_string_pretty(&good_token()).unwrap();
    let broken: String = json
        .as_bytes()
        .chunks(80)
        .flat_map(|c| [c, b"\r\n"])
        .flatten()
        .map(|b| *b as char)
        .collect();
    for text in [
        json.clone(),
        pretty,
        broken,
        format!(
            "user@nas:~$ curl --data-binary '{{\"code\":\"x\"}}' 'https://api.trakt.tv/oauth/token'\n{json}user@nas:~$ "
        ),
        format!(
            "  % Total    % Received % Xferd  Average Speed\n100   250  100   250    0     0   {{ 1 }}\n{json}\n"
        ),
        format!(
            "PS C:\\Users\\me> try {{ (Invoke-WebRequest).Content }} catch {{ }}\r\n{json}\r\nPS C:\\Users\\me> "
        ),
    ] {
        assert_eq!(printed(&text), Ok(expected_token()), "{text}");
    }
}

#[test]
fn an_error_that_was_printed_means_what_it_would_have_meant_fetched() {
    let failure =
        printed(r#"$ curl … {"error":"invalid_grant","error_description":"used"}"#).unwrap_err();
    assert_eq!(failure.cause, FailureCause::Refused(Refusal::InvalidGrant));
    assert_eq!(
        text::failure::details(&failure.details).as_deref(),
        Some("invalid_grant · used"),
        "no status was printed"
    );
    assert_eq!(
        printed(r#"{"error":"invalid_client"}"#).unwrap_err().cause,
        FailureCause::Refused(Refusal::InvalidClient)
    );
    assert_eq!(
        printed(r#"{"access_token":"a"}"#).unwrap_err().cause,
        FailureCause::NoToken(Malformed::NoRefreshToken {
            access_token: AccessToken::new("a"),
        })
    );
}

#[test]
fn what_was_printed_without_a_response_is_named() {
    let line = "curl: (6) Could not resolve host: api.trakt.tv";
    assert_eq!(
        printed(&format!("$ curl …\n{line}\n$")).unwrap_err().cause,
        FailureCause::Command(NoResponse::NotSent { line: line.into() })
    );
    assert_eq!(
        printed("<html>").unwrap_err().cause,
        read(response(200, "<html>")).unwrap_err().cause
    );
    assert_eq!(
        printed("what?").unwrap_err().cause,
        FailureCause::Command(NoResponse::NotFound)
    );
    assert_eq!(
        printed(&"{".repeat(2 << 20)).unwrap_err().cause,
        FailureCause::Command(NoResponse::TooLong)
    );
}
