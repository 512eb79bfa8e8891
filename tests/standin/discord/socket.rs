//! The gateway's connections.

use super::Shared;
use super::faults::Act;
use super::gateway::Order;
use super::server::{Cut, html, plain};
use axum::body::Body;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, Request};
use axum::http::Response;
use axum::response::IntoResponse;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::Instant;

/// How faults call the opening of a connection to the gateway.
pub const HANDSHAKE: &str = "GET /gateway";

/// A handshake, at the address for new sessions or at the one for resuming.
pub async fn open(shared: &Arc<Shared>, cut: &Cut, request: Request) -> Response<Body> {
    let resumes = request.uri().path().starts_with("/resume");
    let query = request.uri().query().unwrap_or_default().to_owned();
    let asks = |wanted: &str| query.split('&').any(|pair| pair == wanted);
    let is_known = asks("v=10") && asks("encoding=json") && !query.contains("compress=");
    let act = shared.act_on(|state| {
        if !is_known {
            state
                .violations
                .push(format!("gateway: opened with {query:?}"));
        }
        state.faults.next(HANDSHAKE, None)
    });
    match act {
        Some(Act::Hang { .. }) => std::future::pending().await,
        Some(Act::Drop { .. }) => {
            cut.0.store(true, Ordering::SeqCst);
            return Response::default();
        }
        Some(Act::Html { status, .. }) => return html(status),
        Some(Act::Slow(late)) => tokio::time::sleep(late).await,
        Some(_) => return plain(400, "Bad Request"),
        None => {}
    }
    let (mut parts, _) = request.into_parts();
    match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => {
            let shared = shared.clone();
            upgrade.on_upgrade(move |socket| talk(shared, socket, resumes))
        }
        Err(refused) => refused.into_response(),
    }
}

async fn talk(shared: Arc<Shared>, mut socket: WebSocket, resumes: bool) {
    let (line, mut todo) = shared.act_on(|state| state.gateway.open(resumes));
    let code = serve(&shared, &mut socket, line, &mut todo).await;
    shared.act_on(|state| state.gateway.gone(line, code));
}

/// Until the connection ends: the code with which the client closed it, if it did.
async fn serve(
    shared: &Shared,
    socket: &mut WebSocket,
    line: u64,
    todo: &mut UnboundedReceiver<Order>,
) -> Option<u16> {
    let mut waiting: VecDeque<(Instant, String)> = VecDeque::new();
    loop {
        let due = waiting.front().map(|(due, _)| *due);
        tokio::select! {
            biased;
            order = todo.recv() => match order? {
                Order::Event(late, text) => {
                    let last = waiting.back().map(|(due, _)| *due);
                    let due = Instant::now() + late;
                    waiting.push_back((last.map_or(due, |last| last.max(due)), text));
                }
                Order::Now(text) => socket.send(Message::text(text)).await.ok()?,
                Order::Raw(bytes) => match String::from_utf8(bytes) {
                    Ok(text) => socket.send(Message::text(text)).await.ok()?,
                    Err(error) => socket.send(Message::binary(error.into_bytes())).await.ok()?,
                },
                Order::Close(code, reason) => {
                    close(socket, code, reason).await;
                    return None;
                }
                Order::Cut => return None,
            },
            () = tokio::time::sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {
                if let Some((_, text)) = waiting.pop_front() {
                    socket.send(Message::text(text)).await.ok()?;
                }
            }
            frame = socket.recv() => match frame?.ok()? {
                Message::Text(text) => shared.act_on(|state| state.hear(line, &text)),
                Message::Close(frame) => return frame.map(|frame| frame.code),
                Message::Binary(_) => {
                    shared.act_on(|state| state.violations.push("gateway: not text".to_owned()));
                }
                Message::Ping(_) | Message::Pong(_) => {}
            },
        }
    }
}

/// Says goodbye, and gives the client time to say it too; otherwise the end may overtake the words.
async fn close(socket: &mut WebSocket, code: u16, reason: String) {
    let frame = CloseFrame {
        code,
        reason: reason.into(),
    };
    if socket.send(Message::Close(Some(frame))).await.is_err() {
        return;
    }
    let end = async { while let Some(Ok(_)) = socket.recv().await {} };
    let _ = tokio::time::timeout(Duration::from_secs(1), end).await;
}
