//! What a user has to do and to read until the block, or the file with it, has left the page: counted in presses, pastes and
//! words. What they do at Trakt is not counted.
//!
//! After each press there is one answer in view, with the focus on it or on the next step, and at most one primary control.

use journeys::browser::devtools;
use journeys::journey::{Journey, new_app};
use serde_json::json;
use trakt_stand_in::App;

use crate::config::{CHOOSER_GIVES_A_FILE, file_does};
use crate::layout::resize;
use crate::refresh::block_with;

/// A small laptop and a phone.
const SCREENS: [(u32, u32); 2] = [(1366, 650), (390, 844)];

/// Returns what is wrong with what is in view, where these elements are the answer.
const COMPLAINTS: &str = "const [answers] = arguments;
    const isShown = element => element.checkVisibility({ visibilityProperty: true });
    const place = element => {
        const { top, bottom } = element.getBoundingClientRect();
        return `${Math.round(top)} to ${Math.round(bottom)} of ${innerHeight}`;
    };
    const isInView = element => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
    };
    const complaints = [];
    for (const css of answers) {
        const shown = [...document.querySelectorAll(css)].filter(isShown);
        if (!shown.length) complaints.push(`${css} is not there`);
        else if (!shown.some(isInView)) complaints.push(`${css} is at ${shown.map(place)}`);
    }
    const focused = document.activeElement;
    if (focused === document.body) complaints.push('the focus is nowhere');
    const seen = focused.type === 'file' ? focused.labels[0] : focused;
    const { top, bottom } = seen.getBoundingClientRect();
    if (bottom <= 0 || top >= innerHeight) complaints.push(`the focus is out of view, on ${focused.id || focused.outerHTML.slice(0, 60)}`);
    const primary = [...document.querySelectorAll('.primary')].filter(isShown);
    if (primary.length > 1) complaints.push(`two lead: ${primary.map(element => element.innerText)}`);
    return complaints;";

/// Returns how many words are in view.
const WORDS: &str = "const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let words = 0;
    for (let text; text = texts.nextNode();) {
        const element = text.parentElement;
        const { top, bottom } = element.getBoundingClientRect();
        if (element.checkVisibility({ visibilityProperty: true }) && bottom > 0 && top < innerHeight) {
            words += text.data.split(/\\s+/).filter(Boolean).length;
        }
    }
    return words";

/// The user's hand and eye, which count.
struct User<'a> {
    journey: &'a Journey,
    task: &'static str,
    presses: usize,
    pastes: usize,
    words: Vec<u64>,
}

impl<'a> User<'a> {
    async fn at(journey: &'a Journey, screen: (u32, u32), task: &'static str) -> Self {
        resize(journey, screen).await;
        let is_phone = screen.0 < 500;
        let touch = json!({ "enabled": is_phone, "maxTouchPoints": 1 });
        devtools(
            &journey.page.driver,
            "Emulation.setTouchEmulationEnabled",
            touch,
        )
        .await;
        let mut user = Self {
            journey,
            task,
            presses: 0,
            pastes: 0,
            words: Vec::new(),
        };
        user.reads().await;
        user
    }

    async fn reads(&mut self) {
        let words = self.journey.page.driver.execute(WORDS, Vec::new()).await;
        self.words.push(words.unwrap().json().as_u64().unwrap());
    }

    /// These are in view, as the answer to the latest press.
    async fn sees(&mut self, answers: &[&str]) {
        let page = &self.journey.page;
        let complaints = async || {
            let found = page.driver.execute(COMPLAINTS, vec![json!(answers)]).await;
            found.ok()?.convert::<Vec<String>>().ok()
        };
        let patience = std::time::Duration::from_secs(8);
        let is_fine = async || complaints().await.filter(Vec::is_empty);
        if page.look_for(patience, is_fine).await.is_none() {
            panic!(
                "{} after {} presses: {:?}; the page says {:?}",
                self.task,
                self.presses,
                complaints().await,
                page.texts("[role=status], [role=alert]").await
            );
        }
        self.reads().await;
    }

    async fn presses(&mut self, button: &str, answers: &[&str]) {
        self.journey.press_after_a_second(button).await;
        self.presses += 1;
        self.sees(answers).await;
    }

    async fn pastes(&mut self, field: &str, text: &str) {
        let page = &self.journey.page;
        page.textbox(field).await.click().await.unwrap();
        page.paste(field, text).await;
        self.presses += 1;
        self.pastes += 1;
    }

    /// Opens a file: one press here, one in the browser's own dialog.
    async fn opens_config(&mut self, text: &str) {
        let page = &self.journey.page;
        page.before_scripts(CHOOSER_GIVES_A_FILE).await;
        page.refresh().await;
        file_does(self.journey, "window.writeFile", text).await;
        page.press_label("Open config.yml").await;
        self.presses += 2;
    }

