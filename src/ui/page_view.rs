//! The page as it first stands, with places for what comes later: gives each part what it shows, and no more.

use yew::prelude::*;

use super::components::{
    ConfigStep, ConnectionStatus, Credentials, FieldView, Footer, HostChoice, Intro, MakeAnApp,
    MethodChoice, OpenConfig, PinStep, Status, Step,
};
use super::config_files::ConfigFiles;
use super::later;
use super::later_view::LaterView;
use super::state::{Action, ConfigUpdate, State};
use crate::sign_in::form::{FormField, SignInMethod};
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
    view(state, wiring, later::here().map(|later| &later.view))
}

type Later<'a> = Option<&'a LaterView>;

fn view(state: &State, wiring: &Wiring, later: Later<'_>) -> Html {
    let has_block = state.received.is_some();
    html! {
        <main class={classes!(has_block.then_some("has-block"))}>
            <Intro is_short={has_block} />
            <ConnectionStatus connection={state.connection} />
            {open_config(state, wiring, later)}
            <form id={Credentials::FORM_ID} onsubmit={wiring.on_submit.clone()} novalidate=true autocomplete="off">
                {app_step(state, wiring, later)}
                {sign_in_step(state, wiring, later)}
            </form>
            <Step id="put-in" number={3} title="Put it into config.yml">
                {match later {
                    Some(later) if has_block => (later.result)(state, wiring),
                    _ => html! { <p class="hint">{"Once you are signed in, your block appears here, to copy or download."}</p> },
                }}
                {config_step(state, wiring, later)}
            </Step>
            <Footer />
        </main>
    }
}

fn open_config(state: &State, wiring: &Wiring, later: Later<'_>) -> Html {
    let news = later
        .map(|later| (later.config)(state, wiring))
        .unwrap_or_default();
    html! {
        <OpenConfig
            file_name={state.config.file_name.clone()}
            found={news.found}
            next_step={news.next_step}
            offers_app={news.offers_app}
            has_begun={state.received.is_some() || state.is_busy()}
            files={wiring.files.clone()}
            dispatch={wiring.dispatch.clone()}
        />
    }
}

/// Which app signs in.
fn app_step(state: &State, wiring: &Wiring, later: Later<'_>) -> Html {
    let dispatch = &wiring.dispatch;
    let method = state.form.method;
    let page = state.page.as_ref();
    let redirect_uri = page.and_then(|page| page.redirect_uri.clone());
    let received = state.received.as_ref();
    // Where the secret is to be entered again, its field stays in sight.
    let is_done = received.is_some_and(|received| !received.secret_is_wanted);
    let filled_in = later.map(|later| (later.filled_in)(state));
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
                client_id={field(state, FormField::ClientId, later)}
                client_secret={field(state, FormField::ClientSecret, later)}
                client_secret_shown={state.client_secret_shown}
                filled_in={filled_in.unwrap_or_default()}
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
fn sign_in_step(state: &State, wiring: &Wiring, later: Later<'_>) -> Html {
    let dispatch = &wiring.dispatch;
    let method = state.form.method;
    let page = state.page.as_ref();
    let can_return = page.is_none_or(|page| page.redirect_uri.is_some());
    let progress = later
        .map(|later| (later.progress)(state, wiring))
        .unwrap_or_default();
    let is_done = state.received.is_some() && !state.is_busy();
    html! {
        <Step
            id="sign-in"
            number={2}
            title="Sign in"
            done={progress.method_taken.filter(|_| is_done)}
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
            <MethodChoice {method} {can_return} dispatch={dispatch.clone()} />
            {method_form(state, wiring, later)}
            <HostChoice host={state.form.host} dispatch={dispatch.clone()} />
        </Step>
    }
}

/// What the chosen way to sign in takes.
fn method_form(state: &State, wiring: &Wiring, later: Later<'_>) -> Html {
    match (state.form.method, later) {
        (SignInMethod::Pin, _) => pin_form(state, wiring, later),
        (_, Some(later)) => (later.method_form)(state, wiring),
        // Without the rest of the page, no other way is chosen yet.
        (_, None) => html! {},
    }
}

fn pin_form(state: &State, wiring: &Wiring, later: Later<'_>) -> Html {
    let news = later.map(|later| (later.pin)(state)).unwrap_or_default();
    let link = pin_link(state, later);
    html! {
        <PinStep
            pin={field(state, FormField::Pin, later)}
            lacks_secret={link.is_ok() && state.form.client_secret.is_blank()}
            {link}
            life_left={news.life_left}
            has_expired={news.has_expired}
            host_left={news.host_left}
            trouble={news.trouble}
            is_busy={state.is_busy()}
            dispatch={wiring.dispatch.clone()}
        />
    }
}

fn field(state: &State, field: FormField, later: Later<'_>) -> FieldView {
    match later {
        Some(later) => (later.field)(state, field),
        None => FieldView::bare(state, field),
    }
}

/// The address at which Trakt shows a PIN, or why there is none yet.
pub(super) fn pin_link(state: &State, later: Later<'_>) -> Result<AttrValue, AttrValue> {
    match ClientId::from_input(state.form.client_id.as_str()) {
        Ok(client_id) => Ok(authorize_url_for_pin(state.form.host, &client_id.value).into()),
        Err(InputError::Empty(_)) => {
            Err("Enter your Client ID first: Trakt needs to know which app asks.".into())
        }
        Err(error) => {
            let reason = later.map(|later| (later.input_error)(&error));
            Err(reason.unwrap_or_default().into())
        }
    }
}

fn config_step(state: &State, wiring: &Wiring, later: Later<'_>) -> Html {
    let config = &state.config;
    let news = later
        .map(|later| (later.config)(state, wiring))
        .unwrap_or_default();
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
            update_is_withdrawn={config.update_is_withdrawn}
            status={news.status}
            problem={news.problem}
            updated={news.updated}
            dispatch={wiring.dispatch.clone()}
        />
    }
}

#[cfg(test)]
mod tests {
    use yew::ServerRenderer;

    use super::*;
    use crate::ui::state::Event;

    /// There is nothing to say about it.
    const ORDINARY_CLIENT_ID: &str =
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    #[derive(Properties, PartialEq)]
    struct FirstProps {
        knows_later: bool,
        client_id: &'static str,
    }

    #[component]
    fn First(props: &FirstProps) -> Html {
        let mut state = State::default();
        state.fill_in(Event {
            at: crate::timestamp::Timestamp::default(),
            action: Action::Typed(FormField::ClientId, props.client_id.to_owned().into()),
        });
        let wiring = Wiring {
            has_been_drawn: true,
            on_submit: Callback::noop(),
            on_copy: Callback::noop(),
            on_download: Callback::noop(),
            files: ConfigFiles::default(),
            dispatch: Callback::noop(),
        };
        let later = later::here().filter(|_| props.knows_later);
        view(&state, &wiring, later.map(|later| &later.view))
    }

    async fn rendered(knows_later: bool, client_id: &'static str) -> String {
        ServerRenderer::<First>::with_props(move || FirstProps {
            knows_later,
            client_id,
        })
        .hydratable(false)
        .render()
        .await
    }

    #[tokio::test]
    async fn the_first_view_stays_as_it_is_when_the_rest_comes() {
        for client_id in ["", ORDINARY_CLIENT_ID] {
            let first = rendered(false, client_id).await;
            assert_eq!(first, rendered(true, client_id).await);
            assert_eq!(
                first.contains("Enter your Client ID first"),
                client_id.is_empty()
            );
        }
    }
}
