//! `trakt.json`: Trakt's own members (RFC 6749 5.1) under their own names, and the app.

use super::format::{Format, FormatId, Member, Part, Refusal, content};
use crate::trakt::{Token, TraktApp};

pub(super) const FORMAT: Format = Format {
    id: FormatId::Json,
    name: "JSON",
    file_name: "trakt.json",
    media_type: "application/json",
    content: text,
    members: MEMBERS,
    telling: &["access_token", "refresh_token"],
};

const MEMBERS: &[Member] = &[
    ("client_id", Part::ClientId),
    ("client_secret", Part::ClientSecret),
    ("access_token", Part::AccessToken),
    ("token_type", Part::TokenType),
    ("expires_in", Part::ExpiresIn),
    ("refresh_token", Part::RefreshToken),
    ("scope", Part::Scope),
    ("created_at", Part::CreatedAt),
];

/// Returns the file's text, without `client_secret` for an app that has none.
///
/// ```text
/// {
///   "client_id": "an-id",
///   "client_secret": "a-secret",
///   "access_token": "access",
///   "token_type": "bearer",
///   "expires_in": 604800,
///   "refresh_token": "refresh",
///   "scope": "public",
///   "created_at": 1482084536
/// }
/// ```
fn text(app: &TraktApp, token: &Token) -> Result<String, Refusal> {
    Ok(content(MEMBERS, app, token))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::samples::{app, app_without_secret, token};
    use super::*;

    #[test]
    fn trakts_members_keep_their_names() {
        assert_eq!(
            text(&app(), &token()).unwrap(),
            "{\n  \"client_id\": \"an-id\",\n  \"client_secret\": \"a-secret\",\n  \"access_token\": \"access\",\n  \
             \"token_type\": \"bearer\",\n  \"expires_in\": 604800,\n  \"refresh_token\": \"refresh\",\n  \
             \"scope\": \"public\",\n  \"created_at\": 1482084536\n}\n"
        );
    }

    #[test]
    fn an_absent_secret_is_left_out() {
        let text = text(&app_without_secret(), &token()).unwrap();
        assert!(!text.contains("client_secret"), "{text}");
    }
}
