//! Serves the built page from a folder of some static host.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use axum::Router;
use tower_http::services::ServeDir;

/// The page is served below this path, as on a host that it shares with other pages.
const PATH: &str = "/some/where";

/// The built page on a local port. It is `http`, but local, and so a secure context.
pub struct Site {
    address: SocketAddr,
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
        let app = Router::new().nest_service(PATH, ServeDir::new(dist));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let server = tokio::spawn(async move {
            axum::serve(listener, app)
                .await
                .expect("the page is served");
        });
        Self { address, server }
    }

    /// The page's address.
    pub fn url(&self) -> String {
        format!("{}{PATH}/", self.origin())
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

fn dist() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("dist")
}
