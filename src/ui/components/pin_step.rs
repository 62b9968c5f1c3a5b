//! From the link that shows a PIN to the button that exchanges it.

use yew::prelude::*;

use super::{Credentials, FieldView, TextField, field_id};
use crate::browser::page;
use crate::sign_in::form::{FormField, SignInMethod};
use crate::ui::state::Action;

#[derive(Properties, PartialEq)]
pub struct PinStepProps {
    pub pin: FieldView,
    /// The address at which Trakt shows a PIN, or why there is none yet.
    pub link: Result<AttrValue, AttrValue>,
    /// How long the PIN may still live, as `9:05`.
    pub life_left: Option<AttrValue>,
    pub has_expired: bool,
    /// That the link leads to another host than before.
    pub host_left: Option<AttrValue>,
    /// Whether the app seems to have no secret, without which a PIN cannot be exchanged.
    pub lacks_secret: bool,
    /// Trouble that was seen ahead.
    pub trouble: Option<&'static str>,
    pub is_busy: bool,
    pub dispatch: Callback<Action>,
}

#[component]
pub fn PinStep(props: &PinStepProps) -> Html {
    let to_device = props
        .dispatch
        .reform(|_: MouseEvent| Action::MethodChosen(SignInMethod::Device));
    let has_gone = props.life_left.is_some() || props.has_expired;
    html! {
        <div class="method-form">
            if props.lacks_secret {
                <p class="hint">
                    {"No client secret? A PIN needs one. “Return to this page” and “Device code” work without."}
                </p>
            }
            <div class="pin-link">
                {match &props.link {
                    Ok(url) => link(url, &props.dispatch),
                    Err(reason) => disabled_link(reason),
                }}
                if let Some(left) = &props.life_left {
                    <p role="timer" class="pin-life">{format!("Your PIN expires in {left}.")}</p>
                }
            </div>
            <p role="status" class="warning">
                if let Some(host_left) = &props.host_left {
                    {host_left}
                }
            </p>
            <p role="status" class="warning">
                if props.has_expired {
                    {"Ten minutes have passed since you asked for a PIN, so it has expired. Get a new one."}
                }
            </p>
            <p role="status" class="warning">{props.trouble.unwrap_or_default()}</p>
            <TextField field={FormField::Pin} view={props.pin.clone()} dispatch={props.dispatch.clone()} />
            if has_gone {
                <details class="no-pin">
                    <summary>{"Trakt shows no PIN?"}</summary>
                    <p>
                        {"Some browsers leave the answer in the address bar: an address that begins with "}<code>{"urn:"}</code>
                        {". Copy all of it and paste it as the PIN. If there is none, sign in with a device code; what you \
                          entered stays."}
                    </p>
                    <button type="button" class="quiet" onclick={to_device}>{"Use a device code instead"}</button>
                </details>
            }
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
