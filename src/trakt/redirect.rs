//! Signing in by being sent to Trakt and back: the address to go to, what must outlast the journey, and what the
//! address that the browser came back to says (RFC 6749 4.1.1, 4.1.2).

use percent_encoding::{percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::credentials::{AuthorizationCode, ClientId, ClientSecret, TraktApp};
use super::endpoints::SignInHost;
use super::error::{Explanation, SAID_LIMIT, Said, explanation};
use super::pkce::{CODE_CHALLENGE_METHOD, CodeChallenge, CodeVerifier, State};
use super::request::QUERY_VALUE;

/// How long the journey may take, in milliseconds. A code lives no longer.
pub const JOURNEY_LIMIT_MS: f64 = 10.0 * 60.0 * 1_000.0;
/// How far the clock may be set back during the journey, in milliseconds.
const CLOCK_TOLERANCE_MS: f64 = 60.0 * 1_000.0;

/// The redirect URI for the page at this address: the address without query and fragment (RFC 6749 3.1.2).
///
/// None where Trakt could not send a browser back: `file:` and everything else that is not http or https. None too
/// where a user name or password stands in the address, as it would be sent to Trakt.
pub fn redirect_uri_of(page_address: &str) -> Option<String> {
    let end = page_address.find(['?', '#']).unwrap_or(page_address.len());
    let uri = &page_address[..end];
    let (scheme, rest) = uri.split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let authority = rest.split('/').next().unwrap_or_default();
    (is_web && !authority.is_empty() && !authority.contains('@')).then(|| uri.to_owned())
}

/// The address at which the user allows the app and from which the browser is sent back (RFC 6749 4.1.1,
/// RFC 7636 4.3).
pub fn authorize_url(
    host: SignInHost,
    client_id: &ClientId,
    redirect_uri: &str,
    state: &State,
    challenge: &CodeChallenge,
) -> String {
    let encode = |value| utf8_percent_encode(value, QUERY_VALUE);
    format!(
        "{}?response_type=code&client_id={}&redirect_uri={}&state={}&code_challenge={}&code_challenge_method={}",
        host.authorize(),
        encode(client_id.reveal()),
        encode(redirect_uri),
        encode(state.reveal()),
        encode(challenge.as_str()),
        CODE_CHALLENGE_METHOD,
    )
}

/// What must outlast the journey to Trakt and back, because the page does not.
#[derive(Debug, Clone, PartialEq)]
pub struct PendingSignIn {
    /// Where the browser was sent.
    pub host: SignInHost,
    /// The app that asks.
    pub client_id: ClientId,
    /// Its secret, if it has one.
    pub client_secret: Option<ClientSecret>,
    /// Where the browser is sent back to; the token request repeats it (RFC 6749 4.1.3).
    pub redirect_uri: String,
    /// What the address must bring back.
    pub state: State,
    /// What the code is exchanged with.
    pub code_verifier: CodeVerifier,
    /// When the browser was sent off, in milliseconds since the Unix epoch.
    pub started_at_ms: f64,
}

/// A [`PendingSignIn`] as JSON.
#[derive(Serialize, Deserialize)]
struct Record {
    host: String,
    client_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
    redirect_uri: String,
    state: String,
    code_verifier: String,
    /// The clock has no fractions.
    started_at_ms: u64,
}

impl PendingSignIn {
    /// The JSON text for the session's storage. It holds every secret.
    pub fn to_record(&self) -> String {
        let record = Record {
            host: self.host.name().to_owned(),
            client_id: self.client_id.reveal().to_owned(),
            client_secret: self
                .client_secret
                .as_ref()
                .map(|secret| secret.reveal().to_owned()),
            redirect_uri: self.redirect_uri.clone(),
            state: self.state.reveal().to_owned(),
            code_verifier: self.code_verifier.reveal().to_owned(),
            started_at_ms: self.started_at_ms as u64,
        };
        #[allow(
            clippy::expect_used,
            reason = "texts and a number cannot fail to serialise, whatever they hold"
        )]
        serde_json::to_string(&record).expect("a struct of texts and a number is JSON")
    }

    /// Takes back what [`Self::to_record`] wrote. None where it is anything else.
    pub fn from_record(text: &str) -> Option<Self> {
        let record: Record = serde_json::from_str(text).ok()?;
        let is_blank = |text: &str| text.trim().is_empty();
        if is_blank(&record.client_id) || record.client_secret.as_deref().is_some_and(is_blank) {
            return None;
        }
        Some(Self {
            host: SignInHost::ALL
                .into_iter()
                .find(|host| host.name() == record.host)?,
            client_id: ClientId::new(record.client_id),
            client_secret: record.client_secret.map(ClientSecret::new),
            redirect_uri: redirect_uri_of(&record.redirect_uri)
                .filter(|uri| *uri == record.redirect_uri)?,
            state: State::from_stored(&record.state)?,
            code_verifier: CodeVerifier::from_stored(&record.code_verifier)?,
            started_at_ms: record.started_at_ms as f64,
        })
    }

    /// The app that asks, for the token request.
    pub fn app(&self) -> TraktApp {
        TraktApp {
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
        }
    }

    fn is_fresh(&self, now_ms: f64) -> bool {
        (-CLOCK_TOLERANCE_MS..=JOURNEY_LIMIT_MS).contains(&(now_ms - self.started_at_ms))
    }
}

