//! The block, and what to do with it.

use yew::prelude::*;

use crate::shared_text::SharedText;
use crate::ui::state::{Action, Export, ReceivedToken, TokenCheck, TokenEvent};
use crate::ui::words;

#[derive(Properties, PartialEq)]
pub struct ResultViewProps {
    pub text: SharedText,
    pub check: CheckView,
    pub export: Export,
    pub notes: Vec<AttrValue>,
    pub on_copy: Callback<()>,
    pub on_download: Callback<()>,
    pub dispatch: Callback<Action>,
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
}

impl CheckView {
    pub fn of(received: &ReceivedToken) -> Self {
        let check = &received.check;
        Self {
            words: words::token::check(check, &received.ends).into(),
            is_accepted: matches!(check, TokenCheck::Accepted { .. }),
            is_revoked: check.is_revoked(),
            is_to_confirm: *check == TokenCheck::ConfirmingRevocation,
            problem: match check {
                TokenCheck::Failed(task, error) => Some((
                    words::token::failed_task(*task).into(),
                    words::token::check_error(*error).into(),
                )),
                _ => None,
            },
        }
    }
}

/// What there is to know about a block.
pub fn notes_on(received: &ReceivedToken) -> Vec<AttrValue> {
    let token = &received.block.token;
    let has_secret = received.block.app.client_secret.is_some();
    [
        received
            .other_host
            .as_deref()
            .map(words::token::other_host_answered),
        Some(words::token::lifetime(token)),
        (!has_secret).then(|| words::token::NO_CLIENT_SECRET.into()),
        received
            .not_carried_over
            .as_ref()
            .map(words::token::not_carried_over),
        words::token::filled_in(token).map(Into::into),
        Some(words::token::SINGLE_USE.into()),
    ]
    .into_iter()
    .flatten()
    .map(Into::into)
    .collect()
}

#[component]
pub fn ResultView(props: &ResultViewProps) -> Html {
    let text = AttrValue::from(props.text.to_rc());
    let rows = text.lines().count().to_string();
    let check = &props.check;
    let is_dead = check.is_revoked;
    let on = |event: TokenEvent| {
        props
            .dispatch
            .reform(move |_: MouseEvent| Action::Token(event.clone()))
    };
    let on_copied_by_hand = props
        .dispatch
        .reform(|_: Event| Action::BlockExported(Export::CopiedByHand));
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
            <textarea id={ResultView::BLOCK_ID} readonly=true {rows} spellcheck="false" autocomplete="off" wrap="off" value={text}
                oncopy={on_copied_by_hand} />
            <div class="actions">
                if !is_dead {
                <button type="button" class="primary" onclick={props.on_copy.reform(|_: MouseEvent| ())}>
                    {"Copy block"}
                </button>
                <button type="button" onclick={props.on_download.reform(|_: MouseEvent| ())}>
                    {"Download block"}
                </button>
                    <button type="button" onclick={on(TokenEvent::CheckAsked)}>
                        {"Check it with Trakt"}
                    </button>
                    <button type="button" id={ResultView::REVOKE_ID} class="quiet" onclick={on(TokenEvent::RevocationAsked)}>
                        {"Revoke this access"}
                    </button>
                }
                <button type="button" class="quiet" onclick={props.dispatch.reform(|_: MouseEvent| Action::StartOverAsked)}>
                    {"Start over"}
                </button>
            </div>
            <p role="status" class="status">{words::token::block_export(props.export)}</p>
            <p role="status" class={classes!("care", check.is_accepted.then_some("good"))}>{&check.words}</p>
            if let Some((title, reason)) = &check.problem {
                <div role="alert" id={ResultView::ALERT_ID} class="alert" tabindex="-1">
                    <h3>{title}</h3>
                    <p>{reason}</p>
                </div>
            }
            if check.is_to_confirm {
                <div role="group" id={ResultView::CONFIRM_ID} aria-label="Revoke this access?" class="confirm" tabindex="-1">
                    <p>{"Revoke this access? The block stops working at once, here and in Kometa, and you need to sign in again."}</p>
                    <div class="actions">
                        <button type="button" onclick={on(TokenEvent::RevocationConfirmed)}>
                            {"Yes, revoke it"}
                        </button>
                        <button type="button" class="quiet" onclick={on(TokenEvent::RevocationDeclined)}>
                            {"Keep it"}
                        </button>
                    </div>
                </div>
            }
            if !is_dead {
            <ul class="notes">
                for note in &props.notes {
                    <li>{note}</li>
                }
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
    pub const ALERT_ID: &'static str = "token-check-alert";
}
