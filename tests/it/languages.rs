//! Polish, English, Ukrainian: by what a person writes, or as they chose.

use crate::harness::TestBot;

#[tokio::test]
async fn the_bot_answers_in_the_language_that_it_is_asked_in() {
    let mut bot = TestBot::new().await;
    let english = bot
        .says("how to found an association, how many people")
        .await;
    assert!(
        english.contains("7 people") && english.contains("Legal basis"),
        "{english}"
    );
    let ukrainian = bot.says("хто займається грантами на спорт?").await;
    assert!(
        ukrainian.contains("Wydział Kultury Fizycznej i Sportu"),
        "{ukrainian}"
    );
    assert!(
        bot.labels().iter().any(|label| label.contains("людин")),
        "{ukrainian}"
    );
    assert!(
        bot.says("kto zajmuje się sportem")
            .await
            .contains("Dziś otwarte")
    );
}

#[tokio::test]
async fn a_chosen_language_stays() {
    let mut bot = TestBot::new().await;
    bot.says("/language").await;
    let set = bot.presses("English").await;
    assert!(set.to_lowercase().contains("english"), "{set}");
    let reply = bot.says("kto zajmuje sie dotacjami na sport").await;
    let reply = reply.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(reply.contains("Open today until 17:00"), "{reply}");
    assert!(reply.contains("is in Polish"), "{reply}");
}

#[tokio::test]
async fn an_entry_without_a_translation_is_shown_in_polish_with_a_sentence_about_it() {
    let knowledge = lacznik::app::example().unwrap();
    let entry = knowledge
        .entries
        .iter()
        .find(|entry| entry.translations.is_empty())
        .unwrap();
    let mut bot = TestBot::new().await;
    bot.says("hello, how are you").await;
    let reply = bot.presses_action(&format!("e:{}", entry.id)).await;
    assert!(
        reply.contains(&entry.title) && reply.contains("in Polish"),
        "{reply}"
    );
}

#[tokio::test]
async fn polish_plural_forms_are_right() {
    let speech = lacznik::speech::Speech::default();
    let voice = speech.voice(lacznik::domain::language::Language::Polish);
    let days = |count: u32| voice.with("working-days", [("count", count.into())]);
    assert_eq!(days(1), "1 dnia roboczego");
    for count in [2, 5, 12, 22, 25] {
        assert_eq!(days(count), format!("{count} dni roboczych"));
    }
    let unconfirmed = |count: u32| voice.with("doctor-unconfirmed", [("count", count.into())]);
    assert!(unconfirmed(1).starts_with("1 odpowiedź jest"));
    assert!(unconfirmed(3).starts_with("3 odpowiedzi są"));
    assert!(unconfirmed(12).starts_with("12 odpowiedzi jest"));
    assert!(unconfirmed(22).starts_with("22 odpowiedzi są"));
}
