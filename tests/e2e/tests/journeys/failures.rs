//! Every way in which the exchange of a PIN can fail: what the user reads, what is kept, what was sent.

use std::time::Duration;

use serde_json::Value;
use thirtyfour::prelude::*;

use journeys::journey::{Journey, new_app_of_another_origin};
use trakt_stand_in::curl::run_in_sh;
use trakt_stand_in::{Endpoint, Fault};

/// A way to fail at a host, and what must be seen of it.
struct Case {
    name: &'static str,
    at: Endpoint,
    fault: Fault,
    words: &'static [&'static str],
    /// How many POSTs reach the classic and the current host.
    posts: (usize, usize),
}

fn cases() -> Vec<Case> {
    let classic = Endpoint::TOKEN.classic();
    let token_without = |member: &'static str| {
        Fault::rewrite_json(move |token| {
            token.as_object_mut().unwrap().remove(member);
        })
    };
    let not_understood = |name, fault, words| Case {
        name,
        at: classic,
        fault,
        words,
        posts: (1, 0),
    };
    let mut cases = vec![
        Case {
            name: "403",
            at: classic,
            fault: Fault::forbidden(),
            words: &["Trakt does not accept this app", "approved", "HTTP 403"],
            posts: (1, 0),
        },
        Case {
            name: "412",
            at: classic,
            fault: Fault::precondition_failed(),
            words: &[
                "Trakt refused the form of the request",
                "report it",
                "HTTP 412",
            ],
            posts: (1, 0),
        },
        Case {
            name: "423",
            at: classic,
            fault: Fault::locked(),
            words: &["Your Trakt account is locked", "support", "HTTP 423"],
            posts: (1, 0),
        },
        Case {
            name: "deactivated",
            at: classic,
            fault: Fault::account_deactivated(),
            words: &["Your Trakt account is deactivated", "support"],
            posts: (1, 0),
        },
        Case {
            name: "429 for longer than can be waited",
            at: classic,
            fault: Fault::too_many_requests(3_600),
            words: &["Too many requests", "Wait 60 minutes", "HTTP 429"],
            posts: (1, 0),
        },
        Case {
            name: "502 with a web page",
            at: classic,
            fault: Fault::proxy_error(502),
            words: &[
                "Trakt is not available",
                "Try again in 30 seconds",
                "HTTP 502",
            ],
            posts: (1, 0),
        },
        Case {
            name: "a closed connection at both hosts",
            at: Endpoint::TOKEN,
            fault: Fault::disconnect(),
            words: &[
                "Trakt cannot be reached from this browser",
                "ad blocker",
                "auth.trakt.tv was asked too: no answer could be read",
            ],
            posts: (1, 1),
        },
        Case {
            name: "no CORS headers",
            at: Endpoint::TOKEN,
            fault: Fault::missing_cors(),
            words: &[
                "Trakt is up, but this page could not read its answer",
                "JavaScript (CORS) origins",
                "This page's origin: http://127.0.0.1:",
            ],
            posts: (1, 1),
        },
        Case {
            name: "a refused preflight",
            at: Endpoint::TOKEN,
            fault: Fault::preflight_refused(),
            words: &[
                "Trakt is up, but this page could not read its answer",
                "JavaScript (CORS) origins",
            ],
            posts: (0, 0),
        },
        Case {
            name: "markup in the description",
            at: classic,
            fault: Fault::oauth_error(
                400,
                "invalid_request",
                "<b>bold</b><img src=x onerror=alert(1)>",
            ),
            words: &[
                "Trakt refused the request",
                "<b>bold</b><img src=x onerror=alert(1)>",
            ],
            posts: (1, 0),
        },
        not_understood(
            "cut off JSON",
            Fault::truncated_json(),
            &["broke off in the middle"],
        ),
        not_understood("empty", Fault::empty_body(), &["it was empty", "HTTP 200"]),
        not_understood(
            "an array",
            Fault::raw_body("application/json", "[]"),
            &["a list where an object"],
        ),
        not_understood(
            "not JSON",
            Fault::raw_body("application/json", "access_token=abc"),
            &["it was not JSON"],
        ),
        not_understood(
            "no token type",
            token_without("token_type"),
            &["it lacked token_type"],
        ),
        not_understood(
            "a wrong type",
            Fault::rewrite_json(|token| token["expires_in"] = Value::from(vec![1])),
            &["“expires_in” was not a whole number"],
        ),
        not_understood(
            "a huge body",
            Fault::huge_body(32 << 20),
            &["longer than 1024 KiB"],
        ),
    ];
    for (name, fault, words) in [
        (
            "a block page",
            Fault::block_page(403),
            &[
                "in front of Trakt",
                "says nothing about your app",
                "HTTP 403",
            ],
        ),
        (
            "403 with nothing in it",
            Fault::status(403),
            &["in front of Trakt", "may have been used up", "HTTP 403"],
        ),
        (
            "a number of Cloudflare's",
            Fault::cloudflare_code(403, 1020),
            &["in front of Trakt", "VPN", "error code: 1020"],
        ),
        (
            "the network's own page",
            Fault::web_page(),
            &[
                "in front of Trakt",
                "your network's own sign-in page",
                "HTTP 200",
            ],
        ),
        (
            "a block page at 503",
            Fault::block_page(503),
            &["in front of Trakt", "use another network", "HTTP 503"],
        ),
    ] {
        cases.push(Case {
            name,
            at: classic,
            fault,
            words,
            posts: (1, 0),
        });
    }
    cases.push(Case {
        name: "no refresh token",
        at: classic,
        fault: Fault::without_refresh_token(),
        words: &[
            "Trakt sent no refresh token",
            "Kometa cannot use it",
            "Show the whole answer",
        ],
        posts: (1, 0),
    });
    for (name, fault) in [
        ("404", Fault::not_found()),
        ("405", Fault::method_not_allowed()),
        ("410", Fault::gone()),
    ] {
        cases.push(Case {
            name,
            at: Endpoint::TOKEN,
            fault,
            words: &[
                "Trakt takes no sign-ins at the moment",
                "api.trakt.tv was asked too: it no longer takes sign-ins",
                "Try again in a few minutes",
            ],
            posts: (1, 1),
        });
    }
    cases
}

