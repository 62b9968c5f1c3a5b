//! The page's catalogue: what it says when.
//!
//! Each snapshot in `snapshots/` is one part of the page in one state after another. After a change that is meant, run
//! `INSTA_UPDATE=always cargo test --test view_model` and read the difference.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used, unreachable_pub)]

mod alerts;
mod config;
mod device;
mod file_card;
mod form;
mod outline;
mod primary;
mod result;
#[path = "../scenario/mod.rs"]
mod scenario;
mod sign_in;

use kometa_trakt_sign_in::page::view_model::ViewModel;

use outline::Outline;
use scenario::{Scenario, view_rules};

/// A state of the page, by the name that it has in the catalogue.
pub type Entry = (&'static str, Scenario);

/// Draws one part of the page in each of the states, and compares that with the catalogue.
pub fn catalogue(name: &str, entries: Vec<Entry>, draw: fn(&mut Outline, &ViewModel)) {
    let mut chapters = Vec::new();
    for (title, page) in entries {
        let view = ViewModel::from(&page.model);
        if let Err(broken) = view_rules::check(&page.model, &view) {
            panic!("{title}: {broken}");
        }
        assert_eq!(view_rules::dead_button(&page), None, "{title}");
        let mut outline = Outline::default();
        draw(&mut outline, &view);
        chapters.push(format!("## {title}\n\n{}", outline.finish()));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, chapters.join("\n\n")));
}
