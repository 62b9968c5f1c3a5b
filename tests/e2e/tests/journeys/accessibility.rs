//! Every state of the page, judged by axe-core: in light, dark and forced colours, zoomed to 200 % and 320 pixels wide.
//!
//! With `PICTURES=1` in the environment, each state is also kept as pictures in `target/pictures`, for someone to look at.

use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use super::config::{CHOOSER_GIVES_A_FILE, CONFIG, file_does, open, write};
use super::refresh::block_with;
use journeys::browser::devtools;
use journeys::journey::{Journey, new_app_of_another_origin, pictures_are_wanted};
use journeys::project;
use trakt_stand_in::{Endpoint, Fault};

/// A way to look at the page.
struct View {
    name: &'static str,
    /// In CSS pixels.
    width: u32,
    /// How many device pixels a CSS pixel has.
    scale: u32,
    /// The media feature that differs from what a browser starts with.
    media: Option<(&'static str, &'static str)>,
    /// The rules to go by; all where none are named.
    rules: &'static [&'static str],
}

/// What colours change, and what room changes.
const COLOURS: &[&str] = &["color-contrast", "link-in-text-block"];
const ROOM: &[&str] = &["target-size", "scrollable-region-focusable"];

const VIEWS: [View; 5] = [
    View {
        name: "light",
        width: 1280,
        scale: 1,
        media: Some(("prefers-color-scheme", "light")),
        rules: &[],
    },
    View {
        name: "dark",
        width: 1280,
        scale: 1,
        media: Some(("prefers-color-scheme", "dark")),
        rules: COLOURS,
    },
    View {
        name: "forced colours",
        width: 1280,
        scale: 1,
        media: Some(("forced-colors", "active")),
        rules: COLOURS,
    },
    View {
        name: "200 %",
        width: 640,
        scale: 2,
        media: None,
        rules: ROOM,
    },
    View {
        name: "320 pixels",
        width: 320,
        scale: 1,
        media: None,
        rules: ROOM,
    },
];

/// What axe-core finds, one line for each element, and what else there is to see of a view's room: WCAG 1.4.10 lets a
/// page scroll in one direction only.
const JUDGE: &str = r#"(async rules => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
    const results = await axe.run(document, {
        runOnly: rules.length ? { type: "rule", values: rules } : { type: "tag", values: tags },
        rules: rules.length ? {} : { "target-size": { enabled: true } },
        resultTypes: ["violations", "incomplete"],
        preload: false,
    });
    const found = [];
    for (const kind of ["violations", "incomplete"]) {
        for (const rule of results[kind]) {
            const nodes = rule.nodes.filter(n => !/only non-text characters/.test(n.failureSummary));
            found.push(...nodes.map(n => `${kind}: ${rule.id}: ${n.target.join(" ")}: ${n.failureSummary}`));
        }
    }
    const { scrollWidth, clientWidth } = document.scrollingElement;
    if (scrollWidth > clientWidth) {
        const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > clientWidth);
        found.push(`${scrollWidth} pixels wide where ${clientWidth} are to be seen: ${wide.map(e => e.className || e.tagName)}`);
    }
    for (const e of document.querySelectorAll("button, .button, summary, label, h1, h2, h3")) {
        if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline") {
            found.push(`“${e.textContent}” is cut off`);
        }
    }
    const live = "[role=alert], [role=status], [aria-live=polite], [aria-live=assertive]";
    for (const e of document.querySelectorAll(live)) {
        if (e.parentElement.closest(live) || (e.role && e.ariaLive)) {
            found.push(`announced twice: “${e.textContent}”`);
        }
    }
    return found;
})"#;

