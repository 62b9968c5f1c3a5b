//! The way to Trakt and back to this page.

use yew::prelude::*;

use super::Credentials;

pub struct ReturnStep {
    pub is_busy: bool,
    /// Whether nobody could change the page on the way here.
    pub is_secure: bool,
    /// Whether the client secret will have to be entered again.
    pub has_secret: bool,
}

pub fn return_step(props: &ReturnStep) -> Html {
    html! {
        <div class="method-form">
            if !props.is_secure {
                <p class="warning">
                    {"This page came over plain http, so others on the network may read the code that Trakt sends back. Open it over \
                      https if you can, or choose another way."}
                </p>
            }
            <p class="hint">
                {"This tab goes to Trakt. Press “Allow” there, and Trakt sends you back here."}
                if props.has_secret {
                    {" Your client secret is not kept in the meantime: you will enter it again for the block."}
                }
            </p>
            <div class="actions">
                <button type="submit" id={Credentials::SUBMIT_ID} class="primary" aria-disabled={props.is_busy.then_some("true")}>
                    {"Sign in with Trakt"}
                </button>
            </div>
        </div>
    }
}
