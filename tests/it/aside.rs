//! People in the sight of others, who alone read the reply and cannot simply write back: one message, with a way on, by the
//! platform's own way to answer, and whatever waited for them.

use chrono::Duration;
use lacznik::domain::language::Language;
use lacznik::domain::message::{Block, ChatRef, Content, Does, Incoming, Outgoing, Platform};
use lacznik::domain::role::Role;
use lacznik::platform::SendError;

use crate::harness::{Plan, TestBot};
use crate::telegram_logs::log;

/// A question that gets two answers.
const TWO_MATTERS: &str = "do kiedy cit 8? i gdzie zglosic polkolonie";

const WAY_ON: &str = "Nowe pytanie";

fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
}

fn press(action: &str) -> Content {
    Content::Press(action.to_owned())
}

fn labels(message: &Outgoing) -> Vec<&str> {
    let buttons = message.buttons.iter();
    buttons.map(|button| button.label.as_str()).collect()
}

fn words(message: &Outgoing) -> String {
    serde_json::to_string(&message.blocks).unwrap()
}

fn headings(message: &Outgoing) -> usize {
    let is_heading = |block: &&Block| matches!(block, Block::Heading(_));
    message.blocks.iter().filter(is_heading).count()
}

fn absent() -> Plan {
    Plan::Fail(SendError::Absent("the token is dead".into()))
}

#[tokio::test]
async fn a_reply_is_one_message_by_the_handle_with_a_way_on() {
    let mut bot = TestBot::on_discord().await;
    for content in [
        text("/start"),
        text("/pomoc"),
        text("/tematy"),
        text("ile max na maly grant teraz"),
        text(TWO_MATTERS),
        text("hipopotam fioletowy"),
        text("dzień dobry"),
        text("..."),
        text("/start f_nie-ma"),
        press("n:77:0"),
        press("c:language"),
        press("u:WKS"),
    ] {
        let shown = bot.aside("ewa", content.clone()).await;
        assert_eq!(shown.len(), 1, "{content:?}");
        let handle = shown[0].handle.as_ref().unwrap();
        assert!(handle.placeholder && handle.token.starts_with("token-"));
        let labels = labels(&shown[0]);
        assert_eq!(labels.last(), Some(&WAY_ON), "{content:?}");
        let ways = labels.iter().filter(|label| **label == WAY_ON);
        assert_eq!(ways.count(), 1, "{content:?}");
    }
    assert!(bot.messenger.chats().iter().all(|chat| chat == "@ewa"));
}

#[tokio::test]
async fn two_answers_are_one_message_whose_buttons_say_what_they_belong_to() {
    let mut bot = TestBot::on_discord().await;
    let private = bot.incoming("ewa", text(TWO_MATTERS));
    let apart = bot.replies(&private).await;
    assert_eq!(apart.len(), 2);
    let joined = bot.aside("ewa", text(TWO_MATTERS)).await;
    assert_eq!(joined.len(), 1);
    let together: usize = apart.iter().map(headings).sum();
    assert_eq!(headings(&joined[0]), together);
    let not_it = |label: &&str| label.starts_with("To nie to");
    let labels = labels(&joined[0]);
    let of_each: Vec<&str> = labels.iter().copied().filter(not_it).collect();
    assert!(
        of_each.len() == 2 && of_each[0] != of_each[1],
        "{of_each:?}"
    );
    assert!(of_each.iter().all(|label| label.starts_with("To nie to: ")));
    let humans = labels
        .iter()
        .filter(|label| **label == "Porozmawiaj z człowiekiem");
    assert_eq!(humans.count(), 1);
    let does = |message: &Outgoing| -> Vec<Does> {
        let buttons = message.buttons.iter();
        buttons.map(|button| button.does.clone()).collect()
    };
    let kept = does(&joined[0]);
    for button in apart.iter().flat_map(does) {
        // It carries the number of its question.
        let not_it = matches!(&button, Does::Action(action) if action.starts_with("n:"));
        assert!(not_it || kept.contains(&button), "{button:?}");
    }
}

