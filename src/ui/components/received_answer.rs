//! The body of an answer that is no token, but may hold one.

use yew::prelude::*;

use crate::trakt::error::Received;

/// Properties of [`ReceivedAnswer`].
#[derive(Properties, PartialEq)]
pub struct ReceivedAnswerProps {
    /// As received.
    pub received: Received,
}

/// The body of an answer that is no token, but may hold one.
#[component]
pub fn ReceivedAnswer(props: &ReceivedAnswerProps) -> Html {
    html! {
        <details>
            <summary>{"Show the whole answer (it may hold a token)"}</summary>
            <pre>{props.received.0.clone()}</pre>
        </details>
    }
}
