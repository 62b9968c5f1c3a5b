//! Why there is no block, and what to do next.

use yew::prelude::*;

use crate::trakt::{Explanation, Failure};

/// Properties of [`FailureAlert`].
#[derive(Properties, PartialEq)]
pub struct FailureAlertProps {
    /// What went wrong.
    pub failure: Failure,
}

/// Why there is no block, and what to do next.
#[component]
pub fn FailureAlert(props: &FailureAlertProps) -> Html {
    let Explanation {
        title,
        meaning,
        next,
    } = props.failure.cause.explain();
    let said = props.failure.said.to_string();
    html! {
        <div role="alert" id={FailureAlert::ID} class="alert" tabindex="-1">
            <h3>{title}</h3>
            <p>{meaning}</p>
            <ol>
                for step in next {
                    <li>{step}</li>
                }
            </ol>
            if !said.is_empty() {
                <p class="said">{"Trakt said: "}<q>{said}</q></p>
            }
        </div>
    }
}

impl FailureAlert {
    /// The id of its element.
    pub const ID: &'static str = "failure";
}
