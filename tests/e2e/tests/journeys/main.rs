//! Whole journeys against the built page in Chromium and Firefox, with the stand-in where Trakt would be.

mod accessibility;
mod care;
mod config;
mod device;
mod effort;
mod failures;
mod first_view;
mod hostile;
mod hosting;
mod keyboard;
mod later;
mod layout;
mod other_engines;
mod password_manager;
mod pin;
mod policy;
mod redirect;
mod refresh;
mod single_file;
mod traces;
mod translated;
