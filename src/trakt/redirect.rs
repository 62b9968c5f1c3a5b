//! Signing in by being sent to Trakt and back: the address to go to, what must outlast the way, and what the
//! address that the browser came back to says (RFC 6749 4.1.1, 4.1.2).

use percent_encoding::{percent_decode_str, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use std::time::Duration;

use super::credentials::{AuthorizationCode, ClientId, TraktApp};
use super::device::is_on_trakt;
use super::display_text::displayable;
use super::pkce::{CODE_CHALLENGE_METHOD, CodeChallenge, CodeVerifier, CsrfToken};
use super::request::{QUERY_VALUE, json_of};
use super::response::ErrorDetails;
use super::service::{PENDING_LIFETIME, SignInHost};
use crate::sensitive::Sensitive;
use crate::timestamp::Timestamp;

/// The time after which a code is dead for certain. The clock may have been set meanwhile, and within a day Trakt knows
/// better than the clock; a code that it refuses does no harm.
const CERTAINLY_STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// Returns the redirect URI for the page at this address: the address without query and fragment (RFC 6749 3.1.2).
///
/// Returns none where Trakt could not send a browser back: `file:` and everything else that is not http or https. So it
/// does where a user name or password stands in the address, as it would be sent to Trakt.
///
/// ```
/// # use kometa_trakt_sign_in::trakt::redirect::redirect_uri_of;
/// let uri = redirect_uri_of("https://example.org/page/?code=1#top");
/// assert_eq!(uri.as_deref(), Some("https://example.org/page/"));
/// assert_eq!(redirect_uri_of("file:///home/sean/page.html"), None);
/// ```
pub fn redirect_uri_of(page_address: &str) -> Option<String> {
    let uri = page_address.split(['?', '#']).next()?;
    let (scheme, rest) = uri.split_once(':')?;
    let rest = rest.strip_prefix("//")?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let authority = rest.split('/').next().unwrap_or_default();
    (is_web && !authority.is_empty() && !authority.contains('@')).then(|| uri.to_owned())
}

/// Returns the address at which the user allows the app and from which the browser is sent back (RFC 6749 4.1.1,
/// RFC 7636 4.3).
pub fn authorize_url(
    host: SignInHost,
    client_id: &ClientId,
    redirect_uri: &str,
    csrf_token: &CsrfToken,
    challenge: &CodeChallenge,
) -> String {
    let encode = |value| utf8_percent_encode(value, QUERY_VALUE);
    format!(
        "{}?response_type=code&client_id={}&redirect_uri={}&state={}&code_challenge={}&code_challenge_method={}",
        host.authorize(),
        encode(client_id.reveal()),
        encode(redirect_uri),
        encode(csrf_token.reveal()),
        encode(challenge.as_str()),
        CODE_CHALLENGE_METHOD,
    )
}

/// The record that outlasts the way to Trakt and back, because the page does not.
#[derive(Debug, Clone, PartialEq)]
pub struct PendingSignIn {
    /// Where the browser was sent.
    pub host: SignInHost,
    /// The app that asks.
    pub client_id: ClientId,
    /// Whether it has a secret. That itself is not kept: with PKCE the exchange needs none, and the user can enter it
    /// again for the block.
    pub has_client_secret: bool,
    /// Where the browser is sent back to; the token request repeats it (RFC 6749 4.1.3).
    pub redirect_uri: String,
    /// The `state` that the address must bring back.
    pub csrf_token: CsrfToken,
    /// The verifier that goes with the code.
    pub code_verifier: CodeVerifier,
    /// When the browser was sent off.
    pub started_at: Timestamp,
}

/// A [`PendingSignIn`] as JSON.
#[derive(Serialize)]
struct Record<'a> {
    host: &'a str,
    client_id: &'a str,
    has_client_secret: bool,
    redirect_uri: &'a str,
    state: &'a str,
    code_verifier: &'a str,
    started_at_ms: u64,
}

impl PendingSignIn {
    /// Returns the JSON text for the session's storage. It holds every secret.
    pub fn to_record(&self) -> Sensitive<String> {
        let record = Record {
            host: self.host.name(),
            client_id: self.client_id.reveal(),
            has_client_secret: self.has_client_secret,
            redirect_uri: &self.redirect_uri,
            state: self.csrf_token.reveal(),
            code_verifier: self.code_verifier.reveal(),
            started_at_ms: self.started_at.unix_millis(),
        };
        json_of(&record).into()
    }

