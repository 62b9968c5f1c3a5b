//! What there is to say while the rest of the page is awaited.

use yew::prelude::*;

use super::Credentials;
use crate::browser::page;
use crate::shell::later::{self, Loading};

/// It is always there, so that a change is noticed.
pub fn later_status(loading: Loading) -> Html {
    let is_awaited = loading == Loading::AwaitedByUser;
    html! {
        <div class="later">
            <div class={classes!(is_awaited.then_some("awaited"))}>
                <p role="status" class={classes!("status", is_awaited.then_some("busy"))}>
                    if is_awaited {
                        {"The rest of this page is still loading. What you asked for is done as soon as it is here."}
                    }
                </p>
                if is_awaited {
                    <button type="button" onclick={give_up}>{"Cancel"}</button>
                }
            </div>
            if loading == Loading::Failed {
                <div role="alert" class="alert">
                    <h2>{"The rest of this page could not be loaded"}</h2>
                    <p>{"Nothing you entered is lost. Check your connection, then try again."}</p>
                    <div class="actions">
                        <button type="button" onclick={|_: MouseEvent| later::try_again()}>{"Try again"}</button>
                        <button type="button" class="quiet" onclick={give_up}>{"Not now"}</button>
                    </div>
                </div>
            }
        </div>
    }
}

/// The button goes with the press.
fn give_up(_: MouseEvent) {
    later::give_up();
    page::focus(Credentials::SUBMIT_ID);
}
