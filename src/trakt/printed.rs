//! What a command line printed.

use serde_json::Value;

/// What is in it.
pub(super) enum Printed<'a> {
    /// A response's body.
    Json(String),
    /// A web page.
    WebPage,
    /// Why curl got no response.
    CurlError(&'a str),
    /// Nothing of all that.
    Nothing,
}

/// Finds the response in what a terminal shows.
pub(super) fn read_printed(printed: &str) -> Printed<'_> {
    if let Some(body) = json_in_terminal_text(printed) {
        return Printed::Json(body);
    }
    match error_line_of_curl(printed) {
        Some(line) => Printed::CurlError(line),
        None if printed.trim_start().starts_with('<') => Printed::WebPage,
        None => Printed::Nothing,
    }
}

/// A terminal's text is longer than a response, but not by much.
const TERMINAL_TEXT_LIMIT: usize = 1 << 20;
/// How many braces before a member of a response are tried as the response's first.
const BRACES_TRIED: usize = 8;

/// The response in what a terminal shows: the JSON object around a member that every response has, or else the first
/// object at all. Terminals break long lines, so the text is tried without line ends too.
fn json_in_terminal_text(text: &str) -> Option<String> {
    if text.len() > TERMINAL_TEXT_LIMIT {
        return None;
    }
    let unbroken = text.replace(['\r', '\n'], "");
    let texts = [text, &unbroken];
    let response = texts.iter().find_map(|text| {
        ["access_token", "error"]
            .iter()
            .find_map(|member| object_with(member, text))
    });
    response
        .or_else(|| {
            texts
                .iter()
                .find_map(|text| object_at(text, text.find('{')?))
        })
        .map(|(_, object)| object.to_owned())
}

fn object_with<'a>(member: &str, text: &'a str) -> Option<(Value, &'a str)> {
    let name_at = text.find(&format!("\"{member}\""))?;
    let braces = text[..name_at].rmatch_indices('{').take(BRACES_TRIED);
    braces
        .filter_map(|(at, _)| object_at(text, at))
        .find(|(object, _)| object.get(member).is_some())
}

/// The JSON object that begins there, and its text.
fn object_at(text: &str, at: usize) -> Option<(Value, &str)> {
    let mut objects = serde_json::Deserializer::from_str(&text[at..]).into_iter();
    let object = objects.next()?.ok()?;
    Some((object, &text[at..at + objects.byte_offset()]))
}

fn error_line_of_curl(text: &str) -> Option<&str> {
    let line = text
        .lines()
        .find_map(|line| Some(&line[line.find("curl: (")?..]))?;
    Some(line.trim())
}
