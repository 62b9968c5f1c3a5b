//! The page: events become state, state becomes HTML.

#![allow(
    missing_docs,
    reason = "what a property or a component is, its name and its words say"
)]

mod app;
mod before_start;
pub mod components;
pub mod config_files;
mod effects;
mod export;
mod focus;
pub mod page_view;
pub mod state;
pub mod words;

pub use app::{App, AppProps};
pub use before_start::BeforeStart;
