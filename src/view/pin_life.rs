//! How long a PIN may still live, and what to do where Trakt shows none.

use yew::prelude::*;

use crate::page::Action;
use crate::sign_in::form::SignInMethod;

/// How long it may still live, as `9:05`.
pub fn pin_life(left: &str) -> Html {
    html! { <p role="timer" class="pin-life">{format!("Your PIN expires in {left}.")}</p> }
}

pub fn no_pin(dispatch: &Callback<Action>) -> Html {
    let to_device = dispatch.reform(|_: MouseEvent| Action::MethodChosen(SignInMethod::Device));
    html! {
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
}
