//! The one thing that outlasts the page: what a sign-in needs when the browser comes back from Trakt.

use web_sys::Storage;

use crate::sensitive::Sensitive;

const KEY: &str = "trakt-sign-in";

/// The browser keeps nothing for this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StorageRefused;

/// Keeps the record for this tab, until it is taken or the tab is closed.
///
/// # Errors
/// Where the browser keeps nothing for this page.
pub fn keep(record: &Sensitive<String>) -> Result<(), StorageRefused> {
    storage()
        .ok_or(StorageRefused)?
        .set_item(KEY, record.reveal())
        .map_err(|_| StorageRefused)
}

/// Takes the record out. Afterwards there is none.
pub fn take() -> Option<Sensitive<String>> {
    let storage = storage()?;
    let record = storage.get_item(KEY).ok().flatten();
    // Where it cannot be removed it could not be kept either.
    let _ = storage.remove_item(KEY);
    record.map(Sensitive::new)
}

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}
