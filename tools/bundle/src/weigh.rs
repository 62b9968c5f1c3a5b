//! What a visit downloads, and whether that has grown too large.

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

/// The most that the first visit may download before the user does anything, in bytes after gzip.
const BUDGET: usize = 108_000;

/// When a file is downloaded, by the beginning of its name.
const LATER: [(&str, &str); 3] = [
    ("later-", "once the page is idle or used"),
    ("config-editor-", "with a config.yml or a block"),
    ("_headers", "never: for the host"),
];
const FIRST: &str = "at once";

/// Prints what each file of a finished page weighs.
///
/// # Errors
/// Where the first visit is over its budget.
pub(crate) fn weigh(dist: &Path) -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dist)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let later = LATER.iter().find(|(start, _)| name.starts_with(start));
        let when = later.map_or(FIRST, |(_, when)| when);
        files.push((when, name, gzipped(&fs::read(entry.path())?)?));
    }
    files.sort();
    for (when, name, bytes) in &files {
        println!("{bytes:>8}  {name}, {when}");
    }
    let first = files.iter().filter(|(when, ..)| *when == FIRST);
    let first_visit: usize = first.map(|(.., bytes)| bytes).sum();
    println!("{first_visit:>8}  bytes after gzip -9 in all at once, of {BUDGET} allowed");
    match first_visit <= BUDGET {
        true => Ok(()),
        false => Err("the first visit is over its budget (tools/bundle/src/weigh.rs)".into()),
    }
}

fn gzipped(content: &[u8]) -> Result<usize, Box<dyn Error>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}