    async fn enters_app(&mut self) {
        self.pastes("Client ID", &self.journey.client_id).await;
        self.pastes("Client secret", &self.journey.client_secret)
            .await;
    }

    async fn copies_block(&mut self) {
        self.presses("Copy block", &[".result > [role=status]:not(:empty)"])
            .await;
        let page = &self.journey.page;
        let block = page.value_of("Authorization block").await;
        assert_eq!(page.clipboard().await, block);
    }

    /// Gets a device code, opens Trakt with it, and allows it there.
    async fn takes_device_code(&mut self) {
        let parts = ["#user-code", "#device-code .primary", "#cancel"];
        self.presses("Get a device code", &parts).await;
        let page = &self.journey.page;
        let has_qr_code = !page.texts("body").await.is_empty()
            && page
                .driver
                .execute(
                    "return document.querySelector('.qr-code')?.checkVisibility() ?? false",
                    Vec::new(),
                )
                .await
                .unwrap()
                .json()
                .as_bool()
                .unwrap();
        let is_touch = "return matchMedia('(pointer: coarse)').matches";
        let is_touch = page.driver.execute(is_touch, Vec::new()).await.unwrap();
        assert_eq!(
            json!(!has_qr_code),
            *is_touch.json(),
            "a QR code of this very screen"
        );
        let link = page.by_role("link", "Open Trakt to enter the code").await;
        link.click().await.unwrap();
        self.presses += 1;
        self.closes_trakt().await;
        let code = page.texts("#user-code").await.concat();
        self.journey.approve_device(&code).await;
        self.sees(&["#result-heading", ".result .primary"]).await;
    }

    async fn closes_trakt(&self) {
        let driver = &self.journey.page.driver;
        let here = driver.window().await.unwrap();
        let there = self
            .journey
            .page
            .wait_for("Trakt's window", async || {
                let windows = driver.windows().await.ok()?;
                windows.into_iter().find(|window| *window != here)
            })
            .await;
        driver.switch_to_window(there).await.unwrap();
        driver.close_window().await.unwrap();
        driver.switch_to_window(here).await.unwrap();
    }