    /// Takes back what [`Self::to_record`] wrote. None where it is anything else.
    pub fn from_record(text: &str) -> Option<Self> {
        let record: Value = serde_json::from_str(text).ok()?;
        let member = |name| record.get(name)?.as_str();
        let host = member("host")?;
        let redirect_uri = member("redirect_uri")?;
        Some(Self {
            host: SignInHost::ALL.into_iter().find(|h| h.name() == host)?,
            client_id: ClientId::new(member("client_id").filter(|id| !id.trim().is_empty())?),
            has_client_secret: record.get("has_client_secret")?.as_bool()?,
            redirect_uri: redirect_uri_of(redirect_uri).filter(|uri| uri == redirect_uri)?,
            csrf_token: CsrfToken::from_stored(member("state")?)?,
            code_verifier: CodeVerifier::from_stored(member("code_verifier")?)?,
            started_at: Timestamp::from_unix_millis(record.get("started_at_ms")?.as_u64()?),
        })
    }

    /// Returns the app that asks, for the token request: without its secret, which PKCE takes the place of.
    pub fn app(&self) -> TraktApp {
        TraktApp {
            client_id: self.client_id.clone(),
            client_secret: None,
        }
    }

    /// Returns whether the user is, by the clock, still within the time for being at Trakt. A clock that was set back
    /// says nothing against it.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        now.since(self.started_at) <= PENDING_LIFETIME
    }

    /// Returns whether a code for it is dead, whatever was done to the clock.
    fn is_certainly_stale(&self, now: Timestamp) -> bool {
        now.since(self.started_at) > CERTAINLY_STALE
    }
}

/// The response in the query of the address that the browser came back to. Anybody can write an address, so none of it
/// is believed before [`accept`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthorizationResponse {
    /// RFC 6749 4.1.2.
    Code {
        /// To be exchanged.
        code: AuthorizationCode,
        /// The request that it claims to answer.
        state: Option<CsrfToken>,
        /// The issuer that it claims to come from (RFC 9207 2).
        issuer: Option<String>,
    },
    /// RFC 6749 4.1.2.1.
    Error {
        /// The `error` parameter.
        error: String,
        /// The `error_description` parameter.
        error_description: Option<String>,
        /// The request that it claims to answer.
        state: Option<CsrfToken>,
    },
}

impl AuthorizationResponse {
    /// Reads a query, with or without its question mark. None where it carries neither a code nor an error, as when
    /// the page is simply opened.
    pub fn from_query(query: &str) -> Option<Self> {
        let query = query.strip_prefix('?').unwrap_or(query);
        let parameter = |name: &str| {
            query
                .split('&')
                .find_map(|pair| Some(decoded(pair.strip_prefix(name)?.strip_prefix('=')?)))
                .filter(|value| !value.is_empty())
        };
        let state = parameter("state").map(CsrfToken::claimed);
        // An address with both is no success of RFC 6749.
        if let Some(error) = parameter("error") {
            return Some(Self::Error {
                error: displayable(&error),
                error_description: parameter("error_description").as_deref().map(displayable),
                state,
            });
        }
        let code = AuthorizationCode::new(parameter("code")?);
        Some(Self::Code {
            code,
            state,
            issuer: parameter("iss"),
        })
    }

    const fn state(&self) -> Option<&CsrfToken> {
        match self {
            Self::Code { state, .. } | Self::Error { state, .. } => state.as_ref(),
        }
    }
}

/// Returns whether a query could be a response, so that nothing of it is left where others see it.
pub fn may_be_response(query: &str) -> bool {
    let parameters = query.strip_prefix('?').unwrap_or(query).split('&');
    let mut names = parameters.filter_map(|parameter| parameter.split('=').next());
    names.any(|name| matches!(name, "code" | "error" | "state"))
}

