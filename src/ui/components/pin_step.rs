//! From the link that shows a PIN to the button that exchanges it.

use yew::prelude::*;

use super::{Credentials, TextField};
use crate::browser::page;
use crate::trakt::request::authorize_url_for_pin;
use crate::trakt::{ClientId, Field, InputError};
use crate::ui::state::{Action, Form, InputProblem, Precheck};

/// Properties of [`PinStep`].
#[derive(Properties, PartialEq)]
pub struct PinStepProps {
    /// What stands in the fields.
    pub form: Form,
    /// What kept the form from being sent.
    pub errors: Vec<InputProblem>,
    /// What was found out about the app since the link was followed.
    pub precheck: Precheck,
    /// How long the PIN may still live; absent while no link was followed.
    pub seconds_left: Option<u32>,
    /// Whether a request is out.
    pub is_busy: bool,
    /// The link to the PIN is being followed.
    pub on_pin_link: Callback<()>,
    /// Takes what happens.
    pub dispatch: Callback<Action>,
}

/// From the link that shows a PIN to the button that exchanges it.
#[component]
pub fn PinStep(props: &PinStepProps) -> Html {
    let PinStepProps {
        form,
        errors,
        dispatch,
        ..
    } = props;
    html! {
        <div role="group" aria-labelledby="pin-heading" class="part">
            <h3 id="pin-heading">{"Get a PIN and exchange it"}</h3>
            <p>{"Trakt opens in a new tab. Press “Allow” there, copy the PIN and come back."}</p>
            {pin_link(form, &props.on_pin_link)}
            if let Some(seconds) = props.seconds_left {
                if seconds > 0 {
                    <p role="timer" class="pin-life">
                        {format!("Your PIN expires in {}:{:02}.", seconds / 60, seconds % 60)}
                    </p>
                }
            }
            <p role="status" class="warning">
                if props.seconds_left == Some(0) {
                    {"Ten minutes have passed since you went for a PIN, so it has expired. Get a new one."}
                }
            </p>
            <p role="status" class="warning">
                if let Precheck::Trouble(trouble) = &props.precheck {
                    {trouble.to_string()}
                }
            </p>
            <TextField
                id={Credentials::field_id(Field::Pin)}
                field={Field::Pin}
                form={form.clone()}
                errors={errors.clone()}
                dispatch={dispatch.clone()}
            />
            <div class="actions">
                <button type="submit" id={Credentials::SUBMIT_ID} class="primary" aria-disabled={props.is_busy.then_some("true")}>
                    {"Get my authorization block"}
                </button>
            </div>
        </div>
    }
}

fn pin_link(form: &Form, on_follow: &Callback<()>) -> Html {
    match ClientId::from_input(&form.client_id) {
        Ok(client_id) => {
            let on_follow = on_follow.reform(|_: MouseEvent| ());
            html! {
                <p>
                    <a
                        class="button"
                        href={authorize_url_for_pin(form.host, &client_id.value)}
                        target="_blank"
                        rel="noopener noreferrer"
                        onclick={on_follow.clone()}
                        onauxclick={on_follow}
                    >
                        {"Get a PIN from Trakt"}
                    </a>
                </p>
            }
        }
        Err(error) => {
            let why = match error {
                InputError::Empty(_) => {
                    "Enter your Client ID first; Trakt needs to know which app asks.".to_owned()
                }
                error => error.to_string(),
            };
            let go_to_client_id =
                |_: MouseEvent| page::focus(Credentials::field_id(Field::ClientId));
            // Without an address, a browser does not take this key for a click.
            let on_key = |event: KeyboardEvent| {
                if event.key() == "Enter" {
                    // Nor is the field to take it.
                    event.prevent_default();
                    page::focus(Credentials::field_id(Field::ClientId));
                }
            };
            html! {
                <p>
                    <a
                        class="button"
                        role="link"
                        tabindex="0"
                        aria-disabled="true"
                        aria-describedby="pin-link-why"
                        onclick={go_to_client_id}
                        onkeydown={on_key}
                    >
                        {"Get a PIN from Trakt"}
                    </a>
                    <span id="pin-link-why" class="why">{why}</span>
                </p>
            }
        }
    }
}
