//! What an answer of the token endpoint means.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use kometa_trakt_sign_in::trakt::credentials::FilledIn;
use kometa_trakt_sign_in::trakt::error::{AppOddity, Misfit, Said};
use kometa_trakt_sign_in::trakt::{
    AccessToken, Answer, AnswerBody, AnswerHeaders, ClientId, ClientSecret, Failure, FailureCause,
    Field, Grant, GrantKind, NoAnswer, Pin, RefreshToken, SignInHost, Token, TokenRequest,
    TraktApp,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const ANSWERED_AT: u64 = 1_700_000_000;

fn request_of(id: &str, secret: &str) -> TokenRequest {
    TokenRequest {
        host: SignInHost::Classic,
        app: TraktApp {
            client_id: ClientId::new(id),
            client_secret: Some(ClientSecret::new(secret)),
        },
        grant: Grant::Pin(Pin::new("12abcdef")),
    }
}

fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status,
        headers: AnswerHeaders::default(),
        body: AnswerBody::Text(body.to_owned()),
    }
}

fn interpret(answer: Answer) -> Result<Token, Failure> {
    request_of("an-id", "a-secret").interpret(&Ok(answer), ANSWERED_AT)
}

fn cause(answer: Answer) -> FailureCause {
    interpret(answer).unwrap_err().cause
}

fn good_token() -> Value {
    json!({
        "access_token": "4cc355t0k3nh3r3",
        "token_type": "bearer",
        "expires_in": 604_800,
        "refresh_token": "r3fr35ht0k3nh3r3",
        "scope": "public",
        "created_at": 1_482_084_536,
    })
}

fn token_with(change: impl FnOnce(&mut Value)) -> Answer {
    let mut token = good_token();
    change(&mut token);
    answer(200, &token.to_string())
}

