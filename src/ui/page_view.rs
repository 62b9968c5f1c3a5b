//! The whole page in one state: gives each part what it shows, and no more.

use yew::prelude::*;

use super::components::{
    CheckView, ConfigStep, ConnectionStatus, Credentials, DeviceStep, FailureAlert, FieldView,
    Footer, HostChoice, InputAlert, Intro, MakeAnApp, MethodChoice, OpenConfig, PinStep,
    QuestionView, RefreshStep, ResultView, ReturnAlert, ReturnStep, Status, Step, TerminalWay,
    UserCode, notes_on, warning_of,
};
use super::config_files::ConfigFiles;
use super::state::{Action, ConfigUpdate, PrecheckState, Question, SignInState, State};
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
    html! {
        <main class={classes!(has_block.then_some("has-block"))}>
            <Intro is_short={has_block} />
            <ConnectionStatus connection={state.connection} />
            {open_config(state, wiring)}
            <form id={Credentials::FORM_ID} onsubmit={wiring.on_submit.clone()} novalidate=true autocomplete="off">
                {app_step(state, dispatch)}
                {sign_in_step(state, wiring)}
            </form>
            <Step id="put-in" number={3} title="Put it into config.yml">
                {result(state, wiring)}
                {config_step(state, wiring)}
            </Step>
            <Footer />
        </main>
    }
}

fn open_config(state: &State, wiring: &Wiring) -> Html {
    let config = &state.config;
    let has_begun = state.received.is_some() || state.is_busy();
    html! {
        <OpenConfig
            file_name={config.file_name.clone()}
            found={words::config::found(&config.reading, words::config::NO_SECTION_YET, state.now)}
            next_step={state.config_next_step()}
            offers_app={state.received.is_none() && state.offered_app().is_some()}
            {has_begun}
            files={wiring.files.clone()}
            dispatch={wiring.dispatch.clone()}
        />
    }
}

/// Which app signs in.
fn app_step(state: &State, dispatch: &Callback<Action>) -> Html {
    let method = state.form.method;
    let page = state.page.as_ref();
    let redirect_uri = page.and_then(|page| page.redirect_uri.clone());
    let received = state.received.as_ref();
    // Where the secret is to be entered again, its field stays in sight.
    let is_done = received.is_some_and(|received| !received.secret_is_wanted);
    let filled_in = match &state.filled_in {
        Some(filled_in) => words::input::filled_in(filled_in),
        None if state.wants_secret_again() => words::input::SECRET_WANTED_AGAIN.into(),
        None => String::new(),
    };
    html! {
        <Step
            id="app"
            number={1}
            title={match method {
                SignInMethod::Refresh => "Your Trakt app, if your block lacks it",
                _ => "Your Trakt app",
            }}
            done={is_done.then_some("Filled in.")}
        >
            <Credentials
                client_id={FieldView::of(state, FormField::ClientId)}
                client_secret={FieldView::of(state, FormField::ClientSecret)}
                client_secret_shown={state.client_secret_shown}
                {filled_in}
                dispatch={dispatch.clone()}
            />
            if method != SignInMethod::Refresh {
                <MakeAnApp
                    redirect_uri={match (method, redirect_uri) {
                        (SignInMethod::Return, Some(redirect_uri)) => redirect_uri,
                        _ => OUT_OF_BAND_REDIRECT_URI.into(),
                    }}
                    origin={page.map(|page| page.origin.clone()).unwrap_or_default()}
                />
            }
        </Step>
    }
}

