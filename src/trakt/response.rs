//! The meaning of a response: a token, or one of the refusals in [`check`]'s table. A response is judged by its content
//! first, then by its status.

use std::time::Duration;

use serde_json::{Map, Value};

use super::body::{Content, Members, error_in, first_text};
pub use super::body::{ExpectedType, JsonType, Malformed};
use super::credentials::{AccessToken, FilledIn, RefreshToken, Token};
use super::display_text::displayable;
use super::http::{Response, ResponseBody, ResponseHeaders};
use crate::timestamp::Timestamp;

/// The endpoint that a response comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// The token endpoint (RFC 6749 3.2), asked to exchange a code or a PIN.
    Token,
    /// The token endpoint, asked for a refresh (RFC 6749 6).
    Refresh,
    /// The device authorization endpoint (RFC 8628 3.1).
    DeviceAuthorization,
    /// The endpoint at which a device code is polled for (RFC 8628 3.4).
    DeviceToken,
    /// The revocation endpoint (RFC 7009 2).
    Revocation,
    /// The user's settings, asked for with an access token.
    UserSettings,
}

/// A reason not to do what was asked for, given by Trakt or by something in front of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// `invalid_grant` (RFC 6749 5.2): the PIN, code or refresh token is not accepted. On a refresh also
    /// `invalid_request` and 400 without a reason: so Trakt answers for a refresh token from before its move of 2026.
    InvalidGrant,
    /// `invalid_client` (RFC 6749 5.2), or words that the client ID is required: wrong, or of an app that Trakt has deleted.
    InvalidClient,
    /// 401 without a reason: the app is not accepted, or what was to be exchanged is not.
    Unauthorized,
    /// 401 for a call of the API: the access token is not accepted.
    AccessTokenNotAccepted,
    /// 403 with JSON or words, or `unauthorized_client`: the API key is not accepted, or the app is not approved or deleted.
    AppNotAccepted,
    /// A web page, Cloudflare's `error code: 1020` or nothing: from something in front of Trakt, and no word about the app
    /// or the token.
    TurnedAway {
        /// From `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// 404, 405 or 410: the host no longer serves this.
    NotServed,
    /// 412: the request's content type was refused.
    ContentTypeRefused,
    /// 423, or the header `X-Account-Locked`.
    AccountLocked,
    /// The header `X-Account-Deactivated`.
    AccountDeactivated,
    /// 410 for the user's settings, which Kometa takes for a deactivated account.
    AccountMaybeDeactivated,
    /// 429, or `slow_down` (RFC 8628 3.5).
    RateLimited {
        /// From `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// A status of 500 or above, `server_error` or `temporarily_unavailable`.
    TraktDown,
    /// The user has not entered the device code yet.
    AuthorizationPending,
    /// Trakt does not know the device code.
    DeviceCodeUnknown,
    /// The device code has given a token already.
    DeviceCodeUsed,
    /// The device code has expired.
    DeviceCodeExpired,
    /// The user did not allow the app.
    AccessDenied,
    /// Anything else.
    Other,
}

/// The words of an error response, made fit to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ErrorDetails {
    /// The HTTP status; none where no response could be read.
    pub status: Option<u16>,
    /// The `error` member of RFC 6749 5.2, or what other servers name so.
    pub error: Option<String>,
    /// The `error_description` member of RFC 6749 5.2. Text, whatever it looks like.
    pub error_description: Option<String>,
}

