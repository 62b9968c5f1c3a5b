//! A block that is there already, and the button that refreshes it.

use yew::prelude::*;

use super::{Credentials, Found};
use crate::browser::page;
use crate::trakt::Field;
use crate::ui::state::{Action, Form, InputProblem, Reading, Typed};
use crate::ui::words::config::NO_TRAKT_SECTION;

/// Properties of [`RefreshStep`].
#[derive(Properties, PartialEq)]
pub struct RefreshStepProps {
    /// What stands in the fields.
    pub form: Form,
    /// What the block has in it.
    pub reading: Reading,
    /// What kept the form from being sent.
    pub errors: Vec<InputProblem>,
    /// Whether a request is out.
    pub is_busy: bool,
    /// Takes what happens.
    pub dispatch: Callback<Action>,
}

/// A block that is there already, and the button that refreshes it.
#[component]
pub fn RefreshStep(props: &RefreshStepProps) -> Html {
    let id = Credentials::field_id(Field::CurrentBlock);
    let is_invalid = props
        .errors
        .iter()
        .any(|error| error.field() == Field::CurrentBlock);
    let oninput = props.dispatch.reform(|event: InputEvent| {
        Action::Typed(Field::CurrentBlock, Typed(page::typed_in(&event)))
    });
    html! {
        <div role="group" aria-labelledby="refresh-heading" class="part">
            <h3 id="refresh-heading">{"Paste your block and refresh it"}</h3>
            <p>
                {"The trakt block of your config.yml, or the whole file. It stays in this page; only the refresh token \
                  goes to Trakt."}
            </p>
            <div class={classes!("field", is_invalid.then_some("invalid"))}>
                <label for={id}>{Field::CurrentBlock.name()}</label>
                <textarea
                    {id}
                    rows="12"
                    wrap="off"
                    spellcheck="false"
                    autocomplete="off"
                    aria-invalid={is_invalid.then_some("true")}
                    aria-describedby="current-block-remarks"
                    value={props.form.current_block.clone()}
                    {oninput}
                />
                <div id="current-block-remarks" class="remarks">
                    <Found reading={props.reading.clone()} nothing={NO_TRAKT_SECTION} />
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
