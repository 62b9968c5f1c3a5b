//! The user's whole `config.yml`, handed over and brought up to date.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{ConfigTextArea, Found, UpdatedConfigView};
use crate::ui::state::{Action, Config, ConfigAction, ConfigUpdate};
use crate::ui::words::config as words;

/// Properties of [`ConfigStep`].
#[derive(Properties, PartialEq)]
pub struct ConfigStepProps {
    /// The file, and what became of it.
    pub config: Config,
    /// Whether there is a block to put into it.
    pub has_block: bool,
    /// Whether it has a client ID or secret that is not in the form.
    pub offers_app: bool,
    /// Whether it has an access that could be refreshed.
    pub can_refresh: bool,
    /// A file was chosen.
    pub on_chosen: Callback<HtmlInputElement>,
    /// A file that can be written back is to be chosen, where the browser can do that.
    pub on_pick: Option<Callback<()>>,
    /// The opened file is to be overwritten.
    pub on_save: Callback<()>,
    /// The new text is to be copied.
    pub on_copy: Callback<()>,
    /// The new text is to be downloaded.
    pub on_download: Callback<()>,
    /// Takes what happens.
    pub dispatch: Callback<Action>,
}

/// The user's whole `config.yml`, handed over and brought up to date.
#[component]
pub fn ConfigStep(props: &ConfigStepProps) -> Html {
    let config = &props.config;
    let dispatch = use_callback(props.dispatch.clone(), |action, dispatch| {
        dispatch.emit(Action::Config(action));
    });
    let on = |action: ConfigAction| dispatch.reform(move |_: MouseEvent| action.clone());
    let on_typed = use_callback(dispatch.clone(), |text, dispatch| {
        dispatch.emit(ConfigAction::Typed(text));
    });
    let onchange = {
        let on_chosen = props.on_chosen.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                on_chosen.emit(input);
            }
        })
    };
    let onclick = {
        let on_pick = props.on_pick.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(on_pick) = &on_pick {
                event.prevent_default();
                on_pick.emit(());
            }
        })
    };
    let is_busy = matches!(config.update, ConfigUpdate::Underway { .. });
    let is_invalid = matches!(
        config.update,
        ConfigUpdate::NoConfig | ConfigUpdate::Refused(_) | ConfigUpdate::FileRefused(_)
    );
    html! {
        <div role="group" aria-labelledby="config-heading" class="part">
            <h3 id="config-heading">{"Let this page put it in"}</h3>
            <p>
                {"Hand over your whole config.yml, now or later, and get it back with only its "}<code>{"trakt:"}</code>
                {" block changed. It stays in this page and goes to nobody."}
            </p>
            <div class={classes!("field", is_invalid.then_some("invalid"))}>
                <label for={ConfigStep::ID}>{"Your config.yml"}</label>
                <ConfigTextArea
                    id={ConfigStep::ID}
                    text={config.text.clone()}
                    may_be_unseen={config.file_name.is_some()}
                    {is_invalid}
                    describedby="config-remarks"
                    {on_typed}
                />
                <div id="config-remarks" class="remarks">
                    <p role="status">
                        if let Some(name) = &config.file_name {
                            {format!("Opened: {name}")}
                        }
                    </p>
                    <Found reading={config.reading.clone()} nothing="It has no trakt section yet. One is added at its end." />
                </div>
            </div>
            if props.offers_app || props.can_refresh {
                <div class="actions">
                    if props.offers_app {
                        <button type="button" onclick={on(ConfigAction::AppTaken)}>
                            {"Use its client ID and secret"}
                        </button>
                    }
                    if props.can_refresh {
                        <button type="button" onclick={on(ConfigAction::RefreshChosen)}>
                            {"Refresh its access"}
                        </button>
                    }
                </div>
            }
            <div class="actions">
                <button
                    type="button"
                    id={ConfigStep::UPDATE_ID}
                    class={classes!(props.has_block.then_some("primary"))}
                    aria-disabled={is_busy.then_some("true")}
                    onclick={on(ConfigAction::UpdateAsked)}
                >
                    {"Update config.yml"}
                </button>
                <span class="file">
                    <input id="open-config" type="file" accept=".yml,.yaml,text/*" {onchange} {onclick} />
                    <label for="open-config" class="button">{"Open config.yml"}</label>
                </span>
                if is_busy {
                    <button type="button" onclick={on(ConfigAction::UpdateCancelled)}>{"Cancel the update"}</button>
                }
            </div>
            <p class="why">{"You can also drop the file anywhere on this page."}</p>
            <p role="status" class={classes!("status", is_busy.then_some("busy"))}>
                {match &config.update {
                    ConfigUpdate::Underway { .. } => "Bringing your config.yml up to date…",
                    ConfigUpdate::Done(updated) if updated.changes.is_empty() => "Your config.yml is up to date already.",
                    ConfigUpdate::Done(_) => "Your config.yml is up to date.",
                    _ => "",
                }}
            </p>
            {alert(&config.update)}
            if let ConfigUpdate::Done(updated) = &config.update {
                <UpdatedConfigView
                    updated={updated.clone()}
                    file_name={config.file_name.clone()}
                    can_be_saved={config.can_be_saved}
                    on_save={props.on_save.clone()}
                    on_copy={props.on_copy.clone()}
                    on_download={props.on_download.clone()}
                    {dispatch}
                />
            }
        </div>
    }
}

impl ConfigStep {
    /// The id of the element that holds the user's text.
    pub const ID: &'static str = "config";
    /// The id of the button that has it brought up to date.
    pub const UPDATE_ID: &'static str = "update-config";
    /// The id of the alert.
    pub const ALERT_ID: &'static str = "config-alert";
}

fn alert(update: &ConfigUpdate) -> Html {
    let (title, reason, next) = match update {
        ConfigUpdate::NotAsked | ConfigUpdate::Underway { .. } | ConfigUpdate::Done(_) => {
            return html! {};
        }
        ConfigUpdate::NoConfig => (
            "There is no config.yml yet",
            "Open your config.yml, drop it on this page, or paste its text.".to_owned(),
            None,
        ),
        ConfigUpdate::NoBlock => (
            "There is no block yet",
            "Sign in first: the new block is what your config.yml is brought up to date with. Your config.yml waits here."
                .to_owned(),
            None,
        ),
        ConfigUpdate::FileRefused(refusal) => (
            "This file was not opened",
            words::file_refusal(*refusal),
            Some("What stood here before is unchanged."),
        ),
        ConfigUpdate::Unavailable(_) => (
            "Your config.yml was not changed",
            words::EDITOR_UNAVAILABLE.to_owned(),
            Some("Or put the block into the file by hand: it stands above."),
        ),
        ConfigUpdate::Refused(refusal) => (
            "Your config.yml was not changed",
            words::editor_refusal(refusal),
            Some("Mend that, or put the block into the file by hand: it stands above, and is good as it is."),
        ),
    };
    html! {
        <div role="alert" id={ConfigStep::ALERT_ID} class="alert" tabindex="-1">
            <h3>{title}</h3>
            <p>{reason}</p>
            if let Some(next) = next {
                <p>{next}</p>
            }
        </div>
    }
}
