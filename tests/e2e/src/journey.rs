//! One user, one browser, one Trakt: what every journey starts with and what holds at the end of each.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use serde_json::json;
use thirtyfour::prelude::*;

use crate::browser::{Browser, Driver, ScratchFolder};
use crate::clock::Clock;
use crate::page::Page;
use crate::shared_chromium::{SharedChromium, on_shared_runtime};
use crate::site::Site;
use crate::trakt_proxy::TraktProxy;
use trakt_stand_in::curl::run_in_sh;
use trakt_stand_in::{App, Endpoint, Fault, JournalEntry, OOB, TraktStandIn};

/// What a journey has at hand.
#[derive(Clone)]
pub struct Journey {
    pub page: Page,
    pub trakt: Arc<TraktStandIn>,
    pub site: Arc<Site>,
    pub client_id: String,
    pub client_secret: String,
    pub downloads: PathBuf,
    clock: Arc<Clock>,
    /// Between Firefox or WebKitGTK and everybody but the page's host.
    proxy: Option<Arc<TraktProxy>>,
}

impl Journey {
    /// Opens the page in a new browser, with an app registered at Trakt, and goes through `steps`.
    ///
    /// Whatever happens on the way, the page contacts no one but its own host and Trakt, and the console shows
    /// nothing but the browser's own lines about answers that are no success.
    pub async fn go<F, Fut>(steps: F)
    where
        F: FnOnce(Journey) -> Fut,
        Fut: Future<Output = ()>,
    {
        Self::go_with(new_app(), steps).await;
    }

    /// The same, with this app registered.
    pub async fn go_with<F, Fut>(app: App, steps: F)
    where
        F: FnOnce(Journey) -> Fut,
        Fut: Future<Output = ()>,
    {
        Self::go_in(Browser::Chromium, app, steps).await;
    }

    /// The same, in this browser.
    pub async fn go_in<F, Fut>(browser: Browser, app: App, steps: F)
    where
        F: FnOnce(Journey) -> Fut,
        Fut: Future<Output = ()>,
    {
        let site = Site::start().await;
        Self::start(site.url(), site, browser, app, steps).await;
    }

    /// The same, with the page at this address.
    pub async fn go_to<F, Fut>(address: String, browser: Browser, steps: F)
    where
        F: FnOnce(Journey) -> Fut,
        Fut: Future<Output = ()>,
    {
        Self::start(address, Site::start().await, browser, new_app(), steps).await;
    }

    /// The same in a Chromium that has never been used, for what depends on that.
    pub async fn go_in_new_chromium<F, Fut>(steps: F)
    where
        F: FnOnce(Journey) -> Fut,
        Fut: Future<Output = ()>,
    {
        let site = Site::start().await;
        let visit = Visit::of(site.url(), site, new_app()).await;
        let profile = ScratchFolder::new("profile");
        let webdriver = Driver::start(Browser::Chromium).await;
        let rules = visit.trakt.host_resolver_rules();
        let downloads = visit.downloads.path();
        let driver = webdriver
            .open_chromium(&rules, profile.path(), downloads)
            .await;
        visit
            .go_and_quit(Browser::Chromium, driver, None, steps)
            .await;
    }

    async fn start<F, Fut>(address: String, site: Site, browser: Browser, app: App, steps: F)
    where
        F: FnOnce(Journey) -> Fut,
        Fut: Future<Output = ()>,
    {
        on_shared_runtime(async {
            let visit = Visit::of(address, site, app).await;
            match browser {
                Browser::Chromium => {
                    let port = visit.trakt.port();
                    let chromium = SharedChromium::take(port, visit.downloads.path()).await;
                    let driver = chromium.driver.clone();
                    let outcome = caught(visit.go(browser, driver, None, steps)).await;
                    match outcome {
                        Ok(()) => chromium.give_back().await,
                        Err(panic) => {
                            chromium.quit().await;
                            resume_unwind(panic);
                        }
                    }
                }
                Browser::Firefox => {
                    let proxy = TraktProxy::start(visit.trakt.port()).await;
                    let profile = ScratchFolder::new("profile");
                    let webdriver = Driver::start(browser).await;
                    let driver = webdriver
                        .open_firefox(&proxy, profile.path(), visit.downloads.path())
                        .await;
                    visit.go_and_quit(browser, driver, Some(proxy), steps).await;
                }
                Browser::WebKit => {
                    let proxy = TraktProxy::start(visit.trakt.port()).await;
                    let mut webdriver = Driver::start(browser).await;
                    let driver = webdriver.open_webkit(&proxy, visit.downloads.path()).await;
                    visit.go_and_quit(browser, driver, Some(proxy), steps).await;
                }
            }
        });
    }

