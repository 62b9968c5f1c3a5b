//! Chance, for what needs no secrecy.

/// A number from 0 up to 1.
pub fn chance() -> f64 {
    js_sys::Math::random()
}
