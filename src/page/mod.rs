//! The page as a pure core: events change the [`model::Model`], which says what the browser is to do; the view model says
//! what is to be shown. No browser, no clock, no HTML.

pub mod attempt;
pub mod config;
pub mod config_update;
pub mod effect;
pub mod event;
pub mod export;
pub mod focus;
pub mod folds;
pub mod form;
pub mod long_text;
pub mod model;
pub mod moment;
pub mod other_program;
pub mod reading;
pub mod stage;
pub mod target;
pub mod token;
pub mod token_check;
pub mod view_model;