    /// Pastes the app's credentials and types a living PIN.
    pub async fn fill_in(&self) -> String {
        let pin = self.trakt.issue_pin(&self.client_id);
        self.page.paste("Client ID", &self.client_id).await;
        self.page.paste("Client secret", &self.client_secret).await;
        self.page.retype("PIN", &pin).await;
        pin
    }

    /// Fills in everything and sends it.
    pub async fn fill_in_and_submit(&self) {
        self.fill_in().await;
        self.submit().await;
    }

    /// Types everything, sends it and waits for the block.
    pub async fn sign_in(&self) {
        self.fill_in_and_submit().await;
        self.page.status("Your authorization block is ready.").await;
    }

    /// Unfolds the block where an updated file leads.
    pub async fn unfold_block(&self) {
        let folded = By::Css(".block-alone:not([open]) > summary");
        if let Ok(summary) = self.page.driver.find(folded).await {
            summary.click().await.expect("it can be pressed");
        }
    }

    /// Starts over, and means it if that is asked.
    pub async fn start_over(&self) {
        self.unfold_block().await;
        self.page.press("Start over").await;
        let is_over = async || self.page.focused_id().await == "app-fold";
        let is_asked = self
            .page
            .wait_for("the question or the start", async || {
                let question = self.page.find_by_role("button", "Yes, start over").await;
                if question.is_some() {
                    return Some(true);
                }
                is_over().await.then_some(false)
            })
            .await;
        if is_asked {
            self.page.press("Yes, start over").await;
        }
        // The last thing that happens: until then, what is pressed next may be folded away or move.
        self.page
            .wait_for("the focus on the first step", async || {
                is_over().await.then_some(())
            })
            .await;
    }

    /// Sends what was typed, a second or more after anything else was sent.
    pub async fn submit(&self) {
        self.press_after_a_second("Get my authorization block")
            .await;
    }

    /// Enters a device code at Trakt and waits for the block.
    pub async fn approve_device(&self, code: &str) {
        assert!(self.trakt.approve_device(&code.replace('-', "")));
        self.pass_polls_until_status("Your authorization block is ready.")
            .await;
    }

    /// Signs in with a PIN while Trakt is out of the browser's reach, but not out of a terminal's.
    pub async fn sign_in_by_terminal(&self) {
        let Self { page, trakt, .. } = self;
        trakt.always(Endpoint::TOKEN, Fault::disconnect());
        self.fill_in_and_submit().await;
        self.pass_to_the_other_host().await;
        page.alert_with("Trakt cannot be reached from this browser")
            .await;
        let command = page.value_of("Command for macOS and Linux").await;
        trakt.clear_faults();
        trakt.advance_clock(Duration::from_secs(1));
        let printed = run_in_sh(&command, trakt).await;
        page.paste("What the command printed", &printed).await;
        page.press("Use this answer").await;
        page.status("Your authorization block is ready.").await;
    }

    /// Presses a button that sends a POST, as late as Trakt wants one after another.
    pub async fn press_after_a_second(&self, button: &str) {
        self.pass(Duration::from_secs(1)).await;
        self.page.press(button).await;
    }

    /// Waits until the page pauses before it asks the other host, and lets the pause pass. Where the pause is over before
    /// it was seen, nothing has to pass.
    pub async fn pass_to_the_other_host(&self) {
        let is_pausing = self
            .page
            .wait_for("the other host's turn", async || {
                if !self.page.alerts().await.is_empty() {
                    return Some(false);
                }
                let statuses = self.page.texts("[role=status]").await.concat();
                let is_over = statuses.contains("Your authorization block is ready.");
                let is_pausing = statuses.contains("gave no usable answer. Trying");
                (is_over || is_pausing).then_some(is_pausing)
            })
            .await;
        if is_pausing {
            self.pass(Duration::from_secs(1)).await;
        }
    }

