//! A whole config.yml is handed over and comes back up to date.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use journeys::browser::{Browser, devtools};
use journeys::journey::Journey;
use journeys::project;

use crate::layout::assert_no_button_breaks_a_word;
use crate::refresh::block_with;

/// With a byte order mark, Windows line ends, comments, a placeholder and no final newline.
pub const CONFIG: &str = "\u{feff}## Kometa of the NAS\r\nlibraries:\r\n  Movies: # the big one\r\n    collection_files:\r\n    - \
    default: basic\r\nplex:\r\n  url: http://192.168.1.12:32400\r\n  token: \"x: y\"\r\ntrakt:\r\n  # made in spring\r\n  \
    client_id: old-id\r\n  client_secret: <<traktsecret>>\r\n  pin: 12345678\r\n  authorization:\r\n    access_token: \
    old-access\r\n    token_type: bearer\r\n    expires_in: 7889237\r\n    refresh_token: old-refresh\r\n    scope: public\r\n    \
    created_at: 1700000000\r\n  note: mine\r\ntmdb:\r\n  apikey: 0123";

pub fn write(journey: &Journey, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = journey.downloads.with_file_name(format!(
        "{}-{name}",
        journey.downloads.file_name().unwrap().to_string_lossy()
    ));
    std::fs::create_dir_all(&path).unwrap();
    let path = path.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

pub async fn open(journey: &Journey, file: &Path) {
    // Firefox gives the role of a button to a part of it that nobody but Firefox sees.
    let chooser = match journey.page.browser() {
        Browser::Firefox => journey
            .page
            .driver
            .find(By::Id("open-config"))
            .await
            .unwrap(),
        _ => journey.page.by_role("button", "Open config.yml").await,
    };
    chooser.send_keys(file.to_str().unwrap()).await.unwrap();
}

async fn drop_file(journey: &Journey, file: &Path) {
    for kind in ["dragEnter", "dragOver", "drop"] {
        let data = json!({ "items": [], "files": [file], "dragOperationsMask": 1 });
        let event = json!({ "type": kind, "x": 300, "y": 200, "data": data });
        devtools(&journey.page.driver, "Input.dispatchDragEvent", event).await;
    }
}

/// The file as Kometa loads it.
fn as_kometa_loads(file: &Path) -> Value {
    let load = "source tools/toolchain.sh; \"$yaml_readers_home/bin/python\" tests/yaml_readers/load_config.py \"$1\"";
    let output = Command::new("bash")
        .args(["-c", load, "load"])
        .arg(file)
        .current_dir(project())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opened_file_comes_back_with_only_its_trakt_block_changed() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let file = write(&journey, "my config.yml", CONFIG);
        open(&journey, &file).await;
        page.wait_for_text(
            "opened-config",
            "The Trakt sign-in in my config.yml ended on",
        )
        .await;
        journey.sign_in().await;
        let shown = page.value_of("Updated config.yml").await;
        page.focus_on("updated-config-heading").await;
        assert!(shown.contains(&journey.client_id), "{shown}");

        let changes = page.texts(".updated").await.concat();
        for words in [
            "client_id: ••••••••",
            "Checked: nothing else changed.",
            "client_secret kept its placeholder",
            "force_refresh: false",
        ] {
            assert!(changes.contains(words), "{words}: {changes}");
        }
        for secret in ["old-id", "old-access", "12345678", &journey.client_id] {
            assert!(!changes.contains(secret), "{changes}");
        }
        journey.take_picture("config-updated").await;
        assert_no_button_breaks_a_word(&journey).await;
        page.press("Show the secrets").await;
        let changes = page.texts(".updated").await.concat();
        assert!(changes.contains("client_id: old-id"), "{changes}");

        page.press("Download config.yml").await;
        page.status("Look for my config.yml in your downloads")
            .await;
        let download = journey.downloads.join("my config.yml");
        page.wait_for("the download", async || download.exists().then_some(()))
            .await;
        let updated = std::fs::read_to_string(&download).unwrap();
        assert_eq!(updated.replace("\r\n", "\n"), shown);
        let (mut before, mut after) = (as_kometa_loads(&file), as_kometa_loads(&download));
        let trakt = after["trakt"].take();
        before["trakt"].take();
        assert_eq!(before, after);
        let token = &trakt["authorization"];
        assert_eq!(trakt["client_id"], journey.client_id);
        assert_eq!(trakt["client_secret"], "<<traktsecret>>");
        assert_eq!(trakt["pin"], Value::Null);
        assert_eq!(trakt["note"], "mine");
        page.unfold("The block alone").await;
        // A value that begins like a number is in quotes.
        let block = page.value_of("Authorization block").await.replace('"', "");
        for member in ["access_token", "refresh_token"] {
            let value = token[member].as_str().unwrap();
            assert!(block.contains(&format!("{member}: {value}")), "{block}");
        }

        // Around the block, byte for byte.
        let (head, tail) = (
            CONFIG.split_once("  client_id").unwrap().0,
            "  note: mine\r\ntmdb:\r\n  apikey: 0123",
        );
        assert!(
            updated.starts_with(head) && updated.ends_with(tail),
            "{updated:?}"
        );
        assert_eq!(
            updated.matches('\n').count(),
            updated.matches("\r\n").count()
        );

        page.press("Copy config.yml").await;
        page.status("The updated config.yml is on the clipboard.")
            .await;
        assert_eq!(page.clipboard().await, updated);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_file_gives_its_app_to_the_form() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let config = format!(
            "trakt:\n  client_id: {}\n  client_secret: {}\n",
            journey.client_id, journey.client_secret
        );
        drop_file(&journey, &write(&journey, "config.yml", &config)).await;
        page.status("Client ID and Client secret taken from your config.yml.")
            .await;
        assert_eq!(page.value_of("Client ID").await, journey.client_id);
        assert_eq!(page.value_of("Client secret").await, journey.client_secret);
        let offer = page.find_by_role("button", "Use its client ID and secret");
        assert!(offer.await.is_none(), "it is used");
        let pin = journey.trakt.issue_pin(&journey.client_id);
        page.type_into("PIN", &pin).await;
        journey.submit().await;
        let updated = page.value_of("Updated config.yml").await;
        // A value that begins like a number is in quotes now.
        assert!(updated.replace('"', "").starts_with(&config), "{updated}");
    })
    .await;
}

