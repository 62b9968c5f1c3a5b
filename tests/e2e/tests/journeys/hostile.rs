//! Responses as no honest server sends them: whatever comes, no token is lost and no sentence is untrue.

use std::time::Duration;

use journeys::journey::Journey;
use trakt_stand_in::{Endpoint, Fault};

use crate::refresh::{block_with, choose_refresh};

/// What a fault leaves of a token on its way to the browser.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    /// All of it arrives.
    Arrives,
    /// All of it is sent, but with the end of the connection so close behind it that a browser may forget it.
    MayArrive,
    /// It does not, or not as a whole.
    DoesNot,
}

type Case = (String, Fault, Token);

/// Faults that answer in place of Trakt.
fn refusals() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |name: String, fault| cases.push((name, fault, Token::DoesNot));
    // Those that browsers have rules of their own for.
    for status in [401, 408, 421, 425, 511] {
        add(format!("{status}, empty"), Fault::status(status));
    }
    for status in [303, 307] {
        let to = "https://auth.trakt.tv/oauth/token";
        add(format!("{status}"), Fault::redirect(status, to));
        let fault = Fault::redirect(status, to).without_cors();
        add(format!("{status} without CORS"), fault);
    }
    for retry_after in ["999999999999999999999999", "soon"] {
        let fault = Fault::too_many_requests_until(retry_after);
        add(format!("429 for “{retry_after}”"), fault);
    }
    add(
        "an error that is markup".into(),
        Fault::oauth_error(400, "<img src=x>", "\u{202e}desrever\u{0} <b>x</b>"),
    );
    cases
}

/// Faults that spoil an answer that Trakt gave.
fn spoilt_tokens() -> Vec<Case> {
    let edited = |edit: fn(Vec<u8>) -> Vec<u8>| Fault::rewrite_body(edit);
    [
        (
            "reset behind it",
            Fault::reset_behind_body(),
            Token::Arrives,
        ),
        (
            "silence behind it",
            Fault::stall_behind_body(),
            Token::Arrives,
        ),
        (
            "blanks behind it",
            Fault::blanks_behind_body(),
            Token::Arrives,
        ),
        (
            "one byte promised too many",
            Fault::content_length_too_long(1),
            Token::MayArrive,
        ),
        (
            "a thousand bytes promised too many",
            Fault::content_length_too_long(1_000),
            Token::MayArrive,
        ),
        (
            "the last brace cut off",
            Fault::content_length_too_short(1),
            Token::Arrives,
        ),
        (
            "created_at cut off",
            Fault::content_length_too_short(5),
            Token::Arrives,
        ),
        ("cut off in the middle", Fault::cut_off(), Token::DoesNot),
        (
            "silence in the middle",
            Fault::stall_mid_body(),
            Token::DoesNot,
        ),
        ("32 MiB", Fault::huge_body(32 << 20), Token::DoesNot),
        (
            "bytes that are no UTF-8",
            Fault::invalid_utf8_in_values(),
            Token::DoesNot,
        ),
        ("no CORS headers", Fault::missing_cors(), Token::DoesNot),
        (
            "a byte order mark before it",
            edited(|b| [b"\xef\xbb\xbf", &b[..]].concat()),
            Token::Arrives,
        ),
        (
            "NUL behind it",
            edited(|b| [&b[..], b"\0\0"].concat()),
            Token::Arrives,
        ),
        (
            "as text/html",
            Fault::none().with_header("content-type", "text/html"),
            Token::Arrives,
        ),
        (
            "as UTF-16",
            edited(|b| b.iter().flat_map(|byte| [*byte, 0]).collect()),
            Token::DoesNot,
        ),
    ]
    .into_iter()
    .map(|(name, fault, token)| (name.to_owned(), fault, token))
    .collect()
}

/// Faults of the wire, before there is an answer.
fn lost_answers() -> Vec<Case> {
    [
        ("garbage", Fault::garbage()),
        ("the connection closed", Fault::disconnect()),
        ("the connection reset", Fault::reset()),
        ("silence", Fault::stall()),
        ("a header of 400 kB", Fault::huge_header(400_000)),
        ("a refused preflight", Fault::preflight_refused()),
    ]
    .into_iter()
    .map(|(name, fault)| (name.to_owned(), fault, Token::DoesNot))
    .collect()
}

/// So many of the spoilt tokens are spoilt by the connection; the others are read like those for a PIN.
const MOST_OF_THE_WIRE: usize = 3;

/// What the user sees in the end.
#[derive(Debug)]
enum Outcome {
    Block(String),
    Alert(String),
}

async fn outcome(journey: &Journey) -> Outcome {
    let page = &journey.page;
    // Time passes until there is an end, but not before an answer on its way had the time to arrive.
    let pauses = [2, 2, 4, 4].into_iter().chain(std::iter::repeat_n(8, 20));
    for pause in pauses {
        let patience = Duration::from_millis(400);
        let seen = page
            .look_for(patience, async || {
                if let Some(alert) = page.alerts().await.into_iter().next() {
                    return Some(Outcome::Alert(alert));
                }
                let block = page.find_by_role("textbox", "Authorization block").await?;
                Some(Outcome::Block(block.prop("value").await.ok()??))
            })
            .await;
        if let Some(seen) = seen {
            return seen;
        }
        journey.pass(Duration::from_secs(pause)).await;
    }
    panic!("nothing came of it");
}

