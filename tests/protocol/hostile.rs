//! Whatever comes as a response, or is pasted as one.

use std::time::Duration;

use kometa_trakt_sign_in::trakt::credentials::FilledIn;
use kometa_trakt_sign_in::trakt::http::{BodyEnd, ResponseHeaders};
use kometa_trakt_sign_in::trakt::response::Malformed;
use kometa_trakt_sign_in::trakt::{FailureCause, Response, Token};
use proptest::prelude::*;
use serde_json::Value;

use crate::samples::{GOOD_TOKEN, RECEIVED_AT, ended, expected_token, good_token, printed, read};

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
    fn any_response_is_a_token_or_a_named_failure(hostile in any_response()) {
        let text = format!("{:?}", read(hostile));
        prop_assert!(!text.contains("4cc355"), "{}", text);
    }

    #[test]
    fn what_arrived_of_a_token_is_that_token_or_none((body, arrivals, length) in any_cut_token()) {
        let is_there = |member: &str| arrivals.iter().any(|(name, whole)| name == member && *whole <= length);
        let needed = ["access_token", "token_type", "expires_in", "refresh_token"];
        let got = read(ended(&body[..length], BodyEnd::CutOff));
        if needed.into_iter().all(is_there) {
            let filled_in = FilledIn {
                created_at: !is_there("created_at"),
                scope: !is_there("scope"),
                expires_in: false,
            };
            let created_at = match filled_in.created_at {
                true => RECEIVED_AT.unix_seconds(),
                false => 1_482_084_536,
            };
            prop_assert_eq!(got, Ok(Token { created_at, filled_in, ..expected_token() }));
        } else {
            let malformed = got.unwrap_err().cause;
            prop_assert_eq!(malformed, FailureCause::NoToken(Malformed::CutOff));
        }
    }
}

fn any_response() -> impl Strategy<Value = Response> {
    let end = prop_oneof![
        Just(BodyEnd::Complete),
        Just(BodyEnd::CutOff),
        any::<usize>().prop_map(|limit| BodyEnd::TooLong { limit }),
        any::<Duration>().prop_map(|patience| BodyEnd::TimedOut { patience }),
    ];
    let retry_after = proptest::option::of(prop_oneof![".*", "[0-9]{1,40}"]);
    let headers = (retry_after, any::<bool>(), any::<bool>()).prop_map(
        |(retry_after, account_locked, account_deactivated)| ResponseHeaders {
            retry_after,
            account_locked,
            account_deactivated,
        },
    );
    (any::<u16>(), headers, any_body(), end).prop_map(|(status, headers, body, end)| {
        let mut response = Response::new(status, body);
        response.headers = headers;
        response.body.end = end;
        response
    })
}

/// A token's body with its members in any order, the length from which on each of them is whole for certain, and a
/// length to cut it to.
fn any_cut_token() -> impl Strategy<Value = (String, Vec<(String, usize)>, usize)> {
    let members = vec![
        ("access_token", r#""4cc355t0k3nh3r3""#),
        ("token_type", r#""bearer""#),
        ("expires_in", "604800"),
        ("refresh_token", r#""r3fr35ht0k3nh3r3""#),
        ("scope", r#""public""#),
        ("created_at", "1482084536"),
        ("unknown", r#"{"a":["},]",{"b":"\\\"{"}],"expires_in":1}"#),
        ("account", "true"),
    ];
    let spaces = proptest::sample::select(vec!["", " ", "\n  ", "\r\n\t"]);
    (Just(members).prop_shuffle(), spaces).prop_flat_map(|(members, space)| {
        let mut body = "{".to_owned();
        let mut arrivals = Vec::new();
        let last = members.len() - 1;
        for (at, (name, value)) in members.into_iter().enumerate() {
            body += &format!("{space}\"{name}\":{space}{value}");
            let value_end = body.len();
            body += space;
            body.push(if at == last { '}' } else { ',' });
            // A number or a word may go on until something else comes.
            let is_delimited = value.ends_with(['"', '}']);
            let whole = if is_delimited { value_end } else { body.len() };
            arrivals.push((name.to_owned(), whole));
        }
        let length = 1..=body.len();
        (Just(body), Just(arrivals), length)
    })
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
        ("[^{]{0,20}", ".{0,40}")
            .prop_map(|(before, after)| format!("{before}{GOOD_TOKEN}{after}")),
        (0..GOOD_TOKEN.len()).prop_map(|at| GOOD_TOKEN[..at].to_owned()),
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
