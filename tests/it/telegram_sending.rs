//! What leaves for Telegram: always something that it takes, in order, and in place where that was promised.

use lacznik::domain::message::{Attachment, Block, Button, Does, Lane, Outgoing, Span};
use lacznik::store::files;
use serde_json::json;

use crate::on_telegram::{ASKER, GROUP, Whole, chat};
use crate::telegram_api::{Act, Refusal, Standing, Which};

const QUESTION: &str = "ile max na maly grant teraz";

const NASTY: &str = "<b>5 < 6 & 7 > 3</b> \"x\" 'y' &lt;&amp;&#60; </a><script>a\\_*[z](t)`";

fn action(label: &str, data: &str) -> Button {
    Button {
        label: label.to_owned(),
        does: Does::Action(data.to_owned()),
    }
}

/// Does to the bot's messages what only a person could do.
async fn deletes(whole: &Whole, chat: i64, message: i64) {
    let address = whole.telegram.api.method("deleteMessage");
    let request = reqwest::Client::new().post(address);
    let request = request.json(&json!({"chat_id": chat, "message_id": message}));
    assert!(request.send().await.unwrap().status().is_success());
}

#[tokio::test]
async fn nasty_text_arrives_as_it_was_written() {
    let whole = Whole::new().await;
    let link = |label: &str, url: &str| Span::Link {
        label: label.to_owned(),
        url: url.to_owned(),
    };
    let message = Outgoing::default()
        .with(Block::Heading(NASTY.to_owned()))
        .with(Block::Paragraph(vec![
            Span::Strong(NASTY.to_owned()),
            Span::Plain(NASTY.to_owned()),
            link(NASTY, "https://example.org/?a=1&b=\"<x>'"),
            link("odsyłacz", "javascript:alert(1)"),
            link("inny", "https://"),
        ]))
        .with(Block::List(vec![NASTY.to_owned(), "  ".to_owned()]))
        .with(Block::Note(NASTY.to_owned()));
    let message = Outgoing {
        buttons: vec![action(NASTY, "h")],
        ..message
    };
    whole
        .put("nasty", Lane::Interactive, &chat(ASKER), vec![message])
        .await;
    let read = whole.telegram.replies().await;
    let text = &read[0].text;
    assert_eq!(text.matches(NASTY).count(), 6, "{text}");
    assert_eq!(read[0].parse_mode.as_deref(), Some("HTML"));
    assert!(read[0].no_preview);
    assert!(text.contains("odsyłacz") && text.contains("inny"), "{text}");
    let links: Vec<&str> = read[0]
        .entities
        .iter()
        .filter_map(|entity| entity["url"].as_str())
        .collect();
    assert_eq!(links.len(), 1, "{links:?}");
    assert!(read[0].buttons()[0].0.starts_with("<b>5 < 6"));
    assert_eq!(whole.telegram.api.refusals(), Vec::<String>::new());
}

#[tokio::test]
async fn nasty_questions_are_answered() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.says("/start").await;
    for question in [
        NASTY.to_owned(),
        format!("{NASTY} {QUESTION}"),
        "dotacje <sport> & \"kultura\"".to_owned(),
        "\u{202e}\u{200f}tnarg ylam\u{0}".to_owned(),
        "/<b>".to_owned(),
        "/start <b>".to_owned(),
    ] {
        assert!(!telegram.says(&question).await.is_empty(), "{question}");
    }
    assert_eq!(telegram.api.refusals(), Vec::<String>::new());
}

#[tokio::test]
async fn long_messages_go_in_parts_at_paragraphs() {
    let whole = Whole::new().await;
    let paragraph = |letter: &str| letter.repeat(750);
    let letters = ["😀", "ż😀", "&<", "a<", "ﷺ"];
    let mut message = Outgoing {
        buttons: vec![action("Dalej", "h")],
        ..Outgoing::default()
    };
    for letter in letters {
        message = message.with(Block::plain(paragraph(letter)));
    }
    whole.telegram.api.flood(Some(ASKER), 2, 1);
    whole
        .put("long", Lane::Interactive, &chat(ASKER), vec![message])
        .await;
    assert!(whole.telegram.replies().await.is_empty());
    let read = whole.later(chrono::Duration::seconds(2)).await;
    let texts: Vec<&str> = read.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(texts.len(), 2);
    let all: Vec<String> = letters.iter().map(|letter| paragraph(letter)).collect();
    assert_eq!(texts.join("\n\n"), all.join("\n\n"));
    assert!(texts.iter().all(|text| text.encode_utf16().count() <= 4000));
    let buttons: Vec<usize> = read.iter().map(|message| message.buttons().len()).collect();
    assert_eq!(buttons, [0, 1]);
}

