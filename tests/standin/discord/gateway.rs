//! The gateway's sessions: who listens, what they were told, and what they missed
//! (<https://docs.discord.com/developers/events/gateway>).

use super::APPLICATION;
use super::show::MESSAGE_CONTENT;
use super::state::State;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

pub const GUILDS: u64 = 1;
pub const GUILD_MESSAGES: u64 = 1 << 9;
pub const DIRECT_MESSAGES: u64 = 1 << 12;
/// Members, presences: no bot of this kind may have them, whatever is allowed in the portal.
const OTHERS_PRIVILEGED: u64 = (1 << 1) | (1 << 8);
/// Every intent there is.
const INTENTS: u64 = ((1 << 17) - 1) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

/// After these nobody can resume, nor after 4007 and 4009.
const FINAL: [u16; 8] = [4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014];

/// What a connection has to do.
#[derive(Debug)]
pub enum Order {
    /// In its turn, that late.
    Event(Duration, String),
    /// Before whatever waits.
    Now(String),
    Raw(Vec<u8>),
    Close(u16, String),
    /// Ends without a word.
    Cut,
}

/// What happens to an event on its way.
#[derive(Debug, Clone, Copy)]
pub enum Way {
    /// It has its number, and nobody ever gets it.
    Lost,
    /// It comes twice, each time with a number of its own.
    Twice,
    /// It comes late, and so does what is behind it.
    Late(Duration),
}

#[derive(Debug)]
struct Line {
    orders: UnboundedSender<Order>,
    session: Option<String>,
    /// Swallows everything, says nothing.
    silent: bool,
    /// It was opened at the address for resuming.
    resumes: bool,
    heard: VecDeque<Instant>,
}

#[derive(Debug)]
struct Session {
    intents: u64,
    seq: u64,
    log: VecDeque<(u64, Arc<str>)>,
    line: Option<u64>,
    lost: Option<Instant>,
}

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// Connections that were opened.
    pub connections: usize,
    pub identifies: usize,
    pub resumes: usize,
    /// Those that were answered with RESUMED.
    pub resumed: usize,
    pub heartbeats: usize,
    /// The codes with which the client closed; `None` where it just went.
    pub closes: Vec<Option<u16>>,
}

#[derive(Debug)]
pub struct Gateway {
    pub url: String,
    pub resume_url: String,
    /// Whether the portal allows to read every message.
    pub message_content: bool,
    pub heartbeat: Duration,
    /// How long a session waits for whoever lost its connection.
    pub kept: Duration,
    /// Less time between two IDENTIFYs is answered with op 9.
    pub spacing: Option<Duration>,
    pub starts_left: u32,
    /// New connections say nothing, not even HELLO.
    pub mute: bool,
    /// The next so many RESUMEs are refused.
    pub refused_resumes: usize,
    /// A RESUME brings so many events that were heard already.
    pub overlap: u64,
    pub ways: VecDeque<(Option<String>, Way)>,
    pub heard: Heard,
    pub identified: Vec<Instant>,
    sessions: BTreeMap<String, Session>,
    lines: BTreeMap<u64, Line>,
    last: u64,
}

impl Gateway {
    pub fn new(url: &str) -> Self {
        let host = url.trim_start_matches("http://");
        Self {
            url: format!("ws://{host}/gateway"),
            resume_url: format!("ws://{host}/resume"),
            message_content: false,
            heartbeat: Duration::from_millis(41_250),
            kept: Duration::from_secs(120),
            spacing: None,
            starts_left: 1000,
            mute: false,
            refused_resumes: 0,
            overlap: 0,
            ways: VecDeque::new(),
            heard: Heard::default(),
            identified: Vec::new(),
            sessions: BTreeMap::new(),
            lines: BTreeMap::new(),
            last: 0,
        }
    }

    pub fn limit_json(&self) -> Value {
        json!({
            "total": 1000, "remaining": self.starts_left, "reset_after": 86_400_000,
            "max_concurrency": 1,
        })
    }

    /// A connection is open: its number, and what it has to do.
    pub fn open(&mut self, resumes: bool) -> (u64, UnboundedReceiver<Order>) {
        let (orders, todo) = unbounded_channel();
        self.last += 1;
        self.heard.connections += 1;
        let hello = json!({ "op": 10, "s": null, "t": null,
            "d": { "heartbeat_interval": self.heartbeat.as_millis() as u64, "_trace": [] } });
        if !self.mute {
            // The receiver is at hand.
            let _ = orders.send(Order::Now(hello.to_string()));
        }
        let line = Line {
            orders,
            session: None,
            silent: self.mute,
            resumes,
            heard: VecDeque::new(),
        };
        self.lines.insert(self.last, line);
        (self.last, todo)
    }

