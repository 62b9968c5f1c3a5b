//! Kometa's `config.yml`, pure: text in, text out.

pub mod block;

pub use block::TraktBlock;