/// The way to a token, and what becomes of it.
fn sign_in_step(state: &State, wiring: &Wiring) -> Html {
    let dispatch = &wiring.dispatch;
    let method = state.form.method;
    let page = state.page.as_ref();
    let can_return = page.is_none_or(|page| page.redirect_uri.is_some());
    let status = match wiring.has_been_drawn {
        true => words::progress::sign_in(state),
        false => String::new(),
    };
    let countdown = state.pause_left().filter(|_| state.pause_can_be_skipped());
    let is_done = state.received.is_some() && !state.is_busy();
    html! {
        <Step
            id="sign-in"
            number={2}
            title="Sign in"
            done={is_done.then(|| words::progress::method_taken(method))}
            outcome={html! {
                <>
                    <Status
                        words={status}
                        is_busy={state.is_busy()}
                        countdown={countdown.map(words::time::seconds_left)}
                        dispatch={dispatch.clone()}
                    />
                    {question(state, false, dispatch)}
                    {alert(state, dispatch)}
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
            <MethodChoice {method} {can_return} dispatch={dispatch.clone()} />
            {method_form(state, dispatch)}
            <HostChoice host={state.form.host} dispatch={dispatch.clone()} />
        </Step>
    }
}

/// What the chosen way to sign in takes.
fn method_form(state: &State, dispatch: &Callback<Action>) -> Html {
    let is_busy = state.is_busy();
    let has_secret = !state.form.client_secret.is_blank();
    match state.form.method {
        SignInMethod::Pin => {
            let left = state.pin_life_left();
            let life_left = left.filter(|left| !left.is_zero()).map(words::time::clock);
            let trouble = match state.precheck {
                PrecheckState::Trouble(trouble) => Some(words::progress::precheck(trouble)),
                PrecheckState::Quiet | PrecheckState::Underway(_) => None,
            };
            let link = pin_link(state);
            html! {
                <PinStep
                    pin={FieldView::of(state, FormField::Pin)}
                    lacks_secret={link.is_ok() && !has_secret}
                    {link}
                    life_left={life_left.map(AttrValue::from)}
                    has_expired={left.is_some_and(|left| left.is_zero())}
                    host_left={state.host_left.map(|host| AttrValue::from(words::progress::host_left(host)))}
                    {trouble}
                    {is_busy}
                    dispatch={dispatch.clone()}
                />
            }
        }
        SignInMethod::Return => html! {
            <ReturnStep
                {is_busy}
                is_secure={state.page.as_ref().is_none_or(|page| page.is_secure)}
                {has_secret}
            />
        },
        SignInMethod::Device => {
            let user_code = state.device_code().map(|(authorization, left)| UserCode {
                shown: words::progress::grouped_code(&authorization.user_code).into(),
                code: authorization.user_code.clone().into(),
                verification_url: authorization.verification_url.clone().into(),
                activation_url: authorization.activation_url().into(),
                life_left: words::time::clock(left).into(),
            });
            html! { <DeviceStep {user_code} {is_busy} /> }
        }
        SignInMethod::Refresh => {
            let is_invalid = state
                .input_problems()
                .iter()
                .any(|problem| problem.field() == FormField::CurrentBlock);
            let nothing = words::config::NO_TRAKT_SECTION;
            html! {
                <RefreshStep
                    text={state.form.current_block.clone()}
                    {is_invalid}
                    found={words::config::found(&state.block_reading, nothing, state.now)}
                    {is_busy}
                    dispatch={dispatch.clone()}
                />
            }
        }
    }
}

/// The address at which Trakt shows a PIN, or why there is none yet.
fn pin_link(state: &State) -> Result<AttrValue, AttrValue> {
    match ClientId::from_input(state.form.client_id.as_str()) {
        Ok(client_id) => Ok(authorize_url_for_pin(state.form.host, &client_id.value).into()),
        Err(InputError::Empty(_)) => {
            Err("Enter your Client ID first: Trakt needs to know which app asks.".into())
        }
        Err(error) => Err(words::input::input_error(&error).into()),
    }
}

/// The question that is asked beside the block, or the one that is asked beside the form.
fn question(state: &State, is_beside_block: bool, dispatch: &Callback<Action>) -> Html {
    match &state.question {
        Some(asked) if (*asked == Question::StartOver) == is_beside_block => {
            let [question, yes, no] = words::progress::question(asked, state.has_unsaved_block());
            html! { <QuestionView {question} {yes} {no} dispatch={dispatch.clone()} /> }
        }
        _ => html! {},
    }
}

/// Why there is no block.
fn alert(state: &State, dispatch: &Callback<Action>) -> Html {
    let key = state.attempt.map(Id::number).unwrap_or_default();
    match &state.sign_in {
        SignInState::InputRefused(problems) => {
            let problems: Vec<(FormField, AttrValue)> = problems
                .iter()
                .map(|problem| (problem.field(), words::input::problem(problem).into()))
                .collect();
            html! { <InputAlert {key} {problems} /> }
        }
        SignInState::Failed(failure) => {
            let page = state.page.as_ref();
            html! {
                <FailureAlert
                    {key}
                    failure={(**failure).clone()}
                    origin={page.map(|page| page.origin.clone()).unwrap_or_default()}
                    pin_link={pin_link(state).ok()}
                    dispatch={dispatch.clone()}
                />
            }
        }
        SignInState::ReturnRefused(error) => {
            html! { <ReturnAlert {key} error={error.clone()} dispatch={dispatch.clone()} /> }
        }
        SignInState::Idle
        | SignInState::ReadingBlock
        | SignInState::Going(_)
        | SignInState::CameBack { .. }
        | SignInState::Cancelled => html! {},
    }
}

fn result(state: &State, wiring: &Wiring) -> Html {
    let dispatch = &wiring.dispatch;
    let Some(received) = &state.received else {
        return html! { <p class="hint">{"Once you are signed in, your block appears here, to copy or download."}</p> };
    };
    html! {
        <ResultView
            text={received.text.clone()}
            check={CheckView::of(received, state.now)}
            export={received.export}
            warning={warning_of(received)}
            notes={notes_on(received)}
            replaced={state.replaced_block.clone()}
            on_copy={wiring.on_copy.clone()}
            on_download={wiring.on_download.clone()}
            dispatch={dispatch.clone()}
        >
            {question(state, true, dispatch)}
        </ResultView>
    }
}

fn config_step(state: &State, wiring: &Wiring) -> Html {
    let config = &state.config;
    let problem = words::config::update_problem(&config.update);
    let problem = problem.map(|(title, reason, next)| (title.into(), reason.into(), next.into()));
    html! {
        <ConfigStep
            text={config.text.clone()}
            file_name={config.file_name.clone()}
            can_be_saved={config.can_be_saved}
            found={words::config::found(&config.reading, words::config::NO_SECTION_YET, state.now)}
            has_block={state.received.is_some()}
            offers_app={state.received.is_none() && state.offered_app().is_some()}
            can_refresh={state.can_refresh_config()}
            is_busy={matches!(config.update, ConfigUpdate::Underway { .. })}
            is_invalid={matches!(
                config.update,
                ConfigUpdate::NoConfig | ConfigUpdate::Refused(_) | ConfigUpdate::FileRefused(_)
            )}
            update_is_withdrawn={config.update_is_withdrawn}
            status={words::config::update_status(&config.update)}
            {problem}
            updated={state.updated_config().cloned()}
            files={wiring.files.clone()}
            dispatch={wiring.dispatch.clone()}
        />
    }
}
