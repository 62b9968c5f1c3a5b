//! The seam between the first view, which is there at once, and everything else, which is loaded when the user begins or
//! the page is idle. What is reached through [`Later`] alone is in a file of its own: see `tools/bundle`.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use super::later_view::{self, LaterView};
use super::rest::{self, RestProps};
use super::state::{Event, State};
use crate::trakt::redirect::PendingSignIn;

/// What is loaded later.
#[derive(Debug)]
pub struct Later {
    /// Every transition of the state.
    pub(super) reduce: fn(Rc<State>, Event) -> Rc<State>,
    /// What was kept for the way back from Trakt.
    pub(super) pending: fn(&str) -> Option<PendingSignIn>,
    /// What the page does besides showing its state.
    pub(super) rest: fn(RestProps) -> Html,
    /// What it shows besides the first view.
    pub(super) view: LaterView,
}

static LATER: Later = Later {
    reduce: <State as Reducible>::reduce,
    pending: PendingSignIn::from_record,
    rest: rest::rest,
    view: later_view::LATER_VIEW,
};

#[wasm_split(later, fallible)]
fn load() -> Result<&'static Later, SplitLoaderError> {
    Ok(&LATER)
}

/// How far loading has come.
#[derive(Debug, Clone, Copy, Default)]
pub enum Loading {
    /// It is not here, and nobody waits for it.
    #[default]
    Quiet,
    /// What the user did waits for it.
    AwaitedByUser,
    /// It did not come, and the user waits.
    Failed,
    /// It is here.
    Done(&'static Later),
}

impl PartialEq for Loading {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Done(one), Self::Done(other)) => std::ptr::eq(*one, *other),
            (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
        }
    }
}

#[derive(Default)]
struct Loader {
    loaded: Option<&'static Later>,
    is_loading: bool,
    has_failed: bool,
    /// Whether the page does by now what it can do besides showing its state.
    is_at_work: bool,
    /// What the user did meanwhile, in its order.
    waiting: Vec<Box<dyn FnOnce(&'static Later)>>,
    on_change: Option<Callback<Loading>>,
}

thread_local! {
    static LOADER: RefCell<Loader> = RefCell::default();
}

fn with_loader<T>(act: impl FnOnce(&mut Loader) -> T) -> T {
    LOADER.with_borrow_mut(act)
}

/// What is loaded later, if it is here, as it is everywhere but in a browser.
pub(super) fn here() -> Option<&'static Later> {
    #[cfg(target_family = "wasm")]
    return with_loader(|loader| loader.loaded);
    #[cfg(not(target_family = "wasm"))]
    return Some(&LATER);
}

/// Loads all that is not in the first part, unless that has been begun.
pub fn fetch_later() {
    let is_begun = with_loader(|loader| {
        let is_begun = loader.is_loading || loader.loaded.is_some();
        loader.is_loading = true;
        is_begun
    });
    if is_begun {
        return;
    }
    spawn_local(async {
        let loaded = load().await;
        with_loader(|loader| {
            loader.is_loading = false;
            loader.has_failed = loaded.is_err();
            loader.loaded = loaded.ok();
        });
        tell();
    });
}

/// Whether all of the page is here and at work.
pub(super) fn is_at_work() -> bool {
    with_loader(|loader| loader.is_at_work)
}

/// Does something at once where everything is here and at work, and else as soon as it is.
pub(super) fn when_here(act: impl FnOnce(&'static Later) + 'static) {
    if let Some(later) = with_loader(|loader| loader.loaded.filter(|_| loader.is_at_work)) {
        act(later);
        return;
    }
    with_loader(|loader| {
        loader.has_failed = false;
        loader.waiting.push(Box::new(act));
    });
    fetch_later();
    tell();
}

/// Does what waits, now that the rest of the page is at work.
pub(super) fn catch_up() {
    let (later, waiting) = with_loader(|loader| {
        loader.is_at_work = true;
        (loader.loaded, std::mem::take(&mut loader.waiting))
    });
    if let Some(later) = later {
        for act in waiting {
            act(later);
        }
    }
}

/// Tries again to load it.
pub(super) fn try_again() {
    with_loader(|loader| loader.has_failed = false);
    fetch_later();
    tell();
}

fn tell() {
    let (on_change, loading) = with_loader(|loader| {
        let loading = match loader.loaded {
            Some(later) => Loading::Done(later),
            None if loader.waiting.is_empty() => Loading::Quiet,
            None if loader.has_failed => Loading::Failed,
            None => Loading::AwaitedByUser,
        };
        (loader.on_change.clone(), loading)
    });
    if let Some(on_change) = on_change {
        on_change.emit(loading);
    }
}

/// How far loading has come.
#[hook]
pub(super) fn use_later() -> Loading {
    let loading = use_state_eq(Loading::default);
    use_effect_with((), {
        let setter = loading.setter();
        move |()| {
            with_loader(|loader| {
                loader.on_change = Some(Callback::from(move |now| setter.set(now)));
            });
            tell();
        }
    });
    *loading
}
