//! The user's whole `config.yml`, handed over and brought up to date.

use yew::prelude::*;

use super::ConfigTextArea;
use crate::page::{Action, ConfigAction};
use crate::shared_text::SharedText;

pub struct ConfigStep<'a> {
    pub text: &'a SharedText,
    /// Whether there is a block to put into it.
    pub has_block: bool,
    pub news: ConfigNews,
    /// The same as long as what it does is the same, so that a large text is not drawn anew.
    pub on_typed: Callback<SharedText>,
    pub dispatch: &'a Callback<Action>,
}

/// What there is to say of the text, once there is one.
#[derive(Default)]
pub struct ConfigNews {
    /// What is shown instead of a text that is too long.
    pub too_long: Option<Html>,
    /// That an update was withdrawn.
    pub withdrawn: Html,
    pub is_invalid: bool,
    /// What was found in it, if it was pasted.
    pub found: AttrValue,
    /// What can be done with it then.
    pub actions: Html,
    pub is_busy: bool,
    pub cancel: Html,
    pub status: AttrValue,
    /// What became of it.
    pub outcome: Html,
}

pub fn config_step(props: ConfigStep<'_>) -> Html {
    let news = props.news;
    let on_update = props
        .dispatch
        .reform(|_: MouseEvent| Action::Config(ConfigAction::UpdateAsked));
    html! {
        <div role="group" aria-labelledby="config-heading" class="part">
            <h3 id="config-heading">{"Let this page put it in"}</h3>
            <p class="hint">
                {"Open your config.yml at the top of this page, or paste it here. You get it back with only its "}
                <code>{"trakt:"}</code>{" section changed. It never leaves this page."}
            </p>
            {news.withdrawn}
            <div class={classes!("field", news.is_invalid.then_some("invalid"))}>
                <label for={ConfigStep::ID}>{"Your config.yml"}</label>
                <ConfigTextArea
                    id={ConfigStep::ID}
                    text={props.text.clone()}
                    is_unseen={news.too_long.is_some()}
                    is_invalid={news.is_invalid}
                    describedby={ConfigStep::REMARKS_ID}
                    on_typed={props.on_typed}
                />
                {news.too_long.unwrap_or_default()}
                <div id={ConfigStep::REMARKS_ID} class="remarks">
                    <p role="status">{news.found}</p>
                    {news.actions}
                </div>
            </div>
            <div class="actions">
                <button
                    type="button"
                    id={ConfigStep::UPDATE_ID}
                    class={classes!(props.has_block.then_some("primary"))}
                    aria-disabled={news.is_busy.then_some("true")}
                    onclick={on_update}
                >
                    {"Update config.yml"}
                </button>
                {news.cancel}
            </div>
            <p role="status" class={classes!("status", news.is_busy.then_some("busy"))}>
                {news.status}
            </p>
            {news.outcome}
        </div>
    }
}

impl ConfigStep<'_> {
    /// The id of the element that holds the user's text.
    pub const ID: &'static str = "config";
    /// The id of what there is to say about it.
    pub const REMARKS_ID: &'static str = "config-remarks";
    /// The id of the button that has it brought up to date.
    pub const UPDATE_ID: &'static str = "update-config";
}
