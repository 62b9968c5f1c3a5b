//! Sends a request and reads what comes back, within bounds of time and size.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::{Headers, RequestBuilder, Response as BrowserResponse};
use gloo_timers::callback::Timeout;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache,
    RequestCredentials, RequestMode, RequestRedirect, ResponseType,
};

use super::connection;
use crate::sensitive::Sensitive;
use crate::trakt::http::{BodyEnd, ResponseBody, ResponseHeaders};
use crate::trakt::{Method, NetworkError, Request, Response};

/// A request is given up after this long.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Longer responses are not read to their end. A token response has less than 1 KiB.
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

/// Sends the request and waits for the whole response, for [`PATIENCE`] at most, or until `abort_on_drop` is dropped.
///
/// No cookie, referrer or cache is involved, and a redirect is not followed: the secrets in the body are for the host in
/// the URL alone.
///
/// # Errors
/// Where there is no response that a page may read.
pub fn send(
    request: Request,
    abort_on_drop: &AbortOnDrop,
) -> impl Future<Output = Result<Response, NetworkError>> + use<> {
    let controller = abort_on_drop.0.clone();
    async move {
        let builder = builder(&request, controller.as_ref()).ok_or(NetworkError::Unsendable)?;
        let timed_out = Rc::new(Cell::new(false));
        let patience = Timeout::new(PATIENCE.as_millis() as u32, {
            let (timed_out, controller) = (timed_out.clone(), controller.clone());
            move || {
                timed_out.set(true);
                abort(controller.as_ref());
            }
        });
        let was_online = connection::is_online();
        let response = match &request.body {
            Some(body) => match builder.body(body.reveal().as_str()) {
                Ok(request) => request.send().await,
                Err(_) => return Err(NetworkError::Unsendable),
            },
            None => builder.send().await,
        };
        let Ok(response) = response else {
            return Err(match was_online {
                _ if timed_out.get() => NetworkError::TimedOut { patience: PATIENCE },
                false => NetworkError::Offline,
                true if !connection::is_online() => NetworkError::ConnectionLost,
                true => NetworkError::Unreadable,
            });
        };
        if response.type_() == ResponseType::Opaqueredirect {
            return Err(NetworkError::Redirected);
        }
        let mut body = read_body(&response).await;
        drop(patience);
        if timed_out.get() {
            body.end = BodyEnd::TimedOut { patience: PATIENCE };
        }
        let headers = response.headers();
        Ok(Response {
            status: response.status(),
            headers: ResponseHeaders {
                retry_after: headers.get("Retry-After"),
                account_locked: headers.get("X-Account-Locked").is_some(),
                account_deactivated: headers.get("X-Account-Deactivated").is_some(),
            },
            body,
        })
    }
}

/// The request as the browser sends it; none where a header's value is none that HTTP can carry.
fn builder(request: &Request, controller: Option<&AbortController>) -> Option<RequestBuilder> {
    let method = match request.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
    };
    let headers = web_sys::Headers::new().ok()?;
    for (name, value) in &request.headers {
        headers.set(name, value.reveal()).ok()?;
    }
    Some(
        RequestBuilder::new(request.url)
            .method(method)
            .mode(RequestMode::Cors)
            .credentials(RequestCredentials::Omit)
            .cache(RequestCache::NoStore)
            .redirect(RequestRedirect::Manual)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .headers(Headers::from_raw(headers))
            .abort_signal(controller.map(AbortController::signal).as_ref()),
    )
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

/// Reads as much of the body as comes: a token that has arrived counts, whatever becomes of the rest.
async fn read_body(response: &BrowserResponse) -> ResponseBody {
    let mut bytes = Vec::new();
    let end = read_into(&mut bytes, response).await;
    ResponseBody {
        text: Sensitive::new(String::from_utf8_lossy(&bytes).into_owned()),
        end,
    }
}

async fn read_into(bytes: &mut Vec<u8>, response: &BrowserResponse) -> BodyEnd {
    let Some(stream) = response.body() else {
        return BodyEnd::Complete;
    };
    let Ok(reader) = stream
        .get_reader()
        .dyn_into::<ReadableStreamDefaultReader>()
    else {
        return BodyEnd::CutOff;
    };
    loop {
        match read_chunk(&reader).await {
            Ok(Some(chunk)) if bytes.len() + chunk.length() as usize > BODY_LIMIT => {
                let room = (BODY_LIMIT - bytes.len()) as u32;
                bytes.extend(chunk.slice(0, room).to_vec());
                // What the browser makes of the rest no longer matters.
                let _ = reader.cancel();
                return BodyEnd::TooLong { limit: BODY_LIMIT };
            }
            Ok(Some(chunk)) => bytes.extend(chunk.to_vec()),
            Ok(None) => return BodyEnd::Complete,
            Err(_) => return BodyEnd::CutOff,
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
