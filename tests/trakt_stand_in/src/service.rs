//! The way of a request: into the journal, past the faults, to its endpoint, and out with CORS
//! headers.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State as Extract};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::Shared;
use super::answer::Answer;
use super::authorize::PinIs;
use super::fault::{self, Body, Effect, Endpoint, Fault};
use super::journal::JournalEntry;
use super::state::State;
use super::wire::{Ending, Framing, Script};
use super::{api, authorize, device, token};

const LARGEST_REQUEST: usize = 1 << 20;
const ALLOWED_HEADERS: &str = "content-type, authorization, trakt-api-key, trakt-api-version";
const EXPOSED_HEADERS: &str = "Retry-After, X-Ratelimit, X-Account-Locked, X-Account-Deactivated";

pub(super) async fn answer(
    Extract(shared): Extract<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, LARGEST_REQUEST).await;
    let bytes = body.as_deref().unwrap_or_default();
    let call = JournalEntry::new(
        parts.method.as_str().to_owned(),
        &parts.uri,
        &parts.headers,
        bytes,
    );
    let too_large = body.is_err();

    let planned = {
        let mut state = shared.lock();
        state.journal.push(call.clone());
        // Before any fault: nothing that goes wrong at Trakt lets more POSTs through.
        if call.method == "POST" && over_the_post_limit(&mut state, &call) {
            return with_cors(&state, &call, rate_limited(1)).into_response();
        }
        Endpoint::at(&call)
            .and_then(|endpoint| fault::take(&mut state.plans, endpoint, call.method == "OPTIONS"))
    };
    if too_large {
        return Answer::empty(413).into_response();
    }
    match planned.as_ref().map(|fault| &fault.effect) {
        Some(Effect::Stall) => return std::future::pending().await,
        Some(Effect::Held(hold)) => hold.ended().await,
        _ => {}
    }

    let mut state = shared.lock();
    let Some(fault) = planned else {
        let answer = normal_answer(&mut state, &call);
        return with_cors(&state, &call, answer).into_response();
    };
    let mut answer = faulty_answer(&mut state, &call, &fault);
    answer.headers.extend(fault.headers);
    if fault.cors {
        answer = with_cors(&state, &call, answer);
    }
    if let Some(script) = script(&mut answer, &fault.effect) {
        shared.wires.play(peer, script);
    }
    answer.into_response()
}

/// Trakt's answer when nothing is wrong with Trakt.
fn normal_answer(state: &mut State, call: &JournalEntry) -> Answer {
    if call.method == "OPTIONS" {
        return preflight(call);
    }
    let host = call.host.as_str();
    let oauth = matches!(host, "api.trakt.tv" | "auth.trakt.tv");
    let pages = matches!(host, "trakt.tv" | "auth.trakt.tv");
    match call.path.as_str() {
        "/" if oauth || pages => on("GET", state, call, |_, _| {
            Answer::with_body(200, "text/plain; charset=utf-8", "Trakt\n")
        }),
        "/oauth/authorize" if pages && call.method == "POST" => {
            authorize::decide(state, call, PinIs::Shown)
        }
        "/oauth/authorize" if pages => on("GET", state, call, authorize::ask),
        "/oauth/token" if oauth => on("POST", state, call, token::token),
        "/oauth/revoke" if oauth => on("POST", state, call, token::revoke),
        "/oauth/device/code" if oauth => on("POST", state, call, device::code),
        "/oauth/device/token" if oauth => on("POST", state, call, device::token),
        "/users/settings" if host == "api.trakt.tv" => on("GET", state, call, api::settings),
        path if pages && is_activation(path) => device::activate(state, call),
        _ => Answer::empty(404),
    }
}

fn on(
    method: &'static str,
    state: &mut State,
    call: &JournalEntry,
    endpoint: impl FnOnce(&mut State, &JournalEntry) -> Answer,
) -> Answer {
    if call.method == method {
        endpoint(state, call)
    } else {
        Answer::empty(405).header("allow", method)
    }
}

fn is_activation(path: &str) -> bool {
    path == "/activate" || path.starts_with("/activate/")
}

/// The answer under a fault, whatever becomes of it on the wire.
fn faulty_answer(state: &mut State, call: &JournalEntry, fault: &Fault) -> Answer {
    match &fault.effect {
        Effect::Canned(answer) => answer.clone(),
        Effect::Normal | Effect::Held(_) | Effect::Body(_) => normal_answer(state, call),
        Effect::RewriteJson(edit) => {
            let mut answer = normal_answer(state, call);
            if answer.status.is_success()
                && let Some(mut json) = answer.parsed()
            {
                edit(&mut json);
                answer.body = json.to_string().into_bytes();
            }
            answer
        }
        Effect::RewriteBody(edit) => {
            let mut answer = normal_answer(state, call);
            answer.body = edit(answer.body);
            answer
        }
        Effect::Status(status) => Answer {
            status: Answer::empty(*status).status,
            ..normal_answer(state, call)
        },
        Effect::PinInAddress if call.method == "POST" => {
            authorize::decide(state, call, PinIs::InAddress)
        }
        Effect::PinInAddress => normal_answer(state, call),
        Effect::Issuer(issuer) => normal_answer(state, call).location_with("iss", issuer),
        Effect::Huge(bytes) => huge(normal_answer(state, call), *bytes),
        // Stall has no answer, and is dealt with before one is made; bytes go out in place of one.
        Effect::Stall | Effect::Bytes(..) => Answer::empty(200),
        Effect::PreflightRefused => Answer::empty(403),
    }
}

