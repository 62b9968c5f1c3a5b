//! The user's whole `config.yml`, handed over and brought up to date.

use yew::prelude::*;

use super::{ConfigTextArea, UpdatedConfigView};
use crate::shared_text::SharedText;
use crate::ui::config_files::ConfigFiles;
use crate::ui::state::{Action, ConfigAction, UpdatedConfig};

#[derive(Properties, PartialEq)]
pub struct ConfigStepProps {
    pub text: SharedText,
    /// The name of the file that was opened.
    pub file_name: Option<AttrValue>,
    /// Whether the browser could write into that file.
    pub can_be_saved: bool,
    /// What was found in it.
    pub found: AttrValue,
    /// Whether there is a block to put into it.
    pub has_block: bool,
    /// Whether it has a client ID or secret that is not in the form.
    pub offers_app: bool,
    /// Whether it has a refresh token that could be used.
    pub can_refresh: bool,
    pub is_busy: bool,
    pub is_invalid: bool,
    /// Whether an updated file was withdrawn because its tokens were revoked.
    pub update_is_withdrawn: bool,
    pub status: AttrValue,
    /// What happened, why, and what to do.
    pub problem: Option<(AttrValue, AttrValue, AttrValue)>,
    pub updated: Option<UpdatedConfig>,
    pub files: ConfigFiles,
    pub dispatch: Callback<Action>,
}

#[component]
pub fn ConfigStep(props: &ConfigStepProps) -> Html {
    let dispatch = use_callback(props.dispatch.clone(), |action, dispatch| {
        dispatch.emit(Action::Config(action));
    });
    let on = |action: ConfigAction| dispatch.reform(move |_: MouseEvent| action.clone());
    let on_typed = use_callback(dispatch.clone(), |text, dispatch| {
        dispatch.emit(ConfigAction::Typed(text));
    });
    let (is_busy, is_invalid) = (props.is_busy, props.is_invalid);
    html! {
        <div role="group" aria-labelledby="config-heading" class="part">
            <h3 id="config-heading">{"Let this page put it in"}</h3>
            <p class="hint">
                {"Open your config.yml at the top of this page, or paste it here. You get it back with only its "}
                <code>{"trakt:"}</code>{" section changed. It never leaves this page."}
            </p>
            if props.update_is_withdrawn {
                <p class="warning">{"The updated config.yml is withdrawn: its tokens have been revoked."}</p>
            }
            <div class={classes!("field", is_invalid.then_some("invalid"))}>
                <label for={ConfigStep::ID}>{"Your config.yml"}</label>
                <ConfigTextArea
                    id={ConfigStep::ID}
                    text={props.text.clone()}
                    may_be_unseen={props.file_name.is_some()}
                    {is_invalid}
                    describedby={ConfigStep::REMARKS_ID}
                    {on_typed}
                />
                <div id={ConfigStep::REMARKS_ID} class="remarks">
                    <p role="status">
                        if props.file_name.is_none() {
                            {&props.found}
                        }
                    </p>
                    if props.file_name.is_none() && (props.offers_app || props.can_refresh) {
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
                </div>
            </div>
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
                if is_busy {
                    <button type="button" onclick={on(ConfigAction::UpdateCancelled)}>{"Cancel the update"}</button>
                }
            </div>
            <p role="status" class={classes!("status", is_busy.then_some("busy"))}>
                {&props.status}
            </p>
            if let Some((title, reason, next)) = &props.problem {
                <div role="alert" id={ConfigStep::ALERT_ID} class="alert" tabindex="-1">
                    <h3>{title}</h3>
                    <p>{reason}</p>
                    if !next.is_empty() {
                        <p>{next}</p>
                    }
                </div>
            }
            if let Some(updated) = &props.updated {
                <UpdatedConfigView
                    updated={updated.clone()}
                    file_name={props.file_name.clone()}
                    can_be_saved={props.can_be_saved}
                    on_save={props.files.on_save.clone()}
                    on_copy={props.files.on_copy.clone()}
                    on_download={props.files.on_download.clone()}
                    {dispatch}
                />
            }
        </div>
    }
}

impl ConfigStep {
    /// The id of the element that holds the user's text.
    pub const ID: &'static str = "config";
    /// The id of what there is to say about it.
    pub const REMARKS_ID: &'static str = "config-remarks";
    /// The id of the button that has it brought up to date.
    pub const UPDATE_ID: &'static str = "update-config";
    /// The id of the alert.
    pub const ALERT_ID: &'static str = "config-alert";
}
