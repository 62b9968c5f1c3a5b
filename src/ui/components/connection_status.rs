//! Whether there is a network to sign in over.

use yew::prelude::*;

use crate::ui::state::Connection;

/// Properties of [`ConnectionStatus`].
#[derive(Properties, PartialEq)]
pub struct ConnectionStatusProps {
    /// What the browser says.
    pub connection: Connection,
}

/// Whether there is a network to sign in over. Says nothing as long as there always was.
#[component]
pub fn ConnectionStatus(props: &ConnectionStatusProps) -> Html {
    let (class, words) = match props.connection {
        Connection::Online => (None, ""),
        Connection::Offline => (
            Some("warning"),
            "You are offline. What you entered stays here; you can go on once you are connected.",
        ),
        Connection::BackOnline => (Some("good"), "You are online again."),
    };
    html! { <p role="status" class={classes!("connection", class)}>{words}</p> }
}