    /// The client has gone; a session ends with 1000 and 1001, and waits otherwise.
    pub fn gone(&mut self, line: u64, code: Option<u16>) {
        let Some(line) = self.lines.remove(&line) else {
            return;
        };
        self.heard.closes.push(code);
        let Some(id) = line.session else { return };
        if matches!(code, Some(1000 | 1001)) {
            self.sessions.remove(&id);
        } else if let Some(session) = self.sessions.get_mut(&id) {
            session.line = None;
            session.lost = Some(Instant::now());
        }
    }

    /// Closes a connection from this side.
    pub fn close(&mut self, number: u64, code: u16, reason: &str) {
        let Some(line) = self.lines.remove(&number) else {
            return;
        };
        let _ = line.orders.send(Order::Close(code, reason.to_owned()));
        self.part(line.session, FINAL.contains(&code));
    }

    fn part(&mut self, session: Option<String>, ends: bool) {
        let Some(id) = session else { return };
        if ends {
            self.sessions.remove(&id);
        } else if let Some(session) = self.sessions.get_mut(&id) {
            session.line = None;
            session.lost = Some(Instant::now());
        }
    }

    /// Ends every connection without a word.
    pub fn cut_all(&mut self) {
        for (_, line) in std::mem::take(&mut self.lines) {
            let _ = line.orders.send(Order::Cut);
            self.part(line.session, false);
        }
    }

    pub fn close_all(&mut self, code: u16) {
        let lines: Vec<u64> = self.lines.keys().copied().collect();
        lines
            .into_iter()
            .for_each(|line| self.close(line, code, "as a test wished"));
    }

    /// Says this on every connection that has a session; `now` goes before events that wait.
    pub fn say(&mut self, text: &str) {
        let lines = self
            .lines
            .values()
            .filter(|line| line.session.is_some() && !line.silent);
        lines.for_each(|line| drop(line.orders.send(Order::Now(text.to_owned()))));
    }

    pub fn say_raw(&mut self, bytes: &[u8]) {
        let lines = self.lines.values();
        lines.for_each(|line| drop(line.orders.send(Order::Raw(bytes.to_vec()))));
    }

    /// Open connections fall silent, or speak again.
    pub fn silence(&mut self, silent: bool) {
        self.lines
            .values_mut()
            .for_each(|line| line.silent = silent);
    }

    /// Forgets the sessions and says so on every connection.
    pub fn invalidate(&mut self, resumable: bool) {
        if !resumable {
            self.sessions.clear();
        }
        self.say(&json!({ "op": 9, "d": resumable, "s": null, "t": null }).to_string());
        let ended: Vec<Option<String>> = self
            .lines
            .values_mut()
            .map(|line| line.session.take())
            .collect();
        ended
            .into_iter()
            .for_each(|session| self.part(session, false));
    }

    pub fn is_connected(&self) -> bool {
        self.sessions.values().any(|session| session.line.is_some())
    }

    /// The number of the last event of a session.
    pub fn seq(&self, id: &str) -> Option<u64> {
        self.sessions.get(id).map(|session| session.seq)
    }

    /// The sessions that get an event of these intents, with what they identified for.
    fn listeners(&self, intents: u64) -> Vec<(String, u64)> {
        let sessions = self.sessions.iter();
        let wanted = sessions.filter(|(_, one)| intents == 0 || one.intents & intents != 0);
        wanted.map(|(id, one)| (id.clone(), one.intents)).collect()
    }

    /// Gives an event to a session: numbered, kept for a RESUME, and sent if somebody is there.
    fn give(&mut self, id: &str, name: &str, data: &Value, way: Option<Way>, keep: bool) {
        let times = if matches!(way, Some(Way::Twice)) {
            2
        } else {
            1
        };
        for _ in 0..times {
            let Some(session) = self.sessions.get_mut(id) else {
                return;
            };
            session.seq += 1;
            if matches!(way, Some(Way::Lost)) {
                continue;
            }
            let text = json!({ "op": 0, "s": session.seq, "t": name, "d": data }).to_string();
            session.log.push_back((session.seq, text.as_str().into()));
            if !keep && session.log.len() > 1000 {
                session.log.pop_front();
            }
            let late = match way {
                Some(Way::Late(late)) => late,
                _ => Duration::ZERO,
            };
            let line = session.line.and_then(|line| self.lines.get(&line));
            if let Some(line) = line.filter(|line| !line.silent) {
                let _ = line.orders.send(Order::Event(late, text));
            }
        }
    }

    fn way(&mut self, name: &str) -> Option<Way> {
        let mut ways = self.ways.iter();
        let hit = ways.position(|(of, _)| of.as_ref().is_none_or(|of| of == name))?;
        self.ways.remove(hit).map(|(_, way)| way)
    }
}

