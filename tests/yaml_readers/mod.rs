//! Other readers of YAML, as witnesses: ruamel.yaml (which Kometa uses) and PyYAML in a Python process, and serde_yaml.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use kometa_trakt_sign_in::kometa::TraktBlock;
use kometa_trakt_sign_in::kometa::config::BlockKey;
use kometa_trakt_sign_in::trakt::{
    AccessToken, ClientId, ClientSecret, RefreshToken, Token, TraktApp, credentials::FilledIn,
};
use serde::{Deserialize, Serialize};
use serde_yaml::{Mapping, Value};

/// The block that every test puts into a file.
pub(crate) fn new_block() -> TraktBlock {
    TraktBlock {
        app: TraktApp {
            client_id: ClientId::new("newid"),
            client_secret: Some(ClientSecret::new("newsecret")),
        },
        token: Token {
            access_token: AccessToken::new("newaccess"),
            token_type: "bearer".into(),
            expires_in: 7_776_000,
            refresh_token: RefreshToken::new("newrefresh"),
            scope: "public".into(),
            created_at: 1_760_000_000,
            filled_in: FilledIn::default(),
        },
    }
}

/// A file before and after `new_block` was put into it.
pub(crate) struct Comparison<'a> {
    pub(crate) before: &'a str,
    /// Nothing where it was refused.
    pub(crate) after: Option<&'a str>,
    pub(crate) placeholders: Vec<BlockKey>,
    /// What `update_block` made of the same text, if that is to be judged too.
    pub(crate) block: Option<&'a str>,
}

/// Which ruamel.yaml is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code)]
pub(crate) enum Ruamel {
    /// The version that Kometa pins.
    Kometas,
    /// The last of 0.18.
    Older,
}

impl Ruamel {
    #[allow(dead_code)]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Kometas => "by Kometa's ruamel.yaml",
            Self::Older => "by an older ruamel.yaml",
        }
    }
}

/// For each reader: `same` if every other key is unchanged and the block is as wanted; `unreadable before` or `readable
/// only after` if the reader does not load the original; or what differs. Of a file that was refused: `readable`,
/// `no mapping` or `unreadable`.
#[derive(Debug, Clone, Deserialize)]
#[allow(dead_code)]
pub(crate) struct Verdict {
    /// ruamel.yaml as Kometa loads.
    pub(crate) round_trip: String,
    /// ruamel.yaml's safe loader.
    pub(crate) safe: String,
    /// PyYAML's safe loader.
    pub(crate) pyyaml: String,
    /// Whether ruamel.yaml sees the old block with the new values in a block alone, and nothing else.
    pub(crate) block: String,
    /// What the round-trip loader does not load in the original.
    pub(crate) error: Option<String>,
}

#[derive(Serialize)]
struct Request<'a> {
    before: &'a str,
    after: Option<&'a str>,
    placeholders: Vec<&'static str>,
    block: Option<&'a str>,
}

/// Asks the Python readers about all of them. `arguments` may be `--only-round-trip`, which is faster, and
/// `--write-back`, which lets Kometa's way of writing the file back count too.
pub(crate) fn compare(
    ruamel: Ruamel,
    comparisons: &[Comparison<'_>],
    arguments: &[&str],
) -> Vec<Verdict> {
    let python = python(ruamel);
    let processes = std::thread::available_parallelism().map_or(1, usize::from);
    let share = comparisons.len().div_ceil(processes).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = comparisons
            .chunks(share)
            .map(|chunk| scope.spawn(|| compare_in_one_process(&python, chunk, arguments)))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    })
}

