//! The sizes of what a visit downloads, and their budgets.

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

/// The most that a visit may download before the user does anything, and with all that a sign-in needs, in bytes.
/// The compressor that is used here writes up to one per cent more than gzip.
const FIRST_VISIT: usize = 95_000;
const SIGN_IN: usize = 250_000;

/// When a file is downloaded, by the beginning of its name.
const NOT_AT_ONCE: [(&str, &str); 4] = [
    ("unpacker-", ONCE_USED),
    ("deferred-", ONCE_USED),
    ("config-editor-", "with a config.yml or a block"),
    ("_headers", "never: for the host"),
];
const FIRST: &str = "at once";
const ONCE_USED: &str = "once the page is idle or used";

/// Prints what each file of a finished page weighs.
///
/// # Errors
/// Where a visit is over its budget.
pub(crate) fn weigh(dist: &Path) -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dist)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let later = NOT_AT_ONCE
            .iter()
            .find(|(start, _)| name.starts_with(start));
        let when = later.map_or(FIRST, |(_, when)| when);
        files.push((when, name, gzipped(&fs::read(entry.path())?)?));
    }
    files.sort();
    for (when, name, bytes) in &files {
        println!("{bytes:>8}  {name}, {when}");
    }
    let sum = |moment: &str| -> usize {
        let then = files.iter().filter(|(when, ..)| *when == moment);
        then.map(|(.., bytes)| bytes).sum()
    };
    let first_visit = sum(FIRST);
    let sign_in = first_visit + sum(ONCE_USED);
    println!("{first_visit:>8}  bytes in all {FIRST}, of {FIRST_VISIT} allowed");
    println!("{sign_in:>8}  bytes in all for a sign-in, of {SIGN_IN} allowed");
    match first_visit <= FIRST_VISIT && sign_in <= SIGN_IN {
        true => Ok(()),
        false => Err("a visit is over its budget (tools/bundle/src/weigh.rs)".into()),
    }
}

fn gzipped(content: &[u8]) -> Result<usize, Box<dyn Error>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}
