//! The page in the browser: events change the page, what it asks for is done, and what it shows is drawn.

pub mod app;
pub mod before_start;
pub mod deferred;
pub mod field_texts;
pub mod full_page;
pub mod given_files;
pub mod run;
