//! What went wrong, what it means and what to do next, with the controls that do it.

use yew::prelude::*;

use super::Credentials;
use crate::page::Action;
use crate::sign_in::form::SignInMethod;
use crate::text::{Explanation, Remedy};

pub struct ExplanationAlert<'a> {
    pub explanation: &'a Explanation,
    /// Where Trakt shows another PIN, if it is known which app asks.
    pub pin_link: Option<AttrValue>,
    /// What else there is to say about it.
    pub children: Html,
    /// What else there is to do about it. It is not part of what is announced, so that it can announce by itself.
    pub remedy: Html,
    pub dispatch: &'a Callback<Action>,
}

pub fn explanation_alert(props: &ExplanationAlert<'_>) -> Html {
    let Explanation {
        title,
        meaning,
        next,
        remedies,
    } = props.explanation;
    let controls: Html = remedies
        .iter()
        .map(|remedy| control(*remedy, props))
        .collect();
    html! {
        <div class="alert">
            <div role="alert" id={ExplanationAlert::ID} tabindex="-1">
                <h3>{title}</h3>
                <p>{meaning}</p>
                {match &next[..] {
                    [] => html! {},
                    [only] => html! { <p>{only}</p> },
                    several => html! {
                        <ol>
                            for step in several {
                                <li>{step}</li>
                            }
                        </ol>
                    },
                }}
                {props.children.clone()}
            </div>
            {props.remedy.clone()}
            if !remedies.is_empty() {
                <div class="actions">{controls}</div>
            }
        </div>
    }
}

impl ExplanationAlert<'_> {
    /// The id of its element.
    pub const ID: &'static str = "failure";
}

fn control(remedy: Remedy, props: &ExplanationAlert<'_>) -> Html {
    let on = |action: Action| props.dispatch.reform(move |_: MouseEvent| action.clone());
    match (remedy, &props.pin_link) {
        (Remedy::TryAgain, _) => {
            html! { <button type="submit" form={Credentials::FORM_ID}>{"Try again"}</button> }
        }
        (Remedy::NewPin, Some(url)) => html! {
            <a
                class="button"
                href={url}
                target="_blank"
                rel="noopener noreferrer"
                onclick={on(Action::PinLinkFollowed)}
                onauxclick={on(Action::PinLinkFollowed)}
            >
                {"Get a new PIN"}
            </a>
        },
        (Remedy::NewPin, None) => html! {},
        (Remedy::Method(method), _) => html! {
            <button type="button" onclick={on(Action::MethodChosen(method))}>
                {match method {
                    SignInMethod::Pin => "Sign in with a PIN instead",
                    SignInMethod::Return => "Return to this page instead",
                    SignInMethod::Device => "Use a device code instead",
                    SignInMethod::Refresh => "Refresh a block instead",
                }}
            </button>
        },
        (Remedy::CheckApp, _) => html! {
            <a class="button" href="#client-id">{"Check client ID and secret"}</a>
        },
        (Remedy::Host(host), _) => html! {
            <button type="button" onclick={on(Action::HostChosen(host))}>{format!("Use {}", host.name())}</button>
        },
    }
}
