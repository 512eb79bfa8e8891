//! What stands on Telegram already: changed, taken back. And what people have sent there: brought.

use lacznik::config;
use lacznik::domain::action::Action;
use lacznik::domain::message::{
    Attachment, Block, ChatRef, Content, Outgoing, SentFile, StoredFile, Unreadable,
};
use lacznik::platform::telegram::decode::{Decoded, decode};
use lacznik::platform::telegram::{Telegram, api::Api, who_am_i};
use lacznik::platform::{Messenger, SendError, SendKey};
use serde_json::json;
use std::time::Duration;

use crate::harness::{MONDAY_NOON, at};
use crate::on_telegram::{ASKER, GROUP, Whole, chat};
use crate::telegram_api::{Act, Refusal, Standing, TelegramApi, Which};

const CHANNEL: i64 = -1_002_000_000_777;

const HOUR: i64 = 60 * 60;

/// Bytes that an officer's picture may have.
const MOST: u64 = 8 * 1024 * 1024;

/// A server, and what sends to it.
struct Server {
    api: TelegramApi,
    calls: Api,
    telegram: Telegram,
}

impl Server {
    async fn new() -> Self {
        let api = TelegramApi::start().await;
        let calls = Api::new(api.url(), api.token()).unwrap();
        let telegram = Telegram::new(
            calls.clone(),
            "LacznikTestBot",
            &config::Telegram::default(),
        );
        Self {
            api,
            calls,
            telegram,
        }
    }

    /// Sends a message; its id.
    async fn sends(&self, to: &ChatRef, message: &Outgoing) -> String {
        let file = message.file.as_ref().map(|file| StoredFile {
            name: format!("{}.pdf", file.id),
            bytes: b"%PDF".to_vec(),
            remote: None,
        });
        let key = SendKey::new(1, at(MONDAY_NOON));
        let sent = self.telegram.send(to, message, file.as_ref(), key).await;
        sent.unwrap().message
    }

    /// The only message of a chat: what it says, and what stands on its buttons.
    fn stands(&self, chat: i64) -> (String, Vec<String>) {
        self.api.assert_clean();
        let messages = self.api.messages(chat);
        let [message] = &messages[..] else {
            panic!("{messages:?}");
        };
        let labels = message.buttons().into_iter().map(|(label, _)| label);
        (message.text.clone(), labels.collect())
    }

    /// What the last update holds.
    async fn last_file(&self) -> (Content, Option<SentFile>) {
        let me = who_am_i(&self.calls).await.unwrap();
        let parameters = json!({"timeout": 0, "offset": -1});
        let updates = self.calls.call_raw("getUpdates", &parameters).await;
        match decode(&updates.unwrap()[0], &me, at(MONDAY_NOON)) {
            Decoded::Incoming { incoming, .. } => (incoming.content, incoming.file),
            Decoded::Ignored { why, .. } => panic!("{why}"),
        }
    }

    /// The name of the file that was sent last.
    async fn remote(&self) -> String {
        self.last_file().await.1.unwrap().remote
    }
}

fn with_file(text: &str) -> Outgoing {
    Outgoing {
        file: Some(Attachment {
            id: "regulamin".to_owned(),
            picture: false,
        }),
        ..Outgoing::plain(text)
    }
}

fn nobutton(text: &str) -> (String, Vec<String>) {
    (text.to_owned(), Vec::new())
}

#[tokio::test]
async fn a_message_is_changed_wherever_it_stands() {
    let server = Server::new().await;
    server.api.group(GROUP, "Sportowcy");
    server.api.channel(CHANNEL, "Miasto", "miasto");
    for id in [ASKER, GROUP, CHANNEL] {
        let old = Outgoing::plain("stare").button("Zapisz się", &Action::Human);
        let sent = server.sends(&chat(id), &old).await;
        let new = Outgoing::default()
            .with(Block::Heading("nowe & <lepsze>".to_owned()))
            .button("Wypisz się", &Action::Human);
        for _ in 0..2 {
            let changed = server.telegram.edit(&chat(id), &sent, &new).await;
            assert_eq!(changed, Ok(()));
        }
        let labels = vec!["Wypisz się".to_owned()];
        assert_eq!(server.stands(id), ("nowe & <lepsze>".to_owned(), labels));
        assert_eq!(server.api.messages(id)[0].edits, 1);
        assert!(server.api.messages(id)[0].no_preview);
        let bare = Outgoing::plain("bez przycisków");
        server.telegram.edit(&chat(id), &sent, &bare).await.unwrap();
        assert_eq!(server.stands(id), nobutton("bez przycisków"));
    }
}

