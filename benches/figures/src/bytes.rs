//! What a first visit loads.

use super::loading::Visited;
use super::pages::PageFile;
use super::table;

/// Prints the page's files and their sum, and what the other pages come to. Returns the sum for this page with gzip,
/// in bytes.
pub(crate) fn print(visited: &Visited<'_>) -> u64 {
    println!("## Bytes of a first visit\n");
    println!(
        "The files that the browser asked the server for, in bytes; gzip is `gzip -9`, brotli its quality 11.\n"
    );
    let (page, visits) = &visited[0];
    let (first, later): (Vec<_>, Vec<_>) = page
        .files
        .iter()
        .partition(|file| visits.asked.contains(&file.name));
    let mut rows: Vec<_> = first.iter().map(|file| row(&file.name, &[file])).collect();
    rows.push(row("first visit", &first));
    for file in later {
        rows.push(row(&format!("{} (only on demand)", file.name), &[file]));
    }
    for (other, visits) in &visited[1..] {
        let asked: Vec<_> = other
            .files
            .iter()
            .filter(|file| visits.asked.contains(&file.name))
            .collect();
        rows.push(row(&format!("{}: first visit", other.name), &asked));
    }
    table::print(["file", "raw", "gzip", "brotli"], &rows);
    first.iter().map(|file| file.gzip).sum()
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
