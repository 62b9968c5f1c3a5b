//! What the stand-in was asked.

use axum::http::HeaderMap;
use serde_json::Value;

/// One request, as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// The method, in capitals.
    pub method: String,
    /// The host from the `Host` header, in lower case and without a port.
    pub host: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query after `?`, still encoded; empty if there is none.
    pub query: String,
    /// Names in lower case, with their values, in the order of arrival.
    pub headers: Vec<(String, String)>,
    /// The body; bytes that are not UTF-8 are replaced.
    pub body: String,
    /// The page that a browser says it asks for; `null` for a local file.
    pub origin: Option<String>,
}

impl JournalEntry {
    /// Whether the request has this method, host and path.
    pub fn is(&self, method: &str, host: &str, path: &str) -> bool {
        self.method == method && self.host == host && self.path == path
    }

    /// The first value of a header. The name is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The decoded value of a query parameter.
    pub fn query_value(&self, name: &str) -> Option<String> {
        form_value(&self.query, name)
    }

    /// The decoded value of a field in a form body.
    pub fn form_value(&self, name: &str) -> Option<String> {
        form_value(&self.body, name)
    }

    /// The body as JSON, if it is JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.body).ok()
    }

    pub(super) fn new(
        method: String,
        uri: &axum::http::Uri,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Self {
        let headers: Vec<(String, String)> = headers
            .iter()
            .map(|(name, value)| {
                (
                    name.as_str().to_owned(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        let mut entry = Self {
            method,
            host: String::new(),
            path: uri.path().to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            body: String::from_utf8_lossy(body).into_owned(),
            origin: None,
            headers,
        };
        entry.host = host_name(entry.header("host").unwrap_or_default());
        entry.origin = entry.header("origin").map(str::to_owned);
        entry
    }
}

fn form_value(encoded: &str, name: &str) -> Option<String> {
    url::form_urlencoded::parse(encoded.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

fn host_name(host: &str) -> String {
    host.split(':')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}
