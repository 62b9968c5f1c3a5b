//! The whole job with neither a Trakt account nor a network: the built page in a browser in which Trakt's names
//! lead to a stand-in. Without a display it goes through the journey by itself and takes the README's pictures.

use std::path::PathBuf;

use journeys::browser::{CHROMIUM_ARGUMENTS, ScratchFolder, chromium_program};
use journeys::journey::{Journey, new_app};
use journeys::page::Page;
use journeys::project;
use journeys::site::Site;
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

const FIRST_SCREEN: &str = "first-screen";

async fn by_itself() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        println!("Without a display the journey goes by itself:");
        pictures(page, "empty").await;
        let first = pictures_folder().join(format!("{FIRST_SCREEN}.png"));
        page.screenshot_of_view(&first, (1000, 560), "light").await;

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
    println!("Pictures: {}", pictures_folder().display());
    for (picture, shown) in [(FIRST_SCREEN, "start"), ("result-desktop-light", "result")] {
        let shown = project().join("docs").join(format!("{shown}.png"));
        std::fs::create_dir_all(project().join("docs")).unwrap();
        std::fs::copy(pictures_folder().join(format!("{picture}.png")), &shown).unwrap();
        println!("The README's: {}", shown.display());
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
