//! HTTP: from a request to the answer, by way of the checks, the limits and the planned faults.

use super::body::{self, Carried};
use super::buckets::{Limited, Told};
use super::faults::{Act, Refusal, Scope};
use super::messages::{Answer, Call};
use super::spec::{Fault, Found, spec};
use super::state::{Request, State};
use super::{Shared, TOKEN, cdn, limits, methods, socket};
use axum::body::{Body, to_bytes};
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, Request as HttpRequest};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use axum::serve::{IncomingStream, Listener};
use serde_json::json;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
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
pub struct Cut(pub Arc<AtomicBool>);

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
        shared.act_on(|state| state.gateway.cut_all());
        shared.open.send_replace(false);
        if wanted.wait_for(|wanted| *wanted).await.is_err() {
            return;
        }
        door = Door::open(&address).await;
    }
}

async fn respond(shared: &Arc<Shared>, cut: &Cut, request: HttpRequest) -> Response<Body> {
    let arrived = Instant::now();
    let path = request.uri().path().to_owned();
    if ["/gateway", "/resume"].contains(&path.trim_end_matches('/')) {
        return socket::open(shared, cut, request).await;
    }
    let (parts, body) = request.into_parts();
    if path.starts_with(cdn::FOLDER) {
        return download(shared, cut, &parts).await;
    }
    let found = path.strip_prefix("/api/v10").and_then(|path| {
        let found = spec().find(parts.method.as_str(), path);
        found.ok_or_else(|| spec().knows(path)).ok()
    });
    let Some(found) = found else {
        shared.act_on(|state| {
            state
                .violations
                .push(format!("there is no {} {path}", parts.method));
        });
        return refusal(&Refusal::not_found());
    };
    let Ok(body) = to_bytes(body, BODY).await else {
        return refusal(&Refusal::of(40005));
    };
    let mut faults = Vec::new();
    let query = parts.uri.query().unwrap_or_default();
    let carried = body::read(found.route, query, &parts.headers, &body, &mut faults);
    check(&found, &carried, &mut faults);
    let call = Call {
        found: &found,
        carried: &carried,
        arrived,
    };
    let admitted = shared.act_on(|state| admit(state, &call, &path, &parts.headers, &faults));
    let (told, act, slow) = match admitted {
        Ok(admitted) => admitted,
        Err(refused) => return *refused,
    };
    if let Some(late) = slow {
        tokio::time::sleep(late).await;
    }
    let plain = match &act {
        Some(act) if !act.stores() => None,
        _ => Some(carry_out(shared, &call)),
    };
    let mut response = match act {
        None => plain.unwrap_or_default(),
        Some(act) => ends(shared, cut, act, plain).await,
    };
    if let Some(told) = told.filter(|_| !cut.0.load(Ordering::SeqCst)) {
        let now = shared.act_on(|state| {
            state.buckets.told(&told);
            state.now()
        });
        tell(response.headers_mut(), &told, now);
    }
    response
}

/// A file that somebody has sent.
async fn download(shared: &Shared, cut: &Cut, request: &Parts) -> Response<Body> {
    let act = shared.act_on(|state| {
        state.asked_for_file(request.method.as_str(), &request.headers);
        state.faults.next(cdn::DOWNLOAD, None)
    });
    let file = shared.lock().file_at(&request.uri).cloned();
    let answer = match file {
        Some(file) => {
            let mut response = Response::new(Body::from(file.bytes));
            let kind = file.mime.as_deref().unwrap_or("application/octet-stream");
            put(response.headers_mut(), "content-type", kind);
            response
        }
        None => plain(404, "This content is no longer available."),
    };
    match act {
        None => answer,
        Some(act) => ends(shared, cut, act, Some(answer)).await,
    }
}

/// How a request with a planned fault ends.
async fn ends(
    shared: &Shared,
    cut: &Cut,
    act: Act,
    plain: Option<Response<Body>>,
) -> Response<Body> {
    match act {
        Act::Refuse(planned) => {
            shared.act_on(|state| count_invalid(state, planned.status));
            refusal(&planned)
        }
        Act::Limit {
            retry_after,
            scope,
            code,
        } => {
            shared
                .act_on(|state| count_invalid(state, if scope == Scope::Shared { 0 } else { 429 }));
            too_many(retry_after, scope, code)
        }
        Act::Wall { retry_after } => {
            let mut response = html(429);
            if let Some(seconds) = retry_after {
                response
                    .headers_mut()
                    .insert(header::RETRY_AFTER, seconds.into());
            }
            response
        }
        Act::Html { status, .. } => html(status),
        Act::Garbled { body, .. } => answer(200, body),
        Act::Hang { .. } => std::future::pending().await,
        Act::Drop { .. } => {
            cut.0.store(true, Ordering::SeqCst);
            Response::default()
        }
        Act::Slow(late) => {
            tokio::time::sleep(late).await;
            plain.unwrap_or_default()
        }
    }
}

