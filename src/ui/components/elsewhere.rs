//! What the hosts said, and how the other one failed.

use yew::prelude::*;

use crate::trakt::error::Said as SaidWords;
use crate::trakt::{Failure, SignInHost};

/// Properties of [`Said`].
#[derive(Properties, PartialEq)]
pub struct SaidProps {
    /// Who said it.
    pub host: SignInHost,
    /// In its own words.
    pub said: SaidWords,
}

/// What a host said, if anything.
#[component]
pub fn Said(props: &SaidProps) -> Html {
    let said = props.said.to_string();
    html! {
        if !said.is_empty() {
            <p class="said">{format!("{} said: ", props.host.token_host())}<q>{said}</q></p>
        }
    }
}

/// Properties of [`Elsewhere`].
#[derive(Properties, PartialEq)]
pub struct ElsewhereProps {
    /// What went wrong there.
    pub failure: Failure,
}

/// How the other host failed.
#[component]
pub fn Elsewhere(props: &ElsewhereProps) -> Html {
    let Failure {
        host, cause, said, ..
    } = &props.failure;
    html! {
        <>
            <p>{format!("{} was asked too: {cause}.", host.token_host())}</p>
            <Said host={*host} said={said.clone()} />
        </>
    }
}
