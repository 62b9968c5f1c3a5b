//! What the page shows of its state: what fills the places that [`page_view`](super::page_view) leaves.

use yew::prelude::*;

use super::page_view::{CLIENT_ID_FIRST, News, PageView, Wiring, page_view};
use super::{
    CheckView, ConfigAlert, ConfigNews, ConfigStep, ConnectionNews, DeviceStep, FailureAlert,
    FieldNews, InputAlert, LongTextNotice, OpenedNews, PinNews, QuestionView, RefreshStep,
    ResultView, ReturnStep, TerminalWay, UpdatedConfigView, UserCode, WaitControls, config_alert,
    config_next_step, device_step, failure_alert, input_alert, long_text_notice, no_pin, notes_on,
    pasted_config_actions, pin_life, question_view, refresh_step, result_view, return_alert,
    return_step, terminal_way, updated_config_view, wait_controls, warning_of,
};
use crate::page::{
    Action, ConfigAction, ConfigText, ConfigUpdate, Connection, PrecheckState, Question,
    ReceivedToken, SignInState, State,
};
use crate::sign_in::form::{FormField, SignInMethod};
use crate::sign_in::world::Id;
use crate::text;
use crate::trakt::request::authorize_url_for_pin;
use crate::trakt::{ClientId, InputError};

/// The page in this state. It asks neither clock nor browser, so that every state can be rendered anywhere.
pub fn state_view(state: &State, wiring: &Wiring) -> Html {
    let view = PageView {
        form: &state.form,
        client_secret_shown: state.client_secret_shown,
        folds: state.folds,
        copied: state.copied,
        page: state.page.as_ref(),
        config_text: &state.config.text,
        news: news(state, wiring),
    };
    page_view(view, wiring)
}

fn news(state: &State, wiring: &Wiring) -> News {
    let is_busy = state.is_busy();
    let received = state.received.as_ref();
    // Where the secret is to be entered again, its field stays in sight.
    let app_is_done = received.is_some_and(|received| !received.secret_is_wanted);
    let status = match wiring.has_been_drawn {
        true => text::progress::sign_in(state),
        false => String::new(),
    };
    News {
        connection: connection(state.connection),
        opened: opened(state, wiring),
        client_id: field(state, FormField::ClientId),
        client_secret: field(state, FormField::ClientSecret),
        pin_field: field(state, FormField::Pin),
        filled_in: filled_in(state).into(),
        app_done: app_is_done.then_some("Filled in."),
        sign_in_done: received
            .filter(|_| !is_busy)
            .map(|received| text::progress::method_taken(received.method)),
        is_busy,
        status: status.into(),
        wait_controls: match is_busy {
            true => wait(state, wiring),
            false => html! {},
        },
        outcome: outcome(state, &wiring.dispatch),
        pin: pin(state, wiring),
        pin_link: Some(pin_link(state)),
        method_form: method_form(state, wiring),
        result: received.map(|received| result(state, received, wiring)),
        config: config(state, wiring),
    }
}

fn connection(connection: Connection) -> ConnectionNews {
    ConnectionNews {
        class: match connection {
            Connection::Online => None,
            Connection::Offline => Some("warning"),
            Connection::BackOnline => Some("good"),
        },
        words: text::progress::connection(connection),
    }
}

fn opened(state: &State, wiring: &Wiring) -> OpenedNews {
    let config = &state.config;
    let Some(name) = &config.file_name else {
        return OpenedNews::default();
    };
    OpenedNews {
        name: Some(name.clone()),
        found: found(state),
        next_step: config_next_step(
            state.config_next_step(),
            state.offered_app().is_some(),
            &wiring.dispatch,
        ),
    }
}

/// What the user's `config.yml` has of a `trakt` block.
fn found(state: &State) -> AttrValue {
    text::config::found(
        &state.config.reading,
        text::config::NO_SECTION_YET,
        state.now,
    )
    .into()
}

fn field(state: &State, field: FormField) -> FieldNews {
    let problems = state.input_problems().iter();
    let refused = problems.filter(|problem| problem.field() == field);
    let mut remarks: Vec<String> = refused.map(text::input::problem).collect();
    let is_invalid = !remarks.is_empty();
    if !is_invalid {
        remarks = match state.form.remarks(field) {
            Ok(hints) => hints.iter().map(text::input::hint).collect(),
            Err(error) => vec![text::input::input_error(&error)],
        };
    }
    FieldNews {
        remarks: remarks.into_iter().map(Into::into).collect(),
        is_invalid,
    }
}

