//! The ways to sign in.

use yew::prelude::*;

use super::link::Link;
use super::sentence::sentence;
use crate::page::event::Event;
use crate::sign_in::form::SignInMethod;
use crate::text;

/// Draws the choice. `can_return` tells whether Trakt could send a browser back to this page.
pub(super) fn method_choice(chosen: SignInMethod, can_return: bool, link: &Link) -> Html {
    html! {
        <div role="radiogroup" aria-label={text::form::METHOD_HEADING} class="methods">
            <div class="choices">
                for method in SignInMethod::ALL {
                    {choice(method, chosen, can_return, link)}
                }
            </div>
            <p id="method-about" class="about">{sentence(text::form::about_method(chosen))}</p>
            if !can_return {
                <p id="no-return" class="about">{text::form::NO_RETURN}</p>
            }
        </div>
    }
}

fn choice(method: SignInMethod, chosen: SignInMethod, can_return: bool, link: &Link) -> Html {
    let id = element_id(method);
    let is_chosen = method == chosen;
    let is_disabled = method == SignInMethod::Return && !can_return;
    let describedby = match (is_chosen, is_disabled) {
        (true, _) => Some("method-about"),
        (false, true) => Some("no-return"),
        (false, false) => None,
    };
    let onchange = link.on(move |_: web_sys::Event| Event::MethodChosen(method));
    html! {
        <div class="method">
            <input
                type="radio"
                name="method"
                {id}
                checked={is_chosen}
                disabled={is_disabled}
                {onchange}
                aria-describedby={describedby}
            />
            <label for={id}>{text::form::method_name(method)}</label>
        </div>
    }
}

/// Returns the id of the radio button of a way to sign in.
pub const fn element_id(method: SignInMethod) -> &'static str {
    match method {
        SignInMethod::Pin => "method-pin",
        SignInMethod::Return => "method-return",
        SignInMethod::Device => "method-device",
        SignInMethod::Refresh => "method-refresh",
    }
}
