//! What keeps the form from being sent.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct InputAlertProps {
    /// At least one.
    pub problems: Vec<AttrValue>,
}

#[component]
pub fn InputAlert(props: &InputAlertProps) -> Html {
    html! {
        <div role="alert" class="alert">
            <h3>{"Nothing was sent yet"}</h3>
            <ul>
                for problem in &props.problems {
                    // Known by its words, so that one that is mended leaves and the others do not change.
                    <li key={problem.to_string()}>{problem}</li>
                }
            </ul>
        </div>
    }
}
