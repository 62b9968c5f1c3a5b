//! Any text as `config.yml`: either it is refused, or serde_yaml sees every other key unchanged and the new values in
//! place; and a pasted block comes back alone.
//!
//! `cargo +nightly fuzz run config`, with the case files as seeds:
//! `mkdir -p fuzz/corpus/config; for d in tests/config_cases/*; do cp $d/before.yml fuzz/corpus/config/${d##*/}; done`
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/yaml_readers/mod.rs"]
mod yaml_readers;

use kometa_trakt_sign_in::kometa::config::{read, update, update_block};
use libfuzzer_sys::fuzz_target;
use yaml_readers::{new_block, serde_yaml_agrees};

fuzz_target!(|before: &str| {
    let block = new_block();
    let _ = read(before);
    if let Ok(alone) = update_block(before, &block)
        && let Ok(alone) = serde_yaml::from_str::<serde_yaml::Mapping>(&alone)
    {
        // Nothing of another section comes along.
        let keys: Vec<_> = alone.keys().map(serde_yaml::Value::as_str).collect();
        assert_eq!(keys, [Some("trakt")]);
    }
    let Ok(updated) = update(before, &block) else {
        return;
    };
    let agrees = serde_yaml_agrees(before, &updated.text, &updated.report.placeholders_kept);
    assert_ne!(agrees, Some(false), "{:?}", updated.text);
    match update(&updated.text, &block) {
        Ok(again) => assert_eq!(again.text, updated.text),
        Err(refusal) => panic!("{refusal:?}"),
    }
});
