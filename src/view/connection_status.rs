//! Whether there is a network to sign in over.

use yew::prelude::*;

/// What there is to say about it, once there is something.
#[derive(Default)]
pub struct ConnectionNews {
    pub class: Option<&'static str>,
    pub words: &'static str,
}

/// Says nothing as long as there always was a network.
pub fn connection_status(news: &ConnectionNews) -> Html {
    html! {
        <p role="status" class={classes!("connection", news.class)}>{news.words}</p>
    }
}
