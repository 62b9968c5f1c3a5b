//! Files that come into the page and leave it.

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, DataTransfer, DataTransferItem, DragEvent, File, FileSystemFileHandle,
    FileSystemWritableFileStream, HtmlAnchorElement, HtmlInputElement, Url, Window,
};

/// The browser could not make a file of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DownloadFailed;

/// The time for which the file stays available for the browser to read, in milliseconds.
const LIFETIME_OF_FILE: u32 = 60_000;

/// Offers a text as a file of this name and media type, as if the user had followed a download link.
///
/// # Errors
/// Where the browser lacks what is needed for it.
pub fn download(name: &str, media_type: &str, text: &str) -> Result<(), DownloadFailed> {
    try_download(name, media_type, text).map_err(|_| DownloadFailed)
}

fn try_download(name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
    let document = web_sys::window()
        .and_then(|w| w.document())
        .ok_or(JsValue::NULL)?;
    let properties = BlobPropertyBag::new();
    properties.set_type(media_type);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &properties)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser reads the file after the click has been handled.
    Timeout::new(LIFETIME_OF_FILE, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

/// A file that the user handed over.
#[derive(Debug, Clone)]
pub struct GivenFile {
    /// The file.
    pub file: File,
    /// The place at which the browser can write into the file.
    pub handle: Option<FileSystemFileHandle>,
}

/// Why a file has no bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadFailed {
    /// The file is larger than wanted, and was not read.
    TooLarge,
    /// The browser did not hand it over.
    Unreadable,
}

