//! Leaving the page, and coming back to it as it was left.

use gloo_events::{EventListener, EventListenerOptions};
use web_sys::{BeforeUnloadEvent, PageTransitionEvent, wasm_bindgen::JsCast};

/// While it lives, the browser asks before the page is closed, left or reloaded.
#[derive(Debug)]
pub struct AskBeforeLeaving {
    _listener: Option<EventListener>,
}

impl AskBeforeLeaving {
    /// From now on the browser asks.
    pub fn new() -> Self {
        let listener = web_sys::window().map(|window| {
            let may_prevent = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "beforeunload", may_prevent, |event| {
                event.prevent_default();
                // Older browsers ask only if there is something to say, which none of them shows.
                if let Some(event) = event.dyn_ref::<BeforeUnloadEvent>() {
                    event.set_return_value("unsaved");
                }
            })
        });
        Self {
            _listener: listener,
        }
    }
}

impl Default for AskBeforeLeaving {
    fn default() -> Self {
        Self::new()
    }
}

/// Tells when the browser shows the page as it was when it was left (from its back/forward cache), until it is dropped.
#[derive(Debug)]
pub struct ShownAgainListener {
    _listener: Option<EventListener>,
}

impl ShownAgainListener {
    /// Listens from now on.
    pub fn new(on_shown_again: impl Fn() + 'static) -> Self {
        let listener = web_sys::window().map(|window| {
            EventListener::new(&window, "pageshow", move |event| {
                let event = event.dyn_ref::<PageTransitionEvent>();
                if event.is_some_and(PageTransitionEvent::persisted) {
                    on_shown_again();
                }
            })
        });
        Self {
            _listener: listener,
        }
    }
}
