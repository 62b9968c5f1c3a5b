//! From the arrival of Trakt's answer to the block.

use std::sync::{Arc, Mutex};

use serde::Deserialize;

use super::memory::Memory;
use super::report::{Report, Unit};
use super::table::Runs;
use journeys::journey::Journey;

/// A user signs in once a visit, so each run is a visit, too, with code that never ran before.
const RUNS: usize = 9;

/// Within the frame in which it arrives.
const LONGEST_WAIT: f64 = 16.0;

/// In milliseconds.
#[derive(Deserialize)]
struct SignIn {
    until_there: f64,
    until_drawn: f64,
}

/// Presses the button from inside the page, so that nobody disturbs it until the frame with the block is drawn.
const SIGN_IN: &str = "
    const [button, done] = arguments;
    const block = () => document.querySelector('#authorization-block');
    const report = (there, drawn) => {
        const answers = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/oauth/token'));
        const arrived = Math.max(...answers.map(({ responseEnd }) => responseEnd));
        done({ until_there: there - arrived, until_drawn: drawn - arrived });
    };
    new MutationObserver((_, observer) => {
        if (!block()?.value) return;
        const there = performance.now();
        observer.disconnect();
        requestAnimationFrame(() => {
            // A message is taken up after the frame.
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => report(there, performance.now());
            port2.postMessage(null);
        });
    }).observe(document.body, { childList: true, subtree: true });
    button.click();";

/// Signs in again and again, and reports how long the block took to appear. Returns the memory after each sign-in.
pub(crate) async fn measure(report: &mut Report) -> Vec<Memory> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    for run in 1..=RUNS {
        eprintln!("From the answer to the block: sign-in {run} of {RUNS}");
        let seen = Arc::clone(&seen);
        Journey::go_in_new_chromium(|journey| async move {
            let page = &journey.page;
            page.note_memories().await;
            page.refresh().await;
            journey.fill_in().await;
            let button = page.by_role("button", "Get my authorization block").await;
            let arguments = vec![button.to_json().expect("it has an id")];
            let sign_in = page.driver.execute_async(SIGN_IN, arguments).await;
            let sign_in: SignIn = sign_in
                .and_then(|answer| answer.convert())
                .expect("the block comes");
            let memory = Memory::of(&page.driver).await;
            seen.lock().expect("whole").push((sign_in, memory));
        })
        .await;
    }
    let (mut until_there, mut until_drawn) = (Runs::default(), Runs::default());
    let mut memory = Vec::new();
    for (sign_in, after) in std::mem::take(&mut *seen.lock().expect("whole")) {
        until_there.add(sign_in.until_there);
        until_drawn.add(sign_in.until_drawn);
        memory.push(after);
    }
    report.goal(
        "from Trakt's answer to the block",
        Unit::Milliseconds,
        LONGEST_WAIT,
        until_there.median(),
        "",
    );
    report.heading("From Trakt's answer to the block");
    report.paragraph(format_args!(
        "From the last byte of the token answer (`responseEnd` of its PerformanceResourceTiming) to the textbox\n\
         `Authorization block` with the block in it, and to the end of the frame that shows it (frames come every 16.7 ms).\n\
         Median (least–most) of {RUNS} sign-ins, each in a new browser."
    ));
    let row = [until_there.milliseconds(1), until_drawn.milliseconds(1)];
    report.table(["in the document", "drawn"], &[row]);
    memory
}