#[tokio::test(flavor = "multi_thread")]
async fn every_failure_is_told_by_name_keeps_the_fields_and_leaves_the_page_working() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.type_into("Client ID", &journey.client_id).await;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        for Case {
            name,
            at,
            fault,
            words,
            posts,
        } in cases()
        {
            println!("{name}");
            journey.trakt.always(at, fault);
            let pin = journey.trakt.issue_pin(&journey.client_id);
            page.retype("PIN", &pin).await;
            journey.trakt.clear_journal();
            journey.submit().await;
            if at == Endpoint::TOKEN {
                journey.pass_to_the_other_host().await;
            }
            let alert = page.alert_with(words[0]).await;
            for words in words {
                assert!(
                    alert.contains(words),
                    "{name}: “{words}” is not in “{alert}”"
                );
            }
            assert_eq!(page.alerts().await.len(), 1, "{name}");
            journey.assert_fields_kept(&pin).await;
            let to = |host| {
                journey
                    .trakt
                    .requests_to("POST", host, "/oauth/token")
                    .len()
            };
            assert_eq!((to("api.trakt.tv"), to("auth.trakt.tv")), posts, "{name}");
            let focused = page.driver.active_element().await.unwrap();
            assert_eq!(
                focused.attr("role").await.unwrap().as_deref(),
                Some("alert"),
                "{name}"
            );
            journey
                .take_picture(&format!("alert-{}", name.replace(' ', "-")))
                .await;
            journey.trakt.clear_faults();
        }
        let pin = journey.trakt.issue_pin(&journey.client_id);
        page.retype("PIN", &pin).await;
        journey.submit().await;
        page.status("Your authorization block is ready.").await;
        assert_eq!(page.alerts().await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_under_another_status_next_to_an_error_or_with_odd_numbers_becomes_the_block() {
    for fault in [
        Fault::under_status(400),
        Fault::under_status(500),
        Fault::next_to_error("invalid_grant"),
        Fault::numbers_in_other_forms(),
    ] {
        Journey::go(|journey| async move {
            journey.trakt.once(Endpoint::TOKEN, fault);
            journey.fill_in_and_submit().await;
            journey
                .page
                .status("Your authorization block is ready.")
                .await;
            let block = journey.page.value_of("Authorization block").await;
            assert!(block.contains("\n    expires_in: 604800\n"), "{block}");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_429_is_waited_for_as_long_as_it_says_and_then_tried_again() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey
            .trakt
            .once(Endpoint::TOKEN, Fault::too_many_requests(2));
        journey.fill_in_and_submit().await;
        page.status("Too many requests.").await;
        let countdown = page.driver.find(By::Css("[role=timer]")).await.unwrap();
        let words = countdown.text().await.unwrap();
        assert!(words.starts_with("Trying again in "), "{words}");
        journey.pass(Duration::from_secs(2)).await;
        page.status("Your authorization block is ready.").await;
        assert_eq!(journey.token_requests().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_can_be_cut_short_and_cancelled_and_is_bounded_without_retry_after() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey
            .trakt
            .always(Endpoint::TOKEN, Fault::too_many_requests(120));
        let pin = journey.fill_in().await;
        journey.submit().await;
        page.status("Too many requests.").await;
        page.press("Cancel").await;
        page.status("Cancelled.").await;
        journey.assert_fields_kept(&pin).await;
        assert_eq!(journey.token_requests().len(), 1);

        journey.trakt.always(
            Endpoint::TOKEN,
            Fault::too_many_requests_without_retry_after(),
        );
        journey.submit().await;
        for sent in 2..=6 {
            page.wait_for("another request", async || {
                (journey.token_requests().len() == sent).then_some(())
            })
            .await;
            journey.trakt.advance_clock(Duration::from_secs(1));
            page.press("Try now").await;
        }
        let alert = page.alert_with("Too many requests").await;
        assert!(alert.contains("Wait a minute"), "{alert}");
        assert_eq!(journey.token_requests().len(), 7);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_trakt_did_not_act_on_goes_out_once_more() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey
            .trakt
            .always(Endpoint::TOKEN, Fault::proxy_error(522));
        journey.fill_in_and_submit().await;
        page.status("Trakt is not available at the moment.").await;
        journey.trakt.advance_clock(Duration::from_secs(1));
        page.press("Try now").await;
        let alert = page.alert_with("Trakt is not available").await;
        assert!(alert.contains("HTTP 522"), "{alert}");
        assert_eq!(journey.token_requests().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_host_answers_where_the_chosen_one_does_not_and_the_page_says_so() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey
            .trakt
            .always(Endpoint::TOKEN.classic(), Fault::gone());
        journey.fill_in_and_submit().await;
        journey.pass_to_the_other_host().await;
        page.status("Your authorization block is ready.").await;
        let notes = page.texts(".notes").await.concat();
        let words =
            "auth.trakt.tv answered. api.trakt.tv was asked first: it no longer takes sign-ins.";
        assert!(notes.contains(words), "{notes}");
        let times: Vec<_> = journey
            .trakt
            .requests_to("POST", "auth.trakt.tv", "/oauth/token");
        assert_eq!((journey.token_requests().len(), times.len()), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_leaves_this_page_out_is_told_apart_and_foretold() {
    Journey::go_with(new_app_of_another_origin(), |journey| async move {
        let page = &journey.page;
        page.type_into("Client ID", &journey.client_id).await;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        let pin = journey.allow_at_trakt().await;
        page.status("Trakt is up, but this page cannot read its answers.")
            .await;
        page.type_into("PIN", &pin).await;
        journey.submit().await;
        journey.pass_to_the_other_host().await;
        let alert = page
            .alert_with("Trakt is up, but this page could not read its answer")
            .await;
        assert!(alert.contains(&journey.site.origin()), "{alert}");
        page.press("Copy origin").await;
        page.status("Copied").await;
        assert_eq!(page.clipboard().await, journey.site.origin());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_id_that_trakt_does_not_know_is_foretold_without_blocking() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.type_into("Client ID", "unknown").await;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        page.by_role("link", "Get a PIN from Trakt")
            .await
            .click()
            .await
            .unwrap();
        page.status("Trakt does not seem to accept this client ID.")
            .await;
        let asked = journey
            .trakt
            .requests_to("POST", "api.trakt.tv", "/oauth/device/code");
        assert_eq!(
            asked[0].json(),
            Some(serde_json::json!({ "client_id": "unknown" }))
        );
        page.type_into("PIN", "12abcdef").await;
        journey.submit().await;
        page.alert_with("Wrong client ID or secret").await;
        assert_eq!(journey.token_requests().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_client_id_raises_no_warning() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.type_into("Client ID", &journey.client_id).await;
        page.by_role("link", "Get a PIN from Trakt")
            .await
            .click()
            .await
            .unwrap();
        page.wait_for("the question", async || {
            let asked = journey
                .trakt
                .requests_to("POST", "api.trakt.tv", "/oauth/device/code");
            (asked.len() == 1).then_some(())
        })
        .await;
        page.retype("PIN", &journey.trakt.issue_pin(&journey.client_id))
            .await;
        page.retype("Client secret", &journey.client_secret).await;
        journey.submit().await;
        page.status("Your authorization block is ready.").await;
        assert!(
            page.driver
                .find(By::Css(".warning:not(:empty)"))
                .await
                .is_err()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_given_up_after_thirty_seconds_and_it_is_said() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey
            .trakt
            .always(Endpoint::TOKEN, Fault::stall_mid_body());
        let pin = journey.fill_in().await;
        journey.submit().await;
        page.wait_for("the request", async || {
            (journey.token_requests().len() == 1).then_some(())
        })
        .await;
        journey.pass(Duration::from_secs(28)).await;
        page.status("Waiting for Trakt's answer").await;
        journey.pass(Duration::from_secs(2)).await;
        let alert = page.alert().await;
        assert!(alert.contains("Trakt did not answer in time"), "{alert}");
        assert!(alert.contains("after 30 seconds"), "{alert}");
        journey.assert_fields_kept(&pin).await;
        assert_eq!(journey.token_requests().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn being_offline_is_noticed_and_so_is_the_network_coming_back() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let pin = journey.fill_in().await;
        page.set_offline(true).await;
        page.status("You are offline.").await;
        journey.submit().await;
        let alert = page.alert().await;
        assert!(alert.contains("You are offline"), "{alert}");
        assert_eq!(journey.token_requests().len(), 0);
        journey.assert_fields_kept(&pin).await;
        page.textbox("Command for macOS and Linux").await;

        page.set_offline(false).await;
        page.status("You are online again.").await;
        journey.submit().await;
        page.status("Your authorization block is ready.").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_terminal_is_a_way_out_when_nothing_gets_through() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey.trakt.always(Endpoint::TOKEN, Fault::disconnect());
        journey.fill_in_and_submit().await;
        journey.pass_to_the_other_host().await;
        page.alert_with("Trakt cannot be reached from this browser")
            .await;
        let powershell = page.value_of("Command for Windows PowerShell").await;
        assert!(powershell.contains("Invoke-WebRequest"), "{powershell}");
        let command = page.value_of("Command for macOS and Linux").await;
        journey.take_picture("terminal").await;

        page.press("Use this answer").await;
        page.alert_with("What the command printed is empty").await;
        page.type_into(
            "What the command printed",
            "curl: (6) Could not resolve host: api.trakt.tv",
        )
        .await;
        page.press("Use this answer").await;
        page.alert_with("The command did not reach Trakt either")
            .await;
        page.retype("What the command printed", "{\"error\":\"invalid_grant\"}")
            .await;
        page.press("Use this answer").await;
        page.alert_with("Trakt did not accept the PIN").await;

        journey.trakt.clear_faults();
        journey.trakt.advance_clock(Duration::from_secs(1));
        let printed = run_in_sh(&command, &journey.trakt).await;
        page.retype("What the command printed", &format!("$ {printed} $"))
            .await;
        page.press("Use this answer").await;
        page.status("Your authorization block is ready.").await;
        let block = page.value_of("Authorization block").await;
        assert!(block.contains(&journey.client_id), "{block}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_with_a_block_that_was_not_saved_asks_first() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let asks = async || {
            let script = "const leaving = new Event('beforeunload', { cancelable: true });
                window.dispatchEvent(leaving); return leaving.defaultPrevented;";
            page.driver
                .execute(script, Vec::new())
                .await
                .unwrap()
                .json()
                .as_bool()
                .unwrap()
        };
        assert!(!asks().await, "there is nothing to lose yet");
        journey.fill_in_and_submit().await;
        page.status("Your authorization block is ready.").await;
        assert!(asks().await);
        page.press("Copy block").await;
        page.status("The block is on the clipboard.").await;
        assert!(!asks().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clipboard_that_refuses_leaves_the_block_selected() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey.fill_in_and_submit().await;
        page.status("Your authorization block is ready.").await;
        page.deny_clipboard().await;
        page.press("Copy block").await;
        page.status("The block is selected").await;
        let selected = "const area = document.activeElement; return area.value.slice(area.selectionStart, area.selectionEnd)";
        let selected = page.driver.execute(selected, Vec::new()).await.unwrap();
        let block = page.value_of("Authorization block").await;
        assert_eq!(selected.json().as_str(), Some(block.as_str()));
    })
    .await;
}

/// As a translating extension might: the page, given a client ID without a secret, goes to put something before an element
/// that is gone.
pub const BREAKS_THE_PAGE: &str = "document.querySelector('.pin-link').remove()";

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_leaves_a_message_and_what_was_typed() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.paste("Your config.yml", &journey.client_secret).await;
        page.driver
            .execute(BREAKS_THE_PAGE, Vec::new())
            .await
            .unwrap();
        page.type_into("Client ID", "a").await;
        let alert = page.alert_with("This page has broken").await;
        assert!(alert.contains("What you typed is still below"), "{alert}");
        assert!(alert.contains(".rs:"), "{alert}");
        assert_eq!(
            page.value_of("Your config.yml").await,
            journey.client_secret
        );
        let console = page.console().await;
        assert!(
            console
                .iter()
                .all(|line| !line.contains(&journey.client_secret)),
            "{console:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_pin_is_told_as_such() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.type_into("Client ID", &journey.client_id).await;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        page.type_into("PIN", "00000000").await;
        journey.submit().await;
        let alert = page.alert().await;
        for words in [
            "Trakt did not accept the PIN",
            "Get a new PIN",
            "redirect URI",
            "HTTP 400 · invalid_grant",
        ] {
            assert!(alert.contains(words), "{alert}");
        }
        journey.assert_fields_kept("00000000").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_told_as_such_and_named_if_cut_short() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let pin = journey.fill_in().await;
        page.textbox("Client secret")
            .await
            .send_keys(Key::Backspace + "")
            .await
            .unwrap();
        journey.submit().await;
        let alert = page.alert().await;
        for words in [
            "Wrong client ID or secret",
            "Client secret has 63 characters where 64 are usual: it looks cut short",
            "HTTP 401 · invalid_client",
        ] {
            assert!(alert.contains(words), "{alert}");
        }
        assert_eq!(page.value_of("PIN").await, pin);
    })
    .await;
}
