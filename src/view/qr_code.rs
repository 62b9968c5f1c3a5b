//! An address that a phone's camera can open.

use qrcodegen::{QrCode, QrCodeEcc};
use yew::prelude::*;

use crate::text;

/// Modules of quiet zone around a QR code (ISO/IEC 18004).
const QUIET_ZONE: i32 = 4;

pub(super) fn qr_code(address: &str) -> Html {
    // An address that is too long for a QR code can still be followed.
    let Ok(code) = QrCode::encode_binary(address.as_bytes(), QrCodeEcc::Medium) else {
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
            aria-label={text::form::qr_code(address)}
            viewBox={format!("0 0 {whole} {whole}")}
            shape-rendering="crispEdges"
        >
            <rect width="100%" height="100%" fill="#fff" />
            <path d={path} fill="#000" />
        </svg>
    }
}
