//! The whole job with neither a Trakt account nor a network: the built page in a browser in which Trakt's names
//! lead to a stand-in. Without a display it goes through the journey by itself and takes the README's pictures.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use image::codecs::gif::{GifEncoder, Repeat};
use image::{Delay, Frame};
use journeys::browser::{CHROMIUM_ARGUMENTS, ScratchFolder, chromium_program, devtools};
use journeys::journey::{Journey, new_app};
use journeys::page::Page;
use journeys::project;
use journeys::site::Site;
use serde_json::json;
use trakt_stand_in::{Endpoint, Fault, TraktStandIn};

#[tokio::main]
async fn main() {
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|v| std::env::var_os(v).is_some());
    let headless = std::env::var("HEADLESS").is_ok_and(|value| value == "1");
    if has_display && !headless {
        by_hand().await;
    } else {
        by_itself().await;
    }
}

async fn by_hand() {
    let trakt = TraktStandIn::start().await;
    let site = Site::start().await;
    let app = new_app();
    trakt.register(app.clone());
    println!(
        "A browser opens in which Trakt's names lead to a stand-in on this machine. Enter there:"
    );
    println!("    Client ID      {}", app.client_id);
    println!(
        "    Client secret  {}",
        app.client_secret.unwrap_or_default()
    );
    println!("    PIN            {}", trakt.issue_pin(&app.client_id));
    println!("or get another PIN by the link. Close the browser to end.");
    let profile = ScratchFolder::new("profile");
    let status = tokio::process::Command::new(chromium_program())
        .args(CHROMIUM_ARGUMENTS)
        .arg(format!(
            "--host-resolver-rules={}",
            trakt.host_resolver_rules()
        ))
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--app={}", site.url()))
        .status()
        .await;
    status.expect("Chromium is installed: run tools/set-up");
}

fn first_screen() -> PathBuf {
    pictures_folder().join("first-screen.png")
}

async fn by_itself() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        println!("Without a display the journey goes by itself:");
        pictures(page, "empty").await;
        let (first, size) = (first_screen(), README_SIZE);
        page.screenshot_of_view(&first, size, "light").await;

        println!("  the client ID and the client secret are entered");
        page.type_into("Client ID", &journey.client_id).await;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        println!("  the link is followed and the app is allowed");
        let pin = journey.allow_at_trakt().await;
        println!("  the PIN that Trakt shows is entered: {pin}");
        page.type_into("PIN", &pin).await;
        pictures(page, "filled").await;

        println!("  the exchange is asked for, and waits");
        journey
            .trakt
            .once(Endpoint::TOKEN.classic(), Fault::stall());
        journey.submit().await;
        page.status("Waiting for Trakt's answer").await;
        pictures(page, "busy").await;
        page.press("Cancel").await;

        println!("  a wrong PIN is refused");
        page.retype("PIN", "00000000").await;
        journey.submit().await;
        page.alert().await;
        pictures(page, "error").await;

        println!("  the right one becomes the block:\n");
        page.retype("PIN", &pin).await;
        journey.submit().await;
        page.status("Your authorization block is ready.").await;
        pictures(page, "result").await;
        println!("{}", page.value_of("Authorization block").await);
        page.unfold("For another program").await;
        pictures(page, "other-program").await;
    })
    .await;
    Journey::go(clip).await;
    println!("Pictures: {}", pictures_folder().display());
    let start = project().join("docs/start.png");
    std::fs::copy(first_screen(), &start).expect("docs/ is there");
    println!("The README's picture: {}", start.display());
}

/// The size of the README's picture and clip, in pixels.
const README_SIZE: (u32, u32) = (1000, 560);

/// Signs in once more, and makes a clip of what is in view after each step.
async fn clip(journey: Journey) {
    let page = &journey.page;
    let (width, height) = README_SIZE;
    for (command, parameters) in [
        ("Emulation.setScrollbarsHidden", json!({ "hidden": true })),
        (
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        ),
    ] {
        devtools(&page.driver, command, parameters).await;
    }
    let mut clip = Clip::default();
    clip.shows(page, 1500).await;
    page.type_into("Client ID", &journey.client_id).await;
    clip.shows(page, 700).await;
    page.type_into("Client secret", &journey.client_secret)
        .await;
    clip.shows(page, 1200).await;
    let pin = journey.allow_at_trakt().await;
    clip.shows(page, 1500).await;
    page.type_into("PIN", &pin).await;
    clip.shows(page, 1200).await;
    journey.submit().await;
    page.status("Your authorization block is ready.").await;
    clip.shows(page, 2500).await;
    page.press("Copy block").await;
    page.status("The block is on the clipboard.").await;
    clip.shows(page, 3500).await;
    let file = project().join("docs/demo.gif");
    clip.write(&file);
    println!("The README's clip: {}", file.display());
}

#[derive(Default)]
struct Clip(Vec<Frame>);

impl Clip {
    /// Adds what is in view, for so many milliseconds.
    async fn shows(&mut self, page: &Page, milliseconds: u32) {
        let options = json!({ "format": "png" });
        let picture = devtools(&page.driver, "Page.captureScreenshot", options).await;
        let picture = BASE64.decode(picture["data"].as_str().expect("it is base64"));
        let picture = image::load_from_memory(&picture.expect("it is base64")).expect("a picture");
        let delay = Delay::from_numer_denom_ms(milliseconds, 1);
        self.0
            .push(Frame::from_parts(picture.to_rgba8(), 0, 0, delay));
    }

    fn write(self, file: &Path) {
        let file = std::fs::File::create(file).expect("the clip can be written");
        let mut encoder = GifEncoder::new_with_speed(file, 1);
        encoder.set_repeat(Repeat::Infinite).expect("it repeats");
        encoder.encode_frames(self.0).expect("it is a clip");
    }
}

async fn pictures(page: &Page, state: &str) {
    for (device, width) in [("desktop", 1000), ("phone", 390)] {
        for scheme in ["light", "dark"] {
            let file = pictures_folder().join(format!("{state}-{device}-{scheme}.png"));
            page.screenshot(&file, width, scheme).await;
        }
    }
}

fn pictures_folder() -> PathBuf {
    project().join("target/pictures")
}
