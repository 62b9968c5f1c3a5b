//! Diagnosis of a command's output that has no answer of Trakt's in it.
//!
//! Messages are recognised by what no translation changes: error codes, names of types, and the host in quotes.

use super::rows::is_quote;
use super::{ASSUMED_STATUS, CommandLine, CommandOutput, NoResponse};
use crate::trakt::display_text::displayable;
use crate::trakt::http::Response;

/// Diagnoses the output. Where several attempts left their marks, the one that may have used up the grant counts.
pub(super) fn of(visible: &str, squeezed: &str) -> CommandOutput {
    if let Some(response) = response(visible) {
        return CommandOutput::Response(response);
    }
    // French puts spaces inside its quotation marks.
    let visible = &visible.replace("« ", "«").replace(" »", "»");
    let events: Vec<Event<'_>> = visible.lines().filter_map(event).collect();
    let last =
        |is_wanted: fn(&Event<'_>) -> bool| events.iter().rev().find(|event| is_wanted(event));
    let unanswered = last(|event| matches!(event, Event::Unanswered(_)));
    let not_sent_to_trakt =
        last(|event| matches!(event, Event::NotSent(line) if line.contains("trakt.tv")));
    let not_sent = last(|event| matches!(event, Event::NotSent(_)));
    let wrong_shell = || match last(|event| matches!(event, Event::WrongShell(_))) {
        Some(Event::WrongShell(ran_in)) => Some(*ran_in),
        _ => wrong_shell_by_record(squeezed).or_else(|| wrong_shell_by_echo(visible)),
    };
    let no_response = if let Some(Event::Unanswered(line)) = unanswered {
        NoResponse::Unanswered { line: shown(line) }
    } else if let Some(Event::NotSent(line)) = not_sent_to_trakt {
        NoResponse::NotSent { line: shown(line) }
    } else if let Some(ran_in) = wrong_shell() {
        NoResponse::WrongShell { ran_in }
    } else if let Some(Event::NotSent(line)) = not_sent {
        NoResponse::NotSent { line: shown(line) }
    } else if let Some(line) = host_across_lines(visible) {
        NoResponse::NotSent { line: shown(&line) }
    } else if let Some(line) = line_of_unknown_exception(visible, squeezed) {
        NoResponse::Unanswered { line: shown(line) }
    } else {
        NoResponse::NotFound
    };
    CommandOutput::NoResponse(no_response)
}

/// Longer words may be secrets, in characters.
const WORD_LIMIT: usize = 39;

/// Returns the line as it can be shown, without what may be a secret.
fn shown(line: &str) -> String {
    let words = line
        .split_whitespace()
        .map(|word| match word.chars().count() {
            0..=WORD_LIMIT => word,
            _ => "…",
        });
    displayable(&words.collect::<Vec<_>>().join(" "))
}

/// Returns the answer of whoever answered, where it has no members: its status, a web page, Cloudflare's `error code:
/// 1020` or a few words.
fn response(visible: &str) -> Option<Response> {
    // A proxy that opened no tunnel has answered, but it is not the one that was asked.
    let is_of_proxy = visible.lines().any(|line| {
        line.contains("CONNECT") && matches!(curl_event(line.trim()), Some(Event::NotSent(_)))
    });
    let is_said = |line: &&str| !is_of_proxy || line.trim().starts_with(STATUS_LABEL);
    let status = visible.lines().rev().filter(is_said).find_map(status_in);
    let body = match status.is_none() && is_of_proxy {
        true => None,
        false => web_page_in(visible)
            .or_else(|| error_code_in(visible))
            .or_else(|| words_in(visible)),
    };
    match (status, body) {
        (None, None) => None,
        (status, body) => Some(Response::new(
            status.unwrap_or(ASSUMED_STATUS),
            body.unwrap_or_default(),
        )),
    }
}

/// Returns the words right above the last status of a refusal that a command printed, or its JSON that says nothing. No
/// prompt and no command is made of such characters only.
fn words_in(visible: &str) -> Option<&str> {
    let mut upwards = visible.lines().rev().map(str::trim);
    upwards.find(|line| line.starts_with(STATUS_LABEL) && status_in(line).is_some())?;
    let words = upwards.next()?;
    let is_letter = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '\u{c0}'..='\u{1fff}' | '\u{3040}'..='\u{d7ff}')
    };
    let is_plain = |c: char| {
        is_letter(c) || matches!(c, ' ' | '.' | ',' | ':' | ';' | '!' | '(' | ')' | '_' | '-')
    };
    let is_words = words.chars().all(is_plain)
        && words
            .split(' ')
            .all(|word| word.chars().count() <= WORD_LIMIT)
        && !words.is_empty()
        && !words.starts_with(STATUS_LABEL)
        && status_in(words).is_none()
        && event(words).is_none();
    (is_words || words == "{}").then_some(words)
}

