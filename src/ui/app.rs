//! The root of the page: starts effects and turns what comes of them into actions.

use gloo_timers::callback::{Interval, Timeout};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::before_start::BeforeStart;
use super::components::{
    ConfigStep, ConnectionStatus, Credentials, DeviceStep, Elsewhere, ExplanationAlert,
    FailureAlert, Footer, InputAlert, Intro, MakeAnApp, MethodChoice, PinStep, ReceivedAnswer,
    RefreshStep, ResultView, ReturnStep, Status, Step, TerminalWay,
};
use super::config_hooks::{use_config_editor, use_config_files};
use super::focus::use_focus;
use super::hand_over;
use super::state::{
    Action, CareRequest, Departure, Effect, EffectKind, HandOver, Phase, Precheck, SignInMethod,
    State,
};
use crate::browser::{
    address, clock, connection::ConnectionListener, fetch, leaving::AskBeforeLeaving, page, random,
    session,
};
use crate::trakt::endpoints::OUT_OF_BAND_REDIRECT_URI;
use crate::trakt::redirect::{PendingSignIn, Returned, redirect_uri_of};
use crate::trakt::{Answer, Field, NoAnswer, Request, precheck};

/// The name of the file that “Download block” offers.
const BLOCK_FILE_NAME: &str = "trakt.yml";

/// Properties of [`App`].
#[derive(Properties, PartialEq, Default)]
pub struct AppProps {
    /// What was done with the first view, before the page answered.
    #[prop_or_default]
    pub before_start: BeforeStart,
}

