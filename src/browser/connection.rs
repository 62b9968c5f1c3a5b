//! Knowing whether the browser has a network.

use gloo_events::EventListener;

/// Returns whether the browser believes that it has a network.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Tells of every change until it is dropped.
#[derive(Debug)]
pub struct ConnectionListener {
    _listeners: Vec<EventListener>,
}

impl ConnectionListener {
    /// Calls `on_change` with whether the browser is online, each time that changes.
    pub fn new(on_change: impl Fn(bool) + Clone + 'static) -> Self {
        let listen = |event, is_online| {
            let on_change = on_change.clone();
            web_sys::window()
                .map(|window| EventListener::new(&window, event, move |_| on_change(is_online)))
        };
        let listeners = [listen("online", true), listen("offline", false)];
        Self {
            _listeners: listeners.into_iter().flatten().collect(),
        }
    }
}
