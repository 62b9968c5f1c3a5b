//! A format, the parts of a sign-in that its file holds, and JSON made of them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::trakt::{Token, TraktApp};

/// A kind of file that holds a sign-in for a program.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The format that this row is about.
    pub id: FormatId,
    /// The name in the list.
    pub name: &'static str,
    /// The name that the program's file has.
    pub file_name: &'static str,
    /// The media type (RFC 6838).
    pub media_type: &'static str,
    /// The file's text.
    pub content: fn(&TraktApp, &Token) -> Result<String, Refusal>,
    /// The members of a JSON file by which it is recognised and brought up to date; none for a file that is not read back.
    pub(super) members: &'static [Member],
    /// The members of which at least one tells this JSON file from others.
    pub(super) telling: &'static [&'static str],
}

/// Tells one format from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum FormatId {
    /// The JSON file of the `pytrakt` package, which PlexTraktSync uses.
    #[default]
    PlexTraktSync,
    /// Environment variables, one a line.
    Environment,
    /// Trakt's answer as JSON, with the app.
    Json,
}

/// Why there is no file in a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The program cannot do without a client secret.
    NoClientSecret,
    /// The variable's value would be read differently by a shell and by Docker.
    ReadDifferently {
        /// The variable's name.
        variable: &'static str,
    },
    /// The updated file did not read back as what was meant.
    NotSure,
}

/// The name of a member, and the part that it holds.
pub(super) type Member = (&'static str, Part);

/// A part of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after what it is")]
pub enum Part {
    /// A member that a program wants and that says nothing.
    Null,
    ClientId,
    ClientSecret,
    AccessToken,
    TokenType,
    ExpiresIn,
    RefreshToken,
    Scope,
    CreatedAt,
    /// The end of the access token, in seconds since the Unix epoch.
    ExpiresAt,
}

impl Part {
    /// Returns the part's value; none for a secret that the app does not have.
    pub(super) fn value(self, app: &TraktApp, token: &Token) -> Option<Value> {
        Some(match self {
            Self::Null => Value::Null,
            Self::ClientId => app.client_id.reveal().into(),
            Self::ClientSecret => app.client_secret.as_ref()?.reveal().into(),
            Self::AccessToken => token.access_token.reveal().into(),
            Self::TokenType => token.token_type.as_str().into(),
            Self::ExpiresIn => token.expires_in.into(),
            Self::RefreshToken => token.refresh_token.reveal().into(),
            Self::Scope => token.scope.as_str().into(),
            Self::CreatedAt => token.created_at.into(),
            Self::ExpiresAt => token.ends_at().unix_seconds().into(),
        })
    }

    pub(super) const fn is_secret(self) -> bool {
        matches!(
            self,
            Self::ClientId | Self::ClientSecret | Self::AccessToken | Self::RefreshToken
        )
    }
}

/// Returns a JSON object with these members, one a line.
pub(super) fn content(members: &[Member], app: &TraktApp, token: &Token) -> String {
    let lines: Vec<_> = members
        .iter()
        .filter_map(|(name, part)| Some(format!("  \"{name}\": {}", part.value(app, token)?)))
        .collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}
