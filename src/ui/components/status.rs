//! Where the progress of the sign-in is announced.

use yew::prelude::*;

use crate::ui::state::Action;

#[derive(Properties, PartialEq)]
pub struct StatusProps {
    pub words: AttrValue,
    pub is_busy: bool,
    /// The seconds left of a pause that can be skipped.
    pub countdown: Option<u64>,
    pub dispatch: Callback<Action>,
}

/// It is always there, so that a change is noticed.
#[component]
pub fn Status(props: &StatusProps) -> Html {
    let is_busy = props.is_busy;
    html! {
        <div class="progress">
            <p role="status" class={classes!("status", is_busy.then_some("busy"))}>{&props.words}</p>
            if let Some(seconds) = props.countdown {
                // Seconds that are announced one by one would drown everything else.
                <p role="timer" aria-live="off" class="countdown">{format!("{seconds} s left")}</p>
            }
            if is_busy {
                <div class="actions">
                    if props.countdown.is_some() {
                        <button type="button" onclick={props.dispatch.reform(|_: MouseEvent| Action::PauseSkipped)}>
                            {"Try now"}
                        </button>
                    }
                    <button type="button" id={Status::CANCEL_ID} onclick={props.dispatch.reform(|_: MouseEvent| Action::Cancelled)}>
                        {"Cancel"}
                    </button>
                </div>
            }
        </div>
    }
}

impl Status {
    /// The id of the button that stops the sign-in.
    pub const CANCEL_ID: &'static str = "cancel";
}
