//! Files that leave the page.

use gloo_timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// The browser could not make a file of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DownloadFailed;

/// How long the file stays available for the browser to read, in milliseconds.
const LIFETIME_OF_FILE: u32 = 60_000;

/// Offers a text as a file of this name, as if the user had followed a download link.
///
/// # Errors
/// Where the browser lacks what is needed for it.
pub fn download(name: &str, text: &str) -> Result<(), DownloadFailed> {
    try_download(name, text).map_err(|_| DownloadFailed)
}

fn try_download(name: &str, text: &str) -> Result<(), JsValue> {
    let document = web_sys::window()
        .and_then(|w| w.document())
        .ok_or(JsValue::NULL)?;
    let properties = BlobPropertyBag::new();
    properties.set_type("application/yaml");
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &properties)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser reads the file after the click has been handled.
    Timeout::new(LIFETIME_OF_FILE, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}
