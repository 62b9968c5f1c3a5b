//! Whatever is handed over as `config.yml`: either it is refused, or ruamel.yaml sees every other key unchanged and the
//! new values in place, and every byte outside of the block is the same.
//!
//! `CONFIG_PROPERTY_INPUTS` sets the number of inputs, `CONFIG_PROPERTY_SEED` which ones. With `CONFIG_PROPERTY_REFUSED`,
//! that many inputs of each class that are refused although Kometa reads them are shown.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]
#![cfg(not(target_arch = "wasm32"))]

#[path = "../config_corpus/mod.rs"]
mod config_corpus;
mod counts;
mod inputs;
mod kinds;
#[path = "../yaml_readers/mod.rs"]
mod yaml_readers;

use std::collections::BTreeSet;

use kometa_trakt_sign_in::kometa::config::read;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use counts::{Counts, Judged, complaint};
use inputs::input;
use yaml_readers::Ruamel;

const USUAL_INPUTS: usize = 5_000;

fn number_from(variable: &str, usual: usize) -> usize {
    match std::env::var(variable) {
        Ok(number) => number.parse().unwrap(),
        Err(_) => usual,
    }
}

#[test]
fn the_corpus_is_of_many_files_and_each_is_brought_up_to_date() {
    let samples = config_corpus::samples();
    let distinct: BTreeSet<&str> = samples.iter().map(|sample| sample.text.as_str()).collect();
    assert_eq!(distinct.len(), samples.len());
    assert!(samples.len() >= 150, "{}", samples.len());
    let mut outcomes = Vec::new();
    for sample in samples {
        let judged = Judged::new(sample.text.clone());
        match &judged.outcome {
            Ok(updated) => assert_eq!(complaint(&sample.text, updated), None, "{}", sample.name),
            Err(refusal) => panic!("{}: {refusal:?}\n{}", sample.name, sample.text),
        }
        outcomes.push(judged);
    }
    for ruamel in [Ruamel::Kometas, Ruamel::Older] {
        let arguments = ["--only-round-trip", "--write-back"];
        let counts = Counts::of(ruamel, &outcomes, &arguments);
        counts.print(&format!("the corpus itself, {}", ruamel.name()));
        assert!(counts.wrong.is_empty(), "{}", counts.wrong.join("\n\n"));
    }
}

#[test]
fn any_input_is_refused_or_only_its_block_changes() {
    let count = number_from("CONFIG_PROPERTY_INPUTS", USUAL_INPUTS);
    let seed = number_from("CONFIG_PROPERTY_SEED", 1)
        .to_le_bytes()
        .repeat(4);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = input();
    let mut outcomes = Vec::new();
    let mut failures = Vec::new();
    for _ in 0..count {
        let before = strategy.new_tree(&mut runner).unwrap().current();
        // Neither may panic, whatever it is given.
        let _ = read(&before);
        let judged = Judged::new(before);
        let before = &judged.before;
        if let Ok(updated) = &judged.outcome
            && let Some(complaint) = complaint(before, updated)
        {
            failures.push(format!("{complaint}\n{before:?}\n{:?}", updated.text));
        }
        outcomes.push(judged);
    }
    for ruamel in [Ruamel::Kometas, Ruamel::Older] {
        let counts = Counts::of(ruamel, &outcomes, &["--only-round-trip"]);
        counts.print(&format!("{count} inputs, {}", ruamel.name()));
        failures.extend(counts.wrong);
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}
