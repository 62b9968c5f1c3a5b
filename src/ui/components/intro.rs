//! What the page is for, where what is typed goes, and for which Kometa it is.

use yew::prelude::*;

use super::Footer;

#[derive(Properties, PartialEq)]
pub struct IntroProps {
    /// Whether there is something more important to see below.
    pub is_short: bool,
}

#[component]
pub fn Intro(props: &IntroProps) -> Html {
    html! {
        <header>
            <h1>{"Sign in to Trakt for Kometa"}</h1>
            if !props.is_short {
                <p class="lead">
                    {"Get the "}<code>{"trakt:"}</code>{" block for Kometa's "}<code>{"config.yml"}</code>
                    {". What you type goes straight to Trakt and nowhere else."}
                </p>
            }
            <p class="notice">
                {"Kometa 2.5 and newer no longer work with Trakt. This page is for 2.4.8 and older. "}
                <a href={format!("#{}", Footer::VERSION_ID)}>{"Which do I have?"}</a>
            </p>
        </header>
    }
}
