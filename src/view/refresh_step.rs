//! A block that is there already, and the button that refreshes it.

use yew::prelude::*;

use super::{ConfigTextArea, Credentials, field_id};
use crate::kometa::refresh::RefreshInputError;
use crate::shared_text::SharedText;
use crate::sign_in::form::FormField;
use crate::text;

pub struct RefreshStep<'a> {
    pub text: &'a SharedText,
    /// Whether it kept the form from being sent.
    pub is_invalid: bool,
    /// What it has in it.
    pub found: AttrValue,
    pub is_busy: bool,
    /// The same as long as what it does is the same, so that a large text is not drawn anew.
    pub on_typed: Callback<SharedText>,
}

pub fn refresh_step(props: RefreshStep<'_>) -> Html {
    let id = field_id(FormField::CurrentBlock);
    let is_invalid = props.is_invalid;
    html! {
        <div class="method-form">
            <p class="hint">
                {"Paste the trakt block of your config.yml, or the whole file. Only the refresh token, client ID and secret in it \
                  go to Trakt."}
            </p>
            <div class={classes!("field", is_invalid.then_some("invalid"))}>
                <label for={id}>{text::input::field_name(FormField::CurrentBlock)}</label>
                <ConfigTextArea
                    {id}
                    text={props.text.clone()}
                    is_unseen={false}
                    {is_invalid}
                    describedby="current-block-remarks"
                    on_typed={props.on_typed}
                />
                <div id="current-block-remarks" class="remarks">
                    <p role="status">{props.found}</p>
                    if is_invalid && props.text.is_blank() {
                        <p>{text::config::refresh_input_error(&RefreshInputError::Empty)}</p>
                    }
                </div>
            </div>
            <p class="warning">
                {"This ends the old refresh token. Stop Kometa first, and put the new block into config.yml before \
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
