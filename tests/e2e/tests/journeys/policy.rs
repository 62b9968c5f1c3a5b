//! The page's Content-Security-Policy, at work in the browser.

use serde_json::json;

use journeys::browser::devtools;
use journeys::journey::Journey;

/// Notes every violation that the browser reports from now on.
const NOTE_VIOLATIONS: &str = "window.violations = [];
    addEventListener('securitypolicyviolation', e => violations.push(e.effectiveDirective + ' ' + e.blockedURI));";

/// Runs a script that ends by calling `done`, and gives what it was called with.
async fn outcome(journey: &Journey, script: &str) -> serde_json::Value {
    let script = format!("const done = arguments[0]; {script}");
    let outcome = journey
        .page
        .driver
        .execute_async(&script, Vec::new())
        .await
        .unwrap();
    outcome.json().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_attacker_would_add_is_blocked() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.driver.execute(NOTE_VIOLATIONS, Vec::new()).await.unwrap();
        for (what, script, violation) in [
            (
                "an inline script",
                "const script = document.createElement('script');
                 try { script.textContent = 'window.ran = true'; } catch { return done('refused'); }
                 document.body.append(script); done(window.ran ? 'ran' : 'refused');",
                "require-trusted-types-for",
            ),
            (
                "markup with a handler",
                "try { document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = true\">'); }
                 catch { return done('refused'); } done('inserted');",
                "require-trusted-types-for",
            ),
            (
                "an event handler",
                "try { document.body.setAttribute('onclick', 'window.ran = true'); } catch { return done('refused'); }
                 document.body.click(); done(window.ran ? 'ran' : 'refused');",
                "require-trusted-types-for",
            ),
            (
                "text as a program",
                "// Not at once: what DevTools runs may evaluate text.
                 setTimeout(() => { try { eval('window.ran = true') } catch {} done(window.ran ? 'ran' : 'refused'); });",
                "require-trusted-types-for",
            ),
            (
                "a request to another host",
                "fetch('https://example.org/').then(() => done('sent'), () => done('refused'));",
                "connect-src https://example.org",
            ),
            (
                "a request to another host of Trakt's",
                "fetch('https://trakt.tv/').then(() => done('sent'), () => done('refused'));",
                "connect-src https://trakt.tv",
            ),
            (
                "a beacon",
                "navigator.sendBeacon('https://example.org/'); requestAnimationFrame(() => done('refused'));",
                "connect-src https://example.org",
            ),
            (
                "a style",
                "const style = document.createElement('style'); style.textContent = 'body { color: red }';
                 document.head.append(style); done(style.sheet ? 'applied' : 'refused');",
                "style-src-elem inline",
            ),
            (
                "a script of the page's host",
                "import(new URL('other.js', location.href)).then(() => done('ran'), () => done('refused'));",
                "script-src-elem http://127.0.0.1",
            ),
            (
                "a style sheet of the page's host",
                "const link = document.createElement('link'); link.rel = 'stylesheet'; link.href = 'other.css';
                 link.onload = () => done('applied'); link.onerror = () => done('refused'); document.head.append(link);",
                "style-src-elem http://127.0.0.1",
            ),
            (
                "a form that leaves",
                "const form = document.createElement('form'); form.action = 'https://example.org/';
                 document.body.append(form); form.submit(); requestAnimationFrame(() => done('refused'));",
                "form-action https://example.org",
            ),
            (
                "a base for all addresses",
                "const base = document.createElement('base'); base.href = 'https://example.org/';
                 document.head.append(base); done(document.baseURI.includes('example') ? 'moved' : 'refused');",
                "base-uri https://example.org",
            ),
            (
                "a frame",
                "const frame = document.createElement('iframe'); frame.src = 'https://example.org/';
                 document.body.append(frame); requestAnimationFrame(() => done('refused'));",
                "frame-src https://example.org",
            ),
        ] {
            assert_eq!(outcome(&journey, script).await, "refused", "{what}");
            page.wait_for(&format!("the report of {what}"), async || {
                let reported = page.driver.execute("return window.violations", Vec::new()).await.ok()?;
                let reported = reported.json().as_array()?.clone();
                reported
                    .iter()
                    .any(|line| line.as_str().is_some_and(|line| line.starts_with(violation)))
                    .then_some(())
            })
            .await;
            page.driver.execute("window.violations.length = 0", Vec::new()).await.unwrap();
        }
        // The browser has written each of these into its console, where no other journey may find anything.
        let console = page.console().await;
        assert!(console.len() >= 11, "{console:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_the_page_that_was_tampered_with_does_not_run() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        for (start, end, with_config) in [
            ("kometa-trakt-sign-in-", ".bin", false),
            ("deferred-", ".bin", false),
            ("config-editor-", ".js", true),
            ("config-editor-", ".bin", true),
        ] {
            let file = journey.site.tamper_with(start, end);
            let reload = json!({ "ignoreCache": true });
            devtools(&page.driver, "Page.reload", reload).await;
            if with_config {
                page.wait_until_ready().await;
                page.paste("Your config.yml", "plex:\n  url: x\n").await;
            }
            page.wait_for(&format!("the report about {file}"), async || {
                let console = page.console().await;
                console
                    .iter()
                    .any(|line| line.contains("integrity") && line.contains(&file))
                    .then_some(())
            })
            .await;
            journey.site.mend();
        }
        devtools(&page.driver, "Page.reload", json!({ "ignoreCache": true })).await;
        page.wait_until_ready().await;
    })
    .await;
}
