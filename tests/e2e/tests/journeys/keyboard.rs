//! Everything by keys alone: each thing that has the focus can be seen, the focus is never lost, and what happens is
//! announced once.

use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use super::config::{CHOOSER_GIVES_A_FILE, CONFIG, file_does};
use super::refresh::block_with;
use journeys::browser::devtools;
use journeys::journey::{Journey, new_app_of_another_origin};
use journeys::page::Page;
use trakt_stand_in::{App, Endpoint, Fault, Hold};

/// How long an announcement may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);

/// Notes what a screen reader would announce, what it would miss, and when the focus falls back to the whole page.
const OBSERVER: &str = "window.announced = [];
    window.mistakes = [];
    // What is served with the page is read with it.
    let isServed = true;
    const known = new WeakMap();
    const live = '[role=alert], [role=status]';
    const look = region => {
        const text = region.checkVisibility() ? region.innerText.replace(/\\s+/g, ' ').trim() : '';
        if (!isServed && text && text !== known.get(region)) {
            if (region.role === 'status' && !known.has(region)) {
                mistakes.push(`not announced, as it came with its words: ${text}`);
            }
            announced.push(`${region.role}: ${text}`);
        }
        known.set(region, text);
    };
    // What is taken away is not announced.
    const changed = ({ target, addedNodes, type }) => type === 'childList' ? [...addedNodes] : [target];
    const note = records => {
        const regions = new Set();
        for (const { target, removedNodes } of records) {
            const emptied = removedNodes.length && target.closest?.(live);
            emptied && !emptied.innerText.trim() && known.set(emptied, '');
        }
        for (const node of records.flatMap(changed)) {
            const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
            const around = element?.closest(live);
            around && regions.add(around);
            element?.querySelectorAll(live).forEach(region => regions.add(region));
        }
        regions.forEach(look);
    };
    const observer = new MutationObserver(note);
    document.addEventListener('readystatechange', () => {
        note(observer.takeRecords());
        isServed = false;
    }, { once: true });
    observer.observe(document, {
        subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['hidden'],
    });
    // The page may take a frame or two to move it on.
    let last = null;
    let framesWithout = 0;
    const watch = () => {
        const now = document.activeElement;
        const isLost = last && last !== document.body && now === document.body && document.hasFocus();
        framesWithout = isLost ? framesWithout + 1 : 0;
        if (framesWithout === 10) {
            mistakes.push(`the focus was lost from ${last.outerHTML.slice(0, 90)}`);
        }
        last = isLost ? last : now;
        requestAnimationFrame(watch);
    };
    watch();";

