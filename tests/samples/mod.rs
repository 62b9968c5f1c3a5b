//! An app and a token in the form that Trakt gives them, made up.

use kometa_trakt_sign_in::trakt::credentials::FilledIn;
use kometa_trakt_sign_in::trakt::{
    AccessToken, ClientId, ClientSecret, RefreshToken, Token, TraktApp,
};

pub(crate) fn app() -> TraktApp {
    TraktApp {
        client_id: ClientId::new("c0ffee00".repeat(8)),
        client_secret: Some(ClientSecret::new("decade01".repeat(8))),
    }
}

pub(crate) fn token() -> Token {
    Token {
        access_token: AccessToken::new("facade02".repeat(8)),
        token_type: "bearer".into(),
        expires_in: 604_800,
        refresh_token: RefreshToken::new("beaded03".repeat(8)),
        scope: "public".into(),
        created_at: 1_795_000_000,
        filled_in: FilledIn::default(),
    }
}
