//! The whole page in one state: gives each part what it shows, and no more.

use yew::prelude::*;

use super::components::{
    CheckView, ConfigStep, ConnectionStatus, Credentials, DeviceStep, FailureAlert, FieldView,
    Footer, InputAlert, Intro, MakeAnApp, MethodChoice, PinStep, RefreshStep, ResultView,
    ReturnAlert, ReturnStep, Status, Step, TerminalWay, UserCode, notes_on,
};
use super::config_files::ConfigFiles;
use super::state::{Action, ConfigUpdate, PrecheckState, SignInState, State};
use super::words;
use crate::sign_in::form::{FormField, SignInMethod};
use crate::sign_in::world::Id;
use crate::trakt::endpoints::OUT_OF_BAND_REDIRECT_URI;
use crate::trakt::request::authorize_url_for_pin;
use crate::trakt::{ClientId, InputError};

/// What the page needs besides its state.
pub struct Wiring {
    /// Whether live regions are known to screen readers already.
    pub has_been_drawn: bool,
    pub on_submit: Callback<SubmitEvent>,
    pub on_copy: Callback<()>,
    pub on_download: Callback<()>,
    pub files: ConfigFiles,
    pub dispatch: Callback<Action>,
}

/// The page in this state. It asks neither clock nor browser, so that every state can be rendered anywhere.
pub fn page_view(state: &State, wiring: &Wiring) -> Html {
    let dispatch = &wiring.dispatch;
    let has_block = state.received.is_some();
    let method = state.form.method;
    let page = state.page.as_ref();
    let origin = page.map(|page| page.origin.clone()).unwrap_or_default();
    let redirect_uri = page.and_then(|page| page.redirect_uri.clone());
    let status = match wiring.has_been_drawn {
        true => words::progress::sign_in(state),
        false => String::new(),
    };
    let countdown = state.pause_left().filter(|_| state.pause_can_be_skipped());
    html! {
        <main>
            <Intro />
            <ConnectionStatus connection={state.connection} />
            <Step id="way" number={1} title="Choose your way in" done={has_block.then(|| words::progress::method_taken(method))}>
                <MethodChoice
                    {method}
                    can_return={page.is_none() || redirect_uri.is_some()}
                    dispatch={dispatch.clone()}
                />
                if method != SignInMethod::Refresh {
                    <MakeAnApp
                        redirect_uri={match (method, &redirect_uri) {
                            (SignInMethod::Return, Some(redirect_uri)) => redirect_uri.clone(),
                            _ => OUT_OF_BAND_REDIRECT_URI.into(),
                        }}
                        origin={origin.clone()}
                    />
                }
            </Step>
            <Step
                id="sign-in"
                number={2}
                title="Sign in"
                done={has_block.then_some("Trakt gave the access.")}
                outcome={html! {
                    <>
                        <Status
                            words={status}
                            is_busy={state.is_busy()}
                            countdown={countdown.map(words::time::seconds_left)}
                            dispatch={dispatch.clone()}
                        />
                        {alert(state, &origin)}
                        if let Some(request) = state.command_request() {
                            <TerminalWay
                                request={request.to_request()}
                                printed={state.form.printed.clone()}
                                is_refused={state.input_problems().iter().any(|p| p.field() == FormField::Printed)}
                                dispatch={dispatch.clone()}
                            />
                        }
                    </>
                }}
            >
                <form onsubmit={wiring.on_submit.clone()} novalidate=true autocomplete="off">
                    {method_form(state, dispatch)}
                </form>
            </Step>
            <Step id="put-in" number={3} title="Put it into config.yml">
                if let Some(received) = &state.received {
                    <ResultView
                        text={received.text.clone()}
                        check={CheckView::of(received)}
                        export={received.export}
                        notes={notes_on(received)}
                        on_copy={wiring.on_copy.clone()}
                        on_download={wiring.on_download.clone()}
                        dispatch={dispatch.clone()}
                    />
                } else {
                    <p>{"Once you are signed in, the block stands here, to copy or to download."}</p>
                }
                {config_step(state, wiring)}
            </Step>
            <Footer />
        </main>
    }
}

