//! How much memory a page takes.

use std::collections::HashMap;
use std::fs;

use serde_json::json;
use thirtyfour::prelude::*;

use super::report::Report;
use super::table::Runs;
use journeys::browser::devtools;

/// What a page takes at some moment, in bytes.
pub(crate) struct Memory {
    /// JavaScript objects in use, garbage not yet collected among them.
    pub(crate) js_heap: f64,
    /// The memory of all WebAssembly instances of the document. It never shrinks, and so is its own peak.
    pub(crate) web_assembly: f64,
    /// The most that the page's process ever had in physical memory, the browser's own code in it included.
    pub(crate) peak_of_process: f64,
}

impl Memory {
    /// Of the page in this browser, the only one that this program has open. Its memories are noted
    /// ([`Page::note_memories`](journeys::page::Page::note_memories)).
    pub(crate) async fn of(driver: &WebDriver) -> Self {
        Self {
            js_heap: js_heap(driver).await,
            web_assembly: web_assembly(driver).await,
            peak_of_process: peak_of_renderer(),
        }
    }
}

async fn js_heap(driver: &WebDriver) -> f64 {
    devtools(driver, "Performance.enable", json!({})).await;
    let metrics = devtools(driver, "Performance.getMetrics", json!({})).await;
    let metrics = metrics["metrics"].as_array().expect("a list").clone();
    let used = metrics.iter().find(|m| m["name"] == "JSHeapUsedSize");
    used.and_then(|m| m["value"].as_f64()).expect("a metric")
}

async fn web_assembly(driver: &WebDriver) -> f64 {
    let sum = "return memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);";
    let sum = driver.execute(sum, Vec::new()).await.expect("it was noted");
    sum.convert().expect("a number")
}

/// Of the renderers that descend from this program, the one that needed most: the others wait without a page.
fn peak_of_renderer() -> f64 {
    let numbers = fs::read_dir("/proc").expect("Linux has it").flatten();
    let processes: Vec<u32> = numbers
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect();
    let parents: HashMap<u32, u32> = processes
        .iter()
        .filter_map(|process| Some((*process, status(*process, "PPid:")?)))
        .collect();
    let is_ours = |process: u32| {
        let mut ancestors = std::iter::successors(Some(process), |p| parents.get(p).copied());
        ancestors.any(|ancestor| ancestor == std::process::id())
    };
    let is_renderer = |process: u32| {
        let command = fs::read_to_string(format!("/proc/{process}/cmdline"));
        command.is_ok_and(|command| command.contains("--type=renderer"))
    };
    let renderers = processes
        .into_iter()
        .filter(|process| is_ours(*process) && is_renderer(*process));
    let peaks = renderers.filter_map(|renderer| status(renderer, "VmHWM:"));
    f64::from(peaks.max().expect("a page is open")) * 1024.0
}

/// A number from `/proc/<process>/status`; sizes there are in KiB. None where the process has ended meanwhile.
fn status(process: u32, key: &str) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Reports what was measured at these moments.
pub(crate) fn report_memory(report: &mut Report, moments: &[(String, Vec<Memory>)]) {
    report.heading("Memory");
    report.paragraph(
        "Medians: JavaScript objects in use (DevTools' `JSHeapUsedSize`, uncollected garbage included), the size of the\n\
         WebAssembly memory (it never shrinks), and the most that the page's process had in physical memory since its\n\
         start (`VmHWM`, Chromium's own code included).",
    );
    let rows: Vec<_> = moments
        .iter()
        .map(|(moment, measured)| {
            let median = |of: fn(&Memory) -> f64| {
                let mut runs = Runs::default();
                measured.iter().map(of).for_each(|bytes| runs.add(bytes));
                format!("{:.1} MB", runs.median() / 1e6)
            };
            [
                moment.clone(),
                median(|memory| memory.js_heap),
                median(|memory| memory.web_assembly),
                median(|memory| memory.peak_of_process),
            ]
        })
        .collect();
    report.table(
        [
            "",
            "JavaScript heap",
            "WebAssembly memory",
            "peak of the process",
        ],
        &rows,
    );
}
