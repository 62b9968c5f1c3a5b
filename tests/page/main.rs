//! Every change of the page, one file for each of its parts.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used, unreachable_pub)]

mod attempt;
mod attempt_pin;
mod command;
mod config;
mod device;
mod export;
mod files;
mod focus;
mod form;
mod other_program;
mod precheck;
mod question;
mod random;
mod random_steps;
mod reading;
mod redirect;
mod refresh;
mod revocation;
#[path = "../scenario/mod.rs"]
mod scenario;
mod secrets;
mod token;
