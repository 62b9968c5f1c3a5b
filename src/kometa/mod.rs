//! Kometa's `config.yml`, pure: text in, text out.

pub mod block;
pub mod config;
pub mod refresh;

pub use block::TraktBlock;
