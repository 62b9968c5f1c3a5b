//! The ways to sign in.

use yew::prelude::*;

use crate::page::Action;
use crate::sign_in::form::SignInMethod;

pub struct MethodChoice<'a> {
    pub method: SignInMethod,
    /// Whether Trakt could send a browser back to this page.
    pub can_return: bool,
    pub dispatch: &'a Callback<Action>,
}

pub fn method_choice(props: &MethodChoice<'_>) -> Html {
    html! {
        <div role="radiogroup" aria-labelledby="method-heading" class="methods">
            <h3 id="method-heading">{"How do you want to sign in?"}</h3>
            <div class="choices">
                for method in SignInMethod::ALL {
                    {choice(method, props)}
                }
            </div>
            <p id="method-about" class="about">{about(props.method)}</p>
            if !props.can_return {
                <p id="no-return" class="about">
                    {"“Return to this page” does not work while the page is opened as a file: Trakt can only send you back to a web address."}
                </p>
            }
        </div>
    }
}

fn choice(method: SignInMethod, props: &MethodChoice<'_>) -> Html {
    let id = MethodChoice::id(method);
    let is_chosen = method == props.method;
    let is_disabled = method == SignInMethod::Return && !props.can_return;
    let describedby = match (is_chosen, is_disabled) {
        (true, _) => Some("method-about"),
        (false, true) => Some("no-return"),
        (false, false) => None,
    };
    let onchange = props
        .dispatch
        .reform(move |_: Event| Action::MethodChosen(method));
    html! {
        <div class={classes!("method", is_chosen.then_some("chosen"))}>
            <input type="radio" name="method" {id} checked={is_chosen} disabled={is_disabled} {onchange} aria-describedby={describedby} />
            <label for={id}>{name(method)}</label>
        </div>
    }
}

const fn name(method: SignInMethod) -> &'static str {
    match method {
        SignInMethod::Pin => "PIN",
        SignInMethod::Return => "Return to this page",
        SignInMethod::Device => "Device code",
        SignInMethod::Refresh => "Refresh a block",
    }
}

const fn about(method: SignInMethod) -> &'static str {
    match method {
        SignInMethod::Pin => {
            "Trakt shows a short code, which you enter here. Your app needs a client secret."
        }
        SignInMethod::Return => {
            "Trakt sends you back here, with nothing to copy. Your app must have this page's address as its redirect URI."
        }
        SignInMethod::Device => {
            "Trakt gives you a code to enter on any device. Your app needs no redirect URI."
        }
        SignInMethod::Refresh => {
            "For a block that you already have, when its access has ended or is about to end."
        }
    }
}

impl MethodChoice<'_> {
    /// The id of the radio button for a way.
    pub const fn id(method: SignInMethod) -> &'static str {
        match method {
            SignInMethod::Pin => "method-pin",
            SignInMethod::Return => "method-return",
            SignInMethod::Device => "method-device",
            SignInMethod::Refresh => "method-refresh",
        }
    }
}
