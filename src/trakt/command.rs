//! A request as a command line, for where the browser does not get through.

use std::fmt::Write as _;

use super::http::{Method, Request};

/// The time that a command waits for the response, in seconds.
const PATIENCE_SECONDS: u32 = 60;

/// The shells that there is a command for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// Any POSIX shell, and fish.
    Posix,
    /// Windows PowerShell 5.1, and PowerShell 7 on any system.
    PowerShell,
}

/// Returns the request as a `curl` command for any POSIX shell. Prints the response's body, also of a refusal, and then
/// the status in a line of its own.
///
/// ```text
/// curl … --data-binary '{"code":"1A2B3C4D",…}' 'https://api.trakt.tv/oauth/token'
///
/// {"error":"invalid_grant"}
/// HTTP 400
/// ```
pub fn for_sh(request: &Request) -> String {
    let mut command = format!("curl --silent --show-error --max-time {PATIENCE_SECONDS}");
    if request.method == Method::Post {
        command.push_str(" --request POST");
    }
    // curl itself reads the `\n`. Without it, the prompt would follow the body in its line.
    command.push_str(r" --write-out '\nHTTP %{http_code}\n'");
    for (name, value) in &request.headers {
        command.push_str(" --header ");
        command.push_str(&sh_quoted(&format!("{name}: {}", value.reveal())));
    }
    if let Some(body) = &request.body {
        command.push_str(" --data-binary ");
        command.push_str(&sh_quoted(&plain_json(body.reveal())));
    }
    command.push(' ');
    command.push_str(&sh_quoted(request.url));
    command
}

/// Returns the request as a command for Windows PowerShell 5.1 and later. Prints the response's body, also of a
/// refusal, and then the status in a line of its own; where there is no response, why, by a name that no translation
/// changes (WebExceptionStatus; HttpRequestError in PowerShell 7) and in the system's language.
///
/// ```text
/// NameResolutionFailure Der Remotename konnte nicht aufgelöst werden: 'api.trakt.tv'
/// HTTP 0
/// ```
pub fn for_powershell(request: &Request) -> String {
    let method = match request.method {
        Method::Get => "Get",
        Method::Post => "Post",
    };
    let mut call = format!(
        "Invoke-WebRequest -UseBasicParsing -TimeoutSec {PATIENCE_SECONDS} -Method {method} -Uri {}",
        powershell_quoted(request.url)
    );
    let mut others = Vec::new();
    for (name, value) in &request.headers {
        // Content-Type is no header to PowerShell 5.1.
        if name.eq_ignore_ascii_case("Content-Type") {
            call.push_str(" -ContentType ");
            call.push_str(&powershell_quoted(value.reveal()));
        } else {
            others.push(format!(
                "{} = {}",
                powershell_quoted(name),
                powershell_quoted(value.reveal())
            ));
        }
    }
    if !others.is_empty() {
        call.push_str(&format!(" -Headers @{{ {} }}", others.join("; ")));
    }
    if let Some(body) = &request.body {
        call.push_str(" -Body ");
        call.push_str(&powershell_quoted(&plain_json(body.reveal())));
    }
    // Version 5.1 does not offer TLS 1.2 by itself, and takes a refusal for an error.
    format!(
        "[Net.ServicePointManager]::SecurityProtocol = 'Tls12'; \
         try {{ $r = {call}; $r.Content; 'HTTP ' + [int]$r.StatusCode }} \
         catch {{ $e = $_.Exception; \
         if ($_.ErrorDetails) {{ $_.ErrorDetails.Message }} else {{ $e.Status, $e.HttpRequestError, $e.Message -join ' ' }}; \
         'HTTP ' + [int]$e.Response.StatusCode }}"
    )
}

/// Quotes a text as one word of a POSIX shell (POSIX.1-2024, Shell Command Language, 2.2.2), in which nothing has a
/// meaning between single quotes but the single quote.
///
/// ```
/// # use kometa_trakt_sign_in::trakt::command::sh_quoted;
/// assert_eq!(sh_quoted("it's $5"), r"'it'\''s $5'");
/// ```
pub fn sh_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Quotes a text as one verbatim string of PowerShell, which takes typographic quotes for straight ones.
///
/// ```
/// # use kometa_trakt_sign_in::trakt::command::powershell_quoted;
/// assert_eq!(powershell_quoted("it's $5"), "'it''s $5'");
/// ```
pub fn powershell_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars() {
        if matches!(c, '\'' | '\u{2018}'..='\u{201B}') {
            quoted.push(c);
        }
        quoted.push(c);
    }
    quoted.push('\'');
    quoted
}

