//! Finishes what Trunk has built.
//!
//! `finish-page published DIST` writes the first view into `index.html` and has every file loaded with its integrity
//! checked; `finish-page standalone DIST FILE` makes one file of a finished page.

mod files;
mod published;
mod standalone;

use std::error::Error;
use std::path::Path;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["published", dist] => published::finish(Path::new(dist)).await,
        ["standalone", dist, file] => standalone::write(Path::new(dist), Path::new(file)),
        _ => Err("usage: finish-page published DIST | finish-page standalone DIST FILE".into()),
    }
}
