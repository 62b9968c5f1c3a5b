//! The page as it first stands, with places for what comes later: gives each part what it shows, and no more.

use yew::prelude::*;

use super::components::{
    ConfigStep, ConnectionStatus, Credentials, FieldView, Footer, Intro, MakeAnApp, MethodChoice,
    PinStep, Status, Step,
};
use super::later::Later;
use super::rest::Services;
use super::state::{Action, ConfigUpdate, State};
use super::words;
use crate::sign_in::form::{FormField, SignInMethod};
use crate::trakt::endpoints::OUT_OF_BAND_REDIRECT_URI;
use crate::trakt::request::authorize_url_for_pin;
use crate::trakt::{ClientId, InputError};

/// What the page needs besides its state.
pub struct Wiring {
    /// What is more than the first view, once it has been loaded.
    pub later: Option<&'static Later>,
    pub on_submit: Callback<SubmitEvent>,
    pub services: Services,
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
    let later = wiring.later;
    let progress = later.map(|later| (later.progress)(state, wiring));
    let progress = progress.unwrap_or_default();
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
                            words={progress.status}
                            is_busy={state.is_busy()}
                            countdown={progress.countdown}
                            dispatch={dispatch.clone()}
                        />
                        {progress.outcome}
                    </>
                }}
            >
                <form onsubmit={wiring.on_submit.clone()} novalidate=true autocomplete="off">
                    {method_form(state, wiring)}
                </form>
            </Step>
            <Step id="put-in" number={3} title="Put it into config.yml">
                if let (Some(later), true) = (later, has_block) {
                    {(later.result)(state, wiring)}
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
fn method_form(state: &State, wiring: &Wiring) -> Html {
    match (state.form.method, wiring.later) {
        (SignInMethod::Pin, _) => pin_form(state, wiring),
        (_, Some(later)) => (later.method_form)(state, wiring),
        // Without the rest of the page, no other way is chosen yet.
        (_, None) => html! {},
    }
}

fn pin_form(state: &State, wiring: &Wiring) -> Html {
    let news = wiring.later.map(|later| (later.pin_news)(state));
    let news = news.unwrap_or_default();
    html! {
        <>
            {credentials(state, wiring)}
            <PinStep
                pin={field(state, wiring, FormField::Pin)}
                link={pin_link(state, wiring)}
                life_left={news.life_left}
                has_expired={news.has_expired}
                trouble={news.trouble}
                is_busy={state.is_busy()}
                dispatch={wiring.dispatch.clone()}
            />
        </>
    }
}

/// The fields for the app.
pub(super) fn credentials(state: &State, wiring: &Wiring) -> Html {
    html! {
        <Credentials
            client_id={field(state, wiring, FormField::ClientId)}
            client_secret={field(state, wiring, FormField::ClientSecret)}
            client_secret_shown={state.client_secret_shown}
            host={state.form.host}
            method={state.form.method}
            dispatch={wiring.dispatch.clone()}
        />
    }
}

fn field(state: &State, wiring: &Wiring, field: FormField) -> FieldView {
    match wiring.later {
        Some(later) => (later.field)(state, field),
        None => FieldView::bare(state, field),
    }
}

/// The address at which Trakt shows a PIN, or why there is none yet.
fn pin_link(state: &State, wiring: &Wiring) -> Result<AttrValue, AttrValue> {
    match ClientId::from_input(state.form.client_id.as_str()) {
        Ok(client_id) => Ok(authorize_url_for_pin(state.form.host, &client_id.value).into()),
        Err(InputError::Empty(_)) => {
            Err("Enter your Client ID first; Trakt needs to know which app asks.".into())
        }
        Err(error) => {
            let reason = wiring.later.map(|later| (later.input_error)(&error));
            Err(reason.unwrap_or_default().into())
        }
    }
}

fn config_step(state: &State, wiring: &Wiring) -> Html {
    let config = &state.config;
    let news = wiring.later.map(|later| (later.config_news)(state, wiring));
    let news = news.unwrap_or_default();
    html! {
        <ConfigStep
            text={config.text.clone()}
            file_name={config.file_name.clone()}
            found={news.found}
            has_block={state.received.is_some()}
            offers_app={news.offers_app}
            can_refresh={news.can_refresh}
            is_busy={matches!(config.update, ConfigUpdate::Underway { .. })}
            is_invalid={matches!(
                config.update,
                ConfigUpdate::NoConfig | ConfigUpdate::Refused(_) | ConfigUpdate::FileRefused(_)
            )}
            status={news.status}
            problem={news.problem}
            updated={news.updated}
            files={wiring.services.files.clone()}
            dispatch={wiring.dispatch.clone()}
        />
    }
}
