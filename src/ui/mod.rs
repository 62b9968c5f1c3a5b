//! The page: actions become state, state becomes HTML.

mod app;
pub mod components;
mod config_hooks;
pub mod state;

pub use app::App;
