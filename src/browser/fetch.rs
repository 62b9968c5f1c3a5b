//! Sends a request and reads what comes back, within bounds of time and size.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use gloo_events::EventListener;
use gloo_net::http::{Headers, RequestBuilder};
use gloo_timers::callback::Timeout;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode,
    RequestRedirect, XmlHttpRequest,
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
    /// Returns a new one, for one request. A browser without `AbortController` lets requests run to their end.
    pub fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// Returns what tells others that it was dropped.
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
/// No cookie and no referrer goes with it.
///
/// # Errors
/// Where there is no response that a page may read.
pub fn send(
    request: Request,
    abort_on_drop: &AbortOnDrop,
) -> impl Future<Output = Result<Response, NetworkError>> + use<> {
    let controller = abort_on_drop.0.clone();
    async move {
        let was_online = connection::is_online();
        let ended = match request.method {
            Method::Get => by_fetch(&request, controller.as_ref()).await?,
            Method::Post => by_xml_http_request(&request, controller.as_ref()).await?,
        };
        ended.ok_or(match was_online {
            false => NetworkError::Offline,
            true if !connection::is_online() => NetworkError::ConnectionLost,
            true => NetworkError::Unreadable,
        })
    }
}

/// Sends what must not come from a cache. Returns none where there is no response and the browser does not say why.
async fn by_fetch(
    request: &Request,
    controller: Option<&AbortController>,
) -> Result<Option<Response>, NetworkError> {
    let headers = web_sys::Headers::new().map_err(|_| NetworkError::Unsendable)?;
    for (name, value) in &request.headers {
        // Throws where HTTP cannot carry the value.
        let is_set = headers.set(name, value.reveal());
        is_set.map_err(|_| NetworkError::Unsendable)?;
    }
    let timed_out = Rc::new(Cell::new(false));
    let patience = Timeout::new(PATIENCE.as_millis() as u32, {
        let (timed_out, controller) = (timed_out.clone(), controller.cloned());
        move || {
            timed_out.set(true);
            abort(controller.as_ref());
        }
    });
    let response = RequestBuilder::new(request.url)
        .mode(RequestMode::Cors)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .headers(Headers::from_raw(headers))
        .abort_signal(controller.map(AbortController::signal).as_ref())
        .send()
        .await;
    let received = match response {
        Ok(response) => {
            let text = response.text().await;
            Some((response, text))
        }
        Err(_) => None,
    };
    drop(patience);
    if timed_out.get() {
        return Err(NetworkError::TimedOut { patience: PATIENCE });
    }
    Ok(received.map(|(response, text)| {
        let headers = response.headers();
        Response {
            status: response.status(),
            headers: ResponseHeaders {
                retry_after: headers.get("Retry-After"),
                account_locked: headers.get("X-Account-Locked").is_some(),
                account_deactivated: headers.get("X-Account-Deactivated").is_some(),
            },
            body: ResponseBody {
                end: match text.is_ok() {
                    true => BodyEnd::Complete,
                    false => BodyEnd::CutOff,
                },
                text: text.unwrap_or_default().into(),
            },
        }
    }))
}

/// Sends what may bring a token. `fetch` forgets what has arrived of a body when the connection breaks after it; this hands
/// it out as it comes. A redirect is followed, but the page's policy lets it lead to Trakt's own hosts only.
async fn by_xml_http_request(
    request: &Request,
    controller: Option<&AbortController>,
) -> Result<Option<Response>, NetworkError> {
    if controller.is_some_and(|controller| controller.signal().aborted()) {
        return Ok(None);
    }
    let unsendable = |_| NetworkError::Unsendable;
    let xhr = XmlHttpRequest::new().map_err(unsendable)?;
    xhr.open_with_async("POST", request.url, true)
        .map_err(unsendable)?;
    // Whatever the response says of itself, a token is UTF-8.
    xhr.override_mime_type("text/plain; charset=utf-8")
        .map_err(unsendable)?;
    for (name, value) in &request.headers {
        xhr.set_request_header(name, value.reveal())
            .map_err(unsendable)?;
    }
    let arrived = Rc::new(RefCell::new(None));
    let take = {
        let (xhr, arrived) = (xhr.clone(), arrived.clone());
        move || {
            if let Some(response) = response_so_far(&xhr) {
                *arrived.borrow_mut() = Some(response);
            }
        }
    };
    let on_state = EventListener::new(&xhr, "readystatechange", {
        let take = take.clone();
        move |_| take()
    });
    let on_progress = EventListener::new(&xhr, "progress", move |_| take());
    let end = wait_for_end(&xhr, request, controller).await;
    drop((on_state, on_progress));
    let end = end.map_err(unsendable)?;
    let arrived = arrived.take();
    match (end, arrived) {
        (XhrEnd::TimedOut, None) => Err(NetworkError::TimedOut { patience: PATIENCE }),
        (XhrEnd::TimedOut, Some(mut response)) => {
            response.body.end = BodyEnd::TimedOut { patience: PATIENCE };
            Ok(Some(response))
        }
        (XhrEnd::Broken, Some(mut response)) => {
            if response.body.end == BodyEnd::Complete {
                response.body.end = BodyEnd::CutOff;
            }
            Ok(Some(response))
        }
        (XhrEnd::Complete, arrived) => Ok(arrived),
        (XhrEnd::Broken, None) => Ok(None),
    }
}

