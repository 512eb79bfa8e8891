mod changes;

use super::*;
use crate::clock::ManualClock;
use crate::domain::action::Action;
use crate::domain::message::Attachment;
use crate::platform::testing::{Answer, Asked, Server, answer};
use chrono::{DateTime, Utc};

const TOKEN: &str = "token-of-an-interaction";

fn now() -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn key() -> SendKey {
    SendKey::new(46_656, now())
}

/// An earlier try may have arrived, so many seconds after it was first due.
fn repeated(seconds: i64) -> SendKey {
    SendKey {
        repeated: true,
        ..SendKey::new(1, now() - chrono::Duration::seconds(seconds))
    }
}

/// A messenger, its server and what receiving would tell it.
struct Whole {
    server: Server,
    discord: Discord,
    interactions: Arc<Interactions>,
}

impl Whole {
    async fn new(answers: impl Fn(usize, &str) -> Answer + Clone + Send + Sync + 'static) -> Self {
        let server = Server::start(answers).await;
        let interactions: Arc<Interactions> = Arc::default();
        let me = Me {
            application: "77".into(),
            user: "88".into(),
            name: "Łącznik".into(),
        };
        let discord = Discord::new(
            Rest::new(&server.url, "TEST").unwrap(),
            me,
            interactions.clone(),
            Arc::new(ManualClock::at(now())),
            &config::Discord::default(),
        );
        Self {
            server,
            discord,
            interactions,
        }
    }

    async fn send(&self, to: &ChatRef, message: &Outgoing) -> Result<Receipt, SendError> {
        self.discord.send(to, message, None, key()).await
    }

    async fn send_file(
        &self,
        to: &ChatRef,
        message: &Outgoing,
        file: &StoredFile,
    ) -> Result<Receipt, SendError> {
        self.discord.send(to, message, Some(file), key()).await
    }

    /// Sends to the direct channel once more, so many seconds after it was first due.
    async fn send_again(
        &self,
        message: &Outgoing,
        file: Option<&StoredFile>,
        seconds: i64,
    ) -> Result<Receipt, SendError> {
        let key = repeated(seconds);
        self.discord.send(&direct(), message, file, key).await
    }

    /// Method and path of each request, without what all have.
    fn lines(&self) -> Vec<String> {
        let line = |one: Asked| {
            let path = one.path.replace("/api/v10", "").replace(TOKEN, "T");
            format!("{} {path}", one.method)
        };
        self.server.asked().into_iter().map(line).collect()
    }

    fn body(&self, number: usize) -> Value {
        serde_json::from_str(&self.server.asked()[number].body).unwrap()
    }

    /// An interaction of this person, acknowledged.
    fn acknowledged(&self, person: &str, id: &str) -> Handle {
        let handle = handle(id);
        self.interactions.arrived(person, &handle);
        self.interactions.acknowledged(id, true);
        handle
    }
}

fn handle(id: &str) -> Handle {
    Handle {
        id: id.into(),
        token: format!("{TOKEN}{id}"),
        until: now() + chrono::Duration::minutes(10),
        placeholder: true,
    }
}

fn sent(id: &str) -> Answer {
    answer(200, json!({"id": id, "new": {}}))
}

fn refused(status: u16, code: u64) -> Answer {
    answer(status, json!({"code": code, "message": "No"}))
}

fn direct() -> ChatRef {
    ChatRef::private(Platform::Discord, "5")
}

fn aside() -> ChatRef {
    ChatRef::aside(Platform::Discord, "9")
}

fn answering(handle: Handle) -> Outgoing {
    Outgoing {
        handle: Some(handle),
        ..Outgoing::plain("a")
    }
}