/// The page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let state = use_reducer(State::default);
    use_effect_with((), {
        let (dispatcher, before_start) = (state.dispatcher(), props.before_start.clone());
        move |()| {
            for action in before_start.actions {
                dispatcher.dispatch(action);
            }
        }
    });
    let facts = (*use_page_facts()).clone();
    // Once the text is in the fields again, so that the place in it is there.
    let is_ready = facts != page::PageFacts::default();
    use_effect_with(is_ready, {
        let cursor = props.before_start.cursor.clone();
        move |is_ready| {
            if let (Some(cursor), true) = (cursor, *is_ready) {
                cursor.put_back();
            }
        }
    });
    use_return(&state);
    use_sign_in_effect(&state);
    use_precheck(&state);
    use_care(&state);
    use_ticks(&state);
    use_connection(&state);
    use_focus(&state);
    use_config_editor(&state);
    let files = use_config_files(&state);
    use_effect_with(state.has_unsaved_block(), |has_unsaved_block| {
        let ask = has_unsaved_block.then(AskBeforeLeaving::new);
        move || drop(ask)
    });

    // The same one every time, so that what has not changed is not shown anew.
    let dispatch = use_callback(state.dispatcher(), |action, dispatcher| {
        dispatcher.dispatch(action);
    });
    let on_pin_link = dispatch.reform(|()| Action::PinLinkFollowed {
        now_ms: clock::now_ms(),
    });
    let redirect_uri = redirect_uri_of(&facts.address);
    let can_return = redirect_uri.is_some() || !is_ready;
    let on_submit = {
        let (redirect_uri, method) = (redirect_uri.clone(), state.form.method);
        dispatch.reform(move |event: SubmitEvent| {
            event.prevent_default();
            let now_ms = clock::now_ms();
            match method {
                SignInMethod::Pin | SignInMethod::Refresh => Action::ExchangeAsked { now_ms },
                SignInMethod::Device => Action::DeviceCodeAsked { now_ms },
                SignInMethod::Return => {
                    Action::DepartureAsked(departure(redirect_uri.clone(), now_ms))
                }
            }
        })
    };
    let on_try_now = dispatch.reform(|()| Action::PauseEnded {
        now_ms: clock::now_ms(),
    });
    let on_use_printed = dispatch.reform(|()| Action::PrintedUsed {
        now_ms: clock::now_ms(),
    });

    let has_result = state.result.is_some();
    html! {
        <main>
            <Intro />
            <ConnectionStatus connection={state.connection} />
            <Step id="way" number={1} title="Choose your way in" done={has_result.then(|| way_in(&state))}>
                <MethodChoice
                    method={state.form.method}
                    {can_return}
                    dispatch={dispatch.clone()}
                />
                if state.form.method != SignInMethod::Refresh {
                    <MakeAnApp
                        redirect_uri={match (state.form.method, &redirect_uri) {
                            (SignInMethod::Return, Some(redirect_uri)) => redirect_uri.clone(),
                            _ => OUT_OF_BAND_REDIRECT_URI.to_owned(),
                        }}
                        origin={facts.origin.clone()}
                    />
                }
            </Step>
            <Step
                id="sign-in"
                number={2}
                title="Sign in"
                done={has_result.then_some("Trakt gave the access.")}
                outcome={html! {
                    <>
                        <Status state={(*state).clone()} {on_try_now} dispatch={dispatch.clone()} />
                        {alert(&state, &facts)}
                        if let Some(request) = state.command_request() {
                            <TerminalWay
                                request={request.to_request()}
                                form={state.form.clone()}
                                is_refused={state.input_problems().iter().any(|p| p.field() == Field::Printed)}
                                {on_use_printed}
                                dispatch={dispatch.clone()}
                            />
                        }
                    </>
                }}
            >
                <form onsubmit={on_submit} novalidate=true autocomplete="off">
                    {method_parts(&state, &dispatch, on_pin_link)}
                </form>
            </Step>
            <Step id="put-in" number={3} title="Put it into config.yml">
                if let Some(result) = &state.result {
                    <ResultView
                        result={result.clone()}
                        on_copy={on_copy(&dispatch, result.text.0.clone())}
                        on_copied_by_hand={dispatch.reform(|()| Action::HandedOver(HandOver::CopiedByHand))}
                        on_download={on_download(&dispatch, result.text.0.clone())}
                        on_revocation_confirmed={dispatch.reform(|()| Action::RevocationConfirmed {
                            now_ms: clock::now_ms(),
                        })}
                        dispatch={dispatch.clone()}
                        on_start_over={dispatch.reform(|()| Action::StartedOver)}
                    />
                } else {
                    <p>{"Once you are signed in, the block stands here, to copy or to download."}</p>
                }
                <ConfigStep
                    config={state.config.clone()}
                    has_block={has_result}
                    offers_app={!has_result && state.offered_app().is_some()}
                    can_refresh={state.can_refresh_config()}
                    on_chosen={files.on_chosen}
                    on_pick={files.on_pick}
                    on_save={files.on_save}
                    on_copy={files.on_copy}
                    on_download={files.on_download}
                    dispatch={dispatch.clone()}
                />
            </Step>
            <Footer />
        </main>
    }
}

/// What was chosen, in a line.
fn way_in(state: &State) -> String {
    match state.form.method {
        SignInMethod::Pin => "With a PIN.",
        SignInMethod::Return => "By returning to this page.",
        SignInMethod::Device => "With a device code.",
        SignInMethod::Refresh => "By refreshing a block.",
    }
    .to_owned()
}

/// What the chosen way to sign in takes.
fn method_parts(state: &State, dispatch: &Callback<Action>, on_pin_link: Callback<()>) -> Html {
    let errors = state.input_problems();
    let is_busy = state.is_busy();
    let credentials = html! {
        <Credentials form={state.form.clone()} errors={errors.to_vec()} dispatch={dispatch.clone()} />
    };
    match state.form.method {
        SignInMethod::Pin => html! {
            <>
                {credentials}
                <PinStep
                    form={state.form.clone()}
                    errors={errors.to_vec()}
                    precheck={state.precheck.clone()}
                    seconds_left={state.pin_seconds_left()}
                    {is_busy}
                    {on_pin_link}
                    dispatch={dispatch.clone()}
                />
            </>
        },
        SignInMethod::Return => html! {
            <>
                {credentials}
                <ReturnStep {is_busy} />
            </>
        },
        SignInMethod::Device => html! {
            <>
                {credentials}
                <DeviceStep
                    code={state.device_code().cloned()}
                    seconds_left={state.device_code_seconds_left()}
                    {is_busy}
                />
            </>
        },
        SignInMethod::Refresh => html! {
            <>
                <RefreshStep
                    form={state.form.clone()}
                    reading={state.block_reading.clone()}
                    errors={errors.to_vec()}
                    {is_busy}
                    dispatch={dispatch.clone()}
                />
                {credentials}
            </>
        },
    }
}

