//! Knowledge points down only: which room may name which.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each room with those it may name.
const ROOMS: [(&str, &[&str]); 11] = [
    ("sensitive", &[]),
    ("shared_text", &["sensitive"]),
    ("timestamp", &[]),
    ("trakt", &["sensitive", "shared_text", "timestamp"]),
    (
        "kometa",
        &["sensitive", "shared_text", "timestamp", "trakt"],
    ),
    (
        "sign_in",
        &["sensitive", "shared_text", "timestamp", "trakt", "kometa"],
    ),
    (
        "browser",
        &["sensitive", "shared_text", "timestamp", "trakt", "kometa"],
    ),
    (
        "page",
        &[
            "sensitive",
            "shared_text",
            "timestamp",
            "trakt",
            "kometa",
            "sign_in",
        ],
    ),
    (
        "text",
        &[
            "sensitive",
            "shared_text",
            "timestamp",
            "trakt",
            "kometa",
            "sign_in",
            "page",
        ],
    ),
    (
        "view",
        &[
            "sensitive",
            "shared_text",
            "timestamp",
            "trakt",
            "kometa",
            "sign_in",
            "page",
            "text",
            "browser",
            "shell",
        ],
    ),
    (
        "shell",
        &[
            "sensitive",
            "shared_text",
            "timestamp",
            "trakt",
            "kometa",
            "sign_in",
            "page",
            "text",
            "browser",
            "view",
        ],
    ),
];

/// What the pure rooms may not name at all.
const IMPURE: [&str; 7] = [
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "yew",
    "gloo",
    "SystemTime::now",
    "Instant",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The file without its tests, which may name whatever they compare.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.split("#[cfg(test)]").next().unwrap().to_owned()
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files_of(room: &str) -> Vec<PathBuf> {
    let file = src().join(format!("{room}.rs"));
    match file.exists() {
        true => vec![file],
        false => sources(&src().join(room)),
    }
}

/// The names that follow `prefix` in a file: those of a list in braces too.
fn named_after(text: &str, prefix: &str) -> BTreeSet<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut names = BTreeSet::new();
    for (at, _) in text.match_indices(prefix) {
        let rest = &text[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let list = list.split('}').next().unwrap_or_default();
                names.extend(list.split(',').map(|name| {
                    name.trim()
                        .chars()
                        .take_while(|c| is_word(*c))
                        .collect::<String>()
                }));
            }
            None => {
                names.insert(rest.chars().take_while(|c| is_word(*c)).collect());
            }
        }
    }
    names.remove("");
    names
}

#[test]
fn no_room_names_one_above_it() {
    for (room, below) in ROOMS {
        for file in files_of(room) {
            for name in named_after(&code(&file), "crate::") {
                let is_room = ROOMS.iter().any(|(known, _)| *known == name);
                assert!(
                    !is_room || name == room || below.contains(&name.as_str()),
                    "{} names {name}",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn the_pure_rooms_know_of_no_browser_and_no_clock() {
    for room in [
        "sensitive",
        "shared_text",
        "timestamp",
        "trakt",
        "kometa",
        "sign_in",
    ] {
        for file in files_of(room) {
            let code = code(&file);
            for name in IMPURE {
                assert!(!code.contains(name), "{} names {name}", file.display());
            }
        }
    }
}

/// Within `trakt`, `sign_in` and `kometa/config`, files may name one another, but not in a circle.
#[test]
fn no_files_of_a_room_name_one_another_in_a_circle() {
    for (room, prefix) in [
        ("trakt", "trakt"),
        ("sign_in", "sign_in"),
        ("kometa/config", "config"),
    ] {
        let mut arrows = BTreeMap::<String, BTreeSet<String>>::new();
        let files = sources(&src().join(room));
        let stem = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
        let stems: BTreeSet<_> = files
            .iter()
            .map(stem)
            .filter(|stem| stem != "mod")
            .collect();
        for file in files.iter().filter(|file| stem(file) != "mod") {
            let code = code(file);
            let mut named = named_after(&code, "super::");
            named.extend(named_after(&code, &format!("crate::{prefix}::")));
            let named = named.into_iter();
            arrows.insert(
                stem(file),
                named
                    .filter(|name| stems.contains(name) && *name != stem(file))
                    .collect(),
            );
        }
        // What names nothing that is left is taken away, until nothing is left.
        while !arrows.is_empty() {
            let free: BTreeSet<_> = arrows
                .iter()
                .filter(|(_, named)| named.iter().all(|name| !arrows.contains_key(name)))
                .map(|(stem, _)| stem.clone())
                .collect();
            assert!(
                !free.is_empty(),
                "a circle in {room} among {:?}",
                arrows.keys()
            );
            arrows.retain(|stem, _| !free.contains(stem));
        }
    }
}
