//! The connection below HTTP, where an answer can be written byte by byte: with a length that is not its own, cut off,
//! left hanging, or no HTTP at all.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum_server::accept::Accept;
use axum_server::tls_rustls::RustlsAcceptor;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Interval, MissedTickBehavior, interval};
use tokio_rustls::server::TlsStream;

use super::answer::Answer;

/// The time from one blank to the next, and in which a client reads what has come.
const PACE: Duration = Duration::from_millis(50);

/// What happens on a connection after the last byte that was written for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// The end that TLS knows (RFC 8446, section 6.1): nothing was lost on the way.
    Orderly,
    /// The socket is closed, without the TLS closing alert.
    Close,
    /// The socket is reset.
    Reset,
    /// Nothing more is sent, and the socket stays open.
    Silence,
    /// One blank after the other, each in a chunk of its own, until the client gives up.
    Blanks,
}

/// The bytes that go out in place of an answer, and what follows them.
#[derive(Clone, Debug)]
pub(super) struct Script {
    bytes: Vec<u8>,
    sent: usize,
    ending: Ending,
    /// Whether the client has had, or is having, the time to read it.
    is_read: bool,
}

/// What the head says about how long the body is (RFC 9112, section 6).
#[derive(Clone, Copy, Debug)]
pub(super) enum Framing {
    /// `Content-Length`, right or wrong.
    Length(usize),
    /// Chunks, of which the body is the first.
    Chunks,
}

impl Script {
    /// These bytes, whatever they are.
    pub(super) fn of(bytes: impl Into<Vec<u8>>, ending: Ending) -> Self {
        Self {
            bytes: bytes.into(),
            sent: 0,
            ending,
            is_read: false,
        }
    }

    /// The head of the answer with this framing, and as much of its body.
    pub(super) fn answer(answer: &Answer, framing: Framing, body: &[u8], ending: Ending) -> Self {
        let reason = answer.status.canonical_reason().unwrap_or_default();
        let mut bytes = format!("HTTP/1.1 {} {reason}\r\n", answer.status.as_str()).into_bytes();
        for (name, value) in &answer.headers {
            bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
        bytes.extend(b"connection: close\r\n");
        match framing {
            Framing::Length(length) => {
                bytes.extend(format!("content-length: {length}\r\n\r\n").as_bytes());
                bytes.extend(body);
            }
            Framing::Chunks => {
                bytes.extend(b"transfer-encoding: chunked\r\n\r\n");
                bytes.extend(chunk(body));
            }
        }
        Self::of(bytes, ending)
    }
}

fn chunk(data: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", data.len()).as_bytes(), data, b"\r\n"].concat()
}

/// The script that is set for a connection, if any.
type Tap = Arc<Mutex<Option<Script>>>;

/// The open connections, by the address of the client.
#[derive(Clone, Default)]
pub(super) struct Wires(Arc<Mutex<HashMap<SocketAddr, Tap>>>);

impl Wires {
    /// Sets what goes out on the connection from `peer` in place of the next answer.
    pub(super) fn play(&self, peer: SocketAddr, script: Script) {
        let wires = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tap) = wires.get(&peer) {
            *tap.lock().unwrap_or_else(PoisonError::into_inner) = Some(script);
        }
    }

    fn open(&self, peer: SocketAddr) -> Tap {
        let tap = Tap::default();
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(peer, Arc::clone(&tap));
        tap
    }

    fn close(&self, peer: SocketAddr, tap: &Tap) {
        let mut wires = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A new connection may already have the same client port.
        if wires
            .get(&peer)
            .is_some_and(|current| Arc::ptr_eq(current, tap))
        {
            wires.remove(&peer);
        }
    }
}

/// Accepts TLS connections whose plain side can be scripted.
#[derive(Clone)]
pub(super) struct WiretapAcceptor {
    tls: RustlsAcceptor,
    wires: Wires,
}

impl WiretapAcceptor {
    pub(super) fn new(tls: RustlsAcceptor, wires: Wires) -> Self {
        Self { tls, wires }
    }
}

impl<S: Send + 'static> Accept<TcpStream, S> for WiretapAcceptor {
    type Stream = TappedStream;
    type Service = S;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, S)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let wires = self.wires.clone();
        let tls = self.tls.clone();
        Box::pin(async move {
            let peer = stream.peer_addr()?;
            let (inner, service) = tls.accept(stream, service).await?;
            let tap = wires.open(peer);
            let mut pace = interval(PACE);
            pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
            Ok((
                TappedStream {
                    inner,
                    peer,
                    tap,
                    wires,
                    pace,
                },
                service,
            ))
        })
    }
}

/// A connection that plays the script set for it.
pub(super) struct TappedStream {
    inner: TlsStream<TcpStream>,
    peer: SocketAddr,
    tap: Tap,
    wires: Wires,
    pace: Interval,
}

impl Drop for TappedStream {
    fn drop(&mut self) {
        self.wires.close(self.peer, &self.tap);
    }
}

impl AsyncRead for TappedStream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_read(cx, buf)
    }
}

impl AsyncWrite for TappedStream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let Self {
            inner, tap, pace, ..
        } = self.get_mut();
        let mut tap = tap.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(script) = tap.as_mut() else {
            return Pin::new(inner).poll_write(cx, buf);
        };
        loop {
            while script.sent < script.bytes.len() {
                let rest = &script.bytes[script.sent..];
                script.sent += ready!(Pin::new(&mut *inner).poll_write(cx, rest))?;
            }
            // What was written must reach the client before the end does.
            ready!(Pin::new(&mut *inner).poll_flush(cx))?;
            match script.ending {
                // The answer that this one took the place of.
                Ending::Orderly => return Poll::Ready(Ok(buf.len())),
                Ending::Close => return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
                Ending::Reset => {
                    // A reset takes away what the client has not read yet.
                    if !script.is_read {
                        script.is_read = true;
                        pace.reset();
                    }
                    ready!(pace.poll_tick(cx));
                    inner.get_ref().0.set_zero_linger()?;
                    return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
                }
                // Reads still wake the task, so it ends when the client gives up.
                Ending::Silence => return Poll::Pending,
                Ending::Blanks => {
                    ready!(pace.poll_tick(cx));
                    script.bytes = chunk(b" ");
                    script.sent = 0;
                }
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { inner, tap, .. } = self.get_mut();
        let tap = tap.lock().unwrap_or_else(PoisonError::into_inner);
        let ending = tap.as_ref().map(|script| script.ending);
        if ending.is_none_or(|ending| ending == Ending::Orderly) {
            return Pin::new(inner).poll_shutdown(cx);
        }
        // An orderly end of the TLS session would make an answer that was cut off look whole.
        Poll::Ready(Ok(()))
    }
}
