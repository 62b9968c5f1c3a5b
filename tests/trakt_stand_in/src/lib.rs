//! A stand-in for Trakt on 127.0.0.1: its sign-in hosts and its API, over TLS, with every fault a
//! client has to survive.
//!
//! It answers for `trakt.tv`, `api.trakt.tv` and `auth.trakt.tv`, told apart by the `Host` header,
//! so that one port is enough for a browser started with `--host-resolver-rules` and
//! `--ignore-certificate-errors`.

#![warn(missing_docs)]

mod answer;
mod api;
mod authorize;
pub mod curl;
mod device;
mod fault;
mod journal;
mod page;
mod service;
mod state;
mod token;
mod wire;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use rustls::pki_types::PrivateKeyDer;
use serde_json::Value;

pub use fault::{Endpoint, Fault, Hold};
pub use journal::JournalEntry;
pub use state::{App, IssuedTokens, OOB};

use device::Decision;
use fault::{Duty, Plan};
use state::State;
use wire::{Wires, WiretapAcceptor};

/// A running stand-in. It stops, and drops every open connection, when this value is dropped.
pub struct TraktStandIn {
    port: u16,
    shared: Shared,
    handle: Handle<SocketAddr>,
}

/// What the requests and the test work on together.
#[derive(Clone)]
struct Shared {
    state: Arc<Mutex<State>>,
    wires: Wires,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TraktStandIn {
    /// Starts a stand-in on a free port of 127.0.0.1, with a certificate of its own. No app is
    /// registered yet.
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        listener
            .set_nonblocking(true)
            .expect("a listener for tokio");
        let port = listener.local_addr().expect("a bound address").port();

        let shared = Shared {
            state: Arc::default(),
            wires: Wires::default(),
        };
        let handle = Handle::new();
        let acceptor = RustlsAcceptor::new(RustlsConfig::from_config(Arc::new(tls_config())));
        let server = axum_server::from_tcp(listener)
            .expect("a listener in a tokio runtime")
            .http1_only()
            .acceptor(WiretapAcceptor::new(acceptor, shared.wires.clone()))
            .handle(handle.clone());
        let service = Router::new()
            .fallback(service::answer)
            .with_state(shared.clone())
            .into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { server.serve(service).await });

