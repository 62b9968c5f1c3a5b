//! Mounts the page: the first view and the form's state. Everything else is behind [`ui::fetch_later`], in a file of its own
//! (`tools/bundle`) that is loaded at the first sign of use, or once the browser has nothing else to do.

use kometa_trakt_sign_in::browser::{page::mount_point, panic::show_message};
use kometa_trakt_sign_in::ui::{self, App, AppProps, BeforeStart};
use wasm_bindgen::prelude::*;

fn main() {
    // Yew's own hook would print the panic's text, which could hold a secret, to the console.
    yew::set_custom_panic_hook(Box::new(show_message));
    if let Some(mount_point) = mount_point() {
        let props = AppProps {
            before_start: BeforeStart::read(),
        };
        yew::Renderer::<App>::with_root_and_props(mount_point, props).render();
    }
}

/// `src/start.js` calls this.
#[wasm_bindgen(js_name = fetchLater)]
pub fn fetch_later() {
    ui::fetch_later();
}
