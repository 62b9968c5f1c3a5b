//! What a first visit loads.

use std::collections::BTreeSet;

use super::loading::Visited;
use super::pages::PageFile;
use super::table;

/// What this page comes to with gzip, in bytes.
pub(crate) struct Downloads {
    /// Until the form answers.
    pub(crate) first_visit: u64,
    /// With all that a sign-in needs.
    pub(crate) sign_in: u64,
}

/// Prints the page's files and their sums, and what the other pages come to.
pub(crate) fn print(visited: &Visited<'_>) -> Downloads {
    println!("## Bytes of a first visit\n");
    println!(
        "The files that the browser asked the server for, in bytes; gzip is `gzip -9`, brotli its quality 11.\n"
    );
    let (page, visits) = &visited[0];
    let among = |names: &BTreeSet<String>| -> Vec<_> {
        let files = page.files.iter();
        files.filter(|file| names.contains(&file.name)).collect()
    };
    let (first, then) = (among(&visits.first), among(&visits.then));
    let sign_in = [&first[..], &then].concat();
    let mut rows: Vec<_> = first.iter().map(|file| row(&file.name, &[file])).collect();
    rows.push(row("first visit, until the form answers", &first));
    rows.extend(then.iter().map(|file| row(&file.name, &[file])));
    rows.push(row("with the rest, once the page is idle", &sign_in));
    for file in &page.files {
        if !sign_in.iter().any(|asked| asked.name == file.name) {
            rows.push(row(&format!("{} (only on demand)", file.name), &[file]));
        }
    }
    for (other, visits) in &visited[1..] {
        let files = other.files.iter();
        let asked: Vec<_> = files
            .filter(|file| visits.first.contains(&file.name) || visits.then.contains(&file.name))
            .collect();
        rows.push(row(&format!("{}: first visit", other.name), &asked));
    }
    table::print(["file", "raw", "gzip", "brotli"], &rows);
    let sum = |files: &[&PageFile]| files.iter().map(|file| file.gzip).sum();
    Downloads {
        first_visit: sum(&first),
        sign_in: sum(&sign_in),
    }
}

fn row(name: &str, files: &[&PageFile]) -> [String; 4] {
    let sum = |size: fn(&PageFile) -> u64| files.iter().map(|file| size(file)).sum::<u64>();
    [
        name.to_owned(),
        sum(|file| file.raw).to_string(),
        sum(|file| file.gzip).to_string(),
        sum(|file| file.brotli).to_string(),
    ]
}
