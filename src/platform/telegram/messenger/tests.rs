use super::*;
use crate::domain::action::Action;
use crate::domain::message::{Attachment, Block};
use crate::platform::testing::{Answer, Server, answer};

const KEY: SendKey = SendKey {
    row: 1,
    since: chrono::DateTime::UNIX_EPOCH,
    repeated: false,
};

async fn telegram(server: &Server) -> Telegram {
    let api = Api::new(&server.url, "1:TEST").unwrap();
    Telegram::new(api, "LacznikBot", &config::Telegram::default())
}

fn sent(id: i64) -> Answer {
    answer(
        200,
        json!({"ok": true, "result": {"message_id": id, "new": {}}}),
    )
}

fn refused(code: u16, description: &str) -> Answer {
    let body = json!({"ok": false, "error_code": code, "description": description});
    answer(code, body)
}

fn private() -> ChatRef {
    ChatRef::private(Platform::Telegram, "5")
}

/// Sends one message to a server that answers like this. Returns what came of it, and each request.
async fn send(
    message: &Outgoing,
    file: Option<&StoredFile>,
    answers: impl Fn(usize, &str) -> Answer + Clone + Send + Sync + 'static,
) -> (Result<Receipt, SendError>, Vec<(String, String)>) {
    let server = Server::start(answers).await;
    let telegram = telegram(&server).await;
    let outcome = telegram.send(&private(), message, file, KEY).await;
    let seen = server.seen().into_iter();
    let method = |path: &str| path.rsplit('/').next().unwrap().to_lowercase();
    let seen = seen.map(|(path, body)| (method(&path), body)).collect();
    (outcome, seen)
}

fn json_of(request: &(String, String)) -> Value {
    serde_json::from_str(&request.1).unwrap()
}

#[tokio::test]
async fn a_message_goes_as_html() {
    let mut message = Outgoing::plain("2 < 3").button("Dalej", &Action::Human);
    message.reply_to = Some("77".into());
    let server = Server::start(|_, _| sent(9)).await;
    let to = ChatRef {
        chat: "-1001234567890".into(),
        thread: Some("4".into()),
        ..private()
    };
    let telegram = telegram(&server).await;
    let outcome = telegram.send(&to, &message, None, KEY).await;
    assert_eq!(outcome, Ok(Receipt::of(9)));
    assert_eq!(telegram.place(&to), Place::Group);
    let seen = server.seen();
    let expected = json!({
        "chat_id": -1_001_234_567_890_i64,
        "message_thread_id": 4,
        "text": "2 &lt; 3",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": true},
        "reply_parameters": {"message_id": 77, "allow_sending_without_reply": true},
        "reply_markup": {"inline_keyboard": [[{"text": "Dalej", "callback_data": Action::Human.to_string()}]]},
    });
    assert_eq!((seen.len(), json_of(&seen[0])), (1, expected));
}

#[tokio::test]
async fn what_replaces_is_an_edit_and_otherwise_new() {
    let mut message = Outgoing::plain("a");
    message.replaces = Some("3".into());
    message.previews = true;
    let (outcome, seen) = send(&message, None, |_, _| answer(200, json!({"ok": true}))).await;
    assert_eq!(
        (outcome, seen[0].0.as_str()),
        (Ok(Receipt::of(3)), "editmessagetext")
    );
    assert_eq!(
        json_of(&seen[0]),
        json!({"chat_id": 5, "message_id": 3, "text": "a", "parse_mode": "HTML"})
    );

    let same = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same";
    let (outcome, seen) = send(&message, None, move |_, _| refused(400, same)).await;
    assert_eq!((outcome, seen.len()), (Ok(Receipt::of(3)), 1));

    for gone in [
        "Bad Request: message to edit not found",
        "Bad Request: message can't be edited",
        "Bad Request: there is no text in the message to edit",
    ] {
        let answers = move |turn, _: &str| {
            if turn == 0 {
                refused(400, gone)
            } else {
                sent(4)
            }
        };
        let (outcome, seen) = send(&message, None, answers).await;
        assert_eq!(
            (outcome, seen[1].0.as_str()),
            (Ok(Receipt::of(4)), "sendmessage")
        );
    }

    let blocked = "Forbidden: bot was blocked by the user";
    let (outcome, seen) = send(&message, None, move |_, _| refused(403, blocked)).await;
    assert!(matches!(outcome, Err(SendError::Gone(_))), "{outcome:?}");
    assert_eq!(seen.len(), 1);
}

#[tokio::test]
async fn refused_markup_goes_as_plain_text_once() {
    let message = Outgoing::default().with(Block::Heading("A & B".into()));
    let unreadable = "Bad Request: can't parse entities: Unsupported start tag";
    let answers = move |turn, _: &str| {
        if turn == 0 {
            refused(400, unreadable)
        } else {
            sent(4)
        }
    };
    let (outcome, seen) = send(&message, None, answers).await;
    assert_eq!(outcome, Ok(Receipt::of(4)));
    let plain =
        json!({"chat_id": 5, "text": "A & B", "link_preview_options": {"is_disabled": true}});
    assert_eq!(json_of(&seen[1]), plain);

    let (outcome, seen) = send(&message, None, move |_, _| refused(400, unreadable)).await;
    assert!(
        matches!(outcome, Err(SendError::Rejected(_))),
        "{outcome:?}"
    );
    assert_eq!(seen.len(), 2);
}

