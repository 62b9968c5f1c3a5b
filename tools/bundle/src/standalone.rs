//! The page as one file, for a double click.

use std::error::Error;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::files::{replace_once, take};

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
    let mut inside = String::new();
    for rel in [
        "webassembly",
        "unpacker",
        "deferred-webassembly",
        "config-editor-script",
        "config-editor-webassembly",
    ] {
        let content = take(&mut html, &format!("rel={rel}"), "href", &read)?;
        let content = STANDARD.encode(content);
        inside += &format!(
            "<script type=\"application/octet-stream\" data-file=\"{rel}\">{content}</script>"
        );
    }
    // Before the script that starts the page and looks for them.
    let start = html.find("<script>").ok_or("the page has no script")?;
    html.insert_str(start, &inside);
    html = replace_once(&html, "connect-src 'self' ", "connect-src ")?;
    if html.contains("=./") {
        return Err("something is still loaded from beside the page".into());
    }
    Ok(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><meta content=\"script-src 'sha256-start' 'wasm-unsafe-eval'; \
                        connect-src 'self' https://api.trakt.tv\"><title>T</title>\
                        <link rel=webassembly href=./w.wasm integrity=x>\
                        <link rel=unpacker href=./u.wasm integrity=x>\
                        <link rel=deferred-webassembly href=./l.wasm integrity=x>\
                        <link rel=config-editor-script href=./e.js integrity=x>\
                        <link rel=config-editor-webassembly href=./e.wasm integrity=x>\
                        <script>start()</script><style>a{}</style></head><body><div id=page>Hi</div>\
                        <script>run()</script></body>";

    #[test]
    fn every_file_moves_into_the_page_before_what_looks_for_it() {
        let page = with_everything_inside(PAGE.into(), |name| Ok(name.into())).unwrap();
        let order = [
            "<title>T</title>",
            "data-file=\"webassembly\">dy53YXNt<",
            "data-file=\"deferred-webassembly\">bC53YXNt<",
            "<script>start()</script>",
            "<div id=page>Hi</div>",
            "<script>run()</script></body>",
        ];
        let places: Vec<_> = order.iter().map(|part| page.find(part).unwrap()).collect();
        assert!(places.is_sorted(), "{page}");
        for gone in ["./", "integrity", "'self'"] {
            assert!(!page.contains(gone), "{page}");
        }
        assert!(page.contains("connect-src https://api.trakt.tv"));
        assert_eq!(
            page.matches("<script").count(),
            page.matches("</script>").count()
        );
    }

    #[test]
    fn a_page_that_loads_something_else_from_beside_it_is_refused() {
        let page = PAGE.replace("</head>", "<link rel=icon href=./i.svg></head>");
        let page = with_everything_inside(page, |name| Ok(name.into()));
        assert!(page.is_err());
    }
}