/// The label that the commands print before the status.
const STATUS_LABEL: &str = "HTTP ";

/// Returns the HTTP status in a line: as the commands print it, as headers have it, as curl's `--fail` and PowerShell
/// say it in any language.
///
/// ```text
/// HTTP 403
/// HTTP/1.1 403 Forbidden
/// curl: (22) The requested URL returned error: 403
/// The remote server returned an error: (403) Forbidden.
/// Response status code does not indicate success: 403 (Forbidden).
/// ```
fn status_in(line: &str) -> Option<u16> {
    let line = line.trim();
    let status = |text: &str| text.get(..3)?.parse::<u16>().ok();
    let is_refusal = |status: &u16| (400..=599).contains(status);
    let is_status_line = line.starts_with(STATUS_LABEL) || line.contains("HTTP/");
    if let (true, Some((_, version))) = (is_status_line, line.split_once("HTTP")) {
        let (_, after) = version.split_once(' ')?;
        // A success has its answer in JSON, or else it is none.
        return status(after)
            .filter(|status| (300..=599).contains(status))
            .filter(|status| is_not_of_proxy(*status));
    }
    if let Some((_, message)) = line.split_once("curl: (22)") {
        return status(message.rsplit_once("error: ")?.1).filter(is_refusal);
    }
    let in_parentheses = line.match_indices(['(', '（']).find_map(|(at, open)| {
        let after = line.get(at + open.len()..)?;
        let is_closed = after.get(3..)?.starts_with([')', '）']);
        status(after).filter(|status| is_closed && is_refusal(status))
    });
    let before_parenthesis = || {
        line.match_indices(": ").find_map(|(at, colon)| {
            let after = line.get(at + colon.len()..)?;
            let is_named = after.get(3..)?.starts_with(" (");
            status(after).filter(|status| is_named && is_refusal(status))
        })
    };
    in_parentheses
        .or_else(before_parenthesis)
        .filter(|status| is_not_of_proxy(*status))
}

/// Tells whether it is not 407: the answer of the network's own proxy, which did not pass the request on (RFC 9110
/// 15.5.8).
const fn is_not_of_proxy(status: u16) -> bool {
    status != 407
}

/// Returns a web page, from its first mark on.
fn web_page_in(visible: &str) -> Option<&str> {
    let lower = visible.to_ascii_lowercase();
    let marks = [
        "<!doctype html",
        "<html",
        "<head>",
        "<title>",
        "<body",
        "</html>",
    ];
    let at = marks.iter().filter_map(|mark| lower.find(mark)).min()?;
    visible.get(at..)
}

/// Cloudflare's `error code: 1020` and its siblings.
fn error_code_in(visible: &str) -> Option<&str> {
    const LABEL: &str = "error code: ";
    visible.match_indices(LABEL).find_map(|(at, _)| {
        let code = visible.get(at..at + LABEL.len() + 4)?;
        let digits = code.strip_prefix(LABEL)?;
        (digits.starts_with('1') && digits.bytes().all(|b| b.is_ascii_digit())).then_some(code)
    })
}