fn compare_in_one_process(
    python: &str,
    comparisons: &[Comparison<'_>],
    arguments: &[&str],
) -> Vec<Verdict> {
    let script = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .join("tests/yaml_readers/compare_configs.py");
    let mut python = Command::new(python)
        .arg(script)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python with ruamel.yaml; tools/set-up installs it");
    let mut requests = Vec::new();
    for comparison in comparisons {
        let request = Request {
            before: comparison.before,
            after: comparison.after,
            block: comparison.block,
            placeholders: comparison
                .placeholders
                .iter()
                .map(|key| key.name())
                .collect(),
        };
        serde_json::to_writer(&mut requests, &request).unwrap();
        requests.push(b'\n');
    }
    let mut stdin = python.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(&requests));
    let output = python.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    let verdicts: Vec<Verdict> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(verdicts.len(), comparisons.len());
    verdicts
}

fn python(ruamel: Ruamel) -> String {
    let home = match ruamel {
        Ruamel::Kometas => "yaml_readers_home",
        Ruamel::Older => "older_yaml_reader_home",
    };
    let output = Command::new("bash")
        .args([
            "-c",
            &format!("source tools/toolchain.sh; echo \"${home}/bin/python\""),
        ])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .expect("bash");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Whether serde_yaml sees every other key unchanged and the block as wanted; nothing if it does not read the original.
pub(crate) fn serde_yaml_agrees(before: &str, after: &str, kept: &[BlockKey]) -> Option<bool> {
    // It counts a byte order mark as a column.
    let [before, after] = [before, after].map(|text| text.trim_start_matches('\u{feff}'));
    let before: Value = serde_yaml::from_str(before).ok()?;
    let Ok(after) = serde_yaml::from_str::<Value>(after) else {
        return Some(false);
    };
    let mut before = match untagged(before) {
        Value::Null => Mapping::new(),
        Value::Mapping(mapping) => mapping,
        _ => return Some(false),
    };
    let Value::Mapping(mut after) = untagged(after) else {
        return Some(false);
    };
    let old = before.shift_remove("trakt");
    let new = after.shift_remove("trakt");
    let rest_is_same = before.iter().eq(after.iter());
    let block = new.as_ref().and_then(Value::as_mapping);
    Some(rest_is_same && block.is_some_and(|block| block_is_as_wanted(block, old.as_ref(), kept)))
}

fn untagged(value: Value) -> Value {
    match value {
        Value::Tagged(tagged) => untagged(tagged.value),
        value => value,
    }
}

fn block_is_as_wanted(new: &Mapping, old: Option<&Value>, kept: &[BlockKey]) -> bool {
    let wanted: Mapping = serde_yaml::from_str::<Value>(&new_block().to_string())
        .ok()
        .and_then(|value| value.get("trakt")?.as_mapping().cloned())
        .unwrap();
    let old = old.and_then(Value::as_mapping);
    let old_authorization = old.and_then(|old| old.get("authorization")?.as_mapping());
    let is_kept = |key: &str| kept.iter().any(|k| k.name() == key);
    wanted.iter().all(|(key, value)| {
        let key = key.as_str().unwrap();
        let now = new.get(key);
        let before = old.and_then(|old| old.get(key));
        match key {
            "authorization" => now.and_then(Value::as_mapping).is_some_and(|now| {
                let has_wanted = |(key, value)| now.get::<&Value>(key) == Some(value);
                value.as_mapping().unwrap().iter().all(has_wanted)
                    && own_keys_stay(value, old_authorization, now)
            }),
            "force_refresh" => now == before.or(Some(value)),
            "pin" => now.is_some_and(|now| now.is_null() || now.as_str() == Some("")),
            _ if is_kept(key) => now == before,
            _ => now == Some(value),
        }
    }) && own_keys_stay(&Value::Mapping(wanted), old, new)
}

fn own_keys_stay(wanted: &Value, old: Option<&Mapping>, new: &Mapping) -> bool {
    let wanted = wanted.as_mapping().unwrap();
    let own = |mapping: &Mapping| -> Vec<(Value, Value)> {
        let is_own = |(key, _): &(&Value, &Value)| !wanted.contains_key(*key);
        let own = mapping.iter().filter(is_own);
        own.map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    old.map(own).unwrap_or_default() == own(new)
}