/// Why there is no block.
fn alert(state: &State, facts: &page::PageFacts) -> Html {
    match &state.phase {
        Phase::InputRefused(errors) => {
            html! { <InputAlert key={state.attempt} errors={errors.clone()} /> }
        }
        Phase::Failed(failure) => html! {
            <FailureAlert
                key={state.attempt}
                failure={failure.clone()}
                origin={facts.origin.clone()}
            />
        },
        Phase::DeviceFailed { failure, elsewhere } => html! {
            <ExplanationAlert key={state.attempt} explanation={failure.cause.explain()}>
                if let Some(elsewhere) = elsewhere {
                    <Elsewhere failure={(**elsewhere).clone()} />
                }
                if !failure.said.to_string().is_empty() {
                    <p class="said">{"Trakt said: "}<q>{failure.said.to_string()}</q></p>
                }
                if let Some(received) = &failure.received {
                    <ReceivedAnswer received={received.clone()} />
                }
            </ExplanationAlert>
        },
        Phase::ReturnRefused(error) => html! {
            <ExplanationAlert key={state.attempt} explanation={error.explain()}>
                if !error.said().to_string().is_empty() {
                    <p class="said">{"Trakt said: "}<q>{error.said().to_string()}</q></p>
                }
            </ExplanationAlert>
        },
        _ => html! {},
    }
}

fn departure(redirect_uri: Option<String>, now_ms: f64) -> Option<Departure> {
    Some(Departure {
        now_ms,
        redirect_uri: redirect_uri?,
        state: random::secret_bytes()?,
        code_verifier: random::secret_bytes()?,
    })
}

/// Takes up a sign-in that left this page for Trakt. The code leaves the address bar before anything else happens.
#[hook]
fn use_return(state: &UseReducerHandle<State>) {
    let dispatcher = state.dispatcher();
    use_effect_with((), move |()| {
        let returned = Returned::from_query(&address::query());
        if returned.is_some() {
            address::remove_query();
        }
        // Opened without an answer, the page has nothing to wait for any more.
        let pending = session::take().and_then(|record| PendingSignIn::from_record(&record));
        if let Some(returned) = returned {
            let now_ms = clock::now_ms();
            dispatcher.dispatch(Action::Returned {
                returned,
                pending,
                now_ms,
            });
        }
    });
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
            let hand_over = hand_over::copy(&block, ResultView::BLOCK_ID).await;
            dispatch.emit(Action::HandedOver(hand_over));
        });
    })
}

fn on_download(dispatch: &Callback<Action>, block: String) -> Callback<()> {
    dispatch.reform(move |()| Action::HandedOver(hand_over::download(BLOCK_FILE_NAME, &block)))
}

