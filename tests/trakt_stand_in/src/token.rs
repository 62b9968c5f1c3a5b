//! The token endpoint (RFC 6749, section 3.2, with JSON in place of forms) and the revocation
//! endpoint (RFC 7009).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::answer::Answer;
use super::journal::JournalEntry;
use super::state::{App, State};

/// The members of a JSON request body.
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    /// The body of a request, or the answer that refuses it.
    pub(super) fn of(call: &JournalEntry) -> Result<Self, Answer> {
        if !is_json(call) {
            return Err(Answer::empty(412));
        }
        match call.json() {
            Some(Value::Object(members)) => Ok(Self(members)),
            _ => Err(Answer::invalid_request(
                "The request body is not a JSON object.",
            )),
        }
    }

    pub(super) fn optional(&self, name: &str) -> Result<Option<&str>, Answer> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(value)) => Ok(Some(value)),
            Some(_) => Err(Answer::invalid_request(&format!("{name} is not a string."))),
        }
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, Answer> {
        self.optional(name)?
            .filter(|value| !value.is_empty())
            .ok_or_else(|| Answer::invalid_request(&format!("{name} is missing.")))
    }

    /// The app that the request comes from, if it proves to be that app.
    pub(super) fn authenticate(&self, state: &State) -> Result<App, Answer> {
        let app = self.identify(state)?;
        match self.optional("client_secret")? == app.client_secret.as_deref() {
            true => Ok(app),
            false => Err(Answer::invalid_client()),
        }
    }

    /// The app that the request comes from, where the secret may be left out; one that is given must be right.
    pub(super) fn identify(&self, state: &State) -> Result<App, Answer> {
        let client_id = self
            .optional("client_id")?
            .ok_or_else(Answer::invalid_client)?;
        let secret = self.optional("client_secret")?;
        state
            .app(client_id)
            .filter(|app| secret.is_none() || app.client_secret.as_deref() == secret)
            .cloned()
            .ok_or_else(Answer::invalid_client)
    }
}

/// Whether a request says that its body is JSON, parameters such as `charset` aside.
pub(super) fn is_json(call: &JournalEntry) -> bool {
    call.header("content-type")
        .and_then(|value| value.split(';').next())
        .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case("application/json"))
}

pub(super) fn token(state: &mut State, call: &JournalEntry) -> Answer {
    issue(state, call).unwrap_or_else(|refusal| refusal)
}

fn issue(state: &mut State, call: &JournalEntry) -> Result<Answer, Answer> {
    let fields = Fields::of(call)?;
    match fields.required("grant_type")? {
        "authorization_code" => exchange(state, &fields),
        "refresh_token" => refresh(state, &fields),
        _ => Err(Answer::oauth_error(
            400,
            "unsupported_grant_type",
            "The authorization grant type is not supported by the authorization server.",
        )),
    }
}

fn exchange(state: &mut State, fields: &Fields) -> Result<Answer, Answer> {
    let verifier = fields.optional("code_verifier")?;
    // PKCE takes the place of a secret.
    let app = match verifier {
        Some(_) => fields.identify(state)?,
        None => fields.authenticate(state)?,
    };
    let code = fields.required("code")?;
    let redirect_uri = fields.required("redirect_uri")?;

    // A PIN is kept in capitals and may come in any case; a longer code must match to the letter.
    let pin = code.to_ascii_uppercase();
    let key = if state.grants.contains_key(code) {
        code
    } else {
        pin.as_str()
    };
    let Some(grant) = state.grants.get(key) else {
        return Err(Answer::invalid_grant(
            "The authorization code is not known.",
        ));
    };
    let refusal = if grant.client_id != app.client_id {
        Some("The authorization code was issued to another client.")
    } else if grant.used {
        Some("The authorization code was already used.")
    } else if grant.expires_at <= state.now() {
        Some("The authorization code has expired.")
    } else if grant.redirect_uri != redirect_uri
        || !app
            .redirect_uris
            .iter()
            .any(|registered| registered == redirect_uri)
    {
        Some("The redirect URI does not match the one of the authorization request.")
    } else {
        pkce_refusal(&app, grant.challenge.as_deref(), verifier)
    };
    if let Some(description) = refusal {
        return Err(Answer::invalid_grant(description));
    }
    if let Some(grant) = state.grants.get_mut(key) {
        grant.used = true;
    }
    Ok(state.token_answer(&app.client_id))
}

/// RFC 7636, section 4.6.
fn pkce_refusal(
    app: &App,
    challenge: Option<&str>,
    verifier: Option<&str>,
) -> Option<&'static str> {
    match (challenge, verifier) {
        (None, None) if app.client_secret.is_some() => None,
        (None, None) => Some("An app without a secret must use PKCE."),
        (None, Some(_)) => Some("code_verifier was given, but the code has no code_challenge."),
        (Some(_), None) => Some("code_verifier is missing."),
        (Some(_), Some(verifier)) if !is_verifier(verifier) => Some("code_verifier is malformed."),
        (Some(challenge), Some(verifier)) if s256(verifier) != challenge => {
            Some("code_verifier does not match code_challenge.")
        }
        (Some(_), Some(_)) => None,
    }
}

/// RFC 7636, section 4.1.
fn is_verifier(verifier: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (43..=128).contains(&verifier.len()) && verifier.bytes().all(unreserved)
}

/// RFC 7636, section 4.2.
fn s256(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

fn refresh(state: &mut State, fields: &Fields) -> Result<Answer, Answer> {
    let app = fields.identify(state)?;
    let refresh_token = fields.required("refresh_token")?;
    let redirect_uri = fields.required("redirect_uri")?;
    if !app
        .redirect_uris
        .iter()
        .any(|registered| registered == redirect_uri)
    {
        return Err(Answer::invalid_grant(
            "The redirect URI is not one of the app's.",
        ));
    }
    let living = state.sessions.iter_mut().find(|session| {
        session.alive
            && session.client_id == app.client_id
            && session.tokens.refresh_token == refresh_token
    });
    match living {
        Some(session) => session.alive = false,
        None => return Err(Answer::invalid_grant("session not found")),
    }
    Ok(state.token_answer(&app.client_id))
}

pub(super) fn revoke(state: &mut State, call: &JournalEntry) -> Answer {
    end_session(state, call).unwrap_or_else(|refusal| refusal)
}

fn end_session(state: &mut State, call: &JournalEntry) -> Result<Answer, Answer> {
    let fields = Fields::of(call)?;
    let app = fields.authenticate(state)?;
    let token = fields.required("token")?;
    let session = state.sessions.iter_mut().find(|session| {
        session.tokens.access_token == token || session.tokens.refresh_token == token
    });
    match session {
        Some(session) if session.client_id != app.client_id => Err(Answer::invalid_grant(
            "The token was issued to another client.",
        )),
        Some(session) => {
            session.alive = false;
            Ok(Answer::json(200, &json!({})))
        }
        // An unknown token is as good as revoked: RFC 7009, section 2.2.
        None => Ok(Answer::json(200, &json!({}))),
    }
}
