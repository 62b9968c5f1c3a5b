//! The one call of Trakt's API that a sign-in needs.

use serde_json::json;

use super::answer::Answer;
use super::journal::JournalEntry;
use super::state::State;
use super::token::is_json;

pub(super) fn settings(state: &mut State, call: &JournalEntry) -> Answer {
    if !is_json(call) || call.header("trakt-api-version") != Some("2") {
        return Answer::empty(412);
    }
    let Some(app) = call.header("trakt-api-key").and_then(|key| state.app(key)) else {
        return Answer::forbidden();
    };
    // RFC 6750, section 2.1; the scheme is case-insensitive by RFC 9110, section 11.1.
    let token = call
        .header("authorization")
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token);
    let now = state.now();
    let signed_in = state.sessions.iter().any(|session| {
        session.alive
            && session.expires_at > now
            && session.client_id == app.client_id
            && Some(session.tokens.access_token.as_str()) == token
    });
    if !signed_in {
        return Answer::oauth_error(
            401,
            "invalid_token",
            "The access token is unknown, expired or revoked.",
        );
    }
    Answer::json(
        200,
        &json!({
            "user": {
                "username": "sample-user",
                "private": false,
                "name": "Sample User",
                "vip": false,
                "vip_ep": false,
                "ids": { "slug": "sample-user" },
                "joined_at": "2014-09-01T09:10:11.000Z"
            },
            "account": {
                "timezone": "Europe/London",
                "date_format": "dmy",
                "time_24hr": true,
                "cover_image": null
            },
            "connections": { "facebook": false, "twitter": false, "google": false },
            "sharing_text": {
                "watching": "I'm watching [item]",
                "watched": "I just watched [item]"
            }
        }),
    )
}
