//! Answers and requests that a terminal has broken into rows, and texts of any kind.

use std::time::{Duration, Instant};

use super::*;

/// A way to break a text into rows and to mark them.
#[derive(Debug, Clone, Copy)]
struct Rows {
    width: usize,
    /// Stands at the end of a row that goes on.
    end: &'static str,
    pads: bool,
    line_end: &'static str,
    /// Stands before the first row; `start` before each other.
    prompt: &'static str,
    start: &'static str,
}

/// Each way to mark rows with its name.
const WAYS: [(&str, Rows); 12] = {
    const PLAIN: Rows = Rows {
        width: 0,
        end: "",
        pads: false,
        line_end: "\n",
        prompt: "",
        start: "",
    };
    [
        ("plain", PLAIN),
        (
            "crlf",
            Rows {
                line_end: "\r\n",
                ..PLAIN
            },
        ),
        ("dollar", Rows { end: "$", ..PLAIN }),
        (
            "dollar of cat -A",
            Rows {
                end: "^M$",
                ..PLAIN
            },
        ),
        (
            "ps2",
            Rows {
                start: "> ",
                ..PLAIN
            },
        ),
        (
            "powershell",
            Rows {
                start: ">> ",
                line_end: "\r\n",
                ..PLAIN
            },
        ),
        (
            "padding",
            Rows {
                pads: true,
                ..PLAIN
            },
        ),
        ("backslash", Rows { end: "\\", ..PLAIN }),
        (
            "prompt",
            Rows {
                prompt: "user@host:~$ ",
                ..PLAIN
            },
        ),
        (
            "powershell prompt",
            Rows {
                prompt: "PS C:\\Users\\me> ",
                line_end: "\r\n",
                ..PLAIN
            },
        ),
        (
            "leading spaces",
            Rows {
                start: "    ",
                ..PLAIN
            },
        ),
        (
            "frame",
            Rows {
                prompt: "| ",
                start: "| ",
                pads: true,
                end: " |",
                ..PLAIN
            },
        ),
    ]
};

impl Rows {
    fn of(self, text: &str) -> String {
        let mut rows = Vec::new();
        let mut row = String::from(self.prompt);
        let mut is_empty = true;
        for c in text.chars() {
            if !is_empty && row.chars().count() >= self.width {
                rows.push(std::mem::replace(&mut row, self.start.to_owned()));
            }
            row.push(c);
            is_empty = false;
        }
        let padded = rows.iter().map(|row| match self.pads {
            true => format!("{row:width$}{}", self.end, width = self.width + 4),
            false => format!("{row}{}", self.end),
        });
        padded.chain([row]).collect::<Vec<_>>().join(self.line_end)
    }
}

fn rows() -> impl Strategy<Value = (&'static str, Rows)> {
    (proptest::sample::select(WAYS.to_vec()), 40..=220_usize)
        .prop_map(|((name, rows), width)| (name, Rows { width, ..rows }))
}

/// Tokens of the forms that Trakt has given out.
fn any_token() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9a-f]{64}",
        "[A-Za-z0-9_-]{43}",
        "[A-Za-z0-9_-]{86}",
        "eyJ[A-Za-z0-9_-]{40,60}\\.eyJ[A-Za-z0-9_-]{100,300}\\.[A-Za-z0-9_-]{43}",
    ]
}

fn any_scope() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["public", "public offline_access"])
}

/// Members that Trakt may send along.
fn any_extra() -> impl Strategy<Value = Vec<(String, Value)>> {
    let value = prop_oneof![
        Just(json!(1_795_604_800_u64)),
        Just(json!("2026-11-25T11:06:40.000Z")),
        Just(json!(null)),
        Just(json!({ "ids": [1, { "slug": "sean" }], "vip": true })),
        Just(json!("a $ b > c \"d\" \\ {e} 'f' $\n> g")),
        "\\PC{0,40}".prop_map(Value::from),
    ];
    proptest::collection::vec(("x_[a-z]{1,8}", value), 0..3)
}