/// Reads a file, unless it has more than `max_bytes`.
///
/// # Errors
/// See [`ReadFailed`].
pub async fn read(file: &File, max_bytes: usize) -> Result<Vec<u8>, ReadFailed> {
    if file.size() > max_bytes as f64 {
        return Err(ReadFailed::TooLarge);
    }
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(|_| ReadFailed::Unreadable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Returns the file that was chosen with a file input. Choosing the same one again counts as choosing.
pub fn chosen(input: &HtmlInputElement) -> Option<GivenFile> {
    let file = input.files()?.get(0);
    input.set_value("");
    file.map(|file| GivenFile { file, handle: None })
}

#[wasm_bindgen]
extern "C" {
    /// The part of a window that only some browsers have.
    type FilePickerWindow;

    #[wasm_bindgen(method, getter, js_name = showOpenFilePicker)]
    fn open_file_picker(this: &FilePickerWindow) -> JsValue;

    #[wasm_bindgen(method, catch, js_name = showOpenFilePicker)]
    fn show_open_file_picker(this: &FilePickerWindow) -> Result<Promise, JsValue>;

    /// The part of a dropped item that only some browsers have.
    type DroppedItem;

    #[wasm_bindgen(method, getter, js_name = getAsFileSystemHandle)]
    fn handle_getter(this: &DroppedItem) -> JsValue;

    #[wasm_bindgen(method, catch, js_name = getAsFileSystemHandle)]
    fn handle(this: &DroppedItem) -> Result<Promise, JsValue>;
}

/// Returns whether the browser has a file chooser of which an opened file can be written back.
pub fn can_pick() -> bool {
    picker_window().is_some()
}

/// Lets the user choose a file that can be written back. Must be called while the browser still counts a click as the
/// user's wish. `None` where the user chose none, or the browser did not ask.
pub async fn pick() -> Option<GivenFile> {
    let picking = picker_window()?.show_open_file_picker().ok()?;
    let handles: Array = JsFuture::from(picking).await.ok()?.dyn_into().ok()?;
    let handle: FileSystemFileHandle = handles.get(0).dyn_into().ok()?;
    let file = JsFuture::from(handle.get_file()).await.ok()?;
    Some(GivenFile {
        file: file.dyn_into().ok()?,
        handle: Some(handle),
    })
}

fn picker_window() -> Option<FilePickerWindow> {
    let window: FilePickerWindow = web_sys::window()?.unchecked_into();
    window.open_file_picker().is_function().then_some(window)
}

/// Why a file was not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveFailed {
    /// The user or the browser did not let the page write.
    Refused,
    /// Somebody else has changed the file meanwhile.
    Changed,
}

/// Puts a text into a file, if that still has the text that it was opened with. The browser may ask the user first; it
/// writes the whole text or leaves the file as it was.
///
/// # Errors
/// See [`SaveFailed`].
pub async fn save(
    handle: &FileSystemFileHandle,
    opened_with: &str,
    text: &str,
) -> Result<(), SaveFailed> {
    let refused = |_: JsValue| SaveFailed::Refused;
    let file = JsFuture::from(handle.get_file()).await.map_err(refused)?;
    let file: File = file.dyn_into().map_err(refused)?;
    if read(&file, opened_with.len()).await.as_deref() != Ok(opened_with.as_bytes()) {
        return Err(SaveFailed::Changed);
    }
    let writable = JsFuture::from(handle.create_writable())
        .await
        .map_err(refused)?;
    let writable: FileSystemWritableFileStream = writable.dyn_into().map_err(refused)?;
    let writing = writable.write_with_str(text).map_err(refused)?;
    JsFuture::from(writing).await.map_err(refused)?;
    JsFuture::from(writable.close()).await.map_err(refused)?;
    Ok(())
}

/// While it lives, a file that is dropped anywhere on the page is handed over instead of shown by the browser.
#[derive(Debug)]
pub struct FileDropListener {
    _listeners: Option<[EventListener; 3]>,
}

impl FileDropListener {
    /// Listens from now on.
    pub fn new(on_file: impl Fn(GivenFile) + Clone + 'static) -> Self {
        Self {
            _listeners: web_sys::window().map(|window| listeners(&window, on_file)),
        }
    }
}

fn listeners(window: &Window, on_file: impl Fn(GivenFile) + Clone + 'static) -> [EventListener; 3] {
    let may_prevent = EventListenerOptions::enable_prevent_default();
    let on_drag = EventListener::new_with_options(window, "dragover", may_prevent, |event| {
        // Text that is dragged into a field stays the browser's own affair.
        if carries_files(event) {
            event.prevent_default();
            mark_drag(true);
        }
    });
    let on_leave = EventListener::new(window, "dragleave", |event| {
        // Within the page, it goes from one element to the next.
        let leaves_page = event
            .dyn_ref::<DragEvent>()
            .is_some_and(|event| event.related_target().is_none());
        if leaves_page {
            mark_drag(false);
        }
    });
    let on_drop = EventListener::new_with_options(window, "drop", may_prevent, move |event| {
        if !carries_files(event) {
            return;
        }
        event.prevent_default();
        mark_drag(false);
        let Some(item) = transfer(event).and_then(|transfer| transfer.items().get(0)) else {
            return;
        };
        let Ok(Some(file)) = item.get_as_file() else {
            return;
        };
        // Must be asked for before the event is over.
        let handle = handle_of(item);
        let on_file = on_file.clone();
        spawn_local(async move {
            let handle = match handle {
                Some(handle) => JsFuture::from(handle).await.ok(),
                None => None,
            };
            let handle = handle.and_then(|handle| handle.dyn_into().ok());
            on_file(GivenFile { file, handle });
        });
    });
    [on_drag, on_leave, on_drop]
}

/// While a file is dragged over the page, its root element has an attribute, for the style sheet.
fn mark_drag(is_over: bool) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(root) = document.and_then(|document| document.document_element()) {
        // An attribute of this name cannot be refused.
        let _ = root.toggle_attribute_with_force("data-file-over", is_over);
    }
}

fn transfer(event: &web_sys::Event) -> Option<DataTransfer> {
    event.dyn_ref::<DragEvent>()?.data_transfer()
}

fn carries_files(event: &web_sys::Event) -> bool {
    transfer(event).is_some_and(|transfer| {
        let files = JsValue::from_str("Files");
        transfer.types().includes(&files, 0)
    })
}

fn handle_of(item: DataTransferItem) -> Option<Promise> {
    let item: DroppedItem = item.unchecked_into();
    let has_handle = item.handle_getter().is_function();
    has_handle.then(|| item.handle().ok())?
}