impl State {
    /// Tells the bot what happened, if it identified for one of these intents; 0 is for everybody. What is told may
    /// depend on the intents.
    pub fn tell(&mut self, name: &str, intents: u64, data: impl Fn(&Self, u64) -> Value) {
        let listeners = self.gateway.listeners(intents);
        if listeners.is_empty() {
            return;
        }
        let way = self.gateway.way(name);
        for (id, intents) in listeners {
            let data = data(self, intents);
            self.gateway.give(&id, name, &data, way, self.keep);
        }
    }

    /// What a client said on a connection.
    pub fn hear(&mut self, line: u64, text: &str) {
        if !self.gateway.lines.contains_key(&line) {
            return;
        }
        if text.len() > 4096 {
            return self.fails(line, 4002, "a payload of more than 4096 bytes");
        }
        let Ok(said) = serde_json::from_str::<Value>(text) else {
            return self.fails(line, 4002, "no JSON");
        };
        if self.is_too_much(line) {
            return self.fails(line, 4008, "more than 120 payloads in a minute");
        }
        let has_session = self.gateway.lines[&line].session.is_some();
        let data = &said["d"];
        match said["op"].as_u64() {
            Some(1) => self.heartbeat(line, data),
            Some(2) if has_session => self.fails(line, 4005, "identified twice"),
            Some(2) => self.identify(line, data),
            Some(6) if has_session => self.fails(line, 4005, "resumed with a session"),
            Some(6) => self.resume(line, data),
            Some(3 | 4 | 8) if !has_session => self.fails(line, 4003, "not identified"),
            Some(3) => {}
            _ => self.fails(line, 4001, "an opcode that is not modelled, or is none"),
        }
    }

    /// Closes a connection because of what the client did.
    fn fails(&mut self, line: u64, code: u16, why: &str) {
        self.violations.push(format!("gateway: {why} ({code})"));
        self.gateway.close(line, code, why);
    }

    fn is_too_much(&mut self, line: u64) -> bool {
        let Some(line) = self.gateway.lines.get_mut(&line) else {
            return false;
        };
        let now = Instant::now();
        line.heard.push_back(now);
        if line.heard.len() > 120 {
            let first = line.heard.pop_front();
            return first.is_some_and(|first| now - first < Duration::from_secs(60));
        }
        false
    }

    fn heartbeat(&mut self, line: u64, data: &Value) {
        self.gateway.heard.heartbeats += 1;
        let at = &self.gateway.lines[&line];
        let seq = at.session.as_ref().and_then(|id| self.gateway.seq(id));
        let is_ahead = data
            .as_u64()
            .is_some_and(|given| given > seq.unwrap_or(u64::MAX));
        if is_ahead || !(data.is_null() || data.is_u64()) {
            self.violations
                .push(format!("gateway: a heartbeat with {data}"));
        }
        if !at.silent {
            let _ = at.orders.send(Order::Now(json!({ "op": 11 }).to_string()));
        }
    }

    fn identify(&mut self, line: u64, data: &Value) {
        let now = Instant::now();
        let before = self.gateway.identified.last().copied();
        self.gateway.heard.identifies += 1;
        self.gateway.identified.push(now);
        if self.gateway.starts_left == 0 {
            self.violations
                .push("gateway: more sessions than a day has".to_owned());
            return self.gateway.close(line, 4004, "Authentication failed.");
        }
        self.gateway.starts_left -= 1;
        if self.revoked || data["token"] != super::TOKEN {
            return self.gateway.close(line, 4004, "Authentication failed.");
        }
        if let Some(why) = identify_fault(data) {
            self.violations.push(format!("gateway: IDENTIFY {why}"));
        }
        let Some(intents) = data["intents"].as_u64().filter(|bits| bits & !INTENTS == 0) else {
            return self.fails(line, 4013, "invalid intents");
        };
        let content = intents & MESSAGE_CONTENT != 0 && !self.gateway.message_content;
        if content || intents & OTHERS_PRIVILEGED != 0 {
            return self.gateway.close(line, 4014, "Disallowed intent(s).");
        }
        let spacing = self.gateway.spacing.unwrap_or_default();
        if before.is_some_and(|before| now - before < spacing) {
            let invalid = json!({ "op": 9, "d": false }).to_string();
            let _ = self.gateway.lines[&line].orders.send(Order::Now(invalid));
            return;
        }
        self.begin(line, intents);
    }

