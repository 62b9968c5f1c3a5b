//! A block that is there already, and the button that refreshes it.

use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::Credentials;
use crate::browser::clock;
use crate::kometa::config::{Found, FoundBlock, read};
use crate::trakt::Field;
use crate::ui::state::{Action, Form, InputProblem, Typed};

/// Properties of [`RefreshStep`].
#[derive(Properties, PartialEq)]
pub struct RefreshStepProps {
    /// What stands in the fields.
    pub form: Form,
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
    let found = use_memo(props.form.current_block.clone(), |pasted| {
        what_was_found(pasted)
    });
    let oninput = props.dispatch.reform(|event: InputEvent| {
        let typed = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlTextAreaElement>().ok());
        let text = typed.map(|area| area.value()).unwrap_or_default();
        Action::Typed(Field::CurrentBlock, Typed(text))
    });
    html! {
        <section aria-labelledby="refresh-heading">
            <h2 id="refresh-heading"><span class="step" />{"Paste your block and refresh it"}</h2>
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
                <div id="current-block-remarks" class="remarks"><p>{(*found).clone()}</p></div>
            </div>
            <p class="warning">
                {"The old refresh token ends with this. Stop Kometa first, and put the new block into config.yml before \
                  it runs again."}
            </p>
            <div class="actions">
                <button type="submit" class="primary" aria-disabled={props.is_busy.then_some("true")}>
                    {"Refresh it"}
                </button>
            </div>
        </section>
    }
}

fn what_was_found(pasted: &str) -> String {
    if pasted.trim().is_empty() {
        return String::new();
    }
    let found = match read(pasted) {
        Ok(found) => found,
        Err(refusal) => return refusal.to_string(),
    };
    let parts = [
        part("the client ID", found.client_id.as_ref()),
        part("the client secret", found.client_secret.as_ref()),
        part("a refresh token", found.refresh_token.as_ref()),
    ];
    let until = match until(&found) {
        Some(until) => format!(
            " The access is valid until {}.",
            clock::in_local_words(until)
        ),
        None => String::new(),
    };
    format!("Found: {}.{until}", parts.join(", "))
}

fn part<T>(name: &str, found: Option<&Found<T>>) -> String {
    match found {
        Some(Found::Value(_)) => name.to_owned(),
        Some(Found::Placeholder(placeholder)) => format!("<<{placeholder}>> for {name}"),
        None => format!("not {name}"),
    }
}

fn until(found: &FoundBlock) -> Option<u64> {
    Some(found.created_at?.saturating_add(found.expires_in?))
}
