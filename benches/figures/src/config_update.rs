//! From pressing `Update config.yml` to the updated file, and how long the page stands still meanwhile.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use super::memory::Memory;
use super::table::{self, Runs};
use config_update::sample;
use journeys::journey::Journey;

/// Of each size, each in a new browser. Odd, so that there is a middle one.
const RUNS: usize = 3;
/// Of the files, in lines.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// How long the page may take over the largest file on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// In milliseconds.
#[derive(Deserialize)]
struct Update {
    until_there: f64,
    until_drawn: f64,
    longest_gap: f64,
    longest_task: f64,
}

/// Presses the button from inside the page and watches every frame until the one with the result is drawn.
const UPDATE: &str = "
    const [button, name, done] = arguments;
    const result = () => [...document.querySelectorAll('textarea')]
        .find(area => [...area.labels].some(label => label.textContent === name));
    let longestTask = 0;
    const note = entries => { for (const { duration } of entries) longestTask = Math.max(longestTask, duration); };
    const tasks = new PerformanceObserver(list => note(list.getEntries()));
    tasks.observe({ type: 'longtask' });
    let there, framesSince = 0, longestGap = 0, last;
    new MutationObserver((_, observer) => {
        if (!result()?.value) return;
        there = performance.now();
        observer.disconnect();
    }).observe(document.body, { childList: true, subtree: true });
    requestAnimationFrame(() => {
        const pressed = last = performance.now();
        const frame = () => {
            const now = performance.now();
            longestGap = Math.max(longestGap, now - last);
            last = now;
            // The frame after the one that shows the result begins when that one is drawn.
            if (there && ++framesSince === 2) {
                // The observer hears of a task after the task.
                setTimeout(() => {
                    note(tasks.takeRecords());
                    done({
                        until_there: there - pressed,
                        until_drawn: now - pressed,
                        longest_gap: longestGap,
                        longest_task: longestTask,
                    });
                });
            } else {
                requestAnimationFrame(frame);
            }
        };
        requestAnimationFrame(frame);
        button.click();
    });";

/// Updates files of every size, and prints how long that took. Returns the memory after the largest.
pub(crate) async fn print_times() -> Vec<Memory> {
    println!("## Update of a config.yml in the page\n");
    println!(
        "From pressing `Update config.yml` to the textbox `Updated config.yml` with the text in it, and to the end of the\n\
         frame that shows it; the longest time between two frames meanwhile (16.7 ms where nothing holds them up), and the\n\
         longest task of the main thread (0 where none took 50 ms). Median (least–most) of {RUNS}, each in a new browser.\n"
    );
    let mut rows = Vec::new();
    let mut memory = Vec::new();
    for lines in SIZES {
        let seen = Arc::new(Mutex::new(Vec::new()));
        for run in 1..=RUNS {
            eprintln!("Update of a config.yml of {lines} lines: {run} of {RUNS}");
            let seen = Arc::clone(&seen);
            Journey::go(|journey| async move {
                let updated = sign_in_and_update(&journey, lines).await;
                let memory = Memory::of(&journey.page.driver).await;
                seen.lock().expect("whole").push((updated, memory));
            })
            .await;
        }
        let (updates, memories): (Vec<_>, Vec<_>) =
            std::mem::take(&mut *seen.lock().expect("whole"))
                .into_iter()
                .unzip();
        let milliseconds = |of: fn(&Update) -> f64| {
            let mut runs = Runs::default();
            updates.iter().map(of).for_each(|time| runs.add(time));
            runs.milliseconds(0)
        };
        rows.push([
            lines.to_string(),
            milliseconds(|update| update.until_there),
            milliseconds(|update| update.until_drawn),
            milliseconds(|update| update.longest_gap),
            milliseconds(|update| update.longest_task),
        ]);
        memory = memories;
    }
    table::print(
        [
            "lines",
            "in the document",
            "drawn",
            "longest gap",
            "longest task",
        ],
        &rows,
    );
    memory
}

async fn sign_in_and_update(journey: &Journey, lines: usize) -> Update {
    let page = &journey.page;
    page.note_memories().await;
    page.refresh().await;
    journey.fill_in_and_submit().await;
    page.status("Your authorization block is ready.").await;
    let file = journey.downloads.join("config.yml");
    std::fs::write(&file, sample(lines)).expect("it is written");
    let chooser = page.by_role("button", "Open config.yml").await;
    let path = file.to_str().expect("the folder's name is text");
    chooser.send_keys(path).await.expect("it takes a file");
    let found = page.look_for(PATIENCE, async || {
        let remarks = page.texts("#opened-config").await.concat();
        remarks.contains("Found:").then_some(())
    });
    found.await.expect("the page finds the block in the file");
    let button = page.by_role("button", "Update config.yml").await;
    let arguments = vec![
        button.to_json().expect("it has an id"),
        json!("Updated config.yml"),
    ];
    let patient = page.driver.set_script_timeout(PATIENCE).await;
    patient.expect("a time that it knows");
    let update = page.driver.execute_async(UPDATE, arguments).await;
    update
        .and_then(|update| update.convert())
        .expect("the file is updated")
}
