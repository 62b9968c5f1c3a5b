//! A `config.yml` with the new block in it, and how it differs.

use yew::prelude::*;

use super::alert::alert;
use super::changes::changes;
use super::config_text_area::{ConfigTextArea, TextAreaKind};
use super::control::{actions, control};
use super::link::Link;
use super::long_text::long_text;
use super::sentence::{sentence, steps};
use crate::page::target::Target;
use crate::page::view_model::config::UpdatedView;
use crate::text;

pub(super) fn updated(view: &UpdatedView, link: &Link) -> Html {
    const KIND: TextAreaKind = TextAreaKind::Updated;
    html! {
        <div class="updated">
            <h3 id={Target::UpdatedHeading.element_id()} tabindex="-1">{sentence(view.heading)}</h3>
            {actions(&view.exports, link)}
            <p role="status" class="status">{sentence(&view.status)}</p>
            {view.alert.as_ref().map(|view| alert(view, link)).unwrap_or_default()}
            {steps(view.steps)}
            {changes(&view.report.changes, view.secrets_shown, link)}
            {notes(view, link)}
            <label for={KIND.id()}>{text::config::UPDATED_LABEL}</label>
            <ConfigTextArea
                kind={KIND}
                text={view.text.clone()}
                is_unseen={view.too_long.is_some()}
                link={link.clone()}
            />
            {view.too_long.as_ref().map(|view| long_text(view, Target::UpdatedConfig, link)).unwrap_or_default()}
        </div>
    }
}

/// The last note is the one on older tokens, if there are any, with the control that takes them out.
fn notes(view: &UpdatedView, link: &Link) -> Html {
    let last = view.notes.len().checked_sub(1);
    html! {
        <ul class="notes">
            for (index, note) in view.notes.iter().enumerate() {
                <li>
                    <span>{sentence(note)}</span>
                    if let Some(remove) = view.remove_stale.as_ref().filter(|_| Some(index) == last) {
                        {" "}{control(remove, link)}
                    }
                </li>
            }
        </ul>
    }
}
