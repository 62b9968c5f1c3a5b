//! What whole journeys through the built page are made with: a browser and its driver, the page as its user finds it,
//! a host that serves it, and Trakt's names led to the stand-in.

pub mod browser;
pub mod clock;
pub mod journey;
pub mod page;
mod shared_chromium;
pub mod site;
pub mod trakt_proxy;
pub mod web_server;

use std::path::Path;

/// The folder of the project, in which `dist/`, `tools/` and `target/` are.
pub fn project() -> &'static Path {
    let in_project = Path::new(env!("CARGO_MANIFEST_DIR"));
    in_project.ancestors().nth(2).expect("it is in tests/e2e")
}
