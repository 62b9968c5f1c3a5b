//! The one place where progress and success are announced.

use yew::prelude::*;

use crate::ui::state::{Exchange, HandOver, State};

/// Properties of [`Status`].
#[derive(Properties, PartialEq)]
pub struct StatusProps {
    /// What to tell of.
    pub state: State,
}

/// The one place where progress and success are announced. It is always there, so that a change is noticed.
#[component]
pub fn Status(props: &StatusProps) -> Html {
    let is_busy = props.state.underway().is_some();
    html! {
        <p role="status" class={classes!("status", is_busy.then_some("busy"))}>{words(&props.state)}</p>
    }
}

fn words(state: &State) -> &'static str {
    match (&state.exchange, &state.result) {
        (Exchange::Underway(_), _) => "Waiting for Trakt's answer…",
        (Exchange::Cancelled, _) => {
            "Cancelled. If the request had reached Trakt already, the PIN is used up and you need a new one."
        }
        (Exchange::InputRefused(_) | Exchange::Failed(_), _) | (Exchange::Idle, None) => "",
        (Exchange::Idle, Some(result)) => match result.hand_over {
            HandOver::Shown => "Your authorization block is ready.",
            HandOver::Copied => "The block is on the clipboard.",
            HandOver::CopyRefused => {
                "The browser does not allow copying here. The block is selected: copy it with Ctrl+C, or Cmd+C on a Mac."
            }
            HandOver::Downloaded => "The block is downloaded as trakt.yml.",
            HandOver::DownloadFailed => {
                "The browser could not save a file. Copy the block instead."
            }
        },
    }
}
