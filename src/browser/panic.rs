//! The end of a page that breaks: a message, and everything typed still on screen.

use std::panic::PanicHookInfo;

/// The element of `index.html` that holds the message, hidden until then.
const MESSAGE_ID: &str = "page-broke";

/// Shows the message. The panic's own text is shown nowhere: it could hold a secret.
pub fn show_message(info: &PanicHookInfo<'_>) {
    let Some(message) = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(MESSAGE_ID))
    else {
        return;
    };
    let place = info
        .location()
        .map(|l| format!("{}:{}", l.file(), l.line()))
        .unwrap_or_default();
    if let Ok(Some(place_element)) = message.query_selector("[data-place]") {
        place_element.set_text_content(Some(&place));
    }
    let _ = message.remove_attribute("hidden");
    message.scroll_into_view();
}
