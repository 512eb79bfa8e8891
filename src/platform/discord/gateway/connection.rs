//! One connection, from its opening to its end (<https://docs.discord.com/developers/events/gateway#connection-lifecycle>).
//! Nothing in it lasts without a limit: every send, the greeting, the beginning of a session, and by the heartbeats the
//! silence after that.

use rand::Rng;
use rand::rngs::StdRng;
use serde_json::Value;
use std::io;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::payload::{self, Said};
use super::position::{Position, Session};
use super::wire::{Frame, Wire};
use super::{Ended, Heard, Identity, Listener};

/// How long Discord may take to say HELLO.
const HELLO: Duration = Duration::from_secs(10);

/// How long it may take from our IDENTIFY or RESUME to READY or RESUMED.
const READY: Duration = Duration::from_secs(30);

/// How long a send may take.
const SEND: Duration = Duration::from_secs(5);

/// How long keeping the count of new sessions may take.
const KEEP: Duration = Duration::from_secs(2);

/// How long our goodbye may take.
const CLOSE: Duration = Duration::from_millis(300);

/// We go with this code: 1000 and 1001 would end the session
/// (<https://docs.discord.com/developers/events/gateway#initiating-a-disconnect>).
const GOODBYE: u16 = 4900;

/// How a connection, or the try to make one, came to its end.
#[derive(Debug)]
pub(super) enum End {
    /// It is time to stop.
    Stopped,
    /// For good.
    Over(Ended),
    /// Discord wants us to connect anew.
    Asked,
    /// Discord does not know the session, or not now.
    Invalid { resumable: bool },
    /// Closed with a code that ends the session.
    Expired(u16),
    /// Closed, broken or silent.
    Lost(String),
    /// Nobody there.
    Unreachable(String),
    /// Who listens has no room for more.
    Full,
    /// Discord does not tell its address.
    NoAddress { cause: String, wait: Duration },
    /// Too few new sessions are left, by Discord's count.
    Spent(Duration),
}

/// What a connection was.
#[derive(Debug)]
pub(super) struct Life {
    pub(super) end: End,
    /// Discord said HELLO.
    pub(super) greeted: bool,
    /// It was to take up a session.
    pub(super) resuming: bool,
    /// An event came, whether there was room for it or not.
    pub(super) heard: bool,
    /// Since when the session was there.
    pub(super) ready: Option<Instant>,
}

impl Life {
    /// Of what did not become a connection.
    pub(super) fn none(end: End) -> Self {
        Self {
            end,
            greeted: false,
            resuming: false,
            heard: false,
            ready: None,
        }
    }
}

/// When the next heartbeat is due (<https://docs.discord.com/developers/events/gateway#sending-heartbeats>).
struct Beat {
    at: Instant,
    interval: Duration,
    /// Of the last one, or none was sent yet.
    acknowledged: bool,
}

/// An open connection.
pub(super) struct Connection<'a, W, L> {
    wire: W,
    listener: &'a L,
    identity: &'a Identity,
    position: &'a mut Position,
    chance: &'a mut StdRng,
    /// The number of this connection in this process.
    number: u64,
    /// There is one once Discord has greeted.
    beat: Option<Beat>,
    /// Until when the next step has to come, until the session is there.
    deadline: Option<Instant>,
    resuming: bool,
    heard: bool,
    ready: Option<Instant>,
}

/// What comes first.
enum Turn {
    TooLate,
    Beat,
    Frame(io::Result<Frame>),
}

impl<'a, W: Wire, L: Listener> Connection<'a, W, L> {
    pub(super) fn new(
        wire: W,
        listener: &'a L,
        identity: &'a Identity,
        position: &'a mut Position,
        chance: &'a mut StdRng,
        number: u64,
    ) -> Self {
        Self {
            wire,
            listener,
            identity,
            resuming: position.session.is_some(),
            position,
            chance,
            number,
            beat: None,
            deadline: Some(Instant::now() + HELLO),
            heard: false,
            ready: None,
        }
    }

    /// Talks until it ends, or has to stop. Says goodbye in a way that keeps the session.
    pub(super) async fn run(mut self, stop: &CancellationToken) -> Life {
        let end = tokio::select! {
            biased;
            () = stop.cancelled() => End::Stopped,
            end = self.talk() => end,
        };
        let goodbye = self.wire.send(Frame::Close(Some(GOODBYE)));
        // The other side may be gone already.
        let _said = timeout(CLOSE, goodbye).await;
        Life {
            end,
            greeted: self.beat.is_some(),
            resuming: self.resuming,
            heard: self.heard,
            ready: self.ready,
        }
    }

    async fn talk(&mut self) -> End {
        loop {
            // Times first: no flood of frames may keep a heartbeat or a limit waiting.
            let turn = tokio::select! {
                biased;
                () = at(self.deadline) => Turn::TooLate,
                () = at(self.beat.as_ref().map(|beat| beat.at)) => Turn::Beat,
                frame = self.wire.receive() => Turn::Frame(frame),
            };
            let went = match turn {
                Turn::TooLate => Err(self.too_late()),
                Turn::Beat => self.beat().await,
                Turn::Frame(Ok(Frame::Text(text))) => self.hear(&text).await,
                Turn::Frame(Ok(Frame::Close(code))) => Err(closed(code)),
                Turn::Frame(Err(error)) => Err(End::Lost(error.to_string())),
            };
            if let Err(end) = went {
                return end;
            }
        }
    }

