//! The grants for which Trakt gives a token.

use super::credentials::{AuthorizationCode, Pin, RefreshToken};
use super::pkce::CodeVerifier;

/// A grant with its secrets: a token is given for it (RFC 6749 1.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// An authorization code that Trakt showed to the user.
    Pin(Pin),
    /// An authorization code with which Trakt sent the browser back.
    Code {
        /// The code.
        code: AuthorizationCode,
        /// Where Trakt sent the browser (RFC 6749 4.1.3).
        redirect_uri: String,
        /// The verifier of the challenge (RFC 7636 4.5).
        code_verifier: CodeVerifier,
    },
    /// The refresh token of an earlier response (RFC 6749 6).
    Refresh(RefreshToken),
}

/// The kind of a [`Grant`], without its secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantKind {
    /// See [`Grant::Pin`].
    Pin,
    /// See [`Grant::Code`].
    Code,
    /// See [`Grant::Refresh`].
    Refresh,
    /// A device code (RFC 8628 3.4), which is polled for in a request of its own form.
    Device,
}

impl Grant {
    /// Returns which kind it is.
    pub const fn kind(&self) -> GrantKind {
        match self {
            Self::Pin(_) => GrantKind::Pin,
            Self::Code { .. } => GrantKind::Code,
            Self::Refresh(_) => GrantKind::Refresh,
        }
    }
}
