//! What the page is for, and why it can be trusted.

use yew::prelude::*;

#[component]
pub fn Intro() -> Html {
    html! {
        <header>
            <h1>{"Sign in to Trakt for Kometa"}</h1>
            <p class="lead">
                {"This page gets you the "}<code>{"trakt:"}</code>{" block for Kometa's "}<code>{"config.yml"}</code>
                {", where Kometa itself cannot ask you for a PIN."}
            </p>
            <p>
                {"What you enter goes from your browser to Trakt and nowhere else. Nothing outlives this tab: once you \
                  close it, everything is forgotten."}
            </p>
        </header>
    }
}
