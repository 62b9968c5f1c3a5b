//! Pastes that are larger than anything the page is for.

use gloo_events::{EventListener, EventListenerOptions};
use web_sys::{ClipboardEvent, Element, wasm_bindgen::JsCast};

/// While it lives, a larger paste is kept out of the page: a browser is busy with it for many seconds.
#[derive(Debug)]
pub struct LargePasteListener {
    _listener: Option<EventListener>,
}

impl LargePasteListener {
    /// Listens from now on. `on_refused` gets the id of the element that was pasted into.
    pub fn new(most_characters: usize, on_refused: impl Fn(String) + 'static) -> Self {
        let may_prevent = EventListenerOptions {
            phase: gloo_events::EventListenerPhase::Capture,
            passive: false,
        };
        let listener = web_sys::window().map(|window| {
            EventListener::new_with_options(&window, "paste", may_prevent, move |event| {
                let clipboard = event.dyn_ref::<ClipboardEvent>();
                let data = clipboard.and_then(ClipboardEvent::clipboard_data);
                let text = data.and_then(|data| data.get_data("text/plain").ok());
                let target = event.target().and_then(|target| target.dyn_into().ok());
                if let (Some(text), Some(target)) = (text, target)
                    && text.len() > most_characters
                {
                    event.prevent_default();
                    event.stop_propagation();
                    on_refused(Element::id(&target));
                }
            })
        });
        Self {
            _listener: listener,
        }
    }
}
