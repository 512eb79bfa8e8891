//! What the connection goes over: a WebSocket, or something in memory in tests.

use futures_util::{SinkExt, StreamExt};
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Message, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, http::Uri};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, client_async_tls_with_config};

/// The largest frame, in bytes: far more than the largest server that a bot of one town will see.
const FRAME: usize = 16 * 1024 * 1024;

/// How long one address of a name may take, so that one that swallows everything does not use up the time of all.
const TRY: Duration = Duration::from_secs(3);

/// One message of the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    Text(String),
    /// The end, with its code where there is one.
    Close(Option<u16>),
}

/// An open connection.
pub trait Wire: Send {
    /// The next frame. Given up while it waits, it has taken nothing.
    fn receive(&mut self) -> impl Future<Output = io::Result<Frame>> + Send;

    /// Sends a frame.
    fn send(&mut self, frame: Frame) -> impl Future<Output = io::Result<()>> + Send;
}

/// Opens connections.
pub trait Connect: Send + Sync {
    /// What it opens.
    type Wire: Wire;

    /// Connects to `ws://…` or `wss://…`. No error has the address in it. The caller limits the time.
    fn connect(&self, url: &str) -> impl Future<Output = io::Result<Self::Wire>> + Send;
}

/// Opens WebSockets (<https://docs.discord.com/developers/events/gateway#connecting>): `wss://` with TLS, and `ws://`
/// without for stand-ins.
#[derive(Debug, Clone, Copy)]
pub struct WebSockets(());

impl WebSockets {
    /// Makes sure of a library for TLS: where a dependency brings a second one, the first TLS connection of the process
    /// would panic unless one has been chosen.
    pub fn new() -> Self {
        // Somebody may have chosen before, which is as good.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
        Self(())
    }
}

impl Default for WebSockets {
    fn default() -> Self {
        Self::new()
    }
}

impl Connect for WebSockets {
    type Wire = WebSocket;

    async fn connect(&self, url: &str) -> io::Result<WebSocket> {
        let request = url.into_client_request().map_err(without_address)?;
        let socket = tcp(request.uri()).await?;
        socket.set_nodelay(true)?;
        let config = WebSocketConfig::default()
            .max_message_size(Some(FRAME))
            .max_frame_size(Some(FRAME));
        let shaken = client_async_tls_with_config(request, socket, Some(config), None).await;
        let (socket, _) = shaken.map_err(without_address)?;
        Ok(WebSocket(socket))
    }
}

/// Tries the addresses of a name one after another.
async fn tcp(uri: &Uri) -> io::Result<TcpStream> {
    let host = uri.host().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let secure = uri.scheme_str() == Some("wss");
    let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
    let mut last = io::Error::new(io::ErrorKind::NotFound, "a name without an address");
    let addresses: Vec<SocketAddr> = tokio::net::lookup_host((host, port)).await?.collect();
    for address in addresses {
        match tokio::time::timeout(TRY, TcpStream::connect(address)).await {
            Ok(Ok(socket)) => return Ok(socket),
            Ok(Err(error)) => last = error,
            Err(_) => last = io::ErrorKind::TimedOut.into(),
        }
    }
    Err(last)
}

/// A WebSocket to Discord. Pings are answered by the library.
#[derive(Debug)]
pub struct WebSocket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Wire for WebSocket {
    async fn receive(&mut self) -> io::Result<Frame> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return Ok(Frame::Text(text.as_str().to_owned())),
                Some(Ok(Message::Close(frame))) => {
                    return Ok(Frame::Close(frame.map(|frame| frame.code.into())));
                }
                // Binary is compressed, which we did not ask for.
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(without_address(error)),
                None => return Ok(Frame::Close(None)),
            }
        }
    }

    async fn send(&mut self, frame: Frame) -> io::Result<()> {
        let message = match frame {
            Frame::Text(text) => Message::text(text),
            Frame::Close(code) => Message::Close(code.map(|code| CloseFrame {
                code: code.into(),
                reason: "".into(),
            })),
        };
        self.0.send(message).await.map_err(without_address)
    }
}

