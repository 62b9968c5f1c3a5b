//! The config editor, which runs in a worker. `src/start.js` knows its files.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::fetch::AbortOnDrop;
use crate::kometa::editing::{EditorAnswer, EditorReply, EditorTask, EditorUnavailable};
use crate::shared_text::SharedText;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = askConfigEditor)]
    fn ask_config_editor(
        task: Vec<u8>,
        text: &str,
        signal: Option<AbortSignal>,
    ) -> Result<Promise, JsValue>;
}

/// Has the editor do a task with a text. It begins at once, and not only after the page has been drawn anew. Ends the work
/// when `abort_on_drop` is dropped.
///
/// # Errors
/// Where the editor cannot be loaded or breaks down, or the work was ended.
pub fn ask(
    task: &EditorTask,
    text: &SharedText,
    abort_on_drop: &AbortOnDrop,
) -> impl Future<Output = Result<EditorAnswer, EditorUnavailable>> + use<> {
    let asked = ask_config_editor(task.to_bytes(), text.as_str(), abort_on_drop.signal());
    async move {
        let asked = asked.map_err(|_| EditorUnavailable)?;
        let reply = JsFuture::from(asked).await.map_err(|_| EditorUnavailable)?;
        let reply: Array = reply.dyn_into().map_err(|_| EditorUnavailable)?;
        let bytes: Uint8Array = reply.get(0).dyn_into().map_err(|_| EditorUnavailable)?;
        EditorAnswer::from_reply(EditorReply {
            bytes: bytes.to_vec(),
            text: reply.get(1).as_string().ok_or(EditorUnavailable)?,
        })
    }
}