/// Judges whether Trakt did what was asked for.
///
/// This is the one table of answers. RFC 6749 and RFC 8628 tell by the `error` member, whatever the status; Trakt itself
/// tells mostly by the status. What comes from something in front of Trakt tells nothing about what was sent.
///
/// # Errors
/// The refusal. `received_at` turns a `Retry-After` that is a date into a duration.
pub fn check(
    endpoint: Endpoint,
    response: &Response,
    received_at: Timestamp,
) -> Result<(), Refusal> {
    use Content::{BlankJson, Blocked, Empty, Error, Intermediary, Json, Words};
    use Endpoint::{DeviceToken, Refresh, Revocation, UserSettings};
    let content = response.body.content();
    let retry_after = response.headers.retry_after(received_at);
    let is_success = match (&content, endpoint) {
        (Error { .. } | Blocked | Intermediary, _) | (Empty, DeviceToken) => false,
        (Json | BlankJson | Words | Empty, _) => matches!(response.status, 200..=299),
    };
    if is_success {
        return Ok(());
    }
    if response.headers.account_deactivated {
        return Err(Refusal::AccountDeactivated);
    }
    if response.headers.account_locked {
        return Err(Refusal::AccountLocked);
    }
    let named = match &content {
        Error { name } => named_refusal(name, &response.body, endpoint, retry_after),
        Json | Words => named_refusal("", &response.body, endpoint, retry_after),
        BlankJson | Empty | Intermediary | Blocked => None,
    };
    Err(
        named.unwrap_or(match (response.status, &content, endpoint) {
            // 511 comes from the network's own sign-in page (RFC 6585 6).
            (_, Blocked, _) | (429, Intermediary, _) | (511, ..) => {
                Refusal::TurnedAway { retry_after }
            }
            (429, ..) => Refusal::RateLimited { retry_after },
            (500.., ..) => Refusal::TraktDown,
            (_, Intermediary, DeviceToken | UserSettings) => Refusal::TurnedAway { retry_after },
            (400, Empty | BlankJson, DeviceToken) => Refusal::AuthorizationPending,
            (404, _, DeviceToken) => Refusal::DeviceCodeUnknown,
            (409, _, DeviceToken) => Refusal::DeviceCodeUsed,
            (410, _, DeviceToken) => Refusal::DeviceCodeExpired,
            (418, _, DeviceToken) => Refusal::AccessDenied,
            (412, ..) => Refusal::ContentTypeRefused,
            (423, ..) => Refusal::AccountLocked,
            (401 | 405, Empty, DeviceToken) => Refusal::TurnedAway { retry_after },
            (410, _, UserSettings) => Refusal::AccountMaybeDeactivated,
            (404 | 405 | 410, ..) => Refusal::NotServed,
            (_, Intermediary, _) => Refusal::TurnedAway { retry_after },
            (400, Empty | BlankJson | Json, Refresh) => Refusal::InvalidGrant,
            (401, _, UserSettings) => Refusal::AccessTokenNotAccepted,
            (401, Empty | BlankJson | Json | Words, Revocation) => Refusal::AccessTokenNotAccepted,
            (401, ..) => Refusal::Unauthorized,
            (400, Empty, Revocation) => Refusal::Other,
            (_, Empty, _) => Refusal::TurnedAway { retry_after },
            (403, ..) => Refusal::AppNotAccepted,
            _ => Refusal::Other,
        }),
    )
}

/// Returns the refusal that an error names by itself (RFC 6749 5.2, RFC 6750 3.1, RFC 8628 3.5) or in its words, whatever the
/// status; none where that depends on the status.
fn named_refusal(
    name: &str,
    body: &ResponseBody,
    endpoint: Endpoint,
    retry_after: Option<Duration>,
) -> Option<Refusal> {
    use Endpoint::{DeviceAuthorization, DeviceToken, Refresh, Revocation, Token, UserSettings};
    let words = body.visible_text().to_ascii_lowercase();
    let lacks_credentials = ["client_id", "client id", "client_secret", "client secret"]
        .iter()
        .any(|member| words.contains(member))
        && ["required", "missing"]
            .iter()
            .any(|said| words.contains(said));
    if lacks_credentials {
        return Some(Refusal::InvalidClient);
    }
    if endpoint == Refresh && words.contains("session not found") {
        return Some(Refusal::InvalidGrant);
    }
    match (name, endpoint) {
        ("invalid_client", _) => Some(Refusal::InvalidClient),
        ("unauthorized_client", _) => Some(Refusal::AppNotAccepted),
        ("invalid_grant", Token | Refresh | DeviceToken | Revocation)
        | ("invalid_request" | "invalid_token" | "expired_token", Refresh) => {
            Some(Refusal::InvalidGrant)
        }
        ("invalid_grant" | "invalid_token" | "expired_token", UserSettings)
        | ("invalid_token" | "expired_token", Revocation) => Some(Refusal::AccessTokenNotAccepted),
        ("invalid_grant", DeviceAuthorization) => Some(Refusal::Other),
        ("authorization_pending", DeviceToken) => Some(Refusal::AuthorizationPending),
        ("slow_down", _) => Some(Refusal::RateLimited { retry_after }),
        ("expired_token", DeviceToken) => Some(Refusal::DeviceCodeExpired),
        ("access_denied", DeviceToken) => Some(Refusal::AccessDenied),
        ("server_error" | "temporarily_unavailable", _) => Some(Refusal::TraktDown),
        _ => None,
    }
}

/// A reason for a response to bring no token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoToken {
    /// Trakt, or something in front of it, said no.
    Refused(Refusal),
    /// The body is not a token.
    Malformed(Malformed),
}

