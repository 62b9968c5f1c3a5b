//! Trouble found before a PIN is spent: a device authorization request, which costs nothing, tells whether the app will
//! be accepted. It needs nothing but the client ID, and the sign-in host answers it as it would answer an exchange. Its
//! code is left to expire.

use super::http::{NetworkError, Response};
use super::response::{self, Endpoint, Refusal};
use crate::timestamp::Timestamp;

/// Trouble that is likely to keep the exchange of a PIN from succeeding. Only a hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrecheckTrouble {
    /// The client ID is unknown or its app is not approved.
    ClientIdNotAccepted,
    /// The host does not serve sign-in any more.
    NotServed,
    /// Trakt answers with an error of its own.
    TraktDown,
    /// Something in front of Trakt turns the page's requests away.
    TurnedAway,
    /// The host can be reached, but its responses cannot be read by this page.
    ResponseHidden,
    /// The host cannot be reached.
    HostUnreachable,
    /// The browser has no network.
    Offline,
}

/// Reads what the response to a device authorization request tells of trouble ahead. Why there is no response, where the
/// browser does not say so, is for a probe to find out.
pub fn trouble(
    result: &Result<Response, NetworkError>,
    received_at: Timestamp,
) -> Option<PrecheckTrouble> {
    match result {
        Ok(response) => {
            let checked = response::check(Endpoint::DeviceAuthorization, response, received_at);
            match checked.err()? {
                Refusal::InvalidClient | Refusal::Unauthorized | Refusal::AppNotAccepted => {
                    Some(PrecheckTrouble::ClientIdNotAccepted)
                }
                Refusal::NotServed => Some(PrecheckTrouble::NotServed),
                Refusal::TraktDown => Some(PrecheckTrouble::TraktDown),
                Refusal::TurnedAway { .. } => Some(PrecheckTrouble::TurnedAway),
                Refusal::InvalidGrant
                | Refusal::AccessTokenNotAccepted
                | Refusal::ContentTypeRefused
                | Refusal::AccountLocked
                | Refusal::AccountDeactivated
                | Refusal::AccountMaybeDeactivated
                | Refusal::RateLimited { .. }
                | Refusal::AuthorizationPending
                | Refusal::DeviceCodeUnknown
                | Refusal::DeviceCodeUsed
                | Refusal::DeviceCodeExpired
                | Refusal::AccessDenied
                | Refusal::Other => None,
            }
        }
        Err(NetworkError::Offline | NetworkError::ConnectionLost) => Some(PrecheckTrouble::Offline),
        Err(NetworkError::Unsendable) => None,
        Err(NetworkError::TimedOut { .. } | NetworkError::Unreadable) => {
            Some(PrecheckTrouble::HostUnreachable)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_foretells_a_failure_is_trouble() {
        let after = |status| trouble(&Ok(Response::new(status, "")), Timestamp::default());
        assert_eq!(after(401), Some(PrecheckTrouble::ClientIdNotAccepted));
        assert_eq!(after(403), Some(PrecheckTrouble::TurnedAway));
        assert_eq!(after(502), Some(PrecheckTrouble::TraktDown));
        assert_eq!(after(404), Some(PrecheckTrouble::NotServed));
        for fine in [200, 412, 429] {
            assert_eq!(after(fine), None, "{fine}");
        }
        let refused = Response::new(403, "invalid API key");
        assert_eq!(
            trouble(&Ok(refused), Timestamp::default()),
            Some(PrecheckTrouble::ClientIdNotAccepted)
        );
    }
}
