//! Sends a [`Request`] and reads what comes back, within bounds of time and size.

use std::cell::Cell;
use std::rc::Rc;

use gloo_net::http::{RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache,
    RequestCredentials, RequestMode, RequestRedirect,
};

use super::connection;
use crate::trakt::{Answer, AnswerBody, AnswerHeaders, Method, NoAnswer, Request};

/// A request is given up after this many seconds.
pub const PATIENCE_SECONDS: u32 = 30;

/// Longer answers are not read to their end. A token answer has less than 1 KiB.
pub const BODY_LIMIT: usize = 1 << 20;

/// Ends a request when it is dropped, so that leaving a wait always stops what was waited for.
#[derive(Debug)]
pub struct AbortOnDrop(Option<AbortController>);

impl Default for AbortOnDrop {
    fn default() -> Self {
        Self::new()
    }
}

impl AbortOnDrop {
    /// A new one, for one request. A browser without `AbortController` lets requests run to their end.
    pub fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// What tells others that it was dropped.
    pub(super) fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        abort(self.0.as_ref());
    }
}

fn abort(controller: Option<&AbortController>) {
    if let Some(controller) = controller {
        controller.abort();
    }
}

/// Sends the request and waits for the whole answer, [`PATIENCE_SECONDS`] at most, or until `abort_on_drop` is dropped.
///
/// No cookie, referrer or cache is involved, and a redirect is not followed: the secrets in the body are for
/// the host in the URL alone.
///
/// # Errors
/// Where there is no answer that a page may read.
pub fn send(
    request: &Request,
    abort_on_drop: &AbortOnDrop,
) -> impl Future<Output = Result<Answer, NoAnswer>> + use<> {
    let request = request.clone();
    let controller = abort_on_drop.0.clone();
    async move {
        let timed_out = Rc::new(Cell::new(false));
        let patience = Timeout::new(PATIENCE_SECONDS * 1000, {
            let (timed_out, controller) = (timed_out.clone(), controller.clone());
            move || {
                timed_out.set(true);
                abort(controller.as_ref());
            }
        });
        let answer = exchange(&request, controller.as_ref()).await;
        drop(patience);
        match answer {
            // A body that stalls looks cut off when the time is up.
            _ if timed_out.get() => Err(NoAnswer::TimedOut {
                seconds: PATIENCE_SECONDS,
            }),
            Ok(answer) => Ok(answer),
            Err(_) if !connection::is_online() => Err(NoAnswer::Offline),
            Err(_) => Err(NoAnswer::Unreadable),
        }
    }
}

/// How long a probe waits, in milliseconds. It wants no answer but the sign of one.
const PROBE_PATIENCE_MS: u32 = 10_000;

/// Whether a request to this address gets through at all. It carries nothing, and its answer may not be read, so
/// that no permission is needed for it.
pub fn probe(url: &str, abort_on_drop: &AbortOnDrop) -> impl Future<Output = bool> + use<> {
    let builder = RequestBuilder::new(url)
        .mode(RequestMode::NoCors)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer);
    let controller = abort_on_drop.0.clone();
    async move {
        let patience = Timeout::new(PROBE_PATIENCE_MS, {
            let controller = controller.clone();
            move || abort(controller.as_ref())
        });
        let builder = builder.abort_signal(controller.map(|c| c.signal()).as_ref());
        let was_reached = builder.send().await.is_ok();
        drop(patience);
        was_reached
    }
}

async fn exchange(
    request: &Request,
    controller: Option<&AbortController>,
) -> Result<Answer, gloo_net::Error> {
    let method = match request.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
    };
    let mut builder = RequestBuilder::new(&request.url)
        .method(method)
        .mode(RequestMode::Cors)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(controller.map(AbortController::signal).as_ref());
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let response = match &request.body {
        Some(body) => builder.body(body.as_str())?.send().await?,
        None => builder.send().await?,
    };
    let headers = response.headers();
    Ok(Answer {
        status: response.status(),
        headers: AnswerHeaders {
            retry_after: headers.get("Retry-After"),
            account_locked: headers.get("X-Account-Locked").is_some(),
            account_deactivated: headers.get("X-Account-Deactivated").is_some(),
        },
        body: read_body(&response).await,
    })
}

async fn read_body(response: &Response) -> AnswerBody {
    let Some(stream) = response.body() else {
        return AnswerBody::Text(String::new());
    };
    let Ok(reader) = stream
        .get_reader()
        .dyn_into::<ReadableStreamDefaultReader>()
    else {
        return AnswerBody::CutOff;
    };
    let mut bytes = Vec::new();
    loop {
        match read_chunk(&reader).await {
            Ok(Some(chunk)) if bytes.len() + chunk.length() as usize > BODY_LIMIT => {
                // What the browser makes of the rest no longer matters.
                let _ = reader.cancel();
                return AnswerBody::TooLong { limit: BODY_LIMIT };
            }
            Ok(Some(chunk)) => bytes.extend(chunk.to_vec()),
            Ok(None) => return AnswerBody::Text(String::from_utf8_lossy(&bytes).into_owned()),
            Err(_) => return AnswerBody::CutOff,
        }
    }
}

async fn read_chunk(reader: &ReadableStreamDefaultReader) -> Result<Option<Uint8Array>, JsValue> {
    let result = JsFuture::from(reader.read()).await?;
    let done = Reflect::get(&result, &JsValue::from_str("done"))?;
    if done.is_truthy() {
        return Ok(None);
    }
    Reflect::get(&result, &JsValue::from_str("value"))?
        .dyn_into()
        .map(Some)
}
