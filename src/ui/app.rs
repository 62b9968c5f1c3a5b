//! The root of the page: starts effects and turns what comes of them into actions.

use gloo_timers::callback::Interval;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::components::{
    Credentials, FailureAlert, Footer, InputAlert, Intro, MakeAnApp, PinStep, ResultView, Status,
};
use super::state::{Action, Exchange, HandOver, State};
use crate::browser::{clipboard, clock, fetch, files, page};

/// The name of the file that “Download block” offers.
const BLOCK_FILE_NAME: &str = "trakt.yml";

/// The page.
#[component]
pub fn App() -> Html {
    let state = use_reducer(State::default);
    let facts = use_page_facts();
    use_exchange(&state);
    use_ticks(&state);
    use_focus(&state);

    let dispatch = {
        let dispatcher = state.dispatcher();
        Callback::from(move |action| dispatcher.dispatch(action))
    };
    let on_pin_link = dispatch.reform(|()| Action::PinLinkFollowed {
        now_ms: clock::now_ms(),
    });
    let on_submit = dispatch.reform(|event: SubmitEvent| {
        event.prevent_default();
        Action::ExchangeAsked
    });

    html! {
        <main>
            <Intro />
            <MakeAnApp origin={facts.origin.clone()} />
            <form onsubmit={on_submit} novalidate=true autocomplete="off">
                <Credentials
                    form={state.form.clone()}
                    errors={state.input_errors().to_vec()}
                    dispatch={dispatch.clone()}
                />
                <PinStep
                    form={state.form.clone()}
                    errors={state.input_errors().to_vec()}
                    seconds_left={state.pin_seconds_left()}
                    is_busy={state.underway().is_some()}
                    {on_pin_link}
                    dispatch={dispatch.clone()}
                />
                <Status state={(*state).clone()} />
                {match &state.exchange {
                    Exchange::InputRefused(errors) => html! { <InputAlert errors={errors.clone()} /> },
                    Exchange::Failed(failure) => html! {
                        <FailureAlert key={state.attempt} failure={failure.clone()} />
                    },
                    Exchange::Idle | Exchange::Underway(_) | Exchange::Cancelled => html! {},
                }}
            </form>
            if let Some(result) = &state.result {
                <ResultView
                    result={result.clone()}
                    on_copy={on_copy(&dispatch, result.block.to_string())}
                    on_download={on_download(&dispatch, result.block.to_string())}
                    on_start_over={dispatch.reform(|()| Action::StartedOver)}
                />
            }
            <Footer />
        </main>
    }
}

/// What only the browser knows about the page. Known once the page answers to input, and not before.
#[hook]
fn use_page_facts() -> UseStateHandle<page::PageFacts> {
    let facts = use_state(page::PageFacts::default);
    use_effect_with((), {
        let facts = facts.clone();
        move |()| {
            facts.set(page::PageFacts::read());
            page::mark_ready();
        }
    });
    facts
}

fn on_copy(dispatch: &Callback<Action>, block: String) -> Callback<()> {
    let dispatch = dispatch.clone();
    Callback::from(move |()| {
        let (dispatch, block) = (dispatch.clone(), block.clone());
        spawn_local(async move {
            let copied = clipboard::copy(&block).await;
            if copied.is_err() {
                page::select_text(ResultView::BLOCK_ID);
            }
            dispatch.emit(Action::HandedOver(match copied {
                Ok(()) => HandOver::Copied,
                Err(clipboard::CopyRefused) => HandOver::CopyRefused,
            }));
        });
    })
}

fn on_download(dispatch: &Callback<Action>, block: String) -> Callback<()> {
    dispatch.reform(move |()| {
        Action::HandedOver(match files::download(BLOCK_FILE_NAME, &block) {
            Ok(()) => HandOver::Downloaded,
            Err(files::DownloadFailed) => HandOver::DownloadFailed,
        })
    })
}

/// Sends the request of the exchange under way, and ends it when the state no longer has it.
#[hook]
fn use_exchange(state: &UseReducerHandle<State>) {
    let underway = state
        .underway()
        .map(|request| (state.attempt, request.clone()));
    let dispatcher = state.dispatcher();
    use_effect_with(underway, move |underway| {
        let abort_on_drop = fetch::AbortOnDrop::new();
        if let Some((attempt, request)) = underway {
            let attempt = *attempt;
            let reply = fetch::send(&request.to_request(), &abort_on_drop);
            spawn_local(async move {
                let reply = reply.await;
                dispatcher.dispatch(Action::Answered {
                    attempt,
                    reply,
                    now_ms: clock::now_ms(),
                });
            });
        }
        move || drop(abort_on_drop)
    });
}

#[hook]
fn use_ticks(state: &UseReducerHandle<State>) {
    let dispatcher = state.dispatcher();
    use_effect_with(state.needs_clock(), move |needs_clock| {
        let interval = needs_clock.then(|| {
            Interval::new(1000, move || {
                dispatcher.dispatch(Action::Ticked {
                    now_ms: clock::now_ms(),
                });
            })
        });
        move || drop(interval)
    });
}

/// Moves the focus to where the user goes on after an attempt: the first field to correct, the alert, the result.
#[hook]
fn use_focus(state: &UseReducerHandle<State>) {
    let target = match &state.exchange {
        Exchange::InputRefused(errors) => errors.first().map(|e| Credentials::field_id(e.field())),
        Exchange::Failed(_) => Some(FailureAlert::ID),
        Exchange::Idle if state.result.is_some() => Some(ResultView::HEADING_ID),
        Exchange::Idle | Exchange::Underway(_) | Exchange::Cancelled => None,
    };
    // Correcting one of several fields changes the target, but must not move the focus: only an end does.
    let ended = target.is_some();
    use_effect_with((state.attempt, ended), move |_| {
        if let Some(id) = target {
            page::focus(id);
        }
    });
}
