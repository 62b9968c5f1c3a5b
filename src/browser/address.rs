//! The address bar and where it leads.

use wasm_bindgen::JsValue;

/// Returns the page's whole address.
pub fn whole() -> String {
    location()
        .and_then(|location| location.href().ok())
        .unwrap_or_default()
}

/// Returns the query of the page's address, with its question mark, or nothing.
pub fn query() -> String {
    location()
        .and_then(|location| location.search().ok())
        .unwrap_or_default()
}

/// Takes query and fragment out of the address bar and out of the history entry.
pub fn remove_query() {
    let history = web_sys::window().and_then(|window| window.history().ok());
    let path = location().and_then(|location| location.pathname().ok());
    if let (Some(history), Some(path)) = (history, path) {
        // A browser that refuses this for a file has no query worth hiding there.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}

/// Leaves the page for this address.
pub fn go_to(url: &str) {
    if let Some(location) = location() {
        // The page stays where it is if the browser does not go.
        let _ = location.assign(url);
    }
}

fn location() -> Option<web_sys::Location> {
    Some(web_sys::window()?.location())
}