/// Answers in a query are form-encoded (RFC 6749 appendix B).
fn decoded(value: &str) -> String {
    percent_decode_str(&value.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

/// Returns the code and what it is exchanged with, if the address answers the question that this browser asked.
///
/// # Errors
/// Whatever else the address is; see [`ReturnError`].
pub fn accept(
    returned: AuthorizationResponse,
    pending: Option<PendingSignIn>,
    now: Timestamp,
) -> Result<(PendingSignIn, AuthorizationCode), ReturnError> {
    let pending = pending.ok_or(ReturnError::NoRecord)?;
    // The state comes before everything that the address says, its error included: without it the words could be
    // anybody's, shown as Trakt's. It comes before the record's age too, or a stranger's link that is followed late
    // would pass for a slow sign-in of the user's own.
    match returned.state() {
        None => return Err(ReturnError::StateMissing),
        Some(state) if *state != pending.csrf_token => return Err(ReturnError::StateDiffers),
        Some(_) => {}
    }
    match returned {
        AuthorizationResponse::Error {
            error,
            error_description,
            ..
        } => Err(ReturnError::Refused {
            error: AuthorizationError::named(error),
            description: error_description,
        }),
        // Trakt's hosts may all name the same issuer, or each its own.
        AuthorizationResponse::Code {
            issuer: Some(issuer),
            ..
        } if !is_on_trakt(&issuer) => Err(ReturnError::ForeignIssuer),
        // An error is worth reading however late it comes; a code is worth sending as long as it may be alive.
        AuthorizationResponse::Code { .. } if pending.is_certainly_stale(now) => {
            Err(ReturnError::Stale)
        }
        AuthorizationResponse::Code { code, .. } => Ok((pending, code)),
    }
}

/// Why coming back from Trakt brought no code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReturnError {
    /// This tab has no record of having sent the browser off.
    NoRecord,
    /// The browser has no randomness or keeps nothing for the page, so there was no setting out.
    BrowserRefused,
    /// The code is older than any that Trakt still takes.
    Stale,
    /// The address has no `state`.
    StateMissing,
    /// The address has another `state` than the one sent.
    StateDiffers,
    /// The address has an `iss` that is not Trakt's (RFC 9207).
    ForeignIssuer,
    /// The browser had no network, so there was no setting out.
    Offline,
    /// Trakt answered this sign-in with an error.
    Refused {
        /// Which.
        error: AuthorizationError,
        /// The `error_description` parameter. Text, whatever it looks like.
        description: Option<String>,
    },
}

/// The errors of RFC 6749 4.1.2.1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthorizationError {
    /// `access_denied`
    AccessDenied,
    /// `invalid_request`
    InvalidRequest,
    /// `unauthorized_client`
    UnauthorizedClient,
    /// `unsupported_response_type`
    UnsupportedResponseType,
    /// `invalid_scope`
    InvalidScope,
    /// `server_error`
    ServerError,
    /// `temporarily_unavailable`
    TemporarilyUnavailable,
    /// Any other.
    Other(String),
}

impl AuthorizationError {
    fn named(error: String) -> Self {
        match error.as_str() {
            "access_denied" => Self::AccessDenied,
            "invalid_request" => Self::InvalidRequest,
            "unauthorized_client" => Self::UnauthorizedClient,
            "unsupported_response_type" => Self::UnsupportedResponseType,
            "invalid_scope" => Self::InvalidScope,
            "server_error" => Self::ServerError,
            "temporarily_unavailable" => Self::TemporarilyUnavailable,
            _ => Self::Other(error),
        }
    }

    /// Returns the `error` parameter.
    pub fn name(&self) -> &str {
        match self {
            Self::AccessDenied => "access_denied",
            Self::InvalidRequest => "invalid_request",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::Other(error) => error,
        }
    }
}

