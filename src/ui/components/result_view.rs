//! The block, and what to do with it.

use yew::prelude::*;

use crate::trakt::{Failure, Token};
use crate::ui::state::SignedIn;

/// Properties of [`ResultView`].
#[derive(Properties, PartialEq)]
pub struct ResultViewProps {
    /// The block, and what has been done with it.
    pub result: SignedIn,
    /// The block is to be copied.
    pub on_copy: Callback<()>,
    /// The user copied from the block without the button.
    pub on_copied_by_hand: Callback<()>,
    /// The block is to be downloaded.
    pub on_download: Callback<()>,
    /// Everything is to be forgotten.
    pub on_start_over: Callback<()>,
}

/// The block, and what to do with it.
#[component]
pub fn ResultView(props: &ResultViewProps) -> Html {
    let block = props.result.block.to_string();
    let rows = block.lines().count().to_string();
    let token = &props.result.block.token;
    html! {
        <section aria-labelledby={ResultView::HEADING_ID} class="result">
            <h2 id={ResultView::HEADING_ID} tabindex="-1">{"Your authorization block"}</h2>
            <p>
                {"Put it into Kometa's "}<code>{"config.yml"}</code>{" in place of the "}<code>{"trakt:"}</code>
                {" block there, with nothing in front of the first line. It is as good as a password: show it to nobody."}
            </p>
            <label for={ResultView::BLOCK_ID}>{"Authorization block"}</label>
            <textarea id={ResultView::BLOCK_ID} readonly=true {rows} spellcheck="false" wrap="off" value={block}
                oncopy={props.on_copied_by_hand.reform(|_: Event| ())} />
            <div class="actions">
                <button type="button" class="primary" onclick={props.on_copy.reform(|_: MouseEvent| ())}>
                    {"Copy block"}
                </button>
                <button type="button" onclick={props.on_download.reform(|_: MouseEvent| ())}>
                    {"Download block"}
                </button>
                <button type="button" class="quiet" onclick={props.on_start_over.reform(|_: MouseEvent| ())}>
                    {"Start over"}
                </button>
            </div>
            <ul class="notes">
                if let Some(elsewhere) = &props.result.elsewhere {
                    <li>{answered_elsewhere(elsewhere)}</li>
                }
                <li>{lifetime(token)}</li>
                if let Some(filled_in) = filled_in(token) {
                    <li>{filled_in}</li>
                }
                <li>{"Enter this block before anything else uses it: each renewal replaces the one before."}</li>
            </ul>
        </section>
    }
}

impl ResultView {
    /// The id of the heading that takes the focus when the result appears.
    pub const HEADING_ID: &'static str = "result-heading";
    /// The id of the element that holds the block.
    pub const BLOCK_ID: &'static str = "authorization-block";
}

fn answered_elsewhere(failure: &Failure) -> String {
    format!(
        "{} answered. {} was asked first: {}.",
        failure.host.other().token_host(),
        failure.host.token_host(),
        failure.cause
    )
}

fn lifetime(token: &Token) -> String {
    const HOUR: u64 = 60 * 60;
    const DAY: u64 = 24 * HOUR;
    let (count, unit) = match token.expires_in {
        seconds if seconds >= DAY => (seconds / DAY, "day"),
        seconds if seconds >= HOUR => (seconds / HOUR, "hour"),
        seconds => (seconds / 60, "minute"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!(
        "The access token is good for {count} {unit}{plural}. Kometa renews it by itself, as long as it may write to config.yml."
    )
}

fn filled_in(token: &Token) -> Option<&'static str> {
    match (token.filled_in.created_at, token.filled_in.scope) {
        (true, true) => Some(
            "Trakt's answer lacked created_at and scope: the time of the answer and “public” are filled in.",
        ),
        (true, false) => {
            Some("Trakt's answer lacked created_at: the time of the answer is filled in.")
        }
        (false, true) => Some("Trakt's answer lacked scope: “public” is filled in."),
        (false, false) => None,
    }
}
