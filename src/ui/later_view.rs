//! What the page shows once the rest of it has been loaded: each function fills a place in
//! [`page_view`](super::page_view).

use yew::prelude::*;

use super::components::{
    CheckView, DeviceStep, FailureAlert, FieldView, InputAlert, QuestionView, RefreshStep,
    ResultView, ReturnAlert, ReturnStep, TerminalWay, UpdatedConfigView, UserCode, notes_on,
    warning_of,
};
use super::page_view::{Wiring, pin_link};
use super::state::{Action, ConfigNextStep, PrecheckState, Question, SignInState, State};
use super::words;
use crate::sign_in::form::{FormField, SignInMethod};
use crate::sign_in::world::Id;
use crate::trakt::InputError;

/// What fills the places that the first view leaves.
#[derive(Debug)]
pub(super) struct LaterView {
    pub(super) progress: fn(&State, &Wiring) -> Progress,
    pub(super) method_form: fn(&State, &Wiring) -> Html,
    pub(super) pin: fn(&State) -> PinNews,
    pub(super) filled_in: fn(&State) -> String,
    pub(super) field: fn(&State, FormField) -> FieldView,
    pub(super) input_error: fn(&InputError) -> String,
    pub(super) result: fn(&State, &Wiring) -> Html,
    pub(super) config: fn(&State, &Wiring) -> ConfigNews,
}

pub(super) const LATER_VIEW: LaterView = LaterView {
    progress,
    method_form,
    pin,
    filled_in,
    field: FieldView::of,
    input_error: words::input::input_error,
    result,
    config,
};

/// How the sign-in goes, or how it ended.
#[derive(Default)]
pub(super) struct Progress {
    /// The way that was taken.
    pub(super) method_taken: Option<AttrValue>,
    /// To be announced.
    pub(super) status: String,
    /// The seconds left of a pause that can be skipped.
    pub(super) countdown: Option<u64>,
    /// Why there is no block, what is asked, and the way by the terminal.
    pub(super) outcome: Html,
}

/// What there is to say of a PIN.
#[derive(Default)]
pub(super) struct PinNews {
    /// How long it may still live, as `9:05`.
    pub(super) life_left: Option<AttrValue>,
    /// Whether it must have expired.
    pub(super) has_expired: bool,
    /// The host that the page has left for the other.
    pub(super) host_left: Option<AttrValue>,
    /// Trouble that was seen ahead.
    pub(super) trouble: Option<&'static str>,
}

/// What there is to say of the user's `config.yml`.
#[derive(Default)]
pub(super) struct ConfigNews {
    /// What it has of a `trakt` block.
    pub(super) found: AttrValue,
    /// What fits it.
    pub(super) next_step: Option<ConfigNextStep>,
    /// Whether it has a client ID or secret that is not in the form.
    pub(super) offers_app: bool,
    /// Whether it has a refresh token that could be used.
    pub(super) can_refresh: bool,
    /// How bringing it up to date goes.
    pub(super) status: AttrValue,
    /// What happened, why, and what to do.
    pub(super) problem: Option<(AttrValue, AttrValue, AttrValue)>,
    /// What became of it.
    pub(super) updated: Html,
}

fn progress(state: &State, wiring: &Wiring) -> Progress {
    let dispatch = &wiring.dispatch;
    let countdown = state.pause_left().filter(|_| state.pause_can_be_skipped());
    Progress {
        method_taken: Some(words::progress::method_taken(state.form.method).into()),
        status: match wiring.has_been_drawn {
            true => words::progress::sign_in(state),
            false => String::new(),
        },
        countdown: countdown.map(words::time::seconds_left),
        outcome: html! {
            <>
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
        },
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
                    pin_link={pin_link(state, None).ok()}
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

fn filled_in(state: &State) -> String {
    match &state.filled_in {
        Some(filled_in) => words::input::filled_in(filled_in),
        None if state.wants_secret_again() => words::input::SECRET_WANTED_AGAIN.into(),
        None => String::new(),
    }
}

fn pin(state: &State) -> PinNews {
    let left = state.pin_life_left();
    let life_left = left.filter(|left| !left.is_zero()).map(words::time::clock);
    let host_left = state.host_left.map(words::progress::host_left);
    PinNews {
        life_left: life_left.map(AttrValue::from),
        has_expired: left.is_some_and(|left| left.is_zero()),
        host_left: host_left.map(AttrValue::from),
        trouble: match state.precheck {
            PrecheckState::Trouble(trouble) => Some(words::progress::precheck(trouble)),
            PrecheckState::Quiet | PrecheckState::Underway(_) => None,
        },
    }
}

/// What the ways to sign in take that are not chosen at first.
fn method_form(state: &State, wiring: &Wiring) -> Html {
    let is_busy = state.is_busy();
    match state.form.method {
        SignInMethod::Pin => html! {},
        SignInMethod::Return => html! {
            <ReturnStep
                {is_busy}
                is_secure={state.page.as_ref().is_none_or(|page| page.is_secure)}
                has_secret={!state.form.client_secret.is_blank()}
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
                    dispatch={wiring.dispatch.clone()}
                />
            }
        }
    }
}

fn result(state: &State, wiring: &Wiring) -> Html {
    let dispatch = &wiring.dispatch;
    let Some(received) = &state.received else {
        return html! {};
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

fn config(state: &State, wiring: &Wiring) -> ConfigNews {
    let config = &state.config;
    let problem = words::config::update_problem(&config.update);
    let found = words::config::found(&config.reading, words::config::NO_SECTION_YET, state.now);
    ConfigNews {
        found: found.into(),
        next_step: state.config_next_step(),
        offers_app: state.received.is_none() && state.offered_app().is_some(),
        can_refresh: state.can_refresh_config(),
        status: words::config::update_status(&config.update).into(),
        problem: problem.map(|(title, reason, next)| (title.into(), reason.into(), next.into())),
        updated: html! {
            if let Some(updated) = state.updated_config() {
                <UpdatedConfigView
                    updated={updated.clone()}
                    file_name={config.file_name.clone()}
                    can_be_saved={config.can_be_saved}
                    on_save={wiring.files.on_save.clone()}
                    on_copy={wiring.files.on_copy.clone()}
                    on_download={wiring.files.on_download.clone()}
                    dispatch={wiring.dispatch.reform(Action::Config)}
                />
            }
        },
    }
}
