//! The files for other programs, read by those programs: pytrakt, shells, python-dotenv, Docker's rules, Python's json.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use kometa_trakt_sign_in::export::{FormatId, Part, Refusal, recognise};
use kometa_trakt_sign_in::trakt::credentials::FilledIn;
use kometa_trakt_sign_in::trakt::{
    AccessToken, ClientId, ClientSecret, RefreshToken, Token, TraktApp,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use trakt_stand_in::{App, OOB, TraktStandIn};

const VARIABLES: [&str; 5] = [
    "TRAKT_CLIENT_ID",
    "TRAKT_CLIENT_SECRET",
    "TRAKT_ACCESS_TOKEN",
    "TRAKT_REFRESH_TOKEN",
    "TRAKT_EXPIRES_AT",
];

/// Values with characters to which readers of environment files give a meaning.
const HOSTILE: &[&str] = &[
    "a b", " a", "a ", "\t", "\n", "\r", "a\nB=c", "#a", "a#", "a #b", "'a'", "\"a\"", "a'b",
    "$HOME", "${HOME}", "$(id)", "`id`", "a\\b", "\\n", "~", "~root", "a:~", "*", "?", "[a]",
    "{a,b}", "a;b", "a&b", "a|b", "a<b", "a>b", "!", "!!", "%HOME%", "export a", "=", "a=b", "==",
    "-n", "+", "@a", ",", ":", "/", ".", "é", "日本", "\u{feff}", "\u{a0}", "\u{2028}", "",
];

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn python() -> String {
    let output = Command::new("bash")
        .args([
            "-c",
            "source tools/toolchain.sh; echo \"$program_files_home/bin/python\"",
        ])
        .current_dir(project())
        .output()
        .expect("bash");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A folder of a test's own, which is gone after it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The output of a program that must succeed.
fn output_of(command: &mut Command) -> String {
    let output = command.output().expect("tools/set-up installs it");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn app(secret: &str) -> TraktApp {
    TraktApp {
        client_id: ClientId::new("an-id"),
        client_secret: Some(ClientSecret::new(secret)),
    }
}

fn token(access_token: &str, refresh_token: &str, created_at: u64) -> Token {
    Token {
        access_token: AccessToken::new(access_token),
        token_type: "bearer".into(),
        expires_in: 604_800,
        refresh_token: RefreshToken::new(refresh_token),
        scope: "public".into(),
        created_at,
        filled_in: FilledIn::default(),
    }
}

fn content(format: FormatId, app: &TraktApp, token: &Token) -> Result<String, Refusal> {
    (format.format().content)(app, token)
}

/// Seconds since the Unix epoch, by the clock that pytrakt looks at.
fn now() -> u64 {
    let now = std::time::SystemTime::now();
    now.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs()
}

async fn asks_trakt(file: &Path, trakt: &TraktStandIn) -> String {
    let output = tokio::process::Command::new(python())
        .arg(project().join("tests/program_files/ask_trakt.py"))
        .arg(file)
        .arg(trakt.port().to_string())
        .output()
        .await
        .expect("tools/set-up installs it");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn pytrakt_signs_in_with_its_file_and_refreshes_with_it_once_it_has_ended() {
    let trakt = TraktStandIn::start().await;
    trakt.register(App {
        client_id: "an-id".into(),
        client_secret: Some("a-secret".into()),
        redirect_uris: vec![OOB.to_owned()],
        cors_origins: vec!["https://elsewhere.example".into()],
    });
    let folder = Folder::new("pytrakt");
    let issued = trakt.issue_tokens("an-id");
    let file = |created_at| {
        let token = token(&issued.access_token, &issued.refresh_token, created_at);
        content(FormatId::PlexTraktSync, &app("a-secret"), &token).unwrap()
    };

    let path = folder.write(".pytrakt.json", &file(now()));
    assert_eq!(asks_trakt(&path, &trakt).await, "sample-user");
    let [asked] = &trakt.journal()[..] else {
        panic!("it asks for nothing but the settings")
    };
    assert_eq!(
        asked.header("authorization"),
        Some(format!("Bearer {}", issued.access_token).as_str())
    );
    assert_eq!(asked.header("trakt-api-key"), Some("an-id"));
    let unchanged = std::fs::read_to_string(&path).unwrap();
    assert_eq!(unchanged, file(now_of(&unchanged)));

    let ended = folder.write(".pytrakt.json", &file(1_482_084_536));
    assert_eq!(asks_trakt(&ended, &trakt).await, "sample-user");
    let renewed = trakt.latest_tokens().unwrap();
    assert_ne!(renewed.refresh_token, issued.refresh_token);
    let found = recognise(&std::fs::read_to_string(&ended).unwrap()).unwrap();
    assert_eq!(found.format, FormatId::PlexTraktSync);
    for (part, value) in [
        (Part::ClientId, "an-id"),
        (Part::ClientSecret, "a-secret"),
        (Part::AccessToken, &*renewed.access_token),
        (Part::RefreshToken, &*renewed.refresh_token),
    ] {
        assert_eq!(found.part(part), Some(value), "{part:?}");
    }
}

/// When the token of a file was made.
fn now_of(file: &str) -> u64 {
    let found = recognise(file).unwrap();
    found.part(Part::ExpiresAt).unwrap().parse::<u64>().unwrap() - 604_800
}

type Values = Vec<String>;

/// Returns the variables that a shell sets when it runs each file with its assignments exported.
fn read_by_shell(shell: &str, files: &[PathBuf]) -> Vec<Values> {
    let names = VARIABLES.map(|name| format!("\"${name}\"")).join(" ");
    let script = format!(
        "for file; do (unset {}; . \"$file\"; printf '%s\\0' {names}); done",
        VARIABLES.join(" ")
    );
    let printed = output_of(Command::new(shell).args(["-c", &script, shell]).args(files));
    let values: Vec<_> = printed.split_terminator('\0').map(str::to_owned).collect();
    values.chunks(VARIABLES.len()).map(<[_]>::to_vec).collect()
}

fn read_by_dotenv(files: &[PathBuf]) -> Vec<Values> {
    let script = project().join("tests/program_files/read_environment.py");
    let printed = output_of(Command::new(python()).arg(script).args(files));
    let read: Vec<BTreeMap<String, String>> = serde_json::from_str(&printed).unwrap();
    read.iter()
        .map(|read| VARIABLES.map(|name| read[name].clone()).to_vec())
        .collect()
}

/// What Docker makes of an `--env-file`: lines end at LF or CR LF, white space before a line goes, `#` begins a comment
/// only at the start of a line, and everything after the first `=` is the value (docker/cli, `pkg/kvfile`).
fn read_by_docker(text: &str) -> Values {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text
        .split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line));
    let read: BTreeMap<&str, &str> = lines
        .map(str::trim_start)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .collect();
    VARIABLES.map(|name| read[name].to_owned()).to_vec()
}

/// A value with something in it that readers may understand in different ways.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(HOSTILE.to_vec()).prop_map(str::to_owned),
        "[!-~]{1,3}",
        "[-_./+=:,@%a-zA-Z0-9]{1,12}",
        "[ -~]{0,8}",
        any::<String>(),
    ]
}

