//! Why there is no block, and what to do next.

use yew::prelude::*;

use super::{CopyButton, Elsewhere, ExplanationAlert, ReceivedAnswer, Said};
use crate::trakt::{Failure, FailureCause};

/// Properties of [`FailureAlert`].
#[derive(Properties, PartialEq)]
pub struct FailureAlertProps {
    /// What went wrong.
    pub failure: Failure,
    /// This page's origin.
    pub origin: AttrValue,
}

/// Why there is no block, and what to do next.
#[component]
pub fn FailureAlert(props: &FailureAlertProps) -> Html {
    let failure = &props.failure;
    let is_hidden = failure.cause == FailureCause::AnswerHidden;
    let remedy =
        is_hidden.then(|| html! { <CopyButton label="Copy origin" text={props.origin.clone()} /> });
    html! {
        <ExplanationAlert explanation={failure.explain()} remedy={remedy.unwrap_or_default()}>
            if is_hidden {
                {origin_to_add(&props.origin)}
            }
            if let Some(elsewhere) = &failure.elsewhere {
                <Elsewhere failure={(**elsewhere).clone()} />
            }
            <Said host={failure.host} said={failure.said.clone()} />
            if let Some(received) = &failure.received {
                <ReceivedAnswer received={received.clone()} />
            }
        </ExplanationAlert>
    }
}

fn origin_to_add(origin: &AttrValue) -> Html {
    html! {
        <>
            <p>{"This page's origin: "}<code class="value">{origin.clone()}</code></p>
            if origin == "null" {
                <p>
                    {"A page that is opened as a file has the origin “null”, which Trakt may not let you add. Leave the \
                      setting blank then, or open the page from a web address."}
                </p>
            }
        </>
    }
}
