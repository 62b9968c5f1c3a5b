//! What is said of a token and of its block.

use kometa_trakt_sign_in::kometa::TraktBlock;
use kometa_trakt_sign_in::text;
use kometa_trakt_sign_in::trakt::credentials::FilledIn;
use kometa_trakt_sign_in::trakt::response::Refusal;
use kometa_trakt_sign_in::trakt::token_check::{TokenCheckError, TokenTask};
use kometa_trakt_sign_in::trakt::{
    AccessToken, ClientId, GrantKind, RefreshToken, Token, TraktApp,
};

use crate::causes::{causes, failure, network_errors, refusals};
use crate::{assert_phrase, assert_sentence};

pub fn block() -> TraktBlock {
    TraktBlock {
        app: TraktApp {
            client_id: ClientId::new("an-id"),
            client_secret: None,
        },
        token: Token {
            access_token: AccessToken::new("a"),
            token_type: "bearer".into(),
            expires_in: 604_800,
            refresh_token: RefreshToken::new("r"),
            scope: "public".into(),
            created_at: 1,
            filled_in: FilledIn::default(),
        },
    }
}

#[test]
fn what_is_said_about_a_token_is_well_formed() {
    for words in [
        text::token::BLOCK_COPIED,
        text::token::BLOCK_COPIED_BY_HAND,
        text::token::BLOCK_NOT_COPIED,
        text::token::BLOCK_DOWNLOADED,
        text::token::BLOCK_NOT_DOWNLOADED,
    ] {
        assert_sentence(words);
    }
    let refused = refusals()
        .into_iter()
        .chain([Refusal::AccessTokenNotAccepted])
        .flat_map(|refusal| {
            [200, 404, 410].map(|status| TokenCheckError::Refused { refusal, status })
        });
    let network = network_errors().map(TokenCheckError::Network);
    let not_yet = TokenCheckError::NotAcceptedYet {
        refusal: Refusal::AccessTokenNotAccepted,
        status: 401,
    };
    let others = [TokenCheckError::NoUsername, not_yet];
    for error in refused.chain(network).chain(others) {
        for task in [TokenTask::Check, TokenTask::Revoke] {
            assert_sentence(&text::token::check_error(task, error));
            assert_phrase(text::token::failed_task(task, error));
        }
    }
    let mut token = block().token;
    assert_sentence(&text::token::lifetime(&token, true));
    assert!(!text::token::lifetime(&token, false).contains("Kometa renews"));
    assert_eq!(text::token::filled_in(&token), None);
    for pattern in 1..8 {
        let filled_in = FilledIn {
            created_at: pattern & 1 > 0,
            scope: pattern & 2 > 0,
            expires_in: pattern & 4 > 0,
        };
        token.filled_in = filled_in;
        let words = text::token::filled_in(&token).unwrap();
        assert_sentence(&words);
        assert_eq!(words.contains("created_at"), filled_in.created_at);
        assert_eq!(words.contains("scope"), filled_in.scope);
        assert_eq!(words.contains("expires_in"), filled_in.expires_in);
    }
    token.expires_in = 0;
    let words = text::token::lifetime(&token, true);
    assert_sentence(&words);
    assert!(words.starts_with("Trakt did not say how long it lasts."));
    for cause in causes() {
        let other = failure(GrantKind::Pin, cause);
        let words = text::token::other_host_answered(&other);
        assert_sentence(&words);
        assert!(words.starts_with("auth.trakt.tv answered."), "{words}");
    }
    assert_sentence(text::token::NO_CLIENT_SECRET);
    assert_sentence(text::token::SINGLE_USE);
}