/// What the query of the address that the browser came back to says. Anybody can write an address, so none of it is
/// believed before [`accept`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returned {
    /// RFC 6749 4.1.2.
    Code {
        /// To be exchanged.
        code: AuthorizationCode,
        /// What it claims to answer.
        state: Option<State>,
    },
    /// RFC 6749 4.1.2.1.
    Error {
        /// The `error` parameter.
        error: String,
        /// The `error_description` parameter.
        error_description: Option<String>,
        /// What it claims to answer.
        state: Option<State>,
    },
}

impl Returned {
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
        let state = parameter("state").map(State::claimed);
        // An address with both is no success of RFC 6749.
        if let Some(error) = parameter("error") {
            return Some(Self::Error {
                error: shortened(&error),
                error_description: parameter("error_description").as_deref().map(shortened),
                state,
            });
        }
        let code = AuthorizationCode::new(parameter("code")?);
        Some(Self::Code { code, state })
    }

    const fn state(&self) -> Option<&State> {
        match self {
            Self::Code { state, .. } | Self::Error { state, .. } => state.as_ref(),
        }
    }
}

/// Answers in a query are form-encoded (RFC 6749 appendix B).
fn decoded(value: &str) -> String {
    percent_decode_str(&value.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

fn shortened(text: &str) -> String {
    text.chars().take(SAID_LIMIT).collect()
}

/// The code and what it is exchanged with, if the address answers the question that this browser asked. `now_ms` is
/// in milliseconds since the Unix epoch.
///
/// # Errors
/// Whatever else the address is; see [`ReturnError`].
pub fn accept(
    returned: Returned,
    pending: Option<PendingSignIn>,
    now_ms: f64,
) -> Result<(PendingSignIn, AuthorizationCode), ReturnError> {
    let pending = pending.ok_or(ReturnError::NoRecord)?;
    // The state comes before everything that the address says, its error included: without it the words could be
    // anybody's, shown as Trakt's. It comes before the record's age too, or a stranger's link that is followed late
    // would pass for a slow sign-in of the user's own.
    match returned.state() {
        None => return Err(ReturnError::StateMissing),
        Some(state) if *state != pending.state => return Err(ReturnError::StateDiffers),
        Some(_) => {}
    }
    match returned {
        Returned::Error {
            error,
            error_description,
            ..
        } => Err(ReturnError::Refused {
            refusal: Refusal::named(error),
            description: error_description,
        }),
        // An error is worth reading however late it comes; a code is not worth sending.
        Returned::Code { .. } if !pending.is_fresh(now_ms) => Err(ReturnError::Stale),
        Returned::Code { code, .. } => Ok((pending, code)),
    }
}

/// Why coming back from Trakt brought no code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReturnError {
    /// This tab has no record of having sent the browser off.
    #[error("this tab has no sign-in under way")]
    NoRecord,
    /// The browser has no randomness or keeps nothing for the page, so there was no setting out.
    #[error("the browser refused what the sign-in needs")]
    BrowserRefused,
    /// The record is older than [`JOURNEY_LIMIT_MS`].
    #[error("the sign-in took more than ten minutes")]
    Stale,
    /// The address has no `state`.
    #[error("the address lacks the mark of this sign-in")]
    StateMissing,
    /// The address has another `state` than the one sent.
    #[error("the address bears the mark of another sign-in")]
    StateDiffers,
    /// Trakt answered this sign-in with an error.
    #[error("{refusal}")]
    Refused {
        /// Which.
        refusal: Refusal,
        /// The `error_description` parameter. Text, whatever it looks like.
        description: Option<String>,
    },
}

/// The errors of RFC 6749 4.1.2.1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// `access_denied`
    #[error("access was not allowed")]
    AccessDenied,
    /// `invalid_request`
    #[error("the request was not understood")]
    InvalidRequest,
    /// `unauthorized_client`
    #[error("the app may not sign in this way")]
    UnauthorizedClient,
    /// `unsupported_response_type`
    #[error("this way of signing in is not supported")]
    UnsupportedResponseType,
    /// `invalid_scope`
    #[error("the access asked for is not available")]
    InvalidScope,
    /// `server_error`
    #[error("Trakt had a fault of its own")]
    ServerError,
    /// `temporarily_unavailable`
    #[error("Trakt is not available")]
    TemporarilyUnavailable,
    /// Any other.
    #[error("{0}")]
    Other(String),
}

