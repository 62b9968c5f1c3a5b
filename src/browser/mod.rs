//! What only a browser can do: effects, and nothing that decides.

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
pub mod random;
pub mod session;
