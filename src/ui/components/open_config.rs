//! The user's `config.yml` as the quickest way in: it fills in what it has, and the step that fits follows.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::ui::config_files::ConfigFiles;
use crate::ui::state::{Action, ConfigAction, ConfigNextStep};

#[derive(Properties, PartialEq)]
pub struct OpenConfigProps {
    /// The name of the file that was opened.
    pub file_name: Option<AttrValue>,
    /// What was found in it.
    pub found: AttrValue,
    /// What fits it.
    pub next_step: Option<ConfigNextStep>,
    /// Whether its client ID and secret are not the ones in the form.
    pub offers_app: bool,
    /// Whether a sign-in is under way, or over.
    pub has_begun: bool,
    pub files: ConfigFiles,
    pub dispatch: Callback<Action>,
}

#[component]
pub fn OpenConfig(props: &OpenConfigProps) -> Html {
    let onchange = {
        let on_chosen = props.files.on_chosen.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                on_chosen.emit(input);
            }
        })
    };
    let onclick = {
        let on_pick = props.files.on_pick.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(on_pick) = &on_pick {
                event.prevent_default();
                on_pick.emit(());
            }
        })
    };
    html! {
        <div class={classes!("open-config", props.file_name.is_some().then_some("opened"))}>
            <div class="offer">
                <span class="file">
                    <input id="open-config" type="file" accept=".yml,.yaml,text/*" {onchange} {onclick} />
                    <label for="open-config" class="button">{"Open config.yml"}</label>
                </span>
                if !props.has_begun {
                    <span class="why">
                        {"It fills in the fields below."}<span class="drop-hint">{" Or drop it here."}</span>
                    </span>
                }
            </div>
            // Always there, so that what comes into it is announced.
            <div id={OpenConfig::FOUND_ID}>
                <p role="status">
                    if let Some(name) = &props.file_name {
                        <strong>{format!("Opened: {name}")}</strong>
                    }
                </p>
                <p role="status">
                    if props.file_name.is_some() {
                        {&props.found}
                    }
                </p>
                if props.file_name.is_some() {
                    {next_step(props)}
                }
            </div>
            <p class="drop-target" aria-hidden="true">{"Drop your config.yml here"}</p>
        </div>
    }
}

impl OpenConfig {
    /// The id of what was found in the file.
    pub const FOUND_ID: &'static str = "opened-config";
}

fn next_step(props: &OpenConfigProps) -> Html {
    if props.has_begun {
        return html! {};
    }
    let on = |action: ConfigAction| {
        props
            .dispatch
            .reform(move |_: MouseEvent| Action::Config(action.clone()))
    };
    let refresh = |class: &'static str, name: &'static str| {
        html! { <button type="button" {class} onclick={on(ConfigAction::RefreshChosen)}>{name}</button> }
    };
    html! {
        <div class="actions">
            {match props.next_step {
                Some(ConfigNextStep::Refresh) => refresh("primary", "Refresh its access"),
                Some(ConfigNextStep::CheckOrRefresh) => html! {
                    <>
                        <button type="button" class="primary" onclick={on(ConfigAction::TokenTaken)}>
                            {"Check its access with Trakt"}
                        </button>
                        {refresh("", "Refresh its access")}
                    </>
                },
                Some(ConfigNextStep::SignIn | ConfigNextStep::Update) | None => html! {},
            }}
            if props.offers_app {
                <button type="button" onclick={on(ConfigAction::AppTaken)}>{"Use its client ID and secret"}</button>
            }
        </div>
    }
}
