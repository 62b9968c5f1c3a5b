//! The config editor, as a WebAssembly module of its own for a worker: a large file keeps the page from nothing there,
//! and whoever comes without a file does not wait for it to load.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::prelude::*;

use kometa_trakt_sign_in::kometa::editing::Editor;

thread_local! {
    static EDITOR: RefCell<Editor> = RefCell::default();
}

/// Does a task (JSON) with a text, or with that of the task before. Gives the reply (JSON) and the new text, or nothing
/// where the task is none.
#[wasm_bindgen(js_name = replyTo)]
pub fn reply(task: &str, text: Option<String>) -> Option<Array> {
    let reply = EDITOR.with_borrow_mut(|editor| editor.reply_to(task, text.as_deref()).ok())?;
    Some(Array::of2(&reply.json.into(), &reply.text.into()))
}

fn main() {}
