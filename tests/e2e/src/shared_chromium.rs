//! Chromiums that serve one journey after another: to start one takes longer than many a journey.
//!
//! A journey has its Chromium for itself, in a window of its own, at an origin that no other had, and nothing is left of what
//! the journey before asked of the browser. One in which a journey failed is not used again.

use std::path::Path;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use serde_json::json;
use thirtyfour::prelude::*;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::browser::{Driver, ScratchFolder, devtools};

/// Those that wait for the next journey. They end with this process, whichever way that ends ([`Driver`]).
static IDLE: Mutex<Vec<SharedChromium>> = Mutex::new(Vec::new());

/// What drives them. The runtime of a single test ends with it, and the connections to the browser's driver with that.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Runtime::new().expect("threads can be started"));

/// Does the work of one journey where the browsers of all journeys are driven.
pub(crate) fn on_shared_runtime<T>(work: impl Future<Output = T>) -> T {
    tokio::task::block_in_place(|| RUNTIME.block_on(work))
}

/// A Chromium, while one journey has it.
pub(crate) struct SharedChromium {
    pub(crate) driver: WebDriver,
    /// Dropped last: it ends the browser's driver.
    _webdriver: Driver,
    trakt: TraktRelay,
}

impl SharedChromium {
    /// Takes one that is idle, or starts one, and leads Trakt's names to this port of 127.0.0.1.
    pub(crate) async fn take(trakt: u16, downloads: &Path) -> Self {
        let idle = idle().pop();
        let chromium = match idle {
            Some(chromium) => chromium,
            None => Self::start().await,
        };
        chromium.trakt.lead_to(trakt);
        let behavior = json!({ "behavior": "allow", "downloadPath": downloads });
        devtools(&chromium.driver, "Browser.setDownloadBehavior", behavior).await;
        chromium
    }

    async fn start() -> Self {
        let trakt = TraktRelay::start().await;
        let profile = ScratchFolder::new("profile");
        // It goes when the browser has ended, not with this value, which may never be dropped.
        let webdriver = Driver::start_chromedriver(Some(profile.into_path())).await;
        let profile = webdriver.profile().expect("it was given one");
        let rules = trakt.host_resolver_rules();
        let driver = webdriver.open_chromium(&rules, profile, profile).await;
        Self {
            driver,
            _webdriver: webdriver,
            trakt,
        }
    }

    /// Makes it as it was, and lets the next journey have it. One that cannot be made so is ended.
    pub(crate) async fn give_back(self) {
        match self.reset().await {
            Ok(()) => idle().push(self),
            Err(error) => {
                eprintln!("a Chromium is not used again: {error}");
                self.quit().await;
            }
        }
    }

    /// Ends it.
    pub(crate) async fn quit(self) {
        self.driver.quit().await.expect("the browser ends");
    }

    async fn reset(&self) -> WebDriverResult<()> {
        let Self { driver, trakt, .. } = self;
        // What was emulated, added to documents or suspended goes with the window for which it was.
        let former = driver.windows().await?;
        let blank = driver.new_tab().await?;
        for window in former {
            driver.switch_to_window(window).await?;
            driver.close_window().await?;
        }
        driver.switch_to_window(blank).await?;
        trakt.cut();
        for (command, parameters) in [
            ("Page.bringToFront", json!({})),
            ("Browser.resetPermissions", json!({})),
            ("Network.clearBrowserCookies", json!({})),
            ("Network.clearBrowserCache", json!({})),
        ] {
            driver.cdp().send_raw(command, parameters).await?;
        }
        for log in ["browser", "performance"] {
            driver.get_log(log).await?;
        }
        Ok(())
    }
}

fn idle() -> std::sync::MutexGuard<'static, Vec<SharedChromium>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A port that is the same as long as the browser runs, which cannot be told another, before the stand-ins of its journeys.
struct TraktRelay {
    port: u16,
    stand_in: Arc<AtomicU16>,
    connections: Arc<Mutex<JoinSet<()>>>,
}

impl TraktRelay {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("a bound port").port();
        let stand_in = Arc::<AtomicU16>::default();
        let connections = Arc::<Mutex<JoinSet<()>>>::default();
        let relay = Self {
            port,
            stand_in: stand_in.clone(),
            connections: connections.clone(),
        };
        tokio::spawn(async move {
            while let Ok((mut browser, _)) = listener.accept().await {
                let stand_in = stand_in.load(Ordering::SeqCst);
                lock(&connections).spawn(async move {
                    // A connection that breaks is the browser's to notice.
                    if let Ok(mut trakt) = TcpStream::connect(("127.0.0.1", stand_in)).await {
                        let _ = copy_bidirectional(&mut browser, &mut trakt).await;
                    }
                });
            }
        });
        relay
    }

    fn host_resolver_rules(&self) -> String {
        let port = self.port;
        format!("MAP *.trakt.tv:443 127.0.0.1:{port}, MAP trakt.tv:443 127.0.0.1:{port}")
    }

    fn lead_to(&self, stand_in: u16) {
        self.stand_in.store(stand_in, Ordering::SeqCst);
    }

    /// Ends every connection: the browser would go on using those that it has.
    fn cut(&self) {
        *lock(&self.connections) = JoinSet::new();
    }
}

fn lock(connections: &Mutex<JoinSet<()>>) -> std::sync::MutexGuard<'_, JoinSet<()>> {
    connections.lock().unwrap_or_else(PoisonError::into_inner)
}