fn expected_token() -> Token {
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

#[test]
fn a_good_answer_is_the_token_unchanged() {
    assert_eq!(interpret(token_with(|_| {})), Ok(expected_token()));
}

#[test]
fn unknown_members_numbers_as_texts_and_a_byte_order_mark_do_no_harm() {
    assert_eq!(
        interpret(token_with(|t| t["expires_at"] = json!("soon"))),
        Ok(expected_token())
    );
    assert_eq!(
        interpret(token_with(|t| {
            t["expires_in"] = json!("604800");
            t["created_at"] = json!(" 1482084536 ");
        })),
        Ok(expected_token())
    );
    assert_eq!(
        interpret(answer(200, &format!("\u{feff} {}\n", good_token()))),
        Ok(expected_token())
    );
}

#[test]
fn created_at_and_scope_are_filled_in_and_it_is_said() {
    let token = interpret(token_with(|t| {
        t.as_object_mut().unwrap().remove("created_at");
        t["scope"] = Value::Null;
    }))
    .unwrap();
    assert_eq!(
        (token.created_at, token.scope.as_str()),
        (ANSWERED_AT, "public")
    );
    assert_eq!(
        token.filled_in,
        FilledIn {
            created_at: true,
            scope: true
        }
    );
}

#[test]
fn a_successful_status_without_a_token_is_named_by_what_is_wrong_with_it() {
    let not_understood = |body: &str| match cause(answer(200, body)) {
        FailureCause::NotUnderstood(misfit) => misfit,
        other => panic!("{body}: {other}"),
    };
    let whole = good_token().to_string();
    for (body, misfit) in [
        ("", Misfit::Empty),
        (" \n", Misfit::Empty),
        (&whole[..whole.len() - 1], Misfit::CutOff),
        (&whole[..40], Misfit::CutOff),
        ("{", Misfit::CutOff),
        ("<!DOCTYPE html><title>Log in</title>", Misfit::WebPage),
        ("OK", Misfit::NotJson),
        ("{\"access_token\": nope}", Misfit::NotJson),
        ("[]", Misfit::NotAnObject("a list")),
        ("null", Misfit::NotAnObject("null")),
        ("12", Misfit::NotAnObject("a number")),
        ("\"token\"", Misfit::NotAnObject("a text")),
        ("true", Misfit::NotAnObject("true or false")),
        (
            "{}",
            Misfit::Missing(vec![
                "access_token",
                "token_type",
                "expires_in",
                "refresh_token",
            ]),
        ),
    ] {
        assert_eq!(not_understood(body), misfit, "{body}");
    }
}

#[test]
fn missing_blank_and_mistyped_members_are_named() {
    for (member, value, misfit) in [
        (
            "access_token",
            json!(""),
            Misfit::Missing(vec!["access_token"]),
        ),
        (
            "refresh_token",
            Value::Null,
            Misfit::Missing(vec!["refresh_token"]),
        ),
        (
            "token_type",
            json!("  "),
            Misfit::Missing(vec!["token_type"]),
        ),
        (
            "access_token",
            json!(12),
            Misfit::WrongType {
                member: "access_token",
                expected: "a text",
            },
        ),
        (
            "scope",
            json!(["public"]),
            Misfit::WrongType {
                member: "scope",
                expected: "a text",
            },
        ),
        (
            "expires_in",
            json!("soon"),
            Misfit::WrongType {
                member: "expires_in",
                expected: "a whole number",
            },
        ),
        (
            "expires_in",
            json!(-1),
            Misfit::WrongType {
                member: "expires_in",
                expected: "a whole number",
            },
        ),
        (
            "created_at",
            json!(1.5),
            Misfit::WrongType {
                member: "created_at",
                expected: "a whole number",
            },
        ),
    ] {
        let got = cause(token_with(|t| t[member] = value.clone()));
        assert_eq!(
            got,
            FailureCause::NotUnderstood(misfit),
            "{member}: {value}"
        );
    }
}

#[test]
fn a_body_cut_off_on_the_wire_or_too_long_is_named() {
    for (body, misfit) in [
        (AnswerBody::CutOff, Misfit::CutOff),
        (
            AnswerBody::TooLong { limit: 1 << 20 },
            Misfit::TooLong { limit_kib: 1024 },
        ),
    ] {
        let got = cause(Answer {
            body,
            ..answer(200, "")
        });
        assert_eq!(got, FailureCause::NotUnderstood(misfit));
    }
}

#[test]
fn each_status_means_what_trakt_documents() {
    let invalid_client = FailureCause::InvalidClient { oddities: vec![] };
    for (status, body, expected) in [
        (
            400,
            r#"{"error":"invalid_grant"}"#,
            FailureCause::InvalidGrant(GrantKind::Pin),
        ),
        (
            401,
            r#"{"error":"invalid_grant"}"#,
            FailureCause::InvalidGrant(GrantKind::Pin),
        ),
        (401, r#"{"error":"invalid_client"}"#, invalid_client.clone()),
        (400, r#"{"error":"invalid_client"}"#, invalid_client.clone()),
        (401, "", invalid_client.clone()),
        (403, "", FailureCause::AppNotAccepted),
        (404, "", FailureCause::SignInNotServed),
        (405, "", FailureCause::SignInNotServed),
        (410, "<html>", FailureCause::SignInNotServed),
        (412, "", FailureCause::ContentTypeRefused),
        (423, "", FailureCause::AccountLocked),
        (429, "", FailureCause::RateLimited { retry_after: None }),
        (500, "", FailureCause::TraktDown),
        (502, "<html>", FailureCause::TraktDown),
        (522, "", FailureCause::TraktDown),
        (400, "<!DOCTYPE html>", FailureCause::TraktDown),
        (400, r#"{"error":"invalid_request"}"#, FailureCause::Refused),
        (400, "", FailureCause::Refused),
        (
            200,
            r#"{"error":"invalid_grant"}"#,
            FailureCause::InvalidGrant(GrantKind::Pin),
        ),
        (302, "", FailureCause::Refused),
    ] {
        let got = match cause(answer(status, body)) {
            FailureCause::InvalidClient { .. } => invalid_client.clone(),
            other => other,
        };
        assert_eq!(got, expected, "{status} {body}");
    }
}

#[test]
fn headers_tell_of_locked_and_deactivated_accounts_and_of_waiting() {
    let with = |status, headers| {
        cause(Answer {
            headers,
            ..answer(status, "")
        })
    };
    let locked = AnswerHeaders {
        account_locked: true,
        ..AnswerHeaders::default()
    };
    assert_eq!(with(401, locked.clone()), FailureCause::AccountLocked);
    let deactivated = AnswerHeaders {
        account_deactivated: true,
        ..locked
    };
    assert_eq!(with(423, deactivated), FailureCause::AccountDeactivated);
    for (sent, seconds) in [
        ("7", Some(7)),
        (" 0 ", Some(0)),
        ("Sun, 06 Nov 1994", None),
        ("-1", None),
    ] {
        let headers = AnswerHeaders {
            retry_after: Some(sent.into()),
            ..AnswerHeaders::default()
        };
        assert_eq!(
            with(429, headers),
            FailureCause::RateLimited {
                retry_after: seconds
            },
            "{sent}"
        );
    }
}

#[test]
fn what_trakt_said_is_kept_and_bounded() {
    let long = "x".repeat(10_000);
    let body = json!({ "error": "invalid_grant", "error_description": long }).to_string();
    let said = interpret(answer(400, &body)).unwrap_err().said;
    assert_eq!(
        (said.status, said.error.as_deref()),
        (Some(400), Some("invalid_grant"))
    );
    assert_eq!(said.error_description.unwrap().len(), 300);
    let said = Said {
        status: Some(400),
        error: Some("e".into()),
        error_description: None,
    };
    assert_eq!(said.to_string(), "HTTP 400 · e");
}

#[test]
fn without_an_answer_the_cause_is_what_the_browser_knows() {
    for (no_answer, expected) in [
        (NoAnswer::Offline, FailureCause::Offline),
        (NoAnswer::Unreadable, FailureCause::NoReadableAnswer),
        (
            NoAnswer::TimedOut { seconds: 30 },
            FailureCause::TimedOut { seconds: 30 },
        ),
    ] {
        let failure = request_of("a", "b")
            .interpret(&Err(no_answer), ANSWERED_AT)
            .unwrap_err();
        assert_eq!((failure.cause, failure.said), (expected, Said::default()));
    }
}

#[test]
fn a_refused_id_and_secret_are_looked_at() {
    let hex = "0123456789abcdef".repeat(4);
    let base64url = "Zm9vYmFyYmF6LWZvb2Jhcl9iYXotZm9vYmFyLWJhel8";
    let oddities = |id: &str, secret: &str| {
        let answer = answer(401, r#"{"error":"invalid_client"}"#);
        match request_of(id, secret)
            .interpret(&Ok(answer), ANSWERED_AT)
            .unwrap_err()
            .cause
        {
            FailureCause::InvalidClient { oddities } => oddities,
            other => panic!("{other}"),
        }
    };
    let (id, secret) = (Field::ClientId, Field::ClientSecret);
    assert_eq!(oddities(&hex, &hex), [AppOddity::MaybeSwapped]);
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
}

#[test]
fn no_failure_prints_a_secret_and_each_tells_what_to_do() {
    let causes = [
        FailureCause::InvalidGrant(GrantKind::Pin),
        FailureCause::InvalidClient {
            oddities: vec![AppOddity::MaybeSwapped],
        },
        FailureCause::AppNotAccepted,
        FailureCause::SignInNotServed,
        FailureCause::ContentTypeRefused,
        FailureCause::AccountLocked,
        FailureCause::AccountDeactivated,
        FailureCause::RateLimited {
            retry_after: Some(3),
        },
        FailureCause::TraktDown,
        FailureCause::Offline,
        FailureCause::NoReadableAnswer,
        FailureCause::AnswerHidden,
        FailureCause::NothingGetsThrough,
        FailureCause::CommandFailed {
            line: "curl: (6)".into(),
        },
        FailureCause::NoAnswerPasted,
        FailureCause::TimedOut { seconds: 30 },
        FailureCause::NotUnderstood(Misfit::Empty),
        FailureCause::Refused,
    ];
    let explain = |cause: &FailureCause| {
        let failure = Failure {
            host: SignInHost::Classic,
            grant: GrantKind::Pin,
            cause: cause.clone(),
            said: Said::default(),
            received: None,
            elsewhere: None,
        };
        failure.explain()
    };
    let titles: std::collections::BTreeSet<_> = causes.iter().map(|c| explain(c).title).collect();
    assert_eq!(titles.len(), causes.len(), "each has a title of its own");
    for cause in causes {
        let explanation = explain(&cause);
        assert!(
            !explanation.meaning.is_empty() && !explanation.next.is_empty(),
            "{cause}"
        );
    }
}

#[test]
fn an_answer_that_is_no_token_is_kept_for_what_it_may_hold() {
    let body = token_with(|t| t["expires_in"] = json!([])).body;
    let AnswerBody::Text(text) = &body else {
        panic!("it is text")
    };
    let failure = interpret(Answer {
        body: body.clone(),
        ..answer(200, "")
    })
    .unwrap_err();
    assert_eq!(failure.received.as_ref().unwrap().0, *text);
    assert!(!format!("{failure:?}").contains("4cc355"));
    assert_eq!(interpret(answer(400, text)).unwrap_err().received, None);
}

fn printed(text: &str) -> Result<Token, Failure> {
    request_of("an-id", "a-secret").interpret_printed(text, ANSWERED_AT)
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
    assert_eq!(failure.cause, FailureCause::InvalidGrant(GrantKind::Pin));
    assert_eq!(
        failure.said.to_string(),
        "invalid_grant · used",
        "no status was printed"
    );
    assert!(matches!(
        printed(r#"{"error":"invalid_client"}"#).unwrap_err().cause,
        FailureCause::InvalidClient { .. }
    ));
    assert_eq!(
        printed(r#"{"access_token":"a"}"#).unwrap_err().cause,
        FailureCause::NotUnderstood(Misfit::Missing(vec![
            "token_type",
            "expires_in",
            "refresh_token"
        ]))
    );
}

#[test]
fn what_was_printed_without_an_answer_is_named() {
    let line = "curl: (6) Could not resolve host: api.trakt.tv";
    assert_eq!(
        printed(&format!("$ curl …\n{line}\n$")).unwrap_err().cause,
        FailureCause::CommandFailed { line: line.into() }
    );
    assert_eq!(
        printed("<html>").unwrap_err().cause,
        FailureCause::TraktDown
    );
    assert_eq!(
        printed("what?").unwrap_err().cause,
        FailureCause::NoAnswerPasted
    );
    assert_eq!(
        printed(&"{".repeat(2 << 20)).unwrap_err().cause,
        FailureCause::NoAnswerPasted
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn any_text_pasted_is_a_token_or_a_named_failure(before in any_body(), after in any_body()) {
        let text = format!("{:?}", printed(&format!("{before}{after}")));
        prop_assert!(!text.contains("4cc355"), "{}", text);
    }

    #[test]
    fn a_token_is_found_among_any_other_text(before in "[^{}]*", after in "\\PC*") {
        prop_assert_eq!(printed(&format!("{before}\n{}\n{after}", good_token())), Ok(expected_token()));
    }

    #[test]
    fn any_answer_is_a_token_or_a_named_failure(status in 100u16..600, body in any_body()) {
        let text = format!("{:?}", interpret(answer(status, &body)));
        prop_assert!(!text.contains("4cc355"), "{}", text);
    }
}

fn any_body() -> impl Strategy<Value = String> {
    let whole = good_token().to_string();
    let length = whole.len();
    prop_oneof![
        ".*",
        any_json().prop_map(|json| json.to_string()),
        (0..length, any::<char>()).prop_map(move |(at, c)| {
            let mut body = whole.clone();
            body.insert(at, c);
            body
        }),
        (0..length).prop_map(|at| good_token().to_string()[..at].to_owned()),
        (
            proptest::sample::select(vec!["access_token", "token_type", "expires_in", "scope"]),
            any_json()
        )
            .prop_map(|(member, value)| {
                let mut token = good_token();
                token[member] = value;
                token.to_string()
            }),
        (1usize..400).prop_map(|depth| "[".repeat(depth)),
        (1usize..400).prop_map(|depth| "{\"a\":".repeat(depth)),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[a-z_]{1,12}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}
