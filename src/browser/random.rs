//! Chance.

use crate::sensitive::Sensitive;

/// Returns a number from 0 up to 1, for what needs no secrecy.
pub fn chance() -> f64 {
    js_sys::Math::random()
}

/// Bytes that nobody can guess (the browser's cryptographically secure generator), if it has any.
pub fn secret_bytes() -> Option<Sensitive<[u8; 32]>> {
    let mut bytes = [0; 32];
    let crypto = web_sys::window()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes.into())
}
