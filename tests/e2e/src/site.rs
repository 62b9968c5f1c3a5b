//! Serves the built page from a folder of some static host.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use tower_http::services::ServeDir;
use trakt_stand_in::Hold;

/// The page is served below this path, as on a host that it shares with other pages.
const PATH: &str = "/some/where";

/// The built page on a local port. It is `http`, but local, and so a secure context.
pub struct Site {
    address: SocketAddr,
    changes: Arc<Mutex<Changes>>,
    server: tokio::task::JoinHandle<()>,
}

impl Site {
    /// Serves `dist/`.
    pub async fn start() -> Self {
        let dist = dist();
        assert!(
            dist.join("index.html").is_file(),
            "there is no built page: run `make build`"
        );
        let changes = Arc::<Mutex<Changes>>::default();
        let app = Router::new()
            .nest_service(PATH, ServeDir::new(dist))
            .layer(middleware::from_fn_with_state(changes.clone(), change));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let server = tokio::spawn(async move {
            axum::serve(listener, app)
                .await
                .expect("the page is served");
        });
        Self {
            address,
            changes,
            server,
        }
    }

    /// The page's address.
    pub fn url(&self) -> String {
        format!("{}{PATH}/", self.origin())
    }

    /// From now on the file whose name begins and ends like this is served with a byte too many. Gives its name.
    pub fn tamper_with(&self, start: &str, end: &str) -> String {
        let names = std::fs::read_dir(dist()).expect("the page is built");
        let name = names
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .find(|name| name.starts_with(start) && name.ends_with(end))
            .expect("there is such a file");
        self.change(|changes| changes.tampered = Some(name.clone()));
        name
    }

    /// From now on files whose name ends like this are served only once they are let go.
    pub fn hold_back(&self, end: &str) -> Hold {
        let hold = Hold::default();
        self.change(|changes| changes.held = Some((end.to_owned(), hold.clone())));
        hold
    }

    /// Every file is served as it is again.
    pub fn mend(&self) {
        self.change(|changes| changes.tampered = None);
    }

    fn change(&self, change: impl FnOnce(&mut Changes)) {
        change(&mut self.changes.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// The page's origin.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// What is served otherwise than it is.
#[derive(Clone, Default)]
struct Changes {
    /// The name of a file.
    tampered: Option<String>,
    /// The end of the names of files.
    held: Option<(String, Hold)>,
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn change(
    State(changes): State<Arc<Mutex<Changes>>>,
    request: Request,
    next: Next,
) -> Response {
    let changes = changes
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    let path = request.uri().path().to_owned();
    if let Some((_, hold)) = changes.held.filter(|(end, _)| path.ends_with(end)) {
        hold.ended().await;
    }
    let mut response = next.run(request).await;
    if path.ends_with(".bin") {
        // A file that a browser has kept could not be held back.
        let no_store = HeaderValue::from_static("no-store");
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, no_store);
    }
    if changes.tampered.is_none_or(|name| !path.ends_with(&name)) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX)
        .await
        .expect("a file");
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, [&body[..], b" "].concat().into())
}

fn dist() -> PathBuf {
    crate::project().join("dist")
}