    fn has_pressed(&self, presses: usize, pastes: usize) {
        let Self { task, words, .. } = self;
        println!(
            "{task}: {} presses, {} pastes, words in view {words:?}",
            self.presses, self.pastes
        );
        assert_eq!((self.presses, self.pastes), (presses, pastes), "{task}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_takes_six_presses_and_three_pastes() {
    for screen in SCREENS {
        Journey::go(|journey| async move {
            let mut user = User::at(&journey, screen, "a PIN").await;
            user.enters_app().await;
            let pin = journey.allow_at_trakt().await;
            user.presses += 1;
            user.sees(&["#pin", ".pin-life"]).await;
            user.pastes("PIN", &pin).await;
            user.sees(&["#pin", "#submit.primary"]).await;
            user.presses(
                "Get my authorization block",
                &["#result-heading", ".result .primary"],
            )
            .await;
            user.copies_block().await;
            user.has_pressed(6, 3);
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_has_ended_takes_four_presses() {
    for screen in SCREENS {
        Journey::go(|journey| async move {
            let page = &journey.page;
            let mut user = User::at(&journey, screen, "an ended file").await;
            let old = journey.trakt.issue_tokens(&journey.client_id);
            user.opens_config(&block_with(&journey, &old.refresh_token))
                .await;
            user.sees(&[
                "#opened-config .headline",
                "#opened-config .note",
                "#opened-config .primary",
            ])
            .await;
            user.presses(
                "Renew it now",
                &["#updated-config-heading", ".updated .primary"],
            )
            .await;
            user.presses(
                "Save into config.yml",
                &[".updated > [role=status]:not(:empty)"],
            )
            .await;
            user.has_pressed(4, 0);
            page.status("Saved into config.yml. Now restart Kometa.")
                .await;
            let said = page.texts("body").await.concat();
            assert!(!said.contains("ended"), "{said}");
            let saved = file_does(&journey, "window.readFile", "").await;
            let new = journey.trakt.latest_tokens().unwrap();
            assert!(saved.contains(&new.refresh_token), "{saved}");
            assert_eq!(page.texts(".primary").await, Vec::<String>::new());
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_without_a_secret_leads_to_a_device_code() {
    for screen in SCREENS {
        let app = App {
            client_id: "sD9x_Kq2-LmN7pR4tV8wY1zA3bC5dE6fG0hJ2kM4nPq".into(),
            client_secret: None,
            ..new_app()
        };
        Journey::go_with(app, |journey| async move {
            let mut user = User::at(&journey, screen, "no secret").await;
            user.pastes("Client ID", &journey.client_id).await;
            user.takes_device_code().await;
            user.copies_block().await;
            user.has_pressed(4, 1);
            let block = journey.page.value_of("Authorization block").await;
            assert!(block.contains("\n  client_secret:\n"), "{block}");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_trakt_shows_no_pin_a_device_code_is_two_presses_away() {
    for screen in SCREENS {
        Journey::go(|journey| async move {
            let page = &journey.page;
            let mut user = User::at(&journey, screen, "no PIN shown").await;
            user.enters_app().await;
            let link = page.by_role("link", "Get a PIN from Trakt").await;
            link.click().await.unwrap();
            user.presses += 1;
            user.closes_trakt().await;
            page.unfold("Trakt shows no PIN?").await;
            user.presses += 1;
            user.sees(&["details.no-pin button"]).await;
            user.presses("Use a device code instead", &["#submit.primary"])
                .await;
            assert_eq!(page.value_of("Client secret").await, journey.client_secret);
            user.takes_device_code().await;
            user.copies_block().await;
            user.has_pressed(8, 2);
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_still_works_is_checked_with_one_press() {
    for screen in SCREENS {
        Journey::go(|journey| async move {
            let mut user = User::at(&journey, screen, "a file that works").await;
            let tokens = journey.trakt.issue_tokens(&journey.client_id);
            let now = journey.trakt.now().to_string();
            let config = block_with(&journey, &tokens.refresh_token)
                .replace(
                    "access_token: old",
                    &format!("access_token: {}", tokens.access_token),
                )
                .replace("1700000000", &now);
            user.opens_config(&config).await;
            user.sees(&["#opened-config .headline.good", "#opened-config .primary"])
                .await;
            user.presses(
                "Check this file with Trakt",
                &["#opened-config .status.good", "#opened-config button"],
            )
            .await;
            user.has_pressed(3, 0);
            let page = &journey.page;
            page.status("Trakt accepts it. Signed in as sample-user.")
                .await;
            page.by_role("button", "Renew it now").await;
            assert_eq!(journey.token_requests().len(), 0);
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_refused_pin_leads_to_a_device_code() {
    for screen in SCREENS {
        Journey::go(|journey| async move {
            let page = &journey.page;
            let mut user = User::at(&journey, screen, "a PIN refused twice").await;
            user.enters_app().await;
            for pin in ["00000000", "11111111"] {
                user.pastes("PIN", pin).await;
                user.presses(
                    "Get my authorization block",
                    &["#failure h3", "#failure .primary"],
                )
                .await;
                assert_eq!(page.focused_id().await, "failure");
            }
            user.presses("Use a device code instead", &["#submit.primary"])
                .await;
            assert_eq!(page.value_of("Client ID").await, journey.client_id);
            assert_eq!(page.value_of("Client secret").await, journey.client_secret);
            user.takes_device_code().await;
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_trakt_has_deleted_leads_to_both_its_fields() {
    for screen in SCREENS {
        Journey::go(|journey| async move {
            let page = &journey.page;
            let mut user = User::at(&journey, screen, "a deleted app").await;
            let deleted_app = new_app();
            user.pastes("Client ID", &deleted_app.client_id).await;
            user.pastes("Client secret", &journey.client_secret).await;
            user.pastes("PIN", "12abcdef").await;
            user.presses(
                "Get my authorization block",
                &["#failure h3", "#failure .primary"],
            )
            .await;
            let alert = page.alert_with("deleted").await;
            assert!(alert.contains("invalid_client"), "{alert}");
            user.presses(
                "Check client ID and secret",
                &["#client-id", "#client-secret"],
            )
            .await;
            assert_eq!(page.focused_id().await, "client-id");
            for field in ["Client ID", "Client secret"] {
                let invalid = page.textbox(field).await.attr("aria-invalid").await;
                assert_eq!(invalid.unwrap().as_deref(), Some("true"), "{field}");
            }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_a_secret_is_renewed_without_one() {
    let app = App {
        client_secret: None,
        ..new_app()
    };
    Journey::go_with(app, |journey| async move {
        let mut user = User::at(&journey, SCREENS[0], "a file without a secret").await;
        let old = journey.trakt.issue_tokens(&journey.client_id);
        user.opens_config(&block_with(&journey, &old.refresh_token))
            .await;
        user.sees(&["#opened-config .headline", "#opened-config .primary"])
            .await;
        user.presses(
            "Renew it now",
            &["#updated-config-heading", ".updated .primary"],
        )
        .await;
        let [sent] = &journey.token_requests()[..] else {
            panic!("one request")
        };
        assert_eq!(sent.get("client_secret"), None);
    })
    .await;
}
