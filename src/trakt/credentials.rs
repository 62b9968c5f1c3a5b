//! The values that identify an app and a user to Trakt.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::sensitive::Sensitive;
use crate::timestamp::Timestamp;

macro_rules! sensitive_text {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Sensitive<String>);

        impl $name {
            /// Takes the value as it is; for values that come from Trakt and pass through unchanged.
            pub fn new(value: impl Into<String>) -> Self {
                Self(Sensitive::new(value.into()))
            }

            /// Returns the value itself, for a request or the block.
            pub fn reveal(&self) -> &str {
                self.0.reveal()
            }
        }
    };
}

sensitive_text! {
    /// The app's `client_id` (RFC 6749 2.2): 64 hexadecimal characters in older apps, base64url in newer ones.
    ClientId
}
sensitive_text! {
    /// The app's `client_secret` (RFC 6749 2.3.1). Apps made since October 2026 have none.
    ClientSecret
}
sensitive_text! {
    /// The authorization code of the out-of-band redirect URI, which Trakt calls a PIN: usually 8 hexadecimal
    /// characters, good for one exchange within about ten minutes.
    Pin
}
sensitive_text! {
    /// The authorization code with which Trakt sends the browser back (RFC 6749 4.1.2): good for one exchange within
    /// about ten minutes.
    AuthorizationCode
}
sensitive_text! {
    /// The `access_token` of RFC 6749 1.4.
    AccessToken
}
sensitive_text! {
    /// The `refresh_token` of RFC 6749 1.5. Trakt's are single-use.
    RefreshToken
}
sensitive_text! {
    /// The `device_code` of RFC 8628 3.2, with which the page polls.
    DeviceCode
}

/// An app registered with Trakt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraktApp {
    /// Its public name in every request.
    pub client_id: ClientId,
    /// Absent for apps that must use PKCE.
    pub client_secret: Option<ClientSecret>,
}

/// A successful answer of the token endpoint (RFC 6749 5.1), as Kometa stores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Sent with every call of the API.
    pub access_token: AccessToken,
    /// `bearer`.
    pub token_type: String,
    /// Lifetime of the access token in seconds, counted from `created_at`; 0 where Trakt did not say it.
    pub expires_in: u64,
    /// Exchanged once for the next pair.
    pub refresh_token: RefreshToken,
    /// `public`, or several scopes separated by spaces.
    pub scope: String,
    /// Seconds since the Unix epoch.
    pub created_at: u64,
    /// The members that Trakt left out and this page filled in.
    pub filled_in: FilledIn,
}

/// The members that may be filled in where Trakt's answer lacks them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FilledIn {
    /// `created_at` is the time at which the answer arrived.
    pub created_at: bool,
    /// `scope` is `public`.
    pub scope: bool,
    /// `expires_in` is 0, in place of a number that is no lifetime.
    pub expires_in: bool,
}

impl Token {
    /// Tells whether Trakt said how long the access token lives.
    pub const fn has_lifetime(&self) -> bool {
        self.expires_in > 0
    }

    /// Returns the end of the access token; its start where its lifetime is not known.
    pub fn ends_at(&self) -> Timestamp {
        Timestamp::from_unix_seconds(self.created_at) + Duration::from_secs(self.expires_in)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_credential_prints_itself() {
        let app = TraktApp {
            client_id: ClientId::new("visible-id"),
            client_secret: Some(ClientSecret::new("visible-secret")),
        };
        let token = Token {
            access_token: AccessToken::new("visible-access"),
            token_type: "bearer".into(),
            expires_in: 1,
            refresh_token: RefreshToken::new("visible-refresh"),
            scope: "public".into(),
            created_at: 1,
            filled_in: FilledIn::default(),
        };
        let printed = format!("{app:?} {token:?} {:?}", Pin::new("visible-pin"));
        assert!(!printed.contains("visible"), "{printed}");
        assert_eq!(printed.matches("[redacted]").count(), 5, "{printed}");
    }

    #[test]
    fn access_ends_its_lifetime_after_its_start() {
        let token = Token {
            access_token: AccessToken::new("a"),
            token_type: "bearer".into(),
            expires_in: 604_800,
            refresh_token: RefreshToken::new("r"),
            scope: "public".into(),
            created_at: 1_482_084_536,
            filled_in: FilledIn::default(),
        };
        assert_eq!(token.ends_at(), Timestamp::from_unix_seconds(1_482_689_336));
    }
}
