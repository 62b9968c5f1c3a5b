//! Outputs without an answer.

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
        "curl: no URL specified!",
        "curl: option --data-binary: requires parameter",
        "curl: symbol lookup error: curl: undefined symbol: curl_global_trace",
    ] {
        assert_eq!(
            no_response(&format!("$ curl …\n{line}\n\nHTTP 000\n$ ")),
            not_sent(line)
        );
    }
}

#[test]
fn a_proxy_that_refused_the_tunnel_did_not_pass_the_request_on() {
    let line = "curl: (56) CONNECT tunnel failed, response 403";
    for output in [
        format!("< HTTP/1.1 403 Forbidden\n{line}\n\nHTTP 000\n"),
        format!("HTTP/1.1 403 Forbidden\n\n<html>blocked</html>\n{line}\n\nHTTP 000\n"),
    ] {
        assert_eq!(no_response(&output), not_sent(line), "{output}");
    }
    let line =
        "ProtocolError The remote server returned an error: (407) Proxy Authentication Required.";
    assert_eq!(
        no_response(&format!("{line}\r\nHTTP 407\r\n")),
        not_sent(line)
    );
    let later = format!("{line}\n<html>\nHTTP 502\n");
    assert_eq!(response(&later).status, 502, "another attempt got through");
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
        "Die Verbindung mit dem Remoteserver kann nicht hergestellt werden.",
        "Impossible de se connecter au serveur distant",
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
fn a_message_that_a_narrow_window_broke_in_two_is_understood() {
    let output = "Invoke-WebRequest : Der Remotename konnte nicht aufgelöst werden: 'api.tra\r\nkt.tv'\r\nIn Zeile:1 Zeichen:1\r\n";
    let line = "Invoke-WebRequest : Der Remotename konnte nicht aufgelöst werden: 'api.trakt.tv'";
    assert_eq!(no_response(output), not_sent(line));
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
