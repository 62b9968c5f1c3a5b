//! The page as one file, for a double click.

use std::error::Error;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::files::{attribute, policy_hash, replace_once, tag_with};

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
    let mut script_hashes = Vec::new();

    let icon = take(&mut html, "rel=\"icon\"", "href", &read)?;
    let icon = STANDARD.encode(icon);
    let icon = format!("<link rel=\"icon\" href=\"data:image/svg+xml;base64,{icon}\">\n");

    let style = text(take(&mut html, "rel=\"stylesheet\"", "href", &read)?)?;
    let style_hash = policy_hash(&style);
    html = replace_once(
        &html,
        "</head>",
        &format!("{icon}<style>{style}</style>\n</head>"),
    )?;

    let mut inside = String::new();
    for rel in [
        "webassembly",
        "config-editor-script",
        "config-editor-webassembly",
    ] {
        let content = take(&mut html, &format!("rel=\"{rel}\""), "href", &read)?;
        let content = STANDARD.encode(content);
        inside += &format!(
            "<script type=\"application/octet-stream\" data-file=\"{rel}\">{content}</script>\n"
        );
    }
    // In their order: what wasm-bindgen made, then what starts it.
    for opening in ["<script>", "<script type=\"module\">"] {
        let script = text(take(&mut html, "script src=", "src", &read)?)?;
        if script.contains("</script") || script.contains("<!--") {
            return Err("a script cannot stand inside the page as it is".into());
        }
        script_hashes.push(policy_hash(&script));
        inside += &format!("{opening}{script}</script>\n");
    }
    html = replace_once(&html, "</body>", &format!("{inside}</body>"))?;

    let hashes = script_hashes.join(" ");
    html = replace_once(&html, "script-src 'self'", &format!("script-src {hashes}"))?;
    html = replace_once(
        &html,
        "style-src 'self'",
        &format!("style-src {style_hash}"),
    )?;
    html = replace_once(&html, "img-src 'self'", "img-src data:")?;
    html = replace_once(&html, "connect-src 'self' ", "connect-src ")?;
    if html.contains("=\"./") {
        return Err("something is still loaded from beside the page".into());
    }
    Ok(html)
}

/// Takes a tag out of the page, with its end, and gives the content of the file that it loads.
fn take(
    html: &mut String,
    mark: &str,
    source: &str,
    read: impl Fn(&str) -> Result<Vec<u8>, Box<dyn Error>>,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let missing = || format!("there is no tag with {mark} in the page");
    let tag = tag_with(html, mark).ok_or_else(missing)?;
    let name = attribute(&html[tag.clone()], source).ok_or_else(missing)?;
    let content = read(name.trim_start_matches("./"))?;
    let end = html[tag.end..].strip_prefix("</script>");
    let end = html.len() - end.map_or(html.len() - tag.end, str::len);
    html.replace_range(tag.start..end, "");
    Ok(content)
}

fn text(content: Vec<u8>) -> Result<String, Box<dyn Error>> {
    // Browsers count line ends as LF when they compare the digest.
    Ok(String::from_utf8(content)?.replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><meta content=\"script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
                        connect-src 'self' https://api.trakt.tv\"><title>T</title><link rel=\"icon\" href=\"./i.svg\" integrity=\"x\"/>\
                        <link rel=\"stylesheet\" href=\"./s.css\" integrity=\"x\"/>\
                        <link rel=\"webassembly\" href=\"./w.wasm\" integrity=\"x\">\
                        <link rel=\"config-editor-script\" href=\"./e.js\" integrity=\"x\">\
                        <link rel=\"config-editor-webassembly\" href=\"./e.wasm\" integrity=\"x\">\
                        <script src=\"./g.js\" integrity=\"x\" defer></script></head><body><p>Hi</p>\
                        <script src=\"./t.js\" integrity=\"x\" type=\"module\"></script></body>";

    #[test]
    fn every_file_moves_into_the_page_in_its_order() {
        let page = with_everything_inside(PAGE.into(), |name| Ok(name.into())).unwrap();
        let order = [
            "<title>T</title><link rel=\"icon\" href=\"data:image/svg+xml;base64,aS5zdmc=",
            "<style>s.css</style>\n",
            "</head><body><p>Hi</p>",
            "data-file=\"webassembly\">dy53YXNt<",
            "<script>g.js</script>",
            "<script type=\"module\">t.js</script>",
        ];
        let places: Vec<_> = order.iter().map(|part| page.find(part).unwrap()).collect();
        assert!(places.is_sorted(), "{page}");
        for gone in ["./", "integrity", "'self'"] {
            assert!(!page.contains(gone), "{page}");
        }
        assert!(page.contains(&format!("style-src {};", policy_hash("s.css"))));
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