#[tokio::test]
async fn of_a_file_the_caption_is_changed_and_the_file_stays() {
    let server = Server::new().await;
    let sent = server.sends(&chat(ASKER), &with_file("stare")).await;
    let change =
        async |message: &Outgoing| server.telegram.edit(&chat(ASKER), &sent, message).await;
    assert_eq!(change(&with_file("nowe & lepsze")).await, Ok(()));
    assert_eq!(change(&with_file("nowe & lepsze")).await, Ok(()));
    assert_eq!(server.stands(ASKER), nobutton("nowe & lepsze"));
    assert_eq!(server.api.count_of("editMessageText"), 0);
    // Who changes it may not know of the file, and the other way round.
    assert_eq!(change(&Outgoing::plain("nowsze")).await, Ok(()));
    assert_eq!(server.stands(ASKER), nobutton("nowsze"));
    assert!(server.api.messages(ASKER)[0].file.is_some());
    let text = server.sends(&chat(2002), &Outgoing::plain("słowa")).await;
    let other = with_file("inne");
    let changed = server.telegram.edit(&chat(2002), &text, &other).await;
    assert_eq!(changed, Ok(()));
    assert_eq!(server.stands(2002), nobutton("inne"));
    // A caption may be taken away, and may not be too long.
    assert_eq!(change(&with_file("")).await, Ok(()));
    assert_eq!(server.stands(ASKER), nobutton(""));
    let long = change(&with_file(&"x".repeat(1025))).await;
    assert!(matches!(long, Err(SendError::Rejected(_))), "{long:?}");
}

#[tokio::test]
async fn what_is_not_there_cannot_be_changed() {
    let server = Server::new().await;
    let sent = server.sends(&chat(ASKER), &Outgoing::plain("stare")).await;
    let new = Outgoing::plain("nowe");
    server.api.says(ASKER, "dzień dobry");
    let theirs = server.api.last_id(ASKER).to_string();
    let (to, telegram) = (chat(ASKER), &server.telegram);
    telegram.withdraw(&to, &sent, &new).await.unwrap();
    for id in [
        sent.as_str(),
        theirs.as_str(),
        "999",
        "",
        "x",
        "-1",
        "99999999999",
    ] {
        let changed = telegram.edit(&to, id, &new).await;
        assert!(
            matches!(changed, Err(SendError::NoMessage(_))),
            "{id}: {changed:?}"
        );
    }
    let nothing = telegram.edit(&to, &sent, &Outgoing::plain(" ")).await;
    assert!(
        matches!(nothing, Err(SendError::Rejected(_))),
        "{nothing:?}"
    );
    let gone = telegram.edit(&chat(-5), "7", &new).await;
    assert!(matches!(gone, Err(SendError::Gone(_))), "{gone:?}");
    server.api.group(GROUP, "Sportowcy");
    let sent = server.sends(&chat(GROUP), &Outgoing::plain("stare")).await;
    server.api.kicked(GROUP);
    for done in [
        telegram.edit(&chat(GROUP), &sent, &new).await,
        telegram.withdraw(&chat(GROUP), &sent, &new).await,
    ] {
        assert!(matches!(done, Err(SendError::Gone(_))), "{done:?}");
    }
}

#[tokio::test]
async fn a_message_is_taken_back_and_once_too_old_says_so() {
    let server = Server::new().await;
    server.api.channel(CHANNEL, "Miasto", "miasto");
    let now = at(MONDAY_NOON).timestamp();
    for id in [ASKER, CHANNEL] {
        for (message, hint) in [
            (Outgoing::plain("stare"), Outgoing::plain("wycofane")),
            (with_file("stare"), Outgoing::plain("wycofane")),
            (with_file("stare"), with_file("wycofane")),
        ] {
            server.api.date(Some(now));
            let fresh = server.sends(&chat(id), &message).await;
            let old = server.sends(&chat(id), &message).await;
            let take = async |sent: &str| server.telegram.withdraw(&chat(id), sent, &hint).await;
            server.api.date(Some(now + 48 * HOUR - 1));
            // A second time it is not there any more.
            assert_eq!((take(&fresh).await, take(&fresh).await), (Ok(()), Ok(())));
            assert!(server.api.deleted(id).contains(&fresh.parse().unwrap()));
            server.api.date(Some(now + 48 * HOUR));
            assert_eq!((take(&old).await, take(&old).await), (Ok(()), Ok(())));
            assert_eq!(server.stands(id), nobutton("wycofane"));
            server.api.date(Some(now));
            assert_eq!(take(&old).await, Ok(()));
        }
    }
}

