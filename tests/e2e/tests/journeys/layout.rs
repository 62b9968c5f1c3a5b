//! What is in sight without scrolling, on the screens that people have.

use journeys::browser::devtools;
use journeys::journey::Journey;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::config::{CONFIG, open, write};

const SCREENS: [(u32, u32); 3] = [(1280, 800), (1366, 650), (390, 844)];
const SMALLEST: (u32, u32) = (320, 640);

pub async fn resize(journey: &Journey, (width, height): (u32, u32)) {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    devtools(
        &journey.page.driver,
        "Emulation.setDeviceMetricsOverride",
        size,
    )
    .await;
}

async fn ask(journey: &Journey, script: &str) -> Value {
    let answer = journey.page.driver.execute(script, Vec::new()).await;
    answer.unwrap().json().clone()
}

/// Where an element is in the window, from its upper edge to its lower one.
async fn place_of(journey: &Journey, css: &str) -> (f64, f64) {
    let script = format!(
        "const {{ top, bottom }} = document.querySelector({css:?}).getBoundingClientRect(); return [top, bottom]"
    );
    let place = ask(journey, &script).await;
    (place[0].as_f64().unwrap(), place[1].as_f64().unwrap())
}

async fn assert_in_sight(journey: &Journey, screen: (u32, u32), css: &str) {
    let (top, bottom) = place_of(journey, css).await;
    println!("{screen:?}: {css} is at {top:.0} to {bottom:.0}");
    assert!(
        top >= 0.0 && bottom <= f64::from(screen.1),
        "{css} is at {top} to {bottom} of {screen:?}"
    );
}

/// The words on buttons that stand on more than one line, on the narrowest screen.
const BROKEN_WORDS: &str = "const broken = [];
    for (const button of document.querySelectorAll('button, .button')) {
        const texts = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
        for (let text; button.checkVisibility() && (text = texts.nextNode());) {
            for (const { 0: word, index } of text.data.matchAll(/\\S+/g)) {
                const range = new Range();
                range.setStart(text, index);
                range.setEnd(text, index + word.length);
                const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
                if (lines.size > 1) broken.push(word);
            }
        }
    }
    return broken";

