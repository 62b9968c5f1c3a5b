//! Starts what the user's `config.yml` asks of the browser, and turns what comes of it into actions.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::{FileSystemFileHandle, HtmlInputElement};
use yew::prelude::*;

use super::components::UpdatedConfigView;
use super::hand_over;
use super::state::{Action, ConfigAction, ConfigText, EditorQuestion, Saving, State};
use crate::browser::files::{self, FileDropListener, OpenedFile, ReadFailed, SaveFailed};
use crate::browser::{clock, editor, fetch::AbortOnDrop};
use crate::kometa::config::MAX_BYTES;
use crate::kometa::file::{self, FileRefusal};

/// The name of the file that “Download config.yml” offers where none was opened.
const CONFIG_FILE_NAME: &str = "config.yml";

/// The file that was opened last and can be written into, and what it has in it.
type Writable = Rc<RefCell<Option<(FileSystemFileHandle, ConfigText)>>>;

/// What the user can have done with files.
#[derive(Clone, PartialEq)]
pub(super) struct ConfigFiles {
    /// A file was chosen.
    pub(super) on_chosen: Callback<HtmlInputElement>,
    /// A file is to be chosen that can be written back; none where the browser has no way to.
    pub(super) on_pick: Option<Callback<()>>,
    /// The opened file is to be overwritten.
    pub(super) on_save: Callback<()>,
    /// The new text is to be copied.
    pub(super) on_copy: Callback<()>,
    /// The new text is to be downloaded.
    pub(super) on_download: Callback<()>,
}

/// Puts the state's questions to the config editor.
#[hook]
pub(super) fn use_config_editor(state: &UseReducerHandle<State>) {
    use_question(state, state.config_question());
    use_question(state, state.block_question());
}

#[hook]
fn use_question(state: &UseReducerHandle<State>, question: Option<EditorQuestion>) {
    let dispatcher = state.dispatcher();
    use_effect_with(question, move |question| {
        let abort_on_drop = AbortOnDrop::new();
        if let Some(EditorQuestion { number, task, text }) = question {
            let number = *number;
            let answer = editor::ask(task, &text.0, &abort_on_drop);
            spawn_local(async move {
                let answer = answer.await;
                // A large text has just come over: the page may draw a frame before it shows it.
                TimeoutFuture::new(0).await;
                dispatcher.dispatch(Action::Config(ConfigAction::EditorAnswered {
                    number,
                    answer,
                    now_ms: clock::now_ms(),
                }));
            });
        }
        move || drop(abort_on_drop)
    });
}

/// Takes files in and gives them out.
#[hook]
pub(super) fn use_config_files(state: &UseReducerHandle<State>) -> ConfigFiles {
    let dispatch = {
        let dispatcher = state.dispatcher();
        Callback::from(move |action| dispatcher.dispatch(Action::Config(action)))
    };
    let writable: Writable = use_mut_ref(|| None);
    let can_pick = use_state(|| false);
    use_effect_with((), {
        let can_pick = can_pick.setter();
        move |()| can_pick.set(files::can_pick())
    });
    let on_opened = {
        let (dispatch, writable) = (dispatch.clone(), writable.clone());
        Callback::from(move |file| dispatch.emit(opened(file, &writable)))
    };
    use_effect_with((), {
        let on_opened = on_opened.clone();
        move |()| {
            let listener = FileDropListener::new(MAX_BYTES, move |file| on_opened.emit(file));
            move || drop(listener)
        }
    });
    let on_chosen = {
        let on_opened = on_opened.clone();
        Callback::from(move |input: HtmlInputElement| {
            let Some(file) = files::chosen(&input) else {
                return;
            };
            let on_opened = on_opened.clone();
            spawn_local(async move {
                on_opened.emit(OpenedFile::read(file, None, MAX_BYTES).await);
            });
        })
    };
    let on_pick = Callback::from(move |()| {
        let on_opened = on_opened.clone();
        spawn_local(async move {
            if let Some(file) = files::pick(MAX_BYTES).await {
                on_opened.emit(file);
            }
        });
    });
    let name = state.config.file_name.clone();
    let updated = state.updated_config().map(|updated| updated.text.clone());
    ConfigFiles {
        on_chosen,
        on_pick: can_pick.then_some(on_pick),
        on_save: on_save(&dispatch, &writable, updated.clone()),
        on_copy: on_copy(&dispatch, updated.clone().unwrap_or_default()),
        on_download: dispatch.reform(move |()| {
            let name = name.as_deref().unwrap_or(CONFIG_FILE_NAME);
            let text = updated.as_ref().map_or("", |text| &text.0);
            ConfigAction::HandedOver(hand_over::download(name, text))
        }),
    }
}

fn opened(file: OpenedFile, writable: &Writable) -> ConfigAction {
    let OpenedFile {
        name,
        bytes,
        handle,
    } = file;
    let text = match bytes {
        Ok(bytes) => file::decode(bytes).map(ConfigText::from),
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

fn on_save(
    dispatch: &Callback<ConfigAction>,
    writable: &Writable,
    updated: Option<ConfigText>,
) -> Callback<()> {
    let (dispatch, writable) = (dispatch.clone(), writable.clone());
    Callback::from(move |()| {
        let (dispatch, writable, text) = (dispatch.clone(), writable.clone(), updated.clone());
        let opened = writable.borrow().clone();
        spawn_local(async move {
            let saved = match (opened, text) {
                (Some((handle, opened_with)), Some(text)) => {
                    let saved = files::save(&handle, &opened_with.0, &text.0).await;
                    if saved.is_ok() {
                        *writable.borrow_mut() = Some((handle, text));
                    }
                    saved
                }
                _ => Err(SaveFailed::Refused),
            };
            dispatch.emit(ConfigAction::SaveEnded(match saved {
                Ok(()) => Saving::Saved,
                Err(SaveFailed::Refused) => Saving::Refused,
                Err(SaveFailed::Changed) => Saving::FileChanged,
            }));
        });
    })
}

fn on_copy(dispatch: &Callback<ConfigAction>, text: ConfigText) -> Callback<()> {
    let dispatch = dispatch.clone();
    Callback::from(move |()| {
        let (dispatch, text) = (dispatch.clone(), text.clone());
        spawn_local(async move {
            let hand_over = hand_over::copy(&text.0, UpdatedConfigView::ID).await;
            dispatch.emit(ConfigAction::HandedOver(hand_over));
        });
    })
}
