//! The page: actions become state, state becomes HTML.

mod app;
mod before_start;
pub mod components;
mod config_hooks;
mod focus;
mod hand_over;
pub mod state;
pub mod words;

pub use app::{App, AppProps};
pub use before_start::BeforeStart;
