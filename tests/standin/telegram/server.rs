//! HTTP: from a request to the answer, by way of the checks and the planned faults.

use super::body::{self, Params};
use super::faults::{Act, Refusal, SENDS};
use super::spec::{Method, spec};
use super::state::{Request, State};
use super::{Shared, TOKEN, files, limits, methods, queue};
use axum::body::{Body, to_bytes};
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, Request as HttpRequest};
use axum::http::{Method as HttpMethod, Response, StatusCode, header};
use axum::serve::{IncomingStream, Listener};
use serde_json::{Value, json};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Instant;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// The largest body; more than the largest upload, so that this one is refused in the API's own words.
const BODY: usize = 64 * 1024 * 1024;

pub struct Door {
    listener: TcpListener,
    /// Ends every connection that came through this door.
    end: CancellationToken,
}

impl Door {
    pub async fn open(address: &str) -> Self {
        let listener = TcpListener::bind(address).await;
        Self {
            listener: listener.expect("a port for the stand-in"),
            end: CancellationToken::new(),
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.listener.local_addr().expect("the stand-in's address")
    }
}

/// Lets a handler end its connection without an answer.
#[derive(Debug, Clone)]
pub struct Cut(Arc<AtomicBool>);

/// A connection that can be cut.
pub struct Line {
    stream: TcpStream,
    cut: Cut,
    end: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl Listener for Door {
    type Io = Line;
    type Addr = Cut;

    async fn accept(&mut self) -> (Line, Cut) {
        let (stream, _) = Listener::accept(&mut self.listener).await;
        // Without this small answers wait for the delayed acknowledgement of the client.
        let _ = stream.set_nodelay(true);
        let cut = Cut(Arc::new(AtomicBool::new(false)));
        let line = Line {
            stream,
            cut: cut.clone(),
            end: Box::pin(self.end.clone().cancelled_owned()),
        };
        (line, cut)
    }

    fn local_addr(&self) -> io::Result<Cut> {
        Ok(Cut(Arc::new(AtomicBool::new(false))))
    }
}

impl Connected<IncomingStream<'_, Door>> for Cut {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.remote_addr().clone()
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.end.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.cut.0.load(Ordering::SeqCst) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Serves until its task ends, except while the server is to be away.
pub async fn serve(mut door: Door, shared: Arc<Shared>) {
    let address = door.address().to_string();
    let mut wanted = shared.wanted.subscribe();
    loop {
        // Connections outlive the listener, so they are ended on their own.
        let end = door.end.clone().drop_guard();
        shared.open.send_replace(true);
        let handed = shared.clone();
        let answer = move |ConnectInfo(cut): ConnectInfo<Cut>, request: HttpRequest| {
            let shared = handed.clone();
            async move { respond(&shared, &cut, request).await }
        };
        let router = axum::Router::new().fallback(answer);
        let service = router.into_make_service_with_connect_info::<Cut>();
        tokio::select! {
            _ = axum::serve(door, service) => return,
            _ = wanted.wait_for(|wanted| !wanted) => {}
        }
        drop(end);
        shared.open.send_replace(false);
        if wanted.wait_for(|wanted| *wanted).await.is_err() {
            return;
        }
        door = Door::open(&address).await;
    }
}

async fn respond(shared: &Shared, cut: &Cut, request: HttpRequest) -> Response<Body> {
    let arrived = Instant::now();
    let (parts, body) = request.into_parts();
    if let Some(path) = parts.uri.path().strip_prefix("/file") {
        return download(shared, cut, &parts.method, path).await;
    }
    let Some(name) = method_name(parts.uri.path()) else {
        return refusal(&Refusal::new(404, "Not Found"));
    };
    let (token, name) = name;
    if token != TOKEN || shared.lock().revoked {
        return refusal(&Refusal::new(401, "Unauthorized"));
    }
    let Ok(body) = to_bytes(body, BODY).await else {
        return refusal(&Refusal::new(413, "Request Entity Too Large"));
    };
    let Some(method) = spec().method(name) else {
        let violation = format!("no method is called {name}");
        shared.act_on(|state| state.violations.push(violation));
        return refusal(&Refusal::new(404, "Not Found: method not found"));
    };
    let mut faults = Vec::new();
    let query = parts.uri.query().unwrap_or_default();
    let params = body::read(method, query, &parts.headers, body, &mut faults);
    check(method, &params, &mut faults);
    let (act, slow) = {
        let mut state = shared.lock();
        count(&mut state, method, &params, arrived);
        if let Some(first) = faults.first() {
            let refused = Refusal::bad(first);
            let said = faults
                .iter()
                .map(|fault| format!("{}: {fault}", method.name));
            state.violations.extend(said);
            drop(state);
            shared.changed.notify_waiters();
            return refusal(&refused);
        }
        let chat = methods::named_chat(&state, &params, "chat_id").ok();
        (state.faults.next(&method.name, chat), state.faults.slow)
    };
    // Somebody may wait for the request itself: a poll may take long to its answer.
    shared.changed.notify_waiters();
    if let Some(delay) = slow.filter(|_| SENDS.contains(&method.name.as_str())) {
        tokio::time::sleep(delay).await;
    }
    let plain = match &act {
        Some(act) if !act.stores() => None,
        _ => Some(carry_out(shared, method, &params, arrived).await),
    };
    shared.changed.notify_waiters();
    finish(cut, act, plain).await
}

/// The answer, or what was planned instead of it.
async fn finish(cut: &Cut, act: Option<Act>, plain: Option<Response<Body>>) -> Response<Body> {
    match act {
        None => plain.unwrap_or_default(),
        Some(Act::Refuse(planned)) => refusal(&planned),
        Some(Act::Html { status, .. }) => html(status),
        Some(Act::Garbled(body)) => answer(200, body),
        Some(Act::Hang { .. }) => std::future::pending().await,
        Some(Act::Drop { .. }) => {
            cut.0.store(true, Ordering::SeqCst);
            Response::default()
        }
    }
}

/// A file, by `/bot<token>/<path>` below the address of files.
async fn download(shared: &Shared, cut: &Cut, method: &HttpMethod, path: &str) -> Response<Body> {
    let (act, found) = {
        let mut state = shared.lock();
        let named = method_name(path).filter(|(token, _)| *token == TOKEN && !state.revoked);
        let Some((_, path)) = named else {
            return refusal(&Refusal::new(401, "Unauthorized"));
        };
        if *method != HttpMethod::GET {
            let violation = format!("a file is asked for by {method}");
            state.violations.push(violation);
        }
        count_named(&mut state, "download");
        (state.faults.next("download", None), files::at(&state, path))
    };
    shared.changed.notify_waiters();
    let plain = match found {
        Ok(bytes) => Response::new(Body::from(bytes)),
        Err(refused) => refusal(&refused),
    };
    finish(cut, act, Some(plain)).await
}

impl Shared {
    fn act_on(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_waiters();
    }
}

/// Token and method of `/bot<token>/<method>`, when the token looks like one.
fn method_name(path: &str) -> Option<(&str, &str)> {
    let (token, name) = path.strip_prefix("/bot")?.split_once('/')?;
    let (bot, secret) = token.split_once(':')?;
    let is_token = !bot.is_empty() && bot.bytes().all(|digit| digit.is_ascii_digit());
    (is_token && !secret.is_empty()).then_some((token, name))
}

fn check(method: &Method, params: &Params, faults: &mut Vec<String>) {
    for field in &method.fields {
        match params.values.get(&field.name) {
            Some(value) => spec().check_field(field, value, faults),
            None if field.required => faults.push(format!("{} is required", field.name)),
            None => {}
        }
    }
    for name in params.values.keys() {
        if !method.fields.iter().any(|field| field.name == *name) {
            faults.push(format!("there is no parameter {name}"));
        }
    }
    static UPDATES: OnceLock<Vec<&'static str>> = OnceLock::new();
    let updates = UPDATES.get_or_init(|| spec().field_names("Update"));
    faults.extend(limits::mistakes(params, updates));
}

fn count_named(state: &mut State, name: &str) {
    match state.counts.get_mut(name) {
        Some(count) => *count += 1,
        None => {
            state.counts.insert(name.to_owned(), 1);
        }
    }
}

fn count(state: &mut State, method: &Method, params: &Params, arrived: Instant) {
    count_named(state, &method.name);
    if state.keep {
        state.requests.push(Request {
            method: method.name.clone(),
            params: params.shown(),
            arrived,
        });
    }
}

async fn carry_out(
    shared: &Shared,
    method: &Method,
    params: &Params,
    arrived: Instant,
) -> Response<Body> {
    if method.name == "getUpdates" {
        return match queue::poll(shared, params).await {
            Ok(updates) => success(&updates),
            Err(refused) => refusal(&refused),
        };
    }
    let (answer, touched) = {
        let mut state = shared.lock();
        state.touched = None;
        let answer = methods::call(&mut state, &method.name, params, arrived);
        let answer = answer.unwrap_or_else(|| {
            let fault = format!("not modelled: {}", method.name);
            state.violations.push(fault.clone());
            Err(Refusal::bad(fault))
        });
        if let Err(refused) = &answer
            && state.keep
        {
            let said = format!("{}: {}", method.name, refused.description);
            state.refusals.push(said);
        }
        let touched = state.touched.filter(|_| shared.observer.get().is_some());
        let touched = touched.and_then(|(chat, id)| state.message(chat, id).cloned());
        (answer, touched)
    };
    // A new webhook gets what waits, and a poll hears that there is one.
    if method.name == "setWebhook" {
        shared.queued.notify_waiters();
    }
    if let (Some(observer), Some(message)) = (shared.observer.get(), touched) {
        observer(&message);
    }
    match answer {
        Ok(result) => success(&result.to_string()),
        Err(refused) => refusal(&refused),
    }
}

fn success(result: &str) -> Response<Body> {
    answer(200, format!("{{\"ok\":true,\"result\":{result}}}"))
}

fn refusal(refused: &Refusal) -> Response<Body> {
    let mut body = json!({
        "ok": false,
        "error_code": refused.code,
        "description": refused.description,
    });
    if let Some(parameters) = &refused.parameters {
        body["parameters"] = parameters.clone();
    }
    let mut response = answer(refused.code, body.to_string());
    let wait = refused.parameters.as_ref().and_then(|parameters| {
        let seconds = parameters.get("retry_after").and_then(Value::as_u64)?;
        seconds.to_string().parse().ok()
    });
    if let Some(wait) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    response
}

fn html(status: u16) -> Response<Body> {
    let body = format!(
        "<html>\r\n<head><title>{status}</title></head>\r\n<body><center><h1>{status}</h1></center><hr><center>nginx</center></body>\r\n</html>\r\n"
    );
    let mut response = answer(status, body);
    let kind = header::HeaderValue::from_static("text/html");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn answer(status: u16, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    let kind = header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
