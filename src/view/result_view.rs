//! The block, and what to do with it.

use yew::prelude::*;

use crate::page::{Action, Export, ReceivedToken, TokenCheck, TokenEvent, TokenTask};
use crate::shared_text::SharedText;
use crate::text;
use crate::timestamp::Timestamp;

pub struct ResultView {
    pub text: SharedText,
    pub check: CheckView,
    pub export: Export,
    /// What the user must know before the block is used.
    pub warning: Option<AttrValue>,
    pub notes: Vec<AttrValue>,
    /// A block that this one has replaced before it was copied.
    pub replaced: Option<SharedText>,
    pub on_copy: Callback<()>,
    pub on_download: Callback<()>,
    pub dispatch: Callback<Action>,
    /// A question that is asked here.
    pub question: Html,
}

/// What is shown of what was asked of Trakt about the token.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckView {
    pub words: AttrValue,
    pub is_accepted: bool,
    pub is_revoked: bool,
    pub is_to_confirm: bool,
    /// What could not be done, and why.
    pub problem: Option<(AttrValue, AttrValue)>,
    /// Whether a refresh may help.
    pub can_refresh: bool,
}

impl CheckView {
    pub fn of(received: &ReceivedToken, now: Timestamp) -> Self {
        let check = &received.check;
        Self {
            words: text::token::check(
                check,
                received
                    .block
                    .token
                    .has_lifetime()
                    .then_some(&received.ends),
                now,
            )
            .into(),
            is_accepted: matches!(check, TokenCheck::Accepted { .. }),
            is_revoked: check.is_revoked(),
            is_to_confirm: matches!(check, TokenCheck::ConfirmingRevocation),
            problem: match check {
                TokenCheck::Failed(task, error) => Some((
                    text::token::failed_task(*task, *error).into(),
                    text::token::check_error(*task, *error).into(),
                )),
                _ => None,
            },
            can_refresh: matches!(check, TokenCheck::Failed(TokenTask::Check, error) if error.refuses_token()),
        }
    }
}

/// What the user must know before the block is used.
pub fn warning_of(received: &ReceivedToken) -> Option<AttrValue> {
    match &received.block.app.client_secret {
        Some(_) => None,
        None if received.secret_is_wanted => Some(text::token::SECRET_IS_WANTED.into()),
        None => Some(text::token::NO_CLIENT_SECRET.into()),
    }
}

/// What there is to know about a block.
pub fn notes_on(received: &ReceivedToken) -> Vec<AttrValue> {
    let token = &received.block.token;
    [
        received
            .other_host
            .as_deref()
            .map(text::token::other_host_answered),
        Some(text::token::lifetime(token)),
        received
            .not_carried_over
            .as_ref()
            .map(text::token::not_carried_over),
        text::token::filled_in(token),
        Some(text::token::SINGLE_USE.into()),
    ]
    .into_iter()
    .flatten()
    .map(Into::into)
    .collect()
}