/// A token and the answer with it, its members in any order.
fn any_answer() -> impl Strategy<Value = (Token, String)> {
    (any_token(), any_token(), any_scope(), any_extra()).prop_flat_map(
        |(access, refresh, scope, extra)| {
            let members = vec![
                ("access_token".to_owned(), json!(access)),
                ("token_type".to_owned(), json!("bearer")),
                ("expires_in".to_owned(), json!(604_800)),
                ("refresh_token".to_owned(), json!(refresh)),
                ("scope".to_owned(), json!(scope)),
                ("created_at".to_owned(), json!(1_795_000_000)),
            ];
            let members: Vec<_> = members.into_iter().chain(extra).collect();
            let token = Token {
                access_token: AccessToken::new(access),
                refresh_token: RefreshToken::new(refresh),
                scope: scope.into(),
                ..token()
            };
            Just(members).prop_shuffle().prop_map(move |members| {
                let members: Vec<String> = members
                    .iter()
                    .map(|(name, value)| format!("{}:{value}", json!(name)))
                    .collect();
                (token.clone(), format!("{{{}}}", members.join(",")))
            })
        },
    )
}

fn any_grant() -> impl Strategy<Value = Grant> {
    prop_oneof![
        "[0-9A-F]{8}".prop_map(|pin| Grant::Pin(Pin::new(pin))),
        any_token().prop_map(|token| Grant::Refresh(RefreshToken::new(token))),
        any::<[u8; 32]>().prop_map(|bytes| Grant::Code {
            code: kometa_trakt_sign_in::trakt::credentials::AuthorizationCode::new("a-code"),
            redirect_uri: "https://someone.github.io/page/".into(),
            code_verifier: CodeVerifier::from_random(bytes),
        }),
    ]
}

fn assert_strict(result: &Result<Token, Failure>) -> Result<(), TestCaseError> {
    if let Ok(token) = result {
        for text in [token.access_token.reveal(), token.refresh_token.reveal()] {
            let is_strict = text
                .chars()
                .all(|c| c.is_ascii_graphic() && !"$>\"'`<".contains(c));
            prop_assert!(is_strict, "{}", text);
        }
    }
    Ok(())
}

#[test]
fn a_usual_answer_is_put_together_at_every_width_in_every_way() {
    for (name, rows) in WAYS {
        for width in 40..=220 {
            for scope in ["public", "public offline_access"] {
                let answer = answer().replace("\"public\"", &format!("\"{scope}\""));
                let output = Rows { width, ..rows }.of(&answer);
                let expected = Token {
                    scope: scope.into(),
                    ..token()
                };
                assert_eq!(read(&output), Ok(expected), "{name} at {width}:\n{output}");
            }
        }
    }
}

#[test]
fn a_name_that_a_shell_has_broken_still_hints_at_an_answer() {
    let output = r#"{"expires_in":604800,"x":"a $ b > c \"d\\
" \\ {e} 'f' $\n> g","refresh_token":"r3fr35h","access_toke\
n":"4cc355","created_at":1795000000}"#;
    assert_eq!(no_response(output), NoResponse::InPieces);
}

