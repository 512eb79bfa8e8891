use super::*;
use crate::domain::message::{ChatRef, Platform, Presence, Sender};
use crate::platform::testing::{Answer, Server, answer};
use serde_json::Value;
use std::time::Instant;

const GROUP: &str = "-1001";

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

fn did(chat: &str, place: Place, sender: &str, content: Content) -> Incoming {
    let sender = Sender { id: sender.into() };
    let chat = ChatRef::private(Platform::Telegram, chat);
    Incoming::new("1".into(), chat, place, sender, content, now())
}

fn writes(chat: &str, sender: &str, text: &str) -> Incoming {
    let place = if chat.starts_with('-') {
        Place::Group
    } else {
        Place::Private
    };
    did(chat, place, sender, Content::Text(text.into()))
}

fn presses(sender: &str, action: &str) -> Incoming {
    did(
        sender,
        Place::Private,
        sender,
        Content::Press(action.into()),
    )
}

fn is(status: &str) -> Answer {
    answer(200, json!({"ok": true, "result": {"status": status}}))
}

/// What these people run, where the server answers like this; and how often it was asked.
async fn run(
    incoming: &[Incoming],
    answers: impl Fn(usize, &str) -> Answer + Clone + Send + Sync + 'static,
) -> (Vec<Vec<String>>, usize) {
    let server = Server::start(answers).await;
    let api = Api::new(&server.url, "1:TEST").unwrap();
    let mut incoming = incoming.to_vec();
    Rights::default().fill(&api, &mut incoming, now()).await;
    let runs = incoming.into_iter().map(|one| one.runs).collect();
    (runs, server.seen().len())
}

#[test]
fn only_what_is_about_subscriptions_of_many_is_asked_for() {
    let channel = |content| did("-7", Place::Channel, "5", content);
    for (one, expected) in [
        (writes(GROUP, "5", "/subskrypcje"), Some(-1001)),
        (writes(GROUP, "5", "/newsletter@Bot sport"), Some(-1001)),
        (writes(GROUP, "5", "/wypisz"), Some(-1001)),
        (writes(GROUP, "5", "/pomoc"), None),
        (writes(GROUP, "5", "subskrypcje"), None),
        (writes("5", "5", "/subskrypcje"), None),
        (presses("5", "s::show"), None),
        (presses("5", "s:-7:on:sport"), Some(-7)),
        (presses("5", "s:7:on:sport"), None),
        (presses("5", "s:-7x:on:sport"), None),
        (presses("5", "s:-99999999999999999999:on:sport"), None),
        (presses("5", "h"), None),
        (channel(Content::Press("s::show".into())), Some(-7)),
        (channel(Content::Press("c:subscriptions".into())), Some(-7)),
        (channel(Content::Press("c:help".into())), None),
        (channel(Content::Presence(Presence::Left)), None),
    ] {
        assert_eq!(about(&one), expected, "{one:?}");
    }
}

#[tokio::test]
async fn creators_and_administrators_run_a_chat_and_others_do_not() {
    for (status, runs) in [
        ("creator", true),
        ("administrator", true),
        ("member", false),
        ("restricted", false),
        ("left", false),
        ("kicked", false),
        ("owner_of_2031", false),
    ] {
        let (found, asked) = run(&[writes(GROUP, "5", "/wypisz")], move |_, _| is(status)).await;
        let expected = if runs { vec![GROUP.to_owned()] } else { vec![] };
        assert_eq!((found, asked), (vec![expected], 1), "{status}");
    }
}

#[tokio::test]
async fn an_anonymous_administrator_runs_the_group_and_other_chats_nothing() {
    let as_chat = |chat: &str| writes(GROUP, &format!("chat:{chat}"), "/subskrypcje");
    let (runs, asked) = run(&[as_chat(GROUP), as_chat("-1002")], |_, _| is("creator")).await;
    assert_eq!((runs, asked), (vec![vec![GROUP.to_owned()], vec![]], 0));
}

#[tokio::test]
async fn who_cannot_be_asked_for_runs_nothing() {
    let refused = |code: u16, said: &'static str| {
        move |_: usize, _: &str| {
            answer(
                code,
                json!({"ok": false, "error_code": code, "description": said}),
            )
        }
    };
    let one = [writes(GROUP, "5", "/subskrypcje")];
    for (code, said) in [
        (400, "Bad Request: member not found"),
        (400, "Bad Request: CHAT_ADMIN_REQUIRED"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (429, "Too Many Requests: retry after 7200"),
        (502, "Bad Gateway"),
    ] {
        let (runs, _) = run(&one, refused(code, said)).await;
        assert_eq!(runs, [Vec::<String>::new()], "{said}");
    }
    for said in [
        "<html>",
        r#"{"ok":true}"#,
        r#"{"ok":true,"result":{"status":7}}"#,
    ] {
        let (runs, _) = run(&one, move |_, _| answer(200, Value::Null).saying(said)).await;
        assert_eq!(runs, [Vec::<String>::new()], "{said}");
    }
}

#[tokio::test]
async fn an_answer_counts_for_a_minute_and_silence_is_asked_again() {
    let server = Server::start(|turn, _| match turn {
        0 => answer(502, Value::Null),
        _ => is("administrator"),
    })
    .await;
    let api = Api::new(&server.url, "1:TEST").unwrap();
    let rights = Rights::default();
    let after = |seconds| now() + TimeDelta::seconds(seconds);
    for (seconds, runs, asked) in [(0, false, 1), (1, true, 2), (60, true, 2), (61, true, 3)] {
        let mut both = [writes(GROUP, "5", "/wypisz"), presses("5", "s:-1001:none")];
        rights.fill(&api, &mut both, after(seconds)).await;
        assert!(
            both.iter().all(|one| one.runs.is_empty() != runs),
            "{seconds}"
        );
        assert_eq!(server.seen().len(), asked, "{seconds}");
    }
}

#[tokio::test]
async fn a_crowd_is_asked_for_side_by_side_and_not_remembered_without_end() {
    let server = Server::start(|_, _| is("administrator")).await;
    let api = Api::new(&server.url, "1:TEST").unwrap();
    let rights = Rights::default();
    for person in 0..MOST as i64 {
        rights.remember((-1, person), false, now());
    }
    let mut one = [writes(GROUP, "5", "/wypisz")];
    rights.fill(&api, &mut one, now()).await;
    assert_eq!(one[0].runs, [GROUP]);
    assert_eq!(rights.known().len(), MOST);
    rights
        .fill(&api, &mut one, now() + TimeDelta::hours(1))
        .await;
    assert_eq!(rights.known().len(), 1);
}

#[tokio::test]
async fn who_keeps_silent_holds_a_batch_up_for_moments_only() {
    // It takes connections, and says nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = silent.local_addr().unwrap();
    let api = Api::new(&format!("http://{address}"), "1:TEST").unwrap();
    let people = (0..20).map(|person| writes(GROUP, &person.to_string(), "/subskrypcje"));
    let mut people: Vec<Incoming> = people.collect();
    let begun = Instant::now();
    Rights::default().fill(&api, &mut people, now()).await;
    assert!(begun.elapsed() < PATIENCE * 2, "{:?}", begun.elapsed());
    assert!(people.iter().all(|one| one.runs.is_empty()));
}
