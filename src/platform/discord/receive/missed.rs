//! What was written in a chat while nobody heard it (<https://docs.discord.com/developers/resources/message#get-channel-messages>).

use serde_json::Value;
use std::future::Future;
use std::time::Duration;
use tokio::time::{Instant, sleep};

use crate::platform::discord::rest::{CallError, Route};

/// Messages in one answer.
const PAGE: usize = 100;

/// Answers of one chat at most.
const PAGES: usize = 100;

/// The direct chat of one person and the bot
/// (<https://docs.discord.com/developers/resources/channel#channel-object-channel-types>).
const DIRECT: u64 = 1;

/// The first and the longest wait between tries; each is twice the one before.
const WAITS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// How long chats that cannot be read for now are tried. What is new in them waits as long; it is longer than requests are
/// held back after too many refusals.
pub const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// Reads what was written in a chat after this id, by asking with `get`, and keeps what `take` makes of each message, the
/// oldest first, which is as the gateway would have brought it. A failure that passes is waited out, until then at the
/// latest.
///
/// # Errors
/// As [`CallError`] says; of a chat that does not exist, or is closed to the bot, `Refused`.
pub async fn read<T, F, Fut>(
    get: F,
    chat: u64,
    after: u64,
    until: Instant,
    take: impl Fn(&Value) -> Option<T>,
) -> Result<Vec<T>, CallError>
where
    F: Fn(Route) -> Fut,
    Fut: Future<Output = Result<Value, CallError>>,
{
    let chat = chat.to_string();
    let channel = patiently(&get, Route::channel(&chat), until).await?;
    let server = channel.get("guild_id").filter(|id| !id.is_null());
    let kind = channel.get("type").and_then(Value::as_u64);
    let mut missed = Vec::new();
    if kind != Some(DIRECT) && server.is_none() {
        // Not a place where the bot talks.
        return Ok(missed);
    }
    let last = channel.get("last_message_id").map_or(0, number);
    let mut after = after;
    for _ in 0..PAGES {
        if last <= after {
            return Ok(missed);
        }
        let next = Route::messages_after(&chat, &after.to_string());
        let Value::Array(mut page) = patiently(&get, next, until).await? else {
            return Ok(missed);
        };
        page.sort_by_key(id);
        for message in &mut page {
            // Asked for like this, a message does not say where it stands.
            if let (Some(server), Some(fields)) = (server, message.as_object_mut()) {
                fields.insert("guild_id".to_owned(), server.clone());
            }
        }
        missed.extend(page.iter().filter_map(&take));
        if page.len() < PAGE {
            return Ok(missed);
        }
        after = page.last().map_or(after, id).max(after);
    }
    tracing::warn!("more was written in a chat than is made up for");
    Ok(missed)
}

async fn patiently<F, Fut>(get: &F, route: Route, until: Instant) -> Result<Value, CallError>
where
    F: Fn(Route) -> Fut,
    Fut: Future<Output = Result<Value, CallError>>,
{
    let mut wait = WAITS.0;
    loop {
        let error = match get(route.clone()).await {
            Err(error) if passes(&error) => error,
            settled => return settled,
        };
        let told = match error {
            CallError::Limited { wait, .. } => wait,
            _ => Duration::ZERO,
        };
        let pause = wait.max(told);
        if Instant::now() + pause > until {
            return Err(error);
        }
        sleep(pause).await;
        wait = (wait * 2).min(WAITS.1);
    }
}

/// Whether it may go better later.
fn passes(error: &CallError) -> bool {
    match error {
        CallError::Refused { status, .. } => *status >= 500,
        CallError::Limited { .. }
        | CallError::NotSent(_)
        | CallError::Uncertain(_)
        | CallError::HeldBack(_) => true,
    }
}

fn id(message: &Value) -> u64 {
    message.get("id").map_or(0, number)
}

