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
    html! {
        <ExplanationAlert explanation={failure.explain()}>
            if failure.cause == FailureCause::AnswerHidden {
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
            <CopyButton label="Copy origin" text={origin.clone()} />
            if origin == "null" {
                <p>
                    {"A page that is opened as a file has the origin “null”, which Trakt may not let you add. Leave the \
                      setting blank then, or open the page from a web address."}
                </p>
            }
        </>
    }
}
