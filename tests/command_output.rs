//! What a command printed, in what people copy from a terminal.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::time::{Duration, Instant};

use kometa_trakt_sign_in::text;
use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::command::{self, Shell};
use kometa_trakt_sign_in::trakt::command_output::{CommandLine, CommandOutput, NoResponse};
use kometa_trakt_sign_in::trakt::credentials::FilledIn;
use kometa_trakt_sign_in::trakt::pkce::CodeVerifier;
use kometa_trakt_sign_in::trakt::{
    AccessToken, ClientId, ClientSecret, Failure, FailureCause, Grant, GrantUse, Pin, RefreshToken,
    Response, SignInHost, Token, TokenRequest, TraktApp,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const RECEIVED_AT: Timestamp = Timestamp::from_unix_seconds(1_795_000_005);

fn request_for(grant: Grant) -> TokenRequest {
    TokenRequest {
        host: SignInHost::Classic,
        app: TraktApp {
            client_id: ClientId::new("c0ffee00".repeat(8)),
            client_secret: Some(ClientSecret::new("decade01".repeat(8))),
        },
        grant,
    }
}

fn request() -> TokenRequest {
    request_for(Grant::Pin(Pin::new("1A2B3C4D")))
}

fn read(output: &str) -> Result<Token, Failure> {
    request().read_command_output(output, RECEIVED_AT)
}

fn no_response(output: &str) -> NoResponse {
    match CommandOutput::recognise(output) {
        CommandOutput::NoResponse(reason) => reason,
        CommandOutput::Response(response) => panic!("{response:?} in {output}"),
    }
}

fn response(output: &str) -> Response {
    match CommandOutput::recognise(output) {
        CommandOutput::Response(response) => response,
        CommandOutput::NoResponse(reason) => panic!("{reason:?} in {output}"),
    }
}

fn not_sent(line: &str) -> NoResponse {
    NoResponse::NotSent { line: line.into() }
}

fn unanswered(line: &str) -> NoResponse {
    NoResponse::Unanswered { line: line.into() }
}

fn wrong_shell(ran_in: CommandLine) -> NoResponse {
    NoResponse::WrongShell { ran_in }
}

fn token() -> Token {
    Token {
        access_token: AccessToken::new("facade02".repeat(8)),
        token_type: "bearer".into(),
        expires_in: 604_800,
        refresh_token: RefreshToken::new("beaded03".repeat(8)),
        scope: "public".into(),
        created_at: 1_795_000_000,
        filled_in: FilledIn::default(),
    }
}

/// The answer in the order in which Trakt sends it.
fn answer() -> String {
    let token = token();
    format!(
        r#"{{"access_token":"{}","token_type":"bearer","expires_in":604800,"refresh_token":"{}","scope":"public","created_at":1795000000}}"#,
        token.access_token.reveal(),
        token.refresh_token.reveal()
    )
}

mod cases {
    use super::*;

    #[test]
    fn t01a_the_request_that_is_shown_above_curls_error_is_no_answer() {
        let failure = read(include_str!("cases/T01a.txt")).unwrap_err();
        let line = "curl: (6) Could not resolve host: api.trakt.tv";
        assert_eq!(failure.cause, FailureCause::Command(not_sent(line)));
        assert_eq!(failure.grant_use(), GrantUse::NotUsed);
        let explanation = text::failure::explain(&failure);
        assert_eq!(explanation.title, "The command did not reach Trakt either");
        assert!(
            explanation
                .meaning
                .contains("The PIN has not been used up."),
            "{}",
            explanation.meaning
        );
    }

    #[test]
    fn t02_the_command_for_another_shell_sent_nothing_and_the_right_one_is_offered() {
        for (output, ran_in) in [
            (include_str!("cases/T02a.txt"), CommandLine::CommandPrompt),
            (include_str!("cases/T02d.txt"), CommandLine::PowerShell),
        ] {
            let failure = read(output).unwrap_err();
            assert_eq!(failure.cause, FailureCause::Command(wrong_shell(ran_in)));
            assert_eq!(failure.grant_use(), GrantUse::NotUsed);
            assert_eq!(
                text::failure::explain(&failure).remedies,
                [text::Remedy::OtherCommand(Shell::PowerShell)]
            );
        }
    }

    #[test]
    fn t03a_powershells_own_words_are_shown_and_nothing_is_used_up() {
        let failure = read(include_str!("cases/T03a.txt")).unwrap_err();
        let line = "The remote name could not be resolved: 'api.trakt.tv'";
        assert_eq!(failure.cause, FailureCause::Command(not_sent(line)));
        assert_eq!(failure.grant_use(), GrantUse::NotUsed);
    }

    #[test]
    fn t04_typographic_quotes_are_quotes() {
        assert_eq!(read(include_str!("cases/T04.txt")), Ok(token()));
    }

    #[test]
    fn t05_rows_are_put_together_to_the_very_tokens() {
        assert_eq!(read(include_str!("cases/T05a-160.txt")), Ok(token()));
        assert_eq!(read(include_str!("cases/T05d-74.txt")), Ok(token()));
    }

    #[test]
    fn t06b_an_error_code_of_cloudflares_means_what_it_means_as_a_response() {
        assert_eq!(
            response(include_str!("cases/T06b.txt")),
            Response::new(200, "error code: 1020")
        );
        let shown = "user@host:~$ curl …\r\nerror code: 1020\r\nHTTP 403\r\n";
        assert_eq!(response(shown), Response::new(403, "error code: 1020"));
    }

    #[test]
    fn s06_numbers_mean_what_they_mean_in_a_response() {
        for output in [
            include_str!("cases/S06a.json"),
            include_str!("cases/S06c.json"),
        ] {
            let fetched = request().read(&Ok(Response::new(200, output)), RECEIVED_AT);
            assert_eq!(
                read(output).map_err(|failure| failure.cause),
                fetched.map_err(|failure| failure.cause)
            );
            let members: Value = serde_json::from_str(response(output).body.text.reveal()).unwrap();
            assert_eq!(members, serde_json::from_str::<Value>(output).unwrap());
        }
    }
}

mod answers {
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
        let output = "{\"error\":\"invalid_client\"}\nHTTP 401\n{\"error\":\"invalid_grant\"}\n\nHTTP 400\n$ ";
        assert_eq!(
            response(output),
            Response::new(400, r#"{"error":"invalid_grant"}"#)
        );
    }

    #[test]
    fn an_error_across_rows_is_read() {
        let output =
            "{\"error\":\"invalid_gr$\n> ant\",\"error_description\":\"used$\n> already\"}$\n";
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
            " ", "$", ">", "\t", "\u{8}", "\u{1b}[D", "“", "'", "…", "...", "<", "|", "\\n",
            "\\u0000", "é", "\u{f8ff}", "\u{fffd}", "-\n", "+\n", "=\n", "\n-", ">\n", "\n2 ",
            "\n  2\t", " \u{8}",
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
        let output = r#"{"access_token":"facade02","token_type":"bearer","expires_in":604800}"#;
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
}

mod failures {
    use super::*;

    #[test]
    fn curl_that_did_not_reach_trakt_sent_nothing() {
        for line in [
            "curl: (6) Could not resolve host: api.trakt.tv",
            "curl: (6) Could not resolve host: api.trakt.tv (Timeout while contacting DNS servers)",
            "curl: (5) Could not resolve proxy: proxy.local",
            "curl: (7) Failed to connect to api.trakt.tv port 443 after 21 ms: Couldn't connect to server",
            "curl: (7) Failed to connect to api.trakt.tv port 443: Permission denied",
            "curl: (28) Failed to connect to api.trakt.tv port 443 after 60001 ms: Timeout was reached",
            "curl: (28) Connection timed out after 60001 milliseconds",
            "curl: (28) Resolving timed out after 60001 milliseconds",
            "curl: (35) OpenSSL SSL_connect: Connection reset by peer in connection to api.trakt.tv:443",
            "curl: (35) schannel: next InitializeSecurityContext failed: Unknown error (0x80092012)",
            "curl: (60) SSL certificate problem: unable to get local issuer certificate",
            "curl: (77) error setting certificate verify locations: CAfile: /etc/ssl/certs/ca-certificates.crt",
            "curl: (56) Received HTTP code 407 from proxy after CONNECT",
            "curl: (56) CONNECT tunnel failed, response 403",
        ] {
            assert_eq!(
                no_response(&format!("$ curl …\n{line}\n\nHTTP 000\n$ ")),
                not_sent(line)
            );
        }
    }

    #[test]
    fn curl_that_got_no_answer_may_have_sent_the_request() {
        for line in [
            "curl: (28) Operation timed out after 60001 milliseconds with 0 bytes received",
            "curl: (52) Empty reply from server",
            "curl: (56) Recv failure: Connection reset by peer",
            "curl: (92) HTTP/2 stream 1 was not closed cleanly: INTERNAL_ERROR (err 2)",
        ] {
            assert_eq!(
                no_response(&format!("$ curl …\r\n{line}\r\n$ ")),
                unanswered(line)
            );
            let later = format!("{line}\ncurl: (6) Could not resolve host: api.trakt.tv");
            assert_eq!(
                no_response(&later),
                unanswered(line),
                "the first attempt may have used it up"
            );
        }
    }

    #[test]
    fn a_shell_that_does_not_take_the_command_sent_nothing() {
        use CommandLine::{CommandPrompt, OldPowerShell, PosixShell, PowerShell};
        let powershell_command = command::for_powershell(&request().to_request());
        for (output, ran_in) in [
            ("bash: syntax error near unexpected token `('", PosixShell),
            ("-bash: Syntaxfehler beim unerwarteten Wort »(«", PosixShell),
            (
                "-bash: erreur de syntaxe près du symbole inattendu « ( »",
                PosixShell,
            ),
            ("sh: 1: Syntax error: \"(\" unexpected", PosixShell),
            ("-ash: syntax error: unexpected \"(\"", PosixShell),
            (
                "zsh: no matches found: [Net.ServicePointManager]::SecurityProtocol",
                PosixShell,
            ),
            ("zsh: parse error near `}'", PosixShell),
            (
                "bash: [Net.ServicePointManager]::SecurityProtocol: command not found",
                PosixShell,
            ),
            ("bash: Invoke-WebRequest: command not found", PosixShell),
            (
                "fish: Unknown command: [Net.ServicePointManager]::SecurityProtocol",
                PosixShell,
            ),
            (
                "'[Net.ServicePointManager]::SecurityProtocol' is not recognized as an internal or external command,\r\noperable program or batch file.",
                CommandPrompt,
            ),
            (
                "Der Befehl \"[Net.ServicePointManager]::SecurityProtocol\" ist entweder falsch geschrieben oder\r\nkonnte nicht gefunden werden.",
                CommandPrompt,
            ),
            (
                "'curl' is not recognized as an internal or external command,",
                CommandPrompt,
            ),
            (
                "Der Befehl \"curl\" ist entweder falsch geschrieben oder",
                CommandPrompt,
            ),
            (
                "« curl » n’est pas reconnu en tant que commande interne",
                CommandPrompt,
            ),
            ("curl: (1) Protocol \"'https\" not supported", CommandPrompt),
            (
                "curl: (6) Could not resolve host: application",
                CommandPrompt,
            ),
            (
                "Invoke-WebRequest: A parameter cannot be found that matches parameter name 'silent'.",
                PowerShell,
            ),
            (
                "Invoke-WebRequest : Es wurde kein Parameter gefunden, der dem Parameternamen \"silent\" entspricht.",
                PowerShell,
            ),
            (
                "    + FullyQualifiedErrorId : NamedParameterNot\r\n   Found,Microsoft.PowerShell.Commands.InvokeWebRequestCommand",
                PowerShell,
            ),
            (
                "curl : The term 'curl' is not recognized as the name of a cmdlet, function, script file, or operable program.",
                PowerShell,
            ),
            (
                "The term 'Invoke-WebRequest' is not recognized as the name of a cmdlet, function, script file, or operable program.",
                OldPowerShell,
            ),
        ] {
            assert_eq!(no_response(output), wrong_shell(ran_in), "{output}");
            assert_eq!(
                no_response(&format!("{output}\n$ \n")),
                wrong_shell(ran_in),
                "{output}"
            );
        }
        let shown = format!("bash: -c: line 1: `{powershell_command}'");
        assert_eq!(no_response(&shown), wrong_shell(PosixShell));
        let shown = format!("C:\\Users\\me>{powershell_command}\r\n???\r\n");
        assert_eq!(no_response(&shown), wrong_shell(CommandPrompt));
    }

    #[test]
    fn the_right_shell_that_failed_later_is_what_counts() {
        let line = "curl: (6) Could not resolve host: api.trakt.tv";
        let output = format!("bash: syntax error near unexpected token `('\n$ curl …\n{line}\n");
        assert_eq!(no_response(&output), not_sent(line));
    }

    #[test]
    fn powershell_that_did_not_reach_trakt_is_understood_in_any_language() {
        for line in [
            "Der Remotename konnte nicht aufgelöst werden: 'api.trakt.tv'",
            "Le nom distant n'a pas pu être résolu: 'auth.trakt.tv'",
            "无法解析此远程名称: “api.trakt.tv”",
            "No such host is known. (api.trakt.tv:443)",
            "nodename nor servname provided, or not known (api.trakt.tv:443)",
            "ConnectFailure Die Verbindung mit dem Remoteserver kann nicht hergestellt werden.",
            "SecureChannelFailure Die Anfrage wurde abgebrochen",
            "Die Anfrage wurde abgebrochen: Es konnte kein geschützter SSL/TLS-Kanal erstellt werden.",
            "Unable to connect to the remote server",
            "The SSL connection could not be established, see inner exception.",
            "The remote server returned an error: (407) Proxy Authentication Required.",
        ] {
            assert_eq!(
                no_response(&format!("{line}\r\nHTTP 0\r\n")),
                not_sent(line)
            );
        }
    }

    #[test]
    fn powershell_that_got_no_answer_may_have_sent_the_request() {
        for line in [
            "The operation has timed out.",
            "Timeout Das Timeout für den Vorgang wurde überschritten.",
            "ReceiveFailure Die zugrunde liegende Verbindung wurde geschlossen.",
            "The request was canceled due to the configured HttpClient.Timeout of 60 seconds elapsing.",
        ] {
            assert_eq!(
                no_response(&format!("{line}\r\nHTTP 0\r\n")),
                unanswered(line)
            );
        }
        let record = "Invoke-WebRequest : Etwas ist schiefgegangen.\r\nIn Zeile:1 Zeichen:1\r\n    + CategoryInfo          : InvalidOperation: \
                      (System.Net.HttpWebRequest:HttpWebRequest) [Invoke-WebRequest], WebException\r\n";
        assert_eq!(
            no_response(record),
            unanswered("Invoke-WebRequest : Etwas ist schiefgegangen.")
        );
    }

    #[test]
    fn a_status_that_was_printed_goes_through_the_table_of_responses() {
        for (output, status) in [
            (
                "The remote server returned an error: (400) Bad Request.",
                400,
            ),
            (
                "Der Remoteserver hat einen Fehler zurückgegeben: (400) Ungültige Anforderung.",
                400,
            ),
            ("远程服务器返回错误: （403） 已禁止。", 403),
            (
                "Response status code does not indicate success: 429 (Too Many Requests).",
                429,
            ),
            ("curl: (22) The requested URL returned error: 403", 403),
            ("user@host:~$ curl …\n\nHTTP 502\nuser@host:~$ ", 502),
            ("HTTP/2 503 \r\ndate: now\r\n", 503),
        ] {
            assert_eq!(response(output), Response::new(status, ""), "{output}");
            let failure = read(output).unwrap_err();
            let fetched = request()
                .read(&Ok(Response::new(status, "")), RECEIVED_AT)
                .unwrap_err();
            assert_eq!(
                (failure.cause, failure.details),
                (fetched.cause, fetched.details)
            );
        }
    }

    #[test]
    fn a_web_page_is_one_wherever_it_stands() {
        let page = "<!DOCTYPE html>\n<html><title>Attention Required!</title></html>\n";
        for (output, status) in [
            (page.to_owned(), 200),
            (format!("$ curl …\n{page}\nHTTP 403\n$ "), 403),
            (format!("PS C:\\> …\r\n{page}"), 200),
        ] {
            let found = response(&output);
            assert_eq!(found.status, status);
            assert!(found.body.text.reveal().starts_with("<!DOCTYPE html>"));
        }
    }

    #[test]
    fn other_programs_that_did_not_start_sent_nothing() {
        for line in [
            "bash: curl: command not found",
            "-bash: curl: Kommando nicht gefunden.",
            "zsh: command not found: curl",
            "-ash: curl: not found",
            "fish: Unknown command: curl",
            "Command 'curl' not found, but can be installed with:",
            "bash: /usr/bin/curl: Permission denied",
            "zsh: permission denied: curl",
            "wget: unable to resolve host address ‘api.trakt.tv’",
            "wget: bad address 'api.trakt.tv'",
        ] {
            assert_eq!(no_response(&format!("{line}\n$ ")), not_sent(line));
        }
    }

    #[test]
    fn a_line_that_is_shown_has_no_secret_in_it() {
        let secret = "decade01".repeat(8);
        let reason = no_response(&format!(
            "curl: (3) bad range in URL position 2: {{code:1,{secret}}}"
        ));
        assert!(!format!("{reason:?}").contains(&secret), "{reason:?}");
    }

    #[test]
    fn what_is_unknown_is_not_explained() {
        for output in [
            "",
            "\n",
            "$ ",
            "what?",
            "{}",
            "{ 1 }",
            "[]",
            "{\"a\":1}",
            "bash: warning: setlocale: LC_ALL",
            "404",
            "(12)",
        ] {
            assert_eq!(no_response(output), NoResponse::NotFound, "{output}");
        }
    }
}

/// How rows are broken and marked.
#[derive(Debug, Clone, Copy)]
struct Rows {
    width: usize,
    /// What ends a row that goes on; `pad` fills it up to the width.
    end: &'static str,
    pads: bool,
    line_end: &'static str,
    /// What stands before the first row, and before each other.
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

/// What Trakt may send along.
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
    #![proptest_config(ProptestConfig::with_cases(2_000))]

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
