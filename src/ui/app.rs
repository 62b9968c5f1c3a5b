//! The root of the page: wires the state to the browser.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::before_start::BeforeStart;
use super::components::ResultView;
use super::config_files::use_config_files;
use super::effects::use_effects;
use super::export;
use super::focus::use_focus;
use super::page_view::{Wiring, page_view};
use super::state::{Action, Event, PageFacts, Randomness, State};
use super::words;
use crate::browser::{
    address, clock,
    connection::{self, ConnectionListener},
    leaving::{AskBeforeLeaving, ShownAgainListener},
    page, random, session,
};
use crate::trakt::redirect::{AuthorizationResponse, PendingSignIn, redirect_uri_of};

/// The name of the file that “Download block” offers.
const BLOCK_FILE_NAME: &str = "trakt.yml";

#[derive(Properties, PartialEq, Default)]
pub struct AppProps {
    /// What was done with the first view, before the page answered.
    #[prop_or_default]
    pub before_start: BeforeStart,
}

#[component]
pub fn App(props: &AppProps) -> Html {
    let state = use_reducer(State::default);
    // The one place where events get their time.
    let dispatch = use_callback(state.dispatcher(), |action, dispatcher| {
        dispatcher.dispatch(Event {
            at: clock::now(),
            action,
        });
    });
    use_start(props, &dispatch, state.page.is_some());
    use_effects(&state, &dispatch);
    use_connection(&dispatch);
    use_shown_again(&dispatch);
    use_focus(&state);
    let files = use_config_files(&state, &dispatch);
    use_effect_with(state.asks_before_leaving(), |asks| {
        let ask = asks.then(AskBeforeLeaving::new);
        move || drop(ask)
    });
    use_effect_with(words::progress::title(&state), |title| {
        page::set_title(title)
    });
    let has_been_drawn = use_has_been_drawn();

    let on_submit = use_callback(dispatch.clone(), |event: SubmitEvent, dispatch| {
        event.prevent_default();
        dispatch.emit(Action::Submitted(randomness()));
    });
    let block = state
        .received
        .as_ref()
        .map(|received| received.text.clone());
    let exported = (dispatch.clone(), block.unwrap_or_default());
    let on_copy = use_callback(exported.clone(), |(), (dispatch, block)| {
        let (dispatch, block) = (dispatch.clone(), block.clone());
        spawn_local(async move {
            let export = export::copy(block.as_str(), ResultView::BLOCK_ID).await;
            dispatch.emit(Action::BlockExported(export));
        });
    });
    let on_download = use_callback(exported, |(), (dispatch, block)| {
        let export = export::download(BLOCK_FILE_NAME, block.as_str());
        dispatch.emit(Action::BlockExported(export));
    });

    let wiring = Wiring {
        has_been_drawn,
        on_submit,
        on_copy,
        on_download,
        files,
        dispatch,
    };
    page_view(&state, &wiring)
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
            page::mark_ready();
            let pending = record.and_then(|r| PendingSignIn::from_record(r.reveal()));
            match (response, pending) {
                (Some(response), pending) => {
                    dispatch.emit(Action::Returned { response, pending });
                }
                (None, Some(pending)) => dispatch.emit(Action::CameBackWithoutResponse(pending)),
                (None, None) => {}
            }
        }
    });
    // Once the text is in the fields again, so that the place in it is there.
    use_effect_with(is_ready, {
        let cursor = props.before_start.cursor.clone();
        move |is_ready| {
            if let (Some(cursor), true) = (cursor, *is_ready) {
                cursor.put_back();
            }
        }
    });
}

/// Notices that the browser shows the page again as it was left.
#[hook]
fn use_shown_again(dispatch: &Callback<Action>) {
    use_effect_with(dispatch.clone(), |dispatch| {
        let dispatch = dispatch.clone();
        let listener = ShownAgainListener::new(move || dispatch.emit(Action::ShownAgain));
        move || drop(listener)
    });
}

#[hook]
fn use_connection(dispatch: &Callback<Action>) {
    use_effect_with(dispatch.clone(), |dispatch| {
        let dispatch = dispatch.clone();
        let listener = ConnectionListener::new(move |is_online| {
            dispatch.emit(Action::ConnectionChanged { is_online });
        });
        move || drop(listener)
    });
}

/// Whether the page has been drawn once. A screen reader tells a change of what it knows: it would say nothing of words
/// that came into the page together with their region, as on the return from Trakt.
#[hook]
fn use_has_been_drawn() -> bool {
    let has_been_drawn = use_state(|| false);
    use_effect_with((), {
        let has_been_drawn = has_been_drawn.setter();
        move |()| {
            spawn_local(async move {
                page::drawn().await;
                has_been_drawn.set(true);
            });
        }
    });
    *has_been_drawn
}