#[tokio::test]
async fn a_message_goes_with_a_nonce_and_calls_nobody() {
    let whole = Whole::new(|_, _| sent("9")).await;
    let mut message = Outgoing::plain("2 < 3 @everyone").button("Dalej", &Action::Human);
    message.reply_to = Some("70".into());
    let outcome = whole.send(&direct(), &message).await;
    assert_eq!(outcome, Ok(Receipt::of(9)));
    assert_eq!(whole.lines(), ["POST /channels/5/messages"]);
    let body = whole.body(0);
    let nonce = body["nonce"].as_str().unwrap().to_owned();
    assert!(nonce.len() <= 25 && nonce.starts_with("1000-"), "{nonce}");
    let expected = json!({
        "content": "2 \\< 3 \\@everyone",
        "embeds": [],
        "components": [{"type": 1, "components": [
            {"type": 2, "style": 2, "label": "Dalej", "custom_id": "h", "disabled": false},
        ]}],
        "allowed_mentions": {"parse": [], "users": [], "roles": []},
        "flags": 4,
        "nonce": nonce,
        "enforce_nonce": true,
        "message_reference": {"message_id": "70", "fail_if_not_exists": false},
    });
    assert_eq!(body, expected);
}

#[test]
fn nonces_are_short_and_differ_by_row_and_by_time() {
    let nonces: Vec<String> = [
        (1, 0),
        (2, 0),
        (1, 1),
        (i64::MAX, i64::from(u32::MAX) * 1_000),
    ]
    .into_iter()
    .map(|(row, millis)| {
        let since = DateTime::from_timestamp_millis(1_700_000_000_000 + millis).unwrap();
        nonce(SendKey::new(row, since))
    })
    .collect();
    assert!(nonces.iter().all(|nonce| nonce.len() <= 25), "{nonces:?}");
    let mut different = nonces.clone();
    different.dedup();
    assert_eq!(different.len(), nonces.len());
    assert_eq!(
        (base36(0), base36(35), base36(36)),
        ("0".into(), "z".into(), "10".into())
    );
}

#[tokio::test]
async fn what_an_interaction_shows_becomes_the_message() {
    for to in [direct(), aside()] {
        let whole = Whole::new(|_, _| sent("9")).await;
        let handle = whole.acknowledged("9", "1");
        let outcome = whole.send(&to, &answering(handle)).await;
        assert_eq!(outcome, Ok(Receipt::of(9)));
        assert_eq!(whole.lines(), ["PATCH /webhooks/77/T1/messages/@original"]);
        let body = whole.body(0);
        assert_eq!(
            (&body["flags"], &body["attachments"]),
            (&json!(4), &json!([]))
        );
        assert_eq!(body["allowed_mentions"]["parse"], json!([]));
        assert!(body["nonce"].is_null());
    }
}

#[tokio::test]
async fn the_acknowledgement_comes_first() {
    let whole = Whole::new(|_, _| sent("9")).await;
    let handle = handle("1");
    whole.interactions.arrived("9", &handle);
    let message = answering(handle);
    let to = aside();
    let sending = whole.send(&to, &message);
    let acknowledging = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(whole.server.asked().len(), 0);
        whole.interactions.acknowledged("1", true);
    };
    let (outcome, ()) = tokio::join!(sending, acknowledging);
    assert_eq!((outcome, whole.lines().len()), (Ok(Receipt::of(9)), 1));
}

#[tokio::test]
async fn where_an_interaction_cannot_be_answered_an_ordinary_message_goes() {
    for (status, code) in [(404, 10015), (404, 10062), (401, 50027), (404, 10008)] {
        let whole = Whole::new(move |turn, _| match turn {
            0 => refused(status, code),
            _ => sent("9"),
        })
        .await;
        let handle = whole.acknowledged("9", "1");
        let outcome = whole.send(&direct(), &answering(handle)).await;
        assert_eq!(outcome, Ok(Receipt::of(9)));
        assert_eq!(whole.lines()[1..], ["POST /channels/5/messages"]);
        assert!(whole.body(1)["nonce"].is_string());
    }
    let whole = Whole::new(|_, _| sent("9")).await;
    let late = whole.acknowledged("9", "1");
    whole.interactions.acknowledged("1", false);
    let old = Handle {
        until: now(),
        ..whole.acknowledged("9", "2")
    };
    let later_part = Handle {
        placeholder: false,
        ..whole.acknowledged("9", "3")
    };
    for handle in [late, old, later_part] {
        whole.send(&direct(), &answering(handle)).await.unwrap();
    }
    assert_eq!(whole.lines(), ["POST /channels/5/messages"; 3]);
}

