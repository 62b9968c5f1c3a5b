//! Draws how far the deferred part of the page has come.

use yew::prelude::*;

use super::sentence::sentence;
use crate::text;

/// The state of loading the deferred part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Loading {
    /// Nobody waits for it.
    #[default]
    Quiet,
    /// Something that the user did waits for it.
    Awaited,
    /// The part could not be loaded, and the user waits.
    Failed,
}

/// Draws the status, also while it is empty, so that a change is announced.
pub fn loading_status(
    loading: Loading,
    on_retry: Callback<MouseEvent>,
    on_give_up: Callback<MouseEvent>,
) -> Html {
    let is_awaited = loading == Loading::Awaited;
    let words = match is_awaited {
        true => text::progress::REST_AWAITED,
        false => "",
    };
    html! {
        <div class="later">
            <div class={classes!(is_awaited.then_some("awaited"))}>
                <p role="status" class={classes!("status", is_awaited.then_some("busy"))}>{sentence(words)}</p>
                if is_awaited {
                    <button type="button" onclick={on_give_up.clone()}>{text::progress::CANCEL}</button>
                }
            </div>
            if loading == Loading::Failed {
                <div role="alert" class="alert">
                    <h2>{text::progress::REST_FAILED}</h2>
                    <p>{text::progress::ABOUT_REST_FAILED}</p>
                    <div class="actions">
                        <button type="button" onclick={on_retry}>{text::progress::TRY_AGAIN}</button>
                        <button type="button" class="quiet" onclick={on_give_up}>{text::progress::NOT_NOW}</button>
                    </div>
                </div>
            }
        </div>
    }
}
