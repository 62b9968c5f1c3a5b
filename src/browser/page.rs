//! The page itself: its address, its readiness, its focus.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
};

/// Returns what a browser sends as `Origin` for this page: scheme, host and port, or `null` for a page opened as a
/// file.
pub fn origin() -> String {
    let location = web_sys::window().map(|window| window.location());
    location
        .filter(|location| {
            location
                .protocol()
                .is_ok_and(|protocol| protocol != "file:")
        })
        .and_then(|location| location.origin().ok())
        .unwrap_or_else(|| "null".into())
}

/// Returns whether nobody could change the page on the way here: it came by `https`, from this computer or from a file.
pub fn is_secure() -> bool {
    web_sys::window().is_some_and(|window| window.is_secure_context())
}

/// Returns whether the browser runs on Windows, as far as it tells.
pub fn is_on_windows() -> bool {
    let user_agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
    user_agent.is_some_and(|user_agent| user_agent.contains("Windows"))
}

/// Sets the document's title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Returns the element of `index.html` that the page is shown in.
pub fn mount_point() -> Option<Element> {
    element("page")
}

/// Says that the page answers to input: `data-ready` on the root element.
pub fn mark_ready() {
    mark("data-ready");
}

/// Says that all of the page is at work: `data-complete` on the root element.
pub fn mark_complete() {
    mark("data-complete");
}

fn mark(attribute: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute(attribute, "");
    }
}

/// Waits until the browser has drawn the page as it is now, which it leaves undone while the page is out of sight.
pub async fn drawn() {
    let next_frame = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.request_animation_frame(&resolve);
        }
    });
    let _ = JsFuture::from(next_frame).await;
    // A frame's callbacks run before it is drawn, timers after that.
    TimeoutFuture::new(0).await;
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

/// Moves the focus to the element with this id, and the element to the top of the window, so that what follows it is in
/// sight.
pub fn focus_at_top(id: &str) {
    focus(id);
    if let Some(element) = element(id) {
        element.scroll_into_view_with_bool(true);
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

/// Returns the text in the input or text area with this id, if there is one.
pub fn value(id: &str) -> Option<String> {
    text_in(element(id)?)
}

/// Returns the text in the input or text area with this id, if there is any text in it.
pub fn typed(id: &str) -> Option<String> {
    value(id).filter(|text| !text.is_empty())
}

fn text_in(element: Element) -> Option<String> {
    match element.dyn_into::<HtmlTextAreaElement>() {
        Ok(area) => Some(area.value()),
        Err(other) => Some(other.dyn_into::<HtmlInputElement>().ok()?.value()),
    }
}

/// Where the focus is, and the cursor in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    id: String,
    /// In units of UTF-16.
    place: Option<u32>,
}

impl Cursor {
    /// Returns where the cursor is now, if it is in an element that has an id.
    pub fn read() -> Option<Self> {
        let focused = document()?.active_element()?;
        let place = match focused.dyn_ref::<HtmlTextAreaElement>() {
            Some(area) => area.selection_end().ok().flatten(),
            None => focused
                .dyn_ref::<HtmlInputElement>()
                .and_then(|input| input.selection_end().ok().flatten()),
        };
        let id = focused.id();
        (!id.is_empty()).then_some(Self { id, place })
    }

    /// Puts it back into the element that has this id now.
    pub fn put_back(&self) {
        focus(&self.id);
        let (Some(place), Some(element)) = (self.place, element(&self.id)) else {
            return;
        };
        // Kinds of input without a cursor refuse one.
        let _ = match element.dyn_ref::<HtmlTextAreaElement>() {
            Some(area) => area.set_selection_range(place, place),
            None => element
                .dyn_ref::<HtmlInputElement>()
                .map_or(Ok(()), |input| input.set_selection_range(place, place)),
        };
    }
}

/// Returns whether the radio button or checkbox with this id is checked.
pub fn is_checked(id: &str) -> bool {
    let input = element(id).and_then(|e| e.dyn_into::<HtmlInputElement>().ok());
    input.is_some_and(|input| input.checked())
}

/// Returns which option of the select element with this id is selected, from 0.
pub fn selected_index(id: &str) -> Option<usize> {
    let select = element(id)?.dyn_into::<HtmlSelectElement>().ok()?;
    usize::try_from(select.selected_index()).ok()
}

fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
