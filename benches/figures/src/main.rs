//! Figures of the built page: what it weighs, how fast it is, what memory it takes. They depend on the machine, so
//! nothing here passes or fails.

mod answer;
mod bytes;
mod config_update;
mod loading;
mod memory;
mod pages;
mod table;

use serde_json::json;

use journeys::browser::{Browser, Driver, ScratchFolder, devtools};
use loading::Visited;

/// For a first visit, with gzip, in bytes.
const MOST_BYTES: u64 = 120_000;
/// From the answer to the block, in milliseconds.
const LONGEST_WAIT: f64 = 5.0;

#[tokio::main]
async fn main() {
    print_machine().await;
    let pages = pages::all().await;
    let [slowed_down, unhindered] = loading::print_times(&pages).await;
    let bytes = bytes::print(&unhindered);
    let sign_ins = answer::print_times().await;
    let after_update = config_update::print_times().await;

    let mut moments: Vec<_> = unhindered
        .iter()
        .map(|(page, visits)| (format!("{}, loaded", page.name), &visits.memory[..]))
        .collect();
    moments.push(("this page, after a sign-in".into(), &sign_ins.memory));
    moments.push((
        "this page, after a config.yml of 100000 lines".into(),
        &after_update,
    ));
    memory::print(&moments);

    print_goals(
        &slowed_down,
        &unhindered,
        bytes,
        sign_ins.until_there.median(),
    );
}

async fn print_machine() {
    let profile = ScratchFolder::new("profile");
    let chromedriver = Driver::start(Browser::Chromium).await;
    let driver = chromedriver
        .open_chromium("MAP * ~NOTFOUND", profile.path(), profile.path())
        .await;
    let version = devtools(&driver, "Browser.getVersion", json!({})).await;
    driver.quit().await.expect("the browser ends");
    let cores = std::thread::available_parallelism().expect("Linux says");
    let chromium = version["product"].as_str().expect("it has a name");
    println!(
        "Measured in {chromium}, headless and without a GPU, on a machine with {cores} cores.\n"
    );
}

fn print_goals(slowed_down: &Visited<'_>, unhindered: &Visited<'_>, bytes: u64, wait: f64) {
    let verdict = |met: bool| if met { "met" } else { "not met" }.to_owned();
    let first_paint = |conditions: &str, visited: &Visited<'_>| {
        let [(_, this), _, (_, by_hand)] = &visited[..] else {
            panic!("three pages are measured")
        };
        let (this, by_hand) = (this.first_paint.median(), by_hand.first_paint.median());
        [
            format!("first paint no later than that of the form written by hand, {conditions}"),
            format!("{this:.0} ms, by hand {by_hand:.0} ms"),
            verdict(this <= by_hand),
        ]
    };
    println!("## Goals\n");
    table::print(
        ["goal", "measured", ""],
        &[
            [
                format!(
                    "a first visit of at most {} kB with gzip",
                    MOST_BYTES / 1000
                ),
                format!("{:.1} kB", bytes as f64 / 1000.0),
                verdict(bytes <= MOST_BYTES),
            ],
            first_paint("slow 4G", slowed_down),
            first_paint("unhindered", unhindered),
            [
                format!("from the answer to the block in under {LONGEST_WAIT} ms"),
                format!("{wait:.1} ms"),
                verdict(wait < LONGEST_WAIT),
            ],
        ],
    );
}