impl Refusal {
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

    /// The `error` parameter.
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

    fn explain(&self) -> Explanation {
        match self {
            Self::AccessDenied => explanation(
                "You did not allow the app at Trakt",
                "Trakt says that the sign-in was declined or cancelled. Nothing has changed in your account.",
                ["Press “Sign in with Trakt” again, and “Allow” at Trakt."],
            ),
            Self::InvalidRequest => explanation(
                "Trakt did not understand the sign-in",
                "Most often the app's redirect URI at Trakt is not, to the letter, the address of this page, or the \
                 Client ID is not complete.",
                [
                    "Compare the redirect URI in your app's settings with the one shown here, down to the last slash.",
                    "Copy the Client ID again, as a whole, then press “Sign in with Trakt”.",
                ],
            ),
            Self::UnauthorizedClient => explanation(
                "Your app may not sign in this way",
                "Trakt knows the app, but does not let it send users back to a page.",
                [
                    "Open your app at Trakt and check that it is active and approved.",
                    "Or choose another way to sign in, for example “Device code”.",
                ],
            ),
            Self::UnsupportedResponseType => explanation(
                "Trakt does not support this way of signing in",
                "This Trakt sign-in host does not hand out codes to pages, or not at the moment.",
                ["Choose the other address under “Trakt sign-in host”, or another way to sign in."],
            ),
            Self::InvalidScope => explanation(
                "Trakt does not grant this app the access it needs",
                "This page asks for nothing beyond what every app gets, so the app's own settings stand in the way.",
                ["Open your app at Trakt, check its permissions, then press “Sign in with Trakt”."],
            ),
            Self::ServerError => explanation(
                "Something went wrong at Trakt",
                "Trakt met a fault of its own while it handled the sign-in. You did nothing wrong.",
                ["Try again in 30 seconds."],
            ),
            Self::TemporarilyUnavailable => explanation(
                "Trakt is not available at the moment",
                "Trakt is too busy or is being worked on.",
                ["Try again in a few minutes."],
            ),
            Self::Other(error) => explanation(
                "Trakt refused the sign-in",
                &format!("Its reason is called “{error}”; this page knows no more about it."),
                [
                    "Check the Client ID and the redirect URI in your app's settings, then try again.",
                    "Or choose another way to sign in.",
                ],
            ),
        }
    }
}

