//! The forms that Trakt's values have, as far as that is known.

/// Hexadecimal client IDs, secrets and tokens of Trakt's older apps have this many characters.
pub(super) const HEX_LENGTH: usize = 64;
/// 32 bytes in base64url without padding, as in Trakt's newer apps.
pub(super) const BASE64URL_LENGTH: usize = 43;
/// Of the PINs that Trakt showed for years.
pub(super) const PIN_LENGTH: usize = 8;

pub(super) fn is_hex(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_hexdigit())
}

pub(super) fn is_base64url(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Returns whether a value has the form of an older app's: 64 hexadecimal characters.
pub(super) fn is_usual_hex(text: &str) -> bool {
    text.len() == HEX_LENGTH && is_hex(text)
}

/// Returns whether a value has the form of a newer app's client ID: 43 characters of base64url. A shortened hexadecimal
/// value of that length is none.
pub(super) fn is_usual_base64url(text: &str) -> bool {
    text.len() == BASE64URL_LENGTH && is_base64url(text) && !is_hex(text)
}

/// Returns whether a text has one of the forms that IDs, secrets and tokens of Trakt have.
pub(crate) fn is_usual(text: &str) -> bool {
    is_usual_hex(text) || is_usual_base64url(text)
}

/// Returns whether a text has the form of a short PIN.
pub(super) fn is_usual_pin(text: &str) -> bool {
    text.len() == PIN_LENGTH && is_hex(text)
}
