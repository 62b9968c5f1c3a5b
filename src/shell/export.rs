//! Gives a text out of the page.

use crate::browser::{clipboard, files, page};
use crate::page::Export;

/// Puts a text onto the clipboard. Where the browser does not let it, selects the text area with this id, which has the
/// text too.
pub(super) async fn copy(text: &str, text_area_id: &str) -> Export {
    let export = to_clipboard(text).await;
    if export == Export::CopyRefused {
        page::select_text(text_area_id);
    }
    export
}

/// Puts a text onto the clipboard.
pub(super) async fn to_clipboard(text: &str) -> Export {
    match clipboard::copy(text).await {
        Ok(()) => Export::Copied,
        Err(clipboard::CopyRefused) => Export::CopyRefused,
    }
}

/// Offers a text as a file of this name.
pub(super) fn download(name: &str, text: &str) -> Export {
    match files::download(name, text) {
        Ok(()) => Export::Downloaded,
        Err(files::DownloadFailed) => Export::DownloadFailed,
    }
}
