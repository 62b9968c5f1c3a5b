//! The page: actions become state, state becomes HTML.

mod app;
pub mod components;
mod config_hooks;
mod focus;
pub mod state;

pub use app::App;
