//! The keys of the `trakt` block, in the order in which the page writes them.

use serde::{Deserialize, Serialize};

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

/// The place of a key in `config.yml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The left edge.
    Root,
    /// Directly under `trakt`.
    Block,
    /// Under `authorization`.
    Authorization,
}

/// A key with all that is known of it.
struct Row {
    key: BlockKey,
    name: &'static str,
    place: Place,
    is_secret: bool,
}

const TABLE: [Row; 12] = [
    row(BlockKey::Trakt, "trakt", Place::Root, false),
    row(BlockKey::ClientId, "client_id", Place::Block, true),
    row(BlockKey::ClientSecret, "client_secret", Place::Block, true),
    row(BlockKey::Pin, "pin", Place::Block, true),
    row(BlockKey::ForceRefresh, "force_refresh", Place::Block, false),
    row(
        BlockKey::Authorization,
        "authorization",
        Place::Block,
        false,
    ),
    row(
        BlockKey::AccessToken,
        "access_token",
        Place::Authorization,
        true,
    ),
    row(
        BlockKey::TokenType,
        "token_type",
        Place::Authorization,
        false,
    ),
    row(
        BlockKey::ExpiresIn,
        "expires_in",
        Place::Authorization,
        false,
    ),
    row(
        BlockKey::RefreshToken,
        "refresh_token",
        Place::Authorization,
        true,
    ),
    row(BlockKey::Scope, "scope", Place::Authorization, false),
    row(
        BlockKey::CreatedAt,
        "created_at",
        Place::Authorization,
        false,
    ),
];

const fn row(key: BlockKey, name: &'static str, place: Place, is_secret: bool) -> Row {
    Row {
        key,
        name,
        place,
        is_secret,
    }
}

impl BlockKey {
    /// Returns the row of the key: the variants are numbered in the order of the table, which a test checks.
    const fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// Returns all keys, in the order in which the page writes them.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.key)
    }

    /// Returns the keys of one place, in order.
    pub fn at(place: Place) -> impl Iterator<Item = Self> {
        Self::all().filter(move |key| key.place() == place)
    }

    /// Returns the key with this name, as `client_id`.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|key| key.name() == name)
    }

    /// Returns the key as it stands in the file.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Returns where the key belongs.
    pub const fn place(self) -> Place {
        self.row().place
    }

    /// Returns whether its value is masked on the page.
    pub const fn is_secret(self) -> bool {
        self.row().is_secret
    }

    /// Returns whether a mapping is its value, and not a single value.
    pub const fn is_section(self) -> bool {
        matches!(self, Self::Trakt | Self::Authorization)
    }

    /// Returns whether Kometa's users commonly let a placeholder stand for the value.
    pub const fn may_be_placeholder(self) -> bool {
        matches!(self, Self::ClientId | Self::ClientSecret)
    }
}

#[cfg(test)]
mod tests {
    use super::{BlockKey, Place, TABLE};

    #[test]
    fn every_key_has_its_own_row() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.key as usize, index, "{}", row.name);
            assert_eq!(BlockKey::named(row.name), Some(row.key));
        }
    }

    #[test]
    fn authorization_has_the_six_keys_that_kometa_reads() {
        let names: Vec<_> = BlockKey::at(Place::Authorization)
            .map(BlockKey::name)
            .collect();
        let expected = [
            "access_token",
            "token_type",
            "expires_in",
            "refresh_token",
            "scope",
            "created_at",
        ];
        assert_eq!(names, expected);
    }
}
