//! The case files of `config_cases`, read back by three other YAML readers, and the reading of pasted blocks.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]
#![cfg(not(target_arch = "wasm32"))]

#[path = "yaml_readers/mod.rs"]
mod yaml_readers;

use std::fs;
use std::path::{Path, PathBuf};

use kometa_trakt_sign_in::kometa::TraktBlock;
use kometa_trakt_sign_in::kometa::config::{
    BlockKey, ConfigRefusal, MAX_BYTES, Reason, Updated, update,
};
use kometa_trakt_sign_in::text::config::config_refusal;
use yaml_readers::{Comparison, Ruamel, compare, new_block};

struct Case {
    name: String,
    before: String,
    after: Result<String, String>,
}

fn cases() -> Vec<Case> {
    let directory =
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("tests/config_cases");
    let mut cases: Vec<PathBuf> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    cases
        .into_iter()
        .map(|path| {
            let text = |name: &str| fs::read_to_string(path.join(name));
            Case {
                name: path.file_name().unwrap().to_string_lossy().into_owned(),
                before: text("before.yml").unwrap(),
                after: text("after.yml")
                    .map_err(|_| text("refused.txt").unwrap().trim_end().to_owned()),
            }
        })
        .collect()
}

fn case(name: &str) -> Case {
    cases().into_iter().find(|case| case.name == name).unwrap()
}

fn updated(name: &str) -> Updated {
    update(&case(name).before, &new_block()).unwrap()
}

