//! What stays behind: on the disk, in memory, in the tab.

use std::path::Path;
use std::time::Duration;

use journeys::browser::{Browser, Driver, ScratchFolder, devtools};
use journeys::journey::{Journey, new_app};
use journeys::page::Page;
use journeys::project;
use journeys::site::Site;
use serde_json::json;
use thirtyfour::prelude::*;
use trakt_stand_in::{Endpoint, Fault, TraktStandIn};

/// Whether any file below a folder has this text in it, in one of the encodings that browsers write.
fn is_on_disk(folder: &Path, text: &str) -> bool {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap_or_default();
            for needle in [text.as_bytes(), &utf16] {
                if bytes.windows(needle.len()).any(|window| window == needle) {
                    return true;
                }
            }
        }
    }
    false
}

async fn leaves_no_secret_on_disk(address: impl Fn(&Site) -> String) {
    let (trakt, site) = (TraktStandIn::start().await, Site::start().await);
    let app = new_app();
    trakt.register(app.clone());
    let client_secret = app.client_secret.clone().unwrap();
    let (profile, downloads) = (
        ScratchFolder::new("profile"),
        ScratchFolder::new("downloads"),
    );
    let webdriver = Driver::start(Browser::Chromium).await;
    let driver = webdriver
        .open_chromium(
            &trakt.host_resolver_rules(),
            profile.path(),
            downloads.path(),
        )
        .await;
    let page = Page::open(Browser::Chromium, driver.clone(), &address(&site)).await;
    let pin = trakt.issue_pin(&app.client_id);
    page.type_into("Client ID", &app.client_id).await;
    page.type_into("Client secret", &client_secret).await;
    page.press("Show client secret").await;
    page.type_into("PIN", &pin).await;
    // The commands first, then the block.
    trakt.always(Endpoint::TOKEN, Fault::disconnect());
    page.press("Get my authorization block").await;
    page.textbox("Command for macOS and Linux").await;
    trakt.clear_faults();
    page.wait_for("the block", async || {
        if page
            .find_by_role("textbox", "Authorization block")
            .await
            .is_none()
        {
            let button = page
                .find_by_role("button", "Get my authorization block")
                .await?;
            button.click().await.ok()?;
            return None;
        }
        Some(())
    })
    .await;
    // A text area as the page's must not be: what the browser keeps of it shows that it would keep the page's too.
    let marker = format!("marker-{pin}-of-the-test");
    let area = "const area = document.createElement('textarea'); area.id = 'marker'; document.body.append(area);
        area.value = arguments[0]; area.readOnly = true";
    driver.execute(area, vec![json!(marker)]).await.unwrap();
    let recorded = page.look_for(Duration::from_secs(60), async || {
        is_on_disk(profile.path(), &marker).then_some(())
    });
    assert!(
        recorded.await.is_some(),
        "the browser keeps no record of the page at all"
    );
    let tokens = trakt.latest_tokens().unwrap();
    driver.quit().await.unwrap();
    for (name, secret) in [
        ("the access token", tokens.access_token),
        ("the refresh token", tokens.refresh_token),
        ("the client secret", client_secret),
        ("the PIN", pin.clone()),
    ] {
        // The marker has the PIN in it.
        let secret = match name {
            "the PIN" => format!("\"code\":\"{secret}\""),
            _ => secret,
        };
        assert!(
            !is_on_disk(profile.path(), &secret),
            "{name} is on the disk"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hosted_page_leaves_no_secret_on_the_disk() {
    leaves_no_secret_on_disk(Site::url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_single_file_leaves_no_secret_on_the_disk() {
    let file = project().join("dist-standalone/kometa-trakt-sign-in.html");
    leaves_no_secret_on_disk(|_| format!("file://{}", file.display())).await;
}

/// How often a text is in the memory of the page's WebAssembly modules.
async fn count_in_memory(journey: &Journey, text: &str) -> u64 {
    let count = "const needle = new TextEncoder().encode(arguments[0]);
        let count = 0;
        for (const { buffer } of memories) {
            const bytes = new Uint8Array(buffer);
            for (let at = -1; (at = bytes.indexOf(needle[0], at + 1)) >= 0;) {
                count += needle.every((byte, index) => bytes[at + index] === byte);
            }
        }
        return count;";
    let driver = &journey.page.driver;
    let found = driver.execute(count, vec![json!(text)]).await.unwrap();
    found.convert().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn starting_over_leaves_no_secret_in_webassembly_memory() {
    Journey::go(|journey| async move {
        journey.page.note_memories().await;
        journey.page.refresh().await;
        journey.sign_in().await;
        let tokens = journey.trakt.latest_tokens().unwrap();
        let secrets = [
            journey.client_secret.clone(),
            tokens.access_token,
            tokens.refresh_token,
        ];
        for secret in &secrets {
            assert!(
                count_in_memory(&journey, secret).await > 0,
                "it can be found"
            );
        }
        journey.start_over().await;
        journey
            .page
            .wait_for("the start", async || {
                let block = journey
                    .page
                    .find_by_role("textbox", "Authorization block")
                    .await;
                block.is_none().then_some(())
            })
            .await;
        for secret in &secrets {
            assert_eq!(count_in_memory(&journey, secret).await, 0);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inside_another_page_it_does_not_work_and_offers_itself_in_a_tab() {
    Journey::go(|journey| async move {
        let driver = &journey.page.driver;
        let frame = "const frame = document.createElement('iframe'); frame.src = location.href;
            document.body.replaceChildren(frame)";
        // The page's own policy lets nothing be framed; another page's would.
        devtools(driver, "Page.setBypassCSP", json!({ "enabled": true })).await;
        journey.page.refresh().await;
        driver.execute(frame, Vec::new()).await.unwrap();
        driver.enter_frame(0).await.unwrap();
        let text = journey
            .page
            .wait_for("the message", async || {
                let text = driver
                    .find(By::Id("page-framed"))
                    .await
                    .ok()?
                    .text()
                    .await
                    .ok()?;
                (!text.is_empty()).then_some(text)
            })
            .await;
        assert!(text.contains("only in a tab of its own"), "{text}");
        assert!(driver.find(By::Id("client-id")).await.is_err());
        let link = driver.find(By::Css("#page-framed a")).await.unwrap();
        assert_eq!(
            link.attr("target").await.unwrap().as_deref(),
            Some("_blank")
        );
        driver.enter_default_frame().await.unwrap();
    })
    .await;
}