/// Counts how often the page asks a text area for its text, which copies all of it.
const COUNT_READINGS: &str = "
    window.readings = 0;
    const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
    for (const area of document.querySelectorAll('#config, #updated-config')) {
        Object.defineProperty(area, 'value', { ...value, get() { readings++; return value.get.call(this); } });
    }";

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_is_not_read_anew_with_every_key_elsewhere() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        let config = format!("{CONFIG}\n{}", "# Nothing more.\n".repeat(2_000));
        open(&journey, &write(&journey, "config.yml", config)).await;
        journey.sign_in().await;
        page.textbox("Updated config.yml").await;
        page.unfold("The block alone").await;
        page.driver.execute(COUNT_READINGS, vec![]).await.unwrap();
        page.press("Check it with Trakt").await;
        page.status("Trakt accepts it").await;
        let readings = page.driver.execute("return readings", vec![]).await;
        assert_eq!(readings.unwrap().json(), &json!(0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_text_or_too_large_is_refused_and_what_stood_there_stays() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.paste("Your config.yml", "plex:\n  url: x\n").await;
        for (name, content, words) in [
            (
                "latin-1.yml",
                b"plex:\n  name: Caf\xe9\n".to_vec(),
                "line 2 has a character in another encoding",
            ),
            (
                "large.yml",
                vec![b'#'; 5 * 1024 * 1024 + 1],
                "larger than 5 MB",
            ),
        ] {
            open(&journey, &write(&journey, name, content)).await;
            let alert = page.alert_with(words).await;
            assert!(alert.contains("This file was not opened"), "{alert}");
        }
        journey.take_picture("config-refused-file").await;
        assert_eq!(page.value_of("Your config.yml").await, "plex:\n  url: x\n");
    })
    .await;
}

/// No one can use a file chooser here, so the page is given a handle as if one had been used. The file is a real one, in
/// the browser's own file system.
pub const CHOOSER_GIVES_A_FILE: &str = "window.showOpenFilePicker = async () => {
    const folder = await navigator.storage.getDirectory();
    return [await folder.getFileHandle('config.yml')];
};
window.writeFile = async text => {
    const folder = await navigator.storage.getDirectory();
    const file = await folder.getFileHandle('config.yml', { create: true });
    const stream = await file.createWritable();
    await stream.write(text);
    await stream.close();
};
window.readFile = async () => {
    const folder = await navigator.storage.getDirectory();
    const file = await (await folder.getFileHandle('config.yml')).getFile();
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await file.arrayBuffer());
};";

