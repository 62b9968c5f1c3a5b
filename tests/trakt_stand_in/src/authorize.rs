//! The authorize page (RFC 6749, section 4.1.1), where the user allows or denies an app.

use url::Url;

use super::answer::Answer;
use super::journal::JournalEntry;
use super::page::{error_page, escape, page};
use super::state::{OOB, State};

/// An authorization request that may be put to the user.
struct Request {
    client_id: String,
    redirect_uri: String,
    state: Option<String>,
    challenge: Option<String>,
}

/// Shows the page.
pub(super) fn ask(state: &mut State, call: &JournalEntry) -> Answer {
    match check(state, &call.query) {
        Ok(request) => Answer::html(200, consent_page(&request)),
        Err(refusal) => refusal,
    }
}

/// Where the user finds the PIN.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PinIs {
    Shown,
    /// In the address that the browser is sent to, which it cannot open.
    InAddress,
}

/// Takes the form of the page, which carries the whole request again.
pub(super) fn decide(state: &mut State, call: &JournalEntry, pin_is: PinIs) -> Answer {
    let request = match check(state, &call.body) {
        Ok(request) => request,
        Err(refusal) => return refusal,
    };
    if call.form_value("decision").as_deref() != Some("allow") {
        let description = "The resource owner or authorization server denied the request.";
        return refuse(
            &request.redirect_uri,
            request.state.as_deref(),
            "access_denied",
            description,
        );
    }
    let code = state.issue_code(
        &request.client_id,
        &request.redirect_uri,
        request.challenge.as_deref(),
    );
    if request.redirect_uri == OOB && pin_is == PinIs::Shown {
        let pin = format!(
            "<p>Your PIN:</p>\n<p><code id=\"pin\">{}</code></p>",
            escape(code)
        );
        return Answer::html(200, page("Enter this PIN in the app", &pin));
    }
    redirect(
        &request.redirect_uri,
        &[("code", Some(&code)), ("state", request.state.as_deref())],
    )
}

fn check(state: &State, parameters: &str) -> Result<Request, Answer> {
    let parameter = |name: &str| {
        url::form_urlencoded::parse(parameters.as_bytes())
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.into_owned())
    };
    let Some(app) = parameter("client_id").and_then(|id| state.app(&id)) else {
        let page = error_page("Unknown app", "There is no app with this client ID.");
        return Err(Answer::html(401, page));
    };
    let Some(redirect_uri) =
        parameter("redirect_uri").filter(|uri| app.redirect_uris.contains(uri))
    else {
        let explanation = "The redirect URI is not, to the letter, one of the app's.";
        return Err(Answer::html(
            400,
            error_page("Wrong redirect URI", explanation),
        ));
    };

    // From here on the redirect URI is trusted, so errors travel to it: RFC 6749, section 4.1.2.1.
    let echoed = parameter("state");
    let fail = |error, description| refuse(&redirect_uri, echoed.as_deref(), error, description);
    match parameter("response_type").as_deref() {
        Some("code") => {}
        Some(_) => {
            return Err(fail(
                "unsupported_response_type",
                "response_type must be code.",
            ));
        }
        None => return Err(fail("invalid_request", "response_type is missing.")),
    }
    let challenge = parameter("code_challenge");
    let method = parameter("code_challenge_method");
    match (&challenge, method.as_deref()) {
        (Some(challenge), Some("S256")) if is_s256(challenge) => {}
        (Some(_), Some("S256")) => {
            return Err(fail("invalid_request", "code_challenge is malformed."));
        }
        (Some(_), _) => {
            return Err(fail(
                "invalid_request",
                "code_challenge_method must be S256.",
            ));
        }
        (None, Some(_)) => return Err(fail("invalid_request", "code_challenge is missing.")),
        (None, None) if app.client_secret.is_none() => {
            return Err(fail(
                "invalid_request",
                "An app without a secret must use PKCE.",
            ));
        }
        (None, None) => {}
    }
    Ok(Request {
        client_id: app.client_id.clone(),
        redirect_uri,
        state: echoed,
        challenge,
    })
}

/// The base64url of 32 bytes, without padding.
fn is_s256(challenge: &str) -> bool {
    let base64url = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    challenge.len() == 43 && challenge.bytes().all(base64url)
}

/// Sends the browser back with an error, or shows it where there is no way back.
fn refuse(redirect_uri: &str, state: Option<&str>, error: &str, description: &str) -> Answer {
    if redirect_uri == OOB {
        return Answer::html(400, error_page(error, description));
    }
    let parameters = [
        ("error", Some(error)),
        ("error_description", Some(description)),
        ("state", state),
    ];
    redirect(redirect_uri, &parameters)
}

fn redirect(redirect_uri: &str, parameters: &[(&str, Option<&str>)]) -> Answer {
    let Ok(mut target) = Url::parse(redirect_uri) else {
        let explanation = "The redirect URI of the app is not a URI.";
        return Answer::html(400, error_page("Wrong redirect URI", explanation));
    };
    for (name, value) in parameters {
        if let Some(value) = value {
            target.query_pairs_mut().append_pair(name, value);
        }
    }
    Answer::see_other(target.as_str())
}

fn consent_page(request: &Request) -> String {
    let fields = [
        ("response_type", Some("code")),
        ("client_id", Some(request.client_id.as_str())),
        ("redirect_uri", Some(request.redirect_uri.as_str())),
        ("state", request.state.as_deref()),
        ("code_challenge", request.challenge.as_deref()),
        (
            "code_challenge_method",
            request.challenge.as_ref().map(|_| "S256"),
        ),
    ];
    let hidden: String = fields
        .iter()
        .filter_map(|(name, value)| {
            let value = escape((*value)?);
            Some(format!(
                "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">\n"
            ))
        })
        .collect();
    let client_id = escape(&request.client_id);
    page(
        "Sign in with Trakt",
        &format!(
            "<p>The app <code id=\"app\">{client_id}</code> would like to use your Trakt \
             account.</p>\n\
             <form method=\"post\" action=\"/oauth/authorize\">\n{hidden}\
             <p><button name=\"decision\" value=\"allow\">Allow</button>\n\
             <button name=\"decision\" value=\"deny\">Deny</button></p>\n</form>"
        ),
    )
}