/// Does what the sign-in asks of the browser, and ends it when the state no longer asks for it.
#[hook]
fn use_sign_in_effect(state: &UseReducerHandle<State>) {
    let dispatcher = state.dispatcher();
    use_effect_with(state.effect(), move |effect| {
        let abort_on_drop = fetch::AbortOnDrop::new();
        let mut wake_up = None;
        let mut is_leaving = false;
        match effect {
            None => {}
            Some(Effect {
                number,
                kind:
                    EffectKind::Send {
                        request,
                        not_before_ms,
                    },
            }) => {
                let number = *number;
                let reply = sent(request, *not_before_ms, &abort_on_drop);
                spawn_local(async move {
                    let reply = reply.await;
                    dispatcher.dispatch(Action::Answered {
                        number,
                        reply,
                        now_ms: clock::now_ms(),
                        chance: random::chance(),
                    });
                });
            }
            Some(Effect {
                kind: EffectKind::Leave { record, url },
                ..
            }) => {
                is_leaving = true;
                match session::keep(&record.0) {
                    Ok(()) => address::go_to(url),
                    Err(session::StorageRefused) => dispatcher.dispatch(Action::DepartureRefused),
                }
            }
            Some(Effect {
                number,
                kind: EffectKind::Probe { url },
            }) => {
                let number = *number;
                let was_reached = fetch::probe(url, &abort_on_drop);
                spawn_local(async move {
                    let was_reached = was_reached.await;
                    dispatcher.dispatch(Action::Probed {
                        number,
                        was_reached,
                    });
                });
            }
            Some(Effect {
                kind: EffectKind::WakeUp { at_ms },
                ..
            }) => {
                let wait_ms = (at_ms - clock::now_ms()).max(0.0).ceil() as u32;
                wake_up = Some(Timeout::new(wait_ms, move || {
                    dispatcher.dispatch(Action::PauseEnded {
                        now_ms: clock::now_ms(),
                    });
                }));
            }
        }
        move || {
            drop((abort_on_drop, wake_up));
            if is_leaving {
                // The page stayed after all, so that nothing waits for a way back.
                session::take();
            }
        }
    });
}

/// Asks Trakt about the client ID once the link to a PIN was followed.
#[hook]
fn use_precheck(state: &UseReducerHandle<State>) {
    let dispatcher = state.dispatcher();
    use_effect_with(state.precheck.clone(), move |precheck| {
        let abort_on_drop = fetch::AbortOnDrop::new();
        if let Precheck::Underway {
            number,
            host,
            client_id,
        } = precheck
        {
            let number = *number;
            let reply = fetch::send(&precheck::request(*host, client_id), &abort_on_drop);
            let probe = fetch::probe(host.device_code(), &abort_on_drop);
            spawn_local(async move {
                let reply = reply.await;
                let was_reached = reply == Err(NoAnswer::Unreadable) && probe.await;
                let trouble = precheck::trouble(&reply, was_reached);
                dispatcher.dispatch(Action::Prechecked { number, trouble });
            });
        }
        move || drop(abort_on_drop)
    });
}

/// Sends a request once it may go out.
fn sent(
    request: &Request,
    not_before_ms: f64,
    abort_on_drop: &fetch::AbortOnDrop,
) -> impl Future<Output = Result<Answer, NoAnswer>> + use<> {
    let wait_ms = (not_before_ms - clock::now_ms()).max(0.0).ceil() as u32;
    let reply = fetch::send(request, abort_on_drop);
    async move {
        if wait_ms > 0 {
            TimeoutFuture::new(wait_ms).await;
        }
        reply.await
    }
}

/// Sends the request about a received token.
#[hook]
fn use_care(state: &UseReducerHandle<State>) {
    let dispatcher = state.dispatcher();
    use_effect_with(state.care_request(), move |care| {
        let abort_on_drop = fetch::AbortOnDrop::new();
        if let Some(CareRequest {
            number,
            request,
            not_before_ms,
        }) = care
        {
            let number = *number;
            let reply = sent(request, *not_before_ms, &abort_on_drop);
            spawn_local(async move {
                let reply = reply.await;
                dispatcher.dispatch(Action::CareAnswered { number, reply });
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

#[hook]
fn use_connection(state: &UseReducerHandle<State>) {
    let dispatcher = state.dispatcher();
    use_effect_with((), move |()| {
        let listener = ConnectionListener::new(move |is_online| {
            dispatcher.dispatch(Action::ConnectionChanged { is_online });
        });
        move || drop(listener)
    });
}