/// The source of axe-core.
fn axe() -> String {
    let read = "source tools/toolchain.sh; cat \"$axe_home/node_modules/axe-core/axe.min.js\"";
    let output = Command::new("bash")
        .args(["-c", read])
        .current_dir(project())
        .output()
        .unwrap();
    assert!(output.status.success(), "run tools/set-up: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Evaluates in the page by the DevTools protocol, which the page's Content-Security-Policy does not concern.
async fn evaluate(journey: &Journey, expression: &str) -> Value {
    let evaluated = devtools(
        &journey.page.driver,
        "Runtime.evaluate",
        json!({ "expression": expression, "awaitPromise": true, "returnByValue": true }),
    )
    .await;
    assert!(evaluated.get("exceptionDetails").is_none(), "{evaluated}");
    evaluated["result"]["value"].clone()
}

async fn emulate(journey: &Journey, features: Value) {
    let media = json!({ "features": features });
    devtools(&journey.page.driver, "Emulation.setEmulatedMedia", media).await;
}

/// Nothing is wrong with the page as it stands.
async fn judge(journey: &Journey, state: &str) {
    if pictures_are_wanted() {
        take_pictures(journey, state).await;
    }
    let found = found_wrong(journey).await;
    assert!(found.is_empty(), "{state}:\n{}", found.join("\n"));
}

/// What is wrong with the page as it stands, in all views.
async fn found_wrong(journey: &Journey) -> Vec<String> {
    let driver = &journey.page.driver;
    if evaluate(journey, "typeof axe").await == "undefined" {
        evaluate(journey, &format!("{};true", axe())).await;
    }
    let mut found = Vec::new();
    for view in &VIEWS {
        let size = json!({ "width": view.width, "height": 900, "deviceScaleFactor": view.scale, "mobile": false });
        devtools(driver, "Emulation.setDeviceMetricsOverride", size).await;
        let features = view
            .media
            .map(|(name, value)| json!({ "name": name, "value": value }));
        emulate(journey, features.into_iter().collect()).await;
        let judged = evaluate(journey, &format!("{JUDGE}({})", json!(view.rules))).await;
        let lines = judged.as_array().expect("a list");
        let lines = lines.iter().map(|line| line.as_str().expect("a line"));
        found.extend(lines.map(|line| format!("{}: {line}", view.name)));
    }
    devtools(driver, "Emulation.clearDeviceMetricsOverride", json!({})).await;
    emulate(journey, json!([])).await;
    found
}

async fn take_pictures(journey: &Journey, state: &str) {
    let folder = project().join("target/pictures/states");
    for (device, width, scheme) in [
        ("desktop", 1000, "light"),
        ("phone", 390, "light"),
        ("dark", 700, "dark"),
    ] {
        let file = folder.join(format!("{}-{device}.png", state.replace(' ', "-")));
        journey.page.screenshot(&file, width, scheme).await;
    }
}

async fn choose(journey: &Journey, method: &str) {
    let radio = journey.page.by_role("radio", method).await;
    radio.click().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_in_before_it_is_gone() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.unfold("I have no Trakt app yet").await;
        judge(&journey, "no app yet").await;
        page.unfold("I have no Trakt app yet").await;
        for (method, button, refusal) in [
            ("PIN", "Get my authorization block", "Enter your PIN"),
            (
                "Return to this page",
                "Sign in with Trakt",
                "Enter your client ID",
            ),
            ("Device code", "Get a device code", "Enter your client ID"),
            (
                "Refresh a block",
                "Refresh it",
                "Your current trakt block is empty",
            ),
        ] {
            choose(&journey, method).await;
            judge(&journey, &format!("empty {method}")).await;
            page.press(button).await;
            page.alert_with(refusal).await;
            if method == "PIN" || method == "Refresh a block" {
                judge(&journey, &format!("refused {method}")).await;
            }
        }
        let old = journey.trakt.issue_tokens(&journey.client_id);
        page.paste(
            "Your current trakt block",
            &block_with(&journey, &old.refresh_token),
        )
        .await;
        page.wait_for_text("current-block-remarks", "Found:").await;
        page.press("Your Trakt app, if your block lacks it").await;
        judge(&journey, "pasted block").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_on_its_way() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey
            .trakt
            .always(Endpoint::DEVICE_CODE.classic(), Fault::forbidden());
        page.type_into("Client ID", &journey.client_id[..60]).await;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        page.press("Show client secret").await;
        page.by_role("link", "Get a PIN from Trakt")
            .await
            .click()
            .await
            .unwrap();
        page.wait_for("the warning", async || {
            (!page.texts(".warning").await.is_empty()).then_some(())
        })
        .await;
        judge(&journey, "PIN with hint, countdown and warning").await;

        page.type_into("PIN", "00000000").await;
        page.retype("Client ID", &journey.client_id).await;
        journey
            .trakt
            .once(Endpoint::TOKEN.classic(), Fault::stall());
        journey.submit().await;
        page.status("Waiting for Trakt's answer").await;
        judge(&journey, "waiting").await;
        page.press("Cancel").await;
        page.status("Cancelled.").await;
        judge(&journey, "cancelled").await;

        journey
            .trakt
            .once(Endpoint::TOKEN.classic(), Fault::too_many_requests(90));
        journey.submit().await;
        page.by_role("button", "Try now").await;
        judge(&journey, "paused").await;
        journey.trakt.advance_clock(Duration::from_secs(1));
        page.press("Try now").await;
        page.alert_with("Trakt did not accept the PIN").await;
        judge(&journey, "failed PIN").await;

        let no_token = Fault::raw_body("text/html", "<title>A web page, and no token</title>");
        journey.trakt.once(Endpoint::TOKEN.classic(), no_token);
        journey.submit().await;
        page.alert_with("Show the whole answer").await;
        page.driver
            .find(By::Css(".alert summary"))
            .await
            .unwrap()
            .click()
            .await
            .unwrap();
        judge(&journey, "failed received answer").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failures() {
    Journey::go_with(new_app_of_another_origin(), |journey| async move {
        let page = &journey.page;
        journey.fill_in_and_submit().await;
        journey.pass_to_the_other_host().await;
        page.alert_with("Trakt is up, but this page could not read its answer")
            .await;
        page.press("Copy origin").await;
        page.status("Copied").await;
        judge(&journey, "failed hidden answer").await;
        page.press("Use this answer").await;
        page.alert_with("What the command printed is empty").await;
        judge(&journey, "refused printed").await;

        page.set_offline(true).await;
        page.status("You are offline.").await;
        journey.submit().await;
        page.alert_with("You are offline").await;
        judge(&journey, "offline").await;
        page.set_offline(false).await;
        page.status("You are online again.").await;
        judge(&journey, "online again").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_code_and_a_denied_return() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        choose(&journey, "Device code").await;
        page.type_into("Client ID", &journey.client_id).await;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        page.press("Get a device code").await;
        let code = page
            .wait_for("the code", async || page.texts(".user-code").await.pop())
            .await;
        judge(&journey, "device code").await;
        assert!(journey.trakt.deny_device(&code.replace('-', "")));
        journey.pass_polls_until_alert("HTTP 418").await;
        judge(&journey, "failed device code").await;

        let url = format!("{}?code=abc&state=xyz", journey.site.url());
        page.driver.goto(url).await.unwrap();
        page.alert_with("This tab has no sign-in under way").await;
        judge(&journey, "failed return").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_result_and_what_is_done_with_it() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey.sign_in().await;
        judge(&journey, "result").await;
        page.press("Start over").await;
        page.by_role("button", "Yes, start over").await;
        judge(&journey, "start over").await;
        page.press("Keep it").await;
        page.press("Copy block").await;
        page.status("The block is on the clipboard.").await;
        page.press("Check it with Trakt").await;
        page.status("Trakt accepts it.").await;
        judge(&journey, "checked").await;
        journey.trakt.once(Endpoint::SETTINGS, Fault::forbidden());
        page.press("Check it with Trakt").await;
        page.alert_with("Trakt does not accept this block yet")
            .await;
        judge(&journey, "failed check").await;
        journey.trakt.once(Endpoint::SETTINGS, Fault::gone());
        page.press("Check it with Trakt").await;
        page.alert_with("Your Trakt account is probably deactivated")
            .await;
        judge(&journey, "refused check").await;
        page.press("Sign in").await;
        page.press("Revoke this access").await;
        page.by_role("group", "Revoke this access?").await;
        judge(&journey, "revoke").await;
        journey.press_after_a_second("Yes, revoke it").await;
        page.by_role("heading", "This block is revoked").await;
        judge(&journey, "revoked").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_config() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.before_scripts(CHOOSER_GIVES_A_FILE).await;
        page.refresh().await;
        open(
            &journey,
            &write(&journey, "picture.yml", b"\x89PNG\r\n\x1a\n\0\0\0"),
        )
        .await;
        page.alert_with("This file was not opened").await;
        judge(&journey, "refused file").await;

        file_does(&journey, "window.writeFile", CONFIG).await;
        page.press_label("Open config.yml").await;
        page.wait_for_text("opened-config", "ended on").await;
        judge(&journey, "opened config").await;
        journey.sign_in().await;
        page.textbox("Updated config.yml").await;
        judge(&journey, "updated config").await;
        page.press("Show the secrets").await;
        file_does(&journey, "window.writeFile", "changed: by Kometa\n").await;
        page.press("Save into config.yml").await;
        page.alert_with("config.yml has changed since").await;
        judge(&journey, "failed save").await;

        file_does(&journey, "window.writeFile", CONFIG).await;
        page.press("Save into config.yml").await;
        page.status("Saved into config.yml.").await;
        judge(&journey, "saved config").await;

        page.unfold("The block alone").await;
        journey.start_over().await;
        journey.sign_in().await;
        page.paste("Your config.yml", "trakt:\n  a: 1\ntrakt:\n  b: 2\n")
            .await;
        page.press("Update config.yml").await;
        page.alert_with("Your config.yml was not changed").await;
        judge(&journey, "refused config").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_page() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.driver
            .execute(super::failures::BREAKS_THE_PAGE, Vec::new())
            .await
            .unwrap();
        page.type_into("Client ID", "a").await;
        page.alert_with("This page has broken").await;
        judge(&journey, "broken").await;
        // The browser's own lines about what was broken.
        page.console().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_what_is_wrong() {
    Journey::go(|journey| async move {
        let spoil = "document.querySelector('label[for=pin]').remove();
            document.querySelector('.lead').style.cssText = 'color: #999; inline-size: 400rem';";
        journey
            .page
            .driver
            .execute(spoil, Vec::new())
            .await
            .unwrap();
        let found = found_wrong(&journey).await;
        for (view, words) in [
            ("light: ", "violations: label: #pin"),
            ("light: ", "violations: color-contrast: .lead"),
            ("forced colours: ", "violations: color-contrast: .lead"),
            ("320 pixels: ", "are to be seen: lead"),
        ] {
            let is_told = |line: &String| line.starts_with(view) && line.contains(words);
            assert!(found.iter().any(is_told), "{view}{words}: {found:#?}");
        }
    })
    .await;
}
