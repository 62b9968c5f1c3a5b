//! What went wrong, what it means and what to do next.

use yew::prelude::*;

use crate::ui::words::Explanation;

#[derive(Properties, PartialEq)]
pub struct ExplanationAlertProps {
    pub explanation: Explanation,
    /// What else there is to say about it.
    #[prop_or_default]
    pub children: Html,
    /// What there is to do about it at once. It is not part of what is announced, so that it can announce by itself.
    #[prop_or_default]
    pub remedy: Html,
}

#[component]
pub fn ExplanationAlert(props: &ExplanationAlertProps) -> Html {
    let Explanation {
        title,
        meaning,
        next,
        ..
    } = props.explanation.clone();
    html! {
        <div class="alert">
            <div role="alert" id={ExplanationAlert::ID} tabindex="-1">
                <h3>{title}</h3>
                <p>{meaning}</p>
                <ol>
                    for step in next {
                        <li>{step}</li>
                    }
                </ol>
                {props.children.clone()}
            </div>
            {props.remedy.clone()}
        </div>
    }
}

impl ExplanationAlert {
    /// The id of its element.
    pub const ID: &'static str = "failure";
}
