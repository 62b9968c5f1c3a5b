//! The way from an element back to the page's events.

use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlInputElement};
use yew::prelude::*;

use crate::page::event::Event;

/// Where views send what happens. The callbacks are the same objects each time the page is drawn, so that components can
/// compare them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Link {
    /// Takes an event of the page.
    pub emit: Callback<Event>,
    /// Takes the file input in which a file was chosen.
    pub on_file_chosen: Callback<HtmlInputElement>,
}

impl Link {
    /// Returns a listener that emits the event it makes of a browser event.
    pub fn on<E: 'static>(&self, event: impl Fn(E) -> Event + 'static) -> Callback<E> {
        self.emit.reform(event)
    }

    /// Returns a listener that emits the same event at each press.
    pub fn press(&self, event: Event) -> Callback<MouseEvent> {
        self.on(move |_| event.clone())
    }

    /// Returns a listener that emits the event it makes of the element that a browser event happened to, if any.
    pub fn on_element<E, T>(&self, event: impl Fn(&T, &E) -> Option<Event> + 'static) -> Callback<E>
    where
        E: TargetCast + 'static,
        T: JsCast + AsRef<EventTarget>,
    {
        let emit = self.emit.clone();
        Callback::from(move |happened: E| {
            let element = happened.target_dyn_into::<T>();
            if let Some(event) = element.and_then(|element| event(&element, &happened)) {
                emit.emit(event);
            }
        })
    }
}
