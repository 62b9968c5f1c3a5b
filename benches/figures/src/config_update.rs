//! From pressing `Update config.yml` to the updated file, and how long the page stands still meanwhile.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use thirtyfour::prelude::*;

use super::memory::Memory;
use super::report::{Report, Unit};
use super::table::Runs;
use config_update::sample;
use journeys::journey::Journey;
use journeys::page::Page;

/// Of each size, each in a new browser. Odd, so that there is a middle one.
const RUNS: usize = 5;
/// Of the files, in lines.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// In milliseconds: until the text of 10,000 lines is there, and for a task of the main thread with 100,000.
const LONGEST_UPDATE: f64 = 40.0;
const LONGEST_TASK: f64 = 50.0;
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

/// Updates files of every size, and reports how long that took. Returns the memory after each of the largest.
pub(crate) async fn measure(report: &mut Report) -> Vec<Memory> {
    let [small, medium, large] = SIZES;
    let seen_of_small = update_repeatedly(small, false).await;
    let seen_of_medium = update_repeatedly(medium, false).await;
    let seen_of_large = update_repeatedly(large, false).await;
    let mut rows = vec![
        row(small.to_string(), &seen_of_small),
        row(medium.to_string(), &seen_of_medium),
        row(large.to_string(), &seen_of_large),
    ];
    for lines in SIZES {
        let seen = update_repeatedly(lines, true).await;
        rows.push(row(format!("{lines}, with a screen reader"), &seen));
    }
    report.goal(
        "a config.yml of 10,000 lines updated",
        Unit::Milliseconds,
        LONGEST_UPDATE,
        runs(&seen_of_medium, |update| update.until_there).median(),
        "",
    );
    report.goal(
        "any task of the main thread, with 100,000 lines",
        Unit::Milliseconds,
        LONGEST_TASK,
        runs(&seen_of_large, |update| update.longest_task).most(),
        ", the longest of all runs (0: none over 50 ms)",
    );
    report.heading("Update of a config.yml in the page");
    report.paragraph(format_args!(
        "From pressing `Update config.yml` to the textbox `Updated config.yml` with the text in it, and to the end of the\n\
         frame that shows it; the longest time between two frames meanwhile (16.7 ms where nothing holds them up), and the\n\
         longest task of the main thread (0 where none took 50 ms). Median (least–most) of {RUNS}, each in a new browser.\n\
         For a screen reader the browser keeps a tree of all that is on the page, with each line of a text area in it."
    ));
    report.table(
        [
            "lines",
            "in the document",
            "drawn",
            "longest gap",
            "longest task",
        ],
        &rows,
    );
    let memory = seen_of_large.into_iter().map(|(_, memory)| memory);
    memory.collect()
}

type Seen = Vec<(Update, Memory)>;

async fn update_repeatedly(lines: usize, for_screen_reader: bool) -> Seen {
    let seen = Arc::new(Mutex::new(Vec::new()));
    for run in 1..=RUNS {
        eprintln!("Update of a config.yml of {lines} lines: {run} of {RUNS}");
        let seen = Arc::clone(&seen);
        Journey::go_in_new_chromium(|journey| async move {
            let updated = sign_in_and_update(&journey, lines, for_screen_reader).await;
            let memory = Memory::of(&journey.page.driver).await;
            seen.lock().expect("whole").push((updated, memory));
        })
        .await;
    }
    std::mem::take(&mut *seen.lock().expect("whole"))
}

fn runs(seen: &Seen, of: fn(&Update) -> f64) -> Runs {
    let mut runs = Runs::default();
    for (update, _) in seen {
        runs.add(of(update));
    }
    runs
}

fn row(what: String, seen: &Seen) -> [String; 5] {
    let milliseconds = |of: fn(&Update) -> f64| runs(seen, of).milliseconds(0);
    [
        what,
        milliseconds(|update| update.until_there),
        milliseconds(|update| update.until_drawn),
        milliseconds(|update| update.longest_gap),
        milliseconds(|update| update.longest_task),
    ]
}

/// Types into a field without asking for its role or name: for those the browser would build what a screen reader needs.
const FILL_IN: &str = "
    const [id, text] = arguments;
    const field = document.getElementById(id);
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));";

async fn sign_in_and_update(journey: &Journey, lines: usize, for_screen_reader: bool) -> Update {
    let page = &journey.page;
    page.note_memories().await;
    page.refresh().await;
    let pin = journey.trakt.issue_pin(&journey.client_id);
    for (id, text) in [
        ("client-id", &journey.client_id),
        ("client-secret", &journey.client_secret),
        ("pin", &pin),
    ] {
        let filled_in = page.driver.execute(FILL_IN, vec![json!(id), json!(text)]);
        filled_in.await.expect("the field is there");
    }
    let file = journey.downloads.join("config.yml");
    std::fs::write(&file, sample(lines)).expect("it is written");
    let chooser = by_css(page, "input[type=file]").await;
    let path = file.to_str().expect("the folder's name is text");
    chooser.send_keys(path).await.expect("it takes a file");
    card_says(page, "The Trakt sign-in in config.yml").await;
    by_css(page, "#submit")
        .await
        .click()
        .await
        .expect("it is in sight");
    // With a block at hand the page updates the file by itself: what is measured is the next update.
    card_says(page, "not saved yet").await;
    if for_screen_reader {
        page.by_role("button", "Download config.yml").await;
    }
    let button = by_css(page, "#update-config").await;
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

async fn card_says(page: &Page, words: &str) {
    let said = page.look_for(PATIENCE, async || {
        let card = page.texts("#opened-config").await.concat();
        card.contains(words).then_some(())
    });
    said.await.expect("the card of the file says so");
}

async fn by_css(page: &Page, css: &str) -> WebElement {
    page.driver.find(By::Css(css)).await.expect("it is there")
}