        Self {
            port,
            shared,
            handle,
        }
    }

    /// The port on 127.0.0.1 that speaks for every Trakt host.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The value of Chromium's `--host-resolver-rules` that leads every Trakt host here.
    pub fn host_resolver_rules(&self) -> String {
        let port = self.port;
        format!("MAP *.trakt.tv:443 127.0.0.1:{port}, MAP trakt.tv:443 127.0.0.1:{port}")
    }

    /// Registers an app, or replaces the one with the same client ID.
    pub fn register(&self, app: App) {
        self.shared.lock().register(app);
    }

    /// Every request so far in the order of arrival, preflights and requests that met a fault
    /// included.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.shared.lock().journal.clone()
    }

    /// The requests in the journal with this method, host and path.
    pub fn requests_to(&self, method: &str, host: &str, path: &str) -> Vec<JournalEntry> {
        let mut entries = self.journal();
        entries.retain(|entry| entry.is(method, host, path));
        entries
    }

    /// Empties the journal.
    pub fn clear_journal(&self) {
        self.shared.lock().journal.clear();
    }

    /// A PIN, as if the user had allowed the app on the authorize page: 8 hex characters, one use,
    /// ten minutes.
    ///
    /// # Panics
    /// If no app with this client ID is registered.
    pub fn issue_pin(&self, client_id: &str) -> String {
        self.shared.lock().issue_code(client_id, OOB, None)
    }

    /// A code, as if the user had allowed the app on the authorize page. `challenge` is the S256
    /// challenge of RFC 7636, section 4.2. With [`OOB`] as redirect URI this is a PIN.
    ///
    /// # Panics
    /// If no app with this client ID is registered.
    pub fn issue_code(
        &self,
        client_id: &str,
        redirect_uri: &str,
        challenge: Option<&str>,
    ) -> String {
        self.shared
            .lock()
            .issue_code(client_id, redirect_uri, challenge)
    }

    /// A living pair of tokens, as from an earlier sign-in.
    ///
    /// # Panics
    /// If no app with this client ID is registered.
    pub fn issue_tokens(&self, client_id: &str) -> IssuedTokens {
        self.shared.lock().issue_tokens(client_id)
    }

    /// Whether a PIN or code has been exchanged.
    pub fn is_used(&self, code: &str) -> bool {
        let state = self.shared.lock();
        state.grants.get(code).is_some_and(|grant| grant.used)
    }

    /// Whether a refresh token could still be exchanged.
    pub fn is_alive(&self, refresh_token: &str) -> bool {
        let state = self.shared.lock();
        state
            .sessions
            .iter()
            .any(|session| session.alive && session.tokens.refresh_token == refresh_token)
    }

    /// The pair of tokens that was issued last.
    pub fn latest_tokens(&self) -> Option<IssuedTokens> {
        let state = self.shared.lock();
        state.sessions.last().map(|session| session.tokens.clone())
    }

    /// The user code that was given out last.
    pub fn latest_user_code(&self) -> Option<String> {
        let state = self.shared.lock();
        state.devices.last().map(|device| device.user_code.clone())
    }

    /// Lets the user who reads this code allow the app. False if no waiting device has this user
    /// code.
    pub fn approve_device(&self, user_code: &str) -> bool {
        self.shared
            .lock()
            .decide_device(user_code, Decision::Allowed)
    }

    /// Lets the user who reads this code refuse the app. False if no waiting device has this user
    /// code.
    pub fn deny_device(&self, user_code: &str) -> bool {
        self.shared
            .lock()
            .decide_device(user_code, Decision::Denied)
    }

    /// Moves the stand-in's clock forward. It starts as the real time and runs with it.
    pub fn advance_clock(&self, by: Duration) {
        self.shared.lock().advance_clock(by);
    }

    /// The stand-in's time, in whole seconds since 1970-01-01 UTC.
    pub fn now(&self) -> u64 {
        self.shared.lock().now().as_secs()
    }

    /// Applies a fault to every request of this endpoint, until
    /// [`clear_faults`](Self::clear_faults). The latest one wins.
    pub fn always(&self, endpoint: Endpoint, fault: Fault) {
        self.plan(endpoint, fault, Duty::Always);
    }

    /// Applies a fault to the next request of this endpoint only. Several wait in a queue, and go
    /// before any [`always`](Self::always).
    pub fn once(&self, endpoint: Endpoint, fault: Fault) {
        self.times(1, endpoint, fault);
    }

    /// Applies a fault to so many requests of this endpoint, in the same queue.
    pub fn times(&self, count: usize, endpoint: Endpoint, fault: Fault) {
        self.plan(endpoint, fault, Duty::Times(count));
    }

    /// Edits the JSON of every good token answer, on both hosts: takes members out, adds some,
    /// changes their types.
    pub fn as_token_answer_with(&self, edit: impl Fn(&mut Value) + Send + Sync + 'static) {
        self.always(Endpoint::TOKEN, Fault::rewrite_json(edit));
    }

    /// Takes back every fault, those still in the queue too.
    pub fn clear_faults(&self) {
        self.shared.lock().plans.clear();
    }

    fn plan(&self, endpoint: Endpoint, fault: Fault, duty: Duty) {
        self.shared.lock().plans.push(Plan {
            endpoint,
            fault,
            duty,
        });
    }
}

impl Drop for TraktStandIn {
    fn drop(&mut self) {
        self.handle.shutdown();
    }
}

/// TLS for every Trakt host. The provider is named here, so that no process-wide default is needed
/// or changed.
fn tls_config() -> rustls::ServerConfig {
    let hosts = ["trakt.tv".to_owned(), "*.trakt.tv".to_owned()];
    let certified = rcgen::generate_simple_self_signed(hosts).expect("a self-signed certificate");
    let key =
        PrivateKeyDer::try_from(certified.signing_key.serialize_der()).expect("a private key");

    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the protocol versions of the provider")
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key)
        .expect("a key that fits its certificate");
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config
}
