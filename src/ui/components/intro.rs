//! What the page is for, where what is typed goes, and for which Kometa it is.

use yew::prelude::*;

/// The id of the heading in `index.html` under which that is told.
const KOMETA_VERSION_ID: &str = "kometa-version";

/// Short where there is something more important to see below.
pub fn intro(is_short: bool) -> Html {
    html! {
        <header>
            <h1>{"Sign in to Trakt for Kometa"}</h1>
            if !is_short {
                <p class="lead">
                    {"Get the "}<code>{"trakt:"}</code>{" block for Kometa's "}<code>{"config.yml"}</code>
                    {". What you type goes straight to Trakt and nowhere else."}
                </p>
            }
            <p class="notice">
                {"Kometa 2.5 and newer no longer work with Trakt. This page is for 2.4.8 and older. "}
                <a href={format!("#{}", KOMETA_VERSION_ID)}>{"Which do I have?"}</a>
            </p>
        </header>
    }
}
