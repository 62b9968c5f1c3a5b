//! Answers, and what is near to one.

use super::*;

#[test]
fn an_answer_is_found_in_whatever_surrounds_it() {
    let answer = answer();
    let typographic = |open: char, close: char| {
        let mut is_open = false;
        let quoted = answer.chars().map(|c| match c {
            '"' => {
                is_open = !is_open;
                if is_open { open } else { close }
            }
            _ => c,
        });
        quoted.collect::<String>()
    };
    for output in [
        answer.clone(),
        format!("\u{feff}{answer}\n"),
        format!("user@nas:~$ curl …\n{answer}user@nas:~$ "),
        format!("\u{1b}[01;32muser\u{1b}[0m$ \u{1b}[33m{answer}\u{1b}[0m"),
        format!("Here it is:\n```json\n{answer}\n```\nThanks!"),
        format!("**{answer}**"),
        format!("||`{answer}`||"),
        format!("> {answer}"),
        format!("<p>{}</p>", answer.replace('"', "&quot;")),
        answer.replace('_', "\\_"),
        answer.replace('"', "\\\""),
        answer.chars().flat_map(|c| [c, '\0']).collect(),
        answer.replace(',', ",\u{a0}"),
        answer.replace("beaded03be", "beaded03\u{200b}be"),
        typographic('“', '”'),
        typographic('„', '“'),
        typographic('«', '»'),
        typographic('‟', '‟'),
        typographic('″', '″'),
        typographic('\'', '\''),
        typographic('‘', '’'),
        typographic('′', '′'),
        typographic('"', '”'),
        format!("{{\"response\":{answer}}}"),
        format!("[{answer}]"),
        serde_json::to_string_pretty(&serde_json::from_str::<Value>(&answer).unwrap()).unwrap(),
    ] {
        assert_eq!(read(&output), Ok(token()), "{output}");
    }
}

#[test]
fn the_marks_of_a_log_or_an_editor_before_whole_members_are_left_out() {
    let json: Value = serde_json::from_str(&answer()).unwrap();
    let pretty = serde_json::to_string_pretty(&json).unwrap();
    let marked = |rows: &str| {
        let rows = rows.lines().enumerate();
        ["kometa  | ", "2026-11-18T11:06:40.123Z ", "7  "].map(|mark| {
            let rows = rows.clone().map(|(_, row)| format!("{mark}{row}\n"));
            rows.collect::<String>()
        })
    };
    for output in marked(&pretty) {
        assert_eq!(read(&output), Ok(token()), "{output}");
    }
    for broken in [
        pretty.replacen("facade02", "facade02\n", 1),
        pretty.replacen("604", "604\n", 1),
    ] {
        for output in marked(&broken) {
            assert_eq!(no_response(&output), NoResponse::InPieces, "{output}");
        }
    }
}

#[test]
fn the_last_token_counts_and_no_error_takes_its_place() {
    let older = answer().replace("facade02", "0a0b0c0d");
    let error = r#"{"error":"invalid_grant"}"#;
    for output in [
        format!("{older}\n{}", answer()),
        format!("{error}\n{}", answer()),
        format!("{}\n{error}\nHTTP 400", answer()),
        format!(
            "{}\ncurl: (6) Could not resolve host: api.trakt.tv",
            answer()
        ),
        format!("<html></html>\n{}", answer()),
        format!("{}\nHTTP 500\n", answer()),
    ] {
        assert_eq!(read(&output), Ok(token()), "{output}");
    }
}

