//! What keeps the form from being sent.

use yew::prelude::*;

use crate::ui::state::InputProblem;

/// Properties of [`InputAlert`].
#[derive(Properties, PartialEq)]
pub struct InputAlertProps {
    /// At least one.
    pub errors: Vec<InputProblem>,
}

/// What keeps the form from being sent.
#[component]
pub fn InputAlert(props: &InputAlertProps) -> Html {
    html! {
        <div role="alert" class="alert">
            <h3>{"Nothing was sent yet"}</h3>
            <ul>
                for error in &props.errors {
                    // Known by its words, so that one that is mended leaves and the others do not change.
                    <li key={error.to_string()}>{error.to_string()}</li>
                }
            </ul>
        </div>
    }
}
