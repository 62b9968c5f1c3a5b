//! The page: events become state, state becomes HTML.

#![allow(
    missing_docs,
    reason = "what a property or a component is, its name and its words say"
)]

mod app;
mod before_start;
pub mod components;
mod config_files;
mod effects;
mod export;
mod focus;
mod later;
pub mod later_view;
pub mod page_view;
mod rehearsal;
mod rest;
pub mod state;
pub mod words;

pub use app::{App, AppProps, show};
pub use later::{LATER, Later, Load, fetch_later};