#[test]
fn the_last_error_counts_with_its_status() {
    let output =
        "{\"error\":\"invalid_client\"}\nHTTP 401\n{\"error\":\"invalid_grant\"}\n\nHTTP 400\n$ ";
    assert_eq!(
        response(output),
        Response::new(400, r#"{"error":"invalid_grant"}"#)
    );
}

#[test]
fn a_refusal_is_judged_like_one_that_the_page_got_itself() {
    for (status, body) in [
        (
            400,
            r#"{"error":{"code":"invalid_grant","message":"expired"}}"#,
        ),
        (400, r#"{"errors":["invalid_grant"]}"#),
        (401, r#"{"message":"client_id is required"}"#),
        (401, "client_id is required"),
        (403, "invalid API key"),
        (403, "{}"),
        (403, ""),
        (429, r#"{"cloudflare_error":true,"error_code":1015}"#),
    ] {
        let fetched = request()
            .read(&Ok(Response::new(status, body)), RECEIVED_AT)
            .unwrap_err();
        for output in [
            format!("{body}\nHTTP {status}\n"),
            format!("user@nas:~$ curl …\n{body}\nHTTP {status}\nuser@nas:~$ "),
        ] {
            let failure = read(&output).unwrap_err();
            assert_eq!(failure.cause, fetched.cause, "{output}");
            assert_eq!(failure.details, fetched.details, "{output}");
        }
    }
    let across_rows = "{\"error\":{\"code\":\"invalid_gr\nant\"}}\nHTTP 400\n";
    let failure = read(across_rows).unwrap_err();
    assert_eq!(failure.details.error.as_deref(), Some("invalid_grant"));
}

#[test]
fn nothing_of_a_command_or_of_powershell_is_taken_for_trakts_words() {
    for above in [
        "user@nas:~$ curl --silent",
        "th/token'",
        "ProtocolError  Le serveur distant a retourné une erreur : (403) Interdit.",
        "$",
        "HTTP 200",
    ] {
        assert_eq!(
            response(&format!("{above}\nHTTP 403\n")),
            Response::new(403, ""),
            "{above}"
        );
    }
}

#[test]
fn an_error_across_rows_is_read() {
    let output = "{\"error\":\"invalid_gr$\n> ant\",\"error_description\":\"used$\n> already\"}$\n";
    let failure = read(output).unwrap_err();
    assert_eq!(failure.details.error.as_deref(), Some("invalid_grant"));
}

#[test]
fn a_token_that_was_cut_off_behind_it_is_a_token() {
    let answer = answer();
    let cut = answer.find(",\"scope").unwrap();
    let expected = Token {
        scope: "public".into(),
        created_at: RECEIVED_AT.unix_seconds(),
        filled_in: FilledIn {
            created_at: true,
            scope: true,
            ..FilledIn::default()
        },
        ..token()
    };
    for after in [
        "",
        ",",
        ",\"scope\":\"pub",
        ",\"scope\":\"pub\nuser@host:~$ \n",
        ",\"sc\n$ echo \"a, b\", {c}\n",
    ] {
        let output = format!("{}{after}", &answer[..cut]);
        assert_eq!(read(&output), Ok(expected.clone()), "{output}");
    }
}

#[test]
fn a_token_that_was_cut_off_itself_is_refused() {
    let answer = answer();
    let end = answer.find("\",\"scope").unwrap();
    for cut in (20..=end).step_by(7).chain([end]) {
        let reason = no_response(&format!("$ curl …\n{}\n$ ", &answer[..cut]));
        assert_eq!(reason, NoResponse::InPieces, "{cut}");
    }
}

#[test]
fn a_token_with_a_foreign_character_is_refused() {
    for foreign in [
        " ", "$", ">", "\t", "\u{8}", "\u{1b}[D", "“", "'", "…", "...", "<", "|", "\\n", "\\u0000",
        "é", "\u{f8ff}", "\u{fffd}", "-\n", "+\n", "=\n", "\n-", ">\n", "\n2 ", "\n  2\t",
        " \u{8}",
    ] {
        for token in ["facade02", "beaded03"] {
            let output = answer().replacen(token, &format!("{token}{foreign}"), 1);
            assert_eq!(no_response(&output), NoResponse::InPieces, "{output:?}");
        }
    }
}

#[test]
fn a_row_that_is_missing_or_there_twice_is_noticed_in_older_tokens() {
    let answer = answer();
    let rows: Vec<&str> = [0..40, 40..80, 80..120, 120..160, 160..answer.len()]
        .map(|range| &answer[range])
        .to_vec();
    for wrong in [
        [0, 2, 3, 4].as_slice(),
        &[0, 1, 1, 2, 3, 4],
        &[0, 1, 2, 4],
        &[0, 1, 2, 3, 3, 4],
    ] {
        let output: Vec<&str> = wrong.iter().map(|row| rows[*row]).collect();
        let result = read(&output.join("\n"));
        assert!(result.is_err(), "{wrong:?}: {result:?}");
    }
}

#[test]
fn two_readings_of_a_backslash_are_refused() {
    let output = answer().replacen("facade02", "facade\\\nu00302", 1);
    assert_eq!(no_response(&output), NoResponse::InPieces);
}

#[test]
fn an_access_token_alone_is_passed_on_as_that() {
    // In the order of the alphabet, as the members come out where nothing keeps their order.
    let output = r#"{"access_token":"facade02","expires_in":604800,"token_type":"bearer"}"#;
    assert_eq!(
        response(output),
        Response::new(
            200,
            r#"{"access_token":"facade02","expires_in":604800,"token_type":"bearer"}"#
        )
    );
}

#[test]
fn the_list_of_invoke_restmethod_is_read() {
    let token = token();
    let list = |access: &str| {
        format!(
            "PS C:\\> Invoke-RestMethod …\r\n\r\naccess_token  : {access}\r\ntoken_type    : bearer\r\nexpires_in    : 604800\r\n\
             refresh_token : {}\r\nscope         : public\r\ncreated_at    : 1795000000\r\n\r\n\r\nPS C:\\> ",
            token.refresh_token.reveal()
        )
    };
    let access = token.access_token.reveal();
    assert_eq!(read(&list(access)), Ok(token.clone()));
    let wrapped = format!("{}\r\n                {}", &access[..40], &access[40..]);
    assert_eq!(read(&list(&wrapped)), Ok(token.clone()));
    assert_eq!(
        no_response(&list("facade02facade02...")),
        NoResponse::InPieces
    );
    assert_eq!(no_response(&list("facade02 ade02")), NoResponse::InPieces);
}

#[test]
fn a_list_is_read_wherever_it_was_pasted_and_never_taken_for_more_than_was_copied() {
    let answer: Value = serde_json::from_str(&answer()).unwrap();
    let rows = [
        "access_token",
        "token_type",
        "expires_in",
        "refresh_token",
        "scope",
        "created_at",
    ];
    let rows = rows.map(|name| {
        let value = &answer[name];
        format!(
            "{name:14}: {}",
            value.as_str().map_or(value.to_string(), str::to_owned)
        )
    });
    for before in ["    ", "> ", ">   "] {
        let list: Vec<String> = rows.iter().map(|row| format!("{before}{row}")).collect();
        assert_eq!(read(&list.join("\r\n")), Ok(token()), "{before:?}");
    }
    assert_eq!(no_response(&rows[..3].join("\n")), NoResponse::InPieces);
    let broken = rows.join("\n").replacen("facade02", "facade02\n", 2);
    assert_eq!(no_response(&broken), NoResponse::InPieces);
    let without_refresh_token = [&rows[..3], &rows[4..]].concat().join("\n");
    let failure = read(&without_refresh_token).unwrap_err();
    assert!(matches!(
        failure.cause,
        FailureCause::NoToken(Malformed::NoRefreshToken { .. })
    ));
}

#[test]
fn a_table_that_leaves_out_the_end_is_refused() {
    let output = "access_token token_type expires_in refresh_token\r\n------------ ----------\r\nfacade02f... bearer 604800 bea...";
    assert_eq!(no_response(output), NoResponse::InPieces);
}

#[test]
fn a_block_of_kometas_is_no_answer() {
    let block = "trakt:\n  client_id: c0ffee00\n  authorization:\n    access_token: facade02\n    token_type: bearer\n    \
                 expires_in: 604800\n    refresh_token: beaded03\n";
    assert_eq!(no_response(block), NoResponse::NotFound);
}

#[test]
fn a_refusal_to_put_rows_together_says_how_to_copy_the_answer_whole() {
    let failure = read(&answer().replace("facade02", "facade02 ")).unwrap_err();
    assert_eq!(failure.grant_use(), GrantUse::ProbablyUsed);
    let next = text::failure::explain(&failure).next.join(" ");
    assert!(
        next.contains("as wide as you can") && next.contains("> answer.txt"),
        "{next}"
    );
}
