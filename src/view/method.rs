//! Draws the ways to sign in that are not chosen at first.

use yew::prelude::*;

use super::config_text_area::{ConfigTextArea, TextAreaKind};
use super::device_code::device_code;
use super::link::Link;
use super::sentence::sentence;
use super::submit::submit;
use crate::page::view_model::sign_in::MethodView;
use crate::shared_text::SharedText;
use crate::sign_in::form::FormField;
use crate::text;

/// Draws what a way to sign in takes; nothing for a PIN, which the page draws itself.
pub(super) fn method(view: &MethodView, is_primary: bool, is_busy: bool, link: &Link) -> Html {
    let (body, label) = match view {
        MethodView::Pin => return html! {},
        MethodView::Return {
            is_insecure,
            has_secret,
        } => (leaving(*is_insecure, *has_secret), text::form::LEAVE),
        MethodView::Device(Some(code)) => return device_code(code, link),
        MethodView::Device(None) => (html! {}, text::form::GET_DEVICE_CODE),
        MethodView::Refresh {
            text,
            is_invalid,
            found,
            problem,
        } => {
            let problem = problem.as_deref().unwrap_or_default();
            (
                block_to_refresh(text, *is_invalid, found, problem, link),
                text::form::REFRESH,
            )
        }
    };
    html! { <div class="method-form">{body}{submit(label, is_primary, is_busy)}</div> }
}

fn leaving(is_insecure: bool, has_secret: bool) -> Html {
    html! {
        <>
            if is_insecure {
                <p class="warning">{text::form::INSECURE}</p>
            }
            <p class="hint">
                {text::form::ABOUT_LEAVING}
                if has_secret {
                    <span>{text::form::SECRET_NOT_KEPT}</span>
                }
            </p>
        </>
    }
}

fn block_to_refresh(
    text: &SharedText,
    is_invalid: bool,
    found: &str,
    problem: &str,
    link: &Link,
) -> Html {
    const KIND: TextAreaKind = TextAreaKind::CurrentBlock;
    html! {
        <>
            <p class="hint">{text::form::ABOUT_REFRESH}</p>
            <div class={classes!("field", is_invalid.then_some("invalid"))}>
                <label for={KIND.id()}>{text::input::field_name(FormField::CurrentBlock)}</label>
                <ConfigTextArea kind={KIND} text={text.clone()} {is_invalid} link={link.clone()} />
                <div id={KIND.remarks_id()} class="remarks">
                    <p role="status">{sentence(found)}</p>
                    if !problem.is_empty() {
                        <p>{sentence(problem)}</p>
                    }
                </div>
            </div>
            <p class="warning">{text::form::REFRESH_ENDS_BLOCK}</p>
        </>
    }
}