#[tokio::test]
async fn what_was_perhaps_shown_in_the_place_of_a_dead_interaction_is_looked_for() {
    let ours = json!([{"id": "70", "author": {"id": "88"}, "content": "a"}]);
    let whole = Whole::new(move |turn, _| match turn {
        0 => refused(401, 50027),
        _ => answer(200, ours.clone()),
    })
    .await;
    let message = answering(whole.acknowledged("9", "1"));
    let outcome = whole.send_again(&message, None, 1).await;
    assert_eq!(outcome, Ok(Receipt::of(70)));
    // That place is older than the message.
    assert_eq!(whole.lines()[1..], ["GET /channels/5/messages"]);
    assert_eq!(whole.server.asked()[1].query, "after=1&limit=100");
}

#[tokio::test]
async fn beside_a_channel_later_parts_follow_by_their_own_interaction() {
    let whole = Whole::new(|_, _| sent("9")).await;
    let handle = Handle {
        placeholder: false,
        ..whole.acknowledged("9", "1")
    };
    whole.acknowledged("9", "2");
    whole.send(&aside(), &answering(handle)).await.unwrap();
    assert_eq!(whole.lines(), ["POST /webhooks/77/T1"]);
    assert_eq!(whole.body(0)["flags"], 64 | 4);
}

#[tokio::test]
async fn what_has_no_interaction_waits_until_the_newest_one_has_its_own_answer() {
    const LOOK: &str = "GET /webhooks/77/T1/messages/@original";
    let shown = |flags: u64| answer(200, json!({"id": "9", "flags": flags}));
    let whole = Whole::new(move |turn, _| shown(if turn == 0 { 64 | 128 } else { 64 })).await;
    whole.acknowledged("9", "1");
    let late = Outgoing::plain("a");
    let waits = whole.send(&aside(), &late).await;
    let is_left = matches!(
        waits,
        Err(SendError::Retry {
            not_before: None,
            ..
        })
    );
    assert!(is_left, "{waits:?}");
    assert_eq!(whole.lines(), [LOOK], "its place is left to its own answer");
    whole.send(&aside(), &late).await.unwrap();
    assert_eq!(whole.lines()[1..], [LOOK, "POST /webhooks/77/T1"]);
    // Nobody knows what is there: nothing was sent.
    let whole = Whole::new(|_, _| answer(502, Value::Null).saying("Bad Gateway")).await;
    whole.acknowledged("9", "1");
    let outcome = whole.send(&aside(), &late).await;
    assert!(
        matches!(outcome, Err(SendError::Retry { .. })),
        "{outcome:?}"
    );
    assert_eq!(whole.lines(), [LOOK]);
}

#[tokio::test]
async fn what_stands_in_line_for_an_interaction_does_not_wait_for_what_stands_behind_it() {
    let whole = Whole::new(|_, _| answer(200, json!({"id": "9", "flags": 64 | 128}))).await;
    whole.acknowledged("9", "1");
    let to = ChatRef {
        thread: Some("1".to_owned()),
        ..aside()
    };
    whole.send(&to, &Outgoing::plain("a")).await.unwrap();
    assert_eq!(whole.lines(), ["POST /webhooks/77/T1"]);
}

#[tokio::test]
async fn beside_a_channel_the_newest_other_interaction_helps_or_none_does() {
    let whole = Whole::new(|_, path| {
        let is_alive = path.contains("interaction2");
        if is_alive {
            sent("9")
        } else {
            refused(404, 10015)
        }
    })
    .await;
    whole.acknowledged("8", "7");
    whole.acknowledged("9", "2");
    whole.acknowledged("9", "3");
    let own = whole.acknowledged("9", "1");
    let outcome = whole.send(&aside(), &answering(own)).await;
    assert_eq!(outcome, Ok(Receipt::of(9)));
    let expected = [
        "PATCH /webhooks/77/T1/messages/@original",
        "GET /webhooks/77/T3/messages/@original",
        "GET /webhooks/77/T2/messages/@original",
        "POST /webhooks/77/T2",
    ];
    assert_eq!(whole.lines(), expected);
    // What is dead is not tried again.
    whole.send(&aside(), &Outgoing::plain("a")).await.unwrap();
    assert_eq!(whole.lines()[4..], expected[2..]);
    let nobody = ChatRef::aside(Platform::Discord, "1000");
    let outcome = whole.send(&nobody, &Outgoing::plain("a")).await;
    assert!(matches!(outcome, Err(SendError::Absent(_))), "{outcome:?}");
    assert_eq!(whole.lines().len(), 6);
}

