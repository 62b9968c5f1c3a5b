//! How long a wait lasts, and the buttons that end it.

use yew::prelude::*;

use crate::page::Action;
use crate::text;

pub struct WaitControls {
    /// The seconds left of a pause that can be skipped.
    pub countdown: Option<u64>,
    pub dispatch: Callback<Action>,
}

pub fn wait_controls(props: &WaitControls) -> Html {
    html! {
        <>
            if let Some(seconds) = props.countdown {
                // Seconds that are announced one by one would drown everything else.
                <p role="timer" aria-live="off" class="countdown">{text::progress::countdown(seconds)}</p>
            }
            <div class="actions">
                if props.countdown.is_some() {
                    <button type="button" onclick={props.dispatch.reform(|_: MouseEvent| Action::PauseSkipped)}>
                        {"Try now"}
                    </button>
                }
                <button type="button" id={WaitControls::CANCEL_ID} onclick={props.dispatch.reform(|_: MouseEvent| Action::Cancelled)}>
                    {"Cancel"}
                </button>
            </div>
        </>
    }
}

impl WaitControls {
    /// The id of the button that stops the sign-in.
    pub const CANCEL_ID: &'static str = "cancel";
}
