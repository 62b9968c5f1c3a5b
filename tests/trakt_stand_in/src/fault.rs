//! What can go wrong, and where.

use std::fmt;
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::answer::Answer;
use super::journal::JournalEntry;
use super::page;
use super::wire::Ending;

/// A place where a fault can be set: a service, on the classic hosts, on the current one, or on
/// both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    service: Service,
    hosts: Hosts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Service {
    Authorize,
    Token,
    CodeExchange,
    Refresh,
    DeviceCode,
    DeviceToken,
    Revoke,
    Settings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hosts {
    Both,
    Classic,
    Current,
}

impl Endpoint {
    /// `/oauth/authorize`, the page and its form.
    pub const AUTHORIZE: Self = Self::everywhere(Service::Authorize);
    /// `/oauth/token`, whatever it is asked for.
    pub const TOKEN: Self = Self::everywhere(Service::Token);
    /// `/oauth/token`, asked to exchange a code or a PIN.
    pub const CODE_EXCHANGE: Self = Self::everywhere(Service::CodeExchange);
    /// `/oauth/token`, asked for a refresh.
    pub const REFRESH: Self = Self::everywhere(Service::Refresh);
    /// `/oauth/device/code`.
    pub const DEVICE_CODE: Self = Self::everywhere(Service::DeviceCode);
    /// `/oauth/device/token`.
    pub const DEVICE_TOKEN: Self = Self::everywhere(Service::DeviceToken);
    /// `/oauth/revoke`.
    pub const REVOKE: Self = Self::everywhere(Service::Revoke);
    /// `/users/settings`, which is on `api.trakt.tv` alone and so counts as classic.
    pub const SETTINGS: Self = Self::everywhere(Service::Settings);

    /// The same service on `trakt.tv` and `api.trakt.tv` only.
    pub const fn classic(self) -> Self {
        Self {
            hosts: Hosts::Classic,
            ..self
        }
    }

    /// The same service on `auth.trakt.tv` only.
    pub const fn current(self) -> Self {
        Self {
            hosts: Hosts::Current,
            ..self
        }
    }

    const fn everywhere(service: Service) -> Self {
        Self {
            service,
            hosts: Hosts::Both,
        }
    }

    /// The endpoint that answers this, if there is one.
    pub(super) fn at(call: &JournalEntry) -> Option<Self> {
        let host = call.host.as_str();
        let service = match call.path.as_str() {
            "/oauth/authorize" => Service::Authorize,
            "/oauth/token" => match grant_type(call).as_deref() {
                Some("authorization_code") => Service::CodeExchange,
                Some("refresh_token") => Service::Refresh,
                _ => Service::Token,
            },
            "/oauth/device/code" => Service::DeviceCode,
            "/oauth/device/token" => Service::DeviceToken,
            "/oauth/revoke" => Service::Revoke,
            "/users/settings" => Service::Settings,
            _ => return None,
        };
        let hosts = match (host, service) {
            ("trakt.tv", Service::Authorize) => Hosts::Classic,
            ("api.trakt.tv", Service::Authorize) => return None,
            ("api.trakt.tv", _) => Hosts::Classic,
            ("auth.trakt.tv", Service::Settings) => return None,
            ("auth.trakt.tv", _) => Hosts::Current,
            _ => return None,
        };
        Some(Self { service, hosts })
    }

    fn covers(self, actual: Self) -> bool {
        let is_service = self.service == actual.service
            || self.service == Service::Token
                && matches!(actual.service, Service::CodeExchange | Service::Refresh);
        is_service && (self.hosts == Hosts::Both || self.hosts == actual.hosts)
    }
}

fn grant_type(call: &JournalEntry) -> Option<String> {
    Some(call.json()?.get("grant_type")?.as_str()?.to_owned())
}

/// A fault: what it does to an answer, the headers it adds, and whether a page on another origin
/// may read the answer.
///
/// A fault that alters the normal answer lets the request take effect first, so a PIN is used up by
/// it. A fault that answers in place of Trakt, or not at all, leaves everything as it was.
#[derive(Clone, Debug)]
pub struct Fault {
    pub(super) effect: Effect,
    pub(super) headers: HeaderMap,
    pub(super) cors: bool,
}

#[derive(Clone)]
pub(super) enum Effect {
    /// This answer in place of Trakt's.
    Canned(Answer),
    /// The normal answer, with only the headers and CORS of the fault.
    Normal,
    /// The normal answer, once it is let go.
    Held(Hold),
    RewriteJson(Arc<dyn Fn(&mut Value) + Send + Sync>),
    RewriteBody(Arc<dyn Fn(Vec<u8>) -> Vec<u8> + Send + Sync>),
    /// The normal answer under another status.
    Status(u16),
    Issuer(String),
    PinInAddress,
    Huge(usize),
    Stall,
    PreflightRefused,
    /// Nothing of Trakt's, but these bytes.
    Bytes(Vec<u8>, Ending),
    /// The normal answer, with a body that ends otherwise than its head says.
    Body(Body),
}

/// How the body of an answer ends on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// In its middle, and then this.
    Half(Ending),
    /// After its last byte, but before so many more that the head has promised.
    Short(usize),
    /// So many bytes after the end that the head has set.
    Long(usize),
    /// After its last byte, in chunks without the one that says that it was the last; and then this.
    Open(Ending),
}