#[tokio::test]
async fn a_dismissed_message_is_followed_by_a_new_one() {
    let whole = Whole::new(|turn, _| match turn {
        0 => refused(404, 10008),
        _ => sent("9"),
    })
    .await;
    // Of another run: nobody knows of it.
    whole.send(&aside(), &answering(handle("1"))).await.unwrap();
    let expected = [
        "PATCH /webhooks/77/T1/messages/@original",
        "POST /webhooks/77/T1",
    ];
    assert_eq!(whole.lines(), expected);
}

#[tokio::test]
async fn a_fault_on_the_way_of_an_interaction_is_no_reason_for_another_way() {
    let whole = Whole::new(|_, _| answer(502, Value::Null).saying("Bad Gateway")).await;
    let handle = whole.acknowledged("9", "1");
    let outcome = whole.send(&direct(), &answering(handle)).await;
    assert!(
        matches!(outcome, Err(SendError::Uncertain(_))),
        "{outcome:?}"
    );
    assert_eq!(whole.lines().len(), 1);
}

#[tokio::test]
async fn what_replaces_is_an_edit_and_otherwise_new() {
    let mut message = Outgoing::plain("a");
    message.replaces = Some("3".into());
    let whole = Whole::new(|_, _| sent("3")).await;
    let outcome = whole.send(&direct(), &message).await;
    assert_eq!(outcome, Ok(Receipt::of(3)));
    assert_eq!(whole.lines(), ["PATCH /channels/5/messages/3"]);
    assert_eq!(whole.body(0)["components"], json!([]));
    for code in [10008, 50005, 30046] {
        let whole = Whole::new(move |turn, _| match turn {
            0 => refused(400, code),
            _ => sent("4"),
        })
        .await;
        let outcome = whole.send(&direct(), &message).await;
        assert_eq!(outcome, Ok(Receipt::of(4)));
        assert_eq!(whole.lines()[1..], ["POST /channels/5/messages"]);
    }
    let whole = Whole::new(|_, _| refused(403, 50007)).await;
    let outcome = whole.send(&direct(), &message).await;
    assert!(matches!(outcome, Err(SendError::Gone(_))), "{outcome:?}");
    assert_eq!(whole.lines().len(), 1);
}

#[tokio::test]
async fn what_it_answers_may_be_gone() {
    let mut message = Outgoing::plain("a");
    message.reply_to = Some("70".into());
    let fault = json!({"_errors": [{"code": "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE"}]});
    let system =
        json!({"code": 50035, "message": "Invalid", "errors": {"message_reference": fault}});
    for gone in [json!({"code": 10008, "message": "Unknown Message"}), system] {
        let whole = Whole::new(move |turn, _| match turn {
            0 => answer(400, gone.clone()),
            _ => sent("4"),
        })
        .await;
        let outcome = whole.send(&direct(), &message).await;
        assert_eq!(outcome, Ok(Receipt::of(4)));
        assert!(whole.body(1)["message_reference"].is_null());
    }
    let whole = Whole::new(|_, _| refused(404, 10008)).await;
    let outcome = whole.send(&direct(), &message).await;
    assert!(
        matches!(outcome, Err(SendError::Rejected(_))),
        "{outcome:?}"
    );
    assert_eq!(whole.lines().len(), 2);
}

#[tokio::test]
async fn soon_after_the_nonce_protects_and_later_the_channel_is_read() {
    let whole = Whole::new(|_, _| sent("9")).await;
    let message = Outgoing::plain("a");
    assert_eq!(
        whole.send_again(&message, None, 100).await,
        Ok(Receipt::of(9))
    );
    assert_eq!(whole.lines(), ["POST /channels/5/messages"]);

    let of = |id: &str, author: &str, content: &str| json!({"id": id, "author": {"id": author}, "content": content, "embeds": [], "attachments": []});
    let others = [of("101", "1", "a"), of("102", "88", "b")];
    let page = json!([others[0], others[1], of("103", "88", "a")]);
    let whole = Whole::new(move |_, _| answer(200, page.clone())).await;
    assert_eq!(
        whole.send_again(&message, None, 200).await,
        Ok(Receipt::of(103))
    );
    let asked = whole.server.asked();
    assert_eq!((asked.len(), asked[0].method.as_str()), (1, "GET"));
    let after = snowflake(now() - chrono::Duration::seconds(200) - CLOCKS);
    assert_eq!(asked[0].query, format!("after={after}&limit=100"));

    let page = json!(others);
    let whole = Whole::new(move |turn, _| match turn {
        0 => answer(200, page.clone()),
        _ => sent("9"),
    })
    .await;
    assert_eq!(
        whole.send_again(&message, None, 200).await,
        Ok(Receipt::of(9))
    );
    assert_eq!(whole.lines().len(), 2);
}