/// The address at which Trakt shows a PIN, or why there is none yet.
fn pin_link(state: &State) -> Result<AttrValue, AttrValue> {
    match ClientId::from_input(state.form.client_id.as_str()) {
        Ok(client_id) => Ok(authorize_url_for_pin(state.form.host, &client_id.value).into()),
        Err(InputError::Empty(_)) => Err(CLIENT_ID_FIRST.into()),
        Err(error) => Err(text::input::input_error(&error).into()),
    }
}

fn wait(state: &State, wiring: &Wiring) -> Html {
    let countdown = state.pause_left().filter(|_| state.pause_can_be_skipped());
    wait_controls(&WaitControls {
        countdown: countdown.map(text::time::seconds_left),
        dispatch: wiring.dispatch.clone(),
    })
}

fn outcome(state: &State, dispatch: &Callback<Action>) -> Html {
    html! {
        <>
            {question(state, false, dispatch)}
            {alert(state, dispatch)}
            if let Some(request) = state.command_request() {
                {terminal_way(&TerminalWay {
                    request: request.to_request(),
                    printed: state.form.printed.clone(),
                    is_refused: state.input_problems().iter().any(|p| p.field() == FormField::Printed),
                    copied: state.copied,
                    dispatch: dispatch.clone(),
                })}
            }
        </>
    }
}

/// The question that is asked beside the block, or the one that is asked beside the form.
fn question(state: &State, is_beside_block: bool, dispatch: &Callback<Action>) -> Html {
    match &state.question {
        Some(asked) if matches!(asked, Question::StartOver) == is_beside_block => {
            let [question, yes, no] = text::progress::question(asked, state.has_unsaved_block());
            question_view(&QuestionView {
                question,
                yes,
                no,
                dispatch: dispatch.clone(),
            })
        }
        _ => html! {},
    }
}

/// Why there is no block. Each attempt has an alert of its own, so that it is announced.
fn alert(state: &State, dispatch: &Callback<Action>) -> Html {
    let key = state.attempt.map(Id::number).unwrap_or_default();
    let alert = match &state.sign_in {
        SignInState::InputRefused(problems) => input_alert(&InputAlert {
            problems: problems
                .iter()
                .map(|problem| (problem.field(), text::input::problem(problem).into()))
                .collect(),
        }),
        SignInState::Failed(failure) => {
            let page = state.page.as_ref();
            failure_alert(&FailureAlert {
                failure,
                origin: page.map(|page| page.origin.clone()).unwrap_or_default(),
                pin_link: pin_link(state).ok(),
                copied: state.copied,
                dispatch,
            })
        }
        SignInState::ReturnRefused(error) => return_alert(error, dispatch),
        SignInState::Idle
        | SignInState::ReadingBlock
        | SignInState::Going(_)
        | SignInState::CameBack { .. }
        | SignInState::Cancelled => return html! {},
    };
    html! { <div {key}>{alert}</div> }
}

fn filled_in(state: &State) -> String {
    match &state.filled_in {
        Some(filled_in) => text::input::filled_in(filled_in),
        None if state.wants_secret_again() => text::input::SECRET_WANTED_AGAIN.into(),
        None => String::new(),
    }
}

fn pin(state: &State, wiring: &Wiring) -> PinNews {
    let left = state.pin_life_left();
    PinNews {
        life_left: match left {
            Some(left) if !left.is_zero() => pin_life(&text::time::clock(left)),
            _ => html! {},
        },
        host_left: state
            .host_left
            .map(|host| text::progress::host_left(host).into())
            .unwrap_or_default(),
        expired: match left {
            Some(left) if left.is_zero() => text::progress::PIN_HAS_EXPIRED.into(),
            _ => AttrValue::default(),
        },
        trouble: match state.precheck {
            PrecheckState::Trouble(trouble) => text::progress::precheck(trouble).into(),
            PrecheckState::Quiet | PrecheckState::Underway(_) => AttrValue::default(),
        },
        no_pin: match left {
            Some(_) => no_pin(&wiring.dispatch),
            None => html! {},
        },
    }
}

