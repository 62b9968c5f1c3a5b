//! The page's clock, which a journey can move forward, so that nobody waits for a countdown to end.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use crate::browser::{Browser, devtools};
use crate::page::Page;

/// Puts a clock of the journey's in front of the browser's: it runs at the same rate, so many milliseconds ahead, and
/// `journeyClock.pass` lets time pass at once. What falls due meanwhile happens one after the other, each at its time.
///
/// The page asks for the time by `Date.now()` and `performance.now()`, and waits with `setTimeout` and `setInterval`;
/// nothing else is replaced.
const CLOCK: &str = "(ahead => {
    if (window.journeyClock) return;
    const { setTimeout: wait, clearTimeout: stop } = window;
    const browserNow = Date.now.bind(Date);
    const browserCount = performance.now.bind(performance);
    const now = () => browserNow() + ahead;
    const timers = new Map();
    let lastId = 0;
    const arm = (id, timer) => {
        timer.handle = wait.call(window, () => fire(id, timer), Math.max(0, timer.due - now()));
    };
    const fire = (id, timer) => {
        if (timer.period === undefined) {
            timers.delete(id);
        } else {
            timer.due += timer.period;
            arm(id, timer);
        }
        timer.run();
    };
    const set = (run, delay, period) => {
        const id = ++lastId;
        const timer = { run, due: now() + delay, period };
        timers.set(id, timer);
        arm(id, timer);
        return id;
    };
    Date.now = now;
    performance.now = () => browserCount() + ahead;
    window.setTimeout = (run, delay = 0, ...given) => set(() => run(...given), delay);
    window.setInterval = (run, delay = 0, ...given) => set(() => run(...given), delay, Math.max(1, delay));
    window.clearTimeout = window.clearInterval = id => {
        const timer = timers.get(id);
        timer ? (timers.delete(id), stop(timer.handle)) : stop(id);
    };
    // What a timer has set off goes on before the next one is due.
    const { port1, port2 } = new MessageChannel();
    const settled = () => new Promise(resolve => {
        port1.onmessage = resolve;
        port2.postMessage(null);
    });
    window.journeyClock = {
        passing: 0,
        async pass(milliseconds) {
            this.passing += 1;
            const until = ahead + milliseconds;
            for (;;) {
                const [next] = [...timers].sort(([, a], [, b]) => a.due - b.due);
                if (!next || next[1].due > browserNow() + until) break;
                const [id, timer] = next;
                ahead = Math.max(ahead, timer.due - browserNow());
                stop(timer.handle);
                fire(id, timer);
                await settled();
            }
            ahead = until;
            for (const [id, timer] of timers) {
                stop(timer.handle);
                arm(id, timer);
            }
            await settled();
            this.passing -= 1;
        },
    };
})";

/// The clock of one page.
pub struct Clock {
    page: Page,
    ahead: Mutex<Duration>,
    /// What Chromium calls the script that starts the clock in every document to come.
    script: Mutex<Option<Value>>,
}

impl Clock {
    /// The clock for what is opened in this page from now on.
    pub async fn of(page: &Page) -> Self {
        let clock = Self {
            page: page.clone(),
            ahead: Mutex::default(),
            script: Mutex::default(),
        };
        clock.start_in_documents_to_come().await;
        clock
    }

    /// Starts it in the open document, where a browser could not be told to do so before.
    pub async fn start(&self) {
        let script = format!("{};", self.source());
        let started = self.page.driver.execute(script, Vec::new()).await;
        started.expect("the clock starts");
    }

    /// Lets so much time pass at once.
    pub async fn pass(&self, time: Duration) {
        let milliseconds = u64::try_from(time.as_millis()).expect("not ages");
        let pass = "journeyClock.pass(arguments[0])".to_owned();
        let passes = self
            .page
            .driver
            .execute(pass, vec![json!(milliseconds)])
            .await;
        passes.expect("the page has the clock");
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) += time;
        self.page
            .wait_for("the end of that time", async || {
                let passing = "return window.journeyClock.passing";
                let passing = self.page.driver.execute(passing, Vec::new()).await.ok()?;
                (*passing.json() == json!(0)).then_some(())
            })
            .await;
        self.start_in_documents_to_come().await;
    }

    fn source(&self) -> String {
        let ahead = *self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        format!("{CLOCK}({})", ahead.as_millis())
    }

    async fn start_in_documents_to_come(&self) {
        if self.page.browser() != Browser::Chromium {
            return;
        }
        let driver = &self.page.driver;
        devtools(driver, "Page.enable", json!({})).await;
        let former = self
            .script
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(former) = former {
            devtools(driver, "Page.removeScriptToEvaluateOnNewDocument", former).await;
        }
        let source = json!({ "source": self.source() });
        let script = devtools(driver, "Page.addScriptToEvaluateOnNewDocument", source).await;
        *self.script.lock().unwrap_or_else(PoisonError::into_inner) = Some(script);
    }
}