#[tokio::test]
async fn a_reply_that_is_too_long_uses_the_place_of_the_handle_once() {
    let mut bot = TestBot::on_discord().await;
    let mut knowledge = lacznik::app::example().unwrap();
    let entry = knowledge
        .entries
        .iter_mut()
        .find(|entry| entry.id == "cit-8-termin")
        .unwrap();
    entry.answer = vec!["Zdanie jest tutaj. ".repeat(20).trim().to_owned(); 20].join("\n\n");
    bot.learns(&knowledge).await;
    let parts = bot.aside("ewa", press("e:cit-8-termin")).await;
    assert_eq!(parts.len(), 2, "5000 characters each");
    let places: Vec<bool> = parts
        .iter()
        .map(|part| part.handle.as_ref().unwrap().placeholder)
        .collect();
    assert_eq!(places, [true, false]);
    assert!(labels(&parts[0]).is_empty() && labels(&parts[1]).contains(&WAY_ON));
}

#[tokio::test]
async fn a_reply_in_private_goes_by_its_handle_and_only_its_first_message_in_its_place() {
    let mut bot = TestBot::on_discord().await;
    let handle = bot.incoming_aside("ewa", text("")).handle;
    let incoming = Incoming {
        handle,
        ..bot.incoming("ewa", text(TWO_MATTERS))
    };
    let shown = bot.replies(&incoming).await;
    let place = |message: &Outgoing| message.handle.as_ref().unwrap().placeholder;
    assert_eq!(shown.iter().map(place).collect::<Vec<_>>(), [true, false]);
    assert!(
        shown
            .iter()
            .all(|message| !labels(message).contains(&WAY_ON))
    );
}

#[tokio::test]
async fn nobody_is_told_to_simply_write() {
    let mut bot = TestBot::on_discord().await;
    for content in [
        text("/start"),
        text("/pomoc"),
        text("dzień dobry"),
        text("..."),
        text("/start f_nie-ma"),
        text("/zapytaj"),
        text("bieg uliczny"),
    ] {
        let incoming = bot.incoming("jan", content.clone());
        let private = bot.replies(&incoming).await;
        let aside = bot.aside("ewa", content.clone()).await;
        assert_ne!(words(&aside[0]), words(&private[0]), "{content:?}");
        for wrong in [
            "Wystarczy napisać",
            "odpisać",
            "Proszę napisać",
            "odpowiedzieć na tę",
            "prywatnie wystarczy",
        ] {
            assert!(!words(&aside[0]).contains(wrong), "{content:?}: {wrong}");
        }
    }
    let help = bot.aside("ewa", text("/pomoc")).await;
    assert!(
        words(&help[0]).contains("/zapytaj – pytanie własnymi słowami"),
        "{help:?}"
    );
    let asked = bot.aside("ewa", text("/zapytaj")).await;
    assert!(asked[0].asks && words(&asked[0]).contains("w poleceniu /zapytaj"));
}

#[tokio::test]
async fn the_introduction_is_said_once_to_each_person() {
    let mut bot = TestBot::on_discord().await;
    let first = bot.aside("ewa", text("ile max na maly grant teraz")).await;
    assert!(words(&first[0]).contains("Zapamiętuję numery"));
    let second = bot.aside("ewa", text("ile max na maly grant teraz")).await;
    assert!(!words(&second[0]).contains("Zapamiętuję numery"));
    let other = bot.aside("jan", text("/start")).await;
    assert!(words(&other[0]).contains("Zapamiętuję numery"));
}

