//! The browser's clock.

use std::time::Duration;

use js_sys::{Date, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::timestamp::Timestamp;

/// Returns the time.
pub fn now() -> Timestamp {
    // Before the epoch it counts as the epoch.
    Timestamp::from_unix_millis(Date::now() as u64)
}

/// Returns how long the page has run, by a clock that nobody can set.
pub fn monotonic() -> Duration {
    let performance = web_sys::window().and_then(|window| window.performance());
    let milliseconds = performance.map_or(0.0, |performance| performance.now());
    Duration::from_secs_f64(milliseconds.max(0.0) / 1_000.0)
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;

    /// Throws where the locale is not well-formed.
    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> Result<DateTimeFormat, JsValue>;

    /// Throws where the date is out of range.
    #[wasm_bindgen(method, catch)]
    fn format(this: &DateTimeFormat, date: &Date) -> Result<String, JsValue>;
}

/// The reader's own way to write a time.
pub struct LocalTimeFormat(Option<DateTimeFormat>);

impl LocalTimeFormat {
    /// Returns the format in the page's language, with the reader's variety of English if that is what the browser
    /// speaks.
    pub fn of_reader() -> Self {
        let options = Object::new();
        for (name, value) in [("dateStyle", "long"), ("timeStyle", "short")] {
            // A plain object takes every property.
            let _ = Reflect::set(&options, &name.into(), &value.into());
        }
        let language = web_sys::window().and_then(|window| window.navigator().language());
        let english = language.filter(|language| language.starts_with("en"));
        let format = english
            .and_then(|english| DateTimeFormat::new(&english, &options).ok())
            .or_else(|| DateTimeFormat::new("en", &options).ok());
        Self(format)
    }

    /// Returns a time in the reader's time zone.
    pub fn words_for(&self, time: Timestamp) -> String {
        let date = Date::new(&JsValue::from_f64(time.unix_millis() as f64));
        let words = self.0.as_ref().and_then(|format| format.format(&date).ok());
        words.unwrap_or_else(|| "a time far from now".into())
    }
}

thread_local! {
    static LOCAL_TIME: LocalTimeFormat = LocalTimeFormat::of_reader();
}

/// Makes [`in_local_words`] quick: a browser takes some 15 ms before it can write its first date.
pub fn prepare_local_words() {
    LOCAL_TIME.with(|_| ());
}

/// Returns a time in the reader's own words.
pub fn in_local_words(time: Timestamp) -> String {
    LOCAL_TIME.with(|format| format.words_for(time))
}
