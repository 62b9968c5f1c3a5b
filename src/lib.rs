//! A sign-in page for Trakt that runs in the browser alone and hands a Kometa user the `trakt:` block for
//! `config.yml`.
//!
//! Data flows one way: what the user typed becomes a request (data), the browser sends it, the answer becomes an
//! outcome (data), and the page shows it. [`trakt`] and [`kometa`] are pure and know of no browser; [`browser`]
//! only acts; [`ui`] turns actions into state and state into HTML.

//pub mod browser;
pub mod kometa;
pub mod sensitive;
pub mod shared_text;
pub mod sign_in;
pub mod timestamp;
pub mod trakt;
//pub mod ui;
