//! The whole view model: draws everything that fills the places of the page.

use yew::prelude::*;

use super::alert::{alert, alert_above_steps};
use super::command::command;
use super::config::ConfigParts;
use super::control::{actions, control};
use super::link::Link;
use super::long_text::long_text;
use super::method::method;
use super::open_config::OpenedParts;
use super::other_program::other_program;
use super::page::{Parts, page};
use super::pin::PinParts;
use super::question::question;
use super::result::{result, result_beside_file};
use super::sentence::sentence;
use super::updated::updated;
use crate::page::target::Target;
use crate::page::view_model::ViewModel;
use crate::page::view_model::config::{ConfigView, OpenedView};
use crate::page::view_model::primary::Primary;
use crate::page::view_model::shapes::Control;
use crate::page::view_model::sign_in::{PinView, SignInView};
use crate::text;

pub fn full_page(model: &ViewModel, link: &Link) -> Html {
    let sign_in = &model.sign_in;
    let parts = Parts {
        connection: model.connection.clone(),
        opened: opened(&model.opened, link),
        app_done: model.app_done,
        sign_in_done: sign_in.done,
        is_busy: sign_in.is_busy,
        status: sign_in.status.clone(),
        wait_controls: wait_controls(sign_in, link),
        outcome: outcome(sign_in, link),
        pin: pin(&sign_in.pin, link),
        method: method(
            &sign_in.method,
            model.primary == Primary::Submit,
            sign_in.is_busy,
            link,
        ),
        result: result_parts(model, link),
        config: config(&model.config, link),
    };
    page(&model.form, parts, link)
}

fn opened(view: &OpenedView, link: &Link) -> OpenedParts {
    let around = OpenedParts {
        alert: view
            .alert
            .as_ref()
            .map(|view| alert_above_steps(view, link))
            .unwrap_or_default(),
        late_save: view.late_save.clone(),
        has_begun: view.has_begun,
        ..OpenedParts::default()
    };
    let Some(card) = &view.card else {
        return around;
    };
    OpenedParts {
        has_card: true,
        headline: card.headline.clone(),
        done: card.done.clone(),
        note: html! { <p class="note">{sentence(&card.note)}</p> },
        status: card.status.clone(),
        status_note: html! { <p class="note">{sentence(&card.status_note)}</p> },
        actions: actions(&card.controls, link),
        ..around
    }
}

/// With a file open the updated file leads, and the block alone is folded beside it.
fn result_parts(model: &ViewModel, link: &Link) -> Option<Html> {
    let kometa = match (&model.config.updated, &model.result) {
        (None, None) => None,
        (None, Some(block)) => Some(result(block, link)),
        (Some(view), None) => Some(updated(view, link)),
        (Some(view), Some(block)) => {
            Some(html! { <>{updated(view, link)}{result_beside_file(block, link)}</> })
        }
    };
    let other = model.other_program.as_ref();
    let other = other
        .map(|view| other_program(view, link))
        .unwrap_or_default();
    // In a place of its own, so that the block is not drawn anew when it goes.
    kometa.map(|kometa| html! { <>{kometa}{other}</> })
}

fn wait_controls(view: &SignInView, link: &Link) -> Html {
    html! {
        <>
            if let Some(countdown) = &view.countdown {
                // Seconds that are announced one by one would drown everything else.
                <p role="timer" aria-live="off" class="countdown">{sentence(countdown)}</p>
            }
            {actions(&view.wait_controls, link)}
        </>
    }
}

fn outcome(view: &SignInView, link: &Link) -> Html {
    html! {
        <>
            {view.question.as_ref().map(|view| question(view, link)).unwrap_or_default()}
            {view.alert.as_ref().map(|view| alert(view, link)).unwrap_or_default()}
            {view.command.as_ref().map(|view| command(view, link)).unwrap_or_default()}
        </>
    }
}

fn pin(view: &PinView, link: &Link) -> PinParts {
    PinParts {
        life_left: html! {
            if let Some(left) = &view.life_left {
                <p role="timer" class="pin-life">{sentence(left)}</p>
            }
        },
        abandoned_host: view.abandoned_host.clone(),
        expired: view.expired.clone(),
        trouble: view.trouble.clone(),
        no_pin: view
            .no_pin
            .as_ref()
            .map(|way_on| no_pin(way_on, link))
            .unwrap_or_default(),
    }
}

fn no_pin(way_on: &Control, link: &Link) -> Html {
    html! {
        <details class="no-pin">
            <summary>{text::form::NO_PIN}</summary>
            <p>{sentence(text::form::ABOUT_NO_PIN)}</p>
            {control(way_on, link)}
        </details>
    }
}

fn config(view: &ConfigView, link: &Link) -> ConfigParts {
    ConfigParts {
        has_block: view.has_block,
        too_long: view
            .too_long
            .as_ref()
            .map(|view| long_text(view, Target::Config, link)),
        withdrawn: html! {
            if let Some(withdrawn) = view.withdrawn {
                <p class="warning">{withdrawn}</p>
            }
        },
        is_invalid: view.is_invalid,
        found: view.found.clone(),
        actions: actions(&view.controls, link),
        is_busy: view.cancel.is_some(),
        cancel: view
            .cancel
            .as_ref()
            .map(|cancel| control(cancel, link))
            .unwrap_or_default(),
        status: view.status.clone(),
        outcome: view
            .alert
            .as_ref()
            .map(|view| alert(view, link))
            .unwrap_or_default(),
        is_file: view.is_file,
    }
}
