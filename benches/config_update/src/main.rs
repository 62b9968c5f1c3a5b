//! How long the update of a `config.yml` takes outside of a browser, and how long others take to read the same file.

use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use config_update::sample;
use kometa_trakt_sign_in::kometa::{TraktBlock, config};
use kometa_trakt_sign_in::trakt::credentials::{
    AccessToken, ClientId, ClientSecret, FilledIn, RefreshToken, Token, TraktApp,
};

/// Odd, so that there is a middle one.
const RUNS: usize = 21;

/// ruamel.yaml takes seconds for a large file.
const RUNS_OF_RUAMEL: usize = 3;
const MOST_LINES_FOR_RUAMEL: usize = 10_000;

fn main() {
    let block = new_block();
    println!("## Update of a config.yml outside of a browser\n");
    println!(
        "With the page's own release profile, median of {RUNS} runs after one that does not count, least and most; and reading\n\
         the same file alone by serde_yaml (as many runs) and ruamel.yaml ({RUNS_OF_RUAMEL} runs).\n"
    );
    println!("| lines | size | median | least | most | serde_yaml | ruamel.yaml |");
    println!("|---|---|---|---|---|---|---|");
    for lines in [1_000, 10_000, 100_000] {
        let before = sample(lines);
        assert_eq!(before.lines().count(), lines);
        let updates = milliseconds(|| {
            let updated = config::update(black_box(&before), &block);
            match black_box(updated) {
                Ok(updated) => assert!(updated.text.contains("access_token: newaccess")),
                Err(refusal) => panic!("{refusal:?}"),
            }
        });
        let reads = milliseconds(|| {
            let value = serde_yaml::from_str::<serde_yaml::Value>(black_box(&before));
            assert!(black_box(value).is_ok());
        });
        let ruamel = match lines <= MOST_LINES_FOR_RUAMEL {
            true => by_ruamel(&before).map_or("not set up".into(), |ms| format!("{ms:.0} ms")),
            false => "–".into(),
        };
        println!(
            "| {lines} | {:.0} kB | {:.1} ms | {:.1} ms | {:.1} ms | {:.1} ms | {ruamel} |",
            before.len() as f64 / 1000.0,
            updates[RUNS / 2],
            updates[0],
            updates[RUNS - 1],
            reads[RUNS / 2],
        );
    }
}

/// How long each run takes, from the shortest to the longest.
fn milliseconds(run: impl Fn()) -> Vec<f64> {
    let mut milliseconds: Vec<f64> = (0..=RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .skip(1)
        .collect();
    milliseconds.sort_by(f64::total_cmp);
    milliseconds
}

/// Nothing where the virtual environment of `tools/set-up` is missing.
fn by_ruamel(text: &str) -> Option<f64> {
    let script = "source tools/toolchain.sh; exec \"$yaml_readers_home/bin/python\" \
                  benches/config_update/read_with_ruamel.py \"$1\"";
    let mut python = Command::new("bash")
        .args(["-c", script, "bash", &RUNS_OF_RUAMEL.to_string()])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    python.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = python.wait_with_output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn new_block() -> TraktBlock {
    TraktBlock {
        app: TraktApp {
            client_id: ClientId::new("newid"),
            client_secret: Some(ClientSecret::new("newsecret")),
        },
        token: Token {
            access_token: AccessToken::new("newaccess"),
            token_type: "bearer".into(),
            expires_in: 604_800,
            refresh_token: RefreshToken::new("newrefresh"),
            scope: "public".into(),
            created_at: 1_782_000_000,
            filled_in: FilledIn::default(),
        },
    }
}
