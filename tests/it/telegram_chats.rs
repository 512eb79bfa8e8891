//! Groups, topics and channels on Telegram: what is for the bot, where the answer stands, what is only for one person.

use lacznik::domain::message::{Lane, Outgoing};

use crate::on_telegram::{ASKER, GROUP, Whole, chat, topic};
use crate::telegram_api::Standing;

const CHANNEL: i64 = -1_002_000_000_009;

const QUESTION: &str = "ile max na maly grant teraz";

#[tokio::test]
async fn only_what_is_addressed_to_the_bot_is_answered() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.api.reads_all_group_messages(true);
    telegram.api.joins(GROUP, "Rada", ASKER);
    telegram.replies().await;
    let cases = [
        (QUESTION, 0),
        ("/pomoc", 1),
        ("/pomoc@LacznikTestBot", 1),
        ("/pomoc@laczniktestbot", 1),
        ("/pomoc@InnyBot", 0),
        ("/pomoc@LacznikTestBotDwa", 0),
        ("@LacznikTestBot ile max na maly grant teraz", 1),
        ("ile max na maly grant teraz, @lacznikTESTbot?", 1),
        ("@LacznikTestBotDwa ile max na maly grant teraz", 0),
        ("mail@LacznikTestBot ile max na maly grant teraz", 0),
        ("@InnyBot /pomoc", 0),
        ("@LacznikTestBot", 1),
        ("1/2 dotacji", 0),
    ];
    for (text, answers) in cases {
        telegram.api.says_in(GROUP, ASKER, text);
        let read = telegram.replies().await;
        assert_eq!(read.len(), answers, "{text}: {read:?}");
    }
    // Even where the bot is an administrator and sees everything.
    telegram.api.promotes(GROUP, ASKER);
    telegram.api.reads_all_group_messages(true);
    telegram.api.says_in(GROUP, ASKER, QUESTION);
    assert!(telegram.replies().await.is_empty());
    // A message of the bot that somebody replies to is one that it is asked by.
    telegram.api.says_in(GROUP, ASKER, "/pomoc");
    let reply = telegram.replies().await.remove(0);
    telegram.api.replies_to(GROUP, 2002, reply.id, QUESTION);
    let read = telegram.replies().await;
    assert!(read[0].text.starts_with("Mały grant"), "{read:?}");
    // One of somebody else is not.
    telegram
        .api
        .replies_to(GROUP, ASKER, telegram.api.last_id(GROUP) - 1, QUESTION);
    assert!(telegram.replies().await.is_empty());
}

#[tokio::test]
async fn topics_are_kept_apart() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.api.forum(GROUP, "Rada");
    // The topic with the number 1 is General.
    telegram.api.says_in(GROUP, ASKER, "Dzień dobry");
    let (first, _) = telegram.api.opens_topic(GROUP, ASKER, "Sport");
    let (second, _) = telegram.api.opens_topic(GROUP, ASKER, "Kultura");
    let asked = format!("@LacznikTestBot {QUESTION}");
    telegram.api.says_in_topic(GROUP, first, ASKER, &asked);
    telegram.api.says_in_topic(GROUP, second, ASKER, &asked);
    telegram.api.says_in(GROUP, ASKER, &asked);
    let read = telegram.replies().await;
    let threads: Vec<Option<i64>> = read.iter().map(|message| message.thread).collect();
    assert_eq!(threads, [Some(first), Some(second), None]);
    let kept = whole
        .bot
        .texts("SELECT thread FROM conversations WHERE chat LIKE '-%' ORDER BY thread")
        .await;
    assert_eq!(kept, [String::new(), first.to_string(), second.to_string()]);
    let asked = telegram.api.requests_of("sendMessage");
    assert!(asked[2].params.get("message_thread_id").is_none());
    // A reply in a topic, and a press there, are answered there.
    telegram
        .api
        .replies_to(GROUP, ASKER, read[1].id, "/kontakt");
    assert_eq!(telegram.replies().await[0].thread, Some(second));
    telegram
        .api
        .says_in_topic(GROUP, first, ASKER, "/zapytaj wolontariusz");
    let menu = telegram.replies().await.remove(0);
    let (_, data) = menu.buttons().remove(0);
    telegram.api.presses(ASKER, GROUP, menu.id, &data);
    let chosen = telegram.replies().await.remove(0);
    assert_eq!(
        (chosen.reply_to, chosen.thread),
        (Some(menu.id), Some(first))
    );
    // What a topic opens with is no message of the bot, even if it opened it; nothing is said to that.
    telegram.api.says_in_topic(GROUP, second, ASKER, QUESTION);
    assert!(telegram.replies().await.is_empty());
}

