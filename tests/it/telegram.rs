//! Telegram, from the update to the message: what people do there, what goes wrong there.

use crate::on_telegram::{ASKER, GROUP, Whole};

#[tokio::test]
async fn a_question_is_answered_and_a_press_acknowledged() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    let replies = telegram.says("ile max na maly grant teraz").await;
    let reply = replies.last().unwrap();
    assert!(reply.text.starts_with("Mały grant"), "{}", reply.text);
    assert!(reply.no_preview && reply.parse_mode.as_deref() == Some("HTML"));
    let who = reply.data_of("Kto się tym zajmuje").unwrap();
    let card = telegram.presses(&who).await;
    assert!(
        card[0].text.contains("Biuro Współpracy"),
        "{}",
        card[0].text
    );
    assert_eq!(telegram.api.callback_answers().len(), 1);
}

#[tokio::test]
async fn in_a_group_only_what_is_for_the_bot_is_read() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.api.joins(GROUP, "Sportowcy", ASKER);
    let hello = telegram.replies().await;
    assert_eq!(hello.len(), 1);
    telegram
        .api
        .says_in(GROUP, ASKER, "ile max na maly grant teraz");
    assert!(telegram.replies().await.is_empty());
    let texts = whole.bot.texts("SELECT state FROM conversations").await;
    assert!(texts.is_empty(), "{texts:?}");
    // A mention reaches only a bot that sees everything, as an admin does.
    telegram.api.reads_all_group_messages(true);
    let asked = "@LacznikTestBot ile max na maly grant teraz";
    telegram.api.says_in(GROUP, ASKER, asked);
    let reply = telegram.replies().await;
    assert!(reply[0].text.starts_with("Mały grant") && reply[0].reply_to.is_some());
}

#[tokio::test]
async fn killed_between_commit_and_confirmation_the_update_is_answered_once() {
    let whole = Whole::new().await;
    let update = whole.telegram.api.says(ASKER, "/pomoc");
    whole.telegram.handled().await;
    let whole = whole.killed_and_restarted().await;
    whole.telegram.api.deliver_again(update);
    whole.telegram.settle().await;
    assert_eq!(whole.telegram.api.messages(ASKER).len(), 1);
    assert_eq!(whole.telegram.waiting().await, 0);
}

#[tokio::test]
async fn a_group_asks_by_a_command_and_the_field_for_the_question_opens() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.api.group(GROUP, "Sportowcy");
    telegram
        .api
        .says_in(GROUP, ASKER, "/zapytaj ile max na maly grant teraz");
    let reply = telegram.replies().await;
    assert!(reply[0].text.starts_with("Mały grant"), "{}", reply[0].text);
    telegram.api.says_in(GROUP, ASKER, "/zapytaj");
    let asked = telegram.replies().await;
    let field = asked[0].keyboard.as_ref().unwrap();
    assert_eq!(field["force_reply"], true);
    telegram
        .api
        .replies_to(GROUP, ASKER, asked[0].id, "ile max na maly grant teraz");
    let reply = telegram.replies().await;
    assert!(reply[0].text.starts_with("Mały grant"), "{}", reply[0].text);
    // What is for other bots is not for us, though an admin hears it.
    telegram.api.says_in(GROUP, ASKER, "/ban@OtherBot");
    telegram.api.says_in(GROUP, ASKER, "/ban Jan");
    assert!(telegram.replies().await.is_empty());
}
