//! Suspicions about an app that Trakt did not accept.

use super::form::{HEX_LENGTH, is_hex, is_usual_base64url, is_usual_hex};
use super::{ClientSecret, Field, TraktApp};

/// A suspicion about an ID or a secret that Trakt did not accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppOddity {
    /// Hexadecimal, but shorter than 64 characters.
    CutShort {
        /// The suspicious value.
        field: Field,
        /// In characters.
        length: usize,
    },
    /// Longer than 64 characters.
    Padded {
        /// The suspicious value.
        field: Field,
        /// In characters.
        length: usize,
    },
    /// The secret has the form of an ID of a newer app, and the ID has that of a secret.
    Swapped,
}

impl TraktApp {
    /// Returns what looks wrong about the ID and the secret, now that Trakt has not accepted them.
    pub(in crate::trakt) fn oddities(&self) -> Vec<AppOddity> {
        let id = self.client_id.reveal();
        let secret = self.client_secret.as_ref().map(ClientSecret::reveal);
        let mut oddities: Vec<_> = [(Field::ClientId, Some(id)), (Field::ClientSecret, secret)]
            .into_iter()
            .filter_map(|(field, value)| unusual_length(field, value?))
            .collect();
        if secret.is_some_and(|secret| look_swapped(id, secret)) {
            oddities.push(AppOddity::Swapped);
        }
        oddities
    }
}

/// Returns whether each of both has the other's form: an older app's ID and secret have the same one, and a newer app's
/// ID has one that no secret of an older app has.
pub(super) fn look_swapped(client_id: &str, client_secret: &str) -> bool {
    is_usual_hex(client_id) && is_usual_base64url(client_secret)
}

fn unusual_length(field: Field, value: &str) -> Option<AppOddity> {
    let length = value.chars().count();
    match length {
        ..HEX_LENGTH if is_hex(value) => Some(AppOddity::CutShort { field, length }),
        ..=HEX_LENGTH => None,
        _ => Some(AppOddity::Padded { field, length }),
    }
}
