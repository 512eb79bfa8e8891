//! What Telegram refuses: what becomes of the message and of its chat, and that others go on.

use chrono::Duration;
use lacznik::domain::message::{Lane, Outgoing};
use lacznik::store::officer_notes::{self, NoteKind};
use serde_json::json;

use crate::on_telegram::{ASKER, GROUP, Whole, chat, topic};
use crate::telegram_api::{Act, Refusal, Standing, Which};

pub fn hello() -> Vec<Outgoing> {
    vec![Outgoing::plain("Ogłoszenie")]
}

impl Whole {
    pub async fn puts(&self, cause: &str, to: i64) {
        self.put(cause, Lane::Reminders, &chat(to), hello()).await;
    }

    /// What is known of the chats that cannot be written to.
    async fn closed(&self) -> Vec<String> {
        self.bot
            .texts("SELECT chat || ' ' || state FROM chats WHERE state <> 'open' ORDER BY chat")
            .await
    }

    async fn notes(&self, kind: NoteKind) -> Vec<String> {
        let mut db = self.bot.store.read().await.unwrap();
        let notes = officer_notes::list(&mut db, kind, 10).await.unwrap();
        notes.into_iter().map(|note| note.subject).collect()
    }
}

#[tokio::test]
async fn every_refusal_has_its_fate() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    let table = [
        (
            403,
            "Forbidden: bot was blocked by the user",
            "undeliverable",
            "gone",
        ),
        (
            403,
            "Forbidden: user is deactivated",
            "undeliverable",
            "gone",
        ),
        (
            403,
            "Forbidden: bot can't initiate conversation with a user",
            "undeliverable",
            "gone",
        ),
        (
            403,
            "Forbidden: bot can't send messages to bots",
            "undeliverable",
            "gone",
        ),
        (
            403,
            "Forbidden: bot was kicked from the supergroup chat",
            "undeliverable",
            "gone",
        ),
        (
            403,
            "Forbidden: bot is not a member of the channel chat",
            "undeliverable",
            "gone",
        ),
        (
            403,
            "Forbidden: the group chat was deleted",
            "undeliverable",
            "gone",
        ),
        (403, "Forbidden: something of 2031", "undeliverable", "gone"),
        (400, "Bad Request: chat not found", "undeliverable", "gone"),
        (
            400,
            "Bad Request: private chat not found",
            "undeliverable",
            "gone",
        ),
        (400, "Bad Request: PEER_ID_INVALID", "undeliverable", "gone"),
        (
            400,
            "Bad Request: group is deactivated",
            "undeliverable",
            "gone",
        ),
        (
            400,
            "Bad Request: not enough rights to send text messages to the chat",
            "pending",
            "no_rights",
        ),
        (
            400,
            "Bad Request: have no rights to send a message",
            "pending",
            "no_rights",
        ),
        (
            400,
            "Bad Request: need administrator rights in the channel chat",
            "pending",
            "no_rights",
        ),
        (
            400,
            "Bad Request: CHAT_WRITE_FORBIDDEN",
            "pending",
            "no_rights",
        ),
        (
            403,
            "Forbidden: CHAT_WRITE_FORBIDDEN",
            "pending",
            "no_rights",
        ),
        (
            400,
            "Bad Request: CHAT_ADMIN_REQUIRED",
            "pending",
            "no_rights",
        ),
        (400, "Bad Request: TOPIC_CLOSED", "pending", "no_rights"),
        (400, "Bad Request: TOPIC_DELETED", "pending", "no_rights"),
        (
            400,
            "Bad Request: message thread not found",
            "pending",
            "no_rights",
        ),
        (400, "Bad Request: message is too long", "dead", ""),
        (400, "Bad Request: BUTTON_DATA_INVALID", "dead", ""),
        (400, "Bad Request: message text is empty", "dead", ""),
        (400, "Bad Request: something of 2031", "dead", ""),
        (413, "Request Entity Too Large", "dead", ""),
        (429, "Too Many Requests: retry after 5", "pending", ""),
        (
            429,
            "Too Many Requests: bot was blocked by the user",
            "pending",
            "",
        ),
        (
            409,
            "Conflict: terminated by other getUpdates request",
            "pending",
            "",
        ),
        (500, "Internal Server Error", "pending", ""),
        (502, "Bad Gateway", "pending", ""),
    ];
    for (person, (code, description, _, _)) in (1_i64..).zip(table) {
        let refusal = Refusal::new(code, description);
        telegram
            .api
            .plan(Which::Sends, Some(person), Act::Refuse(refusal), 1);
        whole
            .put(
                description_of(person).as_str(),
                Lane::Interactive,
                &chat(person),
                hello(),
            )
            .await;
    }
    telegram.settle().await;
    let fates = whole.fates().await;
    let closed = whole.closed().await;
    for ((person, (code, description, fate, state)), found) in (1_i64..).zip(table).zip(fates) {
        assert_eq!(found, fate, "{code} {description}");
        let known = closed
            .iter()
            .find_map(|line| line.strip_prefix(&format!("{person} ")));
        assert_eq!(known.unwrap_or_default(), state, "{code} {description}");
    }
    // What waits arrives, and no chat stays closed for that.
    whole.later(Duration::minutes(1)).await;
    let fates = whole.fates().await;
    for ((_, description, fate, _), found) in table.iter().zip(fates) {
        let expected = if *fate == "pending" { "sent" } else { fate };
        assert_eq!(found, expected, "{description}");
    }
    assert!(
        whole
            .closed()
            .await
            .iter()
            .all(|line| line.ends_with(" gone"))
    );
}

