//! The way of a request: into the journal, past the faults, to its endpoint, and out with CORS
//! headers.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State as Extract};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::Shared;
use super::answer::Answer;
use super::fault::{self, Effect, Endpoint, Fault};
use super::journal::JournalEntry;
use super::state::State;
use super::wire::{Cut, Ending};
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
        Endpoint::at(&call.host, &call.path)
            .and_then(|endpoint| fault::take(&mut state.plans, endpoint, call.method == "OPTIONS"))
    };
    if too_large {
        return Answer::empty(413).into_response();
    }
    if let Some(Effect::Stall) = planned.as_ref().map(|fault| &fault.effect) {
        return std::future::pending().await;
    }

    let mut state = shared.lock();
    let Some(fault) = planned else {
        let answer = normal_answer(&mut state, &call);
        return with_cors(&state, &call, answer).into_response();
    };
    let (mut answer, cut) = faulty_answer(&mut state, &call, &fault);
    answer.headers.extend(fault.headers);
    if fault.cors {
        answer = with_cors(&state, &call, answer);
    }
    if let Some(cut) = cut {
        shared.wires.cut(peer, cut);
    }
    answer.into_response()
}

/// Trakt's answer when nothing is wrong with Trakt.
fn normal_answer(state: &mut State, call: &JournalEntry) -> Answer {
    if call.method == "OPTIONS" {
        return preflight(call);
    }
    if call.method == "POST" && over_the_post_limit(state, call) {
        return rate_limited(1);
    }
    let host = call.host.as_str();
    let oauth = matches!(host, "api.trakt.tv" | "auth.trakt.tv");
    let pages = matches!(host, "trakt.tv" | "auth.trakt.tv");
    match call.path.as_str() {
        "/" if oauth || pages => on("GET", state, call, |_, _| {
            Answer::with_body(200, "text/plain; charset=utf-8", "Trakt\n")
        }),
        "/oauth/authorize" if pages && call.method == "POST" => authorize::decide(state, call),
        "/oauth/authorize" if pages => on("GET", state, call, authorize::ask),
        "/oauth/token" if oauth => on("POST", state, call, token::token),
        "/oauth/revoke" if oauth => on("POST", state, call, token::revoke),
        "/oauth/device/code" if oauth => on("POST", state, call, device::code),
        "/oauth/device/token" if oauth => on("POST", state, call, device::token),
        "/users/settings" if host == "api.trakt.tv" => on("GET", state, call, api::settings),
        path if host == "trakt.tv" && is_activation(path) => device::activate(state, call),
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

/// The answer under a fault, and where it is cut.
fn faulty_answer(state: &mut State, call: &JournalEntry, fault: &Fault) -> (Answer, Option<Cut>) {
    match &fault.effect {
        Effect::Canned(answer) => (answer.clone(), None),
        Effect::Normal => (normal_answer(state, call), None),
        Effect::RewriteJson(edit) => {
            let mut answer = normal_answer(state, call);
            if answer.status.is_success()
                && let Some(mut json) = answer.parsed()
            {
                edit(&mut json);
                answer.body = json.to_string().into_bytes();
            }
            (answer, None)
        }
        Effect::Truncated => {
            let mut answer = normal_answer(state, call);
            answer.body.truncate(answer.body.len() / 2);
            (answer, None)
        }
        Effect::Huge(bytes) => (huge(normal_answer(state, call), *bytes), None),
        Effect::CutOff => cut_in_half(normal_answer(state, call), Ending::Close),
        Effect::StallMidBody => cut_in_half(normal_answer(state, call), Ending::Silence),
        // Stall has no answer, and is dealt with before one is made.
        Effect::Stall | Effect::Disconnect => (
            Answer::empty(200),
            Some(Cut::before_the_answer(Ending::Close)),
        ),
        Effect::PreflightRefused => (Answer::empty(403), None),
    }
}

fn cut_in_half(mut answer: Answer, ending: Ending) -> (Answer, Option<Cut>) {
    if answer.body.is_empty() {
        // Without a body there is nothing to cut.
        answer.body = vec![b' '; 64];
    }
    let cut = Cut::in_the_body(answer.body.len() / 2, ending);
    (answer, Some(cut))
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
    let Some(client_id) = client_id(call).filter(|_| state.enforce_post_limit) else {
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
    if call.method != "OPTIONS" && !state.hide_headers {
        answer = answer.header("access-control-expose-headers", EXPOSED_HEADERS);
    }
    answer
}
