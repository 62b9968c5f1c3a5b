//! A real Chromium, Firefox or WebKitGTK in which Trakt's names lead to the stand-in, driven through its WebDriver.

use std::ffi::OsStr;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::common::capabilities::firefox::FirefoxPreferences;
use thirtyfour::common::command::{Command as WebDriverCommand, ExtensionCommand};
use thirtyfour::prelude::*;
use thirtyfour::{CapabilitiesHelper, ChromiumLikeCapabilities, LoggingPrefsLogLevel, Proxy};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdin, Command};

use crate::trakt_proxy::TraktProxy;

/// The browsers in which a journey can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    Chromium,
    Firefox,
    /// Safari's engine, in its GTK port.
    WebKit,
}

/// What every Chromium here is started with: nothing but the page may use the network.
pub const CHROMIUM_ARGUMENTS: [&str; 8] = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--ignore-certificate-errors",
];

/// A folder that is gone with its owner.
pub struct ScratchFolder(PathBuf);

impl ScratchFolder {
    pub fn new(purpose: &str) -> Self {
        let unique = format!(
            "{purpose}-{}-{:016x}",
            std::process::id(),
            rand::random::<u64>()
        );
        let path = std::env::temp_dir().join(unique);
        std::fs::create_dir_all(&path).expect("a folder for temporary files can be made");
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Leaves the folder to somebody else.
    pub(crate) fn into_path(self) -> PathBuf {
        let mut folder = std::mem::ManuallyDrop::new(self);
        std::mem::take(&mut folder.0)
    }
}

impl Drop for ScratchFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running ChromeDriver, geckodriver or WebKitWebDriver.
pub struct Driver {
    _process: Child,
    /// Whoever watches over a ChromeDriver ends it and all of its browsers when this is closed, as it is in any case when
    /// this process ends.
    _lifeline: Option<ChildStdin>,
    port: u16,
    /// Where a Chromium of its own is at home.
    profile: Option<PathBuf>,
    /// Where the WebKitGTK that it starts is at home.
    home: Option<ScratchFolder>,
    /// WebKitGTK has no way to run without a display.
    _display: Option<Child>,
}

impl Driver {
    /// Starts the one for this browser.
    pub async fn start(browser: Browser) -> Self {
        match browser {
            Browser::Chromium => Self::start_chromedriver(None).await,
            Browser::Firefox => Self::start_geckodriver().await,
            Browser::WebKit => Self::start_webkit().await,
        }
    }

    /// Starts ChromeDriver. The profile is removed once that has ended.
    pub(crate) async fn start_chromedriver(profile: Option<PathBuf>) -> Self {
        let mut command = Command::new("bash");
        command
            .args(["-c", CHROMEDRIVER, "bash"])
            .args(&profile)
            .stdin(Stdio::piped());
        let (mut process, port) = started(&mut command, "started successfully on port ").await;
        Self {
            _lifeline: process.stdin.take(),
            profile,
            ..Self::on(process, &port)
        }
    }

    async fn start_geckodriver() -> Self {
        let mut command = Command::new("bash");
        command
            .args([
                "-c",
                "source tools/toolchain.sh; exec \"$(geckodriver)\" \"$@\"",
                "bash",
            ])
            .args(["--port=0", "--websocket-port=0", "--allow-system-access"])
            // Without it, released Firefoxes fetch their makers' settings whatever geckodriver tells them.
            .env("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1")
            .current_dir(crate::project())
            .kill_on_drop(true);
        let (process, port) = started(&mut command, "Listening on 127.0.0.1:").await;
        Self::on(process, &port)
    }

    fn on(process: Child, port: &str) -> Self {
        let port = port.trim_end_matches('.').parse();
        Self {
            _process: process,
            _lifeline: None,
            port: port.expect("it says its port"),
            profile: None,
            home: None,
            _display: None,
        }
    }

    /// Where its Chromium is at home, if it has one of its own.
    pub(crate) fn profile(&self) -> Option<&Path> {
        self.profile.as_deref()
    }

