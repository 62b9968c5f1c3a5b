//! A link that looks like a button.

use yew::prelude::*;

/// Draws a link to a page of Trakt's in a tab of its own. `on_follow` hears of any mouse button.
pub(super) fn link_button(
    id: Option<&'static str>,
    class: Classes,
    label: Html,
    url: &str,
    on_follow: Callback<MouseEvent>,
) -> Html {
    html! {
        <a
            {id}
            class={classes!("button", class)}
            href={url.to_owned()}
            target="_blank"
            rel="noopener noreferrer"
            onclick={on_follow.clone()}
            onauxclick={on_follow}
        >
            {label}
        </a>
    }
}