    fn too_late(&self) -> End {
        match (&self.beat, self.resuming) {
            (None, _) => End::Unreachable("no greeting".to_owned()),
            (Some(_), true) => End::Lost("the session is not taken up".to_owned()),
            (Some(_), false) => End::Lost("no session begins".to_owned()),
        }
    }

    async fn hear(&mut self, text: &str) -> Result<(), End> {
        match Said::read(text) {
            Said::Dispatch { name, seq, data } => self.dispatch(name, seq, data),
            Said::Heartbeat => self.say(payload::heartbeat(self.position.seq())).await,
            Said::Reconnect => Err(End::Asked),
            Said::InvalidSession { resumable } => Err(End::Invalid { resumable }),
            Said::Hello { interval } if self.beat.is_none() => {
                self.beat = Some(Beat {
                    at: Instant::now() + interval.mul_f64(self.chance.random_range(0.0..1.0)),
                    interval,
                    acknowledged: true,
                });
                self.begin().await
            }
            Said::Acknowledged => {
                if let Some(beat) = &mut self.beat {
                    beat.acknowledged = true;
                }
                Ok(())
            }
            Said::Hello { .. } => Ok(()),
            Said::Unknown(op) => {
                tracing::debug!(op, "left alone, what Discord said");
                Ok(())
            }
        }
    }

    /// Takes up the session that there is, or begins one.
    async fn begin(&mut self) -> Result<(), End> {
        let token = &self.identity.token;
        let said = match &self.position.session {
            Some(session) => payload::resume(token, &session.id, session.seq),
            None => {
                // Kept before it is said: a crash in between counts one too many, and not one too few.
                self.position.begin();
                let kept = self.position.text();
                if timeout(KEEP, self.listener.keep(&kept)).await.is_err() {
                    tracing::warn!("that a session at Discord is begun could not be kept in time");
                }
                payload::identify(token, self.identity.intents.bits())
            }
        };
        self.say(said).await?;
        self.deadline = Some(Instant::now() + READY);
        Ok(())
    }

    async fn beat(&mut self) -> Result<(), End> {
        let Some(beat) = &mut self.beat else {
            return Ok(());
        };
        if !beat.acknowledged {
            return Err(End::Lost("a heartbeat was not acknowledged".to_owned()));
        }
        beat.acknowledged = false;
        beat.at = Instant::now() + beat.interval;
        self.say(payload::heartbeat(self.position.seq())).await
    }

    async fn say(&mut self, text: String) -> Result<(), End> {
        match timeout(SEND, self.wire.send(Frame::Text(text))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(End::Lost(error.to_string())),
            Err(_) => Err(End::Lost("a send took too long".to_owned())),
        }
    }

    /// Hands an event on. One that is not accepted counts as not heard: the session is taken up before it, and it comes
    /// again.
    fn dispatch(&mut self, name: String, seq: Option<u64>, data: Value) -> Result<(), End> {
        self.heard = true;
        let (is_ready, is_resumed) = (name == "READY", name == "RESUMED");
        let before = self.position.seq();
        if is_ready {
            self.position.session = session_of(&data, seq);
        } else {
            self.set_seq(seq);
        }
        let accepted = self.listener.hear(Heard {
            name,
            data,
            position: self.position.text(),
        });
        if !accepted {
            if is_ready {
                // It would not come again in this session.
                self.position.session = None;
            }
            self.set_seq(before);
            return Err(End::Full);
        }
        if is_ready || is_resumed {
            self.deadline = None;
            self.ready = Some(Instant::now());
            let (identifies, reconnects) = (self.position.begun(), self.number.saturating_sub(1));
            tracing::info!(
                resumed = is_resumed,
                identifies,
                reconnects,
                "Discord is heard"
            );
        }
        Ok(())
    }

    fn set_seq(&mut self, seq: Option<u64>) {
        if let (Some(session), Some(seq)) = (&mut self.position.session, seq) {
            session.seq = seq;
        }
    }
}

/// The session that READY is about (<https://docs.discord.com/developers/events/gateway-events#ready>).
fn session_of(ready: &Value, seq: Option<u64>) -> Option<Session> {
    Some(Session {
        id: ready["session_id"].as_str()?.to_owned(),
        resume_url: ready["resume_gateway_url"].as_str().map(str::to_owned),
        seq: seq?,
    })
}

/// What a code says
/// (<https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes>).
fn closed(code: Option<u16>) -> End {
    match code {
        Some(4004) => End::Over(Ended::UnknownToken),
        Some(code @ 4010..=4013) => End::Over(Ended::Refused(code)),
        Some(4014) => End::Over(Ended::IntentsNotAllowed),
        Some(code @ (4003 | 4007 | 4009)) => End::Expired(code),
        Some(code) => End::Lost(format!("closed with {code}")),
        None => End::Lost("closed".to_owned()),
    }
}

/// Waits until then, or for ever.
async fn at(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => std::future::pending().await,
    }
}
