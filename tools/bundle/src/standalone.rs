//! The page as one file, for a double click.

use std::error::Error;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::files::{inline_script, policy_hash, replace_once, take, text};

/// Makes one file of a finished page.
pub(crate) fn write(dist: &Path, file: &Path) -> Result<(), Box<dyn Error>> {
    let html = fs::read_to_string(dist.join("index.html"))?;
    let html = with_everything_inside(html, |name| Ok(fs::read(dist.join(name))?))?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, html)?;
    Ok(())
}

fn with_everything_inside(
    mut html: String,
    read: impl Fn(&str) -> Result<Vec<u8>, Box<dyn Error>>,
) -> Result<String, Box<dyn Error>> {
    let icon = take(&mut html, "rel=icon", "href", &read)?;
    let icon = STANDARD.encode(icon);
    let icon = format!("<link rel=icon href=\"data:image/svg+xml;base64,{icon}\">");

    let style = text(take(&mut html, "rel=stylesheet", "href", &read)?)?;
    let style_hash = policy_hash(&style);
    html = replace_once(
        &html,
        "</head>",
        &format!("{icon}<style>{style}</style></head>"),
    )?;

    let mut inside = String::new();
    for rel in [
        "webassembly",
        "later-webassembly",
        "config-editor-script",
        "config-editor-webassembly",
    ] {
        let content = take(&mut html, &format!("rel={rel}"), "href", &read)?;
        let content = STANDARD.encode(content);
        inside += &format!(
            "<script type=\"application/octet-stream\" data-file=\"{rel}\">{content}</script>"
        );
    }
    let script = text(take(&mut html, "script src=", "src", &read)?)?;
    let script_hash = policy_hash(&script);
    let script = inline_script(&script)?;
    // The files before the script that starts the page and looks for them, its own script behind that.
    html = replace_once(&html, "<script>", &format!("{inside}<script>"))?;
    html = replace_once(&html, "</head>", &format!("{script}</head>"))?;

    html = replace_once(
        &html,
        "script-src 'self'",
        &format!("script-src {script_hash}"),
    )?;
    html = replace_once(
        &html,
        "style-src 'self'",
        &format!("style-src {style_hash}"),
    )?;
    html = replace_once(&html, "img-src 'self'", "img-src data:")?;
    html = replace_once(&html, "connect-src 'self' ", "connect-src ")?;
    if html.contains("=./") {
        return Err("something is still loaded from beside the page".into());
    }
    Ok(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><meta content=\"script-src 'self' 'sha256-start' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
                        connect-src 'self' https://api.trakt.tv\"><title>T</title><link rel=icon href=./i.svg integrity=x>\
                        <link rel=webassembly href=./w.wasm integrity=x>\
                        <link rel=later-webassembly href=./l.wasm integrity=x>\
                        <link rel=config-editor-script href=./e.js integrity=x>\
                        <link rel=config-editor-webassembly href=./e.wasm integrity=x>\
                        <script>start()</script>\
                        <script src=./g.js integrity=x async></script>\
                        <link rel=stylesheet href=./s.css integrity=x></head><body><div id=page>Hi</div>";

    #[test]
    fn every_file_moves_into_the_page_in_its_order() {
        let page = with_everything_inside(PAGE.into(), |name| Ok(name.into())).unwrap();
        let order = [
            "<title>T</title>",
            "data-file=\"webassembly\">dy53YXNt<",
            "data-file=\"later-webassembly\">bC53YXNt<",
            "<script>start()</script>",
            "<link rel=icon href=\"data:image/svg+xml;base64,aS5zdmc=",
            "<style>s.css</style>",
            "<script>g.js</script></head><body>",
            "<div id=page>Hi</div>",
        ];
        let places: Vec<_> = order.iter().map(|part| page.find(part).unwrap()).collect();
        assert!(places.is_sorted(), "{page}");
        for gone in ["./", "integrity", "'self'"] {
            assert!(!page.contains(gone), "{page}");
        }
        assert!(page.contains(&format!("style-src {};", policy_hash("s.css"))));
        let scripts = policy_hash("g.js");
        assert!(page.contains(&format!(
            "script-src {scripts} 'sha256-start' 'wasm-unsafe-eval';"
        )));
        assert!(page.contains("connect-src https://api.trakt.tv"));
        assert_eq!(
            page.matches("<script").count(),
            page.matches("</script>").count()
        );
    }

    #[test]
    fn a_script_that_would_end_too_early_is_refused() {
        let page = with_everything_inside(PAGE.into(), |_| Ok("</script>".into()));
        assert!(page.is_err());
    }
}
