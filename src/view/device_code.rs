//! A code to enter at Trakt on any device.

use yew::prelude::*;

use super::control::control;
use super::copy_button::copy_button;
use super::link::Link;
use super::qr_code::qr_code;
use super::sentence::sentence;
use crate::page::target::Target;
use crate::page::view_model::sign_in::DeviceCodeView;
use crate::text;

pub(super) fn device_code(view: &DeviceCodeView, link: &Link) -> Html {
    html! {
        <div class="method-form">
            <div
                id={Target::DeviceCode.element_id()}
                role="group"
                aria-labelledby="user-code-label user-code"
                class="device-code"
                tabindex="-1"
            >
                <div>
                    <p id="user-code-label">{text::form::ABOUT_CODE}</p>
                    <p id="user-code" class="user-code" translate="no">{&view.code}</p>
                    <div class="actions">
                        {control(&view.open, link)}
                        {copy_button(&view.copy, link)}
                    </div>
                    <p role="timer" class="pin-life">{sentence(&view.life_left)}</p>
                    <p class="hint">{sentence(&view.elsewhere)}</p>
                    {control(&view.other_host, link)}
                </div>
                {qr_code(&view.activation_url)}
            </div>
        </div>
    }
}
