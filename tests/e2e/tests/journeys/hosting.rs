//! The page behind the web servers that it comes with a configuration for, with the headers that they add.

use journeys::browser::Browser;
use journeys::journey::Journey;
use journeys::project;
use journeys::web_server::{Head, Software, WebServer};
use trakt_stand_in::App;

const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// The rules of `_headers`: a path, in which one `*` stands for anything, and a header field.
fn rules() -> Vec<(String, String, String)> {
    let text = std::fs::read_to_string(project().join("dist/_headers")).expect("it is built");
    let mut path = "";
    let mut rules = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix("  ") {
            None => path = line,
            Some(field) => {
                let (name, value) = field.split_once(": ").expect("name and value");
                rules.push((path.to_owned(), name.to_owned(), value.to_owned()));
            }
        }
    }
    rules
}

fn matches(rule: &str, path: &str) -> bool {
    match rule.split_once('*') {
        None => rule == path,
        Some((start, end)) => path.starts_with(start) && path.ends_with(end),
    }
}

/// The paths of the page's files.
fn files() -> Vec<String> {
    std::fs::read_dir(project().join("dist"))
        .expect("the page is built")
        .map(|file| format!("/{}", file.unwrap().file_name().to_string_lossy()))
        .filter(|path| path != "/_headers")
        .collect()
}

fn assert_obeys(head: &Head, path: &str, rules: &[(String, String, String)]) {
    for (rule, name, value) in rules {
        if matches(rule, path) {
            assert_eq!(head.values(name), [value], "{name} of {path}: {head:?}");
        }
    }
}

async fn headers_are_those_for_every_host(software: Software) {
    let server = WebServer::start(software).await;
    let rules = rules();
    assert!(rules.len() >= 10, "{rules:?}");
    let mut files = files();
    files.push("/".into());
    assert!(files.len() > 5, "{files:?}");
    for path in files {
        let head = server.head_of(&path).await;
        assert_eq!(head.status, 200, "{path}: {head:?}");
        assert_obeys(&head, &path, &rules);
        assert_eq!(head.values("cache-control").len(), 1, "{path}: {head:?}");
        assert_binds_only_this_page(&head, &path);
        // What is compressed already comes as it is, and everything else compressed.
        let encoding: &[&str] = if path.ends_with(".bin") {
            &[]
        } else {
            &["gzip"]
        };
        assert_eq!(head.values("content-encoding"), encoding, "{path}");
    }
    // What is missing now may be there after the next update.
    let missing = "/deferred-0123456789abcdef.bin";
    let head = server.head_of(missing).await;
    assert_eq!(head.status, 404);
    assert!(
        !head.values("cache-control").contains(&FOR_GOOD),
        "{head:?}"
    );
    let for_all: Vec<_> = rules.into_iter().filter(|rule| rule.0 == "/*").collect();
    assert_obeys(&head, missing, &for_all);
    assert_binds_only_this_page(&head, missing);
}

/// None of these headers counts for other pages and services of the same host name, as they do on a NAS.
fn assert_binds_only_this_page(head: &Head, path: &str) {
    for name in [
        "strict-transport-security",
        "clear-site-data",
        "public-key-pins",
        "alt-svc",
    ] {
        assert!(head.values(name).is_empty(), "{name} of {path}: {head:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nginx_adds_the_headers() {
    headers_are_those_for_every_host(Software::Nginx).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn caddy_adds_the_headers() {
    headers_are_those_for_every_host(Software::Caddy).await;
}

#[test]
fn hosts_that_read_headers_are_told_nothing_about_other_pages_of_the_host_name() {
    for (path, name, value) in rules() {
        let binds_more = name.eq_ignore_ascii_case("strict-transport-security");
        assert!(!binds_more, "{path}: {name}: {value}");
    }
}

#[test]
fn what_is_kept_for_good_is_named_after_its_content() {
    let rules = rules();
    for path in files() {
        let is_kept = rules
            .iter()
            .any(|(rule, _, value)| value == FOR_GOOD && matches(rule, &path));
        let stem = path.split('.').next().unwrap().trim_end_matches("_bg");
        let digest = stem.rsplit('-').next().unwrap();
        let has_digest = digest.len() >= 8 && digest.chars().all(|c| c.is_ascii_hexdigit());
        assert_eq!(is_kept, has_digest, "{path}");
    }
}

/// Everything that these headers could get in the way of: the program, the worker, the clipboard, a download, the way to
/// Trakt and back in the same tab.
async fn the_page_works_behind(software: Software, browser: Browser) {
    let server = WebServer::start(software).await;
    let address = server.url();
    Journey::go_to(address.clone(), browser, |journey| async move {
        let page = &journey.page;
        journey.trakt.register(App {
            client_id: journey.client_id.clone(),
            client_secret: Some(journey.client_secret.clone()),
            redirect_uris: vec![address.clone()],
            cors_origins: Vec::new(),
        });
        page.by_role("radio", "Return to this page")
            .await
            .click()
            .await
            .unwrap();
        page.type_into("Client ID", &journey.client_id).await;
        page.type_into("Client secret", &journey.client_secret)
            .await;
        page.press("Sign in with Trakt").await;
        page.press("Allow").await;
        page.wait_until_ready().await;
        page.status("Your authorization block is ready.").await;
        assert_eq!(page.driver.current_url().await.unwrap().as_str(), address);

        let block = page.value_of("Authorization block").await;
        page.paste("Your config.yml", "plex:\n  url: x\n").await;
        page.press("Update config.yml").await;
        let updated = page.value_of("Updated config.yml").await;
        assert_eq!(updated, format!("plex:\n  url: x\n{block}"));
        journey.unfold_block().await;
        page.press("Copy block").await;
        page.status("The block is on the clipboard.").await;
        page.press("Download block").await;
        page.status("Look for trakt.yml in your downloads.").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_uses_the_page_behind_nginx() {
    the_page_works_behind(Software::Nginx, Browser::Chromium).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_uses_the_page_behind_nginx() {
    the_page_works_behind(Software::Nginx, Browser::Firefox).await;
}
