//! The page for a static host.

use std::error::Error;
use std::fs;
use std::path::Path;

use kometa_trakt_sign_in::ui::App;
use yew::ServerRenderer;

use crate::files::{
    file_named, hashed_name, inline_script, integrity, policy_hash, replace_once, take, text,
};

/// What the worker does with the config editor, behind the editor's own script.
const WORKER: &str = include_str!("../../config_editor_worker.js");

/// Where the first view goes.
const PAGE: &str = "<div id=\"page\"></div>";

/// Finishes the page in a folder that Trunk has filled.
pub(crate) async fn finish(dist: &Path) -> Result<(), Box<dyn Error>> {
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page)?;

    let script = file_named(dist, "kometa-trakt-sign-in-", ".js")?;
    let web_assembly = file_named(dist, "kometa-trakt-sign-in-", "_bg.wasm")?;
    let editor = publish_editor(dist)?;
    let mut head = String::new();
    for (rel, name) in [
        ("webassembly", &web_assembly),
        ("config-editor-script", &editor.script),
        ("config-editor-webassembly", &editor.web_assembly),
    ] {
        let integrity = integrity(&fs::read(dist.join(name))?);
        head += &format!("<link rel=\"{rel}\" href=\"./{name}\" integrity=\"{integrity}\">\n");
    }
    let integrity = integrity(&fs::read(dist.join(&script))?);
    head += &format!("<script src=\"./{script}\" integrity=\"{integrity}\" defer></script>\n");
    let html = replace_once(&html, "</head>", &format!("{head}</head>"))?;

    // Inside the page it runs without another round trip.
    let mut html = html;
    let start = text(take(&mut html, "src=\"./start-", "src", |name| {
        let file = dist.join(name);
        let script = fs::read(&file)?;
        fs::remove_file(file)?;
        Ok(script)
    })?)?;
    let policy = format!("script-src 'self' {}", policy_hash(&start));
    let html = replace_once(&html, "script-src 'self'", &policy)?;
    let start = inline_script(&start)?;
    let html = replace_once(&html, "</body>", &format!("{start}\n</body>"))?;

    // Not to be hydrated: what that needs is larger than rendering it anew.
    let first_view = ServerRenderer::<App>::new().hydratable(false);
    let first_view = first_view.render().await;
    let html = replace_once(&html, PAGE, &format!("<div id=\"page\">{first_view}</div>"))?;
    fs::write(page, html)?;
    Ok(())
}

struct Editor {
    script: String,
    web_assembly: String,
}

fn publish_editor(dist: &Path) -> Result<Editor, Box<dyn Error>> {
    let publish = |built: &str, extension: &str, content: Vec<u8>| {
        let name = hashed_name("config-editor", extension, &content);
        fs::write(dist.join(&name), content)?;
        fs::remove_file(dist.join(built))?;
        Ok::<_, Box<dyn Error>>(name)
    };
    let mut script = fs::read(dist.join("config_editor.js"))?;
    script.extend_from_slice(WORKER.as_bytes());
    let web_assembly = fs::read(dist.join("config_editor_bg.wasm"))?;
    Ok(Editor {
        script: publish("config_editor.js", "js", script)?,
        web_assembly: publish("config_editor_bg.wasm", "wasm", web_assembly)?,
    })
}
