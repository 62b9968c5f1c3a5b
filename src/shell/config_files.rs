//! Takes the user's `config.yml` in and gives it out.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{FileSystemFileHandle, HtmlInputElement};
use yew::prelude::*;

use super::export;
use crate::browser::files::{self, FileDropListener, OpenedFile, ReadFailed, SaveFailed};
use crate::kometa::config::MAX_BYTES;
use crate::kometa::file::{self, FileRefusal};
use crate::page::{Action, ConfigAction, Export, Saving, State};
use crate::shared_text::SharedText;
use crate::view::UpdatedConfigView;

/// The name of the file that “Download config.yml” offers where none was opened.
const CONFIG_FILE_NAME: &str = "config.yml";

/// The file that was opened last and can be written into, and what it has in it.
type Writable = Rc<RefCell<Option<(FileSystemFileHandle, SharedText)>>>;

/// What the user can have done with files.
#[derive(Clone, PartialEq, Default)]
pub struct ConfigFiles {
    /// A file was chosen.
    pub on_chosen: Callback<HtmlInputElement>,
    /// A file is to be chosen that can be written back; none where the browser has no way to.
    pub on_pick: Option<Callback<()>>,
    /// The opened file is to be overwritten.
    pub on_save: Callback<()>,
    /// The new text is to be copied.
    pub on_copy: Callback<()>,
    /// Some of the new text was copied by hand.
    pub on_copied_by_hand: Callback<()>,
    /// The new text is to be downloaded.
    pub on_download: Callback<()>,
}

/// Takes files in and gives them out.
#[hook]
pub(super) fn use_config_files(state: &State, dispatch: &Callback<Action>) -> ConfigFiles {
    let writable: Writable = use_mut_ref(|| None);
    let can_pick = use_state(|| false);
    use_effect_with((), {
        let can_pick = can_pick.setter();
        move |()| can_pick.set(files::can_pick())
    });
    let on_opened = use_callback(dispatch.clone(), {
        let writable = writable.clone();
        move |file, dispatch| dispatch.emit(Action::Config(opened(file, &writable)))
    });
    use_effect_with(on_opened.clone(), |on_opened| {
        let on_opened = on_opened.clone();
        let listener = FileDropListener::new(MAX_BYTES, move |file| on_opened.emit(file));
        move || drop(listener)
    });
    let on_chosen = use_callback(on_opened.clone(), |input: HtmlInputElement, on_opened| {
        if let Some(file) = files::chosen(&input) {
            let on_opened = on_opened.clone();
            spawn_local(async move {
                on_opened.emit(OpenedFile::read(file, None, MAX_BYTES).await);
            });
        }
    });
    let on_pick = use_callback(on_opened, |(), on_opened| {
        let on_opened = on_opened.clone();
        spawn_local(async move {
            if let Some(file) = files::pick(MAX_BYTES).await {
                on_opened.emit(file);
            }
        });
    });
    let updated = state.updated_config().map(|updated| updated.text.clone());
    let with_updated = (dispatch.clone(), updated.clone().unwrap_or_default());
    let on_save = use_callback(with_updated.clone(), move |(), (dispatch, text)| {
        let (dispatch, text) = (dispatch.clone(), text.clone());
        save(dispatch, &writable, text);
    });
    let on_copy = use_callback(with_updated, |(), (dispatch, text)| {
        let (dispatch, text) = (dispatch.clone(), text.clone());
        spawn_local(async move {
            let export = export::copy(text.as_str(), UpdatedConfigView::ID).await;
            dispatch.emit(Action::Config(ConfigAction::Exported(export)));
        });
    });
    let on_copied_by_hand = use_callback(dispatch.clone(), |(), dispatch| {
        dispatch.emit(Action::Config(ConfigAction::Exported(Export::CopiedByHand)));
    });
    let to_download = (
        dispatch.clone(),
        updated.unwrap_or_default(),
        state.config.file_name.clone(),
    );
    let on_download = use_callback(to_download, |(), (dispatch, text, name)| {
        let name = name.as_deref().unwrap_or(CONFIG_FILE_NAME);
        let export = export::download(name, text.as_str());
        dispatch.emit(Action::Config(ConfigAction::Exported(export)));
    });
    ConfigFiles {
        on_chosen,
        on_pick: can_pick.then_some(on_pick),
        on_save,
        on_copy,
        on_copied_by_hand,
        on_download,
    }
}

fn opened(file: OpenedFile, writable: &Writable) -> ConfigAction {
    let OpenedFile {
        name,
        bytes,
        handle,
    } = file;
    let text = match bytes {
        Ok(bytes) => file::decode(bytes).map(SharedText::from),
        Err(ReadFailed::TooLarge) => Err(FileRefusal::TooLarge),
        Err(ReadFailed::Unreadable) => Err(FileRefusal::Unreadable),
    };
    let can_be_saved = handle.is_some();
    if let Ok(text) = &text {
        *writable.borrow_mut() = handle.map(|handle| (handle, text.clone()));
    }
    ConfigAction::Opened {
        name: name.into(),
        text,
        can_be_saved,
    }
}

fn save(dispatch: Callback<Action>, writable: &Writable, text: SharedText) {
    let writable = writable.clone();
    let opened = writable.borrow().clone();
    spawn_local(async move {
        let saving = match opened {
            None => Saving::Refused,
            Some((handle, opened_with)) => {
                match files::save(&handle, opened_with.as_str(), text.as_str()).await {
                    Ok(()) => {
                        *writable.borrow_mut() = Some((handle, text));
                        Saving::Saved
                    }
                    Err(SaveFailed::Refused) => Saving::Refused,
                    Err(SaveFailed::Changed) => Saving::FileChanged,
                }
            }
        };
        dispatch.emit(Action::Config(ConfigAction::SaveEnded(saving)));
    });
}
