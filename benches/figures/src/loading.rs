//! A first visit: what is loaded, when something is painted, and when the form answers.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::json;
use thirtyfour::prelude::*;

use super::memory::Memory;
use super::pages::ServedPage;
use super::report::{Report, Unit};
use super::table::Runs;
use journeys::browser::{Browser, Driver, ScratchFolder, devtools};
use journeys::page::Page;

/// At most so many times as long as the form written by hand.
const FIRST_PAINT: f64 = 1.1;
const ANSWERS: f64 = 2.0;

/// What a visitor's device and network are like.
struct Conditions {
    name: &'static str,
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
    /// The files that were asked for before the form answered, in any of them.
    pub(crate) first: BTreeSet<String>,
    /// The files that were asked for once it did.
    pub(crate) then: BTreeSet<String>,
    /// When what began and when it ended, by its name.
    steps: BTreeMap<String, [Runs; 2]>,
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
    /// What was done with the page's modules, from when to when.
    modules: Vec<(String, f64, f64)>,
}

#[derive(Deserialize)]
struct LoadedFile {
    name: String,
    /// As it came over the network, in bytes.
    encoded: u64,
    begun: f64,
    ended: f64,
}

/// Notes when the form answers, and when the modules are compiled, from inside the page.
const NOTE_WHEN_READY: &str = "
    window.modules = [];
    for (const name of ['compile', 'compileStreaming', 'instantiate']) {
        const original = WebAssembly[name];
        WebAssembly[name] = async (source, ...given) => {
            // Compiling begins with the first bytes, and cannot end before the last.
            const response = await source;
            const begun = performance.now();
            const made = await original(response, ...given);
            modules.push([name, begun, performance.now()]);
            return made;
        };
    }
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
        done({ answers, first_paint, files, modules: window.modules });
    });";

/// Each page with the visits to it.
pub(crate) type Visited<'a> = Vec<(&'a ServedPage, Visits)>;

/// Visits every page again and again, under either conditions, and reports the times. The pages take turns, so that
/// whatever else the machine does falls on all of them. Returns the visits that were not slowed down.
pub(crate) async fn measure<'a>(report: &mut Report, pages: &'a [ServedPage]) -> Visited<'a> {
    let Network {
        latency,
        download,
        upload,
    } = SLOW_4G;
    let slow = Conditions {
        name: "slow 4G and a slow device",
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
        name: "unhindered",
        description: "As fast as this machine and its loopback are".into(),
        network: None,
        cpu_slowdown: 1,
        // Single ones differ by more than what the pages differ by.
        runs: 21,
    };
    report.heading("First paint, and until the form answers");
    report.paragraph(
        "From the start of the navigation: `first-contentful-paint`, and the moment `<html>` has `data-ready`. Median\n\
         (least–most), each visit in a new browser with an empty cache, files served with gzip.",
    );
    measure_under(report, &slow, pages).await;
    measure_under(report, &unhindered, pages).await
}

async fn measure_under<'a>(
    report: &mut Report,
    conditions: &Conditions,
    pages: &'a [ServedPage],
) -> Visited<'a> {
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
    report_goals(report, conditions, &visits);
    report.paragraph(format_args!(
        "{}, {} visits each:",
        conditions.description, conditions.runs
    ));
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
    report.table(["page", "first paint", "the form answers"], &rows);
    let (_, this_page) = &visits[0];
    this_page.report_waterfall(report);
    visits
}

fn report_goals(report: &mut Report, conditions: &Conditions, visits: &Visited<'_>) {
    let [(_, this), .., (_, by_hand)] = &visits[..] else {
        panic!("several pages are measured")
    };
    for (what, limit, this, by_hand) in [
        (
            "first paint",
            FIRST_PAINT,
            &this.first_paint,
            &by_hand.first_paint,
        ),
        ("the form answers", ANSWERS, &this.answers, &by_hand.answers),
    ] {
        let (this, by_hand) = (this.median(), by_hand.median());
        report.goal(
            format_args!("{what}, beside the form by hand, {}", conditions.name),
            Unit::Times,
            limit,
            this / by_hand,
            &format!(" ({this:.0} ms, by hand {by_hand:.0} ms)"),
        );
    }
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
        page.note_memories().await;
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
    visits.first_paint.add(seen.first_paint);
    visits.answers.add(seen.answers);
    visits.memory.push(memory);
    for file in seen.files {
        visits.note(&file.name, file.begun, file.ended);
        match file.begun <= seen.answers {
            true => visits.first.insert(file.name),
            false => visits.then.insert(file.name),
        };
    }
    for (number, (what, begun, ended)) in (1..).zip(seen.modules) {
        visits.note(&format!("{number}: WebAssembly.{what}"), begun, ended);
    }
}

impl Visits {
    fn note(&mut self, what: &str, begun: f64, ended: f64) {
        let [begins, ends] = self.steps.entry(what.to_owned()).or_default();
        begins.add(begun);
        ends.add(ended);
    }

    fn report_waterfall(&self, report: &mut Report) {
        let mut steps: Vec<_> = self.steps.iter().collect();
        steps.sort_by(|(_, [a, _]), (_, [b, _])| a.median().total_cmp(&b.median()));
        let mut rows: Vec<_> = steps
            .iter()
            .map(|(name, [begun, ended])| {
                [
                    (*name).clone(),
                    begun.milliseconds(0),
                    ended.milliseconds(0),
                ]
            })
            .collect();
        for (moment, runs) in [
            ("first paint", &self.first_paint),
            ("rendered, the form answers", &self.answers),
        ] {
            rows.push([moment.to_owned(), String::new(), runs.milliseconds(0)]);
        }
        report.paragraph("What happens on this page, and when:");
        report.table(["", "begins", "ends"], &rows);
    }
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
