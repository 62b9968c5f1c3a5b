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

pub(super) fn result(view: &ResultView, link: &Link) -> Html {
    const HEADING_ID: &str = Target::ResultHeading.element_id();
    html! {
        <div role="group" aria-labelledby={HEADING_ID} class={classes!("result", view.is_revoked.then_some("dead"))}>
            <h3 id={HEADING_ID} tabindex="-1">{sentence(&view.heading)}</h3>
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
            {status_line("care", &view.check)}
            {view.alert.as_ref().map(|view| alert(view, link)).unwrap_or_default()}
            {steps(view.steps)}
            if !view.notes.is_empty() {
                <ul class="notes">
                    for note in &view.notes {
                        <li>{sentence(note)}</li>
                    }
                </ul>
            }
            {actions(&view.controls, link)}
            {[&view.revocation, &view.question].into_iter().flatten().map(|view| question(view, link)).collect::<Html>()}
        </div>
    }
}