#[tokio::test]
async fn what_it_answers_may_be_gone() {
    let mut message = Outgoing::plain("a");
    message.reply_to = Some("77".into());
    let gone = "Bad Request: message to be replied not found";
    let (outcome, seen) = send(&message, None, move |turn, _| {
        if turn == 0 {
            refused(400, gone)
        } else {
            sent(4)
        }
    })
    .await;
    assert_eq!(outcome, Ok(Receipt::of(4)));
    assert!(json_of(&seen[1])["reply_parameters"].is_null());
    let (_, seen) = send(&message, None, move |_, _| refused(400, gone)).await;
    assert_eq!(seen.len(), 2);
}

#[tokio::test]
async fn floods_moves_and_faults_are_told() {
    let of = |code: u16, parameters: Value| {
        let body =
            json!({"ok": false, "error_code": code, "description": "x", "parameters": parameters});
        answer(code, body)
    };
    let message = Outgoing::plain("a");
    let (outcome, _) = send(&message, None, move |_, _| {
        of(429, json!({"retry_after": 17}))
    })
    .await;
    let asked = match &outcome {
        Err(SendError::Retry { not_before, .. }) => *not_before,
        _ => None,
    };
    assert_eq!(asked, Some(Duration::from_secs(17)), "{outcome:?}");
    let moved = json!({"migrate_to_chat_id": -1_009});
    let (outcome, _) = send(&message, None, move |_, _| of(400, moved.clone())).await;
    let to = ChatRef::private(Platform::Telegram, "-1009");
    assert_eq!(outcome, Err(SendError::Moved(to)));
    let (outcome, seen) = send(&message, None, move |_, _| of(502, json!({}))).await;
    assert!(
        matches!(outcome, Err(SendError::Uncertain(_))),
        "{outcome:?}"
    );
    assert_eq!(seen.len(), 1);
}

#[tokio::test]
async fn a_file_is_uploaded_once_and_then_named() {
    let mut message = Outgoing::plain("Regulamin & wzór");
    let mut file = StoredFile {
        name: "Regulamin ż.pdf".into(),
        bytes: b"%PDF".to_vec(),
        remote: None,
    };
    message.file = Some(Attachment {
        id: "f".into(),
        picture: false,
    });
    let result = json!({"message_id": 8, "document": {"file_id": "DOC"}});
    let answers = move |_, _: &str| answer(200, json!({"ok": true, "result": result}));
    let (outcome, seen) = send(&message, Some(&file), answers).await;
    let expected = Receipt {
        message: "8".into(),
        file: Some("DOC".into()),
    };
    assert_eq!(
        (outcome, seen[0].0.as_str()),
        (Ok(expected), "senddocument")
    );
    let form = &seen[0].1;
    assert!(
        form.contains("Regulamin &amp; wzór") && form.contains("%PDF"),
        "{form}"
    );

    file.remote = Some("PIC".into());
    file.bytes.clear();
    message.file = Some(Attachment {
        id: "f".into(),
        picture: true,
    });
    let sizes = json!([{"file_id": "s", "width": 90}, {"file_id": "L", "width": 900}, {"file_id": "m", "width": 320}]);
    let result = json!({"message_id": 8, "photo": sizes});
    let answers = move |_, _: &str| answer(200, json!({"ok": true, "result": result}));
    let (outcome, seen) = send(&message, Some(&file), answers).await;
    assert_eq!(outcome.unwrap().file.as_deref(), Some("L"));
    assert_eq!(
        json_of(&seen[0]),
        json!({"chat_id": 5, "caption": "Regulamin &amp; wzór", "parse_mode": "HTML", "photo": "PIC"})
    );
}

#[tokio::test]
async fn what_cannot_be_sent_is_not_tried() {
    let (outcome, seen) = send(&Outgoing::plain(" \n"), None, |_, _| sent(1)).await;
    assert!(
        matches!(outcome, Err(SendError::Rejected(_))),
        "{outcome:?}"
    );
    assert_eq!(seen.len(), 0);
}

#[tokio::test]
async fn a_press_is_answered_and_nothing_bad_follows_from_a_late_one() {
    let late = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    let server = Server::start(move |_, _| refused(400, late)).await;
    telegram(&server).await.answer_callback("q1").await;
    let seen = server.seen();
    assert_eq!(json_of(&seen[0]), json!({"callback_query_id": "q1"}));
}

#[tokio::test]
async fn settings_become_rates() {
    let server = Server::start(|_, _| sent(1)).await;
    let rates = telegram(&server).await.rates();
    let private = Rate {
        interval: Duration::from_secs(1),
        burst: 3,
    };
    let group = Rate {
        interval: Duration::from_secs(4),
        burst: 3,
    };
    assert_eq!((rates.private, rates.group), (Some(private), Some(group)));
    assert_eq!(rates.all.map(|rate| rate.burst), Some(2));
}
