//! A sign-in as a file for programs other than Kometa, one format a file, and all of them in one table.
//!
//! A new format is a row in [`FORMATS`] with its [`FormatId`], its file, and its words in `text::export`.

mod environment;
mod format;
mod json;
mod json_file;
mod plex_trakt_sync;
mod table;

pub use format::{Format, FormatId, Part, Refusal};
pub use json_file::{Found, Update, recognise, updated};
pub use table::FORMATS;

#[cfg(test)]
mod samples {
    use crate::trakt::credentials::FilledIn;
    use crate::trakt::{AccessToken, ClientId, ClientSecret, RefreshToken, Token, TraktApp};

    pub(super) fn app() -> TraktApp {
        TraktApp {
            client_id: ClientId::new("an-id"),
            client_secret: Some(ClientSecret::new("a-secret")),
        }
    }

    pub(super) fn app_without_secret() -> TraktApp {
        TraktApp {
            client_secret: None,
            ..app()
        }
    }

    pub(super) fn token() -> Token {
        Token {
            access_token: AccessToken::new("access"),
            token_type: "bearer".into(),
            expires_in: 604_800,
            refresh_token: RefreshToken::new("refresh"),
            scope: "public".into(),
            created_at: 1_482_084_536,
            filled_in: FilledIn::default(),
        }
    }
}
