//! The few HTML pages of the stand-in.

use std::fmt::Display;

/// A whole page. `title` is text, `main` is markup.
pub(super) fn page(title: &str, main: &str) -> String {
    let title = escape(title);
    // The empty icon keeps the browser from asking for /favicon.ico.
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{title}</title>\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n{main}\n</main>\n</body>\n</html>\n"
    )
}

/// A page for something that went wrong.
pub(super) fn error_page(title: &str, explanation: &str) -> String {
    page(
        title,
        &format!("<p role=\"alert\">{}</p>", escape(explanation)),
    )
}

/// Text as markup.
pub(super) fn escape(text: impl Display) -> String {
    let mut escaped = String::new();
    for character in text.to_string().chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// What Cloudflare shows to a visitor whom it blocks.
pub(super) fn block_page() -> String {
    page(
        "Attention Required! | Cloudflare",
        "<h2>You are unable to access trakt.tv</h2>\n<p>Sorry, you have been blocked. This website is using a security \
         service to protect itself from online attacks.</p>\n<p>Ray ID: 0123456789abcdef</p>",
    )
}

/// What a proxy such as Cloudflare shows when the server behind it fails.
pub(super) fn proxy_error_page(status: u16) -> String {
    let reason = match status {
        500 => "Internal server error",
        502 => "Bad gateway",
        503 => "Service temporarily unavailable",
        504 => "Gateway time-out",
        520 => "Web server is returning an unknown error",
        521 => "Web server is down",
        522 => "Connection timed out",
        524 => "A timeout occurred",
        _ => "Error",
    };
    page(
        &format!("trakt.tv | {status}: {reason}"),
        "<p>Please try again in a few minutes.</p>\n<p>Ray ID: 0123456789abcdef &bull; Performance \
         &amp; security by Cloudflare</p>",
    )
}
