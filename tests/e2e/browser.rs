//! A real Chromium in which Trakt's names lead to the stand-in, driven through ChromeDriver.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Value, json};
use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, LoggingPrefsLogLevel};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

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
}

impl Drop for ScratchFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running ChromeDriver.
pub struct ChromeDriver {
    _process: Child,
    port: u16,
}

impl ChromeDriver {
    pub async fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("chromedriver is installed: run tools/set-up");
        let stdout = process.stdout.take().expect("its output is piped");
        let mut lines = BufReader::new(stdout).lines();
        let port = loop {
            let line = lines
                .next_line()
                .await
                .expect("its output is text")
                .expect("it starts");
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port
                    .trim_end_matches('.')
                    .parse()
                    .expect("it says its port");
            }
        };
        // Read on, so that it never waits for someone to read what it prints.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self {
            _process: process,
            port,
        }
    }

    /// Opens a browser with a profile of its own.
    pub async fn open_browser(
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
        let driver = WebDriver::new(format!("http://127.0.0.1:{}", self.port), capabilities)
            .await
            .expect("Chromium starts");
        let behavior = json!({ "behavior": "allow", "downloadPath": downloads });
        devtools(&driver, "Browser.setDownloadBehavior", behavior).await;
        driver
    }
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
