//! Everything that only a browser can do, one module for each thing. None of it decides anything.

pub mod address;
pub mod clipboard;
pub mod clock;
pub mod connection;
pub mod editor;
pub mod fetch;
pub mod files;
pub mod leaving;
pub mod page;
pub mod panic;
pub mod paste;
pub mod random;
pub mod session;
