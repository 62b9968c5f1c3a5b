//! `trakt.env`: variables for a shell (`. ./trakt.env`), for Docker (`--env-file`) and for readers of `.env` files.

use super::format::{Format, FormatId, Refusal};
use crate::trakt::{ClientSecret, Token, TraktApp};

pub(super) const FORMAT: Format = Format {
    id: FormatId::Environment,
    name: "Environment file",
    file_name: "trakt.env",
    media_type: "text/plain",
    content: text,
    members: &[],
    telling: &[],
};

/// Returns the file's text. The line of the secret stays empty for an app that has none, so that no older one is left set.
///
/// Docker's `--env-file` takes everything after `=` as it stands, quotes included, and a shell gives quotes and most
/// punctuation a meaning: no quoting means the same to both. A value is therefore written plainly, or refused.
///
/// ```text
/// TRAKT_CLIENT_ID=an-id
/// TRAKT_CLIENT_SECRET=a-secret
/// TRAKT_ACCESS_TOKEN=access
/// TRAKT_REFRESH_TOKEN=refresh
/// TRAKT_EXPIRES_AT=1482689336
/// ```
fn text(app: &TraktApp, token: &Token) -> Result<String, Refusal> {
    let secret = app.client_secret.as_ref().map(ClientSecret::reveal);
    let expires_at = token.ends_at().unix_seconds().to_string();
    let lines = [
        ("TRAKT_CLIENT_ID", app.client_id.reveal()),
        ("TRAKT_CLIENT_SECRET", secret.unwrap_or_default()),
        ("TRAKT_ACCESS_TOKEN", token.access_token.reveal()),
        ("TRAKT_REFRESH_TOKEN", token.refresh_token.reveal()),
        ("TRAKT_EXPIRES_AT", &expires_at),
    ];
    lines
        .into_iter()
        .map(|(variable, value)| match value.bytes().all(is_plain) {
            true => Ok(format!("{variable}={value}\n")),
            false => Err(Refusal::ReadDifferently { variable }),
        })
        .collect()
}

/// Returns whether a byte stands for itself wherever it stands in a value, to every reader of such files.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'_' | b'.' | b'/' | b'+' | b'=' | b':' | b',' | b'@' | b'%'
        )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::samples::{app, app_without_secret, token};
    use super::*;
    use crate::trakt::{AccessToken, ClientId, RefreshToken};

    #[test]
    fn each_variable_has_a_line() {
        assert_eq!(
            text(&app(), &token()).unwrap(),
            "TRAKT_CLIENT_ID=an-id\nTRAKT_CLIENT_SECRET=a-secret\nTRAKT_ACCESS_TOKEN=access\n\
             TRAKT_REFRESH_TOKEN=refresh\nTRAKT_EXPIRES_AT=1482689336\n"
        );
    }

    #[test]
    fn an_absent_secret_leaves_its_line_empty() {
        let text = text(&app_without_secret(), &token()).unwrap();
        assert!(text.contains("\nTRAKT_CLIENT_SECRET=\n"), "{text}");
    }

    #[test]
    fn a_value_that_shells_and_docker_read_differently_is_refused_by_name() {
        for hostile in [
            "a b", "a\nb", "'a'", "\"a\"", "$a", "a#", "a\\b", "`a`", "~", "a;b", "*", "é", "\0",
        ] {
            let mut app = app();
            let mut token = token();
            token.refresh_token = RefreshToken::new(hostile);
            let refused = |variable| Err(Refusal::ReadDifferently { variable });
            assert_eq!(text(&app, &token), refused("TRAKT_REFRESH_TOKEN"));
            token.access_token = AccessToken::new(hostile);
            assert_eq!(text(&app, &token), refused("TRAKT_ACCESS_TOKEN"));
            app.client_secret = Some(ClientSecret::new(hostile));
            assert_eq!(text(&app, &token), refused("TRAKT_CLIENT_SECRET"));
            app.client_id = ClientId::new(hostile);
            assert_eq!(text(&app, &token), refused("TRAKT_CLIENT_ID"));
        }
    }
}
