//! What the page says: something of everything, and of two different things not the same.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used, unreachable_pub)]

mod causes;
mod config;
mod failures;
mod input;
mod progress;
mod token;

use kometa_trakt_sign_in::trakt::service::LAST_KOMETA_WITH_TRAKT;

/// What is wrong with the form of some words.
fn complaint(words: &str) -> Option<&'static str> {
    if words.trim().is_empty() {
        Some("empty")
    } else if words != words.trim() {
        Some("spaces around it")
    } else if words.contains("  ") || words.contains(['\n', '\t', '\r']) {
        Some("spaces in a row")
    } else if words.contains(" .") || words.contains(" ,") || words.contains("..") {
        Some("a stop out of place")
    } else {
        None
    }
}

pub fn assert_phrase(words: &str) {
    assert_eq!(complaint(words), None, "“{words}”");
}

pub fn assert_sentence(words: &str) {
    assert_phrase(words);
    let first = words.chars().next().unwrap();
    let begins = first.is_uppercase() || "“<".contains(first) || words.contains("trakt.tv");
    assert!(begins, "“{words}”");
    assert!(words.ends_with(['.', '…', '?', '”', '!']), "“{words}”");
}

#[test]
fn what_is_badly_formed_is_noticed() {
    for words in ["", " ", "a  b", " a", "a ", "a .", "a..", "a\nb"] {
        assert!(complaint(words).is_some(), "“{words}”");
    }
    assert_eq!(complaint("A b."), None);
}

#[test]
fn the_page_names_the_last_kometa_with_trakt() {
    let page = include_str!("../../index.html");
    let line = format!("Kometa newer than {LAST_KOMETA_WITH_TRAKT} no longer works with Trakt.");
    assert!(page.contains(&line), "{line}");
}
