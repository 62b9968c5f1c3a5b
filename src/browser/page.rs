//! The page itself: its address, its readiness, its focus.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, HtmlTextAreaElement};

/// Facts of the page that do not change while it is open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageFacts {
    /// What a browser sends as `Origin`: scheme, host and port, or `null` for a page opened as a file.
    pub origin: String,
    /// Its whole address.
    pub address: String,
}

impl PageFacts {
    /// Reads them.
    pub fn read() -> Self {
        let location = web_sys::window().map(|window| window.location());
        let is_file = location
            .as_ref()
            .and_then(|l| l.protocol().ok())
            .is_some_and(|p| p == "file:");
        let origin = location
            .as_ref()
            .and_then(|l| l.origin().ok())
            .filter(|_| !is_file);
        Self {
            origin: origin.unwrap_or_else(|| "null".into()),
            address: location.and_then(|l| l.href().ok()).unwrap_or_default(),
        }
    }
}

/// The element of `index.html` that the page is shown in.
pub fn mount_point() -> Option<Element> {
    element("page")
}

/// Says that the page answers to input: `data-ready` on the root element.
pub fn mark_ready() {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("data-ready", "");
    }
}

/// Moves the focus to the element with this id, if there is one.
pub fn focus(id: &str) {
    if let Some(element) = element(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Selects the whole text of the text area with this id, for copying by hand.
pub fn select_text(id: &str) {
    if let Some(area) = element(id).and_then(|e| e.dyn_into::<HtmlTextAreaElement>().ok()) {
        let _ = area.focus();
        area.select();
    }
}

fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