pub async fn file_does(journey: &Journey, script: &str, argument: &str) -> String {
    let script = format!(
        "const done = arguments[1]; {script}(arguments[0]).then(done, e => done('failed: ' + e));"
    );
    let done = journey
        .page
        .driver
        .execute_async(&script, vec![json!(argument)])
        .await
        .unwrap();
    done.json().as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_opened_file_is_overwritten_only_if_nobody_else_changed_it() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        page.before_scripts(CHOOSER_GIVES_A_FILE).await;
        page.refresh().await;
        file_does(&journey, "window.writeFile", CONFIG).await;
        page.press_label("Open config.yml").await;
        page.wait_for_text("opened-config", "The Trakt sign-in in config.yml ended on")
            .await;
        journey.sign_in().await;
        page.textbox("Updated config.yml").await;
        assert_eq!(file_does(&journey, "window.readFile", "").await, CONFIG);

        file_does(&journey, "window.writeFile", "changed: by Kometa\n").await;
        page.press("Save into config.yml").await;
        page.alert_with("config.yml has changed since it was opened here")
            .await;
        assert_eq!(
            file_does(&journey, "window.readFile", "").await,
            "changed: by Kometa\n"
        );

        file_does(&journey, "window.writeFile", CONFIG).await;
        page.press("Save into config.yml").await;
        page.status("Saved into config.yml.").await;
        page.by_role("heading", "Your config.yml is up to date")
            .await;
        let said = page.texts("main").await.concat();
        for words in ["not saved yet", "ended"] {
            assert!(!said.contains(words), "{words}: {said}");
        }
        let saved = file_does(&journey, "window.readFile", "").await;
        let shown = page.value_of("Updated config.yml").await;
        assert_eq!(saved.replace("\r\n", "\n"), shown);
    })
    .await;
}

/// Two files to choose from, and a first save into `a.yml` that lasts until it is let go.
const SLOW_SAVE: &str = "const folder = () => navigator.storage.getDirectory();
    const mayGoOn = new Promise(resolve => window.letSaveGo = async () => resolve());
    window.savesInto = '';
    const { createWritable } = FileSystemFileHandle.prototype;
    FileSystemFileHandle.prototype.createWritable = async function (...given) {
        if (window.isSlow) {
            window.savesInto += this.name;
            await mayGoOn;
        }
        return createWritable.apply(this, given);
    };
    window.chosen = 'a.yml';
    window.choose = async name => window.chosen = name;
    window.showOpenFilePicker = async () => [await (await folder()).getFileHandle(window.chosen)];
    window.writeBoth = async text => {
        for (const name of ['a.yml', 'b.yml']) {
            const file = await (await folder()).getFileHandle(name, { create: true });
            const stream = await file.createWritable();
            await stream.write(`# ${name}\n${text}`);
            await stream.close();
        }
        window.isSlow = true;
    };
    window.read = async name => (await (await (await folder()).getFileHandle(name)).getFile()).text();";

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_save_is_told_for_its_own_file_and_leaves_the_next_one_alone() {
    Journey::go(|journey| async move {
        let Journey { page, trakt, .. } = &journey;
        page.before_scripts(SLOW_SAVE).await;
        page.refresh().await;
        let old = trakt.issue_tokens(&journey.client_id);
        let config = block_with(&journey, &old.refresh_token);
        file_does(&journey, "window.writeBoth", &config).await;
        page.press_label("Open config.yml").await;
        page.press("Renew it now").await;
        page.press("Save into a.yml").await;
        page.status("Saving into a.yml…").await;

        file_does(&journey, "window.choose", "b.yml").await;
        page.press_label("Open config.yml").await;
        journey.pass(Duration::from_secs(5)).await;
        file_does(&journey, "window.letSaveGo", "").await;
        page.wait_for_text("opened-config", "b.yml").await;
        page.status("The text that you saved before is in a.yml.")
            .await;
        let new = trakt.latest_tokens().unwrap();
        let a = file_does(&journey, "window.read", "a.yml").await;
        assert!(
            a.starts_with("# a.yml\n") && a.contains(&new.refresh_token),
            "{a}"
        );
        let b = format!("# b.yml\n{config}");
        assert_eq!(file_does(&journey, "window.read", "b.yml").await, b);
        let saves_into = "return window.savesInto";
        let saves_into = page.driver.execute(saves_into, vec![]).await.unwrap();
        assert_eq!(saves_into.json(), &json!("a.yml"));
        let said = page.texts("#opened-config").await.concat();
        assert!(!said.contains("Done") && !said.contains("Saved"), "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_editor_the_page_says_so_and_tries_again() {
    Journey::go(|journey| async move {
        let page = &journey.page;
        journey.sign_in().await;
        page.set_offline(true).await;
        page.paste("Your config.yml", "plex:\n  b: 2\n").await;
        page.press("Update config.yml").await;
        page.alert_with("did not come, or has stopped").await;
        page.set_offline(false).await;
        page.press("Update config.yml").await;
        page.status("Ready, but not saved yet.").await;
    })
    .await;
}
