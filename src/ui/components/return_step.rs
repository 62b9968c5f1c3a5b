//! The way to Trakt and back to this page.

use yew::prelude::*;

use super::Credentials;

#[derive(Properties, PartialEq)]
pub struct ReturnStepProps {
    /// Whether a sign-in is under way.
    pub is_busy: bool,
}

#[component]
pub fn ReturnStep(props: &ReturnStepProps) -> Html {
    html! {
        <div role="group" aria-labelledby="return-heading" class="part">
            <h3 id="return-heading">{"Go to Trakt and come back"}</h3>
            <p>
                {"This tab goes to Trakt. Press “Allow” there, and Trakt sends you back here. Until then, for ten minutes at \
                  most, the browser keeps your client ID and secret for this tab alone; they are gone once you are back."}
            </p>
            <div class="actions">
                <button type="submit" id={Credentials::SUBMIT_ID} class="primary" aria-disabled={props.is_busy.then_some("true")}>
                    {"Sign in with Trakt"}
                </button>
            </div>
        </div>
    }
}