#[tokio::test]
async fn what_has_no_paragraphs_is_cut_between_letters() {
    let whole = Whole::new().await;
    let words = "😀".repeat(9001);
    let marks = (0..300).map(|number| Span::Strong(format!("{number} ")));
    let messages = vec![
        Outgoing::plain(words.clone()),
        Outgoing::default().with(Block::Paragraph(marks.collect())),
        Outgoing::default().with(Block::List(vec!["x y".repeat(3000)])),
    ];
    whole
        .put("uncut", Lane::Interactive, &chat(ASKER), messages)
        .await;
    let read = whole.telegram.replies().await;
    let faces: usize = read
        .iter()
        .map(|message| message.text.matches('😀').count())
        .sum();
    assert_eq!(faces, 9001);
    let strong: usize = read.iter().map(|message| message.entities.len()).sum();
    assert_eq!(strong, 300);
    let all: String = read.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(all.matches('x').count(), 3000);
    assert!(whole.telegram.api.notes().is_empty() && whole.telegram.api.refusals().is_empty());
    assert!(whole.fates().await.iter().all(|fate| fate == "sent"));
}

#[tokio::test]
async fn a_keyboard_that_would_be_refused_is_made_smaller() {
    let whole = Whole::new().await;
    let mut buttons: Vec<Button> = (0..130)
        .map(|number| action(&format!("Nr {number}"), &format!("e:{number}")))
        .collect();
    buttons.insert(0, action("za długie", &"x".repeat(65)));
    buttons.insert(0, action("  \n ", "h"));
    buttons.insert(0, action("puste", ""));
    buttons.insert(0, action(&"bardzo długi ".repeat(40), "h"));
    let message = Outgoing {
        buttons,
        ..Outgoing::plain("Wybór")
    };
    let long = Outgoing {
        buttons: (0..100)
            .map(|number| action(&"ż".repeat(64), &format!("{number:064}")))
            .collect(),
        ..Outgoing::plain("Długie")
    };
    whole
        .put("keys", Lane::Interactive, &chat(ASKER), vec![message, long])
        .await;
    let read = whole.telegram.replies().await;
    assert_eq!(read.len(), 2, "{:?}", whole.telegram.api.refusals());
    assert_eq!(read[0].buttons().len(), 100);
    assert!(read[0].rows().iter().all(|row| row.len() <= 8));
    assert!(read[1].buttons().len() >= 40);
    assert!(whole.telegram.api.refusals().is_empty());
}

#[tokio::test]
async fn a_menu_is_changed_in_its_place() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.says("/start").await;
    for (asked, chosen) in [("/jezyk", "l:pl"), ("no list", "E:")] {
        let menu = telegram.says(asked).await.remove(0);
        let buttons = menu.buttons().into_iter();
        let data = buttons
            .map(|(_, data)| data)
            .find(|data| data.starts_with(chosen));
        let data = data.unwrap_or_else(|| panic!("{menu:?}"));
        let before = telegram.api.messages(ASKER).len();
        let changed = telegram.presses(&data).await.remove(0);
        assert_eq!((changed.id, changed.edits), (menu.id, 1), "{asked}");
        assert_ne!(changed.text, menu.text);
        assert_eq!(telegram.api.messages(ASKER).len(), before, "{asked}");
        // Again: it is like that already.
        telegram.api.presses_raw(ASKER, ASKER, menu.id, &data);
        telegram.replies().await;
        assert_eq!(telegram.api.messages(ASKER).len(), before, "{asked}");
        // It is gone, so the answer is new.
        let menu = telegram.says(asked).await.remove(0);
        deletes(&whole, ASKER, menu.id).await;
        telegram.api.presses_raw(ASKER, ASKER, menu.id, &data);
        let new = telegram.replies().await.remove(0);
        assert!(new.id > menu.id && new.edits == 0, "{asked}");
        assert_eq!(new.text, changed.text);
    }
    assert!(whole.fates().await.iter().all(|fate| fate == "sent"));
}

