//! Gives a text out of the page.

use super::state::HandOver;
use crate::browser::{clipboard, files, page};

/// Puts a text onto the clipboard. Where the browser does not let it, selects the text area with this id, which has the
/// text too.
pub(super) async fn copy(text: &str, text_area_id: &str) -> HandOver {
    match clipboard::copy(text).await {
        Ok(()) => HandOver::Copied,
        Err(clipboard::CopyRefused) => {
            page::select_text(text_area_id);
            HandOver::CopyRefused
        }
    }
}

/// Offers a text as a file of this name.
pub(super) fn download(name: &str, text: &str) -> HandOver {
    match files::download(name, text) {
        Ok(()) => HandOver::Downloaded,
        Err(files::DownloadFailed) => HandOver::DownloadFailed,
    }
}
