//! Which of Trakt's hosts serves what.

use crate::timestamp::Timestamp;

/// The redirect URI of out-of-band sign-in: Trakt shows the code, as a PIN, instead of sending the browser back.
pub const OUT_OF_BAND_REDIRECT_URI: &str = "urn:ietf:wg:oauth:2.0:oob";

/// Where an app is made in Trakt's developer portal.
pub const NEW_APP_IN_PORTAL: &str = "https://developer.trakt.tv/apps/new";

/// The call with which Kometa checks a token.
pub const USER_SETTINGS: &str = "https://api.trakt.tv/users/settings";

/// 2027-02-01, 00:00 UTC: when the classic host stops taking sign-ins, by the release notes of another client. Trakt
/// itself has not been seen to say so.
const CLASSIC_ENDS: Timestamp = Timestamp::from_unix_seconds(1_801_440_000);

/// The set of hosts that a sign-in goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignInHost {
    /// `trakt.tv` and `api.trakt.tv`, as in Kometa's guides.
    #[default]
    Classic,
    /// `auth.trakt.tv`, Trakt's own choice since July 2026.
    Current,
}

impl SignInHost {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Classic, Self::Current];

    /// The one to ask first: the classic one until the day on which it is expected to stop taking sign-ins.
    pub fn first_at(now: Timestamp) -> Self {
        match now < CLASSIC_ENDS {
            true => Self::Classic,
            false => Self::Current,
        }
    }

    /// The name by which the page and the address bar call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Classic => "trakt.tv",
            Self::Current => "auth.trakt.tv",
        }
    }

    /// The authorization endpoint (RFC 6749 3.1).
    pub const fn authorize(self) -> &'static str {
        match self {
            Self::Classic => "https://trakt.tv/oauth/authorize",
            Self::Current => "https://auth.trakt.tv/oauth/authorize",
        }
    }

    /// The token endpoint (RFC 6749 3.2).
    pub const fn token(self) -> &'static str {
        match self {
            Self::Classic => "https://api.trakt.tv/oauth/token",
            Self::Current => "https://auth.trakt.tv/oauth/token",
        }
    }

    /// The device authorization endpoint (RFC 8628 3.1).
    pub const fn device_code(self) -> &'static str {
        match self {
            Self::Classic => "https://api.trakt.tv/oauth/device/code",
            Self::Current => "https://auth.trakt.tv/oauth/device/code",
        }
    }

    /// The revocation endpoint (RFC 7009 2).
    pub const fn revoke(self) -> &'static str {
        match self {
            Self::Classic => "https://api.trakt.tv/oauth/revoke",
            Self::Current => "https://auth.trakt.tv/oauth/revoke",
        }
    }

    /// Where a device code is exchanged for a token; in RFC 8628 3.4 that is the token endpoint.
    pub const fn device_token(self) -> &'static str {
        match self {
            Self::Classic => "https://api.trakt.tv/oauth/device/token",
            Self::Current => "https://auth.trakt.tv/oauth/device/token",
        }
    }

    /// The host of the token endpoint.
    pub const fn token_host(self) -> &'static str {
        match self {
            Self::Classic => "api.trakt.tv",
            Self::Current => "auth.trakt.tv",
        }
    }

    /// The host to try where this one does not serve.
    pub const fn other(self) -> Self {
        match self {
            Self::Classic => Self::Current,
            Self::Current => Self::Classic,
        }
    }
}