#[tokio::test]
async fn the_same_words_for_another_person_are_another_message() {
    let mut message = Outgoing::plain("a");
    message.reply_to = Some("70".into());
    for (answered, is_it) in [(Some("70"), true), (Some("71"), false), (None, true)] {
        let mut ours = json!({"id": "103", "author": {"id": "88"}, "content": "a"});
        if let Some(id) = answered {
            ours["message_reference"] = json!({"message_id": id, "channel_id": "5"});
        }
        let page = json!([ours]);
        let whole = Whole::new(move |turn, _| match turn {
            0 => answer(200, page.clone()),
            _ => sent("9"),
        })
        .await;
        let outcome = whole.send_again(&message, None, 200).await;
        let expected = if is_it { 103 } else { 9 };
        assert_eq!(outcome, Ok(Receipt::of(expected)), "{answered:?}");
    }
}

#[tokio::test]
async fn what_something_on_the_way_does_not_know_is_tried_again() {
    let whole = Whole::new(|_, _| answer(404, Value::Null).saying("<html>Not Found</html>")).await;
    let of_theirs = answering(whole.acknowledged("9", "1"));
    for (to, message) in [(direct(), Outgoing::plain("a")), (aside(), of_theirs)] {
        let outcome = whole.send(&to, &message).await;
        let is_left = matches!(outcome, Err(SendError::Retry { .. }));
        assert!(is_left, "{outcome:?}");
    }
    let expected = [
        "POST /channels/5/messages",
        "PATCH /webhooks/77/T1/messages/@original",
    ];
    assert_eq!(whole.lines(), expected);
}

#[tokio::test]
async fn a_full_page_is_turned_and_a_channel_that_cannot_be_read_is_written_to() {
    let page = |first: u64| -> Value {
        let one = |id: u64| json!({"id": id.to_string(), "author": {"id": "1"}, "content": "x"});
        (first..first + 100).map(one).collect()
    };
    let whole = Whole::new(move |turn, _| match turn {
        0 => answer(200, page(1_000)),
        1 => answer(200, json!([])),
        _ => sent("9"),
    })
    .await;
    let message = Outgoing::plain("a");
    let outcome = whole.send_again(&message, None, 200).await;
    assert_eq!(outcome, Ok(Receipt::of(9)));
    let asked = whole.server.asked();
    assert_eq!(asked[1].query, "after=1099&limit=100");
    assert_eq!(asked.len(), 3);

    let whole = Whole::new(|turn, _| match turn {
        0 => refused(403, 50001),
        _ => sent("9"),
    })
    .await;
    let outcome = whole.send_again(&message, None, 200).await;
    assert_eq!(outcome, Ok(Receipt::of(9)));

    let whole = Whole::new(|_, _| answer(500, json!({}))).await;
    let outcome = whole.send_again(&message, None, 200).await;
    assert!(
        matches!(outcome, Err(SendError::Retry { .. })),
        "{outcome:?}"
    );
    assert_eq!(whole.lines().len(), 1);
}

#[tokio::test]
async fn a_known_nonce_whose_message_was_deleted_counts_as_sent() {
    let whole = Whole::new(|_, _| refused(404, 10008)).await;
    let message = Outgoing::plain("a");
    let outcome = whole.send_again(&message, None, 60).await;
    assert_eq!(outcome, Ok(Receipt::of("")));
}

