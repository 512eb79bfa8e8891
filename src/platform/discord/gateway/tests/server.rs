//! A gateway in memory, by Discord's rules and written for itself. It does nothing by its own: it answers what it is sent
//! when it is sent, and tests tell it what happens.

use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::Instant;

use crate::platform::discord::gateway::{Address, Addresses, Connect, Frame, Trouble, Wire};

pub(super) const TOKEN: &str = "MTk4.secret.token";
pub(super) const ORDINARY: &str = "wss://gateway.example";
pub(super) const INTERVAL: Duration = Duration::from_millis(41_250);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What a connection will be like. Without one it is served as it should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Plan {
    Refuse,
    /// Connecting never comes to an end.
    Hang,
    /// Open, and nothing is said.
    Mute,
    /// Only garbage is said, and no greeting.
    Babble,
    /// Greeted, and then nothing.
    NoReady,
    /// IDENTIFY and RESUME are answered with op 9.
    Invalid(bool),
    /// IDENTIFY and RESUME are answered with an end.
    Close(u16),
    /// Served, and closed with a code as soon as the session is there.
    Die(u16),
}

/// A session, as long as it can be taken up, and everything that happened in it.
#[derive(Default)]
pub(super) struct Session {
    pub(super) valid: bool,
    pub(super) log: Vec<Value>,
    /// Times in a row that it was taken up without an event being sent.
    in_vain: u32,
    /// When it was last connected.
    seen: Option<Instant>,
}

struct Connection {
    to_client: UnboundedSender<Frame>,
    plan: Option<Plan>,
    session: Option<String>,
    silent: bool,
    acknowledges: bool,
    beats: Vec<Instant>,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) plans: VecDeque<Plan>,
    /// Addresses where nobody is there.
    pub(super) dead: Vec<String>,
    pub(super) sessions: HashMap<String, Session>,
    /// The session that events belong to.
    pub(super) current: Option<String>,
    connections: HashMap<u64, Connection>,
    last: u64,
    /// When and where it connected.
    pub(super) urls: Vec<(Instant, String)>,
    pub(super) identifies: Vec<Instant>,
    pub(super) resumes: Vec<Instant>,
    /// Codes of the client.
    pub(super) closes: Vec<Option<u16>>,
    /// What the client said.
    pub(super) texts: Vec<Value>,
    /// What a client must not do.
    pub(super) faults: Vec<String>,
    /// What asking for the address brings, instead of the address.
    pub(super) troubles: VecDeque<Option<Trouble>>,
    /// New sessions that are left, where it is not what the count says.
    pub(super) remaining: Option<u32>,
    /// When it asked for the address.
    pub(super) asked: Vec<Instant>,
}

#[derive(Clone, Default)]
pub(super) struct Server(Arc<Mutex<State>>);

impl Server {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        // A test that fails with it in hand should say why, and not that.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn plan(&self, plans: impl IntoIterator<Item = Plan>) {
        self.state().plans.extend(plans);
    }

    /// Something happens: it belongs to the session that there is, connected or not.
    pub(super) fn happens(&self, name: &str) -> u64 {
        self.state().dispatch(name, json!({}))
    }

    /// Is the client there, with a session?
    pub(super) fn is_connected(&self) -> bool {
        let state = self.state();
        let live = state.connections.get(&state.last);
        live.is_some_and(|live| live.session.is_some() && !live.silent)
    }

    /// Sends a text as it is.
    pub(super) fn says(&self, text: impl ToString) {
        let frame = Frame::Text(text.to_string());
        self.state().send(frame);
    }

    pub(super) fn reconnect(&self) {
        self.says(json!({"op": 7, "d": null}));
    }

    /// Says that the session is not valid.
    pub(super) fn invalid(&self, resumable: bool) {
        self.state().invalid(resumable);
    }

    pub(super) fn closes(&self, code: u16) {
        self.state().close(code);
    }

    /// The connection breaks without a word.
    pub(super) fn drops(&self) {
        let mut state = self.state();
        let last = state.last;
        state.connections.remove(&last);
    }

    /// The connection stays, and nothing comes on it any more.
    pub(super) fn falls_silent(&self) {
        let mut state = self.state();
        let last = state.last;
        if let Some(live) = state.connections.get_mut(&last) {
            live.silent = true;
        }
    }

    /// Heartbeats are not acknowledged any more; all else goes on.
    pub(super) fn stops_acknowledging(&self) {
        let mut state = self.state();
        let last = state.last;
        if let Some(live) = state.connections.get_mut(&last) {
            live.acknowledges = false;
        }
    }

    /// When heartbeats came on the last connection.
    pub(super) fn beats(&self) -> Vec<Instant> {
        let state = self.state();
        let live = state.connections.get(&state.last);
        live.map(|live| live.beats.clone()).unwrap_or_default()
    }
}