/// What the chosen way to sign in takes.
fn method_form(state: &State, dispatch: &Callback<Action>) -> Html {
    let is_busy = state.is_busy();
    let credentials = html! {
        <Credentials
            client_id={FieldView::of(state, FormField::ClientId)}
            client_secret={FieldView::of(state, FormField::ClientSecret)}
            client_secret_shown={state.client_secret_shown}
            host={state.form.host}
            method={state.form.method}
            dispatch={dispatch.clone()}
        />
    };
    match state.form.method {
        SignInMethod::Pin => {
            let left = state.pin_life_left();
            let life_left = left.filter(|left| !left.is_zero()).map(words::time::clock);
            let trouble = match state.precheck {
                PrecheckState::Trouble(trouble) => Some(words::progress::precheck(trouble)),
                PrecheckState::Quiet | PrecheckState::Underway(_) => None,
            };
            html! {
                <>
                    {credentials}
                    <PinStep
                        pin={FieldView::of(state, FormField::Pin)}
                        link={pin_link(state)}
                        life_left={life_left.map(AttrValue::from)}
                        has_expired={left.is_some_and(|left| left.is_zero())}
                        {trouble}
                        {is_busy}
                        dispatch={dispatch.clone()}
                    />
                </>
            }
        }
        SignInMethod::Return => html! {
            <>
                {credentials}
                <ReturnStep {is_busy} />
            </>
        },
        SignInMethod::Device => {
            let user_code = state.device_code().map(|(authorization, left)| UserCode {
                code: authorization.user_code.clone().into(),
                verification_url: authorization.verification_url.clone().into(),
                activation_url: authorization.activation_url().into(),
                life_left: words::time::clock(left).into(),
            });
            html! {
                <>
                    {credentials}
                    <DeviceStep {user_code} {is_busy} />
                </>
            }
        }
        SignInMethod::Refresh => {
            let problems = state.input_problems().iter();
            let found = words::config::found(&state.block_reading, words::config::NO_TRAKT_SECTION);
            html! {
                <>
                    <RefreshStep
                        text={state.form.current_block.clone()}
                        is_invalid={problems.into_iter().any(|p| p.field() == FormField::CurrentBlock)}
                        {found}
                        {is_busy}
                        dispatch={dispatch.clone()}
                    />
                    {credentials}
                </>
            }
        }
    }
}

/// The address at which Trakt shows a PIN, or why there is none yet.
fn pin_link(state: &State) -> Result<AttrValue, AttrValue> {
    match ClientId::from_input(state.form.client_id.as_str()) {
        Ok(client_id) => Ok(authorize_url_for_pin(state.form.host, &client_id.value).into()),
        Err(InputError::Empty(_)) => {
            Err("Enter your Client ID first; Trakt needs to know which app asks.".into())
        }
        Err(error) => Err(words::input::input_error(&error).into()),
    }
}

/// Why there is no block.
fn alert(state: &State, origin: &AttrValue) -> Html {
    let key = state.attempt.map(Id::number).unwrap_or_default();
    match &state.sign_in {
        SignInState::InputRefused(problems) => {
            let problems: Vec<AttrValue> = problems
                .iter()
                .map(|problem| words::input::problem(problem).into())
                .collect();
            html! { <InputAlert {key} {problems} /> }
        }
        SignInState::Failed(failure) => html! {
            <FailureAlert {key} failure={(**failure).clone()} origin={origin.clone()} />
        },
        SignInState::ReturnRefused(error) => {
            html! { <ReturnAlert {key} error={error.clone()} /> }
        }
        SignInState::Idle
        | SignInState::ReadingBlock
        | SignInState::Going(_)
        | SignInState::CameBack { .. }
        | SignInState::Cancelled => html! {},
    }
}

fn config_step(state: &State, wiring: &Wiring) -> Html {
    let config = &state.config;
    let nothing = "It has no trakt section yet. One is added at its end.";
    let problem = words::config::update_problem(&config.update);
    let problem = problem.map(|(title, reason, next)| (title.into(), reason.into(), next.into()));
    html! {
        <ConfigStep
            text={config.text.clone()}
            file_name={config.file_name.clone()}
            can_be_saved={config.can_be_saved}
            found={words::config::found(&config.reading, nothing)}
            has_block={state.received.is_some()}
            offers_app={state.received.is_none() && state.offered_app().is_some()}
            can_refresh={state.can_refresh_config()}
            is_busy={matches!(config.update, ConfigUpdate::Underway { .. })}
            is_invalid={matches!(
                config.update,
                ConfigUpdate::NoConfig | ConfigUpdate::Refused(_) | ConfigUpdate::FileRefused(_)
            )}
            status={words::config::update_status(&config.update)}
            {problem}
            updated={state.updated_config().cloned()}
            files={wiring.files.clone()}
            dispatch={wiring.dispatch.clone()}
        />
    }
}