/// The end of a request.
#[derive(Clone, Copy)]
enum XhrEnd {
    Complete,
    Broken,
    TimedOut,
}

/// Sends it, and waits until it is complete or broken, or [`PATIENCE`] is over.
async fn wait_for_end(
    xhr: &XmlHttpRequest,
    request: &Request,
    controller: Option<&AbortController>,
) -> Result<XhrEnd, JsValue> {
    let timed_out = Rc::new(Cell::new(false));
    let patience = Timeout::new(PATIENCE.as_millis() as u32, {
        let (timed_out, xhr) = (timed_out.clone(), xhr.clone());
        move || {
            timed_out.set(true);
            let _ = xhr.abort();
        }
    });
    let on_abort = controller.map(|controller| {
        let xhr = xhr.clone();
        EventListener::once(&controller.signal(), "abort", move |_| {
            let _ = xhr.abort();
        })
    });
    let is_complete = Rc::new(Cell::new(false));
    let on_load = EventListener::once(xhr, "load", {
        let is_complete = is_complete.clone();
        move |_| is_complete.set(true)
    });
    let mut on_end = None;
    let ended = Promise::new(&mut |resolve, _| {
        on_end = Some(EventListener::once(xhr, "loadend", move |_| {
            // A promise's own function does not throw.
            let _ = resolve.call0(&JsValue::NULL);
        }));
    });
    let body = request.body.as_ref().map(|body| body.reveal().as_str());
    xhr.send_with_opt_str(body)?;
    JsFuture::from(ended).await?;
    drop((patience, on_abort, on_load, on_end));
    Ok(match (is_complete.get(), timed_out.get()) {
        (true, _) => XhrEnd::Complete,
        (false, true) => XhrEnd::TimedOut,
        (false, false) => XhrEnd::Broken,
    })
}

/// Returns what has arrived of the response; none before its head has.
fn response_so_far(xhr: &XmlHttpRequest) -> Option<Response> {
    let status = xhr.status().ok().filter(|status| *status > 0)?;
    let text = xhr.response_text().ok().flatten().unwrap_or_default();
    let mut body = ResponseBody {
        text: Sensitive::new(text),
        end: BodyEnd::Complete,
    };
    if body.text.reveal().len() > BODY_LIMIT {
        let text = body.text.reveal_mut();
        let mut end = BODY_LIMIT;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        body.end = BodyEnd::TooLong { limit: BODY_LIMIT };
        // Not at once: it would tell those who are being told just now.
        let xhr = xhr.clone();
        Timeout::new(0, move || {
            // What the browser makes of the rest no longer matters.
            let _ = xhr.abort();
        })
        .forget();
    }
    // Asking for one header that the page may not see would put a line into the console.
    let lines = xhr.get_all_response_headers().unwrap_or_default();
    let header = |wanted: &str| {
        lines.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            (name.eq_ignore_ascii_case(wanted)).then(|| value.trim().to_owned())
        })
    };
    Some(Response {
        status,
        headers: ResponseHeaders {
            retry_after: header("Retry-After"),
            account_locked: header("X-Account-Locked").is_some(),
            account_deactivated: header("X-Account-Deactivated").is_some(),
        },
        body,
    })
}

/// The time that a probe waits, in milliseconds. Any sign of an answer will do.
const PROBE_PATIENCE_MS: u32 = 10_000;

/// Returns whether a request to this address gets through at all. It carries nothing, and its answer may not be read,
/// so that no permission is needed for it.
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