pub fn result_view(props: &ResultView) -> Html {
    let check = &props.check;
    let is_dead = check.is_revoked;
    let on = |event: TokenEvent| {
        props
            .dispatch
            .reform(move |_: MouseEvent| Action::Token(event.clone()))
    };
    html! {
        <div role="group" aria-labelledby={ResultView::HEADING_ID} class={classes!("result", is_dead.then_some("dead"))}>
            <h3 id={ResultView::HEADING_ID} tabindex="-1">
                {if is_dead { "This block is revoked" } else { "Your authorization block" }}
            </h3>
            if let Some(warning) = &props.warning {
                if !is_dead {
                    <p class="warning">{warning}</p>
                }
            }
            if !is_dead {
                <div class="actions">
                    <button type="button" class="primary" onclick={props.on_copy.reform(|_: MouseEvent| ())}>
                        {"Copy block"}
                    </button>
                    <button type="button" onclick={props.on_download.reform(|_: MouseEvent| ())}>
                        {"Download block"}
                    </button>
                </div>
            }
            <p role="status" class="status">
                if !is_dead {
                    {text::token::block_export(props.export)}
                }
            </p>
            {block(props)}
            <p role="status" class={classes!("care", check.is_accepted.then_some("good"))}>{&check.words}</p>
            if let Some((title, reason)) = &check.problem {
                {problem(title, reason, check.can_refresh, &props.dispatch)}
            }
            if !is_dead {
                {what_to_do()}
                <ul class="notes">
                    for note in &props.notes {
                        <li>{note}</li>
                    }
                </ul>
            }
            <div class="actions">
                if !is_dead {
                    <button type="button" onclick={on(TokenEvent::CheckAsked)}>{"Check it with Trakt"}</button>
                    <button type="button" id={ResultView::REVOKE_ID} class="danger" onclick={on(TokenEvent::RevocationAsked)}>
                        {"Revoke this access"}
                    </button>
                }
                <button type="button" id={ResultView::START_OVER_ID} class="quiet"
                    onclick={props.dispatch.reform(|_: MouseEvent| Action::StartOverAsked)}>
                    {"Start over"}
                </button>
            </div>
            if check.is_to_confirm {
                <div role="group" id={ResultView::CONFIRM_ID} aria-label="Revoke this access?" class="confirm" tabindex="-1">
                    <p>{"Revoke this access? The block stops working at once, here and in Kometa, and you need to sign in again."}</p>
                    <div class="actions">
                        <button type="button" class="danger" onclick={on(TokenEvent::RevocationConfirmed)}>
                            {"Yes, revoke it"}
                        </button>
                        <button type="button" class="quiet" onclick={on(TokenEvent::RevocationDeclined)}>
                            {"Keep it"}
                        </button>
                    </div>
                </div>
            }
            {props.question.clone()}
        </div>
    }
}

fn block(props: &ResultView) -> Html {
    let text = AttrValue::from(props.text.to_rc());
    // The block ends with a line end, behind which a text area shows one more line.
    let rows = (text.lines().count() + 1).to_string();
    let oncopy = props
        .dispatch
        .reform(|_: Event| Action::BlockExported(Export::CopiedByHand));
    html! {
        <>
            <textarea id={ResultView::BLOCK_ID} aria-label="Authorization block" readonly=true {rows} spellcheck="false" autocomplete="off" wrap="off"
                value={text} {oncopy} />
            if let Some(replaced) = &props.replaced {
                <details>
                    <summary>{"The block before this one, which was not copied"}</summary>
                    <pre>{AttrValue::from(replaced.to_rc())}</pre>
                </details>
            }
        </>
    }
}

fn problem(
    title: &AttrValue,
    reason: &AttrValue,
    can_refresh: bool,
    dispatch: &Callback<Action>,
) -> Html {
    html! {
        <div class="alert">
            <div role="alert" id={ResultView::ALERT_ID} tabindex="-1">
                <h3>{title}</h3>
                <p>{reason}</p>
            </div>
            if can_refresh {
                <div class="actions">
                    <button type="button" onclick={dispatch.reform(|_: MouseEvent| Action::RefreshBlockAsked)}>
                        {"Refresh this block"}
                    </button>
                </div>
            }
        </div>
    }
}

fn what_to_do() -> Html {
    html! {
        <ol class="what-to-do">
            <li>
                {"Put it into "}<code>{"config.yml"}</code>{", in Kometa's config folder, in place of the "}
                <code>{"trakt:"}</code>{" section there. Or let this page do it, below. Treat it like a password: do not \
                  show it to anyone."}
            </li>
            <li>{"Restart Kometa before anything else uses this block."}</li>
            <li>
                {"In its log, look for "}<code>{"Trakt Connection Successful"}</code>{". If it says that Trakt is no longer \
                  supported, your Kometa is too new. If it says anything else about Trakt, press “Check it with Trakt” here."}
            </li>
        </ol>
    }
}

impl ResultView {
    /// The id of the heading that takes the focus when the result appears.
    pub const HEADING_ID: &'static str = "result-heading";
    /// The id of the element that holds the block.
    pub const BLOCK_ID: &'static str = "authorization-block";
    /// The id of the button that asks for the token to be revoked.
    pub const REVOKE_ID: &'static str = "revoke";
    /// The id of the button that forgets everything.
    pub const START_OVER_ID: &'static str = "start-over";
    /// The id of the question whether that is meant.
    pub const CONFIRM_ID: &'static str = "confirm-revocation";
    /// The id of the alert.
    pub const ALERT_ID: &'static str = "token-check-alert";
}
