//! The page as its user finds it: by role and accessible name.

use std::path::Path;
use std::time::{Duration, Instant};

use axum::http::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::prelude::*;

use crate::browser::{Browser, devtools, firefox_messages};

/// How long a thing may take to appear before a journey fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// The open page.
#[derive(Clone)]
pub struct Page {
    pub driver: WebDriver,
    browser: Browser,
}

impl Page {
    /// The page that is open in the browser, or will be.
    pub const fn new(browser: Browser, driver: WebDriver) -> Self {
        Self { driver, browser }
    }

    /// Opens the address and waits until the page answers to input.
    pub async fn open(browser: Browser, driver: WebDriver, url: &str) -> Self {
        let page = Self::new(browser, driver);
        page.go_to(url).await;
        page
    }

    /// Opens another address and waits until the page there answers to input.
    pub async fn go_to(&self, url: &str) {
        self.driver.goto(url).await.expect("the page opens");
        self.wait_until_ready().await;
    }

    /// The browser that it is open in.
    pub const fn browser(&self) -> Browser {
        self.browser
    }

    pub async fn wait_until_ready(&self) {
        self.wait_for("data-ready", async || {
            let ready = By::Css("html[data-ready]");
            self.driver.find(ready).await.ok().map(|_| ())
        })
        .await;
    }