#[tokio::test]
async fn in_a_group_it_is_said_whom_the_answer_is_for() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.api.group(GROUP, "Rada");
    telegram.api.standing(
        GROUP,
        Standing::Admin(vec!["can_delete_messages".to_owned()]),
    );
    let asked = format!("@LacznikTestBot {QUESTION}");
    telegram.api.says_in(GROUP, ASKER, &asked);
    let question = telegram.api.last_id(GROUP);
    let read = telegram.replies().await;
    assert_eq!(read[0].reply_to, Some(question));
    assert!(read[0].no_preview);
    // The question is deleted before the answer goes.
    telegram.api.says_in(GROUP, ASKER, &asked);
    telegram.handled().await;
    deletes(&whole, GROUP, telegram.api.last_id(GROUP)).await;
    let read = telegram.replies().await;
    assert_eq!((read.len(), read[0].reply_to), (1, None));
    // The server does not let it go without what it answers.
    let gone = Refusal::bad("message to be replied not found");
    telegram
        .api
        .plan(Which::Sends, Some(GROUP), Act::Refuse(gone), 1);
    telegram.api.says_in(GROUP, ASKER, &asked);
    let read = telegram.replies().await;
    assert_eq!((read.len(), read[0].reply_to), (1, None));
}

#[tokio::test]
async fn refused_markup_goes_as_plain_text_and_no_second_time() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    let refusal = "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 3";
    let message = || vec![Outgoing::default().with(Block::Heading("Ważne <teraz>".to_owned()))];
    telegram
        .api
        .fails_next("sendMessage", 400, refusal, None, 1);
    whole
        .put("once", Lane::Interactive, &chat(ASKER), message())
        .await;
    let read = telegram.replies().await;
    assert_eq!(
        (read[0].text.as_str(), read[0].parse_mode.as_deref()),
        ("Ważne <teraz>", None)
    );
    telegram
        .api
        .fails_next("sendMessage", 400, refusal, None, 2);
    whole
        .put("twice", Lane::Interactive, &chat(ASKER), message())
        .await;
    assert!(telegram.replies().await.is_empty());
    assert_eq!(whole.fates().await, ["sent", "dead"]);
    assert!(
        !whole.bot.dead().await[0].error.contains('x'),
        "what is quoted is not kept"
    );
}

#[tokio::test]
async fn a_file_is_uploaded_once_and_then_named() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    let mut tx = whole.bot.store.begin().await.unwrap();
    let now = whole.bot.clock_now();
    for id in ["picture", "paper"] {
        files::put(&mut tx, id, "raport\"ż\r\n/../2026.pdf", b"%PDF-", now)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let with = |id: &str, text: &str| Outgoing {
        file: Some(Attachment {
            id: id.to_owned(),
            picture: id == "picture",
        }),
        buttons: vec![action("Dalej", "h")],
        ..Outgoing::plain(text)
    };
    for (person, cause) in [(1, "one"), (2, "two")] {
        let messages = vec![with("picture", NASTY), with("paper", "")];
        whole.put(cause, Lane::Bulk, &chat(person), messages).await;
    }
    let read = telegram.replies().await;
    assert_eq!(read.len(), 4);
    for (message, kind) in read.iter().zip(["photo", "document", "photo", "document"]) {
        let file = message.file.as_ref().unwrap();
        assert_eq!((file.kind, &file.bytes[..]), (kind, &b"%PDF-"[..]));
        assert!(!file.name.contains(['"', '\r', '\n', '/']), "{}", file.name);
        assert_eq!(message.buttons().len(), 1);
    }
    assert_eq!(read[0].text, NASTY);
    for method in ["sendPhoto", "sendDocument"] {
        let requests = telegram.api.requests_of(method);
        let parameter = method[4..].to_lowercase();
        let uploaded = requests
            .iter()
            .filter(|request| request.params[&parameter].is_object());
        assert_eq!((uploaded.count(), requests.len()), (1, 2), "{method}");
    }
    // Too much for a caption: the words first, the file with the buttons after them.
    whole
        .put(
            "long",
            Lane::Bulk,
            &chat(3),
            vec![with("paper", &"słowo ".repeat(200))],
        )
        .await;
    let read = telegram.replies().await;
    let parts: Vec<(bool, usize)> = read
        .iter()
        .map(|message| (message.file.is_some(), message.buttons().len()))
        .collect();
    assert_eq!(parts, [(false, 0), (true, 1)]);
    // Telegram has forgotten the file: it is uploaded again.
    whole
        .bot
        .spoil("UPDATE uploads SET remote = 'forgotten'")
        .await;
    whole
        .put("again", Lane::Bulk, &chat(4), vec![with("paper", "x")])
        .await;
    telegram.settle().await;
    assert_eq!(
        whole.fates().await.last().unwrap(),
        "sent",
        "{:?}",
        telegram.api.refusals()
    );
}
