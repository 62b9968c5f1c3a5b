//! A sign-in page for Trakt that runs in the browser alone and hands a Kometa user the `trakt:` block for
//! `config.yml`.
//!
//! Data flows one way: what the user typed becomes an event, an event a transition of a pure state machine, that a
//! request (data); the browser sends it, and the response (data) comes back as an event. [`trakt`],
//! [`export`], [`sign_in`] and [`kometa`] are pure and know of no browser and no words for people; [`page`] turns events into state; [`text`] has every
//! sentence; [`view`] turns state into HTML; [`browser`] only acts; [`shell`] runs the loop.

#[cfg(target_arch = "wasm32")]
mod allocator;
pub mod browser;
pub mod edit;
pub mod export;
pub mod kometa;
pub mod page;
pub mod sensitive;
pub mod shared_text;
pub mod shell;
pub mod sign_in;
pub mod text;
pub mod timestamp;
pub mod trakt;
pub mod view;

/// The address of the package's repository; empty for a package that names none.
pub const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The package's licence (SPDX).
pub const LICENSE: &str = env!("CARGO_PKG_LICENSE");
