//! A page that the browser translates: every text node is replaced while the page goes on.

use std::time::Duration;

use journeys::journey::Journey;
use trakt_stand_in::{Endpoint, Fault};

/// Does what Chrome and Edge do: puts each text, at once and whenever one comes, into a new text node within two new
/// elements, and leaves the page with the old one. The words stay, so that a text that is never seen to change again
/// shows the old ones.
const TRANSLATE: &str = "const kept = '[translate=no], script, style, textarea, title, font';
    const translate = root => {
        const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        const found = [];
        for (let text; text = texts.nextNode();) found.push(text);
        if (root.nodeType === Node.TEXT_NODE) found.push(root);
        for (const text of found) {
            if (!text.data.trim() || !text.parentElement || text.parentElement.closest(kept)) continue;
            const [outer, inner] = [document.createElement('font'), document.createElement('font')];
            outer.append(inner);
            inner.append(text.data);
            text.replaceWith(outer);
            window.translated = (window.translated ?? 0) + 1;
        }
    };
    addEventListener('DOMContentLoaded', () => {
        new MutationObserver(records => {
            for (const { target, addedNodes } of records) [...addedNodes, target].forEach(translate);
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
        translate(document.body);
    });";

/// The page as opened anew, and translated from the start.
async fn translated(journey: &Journey) {
    journey.page.before_scripts(TRANSLATE).await;
    journey.page.refresh().await;
}

/// Waits until the element that matches says this and nothing else.
async fn says(journey: &Journey, css: &str, words: &str) {
    let page = &journey.page;
    let said = async || page.texts(css).await;
    let is_said = async || (said().await == [words]).then_some(());
    if page
        .look_for(Duration::from_secs(8), is_said)
        .await
        .is_none()
    {
        panic!("{css} says {:?} instead of “{words}”", said().await);
    }
}

async fn was_translated(journey: &Journey) {
    let page = &journey.page;
    let count = page.driver.execute("return window.translated", Vec::new());
    let count = count.await.unwrap().json().as_u64().unwrap();
    assert!(count > 50, "{count} texts were translated");
    assert_eq!(page.alerts().await, Vec::<String>::new());
    let console = page.console().await;
    assert!(
        !console.iter().any(|line| line.contains("panicked")),
        "{console:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_a_countdown_and_a_revocation_are_seen() {
    Journey::go(|journey| async move {
        let Journey { page, trakt, .. } = &journey;
        translated(&journey).await;
        says(&journey, "#pin-link-why", "Enter your Client ID first.").await;
        page.type_into("Client ID", &journey.client_id).await;
        page.wait_for("the end of the reason", async || {
            page.texts("#pin-link-why").await.is_empty().then_some(())
        })
        .await;
        page.type_into("Client secret", &journey.client_secret[1..])
            .await;
        page.wait_for_text("client-secret-remarks", "63 characters")
            .await;
        page.retype("Client secret", &journey.client_secret).await;
        let pin = journey.allow_at_trakt().await;
        let life = async || page.texts(".pin-life").await.concat();
        let before = life().await;
        journey.pass(Duration::from_secs(61)).await;
        page.wait_for("a minute less", async || {
            let after = life().await;
            (after != before && after.matches(':').count() == 1).then_some(())
        })
        .await;

        page.type_into("PIN", &pin).await;
        trakt.once(Endpoint::TOKEN, Fault::too_many_requests(30));
        journey.submit().await;
        let status = ".progress > [role=status]";
        says(&journey, status, "Too many requests.").await;
        for left in [25, 20] {
            journey.pass(Duration::from_secs(5)).await;
            page.wait_for(&format!("{left} seconds left"), async || {
                let countdown = page.texts(".countdown").await.concat();
                let words = format!("Trying again in {left} seconds.");
                let almost = format!("Trying again in {} seconds.", left - 1);
                (countdown == words || countdown == almost).then_some(())
            })
            .await;
        }
        page.press("Try now").await;
        says(
            &journey,
            "#result-heading",
            "Signed in. Here is your block.",
        )
        .await;
        says(&journey, status, "Your authorization block is ready.").await;
        page.press("Copy block").await;
        says(
            &journey,
            ".result > .status",
            "The block is on the clipboard.",
        )
        .await;
        page.press("Check it with Trakt").await;
        says(
            &journey,
            "#result-heading",
            "Signed in as sample-user. Here is your block.",
        )
        .await;

        page.press("Revoke this access").await;
        journey.press_after_a_second("Yes, revoke it").await;
        says(&journey, ".care", "Asking Trakt to revoke the access…").await;
        page.wait_for("the first revocation", async || {
            let revoked = trakt.requests_to("POST", "api.trakt.tv", "/oauth/revoke");
            (revoked.len() == 1).then_some(())
        })
        .await;
        journey.pass(Duration::from_secs(2)).await;
        says(&journey, "#result-heading", "This block is revoked").await;
        was_translated(&journey).await;
        journey.start_over().await;
        says(&journey, "#pin-link-why", "Enter your Client ID first.").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_method_and_a_device_code_are_seen() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        translated(&journey).await;
        for (method, about, button) in [
            ("Device code", "Trakt gives you a code to enter on any device.", "Get a device code"),
            ("Refresh a block", "Renews the block that you have.", "Refresh it"),
            (
                "Return to this page",
                "Trakt sends you back here. This page's address must be a redirect URI of your app.",
                "Sign in with Trakt",
            ),
            ("PIN", "Trakt shows a PIN; paste it here.", "Get my authorization block"),
            ("Device code", "Trakt gives you a code to enter on any device.", "Get a device code"),
        ] {
            page.choose(method).await;
            says(&journey, "#method-about", about).await;
            says(&journey, "#submit", button).await;
        }
        page.type_into("Client ID", &journey.client_id).await;
        for _ in 0..2 {
            journey.press_after_a_second("Get a device code").await;
            let code = page.wait_for("the code", async || page.texts("#user-code").await.pop());
            let code = code.await.replace('-', "");
            let status = ".progress > [role=status]";
            says(&journey, status, "Waiting for you to enter the code at Trakt…").await;
            let before = page.texts(".pin-life").await;
            journey.pass(Duration::from_secs(2)).await;
            page.wait_for("the code's life", async || {
                (page.texts(".pin-life").await != before).then_some(())
            })
            .await;
            assert!(journey.trakt.deny_device(&code));
            journey.pass_polls_until_alert("HTTP 418").await;
            says(&journey, "#submit", "Get a device code").await;
        }
        page.choose("PIN").await;
        was_translated(&journey).await;
    })
    .await;
}
