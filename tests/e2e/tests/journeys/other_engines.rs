//! The journeys that Firefox and Safari's engine have to make too.

use serde_json::json;
use trakt_stand_in::{App, Endpoint, Fault};

use super::config::{open, write};
use super::first_view::{arrives, open_without_program};
use super::refresh::block_with;
use journeys::browser::Browser;
use journeys::journey::{Journey, new_app};

macro_rules! journeys_in {
    ($module:ident, $browser:ident: $($journey:ident,)*) => {
        mod $module {
            use journeys::browser::Browser;

            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $journey() {
                    super::$journey(Browser::$browser).await;
                }
            )*
        }
    };
}

journeys_in! { firefox, Firefox:
    a_pin_becomes_the_block,
    the_way_to_trakt_and_back_becomes_the_block,
    a_file_is_picked_renewed_and_downloaded,
    the_focus_goes_to_what_has_come,
    what_was_typed_into_the_first_view_stays,
    the_policy_keeps_the_page_from_everybody_else,
}

journeys_in! { webkit, WebKit:
    a_pin_becomes_the_block,
    the_way_to_trakt_and_back_becomes_the_block,
    a_file_is_picked_renewed_and_downloaded,
    the_focus_goes_to_what_has_come,
    what_was_typed_into_the_first_view_stays,
    the_policy_keeps_the_page_from_everybody_else,
}

async fn a_pin_becomes_the_block(browser: Browser) {
    Journey::go_in(browser, new_app(), |journey| async move {
        let page = &journey.page;
        page.type_into("Client ID", &journey.client_id).await;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        let pin = journey.allow_at_trakt().await;
        page.type_into("PIN", &pin).await;
        journey.submit().await;
        page.status("Your authorization block is ready.").await;
        journey.assert_only_the_pin_was_sent(&pin);

        let block = page.value_of("Authorization block").await;
        assert!(block.contains(&journey.client_secret), "{block}");
        page.press("Copy block").await;
        page.status("The block is on the clipboard.").await;
        assert_eq!(page.clipboard().await, block);
        page.press("Download block").await;
        page.status("Look for trakt.yml in your downloads.").await;
        let file = journey.downloads.join("trakt.yml");
        page.wait_for("the whole file", async || {
            std::fs::read_to_string(&file)
                .ok()
                .filter(|text| *text == block)
        })
        .await;
        page.press("Check it with Trakt").await;
        page.status("Trakt accepts it.").await;
    })
    .await;
}

async fn the_policy_keeps_the_page_from_everybody_else(browser: Browser) {
    Journey::go_in(browser, new_app(), |journey| async move {
        let page = &journey.page;
        let ask = "const done = arguments[0];
            const violated = new Promise(resolve => addEventListener('securitypolicyviolation', resolve));
            const image = new Image();
            image.onload = () => done('answered');
            image.onerror = async () => {
                const { effectiveDirective, blockedURI } = await violated;
                done(`kept by ${effectiveDirective} from ${blockedURI}`);
            };
            image.src = 'https://example.org/image.png';
            document.body.append(image);";
        let outcome = page.driver.execute_async(ask, Vec::new()).await.unwrap();
        let expected = "kept by img-src from https://example.org/image.png";
        assert_eq!(outcome.json(), &json!(expected));
        // That it never reached the proxy is looked at when the journey ends.
        let console = page.console().await;
        if browser == Browser::Firefox {
            let [line] = &console[..] else {
                panic!("{console:?}")
            };
            assert!(line.contains("https://example.org/image.png"), "{line}");
        }
    })
    .await;
}

async fn the_way_to_trakt_and_back_becomes_the_block(browser: Browser) {
    Journey::go_in(browser, new_app(), |journey| async move {
        journey.trakt.register(App {
            client_id: journey.client_id.clone(),
            client_secret: Some(journey.client_secret.clone()),
            redirect_uris: vec![journey.site.url()],
            cors_origins: Vec::new(),
        });
        let page = &journey.page;
        let way = page.by_role("radio", "Return to this page").await;
        way.click().await.unwrap();
        page.type_into("Client ID", &journey.client_id).await;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        page.press("Sign in with Trakt").await;
        page.press("Allow").await;
        page.wait_until_ready().await;
        page.status("Your authorization block is ready.").await;
        assert_eq!(journey.token_requests().len(), 1);
        let address = page.driver.current_url().await.unwrap();
        assert_eq!(address.as_str(), journey.site.url());
        // The page was loaded anew since.
        page.note_console().await;
    })
    .await;
}

async fn the_focus_goes_to_what_has_come(browser: Browser) {
    Journey::go_in(browser, new_app(), |journey| async move {
        let page = &journey.page;
        let focus_is_on = async |id: &str| {
            page.wait_for(&format!("the focus on {id}"), async || {
                (page.focused_id().await == id).then_some(())
            })
            .await;
        };
        page.press("Get my authorization block").await;
        focus_is_on("input-alert").await;
        let link = page.by_role("link", "Enter your client ID.").await;
        link.click().await.unwrap();
        focus_is_on("client-id").await;
        journey
            .trakt
            .once(Endpoint::TOKEN.classic(), Fault::forbidden());
        journey.fill_in_and_submit().await;
        focus_is_on("failure").await;
        page.retype("PIN", &journey.trakt.issue_pin(&journey.client_id))
            .await;
        journey.submit().await;
        focus_is_on("result-heading").await;
        journey.start_over().await;
        focus_is_on("app-fold").await;
    })
    .await;
}

async fn what_was_typed_into_the_first_view_stays(browser: Browser) {
    Journey::go_in(browser, new_app(), |journey| async move {
        let page = &journey.page;
        let program = open_without_program(&journey).await;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        page.type_into("Client ID", "abc").await;
        arrives(&program, &journey).await;
        // The page was loaded anew since.
        page.note_console().await;
        assert_eq!(page.focused_id().await, "client-id");
        let focused = page.driver.active_element().await.unwrap();
        focused.send_keys("def").await.unwrap();
        assert_eq!(page.value_of("Client ID").await, "abcdef");
        assert_eq!(page.value_of("Client secret").await, journey.client_secret);
    })
    .await;
}

async fn a_file_is_picked_renewed_and_downloaded(browser: Browser) {
    Journey::go_in(browser, new_app(), |journey| async move {
        let page = &journey.page;
        let old = journey.trakt.issue_tokens(&journey.client_id);
        let config = format!(
            "plex:\n  url: x # the big one\n{}",
            block_with(&journey, &old.refresh_token)
        );
        open(&journey, &write(&journey, "config.yml", &config)).await;
        page.press("Renew it now").await;
        let shown = page.value_of("Updated config.yml").await;
        page.press("Copy config.yml").await;
        page.status("The updated config.yml is on the clipboard.")
            .await;
        assert_eq!(page.clipboard().await, shown);
        page.press("Download config.yml").await;
        let file = journey.downloads.join("config.yml");
        let updated = page
            .wait_for("the whole file", async || {
                let text = std::fs::read_to_string(&file).ok();
                text.filter(|text| *text == shown)
            })
            .await;
        let new = journey.trakt.latest_tokens().unwrap();
        assert!(
            updated.starts_with("plex:\n  url: x # the big one\n"),
            "{updated}"
        );
        assert!(updated.contains(&new.refresh_token), "{updated}");
        assert!(!updated.contains(&old.refresh_token), "{updated}");
    })
    .await;
}