#[tokio::test]
async fn what_can_neither_be_deleted_nor_changed_is_no_success() {
    let server = Server::new().await;
    server.api.channel(CHANNEL, "Miasto", "miasto");
    let sent = server
        .sends(&chat(CHANNEL), &Outgoing::plain("stare"))
        .await;
    server.api.standing(CHANNEL, Standing::Admin(Vec::new()));
    let fixed = "Bad Request: message can't be edited";
    server
        .api
        .fails_next("editMessageText", 400, fixed, None, 1);
    let instead = Outgoing::plain("wycofane");
    let taken = server
        .telegram
        .withdraw(&chat(CHANNEL), &sent, &instead)
        .await;
    assert!(matches!(taken, Err(SendError::Rejected(_))), "{taken:?}");
    // It vanishes between the two.
    let missing = "Bad Request: message to edit not found";
    server
        .api
        .fails_next("editMessageText", 400, missing, None, 1);
    let taken = server
        .telegram
        .withdraw(&chat(CHANNEL), &sent, &instead)
        .await;
    assert_eq!(taken, Ok(()));
}

#[tokio::test]
async fn a_server_in_trouble_is_told_from_a_message_that_is_gone() {
    let server = Server::new().await;
    let to = &chat(ASKER);
    let sent = &server.sends(to, &Outgoing::plain("stare")).await;
    let (new, telegram) = (&Outgoing::plain("nowe"), &server.telegram);
    let plan = |method: &str, act: Act| {
        server
            .api
            .plan(Which::Method(method.to_owned()), None, act, 1);
    };
    for method in ["editMessageText", "deleteMessage"] {
        let done = async || match method {
            "deleteMessage" => telegram.withdraw(to, sent, new).await,
            _ => telegram.edit(to, sent, new).await,
        };
        plan(method, Act::Refuse(Refusal::flood(7200)));
        let waits = Some(Duration::from_secs(7200));
        let flood = done().await;
        assert!(
            matches!(&flood, Err(SendError::Retry { not_before, .. }) if *not_before == waits),
            "{flood:?}"
        );
        for act in [
            Act::Html {
                status: 502,
                stored: false,
            },
            Act::Html {
                status: 200,
                stored: false,
            },
            Act::Garbled("{\"ok\":".to_owned()),
            Act::Garbled("x".repeat(2 * 1024 * 1024)),
            Act::Drop { stored: false },
            Act::Refuse(Refusal::new(500, "Internal Server Error")),
        ] {
            plan(method, act.clone());
            let done = done().await;
            assert!(
                matches!(done, Err(SendError::Uncertain(_))),
                "{method} {act:?}: {done:?}"
            );
        }
        for (refusal, name) in [
            (Refusal::forbidden("bot was blocked by the user"), "gone"),
            (Refusal::bad("chat not found"), "gone"),
            (Refusal::bad("CHAT_ADMIN_REQUIRED"), "not allowed"),
            (Refusal::new(401, "Unauthorized"), "stop"),
        ] {
            plan(method, Act::Refuse(refusal.clone()));
            let told = match done().await {
                Err(SendError::Gone(_)) => "gone",
                Err(SendError::NotAllowed(_)) => "not allowed",
                Err(SendError::Stop(_)) => "stop",
                other => panic!("{other:?}"),
            };
            assert_eq!(told, name, "{method} {refusal:?}");
        }
        // It was done, and nobody said so: the next try finds it done.
        plan(method, Act::Hang { stored: true });
        let silent = tokio::time::timeout(Duration::from_millis(300), done()).await;
        assert!(silent.is_err());
        assert_eq!(done().await, Ok(()));
        plan(method, Act::Drop { stored: true });
        let _ = done().await;
        assert_eq!(done().await, Ok(()));
    }
    assert!(server.api.messages(ASKER).is_empty());
    server.api.assert_clean();
}

#[tokio::test]
async fn what_people_send_is_brought() {
    let server = Server::new().await;
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    server
        .api
        .sends_document(ASKER, "Regulamin ż.pdf", &bytes, "dla wszystkich");
    let (content, file) = server.last_file().await;
    assert_eq!(content, Content::Text("dla wszystkich".to_owned()));
    let file = file.unwrap();
    assert_eq!(
        (file.name.as_str(), file.size, file.picture),
        ("Regulamin ż.pdf", Some(300_000), false)
    );
    let brought = server.telegram.fetch(&file.remote, MOST).await;
    assert!(brought == Ok(bytes.clone()));
    server.api.sends_photo(ASKER, &bytes, "");
    let (content, file) = server.last_file().await;
    assert_eq!(content, Content::Unreadable(Unreadable::Picture));
    let file = file.unwrap();
    assert_eq!(
        (file.name.as_str(), file.size, file.picture),
        ("zdjecie.jpg", Some(300_000), true)
    );
    let brought = server.telegram.fetch(&file.remote, MOST).await;
    assert!(brought == Ok(bytes));
    server.api.assert_clean();
}

