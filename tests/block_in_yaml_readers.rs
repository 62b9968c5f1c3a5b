//! Whatever Trakt sends and the user types, every YAML reader loads the block as just that.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::io::Write;
use std::process::{Command, Stdio};

use kometa_trakt_sign_in::kometa::TraktBlock;
use kometa_trakt_sign_in::trakt::credentials::FilledIn;
use kometa_trakt_sign_in::trakt::{
    AccessToken, ClientId, ClientSecret, RefreshToken, Token, TraktApp,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

/// Blocks are read by four readers each.
const GENERATED_BLOCKS: usize = 2_000;

/// What YAML readers are known to take for something other than a text, or to stumble over.
const HOSTILE: &[&str] = &[
    "",
    " ",
    "~",
    "null",
    "Null",
    "NULL",
    "true",
    "True",
    "yes",
    "Yes",
    "no",
    "NO",
    "on",
    "off",
    "y",
    "n",
    "Y",
    "N",
    "0",
    "1",
    "-1",
    "+1",
    "0123",
    "0o17",
    "0x1f",
    "0X1F",
    "0b11",
    "1_000",
    "1__0",
    "12e45",
    "12E45",
    "1e5",
    "1.5",
    ".5",
    "5.",
    "9e899",
    "-.inf",
    ".inf",
    ".nan",
    ".NaN",
    "inf",
    "nan",
    "1:30",
    "190:20:30",
    "2001-12-14",
    "2001-12-14t21:59:43.10-05:00",
    "<<",
    "=",
    "-",
    "--",
    "---",
    "...",
    "?",
    ":",
    "a: b",
    "a:",
    ":a",
    "- a",
    "#",
    "a #b",
    "a#b",
    "&a",
    "*a",
    "!a",
    "!!str a",
    "|",
    ">",
    "%a",
    "@a",
    "`a",
    "\"",
    "'",
    "\"a\"",
    "'a'",
    "\\",
    "\\n",
    "{a}",
    "[a]",
    "{",
    "}",
    "[",
    "]",
    ",",
    "a,b",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "a\nb",
    " a",
    "a ",
    "\u{0}",
    "\u{7}",
    "\u{1b}",
    "\u{7f}",
    "\u{80}",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "a\u{feff}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{1f600}",
    "é",
    "日本",
    "<<secret>>",
    "public offline_access",
    "$HOME",
    "${HOME}",
    "`id`",
    "1a2b3c",
    "deadbeef",
    "0b12ab",
    "0xg",
    "0o9",
    "1e",
    "e1",
    "1e1e1",
    "00e00",
    "123456789012345678901234567890",
    "trakt:",
    "client_id: x",
    "TRUE",
    "False",
    "Off",
    "None",
    "none",
    "0.0",
    "1,000",
    "1'000",
    "\u{10ffff}",
    "a\u{2028}b",
];

fn block_of(values: &[String; 5], numbers: [u64; 2]) -> TraktBlock {
    let [id, secret, access, refresh, scope] = values.clone();
    TraktBlock {
        app: TraktApp {
            client_id: ClientId::new(id),
            client_secret: Some(ClientSecret::new(secret)),
        },
        token: Token {
            access_token: AccessToken::new(access),
            token_type: "bearer".into(),
            expires_in: numbers[0],
            refresh_token: RefreshToken::new(refresh),
            scope,
            created_at: numbers[1],
            filled_in: FilledIn::default(),
        },
    }
}

fn expected(values: &[String; 5], numbers: [u64; 2]) -> Value {
    let [id, secret, access, refresh, scope] = values;
    json!({ "trakt": {
        "client_id": id,
        "client_secret": secret,
        "pin": null,
        "force_refresh": false,
        "authorization": {
            "access_token": access,
            "token_type": "bearer",
            "expires_in": numbers[0],
            "refresh_token": refresh,
            "scope": scope,
            "created_at": numbers[1],
        },
    }})
}

/// Texts that look like tokens and numbers, texts from the characters that matter to YAML, and any text at all.
fn generated_values() -> impl Strategy<Value = String> {
    proptest::prop_oneof![
        "[0-9a-f]{64}",
        "[0-9]{1,20}",
        "[0-9]{1,3}[eE][0-9]{1,3}",
        "0[xobXOB][0-9a-fA-F]{1,8}",
        "[0-9_.:eExX+-]{1,10}",
        "[A-Za-z0-9_-]{43}",
        "[ \\t\\r\\n:#\\-?&*!|>%@`\"'{}\\[\\],a1\\\\]{0,8}",
        ".{0,12}",
        "\\PC{0,12}",
        proptest::sample::select(HOSTILE.to_vec()).prop_map(ToOwned::to_owned),
    ]
}

#[test]
fn every_reader_loads_every_value_as_it_was() {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut generate = || generated_values().new_tree(&mut runner).unwrap().current();
    let mut blocks: Vec<[String; 5]> = HOSTILE
        .iter()
        .map(|text| std::array::from_fn(|_| (*text).to_owned()))
        .collect();
    blocks.extend((0..GENERATED_BLOCKS).map(|_| std::array::from_fn(|_| generate())));

    let numbers = [604_800, 1_482_084_536];
    let texts: Vec<String> = blocks
        .iter()
        .map(|b| block_of(b, numbers).to_string())
        .collect();
    let answers = read_with_python(&texts);
    assert_eq!(answers.len(), blocks.len());
    for ((values, text), answer) in blocks.iter().zip(&texts).zip(&answers) {
        let expected = expected(values, numbers);
        for (reader, seen) in answer.as_object().unwrap() {
            assert_eq!(seen, &expected, "{reader} of:\n{text}");
        }
        let seen: Value = serde_yaml::from_str(text).unwrap();
        assert_eq!(seen, expected, "serde_yaml of:\n{text}");
    }
    println!(
        "{} values in {} blocks, each read by 4 readers",
        blocks.len() * 5,
        blocks.len()
    );
}

fn read_with_python(texts: &[String]) -> Vec<Value> {
    let project = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let mut python = Command::new("bash")
        .arg("-c")
        .arg("source tools/toolchain.sh && exec \"$yaml_readers_home/bin/python\" tests/yaml_readers/read_blocks.py")
        .current_dir(project)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = python.stdin.take().unwrap();
    let lines: String = texts
        .iter()
        .map(|text| format!("{}\n", json!(text)))
        .collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = python.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(
        output.status.success(),
        "the YAML readers are set up by tools/set-up"
    );
    let output = String::from_utf8(output.stdout).unwrap();
    output
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn the_block_has_the_documented_shape() {
    let values = [
        "1a2b3c4d5e6f7g8h9i",
        "1a12b23c34d45e56f6",
        "4cc355t0k3nh3r3",
        "r3fr35ht0k3nh3r3",
        "public",
    ];
    let block = block_of(&values.map(ToOwned::to_owned), [604_800, 1_482_084_536]);
    let expected = "\
trakt:
  client_id: 1a2b3c4d5e6f7g8h9i
  client_secret: 1a12b23c34d45e56f6
  pin:
  force_refresh: false
  authorization:
    access_token: 4cc355t0k3nh3r3
    token_type: bearer
    expires_in: 604800
    refresh_token: r3fr35ht0k3nh3r3
    scope: public
    created_at: 1482084536
";
    assert_eq!(block.to_string(), expected);
}

#[test]
fn an_absent_secret_leaves_its_key_without_a_value() {
    let values: [String; 5] = std::array::from_fn(|_| "x".to_owned());
    let mut block = block_of(&values, [1, 2]);
    block.app.client_secret = None;
    assert!(
        block.to_string().contains("\n  client_secret:\n"),
        "{block}"
    );
}

#[test]
fn a_block_does_not_print_itself_by_accident() {
    let values: [String; 5] = std::array::from_fn(|_| "visible".to_owned());
    assert_eq!(
        format!("{:?}", block_of(&values, [1, 2])),
        "TraktBlock([redacted])"
    );
}
