//! Asks before the page is left.

use gloo_events::{EventListener, EventListenerOptions};
use web_sys::{BeforeUnloadEvent, wasm_bindgen::JsCast};

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
