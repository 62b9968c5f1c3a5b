//! The page for a static host.

use std::error::Error;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kometa_trakt_sign_in::shell::app::App;
use yew::ServerRenderer;

use crate::files::{
    file_named, hashed_name, inline_script, inline_style, integrity, policy_hash, replace_once,
    tag_with, take, text,
};
use crate::links;
use crate::minify::minified;
use crate::packing::{compressed, packed};
use crate::page_module;

/// Starts the page.
const START: &str = include_str!("../../../src/start.js");

/// The worker's own script, which stands after the config editor's.
const WORKER: &str = include_str!("../../../src/config_editor_worker.js");

/// The extension of what is compressed. Some hosts have browsers unpack a `.gz`, which the page does itself.
const COMPRESSED: &str = "bin";

/// Where the first view goes.
const PAGE: &str = "<div id=page></div>";

/// Finishes the page in a folder that Trunk has filled. In `modules` is the WebAssembly as the linker made it, in
/// `bound` what wasm-bindgen wrote.
pub(crate) async fn finish(
    dist: &Path,
    modules: &Path,
    bound: &Path,
) -> Result<(), Box<dyn Error>> {
    let page = dist.join("index.html");
    let html = links::fill_in(&fs::read_to_string(&page)?)?;

    let work = modules.join("finished");
    let module = page_module::make(&modules.join("kometa-trakt-sign-in.wasm"), &work)?;
    let unpacker = work.join("unpacker.wasm");
    fs::copy(modules.join("unpacker.wasm"), &unpacker)?;
    let unpacker = page_module::optimized(&unpacker)?;
    let editor = take_editor(dist, bound, &work)?;
    let mut links = String::new();
    for (rel, name, extension, content) in [
        (
            "webassembly",
            "kometa-trakt-sign-in",
            COMPRESSED,
            compressed(&module.first)?,
        ),
        ("unpacker", "unpacker", COMPRESSED, compressed(&unpacker)?),
        (
            "deferred-webassembly",
            "deferred",
            COMPRESSED,
            packed(&module.deferred, &module.first)?,
        ),
        ("config-editor-script", "config-editor", "js", editor.script),
        (
            "config-editor-webassembly",
            "config-editor",
            COMPRESSED,
            packed(&editor.web_assembly, &module.first)?,
        ),
    ] {
        let name_in_dist = hashed_name(name, extension, &content);
        fs::write(dist.join(&name_in_dist), &content)?;
        let integrity = integrity(&content);
        links += &format!("<link rel={rel} href=./{name_in_dist} integrity={integrity}>");
    }
    let html =
        with_start_and_style_inside(html, &links, &minified(START)?, &module.script, |name| {
            let file = dist.join(name);
            let content = fs::read(&file)?;
            fs::remove_file(file)?;
            Ok(content)
        })?;

    // Not to be hydrated: what that needs is larger than rendering it anew.
    let first_view = ServerRenderer::<App>::new().hydratable(false);
    let first_view = first_view.render().await;
    let html = replace_once(&html, PAGE, &format!("<div id=page>{first_view}</div>"))?;
    fs::write(page, html)?;
    Ok(())
}