/// Escapes every character of JSON that something on the way to the server could change: all but printable ASCII, so that
/// no encoding matters, and those that fish (`\\`, `\'`), csh (`!`) or PowerShell 5.1 treat as special in single quotes.
/// JSON has such characters in its strings only, where an escape can stand for each (RFC 8259 7).
///
/// ```text
/// {"code":"it's \"5\" é"}   becomes   {"code":"it\u0027s \u00225\u0022 \u00e9"}
/// ```
fn plain_json(json: &str) -> String {
    let mut plain = String::with_capacity(json.len());
    let mut characters = json.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some(escaped @ ('"' | '\\')) => push_escape(&mut plain, escaped),
                Some(escaped) => plain.extend(['\\', escaped]),
                None => plain.push('\\'),
            },
            '\'' | '!' => push_escape(&mut plain, c),
            ' '..='~' => plain.push(c),
            _ => push_escape(&mut plain, c),
        }
    }
    plain
}

/// Appends `\u00e9` or the like; two of them beyond the Basic Multilingual Plane.
fn push_escape(json: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        // A failing write to a String does not exist.
        let _ = write!(json, "\\u{unit:04x}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(body: &str) -> Request {
        Request {
            method: Method::Post,
            url: "https://api.trakt.tv/oauth/token",
            headers: vec![("Content-Type", "application/json".to_owned().into())],
            body: Some(body.to_owned().into()),
        }
    }

    #[test]
    fn a_post_for_sh() {
        assert_eq!(
            for_sh(&post(r#"{"code":"it's $5 `x` é😀"}"#)),
            "curl --silent --show-error --max-time 60 --request POST --write-out '\\nHTTP %{http_code}\\n' \
             --header 'Content-Type: application/json' \
             --data-binary '{\"code\":\"it\\u0027s $5 `x` \\u00e9\\ud83d\\ude00\"}' 'https://api.trakt.tv/oauth/token'"
        );
    }

    #[test]
    fn a_post_for_powershell() {
        assert_eq!(
            for_powershell(&post(r#"{"code":"it's"}"#)),
            "[Net.ServicePointManager]::SecurityProtocol = 'Tls12'; \
             try { $r = Invoke-WebRequest -UseBasicParsing -TimeoutSec 60 -Method Post \
             -Uri 'https://api.trakt.tv/oauth/token' -ContentType 'application/json' -Body '{\"code\":\"it\\u0027s\"}'; \
             $r.Content; 'HTTP ' + [int]$r.StatusCode } \
             catch { $e = $_.Exception; \
             if ($_.ErrorDetails) { $_.ErrorDetails.Message } else { $e.Status, $e.HttpRequestError, $e.Message -join ' ' }; \
             'HTTP ' + [int]$e.Response.StatusCode }"
        );
    }

    #[test]
    fn a_body_has_no_character_that_a_shell_changes_between_single_quotes() {
        let body =
            serde_json::json!({ "code": "a\\b\"c'd!e\\'f\n\u{7f}", "\\": "\\u0041" }).to_string();
        let plain = plain_json(&body);
        assert!(!plain.contains(['\'', '!']), "{plain}");
        assert!(!plain.contains(r"\\") && !plain.contains("\\\""), "{plain}");
        let read = |json: &str| serde_json::from_str::<serde_json::Value>(json).ok();
        assert_eq!(read(&plain), read(&body));
    }

    #[test]
    fn a_command_is_short_enough_for_the_oldest_terminal() {
        let hex = "0123456789abcdef".repeat(4);
        let body = serde_json::json!({
            "code": hex, "client_id": hex, "client_secret": hex, "code_verifier": hex.repeat(2),
            "redirect_uri": "https://someone.github.io/a-rather-long-name-of-a-repository/",
            "grant_type": "authorization_code",
        });
        // macOS's terminals take 1024 characters in a line where the shell does not read them one by one.
        for command in [
            for_sh(&post(&body.to_string())),
            for_powershell(&post(&body.to_string())),
        ] {
            assert!(command.len() < 1024, "{}: {command}", command.len());
        }
    }
}
