//! The clipboard.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Clipboard, ClipboardEvent, HtmlDocument, HtmlElement, HtmlTextAreaElement};

/// The browser did not let the text onto the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyRefused;

/// Puts a text onto the clipboard. Must be called while the browser still counts a click as the user's wish.
///
/// # Errors
/// Where the browser lets the page neither write to the clipboard nor copy a selection.
pub async fn copy(text: &str) -> Result<(), CopyRefused> {
    if let Some(clipboard) = clipboard()
        && JsFuture::from(clipboard.write_text(text)).await.is_ok()
    {
        return Ok(());
    }
    copy_by_selection(text).ok_or(CopyRefused)
}

/// Copies in the older way, for pages that are neither `https` nor local: selects a text and has it copied.
fn copy_by_selection(text: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let focused = document.active_element();
    let area: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    area.set_value(text);
    area.set_read_only(true);
    area.set_attribute("autocomplete", "off").ok()?;
    area.set_class_name("visually-hidden");
    document.body()?.append_child(&area).ok()?;
    area.select();
    // A text area knows one line end only; the text goes onto the clipboard with its own.
    let own_text = text.to_owned();
    let may_prevent = EventListenerOptions::enable_prevent_default();
    let with_own_line_ends =
        EventListener::new_with_options(&document, "copy", may_prevent, move |event| {
            let data = event
                .dyn_ref::<ClipboardEvent>()
                .and_then(ClipboardEvent::clipboard_data);
            if data.is_some_and(|data| data.set_data("text/plain", &own_text).is_ok()) {
                event.prevent_default();
            }
        });
    let document: HtmlDocument = document.dyn_into().ok()?;
    let is_copied = document.exec_command("copy").unwrap_or(false);
    drop(with_own_line_ends);
    area.remove();
    if let Some(element) = focused.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
    is_copied.then_some(())
}

/// Absent outside secure contexts, which the bindings do not tell.
fn clipboard() -> Option<Clipboard> {
    let navigator = web_sys::window()?.navigator();
    js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .ok()?
        .dyn_into()
        .ok()
}
