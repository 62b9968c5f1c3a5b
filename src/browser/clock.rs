//! The browser's clock.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// Milliseconds since the Unix epoch.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// A time as the reader's own locale and time zone write it. `unix_seconds` is in seconds since the Unix epoch.
pub fn in_local_words(unix_seconds: u64) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(unix_seconds as f64 * 1000.0));
    let options = Object::new();
    for (name, value) in [("dateStyle", "long"), ("timeStyle", "short")] {
        // A plain object takes every property.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let language = web_sys::window().and_then(|window| window.navigator().language());
    date.to_locale_string(language.as_deref().unwrap_or("en"), &options)
        .into()
}