/// What the ways to sign in take that are not chosen at first.
fn method_form(state: &State, wiring: &Wiring) -> Html {
    let is_busy = state.is_busy();
    match state.form.method {
        SignInMethod::Pin => html! {},
        SignInMethod::Return => return_step(&ReturnStep {
            is_busy,
            is_secure: state.page.as_ref().is_none_or(|page| page.is_secure),
            has_secret: !state.form.client_secret.is_blank(),
        }),
        SignInMethod::Device => {
            let user_code = state.device_code().map(|(authorization, left)| UserCode {
                shown: text::progress::grouped_code(&authorization.user_code).into(),
                code: authorization.user_code.clone().into(),
                verification_url: authorization.verification_url.clone().into(),
                activation_url: authorization.activation_url().into(),
                life_left: text::time::clock(left).into(),
            });
            device_step(&DeviceStep {
                user_code,
                copied: state.copied,
                is_busy,
                dispatch: &wiring.dispatch,
            })
        }
        SignInMethod::Refresh => {
            let is_invalid = state
                .input_problems()
                .iter()
                .any(|problem| problem.field() == FormField::CurrentBlock);
            let nothing = text::config::NO_TRAKT_SECTION;
            let found = text::config::found(&state.block_reading, nothing, state.now);
            refresh_step(RefreshStep {
                text: &state.form.current_block,
                is_invalid,
                found: found.into(),
                is_busy,
                on_typed: wiring.on_block_typed.clone(),
            })
        }
    }
}

fn result(state: &State, received: &ReceivedToken, wiring: &Wiring) -> Html {
    let dispatch = &wiring.dispatch;
    result_view(&ResultView {
        text: received.text.clone(),
        check: CheckView::of(received, state.now),
        export: received.export,
        warning: warning_of(received),
        notes: notes_on(received),
        replaced: state.replaced_block.clone(),
        on_copy: wiring.on_copy.clone(),
        on_download: wiring.on_download.clone(),
        dispatch: dispatch.clone(),
        question: question(state, true, dispatch),
    })
}

fn config(state: &State, wiring: &Wiring) -> ConfigNews {
    let config = &state.config;
    let dispatch = &wiring.dispatch;
    let is_file = config.file_name.is_some();
    let is_busy = matches!(config.update, ConfigUpdate::Underway { .. });
    let problem = text::config::update_problem(&config.update);
    ConfigNews {
        too_long: config.too_long.as_ref().map(|text| {
            long_text_notice(&LongTextNotice {
                text,
                which: ConfigText::Opened,
                id: ConfigStep::ID,
                dispatch,
            })
        }),
        withdrawn: html! {
            if config.update_is_withdrawn {
                <p class="warning">{text::config::UPDATE_WITHDRAWN}</p>
            }
        },
        is_invalid: matches!(
            config.update,
            ConfigUpdate::NoConfig | ConfigUpdate::Refused(_) | ConfigUpdate::FileRefused(_)
        ),
        found: match is_file {
            true => AttrValue::default(),
            false => found(state),
        },
        actions: match is_file {
            true => html! {},
            false => pasted_config_actions(
                state.can_refresh_config(),
                state.received.is_none() && state.offered_app().is_some(),
                dispatch,
            ),
        },
        is_busy,
        cancel: html! {
            if is_busy {
                <button
                    type="button"
                    onclick={dispatch.reform(|_: MouseEvent| Action::Config(ConfigAction::UpdateCancelled))}
                >
                    {"Cancel the update"}
                </button>
            }
        },
        status: text::config::update_status(&config.update).into(),
        outcome: html! {
            <>
                if let Some((title, reason, next)) = problem {
                    {config_alert(&ConfigAlert { title: title.into(), reason: reason.into(), next: next.into() })}
                }
                if let Some(updated) = state.updated_config() {
                    {updated_config_view(&UpdatedConfigView {
                        updated,
                        file_name: config.file_name.as_deref(),
                        can_be_saved: config.can_be_saved,
                        files: &wiring.files,
                        dispatch,
                    })}
                }
            </>
        },
    }
}

#[cfg(test)]
mod tests {
    use yew::ServerRenderer;

    use super::*;
    use crate::page::{FillIn, FirstView};
    use crate::timestamp::Timestamp;
    use crate::view::page_view::first_view;

    /// There is nothing to say about it.
    const ORDINARY_CLIENT_ID: &str =
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    #[derive(Properties, PartialEq)]
    struct FirstProps {
        has_rest: bool,
        client_id: &'static str,
    }

    #[component]
    fn First(props: &FirstProps) -> Html {
        let mut first = FirstView::default();
        let text = FillIn::Text(FormField::ClientId, props.client_id.into());
        first.fill_in(Timestamp::default(), text);
        let wiring = Wiring {
            has_been_drawn: true,
            ..Wiring::default()
        };
        match props.has_rest {
            true => state_view(&first.into(), &wiring),
            false => first_view(&first, &wiring),
        }
    }

    async fn rendered(has_rest: bool, client_id: &'static str) -> String {
        ServerRenderer::<First>::with_props(move || FirstProps {
            has_rest,
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
