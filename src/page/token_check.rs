//! Checking a token with Trakt, and revoking it.

use crate::sign_in::world::{Id, World};
use crate::timestamp::Timestamp;
use crate::trakt::response::Refusal;
use crate::trakt::token_check::{self, TokenCheckError, TokenTask};
use crate::trakt::{NetworkError, Response};

/// The question to Trakt about a token that is under way, or was the last.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum TokenCheck {
    /// Trakt was not asked.
    #[default]
    None,
    /// Trakt is being asked whether it accepts the token.
    Checking {
        /// The effect's id.
        id: Id,
    },
    /// Trakt accepts the token.
    Accepted {
        /// The user whose token it is.
        username: String,
    },
    /// The user is asked whether to revoke the token.
    ConfirmingRevocation,
    /// One token of the pair is being revoked.
    Revoking {
        /// The effect's id.
        id: Id,
        /// The time from which the request may go out.
        not_before: Timestamp,
        /// The token that is being revoked.
        token: TokenKind,
        /// Set once Trakt has confirmed that the refresh token is revoked.
        refresh_token_revoked: bool,
    },
    /// Trakt has confirmed that the refresh token is revoked; revoking the access token failed, and can be tried again.
    HalfRevoked(TokenCheckError),
    /// The access token is revoked.
    Revoked {
        /// Set if Trakt has confirmed the same of the refresh token.
        refresh_token_too: bool,
    },
    /// The task could not be done.
    Failed(TokenTask, TokenCheckError),
}

/// A token of the pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// The token that Kometa calls Trakt with.
    AccessToken,
    /// The token that Kometa gets the next pair with.
    RefreshToken,
}

/// Something that the user wants done with the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenEvent {
    /// The block is to be copied.
    CopyAsked,
    /// The block is to be downloaded.
    DownloadAsked,
    /// Some of the block was copied by hand.
    CopiedByHand,
    /// Trakt is to be asked whether it accepts the token.
    CheckAsked,
    /// The token is to be revoked, once that is confirmed.
    RevocationAsked,
    /// The token is not to be revoked after all.
    RevocationDeclined,
    /// The token is to be revoked.
    RevocationConfirmed,
    /// The revocations of tokens that were replaced meanwhile are to be finished.
    EarlierRevocationsConfirmed,
}

/// Something that a [`TokenCheck`] goes on with.
pub(super) enum CheckEvent<'a> {
    /// The user wants something done.
    User(TokenEvent),
    /// The request with this id has ended.
    Responded(Id, &'a Result<Response, NetworkError>),
}

impl TokenCheck {
    /// Returns the check after this event; the token is from `created_at`, in seconds since 1970.
    pub(super) fn on(self, event: &CheckEvent<'_>, created_at: u64, world: &mut World<'_>) -> Self {
        match (self, event) {
            (
                unchanged @ (Self::Checking { .. } | Self::Revoking { .. } | Self::Revoked { .. }),
                CheckEvent::User(_),
            ) => unchanged,
            // What is confirmed stays confirmed: only the other half is left to be done.
            (half @ Self::HalfRevoked(_), CheckEvent::User(event)) => match event {
                TokenEvent::RevocationAsked | TokenEvent::RevocationConfirmed => {
                    Self::revoking(TokenKind::AccessToken, true, world)
                }
                _ => half,
            },
            (_, CheckEvent::User(TokenEvent::CheckAsked)) => Self::Checking {
                id: world.ids.next(),
            },
            (_, CheckEvent::User(TokenEvent::RevocationAsked)) => Self::ConfirmingRevocation,
            (Self::ConfirmingRevocation, CheckEvent::User(TokenEvent::RevocationDeclined)) => {
                Self::None
            }
            // The refresh token first: it is what could get another pair.
            (Self::ConfirmingRevocation, CheckEvent::User(TokenEvent::RevocationConfirmed)) => {
                Self::revoking(TokenKind::RefreshToken, false, world)
            }
            (Self::Checking { id: asked }, CheckEvent::Responded(id, result)) if asked == *id => {
                match token_check::username(result, created_at, world.now) {
                    Ok(username) => Self::Accepted { username },
                    Err(error) => Self::Failed(TokenTask::Check, error),
                }
            }
            (
                Self::Revoking {
                    id: asked,
                    token,
                    refresh_token_revoked,
                    ..
                },
                CheckEvent::Responded(id, result),
            ) if asked == *id => match (token, token_check::revoked(result, world.now)) {
                (TokenKind::RefreshToken, Ok(())) => {
                    Self::revoking(TokenKind::AccessToken, true, world)
                }
                // Trakt may take access tokens alone.
                (
                    TokenKind::RefreshToken,
                    Err(TokenCheckError::Refused {
                        refusal:
                            Refusal::InvalidGrant | Refusal::AccessTokenNotAccepted | Refusal::Other,
                        ..
                    }),
                ) => Self::revoking(TokenKind::AccessToken, false, world),
                (TokenKind::AccessToken, Ok(())) => Self::Revoked {
                    refresh_token_too: refresh_token_revoked,
                },
                (TokenKind::AccessToken, Err(error)) if refresh_token_revoked => {
                    Self::HalfRevoked(error)
                }
                (_, Err(error)) => Self::Failed(TokenTask::Revoke, error),
            },
            (unchanged, _) => unchanged,
        }
    }

    fn revoking(token: TokenKind, refresh_token_revoked: bool, world: &mut World<'_>) -> Self {
        Self::Revoking {
            id: world.ids.next(),
            not_before: world.posts.reserve(world.now),
            token,
            refresh_token_revoked,
        }
    }

    /// Returns whether the token is known to be of no use any more.
    pub const fn is_revoked(&self) -> bool {
        matches!(self, Self::Revoked { .. })
    }

    /// Returns whether Trakt has confirmed that a token of the pair is revoked, so that the block is of no use any
    /// more.
    pub const fn has_revoked(&self) -> bool {
        matches!(
            self,
            Self::Revoked { .. }
                | Self::HalfRevoked(_)
                | Self::Revoking {
                    refresh_token_revoked: true,
                    ..
                }
        )
    }

    /// Returns whether a revocation was begun of which a half may be done, and the other one is not.
    pub const fn is_revocation_unfinished(&self) -> bool {
        matches!(self, Self::Revoking { .. } | Self::HalfRevoked(_))
    }

    /// The id under which Trakt is being asked.
    pub const fn effect_id(&self) -> Option<Id> {
        match self {
            Self::Checking { id } | Self::Revoking { id, .. } => Some(*id),
            Self::None
            | Self::Accepted { .. }
            | Self::ConfirmingRevocation
            | Self::HalfRevoked(_)
            | Self::Revoked { .. }
            | Self::Failed(..) => None,
        }
    }
}
