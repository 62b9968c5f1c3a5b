//! Finishes what Trunk has built.
//!
//! `bundle published DIST MODULES BOUND` splits the page's module, as the linker made it, into the part for the
//! first view and the rest, packs them, writes the first view into `index.html` and has every file loaded with its integrity checked.
//! `bundle standalone DIST FILE` makes one file of a finished page.
//! `bundle weigh DIST` says what a visit downloads, and fails where that is too much.

mod files;
mod links;
mod minify;
mod packing;
mod page_module;
mod published;
mod standalone;
mod weigh;

use std::error::Error;
use std::path::Path;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["published", dist, modules, bound] => {
            let [dist, modules, bound] = [dist, modules, bound].map(Path::new);
            published::finish(dist, modules, bound).await
        }
        ["standalone", dist, file] => standalone::write(Path::new(dist), Path::new(file)),
        ["weigh", dist] => weigh::weigh(Path::new(dist)),
        _ => Err(
            "usage: bundle published DIST MODULES BOUND | bundle standalone DIST FILE | bundle weigh DIST"
                .into(),
        ),
    }
}