/// Puts into the page whatever its first view waits for, so that it is painted and the program is asked for as soon as the
/// page itself is there: `start`, the style sheet and the icon in the head, `script` behind all that is to be seen.
///
/// The policy then names each script and the style sheet by its digest and allows no other, not even from the page's host.
///
/// ```text
/// <head><link rel=icon href=./i.svg><link rel=stylesheet href=./s.css></head><body>…</body>
/// <head><link rel=icon href="data:…">LINKS<script>START</script><style>…</style></head><body>…<script>SCRIPT</script></body>
/// ```
fn with_start_and_style_inside(
    mut html: String,
    links: &str,
    start: &str,
    script: &str,
    take_file: impl Fn(&str) -> Result<Vec<u8>, Box<dyn Error>>,
) -> Result<String, Box<dyn Error>> {
    let place = |html: &str, mark: &str| {
        let tag = tag_with(html, mark).ok_or_else(|| format!("the page has no {mark}"))?;
        Ok::<_, Box<dyn Error>>(tag.start)
    };
    let at = place(&html, "rel=icon")?;
    let icon = STANDARD.encode(take(&mut html, "rel=icon", "href", &take_file)?);
    html.insert_str(
        at,
        &format!("<link rel=icon href=\"data:image/svg+xml;base64,{icon}\">"),
    );

    let at = place(&html, "rel=stylesheet")?;
    let style = text(take(&mut html, "rel=stylesheet", "href", &take_file)?)?;
    // The start before the style: it asks for the program.
    let head = [links, &inline_script(start)?, &inline_style(&style)?].concat();
    html.insert_str(at, &head);
    html = replace_once(&html, "</body>", &(inline_script(script)? + "</body>"))?;

    let scripts = format!("script-src {} {} ", policy_hash(start), policy_hash(script));
    html = replace_once(&html, "script-src ", &scripts)?;
    let styles = format!("style-src {}", policy_hash(&style));
    replace_once(&html, "style-src 'none'", &styles)
}

struct Editor {
    script: Vec<u8>,
    web_assembly: Vec<u8>,
}

/// Takes the config editor's files out of the folder. Those that are published are made of what wasm-bindgen wrote, which
/// Trunk has minified and optimized less.
fn take_editor(dist: &Path, bound: &Path, work: &Path) -> Result<Editor, Box<dyn Error>> {
    for end in [".js", "_bg.wasm"] {
        fs::remove_file(dist.join(file_named(dist, "config_editor-", end)?))?;
    }
    let module = work.join("config_editor.wasm");
    fs::copy(bound.join("config_editor_bg.wasm"), &module)?;
    let script = fs::read_to_string(bound.join("config_editor.js"))?;
    Ok(Editor {
        script: minified(&(script + WORKER))?.into_bytes(),
        web_assembly: page_module::optimized(&module)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><meta content=\"script-src 'wasm-unsafe-eval'; style-src 'none'\">\
                        <link href=./s.css integrity=x rel=stylesheet><link href=./i.svg integrity=x rel=icon></head>\
                        <body><div id=page></div></body>";

    fn finished(page: &str) -> Result<String, Box<dyn Error>> {
        let content = |name: &str| Ok(format!("{name}{{}}").into_bytes());
        with_start_and_style_inside(
            page.into(),
            "<link rel=webassembly>",
            "go()",
            "run()",
            content,
        )
    }

    #[test]
    fn the_program_is_asked_for_before_the_style_and_runs_behind_the_first_view() {
        let page = finished(PAGE).unwrap();
        let order = [
            "<link rel=webassembly>",
            "<script>go()</script>",
            "<style>s.css{}</style>",
            "<link rel=icon href=\"data:image/svg+xml;base64,aS5zdmd7fQ==\">",
            "<div id=page></div>",
            "<script>run()</script></body>",
        ];
        let places: Vec<_> = order.iter().map(|part| page.find(part).unwrap()).collect();
        assert!(places.is_sorted(), "{page}");
        assert!(!page.contains("./"), "{page}");
    }

    #[test]
    fn the_policy_allows_what_is_inside_and_nothing_else() {
        let page = finished(PAGE).unwrap();
        let [start, script, style] = ["go()", "run()", "s.css{}"].map(policy_hash);
        let policy = format!("script-src {start} {script} 'wasm-unsafe-eval'; style-src {style}\"");
        assert!(page.contains(&policy), "{page}");
    }

    #[test]
    fn a_page_without_a_place_for_each_is_refused() {
        for missing in [
            "rel=stylesheet",
            "rel=icon",
            "</body>",
            "script-src ",
            "style-src 'none'",
        ] {
            assert!(finished(&PAGE.replace(missing, "")).is_err(), "{missing}");
        }
    }
}