#[tokio::test]
async fn files_are_uploaded_each_time_and_not_when_they_are_too_large() {
    let whole = Whole::new(|_, _| sent("9")).await;
    let mut message = Outgoing::plain("Regulamin");
    message.replaces = Some("3".into());
    message.file = Some(Attachment {
        id: "f".into(),
        picture: true,
    });
    let mut file = StoredFile {
        name: "Regulamin ż.pdf".into(),
        bytes: b"%PDF".to_vec(),
        remote: None,
    };
    let outcome = whole.send_file(&direct(), &message, &file).await;
    assert_eq!(outcome, Ok(Receipt::of(9)));
    assert_eq!(whole.lines(), ["POST /channels/5/messages"]);
    let form = &whole.server.asked()[0].body;
    assert!(form.contains("name=\"files[0]\"") && form.contains("%PDF"));
    assert!(
        form.contains(r#""attachments":[{"filename":"Regulamin ż.pdf","id":0}]"#),
        "{form}"
    );

    message.handle = Some(whole.acknowledged("9", "1"));
    let outcome = whole.send_file(&aside(), &message, &file).await;
    assert_eq!(outcome, Ok(Receipt::of(9)));
    assert_eq!(
        whole.lines()[1..],
        ["PATCH /webhooks/77/T1/messages/@original"]
    );

    file.bytes = vec![0; FILE + 1];
    let outcome = whole.send_file(&direct(), &message, &file).await;
    assert!(
        matches!(outcome, Err(SendError::Rejected(_))),
        "{outcome:?}"
    );
    assert_eq!(whole.lines().len(), 2);
}

#[tokio::test]
async fn a_file_is_found_again_by_its_size() {
    let found = json!([{"id": "103", "author": {"id": "88"}, "content": "a", "attachments": [{"size": 4}]}]);
    let whole = Whole::new(move |_, _| answer(200, found.clone())).await;
    let file = StoredFile {
        name: "a.pdf".into(),
        bytes: b"%PDF".to_vec(),
        remote: None,
    };
    let message = Outgoing::plain("a");
    let outcome = whole.send_again(&message, Some(&file), 200).await;
    assert_eq!(outcome, Ok(Receipt::of(103)));
}

#[tokio::test]
async fn what_cannot_be_sent_is_not_tried() {
    let whole = Whole::new(|_, _| sent("1")).await;
    let nowhere = ChatRef::private(Platform::Discord, "../users");
    for (to, message) in [
        (direct(), Outgoing::plain(" \n")),
        (nowhere, Outgoing::plain("a")),
        (ChatRef::aside(Platform::Discord, "x"), Outgoing::plain("a")),
    ] {
        let outcome = whole.send(&to, &message).await;
        assert!(
            matches!(outcome, Err(SendError::Rejected(_))),
            "{outcome:?}"
        );
    }
    assert_eq!(whole.lines().len(), 0);
}

#[tokio::test]
async fn floods_are_told_before_a_message_is_claimed() {
    let whole = Whole::new(|_, _| answer(429, json!({"retry_after": 17.5, "global": false}))).await;
    let message = Outgoing::plain("a");
    let outcome = whole.send(&direct(), &message).await;
    let again = matches!(
        outcome,
        Err(SendError::Retry {
            not_before: None,
            ..
        })
    );
    assert!(again, "{outcome:?}");
    assert!(whole.discord.wait(&direct()) > Duration::from_secs(17));
    let other = ChatRef::private(Platform::Discord, "6");
    assert_eq!(whole.discord.wait(&other), Duration::ZERO);
    assert_eq!(whole.discord.wait(&aside()), Duration::ZERO);
}

#[tokio::test]
async fn places_and_rates_are_told() {
    let whole = Whole::new(|_, _| sent("88")).await;
    assert_eq!(whole.discord.place(&aside()), Place::Aside);
    assert_eq!(whole.discord.place(&direct()), Place::Private);
    let rates = whole.discord.rates();
    assert_eq!((rates.private, rates.group), (None, None));
    assert_eq!(rates.all, Some(Rate::per_second(45)));
    assert_eq!(rates.bulk, Some(Rate::per_second(10)));
    assert!(whole.discord.is_there().await);
    assert_eq!(whole.lines(), ["GET /users/@me"]);
    let away = Whole::new(|_, _| answer(503, json!({}))).await;
    assert!(!away.discord.is_there().await);
}
