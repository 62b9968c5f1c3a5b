//! What there is to say while the rest of the page is awaited.

use yew::prelude::*;

use crate::ui::later::{self, Loading};

/// It is always there, so that a change is noticed.
pub fn later_status(loading: Loading) -> Html {
    let is_awaited = loading == Loading::AwaitedByUser;
    html! {
        <div class="later">
            <p role="status" class={classes!("status", is_awaited.then_some("busy"))}>
                if is_awaited {
                    {"The rest of this page is still loading. What you asked for follows by itself."}
                }
            </p>
            if loading == Loading::Failed {
                <div role="alert" class="alert">
                    <h2>{"The rest of this page could not be loaded"}</h2>
                    <p>{"What you typed still stands. Check your connection, then try again; what you asked for follows by itself."}</p>
                    <button type="button" onclick={|_: MouseEvent| later::try_again()}>{"Try again"}</button>
                </div>
            }
        </div>
    }
}