/// An error in words that name no address and quote nothing.
fn without_address(error: Error) -> io::Error {
    let words = match error {
        Error::Io(error) => return error,
        Error::Http(answer) => format!("an answer without a WebSocket: {}", answer.status()),
        Error::Url(_) | Error::HttpFormat(_) => "an address that is none".to_owned(),
        Error::Tls(_) => "no TLS".to_owned(),
        Error::Capacity(_) => "a frame that is too large".to_owned(),
        Error::ConnectionClosed | Error::AlreadyClosed => "closed".to_owned(),
        Error::Utf8(_) => "a text that is none".to_owned(),
        Error::Protocol(_) => "no proper WebSocket".to_owned(),
        Error::WriteBufferFull(_) | Error::AttackAttempt => "no proper connection".to_owned(),
    };
    io::Error::other(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;
    use tokio_tungstenite::accept_async;

    async fn listener() -> (TcpListener, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        (listener, address.to_string())
    }

    #[tokio::test]
    async fn texts_and_the_end_with_its_code_go_both_ways() {
        let (listener, address) = listener().await;
        let server = tokio::spawn(async move {
            let (socket, _) = listener.accept().await.unwrap();
            let mut socket = accept_async(socket).await.unwrap();
            socket.send(Message::Ping("p".into())).await.unwrap();
            socket.send(Message::Binary(vec![1].into())).await.unwrap();
            socket.send(Message::text("zażółć")).await.unwrap();
            let mut heard = Vec::new();
            while let Some(Ok(message)) = socket.next().await {
                heard.push(message);
            }
            heard
        });
        let url = format!("ws://{address}/?v=10");
        let mut wire = WebSockets::new().connect(&url).await.unwrap();
        assert_eq!(
            wire.receive().await.unwrap(),
            Frame::Text("zażółć".to_owned())
        );
        wire.send(Frame::Text("hello".to_owned())).await.unwrap();
        wire.send(Frame::Close(Some(4900))).await.unwrap();
        let heard = server.await.unwrap();
        assert_eq!(heard[0], Message::Pong("p".into()));
        assert_eq!(heard[1], Message::text("hello"));
        let Message::Close(Some(close)) = &heard[2] else {
            panic!("{heard:?}");
        };
        assert_eq!(u16::from(close.code), 4900);
    }

    #[tokio::test]
    async fn discords_codes_are_read_and_frames_have_a_limit() {
        let (listener, address) = listener().await;
        tokio::spawn(async move {
            for _ in 0..2 {
                let (socket, _) = listener.accept().await.unwrap();
                let mut socket = accept_async(socket).await.unwrap();
                let close = CloseFrame {
                    code: 4014.into(),
                    reason: "secret".into(),
                };
                socket.send(Message::Close(Some(close))).await.unwrap();
                let (socket, _) = listener.accept().await.unwrap();
                let mut socket = accept_async(socket).await.unwrap();
                let large = Message::text("x".repeat(FRAME + 1));
                let _ = socket.send(large).await;
            }
        });
        let url = format!("ws://{address}");
        let mut wire = WebSockets::new().connect(&url).await.unwrap();
        assert_eq!(wire.receive().await.unwrap(), Frame::Close(Some(4014)));
        let mut wire = WebSockets::new().connect(&url).await.unwrap();
        let error = wire.receive().await.unwrap_err();
        assert_eq!(error.to_string(), "a frame that is too large");
    }

    #[tokio::test]
    async fn what_is_no_gateway_is_an_error_without_its_address() {
        let (listener, address) = listener().await;
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let answer = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n";
                let _ = socket.write_all(answer).await;
            }
        });
        for url in [
            format!("ws://{address}/?secret"),
            // No TLS there, and looking for it does not panic.
            format!("wss://{address}/?secret"),
            "ws://127.0.0.1:1/?secret".to_owned(),
            "https://secret.invalid".to_owned(),
            "secret".to_owned(),
            "ws://".to_owned(),
            String::new(),
        ] {
            let error = WebSockets::new().connect(&url).await.unwrap_err();
            let words = format!("{error} {error:?}");
            assert!(
                !words.contains("secret") && !words.contains("127.0.0.1"),
                "{words}"
            );
        }
    }
}
