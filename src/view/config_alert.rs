//! Why a `config.yml` was not brought up to date.

use yew::prelude::*;

pub struct ConfigAlert {
    pub title: AttrValue,
    pub reason: AttrValue,
    /// What to do; nothing where the reason says it.
    pub next: AttrValue,
}

pub fn config_alert(props: &ConfigAlert) -> Html {
    html! {
        <div role="alert" id={ConfigAlert::ID} class="alert" tabindex="-1">
            <h3>{&props.title}</h3>
            <p>{&props.reason}</p>
            if !props.next.is_empty() {
                <p>{&props.next}</p>
            }
        </div>
    }
}

impl ConfigAlert {
    /// The id of its element.
    pub const ID: &'static str = "config-alert";
}