#[tokio::test]
async fn a_conversation_goes_on_aside() {
    let mut bot = TestBot::on_discord().await;
    let asked = bot.aside("ewa", text("bieg uliczny")).await;
    let option = asked[0]
        .buttons
        .iter()
        .find(|button| button.label.contains("Obwodowa"))
        .unwrap();
    let incoming = Incoming {
        message: Some("17".to_owned()),
        ..bot.incoming_aside("ewa", press(option.action().unwrap()))
    };
    let chosen = bot.replies(&incoming).await;
    assert_eq!(
        chosen[0].replaces.as_deref(),
        Some("17"),
        "the menu is done with"
    );
    assert_eq!(chosen[0].reply_to, None);
    // A command can answer the question as well.
    bot.aside("jan", text("/zapytaj bieg uliczny")).await;
    let named = bot.aside("jan", text("/zapytaj Obwodowa")).await;
    assert_eq!(headings(&named[0]), headings(&chosen[0]));
    let answer = bot.aside("ewa", text("ile max na maly grant teraz")).await;
    let not_it = answer[0]
        .buttons
        .iter()
        .find(|button| button.label == "To nie to")
        .unwrap();
    let next = bot.aside("ewa", press(not_it.action().unwrap())).await;
    assert!(
        !words(&next[0]).contains("wcześniejszej rozmowy"),
        "{next:?}"
    );
}

#[tokio::test]
async fn the_officer_may_do_aside_what_is_refused_in_a_group() {
    let mut bot = TestBot::on_discord().await;
    bot.aside("jan", text("hipopotam fioletowy")).await;
    let refused = bot.aside("jan", text("/pytania")).await;
    assert!(words(&refused[0]).contains("tylko dla pełnomocnika"));
    bot.grant("ola", Role::Officer).await;
    let list = bot.aside("ola", text("/pytania")).await;
    assert!(words(&list[0]).contains("hipopotam"), "{list:?}");
    let language = bot.aside("jan", text("/jezyk")).await;
    assert!(labels(&language[0]).contains(&"English"));
}

#[tokio::test]
async fn a_fault_is_told_by_the_handle() {
    let mut bot = TestBot::on_discord().await;
    bot.spoil("DROP TABLE roles").await;
    let incoming = Incoming {
        language: Some(Language::English),
        ..bot.incoming_aside("ewa", text("/pomoc"))
    };
    let apology = bot.replies(&incoming).await;
    assert!(
        words(&apology[0]).contains("Something went wrong"),
        "{apology:?}"
    );
    assert_eq!(apology[0].handle, incoming.handle);
    assert_eq!(labels(&apology[0]), ["New question"]);
}

#[tokio::test]
async fn what_could_not_be_said_is_said_when_the_person_comes_back() {
    let mut bot = TestBot::on_discord().await;
    bot.messenger.plan((0..8).map(|_| absent()));
    let first = bot.incoming_aside("ewa", text("/start"));
    bot.bot.handle(&first).await.unwrap();
    for _ in 0..8 {
        assert_eq!(bot.delivery.drain().await.unwrap().retried, 1);
        bot.clock.advance(Duration::minutes(15));
    }
    assert_eq!(bot.delivery.drain().await.unwrap().sent, 1, "the ninth try");
    bot.messenger.plan((0..8).map(|_| absent()));
    let second = bot.incoming_aside("ewa", text("/pomoc"));
    bot.bot.handle(&second).await.unwrap();
    for _ in 0..8 {
        bot.delivery.drain().await.unwrap();
        bot.clock
            .advance(Duration::minutes(15) - Duration::seconds(1));
    }
    // The next try is not due yet; they come back in time, and get both, the older first, by their new way.
    bot.messenger.plan([absent()]);
    bot.delivery.drain().await.unwrap();
    bot.clock.advance(Duration::seconds(5));
    let jan = bot.incoming_aside("jan", text("/tematy"));
    bot.bot.handle(&jan).await.unwrap();
    assert_eq!(
        bot.delivery.drain().await.unwrap().sent,
        1,
        "somebody else's step changes nothing"
    );
    let third = bot.incoming_aside("ewa", text("/jezyk"));
    bot.bot.handle(&third).await.unwrap();
    assert_eq!(bot.settle().await.sent, 2);
    let said = bot.messenger.accepted();
    let [.., older, newer] = &said[..] else {
        panic!("{said:?}")
    };
    assert!(words(older).contains("Co można zrobić") && words(newer).contains("W jakim języku"));
    // Whatever goes first stands where the platform shows that an answer comes.
    let way = third.handle.unwrap();
    assert_eq!(older.handle.as_ref(), Some(&way));
    assert_eq!(newer.handle, Some(way.without_place()));
}

