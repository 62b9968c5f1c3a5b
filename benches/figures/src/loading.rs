//! A first visit: what is loaded, when something is painted, and when the form answers.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::json;
use thirtyfour::prelude::*;

use super::memory::Memory;
use super::pages::ServedPage;
use super::table::{self, Runs};
use journeys::browser::{Browser, Driver, ScratchFolder, devtools};
use journeys::page::Page;

/// What a visitor's device and network are like.
struct Conditions {
    description: String,
    network: Option<Network>,
    /// By how much the page's main thread is slowed down.
    cpu_slowdown: u32,
    runs: usize,
}

struct Network {
    /// From each request to the first byte of its answer, in milliseconds.
    latency: f64,
    /// In bits per second.
    download: f64,
    upload: f64,
}

/// The preset “Slow 4G” of Chromium's developer tools, which is also how Lighthouse has them play its slow 4G (round
/// trips of 150 ms, 1.6 Mbit/s down, 750 kbit/s up): as they delay requests and not packets, the latency is 3.75 round
/// trips and the throughput nine tenths.
const SLOW_4G: Network = Network {
    latency: 150.0 * 3.75,
    download: 1_600_000.0 * 0.9,
    upload: 750_000.0 * 0.9,
};

/// What the visits to one page showed.
#[derive(Default)]
pub(crate) struct Visits {
    /// The files that were asked for in any of them.
    pub(crate) asked: BTreeSet<String>,
    pub(crate) first_paint: Runs,
    pub(crate) answers: Runs,
    pub(crate) memory: Vec<Memory>,
}

/// In milliseconds since the navigation began.
#[derive(Deserialize)]
struct Visit {
    first_paint: f64,
    answers: f64,
    files: Vec<LoadedFile>,
}

#[derive(Deserialize)]
struct LoadedFile {
    name: String,
    /// As it came over the network, in bytes.
    encoded: u64,
    begun: f64,
    ended: f64,
}

/// Notes when the form answers, from inside the page.
const NOTE_WHEN_READY: &str = "
    window.formAnswers = new Promise(answers => {
        new MutationObserver((_, observer) => {
            if (document.documentElement?.hasAttribute('data-ready')) {
                answers(performance.now());
                observer.disconnect();
            }
        }).observe(document, { attributes: true, attributeFilter: ['data-ready'], subtree: true });
    });";

const REPORT: &str = "
    const done = arguments[0];
    const painted = new Promise(painted => {
        new PerformanceObserver(list => {
            for (const { startTime } of list.getEntriesByName('first-contentful-paint')) painted(startTime);
        }).observe({ type: 'paint', buffered: true });
    });
    // What the page leaves for later, it does when it is idle: such requests belong to the visit.
    const idle = window.formAnswers.then(() => new Promise(requestIdleCallback));
    Promise.all([window.formAnswers, painted, idle]).then(([answers, first_paint]) => {
        const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
        const files = entries.map(({ name, encodedBodySize, startTime, responseEnd }) => ({
            name: new URL(name).pathname.slice(1) || 'index.html',
            encoded: encodedBodySize,
            begun: startTime,
            ended: responseEnd,
        }));
        done({ answers, first_paint, files });
    });";

/// Each page with the visits to it.
pub(crate) type Visited<'a> = Vec<(&'a ServedPage, Visits)>;

