//! A sign-in page for Trakt that runs in the browser alone and hands a Kometa user the `trakt:` block for
//! `config.yml`.
//!
//! Data flows one way: what the user typed becomes an event, an event a transition of a pure state machine, that a
//! request (data); the browser sends it, and the response (data) comes back as an event. [`trakt`], [`sign_in`] and
//! [`kometa`] are pure and know of no browser and no words for people; [`browser`] only acts; [`ui`] turns events into
//! state and state into HTML.

#[cfg(target_arch = "wasm32")]
mod allocator;
pub mod browser;
pub mod kometa;
pub mod sensitive;
pub mod shared_text;
pub mod sign_in;
pub mod timestamp;
pub mod trakt;
pub mod ui;
