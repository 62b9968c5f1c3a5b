//! What the page shows once the rest of it has been loaded: each function fills a place in
//! [`page_view`](super::page_view).

use yew::prelude::*;

use super::components::{
    CheckView, DeviceStep, FailureAlert, InputAlert, RefreshStep, ResultView, ReturnAlert,
    ReturnStep, TerminalWay, UpdatedConfigView, UserCode, notes_on,
};
use super::page_view::{Wiring, credentials};
use super::state::{Action, PrecheckState, SignInState, State};
use super::words;
use crate::sign_in::form::{FormField, SignInMethod};
use crate::sign_in::world::Id;

/// How the sign-in goes, or how it ended.
#[derive(Default)]
pub struct Progress {
    /// To be announced.
    pub status: String,
    /// The seconds left of a pause that can be skipped.
    pub countdown: Option<u64>,
    /// Why there is no block, and the way by the terminal.
    pub outcome: Html,
}

/// What there is to say of a PIN.
#[derive(Default)]
pub struct PinNews {
    /// How long it may still live, as `9:05`.
    pub life_left: Option<AttrValue>,
    /// Whether it must have expired.
    pub has_expired: bool,
    /// Trouble that was seen ahead.
    pub trouble: Option<&'static str>,
}

/// What there is to say of the user's `config.yml`.
#[derive(Default)]
pub struct ConfigNews {
    /// What it has of a `trakt` block.
    pub found: AttrValue,
    /// Whether it has a client ID or secret that is not in the form.
    pub offers_app: bool,
    /// Whether it has a refresh token that could be used.
    pub can_refresh: bool,
    /// How bringing it up to date goes.
    pub status: AttrValue,
    /// What happened, why, and what to do.
    pub problem: Option<(AttrValue, AttrValue, AttrValue)>,
    /// What became of it.
    pub updated: Html,
}

pub(super) fn progress(state: &State, wiring: &Wiring) -> Progress {
    let countdown = state.pause_left().filter(|_| state.pause_can_be_skipped());
    let page = state.page.as_ref();
    let origin = page.map(|page| page.origin.clone()).unwrap_or_default();
    Progress {
        status: match wiring.services.has_been_drawn {
            true => words::progress::sign_in(state),
            false => String::new(),
        },
        countdown: countdown.map(words::time::seconds_left),
        outcome: html! {
            <>
                {alert(state, &origin)}
                if let Some(request) = state.command_request() {
                    <TerminalWay
                        request={request.to_request()}
                        printed={state.form.printed.clone()}
                        is_refused={state.input_problems().iter().any(|p| p.field() == FormField::Printed)}
                        dispatch={wiring.dispatch.clone()}
                    />
                }
            </>
        },
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
        | SignInState::Cancelled => html! {},
    }
}

pub(super) fn pin_news(state: &State) -> PinNews {
    let left = state.pin_life_left();
    let life_left = left.filter(|left| !left.is_zero()).map(words::time::clock);
    PinNews {
        life_left: life_left.map(AttrValue::from),
        has_expired: left.is_some_and(|left| left.is_zero()),
        trouble: match state.precheck {
            PrecheckState::Trouble(trouble) => Some(words::progress::precheck(trouble)),
            PrecheckState::Quiet | PrecheckState::Underway(_) => None,
        },
    }
}

/// What the ways to sign in take that are not chosen at first.
pub(super) fn method_form(state: &State, wiring: &Wiring) -> Html {
    let is_busy = state.is_busy();
    match state.form.method {
        SignInMethod::Pin => html! {},
        SignInMethod::Return => html! {
            <>
                {credentials(state, wiring)}
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
                    {credentials(state, wiring)}
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
                        dispatch={wiring.dispatch.clone()}
                    />
                    {credentials(state, wiring)}
                </>
            }
        }
    }
}

pub(super) fn result(state: &State, wiring: &Wiring) -> Html {
    let Some(received) = &state.received else {
        return html! {};
    };
    html! {
        <ResultView
            text={received.text.clone()}
            check={CheckView::of(received)}
            export={received.export}
            notes={notes_on(received)}
            on_copy={wiring.services.on_copy.clone()}
            on_download={wiring.services.on_download.clone()}
            dispatch={wiring.dispatch.clone()}
        />
    }
}

pub(super) fn config_news(state: &State, wiring: &Wiring) -> ConfigNews {
    let config = &state.config;
    let nothing = "It has no trakt section yet. One is added at its end.";
    let problem = words::config::update_problem(&config.update);
    let files = &wiring.services.files;
    ConfigNews {
        found: words::config::found(&config.reading, nothing).into(),
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
                    on_save={files.on_save.clone()}
                    on_copy={files.on_copy.clone()}
                    on_download={files.on_download.clone()}
                    dispatch={wiring.dispatch.reform(Action::Config)}
                />
            }
        },
    }
}
