//! Every way in which the exchange of a PIN can fail: what the user reads, what is kept, what was sent.

use serde_json::Value;
use thirtyfour::prelude::*;

use super::journey::Journey;
use super::trakt_stand_in::{Endpoint, Fault};

/// A way to fail, and what must be seen of it.
struct Case {
    name: &'static str,
    fault: Fault,
    words: &'static [&'static str],
}

fn cases() -> Vec<Case> {
    let token_without = |member: &'static str| {
        Fault::rewrite_json(move |token| {
            token.as_object_mut().unwrap().remove(member);
        })
    };
    vec![
        Case {
            name: "403",
            fault: Fault::forbidden(),
            words: &["Trakt does not accept this app", "approved", "HTTP 403"],
        },
        Case {
            name: "404",
            fault: Fault::not_found(),
            words: &[
                "api.trakt.tv no longer takes sign-ins",
                "Trakt sign-in host",
                "HTTP 404",
            ],
        },
        Case {
            name: "412",
            fault: Fault::precondition_failed(),
            words: &[
                "Trakt refused the form of the request",
                "report it",
                "HTTP 412",
            ],
        },
        Case {
            name: "423",
            fault: Fault::locked(),
            words: &["Your Trakt account is locked", "support", "HTTP 423"],
        },
        Case {
            name: "deactivated",
            fault: Fault::account_deactivated(),
            words: &["Your Trakt account is deactivated", "support"],
        },
        Case {
            name: "429 with Retry-After",
            fault: Fault::too_many_requests(7),
            words: &["Trakt asks for a pause", "Wait 7 seconds", "HTTP 429"],
        },
        Case {
            name: "429 without",
            fault: Fault::too_many_requests_without_retry_after(),
            words: &["Trakt asks for a pause", "Wait a minute", "HTTP 429"],
        },
        Case {
            name: "502 with a web page",
            fault: Fault::proxy_error(502),
            words: &[
                "Trakt is not available",
                "Try again in 30 seconds",
                "HTTP 502",
            ],
        },
        Case {
            name: "a closed connection",
            fault: Fault::disconnect(),
            words: &[
                "No answer from Trakt could be read",
                "JavaScript (CORS) origins",
                "ad blocker",
            ],
        },
        Case {
            name: "no CORS headers",
            fault: Fault::missing_cors(),
            words: &[
                "No answer from Trakt could be read",
                "JavaScript (CORS) origins",
            ],
        },
        Case {
            name: "cut off on the wire",
            fault: Fault::cut_off(),
            words: &[
                "Trakt's answer could not be understood",
                "broke off in the middle",
                "Get a new PIN",
            ],
        },
        Case {
            name: "cut off JSON",
            fault: Fault::truncated_json(),
            words: &[
                "Trakt's answer could not be understood",
                "broke off in the middle",
            ],
        },
        Case {
            name: "empty",
            fault: Fault::empty_body(),
            words: &[
                "Trakt's answer could not be understood",
                "it was empty",
                "HTTP 200",
            ],
        },
        Case {
            name: "a web page",
            fault: Fault::raw_body(
                "text/html",
                "<!DOCTYPE html><p>Please log in to this network",
            ),
            words: &[
                "Trakt's answer could not be understood",
                "it was a web page",
            ],
        },
        Case {
            name: "an array",
            fault: Fault::raw_body("application/json", "[]"),
            words: &[
                "Trakt's answer could not be understood",
                "a list where an object",
            ],
        },
        Case {
            name: "no refresh token",
            fault: token_without("refresh_token"),
            words: &[
                "Trakt's answer could not be understood",
                "it lacked refresh_token",
            ],
        },
        Case {
            name: "a wrong type",
            fault: Fault::rewrite_json(|token| token["expires_in"] = Value::from(vec![1])),
            words: &[
                "Trakt's answer could not be understood",
                "“expires_in” was not a whole number",
            ],
        },
        Case {
            name: "a huge body",
            fault: Fault::huge_body(32 << 20),
            words: &[
                "Trakt's answer could not be understood",
                "longer than 1024 KiB",
            ],
        },
        Case {
            name: "markup in the description",
            fault: Fault::oauth_error(
                400,
                "invalid_request",
                "<b>bold</b><img src=x onerror=alert(1)>",
            ),
            words: &[
                "Trakt refused the request",
                "<b>bold</b><img src=x onerror=alert(1)>",
            ],
        },
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_failure_is_told_by_name_keeps_the_fields_and_leaves_the_page_working() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        for Case { name, fault, words } in cases() {
            println!("{name}");
            journey.trakt.clear_faults();
            journey.trakt.clear_journal();
            journey.trakt.once(Endpoint::TOKEN.classic(), fault);
            page.retype("Client ID", &journey.client_id).await;
            page.retype("Client secret", &journey.client_secret).await;
            let pin = journey.trakt.issue_pin(&journey.client_id);
            page.retype("PIN", &pin).await;
            journey.submit().await;
            let alert = page.alert_with(words[0]).await;
            for words in words {
                assert!(
                    alert.contains(words),
                    "{name}: “{words}” is not in “{alert}”"
                );
            }
            assert_eq!(page.alerts().await.len(), 1, "{name}");
            journey.assert_fields_kept(&pin).await;
            assert_eq!(journey.token_requests().len(), 1, "{name}");
            let focused = page.driver.active_element().await.unwrap();
            assert_eq!(
                focused.attr("role").await.unwrap().as_deref(),
                Some("alert"),
                "{name}"
            );

            journey.trakt.clear_faults();
            let pin = journey.trakt.issue_pin(&journey.client_id);
            page.retype("PIN", &pin).await;
            journey.submit().await;
            page.status("Your authorization block is ready.").await;
            page.press("Start over").await;
        }
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
            "Trakt does not know this client ID and secret",
            "Client secret has 63 characters where 64 are usual: it looks cut short",
            "HTTP 401 · invalid_client",
        ] {
            assert!(alert.contains(words), "{alert}");
        }
        assert_eq!(page.value_of("PIN").await, pin);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_cannot_be_reached_is_told_as_such() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey.trakt.always(Endpoint::TOKEN, Fault::disconnect());
        let pin = journey.fill_in().await;
        journey.submit().await;
        let alert = page.alert().await;
        assert!(
            alert.contains("No answer from Trakt could be read"),
            "{alert}"
        );
        assert!(alert.contains("api.trakt.tv"), "{alert}");
        journey.assert_fields_kept(&pin).await;
    })
    .await;
}