#[tokio::test]
async fn a_way_to_answer_that_still_lives_is_kept() {
    let mut bot = TestBot::on_discord().await;
    bot.messenger.plan([Plan::Fail(SendError::Retry {
        not_before: None,
        cause: "flood".into(),
    })]);
    let first = bot.incoming_aside("ewa", text("/start"));
    bot.bot.handle(&first).await.unwrap();
    bot.delivery.drain().await.unwrap();
    let second = bot.incoming_aside("ewa", text("/pomoc"));
    bot.bot.handle(&second).await.unwrap();
    bot.settle().await;
    let handles: Vec<_> = bot
        .messenger
        .accepted()
        .into_iter()
        .map(|message| message.handle)
        .collect();
    assert_eq!(handles, [first.handle, second.handle]);
}

#[tokio::test]
async fn an_answer_without_a_way_does_not_keep_a_later_one_from_its_place() {
    let mut bot = TestBot::on_discord().await;
    let first = bot.incoming_aside("ewa", text("/start"));
    let second = bot.incoming_aside("ewa", text("/pomoc"));
    bot.bot.handle(&first).await.unwrap();
    bot.bot.handle(&second).await.unwrap();
    bot.messenger.plan([absent()]);
    bot.delivery.drain().await.unwrap();
    let said = bot.messenger.accepted();
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].handle, second.handle);
}

/// An answer in two parts, for which there was no way.
async fn in_two_parts(bot: &mut TestBot) -> Incoming {
    let mut knowledge = lacznik::app::example().unwrap();
    let mut entries = knowledge.entries.iter_mut();
    let entry = entries.find(|entry| entry.id == "cit-8-termin").unwrap();
    entry.answer = vec!["Zdanie jest tutaj. ".repeat(20).trim().to_owned(); 20].join("\n\n");
    bot.learns(&knowledge).await;
    let asked = bot.incoming_aside("ewa", press("e:cit-8-termin"));
    bot.messenger.plan([absent()]);
    bot.bot.handle(&asked).await.unwrap();
    let step = bot.delivery.drain().await.unwrap();
    assert_eq!((step.retried, step.sent), (1, 0));
    asked
}

/// The threads of what waits, in its order.
async fn threads(bot: &TestBot) -> Vec<String> {
    bot.texts("SELECT thread FROM outbox WHERE status <> 'sent' ORDER BY id")
        .await
}

#[tokio::test]
async fn an_answer_in_parts_takes_the_new_way_as_a_whole_and_in_order() {
    let mut bot = TestBot::on_discord().await;
    let asked = in_two_parts(&mut bot).await;
    assert_eq!(threads(&bot).await, [&*asked.update, &*asked.update]);
    // Only the first part was tried; the second has the same dead way.
    let next = bot.incoming_aside("ewa", text("/pomoc"));
    bot.bot.handle(&next).await.unwrap();
    assert_eq!(threads(&bot).await, [&*next.update; 3]);
    assert_eq!(bot.settle().await.sent, 3);
    let said = bot.messenger.accepted();
    let handles: Vec<_> = said.iter().map(|one| one.handle.clone()).collect();
    let way = next.handle.unwrap();
    let later = || Some(way.clone().without_place());
    assert_eq!(handles, [Some(way.clone()), later(), later()]);
    assert!(labels(&said[0]).is_empty() && words(&said[2]).contains("Co można zrobić"));
    let people = "SELECT DISTINCT chat || thread FROM conversations";
    assert_eq!(bot.texts(people).await, ["@ewa"], "one conversation");
}

#[tokio::test]
async fn a_part_on_its_way_keeps_the_others_behind_it() {
    let mut bot = TestBot::on_discord().await;
    let asked = in_two_parts(&mut bot).await;
    bot.clock.advance(Duration::minutes(20));
    bot.spoil(
        "UPDATE outbox SET status = 'sending', lease_until = not_before + 1260000 WHERE part = 0",
    )
    .await;
    let next = bot.incoming_aside("ewa", text("/pomoc"));
    bot.bot.handle(&next).await.unwrap();
    assert_eq!(
        threads(&bot).await,
        [&*asked.update, &*asked.update, &*next.update]
    );
    let step = bot.delivery.drain().await.unwrap();
    assert_eq!(step.sent, 1, "the new answer, in its place");
    let answer = bot.messenger.accepted().pop().unwrap();
    assert_eq!(answer.handle, next.handle);
    bot.clock.advance(Duration::minutes(2));
    assert_eq!(bot.settle().await.sent, 2);
    let said = bot.messenger.accepted();
    let last = said.last().unwrap();
    assert!(
        labels(last).contains(&WAY_ON),
        "the last part comes last: {said:?}"
    );
}

