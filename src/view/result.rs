//! The block, and what to do with it.

use yew::prelude::*;

use super::alert::alert;
use super::block::block;
use super::control::actions;
use super::field::field;
use super::link::Link;
use super::question::question;
use super::sentence::{sentence, steps};
use super::status_line::status_line;
use crate::page::target::Target;
use crate::page::view_model::result::ResultView;
use crate::text;

/// Draws the block, and below it what can be done with its token.
pub(super) fn result(view: &ResultView, link: &Link) -> Html {
    group(
        view,
        html! { <>{block_to_take(view, link)}{token(view, link)}</> },
    )
}

/// Draws the same beside an updated file that leads: the block is folded, and what can be done with its token is not.
pub(super) fn result_beside_file(view: &ResultView, link: &Link) -> Html {
    html! {
        <>
            <details class="block-alone">
                <summary>{text::config::BLOCK_ALONE}</summary>
                {group(view, block_to_take(view, link))}
            </details>
            {token(view, link)}
        </>
    }
}

fn group(view: &ResultView, content: Html) -> Html {
    html! {
        <div
            role="group"
            aria-labelledby={Target::ResultHeading.element_id()}
            class={classes!("result", view.is_revoked.then_some("dead"))}
        >
            {content}
        </div>
    }
}

fn block_to_take(view: &ResultView, link: &Link) -> Html {
    html! {
        <>
            <h3 id={Target::ResultHeading.element_id()} tabindex="-1">{sentence(&view.heading)}</h3>
            if let Some(warning) = &view.warning {
                <p class="warning">{sentence(warning)}</p>
            }
            if let Some(secret) = &view.secret {
                // In a form, where browsers expect a password; Enter must not sign in again.
                <form onsubmit={|event: SubmitEvent| event.prevent_default()} novalidate=true autocomplete="off">
                    {field(secret, true, html! {}, link)}
                </form>
            }
            {actions(&view.exports, link)}
            <p role="status" class="status">{sentence(view.export_status)}</p>
            {block(&view.block, &view.replaced, link)}
            {steps(view.steps)}
            if !view.notes.is_empty() {
                <ul class="notes">
                    for note in &view.notes {
                        <li>{sentence(note)}</li>
                    }
                </ul>
            }
        </>
    }
}

fn token(view: &ResultView, link: &Link) -> Html {
    html! {
        <>
            {status_line("care", &view.check)}
            {view.alert.as_ref().map(|view| alert(view, link)).unwrap_or_default()}
            {actions(&view.controls, link)}
            for question_view in [&view.revocation, &view.question].into_iter().flatten() {
                {question(question_view, link)}
            }
        </>
    }
}
