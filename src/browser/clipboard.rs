//! The clipboard.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Clipboard;

/// The browser did not let the text onto the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyRefused;

/// Puts a text onto the clipboard. Must be called while the browser still counts a click as the user's wish.
///
/// # Errors
/// Where there is no clipboard (a page that is neither `https` nor local) or the browser refuses.
pub async fn copy(text: &str) -> Result<(), CopyRefused> {
    let clipboard = clipboard().ok_or(CopyRefused)?;
    JsFuture::from(clipboard.write_text(text))
        .await
        .map(|_| ())
        .map_err(|_| CopyRefused)
}

/// Absent outside secure contexts, which the bindings do not tell.
fn clipboard() -> Option<Clipboard> {
    let navigator = web_sys::window()?.navigator();
    js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .ok()?
        .dyn_into()
        .ok()
}
