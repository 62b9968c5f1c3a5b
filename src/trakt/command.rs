//! A request as a command line, for where the browser does not get through.

use std::fmt::Write as _;

use super::http::{Method, Request};

/// How long a command waits for the response, in seconds.
const PATIENCE_SECONDS: u32 = 60;

/// The request as a `curl` command for any POSIX shell. It prints the response's body, also of a refusal.
pub fn for_sh(request: &Request) -> String {
    let mut command = format!("curl --silent --show-error --max-time {PATIENCE_SECONDS}");
    if request.method == Method::Post {
        command.push_str(" --request POST");
    }
    for (name, value) in &request.headers {
        command.push_str(" --header ");
        command.push_str(&sh_quoted(&format!("{name}: {}", value.reveal())));
    }
    if let Some(body) = &request.body {
        command.push_str(" --data-binary ");
        command.push_str(&sh_quoted(&ascii_json(body.reveal())));
    }
    command.push(' ');
    command.push_str(&sh_quoted(request.url));
    command
}

/// The request as a command for Windows PowerShell 5.1 and later. It prints the response's body, also of a refusal.
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
        call.push_str(&powershell_quoted(&ascii_json(body.reveal())));
    }
    // Version 5.1 does not offer TLS 1.2 by itself, and takes a refusal for an error.
    format!(
        "[Net.ServicePointManager]::SecurityProtocol = 'Tls12'; \
         try {{ ({call}).Content }} \
         catch {{ if ($_.ErrorDetails) {{ $_.ErrorDetails.Message }} else {{ $_.Exception.Message }} }}"
    )
}

/// One word of a POSIX shell (POSIX.1-2024, Shell Command Language, 2.2.2). Nothing has a meaning between single
/// quotes but the single quote.
pub fn sh_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// One verbatim string of PowerShell, which takes typographic quotes for straight ones.
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

/// The same JSON in printable ASCII: neither a terminal's nor PowerShell's idea of an encoding can change it.
/// Beyond ASCII, JSON has characters in its texts only.
fn ascii_json(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for c in json.chars() {
        if matches!(c, ' '..='~') {
            ascii.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // A failing write to a String does not exist.
                let _ = write!(ascii, "\\u{unit:04x}");
            }
        }
    }
    ascii
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
            "curl --silent --show-error --max-time 60 --request POST --header 'Content-Type: application/json' \
             --data-binary '{\"code\":\"it'\\''s $5 `x` \\u00e9\\ud83d\\ude00\"}' 'https://api.trakt.tv/oauth/token'"
        );
    }

    #[test]
    fn a_post_for_powershell() {
        assert_eq!(
            for_powershell(&post(r#"{"code":"it's"}"#)),
            "[Net.ServicePointManager]::SecurityProtocol = 'Tls12'; \
             try { (Invoke-WebRequest -UseBasicParsing -TimeoutSec 60 -Method Post \
             -Uri 'https://api.trakt.tv/oauth/token' -ContentType 'application/json' -Body '{\"code\":\"it''s\"}').Content } \
             catch { if ($_.ErrorDetails) { $_.ErrorDetails.Message } else { $_.Exception.Message } }"
        );
    }
}
