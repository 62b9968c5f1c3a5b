//! The seam between the first view, which is there at once, and everything else, which is loaded when the user begins or
//! the page is idle. What is reached through [`Later`] alone is in a file of its own: see `tools/bundle`.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::export;
use super::rest::{Rest, Services};
use crate::page::{Action, Event, Export, FirstView, State};
use crate::trakt::redirect::{AuthorizationResponse, PendingSignIn};
use crate::view::later_view::state_view;
use crate::view::page_view::Wiring;

/// What is loaded later.
#[derive(Debug)]
pub struct Later {
    /// All of the page, with its form filled in like this.
    pub(crate) begin: fn(FirstView) -> Rc<dyn WholePage>,
    /// What it means that the page was opened with this query and that this was kept for the way back from Trakt.
    pub(crate) returned: fn(&str, Option<&str>) -> Option<Action>,
    /// Puts a text onto the clipboard, and tells how that ended.
    copy: fn(AttrValue, Callback<Export>),
}

/// All of the page.
pub static LATER: Later = Later {
    begin: |first| Rc::new(State::from(first)),
    returned,
    copy: |text, on_copied| {
        spawn_local(async move { on_copied.emit(export::to_clipboard(&text).await) });
    },
};

fn returned(query: &str, record: Option<&str>) -> Option<Action> {
    let pending = record.and_then(PendingSignIn::from_record);
    match AuthorizationResponse::from_query(query) {
        Some(response) => Some(Action::Returned { response, pending }),
        None => pending.map(Action::CameBackWithoutResponse),
    }
}

/// Everything that can happen to the page and everything that it can show, out of the first view's sight.
pub(crate) trait WholePage {
    /// The page after this.
    fn reduce(self: Rc<Self>, event: Event) -> Rc<dyn WholePage>;
    /// What it shows.
    fn view(&self, wiring: &Wiring) -> Html;
    /// What it does besides.
    fn rest(self: Rc<Self>, dispatch: Callback<Action>, on_services: Callback<Services>) -> Html;
}

impl WholePage for State {
    fn reduce(self: Rc<Self>, event: Event) -> Rc<dyn WholePage> {
        <Self as Reducible>::reduce(self, event)
    }

    fn view(&self, wiring: &Wiring) -> Html {
        state_view(self, wiring)
    }

    fn rest(self: Rc<Self>, dispatch: Callback<Action>, on_services: Callback<Services>) -> Html {
        html! { <Rest state={self} {dispatch} {on_services} /> }
    }
}

/// Loads it; nothing where it did not come.
pub type Load = fn() -> Pin<Box<dyn Future<Output = Option<&'static Later>>>>;

/// How far loading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Loading {
    /// Nobody waits for it.
    #[default]
    Quiet,
    /// What the user did waits for it.
    AwaitedByUser,
    /// It did not come, and the user waits.
    Failed,
}

#[derive(Default)]
struct Loader {
    load: Option<Load>,
    loaded: Option<&'static Later>,
    is_loading: bool,
    has_failed: bool,
    /// Whether the page does by now what it can do besides showing its state.
    is_at_work: bool,
    /// What the user did meanwhile, in its order.
    waiting: Vec<Waiting>,
    on_change: Option<Callback<(Loading, Option<&'static Later>)>>,
}

struct Waiting {
    /// Whether the user waits for it, as they do not for a text to be looked into.
    is_awaited: bool,
    act: Box<dyn FnOnce(&'static Later)>,
}

impl Loader {
    fn is_awaited(&self) -> bool {
        self.waiting.iter().any(|waiting| waiting.is_awaited)
    }
}

thread_local! {
    static LOADER: RefCell<Loader> = RefCell::default();
}

fn with_loader<T>(act: impl FnOnce(&mut Loader) -> T) -> T {
    LOADER.with_borrow_mut(act)
}

/// How it is loaded.
pub(crate) fn load_with(load: Load) {
    with_loader(|loader| loader.load = Some(load));
}

/// Loads all that is not in the first part, unless that has been begun.
pub fn fetch_later() {
    let load = with_loader(|loader| {
        let is_begun = loader.is_loading || loader.loaded.is_some();
        let load = loader.load.filter(|_| !is_begun);
        loader.is_loading |= load.is_some();
        load
    });
    let Some(load) = load else {
        return;
    };
    spawn_local(async move {
        let loaded = load().await;
        with_loader(|loader| {
            loader.is_loading = false;
            loader.has_failed = loaded.is_none();
            loader.loaded = loaded;
        });
        tell();
    });
}

/// Whether all of the page is here and at work.
pub(crate) fn is_at_work() -> bool {
    with_loader(|loader| loader.is_at_work)
}

/// Does something at once where everything is here and at work, and else as soon as it is. The user waits for it.
pub(crate) fn when_here(act: impl FnOnce(&'static Later) + 'static) {
    act_when_here(true, Box::new(act));
}

/// The same where the user waits for nothing.
pub(crate) fn quietly_when_here(act: impl FnOnce(&'static Later) + 'static) {
    act_when_here(false, Box::new(act));
}

fn act_when_here(is_awaited: bool, act: Box<dyn FnOnce(&'static Later)>) {
    if let Some(later) = with_loader(|loader| loader.loaded.filter(|_| loader.is_at_work)) {
        act(later);
        return;
    }
    with_loader(|loader| {
        loader.has_failed = false;
        loader.waiting.push(Waiting { is_awaited, act });
    });
    fetch_later();
    tell();
}

/// Does what waits, now that the rest of the page is at work.
pub(crate) fn catch_up() {
    let (later, waiting) = with_loader(|loader| {
        loader.is_at_work = true;
        (loader.loaded, std::mem::take(&mut loader.waiting))
    });
    if let Some(later) = later {
        for waiting in waiting {
            (waiting.act)(later);
        }
    }
}

/// Puts a text onto the clipboard, and tells how that ended. It must be called while the browser still counts a click as
/// the user's wish.
pub(crate) fn copy(text: AttrValue, on_copied: Callback<Export>) {
    when_here(move |later| (later.copy)(text, on_copied));
}

/// The user does not wait any longer. What was typed or chosen stays.
pub(crate) fn give_up() {
    with_loader(|loader| loader.waiting.retain(|waiting| !waiting.is_awaited));
    tell();
}

/// Tries again to load it.
pub(crate) fn try_again() {
    with_loader(|loader| loader.has_failed = false);
    fetch_later();
    tell();
}

fn tell() {
    let (on_change, loading, loaded) = with_loader(|loader| {
        let loading = match loader.loaded {
            None if loader.is_awaited() && loader.has_failed => Loading::Failed,
            None if loader.is_awaited() => Loading::AwaitedByUser,
            None | Some(_) => Loading::Quiet,
        };
        (loader.on_change.clone(), loading, loader.loaded)
    });
    if let Some(on_change) = on_change {
        on_change.emit((loading, loaded));
    }
}

/// How far loading has come. What has been loaded is handed over when it is here.
#[hook]
pub(crate) fn use_loading(on_loaded: impl Fn(&'static Later) + 'static) -> Loading {
    let loading = use_state_eq(Loading::default);
    use_effect_with((), {
        let setter = loading.setter();
        move |()| {
            with_loader(|loader| {
                loader.on_change = Some(Callback::from(move |(now, loaded)| {
                    if let Some(later) = loaded {
                        on_loaded(later);
                    }
                    setter.set(now);
                }));
            });
            tell();
        }
    });
    *loading
}