#[test]
fn a_text_of_any_size_is_read_at_once() {
    let filled = |piece: &str| piece.repeat((1 << 18) / piece.len());
    let texts = [
        "x".repeat(50 << 20),
        filled("{"),
        filled("{\""),
        filled("{\"a\":"),
        filled("{\"a\":\""),
        filled("{“a"),
        filled("{\"access_token\":\"b\","),
        filled("{\"access_token\":\"b\",\"refresh_token\":\"c\"}"),
        filled("\\\n{\""),
        filled("curl: ("),
        filled("'trakt.tv' (403"),
        filled("access_token : a\n"),
        filled("\u{1b}]"),
        format!("{{\"access_token\":\"{}", filled("a\n")),
    ];
    for text in texts {
        let start = Instant::now();
        let _ = CommandOutput::recognise(&text);
        // Without optimisation and on a busy machine: what is not linear takes minutes.
        let limit = Duration::from_secs(20);
        let took = start.elapsed();
        let shown: String = text.chars().take(20).collect();
        assert!(took < limit, "{shown:?} took {took:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_answer_in_rows_is_its_token_or_refused((token, answer) in any_answer(), (name, rows) in rows()) {
        let output = rows.of(&answer);
        match read(&output) {
            Ok(found) => {
                // What follows the tokens may be past reading.
                let token = Token {
                    scope: if found.filled_in.scope { "public".into() } else { token.scope },
                    created_at: if found.filled_in.created_at { RECEIVED_AT.unix_seconds() } else { token.created_at },
                    filled_in: found.filled_in,
                    ..token
                };
                prop_assert_eq!(found, token, "{}", name);
            }
            Err(failure) => prop_assert_eq!(failure.cause, FailureCause::Command(NoResponse::InPieces), "{}:\n{}", name, output),
        }
    }

    #[test]
    fn the_request_alone_is_never_an_answer(grant in any_grant(), (_, rows) in rows(), is_typographic in any::<bool>()) {
        let request = request_for(grant).to_request();
        let body = request.body.as_ref().unwrap().reveal().clone();
        for shown in [command::for_sh(&request), command::for_powershell(&request), body] {
            let shown = if is_typographic { shown.replace('"', "”").replace('\'', "’") } else { shown };
            let output = rows.of(&shown);
            prop_assert_eq!(no_response(&output), NoResponse::NotFound, "{}", output);
        }
    }

    #[test]
    fn a_request_above_the_answer_changes_nothing((token, answer) in any_answer(), grant in any_grant(), (_, rows) in rows()) {
        let request = request_for(grant).to_request();
        for shown in [command::for_sh(&request), command::for_powershell(&request)] {
            let output = format!("{}\n{answer}\nHTTP 200\n", rows.of(&shown));
            prop_assert_eq!(read(&output), Ok(token.clone()), "{}", output);
        }
    }

    #[test]
    fn no_foreign_character_comes_out_in_a_token(
        foreign in "[ $>\"'\u{0}-\u{1f}\u{7f}\u{80}-\u{9f}“”\u{a0}\\PC]{1,3}",
        at in 0..200_usize,
        (_, rows) in rows(),
    ) {
        let mut answer = answer();
        answer.insert_str(at, &foreign);
        assert_strict(&read(&answer))?;
        assert_strict(&read(&rows.of(&answer)))?;
    }

    #[test]
    fn any_text_is_read_without_a_panic(pieces in proptest::collection::vec(any_piece(), 0..30)) {
        assert_strict(&read(&pieces.concat()))?;
    }
}

/// Pieces that mean something to the reader, and any others.
fn any_piece() -> impl Strategy<Value = String> {
    let known = [
        "{",
        "}",
        "\"",
        "\\",
        "\n",
        "\r",
        "$",
        "> ",
        ">> ",
        "access_token",
        "refresh_token",
        "\":\"",
        "\",\"",
        "“",
        "'",
        ":",
        ",",
        " : ",
        "curl: (",
        ")",
        "HTTP ",
        "403",
        "(403",
        "error code: 1",
        "<html",
        "trakt.tv",
        "api.",
        "bash: ",
        "\u{1b}[",
        "\u{9b}",
        "m",
        "\0",
        "\u{f8ff}",
        "&quot;",
        "{\"error\":\"",
        "[Net.ServicePointManager]",
        "C:\\>",
        "é",
        "wget: ",
        "WebException",
        "（４",
        "...",
    ];
    prop_oneof![
        proptest::sample::select(known.to_vec()).prop_map(ToOwned::to_owned),
        any::<String>(),
        "\\PC{0,10}",
    ]
}