fn description_of(person: i64) -> String {
    format!("table:{person}")
}

#[tokio::test]
async fn who_blocks_gets_nothing_until_they_are_back() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.says("/start").await;
    // The bot learns of it by a refusal.
    telegram.api.person(ASKER, |person| person.blocked = true);
    whole.puts("one", ASKER).await;
    whole.puts("two", ASKER).await;
    telegram.settle().await;
    let asked = telegram.api.count_of("sendMessage");
    whole.puts("three", ASKER).await;
    telegram.settle().await;
    assert_eq!(telegram.api.count_of("sendMessage"), asked);
    assert_eq!(whole.fates().await[1..], ["undeliverable"; 3]);
    // They unblock it, and nothing old comes.
    telegram.api.unblocks(ASKER);
    assert!(telegram.replies().await.is_empty());
    whole.puts("four", ASKER).await;
    assert_eq!(telegram.replies().await.len(), 1);
    // The bot learns of it by the update: nothing is even tried.
    let asked = telegram.api.count_of("sendMessage");
    whole.puts("five", ASKER).await;
    telegram.api.blocks(ASKER);
    telegram.handled().await;
    whole.puts("six", ASKER).await;
    telegram.settle().await;
    assert_eq!(telegram.api.count_of("sendMessage"), asked);
    // They write, and that is enough.
    telegram.api.person(ASKER, |person| person.blocked = false);
    assert_eq!(telegram.says("/pomoc").await.len(), 1);
    whole.puts("seven", ASKER).await;
    assert_eq!(telegram.replies().await.len(), 1);
    assert!(whole.closed().await.is_empty());
    assert!(
        whole.notes(NoteKind::ChatGone).await.is_empty(),
        "of a person nobody is told"
    );
}

#[tokio::test]
async fn of_a_lost_group_the_officer_is_told_once() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.api.joins(GROUP, "Sportowcy", ASKER);
    telegram.replies().await;
    telegram.api.kicked(GROUP);
    for cause in ["one", "two"] {
        whole.puts(cause, GROUP).await;
        telegram.settle().await;
    }
    assert_eq!(whole.notes(NoteKind::ChatGone).await, ["Sportowcy"]);
    assert_eq!(
        whole.fates().await,
        ["sent", "undeliverable", "undeliverable"]
    );
    telegram.api.joins(GROUP, "Sportowcy", ASKER);
    assert_eq!(telegram.replies().await.len(), 1, "hello again");
    whole.puts("three", GROUP).await;
    assert_eq!(telegram.replies().await.len(), 1);
}

#[tokio::test]
async fn without_rights_it_waits_until_they_are_back() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.api.joins(GROUP, "Sportowcy", ASKER);
    telegram.replies().await;
    telegram.api.no_rights(GROUP);
    whole.puts("one", GROUP).await;
    whole.puts("two", GROUP).await;
    for _ in 0..4 {
        assert!(whole.later(Duration::minutes(2)).await.is_empty());
    }
    assert_eq!(whole.notes(NoteKind::ChatNoRights).await, ["Sportowcy"]);
    assert_eq!(whole.fates().await, ["sent", "pending", "pending"]);
    telegram.api.rights_again(GROUP);
    assert_eq!(whole.later(Duration::minutes(15)).await.len(), 2);
    assert!(whole.closed().await.is_empty());
}

