//! The root of the page: wires the state to the browser.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::before_start::{BeforeStart, NotTaken};
use super::config_files::ConfigFiles;
use super::later::{self, Later, Load, WholePage, use_loading};
use super::rest::Services;
use crate::browser::{address, clock, connection, page, random, session};
use crate::page::{Action, ConfigAction, Event, FillIn, FirstView, PageFacts, Randomness};
use crate::sensitive::Sensitive;
use crate::shared_text::SharedText;
use crate::timestamp::Timestamp;
use crate::trakt::redirect::{may_be_response, redirect_uri_of};
use crate::view::page_view::{Wiring, first_view};
use crate::view::{ConfigStep, field_id, later_status};

/// Shows the page in this element. It begins as the first view; `load` gets everything else.
pub fn show(mount_point: web_sys::Element, load: Load) {
    later::load_with(load);
    let before_start = Rc::new(RefCell::new(Some(BeforeStart::read())));
    let props = AppProps { before_start };
    yew::Renderer::<App>::with_root_and_props(mount_point, props).render();
}

#[derive(Properties, Default)]
pub struct AppProps {
    /// What was done with the first view, before the page answered.
    #[prop_or_default]
    pub before_start: NotTaken,
}

impl PartialEq for AppProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.before_start, &other.before_start)
    }
}

/// The form alone, until the code for all the rest has come.
#[derive(Clone)]
enum Page {
    First(FirstView),
    Whole(Rc<dyn WholePage>),
}

/// What can happen to it.
enum Happening {
    FilledIn(Timestamp, FillIn),
    Loaded(&'static Later),
    Event(Event),
}

impl Reducible for Page {
    type Action = Happening;

