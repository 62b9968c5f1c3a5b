//! Whether there is a network to sign in over.

use yew::prelude::*;

use crate::ui::state::Connection;
use crate::ui::words;

#[derive(Properties, PartialEq)]
pub struct ConnectionStatusProps {
    pub connection: Connection,
}

/// Says nothing as long as there always was a network.
#[component]
pub fn ConnectionStatus(props: &ConnectionStatusProps) -> Html {
    let class = match props.connection {
        Connection::Online => None,
        Connection::Offline => Some("warning"),
        Connection::BackOnline => Some("good"),
    };
    html! {
        <p role="status" class={classes!("connection", class)}>{words::progress::connection(props.connection)}</p>
    }
}
