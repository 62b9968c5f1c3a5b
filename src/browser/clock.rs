//! The browser's clock.

use js_sys::{Date, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::timestamp::Timestamp;

/// The time.
pub fn now() -> Timestamp {
    // Before the epoch it counts as the epoch.
    Timestamp::from_unix_millis(Date::now() as u64)
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Date)]
    type FormattedDate;

    /// Throws where the locale is not well-formed or the date is out of range.
    #[wasm_bindgen(method, catch, js_name = toLocaleString)]
    fn to_locale_string(
        this: &FormattedDate,
        locale: &str,
        options: &Object,
    ) -> Result<String, JsValue>;
}

/// A time in the page's language and the reader's time zone, with the reader's variety of English if that is what the
/// browser speaks.
pub fn in_local_words(time: Timestamp) -> String {
    let date = Date::new(&JsValue::from_f64(time.unix_millis() as f64));
    let date: FormattedDate = date.unchecked_into();
    let options = Object::new();
    for (name, value) in [("dateStyle", "long"), ("timeStyle", "short")] {
        // A plain object takes every property.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let language = web_sys::window().and_then(|window| window.navigator().language());
    let english = language.filter(|language| language.starts_with("en"));
    let formatted = english
        .and_then(|english| date.to_locale_string(&english, &options).ok())
        .or_else(|| date.to_locale_string("en", &options).ok());
    formatted.unwrap_or_else(|| "a time far from now".into())
}
