//! Whole journeys against the built page in Chromium and Firefox, with the stand-in where Trakt would be.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used
)]
#![allow(dead_code, reason = "the demonstration uses the rest")]

mod accessibility;
mod browser;
mod care;
mod config;
mod curl;
mod device;
mod failures;
mod firefox;
mod first_view;
mod journey;
mod keyboard;
mod page;
mod pin;
mod policy;
mod redirect;
mod refresh;
mod single_file;
mod site;
mod trakt_proxy;
#[path = "../trakt_stand_in/mod.rs"]
mod trakt_stand_in;