#[test]
fn every_case_gives_the_expected_bytes_or_refusal() {
    let mut failures = Vec::new();
    for case in cases() {
        let result = update(&case.before, &new_block())
            .map(|updated| updated.text)
            .map_err(|refusal| config_refusal(&refusal));
        if result != case.after {
            let [expected, got] = [&case.after, &result].map(|r| match r {
                Ok(text) => format!("{text:?}").replace("\\n", "\\n\n"),
                Err(refusal) => refusal.clone(),
            });
            failures.push(format!("{}\nexpected: {expected}\ngot: {got}", case.name));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_refusal_names_a_line_of_the_file() {
    for case in cases() {
        if case.after.is_err() {
            let refusal = update(&case.before, &new_block()).unwrap_err();
            let line = refusal.line.unwrap();
            let lines = case.before.split('\n').count();
            assert!((1..=lines).contains(&line), "{}: {refusal:?}", case.name);
            assert!(config_refusal(&refusal).contains(&line.to_string()));
        }
    }
}

#[test]
fn a_second_update_changes_nothing() {
    for case in cases() {
        if let Ok(after) = case.after {
            let again = update(&after, &new_block()).unwrap();
            assert_eq!(again.text, after, "{}", case.name);
            assert!(
                again.report.changes.is_empty() && !again.report.appended,
                "{}",
                case.name
            );
        }
    }
}

#[test]
fn ruamel_yaml_and_pyyaml_see_only_the_block_changed() {
    let cases: Vec<_> = cases()
        .into_iter()
        .filter_map(|case| Some((case.name, case.before, case.after.ok()?)))
        .collect();
    let comparisons: Vec<_> = cases
        .iter()
        .map(|(_, before, after)| Comparison {
            before,
            after: Some(after),
            placeholders: update(before, &new_block())
                .unwrap()
                .report
                .placeholders_kept,
            block: None,
        })
        .collect();
    let verdicts = compare(Ruamel::Kometas, &comparisons, &[]);
    for (verdict, (name, ..)) in verdicts.into_iter().zip(&cases) {
        assert_eq!(verdict.round_trip, "same", "{name}");
        assert!(
            ["same", "unreadable before"].contains(&verdict.safe.as_str()),
            "{name}: {}",
            verdict.safe
        );
        assert!(
            ["same", "unreadable before"].contains(&verdict.pyyaml.as_str()),
            "{name}: {}",
            verdict.pyyaml
        );
    }
}

#[test]
fn serde_yaml_sees_only_the_block_changed() {
    let mut compared = 0;
    for case in cases() {
        let Ok(after) = &case.after else {
            continue;
        };
        let kept = update(&case.before, &new_block())
            .unwrap()
            .report
            .placeholders_kept;
        if let Some(is_same) = yaml_readers::serde_yaml_agrees(&case.before, after, &kept) {
            assert!(is_same, "{}", case.name);
            compared += 1;
        }
    }
    assert!(compared > 60, "{compared}");
}

#[test]
fn the_changes_tell_the_lines_before_and_after_with_their_secrets() {
    let changes = updated("crlf").report.changes;
    let shown: Vec<_> = changes
        .iter()
        .map(|change| {
            [&change.before, &change.after].map(|lines| {
                lines
                    .iter()
                    .map(|line| {
                        let secrets: Vec<_> =
                            line.secrets.iter().map(|s| &line.text[s.clone()]).collect();
                        format!("{} {} {secrets:?}", line.number, line.text)
                    })
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    let expected = [
        [
            vec![
                r#"4   client_id: oldid ["oldid"]"#,
                r#"5   client_secret: oldsecret ["oldsecret"]"#,
                r#"6   pin: 0a1b2c3d # used up ["0a1b2c3d"]"#,
            ],
            vec![
                r#"4   client_id: newid ["newid"]"#,
                r#"5   client_secret: newsecret ["newsecret"]"#,
                r"6   pin: # used up []",
                r"7   force_refresh: false []",
            ],
        ],
        [
            vec![r#"8     access_token: oldaccess ["oldaccess"]"#],
            vec![r#"9     access_token: newaccess ["newaccess"]"#],
        ],
        [
            vec![r#"10     refresh_token: oldrefresh ["oldrefresh"]"#],
            vec![
                r"11     expires_in: 7776000 []",
                r#"12     refresh_token: newrefresh ["newrefresh"]"#,
            ],
        ],
        [
            vec![r"12     created_at: 1482084536 []"],
            vec![r"14     created_at: 1760000000 []"],
        ],
    ];
    assert_eq!(shown, expected);
}

#[test]
fn the_lines_that_the_changes_leave_out_are_the_same() {
    for case in cases() {
        let Ok(after) = &case.after else {
            continue;
        };
        let changes = update(&case.before, &new_block()).unwrap().report.changes;
        let [mut old, mut new] = [&case.before, after].map(|text| numbered_lines(text));
        for change in &changes {
            for line in &change.before {
                assert_eq!(old.remove(&line.number).as_ref(), Some(&line.text));
            }
            for line in &change.after {
                assert_eq!(new.remove(&line.number).as_ref(), Some(&line.text));
            }
        }
        assert!(old.into_values().eq(new.into_values()), "{}", case.name);
    }
}

fn numbered_lines(text: &str) -> std::collections::BTreeMap<usize, String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<_> = text.split('\n').map(str::to_owned).collect();
    // The end of the last line begins no other one.
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    (1..).zip(lines).collect()
}

#[test]
fn every_secret_is_masked_in_the_changes() {
    let block = new_block().to_string();
    for case in cases() {
        let Ok(updated) = update(&case.before, &new_block()) else {
            continue;
        };
        for line in updated
            .report
            .changes
            .iter()
            .flat_map(|change| &change.after)
        {
            let masked = line
                .secrets
                .iter()
                .rev()
                .fold(line.text.clone(), |mut text, secret| {
                    text.replace_range(secret.clone(), "***");
                    text
                });
            for secret in ["newid", "newsecret", "newaccess", "newrefresh"] {
                assert!(block.contains(secret));
                assert!(!masked.contains(secret), "{}: {masked}", case.name);
            }
        }
    }
}

#[test]
fn the_outcome_tells_what_was_appended_and_kept() {
    assert!(updated("absent_crlf").report.appended);
    assert!(!updated("crlf").report.appended);
    assert!(!updated("no_value").report.appended);
    let kept = [BlockKey::ClientId, BlockKey::ClientSecret];
    assert_eq!(updated("placeholders").report.placeholders_kept, kept);
    assert_eq!(
        updated("placeholders_in_flow").report.placeholders_kept,
        kept
    );
    assert_eq!(updated("crlf").report.placeholders_kept, []);
}

#[test]
fn nothing_prints_a_secret() {
    for name in ["crlf", "flow_value_over_lines", "absent_crlf"] {
        let printed = format!("{:?}", updated(name));
        for secret in ["oldid", "newid", "secret", "access", "refresh", "0a1b2c3d"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}

#[test]
fn a_block_without_a_secret_empties_it() {
    let block = TraktBlock {
        app: kometa_trakt_sign_in::trakt::TraktApp {
            client_secret: None,
            ..new_block().app
        },
        ..new_block()
    };
    let after = update("trakt:\n  client_secret: oldsecret # here\n", &block)
        .unwrap()
        .text;
    assert!(after.contains("\n  client_secret: # here\n"), "{after}");
    let kept = update("trakt:\n  client_secret: <<secret>>\n", &block).unwrap();
    assert_eq!(kept.report.placeholders_kept, [BlockKey::ClientSecret]);
}

#[test]
fn values_that_look_like_something_else_are_quoted() {
    let mut block = new_block();
    block.token.scope = "public: true # \"x\"".into();
    block.token.token_type = "no".into();
    let after = update("trakt:\n  authorization:\n    scope: a\n", &block)
        .unwrap()
        .text;
    assert!(
        after.contains(r#"    scope: "public: true # \"x\"""#),
        "{after}"
    );
    assert!(after.contains(r#"    token_type: "no""#), "{after}");
}

#[test]
fn a_file_of_more_than_5_mb_is_refused() {
    let config = format!("{}\n", "# remark\n".repeat(MAX_BYTES / 9 + 1));
    assert_eq!(
        update(&config, &new_block()),
        Err(ConfigRefusal {
            reason: Reason::TooLarge,
            line: None
        })
    );
}

#[test]
fn deep_nesting_is_refused_however_deep() {
    for opening in ["[", "{a: ", "- ", "? ", "a:\n "] {
        for depth in [100, 100_000] {
            let config = format!("x:\n  {}", opening.repeat(depth));
            assert!(update(&config, &new_block()).is_err());
        }
    }
    let stairs: String = (0..2_000)
        .map(|i| format!("{}a:\n", " ".repeat(i)))
        .collect();
    assert_eq!(
        update(&stairs, &new_block()),
        Err(ConfigRefusal {
            reason: Reason::TooDeep,
            line: Some(65)
        })
    );
}