#[tokio::test]
async fn a_closed_topic_waits_and_the_others_go_on() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.api.forum(GROUP, "Rada");
    // The topic with the number 1 is General.
    telegram.api.says_in(GROUP, ASKER, "Dzień dobry");
    let (closed, _) = telegram.api.opens_topic(GROUP, ASKER, "Zamknięty");
    let (open, _) = telegram.api.opens_topic(GROUP, ASKER, "Otwarty");
    let (deleted, _) = telegram.api.opens_topic(GROUP, ASKER, "Usunięty");
    telegram.api.closes_topic(GROUP, closed, ASKER);
    telegram.api.deletes_topic(GROUP, deleted);
    for thread in [deleted, closed, open] {
        whole
            .put(
                &format!("topic:{thread}"),
                Lane::Reminders,
                &topic(GROUP, thread),
                hello(),
            )
            .await;
    }
    whole.puts("general", GROUP).await;
    let read = telegram.replies().await;
    let threads: Vec<Option<i64>> = read.iter().map(|message| message.thread).collect();
    assert_eq!(threads, [Some(open), None]);
    telegram.api.reopens_topic(GROUP, closed, ASKER);
    let read = whole.later(Duration::minutes(15)).await;
    assert_eq!(read[0].thread, Some(closed));
    assert_eq!(whole.fates().await, ["pending", "sent", "sent", "sent"]);
    // A topic that never comes back is put aside in the end, and only it.
    for _ in 0..20 {
        whole.later(Duration::hours(4)).await;
    }
    assert_eq!(whole.fates().await[0], "dead");
}

#[tokio::test]
async fn a_group_that_became_a_supergroup_is_followed() {
    const OLD: i64 = -500;
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.api.joins(OLD, "Rada", ASKER);
    telegram.api.says_in(OLD, ASKER, "/pomoc");
    telegram.replies().await;
    // The bot learns of it by a refusal.
    telegram.api.group(GROUP, "Rada");
    let refused = Refusal {
        parameters: Some(json!({"migrate_to_chat_id": GROUP})),
        ..Refusal::bad("group chat was upgraded to a supergroup chat")
    };
    telegram
        .api
        .plan(Which::Sends, Some(OLD), Act::Refuse(refused), 1);
    whole.puts("one", OLD).await;
    whole.puts("two", OLD).await;
    let read = telegram.replies().await;
    assert_eq!(
        read.iter().map(|message| message.chat).collect::<Vec<_>>(),
        [GROUP; 2]
    );
    for sql in [
        "SELECT DISTINCT chat FROM outbox WHERE cause IN ('one', 'two')",
        "SELECT DISTINCT chat FROM conversations",
        "SELECT DISTINCT chat FROM chats",
    ] {
        assert_eq!(whole.bot.texts(sql).await, [GROUP.to_string()], "{sql}");
    }
    // By its own message, of which there are two, and which may come again.
    const NEW: i64 = -1_002_000_000_777;
    whole
        .put("three", Lane::Reminders, &chat(-600), hello())
        .await;
    let moved = telegram.api.migrates(-600, NEW);
    telegram.handled().await;
    telegram.api.deliver_again(moved - 1);
    let read = telegram.replies().await;
    assert_eq!(
        read.iter().map(|message| message.chat).collect::<Vec<_>>(),
        [NEW]
    );
}

#[tokio::test]
async fn a_group_that_moved_is_not_taken_for_lost() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    // The old group tells the bot that it is not there any more, before or after the message about the new one.
    for (old, new, left_first) in [
        (-500, -1_002_000_000_001, true),
        (-700, -1_002_000_000_002, false),
    ] {
        telegram.api.joins(old, "Rada", ASKER);
        telegram.replies().await;
        if left_first {
            telegram.api.removed(old, ASKER);
            telegram.handled().await;
        }
        telegram.api.standing(old, Standing::Member);
        telegram.api.migrates(old, new);
        telegram.handled().await;
        if !left_first {
            telegram.api.removed(old, ASKER);
            telegram.handled().await;
        }
        // The new group says that the bot was added, which is no reason for another hello.
        telegram.api.promotes(new, ASKER);
        telegram.api.demotes(new, ASKER);
        telegram.handled().await;
        let cause = format!("after:{old}");
        whole.puts(&cause, new).await;
        let read = telegram.replies().await;
        assert_eq!(read.len(), 1, "left first: {left_first}");
        assert_eq!(read[0].chat, new);
    }
}