    /// Lets the time to the next poll of a device code pass, until there is what is looked for.
    pub async fn pass_polls_until<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        const MOST_POLLS: usize = 20;
        for _ in 0..MOST_POLLS {
            // More than the interval, whose time counts from the response to the poll before.
            self.pass(Duration::from_secs(6)).await;
            let patience = Duration::from_millis(500);
            if let Some(found) = self.page.look_for(patience, &look).await {
                return found;
            }
        }
        panic!("{what} did not come with {MOST_POLLS} polls");
    }

    /// The same until a status says this.
    pub async fn pass_polls_until_status(&self, words: &str) {
        self.pass_polls_until(words, async || {
            let statuses = self.page.texts("[role=status]").await;
            statuses
                .iter()
                .any(|status| status.contains(words))
                .then_some(())
        })
        .await;
    }

    /// The same until an alert says this, which is given back.
    pub async fn pass_polls_until_alert(&self, words: &str) -> String {
        self.pass_polls_until(words, async || {
            let alerts = self.page.alerts().await;
            alerts.into_iter().find(|alert| alert.contains(words))
        })
        .await
    }

    /// Lets time pass at once, at Trakt and in the page.
    pub async fn pass(&self, time: Duration) {
        self.trakt.advance_clock(time);
        self.clock.pass(time).await;
    }

    /// The bodies of the requests that reached the token endpoint of the classic host.
    pub fn token_requests(&self) -> Vec<serde_json::Value> {
        let posts = self
            .trakt
            .requests_to("POST", "api.trakt.tv", "/oauth/token");
        posts
            .iter()
            .map(|entry| entry.json().expect("a token request is JSON"))
            .collect()
    }

    /// One token request was sent, as Trakt documents it for a PIN, and nothing with it that a browser would add.
    pub fn assert_only_the_pin_was_sent(&self, pin: &str) {
        self.assert_only_sent("code", pin, "authorization_code");
    }

    /// One token request was sent, as Trakt documents it for a refresh token.
    pub fn assert_only_the_refresh_token_was_sent(&self, refresh_token: &str) {
        self.assert_only_sent("refresh_token", refresh_token, "refresh_token");
    }

    fn assert_only_sent(&self, name: &str, secret: &str, grant_type: &str) {
        let mut body = json!({
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "redirect_uri": OOB,
            "grant_type": grant_type,
        });
        body[name] = secret.into();
        assert_eq!(self.token_requests(), [body]);
        let posts = self
            .trakt
            .requests_to("POST", "api.trakt.tv", "/oauth/token");
        let header = |name| posts[0].header(name);
        assert_eq!(header("content-type"), Some("application/json"));
        assert_eq!((header("referer"), header("cookie")), (None, None));
    }

    /// What was typed still stands in the fields.
    pub async fn assert_fields_kept(&self, pin: &str) {
        assert_eq!(self.page.value_of("Client ID").await, self.client_id);
        assert_eq!(
            self.page.value_of("Client secret").await,
            self.client_secret
        );
        assert_eq!(self.page.value_of("PIN").await, pin);
    }

    /// Keeps a picture of the page as it is, for someone to look at, if `PICTURES` is set in the environment.
    pub async fn take_picture(&self, name: &str) {
        if !pictures_are_wanted() {
            return;
        }
        let folder = crate::project().join("target/pictures");
        self.page
            .screenshot(&folder.join(format!("{name}.png")), 700, "light")
            .await;
    }

    fn addresses_asked_of_trakt(&self) -> Vec<url::Url> {
        let address = |entry: &JournalEntry| {
            let JournalEntry {
                host, path, query, ..
            } = entry;
            url::Url::parse(&format!("https://{host}{path}?{query}")).expect("it is an address")
        };
        self.trakt.journal().iter().map(address).collect()
    }

    async fn check_privacy(&self) {
        let asked = match &self.proxy {
            None => self.page.addresses_asked().await,
            Some(proxy) => {
                assert_eq!(proxy.refused(), Vec::<String>::new());
                self.addresses_asked_of_trakt()
            }
        };
        let hosts: BTreeSet<_> = asked.iter().filter_map(url::Url::host_str).collect();
        let allowed = BTreeSet::from(["127.0.0.1", "trakt.tv", "api.trakt.tv", "auth.trakt.tv"]);
        assert!(hosts.is_subset(&allowed), "{hosts:?}");
        // An app without a secret has none to find.
        let secret = Some(&*self.client_secret).filter(|secret| !secret.is_empty());
        let holds_secret = |text: &str| secret.is_some_and(|secret| text.contains(secret));
        for address in asked {
            assert!(!holds_secret(address.as_str()), "a secret in an address");
        }
        let console = self.page.console().await;
        let unexpected: Vec<_> = console
            .iter()
            .filter(|line| !is_browsers_own_line_about_an_answer(line))
            .collect();
        assert!(unexpected.is_empty(), "{unexpected:?}");
        assert!(
            !console.iter().any(|line| holds_secret(line)),
            "a secret in the console"
        );
    }
}