    /// Looks again and again until `look` finds what it looks for.
    pub async fn wait_for<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        match self.look_for(PATIENCE, look).await {
            Some(found) => found,
            None => {
                let said = self.texts("[role=status], [role=alert]").await;
                panic!("{what} did not come; the page says {said:#?}")
            }
        }
    }

    /// Looks again and again, but no longer than this, until `look` finds what it looks for.
    pub async fn look_for<T>(
        &self,
        patience: Duration,
        look: impl AsyncFn() -> Option<T>,
    ) -> Option<T> {
        let start = Instant::now();
        // Each look is work for the browser, of which the page has the less: what takes long is looked for less often.
        let mut pause = Duration::from_millis(10);
        loop {
            let found = look().await;
            if found.is_some() || start.elapsed() >= patience {
                return found;
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 3 / 2).min(Duration::from_millis(100));
        }
    }

    /// The element with this role and accessible name, as the browser computes them, once it is there.
    pub async fn by_role(&self, role: &str, name: &str) -> WebElement {
        self.wait_for(&format!("{role} “{name}”"), async || {
            self.find_by_role(role, name).await
        })
        .await
    }

    /// The element with this role and accessible name, if it is there now.
    pub async fn find_by_role(&self, role: &str, name: &str) -> Option<WebElement> {
        // The browser is asked for role and name only of what may have them: each question is a round trip.
        let script = "const [css, name] = arguments;
            const text = element => {
                const copy = element?.cloneNode(true);
                copy?.querySelectorAll('[aria-hidden=true]').forEach(hidden => hidden.remove());
                return copy?.textContent.trim();
            };
            const names = e => [e.getAttribute('aria-label'), text(e), ...Array.from(e.labels ?? [], text),
                text(document.getElementById(e.getAttribute('aria-labelledby')))];
            return [...document.querySelectorAll(css)].filter(e => names(e).includes(name));";
        let arguments = vec![json!(candidates(role)), json!(name)];
        let found = self.driver.execute(script, arguments).await.ok()?;
        for element in found.elements().ok()? {
            let computed = self.computed(&element, "computedrole").await;
            let has_role = match computed.as_deref() {
                // HTML-AAM gives a password field no role; Chromium calls it a textbox, Firefox nothing.
                Some("") => role == "textbox" && is_password(&element).await,
                other => other == Some(role),
            };
            if has_role && self.computed(&element, "computedlabel").await.as_deref() == Some(name) {
                return Some(element);
            }
        }
        None
    }

    async fn computed(&self, element: &WebElement, what: &'static str) -> Option<String> {
        let command = Computed {
            element: element.element_id().to_string(),
            what,
        };
        let command = Command::ExtensionCommand(Box::new(command));
        let answer = self
            .driver
            .handle()
            .cmd(command)
            .await
            .ok()?
            .value_json()
            .ok()?;
        answer.as_str().map(ToOwned::to_owned)
    }

    pub async fn textbox(&self, name: &str) -> WebElement {
        self.by_role("textbox", name).await
    }

    /// Types into a field, as keys.
    pub async fn type_into(&self, name: &str, text: &str) {
        self.textbox(name)
            .await
            .send_keys(text)
            .await
            .expect("it takes keys");
    }

    /// Empties a field and types into it.
    pub async fn retype(&self, name: &str, text: &str) {
        let field = self.emptied(name).await;
        field.send_keys(text).await.expect("it takes keys");
    }

    async fn emptied(&self, name: &str) -> WebElement {
        let field = self.textbox(name).await;
        field
            .send_keys(Key::Control + "a")
            .await
            .expect("it takes keys");
        field
            .send_keys(Key::Delete + "")
            .await
            .expect("it takes keys");
        field
    }

    /// Replaces what stands in a field at once, as pasting does.
    pub async fn paste(&self, name: &str, text: &str) {
        let field = self.emptied(name).await;
        match self.browser {
            Browser::Chromium => {
                devtools(&self.driver, "Input.insertText", json!({ "text": text })).await;
            }
            // It has no such command; a text area takes the keys for the same.
            Browser::Firefox => field.send_keys(text).await.expect("it takes keys"),
            // Its keys lose line ends.
            Browser::WebKit => {
                let script = "const [field, text] = arguments;
                    field.setRangeText(text);
                    field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text, inputType: 'insertFromPaste' }));";
                let arguments = vec![field.to_json().expect("it has an id"), json!(text)];
                let set = self.driver.execute(script, arguments).await;
                set.expect("it takes text");
            }
        }
    }

    /// Waits for the frame after which the page moves the focus, and itself with it: from under a press, else. A page out of
    /// sight has none.
    async fn settle(&self) {
        let script = "const done = arguments[0];
            setTimeout(done, 200);
            requestAnimationFrame(() => setTimeout(done));";
        let settled = self.driver.execute_async(script, Vec::new()).await;
        settled.expect("it does, or time passes");
    }

    pub async fn press(&self, button: &str) {
        let button = self.by_role("button", button).await;
        self.settle().await;
        // As a user does with what lies under something else at the edge of the window.
        button.scroll_into_view().await.expect("it is there");
        button.click().await.expect("it can be pressed");
    }

    /// Chooses a way to sign in.
    pub async fn choose(&self, method: &str) {
        let radio = self.by_role("radio", method).await;
        radio.scroll_into_view().await.expect("it is there");
        radio.click().await.expect("it can be chosen");
    }

    /// Presses the label of a control that is pressed by it.
    pub async fn press_label(&self, label: &str) {
        let label = By::XPath(format!("//label[normalize-space()='{label}']"));
        let label = self.driver.find(label).await.expect("it is there");
        label.scroll_into_view().await.expect("it is there");
        label.click().await.expect("it can be pressed");
    }

    /// Waits until the element with this id says this.
    pub async fn wait_for_text(&self, id: &str, words: &str) {
        self.wait_for(&format!("“{words}” in {id}"), async || {
            let texts = self.texts(&format!("#{id}")).await;
            texts.iter().any(|text| text.contains(words)).then_some(())
        })
        .await;
    }

    /// The role and the accessible name of the element that has the focus.
    pub async fn focused(&self) -> (String, String) {
        let focused = self.driver.active_element().await.expect("there is one");
        let role = self.computed(&focused, "computedrole").await;
        let name = self.computed(&focused, "computedlabel").await;
        (role.unwrap_or_default(), name.unwrap_or_default())
    }

    /// The id of the element that has the focus.
    pub async fn focused_id(&self) -> String {
        let script = "return document.activeElement?.id ?? ''";
        let id = self.driver.execute(script, Vec::new()).await;
        id.expect("it is read").convert().expect("it is text")
    }

    /// Waits until the element with this id has the focus.
    pub async fn focus_on(&self, id: &str) {
        self.wait_for(&format!("the focus on {id}"), async || {
            (self.focused_id().await == id).then_some(())
        })
        .await;
    }

    pub async fn value_of(&self, textbox: &str) -> String {
        let value = self
            .textbox(textbox)
            .await
            .prop("value")
            .await
            .expect("it is there");
        value.unwrap_or_default()
    }

    /// The words of the option that is selected.
    pub async fn value_of_select(&self, combobox: &str) -> String {
        let select = self.by_role("combobox", combobox).await;
        let selected = select.find(By::Css("option:checked")).await;
        let text = selected.expect("one is selected").text().await;
        text.expect("it is there")
    }

    /// What stands in a field once these words are in it.
    pub async fn value_with(&self, textbox: &str, words: &str) -> String {
        self.wait_for(&format!("“{words}” in {textbox}"), async || {
            let value = self.value_of(textbox).await;
            value.contains(words).then_some(value)
        })
        .await
    }

    /// The text of the alert that appears.
    pub async fn alert(&self) -> String {
        self.wait_for("an alert", async || self.alerts().await.into_iter().next())
            .await
    }

    /// The text of the alert that says this, once it is there.
    pub async fn alert_with(&self, words: &str) -> String {
        self.wait_for(&format!("an alert “{words}”"), async || {
            self.alerts()
                .await
                .into_iter()
                .find(|alert| alert.contains(words))
        })
        .await
    }

    /// The texts of all alerts to be seen now.
    pub async fn alerts(&self) -> Vec<String> {
        self.texts("[role=alert]").await
    }

    /// Waits until some status says this.
    pub async fn status(&self, words: &str) {
        self.wait_for(&format!("status “{words}”"), async || {
            self.texts("[role=status]")
                .await
                .iter()
                .any(|t| t.contains(words))
                .then_some(())
        })
        .await;
    }

    /// Waits until the page's title begins with this.
    pub async fn title_with(&self, words: &str) {
        self.wait_for(words, async || {
            let title = self.driver.title().await.ok()?;
            title.starts_with(words).then_some(())
        })
        .await;
    }

    /// The texts to be seen now of all elements that match, read in one round trip: journeys ask for them again and again.
    pub async fn texts(&self, css: &str) -> Vec<String> {
        let script = "return Array.from(document.querySelectorAll(arguments[0]))
            .filter(element => element.checkVisibility({ visibilityProperty: true }))
            .map(element => element.innerText.replaceAll('\\u00a0', ' ').trim())
            .filter(text => text)";
        let texts = self.driver.execute(script, vec![json!(css)]).await;
        // Where one document is just giving way to another, there is nothing to be seen.
        texts
            .ok()
            .and_then(|texts| texts.convert().ok())
            .unwrap_or_default()
    }

    /// What the clipboard holds.
    pub async fn clipboard(&self) -> String {
        if self.browser != Browser::Chromium {
            return self.pasted_elsewhere().await;
        }
        let reading = json!({ "permission": { "name": "clipboard-read" }, "setting": "granted" });
        devtools(&self.driver, "Browser.setPermission", reading).await;
        let read = "const done = arguments[0]; navigator.clipboard.readText().then(done, e => done('failed: ' + e));";
        let text = self
            .driver
            .execute_async(read, Vec::new())
            .await
            .expect("the clipboard is read");
        text.json().as_str().expect("it holds text").to_owned()
    }

    /// What a text area in another window gets from the clipboard, for no script may read it unasked in Firefox and WebKit.
    async fn pasted_elsewhere(&self) -> String {
        let page_window = self.driver.window().await.expect("the page is in a window");
        let other = self.driver.new_tab().await.expect("it opens");
        self.driver
            .switch_to_window(other)
            .await
            .expect("it is open");
        let blank = "data:text/html,<textarea></textarea>";
        self.driver.goto(blank).await.expect("it is shown");
        let area = self
            .driver
            .find(By::Css("textarea"))
            .await
            .expect("it is there");
        area.send_keys(Key::Control + "v")
            .await
            .expect("it takes keys");
        let text = area.prop("value").await.expect("it is there");
        self.driver.close_window().await.expect("it closes");
        self.driver
            .switch_to_window(page_window)
            .await
            .expect("the page is still open");
        text.unwrap_or_default()
    }

    /// Unfolds what stands behind these words.
    pub async fn unfold(&self, words: &str) {
        let summary = By::XPath(format!("//summary[contains(., '{words}')]"));
        let summary = self.driver.find(summary).await.expect("it can be unfolded");
        summary.click().await.expect("it can be pressed");
    }

    /// Has the memories of the WebAssembly modules noted in `window.memories`, from the next page on.
    pub async fn note_memories(&self) {
        let script = "window.memories = [];
            for (const name of ['instantiate', 'instantiateStreaming']) {
                const original = WebAssembly[name];
                WebAssembly[name] = async (...given) => {
                    const made = await original(...given);
                    const { memory } = (made.instance ?? made).exports;
                    memory && memories.push(memory);
                    return made;
                };
            }";
        self.before_scripts(script).await;
    }

    /// Opens the page anew.
    pub async fn refresh(&self) {
        self.driver.refresh().await.expect("it is there");
        self.wait_until_ready().await;
    }

    pub async fn before_scripts(&self, source: &str) {
        let script = json!({ "source": source });
        devtools(&self.driver, "Page.enable", json!({})).await;
        devtools(
            &self.driver,
            "Page.addScriptToEvaluateOnNewDocument",
            script,
        )
        .await;
    }

    /// Makes the browser refuse to put anything onto the clipboard.
    pub async fn deny_clipboard(&self) {
        let writing = json!({ "permission": { "name": "clipboard-write" }, "setting": "denied" });
        devtools(&self.driver, "Browser.setPermission", writing).await;
        let older_way = "document.execCommand = () => false";
        self.driver
            .execute(older_way, Vec::new())
            .await
            .expect("the page is open");
    }

    /// Takes the browser's network away, or gives it back.
    pub async fn set_offline(&self, offline: bool) {
        let conditions = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        devtools(&self.driver, "Network.enable", json!({})).await;
        devtools(&self.driver, "Network.emulateNetworkConditions", conditions).await;
    }

    /// Notes what is written to the console from now on, in a browser whose driver does not tell.
    pub async fn note_console(&self) {
        if self.browser != Browser::WebKit {
            return;
        }
        let script = "window.journeyConsole = [];
            for (const level of ['debug', 'log', 'info', 'warn', 'error']) {
                console[level] = (...given) => journeyConsole.push(given.map(String).join(' '));
            }
            addEventListener('error', event => journeyConsole.push(`${event.message} in ${event.filename}`));
            addEventListener('unhandledrejection', event => journeyConsole.push(String(event.reason)));";
        let noted = self.driver.execute(script, Vec::new()).await;
        noted.expect("it runs");
    }

    /// What the browser wrote to its console since this was asked last; in WebKit, what the page itself wrote, and its
    /// uncaught errors.
    pub async fn console(&self) -> Vec<String> {
        match self.browser {
            Browser::Chromium => {}
            Browser::Firefox => return firefox_messages(&self.driver).await,
            Browser::WebKit => {
                let taken = "return journeyConsole.splice(0)";
                let taken = self.driver.execute(taken, Vec::new()).await;
                return taken.expect("it was noted").convert().expect("texts");
            }
        }
        let log = self
            .driver
            .get_log("browser")
            .await
            .expect("there is a log");
        log.into_iter().map(|entry| entry.message).collect()
    }

    /// The addresses that the browser asked over the network since this was asked last.
    pub async fn addresses_asked(&self) -> Vec<url::Url> {
        let log = self
            .driver
            .get_log("performance")
            .await
            .expect("there is a log");
        log.iter()
            .filter_map(|entry| serde_json::from_str::<Value>(&entry.message).ok())
            .filter(|entry| entry["message"]["method"] == "Network.requestWillBeSent")
            .filter_map(|entry| {
                url::Url::parse(entry["message"]["params"]["request"]["url"].as_str()?).ok()
            })
            .filter(|address| matches!(address.scheme(), "http" | "https" | "ws" | "wss"))
            .collect()
    }

    /// Writes a picture of the whole page, `width` CSS pixels wide.
    pub async fn screenshot(&self, file: &Path, width: u32, scheme: &str) {
        self.picture(file, (width, 900), scheme, true).await;
    }

    /// Writes a picture of what is in view in a window of this width and height, in CSS pixels.
    pub async fn screenshot_of_view(&self, file: &Path, size: (u32, u32), scheme: &str) {
        self.picture(file, size, scheme, false).await;
    }

    async fn picture(&self, file: &Path, size: (u32, u32), scheme: &str, is_whole: bool) {
        let (width, height) = size;
        devtools(
            &self.driver,
            "Emulation.setScrollbarsHidden",
            json!({ "hidden": true }),
        )
        .await;
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        devtools(&self.driver, "Emulation.setDeviceMetricsOverride", size).await;
        let scheme = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        devtools(&self.driver, "Emulation.setEmulatedMedia", scheme).await;
        let options = json!({ "format": "png", "captureBeyondViewport": is_whole });
        let picture = devtools(&self.driver, "Page.captureScreenshot", options).await;
        let picture = picture["data"].as_str().expect("it is base64");
        let picture = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, picture);
        std::fs::create_dir_all(file.parent().expect("it is in a folder")).expect("made");
        std::fs::write(file, picture.expect("it is base64")).expect("written");
        devtools(
            &self.driver,
            "Emulation.clearDeviceMetricsOverride",
            json!({}),
        )
        .await;
        devtools(
            &self.driver,
            "Emulation.setEmulatedMedia",
            json!({ "features": [] }),
        )
        .await;
    }
}

async fn is_password(field: &WebElement) -> bool {
    let kind = field.attr("type").await.ok().flatten();
    kind.as_deref() == Some("password")
}

fn candidates(role: &str) -> &'static str {
    match role {
        "textbox" => "input, textarea, [role=textbox]",
        "button" => "button, input[type=file], summary, [role=button]",
        "link" => "a, [role=link]",
        "combobox" => "select, [role=combobox]",
        "radio" => "input[type=radio]",
        "radiogroup" => "[role=radiogroup]",
        "heading" => "h1, h2, h3, h4",
        "group" => "[role=group]",
        other => panic!("no journey needs the role {other} yet"),
    }
}

/// The WebDriver commands that tell how assistive technology sees an element.
#[derive(Debug)]
struct Computed {
    element: String,
    what: &'static str,
}

impl ExtensionCommand for Computed {
    fn parameters_json(&self) -> Option<Value> {
        None
    }

    fn method(&self) -> Method {
        Method::GET
    }

    fn endpoint(&self) -> std::sync::Arc<str> {
        format!("/element/{}/{}", self.element, self.what).into()
    }
}
