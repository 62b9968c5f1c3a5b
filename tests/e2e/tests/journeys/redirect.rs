//! Trakt sends the browser back to the page.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest, Sha256};

use journeys::journey::Journey;
use trakt_stand_in::{App, TraktStandIn};

/// Registers the page's own address with the app, as its user would.
fn register(journey: &Journey, secret: Option<String>) {
    journey.trakt.register(App {
        client_id: journey.client_id.clone(),
        client_secret: secret,
        redirect_uris: vec![journey.site.url()],
        cors_origins: Vec::new(),
    });
}

async fn set_out(journey: &Journey) {
    let page = &journey.page;
    page.by_role("radio", "Return to this page")
        .await
        .click()
        .await
        .unwrap();
    page.type_into("Client ID", &journey.client_id).await;
    page.type_into("Client secret", &journey.client_secret)
        .await;
    page.press("Sign in with Trakt").await;
    page.by_role("button", "Allow").await;
}

/// Presses a button of Trakt's page and waits for the page to be back.
async fn answer(journey: &Journey, button: &str) {
    journey.page.press(button).await;
    journey.page.wait_until_ready().await;
}

async fn nothing_is_kept(journey: &Journey) {
    let page = &journey.page;
    let kept = page
        .driver
        .execute("return sessionStorage.length", Vec::new())
        .await
        .unwrap();
    assert_eq!(kept.json(), &json!(0));
    let address = page.driver.current_url().await.unwrap();
    assert_eq!(
        address.as_str(),
        journey.site.url(),
        "the answer left the address bar"
    );
}

fn last_authorization(trakt: &TraktStandIn) -> impl Fn(&str) -> String {
    let asked = trakt
        .requests_to("GET", "trakt.tv", "/oauth/authorize")
        .pop()
        .unwrap();
    move |name| asked.query_value(name).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_to_trakt_and_back_becomes_the_block() {
    Journey::go(|journey| async move {
        register(&journey, Some(journey.client_secret.clone()));
        let page = &journey.page;
        page.by_role("radio", "Return to this page")
            .await
            .click()
            .await
            .unwrap();
        page.unfold("I have no Trakt app yet").await;
        page.press("Copy redirect URI").await;
        page.status("Copied").await;
        assert_eq!(page.clipboard().await, journey.site.url());
        journey.take_picture("return").await;
        set_out(&journey).await;
        let asked = last_authorization(&journey.trakt);
        assert_eq!(asked("response_type"), "code");
        assert_eq!(asked("client_id"), journey.client_id);
        assert_eq!(asked("redirect_uri"), journey.site.url());
        assert_eq!(asked("code_challenge_method"), "S256");
        assert_eq!(asked("state").len(), 43, "32 bytes in base64url");

        answer(&journey, "Allow").await;
        page.status("Your authorization block is ready.").await;
        nothing_is_kept(&journey).await;
        let [sent] = &journey.token_requests()[..] else {
            panic!("one request")
        };
        let members = sent.as_object().unwrap();
        let names: BTreeSet<_> = members.keys().map(String::as_str).collect();
        let expected = BTreeSet::from([
            "client_id",
            "code",
            "code_verifier",
            "grant_type",
            "redirect_uri",
        ]);
        assert_eq!(names, expected);
        assert_eq!(sent["grant_type"], json!("authorization_code"));
        assert_eq!(sent["redirect_uri"], json!(journey.site.url()));
        let verifier = sent["code_verifier"].as_str().unwrap();
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
        assert_eq!(challenge, asked("code_challenge"));

        // With PKCE no secret is needed, and so none was kept. It is asked for again, for the block.
        let block = page.value_of("Authorization block").await;
        assert!(block.contains("\n  client_secret:\n"), "{block}");
        let warning = page.texts(".result .warning").await.concat();
        assert!(
            warning.contains("still lacks your client secret"),
            "{warning}"
        );
        page.type_into("Client secret", &journey.client_secret)
            .await;
        let secret = journey.client_secret.clone();
        let block = page.value_with("Authorization block", &secret).await;
        assert!(!block.contains("client_secret:\n"), "{block}");
        page.press("Copy block").await;
        page.status("The block is on the clipboard.").await;
        page.refresh().await;
        assert_eq!(
            page.alerts().await,
            Vec::<String>::new(),
            "a reload finds no old answer"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn denying_access_is_told_and_the_fields_are_back() {
    Journey::go(|journey| async move {
        register(&journey, Some(journey.client_secret.clone()));
        set_out(&journey).await;
        answer(&journey, "Deny").await;
        let alert = journey.page.alert().await;
        assert!(alert.contains("access_denied"), "{alert}");
        nothing_is_kept(&journey).await;
        assert_eq!(journey.page.value_of("Client ID").await, journey.client_id);
        assert_eq!(journey.page.value_of("Client secret").await, "");
        journey
            .page
            .status("Enter your client secret again: it was not kept")
            .await;
        assert_eq!(journey.token_requests().len(), 0);
        journey.take_picture("return-denied").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_not_this_tabs_are_told_apart_and_never_sent() {
    Journey::go(|journey| async move {
        register(&journey, Some(journey.client_secret.clone()));
        let page = &journey.page;
        let open = async |query: &str| {
            let url = format!("{}?{query}", journey.site.url());
            page.driver.goto(url).await.unwrap();
            page.wait_until_ready().await;
        };
        open("code=abc&state=xyz").await;
        page.alert_with("This tab has no sign-in under way").await;
        nothing_is_kept(&journey).await;

        for (query, words) in [
            (
                "code=abc",
                "It is not certain that Trakt sent you back here",
            ),
            (
                "code=abc&state=another",
                "This answer belongs to another sign-in",
            ),
            (
                "error=access_denied&state=another",
                "This answer belongs to another sign-in",
            ),
        ] {
            page.driver.goto(journey.site.url()).await.unwrap();
            page.wait_until_ready().await;
            set_out(&journey).await;
            open(query).await;
            page.alert_with(words).await;
            nothing_is_kept(&journey).await;
        }
        assert_eq!(journey.token_requests().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_keeps_nothing_is_told_as_such() {
    Journey::go(|journey| async move {
        register(&journey, Some(journey.client_secret.clone()));
        let page = &journey.page;
        let refuse = "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError') }";
        page.driver.execute(refuse, Vec::new()).await.unwrap();
        page.by_role("radio", "Return to this page").await.click().await.unwrap();
        page.type_into("Client ID", &journey.client_id).await;
        page.press("Sign in with Trakt").await;
        page.alert_with("Your browser does not let the page prepare this sign-in").await;
        assert_eq!(page.value_of("Client ID").await, journey.client_id);
    })
    .await;
}
