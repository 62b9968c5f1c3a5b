//! Something to press or to follow.

use yew::prelude::*;

use super::link::Link;
use super::link_button::link_button;
use super::sentence::sentence;
use super::submit::FORM_ID;
use crate::page::target::Target;
use crate::page::view_model::shapes::{Control, ControlAction, Weight};

pub(super) fn control(control: &Control, link: &Link) -> Html {
    let id = control.target.map(Target::element_id);
    let class = classes!(match control.weight {
        Weight::Primary => Some("primary"),
        Weight::Plain => None,
        Weight::Quiet => Some("quiet"),
        Weight::Danger => Some("danger"),
    });
    let label = sentence(&control.label);
    match &control.action {
        ControlAction::Press(event) => {
            let onclick = link.press(event.clone());
            html! { <button type="button" {id} {class} {onclick}>{label}</button> }
        }
        ControlAction::Follow { url, event } => {
            link_button(id, class, label, url, link.press(event.clone()))
        }
        ControlAction::Submit => {
            html! { <button type="submit" form={FORM_ID} {id} {class}>{label}</button> }
        }
    }
}

/// Draws controls side by side; nothing where there are none.
pub(super) fn actions(controls: &[Control], link: &Link) -> Html {
    html! {
        if !controls.is_empty() {
            <div class="actions">{controls_alone(controls, link)}</div>
        }
    }
}

pub(super) fn controls_alone(controls: &[Control], link: &Link) -> Html {
    controls.iter().map(|each| control(each, link)).collect()
}
