//! The config editor, as a WebAssembly module of its own for a worker: a large file keeps the page from nothing there,
//! and whoever comes without a file does not wait for it to load.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

use kometa_trakt_sign_in::kometa::editing::reply_to;

/// Does a task with a text. Gives the reply and the new text, or nothing where the task is none.
#[wasm_bindgen(js_name = replyTo)]
pub fn reply(task: &[u8], text: &str) -> Option<Array> {
    let reply = reply_to(task, text).ok()?;
    Some(Array::of2(
        &Uint8Array::from(&reply.bytes[..]).into(),
        &reply.text.into(),
    ))
}

fn main() {}
