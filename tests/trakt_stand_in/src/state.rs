//! What the stand-in knows: apps, codes, tokens, and its clock.

use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::answer::Answer;
use super::device::Device;
use super::fault::Plan;
use super::journal::JournalEntry;

/// The out-of-band redirect URI, with which the authorize page shows a PIN.
pub const OOB: &str = "urn:ietf:wg:oauth:2.0:oob";

const CODE_LIFE: Duration = Duration::from_secs(600);
const TOKEN_LIFE: Duration = Duration::from_secs(604_800);

/// An app as its owner registered it with Trakt.
#[derive(Clone, Debug)]
pub struct App {
    /// The client ID, which is also the API key.
    pub client_id: String,
    /// The secret. An app without one must use PKCE.
    pub client_secret: Option<String>,
    /// The redirect URIs, compared to the letter.
    pub redirect_uris: Vec<String>,
    /// The origins of the pages that may read answers. If empty, every page may.
    pub cors_origins: Vec<String>,
}

/// A pair of tokens that is alive when it is handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedTokens {
    /// For the API.
    pub access_token: String,
    /// For one refresh.
    pub refresh_token: String,
}

/// An authorization code or PIN.
pub(super) struct Grant {
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) challenge: Option<String>,
    pub(super) expires_at: Duration,
    pub(super) used: bool,
}

/// A pair of tokens and whom it belongs to.
pub(super) struct Session {
    pub(super) client_id: String,
    pub(super) tokens: IssuedTokens,
    pub(super) expires_at: Duration,
    /// False after a refresh or a revocation.
    pub(super) alive: bool,
}

/// All of the stand-in's memory. Times are since 1970-01-01 UTC.
#[derive(Default)]
pub(super) struct State {
    pub(super) apps: Vec<App>,
    /// By code. A PIN is kept in capitals.
    pub(super) grants: HashMap<String, Grant>,
    pub(super) sessions: Vec<Session>,
    pub(super) devices: Vec<Device>,
    pub(super) plans: Vec<Plan>,
    pub(super) journal: Vec<JournalEntry>,
    pub(super) last_posts: HashMap<String, Duration>,
    clock_offset: Duration,
}

impl State {
    pub(super) fn now(&self) -> Duration {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            + self.clock_offset
    }

    pub(super) fn advance_clock(&mut self, by: Duration) {
        self.clock_offset += by;
    }

    pub(super) fn register(&mut self, app: App) {
        self.apps.retain(|known| known.client_id != app.client_id);
        self.apps.push(app);
    }

    pub(super) fn app(&self, client_id: &str) -> Option<&App> {
        self.apps.iter().find(|app| app.client_id == client_id)
    }

    /// A code for the redirect, or a PIN for [`OOB`].
    pub(super) fn issue_code(
        &mut self,
        client_id: &str,
        redirect_uri: &str,
        challenge: Option<&str>,
    ) -> String {
        self.app(client_id).expect("an app with this client ID");
        let code = if redirect_uri == OOB {
            random_hex(4).to_uppercase()
        } else {
            random_hex(32)
        };
        let grant = Grant {
            client_id: client_id.to_owned(),
            redirect_uri: redirect_uri.to_owned(),
            challenge: challenge.map(str::to_owned),
            expires_at: self.now() + CODE_LIFE,
            used: false,
        };
        self.grants.insert(code.clone(), grant);
        code
    }

    pub(super) fn issue_tokens(&mut self, client_id: &str) -> IssuedTokens {
        self.app(client_id).expect("an app with this client ID");
        let tokens = IssuedTokens {
            access_token: random_hex(32),
            refresh_token: random_hex(32),
        };
        self.sessions.push(Session {
            client_id: client_id.to_owned(),
            tokens: tokens.clone(),
            expires_at: self.now() + TOKEN_LIFE,
            alive: true,
        });
        tokens
    }

    /// A new pair of tokens as the answer of the token endpoint.
    pub(super) fn token_answer(&mut self, client_id: &str) -> Answer {
        let tokens = self.issue_tokens(client_id);
        let body: Value = json!({
            "access_token": tokens.access_token,
            "token_type": "bearer",
            "expires_in": TOKEN_LIFE.as_secs(),
            "refresh_token": tokens.refresh_token,
            "scope": "public",
            "created_at": self.now().as_secs(),
        });
        // RFC 6749, section 5.1.
        Answer::json(200, &body).header("cache-control", "no-store")
    }
}

/// As many random bytes, in lower-case hex.
pub(super) fn random_hex(bytes: usize) -> String {
    (0..bytes)
        .map(|_| format!("{:02x}", rand::random::<u8>()))
        .collect()
}
