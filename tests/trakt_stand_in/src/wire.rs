//! The connection below HTTP, where an answer can be cut off or left hanging between two bytes.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use axum_server::accept::Accept;
use axum_server::tls_rustls::RustlsAcceptor;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// What happens on a connection after the last byte that is let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// The socket is closed, without the TLS closing alert.
    Close,
    /// Nothing more is sent, and the socket stays open.
    Silence,
}

/// Where an answer ends too early.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    head: HeadEnd,
    body_left: usize,
    ending: Ending,
}

impl Cut {
    /// Not one byte goes out.
    pub(super) fn before_the_answer(ending: Ending) -> Self {
        Self {
            head: HeadEnd::PASSED,
            body_left: 0,
            ending,
        }
    }

    /// The status line, the headers and this many bytes of the body go out.
    pub(super) fn in_the_body(bytes: usize, ending: Ending) -> Self {
        Self {
            head: HeadEnd::default(),
            body_left: bytes,
            ending,
        }
    }

    /// How many bytes from the start of `buf` may go out.
    fn allowed(&self, buf: &[u8]) -> usize {
        let mut head = self.head;
        let head_length = buf.iter().take_while(|byte| head.take(**byte)).count();
        buf.len().min(head_length.saturating_add(self.body_left))
    }

    /// Takes note of bytes that went out.
    fn sent(&mut self, bytes: &[u8]) {
        let head = &mut self.head;
        let head_length = bytes.iter().take_while(|byte| head.take(**byte)).count();
        self.body_left = self.body_left.saturating_sub(bytes.len() - head_length);
    }
}

/// Finds the empty line after the headers, in bytes that arrive in pieces.
#[derive(Clone, Copy, Debug, Default)]
struct HeadEnd {
    matched: usize,
}

impl HeadEnd {
    const MARK: &'static [u8] = b"\r\n\r\n";
    const PASSED: Self = Self {
        matched: Self::MARK.len(),
    };

    /// Whether this byte still belongs to the head.
    fn take(&mut self, byte: u8) -> bool {
        if self.matched == Self::MARK.len() {
            return false;
        }
        self.matched = match byte {
            _ if byte == Self::MARK[self.matched] => self.matched + 1,
            b'\r' => 1,
            _ => 0,
        };
        true
    }
}

/// The cut that is set for a connection, if any.
type Tap = Arc<Mutex<Option<Cut>>>;

/// The open connections, by the address of the client.
#[derive(Clone, Default)]
pub(super) struct Wires(Arc<Mutex<HashMap<SocketAddr, Tap>>>);

impl Wires {
    /// Sets where the next answer on the connection from `peer` ends.
    pub(super) fn cut(&self, peer: SocketAddr, cut: Cut) {
        let wires = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tap) = wires.get(&peer) {
            *tap.lock().unwrap_or_else(PoisonError::into_inner) = Some(cut);
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

/// Accepts TLS connections whose plain side can be cut.
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
    type Stream = TappedStream<<RustlsAcceptor as Accept<TcpStream, S>>::Stream>;
    type Service = S;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, S)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let wires = self.wires.clone();
        let tls = self.tls.clone();
        Box::pin(async move {
            let peer = stream.peer_addr()?;
            let (inner, service) = tls.accept(stream, service).await?;
            let tap = wires.open(peer);
            Ok((
                TappedStream {
                    inner,
                    peer,
                    tap,
                    wires,
                },
                service,
            ))
        })
    }
}

/// A connection that obeys the cut set for it.
pub(super) struct TappedStream<I> {
    inner: I,
    peer: SocketAddr,
    tap: Tap,
    wires: Wires,
}

impl<I> TappedStream<I> {
    fn cut(&self) -> Option<Cut> {
        *self.tap.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<I> Drop for TappedStream<I> {
    fn drop(&mut self) {
        self.wires.close(self.peer, &self.tap);
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for TappedStream<I> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_read(cx, buf)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for TappedStream<I> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let Some(mut cut) = this.cut() else {
            return Pin::new(&mut this.inner).poll_write(cx, buf);
        };
        let allowed = cut.allowed(buf);
        if allowed > 0 {
            let written = ready!(Pin::new(&mut this.inner).poll_write(cx, &buf[..allowed]))?;
            cut.sent(&buf[..written]);
            *this.tap.lock().unwrap_or_else(PoisonError::into_inner) = Some(cut);
            return Poll::Ready(Ok(written));
        }
        // What was let through must reach the client before the end does.
        ready!(Pin::new(&mut this.inner).poll_flush(cx))?;
        match cut.ending {
            Ending::Close => Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
            // Reads still wake the task, so it ends when the client gives up.
            Ending::Silence => Poll::Pending,
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.cut().is_some() {
            // An orderly end of the TLS session would not be a cut.
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut this.inner).poll_shutdown(cx)
    }
}
