//! The browser's clock.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

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
    // A browser may name a language that is no language tag (WebKitGTK in the locale C does), of which this throws.
    let in_words = |locale: &JsValue| {
        let to_locale_string: Function =
            Reflect::get(&date, &"toLocaleString".into())?.dyn_into()?;
        to_locale_string.call2(&date, locale, &options)
    };
    language
        .and_then(|language| in_words(&language.into()).ok())
        .or_else(|| in_words(&JsValue::UNDEFINED).ok())
        .and_then(|words| words.as_string())
        .unwrap_or_else(|| date.to_string().into())
}