fn number(id: &Value) -> u64 {
    id.as_str()
        .and_then(|id| id.parse().ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::sync::Mutex;

    /// A chat 8 with messages of these ids, which answers as Discord does.
    async fn read_from(channel: Value, ids: &[u64], after: u64) -> (Vec<Value>, Vec<String>) {
        let asked = Mutex::new(Vec::new());
        let get = |route: Route| {
            let path = route.path.clone();
            asked.lock().unwrap().push(path.clone());
            let answer = match path.split_once("?after=") {
                None => channel.clone(),
                Some((_, query)) => {
                    let after: u64 = query.split('&').next().unwrap().parse().unwrap();
                    let next = ids.iter().filter(|id| **id > after).take(100);
                    let mut page: Vec<Value> =
                        next.map(|id| json!({"id": id.to_string()})).collect();
                    page.reverse();
                    Value::Array(page)
                }
            };
            async move { Ok(answer) }
        };
        let take = |message: &Value| (id(message) != 77).then(|| message.clone());
        let missed = read(get, 8, after, Instant::now(), take).await.unwrap();
        (missed, asked.into_inner().unwrap())
    }

    fn ids(missed: &[Value]) -> Vec<u64> {
        missed.iter().map(id).collect()
    }

    #[tokio::test]
    async fn what_was_written_comes_page_by_page_the_oldest_first() {
        let all: Vec<u64> = (1..=250).collect();
        let channel = json!({"id": "8", "type": 0, "guild_id": "6", "last_message_id": "250"});
        let (missed, asked) = read_from(channel, &all, 20).await;
        let taken: Vec<u64> = (21..=250).filter(|id| *id != 77).collect();
        assert_eq!(ids(&missed), taken);
        assert_eq!(missed[0], json!({"id": "21", "guild_id": "6"}));
        let pages = ["after=20", "after=120", "after=220"];
        assert_eq!(asked[0], "/channels/8");
        for (path, page) in asked[1..].iter().zip(pages) {
            assert_eq!(*path, format!("/channels/8/messages?{page}&limit=100"));
        }
        assert_eq!(asked.len(), 4);
    }

    #[tokio::test]
    async fn a_direct_chat_has_no_server_and_a_quiet_one_is_not_read() {
        let direct = json!({"id": "8", "type": 1, "last_message_id": "5"});
        let (missed, asked) = read_from(direct.clone(), &[3, 5], 2).await;
        assert_eq!(missed, [json!({"id": "3"}), json!({"id": "5"})]);
        assert_eq!(asked.len(), 2);
        let (missed, asked) = read_from(direct, &[3, 5], 5).await;
        assert!(missed.is_empty() && asked.len() == 1);
        for elsewhere in [
            json!({"type": 3, "last_message_id": "9"}),
            json!([]),
            Value::Null,
        ] {
            let (missed, asked) = read_from(elsewhere, &[9], 1).await;
            assert!(missed.is_empty() && asked.len() == 1);
        }
    }

    /// What comes of a chat that answers like this for so long and is there then, and how often it was asked.
    async fn read_after(error: &CallError, trouble: Duration) -> (Result<(), CallError>, usize) {
        let begun = Instant::now();
        let count = Mutex::new(0);
        let get = |_| {
            *count.lock().unwrap() += 1;
            let answer = match begun.elapsed() < trouble {
                true => Err(error.clone()),
                false => Ok(json!({"type": 1})),
            };
            async move { answer }
        };
        let take = |_: &Value| Some(());
        let read = read(get, 8, 1, begun + PATIENCE, take).await;
        let count = *count.lock().unwrap();
        (read.map(|_| ()), count)
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_that_passes_is_waited_out() {
        let refused = |status, code| CallError::Refused {
            status,
            code,
            message: String::new(),
        };
        let limited = |seconds| CallError::Limited {
            wait: Duration::from_secs(seconds),
            global: false,
        };
        for error in [
            CallError::NotSent("x".into()),
            CallError::Uncertain("x".into()),
            CallError::HeldBack("x".into()),
            refused(503, 0),
            limited(9),
            limited(300),
        ] {
            let (read, asked) = read_after(&error, PATIENCE * 2 / 3).await;
            assert!(read.is_ok() && asked > 2, "{error}: {read:?}");
            let begun = Instant::now();
            let (read, asked) = read_after(&error, PATIENCE * 2).await;
            assert_eq!(read, Err(error.clone()));
            assert!(asked < 25 && begun.elapsed() <= PATIENCE, "{error}");
        }
        for error in [refused(404, 10003), refused(403, 50001)] {
            assert_eq!(read_after(&error, PATIENCE).await, (Err(error), 1));
        }
    }
}