impl fmt::Debug for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Canned(answer) => f.debug_tuple("Canned").field(answer).finish(),
            Self::Normal => f.write_str("Normal"),
            Self::Held(_) => f.write_str("Held"),
            Self::RewriteJson(_) => f.write_str("RewriteJson"),
            Self::RewriteBody(_) => f.write_str("RewriteBody"),
            Self::Status(status) => f.debug_tuple("Status").field(status).finish(),
            Self::Issuer(issuer) => f.debug_tuple("Issuer").field(issuer).finish(),
            Self::PinInAddress => f.write_str("PinInAddress"),
            Self::Huge(bytes) => f.debug_tuple("Huge").field(bytes).finish(),
            Self::Stall => f.write_str("Stall"),
            Self::PreflightRefused => f.write_str("PreflightRefused"),
            Self::Bytes(bytes, ending) => {
                f.debug_tuple("Bytes").field(bytes).field(ending).finish()
            }
            Self::Body(body) => f.debug_tuple("Body").field(body).finish(),
        }
    }
}

/// Keeps answers back until it lets them go.
#[derive(Clone)]
pub struct Hold(Arc<Semaphore>);

impl Default for Hold {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }
}

impl Hold {
    /// Lets go of the answers that are kept back, and of all to come.
    pub fn let_go(&self) {
        self.0.close();
    }

    /// Waits until that has happened.
    pub async fn ended(&self) {
        // Closing is the only end that there is.
        let _ = self.0.acquire().await;
    }
}

impl Fault {
    /// This status with an empty body.
    pub fn status(status: u16) -> Self {
        Self::of(Effect::Canned(Answer::empty(status)))
    }

    /// This status with this body.
    pub fn status_with_body(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::of(Effect::Canned(Answer::with_body(
            status,
            content_type,
            body,
        )))
    }

    /// 403 in Trakt's own words: the API key is not accepted, or the app is not approved.
    pub fn forbidden() -> Self {
        Self::of(Effect::Canned(Answer::forbidden()))
    }

    /// This status with Cloudflare's page that blocks a visitor.
    pub fn block_page(status: u16) -> Self {
        Self::status_with_body(status, "text/html; charset=UTF-8", page::block_page())
            .with_header("server", "cloudflare")
            .with_header("cf-ray", "0123456789abcdef-XXX")
    }

    /// This status with one of Cloudflare's numbers as its whole body: 1015 limits a rate, 1020 blocks a visitor.
    pub fn cloudflare_code(status: u16, code: u16) -> Self {
        let body = format!("error code: {code}");
        Self::status_with_body(status, "text/plain; charset=UTF-8", body)
            .with_header("server", "cloudflare")
    }

    /// 404: the host no longer serves this.
    pub fn not_found() -> Self {
        Self::status(404)
    }

    /// 405: the host no longer serves this.
    pub fn method_not_allowed() -> Self {
        Self::status(405)
    }

    /// 410: the host no longer serves this.
    pub fn gone() -> Self {
        Self::status(410)
    }

    /// 412: the content type is not accepted.
    pub fn precondition_failed() -> Self {
        Self::status(412)
    }

    /// 423 without a header that says why.
    pub fn locked() -> Self {
        Self::status(423)
    }

    /// 423 with `X-Account-Locked: true`.
    pub fn account_locked() -> Self {
        Self::locked().with_header("x-account-locked", "true")
    }

    /// 423 with `X-Account-Deactivated: true`.
    pub fn account_deactivated() -> Self {
        Self::locked().with_header("x-account-deactivated", "true")
    }

    /// 429 with `Retry-After`, in seconds, and `X-Ratelimit`.
    pub fn too_many_requests(retry_after: u64) -> Self {
        Self::of(Effect::Canned(super::service::rate_limited(retry_after)))
    }

    /// 429 with this as `Retry-After`: a date (RFC 9110, section 10.2.3), or nonsense.
    pub fn too_many_requests_until(retry_after: &str) -> Self {
        Self::too_many_requests(1).with_header("retry-after", retry_after)
    }

    /// 429 with neither `Retry-After` nor `X-Ratelimit`.
    pub fn too_many_requests_without_retry_after() -> Self {
        Self::status(429)
    }

