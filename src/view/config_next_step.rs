//! What can be done with a `config.yml` that has been looked into.

use yew::prelude::*;

use crate::page::{Action, ConfigAction, ConfigNextStep};

/// Whether it has a client ID or secret that is not in the form decides whether those are offered.
pub fn config_next_step(
    next_step: Option<ConfigNextStep>,
    offers_app: bool,
    dispatch: &Callback<Action>,
) -> Html {
    html! {
        <div class="actions">
            {match next_step {
                Some(ConfigNextStep::Refresh) => refresh_access("primary", dispatch),
                Some(ConfigNextStep::CheckOrRefresh) => html! {
                    <>
                        <button type="button" class="primary" onclick={on(ConfigAction::TokenTaken, dispatch)}>
                            {"Check its access with Trakt"}
                        </button>
                        {refresh_access("", dispatch)}
                    </>
                },
                Some(ConfigNextStep::SignIn | ConfigNextStep::Update) | None => html! {},
            }}
            if offers_app {
                {take_app(dispatch)}
            }
        </div>
    }
}

/// The same for one that was pasted.
pub fn pasted_config_actions(
    can_refresh: bool,
    offers_app: bool,
    dispatch: &Callback<Action>,
) -> Html {
    html! {
        if offers_app || can_refresh {
            <div class="actions">
                if offers_app {
                    {take_app(dispatch)}
                }
                if can_refresh {
                    {refresh_access("", dispatch)}
                }
            </div>
        }
    }
}

fn on(action: ConfigAction, dispatch: &Callback<Action>) -> Callback<MouseEvent> {
    dispatch.reform(move |_| Action::Config(action.clone()))
}

fn refresh_access(class: &'static str, dispatch: &Callback<Action>) -> Html {
    html! {
        <button type="button" {class} onclick={on(ConfigAction::RefreshChosen, dispatch)}>{"Refresh its access"}</button>
    }
}

fn take_app(dispatch: &Callback<Action>) -> Html {
    html! {
        <button type="button" onclick={on(ConfigAction::AppTaken, dispatch)}>{"Use its client ID and secret"}</button>
    }
}
