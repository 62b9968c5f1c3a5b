//! A `config.yml` with the new block in it, and what differs.

use yew::prelude::*;

use super::{ConfigTextArea, LongTextNotice, changes, long_text_notice};
use crate::page::{Action, ConfigAction, ConfigText, Saving, UpdatedConfig};
use crate::shell::config_files::ConfigFiles;
use crate::text;

pub struct UpdatedConfigView<'a> {
    pub updated: &'a UpdatedConfig,
    /// The name of the file that was opened.
    pub file_name: Option<&'a str>,
    /// Whether the browser could write into it.
    pub can_be_saved: bool,
    pub files: &'a ConfigFiles,
    pub dispatch: &'a Callback<Action>,
}

pub fn updated_config_view(props: &UpdatedConfigView<'_>) -> Html {
    let UpdatedConfigView { updated, files, .. } = *props;
    let name = props.file_name.unwrap_or("config.yml");
    let on = |action: ConfigAction| {
        props
            .dispatch
            .reform(move |_: MouseEvent| Action::Config(action.clone()))
    };
    html! {
        <div class="updated">
            <h4 id={UpdatedConfigView::HEADING_ID} tabindex="-1">{text::config::updated_heading(updated)}</h4>
            <div class="actions">
                if props.can_be_saved {
                    <button type="button" id={UpdatedConfigView::SAVE_ID} class="primary" onclick={on(ConfigAction::SaveAsked)}>
                        {format!("Save into {name}")}
                    </button>
                }
                <button type="button" class={classes!((!props.can_be_saved).then_some("primary"))}
                    onclick={files.on_download.reform(|_: MouseEvent| ())}>
                    {"Download config.yml"}
                </button>
                <button type="button" onclick={files.on_copy.reform(|_: MouseEvent| ())}>
                    {"Copy config.yml"}
                </button>
            </div>
            if updated.saving == Saving::Confirming {
                <div role="group" id={UpdatedConfigView::CONFIRM_ID} aria-label={format!("Save into {name}?")} class="confirm" tabindex="-1">
                    <p>{format!("Replace what is in {name} with the updated text? Stop Kometa first. Your browser may ask once more.")}</p>
                    <div class="actions">
                        <button type="button" onclick={files.on_save.reform(|_: MouseEvent| ())}>{"Yes, save it"}</button>
                        <button type="button" class="quiet" onclick={on(ConfigAction::SaveDeclined)}>{"Leave the file as it is"}</button>
                    </div>
                </div>
            }
            <p role="status" class="status">{text::config::config_export(updated, name)}</p>
            if let Some(problem) = text::config::saving_problem(updated.saving, name) {
                <div role="alert" id={UpdatedConfigView::ALERT_ID} class="alert" tabindex="-1">
                    <h3>{"The file was not saved"}</h3>
                    <p>{problem}</p>
                </div>
            }
            {changes(&updated.changes, updated.secrets_shown, on(ConfigAction::SecretsToggled))}
            <ul class="notes">
                <li>{text::config::everything_else(updated)}</li>
                if !updated.placeholders_kept.is_empty() {
                    <li>{text::config::placeholders_kept(&updated.placeholders_kept)}</li>
                }
                if !updated.placeholders_replaced.is_empty() {
                    <li>{text::config::placeholders_replaced(&updated.placeholders_replaced)}</li>
                }
                if let Some(left) = text::config::left_at_root(&updated.left_at_root) {
                    <li>{left}</li>
                }
                if !updated.stale.is_empty() {
                    <li>
                        {text::config::stale(&updated.stale)}{" "}
                        <button type="button" onclick={on(ConfigAction::StaleRemovalAsked)}>
                            {text::config::remove_stale(&updated.stale)}
                        </button>
                    </li>
                }
            </ul>
            <label for={UpdatedConfigView::ID}>{"Updated config.yml"}</label>
            <ConfigTextArea
                id={UpdatedConfigView::ID}
                text={updated.text.clone()}
                is_unseen={updated.too_long.is_some()}
                readonly={true}
                on_copied={files.on_copied_by_hand.clone()}
            />
            if let Some(text) = &updated.too_long {
                {long_text_notice(&LongTextNotice {
                    text,
                    which: ConfigText::Updated,
                    id: UpdatedConfigView::ID,
                    dispatch: props.dispatch,
                })}
            }
        </div>
    }
}

impl UpdatedConfigView<'_> {
    /// The id of the heading that takes the focus when the new text appears.
    pub const HEADING_ID: &'static str = "updated-config-heading";
    /// The id of the element that holds the new text.
    pub const ID: &'static str = "updated-config";
    /// The id of the button that asks for the file to be overwritten.
    pub const SAVE_ID: &'static str = "save-config";
    /// The id of the question whether that is meant.
    pub const CONFIRM_ID: &'static str = "confirm-save";
    /// The id of the alert.
    pub const ALERT_ID: &'static str = "save-alert";
}