    /// 500, 502, 503, 504, 520, 521, 522 or 524 with the HTML page of the proxy in front of Trakt.
    pub fn proxy_error(status: u16) -> Self {
        Self::status_with_body(
            status,
            "text/html; charset=UTF-8",
            page::proxy_error_page(status),
        )
        .with_header("server", "cloudflare")
        .with_header("cf-ray", "0123456789abcdef-XXX")
    }

    /// The error body of RFC 6749, section 5.2. The description may hold anything, markup too.
    pub fn oauth_error(status: u16, error: &str, description: &str) -> Self {
        Self::of(Effect::Canned(Answer::oauth_error(
            status,
            error,
            description,
        )))
    }

    /// The error body of RFC 6749, section 5.2, without the optional description.
    pub fn oauth_error_without_description(status: u16, error: &str) -> Self {
        Self::of(Effect::Canned(Answer::json(
            status,
            &json!({ "error": error }),
        )))
    }

    /// 200 with an empty body.
    pub fn empty_body() -> Self {
        Self::status(200)
    }

    /// 200 with this body.
    pub fn raw_body(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::status_with_body(200, content_type, body)
    }

    /// The normal answer, with its JSON edited first. Answers that are not 200 or not JSON stay as
    /// they are.
    pub fn rewrite_json(edit: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::of(Effect::RewriteJson(Arc::new(edit)))
    }

    /// The normal answer, with its body edited first, whatever it is.
    pub fn rewrite_body(edit: impl Fn(Vec<u8>) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self::of(Effect::RewriteBody(Arc::new(edit)))
    }

    /// The normal answer under another status.
    pub fn under_status(status: u16) -> Self {
        Self::of(Effect::Status(status))
    }

    /// The normal answer with an `error` beside its other members.
    pub fn next_to_error(error: &str) -> Self {
        let error = error.to_owned();
        Self::rewrite_json(move |body| body["error"] = json!(error))
    }

    /// The normal answer without a refresh token, as where `offline_access` was not granted.
    pub fn without_refresh_token() -> Self {
        Self::rewrite_json(|token| token["refresh_token"] = Value::Null)
    }

    /// The normal answer with its lifetime as `604800.0` and its beginning as a date.
    pub fn numbers_in_other_forms() -> Self {
        Self::rewrite_json(|token| {
            token["expires_in"] = json!(token["expires_in"].as_f64());
            token["created_at"] = json!("2026-11-18T11:06:40.000Z");
        })
    }

    /// What Trakt answers for a refresh token from before its move of 2026 (issue 471).
    pub fn refresh_token_of_before() -> Self {
        Self::oauth_error(
            400,
            "invalid_request",
            "Missing required parameter: grant_type.",
        )
    }

    /// The normal answer, with a byte that is no UTF-8 at the start of every value that is a string.
    pub fn invalid_utf8_in_values() -> Self {
        Self::rewrite_body(|body| {
            let mut edited = Vec::new();
            for piece in body.split_inclusive(|byte| *byte == b':') {
                let starts_value = edited.ends_with(b":") && piece.starts_with(b"\"");
                let (quote, rest) = piece.split_at(usize::from(starts_value));
                edited.extend(quote);
                edited.extend(starts_value.then_some(0xff));
                edited.extend(rest);
            }
            edited
        })
    }

    /// 200 with a web page, as from a network that wants a login first.
    pub fn web_page() -> Self {
        let page = page::page("Welcome", "<p>Please log in to this network.</p>");
        Self::raw_body("text/html; charset=utf-8", page)
    }

    /// A redirect to another address: 301, 302, 303, 307 or 308.
    pub fn redirect(status: u16, to: &str) -> Self {
        Self::of(Effect::Canned(Answer::empty(status).header("location", to)))
    }

    /// The normal answer, with one more header of so many bytes.
    pub fn huge_header(bytes: usize) -> Self {
        Self::none().with_header("x-padding", &"x".repeat(bytes))
    }

    /// On the way back from the authorize page, the parameter `iss` of RFC 9207 with this value. The page itself is
    /// answered as ever.
    pub fn issuer(issuer: &str) -> Self {
        Self::of(Effect::Issuer(issuer.to_owned()))
    }

    /// No page that shows a PIN: the browser is sent to the out-of-band address with the code in it, as has been reported
    /// since August 2026.
    pub fn pin_in_address() -> Self {
        Self::of(Effect::PinInAddress)
    }

    /// The normal answer, but not before it is let go. The request takes effect then.
    pub fn held(hold: &Hold) -> Self {
        Self::of(Effect::Held(hold.clone()))
    }