/// What goes out in place of the answer, where that is not HTTP as it should be.
fn script(answer: &mut Answer, effect: &Effect) -> Option<Script> {
    let how = match effect {
        Effect::Bytes(bytes, ending) => return Some(Script::of(bytes.clone(), *ending)),
        Effect::Body(how) => how,
        _ => return None,
    };
    if answer.body.is_empty() {
        // Without a body there is nothing to end otherwise.
        answer.body = vec![b' '; 64];
    }
    let body = answer.body.as_slice();
    let (framing, sent, ending) = match *how {
        Body::Half(ending) => (Framing::Length(body.len()), &body[..body.len() / 2], ending),
        Body::Short(by) => (Framing::Length(body.len() + by), body, Ending::Orderly),
        Body::Long(by) => {
            let length = body.len().saturating_sub(by);
            (Framing::Length(length), body, Ending::Orderly)
        }
        Body::Open(ending) => (Framing::Chunks, body, ending),
    };
    Some(Script::answer(answer, framing, sent, ending))
}

fn huge(mut answer: Answer, bytes: usize) -> Answer {
    let padding = "x".repeat(bytes);
    // The member is spliced in: to print so long a string as JSON would hold up every other answer.
    answer.body = match answer.parsed() {
        Some(Value::Object(members)) if !members.is_empty() => {
            let rest = Value::Object(members).to_string();
            format!("{{\"padding\":\"{padding}\",{}", &rest[1..]).into_bytes()
        }
        _ => padding.into_bytes(),
    };
    answer.chunked = true;
    answer
}

/// 429 with the headers that Trakt usually sends.
pub(super) fn rate_limited(retry_after: u64) -> Answer {
    let limit = json!({ "name": "AUTHED_API_POST_LIMIT", "period": 1, "limit": 1, "remaining": 0 });
    Answer::empty(429)
        .header("retry-after", &retry_after.to_string())
        .header("x-ratelimit", &limit.to_string())
}

fn over_the_post_limit(state: &mut State, call: &JournalEntry) -> bool {
    let Some(client_id) = client_id(call) else {
        return false;
    };
    let now = state.now();
    let over = state
        .last_posts
        .get(&client_id)
        .is_some_and(|last| now.saturating_sub(*last).as_secs() < 1);
    if !over {
        state.last_posts.insert(client_id, now);
    }
    over
}

/// The client that a request names in its JSON body or as its API key.
fn client_id(call: &JournalEntry) -> Option<String> {
    let in_body = call
        .json()
        .and_then(|body| Some(body.get("client_id")?.as_str()?.to_owned()));
    in_body.or_else(|| call.header("trakt-api-key").map(str::to_owned))
}

/// A preflight names no client, so it is answered for every page. The pages on `trakt.tv` are for
/// people only.
fn preflight(call: &JournalEntry) -> Answer {
    if !shares(&call.host) {
        return Answer::empty(404);
    }
    // A remembered preflight would hide the next one from the journal and from its faults.
    Answer::empty(204)
        .header(
            "access-control-allow-methods",
            "GET, POST, PUT, DELETE, OPTIONS",
        )
        .header("access-control-allow-headers", ALLOWED_HEADERS)
        .header("access-control-max-age", "0")
}

/// Whether pages of other origins may ask this host at all.
fn shares(host: &str) -> bool {
    matches!(host, "api.trakt.tv" | "auth.trakt.tv")
}

fn with_cors(state: &State, call: &JournalEntry, mut answer: Answer) -> Answer {
    let refused_preflight = call.method == "OPTIONS" && !answer.status.is_success();
    if !shares(&call.host) || refused_preflight {
        return answer;
    }
    let origins = match client_id(call).and_then(|id| state.app(&id)) {
        Some(app) if call.method != "OPTIONS" => app.cors_origins.as_slice(),
        _ => &[],
    };
    if origins.is_empty() {
        answer = answer.header("access-control-allow-origin", "*");
    } else {
        answer
            .headers
            .append(header::VARY, HeaderValue::from_static("Origin"));
        match call
            .origin
            .as_ref()
            .filter(|origin| origins.contains(origin))
        {
            Some(origin) => answer = answer.header("access-control-allow-origin", origin),
            None => return answer,
        }
    }
    if call.method != "OPTIONS" {
        answer = answer.header("access-control-expose-headers", EXPOSED_HEADERS);
    }
    answer
}
