//! The root of the page: wires the state to the browser.

use std::ops::Deref;
use std::rc::Rc;

use yew::prelude::*;

use super::before_start::BeforeStart;
use super::components::{ConfigStep, LaterStatus, field_id};
use super::config_files::ConfigFiles;
use super::later::{self, Loading, use_later};
use super::page_view::{Wiring, page_view};
use super::rest::{RestProps, Services};
use super::state::{Action, ConfigAction, Event, PageFacts, Randomness, State};
use crate::browser::{address, clock, connection, page, random, session};
use crate::trakt::redirect::{AuthorizationResponse, redirect_uri_of};

#[derive(Properties, PartialEq, Default)]
pub struct AppProps {
    /// What was done with the first view, before the page answered.
    #[prop_or_default]
    pub before_start: BeforeStart,
}

/// The state, of which the form can be filled in before the other transitions have been loaded.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Page(Rc<State>);

impl Deref for Page {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}

impl Reducible for Page {
    type Action = Event;

    fn reduce(self: Rc<Self>, event: Event) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self).0;
        match later::here() {
            Some(later) => state = (later.reduce)(state, event),
            None => Rc::make_mut(&mut state).fill_in(event),
        }
        Rc::new(Self(state))
    }
}

#[component]
pub fn App(props: &AppProps) -> Html {
    let page = use_reducer(Page::default);
    let loading = use_later();
    // The one place where events get their time.
    let dispatch = use_callback(page.dispatcher(), |action: Action, dispatcher| {
        let event = Event {
            at: clock::now(),
            action,
        };
        let fills_in = event.action.fills_in();
        if fills_in {
            dispatcher.dispatch(event.clone());
        }
        if !fills_in || (event.action.brings_text() && !later::is_at_work()) {
            let dispatcher = dispatcher.clone();
            later::when_here(move |_| {
                if !is_superseded(&event.action) {
                    dispatcher.dispatch(event);
                }
            });
        }
    });
    use_start(props, &dispatch, page.page.is_some());
    let on_submit = use_callback(dispatch.clone(), |event: SubmitEvent, dispatch| {
        event.prevent_default();
        dispatch.emit(Action::Submitted(randomness()));
    });

    let services = use_state(|| None::<Services>);
    let last_services = use_mut_ref(Services::default);
    let on_services = use_callback((), {
        let (setter, last) = (services.setter(), last_services.clone());
        move |now: Services, ()| {
            *last.borrow_mut() = now.clone();
            setter.set(Some(now));
        }
    });
    let on_chosen_early = use_callback((), move |input, ()| {
        let services = last_services.clone();
        later::when_here(move |_| {
            let on_chosen = services.borrow().files.on_chosen.clone();
            on_chosen.emit(input);
        });
    });
    let later = match loading {
        Loading::Done(later) => Some(later),
        _ => None,
    };
    let services = (*services).clone().unwrap_or_else(|| Services {
        files: ConfigFiles {
            on_chosen: on_chosen_early,
            ..ConfigFiles::default()
        },
        ..Services::default()
    });
    let wiring = Wiring {
        has_been_drawn: services.has_been_drawn,
        on_submit,
        on_copy: services.on_copy,
        on_download: services.on_download,
        files: services.files,
        dispatch: dispatch.clone(),
    };
    let rest = later.map(|later| {
        (later.rest)(RestProps {
            page: page.clone(),
            dispatch,
            on_services,
        })
    });
    html! {
        <>
            <LaterStatus {loading} />
            {page_view(&page, &wiring)}
            {rest.unwrap_or_default()}
        </>
    }
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
    use_effect_with((), {
        let (dispatch, before_start) = (dispatch.clone(), props.before_start.clone());
        move |()| {
            let response = AuthorizationResponse::from_query(&address::query());
            if response.is_some() {
                address::remove_query();
            }
            // It has served its purpose, whether or not Trakt sent the browser back.
            let record = session::take();
            for action in before_start.actions {
                dispatch.emit(action);
            }
            dispatch.emit(Action::PageReady {
                page: PageFacts {
                    origin: page::origin().into(),
                    is_secure: page::is_secure(),
                    redirect_uri: redirect_uri_of(&address::whole()).map(Into::into),
                },
                is_online: connection::is_online(),
            });
            if response.is_some() || record.is_some() {
                later::when_here(move |later| {
                    let pending = record.and_then(|record| (later.pending)(record.reveal()));
                    match (response, pending) {
                        (Some(response), pending) => {
                            dispatch.emit(Action::Returned { response, pending });
                        }
                        (None, Some(pending)) => {
                            dispatch.emit(Action::CameBackWithoutResponse(pending));
                        }
                        (None, None) => {}
                    }
                });
            }
        }
    });
    // Once the text is in the fields again, so that the place in it is there.
    use_effect_with(is_ready, {
        let cursor = props.before_start.cursor.clone();
        move |is_ready| {
            if *is_ready {
                if let Some(cursor) = cursor {
                    cursor.put_back();
                }
                page::mark_ready();
            }
        }
    });
}
