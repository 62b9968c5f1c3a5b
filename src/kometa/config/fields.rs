//! The keys of the `trakt` block, and what each is to hold.

use serde::{Deserialize, Serialize};

use crate::kometa::TraktBlock;
use crate::trakt::ClientSecret;

/// A key that Kometa knows in the `trakt` block, or the block's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum BlockKey {
    Trakt,
    ClientId,
    ClientSecret,
    Pin,
    ForceRefresh,
    Authorization,
    AccessToken,
    TokenType,
    ExpiresIn,
    RefreshToken,
    Scope,
    CreatedAt,
}

impl BlockKey {
    /// The key in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trakt => "trakt",
            Self::ClientId => "client_id",
            Self::ClientSecret => "client_secret",
            Self::Pin => "pin",
            Self::ForceRefresh => "force_refresh",
            Self::Authorization => "authorization",
            Self::AccessToken => "access_token",
            Self::TokenType => "token_type",
            Self::ExpiresIn => "expires_in",
            Self::RefreshToken => "refresh_token",
            Self::Scope => "scope",
            Self::CreatedAt => "created_at",
        }
    }

    /// Whether its value is masked on the page.
    pub(super) const fn is_secret(self) -> bool {
        matches!(
            self,
            Self::ClientId
                | Self::ClientSecret
                | Self::Pin
                | Self::AccessToken
                | Self::RefreshToken
        )
    }

    /// Whether Kometa's users commonly let a placeholder stand for the value.
    pub(super) const fn may_be_placeholder(self) -> bool {
        matches!(self, Self::ClientId | Self::ClientSecret)
    }
}

/// What a key is to hold.
#[derive(Clone)]
pub(super) enum Wanted<'b> {
    /// This string, in every reader.
    Text(&'b str),
    /// This integer.
    Number(u64),
    /// Nothing.
    Blank,
    /// Whatever is there, or else this.
    AsItIs(&'static str),
    /// These keys, and the user's own.
    Section(Vec<Field<'b>>),
    /// No such key.
    Gone,
}

#[derive(Clone)]
pub(super) struct Field<'b> {
    pub(super) key: BlockKey,
    pub(super) wanted: Wanted<'b>,
}

/// The members of `authorization`, in Kometa's order.
pub(super) const AUTHORIZATION: [BlockKey; 6] = [
    BlockKey::AccessToken,
    BlockKey::TokenType,
    BlockKey::ExpiresIn,
    BlockKey::RefreshToken,
    BlockKey::Scope,
    BlockKey::CreatedAt,
];

/// The keys directly under `trakt`, in Kometa's order, and those that are to go.
pub(super) fn trakt_fields<'b>(block: &'b TraktBlock, gone: &[BlockKey]) -> Vec<Field<'b>> {
    let TraktBlock { app, token } = block;
    let secret = app.client_secret.as_ref().map(ClientSecret::reveal);
    let authorization = vec![
        field(
            BlockKey::AccessToken,
            Wanted::Text(token.access_token.reveal()),
        ),
        field(BlockKey::TokenType, Wanted::Text(&token.token_type)),
        field(BlockKey::ExpiresIn, Wanted::Number(token.expires_in)),
        field(
            BlockKey::RefreshToken,
            Wanted::Text(token.refresh_token.reveal()),
        ),
        field(BlockKey::Scope, Wanted::Text(&token.scope)),
        field(BlockKey::CreatedAt, Wanted::Number(token.created_at)),
    ];
    let mut fields = vec![
        field(BlockKey::ClientId, Wanted::Text(app.client_id.reveal())),
        field(
            BlockKey::ClientSecret,
            secret.map_or(Wanted::Blank, Wanted::Text),
        ),
        field(BlockKey::Pin, Wanted::Blank),
        field(BlockKey::ForceRefresh, Wanted::AsItIs("false")),
        field(BlockKey::Authorization, Wanted::Section(authorization)),
    ];
    fields.extend(gone.iter().map(|key| field(*key, Wanted::Gone)));
    fields
}

const fn field(key: BlockKey, wanted: Wanted<'_>) -> Field<'_> {
    Field { key, wanted }
}