/// Reads the token that a response brings. A complete token is one under any status and next to any `error`.
///
/// # Errors
/// The refusal; or what keeps the body from being a token, if no refusal is named or half a token came with it.
pub fn read_token(
    endpoint: Endpoint,
    response: &Response,
    received_at: Timestamp,
) -> Result<Token, NoToken> {
    let body = &response.body;
    let malformed = match token(body, received_at) {
        Ok(token) => return Ok(token),
        Err(malformed) => malformed,
    };
    let is_error = matches!(body.content(), Content::Error { .. });
    match check(endpoint, response, received_at) {
        Err(refusal) if is_error || !holds_access_token(body) => Err(NoToken::Refused(refusal)),
        Ok(()) | Err(_) => Err(NoToken::Malformed(malformed)),
    }
}

/// Reads the token in a body. A token that arrived is a token, whatever came after it.
///
/// A lifetime of 0 says that none was told, and so does a negative one.
///
/// # Errors
/// The flaw that keeps the body from being one.
fn token(body: &ResponseBody, received_at: Timestamp) -> Result<Token, Malformed> {
    let members = Members::of(body)?;
    let missing = members.missing(["access_token", "token_type", "expires_in", "refresh_token"]);
    if !missing.is_empty() {
        let is_refresh_token_missing = missing.contains(&"refresh_token");
        return Err(
            match (members.lacks(missing), members.text("access_token")) {
                (Malformed::Missing(_), Ok(Some(access_token))) if is_refresh_token_missing => {
                    Malformed::NoRefreshToken {
                        access_token: AccessToken::new(access_token),
                    }
                }
                (lacking, _) => lacking,
            },
        );
    }
    let created_at = members.time("created_at")?;
    let scope = members.text("scope")?;
    let expires_in = members.required_number("expires_in")?;
    Ok(Token {
        access_token: AccessToken::new(members.required_text("access_token")?),
        token_type: members.required_text("token_type")?,
        expires_in: u64::try_from(expires_in.max(0)).unwrap_or(u64::MAX),
        refresh_token: RefreshToken::new(members.required_text("refresh_token")?),
        filled_in: FilledIn {
            created_at: created_at.is_none(),
            scope: scope.is_none(),
            expires_in: expires_in < 0,
        },
        created_at: created_at.unwrap_or(received_at.unix_seconds()),
        scope: scope.unwrap_or_else(|| "public".into()),
    })
}

fn holds_access_token(body: &ResponseBody) -> bool {
    Members::of(body).is_ok_and(|members| matches!(members.text("access_token"), Ok(Some(_))))
}

/// Returns the text of the member that describes an error: that of RFC 6749 5.2, or what other servers name so.
fn description_in(members: &Map<String, Value>) -> Option<&str> {
    ["error_description", "error_message", "message", "detail"]
        .iter()
        .find_map(|name| first_text(members.get(*name)?))
}

impl ErrorDetails {
    /// Returns what a response says: the members of its JSON, or else its own words, unless a token may be in them.
    pub fn of(response: &Response) -> Self {
        let body = &response.body;
        let json = body.json();
        let shown = |text: &str| Some(displayable(text)).filter(|text| !text.is_empty());
        let members = json.as_ref().ok().and_then(Value::as_object);
        let error = members.and_then(error_in);
        let name = error.and_then(first_text);
        let description = [members, error.and_then(Value::as_object)]
            .into_iter()
            .flatten()
            .find_map(description_in)
            .filter(|description| Some(*description) != name);
        let is_shown = match body.content() {
            Content::Words => !body.may_hold_token() && !body.visible_text().contains('{'),
            Content::Blocked | Content::Intermediary => matches!(json, Err(Malformed::NotJson)),
            Content::Error { .. } | Content::Json | Content::BlankJson | Content::Empty => false,
        };
        let words = is_shown.then(|| shown(body.visible_text())).flatten();
        Self {
            status: Some(response.status),
            error: name.and_then(shown),
            error_description: description.and_then(shown).or(words),
        }
    }

    /// Tells whether there is nothing to show.
    pub const fn is_empty(&self) -> bool {
        self.status.is_none() && self.error.is_none() && self.error_description.is_none()
    }
}

impl ResponseHeaders {
    /// `Retry-After` as a duration from `received_at` on (RFC 9110 10.2.3: seconds or a date).
    pub fn retry_after(&self, received_at: Timestamp) -> Option<Duration> {
        let text = self.retry_after.as_deref()?.trim();
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            // More seconds than fit are as good as for ever.
            return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
        }
        let date = httpdate::parse_http_date(text).ok()?;
        let since_epoch = date.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some(Timestamp::from_unix_seconds(since_epoch.as_secs()).since(received_at))
    }
}
