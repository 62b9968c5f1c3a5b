//! The app's client ID and secret.

use yew::prelude::*;

use super::{FieldNews, TextField, text_field};
use crate::page::Action;
use crate::shared_text::SharedText;
use crate::sign_in::form::FormField;

pub struct Credentials<'a> {
    pub client_id: &'a SharedText,
    pub client_id_news: FieldNews,
    pub client_secret: &'a SharedText,
    pub client_secret_news: FieldNews,
    pub client_secret_shown: bool,
    /// What a pasted text or a file has filled in.
    pub filled_in: AttrValue,
    pub dispatch: &'a Callback<Action>,
}

pub fn credentials(props: Credentials<'_>) -> Html {
    let dispatch = props.dispatch;
    let shown = props.client_secret_shown;
    html! {
        <div class="credentials">
            {text_field(TextField {
                field: FormField::ClientId,
                text: props.client_id,
                news: props.client_id_news,
                is_hidden: false,
                beside: html! {},
                dispatch,
            })}
            {text_field(TextField {
                field: FormField::ClientSecret,
                text: props.client_secret,
                news: props.client_secret_news,
                is_hidden: !shown,
                beside: show_client_secret(shown, dispatch),
                dispatch,
            })}
            <p role="status" class="filled-in">{props.filled_in}</p>
        </div>
    }
}

fn show_client_secret(shown: bool, dispatch: &Callback<Action>) -> Html {
    html! {
        <button
            type="button"
            class="quiet show-secret"
            aria-label="Show client secret"
            aria-pressed={shown.to_string()}
            onclick={dispatch.reform(|_: MouseEvent| Action::ClientSecretToggled)}
        >
            <span>{"Show"}</span>
        </button>
    }
}

impl Credentials<'_> {
    /// The id of the form that all of it belongs to.
    pub const FORM_ID: &'static str = "sign-in-form";
    /// The id of the button that sends the form.
    pub const SUBMIT_ID: &'static str = "submit";
}
