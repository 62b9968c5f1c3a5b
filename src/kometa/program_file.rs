//! The file of another program in the place of a `config.yml`: its sign-in is read, renewed and put back in the same way.

use super::TraktBlock;
use super::config::{
    BlockKey, ConfigRefusal, FoundBlock, Reason, UpdateReport, Updated, changes_of_texts,
};
use crate::export::{self, Part, Refusal};

/// Returns what a program's file has of a sign-in; none for any other text.
///
/// ```
/// use kometa_trakt_sign_in::kometa::config::Found;
/// use kometa_trakt_sign_in::kometa::program_file;
///
/// let found = program_file::read(r#"{"CLIENT_ID": "an-id", "OAUTH_REFRESH": "beaded03"}"#).unwrap();
/// let Some(Found::Value(refresh_token)) = found.refresh_token else {
///     panic!("it is a value");
/// };
/// assert_eq!(refresh_token.reveal(), "beaded03");
/// ```
pub fn read(text: &str) -> Option<FoundBlock> {
    let file = export::recognise(text)?;
    let found = FoundBlock::from_texts(|key| {
        let text = file.part(part(key)?)?;
        (!text.trim().is_empty()).then(|| (text.to_owned(), None))
    });
    Some(FoundBlock {
        expires_at: file.part(Part::ExpiresAt).and_then(|at| at.parse().ok()),
        program: Some(file.format),
        ..found
    })
}

const fn part(key: BlockKey) -> Option<Part> {
    match key {
        BlockKey::ClientId => Some(Part::ClientId),
        BlockKey::ClientSecret => Some(Part::ClientSecret),
        BlockKey::AccessToken => Some(Part::AccessToken),
        BlockKey::TokenType => Some(Part::TokenType),
        BlockKey::ExpiresIn => Some(Part::ExpiresIn),
        BlockKey::RefreshToken => Some(Part::RefreshToken),
        BlockKey::Scope => Some(Part::Scope),
        BlockKey::CreatedAt => Some(Part::CreatedAt),
        BlockKey::Trakt | BlockKey::Pin | BlockKey::ForceRefresh | BlockKey::Authorization => None,
    }
}

/// Puts a block's values into a program's file; none for any other text. See [`export::updated`].
///
/// # Errors
/// Why the file cannot hold them.
pub fn update(text: &str, block: &TraktBlock) -> Option<Result<Updated, ConfigRefusal>> {
    let updated = export::updated(text, &block.app, &block.token)?;
    Some(match updated {
        Ok(update) => Ok(Updated {
            report: UpdateReport {
                changes: changes_of_texts(
                    (text, update.secrets_before),
                    (&update.text, update.secrets_after),
                    &update.edits,
                ),
                program: Some(update.format),
                ..UpdateReport::default()
            },
            text: update.text,
        }),
        Err(refusal) => Err(ConfigRefusal {
            reason: match refusal {
                Refusal::NoClientSecret => Reason::SecretRequired,
                Refusal::ReadDifferently { .. } | Refusal::NotSure => Reason::NotSure,
            },
            line: Some(1),
        }),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::export::FormatId;
    use crate::kometa::config::{Change, Found};
    use crate::trakt::credentials::FilledIn;
    use crate::trakt::{AccessToken, ClientId, ClientSecret, RefreshToken, Token, TraktApp};

    const FILE: &str = "{\n  \"APPLICATION_ID\": null,\n  \"CLIENT_ID\": \"an-id\",\n  \"CLIENT_SECRET\": \"a-secret\",\n  \
                        \"OAUTH_EXPIRES_AT\": 1482689336,\n  \"OAUTH_REFRESH\": \"old-refresh\",\n  \"OAUTH_TOKEN\": \"old\"\n}\n";

    fn block() -> TraktBlock {
        TraktBlock {
            app: TraktApp {
                client_id: ClientId::new("an-id"),
                client_secret: Some(ClientSecret::new("a-secret")),
            },
            token: Token {
                access_token: AccessToken::new("new"),
                token_type: "bearer".into(),
                expires_in: 604_800,
                refresh_token: RefreshToken::new("new-refresh"),
                scope: "public".into(),
                created_at: 1_700_000_000,
                filled_in: FilledIn::default(),
            },
        }
    }

    fn shown(changes: &[Change]) -> String {
        let mut shown = String::new();
        for change in changes {
            for (sign, lines) in [('-', &change.before), ('+', &change.after)] {
                for line in lines {
                    let mut text = line.text.clone();
                    for secret in line.secrets.iter().rev() {
                        text.replace_range(secret.clone(), "•");
                    }
                    shown += &format!("{sign}{} {text}\n", line.number);
                }
            }
        }
        shown
    }

    #[test]
    fn a_programs_file_is_read_as_a_sign_in() {
        let found = read(FILE).unwrap();
        assert_eq!(found.program, Some(FormatId::PlexTraktSync));
        assert_eq!(found.client_id, Some(Found::Value(ClientId::new("an-id"))));
        assert_eq!(found.expires_at, Some(1_482_689_336));
        let refresh_token = RefreshToken::new("old-refresh");
        assert_eq!(found.refresh_token, Some(Found::Value(refresh_token)));
    }

    #[test]
    fn values_of_a_programs_file_pass_the_gate() {
        let found = read("{\"CLIENT_ID\": \" \", \"OAUTH_TOKEN\": \"a b\"}").unwrap();
        assert_eq!(found.client_id, None);
        assert!(matches!(found.access_token, Some(Found::Refused(_))));
    }

    #[test]
    fn the_lines_that_differ_are_shown_with_their_secrets_masked() {
        let updated = update(FILE, &block()).unwrap().unwrap();
        assert_eq!(
            shown(&updated.report.changes),
            "-5   \"OAUTH_EXPIRES_AT\": 1482689336,\n-6   \"OAUTH_REFRESH\": •,\n-7   \"OAUTH_TOKEN\": •\n\
             +5   \"OAUTH_EXPIRES_AT\": 1700604800,\n+6   \"OAUTH_REFRESH\": •,\n+7   \"OAUTH_TOKEN\": •\n"
        );
        let again = update(&updated.text, &block()).unwrap().unwrap();
        assert_eq!(again.report.changes, []);
    }

    #[test]
    fn added_lines_are_shown_too() {
        let short = FILE.replace(",\n  \"OAUTH_REFRESH\": \"old-refresh\"", "");
        let updated = update(&short, &block()).unwrap().unwrap();
        assert_eq!(
            shown(&updated.report.changes),
            "-5   \"OAUTH_EXPIRES_AT\": 1482689336,\n-6   \"OAUTH_TOKEN\": •\n+5   \"OAUTH_EXPIRES_AT\": 1700604800,\n\
             +6   \"OAUTH_TOKEN\": •,\n+7   \"OAUTH_REFRESH\": •\n"
        );
    }

    #[test]
    fn an_app_without_a_secret_does_not_go_into_pytrakts_file() {
        let mut block = block();
        block.app.client_secret = None;
        let refused = update(FILE, &block).unwrap().unwrap_err();
        assert_eq!(refused.reason, Reason::SecretRequired);
    }
}