/// Meaning of a line.
enum Event<'a> {
    NotSent(&'a str),
    Unanswered(&'a str),
    WrongShell(CommandLine),
}

fn event(line: &str) -> Option<Event<'_>> {
    let line = line.trim();
    curl_event(line)
        .or_else(|| exception_event(line))
        .or_else(|| shell_event(line))
        .or_else(|| not_sent_event(line))
}

/// Reads curl's own line by its exit code (`man curl`, EXIT CODES). curl does not translate its messages.
fn curl_event(line: &str) -> Option<Event<'_>> {
    let at = line.find("curl: (")?;
    let line = line.get(at..)?;
    let (code, message) = line.strip_prefix("curl: (")?.split_once(')')?;
    let code: u8 = code.parse().ok()?;
    // The Command Prompt takes no single quotes: they stay, and what is between them falls apart at its spaces.
    if message.contains("'https") || message.ends_with("host: application") {
        return Some(Event::WrongShell(CommandLine::CommandPrompt));
    }
    let message = message.to_ascii_lowercase();
    let is_before_request = match code {
        // Neither host nor proxy was found, connected to, or trusted.
        1..=7
        | 27
        | 35
        | 43
        | 48
        | 51
        | 53
        | 54
        | 58..=60
        | 66
        | 77
        | 80
        | 82
        | 83
        | 90
        | 91
        | 96
        | 97 => true,
        28 => ["connect", "resolv"]
            .iter()
            .any(|step| message.contains(step)),
        56 => message.contains("connect tunnel") || message.contains("after connect"),
        _ => false,
    };
    Some(match is_before_request {
        true => Event::NotSent(line),
        false => Event::Unanswered(line),
    })
}

/// The names of WebExceptionStatus (.NET Framework) and HttpRequestError (.NET 8 and later), which the command for
/// PowerShell prints. They are the same in every language.
const STATES_BEFORE_REQUEST: [&str; 9] = [
    "NameResolutionFailure",
    "ProxyNameResolutionFailure",
    "ConnectFailure",
    "TrustFailure",
    "SecureChannelFailure",
    "NameResolutionError",
    "ConnectionError",
    "SecureConnectionError",
    "ProxyTunnelError",
];
const STATES_WITHOUT_ANSWER: [&str; 11] = [
    "Timeout",
    "SendFailure",
    "ReceiveFailure",
    "ConnectionClosed",
    "KeepAliveFailure",
    "PipelineFailure",
    "RequestCanceled",
    "ServerProtocolViolation",
    "ResponseEnded",
    "InvalidResponse",
    "HttpProtocolError",
];

/// “Remote server” in the languages of Windows. A message with it that has no status is “Unable to connect to the remote
/// server”.
const REMOTE_SERVER: [&str; 12] = [
    "remote server",
    "Remoteserver",
    "serveur distant",
    "servidor remoto",
    "server remoto",
    "externe server",
    "serwerem zdalnym",
    "fjärrservern",
    "удаленным сервером",
    "远程服务器",
    "遠端伺服器",
    "リモート サーバー",
];

/// Reads the message of an exception of .NET by its state, by the host that it names, and by what its translations share.
///
/// ```text
/// Der Remotename konnte nicht aufgelöst werden: 'api.trakt.tv'
/// No such host is known. (api.trakt.tv:443)
/// ```
fn exception_event(line: &str) -> Option<Event<'_>> {
    let has_word = |words: &[&str]| line.split_whitespace().any(|word| words.contains(&word));
    // A command that is shown again names the host in its address.
    if line.contains("://") {
        return None;
    }
    if has_word(&STATES_BEFORE_REQUEST)
        || names_host(line)
        || line.contains("SSL/TLS")
        || line.contains("(407)")
    {
        return Some(Event::NotSent(line));
    }
    let is_not_connected = REMOTE_SERVER.iter().any(|name| line.contains(name));
    if is_not_connected || line.contains("SSL connection could not be established") {
        return Some(Event::NotSent(line));
    }
    let messages = [
        "The operation has timed out",
        "The underlying connection was closed",
        "HttpClient.Timeout",
        "Operation timed out",
    ];
    let is_unanswered =
        has_word(&STATES_WITHOUT_ANSWER) || messages.iter().any(|message| line.contains(message));
    is_unanswered.then_some(Event::Unanswered(line))
}