fn check(found: &Found, carried: &Carried, faults: &mut Vec<Fault>) {
    for (name, text) in &found.ids {
        if !name.ends_with("token") && text.parse::<u64>().is_err() {
            let why = format!("Value {text:?} is not snowflake.");
            faults.push(Fault::new(name, "NUMBER_TYPE_COERCE", why));
        }
    }
    spec().check_query(found.route, &carried.query, faults);
    spec().check_body(found.route, carried.json.as_ref(), faults);
    limits::check(found, carried, faults);
}

type Admitted = (Option<Told>, Option<Act>, Option<Duration>);

/// What stands before the carrying out: who asks, how often, whether it is well formed, and what a test has planned.
fn admit(
    state: &mut State,
    call: &Call,
    path: &str,
    headers: &HeaderMap,
    faults: &[Fault],
) -> Result<Admitted, Box<Response<Body>>> {
    let name = call.found.route.name();
    record(state, call, path, &name);
    if let Some(refused) = stranger(state, call, headers) {
        count_invalid(state, refused.status);
        return Err(Box::new(refusal(&refused)));
    }
    let of_interaction = is_of_interaction(call.found);
    let taken = state
        .buckets
        .take(&name, &major(call.found), of_interaction, call.arrived);
    let told = match taken {
        Ok(told) => told,
        Err(limited) => {
            count_invalid(
                state,
                if limited.scope == Scope::Shared {
                    0
                } else {
                    429
                },
            );
            return Err(Box::new(limited_answer(state, &limited)));
        }
    };
    if !faults.is_empty() {
        let said = faults
            .iter()
            .map(|fault| format!("{name}: {}: {} ({})", fault.at, fault.why, fault.code));
        state.violations.extend(said);
        return Err(Box::new(refusal(&Refusal::form(faults))));
    }
    if limits::is_too_large(call.carried) {
        return Err(Box::new(refusal(&Refusal::of(40005))));
    }
    let act = state.faults.next(&name, concerned(state, call.found));
    Ok((told, act, state.faults.slow))
}

fn record(state: &mut State, call: &Call, path: &str, name: &str) {
    match state.counts.get_mut(name) {
        Some(count) => *count += 1,
        None => {
            state.counts.insert(name.to_owned(), 1);
        }
    }
    if state.keep {
        state.requests.push(Request {
            route: name.to_owned(),
            path: path.to_owned(),
            body: call.carried.json.clone().unwrap_or_default(),
            arrived: call.arrived,
        });
    }
}

/// Who asks: with the bot's token, except where the path has one, and with a name that says who made the program
/// (<https://docs.discord.com/developers/reference#user-agent>).
fn stranger(state: &mut State, call: &Call, headers: &HeaderMap) -> Option<Refusal> {
    let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let agent = header(header::USER_AGENT).unwrap_or_default();
    let inner = agent
        .strip_prefix("DiscordBot (")
        .and_then(|rest| rest.split_once(')'));
    let inner = inner.and_then(|(inner, _)| inner.split_once(", "));
    let is_named = inner.is_some_and(|(url, version)| {
        reqwest::Url::parse(url).is_ok() && !version.trim().is_empty()
    });
    if !is_named {
        state.violations.push(format!("User-Agent: {agent:?}"));
    }
    let given = header(header::AUTHORIZATION);
    let is_bot = given == Some(format!("Bot {TOKEN}").as_str());
    if call.found.route.is_public() && given.is_none() {
        return None;
    }
    if is_bot && !state.revoked {
        return None;
    }
    if !is_bot {
        state
            .violations
            .push(format!("{}: Authorization", call.found.route.name()));
    }
    Some(Refusal::unauthorized())
}

fn is_of_interaction(found: &Found) -> bool {
    let template = &found.route.template;
    template.starts_with("/interactions/") || template.starts_with("/webhooks/")
}

/// What the limits of a route are counted for.
fn major(found: &Found) -> String {
    let names = ["channel_id", "guild_id", "webhook_token", "interaction_id"];
    let mut major = names.iter().filter_map(|name| found.text(name));
    major.next().unwrap_or_default().to_owned()
}

