//! The page: actions become state, state becomes HTML.

mod app;
pub mod components;
pub mod state;

pub use app::App;
