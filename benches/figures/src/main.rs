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

use bytes::Downloads;
use config_update::Updates;
use journeys::browser::{Browser, Driver, ScratchFolder, devtools};
use loading::Visited;

/// For a first visit until the form answers, and with all that a sign-in needs, with gzip, in bytes.
const MOST_BYTES: u64 = 100_000;
const MOST_BYTES_OF_SIGN_IN: u64 = 243_000;
/// Of the time until the form answers to that of the form written by hand.
const LARGEST_RATIO: f64 = 1.5;
/// From the answer to the block, in milliseconds.
const LONGEST_WAIT: f64 = 5.0;
/// Of 10,000 lines, and of a task of the main thread with 100,000, in milliseconds.
const LONGEST_UPDATE: f64 = 40.0;
const LONGEST_TASK: f64 = 50.0;

#[tokio::main]
async fn main() {
    print_machine().await;
    let pages = pages::all().await;
    let [slowed_down, unhindered] = loading::print_times(&pages).await;
    let downloads = bytes::print(&unhindered);
    let sign_ins = answer::print_times().await;
    let updates = config_update::print_times().await;

    let mut moments: Vec<_> = unhindered
        .iter()
        .map(|(page, visits)| (format!("{}, loaded", page.name), &visits.memory[..]))
        .collect();
    moments.push(("this page, after a sign-in".into(), &sign_ins.memory));
    moments.push((
        "this page, after a config.yml of 100000 lines".into(),
        &updates.memory,
    ));
    memory::print(&moments);

    print_goals(
        &slowed_down,
        &unhindered,
        &downloads,
        sign_ins.until_there.median(),
        &updates,
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

fn print_goals(
    slowed_down: &Visited<'_>,
    unhindered: &Visited<'_>,
    downloads: &Downloads,
    wait: f64,
    updates: &Updates,
) {
    let verdict = |met: bool| if met { "met" } else { "not met" }.to_owned();
    let beside_by_hand = |what: &str, conditions: &str, ratio: f64, visited: &Visited<'_>| {
        let [(_, this), _, (_, by_hand)] = &visited[..] else {
            panic!("three pages are measured")
        };
        let [this, by_hand] = [this, by_hand].map(|visits| match what {
            "first paint" => visits.first_paint.median(),
            _ => visits.answers.median(),
        });
        [
            format!("{what} after at most {ratio} times as long as by hand, {conditions}"),
            format!(
                "{this:.0} ms, by hand {by_hand:.0} ms: {:.2}",
                this / by_hand
            ),
            verdict(this <= ratio * by_hand),
        ]
    };
    let bytes = |what: &str, measured: u64, most: u64| {
        [
            format!("{what} of at most {} kB with gzip", most / 1000),
            format!("{:.1} kB", measured as f64 / 1000.0),
            verdict(measured <= most),
        ]
    };
    let at_most = |what: &str, measured: f64, most: f64| {
        [
            format!("{what} in at most {most} ms"),
            format!("{measured:.0} ms"),
            verdict(measured <= most),
        ]
    };
    println!("## Goals\n");
    table::print(
        ["goal", "measured", ""],
        &[
            bytes("a first visit", downloads.first_visit, MOST_BYTES),
            bytes("a whole sign-in", downloads.sign_in, MOST_BYTES_OF_SIGN_IN),
            beside_by_hand("first paint", "slow 4G", 1.0, slowed_down),
            beside_by_hand("first paint", "unhindered", 1.0, unhindered),
            beside_by_hand("the form answers", "slow 4G", LARGEST_RATIO, slowed_down),
            beside_by_hand("the form answers", "unhindered", LARGEST_RATIO, unhindered),
            [
                format!("from the answer to the block in under {LONGEST_WAIT} ms"),
                format!("{wait:.1} ms"),
                verdict(wait < LONGEST_WAIT),
            ],
            at_most(
                "a config.yml of 10000 lines updated",
                updates.until_there.median(),
                LONGEST_UPDATE,
            ),
            at_most(
                "the longest task of the main thread, with 100000 lines,",
                updates.longest_task.median(),
                LONGEST_TASK,
            ),
        ],
    );
}
