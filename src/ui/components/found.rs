//! What a pasted or opened text has of a `trakt` block.

use yew::prelude::*;

use crate::browser::clock;
use crate::kometa::config::{Found as FoundValue, FoundBlock};
use crate::ui::state::Reading;
use crate::ui::words::config::editor_refusal;

/// Properties of [`Found`].
#[derive(Properties, PartialEq)]
pub struct FoundProps {
    /// What is known of the text.
    pub reading: Reading,
    /// What it means that there is no block.
    pub nothing: AttrValue,
}

/// What a pasted or opened text has of a `trakt` block.
#[component]
pub fn Found(props: &FoundProps) -> Html {
    let words = match &props.reading {
        Reading::NotAsked | Reading::Underway { .. } | Reading::Unavailable => String::new(),
        Reading::Done(Err(refusal)) => editor_refusal(refusal),
        Reading::Done(Ok(found)) if found.is_empty() => props.nothing.to_string(),
        Reading::Done(Ok(found)) => what_was_found(found),
    };
    html! { <p role="status">{words}</p> }
}

fn what_was_found(found: &FoundBlock) -> String {
    let parts = [
        part("the client ID", found.client_id.as_ref()),
        part("the client secret", found.client_secret.as_ref()),
        part("a refresh token", found.refresh_token.as_ref()),
    ];
    let until = match until(found) {
        Some(until) => format!(
            " The access is valid until {}.",
            clock::in_local_words(until)
        ),
        None => String::new(),
    };
    format!("Found: {}.{until}", parts.join(", "))
}

fn part<T>(name: &str, found: Option<&FoundValue<T>>) -> String {
    match found {
        Some(FoundValue::Value(_)) => name.to_owned(),
        Some(FoundValue::Placeholder(placeholder)) => format!("<<{placeholder}>> for {name}"),
        None => format!("not {name}"),
    }
}

fn until(found: &FoundBlock) -> Option<u64> {
    Some(found.created_at?.saturating_add(found.expires_in?))
}
