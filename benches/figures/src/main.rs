//! Figures of the built page: what it weighs, how fast it is, what memory it takes, beside the goals. They depend on the
//! machine, so nothing here passes or fails.
//!
//! `figures` measures everything and writes `docs/figures.md`; `figures loading answer update native` measures these parts
//! and only prints them.

mod answer;
mod bytes;
mod config_update;
mod loading;
mod memory;
mod pages;
mod report;
mod table;

use std::fs;

use serde_json::json;
use tokio::process::Command;

use journeys::browser::{Browser, Driver, ScratchFolder, devtools};
use report::Report;

const PARTS: [&str; 4] = ["loading", "answer", "update", "native"];

#[tokio::main]
async fn main() {
    let asked_for: Vec<_> = std::env::args().skip(1).collect();
    if let Some(unknown) = asked_for.iter().find(|part| !PARTS.contains(&&***part)) {
        eprintln!("there is no part {unknown}, but {PARTS:?}");
        std::process::exit(2);
    }
    let is_wanted =
        |part: &str| asked_for.is_empty() || asked_for.iter().any(|asked| asked == part);

    let machine = machine().await;
    let mut report = Report::default();
    let mut moments = Vec::new();
    if is_wanted("loading") {
        let pages = pages::all().await;
        let visited = loading::measure(&mut report, &pages).await;
        bytes::report_downloads(&mut report, &visited);
        let loaded = visited.into_iter();
        moments
            .extend(loaded.map(|(page, visits)| (format!("{}, loaded", page.name), visits.memory)));
    }
    if is_wanted("answer") {
        let memory = answer::measure(&mut report).await;
        moments.push(("this page, after a sign-in".into(), memory));
    }
    if is_wanted("update") {
        let memory = config_update::measure(&mut report).await;
        let moment = "this page, after a config.yml of 100,000 lines";
        moments.push((moment.into(), memory));
    }
    if is_wanted("native") {
        report.paragraph(native_update().await);
    }
    if !moments.is_empty() {
        memory::report_memory(&mut report, &moments);
    }

    let text = format!("# Figures\n\nWritten by `make bench`. {machine}\n\n{report}\n");
    println!("{text}");
    if asked_for.is_empty() {
        let file = journeys::project().join("docs/figures.md");
        fs::write(file, text).expect("the figures are written");
    }
}

/// What was measured on, and how much else it had to do.
async fn machine() -> String {
    let profile = ScratchFolder::new("profile");
    let chromedriver = Driver::start(Browser::Chromium).await;
    let driver = chromedriver
        .open_chromium("MAP * ~NOTFOUND", profile.path(), profile.path())
        .await;
    let version = devtools(&driver, "Browser.getVersion", json!({})).await;
    driver.quit().await.expect("the browser ends");
    let cores = std::thread::available_parallelism().expect("Linux says");
    let chromium = version["product"].as_str().expect("it has a name");
    let load = fs::read_to_string("/proc/loadavg").expect("Linux says");
    let load = load.split(' ').next().unwrap_or_default();
    format!(
        "Measured in {chromium}, headless and without a GPU, on a machine with {cores}\n\
         cores and, when it began, a load average of {load}: figures of a machine with other work to do are too high."
    )
}

/// The update of a `config.yml` outside of a browser, with the page's own release profile.
async fn native_update() -> String {
    let mut bench = Command::new("cargo");
    bench
        .args(["run", "--locked", "--quiet", "--release"])
        .args(["--package", "config-update"])
        .current_dir(journeys::project());
    let output = bench.output().await.expect("cargo is there");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned()
}
