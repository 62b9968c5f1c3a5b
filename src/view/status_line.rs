//! A line that is announced when it changes.

use yew::prelude::*;

use super::sentence::sentence;
use crate::page::view_model::shapes::{StatusLine, Tone};

/// Draws the line, also while it is empty: screen readers announce changes only in an element that they know.
pub(super) fn status_line(class: &'static str, line: &StatusLine) -> Html {
    let tone = match line.tone {
        Tone::Plain => None,
        Tone::Good => Some("good"),
        Tone::Warning => Some("warning"),
        Tone::Busy => Some("busy"),
    };
    html! { <p role="status" class={classes!(class, tone)}>{sentence(&line.text)}</p> }
}
