//! The page for a static host.

use std::error::Error;
use std::fs;
use std::path::Path;

use kometa_trakt_sign_in::shell::app::App;
use yew::ServerRenderer;

use crate::files::{
    file_named, hashed_name, inline_script, integrity, policy_hash, replace_once, tag_with,
};
use crate::links;
use crate::minify::minified;
use crate::page_module;

/// Starts the page.
const START: &str = include_str!("../../../src/start.js");

/// What the worker does with the config editor, behind the editor's own script.
const WORKER: &str = include_str!("../../../src/config_editor_worker.js");

/// Where the first view goes.
const PAGE: &str = "<div id=page></div>";

/// Finishes the page in a folder that Trunk has filled.
pub(crate) async fn finish(
    dist: &Path,
    linked: &Path,
    editor_script: &Path,
) -> Result<(), Box<dyn Error>> {
    let page = dist.join("index.html");
    let html = links::fill_in(&fs::read_to_string(&page)?)?;

    let publish = |name: &str, extension: &str, content: &[u8]| {
        let name = hashed_name(name, extension, content);
        fs::write(dist.join(&name), content)?;
        Ok::<_, Box<dyn Error>>((name, integrity(content)))
    };
    let module = page_module::make(linked, &linked.with_extension("split"))?;
    let editor = take_editor(dist, editor_script)?;
    let mut head = String::new();
    for (rel, name, extension, content) in [
        ("webassembly", "kometa-trakt-sign-in", "wasm", module.first),
        ("later-webassembly", "later", "wasm", module.later),
        ("config-editor-script", "config-editor", "js", editor.script),
        (
            "config-editor-webassembly",
            "config-editor",
            "wasm",
            editor.web_assembly,
        ),
    ] {
        let (name, integrity) = publish(name, extension, &content)?;
        head += &format!("<link rel={rel} href=./{name} integrity={integrity}>");
    }
    // Inside the page it runs without another round trip; and before the style sheet, for which scripts behind it wait.
    let start = minified(START)?;
    let policy = format!("script-src 'self' {}", policy_hash(&start));
    let html = replace_once(&html, "script-src 'self'", &policy)?;
    head += &inline_script(&start)?;
    let (name, integrity) = publish("kometa-trakt-sign-in", "js", module.script.as_bytes())?;
    head += &format!("<script src=./{name} integrity={integrity} async></script>");
    let style = tag_with(&html, "rel=stylesheet").ok_or("the page has no style sheet")?;
    let mut html = html;
    html.insert_str(style.start, &head);

    // Not to be hydrated: what that needs is larger than rendering it anew.
    let first_view = ServerRenderer::<App>::new().hydratable(false);
    let first_view = first_view.render().await;
    let html = replace_once(&html, PAGE, &format!("<div id=page>{first_view}</div>"))?;
    fs::write(page, html)?;
    Ok(())
}

struct Editor {
    script: Vec<u8>,
    web_assembly: Vec<u8>,
}

/// Takes the config editor's files out of the folder. Its script is another one than Trunk has put there.
fn take_editor(dist: &Path, script: &Path) -> Result<Editor, Box<dyn Error>> {
    let take = |end| {
        let file = dist.join(file_named(dist, "config_editor-", end)?);
        let content = fs::read(&file)?;
        fs::remove_file(file)?;
        Ok::<_, Box<dyn Error>>(content)
    };
    take(".js")?;
    let script = fs::read_to_string(script)?;
    Ok(Editor {
        script: minified(&(script + WORKER))?.into_bytes(),
        web_assembly: take("_bg.wasm")?,
    })
}
