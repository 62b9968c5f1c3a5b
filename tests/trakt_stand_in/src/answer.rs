//! An answer on its way out, before faults and CORS touch it.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};
use url::Url;

/// Status, headers and body.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    /// Whether the body goes out in chunks, without a length in the headers.
    pub(super) chunked: bool,
}

impl Answer {
    /// An answer without a body.
    pub(super) fn empty(status: u16) -> Self {
        let status = StatusCode::from_u16(status).expect("a status of three digits");
        Self {
            status,
            headers: HeaderMap::new(),
            body: Vec::new(),
            chunked: false,
        }
    }

    /// An answer with a body of this content type.
    pub(super) fn with_body(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut answer = Self::empty(status).header("content-type", content_type);
        answer.body = body.into();
        answer
    }

    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self::with_body(status, "application/json; charset=utf-8", body.to_string())
    }

    pub(super) fn html(status: u16, page: String) -> Self {
        Self::with_body(status, "text/html; charset=utf-8", page)
    }

    /// The error body of RFC 6749, section 5.2.
    pub(super) fn oauth_error(status: u16, error: &str, description: &str) -> Self {
        Self::json(
            status,
            &json!({ "error": error, "error_description": description }),
        )
    }

    pub(super) fn invalid_request(description: &str) -> Self {
        Self::oauth_error(400, "invalid_request", description)
    }

    pub(super) fn invalid_client() -> Self {
        let description =
            "Client authentication failed: the client is unknown or its secret is wrong.";
        Self::oauth_error(401, "invalid_client", description)
    }

    pub(super) fn forbidden() -> Self {
        let description = "The API key is not accepted, or the app is not approved.";
        Self::oauth_error(403, "forbidden", description)
    }

    pub(super) fn invalid_grant(description: &str) -> Self {
        Self::oauth_error(400, "invalid_grant", description)
    }

    /// 303, so that a browser turns a POST into a GET.
    pub(super) fn see_other(location: &str) -> Self {
        Self::empty(303).header("location", location)
    }

    /// Sets a header. A value that no header can carry is left out: it may come from a client.
    pub(super) fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(HeaderName::from_static(name), value);
        }
        self
    }

    /// The redirect with one more parameter at its target. What is no redirect stays as it is.
    pub(super) fn location_with(self, name: &str, value: &str) -> Self {
        let location = self.headers.get(header::LOCATION);
        let target = location.and_then(|location| Url::parse(location.to_str().ok()?).ok());
        let Some(mut target) = target else {
            return self;
        };
        target.query_pairs_mut().append_pair(name, value);
        self.header("location", target.as_str())
    }

    /// The body as JSON, if it is JSON.
    pub(super) fn parsed(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    pub(super) fn into_response(mut self) -> Response {
        // A browser repeats a request on its own when a connection that it used before breaks. With
        // one request to a connection, every fault is seen by the page and every request in the
        // journal was meant.
        self.headers
            .insert(header::CONNECTION, HeaderValue::from_static("close"));
        let body = Body::from(self.body);
        let mut response = Response::new(if self.chunked {
            // A stream does not know its length, so HTTP/1.1 sends it in chunks.
            Body::from_stream(body.into_data_stream())
        } else {
            body
        });
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}