pub async fn assert_no_button_breaks_a_word(journey: &Journey) {
    resize(journey, SMALLEST).await;
    assert_eq!(ask(journey, BROKEN_WORDS).await, json!([]));
    let driver = &journey.page.driver;
    devtools(driver, "Emulation.clearDeviceMetricsOverride", json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_view_asks_for_what_the_user_has() {
    Journey::go(|journey| async move {
        for screen in SCREENS {
            resize(&journey, screen).await;
            for css in ["h1", ".notice", "label[for=open-config]", "#client-id", "#client-secret"] {
                assert_in_sight(&journey, screen, css).await;
            }
        }
        resize(&journey, SMALLEST).await;
        assert_in_sight(&journey, SMALLEST, "#client-id").await;
        let words = ask(
            &journey,
            "const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            let words = 0;
            for (let text; text = texts.nextNode();) {
                if (text.parentElement.checkVisibility()) words += text.data.split(/\\s+/).filter(Boolean).length;
            }
            return words",
        )
        .await;
        println!("{words} words");
        assert!(words.as_u64().unwrap() <= 170, "{words} words");
        let primary = ask(&journey, "return document.querySelectorAll('.primary').length").await;
        assert_eq!(primary, json!(0), "nothing can be pressed before something is entered");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_block_and_what_copies_it_are_in_sight_as_soon_as_it_is_there() {
    for screen in SCREENS.into_iter().chain([SMALLEST]) {
        Journey::go(|journey| async move {
            resize(&journey, screen).await;
            journey.sign_in().await;
            assert_in_sight(&journey, screen, ".result .primary").await;
            assert_in_sight(&journey, screen, "#authorization-block").await;
            let hidden = "const block = document.getElementById('authorization-block');
                return block.scrollHeight - block.clientHeight";
            assert_eq!(ask(&journey, hidden).await, json!(0), "no line is hidden");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_in_sight_with_links_to_it() {
    Journey::go(|journey| async move {
        for screen in SCREENS.into_iter().chain([SMALLEST]) {
            resize(&journey, screen).await;
            journey.page.press("Get my authorization block").await;
            journey.page.alert_with("Enter your PIN").await;
            assert_eq!(journey.page.focused_id().await, "input-alert");
            assert_in_sight(&journey, screen, "#input-alert").await;
            journey.page.refresh().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_an_update_the_first_thing_in_sight_is_how_to_save_it() {
    for screen in SCREENS {
        Journey::go(|journey| async move {
            resize(&journey, screen).await;
            open(&journey, &write(&journey, "config.yml", CONFIG)).await;
            journey
                .page
                .wait_for_text("opened-config", "ended on")
                .await;
            assert_in_sight(&journey, screen, "#opened-config").await;
            journey.sign_in().await;
            journey.page.by_role("button", "Download config.yml").await;
            for css in ["#updated-config-heading", ".updated .primary"] {
                assert_in_sight(&journey, screen, css).await;
            }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_wider_than_a_small_phone_not_even_a_very_long_name() {
    Journey::go(|journey| async move {
        resize(&journey, (320, 640)).await;
        let is_too_wide = "return [...document.querySelectorAll('body *')]
            .filter(element => element.checkVisibility() && element.getBoundingClientRect().right > 320)
            .filter(element => !element.closest('.visually-hidden, .file'))
            .map(element => element.outerHTML.slice(0, 80))";
        assert_eq!(ask(&journey, is_too_wide).await, json!([]));
        journey.trakt.always(
            trakt_stand_in::Endpoint::SETTINGS,
            trakt_stand_in::Fault::rewrite_json(|settings| {
                settings["user"]["username"] =
                    Value::from(format!("\u{202e}{}", "W".repeat(300_000)));
            }),
        );
        journey.sign_in().await;
        journey.page.press("Check it with Trakt").await;
        journey.page.status("Signed in as WWW").await;
        assert_eq!(ask(&journey, is_too_wide).await, json!([]));
        let text = journey.page.driver.find(By::Tag("main")).await.unwrap();
        let text = text.text().await.unwrap();
        assert!(!text.contains('\u{202e}') && text.len() < 10_000);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn which_kometa_one_has_unfolds_in_place() {
    Journey::go(|journey| async move {
        resize(&journey, (390, 844)).await;
        let (top, _) = place_of(&journey, ".notice").await;
        let summary = By::Css(".notice summary");
        let summary = journey.page.driver.find(summary).await.unwrap();
        summary.click().await.unwrap();
        assert_eq!(place_of(&journey, ".notice").await.0, top);
        assert_in_sight(&journey, (390, 844), ".notice li").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_anywhere_in_its_cell_chooses_a_way_to_sign_in() {
    Journey::go(|journey| async move {
        for way in ["method-device", "method-refresh", "method-pin"] {
            let corner = format!(
                "const radio = document.getElementById({way:?});
                const cell = radio.parentElement.getBoundingClientRect();
                const points = [[cell.left + 4, cell.top + 4], [cell.right - 4, cell.bottom - 4],
                    [cell.left + cell.width / 2, cell.top + cell.height / 2]];
                return points.every(point => document.elementFromPoint(...point) === radio)"
            );
            assert_eq!(ask(&journey, &corner).await, json!(true), "{way}");
            let radio = journey.page.driver.find(By::Id(way)).await.unwrap();
            radio.click().await.unwrap();
            let is_marked = format!(
                "const {{ checked, labels: [label] }} = document.getElementById({way:?});
                return checked && getComputedStyle(label).fontWeight"
            );
            assert_eq!(ask(&journey, &is_marked).await, json!("700"), "{way}");
        }
    })
    .await;
}