    /// A new session: READY, and each server.
    fn begin(&mut self, line: u64, intents: u64) {
        let id = format!(
            "{:032x}",
            0x00d1_5c0d_0000_u64 + u64::from(self.gateway.starts_left)
        );
        let session = Session {
            intents,
            seq: 0,
            log: VecDeque::new(),
            line: Some(line),
            lost: None,
        };
        self.gateway.sessions.insert(id.clone(), session);
        if let Some(line) = self.gateway.lines.get_mut(&line) {
            line.session = Some(id.clone());
        }
        let ready = self.ready_json(&id);
        self.gateway.give(&id, "READY", &ready, None, true);
        let guilds = self.guilds.values().filter(|guild| guild.joined.is_some());
        let guilds: Vec<Value> = guilds
            .map(|guild| match guild.unavailable {
                true => json!({ "id": guild.id.to_string(), "unavailable": true }),
                false => self.guild_create_json(guild),
            })
            .collect();
        for guild in guilds.iter().filter(|_| intents & GUILDS != 0) {
            let gone = guild["unavailable"] == true;
            let name = if gone { "GUILD_DELETE" } else { "GUILD_CREATE" };
            let way = self.gateway.way(name);
            self.gateway.give(&id, name, guild, way, true);
        }
    }

    fn ready_json(&self, session: &str) -> Value {
        let guilds = self.guilds.values().filter(|guild| guild.joined.is_some());
        let guilds = guilds.map(|guild| json!({ "id": guild.id.to_string(), "unavailable": true }));
        let mut user = self.user_json(self.me.id);
        user["verified"] = true.into();
        user["mfa_enabled"] = false.into();
        user["email"] = Value::Null;
        let flags = if self.gateway.message_content {
            1 << 19
        } else {
            0
        };
        json!({
            "v": 10, "user": user, "guilds": guilds.collect::<Vec<_>>(), "session_id": session,
            "resume_gateway_url": self.gateway.resume_url, "session_type": "normal",
            "shard": [0, 1], "application": { "id": APPLICATION.to_string(), "flags": flags },
            "user_settings": {}, "relationships": [], "private_channels": [], "presences": [],
            "guild_join_requests": [], "geo_ordered_rtc_regions": [], "_trace": [],
        })
    }

    fn resume(&mut self, line: u64, data: &Value) {
        self.gateway.heard.resumes += 1;
        if self.revoked || data["token"] != super::TOKEN {
            return self.gateway.close(line, 4004, "Authentication failed.");
        }
        if !self.gateway.lines[&line].resumes {
            self.violations
                .push("gateway: RESUME elsewhere than resume_gateway_url".to_owned());
        }
        let id = data["session_id"].as_str().unwrap_or_default().to_owned();
        let is_refused = self.gateway.refused_resumes > 0;
        self.gateway.refused_resumes = self.gateway.refused_resumes.saturating_sub(1);
        let kept = self.gateway.kept;
        let session =
            self.gateway.sessions.get(&id).filter(|session| {
                !is_refused && session.lost.is_none_or(|lost| lost.elapsed() < kept)
            });
        let Some(seq) = session.map(|session| session.seq) else {
            self.gateway.sessions.remove(&id);
            let invalid = json!({ "op": 9, "d": false }).to_string();
            let _ = self.gateway.lines[&line].orders.send(Order::Now(invalid));
            return;
        };
        match data["seq"].as_u64() {
            Some(from) if from <= seq => self.replay(line, &id, from),
            _ => self.fails(line, 4007, "RESUME from a number that was not given out"),
        }
    }

    /// Everything after this number, and then RESUMED.
    fn replay(&mut self, line: u64, id: &str, from: u64) {
        self.gateway.heard.resumed += 1;
        let from = from.saturating_sub(self.gateway.overlap);
        let old = self.gateway.sessions.get_mut(id).and_then(|session| {
            session.lost = None;
            session.line.replace(line)
        });
        // Whoever held it before has a broken connection that nobody noticed.
        if let Some(old) = old.and_then(|old| self.gateway.lines.remove(&old)) {
            let _ = old.orders.send(Order::Cut);
        }
        let Some(line) = self.gateway.lines.get_mut(&line) else {
            return;
        };
        line.session = Some(id.to_owned());
        let log = &self.gateway.sessions[id].log;
        for (_, text) in log.iter().filter(|(seq, _)| *seq > from) {
            let _ = line
                .orders
                .send(Order::Event(Duration::ZERO, text.to_string()));
        }
        self.gateway
            .give(id, "RESUMED", &json!({ "_trace": [] }), None, true);
    }
}

fn identify_fault(data: &Value) -> Option<&'static str> {
    let properties = ["os", "browser", "device"];
    if !properties
        .iter()
        .all(|name| data["properties"][name].is_string())
    {
        return Some("without properties os, browser and device");
    }
    if data
        .get("shard")
        .is_some_and(|shard| *shard != json!([0, 1]))
    {
        return Some("with more than one shard, which is not modelled");
    }
    (data["compress"] == true).then_some("with compression, which is not modelled")
}
