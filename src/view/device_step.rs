//! A code to enter at Trakt on any device, and the wait until that is done.

use yew::prelude::*;

use super::{CopyButton, Credentials, QrCode, copy_button};
use crate::page::{Action, Copied};

/// A code to enter at Trakt.
#[derive(Debug, Clone, PartialEq)]
pub struct UserCode {
    /// In groups, as it is shown.
    pub shown: AttrValue,
    /// As Trakt gave it.
    pub code: AttrValue,
    /// Where it is entered.
    pub verification_url: AttrValue,
    /// The same, with the code in it.
    pub activation_url: AttrValue,
    /// How long it lives, as `9:05`.
    pub life_left: AttrValue,
}

pub struct DeviceStep<'a> {
    /// Once Trakt has given one, as long as it is waited for.
    pub user_code: Option<UserCode>,
    /// What was copied last.
    pub copied: Option<Copied>,
    pub is_busy: bool,
    pub dispatch: &'a Callback<Action>,
}

pub fn device_step(props: &DeviceStep<'_>) -> Html {
    html! {
        <div class="method-form">
            if let Some(user_code) = &props.user_code {
                {code_to_enter(user_code, copy_button(CopyButton {
                    name: "Copy code",
                    text: user_code.code.clone(),
                    last: props.copied,
                    dispatch: props.dispatch,
                }))}
            }
            <div class="actions">
                <button type="submit" id={Credentials::SUBMIT_ID} class="primary" aria-disabled={props.is_busy.then_some("true")}>
                    {"Get a device code"}
                </button>
            </div>
        </div>
    }
}

impl DeviceStep<'_> {
    /// The id of what takes the focus when the code is there.
    pub const CODE_ID: &'static str = "device-code";
}

fn code_to_enter(user_code: &UserCode, copy: Html) -> Html {
    html! {
        <div id={DeviceStep::CODE_ID} role="group" aria-labelledby="user-code-label user-code" class="device-code" tabindex="-1">
            <div>
                <p id="user-code-label">{"Your code:"}</p>
                <p id="user-code" class="user-code">{&user_code.shown}</p>
                {copy}
                <p>
                    {"Enter it at "}
                    <a href={&user_code.activation_url} target="_blank" rel="noopener noreferrer">
                        {&user_code.verification_url}
                    </a>
                    {", or point a phone's camera at the QR code. This page then goes on by itself."}
                </p>
                <p role="timer" class="pin-life">{format!("The code expires in {}.", user_code.life_left)}</p>
            </div>
            <QrCode address={user_code.activation_url.clone()} />
        </div>
    }
}