#[tokio::test]
async fn what_is_personal_leads_to_the_private_chat() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.api.reads_all_group_messages(true);
    telegram.api.group(GROUP, "Rada");
    for asked in [
        "/wypisz",
        "/pytania",
        "@LacznikTestBot wypisz mnie z newslettera",
    ] {
        telegram.api.says_in(GROUP, ASKER, asked);
        let read = telegram.replies().await;
        assert!(read[0].text.contains("prywatn"), "{read:?}");
        let rows = read[0].rows();
        let link = rows[0][0]["url"].as_str().unwrap();
        let payload = link.strip_prefix("https://t.me/LacznikTestBot?start=");
        telegram.api.starts(2002, payload.unwrap());
        let private = telegram.replies().await;
        assert!(
            !private.is_empty() && private[0].chat == 2002,
            "{private:?}"
        );
        assert!(!private[0].text.contains("Nie rozumiem"), "{private:?}");
    }
    // An answer that is cut short in the group is whole behind its button.
    telegram
        .api
        .says_in(GROUP, ASKER, &format!("@LacznikTestBot {QUESTION}"));
    let read = telegram.replies().await;
    let links = read[0].rows().into_iter().flatten();
    let link = links
        .filter_map(|button| button["url"].as_str().map(str::to_owned))
        .next();
    let link = link.unwrap();
    telegram
        .api
        .starts(3003, link.split_once("?start=").unwrap().1);
    let private = telegram.replies().await;
    assert!(
        private
            .iter()
            .any(|message| message.text.contains("Mały grant")),
        "{private:?}"
    );
}

#[tokio::test]
async fn an_officer_in_a_group_is_a_member_like_others() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    whole
        .bot
        .grant("asker", lacznik::domain::role::Role::Officer)
        .await;
    telegram.says("hipopotam fioletowy").await;
    telegram.api.group(GROUP, "Rada");
    let mut answers = Vec::new();
    for person in [ASKER, 2002] {
        telegram.api.says_in(GROUP, person, "/pytania");
        answers.push(telegram.replies().await.remove(0).text);
    }
    assert_eq!(answers[0], answers[1]);
    assert!(!answers[0].contains("hipopotam"));
    let own = telegram.says("/pytania").await;
    assert!(own[0].text.contains("hipopotam"), "{own:?}");
}

#[tokio::test]
async fn hello_is_said_once_and_after_a_removal_nothing_is() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    let joined = telegram.api.joins(GROUP, "Rada", ASKER);
    assert_eq!(telegram.replies().await.len(), 1);
    telegram.api.deliver_again(joined);
    telegram.api.joins(GROUP, "Rada", 2002);
    telegram.api.promotes(GROUP, ASKER);
    telegram.api.demotes(GROUP, ASKER);
    assert!(telegram.replies().await.is_empty());
    let notice = || vec![Outgoing::plain("Ogłoszenie")];
    whole
        .put("before", Lane::Bulk, &chat(GROUP), notice())
        .await;
    telegram.api.removed(GROUP, ASKER);
    telegram.handled().await;
    let asked = telegram.api.count_of("sendMessage");
    whole.put("after", Lane::Bulk, &chat(GROUP), notice()).await;
    whole
        .put("topic", Lane::Bulk, &topic(GROUP, 77), notice())
        .await;
    assert!(telegram.replies().await.is_empty());
    assert_eq!(telegram.api.count_of("sendMessage"), asked);
    assert_eq!(whole.fates().await[1..], ["undeliverable"; 3]);
}

#[tokio::test]
async fn in_a_channel_nothing_is_posted() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.says("/start").await;
    telegram.api.channel(CHANNEL, "Wieści", "wiesci");
    telegram.api.standing(CHANNEL, Standing::Left);
    telegram.api.promotes(CHANNEL, ASKER);
    let read = telegram.replies().await;
    assert_eq!(
        (read.len(), read[0].chat),
        (1, ASKER),
        "whoever brought it is told"
    );
    telegram
        .api
        .says_in(CHANNEL, ASKER, &format!("@LacznikTestBot {QUESTION}"));
    telegram.api.says_in(CHANNEL, ASKER, "/pomoc");
    assert!(telegram.replies().await.is_empty());
    // Somebody whom it does not know is told nothing either.
    telegram.api.removed(CHANNEL, 2002);
    telegram.api.promotes(CHANNEL, 2002);
    assert!(telegram.replies().await.is_empty());
    assert!(telegram.api.messages(CHANNEL).is_empty());
}
