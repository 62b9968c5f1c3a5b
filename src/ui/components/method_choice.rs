//! The ways to sign in.

use yew::prelude::*;

use crate::sign_in::form::SignInMethod;
use crate::ui::state::Action;

#[derive(Properties, PartialEq)]
pub struct MethodChoiceProps {
    pub method: SignInMethod,
    /// Whether Trakt could send a browser back to this page.
    pub can_return: bool,
    pub dispatch: Callback<Action>,
}

#[component]
pub fn MethodChoice(props: &MethodChoiceProps) -> Html {
    html! {
        <div role="radiogroup" aria-labelledby="method-heading" class="methods">
            <h3 id="method-heading">{"How do you want to sign in?"}</h3>
            for method in SignInMethod::ALL {
                {choice(method, props)}
            }
        </div>
    }
}

fn choice(method: SignInMethod, props: &MethodChoiceProps) -> Html {
    let (name, about) = match method {
        SignInMethod::Pin => ("PIN", "Trakt shows a short code, which you enter here."),
        SignInMethod::Return if props.can_return => (
            "Return to this page",
            "Nothing to copy: Trakt sends you back here. The app at Trakt must know this page's address.",
        ),
        SignInMethod::Return => (
            "Return to this page",
            "Not for a page that is opened as a file: Trakt can only send you back to a web address.",
        ),
        SignInMethod::Device => (
            "Device code",
            "Trakt gives a code that you enter there, on a phone for example. No redirect URI is needed.",
        ),
        SignInMethod::Refresh => (
            "Refresh a block",
            "You have a block already, and its access has ended or is about to.",
        ),
    };
    let id = MethodChoice::id(method);
    let about_id = format!("{id}-about");
    let onchange = props
        .dispatch
        .reform(move |_: Event| Action::MethodChosen(method));
    html! {
        <div class="method">
            <input
                type="radio"
                name="method"
                {id}
                checked={method == props.method}
                disabled={method == SignInMethod::Return && !props.can_return}
                {onchange}
                aria-describedby={about_id.clone()}
            />
            <label for={id}>{name}</label>
            <span id={about_id} class="about">{about}</span>
        </div>
    }
}

impl MethodChoice {
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
