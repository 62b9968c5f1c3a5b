//! The app's client ID and secret.

use yew::prelude::*;

use super::{FieldView, TextField};
use crate::sign_in::form::FormField;
use crate::ui::state::Action;

#[derive(Properties, PartialEq)]
pub struct CredentialsProps {
    pub client_id: FieldView,
    pub client_secret: FieldView,
    pub client_secret_shown: bool,
    /// What a pasted text or a file has filled in.
    pub filled_in: AttrValue,
    pub dispatch: Callback<Action>,
}

#[component]
pub fn Credentials(props: &CredentialsProps) -> Html {
    let CredentialsProps { dispatch, .. } = props;
    let shown = props.client_secret_shown;
    html! {
        <div class="credentials">
            <TextField field={FormField::ClientId} view={props.client_id.clone()} dispatch={dispatch.clone()} />
            <TextField
                field={FormField::ClientSecret}
                view={props.client_secret.clone()}
                hidden={!shown}
                dispatch={dispatch.clone()}
            >
                <button
                    type="button"
                    class="quiet show-secret"
                    aria-label="Show client secret"
                    aria-pressed={shown.to_string()}
                    onclick={dispatch.reform(|_: MouseEvent| Action::ClientSecretToggled)}
                >
                    <span>{"Show"}</span>
                </button>
            </TextField>
            <p role="status" class="filled-in">{&props.filled_in}</p>
        </div>
    }
}

impl Credentials {
    /// The id of the form that all of it belongs to.
    pub const FORM_ID: &'static str = "sign-in-form";
    /// The id of the button that sends the form.
    pub const SUBMIT_ID: &'static str = "submit";
}