    async fn start_webkit() -> Self {
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-nolisten", "tcp"])
            .args(["-screen", "0", "1280x1000x24"])
            .kill_on_drop(true);
        let (display, number) = started(&mut xvfb, "").await;
        let home = ScratchFolder::new("webkit-home");
        // It does not say its port, so it is given one that was free just now.
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("a bound port").port();
        drop(free);
        let process = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("DISPLAY", format!(":{number}"))
            .env("HOME", home.path())
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("XDG_CONFIG_HOME")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the browser's driver is installed: run tools/set-up");
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Self {
            home: Some(home),
            _display: Some(display),
            ..Self::on(process, &port.to_string())
        }
    }

    /// Opens Chromium with a profile of its own.
    pub async fn open_chromium(
        &self,
        host_resolver_rules: &str,
        profile: &Path,
        downloads: &Path,
    ) -> WebDriver {
        let mut capabilities = DesiredCapabilities::chrome();
        for argument in CHROMIUM_ARGUMENTS {
            capabilities.add_arg(argument).expect("an argument is text");
        }
        for argument in [
            "--headless".to_owned(),
            "--window-size=1280,1000".to_owned(),
            format!("--host-resolver-rules={host_resolver_rules}"),
            format!("--user-data-dir={}", profile.display()),
        ] {
            capabilities
                .add_arg(&argument)
                .expect("an argument is text");
        }
        for log in ["browser", "performance"] {
            capabilities
                .set_logging_prefs(log, LoggingPrefsLogLevel::All)
                .expect("it is a level");
        }
        let driver = WebDriver::new(self.address(), capabilities)
            .await
            .expect("Chromium starts");
        let behavior = json!({ "behavior": "allow", "downloadPath": downloads });
        devtools(&driver, "Browser.setDownloadBehavior", behavior).await;
        driver
    }

    /// Opens Firefox with a profile of its own. It reaches 127.0.0.1 itself, and everybody else by the proxy.
    pub async fn open_firefox(
        &self,
        proxy: &TraktProxy,
        profile: &Path,
        downloads: &Path,
    ) -> WebDriver {
        let mut capabilities = DesiredCapabilities::firefox();
        for argument in [
            "-headless",
            "--width=1280",
            "--height=1000",
            "-profile",
            &profile.display().to_string(),
        ] {
            capabilities.add_arg(argument).expect("an argument is text");
        }
        let mut preferences = FirefoxPreferences::new();
        let mut prefer = |name: &str, value: Value| {
            preferences.set(name, value).expect("a preference is JSON");
        };
        prefer("browser.download.folderList", json!(2));
        prefer("browser.download.dir", json!(downloads));
        capabilities
            .set_preferences(preferences)
            .expect("preferences are JSON");
        capabilities
            .accept_insecure_certs(true)
            .expect("it is a truth value");
        let proxy = Proxy::Manual {
            ftp_proxy: None,
            http_proxy: Some(proxy.address()),
            ssl_proxy: Some(proxy.address()),
            socks_proxy: None,
            socks_version: None,
            socks_username: None,
            socks_password: None,
            no_proxy: None,
        };
        capabilities.set_proxy(proxy).expect("a proxy is JSON");
        WebDriver::new(self.address(), capabilities)
            .await
            .expect("Firefox starts")
    }

    /// Opens WebKitGTK, which keeps no profile. It reaches 127.0.0.1 itself, and everybody else by the proxy.
    ///
    /// Where much is going on, its driver now and then ends or hangs while it starts the browser: then another one does.
    pub async fn open_webkit(&mut self, proxy: &TraktProxy, downloads: &Path) -> WebDriver {
        const MOST_ATTEMPTS: usize = 3;
        const PATIENCE: Duration = Duration::from_secs(30);
        for _ in 1..MOST_ATTEMPTS {
            let opening = self.try_to_open_webkit(proxy, downloads);
            if let Ok(Ok(driver)) = tokio::time::timeout(PATIENCE, opening).await {
                return driver;
            }
            *self = Self::start(Browser::WebKit).await;
        }
        let last = self.try_to_open_webkit(proxy, downloads).await;
        last.expect("WebKitGTK starts")
    }

