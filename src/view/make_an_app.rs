//! How to make a Trakt app that this page can sign in with.

use yew::prelude::*;

use super::{CopyButton, copy_button};
use crate::page::{Action, Copied};
use crate::trakt::endpoints::NEW_APP_IN_PORTAL;

pub struct MakeAnApp<'a> {
    /// Where Trakt is to show or send the code.
    pub redirect_uri: AttrValue,
    /// This page's origin.
    pub origin: AttrValue,
    /// What was copied last.
    pub copied: Option<Copied>,
    pub dispatch: &'a Callback<Action>,
}

pub fn make_an_app(props: &MakeAnApp<'_>) -> Html {
    let copy = |name, text: &AttrValue| {
        copy_button(CopyButton {
            name,
            text: text.clone(),
            last: props.copied,
            dispatch: props.dispatch,
        })
    };
    html! {
        <details class="make-an-app">
            <summary>{"I have no Trakt app yet"}</summary>
            <p>{"Kometa signs in to Trakt as an app of your own. Before you make one:"}</p>
            <ul>
                <li>{"Only VIP members can make apps, and Trakt's developer portal asks for a verified GitHub account."}</li>
                <li>{"A free account can have one connected app: connecting another disconnects the first without telling you."}</li>
                <li>
                    {"Apps made in the portal since October 2026 have no client secret. Kometa 2.4.4 refuses a block without \
                      one, so use an older app if you have one."}
                </li>
            </ul>
            <ol>
                <li>
                    {"Open "}
                    <a href={NEW_APP_IN_PORTAL} target="_blank" rel="noopener noreferrer">{"Trakt's developer portal"}</a>
                    {" and make a new app. For “Name”, enter anything, such as "}<code>{"Kometa"}</code>{"."}
                </li>
                <li>
                    {"For “Redirect URI”, enter "}<code class="value">{&props.redirect_uri}</code>{" "}
                    {copy("Copy redirect URI", &props.redirect_uri)}
                </li>
                <li>
                    {"Leave “Allowed origins” (also called “JavaScript (CORS) origins”) blank, or enter "}
                    <code class="value">{&props.origin}</code>{" "}
                    {copy("Copy this page's origin", &props.origin)}
                </li>
                <li>{"Save it, and copy its client ID (and its client secret, if it has one) into the fields above."}</li>
            </ol>
        </details>
    }
}
