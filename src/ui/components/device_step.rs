//! A code to enter at Trakt on any device, and the wait until that is done.

use qrcodegen::{QrCode, QrCodeEcc};
use yew::prelude::*;

use super::{CopyButton, Credentials};
use crate::trakt::device::DeviceCode;

/// Properties of [`DeviceStep`].
#[derive(Properties, PartialEq)]
pub struct DeviceStepProps {
    /// The code, once Trakt has given one, as long as it is waited for.
    pub code: Option<DeviceCode>,
    /// How long it still lives.
    pub seconds_left: Option<u32>,
    /// Whether a sign-in is under way.
    pub is_busy: bool,
}

/// A code to enter at Trakt on any device, and the wait until that is done.
#[component]
pub fn DeviceStep(props: &DeviceStepProps) -> Html {
    html! {
        <div role="group" aria-labelledby="device-heading" class="part">
            <h3 id="device-heading">{"Get a code and enter it at Trakt"}</h3>
            <p>{"Trakt gives a short code. Enter it there, on this device or any other, and this page goes on by itself."}</p>
            if let Some(code) = &props.code {
                {code_to_enter(code, props.seconds_left.unwrap_or_default())}
            }
            <div class="actions">
                <button type="submit" id={Credentials::SUBMIT_ID} class="primary" aria-disabled={props.is_busy.then_some("true")}>
                    {"Get a device code"}
                </button>
            </div>
        </div>
    }
}

impl DeviceStep {
    /// The id of what takes the focus when the code is there.
    pub const CODE_ID: &'static str = "device-code";
}

fn code_to_enter(code: &DeviceCode, seconds_left: u32) -> Html {
    html! {
        <div id={DeviceStep::CODE_ID} role="group" aria-labelledby="user-code-label user-code" class="device-code" tabindex="-1">
            <div>
                <p id="user-code-label">{"Your code:"}</p>
                <p id="user-code" class="user-code">{code.user_code.clone()}</p>
                <CopyButton label="Copy code" text={code.user_code.clone()} />
                <p>
                    {"Enter it at "}
                    <a href={code.activation_url()} target="_blank" rel="noopener noreferrer">
                        {code.verification_url.clone()}
                    </a>
                    {", or point a phone's camera at the picture."}
                </p>
                <p role="timer" class="pin-life">
                    {format!("The code expires in {}:{:02}.", seconds_left / 60, seconds_left % 60)}
                </p>
            </div>
            {qr_code(&code.activation_url())}
        </div>
    }
}

/// Modules of quiet zone around a QR code (ISO/IEC 18004).
const QUIET_ZONE: i32 = 4;

fn qr_code(address: &str) -> Html {
    // An address that is too long for a QR code can still be followed.
    let Ok(code) = QrCode::encode_text(address, QrCodeEcc::Medium) else {
        return html! {};
    };
    let size = code.size();
    let modules = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
    let path: String = modules
        .filter(|(x, y)| code.get_module(*x, *y))
        .map(|(x, y)| format!("M{},{}h1v1h-1z", x + QUIET_ZONE, y + QUIET_ZONE))
        .collect();
    let whole = size + 2 * QUIET_ZONE;
    html! {
        <svg
            class="qr-code"
            role="img"
            aria-label={format!("QR code that opens {address}")}
            viewBox={format!("0 0 {whole} {whole}")}
            shape-rendering="crispEdges"
        >
            <rect width="100%" height="100%" fill="#fff" />
            <path d={path} fill="#000" />
        </svg>
    }
}