/// What is said must be true of what has happened at Trakt.
fn assert_true(name: &str, alert: &str, noun: &str, is_used: bool) {
    let says = |words: &str| alert.contains(words);
    if says(&format!("The {noun} has not been used up.")) {
        assert!(!is_used, "{name}: it has been used up: {alert}");
    }
    if says("has probably been used up") || says("Trakt probably took it") {
        assert!(is_used, "{name}: it has not been used up: {alert}");
    }
    if says("in Trakt's own words, is below") {
        assert!(says(" said: "), "{name}: nothing is below: {alert}");
    }
    for untrue in [
        "did not reach Trakt",
        "is used up.",
        "does not let this page",
        "nothing was sent",
        "NaN",
        "\u{202e}",
    ] {
        assert!(!says(untrue), "{name}: “{untrue}” in {alert}");
    }
    let lines: Vec<_> = alert.lines().collect();
    assert!(
        lines.len() >= 3,
        "{name}: no cause or nothing to do: {alert}"
    );
}

async fn try_pins(cases: Vec<Case>) {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let mut counts = (0, 0);
        for (name, fault, token) in cases {
            journey.trakt.always(Endpoint::TOKEN, fault);
            let pin = journey.trakt.issue_pin(&journey.client_id);
            page.paste("Client ID", &journey.client_id).await;
            page.paste("Client secret", &journey.client_secret).await;
            page.paste("PIN", &pin).await;
            journey.submit().await;
            match outcome(&journey).await {
                Outcome::Block(block) => {
                    counts.0 += 1;
                    let tokens = journey.trakt.latest_tokens().unwrap();
                    assert!(token != Token::DoesNot, "{name}: {block}");
                    for token in [tokens.access_token, tokens.refresh_token] {
                        assert!(block.contains(&token), "{name}: {block}");
                    }
                    page.press("Copy block").await;
                    page.status("The block is on the clipboard.").await;
                    journey.start_over().await;
                    page.wait_for("the start", async || {
                        let block = page.find_by_role("textbox", "Authorization block").await;
                        block.is_none().then_some(())
                    })
                    .await;
                }
                Outcome::Alert(alert) => {
                    counts.1 += 1;
                    assert!(
                        token != Token::Arrives,
                        "{name}: the token is lost: {alert}"
                    );
                    assert_true(&name, &alert, "PIN", journey.trakt.is_used(&pin));
                    journey.assert_fields_kept(&pin).await;
                }
            }
            journey.trakt.clear_faults();
            journey.trakt.clear_journal();
        }
        println!(
            "{} tokens received, {} alerts, all true",
            counts.0, counts.1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_refuses_a_pin_is_told_as_it_is() {
    try_pins(refusals()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_arrives_is_not_lost_however_it_ends() {
    try_pins(spoilt_tokens()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_is_told_as_it_is() {
    try_pins(lost_answers()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refreshed_token_is_not_lost_and_nothing_untrue_is_said_of_the_old_one() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        choose_refresh(&journey).await;
        let arrives = |case: &Case| case.2 == Token::Arrives;
        let cases = spoilt_tokens()
            .into_iter()
            .filter(arrives)
            .take(MOST_OF_THE_WIRE)
            .chain(lost_answers());
        for (name, fault, token) in cases {
            journey.trakt.always(Endpoint::TOKEN, fault);
            let old = journey.trakt.issue_tokens(&journey.client_id);
            let pasted = block_with(&journey, &old.refresh_token);
            page.paste("Your current trakt block", &pasted).await;
            journey.press_after_a_second("Refresh it").await;
            match outcome(&journey).await {
                Outcome::Block(block) => {
                    let new = journey.trakt.latest_tokens().unwrap();
                    assert!(token != Token::DoesNot, "{name}: {block}");
                    assert!(block.contains(&new.access_token), "{name}: {block}");
                    page.press("Copy block").await;
                    page.status("The block is on the clipboard.").await;
                    journey.start_over().await;
                    choose_refresh(&journey).await;
                }
                Outcome::Alert(alert) => {
                    assert!(
                        token != Token::Arrives,
                        "{name}: the token is lost: {alert}"
                    );
                    let is_used = !journey.trakt.is_alive(&old.refresh_token);
                    assert_true(&name, &alert, "refresh token", is_used);
                }
            }
            journey.trakt.clear_faults();
            journey.trakt.clear_journal();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_polled_token_is_not_lost_however_it_ends() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.paste("Client ID", &journey.client_id).await;
        page.paste("Client secret", &journey.client_secret).await;
        page.by_role("radio", "Device code")
            .await
            .click()
            .await
            .unwrap();
        let arrives = |case: &Case| case.2 == Token::Arrives;
        let cases = spoilt_tokens().into_iter().filter(arrives);
        for (name, fault, _) in cases.take(MOST_OF_THE_WIRE) {
            journey.press_after_a_second("Get a device code").await;
            page.status("Waiting for you to enter the code").await;
            let code = journey.trakt.latest_user_code().unwrap();
            journey.trakt.always(Endpoint::DEVICE_TOKEN, fault);
            assert!(journey.trakt.approve_device(&code), "{name}");
            match outcome(&journey).await {
                Outcome::Block(block) => {
                    let new = journey.trakt.latest_tokens().unwrap();
                    assert!(block.contains(&new.access_token), "{name}: {block}");
                }
                Outcome::Alert(alert) => panic!("{name}: the token is lost: {alert}"),
            }
            journey.trakt.clear_faults();
            journey.trakt.clear_journal();
            page.press("Copy block").await;
            page.status("The block is on the clipboard.").await;
            journey.start_over().await;
            page.paste("Client ID", &journey.client_id).await;
            page.paste("Client secret", &journey.client_secret).await;
            page.by_role("radio", "Device code")
                .await
                .click()
                .await
                .unwrap();
        }
    })
    .await;
}
