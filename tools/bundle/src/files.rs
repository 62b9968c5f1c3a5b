//! The files of the page and the tags that load them.

use std::error::Error;
use std::fs;
use std::ops::Range;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha384};

/// The name of the one file in the folder that begins and ends like this.
pub(crate) fn file_named(dist: &Path, start: &str, end: &str) -> Result<String, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dist)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with(start) && name.ends_with(end) {
            names.push(name);
        }
    }
    match names.len() {
        1 => Ok(names.remove(0)),
        count => Err(format!(
            "{count} files are named {start}…{end} in {}",
            dist.display()
        )
        .into()),
    }
}

/// For `integrity` (Subresource Integrity 3.1).
pub(crate) fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

/// For a Content Security Policy (CSP 3, 2.3.1), quotes included.
pub(crate) fn policy_hash(content: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content)))
}

/// A name that changes with the content.
pub(crate) fn hashed_name(name: &str, extension: &str, content: &[u8]) -> String {
    let digest = Sha384::digest(content);
    let digest: String = digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{name}-{digest}.{extension}")
}

/// Replaces what must be there exactly once.
pub(crate) fn replace_once(text: &str, old: &str, new: &str) -> Result<String, Box<dyn Error>> {
    match text.matches(old).count() {
        1 => Ok(text.replacen(old, new, 1)),
        count => Err(format!("“{old}” stands {count} times in the page").into()),
    }
}

/// The first tag that has this text in it.
pub(crate) fn tag_with(html: &str, text: &str) -> Option<Range<usize>> {
    let at = html.find(text)?;
    let start = html[..at].rfind('<')?;
    let end = at + html[at..].find('>')? + 1;
    Some(start..end)
}

/// The value of an attribute in a tag, which stands there without quotes.
pub(crate) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = tag.split_once(&format!(" {name}="))?;
    value.split([' ', '>']).next()
}

/// Takes a tag out of the page and returns the content of the file that it loads.
pub(crate) fn take(
    html: &mut String,
    mark: &str,
    source: &str,
    read: impl Fn(&str) -> Result<Vec<u8>, Box<dyn Error>>,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let missing = || format!("there is no tag with {mark} in the page");
    let tag = tag_with(html, mark).ok_or_else(missing)?;
    let name = attribute(&html[tag.clone()], source).ok_or_else(missing)?;
    let content = read(name.trim_start_matches("./"))?;
    html.replace_range(tag, "");
    Ok(content)
}

pub(crate) fn text(content: Vec<u8>) -> Result<String, Box<dyn Error>> {
    // Browsers count line ends as LF when they compare the digest.
    Ok(String::from_utf8(content)?.replace("\r\n", "\n"))
}

/// A script inside the page.
pub(crate) fn inline_script(script: &str) -> Result<String, Box<dyn Error>> {
    match script.contains("</script") || script.contains("<!--") {
        true => Err("a script cannot stand inside the page as it is".into()),
        false => Ok(format!("<script>{script}</script>")),
    }
}

/// A style sheet inside the page.
pub(crate) fn inline_style(style: &str) -> Result<String, Box<dyn Error>> {
    match style.contains("</style") {
        true => Err("a style sheet cannot stand inside the page as it is".into()),
        false => Ok(format!("<style>{style}</style>")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_specifications() {
        // The examples of the two specifications.
        assert_eq!(
            integrity(b"alert('Hello, world.');"),
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
        assert_eq!(
            policy_hash("alert('Hello, world.');"),
            "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
        );
    }

    #[test]
    fn tags_and_their_attributes_are_found() {
        let html = "<p>a</p><link rel=icon href=./x.svg><b>";
        let tag = tag_with(html, "rel=icon").unwrap();
        assert_eq!(&html[tag.clone()], "<link rel=icon href=./x.svg>");
        assert_eq!(attribute(&html[tag], "href"), Some("./x.svg"));
        assert_eq!(tag_with(html, "rel=none"), None);
    }

    #[test]
    fn what_is_not_there_once_is_an_error() {
        assert_eq!(replace_once("a b", "a", "c").unwrap(), "c b");
        assert!(replace_once("a a", "a", "c").is_err());
        assert!(replace_once("b", "a", "c").is_err());
    }
}
