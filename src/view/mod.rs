//! The view model as HTML, one shape a file.
//!
//! A view is a function of whatever it shows. It is a component only where it must not be drawn anew with each change
//! elsewhere. The page is drawn in two stages: [`page::first_view`] by itself, and [`full_page::full_page`] once the
//! deferred part of the page has been loaded. Both fill the same [`page`], so that no element is replaced in between.

#![allow(
    missing_docs,
    reason = "a view or a field of one is named after what it shows"
)]

mod alert;
mod block;
mod changes;
mod command;
mod config;
mod config_text_area;
mod control;
mod copy_button;
mod device_code;
mod field;
pub mod full_page;
pub mod host_choice;
pub mod link;
mod link_button;
pub mod loading;
mod long_text;
mod method;
pub mod method_choice;
mod new_app;
mod open_config;
mod other_program;
pub mod page;
mod pin;
mod qr_code;
mod question;
mod result;
mod sentence;
mod status_line;
mod step;
mod submit;
mod updated;