/// The channel of a request, also where only its interaction names it.
fn concerned(state: &State, found: &Found) -> Option<u64> {
    let token = found
        .text("webhook_token")
        .or_else(|| found.text("interaction_token"));
    let interaction = token.and_then(|token| state.tokens.get(token));
    let interaction = interaction.and_then(|id| state.interactions.get(id));
    let channel = interaction.map(|interaction| interaction.channel);
    found.id("channel_id").or(channel)
}

/// Discord bans whoever is refused too often (<https://docs.discord.com/developers/topics/rate-limits>).
fn count_invalid(state: &mut State, status: u16) {
    if matches!(status, 401 | 403 | 429) {
        state.invalid += 1;
    }
}

fn carry_out(shared: &Shared, call: &Call) -> Response<Body> {
    let (done, touched) = shared.act_on(|state| {
        state.touched = None;
        let name = call.found.route.name();
        let done = methods::call(state, call).unwrap_or_else(|| {
            state.violations.push(format!("not modelled: {name}"));
            Err(Refusal::not_found())
        });
        if let Err(refused) = &done {
            count_invalid(state, refused.status);
            if state.keep {
                state
                    .refusals
                    .push(format!("{name}: {} {}", refused.code, refused.message));
            }
        }
        let touched = state.touched.filter(|_| shared.observer.get().is_some());
        let touched = touched.and_then(|(channel, id)| state.message(channel, id).cloned());
        (done, touched)
    });
    if let (Some(observer), Some(message)) = (shared.observer.get(), touched) {
        observer(&message);
    }
    match done {
        Ok(Answer { status, body }) if body.is_null() => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
            response
        }
        Ok(Answer { status, body }) => answer(status, body.to_string()),
        Err(refused) => refusal(&refused),
    }
}

fn refusal(refused: &Refusal) -> Response<Body> {
    answer(refused.status, refused.body().to_string())
}

fn limited_answer(state: &State, limited: &Limited) -> Response<Body> {
    let mut response = too_many(limited.wait.as_secs_f64(), limited.scope, None);
    if limited.scope != Scope::Global {
        put_reset(response.headers_mut(), 0, limited.wait, state.now());
    }
    response
}

/// 429 (<https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit>).
fn too_many(retry_after: f64, scope: Scope, code: Option<u64>) -> Response<Body> {
    let message = match scope {
        Scope::Shared => "The resource is being rate limited.",
        _ => "You are being rate limited.",
    };
    let mut body = json!({
        "message": message, "retry_after": retry_after, "global": scope == Scope::Global,
    });
    if let Some(code) = code {
        body["code"] = code.into();
    }
    let mut response = answer(429, body.to_string());
    let headers = response.headers_mut();
    put(headers, "retry-after", &format!("{}", retry_after.ceil()));
    put(headers, "x-ratelimit-scope", scope.name());
    if scope == Scope::Global {
        put(headers, "x-ratelimit-global", "true");
    }
    response
}

/// What an answer tells of its bucket.
fn tell(headers: &mut HeaderMap, told: &Told, now: i64) {
    put(headers, "x-ratelimit-limit", &told.limit.to_string());
    put(headers, "x-ratelimit-bucket", &told.bucket);
    put_reset(headers, told.remaining, told.reset_after, now);
}

fn put_reset(headers: &mut HeaderMap, remaining: u32, after: Duration, now: i64) {
    // Rounded up: who comes by what it was told must not come too early.
    let after = (after.as_secs_f64() * 1000.0).ceil() / 1000.0;
    let reset = now as f64 / 1000.0 + after;
    put(headers, "x-ratelimit-remaining", &remaining.to_string());
    put(headers, "x-ratelimit-reset", &format!("{reset:.3}"));
    put(headers, "x-ratelimit-reset-after", &format!("{after:.3}"));
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

pub fn html(status: u16) -> Response<Body> {
    let body = format!(
        "<html>\r\n<head><title>{status}</title></head>\r\n<body><center><h1>{status}</h1></center><hr><center>cloudflare</center></body>\r\n</html>\r\n"
    );
    let mut response = answer(status, body);
    put(response.headers_mut(), "content-type", "text/html");
    response
}

pub fn plain(status: u16, text: &str) -> Response<Body> {
    let mut response = answer(status, text.to_owned());
    put(response.headers_mut(), "content-type", "text/plain");
    response
}

fn answer(status: u16, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    put(response.headers_mut(), "content-type", "application/json");
    response
}
