//! What a first visit loads.

use std::collections::BTreeSet;

use super::loading::Visited;
use super::pages::PageFile;
use super::report::{Report, Unit};

/// With gzip, in kB: what is aimed at, and what a first visit must never exceed.
const FIRST_VISIT: f64 = 95.0;
const FIRST_VISIT_AT_THE_MOST: f64 = 100.0;
const SIGN_IN: f64 = 250.0;
const CONFIG_EDITOR: f64 = 100.0;

/// Reports the page's files and their sums, and what the other pages come to.
pub(crate) fn report_downloads(report: &mut Report, visited: &Visited<'_>) {
    report.heading("Bytes of a first visit");
    report.paragraph(
        "The files that the browser asked the server for, in bytes; gzip is `gzip -9`, brotli its quality 11.",
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
    report.table(["file", "raw", "gzip", "brotli"], &rows);
    let kilobytes = |files: &[&PageFile]| {
        let bytes: u64 = files.iter().map(|file| file.gzip).sum();
        bytes as f64 / 1000.0
    };
    let editor = page.files.iter();
    let editor: Vec<_> = editor
        .filter(|file| file.name.starts_with("config-editor-") && file.name.ends_with(".bin"))
        .collect();
    for (what, limit, files) in [
        ("a first visit, gzip", FIRST_VISIT, &first),
        (
            "the same, at the very most",
            FIRST_VISIT_AT_THE_MOST,
            &first,
        ),
        ("a whole sign-in, gzip", SIGN_IN, &sign_in),
        ("the config editor's module, gzip", CONFIG_EDITOR, &editor),
    ] {
        report.goal(what, Unit::Kilobytes, limit, kilobytes(files), "");
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
