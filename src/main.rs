//! Mounts the page: the first view and the form. Everything else is behind [`DEFERRED`], in a file of its own
//! (`tools/bundle`) that is loaded at the first sign of use, or once the browser has nothing else to do.

use kometa_trakt_sign_in::browser::{page::mount_point, panic::show_message};
use kometa_trakt_sign_in::shell::app;
use kometa_trakt_sign_in::shell::full_page::{DEFERRED, Deferred};
use wasm_bindgen::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

fn main() {
    // Yew's own hook would print the panic's text, which could hold a secret, to the console.
    yew::set_custom_panic_hook(Box::new(show_message));
    if let Some(mount_point) = mount_point() {
        app::show(mount_point, || {
            Box::pin(async { load_deferred().await.ok() })
        });
    }
}

#[wasm_split(deferred, fallible)]
fn load_deferred() -> Result<&'static Deferred, SplitLoaderError> {
    Ok(&DEFERRED)
}

/// Loads the deferred part. `src/start.js` calls this.
#[wasm_bindgen(js_name = fetchDeferred)]
pub fn fetch_deferred() {
    app::fetch_deferred();
}
