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

/// Moves the focus to the element with this id, if there is one; while it is folded away, to what unfolds it.
pub fn focus(id: &str) {
    let Some(wanted) = element(id) else {
        return;
    };
    let folded = wanted.closest("[hidden]").ok().flatten();
    let target = folded.map_or(Some(wanted), |folded| {
        let unfolds = format!("[aria-controls=\"{}\"]", folded.id());
        document()?.query_selector(&unfolds).ok().flatten()
    });
    if let Some(element) = target.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus to the element with this id if what had it is gone.
pub fn focus_if_lost(id: &str) {
    let Some(document) = document() else {
        return;
    };
    let body = document.body().map(Element::from);
    let focused = document.active_element();
    if focused.is_none() || focused == body {
        focus(id);
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
