//! `.pytrakt.json`, which the `pytrakt` package reads, refreshes its token with and writes back (`trakt.config.AuthConfig`).

use super::format::{Format, FormatId, Member, Part, Refusal, content};
use crate::trakt::{Token, TraktApp};

pub(super) const FORMAT: Format = Format {
    id: FormatId::PlexTraktSync,
    name: "PlexTraktSync",
    file_name: ".pytrakt.json",
    media_type: "application/json",
    content: text,
    members: MEMBERS,
    telling: &["OAUTH_TOKEN", "OAUTH_REFRESH", "OAUTH_EXPIRES_AT"],
};

/// The fields of `AuthConfig`, in its order.
const MEMBERS: &[Member] = &[
    ("APPLICATION_ID", Part::Null),
    ("CLIENT_ID", Part::ClientId),
    ("CLIENT_SECRET", Part::ClientSecret),
    ("OAUTH_EXPIRES_AT", Part::ExpiresAt),
    ("OAUTH_REFRESH", Part::RefreshToken),
    ("OAUTH_TOKEN", Part::AccessToken),
];

/// Returns the file's text. `pytrakt` loads its file only for an app with a secret.
///
/// ```text
/// {
///   "APPLICATION_ID": null,
///   "CLIENT_ID": "an-id",
///   "CLIENT_SECRET": "a-secret",
///   "OAUTH_EXPIRES_AT": 1482689336,
///   "OAUTH_REFRESH": "refresh",
///   "OAUTH_TOKEN": "access"
/// }
/// ```
fn text(app: &TraktApp, token: &Token) -> Result<String, Refusal> {
    match app.client_secret {
        Some(_) => Ok(content(MEMBERS, app, token)),
        None => Err(Refusal::NoClientSecret),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::samples::{app, app_without_secret, token};
    use super::*;

    #[test]
    fn pytrakt_gets_exactly_its_six_members() {
        let text = text(&app(), &token()).unwrap();
        assert_eq!(
            text,
            "{\n  \"APPLICATION_ID\": null,\n  \"CLIENT_ID\": \"an-id\",\n  \"CLIENT_SECRET\": \"a-secret\",\n  \
             \"OAUTH_EXPIRES_AT\": 1482689336,\n  \"OAUTH_REFRESH\": \"refresh\",\n  \"OAUTH_TOKEN\": \"access\"\n}\n"
        );
    }

    #[test]
    fn pytrakt_gets_no_file_without_a_secret() {
        let refused = text(&app_without_secret(), &token());
        assert_eq!(refused, Err(Refusal::NoClientSecret));
    }
}