#[test]
fn shells_dotenv_and_docker_read_the_same_values_or_there_is_no_file() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut values: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    values.resize_with(3_000, || value().new_tree(&mut runner).unwrap().current());
    let folder = Folder::new("environment");
    let (mut files, mut texts, mut expected) = (Vec::new(), Vec::new(), Vec::new());
    for (index, value) in values.iter().enumerate() {
        let token = token(value, "refresh", 1_482_084_536);
        match content(FormatId::Environment, &app(value), &token) {
            Ok(text) => {
                files.push(folder.write(&format!("{index}.env"), &text));
                texts.push(text);
                expected.push(vec![
                    "an-id".to_owned(),
                    value.clone(),
                    value.clone(),
                    "refresh".to_owned(),
                    "1482689336".to_owned(),
                ]);
            }
            Err(refusal) => {
                let variable = "TRAKT_CLIENT_SECRET";
                assert_eq!(refusal, Refusal::ReadDifferently { variable }, "{value:?}");
            }
        }
    }
    assert!(files.len() > 500 && files.len() < 2_500, "{}", files.len());
    assert_eq!(read_by_shell("dash", &files), expected);
    assert_eq!(read_by_shell("bash", &files), expected);
    assert_eq!(read_by_dotenv(&files), expected);
    let by_docker: Vec<_> = texts.iter().map(|text| read_by_docker(text)).collect();
    assert_eq!(by_docker, expected);
}

#[test]
fn pythons_json_reads_every_value_back() {
    let folder = Folder::new("json");
    for (index, value) in HOSTILE
        .iter()
        .chain(&["\0\u{1f}\u{7f}\u{1f600}"])
        .enumerate()
    {
        let token = token(value, "refresh", 1_482_084_536);
        let text = content(FormatId::Json, &app(value), &token).unwrap();
        let path = folder.write(&format!("{index}.json"), &text);
        let script = "import json, sys\nfile = json.load(open(sys.argv[1], encoding='utf-8'))\n\
                      json.dump(sorted(file.items()), sys.stdout)";
        let printed = output_of(Command::new(python()).args(["-c", script]).arg(path));
        let read: Vec<(String, serde_json::Value)> = serde_json::from_str(&printed).unwrap();
        let expected = serde_json::json!([
            ["access_token", value],
            ["client_id", "an-id"],
            ["client_secret", value],
            ["created_at", 1_482_084_536],
            ["expires_in", 604_800],
            ["refresh_token", "refresh"],
            ["scope", "public"],
            ["token_type", "bearer"],
        ]);
        assert_eq!(serde_json::to_value(read).unwrap(), expected);
    }
}