#[tokio::test]
async fn a_file_of_any_size_is_brought_within_bounds_or_not_at_all() {
    let server = Server::new().await;
    let fetch = async |most: u64| {
        let fetched = server.telegram.fetch(&server.remote().await, most).await;
        fetched.map(|bytes| bytes.len())
    };
    let large = |told: Option<u64>, bytes: usize| {
        let bytes = vec![7; bytes];
        server
            .api
            .sends_large_document(ASKER, "film.mp4", &bytes, "", told);
    };
    large(Some(100 * 1024 * 1024), 10);
    let refused = fetch(MOST).await;
    assert!(
        matches!(refused, Err(SendError::Rejected(_))),
        "{refused:?}"
    );
    large(None, 9 * 1024 * 1024);
    let refused = fetch(MOST).await;
    assert!(
        matches!(refused, Err(SendError::Rejected(_))),
        "{refused:?}"
    );
    assert_eq!(server.api.count_of("download"), 0);
    // The server tells less than there is.
    large(Some(1000), 9 * 1024 * 1024);
    let refused = fetch(MOST).await;
    assert!(
        matches!(refused, Err(SendError::Rejected(_))),
        "{refused:?}"
    );
    assert_eq!(server.api.count_of("download"), 1);
    large(None, 8 * 1024 * 1024);
    assert_eq!(fetch(MOST).await, Ok(8 * 1024 * 1024));
    assert_eq!(fetch(0).await.map_err(|_| ()), Err(()));
}

#[tokio::test]
async fn a_file_that_is_gone_is_told_from_a_server_in_trouble() {
    let server = Server::new().await;
    server.api.sends_document(ASKER, "a.pdf", b"%PDF", "");
    let remote = &server.remote().await;
    let fetch = async |method: &str, act: Act| {
        server
            .api
            .plan(Which::Method(method.to_owned()), None, act, 1);
        let error = server.telegram.fetch(remote, MOST).await.unwrap_err();
        let words = format!("{error} {error:?}");
        assert!(!words.contains(server.api.token()), "{words}");
        assert!(!words.contains("AAstand-in"), "{words}");
        error
    };
    for method in ["getFile", "download"] {
        for act in [
            Act::Drop { stored: false },
            Act::Html {
                status: 502,
                stored: false,
            },
            Act::Refuse(Refusal::new(500, "Internal Server Error")),
            Act::Refuse(Refusal::flood(3)),
        ] {
            let error = fetch(method, act).await;
            assert!(
                matches!(error, SendError::Retry { .. }),
                "{method}: {error:?}"
            );
        }
        let error = fetch(method, Act::Refuse(Refusal::new(401, "Unauthorized"))).await;
        assert!(matches!(error, SendError::Stop(_)), "{error:?}");
    }
    let error = fetch(
        "getFile",
        Act::Html {
            status: 200,
            stored: false,
        },
    )
    .await;
    assert!(matches!(error, SendError::Retry { .. }), "{error:?}");
    for path in [
        "/var/lib/bot/a.pdf",
        "../bot1:x/getMe",
        "https://x.example/a",
    ] {
        let said = json!({"ok": true, "result": {"file_id": "a", "file_path": path}});
        let error = fetch("getFile", Act::Garbled(said.to_string())).await;
        assert!(matches!(error, SendError::Rejected(_)), "{path}: {error:?}");
    }
    let error = fetch("download", Act::Refuse(Refusal::new(404, "Not Found"))).await;
    assert!(matches!(error, SendError::NoMessage(_)), "{error:?}");
    server.api.forgets_files();
    for remote in [remote.as_str(), "", "kogoś innego"] {
        let error = server.telegram.fetch(remote, MOST).await.unwrap_err();
        assert!(matches!(error, SendError::NoMessage(_)), "{error:?}");
    }
}

#[tokio::test]
async fn who_runs_a_group_is_asked_for_once_and_nobody_waits_for_it_long() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.api.group(GROUP, "Sportowcy");
    telegram.api.is_in(GROUP, ASKER, "creator");
    telegram.says("/subskrypcje").await;
    telegram.api.says_in(GROUP, ASKER, "/pomoc");
    telegram.replies().await;
    assert_eq!(telegram.api.count_of("getChatMember"), 0);
    for command in ["/subskrypcje", "/wypisz", "/subscriptions@LacznikTestBot"] {
        telegram.api.says_in(GROUP, ASKER, command);
        telegram.replies().await;
    }
    assert_eq!(telegram.api.count_of("getChatMember"), 1);
    let hang = Act::Hang { stored: false };
    let asked = Which::Method("getChatMember".to_owned());
    telegram.api.plan(asked, None, hang, usize::MAX);
    telegram.api.says_in(GROUP, 2002, "/subskrypcje");
    telegram.api.says(ASKER, "/pomoc");
    assert!(!telegram.replies().await.is_empty());
    assert_eq!(telegram.api.count_of("getChatMember"), 2);
}
