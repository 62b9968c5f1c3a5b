//! How to make a Trakt app that this page can sign in with.

use yew::prelude::*;

use super::CopyButton;
use crate::trakt::endpoints::{NEW_APP_IN_PORTAL, NEW_APP_IN_SETTINGS};

#[derive(Properties, PartialEq)]
pub struct MakeAnAppProps {
    /// Where Trakt is to show or send the code.
    pub redirect_uri: AttrValue,
    /// This page's origin.
    pub origin: AttrValue,
}

#[component]
pub fn MakeAnApp(props: &MakeAnAppProps) -> Html {
    html! {
        <details class="part" open=true>
            <summary><h3>{"Make an app at Trakt, once"}</h3></summary>
            <p>
                {"Kometa signs in as an app of your own. Open "}
                {trakt_link(NEW_APP_IN_SETTINGS, "Trakt's settings")}
                {" or "}
                {trakt_link(NEW_APP_IN_PORTAL, "Trakt's developer portal")}
                {", make a new app and fill in:"}
            </p>
            <dl class="app-settings">
                <dt>{"Name"}</dt>
                <dd>{"Anything, for example "}<code>{"Kometa"}</code></dd>
                <dt>{"Redirect URI"}</dt>
                <dd>
                    <code class="value">{props.redirect_uri.clone()}</code>
                    <CopyButton label="Copy redirect URI" text={props.redirect_uri.clone()} />
                </dd>
                <dt>{"JavaScript (CORS) origins"}</dt>
                <dd>
                    <span>{"Leave it blank, or enter this page's origin:"}</span>
                    <code class="value">{props.origin.clone()}</code>
                    <CopyButton label="Copy this page's origin" text={props.origin.clone()} />
                </dd>
            </dl>
            <p>{"Save it. Trakt then shows the app's client ID and, for most apps, a client secret. If you have an app already, use that one."}</p>
        </details>
    }
}

fn trakt_link(href: &'static str, text: &'static str) -> Html {
    html! { <a {href} target="_blank" rel="noopener noreferrer">{text}</a> }
}
