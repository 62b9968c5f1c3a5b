//! The block, and what to do with it.

use yew::prelude::*;

use crate::browser::clock;
use crate::trakt::care::CareTask;
use crate::trakt::{Failure, Token};
use crate::ui::state::{Action, Care, HandOver, SignedIn};
use crate::ui::words::config::editor_refusal;

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
    /// The token is to be revoked, and that is meant.
    pub on_revocation_confirmed: Callback<()>,
    /// Takes what happens.
    pub dispatch: Callback<Action>,
    /// Everything is to be forgotten.
    pub on_start_over: Callback<()>,
}

/// The block, and what to do with it.
#[component]
pub fn ResultView(props: &ResultViewProps) -> Html {
    let block = props.result.text.0.clone();
    let rows = block.lines().count().to_string();
    let token = &props.result.block.token;
    let care = &props.result.care;
    let is_dead = *care == Care::Revoked;
    html! {
        <div role="group" aria-labelledby={ResultView::HEADING_ID} class={classes!("part", "result", is_dead.then_some("dead"))}>
            <h3 id={ResultView::HEADING_ID} tabindex="-1">
                {if is_dead { "This block no longer works" } else { "Your authorization block" }}
            </h3>
            if is_dead {
                <p>{"The access is revoked: neither Kometa nor anyone else can use this block any more. Start over to get another."}</p>
            } else {
                <p>
                    {"Put it into Kometa's "}<code>{"config.yml"}</code>{" in place of the "}<code>{"trakt:"}</code>
                    {" block there, with nothing in front of the first line. It is as good as a password: show it to nobody."}
                </p>
            }
            <label for={ResultView::BLOCK_ID}>{"Authorization block"}</label>
            <textarea id={ResultView::BLOCK_ID} readonly=true {rows} spellcheck="false" wrap="off" value={block}
                oncopy={props.on_copied_by_hand.reform(|_: Event| ())} />
            <div class="actions">
                if !is_dead {
                <button type="button" class="primary" onclick={props.on_copy.reform(|_: MouseEvent| ())}>
                    {"Copy block"}
                </button>
                <button type="button" onclick={props.on_download.reform(|_: MouseEvent| ())}>
                    {"Download block"}
                </button>
                    <button type="button" onclick={props.dispatch.reform(|_: MouseEvent| Action::CheckAsked)}>
                        {"Check it with Trakt"}
                    </button>
                    <button type="button" id={ResultView::REVOKE_ID} class="quiet" onclick={props.dispatch.reform(|_: MouseEvent| Action::RevocationAsked)}>
                        {"Revoke this access"}
                    </button>
                }
                <button type="button" class="quiet" onclick={props.on_start_over.reform(|_: MouseEvent| ())}>
                    {"Start over"}
                </button>
            </div>
            <p role="status" class="status">{hand_over_words(props.result.hand_over)}</p>
            <p role="status" class={classes!("care", matches!(care, Care::Good { .. }).then_some("good"))}>
                {care_words(care, token)}
            </p>
            if let Care::Failed(task, failure) = care {
                <div role="alert" id={ResultView::ALERT_ID} class="alert" tabindex="-1">
                    <h3>
                        {match task {
                            CareTask::Check => "The check did not succeed",
                            CareTask::Revoke => "The access was not revoked",
                        }}
                    </h3>
                    <p>{failure.to_string()}</p>
                </div>
            }
            if *care == Care::ConfirmingRevocation {
                <div role="group" id={ResultView::CONFIRM_ID} aria-label="Revoke this access?" class="confirm" tabindex="-1">
                    <p>{"Revoke this access? The block stops working at once, here and in Kometa, and you need to sign in again."}</p>
                    <div class="actions">
                        <button type="button" onclick={props.on_revocation_confirmed.reform(|_: MouseEvent| ())}>
                            {"Yes, revoke it"}
                        </button>
                        <button type="button" class="quiet" onclick={props.dispatch.reform(|_: MouseEvent| Action::RevocationDeclined)}>
                            {"Keep it"}
                        </button>
                    </div>
                </div>
            }
            if !is_dead {
            <ul class="notes">
                if let Some(elsewhere) = &props.result.elsewhere {
                    <li>{answered_elsewhere(elsewhere)}</li>
                }
                <li>{lifetime(token)}</li>
                if props.result.block.app.client_secret.is_none() {
                    <li>
                        {"Your app has no client secret, so client_secret stays empty. Kometa needs one to renew the access: \
                          when it ends, come back and sign in again."}
                    </li>
                }
                if let Some(refusal) = &props.result.not_carried_over {
                    <li>
                        {format!("This block is new from top to bottom: your own comments and keys could not be carried over. {}", editor_refusal(refusal))}
                    </li>
                }
                if let Some(filled_in) = filled_in(token) {
                    <li>{filled_in}</li>
                }
                <li>{"Enter this block before anything else uses it: each renewal replaces the one before."}</li>
            </ul>
            }
        </div>
    }
}

impl ResultView {
    /// The id of the heading that takes the focus when the result appears.
    pub const HEADING_ID: &'static str = "result-heading";
    /// The id of the element that holds the block.
    pub const BLOCK_ID: &'static str = "authorization-block";
    /// The id of the button that asks for the token to be revoked.
    pub const REVOKE_ID: &'static str = "revoke";
    /// The id of the question whether that is meant.
    pub const CONFIRM_ID: &'static str = "confirm-revocation";
    /// The id of the alert.
    pub const ALERT_ID: &'static str = "care-alert";
}

fn hand_over_words(hand_over: HandOver) -> &'static str {
    match hand_over {
        HandOver::Shown => "",
        HandOver::Copied => "The block is on the clipboard.",
        HandOver::CopiedByHand => "Copied. Make sure that it is the whole block.",
        HandOver::CopyRefused => {
            "The browser does not allow copying here. The block is selected: copy it with Ctrl+C, or Cmd+C on a Mac."
        }
        HandOver::Downloaded => "The block is downloaded as trakt.yml.",
        HandOver::DownloadFailed => "The browser could not save a file. Copy the block instead.",
    }
}

fn care_words(care: &Care, token: &Token) -> String {
    match care {
        Care::Checking => "Asking Trakt about the token…".into(),
        Care::Good { username } => format!(
            "Trakt accepts it. It is the access of {username} and is valid until {}.",
            clock::in_local_words(token.created_at.saturating_add(token.expires_in))
        ),
        Care::Revoking { .. } => "Asking Trakt to revoke the access…".into(),
        Care::Revoked => "Revoked.".into(),
        Care::None | Care::ConfirmingRevocation | Care::Failed(..) => String::new(),
    }
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