/// Returns whether the line has a host of Trakt's in quotes, or with its port in parentheses.
fn names_host(line: &str) -> bool {
    line.match_indices("trakt.tv").any(|(at, name)| {
        let before = line.get(..at).unwrap_or_default();
        let before = before
            .trim_end_matches("api.")
            .trim_end_matches("auth.")
            .chars()
            .next_back();
        let after = line.get(at + name.len()..).unwrap_or_default();
        match before {
            Some('(') => after.starts_with(":443)"),
            Some(quote) => is_quote(quote) && after.starts_with(is_quote),
            None => false,
        }
    })
}

/// Returns the message that names a host of Trakt's, where it was broken into two lines.
fn host_across_lines(visible: &str) -> Option<String> {
    let lines = visible.lines();
    let pairs = lines.clone().zip(lines.skip(1));
    let mut joined = pairs.map(|(first, second)| format!("{}{}", first.trim(), second.trim()));
    joined.find(|line| names_host(line) && !line.contains("://"))
}

/// The first words of both commands.
const CURL: &str = "curl";
const POWERSHELL_START: &str = "[Net.ServicePointManager]";

/// Reads a shell's message about a command that it cannot run.
///
/// ```text
/// bash: syntax error near unexpected token `('
/// zsh: no matches found: [Net.ServicePointManager]::SecurityProtocol
/// '[Net.ServicePointManager]::SecurityProtocol' is not recognized as an internal or external command,
/// Der Befehl "curl" ist entweder falsch geschrieben oder konnte nicht gefunden werden.
/// bash: curl: command not found
/// ```
fn shell_event(line: &str) -> Option<Event<'_>> {
    if let Some(message) = posix_shell_message(line) {
        let is_about_parenthesis = quoted_words(message).any(|word| word == "(" || word == "{");
        let messages = [
            "parse error near",
            "unknown file attribute",
            "number expected",
            "bad pattern",
        ];
        let is_wrong = is_about_parenthesis
            || message.contains(POWERSHELL_START)
            || message.contains("Invoke-")
            || message.split_whitespace().any(|word| word == "try")
            || messages.iter().any(|known| message.contains(known));
        if is_wrong {
            return Some(Event::WrongShell(CommandLine::PosixShell));
        }
        let is_about_curl = message
            .split([' ', ':'])
            .any(|word| word == CURL || word.ends_with("/curl"));
        let is_not_run = [
            "not found",
            "ermission denied",
            "unexpected EOF",
            "unmatched",
        ]
        .iter()
        .any(|known| message.contains(known));
        return (is_about_curl || is_not_run).then_some(Event::NotSent(line));
    }
    let is_about = |name: &str| quoted_words(line).any(|word| word == name);
    let is_cmdlet = line.to_ascii_lowercase().contains("cmdlet");
    if quoted_words(line).any(|word| word.starts_with(POWERSHELL_START)) {
        return Some(Event::WrongShell(CommandLine::CommandPrompt));
    }
    // What follows `curl` is no parameter of the command that it stands for in PowerShell.
    if is_about("silent")
        || is_about("-silent")
        || is_about("--silent")
        || is_about(CURL) && is_cmdlet
    {
        return Some(Event::WrongShell(CommandLine::PowerShell));
    }
    if is_about("Invoke-WebRequest") && is_cmdlet {
        return Some(Event::WrongShell(CommandLine::OldPowerShell));
    }
    match is_about(CURL) {
        true if line.contains("not found") => Some(Event::NotSent(line)),
        true => Some(Event::WrongShell(CommandLine::CommandPrompt)),
        false => None,
    }
}

