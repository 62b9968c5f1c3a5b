//! Leads Trakt's names to the stand-in for a browser that cannot be told so by itself: an HTTP proxy that opens a tunnel
//! (RFC 9110 9.3.6) to the stand-in for every Trakt host, and for nobody else.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The proxy, on a local port.
pub struct TraktProxy {
    port: u16,
    refused: Arc<Mutex<Vec<String>>>,
    server: JoinHandle<()>,
}

impl TraktProxy {
    /// Starts it in front of the stand-in on this port of 127.0.0.1.
    pub async fn start(stand_in: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("a bound port").port();
        let refused = Arc::<Mutex<Vec<String>>>::default();
        let server = tokio::spawn({
            let refused = refused.clone();
            async move {
                while let Ok((client, _)) = listener.accept().await {
                    let refused = refused.clone();
                    // A connection that breaks is the browser's to notice.
                    tokio::spawn(async move {
                        let _ = serve(client, stand_in, &refused).await;
                    });
                }
            }
        });
        Self {
            port,
            refused,
            server,
        }
    }

    /// `127.0.0.1:port`, as a browser is told.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The request lines of everything that was asked of anybody but Trakt, and got no answer.
    pub fn refused(&self) -> Vec<String> {
        self.refused
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Drop for TraktProxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(
    client: TcpStream,
    stand_in: u16,
    refused: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut client = BufReader::new(client);
    let mut request_line = String::new();
    client.read_line(&mut request_line).await?;
    let mut header = String::new();
    while client.read_line(&mut header).await? > 2 {
        header.clear();
    }
    if !is_tunnel_to_trakt(&request_line) {
        refused
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request_line.trim_end().to_owned());
        let answer = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return client.write_all(answer).await;
    }
    let mut trakt = TcpStream::connect(("127.0.0.1", stand_in)).await?;
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    copy_bidirectional(&mut client, &mut trakt).await?;
    Ok(())
}

fn is_tunnel_to_trakt(request_line: &str) -> bool {
    let mut words = request_line.split(' ');
    let host = match (words.next(), words.next()) {
        (Some("CONNECT"), Some(target)) => target.strip_suffix(":443"),
        _ => None,
    };
    host.is_some_and(|host| host == "trakt.tv" || host.ends_with(".trakt.tv"))
}

#[test]
fn only_trakt_is_tunnelled_to() {
    for target in ["trakt.tv:443", "api.trakt.tv:443"] {
        assert!(
            is_tunnel_to_trakt(&format!("CONNECT {target} HTTP/1.1\r\n")),
            "{target}"
        );
    }
    for line in [
        "CONNECT nottrakt.tv:443 HTTP/1.1\r\n",
        "CONNECT trakt.tv.example:443 HTTP/1.1\r\n",
        "CONNECT api.trakt.tv:80 HTTP/1.1\r\n",
        "GET http://trakt.tv/ HTTP/1.1\r\n",
        "\r\n",
    ] {
        assert!(!is_tunnel_to_trakt(line), "{line}");
    }
}
