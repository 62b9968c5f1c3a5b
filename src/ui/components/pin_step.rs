//! From the link that shows a PIN to the button that exchanges it.

use yew::prelude::*;

use super::{Credentials, FieldView, TextField, field_id};
use crate::browser::page;
use crate::sign_in::form::FormField;
use crate::ui::state::Action;

#[derive(Properties, PartialEq)]
pub struct PinStepProps {
    pub pin: FieldView,
    /// The address at which Trakt shows a PIN, or why there is none yet.
    pub link: Result<AttrValue, AttrValue>,
    /// How long the PIN may still live, as `9:05`.
    pub life_left: Option<AttrValue>,
    pub has_expired: bool,
    /// Trouble that was seen ahead.
    pub trouble: Option<&'static str>,
    pub is_busy: bool,
    pub dispatch: Callback<Action>,
}

#[component]
pub fn PinStep(props: &PinStepProps) -> Html {
    html! {
        <div role="group" aria-labelledby="pin-heading" class="part">
            <h3 id="pin-heading">{"Get a PIN and exchange it"}</h3>
            <p>{"Trakt opens in a new tab. Press “Allow” there, copy the PIN and come back."}</p>
            {match &props.link {
                Ok(url) => link(url, &props.dispatch),
                Err(reason) => disabled_link(reason),
            }}
            if let Some(left) = &props.life_left {
                <p role="timer" class="pin-life">{format!("Your PIN expires in {left}.")}</p>
            }
            <p role="status" class="warning">
                if props.has_expired {
                    {"Ten minutes have passed since you went for a PIN, so it has expired. Get a new one."}
                }
            </p>
            <p role="status" class="warning">{props.trouble.unwrap_or_default()}</p>
            <TextField field={FormField::Pin} view={props.pin.clone()} dispatch={props.dispatch.clone()} />
            <div class="actions">
                <button type="submit" id={Credentials::SUBMIT_ID} class="primary" aria-disabled={props.is_busy.then_some("true")}>
                    {"Get my authorization block"}
                </button>
            </div>
        </div>
    }
}

fn link(url: &AttrValue, dispatch: &Callback<Action>) -> Html {
    let on_follow = dispatch.reform(|_: MouseEvent| Action::PinLinkFollowed);
    html! {
        <p>
            <a
                class="button"
                href={url}
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

fn disabled_link(reason: &AttrValue) -> Html {
    let go_to_client_id = |_: MouseEvent| page::focus(field_id(FormField::ClientId));
    // Without an address, a browser does not take this key for a click.
    let on_key = |event: KeyboardEvent| {
        if event.key() == "Enter" {
            // Nor is the field to take it.
            event.prevent_default();
            page::focus(field_id(FormField::ClientId));
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
            <span id="pin-link-why" class="why">{reason}</span>
        </p>
    }
}
