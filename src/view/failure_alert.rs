//! Why there is no block, and what to do next.

use yew::prelude::*;

use super::{CopyButton, ExplanationAlert, copy_button, explanation_alert};
use crate::page::{Action, Copied};
use crate::text::failure::{details, explain, in_short};
use crate::trakt::response::ErrorDetails;
use crate::trakt::{Failure, FailureCause};

pub struct FailureAlert<'a> {
    pub failure: &'a Failure,
    /// This page's origin.
    pub origin: AttrValue,
    /// Where Trakt shows another PIN, if it is known which app asks.
    pub pin_link: Option<AttrValue>,
    /// What was copied last.
    pub copied: Option<Copied>,
    pub dispatch: &'a Callback<Action>,
}

pub fn failure_alert(props: &FailureAlert<'_>) -> Html {
    let failure = props.failure;
    let host = failure.host.token_host();
    let is_hidden = matches!(failure.cause, FailureCause::ResponseHidden);
    let remedy = is_hidden.then(|| {
        copy_button(CopyButton {
            name: "Copy origin",
            text: props.origin.clone(),
            last: props.copied,
            dispatch: props.dispatch,
        })
    });
    let children = html! {
        <>
            if is_hidden {
                {origin_to_add(&props.origin)}
            }
            if let Some(other) = &failure.other_host {
                <p>{format!("{} was asked too: {}.", other.host.token_host(), in_short(&other.cause))}</p>
                {said(other.host.token_host(), &other.details)}
            }
            {said(host, &failure.details)}
            if let Some(received) = &failure.received {
                <details>
                    <summary>{"Show the whole answer (it may contain a token)"}</summary>
                    <pre>{AttrValue::from(received.to_rc())}</pre>
                </details>
            }
        </>
    };
    explanation_alert(&ExplanationAlert {
        explanation: &explain(failure),
        pin_link: props.pin_link.clone(),
        children,
        remedy: remedy.unwrap_or_default(),
        dispatch: props.dispatch,
    })
}

/// What was said, in the words of whoever said it.
pub(super) fn said(by: &str, error: &ErrorDetails) -> Html {
    html! {
        if let Some(said) = details(error) {
            <p class="said">{format!("{by} said: ")}<q><bdi>{said}</bdi></q></p>
        }
    }
}

fn origin_to_add(origin: &AttrValue) -> Html {
    html! {
        <>
            <p>{"This page's origin: "}<code class="value">{origin}</code></p>
            if origin == "null" {
                <p>
                    {"A page that is opened as a file has the origin “null”, which Trakt may not let you add. Leave the \
                      setting blank then, or open the page from a web address."}
                </p>
            }
        </>
    }
}