impl ReturnError {
    /// Returns the raw facts, for the user to pass on. Empty where nothing in the address can be believed.
    pub fn details(&self) -> ErrorDetails {
        match self {
            Self::Refused { error, description } => ErrorDetails {
                status: None,
                error: Some(error.name().to_owned()),
                error_description: description.clone(),
            },
            _ => ErrorDetails::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trakt::display_text::DISPLAY_LIMIT;

    const PAGE: &str = "https://user.github.io/kometa/";
    const STARTED: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);

    fn pending() -> PendingSignIn {
        PendingSignIn {
            host: SignInHost::Classic,
            client_id: ClientId::new("visible-id"),
            has_client_secret: true,
            redirect_uri: PAGE.into(),
            csrf_token: CsrfToken::from_random([1; 32]),
            code_verifier: CodeVerifier::from_random([2; 32]),
            started_at: STARTED,
        }
    }

    fn accepted(query: &str, now: Timestamp) -> Result<AuthorizationCode, ReturnError> {
        let returned = AuthorizationResponse::from_query(query).unwrap();
        accept(returned, Some(pending()), now).map(|(_, code)| code)
    }

    fn with_state(query: &str) -> String {
        format!("{query}&state={}", pending().csrf_token.reveal())
    }

    #[test]
    fn the_redirect_uri_is_the_address_without_query_and_fragment() {
        for (address, uri) in [
            (PAGE, Some(PAGE)),
            (
                "https://user.github.io/kometa/?code=1&state=2#x",
                Some(PAGE),
            ),
            ("https://user.github.io/kometa/#x?y", Some(PAGE)),
            (
                "http://localhost:8080/index.html",
                Some("http://localhost:8080/index.html"),
            ),
            ("HTTPS://nas.local/a", Some("HTTPS://nas.local/a")),
            ("file:///C:/Users/me/index.html", None),
            ("about:blank", None),
            ("blob:https://user.github.io/1", None),
            ("https:///nowhere", None),
            ("https://me:password@nas.local/", None),
            ("", None),
        ] {
            assert_eq!(redirect_uri_of(address).as_deref(), uri, "{address}");
        }
    }

    #[test]
    fn the_authorize_address_has_seven_parameters_percent_encoded() {
        let pending = pending();
        let url = authorize_url(
            SignInHost::Current,
            &ClientId::new("a&b=c d/é~_-.#?+%"),
            "http://nas:80/a b/",
            &pending.csrf_token,
            &CodeChallenge::of(&pending.code_verifier),
        );
        assert_eq!(
            url,
            format!(
                "https://auth.trakt.tv/oauth/authorize?response_type=code\
                 &client_id=a%26b%3Dc%20d%2F%C3%A9~_-.%23%3F%2B%25\
                 &redirect_uri=http%3A%2F%2Fnas%3A80%2Fa%20b%2F\
                 &state=AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\
                 &code_challenge={}&code_challenge_method=S256",
                CodeChallenge::of(&pending.code_verifier).as_str()
            )
        );
        assert!(!url.contains(pending.code_verifier.reveal()));
    }

    #[test]
    fn a_record_outlasts_the_way_to_trakt() {
        for host in SignInHost::ALL {
            for has_client_secret in [false, true] {
                let pending = PendingSignIn {
                    host,
                    has_client_secret,
                    ..pending()
                };
                let record = pending.to_record();
                assert_eq!(PendingSignIn::from_record(record.reveal()), Some(pending));
            }
        }
    }

    #[test]
    fn what_is_no_record_is_not_taken_for_one() {
        let record = pending().to_record().into_inner();
        for text in ["", "null", "[]", "{}", &record[..record.len() - 1]] {
            assert_eq!(PendingSignIn::from_record(text), None, "{text}");
        }
        for (member, other) in [
            ("host", r#""evil.example""#),
            ("client_id", r#"" ""#),
            ("has_client_secret", r#""""#),
            ("redirect_uri", r#""javascript:alert(1)""#),
            ("redirect_uri", r#""https://nas.local/?x""#),
            ("state", r#""short""#),
            ("code_verifier", r#""short""#),
            ("started_at_ms", "null"),
            ("started_at_ms", r#""1""#),
        ] {
            let mut json: serde_json::Value = serde_json::from_str(&record).unwrap();
            json[member] = serde_json::from_str(other).unwrap();
            let text = json.to_string();
            assert_eq!(PendingSignIn::from_record(&text), None, "{text}");
        }
    }

    #[test]
    fn nothing_of_it_prints_itself() {
        let pending = pending();
        let returned = AuthorizationResponse::from_query(&with_state("?code=visible-code"));
        let printed = format!("{pending:?} {returned:?}");
        for secret in [
            "visible",
            pending.csrf_token.reveal(),
            pending.code_verifier.reveal(),
        ] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }

    #[test]
    fn a_page_that_is_simply_opened_returns_from_nowhere() {
        for query in [
            "",
            "?",
            "?host=trakt.tv",
            "?state=1",
            "?code=",
            "?xcode=1",
            "?error=&code=",
        ] {
            assert_eq!(AuthorizationResponse::from_query(query), None, "{query}");
        }
    }

    #[test]
    fn a_query_is_decoded_and_its_error_goes_first() {
        assert_eq!(
            AuthorizationResponse::from_query("?state=s%2F1&code=a%2Bb+c"),
            Some(AuthorizationResponse::Code {
                code: AuthorizationCode::new("a+b c"),
                state: Some(CsrfToken::claimed("s/1".into())),
                issuer: None,
            })
        );
        assert_eq!(
            AuthorizationResponse::from_query(
                "code=1&error=access_denied&error_description=The+user%20said+no"
            ),
            Some(AuthorizationResponse::Error {
                error: "access_denied".into(),
                error_description: Some("The user said no".into()),
                state: None,
            })
        );
        let Some(AuthorizationResponse::Error { error, .. }) =
            AuthorizationResponse::from_query(&format!("error={}", "é".repeat(1_000)))
        else {
            panic!("it is an error")
        };
        assert_eq!(error.chars().count(), DISPLAY_LIMIT);
    }

    #[test]
    fn a_code_is_tried_unless_it_is_dead_whatever_was_done_to_the_clock() {
        let query = with_state("?code=abc");
        let seconds = Duration::from_secs;
        for now in [
            STARTED,
            STARTED + seconds(1),
            STARTED + PENDING_LIFETIME,
            // Set forward by an hour, or read slowly.
            STARTED + PENDING_LIFETIME + seconds(3_600),
            STARTED + CERTAINLY_STALE,
            // Set back.
            STARTED.earlier_by(seconds(1)),
            STARTED.earlier_by(seconds(300)),
            STARTED.earlier_by(seconds(3_600)),
            Timestamp::default(),
        ] {
            assert_eq!(accepted(&query, now), Ok(AuthorizationCode::new("abc")));
        }
        let late = STARTED + CERTAINLY_STALE + Duration::from_millis(1);
        assert_eq!(accepted(&query, late), Err(ReturnError::Stale));
    }

    #[test]
    fn an_issuer_must_be_trakts() {
        for (issuer, is_taken) in [
            ("https://auth.trakt.tv", true),
            ("https://trakt.tv/", true),
            ("https://trakt.tv.evil.example", false),
            ("http://trakt.tv", false),
            ("evil", false),
        ] {
            let query = with_state(&format!("?code=abc&iss={issuer}"));
            let expected = match is_taken {
                true => Ok(AuthorizationCode::new("abc")),
                false => Err(ReturnError::ForeignIssuer),
            };
            assert_eq!(accepted(&query, STARTED), expected, "{issuer}");
        }
    }

    #[test]
    fn nothing_is_believed_without_the_right_state() {
        let late = STARTED + PENDING_LIFETIME * 2;
        for query in ["?code=abc", "?error=access_denied"] {
            for now in [STARTED, late] {
                assert_eq!(accepted(query, now), Err(ReturnError::StateMissing));
                for state in [
                    "x".to_owned(),
                    format!("{}x", pending().csrf_token.reveal()),
                ] {
                    let query = format!("{query}&state={state}");
                    assert_eq!(accepted(&query, now), Err(ReturnError::StateDiffers));
                }
            }
            let returned = AuthorizationResponse::from_query(&with_state(query)).unwrap();
            assert_eq!(accept(returned, None, STARTED), Err(ReturnError::NoRecord));
        }
    }

    #[test]
    fn every_error_of_rfc_6749_keeps_its_name() {
        for name in [
            "access_denied",
            "invalid_request",
            "unauthorized_client",
            "unsupported_response_type",
            "invalid_scope",
            "server_error",
            "temporarily_unavailable",
            "something_new",
        ] {
            let query = with_state(&format!("?error={name}&error_description=why"));
            let refused = accepted(&query, STARTED).unwrap_err();
            let ReturnError::Refused { error, .. } = &refused else {
                panic!("{refused:?}")
            };
            assert_eq!(
                matches!(error, AuthorizationError::Other(_)),
                name == "something_new"
            );
            let details = refused.details();
            assert_eq!(details.error.as_deref(), Some(name));
            assert_eq!(details.error_description.as_deref(), Some("why"));
        }
        assert!(ReturnError::StateMissing.details().is_empty());
    }
}
