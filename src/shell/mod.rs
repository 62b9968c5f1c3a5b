//! The page in the browser: events change the page's state, and what the state asks for is done.

#![allow(
    missing_docs,
    reason = "what a property or a component is, its name and its words say"
)]

mod app;
mod before_start;
pub(crate) mod config_files;
mod effects;
mod export;
mod focus;
pub(crate) mod later;
mod rehearsal;
mod rest;

pub use app::{App, AppProps, show};
pub use later::{LATER, Later, Load, fetch_later};
