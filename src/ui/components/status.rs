//! Where the progress of the sign-in is announced.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::page;
use crate::trakt::exchange::Pause;
use crate::ui::state::{Action, Care, Phase, State};

/// Properties of [`Status`].
#[derive(Properties, PartialEq)]
pub struct StatusProps {
    /// What to tell of.
    pub state: State,
    /// A pause is to be cut short.
    pub on_try_now: Callback<()>,
    /// Takes what happens.
    pub dispatch: Callback<Action>,
}

/// Where the progress of the sign-in is announced. It is always there, so that a change is noticed.
#[component]
pub fn Status(props: &StatusProps) -> Html {
    let state = &props.state;
    let has_been_drawn = use_has_been_drawn();
    let is_busy = state.is_busy();
    let can_skip = state.pause_can_be_cut_short();
    let on_cancel = props
        .dispatch
        .reform(|_: MouseEvent| Action::ExchangeCancelled);
    html! {
        <div class="progress">
            <p role="status" class={classes!("status", is_busy.then_some("busy"))}>
                if has_been_drawn {
                    {words(state)}
                }
            </p>
            if can_skip {
                // Seconds that are announced one by one would drown everything else.
                <p role="timer" aria-live="off" class="countdown">
                    {format!("{} s left", state.pause_seconds_left().unwrap_or_default())}
                </p>
            }
            if is_busy {
                <div class="actions">
                    if can_skip {
                        <button type="button" onclick={props.on_try_now.reform(|_: MouseEvent| ())}>
                            {"Try now"}
                        </button>
                    }
                    <button type="button" id={Status::CANCEL_ID} onclick={on_cancel}>{"Cancel"}</button>
                </div>
            }
        </div>
    }
}

impl Status {
    /// The id of the button that ends the sign-in.
    pub const CANCEL_ID: &'static str = "cancel";
}

/// Whether the component has been drawn. A screen reader tells a change of what it knows: it would say nothing of words
/// that came into the page together with their region, as on the return from Trakt.
#[hook]
fn use_has_been_drawn() -> bool {
    let has_been_drawn = use_state(|| false);
    use_effect_with((), {
        let has_been_drawn = has_been_drawn.setter();
        move |()| {
            spawn_local(async move {
                page::drawn().await;
                has_been_drawn.set(true);
            });
        }
    });
    *has_been_drawn
}

fn words(state: &State) -> String {
    match (&state.phase, &state.result) {
        (Phase::ReadingBlock, _) => "Looking into your block…".into(),
        (Phase::Sending(_), _) => "Waiting for Trakt's answer…".into(),
        (
            Phase::Pausing {
                why: Pause::RateLimited,
                ..
            },
            _,
        ) => "Trakt asks for a pause. The page waits and then tries again by itself.".into(),
        (
            Phase::Pausing {
                why: Pause::TraktDown,
                ..
            },
            _,
        ) => "Trakt's server was not reached. The page waits and then tries once more.".into(),
        (
            Phase::Pausing {
                why: Pause::OtherHost,
                exchange,
                ..
            },
            _,
        ) => format!(
            "{} gave no usable answer. Trying {}…",
            exchange.request.host.other().token_host(),
            exchange.request.host.token_host()
        ),
        (
            Phase::Pausing {
                why: Pause::PostInterval,
                ..
            },
            _,
        ) => "One moment: Trakt takes one request a second.".into(),
        (Phase::AskingForDeviceCode { .. }, _) => "Asking Trakt for a code…".into(),
        (Phase::Polling(_), _) => "Waiting until you have entered the code at Trakt…".into(),
        (Phase::Leaving { .. }, _) => "Going to Trakt…".into(),
        (Phase::Probing { .. }, _) => "Finding out why no answer could be read…".into(),
        (Phase::Cancelled, _) => {
            "Cancelled. If a request had reached Trakt already, what it was for may be used up."
                .into()
        }
        (
            Phase::InputRefused(_)
            | Phase::Failed(_)
            | Phase::ReturnRefused(_)
            | Phase::DeviceFailed { .. },
            _,
        )
        | (Phase::Idle, None) => String::new(),
        (Phase::Idle, Some(result)) if result.care == Care::Revoked => String::new(),
        (Phase::Idle, Some(_)) => "Your authorization block is ready.".into(),
    }
}