    /// The first half of the normal answer, as if it were all: HTTP is in order, the JSON is not.
    pub fn truncated_json() -> Self {
        Self::rewrite_body(|mut body| {
            body.truncate(body.len() / 2);
            body
        })
    }

    /// The normal answer blown up to at least this many bytes, in chunked encoding. If it is a JSON
    /// object, it stays a good one with one more member; if not, it becomes filler.
    pub fn huge_body(bytes: usize) -> Self {
        Self::of(Effect::Huge(bytes))
    }

    /// The headers and half the body of the normal answer; then the socket is closed.
    pub fn cut_off() -> Self {
        Self::of(Effect::Body(Body::Half(Ending::Close)))
    }

    /// The headers and half the body of the normal answer; then silence until the client gives up.
    pub fn stall_mid_body() -> Self {
        Self::of(Effect::Body(Body::Half(Ending::Silence)))
    }

    /// Silence until the client gives up or the stand-in is dropped.
    pub fn stall() -> Self {
        Self::of(Effect::Stall)
    }

    /// The socket is closed without an answer.
    pub fn disconnect() -> Self {
        Self::of(Effect::Bytes(Vec::new(), Ending::Close))
    }

    /// The socket is reset without an answer.
    pub fn reset() -> Self {
        Self::of(Effect::Bytes(Vec::new(), Ending::Reset))
    }

    /// The whole normal answer, as the first of chunks; then the socket is reset.
    pub fn reset_behind_body() -> Self {
        Self::of(Effect::Body(Body::Open(Ending::Reset)))
    }

    /// The whole normal answer, as the first of chunks; then silence until the client gives up.
    pub fn stall_behind_body() -> Self {
        Self::of(Effect::Body(Body::Open(Ending::Silence)))
    }

    /// The whole normal answer, as the first of chunks; then blanks, 20 a second, until the client gives up.
    pub fn blanks_behind_body() -> Self {
        Self::of(Effect::Body(Body::Open(Ending::Blanks)))
    }

    /// The whole normal answer, whose `Content-Length` promises so many more bytes; then the connection is closed.
    pub fn content_length_too_long(by: usize) -> Self {
        Self::of(Effect::Body(Body::Short(by)))
    }

    /// The whole normal answer, whose `Content-Length` ends so many bytes before it.
    pub fn content_length_too_short(by: usize) -> Self {
        Self::of(Effect::Body(Body::Long(by)))
    }

    /// Bytes that are no HTTP; then the connection is closed.
    pub fn garbage() -> Self {
        let bytes = b"\x16\x03\x01\x00\xff\x00not HTTP\r\n\r\n\xfe".to_vec();
        Self::of(Effect::Bytes(bytes, Ending::Orderly))
    }

    /// The normal answer without any CORS header. Preflights are still answered.
    pub fn missing_cors() -> Self {
        Self::of(Effect::Normal).without_cors()
    }

    /// 403 without any CORS header, to preflights alone.
    pub fn preflight_refused() -> Self {
        Self::of(Effect::PreflightRefused)
    }

    /// The normal answer; for what [`with_header`](Self::with_header) adds.
    pub fn none() -> Self {
        Self::of(Effect::Normal)
    }

    /// The same fault in an answer without any CORS header.
    pub fn without_cors(self) -> Self {
        Self {
            cors: false,
            ..self
        }
    }

    /// The same fault with one more header, or another value of it.
    ///
    /// # Panics
    /// If the name or the value is not possible in HTTP.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::try_from(name).expect("a header name");
        self.headers
            .insert(name, HeaderValue::try_from(value).expect("a header value"));
        self
    }

    fn of(effect: Effect) -> Self {
        Self {
            effect,
            headers: HeaderMap::new(),
            cors: true,
        }
    }
}

/// How long a planned fault stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Duty {
    Always,
    /// For so many more requests.
    Times(usize),
}

/// A fault that waits for its request.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) endpoint: Endpoint,
    pub(super) fault: Fault,
    pub(super) duty: Duty,
}

/// The fault for this request, counted and taken out of the plans with its last request.
pub(super) fn take(plans: &mut Vec<Plan>, endpoint: Endpoint, preflight: bool) -> Option<Fault> {
    let meant = |plan: &Plan| {
        plan.endpoint.covers(endpoint)
            && preflight == matches!(plan.fault.effect, Effect::PreflightRefused)
    };
    let counted = |plan: &Plan| plan.duty != Duty::Always && meant(plan);
    if let Some(at) = plans.iter().position(counted) {
        let fault = plans[at].fault.clone();
        match &mut plans[at].duty {
            Duty::Times(left) if *left > 1 => *left -= 1,
            _ => drop(plans.remove(at)),
        }
        return Some(fault);
    }
    plans
        .iter()
        .rev()
        .find(|plan| meant(plan))
        .map(|plan| plan.fault.clone())
}
