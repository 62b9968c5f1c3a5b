//! Where the progress of the sign-in is announced.

use yew::prelude::*;

/// It is always there, so that a change is noticed.
pub fn status(words: AttrValue, is_busy: bool, controls: Html) -> Html {
    html! {
        <div class="progress">
            <p role="status" class={classes!("status", is_busy.then_some("busy"))}>{words}</p>
            {controls}
        </div>
    }
}
