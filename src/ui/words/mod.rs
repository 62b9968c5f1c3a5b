//! Every sentence for people.

pub mod config;