impl State {
    fn send(&self, frame: Frame) {
        if let Some(live) = self.connections.get(&self.last)
            && !live.silent
        {
            // A client that is gone hears nothing.
            let _ = live.to_client.send(frame);
        }
    }

    fn close(&mut self, code: u16) {
        if [4003, 4007, 4009].contains(&code) {
            self.end_session();
        }
        self.send(Frame::Close(Some(code)));
        self.connections.remove(&self.last);
    }

    fn invalid(&mut self, resumable: bool) {
        if !resumable {
            self.end_session();
        }
        self.send(Frame::Text(json!({"op": 9, "d": resumable}).to_string()));
        if let Some(live) = self.connections.get_mut(&self.last) {
            live.session = None;
        }
    }

    fn end_session(&mut self) {
        if let Some(current) = self.current.take() {
            self.sessions.get_mut(&current).unwrap().valid = false;
        }
    }

    /// Puts an event into the session, and sends it if the session is connected.
    fn dispatch(&mut self, name: &str, mut data: Value) -> u64 {
        let Some(current) = self.current.clone() else {
            return 0;
        };
        let log = &mut self.sessions.get_mut(&current).unwrap().log;
        let seq = log.len() as u64 + 1;
        data["session"] = json!(current);
        data["number"] = json!(seq);
        let event = json!({"op": 0, "s": seq, "t": name, "d": data});
        log.push(event.clone());
        let live = self.connections.get(&self.last);
        if live.is_some_and(|live| live.session == Some(current)) {
            self.send(Frame::Text(event.to_string()));
        }
        seq
    }

    fn open(&mut self, url: &str) -> Option<io::Result<(u64, UnboundedReceiver<Frame>)>> {
        let now = Instant::now();
        self.urls.push((now, url.to_owned()));
        if !url.ends_with("/?v=10&encoding=json") || url.matches('?').count() != 1 {
            self.faults.push(format!("address {url}"));
        }
        let plan = self.plans.pop_front();
        let dead = self.dead.iter().any(|dead| url.starts_with(dead));
        match plan {
            Some(Plan::Hang) => return None,
            _ if dead || plan == Some(Plan::Refuse) => {
                return Some(Err(io::ErrorKind::ConnectionRefused.into()));
            }
            _ => {}
        }
        self.last += 1;
        let (to_client, from_server) = unbounded_channel();
        let live = Connection {
            to_client,
            plan,
            session: None,
            silent: false,
            acknowledges: true,
            beats: Vec::new(),
        };
        self.connections.insert(self.last, live);
        match plan {
            Some(Plan::Mute) => {}
            Some(Plan::Babble) => {
                for text in ["", "{", "[]", r#"{"op":3}"#, r#"{"op":10,"d":{}}"#] {
                    self.send(Frame::Text(text.to_owned()));
                }
            }
            _ => {
                let interval = u64::try_from(INTERVAL.as_millis()).unwrap();
                let hello =
                    json!({"op": 10, "d": {"heartbeat_interval": interval}, "s": null, "t": null});
                self.send(Frame::Text(hello.to_string()));
            }
        }
        Some(Ok((self.last, from_server)))
    }

    /// What the client sends.
    fn take(&mut self, number: u64, frame: Frame) -> io::Result<()> {
        if !self.connections.contains_key(&number) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let text = match frame {
            Frame::Close(code) => {
                self.closes.push(code);
                if matches!(code, None | Some(1000 | 1001)) {
                    self.end_session();
                }
                self.connections.remove(&number);
                return Ok(());
            }
            Frame::Text(text) => text,
        };
        let said: Value = serde_json::from_str(&text).unwrap();
        self.texts.push(said.clone());
        if self.connections[&number].silent {
            return Ok(());
        }
        match said["op"].as_u64().unwrap() {
            1 => self.heartbeat(number, &said["d"]),
            2 => self.identify(number, &said["d"]),
            6 => self.resume(number, &said["d"]),
            op => self.faults.push(format!("op {op}")),
        }
        Ok(())
    }

    fn heartbeat(&mut self, number: u64, seq: &Value) {
        let live = self.connections.get_mut(&number).unwrap();
        let now = Instant::now();
        live.beats.push(now);
        let expected = live.session.is_some();
        if expected && !seq.is_u64() {
            self.faults.push(format!("heartbeat {seq}"));
        }
        if self.connections[&number].acknowledges {
            self.send(Frame::Text(json!({"op": 11}).to_string()));
        }
    }