#[tokio::test]
async fn the_waits_begin_anew_when_the_person_comes_back() {
    let mut bot = TestBot::on_discord().await;
    let retry = || {
        Plan::Fail(SendError::Retry {
            not_before: None,
            cause: "not yet".into(),
        })
    };
    let first = bot.incoming_aside("ewa", text("/start"));
    bot.messenger.plan((0..6).map(|_| retry()));
    bot.bot.handle(&first).await.unwrap();
    for _ in 0..6 {
        assert_eq!(bot.delivery.drain().await.unwrap().retried, 1);
        bot.clock.advance(Duration::seconds(64));
    }
    let second = bot.incoming_aside("ewa", text("/pomoc"));
    bot.bot.handle(&second).await.unwrap();
    bot.messenger.plan([retry()]);
    assert_eq!(bot.delivery.drain().await.unwrap().sent, 1, "the other one");
    bot.clock.advance(Duration::seconds(2));
    assert_eq!(bot.settle().await.sent, 1);
}

#[tokio::test]
async fn what_is_no_reply_comes_before_the_answer_whose_place_it_takes() {
    let mut bot = TestBot::on_discord().await;
    let first = bot.incoming_aside("ewa", text("/start"));
    bot.messenger.plan([absent()]);
    bot.bot.handle(&first).await.unwrap();
    bot.delivery.drain().await.unwrap();
    bot.spoil("UPDATE outbox SET lane = 3").await;
    let second = bot.incoming_aside("ewa", text("/pomoc"));
    bot.bot.handle(&second).await.unwrap();
    assert_eq!(bot.settle().await.sent, 2);
    let said = bot.messenger.accepted();
    assert!(!words(&said[0]).contains("Co można zrobić"));
    assert_eq!(said[0].handle, second.handle);
    assert!(words(&said[1]).contains("Co można zrobić"));
}

#[tokio::test]
async fn on_discord_a_private_message_wakes_what_waits_there_and_elsewhere_nothing_does() {
    let mut bot = TestBot::on_discord().await;
    let retry = || {
        Plan::Fail(SendError::Retry {
            not_before: None,
            cause: "away".into(),
        })
    };
    bot.messenger.plan([retry()]);
    for command in ["/start", "/pomoc"] {
        let incoming = bot.incoming("ewa", text(command));
        bot.bot.handle(&incoming).await.unwrap();
        bot.delivery.drain().await.unwrap();
    }
    assert_eq!(bot.messenger.accepted().len(), 2);
    let mut bot = TestBot::new().await;
    bot.messenger.plan([retry()]);
    for command in ["/start", "/pomoc"] {
        let incoming = bot.incoming("ewa", text(command));
        bot.bot.handle(&incoming).await.unwrap();
        bot.delivery.drain().await.unwrap();
    }
    assert_eq!(bot.messenger.accepted().len(), 0);
}

#[tokio::test]
async fn who_never_comes_back_is_nobodys_fault() {
    let mut bot = TestBot::on_discord().await;
    bot.messenger.plan((0..1000).map(|_| absent()));
    let incoming = bot.incoming_aside("ewa", text("/start"));
    bot.bot.handle(&incoming).await.unwrap();
    let begin = bot.clock_now();
    while bot.delivery.drain().await.unwrap().retried == 1 {
        bot.clock.advance(Duration::minutes(15));
    }
    let hours = (bot.clock_now() - begin).num_hours();
    assert_eq!(hours, i64::from(bot.config.delivery.give_up_hours));
    assert!(bot.dead().await.is_empty());
    let fates = bot.texts("SELECT status || ' ' || error FROM outbox").await;
    assert_eq!(fates, ["undeliverable the token is dead"]);
    // The person is not gone: what is said next is tried.
    assert_eq!(bot.count("SELECT count(*) FROM chats").await, 0);
    assert_eq!(bot.count("SELECT count(*) FROM officer_notes").await, 0);
}