    async fn try_to_open_webkit(
        &self,
        proxy: &TraktProxy,
        downloads: &Path,
    ) -> WebDriverResult<WebDriver> {
        let settings = self
            .home
            .as_ref()
            .expect("it has one")
            .path()
            .join(".config");
        std::fs::create_dir_all(&settings).expect("it is made");
        let downloads = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads.display());
        std::fs::write(settings.join("user-dirs.dirs"), downloads).expect("it is written");
        let mut capabilities = Capabilities::default();
        let options = json!({
            "binary": webkit_program(),
            "args": [
                "--automation",
                "--ignore-tls-errors",
                "--ignore-host=127.0.0.1",
                format!("--proxy=http://{}", proxy.address()),
            ],
        });
        capabilities
            .set("webkitgtk:browserOptions", options)
            .expect("the options are JSON");
        WebDriver::new(self.address(), capabilities).await
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// Runs ChromeDriver until standard input is closed, then ends it with all that it has started (`set -m` makes them one
/// process group), and removes the folders that are named. Killed alone, it would leave its browsers running.
const CHROMEDRIVER: &str = r#"set -m
chromedriver --port=0 < /dev/null &
exec > /dev/null
cat
kill -- -$!
wait
rm -rf -- "$@" || { sleep 1; rm -rf -- "$@"; }"#;

/// Starts the program and gives what it says behind these words, once it does.
async fn started(command: &mut Command, words: &str) -> (Child, String) {
    let mut process = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the browser's driver is installed: run tools/set-up");
    let stdout = process.stdout.take().expect("its output is piped");
    let mut lines = BufReader::new(stdout).lines();
    let said = loop {
        let line = lines
            .next_line()
            .await
            .expect("its output is text")
            .expect("it starts; if it is not installed, run tools/set-up");
        if let Some((_, said)) = line.split_once(words) {
            break said.to_owned();
        }
    };
    // Read on, so that it never waits for someone to read what it prints.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (process, said)
}

/// The browser that WebKitGTK comes with, in the folder that distributions keep it in.
fn webkit_program() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").expect("it is there");
    let folders = folders.filter_map(|entry| Some(entry.ok()?.path()));
    folders
        .chain(["/usr/lib".into(), "/usr/libexec".into()])
        .map(|folder: PathBuf| folder.join("webkit2gtk-4.1/MiniBrowser"))
        .find(|program| program.is_file())
        .expect("WebKitGTK is installed: run tools/set-up")
}

/// The name of the Chromium on this machine.
pub fn chromium_program() -> &'static str {
    ["chromium", "google-chrome"]
        .into_iter()
        .find(|name| is_on_path(name))
        .unwrap_or("chromium")
}

fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(OsStr::new(program)).is_file())
}

/// Runs a command of the DevTools protocol.
pub async fn devtools(driver: &WebDriver, command: &str, parameters: Value) -> Value {
    driver
        .cdp()
        .send_raw(command, parameters)
        .await
        .unwrap_or_else(|error| panic!("{command}: {error}"))
}

/// What Firefox noted about the pages that it showed: uncaught errors, and what its own rules kept from happening.
/// What a page writes to the console by itself is not among it.
pub async fn firefox_messages(driver: &WebDriver) -> Vec<String> {
    // Only Firefox's own code may read them.
    in_context(driver, "chrome").await;
    let read = "const messages = Services.console.getMessageArray();
        Services.console.reset();
        return messages.filter(m => m instanceof Ci.nsIScriptError && /^(https?|file):/.test(m.sourceName))
            .map(m => `${m.sourceName}:${m.lineNumber} ${m.errorMessage}`);";
    let messages = driver.execute(read, Vec::new()).await;
    in_context(driver, "content").await;
    let messages = messages.expect("they are read");
    messages.convert().expect("they are texts")
}

async fn in_context(driver: &WebDriver, context: &'static str) {
    let command = WebDriverCommand::ExtensionCommand(Box::new(SetContext(context)));
    driver.handle().cmd(command).await.expect("it changes");
}

/// geckodriver's command to run scripts as the page's (`content`) or as Firefox's own (`chrome`).
#[derive(Debug)]
struct SetContext(&'static str);

impl ExtensionCommand for SetContext {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "context": self.0 }))
    }

    fn method(&self) -> axum::http::Method {
        axum::http::Method::POST
    }

    fn endpoint(&self) -> std::sync::Arc<str> {
        "/moz/context".into()
    }
}