/// What a journey needs besides the browser.
struct Visit {
    address: String,
    site: Site,
    app: App,
    trakt: Arc<TraktStandIn>,
    downloads: ScratchFolder,
}

impl Visit {
    async fn of(address: String, site: Site, app: App) -> Self {
        let trakt = Arc::new(TraktStandIn::start().await);
        trakt.register(app.clone());
        Self {
            address,
            site,
            app,
            trakt,
            downloads: ScratchFolder::new("downloads"),
        }
    }

    async fn go<F, Fut>(
        self,
        browser: Browser,
        driver: WebDriver,
        proxy: Option<TraktProxy>,
        steps: F,
    ) where
        F: FnOnce(Journey) -> Fut,
        Fut: Future<Output = ()>,
    {
        let page = Page::new(browser, driver);
        let clock = Clock::of(&page).await;
        page.go_to(&self.address).await;
        clock.start().await;
        page.note_console().await;
        let journey = Journey {
            page,
            clock: Arc::new(clock),
            trakt: self.trakt,
            site: Arc::new(self.site),
            client_id: self.app.client_id,
            client_secret: self.app.client_secret.unwrap_or_default(),
            downloads: self.downloads.path().to_owned(),
            proxy: proxy.map(Arc::new),
        };
        steps(journey.clone()).await;
        journey.check_privacy().await;
    }

    async fn go_and_quit<F, Fut>(
        self,
        browser: Browser,
        driver: WebDriver,
        proxy: Option<TraktProxy>,
        steps: F,
    ) where
        F: FnOnce(Journey) -> Fut,
        Fut: Future<Output = ()>,
    {
        let outcome = driver.run_and_quit(|driver| async move {
            self.go(browser, driver, proxy, steps).await;
            Ok::<_, std::convert::Infallible>(())
        });
        outcome.await.expect("the browser ends as it should");
    }
}

/// What the work comes to, or with what it panicked.
async fn caught<T>(work: impl Future<Output = T>) -> Result<T, Box<dyn Any + Send>> {
    let mut work = pin!(work);
    std::future::poll_fn(|context| {
        match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => Poll::Ready(Err(panic)),
        }
    })
    .await
}

fn is_browsers_own_line_about_an_answer(line: &str) -> bool {
    [
        "Failed to load resource",
        "blocked by CORS policy",
        "Cross-Origin Request Blocked",
    ]
    .iter()
    .any(|words| line.contains(words))
}

/// Whether `PICTURES` is set in the environment.
pub fn pictures_are_wanted() -> bool {
    std::env::var_os("PICTURES").is_some()
}

/// An app as Trakt's older ones are, allowed for every origin.
pub fn new_app() -> App {
    App {
        client_id: hex_64(),
        client_secret: Some(hex_64()),
        redirect_uris: vec![OOB.to_owned()],
        cors_origins: Vec::new(),
    }
}

/// The same, allowed for an origin that the page does not have.
pub fn new_app_of_another_origin() -> App {
    App {
        cors_origins: vec!["https://elsewhere.example".into()],
        ..new_app()
    }
}

/// One that begins with a letter: what could be read as a number is put in quotes by the page, and whether it is must not be
/// left to chance.
fn hex_64() -> String {
    let mut bytes: [u8; 32] = rand::random();
    bytes[0] = 0xa0 + bytes[0] % 0x60;
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Journey {
    /// Follows the link, allows the app on Trakt's page, and comes back with the PIN that it shows.
    pub async fn allow_at_trakt(&self) -> String {
        let driver = &self.page.driver;
        let page_window = driver.window().await.expect("the page is in a window");
        self.page
            .by_role("link", "Get a PIN from Trakt")
            .await
            .click()
            .await
            .expect("followed");
        let windows = self
            .page
            .wait_for("Trakt's window", async || {
                driver
                    .windows()
                    .await
                    .ok()
                    .filter(|windows| windows.len() == 2)
            })
            .await;
        let trakt_window = windows
            .into_iter()
            .find(|w| *w != page_window)
            .expect("a new one");
        driver
            .switch_to_window(trakt_window)
            .await
            .expect("it is open");
        self.page.press("Allow").await;
        let pin = self
            .page
            .wait_for("the PIN", async || {
                driver.find(By::Id("pin")).await.ok()?.text().await.ok()
            })
            .await;
        driver.close_window().await.expect("it closes");
        driver
            .switch_to_window(page_window)
            .await
            .expect("the page is still open");
        pin
    }
}
