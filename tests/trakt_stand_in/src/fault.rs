//! What can go wrong, and where.

use std::fmt;
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

use super::answer::Answer;
use super::page;

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
    /// `/oauth/token`.
    pub const TOKEN: Self = Self::everywhere(Service::Token);
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

    /// The endpoint that answers for this path on this host, if there is one.
    pub(super) fn at(host: &str, path: &str) -> Option<Self> {
        let service = match path {
            "/oauth/authorize" => Service::Authorize,
            "/oauth/token" => Service::Token,
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
        self.service == actual.service && (self.hosts == Hosts::Both || self.hosts == actual.hosts)
    }
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
    RewriteJson(Arc<dyn Fn(&mut Value) + Send + Sync>),
    Truncated,
    Huge(usize),
    CutOff,
    StallMidBody,
    Stall,
    Disconnect,
    PreflightRefused,
}

impl fmt::Debug for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Canned(answer) => f.debug_tuple("Canned").field(answer).finish(),
            Self::Huge(bytes) => f.debug_tuple("Huge").field(bytes).finish(),
            Self::Normal => f.write_str("Normal"),
            Self::RewriteJson(_) => f.write_str("RewriteJson"),
            Self::Truncated => f.write_str("Truncated"),
            Self::CutOff => f.write_str("CutOff"),
            Self::StallMidBody => f.write_str("StallMidBody"),
            Self::Stall => f.write_str("Stall"),
            Self::Disconnect => f.write_str("Disconnect"),
            Self::PreflightRefused => f.write_str("PreflightRefused"),
        }
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

    /// 403: the API key is not accepted, or the app is not approved.
    pub fn forbidden() -> Self {
        Self::status(403)
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

    /// The first half of the normal answer, as if it were all: HTTP is in order, the JSON is not.
    pub fn truncated_json() -> Self {
        Self::of(Effect::Truncated)
    }

    /// The normal answer blown up to at least this many bytes, in chunked encoding. If it is a JSON
    /// object, it stays a good one with one more member; if not, it becomes filler.
    pub fn huge_body(bytes: usize) -> Self {
        Self::of(Effect::Huge(bytes))
    }

    /// The headers and half the body of the normal answer; then the socket is closed.
    pub fn cut_off() -> Self {
        Self::of(Effect::CutOff)
    }

    /// The headers and half the body of the normal answer; then silence until the client gives up.
    pub fn stall_mid_body() -> Self {
        Self::of(Effect::StallMidBody)
    }

    /// Silence until the client gives up or the stand-in is dropped.
    pub fn stall() -> Self {
        Self::of(Effect::Stall)
    }

    /// The socket is closed without an answer.
    pub fn disconnect() -> Self {
        Self::of(Effect::Disconnect)
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
    Once,
}

/// A fault that waits for its request.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) endpoint: Endpoint,
    pub(super) fault: Fault,
    pub(super) duty: Duty,
}

/// The fault for this request, taken out of the plans if it is for one request only.
pub(super) fn take(plans: &mut Vec<Plan>, endpoint: Endpoint, preflight: bool) -> Option<Fault> {
    let meant = |plan: &Plan| {
        plan.endpoint.covers(endpoint)
            && preflight == matches!(plan.fault.effect, Effect::PreflightRefused)
    };
    if let Some(at) = plans
        .iter()
        .position(|plan| plan.duty == Duty::Once && meant(plan))
    {
        return Some(plans.remove(at).fault);
    }
    plans
        .iter()
        .rev()
        .find(|plan| meant(plan))
        .map(|plan| plan.fault.clone())
}