    fn identify(&mut self, number: u64, d: &Value) {
        let now = Instant::now();
        if self
            .identifies
            .last()
            .is_some_and(|last| now - *last < Duration::from_secs(5))
        {
            self.faults.push("IDENTIFY within five seconds".to_owned());
        }
        self.identifies.push(now);
        if d["token"] != TOKEN || d["compress"] != false || d["properties"]["browser"] != "lacznik"
        {
            self.faults.push(format!("IDENTIFY {d}"));
        }
        self.check_what_is_given_up(now);
        if self.goes_wrong(number) {
            return;
        }
        let id = format!("session-{}", self.sessions.len());
        self.current = Some(id.clone());
        let session = Session {
            valid: true,
            ..Session::default()
        };
        self.sessions.insert(id.clone(), session);
        self.connections.get_mut(&number).unwrap().session = Some(id.clone());
        let resume = format!("wss://resume-{id}.example");
        self.dispatch(
            "READY",
            json!({"session_id": id, "resume_gateway_url": resume}),
        );
        self.is_there(number, &id);
    }

    /// A session that can be taken up is given up only after eight tries in vain, or an hour.
    fn check_what_is_given_up(&mut self, now: Instant) {
        if let Some(current) = self.current.take() {
            let session = self.sessions.get_mut(&current).unwrap();
            session.valid = false;
            let long = session
                .seen
                .is_some_and(|seen| now - seen >= Duration::from_secs(3600));
            if session.in_vain < 8 && !long {
                self.faults.push(format!("{current} was given up"));
            }
        }
    }

    fn resume(&mut self, number: u64, d: &Value) {
        self.resumes.push(Instant::now());
        let (id, seq) = (
            d["session_id"].as_str().unwrap().to_owned(),
            d["seq"].as_u64().unwrap(),
        );
        if d["token"] != TOKEN {
            self.faults.push(format!("RESUME {d}"));
        }
        let Some(session) = self.sessions.get_mut(&id).filter(|session| session.valid) else {
            return self.invalid(false);
        };
        session.in_vain += 1;
        let seq = usize::try_from(seq).unwrap();
        if seq == 0 || seq > session.log.len() {
            self.faults.push(format!("RESUME {d}"));
            return self.close(4007);
        }
        if self.goes_wrong(number) {
            return;
        }
        for event in &self.sessions[&id].log[seq..] {
            self.send(Frame::Text(event.to_string()));
        }
        self.connections.get_mut(&number).unwrap().session = Some(id.clone());
        self.dispatch("RESUMED", json!({}));
        self.is_there(number, &id);
    }

    fn goes_wrong(&mut self, number: u64) -> bool {
        match self.connections[&number].plan {
            Some(Plan::NoReady) => {}
            Some(Plan::Invalid(resumable)) => self.invalid(resumable),
            Some(Plan::Close(code)) => self.close(code),
            _ => return false,
        }
        true
    }

    fn is_there(&mut self, number: u64, id: &str) {
        let session = self.sessions.get_mut(id).unwrap();
        session.in_vain = 0;
        session.seen = Some(Instant::now());
        if let Some(Plan::Die(code)) = self.connections[&number].plan {
            self.close(code);
        }
    }

    /// The most IDENTIFYs in any day.
    pub(super) fn most_in_a_day(&self) -> usize {
        let within = |from: &Instant| {
            let in_day = |then: &&Instant| **then >= *from && **then <= *from + DAY;
            self.identifies.iter().filter(in_day).count()
        };
        self.identifies.iter().map(within).max().unwrap_or_default()
    }
}

impl Connect for Server {
    type Wire = Line;

    async fn connect(&self, url: &str) -> io::Result<Line> {
        let opened = self.state().open(url);
        match opened {
            Some(opened) => {
                let (number, from_server) = opened?;
                Ok(Line {
                    server: self.clone(),
                    number,
                    from_server,
                })
            }
            None => std::future::pending().await,
        }
    }
}

impl Addresses for Server {
    async fn address(&self) -> Result<Address, Trouble> {
        let mut state = self.state();
        state.asked.push(Instant::now());
        if let Some(Some(trouble)) = state.troubles.pop_front() {
            return Err(trouble);
        }
        let lately = |then: &&Instant| then.elapsed() < DAY;
        let count = u32::try_from(state.identifies.iter().filter(lately).count()).unwrap();
        Ok(Address {
            url: ORDINARY.to_owned(),
            remaining: state.remaining.unwrap_or(1000 - count),
            reset_after: Duration::from_secs(7200),
        })
    }
}

/// The client's end of a connection.
pub(super) struct Line {
    server: Server,
    number: u64,
    from_server: UnboundedReceiver<Frame>,
}

impl Wire for Line {
    async fn receive(&mut self) -> io::Result<Frame> {
        let frame = self.from_server.recv().await;
        frame.ok_or_else(|| io::ErrorKind::ConnectionReset.into())
    }

    async fn send(&mut self, frame: Frame) -> io::Result<()> {
        self.server.state().take(self.number, frame)
    }
}

impl Drop for Line {
    /// A client that is gone is no connection any more.
    fn drop(&mut self) {
        self.server.state().connections.remove(&self.number);
    }
}
