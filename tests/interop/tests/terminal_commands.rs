//! The command lines that stand in for the browser, run by real shells where there are any.

use std::process::Command;
use std::time::Duration;

use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::command::{for_powershell, for_sh, powershell_quoted, sh_quoted};
use kometa_trakt_sign_in::trakt::{
    ClientId, ClientSecret, Grant, Pin, SignInHost, TokenRequest, TraktApp,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use trakt_stand_in::curl::run_in_sh;
use trakt_stand_in::{App, OOB, TraktStandIn};

/// How many words one shell is asked to print.
const BATCH: usize = 500;

/// What shells give a meaning to.
const HOSTILE: &[&str] = &[
    "'",
    "\"",
    "\\",
    "`id`",
    "$(id)",
    "$HOME",
    "${IFS}",
    "!",
    "!!",
    "a b",
    " ",
    "\t",
    "\n",
    "\r\n",
    "a\nb\n",
    ";",
    "&",
    "|",
    "<",
    ">",
    "(",
    ")",
    "{}",
    "[a]",
    "*",
    "?",
    "~",
    "#",
    "%",
    "^",
    "-n",
    "--",
    "@file",
    "\u{7f}",
    "\u{1b}[31m",
    "é",
    "日本",
    "\u{2018}",
    "\u{2019}",
    "\u{201a}",
    "\u{201b}",
    "\u{1f600}",
    "\u{85}",
    "\u{2028}",
    "'\"'\"'",
    "'\\''",
    "\\'",
    "''",
    "$'a'",
    "'; rm -rf / #",
    "%USERPROFILE%",
    "\u{feff}",
    "\u{202e}abc",
];

fn request(secret: &str, host: SignInHost) -> TokenRequest {
    TokenRequest {
        host,
        app: TraktApp {
            client_id: ClientId::new("an-id"),
            client_secret: Some(ClientSecret::new(secret)),
        },
        grant: Grant::Pin(Pin::new("12abcdef")),
    }
}

/// Texts that a shell might take apart. No shell can pass on a NUL.
fn hostile_text() -> impl Strategy<Value = String> {
    let pieces = proptest::sample::select(HOSTILE.to_vec()).prop_map(ToOwned::to_owned);
    prop_oneof![
        proptest::collection::vec(pieces, 0..6).prop_map(|pieces| pieces.concat()),
        "[ -~]{0,20}",
        any::<String>().prop_map(|text| text.replace('\0', "")),
    ]
}

#[test]
fn sh_passes_every_quoted_text_on_unchanged() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut generate = || hostile_text().new_tree(&mut runner).unwrap().current();
    let mut texts: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    texts.resize_with(10_000, &mut generate);
    for batch in texts.chunks(BATCH) {
        let words: String = batch
            .iter()
            .map(|text| format!(" {}", sh_quoted(text)))
            .collect();
        let printed = Command::new("sh")
            .arg("-c")
            .arg(format!("printf '%s\\0'{words}"))
            .output()
            .unwrap();
        assert!(printed.status.success());
        let expected: String = batch.iter().map(|text| format!("{text}\0")).collect();
        assert_eq!(String::from_utf8(printed.stdout).unwrap(), expected);
    }
}

/// What PowerShell makes of a verbatim string (about_Quoting_Rules): it ends at a quote that is not doubled, and
/// typographic single quotes count as straight ones.
fn powershell_unquoted(quoted: &str) -> Option<String> {
    let is_quote = |c: &char| matches!(c, '\'' | '\u{2018}'..='\u{201B}');
    let mut characters = quoted.chars();
    characters.next().filter(is_quote)?;
    let mut text = String::new();
    loop {
        let c = characters.next()?;
        if !is_quote(&c) {
            text.push(c);
        } else if let Some(second) = characters.next() {
            is_quote(&second).then_some(())?;
            text.push(c);
        } else {
            return Some(text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn powershell_reads_every_quoted_text_back(text in hostile_text()) {
        prop_assert_eq!(powershell_unquoted(&powershell_quoted(&text)), Some(text));
    }

    #[test]
    fn commands_are_one_line_of_printable_ascii(secret in hostile_text()) {
        let request = request(&secret, SignInHost::Classic).to_request();
        for command in [for_sh(&request), for_powershell(&request)] {
            prop_assert!(command.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{}", command);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn real_sh_and_curl_send_exactly_the_request_whatever_is_in_it() {
    let trakt = TraktStandIn::start().await;
    for (index, hostile) in HOSTILE.iter().enumerate() {
        let host = SignInHost::ALL[index % 2];
        trakt.clear_journal();
        trakt.advance_clock(Duration::from_secs(1));
        trakt.register(App {
            client_id: "an-id".into(),
            client_secret: Some((*hostile).to_owned()),
            redirect_uris: vec![OOB.to_owned()],
            cors_origins: vec!["https://elsewhere.example".into()],
        });
        let pin = trakt.issue_pin("an-id");
        let request = TokenRequest {
            grant: Grant::Pin(Pin::new(pin)),
            ..request(hostile, host)
        };
        let printed = run_in_sh(&for_sh(&request.to_request()), &trakt).await;

        let sent = trakt.requests_to("POST", host.token_host(), "/oauth/token");
        let [sent] = &sent[..] else {
            panic!("{} requests for {hostile:?}", sent.len())
        };
        assert_eq!(sent.header("content-type"), Some("application/json"));
        let expected = request.to_request().body.unwrap();
        let expected: serde_json::Value = serde_json::from_str(expected.reveal()).unwrap();
        assert_eq!(sent.json(), Some(expected), "{hostile:?}");
        let token = request
            .read_command_output(&printed, Timestamp::default())
            .unwrap();
        assert_eq!(token.access_token.reveal().len(), 64);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn real_curl_prints_a_refusal_so_that_it_can_be_read() {
    let trakt = TraktStandIn::start().await;
    let request = request("a-secret", SignInHost::Classic);
    let printed = run_in_sh(&for_sh(&request.to_request()), &trakt).await;
    let failure = request
        .read_command_output(&printed, Timestamp::default())
        .unwrap_err();
    assert_eq!(failure.details.error.as_deref(), Some("invalid_client"));
}
