//! A block that is there already, and the button that refreshes it.

use yew::prelude::*;

use super::{Credentials, field_id};
use crate::browser::page;
use crate::shared_text::SharedText;
use crate::sign_in::form::FormField;
use crate::ui::state::Action;
use crate::ui::words;

#[derive(Properties, PartialEq)]
pub struct RefreshStepProps {
    pub text: SharedText,
    /// Whether it kept the form from being sent.
    pub is_invalid: bool,
    /// What it has in it.
    pub found: AttrValue,
    pub is_busy: bool,
    pub dispatch: Callback<Action>,
}

#[component]
pub fn RefreshStep(props: &RefreshStepProps) -> Html {
    let id = field_id(FormField::CurrentBlock);
    let is_invalid = props.is_invalid;
    let oninput = props
        .dispatch
        .reform(|event: InputEvent| Action::Typed(FormField::CurrentBlock, page::typed_in(&event)));
    html! {
        <div class="method-form">
            <p class="hint">
                {"Paste the trakt block of your config.yml, or the whole file. Only the refresh token, client ID and secret in it \
                  go to Trakt."}
            </p>
            <div class={classes!("field", is_invalid.then_some("invalid"))}>
                <label for={id}>{words::input::field_name(FormField::CurrentBlock)}</label>
                <textarea
                    {id}
                    rows="8"
                    wrap="off"
                    spellcheck="false"
                    autocomplete="off"
                    aria-invalid={is_invalid.then_some("true")}
                    aria-describedby="current-block-remarks"
                    value={AttrValue::from(props.text.to_rc())}
                    {oninput}
                />
                <div id="current-block-remarks" class="remarks">
                    <p role="status">{&props.found}</p>
                </div>
            </div>
            <p class="warning">
                {"The old refresh token ends with this. Stop Kometa first, and put the new block into config.yml before \
                  it runs again."}
            </p>
            <div class="actions">
                <button type="submit" id={Credentials::SUBMIT_ID} class="primary" aria-disabled={props.is_busy.then_some("true")}>
                    {"Refresh it"}
                </button>
            </div>
        </div>
    }
}
