//! A code to enter at Trakt on any device.

use yew::prelude::*;

use super::copy_button::copy_button;
use super::link::Link;
use super::qr_code::QrCode;
use super::sentence::sentence;
use crate::page::target::Target;
use crate::page::view_model::sign_in::DeviceCodeView;
use crate::text;

pub(super) fn device_code(view: &DeviceCodeView, link: &Link) -> Html {
    let [before, after] = text::form::ENTER_CODE_AT;
    html! {
        <div
            id={Target::DeviceCode.element_id()}
            role="group"
            aria-labelledby="user-code-label user-code"
            class="device-code"
            tabindex="-1"
        >
            <div>
                <p id="user-code-label">{text::form::CODE_LABEL}</p>
                <p id="user-code" class="user-code" translate="no">{&view.code}</p>
                {copy_button(&view.copy, link)}
                <p>
                    {before}
                    <a href={view.activation_url.clone()} target="_blank" rel="noopener noreferrer" translate="no">
                        {&view.verification_url}
                    </a>
                    {after}
                </p>
                <p role="timer" class="pin-life">{sentence(&view.life_left)}</p>
            </div>
            <QrCode address={view.activation_url.clone()} />
        </div>
    }
}
