//! Kometa's `config.yml`, pure: text in, text out.

pub mod block;
pub mod config;
pub mod editing;
pub mod file;
pub mod keys;
pub mod pasted;
pub mod program_file;
pub mod refresh;

pub use block::TraktBlock;
