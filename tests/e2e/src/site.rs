//! Serves the built page from a folder of some static host.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::{self, Next};
use axum::response::Response;
use tower_http::services::ServeDir;

/// The page is served below this path, as on a host that it shares with other pages.
const PATH: &str = "/some/where";

/// The built page on a local port. It is `http`, but local, and so a secure context.
pub struct Site {
    address: SocketAddr,
    tampered: Arc<Mutex<Option<String>>>,
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
        let tampered = Arc::<Mutex<Option<String>>>::default();
        let app = Router::new()
            .nest_service(PATH, ServeDir::new(dist))
            .layer(middleware::from_fn_with_state(tampered.clone(), tamper));
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
            tampered,
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
        self.set_tampered(Some(name.clone()));
        name
    }

    /// Every file is served as it is again.
    pub fn mend(&self) {
        self.set_tampered(None);
    }

    fn set_tampered(&self, name: Option<String>) {
        *self.tampered.lock().unwrap_or_else(PoisonError::into_inner) = name;
    }

    /// The page's origin.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn tamper(
    State(tampered): State<Arc<Mutex<Option<String>>>>,
    request: Request,
    next: Next,
) -> Response {
    let tampered = tampered
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    let is_it = tampered.is_some_and(|name| request.uri().path().ends_with(&name));
    let response = next.run(request).await;
    if !is_it {
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