impl ReturnError {
    /// The raw facts, for the user to pass on. Empty where nothing in the address can be believed.
    pub fn said(&self) -> Said {
        match self {
            Self::Refused {
                refusal,
                description,
            } => Said {
                status: None,
                error: Some(refusal.name().to_owned()),
                error_description: description.clone(),
            },
            _ => Said::default(),
        }
    }

    /// The words for it.
    pub fn explain(&self) -> Explanation {
        match self {
            Self::NoRecord => explanation(
                "This tab has no sign-in under way",
                "The address is one that Trakt sends browsers back to, but it was reloaded or opened again, opened in \
                 another tab or browser, or the sign-in was started elsewhere. Such an address works once, in the \
                 tab that set out.",
                ["Press “Sign in with Trakt” to begin again, and finish in the same tab."],
            ),
            Self::BrowserRefused => explanation(
                "Your browser does not let the page prepare this sign-in",
                "It must keep a few values in this tab until Trakt sends you back, and the browser refused. Private \
                 windows and strict settings do so.",
                ["Allow this page to store data for the session, or sign in with a PIN."],
            ),
            Self::Stale => explanation(
                "The sign-in took too long",
                "More than ten minutes passed between leaving this page and coming back. Trakt's code has expired, so \
                 it was not used.",
                ["Press “Sign in with Trakt” again and come back within ten minutes."],
            ),
            Self::StateMissing => explanation(
                "It is not certain that Trakt sent you back here",
                "The address lacks the mark that this page gave the sign-in, so it was not used. It may have been cut \
                 short, or written by somebody else.",
                ["Press “Sign in with Trakt” to begin again, and follow no link but Trakt's own."],
            ),
            Self::StateDiffers => explanation(
                "This answer belongs to another sign-in",
                "The address bears another mark than the one that this page gave, so it was not used. That happens \
                 when a sign-in is started twice, for example in two tabs at once, or when the link is somebody \
                 else's.",
                [
                    "Close other tabs with this page, then press “Sign in with Trakt” again.",
                    "If somebody sent you the link, do not use it: it would sign you in to their account.",
                ],
            ),
            Self::Refused { refusal, .. } => refusal.explain(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://user.github.io/kometa/";
    const STARTED: f64 = 1_700_000_000_000.0;

    fn pending() -> PendingSignIn {
        PendingSignIn {
            host: SignInHost::Classic,
            client_id: ClientId::new("visible-id"),
            client_secret: Some(ClientSecret::new("visible-\"secret\"")),
            redirect_uri: PAGE.into(),
            state: State::from_random([1; 32]),
            code_verifier: CodeVerifier::from_random([2; 32]),
            started_at_ms: STARTED,
        }
    }

    fn accepted(query: &str, now_ms: f64) -> Result<AuthorizationCode, ReturnError> {
        let returned = Returned::from_query(query).unwrap();
        accept(returned, Some(pending()), now_ms).map(|(_, code)| code)
    }

    fn with_state(query: &str) -> String {
        format!("{query}&state={}", pending().state.reveal())
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
            &pending.state,
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
    fn a_record_outlasts_the_journey() {
        for host in SignInHost::ALL {
            for client_secret in [None, pending().client_secret] {
                let pending = PendingSignIn {
                    host,
                    client_secret,
                    ..pending()
                };
                let record = pending.to_record();
                assert_eq!(PendingSignIn::from_record(&record), Some(pending));
            }
        }
    }

    #[test]
    fn what_is_no_record_is_not_taken_for_one() {
        let record = pending().to_record();
        for text in ["", "null", "[]", "{}", &record[..record.len() - 1]] {
            assert_eq!(PendingSignIn::from_record(text), None, "{text}");
        }
        for (member, other) in [
            ("host", r#""evil.example""#),
            ("client_id", r#"" ""#),
            ("client_secret", r#""""#),
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
        let returned = Returned::from_query(&with_state("?code=visible-code"));
        let printed = format!("{pending:?} {returned:?}");
        for secret in [
            "visible",
            pending.state.reveal(),
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
            assert_eq!(Returned::from_query(query), None, "{query}");
        }
    }

    #[test]
    fn a_query_is_decoded_and_its_error_goes_first() {
        assert_eq!(
            Returned::from_query("?state=s%2F1&code=a%2Bb+c"),
            Some(Returned::Code {
                code: AuthorizationCode::new("a+b c"),
                state: Some(State::claimed("s/1".into())),
            })
        );
        assert_eq!(
            Returned::from_query("code=1&error=access_denied&error_description=The+user%20said+no"),
            Some(Returned::Error {
                error: "access_denied".into(),
                error_description: Some("The user said no".into()),
                state: None,
            })
        );
        let Some(Returned::Error { error, .. }) =
            Returned::from_query(&format!("error={}", "é".repeat(1_000)))
        else {
            panic!("it is an error")
        };
        assert_eq!(error.chars().count(), SAID_LIMIT);
    }

    #[test]
    fn a_code_with_the_right_state_is_accepted_for_ten_minutes() {
        let query = with_state("?code=abc");
        for age in [0.0, 1.0, JOURNEY_LIMIT_MS, -1_000.0] {
            assert_eq!(
                accepted(&query, STARTED + age),
                Ok(AuthorizationCode::new("abc"))
            );
        }
        for age in [JOURNEY_LIMIT_MS + 1.0, -3_600_000.0, f64::NAN] {
            assert_eq!(accepted(&query, STARTED + age), Err(ReturnError::Stale));
        }
    }

    #[test]
    fn nothing_is_believed_without_the_right_state() {
        let late = STARTED + 2.0 * JOURNEY_LIMIT_MS;
        for query in ["?code=abc", "?error=access_denied"] {
            for now_ms in [STARTED, late] {
                assert_eq!(accepted(query, now_ms), Err(ReturnError::StateMissing));
                for state in ["x".to_owned(), format!("{}x", pending().state.reveal())] {
                    let query = format!("{query}&state={state}");
                    assert_eq!(accepted(&query, now_ms), Err(ReturnError::StateDiffers));
                }
            }
            let returned = Returned::from_query(&with_state(query)).unwrap();
            assert_eq!(accept(returned, None, STARTED), Err(ReturnError::NoRecord));
        }
    }

    #[test]
    fn every_error_of_rfc_6749_has_its_own_words_and_keeps_its_name() {
        let mut titles = vec![];
        for error in [
            "access_denied",
            "invalid_request",
            "unauthorized_client",
            "unsupported_response_type",
            "invalid_scope",
            "server_error",
            "temporarily_unavailable",
            "something_new",
        ] {
            let query = with_state(&format!("?error={error}&error_description=why"));
            let refused = accepted(&query, STARTED).unwrap_err();
            assert_eq!(refused.said().to_string(), format!("{error} · why"));
            titles.push(refused.explain().title);
        }
        for unbelieved in [
            ReturnError::NoRecord,
            ReturnError::Stale,
            ReturnError::StateMissing,
            ReturnError::StateDiffers,
        ] {
            assert_eq!(unbelieved.said(), Said::default());
            titles.push(unbelieved.explain().title);
        }
        let count = titles.len();
        titles.sort();
        titles.dedup();
        assert_eq!(titles.len(), count);
        let unknown = accepted(&with_state("?error=something_new"), STARTED).unwrap_err();
        assert!(unknown.explain().meaning.contains("something_new"));
    }
}