/// Returns the text after the name of a shell at the start of its message: `-bash: …`, `/bin/sh: 1: …`, `ksh[1]: …`.
fn posix_shell_message(line: &str) -> Option<&str> {
    const SHELLS: [&str; 11] = [
        "sh", "bash", "zsh", "dash", "ash", "ksh", "mksh", "fish", "csh", "tcsh", "busybox",
    ];
    let (name, message) = line.split_once(": ")?;
    let name = name.rsplit('/').next()?.trim_start_matches('-');
    let name = name.split('[').next()?;
    SHELLS.contains(&name).then_some(message)
}

/// Returns the words of a line that stand in quotes of any kind.
fn quoted_words(line: &str) -> impl Iterator<Item = &str> {
    // Between two quotes there is a word, or what lies between two words; that has spaces around it.
    line.split(is_quote)
        .skip(1)
        .filter(|word| !word.is_empty() && !word.contains(char::is_whitespace))
}

/// Other programs' words for a request that never left.
fn not_sent_event(line: &str) -> Option<Event<'_>> {
    let messages = [
        "Could not resolve host",
        "Permission denied",
        "permission denied",
        "Unknown command: curl",
        "command not found: curl",
        "curl: command not found",
        "curl: not found",
        "Network is unreachable",
        "No route to host",
        "Name or service not known",
        "Temporary failure in name resolution",
        "407 Proxy Authentication Required",
        "curl: no URL specified",
        "curl: option ",
        "curl: symbol lookup error",
        "curl: error while loading shared libraries",
    ];
    messages
        .iter()
        .any(|message| line.contains(message))
        .then_some(Event::NotSent(line))
}

/// Returns a record of PowerShell's (ErrorRecord), wrapped or not, about a command that it does not take.
fn wrong_shell_by_record(squeezed: &str) -> Option<CommandLine> {
    let is_record_of = |id: &str| squeezed.contains(id);
    if is_record_of("ParameterBinding") || is_record_of("NamedParameterNotFound") {
        return Some(CommandLine::PowerShell);
    }
    if is_record_of("CommandNotFoundException") {
        let is_old = squeezed.contains("(Invoke-WebRequest:String)");
        return Some(match is_old {
            true => CommandLine::OldPowerShell,
            false => CommandLine::PowerShell,
        });
    }
    let is_of_parser = is_record_of("CategoryInfo:ParserError") && squeezed.contains("--silent");
    is_of_parser.then_some(CommandLine::PowerShell)
}

/// Returns the command for PowerShell behind the prompt of another command line, which printed something unknown.
fn wrong_shell_by_echo(visible: &str) -> Option<CommandLine> {
    visible.lines().find_map(|line| {
        let (prompt, _) = line.split_once(POWERSHELL_START)?;
        let prompt = prompt.trim();
        let is_drive = prompt.get(1..3) == Some(":\\") && prompt.ends_with('>');
        is_drive.then_some(CommandLine::CommandPrompt)
    })
}

/// Returns the message of an exception whose kind says only that there was no answer.
fn line_of_unknown_exception<'a>(visible: &'a str, squeezed: &str) -> Option<&'a str> {
    let is_exception = [
        "WebException",
        "HttpRequestException",
        "InvokeWebRequestCommand",
        "wget:",
    ]
    .iter()
    .any(|name| squeezed.contains(name));
    let mut lines = visible.lines().map(str::trim);
    lines
        .find(|line| {
            let is_message = line.starts_with("Invoke-WebRequest") || line.starts_with("wget: ");
            is_message && !line.contains("://")
        })
        .filter(|_| is_exception)
}