/// What has the focus, and what is wrong with how it is seen.
const STOP: &str = "const focused = document.activeElement;
    if (focused === document.body) return 'the focus is nowhere';
    const shown = focused.type === 'file' ? focused.labels[0] : focused;
    const { outlineStyle, outlineWidth } = getComputedStyle(shown);
    if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) return 'its focus is not to be seen';
    const box = shown.getBoundingClientRect();
    const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
    const hit = document.elementFromPoint(middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
    if (!hit || !(shown.contains(hit) || hit.contains(shown))) return 'it is covered or out of sight';
    return '';";

/// More than the page ever has.
const MOST_STOPS: usize = 60;

struct Keyboard {
    page: Page,
}

impl Keyboard {
    /// The page as opened anew, under observation.
    async fn of(journey: &Journey) -> Self {
        let page = journey.page.clone();
        page.before_scripts(OBSERVER).await;
        page.refresh().await;
        Self { page }
    }

    async fn press(&self, key: Key) {
        let keys = self.page.driver.action_chain().send_keys(key + "");
        keys.perform().await.unwrap();
    }

    async fn press_with_shift(&self, key: Key) {
        let keys = self.page.driver.action_chain().key_down(Key::Shift);
        let keys = keys.send_keys(key + "").key_up(Key::Shift);
        keys.perform().await.unwrap();
    }

    async fn type_text(&self, text: &str) {
        devtools(
            &self.page.driver,
            "Input.insertText",
            json!({ "text": text }),
        )
        .await;
    }

    /// What is wrong with what has the focus.
    async fn complaint(&self) -> String {
        let complaint = self.page.driver.execute(STOP, Vec::new()).await.unwrap();
        complaint.json().as_str().unwrap().to_owned()
    }

    /// Goes forward to the control with this role and name; every stop on the way can be seen.
    async fn tab_to(&self, role: &str, name: &str) {
        self.go_to(role, name, false).await;
    }

    async fn tab_back_to(&self, role: &str, name: &str) {
        self.go_to(role, name, true).await;
    }

    async fn go_to(&self, role: &str, name: &str, back: bool) {
        let mut stops = Vec::new();
        while stops.len() < MOST_STOPS {
            match back {
                false => self.press(Key::Tab).await,
                true => self.press_with_shift(Key::Tab).await,
            }
            let (complaint, focused) = (self.complaint().await, self.page.focused().await);
            assert_eq!(
                complaint, "",
                "{focused:?} after {stops:?}, on the way to {role} “{name}”"
            );
            if focused.0 == role && focused.1 == name {
                return;
            }
            stops.push(focused);
        }
        panic!("{role} “{name}” is not among {stops:?}");
    }

    async fn tab_and_press(&self, name: &str, key: Key) {
        self.tab_to("button", name).await;
        self.press(key).await;
    }

    /// Types into the field of this name, which comes next or later.
    async fn fill(&self, name: &str, text: &str) {
        self.tab_to("textbox", name).await;
        self.type_text(text).await;
    }

    /// Waits until this element has the focus, to be seen.
    async fn focus_is_on(&self, id: &str) {
        self.page
            .wait_for(&format!("the focus on {id}"), async || {
                (self.page.focused_id().await == id).then_some(())
            })
            .await;
        assert_eq!(self.complaint().await, "", "{id}");
    }

    async fn observed(&self, what: &str) -> Vec<String> {
        let script = format!("return window.{what}.splice(0)");
        let observed = self.page.driver.execute(&script, Vec::new()).await.unwrap();
        observed.convert().unwrap()
    }

    /// What was announced since this was asked last, by its beginning, and that nothing went wrong meanwhile.
    async fn announced(&self, expected: &[&str]) {
        // Whether there is a pause depends on how quick the keys are, and whether the rest of the page is awaited on how
        // quick it comes.
        let is_of_pause = |words: &String| {
            let pauses = ["status: One moment", "status: The rest of this page"];
            pauses.iter().any(|pause| words.starts_with(pause))
        };
        let announced = Mutex::new(Vec::new());
        // The last answer may still be under way.
        let all = self.page.look_for(PATIENCE, async || {
            let more = self.observed("announced").await;
            let mut announced = announced.lock().unwrap();
            announced.extend(more.into_iter().filter(|words| !is_of_pause(words)));
            (announced.len() >= expected.len()).then_some(())
        });
        let _ = all.await;
        let announced = announced.into_inner().unwrap();
        assert_eq!(self.observed("mistakes").await, Vec::<String>::new());
        let as_expected = announced.len() == expected.len()
            && announced
                .iter()
                .zip(expected)
                .all(|(words, start)| words.starts_with(start));
        assert!(as_expected, "{announced:#?} is not {expected:#?}");
    }

    async fn fill_in_app(&self, journey: &Journey) {
        self.fill("Client ID", &journey.client_id).await;
        self.fill("Client secret", &journey.client_secret).await;
    }

    /// Fills everything in and asks for the block.
    async fn exchange_pin(&self, journey: &Journey) {
        self.fill_in_app(journey).await;
        self.fill("PIN", &journey.trakt.issue_pin(&journey.client_id))
            .await;
        self.press(Key::Enter).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_focus_and_a_missed_announcement_are_noticed() {
    Journey::go(|journey| async move {
        let keys = Keyboard::of(&journey).await;
        keys.tab_to("textbox", "Client ID").await;
        let spoil = "const status = document.createElement('p');
            status.setAttribute('role', 'status');
            status.textContent = 'Too late.';
            document.querySelector('main').append(status);
            document.activeElement.remove();";
        journey
            .page
            .driver
            .execute(spoil, Vec::new())
            .await
            .unwrap();
        let both = "return window.mistakes.length === 2";
        let page = &journey.page;
        page.wait_for("two mistakes", async || {
            let both = page.driver.execute(both, Vec::new()).await.ok()?;
            both.json().as_bool()?.then_some(())
        })
        .await;
        let mistakes = keys.observed("mistakes").await;
        let [missed, lost] = &mistakes[..] else {
            panic!("two mistakes: {mistakes:?}")
        };
        assert!(
            missed.contains("not announced, as it came with its words: Too late."),
            "{missed}"
        );
        assert!(lost.contains("the focus was lost from <input"), "{lost}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_and_all_that_is_done_with_the_block() {
    Journey::go(|journey| async move {
        let keys = Keyboard::of(&journey).await;
        let page = &journey.page;
        keys.tab_to("link", "Get a PIN from Trakt").await;
        keys.press(Key::Enter).await;
        keys.focus_is_on("client-id").await;
        keys.type_text(&journey.client_id).await;
        keys.tab_and_press("Show client secret", Key::Space).await;
        keys.tab_back_to("textbox", "Client secret").await;
        keys.type_text(&journey.client_secret).await;
        keys.tab_to("link", "Get a PIN from Trakt").await;
        keys.press(Key::Enter).await;
        close_other_window(page).await;
        keys.announced(&[]).await;
        keys.tab_and_press("Get my authorization block", Key::Space)
            .await;
        keys.focus_is_on("pin").await;
        keys.announced(&["alert: Something is missing Enter your PIN"])
            .await;
        keys.type_text(&journey.trakt.issue_pin(&journey.client_id))
            .await;
        journey.pass(Duration::from_secs(1)).await;
        keys.press(Key::Enter).await;
        keys.focus_is_on("result-heading").await;
        keys.announced(&[
            "status: Waiting for Trakt's answer…",
            "status: Your authorization block is ready.",
        ])
        .await;

        keys.tab_and_press("Copy block", Key::Space).await;
        page.status("The block is on the clipboard.").await;
        keys.tab_and_press("Check it with Trakt", Key::Enter).await;
        page.status("Trakt accepts it.").await;
        keys.announced(&[
            "status: The block is on the clipboard.",
            "status: Asking Trakt about it…",
            "status: Trakt accepts it.",
        ])
        .await;
        journey
            .trakt
            .once(Endpoint::REVOKE, Fault::proxy_error(502));
        keys.tab_and_press("Revoke this access", Key::Enter).await;
        keys.focus_is_on("confirm-revocation").await;
        assert_eq!(
            page.focused().await,
            ("group".into(), "Revoke this access?".into())
        );
        keys.tab_and_press("Keep it", Key::Enter).await;
        keys.focus_is_on("revoke").await;
        keys.press(Key::Enter).await;
        journey.pass(Duration::from_secs(1)).await;
        keys.tab_and_press("Yes, revoke it", Key::Space).await;
        keys.focus_is_on("token-alert").await;
        keys.tab_to("button", "Revoke this access").await;
        keys.press(Key::Space).await;
        journey.pass(Duration::from_secs(1)).await;
        keys.tab_and_press("Yes, revoke it", Key::Enter).await;
        pass_between_revocations(&journey).await;
        page.by_role("heading", "This block is revoked").await;
        keys.focus_is_on("result-heading").await;
        keys.announced(&[
            "status: Asking Trakt to revoke the access…",
            "alert: The access was not revoked",
            "status: Asking Trakt to revoke the access…",
            "status: Trakt has confirmed that both tokens of this block are revoked.",
        ])
        .await;
        keys.tab_and_press("Start over", Key::Enter).await;
        keys.focus_is_on("app-fold").await;
        keys.announced(&[]).await;
    })
    .await;
}

/// Lets the second pass between the refresh token's revocation and the access token's.
async fn pass_between_revocations(journey: &Journey) {
    let revocations = || {
        let posts = journey
            .trakt
            .requests_to("POST", "api.trakt.tv", "/oauth/revoke");
        posts.iter().filter(|post| post.json().is_some()).count()
    };
    let page = &journey.page;
    page.wait_for("the first revocation", async || {
        (revocations() > 1).then_some(())
    })
    .await;
    journey.pass(Duration::from_secs(2)).await;
}

/// Closes the window that the page has opened, and goes back to the page.
async fn close_other_window(page: &Page) {
    let driver = &page.driver;
    let page_window = driver.window().await.unwrap();
    let other = page
        .wait_for("the other window", async || {
            let windows = driver.windows().await.ok()?;
            windows.into_iter().find(|window| *window != page_window)
        })
        .await;
    driver.switch_to_window(other).await.unwrap();
    driver.close_window().await.unwrap();
    driver.switch_to_window(page_window).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_to_trakt_and_back() {
    Journey::go(|journey| async move {
        journey.trakt.register(App {
            client_id: journey.client_id.clone(),
            client_secret: Some(journey.client_secret.clone()),
            redirect_uris: vec![journey.site.url()],
            cors_origins: Vec::new(),
        });
        let keys = Keyboard::of(&journey).await;
        keys.fill_in_app(&journey).await;
        keys.tab_to("radio", "PIN").await;
        keys.press(Key::Down).await;
        assert_eq!(journey.page.focused().await.1, "Return to this page");
        keys.tab_and_press("Sign in with Trakt", Key::Enter).await;
        let hold = Hold::default();
        journey.trakt.once(Endpoint::TOKEN, Fault::held(&hold));
        journey
            .page
            .by_role("button", "Allow")
            .await
            .send_keys(Key::Enter + "")
            .await
            .unwrap();
        journey.page.wait_until_ready().await;
        journey.page.status("Waiting for Trakt's answer…").await;
        hold.let_go();
        keys.focus_is_on("result-heading").await;
        keys.announced(&[
            "status: Waiting for Trakt's answer…",
            "status: Your authorization block is ready.",
        ])
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_code() {
    Journey::go(|journey| async move {
        let keys = Keyboard::of(&journey).await;
        let page = &journey.page;
        keys.fill_in_app(&journey).await;
        keys.tab_to("radio", "PIN").await;
        keys.press(Key::Down).await;
        keys.press(Key::Down).await;
        keys.tab_and_press("Get a device code", Key::Space).await;
        keys.focus_is_on("device-code").await;
        keys.tab_and_press("Copy code", Key::Space).await;
        page.status("Copied").await;
        keys.tab_and_press("Cancel", Key::Enter).await;
        keys.focus_is_on("submit").await;
        keys.announced(&[
            "status: Asking Trakt for a code…",
            "status: Waiting for you to enter the code at Trakt…",
            "status: Copied",
            "status: Cancelled.",
        ])
        .await;
        journey.pass(Duration::from_secs(1)).await;
        keys.press(Key::Enter).await;
        keys.focus_is_on("device-code").await;
        let (role, name) = page.focused().await;
        let code = page.texts(".user-code").await.pop().unwrap();
        assert_eq!(role, "group");
        assert!(name.ends_with(&code), "{name}");
        // Where the focus may be when the code is taken.
        keys.tab_to("button", "Cancel").await;
        journey.approve_device(&code).await;
        keys.focus_is_on("result-heading").await;
        keys.announced(&[
            "status: Asking Trakt for a code…",
            "status: Waiting for you to enter the code at Trakt…",
            "status: Your authorization block is ready.",
        ])
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_to_refresh() {
    Journey::go(|journey| async move {
        let keys = Keyboard::of(&journey).await;
        let old = journey.trakt.issue_tokens(&journey.client_id);
        keys.tab_to("radio", "PIN").await;
        keys.press(Key::Up).await;
        keys.fill(
            "Your current trakt block",
            &block_with(&journey, &old.refresh_token),
        )
        .await;
        journey
            .page
            .wait_for_text("current-block-remarks", "Found:")
            .await;
        keys.tab_and_press("Refresh it", Key::Space).await;
        keys.focus_is_on("result-heading").await;
        keys.announced(&[
            "status: Found: the client ID, the client secret, a refresh token.",
            "status: Waiting for Trakt's answer…",
            "status: Your authorization block is ready.",
        ])
        .await;
        // What is folded can be unfolded, and the focus stays on what does it.
        keys.tab_back_to("button", "Sign in").await;
        keys.press(Key::Enter).await;
        keys.focus_is_on("sign-in-fold").await;
        keys.tab_to("textbox", "Your current trakt block").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_config_is_updated_and_saved() {
    Journey::go(|journey| async move {
        journey.page.before_scripts(CHOOSER_GIVES_A_FILE).await;
        let keys = Keyboard::of(&journey).await;
        let page = &journey.page;
        let config = CONFIG
            .replace("old-id", &journey.client_id)
            .replace("<<traktsecret>>", &journey.client_secret);
        file_does(&journey, "window.writeFile", &config).await;
        keys.tab_and_press("Open config.yml", Key::Enter).await;
        page.status("Client ID and Client secret taken from your config.yml.")
            .await;
        keys.focus_is_on("open-config").await;
        keys.announced(&[
            "status: Reading config.yml…",
            "status: Client ID and Client secret taken from your config.yml.",
            "status: The Trakt sign-in in config.yml ended on",
        ])
        .await;
        keys.fill("PIN", &journey.trakt.issue_pin(&journey.client_id))
            .await;
        keys.press(Key::Enter).await;
        keys.focus_is_on("updated-config-heading").await;
        keys.announced(&[
            "status: Waiting for Trakt's answer…",
            "status: Your authorization block is ready.",
            "status: Updating your config.yml…",
            "status: config.yml is ready, but not saved yet.",
        ])
        .await;
        keys.tab_and_press("Show the secrets", Key::Space).await;
        file_does(&journey, "window.writeFile", "changed: by Kometa\n").await;
        keys.tab_back_to("button", "Save into config.yml").await;
        keys.press(Key::Enter).await;
        keys.focus_is_on("save-alert").await;
        file_does(&journey, "window.writeFile", &config).await;
        keys.tab_back_to("button", "Save into config.yml").await;
        keys.press(Key::Space).await;
        page.status("Saved into config.yml.").await;
        keys.focus_is_on("save-config").await;
        keys.announced(&[
            "status: Saving into config.yml…",
            "alert: The file was not saved",
            "status: Saving into config.yml…",
            "status: Saved into config.yml. Now restart Kometa.",
        ])
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_that_is_cut_short_and_the_terminal() {
    Journey::go(|journey| async move {
        let keys = Keyboard::of(&journey).await;
        journey
            .trakt
            .once(Endpoint::TOKEN.classic(), Fault::too_many_requests(90));
        journey
            .trakt
            .once(Endpoint::TOKEN.classic(), Fault::stall());
        keys.exchange_pin(&journey).await;
        journey.page.status("Too many requests.").await;
        journey.trakt.advance_clock(Duration::from_secs(1));
        keys.tab_and_press("Try now", Key::Enter).await;
        keys.focus_is_on("cancel").await;
        journey.page.status("Waiting for Trakt's answer").await;
        keys.press(Key::Space).await;
        keys.focus_is_on("submit").await;
        keys.announced(&[
            "status: Waiting for Trakt's answer…",
            "status: Too many requests.",
            "status: Waiting for Trakt's answer…",
            "status: Cancelled.",
        ])
        .await;
        journey.trakt.always(Endpoint::TOKEN, Fault::disconnect());
        journey.pass(Duration::from_secs(1)).await;
        keys.press(Key::Enter).await;
        journey.pass_to_the_other_host().await;
        keys.focus_is_on("failure").await;
        keys.tab_and_press("Use this answer", Key::Space).await;
        keys.focus_is_on("command-output").await;
        assert_eq!(keys.observed("mistakes").await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn regions_are_live_and_nothing_moves_for_who_wants_no_motion() {
    Journey::go(|journey| async move {
        let driver = &journey.page.driver;
        journey
            .trakt
            .once(Endpoint::TOKEN.classic(), Fault::stall());
        journey.fill_in_and_submit().await;
        journey.page.status("Waiting for Trakt's answer").await;
        let tree = devtools(driver, "Accessibility.getFullAXTree", json!({})).await;
        let nodes = tree["nodes"].as_array().unwrap();
        let live = |node: &Value| {
            let properties = node["properties"].as_array().unwrap();
            let live = properties
                .iter()
                .find(|property| property["name"] == "live");
            live.map(|property| property["value"]["value"].clone())
        };
        let statuses: Vec<_> = nodes
            .iter()
            .filter(|node| node["role"]["value"] == "status")
            .collect();
        assert!(statuses.len() >= 5, "{statuses:?}");
        assert!(
            statuses
                .iter()
                .all(|node| live(node) == Some(json!("polite")))
        );

        let moving = async || {
            let moving = driver
                .execute("return document.getAnimations().length", Vec::new())
                .await;
            moving.unwrap().json().as_u64().unwrap()
        };
        assert_eq!(moving().await, 1, "the sign of waiting turns");
        let calm = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
        devtools(driver, "Emulation.setEmulatedMedia", calm).await;
        assert_eq!(moving().await, 0);

        journey.page.press("Cancel").await;
        let pin = journey.trakt.issue_pin(&journey.client_id);
        journey.page.retype("PIN", &pin).await;
        journey
            .trakt
            .once(Endpoint::TOKEN.classic(), Fault::forbidden());
        journey.submit().await;
        journey.page.alert().await;
        let tree = devtools(driver, "Accessibility.getFullAXTree", json!({})).await;
        let nodes = tree["nodes"].as_array().unwrap();
        let alert = nodes
            .iter()
            .find(|node| node["role"]["value"] == "alert" && node["ignored"] == false);
        assert_eq!(live(alert.unwrap()), Some(json!("assertive")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forced_colours_keep_the_focus_and_the_numbers_to_be_seen() {
    Journey::go_with(new_app_of_another_origin(), |journey| async move {
        let keys = Keyboard::of(&journey).await;
        let page = &journey.page;
        let forced = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
        devtools(&page.driver, "Emulation.setEmulatedMedia", forced).await;
        keys.exchange_pin(&journey).await;
        journey.pass_to_the_other_host().await;
        keys.focus_is_on("failure").await;
        keys.tab_to("button", "Copy origin").await;
        let hidden_numbers = "return [...document.querySelectorAll('.step-number')].filter(e => {
            const { color, backgroundColor, borderStyle } = getComputedStyle(e);
            return color === backgroundColor || borderStyle === 'none';
        }).length";
        let hidden = page
            .driver
            .execute(hidden_numbers, Vec::new())
            .await
            .unwrap();
        assert_eq!(hidden.json(), &json!(0));
    })
    .await;
}