    fn reduce(self: Rc<Self>, happening: Happening) -> Rc<Self> {
        let next = match (Rc::unwrap_or_clone(self), happening) {
            (Self::First(mut first), Happening::FilledIn(now, fill_in)) => {
                first.fill_in(now, fill_in);
                Self::First(first)
            }
            (Self::First(first), Happening::Loaded(later)) => Self::Whole((later.begin)(first)),
            (Self::Whole(whole), Happening::FilledIn(at, fill_in)) => {
                let action = fill_in.into();
                Self::Whole(whole.reduce(Event { at, action }))
            }
            (Self::Whole(whole), Happening::Event(event)) => Self::Whole(whole.reduce(event)),
            // An event waits for the whole page, which comes once.
            (page, Happening::Event(_) | Happening::Loaded(_)) => page,
        };
        Rc::new(next)
    }
}

#[component]
pub fn App(props: &AppProps) -> Html {
    let page = use_reducer(|| Page::First(FirstView::default()));
    let loading = use_loading({
        let dispatcher = page.dispatcher();
        move |later| dispatcher.dispatch(Happening::Loaded(later))
    });
    let dispatch = use_dispatch(page.dispatcher());
    let is_ready = match &*page {
        Page::First(first) => first.page.is_some(),
        Page::Whole(_) => true,
    };
    use_start(props, &dispatch, is_ready);
    let on_submit = use_callback(dispatch.clone(), |event: SubmitEvent, dispatch| {
        event.prevent_default();
        dispatch.emit(Action::Submitted(randomness()));
    });
    let on_config_typed = use_callback(dispatch.clone(), |text: SharedText, dispatch| {
        dispatch.emit(Action::Config(ConfigAction::Typed(text)));
    });
    let (services, on_services) = use_services();
    let wiring = Wiring {
        has_been_drawn: services.has_been_drawn,
        on_submit,
        on_config_typed,
        on_block_typed: services.on_block_typed,
        on_copy: services.on_copy,
        on_download: services.on_download,
        files: services.files,
        dispatch: dispatch.clone(),
    };
    html! {
        <>
            {later_status(loading)}
            {match &*page {
                Page::First(first) => first_view(first, &wiring),
                Page::Whole(whole) => whole.view(&wiring),
            }}
            if let Page::Whole(whole) = &*page {
                {whole.clone().rest(dispatch, on_services)}
            }
        </>
    }
}

/// The one place where events get their time. What happens before the whole page is at work happens to the form, and
/// again to the page.
#[hook]
fn use_dispatch(dispatcher: UseReducerDispatcher<Page>) -> Callback<Action> {
    use_callback(dispatcher, |action: Action, dispatcher| {
        let at = clock::now();
        if later::is_at_work() {
            dispatcher.dispatch(Happening::Event(Event { at, action }));
            return;
        }
        let fill_in = FillIn::of(&action);
        let then = {
            let dispatcher = dispatcher.clone();
            move |_| {
                if !is_superseded(&action) {
                    dispatcher.dispatch(Happening::Event(Event { at, action }));
                }
            }
        };
        match &fill_in {
            Some(fill_in) if fill_in.is_all() => {}
            Some(_) => later::quietly_when_here(then),
            None => later::when_here(then),
        }
        if let Some(fill_in) = fill_in {
            dispatcher.dispatch(Happening::FilledIn(at, fill_in));
        }
    })
}

/// What the page can have done, and where to tell that. A file that is chosen before it can be taken in waits.
#[hook]
fn use_services() -> (Services, Callback<Services>) {
    let services = use_state(|| None::<Services>);
    let last = use_mut_ref(Services::default);
    let on_services = use_callback((), {
        let (setter, last) = (services.setter(), last.clone());
        move |now: Services, ()| {
            *last.borrow_mut() = now.clone();
            setter.set(Some(now));
        }
    });
    let on_chosen = use_callback((), move |input, ()| {
        let last = last.clone();
        later::when_here(move |_| {
            let on_chosen = last.borrow().files.on_chosen.clone();
            on_chosen.emit(input);
        });
    });
    let services = (*services).clone().unwrap_or_else(|| Services {
        files: ConfigFiles {
            on_chosen,
            ..ConfigFiles::default()
        },
        ..Services::default()
    });
    (services, on_services)
}

/// Whether the field that a text came into has another one by now, or none any more.
fn is_superseded(action: &Action) -> bool {
    let (id, text) = match action {
        Action::Typed(field, text) | Action::Pasted(field, text) => (field_id(*field), text),
        Action::Config(ConfigAction::Typed(text)) => (ConfigStep::ID, text),
        _ => return false,
    };
    page::typed(id).unwrap_or_default() != text.as_str()
}

fn randomness() -> Option<Randomness> {
    Some(Randomness {
        csrf_token: random::secret_bytes()?,
        code_verifier: random::secret_bytes()?,
    })
}

/// Takes up what was done before the page answered, and a sign-in that left this page for Trakt. The code leaves the
/// address bar before anything else happens.
#[hook]
fn use_start(props: &AppProps, dispatch: &Callback<Action>, is_ready: bool) {
    let cursor = use_mut_ref(|| None);
    use_effect_with((), {
        let (dispatch, before_start) = (dispatch.clone(), props.before_start.clone());
        let cursor = cursor.clone();
        move |()| {
            let query = address::query();
            let may_be_response = may_be_response(&query);
            if may_be_response {
                address::remove_query();
            }
            // It has served its purpose, whether or not Trakt sent the browser back.
            let record = session::take();
            if let Some(before_start) = before_start.take() {
                for action in before_start.actions {
                    dispatch.emit(action);
                }
                *cursor.borrow_mut() = before_start.cursor;
            }
            dispatch.emit(Action::PageReady {
                page: PageFacts {
                    origin: page::origin().into(),
                    is_secure: page::is_secure(),
                    redirect_uri: redirect_uri_of(&address::whole()).map(Into::into),
                },
                is_online: connection::is_online(),
            });
            if may_be_response || record.is_some() {
                let (query, dispatch) = (Sensitive::new(query), dispatch.clone());
                later::when_here(move |later| {
                    let record = record.as_ref().map(|record| record.reveal().as_str());
                    if let Some(action) = (later.returned)(query.reveal(), record) {
                        dispatch.emit(action);
                    }
                });
            }
        }
    });
    // Once the text is in the fields again, so that the place in it is there.
    use_effect_with(is_ready, move |is_ready| {
        if *is_ready {
            if let Some(cursor) = cursor.take() {
                cursor.put_back();
            }
            page::mark_ready();
        }
    });
}