/// Visits every page again and again, under either conditions, and prints the times. The pages take turns, so that
/// whatever else the machine does falls on all of them.
///
/// Returns the visits that were slowed down, and those that were not.
pub(crate) async fn print_times(pages: &[ServedPage]) -> [Visited<'_>; 2] {
    let Network {
        latency,
        download,
        upload,
    } = SLOW_4G;
    let slow = Conditions {
        description: format!(
            "DevTools' “Slow 4G” ({latency} ms, {:.2} Mbit/s down, {:.3} Mbit/s up), main thread 4 times as slow",
            download / 1e6,
            upload / 1e6
        ),
        network: Some(SLOW_4G),
        cpu_slowdown: 4,
        runs: 5,
    };
    let unhindered = Conditions {
        description: "As fast as this machine and its loopback are".into(),
        network: None,
        cpu_slowdown: 1,
        runs: 7,
    };
    println!("## First paint, and until the form answers\n");
    println!(
        "From the start of the navigation: `first-contentful-paint`, and the moment `<html>` has `data-ready`. Median\n\
         (least–most), each visit in a new browser with an empty cache, files served with gzip.\n"
    );
    [
        print_under(&slow, pages).await,
        print_under(&unhindered, pages).await,
    ]
}

async fn print_under<'a>(conditions: &Conditions, pages: &'a [ServedPage]) -> Visited<'a> {
    let webdriver = Driver::start(Browser::Chromium).await;
    let mut visits: Vec<_> = pages.iter().map(|page| (page, Visits::default())).collect();
    for run in 1..=conditions.runs {
        eprintln!(
            "{}: round {run} of {}",
            conditions.description, conditions.runs
        );
        for (page, visits) in &mut visits {
            visit(&webdriver, page, conditions, visits).await;
        }
    }
    println!(
        "{}, {} visits each:\n",
        conditions.description, conditions.runs
    );
    let rows: Vec<_> = visits
        .iter()
        .map(|(page, visits)| {
            [
                page.name.to_owned(),
                visits.first_paint.milliseconds(0),
                visits.answers.milliseconds(0),
            ]
        })
        .collect();
    table::print(["page", "first paint", "the form answers"], &rows);
    visits
}

async fn visit(
    webdriver: &Driver,
    served: &ServedPage,
    conditions: &Conditions,
    visits: &mut Visits,
) {
    let profile = ScratchFolder::new("profile");
    let only_here = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1";
    let driver = webdriver
        .open_chromium(only_here, profile.path(), profile.path())
        .await;
    let seen = driver.run_and_quit(|driver| async move {
        // The visitor's browser has been in use: it has painted something before.
        driver.goto("data:text/html,<p>Before").await?;
        let page = Page::new(Browser::Chromium, driver);
        page.before_scripts(NOTE_WHEN_READY).await;
        conditions.apply(&page.driver).await;
        page.driver.goto(served.url()).await?;
        let seen: Visit = page
            .driver
            .execute_async(REPORT, Vec::new())
            .await?
            .convert()?;
        Ok::<_, WebDriverError>((seen, Memory::of(&page.driver).await))
    });
    let (seen, memory) = seen.await.expect("the page is visited");
    seen.check(served, conditions);
    visits.asked.extend(served.take_asked());
    visits.first_paint.add(seen.first_paint);
    visits.answers.add(seen.answers);
    visits.memory.push(memory);
}

impl Conditions {
    async fn apply(&self, driver: &WebDriver) {
        if let Some(network) = &self.network {
            let conditions = json!({
                "offline": false,
                "latency": network.latency,
                "downloadThroughput": network.download / 8.0,
                "uploadThroughput": network.upload / 8.0,
            });
            devtools(driver, "Network.enable", json!({})).await;
            devtools(driver, "Network.emulateNetworkConditions", conditions).await;
        }
        let rate = json!({ "rate": self.cpu_slowdown });
        devtools(driver, "Emulation.setCPUThrottlingRate", rate).await;
    }
}

impl Visit {
    /// The files came compressed and over the network that was meant: else the figures would be of something else.
    fn check(&self, served: &ServedPage, conditions: &Conditions) {
        for file in &self.files {
            assert_eq!(
                Some(file.encoded),
                served.gzip_size(&file.name),
                "{}",
                file.name
            );
            if let Some(network) = &conditions.network {
                let took = file.ended - file.begun;
                let least = network.latency + file.encoded as f64 * 8_000.0 / network.download;
                assert!(took > 0.9 * least, "{}: {took} ms, not {least}", file.name);
            }
        }
    }
}