#[tokio::test]
async fn that_nobody_came_back_yet_is_no_trouble() {
    let log = log();
    let mut bot = TestBot::on_discord().await;
    let cause = "3f8a was not there";
    bot.messenger.plan([
        Plan::Fail(SendError::Absent(format!("absent {cause}"))),
        Plan::Fail(SendError::NotAllowed(format!("not allowed {cause}"))),
    ]);
    let incoming = bot.incoming_aside("ewa", text("/start"));
    bot.bot.handle(&incoming).await.unwrap();
    bot.delivery.drain().await.unwrap();
    bot.clock.advance(Duration::minutes(15));
    bot.delivery.drain().await.unwrap();
    let log = log.text();
    let lines = log.lines().filter(|line| line.contains(cause));
    let retries: Vec<&str> = lines
        .filter(|line| line.contains("will try again"))
        .collect();
    assert_eq!(retries.len(), 2, "{retries:?}");
    assert!(retries[0].contains("DEBUG") && retries[0].contains("absent 3f8a"));
    assert!(retries[1].contains("WARN"), "{retries:?}");
}

#[tokio::test]
async fn a_person_aside_who_is_gone_is_one_person() {
    let mut bot = TestBot::on_discord().await;
    bot.messenger
        .plan([Plan::Fail(SendError::Gone("deleted".into()))]);
    let incoming = bot.incoming_aside("ewa", text("/start"));
    bot.bot.handle(&incoming).await.unwrap();
    assert_eq!(bot.settle().await.undeliverable, 1);
    let chats = bot
        .texts("SELECT chat || ' ' || place || ' ' || state FROM chats")
        .await;
    assert_eq!(chats, ["@ewa private gone"]);
    assert_eq!(bot.aside("ewa", text("/pomoc")).await.len(), 1);
    assert_eq!(bot.count("SELECT count(*) FROM chats").await, 0);
}

#[tokio::test]
async fn the_language_of_the_app_is_remembered_until_a_better_one_is_known() {
    let mut bot = TestBot::on_discord().await;
    let says = |bot: &mut TestBot, content, language| Incoming {
        language,
        ..bot.incoming_aside("ewa", content)
    };
    let incoming = says(&mut bot, text("/start"), Some(Language::English));
    assert!(words(&bot.replies(&incoming).await[0]).contains("help for NGOs"));
    // This event does not tell.
    let incoming = says(&mut bot, press("u:WKS"), None);
    assert!(words(&bot.replies(&incoming).await[0]).contains("Town hall."));
    let incoming = says(&mut bot, press("u:WKS"), Some(Language::Ukrainian));
    assert!(words(&bot.replies(&incoming).await[0]).contains("Мерія."));
    let incoming = says(&mut bot, press("l:pl"), Some(Language::English));
    bot.replies(&incoming).await;
    let incoming = says(&mut bot, press("u:WKS"), Some(Language::English));
    assert!(
        words(&bot.replies(&incoming).await[0]).contains("Urząd miasta."),
        "it was chosen"
    );
}

#[tokio::test]
async fn people_who_are_answered_aside_have_no_chat_to_look_into() {
    let mut bot = TestBot::on_discord().await;
    let begin = bot.clock_now();
    for person in ["a", "b", "c"] {
        bot.aside(person, text("/start")).await;
    }
    let private = bot.incoming("ewa", text("/start"));
    bot.reply_to(&private).await;
    bot.clock.advance(Duration::seconds(1));
    for person in ["a", "b", "c"] {
        bot.aside(person, text("/start")).await;
    }
    let recent = bot
        .bot
        .recent_chats(Platform::Discord, begin, 2)
        .await
        .unwrap();
    assert_eq!(recent, [ChatRef::private(Platform::Discord, "ewa")]);
}
