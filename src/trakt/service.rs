//! Facts about Trakt's service that may change: hosts, addresses, lifetimes and limits, each with its source and the date
//! on which it was read. `docs/service.md` has the same for readers, with what cannot be seen from outside.

use std::time::Duration;

use crate::timestamp::Timestamp;

/// The redirect URI of out-of-band sign-in: Trakt shows the code, as a PIN, instead of sending the browser back.
///
/// Trakt's API guide and Kometa's “Trakt Attributes” page have it. Trakt's PKCE guide of October 2026 advises against it
/// (`trakt/trakt-api`, read in November 2026).
pub const OUT_OF_BAND_REDIRECT_URI: &str = "urn:ietf:wg:oauth:2.0:oob";

/// The page of Trakt's developer portal on which an app is made.
///
/// `app.trakt.tv/settings/apps/api/new` leads there (`trakt/trakt-api`, read in November 2026).
pub const NEW_APP_IN_PORTAL: &str = "https://developer.trakt.tv/apps/new";

/// The API call with which Kometa checks a token (`modules/trakt.py` of Kometa 2.4.4, read in November 2026).
pub const USER_SETTINGS: &str = "https://api.trakt.tv/users/settings";

/// The last version of Kometa that works with Trakt.
///
/// Some pages say that support ended with 2.4.9, others with 2.5.0; “newer than 2.4.8” holds for both (Kometa's pull
/// requests 3461 and 3579 and its Quickstart, read in November 2026). `index.html` says it too.
pub const LAST_KOMETA_WITH_TRAKT: &str = "2.4.8";

/// 2027-02-01, 00:00 UTC: from then on the current host is asked first.
///
/// The date was read once in a client's release notes, as that of the classic host's end, and is not confirmed. So it
/// decides an order and nothing else.
const CURRENT_FIRST_FROM: Timestamp = Timestamp::from_unix_seconds(1_801_440_000);

/// The lifetime of a PIN, about ten minutes (Trakt's API guide, read in November 2026).
pub const PIN_LIFETIME: Duration = Duration::from_secs(10 * 60);

/// The time that a user has at Trakt before being sent back: the lifetime of a code, which is that of a PIN.
pub const PENDING_LIFETIME: Duration = PIN_LIFETIME;

/// The lifetime of a device code where Trakt names none above 0. `expires_in` is 600 in Trakt's own answers
/// (`trakt/trakt-api`, read in November 2026).
pub const DEVICE_CODE_LIFETIME: Duration = Duration::from_secs(600);

/// The pause between polls where Trakt names none: 5 seconds by RFC 8628 3.2. Trakt's own answers have 5 or 6.
pub const POLL_INTERVAL: Duration = Duration::from_secs(5);

/// The time by which `slow_down` lengthens the pause between polls (RFC 8628 3.5).
pub const SLOW_DOWN: Duration = Duration::from_secs(5);

/// The least time between two POSTs of a user: Trakt takes one POST, PUT or DELETE a second (Trakt's API guide, “Rate
/// limiting”, read in November 2026).
pub const POST_INTERVAL: Duration = Duration::from_secs(1);

/// The set of hosts that a sign-in goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignInHost {
    /// `trakt.tv` and `api.trakt.tv`, as in Kometa's guide and Trakt's older one. Its token endpoint was seen to answer
    /// pages of other origins in July 2026.
    #[default]
    Classic,
    /// `auth.trakt.tv`, which Trakt's API contract asks for since 2026-07-30 (`trakt/trakt-api`, read in November 2026).
    Current,
}

impl SignInHost {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Classic, Self::Current];

    /// Returns the host to ask first: the classic one before 2027-02-01, the current one from then on.
    pub fn first_at(now: Timestamp) -> Self {
        match now < CURRENT_FIRST_FROM {
            true => Self::Classic,
            false => Self::Current,
        }
    }

    /// Returns the name by which the page and the address bar call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Classic => "trakt.tv",
            Self::Current => "auth.trakt.tv",
        }
    }

    /// Returns the authorization endpoint (RFC 6749 3.1).
    pub const fn authorize(self) -> &'static str {
        match self {
            Self::Classic => "https://trakt.tv/oauth/authorize",
            Self::Current => "https://auth.trakt.tv/oauth/authorize",
        }
    }

    /// Returns the token endpoint (RFC 6749 3.2).
    pub const fn token(self) -> &'static str {
        match self {
            Self::Classic => "https://api.trakt.tv/oauth/token",
            Self::Current => "https://auth.trakt.tv/oauth/token",
        }
    }

    /// Returns the device authorization endpoint (RFC 8628 3.1).
    pub const fn device_code(self) -> &'static str {
        match self {
            Self::Classic => "https://api.trakt.tv/oauth/device/code",
            Self::Current => "https://auth.trakt.tv/oauth/device/code",
        }
    }

    /// Returns the revocation endpoint (RFC 7009 2).
    pub const fn revoke(self) -> &'static str {
        match self {
            Self::Classic => "https://api.trakt.tv/oauth/revoke",
            Self::Current => "https://auth.trakt.tv/oauth/revoke",
        }
    }

    /// Returns the endpoint at which a device code is exchanged for a token; in RFC 8628 3.4 that is the token
    /// endpoint.
    pub const fn device_token(self) -> &'static str {
        match self {
            Self::Classic => "https://api.trakt.tv/oauth/device/token",
            Self::Current => "https://auth.trakt.tv/oauth/device/token",
        }
    }

    /// Returns the host of the token endpoint.
    pub const fn token_host(self) -> &'static str {
        match self {
            Self::Classic => "api.trakt.tv",
            Self::Current => "auth.trakt.tv",
        }
    }

    /// Returns the host to try where this one does not serve.
    pub const fn other(self) -> Self {
        match self {
            Self::Classic => Self::Current,
            Self::Current => Self::Classic,
        }
    }
}
