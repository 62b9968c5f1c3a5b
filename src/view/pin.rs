//! From the link that shows a PIN to the button that exchanges it.

use yew::prelude::*;

use super::field::field;
use super::link::Link;
use super::link_button::link_button;
use super::sentence::sentence;
use super::submit::submit;
use crate::page::event::Event;
use crate::page::target::Target;
use crate::page::view_model::form::FormView;
use crate::page::view_model::primary::Primary;
use crate::page::view_model::shapes::Sentence;
use crate::sign_in::form::{FormField, SignInMethod};
use crate::text;

const LINK_ID: &str = Target::PinLink.element_id();

/// The parts that fill the places around the PIN.
#[derive(Default)]
pub(super) struct PinParts {
    pub(super) life_left: Html,
    pub(super) abandoned_host: Sentence,
    pub(super) expired: Sentence,
    pub(super) trouble: Sentence,
    pub(super) no_pin: Html,
}

pub(super) fn pin(form: &FormView, parts: PinParts, is_busy: bool, link: &Link) -> Html {
    html! {
        <div class="method-form">
            <div class="pin-link">
                {match &form.pin_link {
                    Ok(url) => pin_link(url, form.primary == Primary::PinLink, link),
                    Err(reason) => disabled_link(reason, link),
                }}
                {parts.life_left}
            </div>
            <p role="status" class="warning">{sentence(&parts.abandoned_host)}</p>
            <p role="status" class="warning">{sentence(&parts.expired)}</p>
            <p role="status" class="warning">{sentence(&parts.trouble)}</p>
            <div class={classes!("pin-row", form.pin.text.is_blank().then_some("too-early"))}>
                {field(&form.pin, false, html! {}, link)}
                {submit(text::form::EXCHANGE_PIN, form.primary == Primary::Submit, is_busy)}
            </div>
            {parts.no_pin}
            if form.lacks_secret {
                <p class="hint">{text::form::NO_SECRET}{" "}{use_device_code(link)}</p>
            }
        </div>
    }
}

/// Draws a button as `control` does, which would bring every event of the page into the module that is loaded first.
fn use_device_code(link: &Link) -> Html {
    let onclick = link.on(|_: MouseEvent| Event::MethodChosen(SignInMethod::Device));
    html! {
        <button type="button" class="quiet" {onclick}>{sentence(text::form::USE_DEVICE_CODE)}</button>
    }
}

fn pin_link(url: &str, is_primary: bool, link: &Link) -> Html {
    let on_follow = link.on(|_: MouseEvent| Event::PinLinkFollowed);
    let label = html! { {text::form::GET_PIN} };
    let class = classes!(is_primary.then_some("primary"));
    html! { <p>{link_button(Some(LINK_ID), class, label, url, on_follow)}</p> }
}

fn disabled_link(reason: &str, link: &Link) -> Html {
    const CLIENT_ID_ASKED: Event = Event::FocusAsked(Target::Field(FormField::ClientId));
    let onclick = link.on(|_: MouseEvent| CLIENT_ID_ASKED);
    // Without an address, a browser does not take this key for a click.
    let emit = link.emit.clone();
    let onkeydown = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            // Nor is the field to take it.
            event.prevent_default();
            emit.emit(CLIENT_ID_ASKED);
        }
    };
    html! {
        <p>
            <a
                id={LINK_ID}
                class="button"
                role="link"
                tabindex="0"
                aria-disabled="true"
                aria-describedby="pin-link-why"
                {onclick}
                {onkeydown}
            >
                {text::form::GET_PIN}
            </a>
            <span id="pin-link-why" class="why">{sentence(reason)}</span>
        </p>
    }
}
