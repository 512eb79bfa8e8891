//! Bad input through the front door: always an answer, never harm.

use lacznik::domain::message::{Content, Unreadable};

use crate::harness::TestBot;

#[tokio::test]
async fn an_empty_message_gets_a_hint() {
    let mut bot = TestBot::new().await;
    for empty in [
        "",
        "   ",
        "\n\t",
        "\u{200f}\u{202e}\u{200b}",
        "\u{0}\u{7}\u{1b}",
    ] {
        let reply = bot.says(empty).await;
        assert!(
            reply.starts_with("Wiadomość jest pusta."),
            "{empty:?}: {reply}"
        );
    }
}

#[tokio::test]
async fn a_message_without_words_is_answered() {
    let mut bot = TestBot::new().await;
    for text in [
        "🎉🎉🎉",
        "???",
        "12345 67890",
        "…",
        ":-)",
        "١٢٣",
        "4",
        "0",
        "2026",
    ] {
        let reply = bot.says(text).await;
        assert!(
            reply.contains("Nie rozumiem tej wiadomości"),
            "{text}: {reply}"
        );
    }
}

#[tokio::test]
async fn what_is_no_text_is_answered() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    let incoming = bot.incoming("asker", Content::Unreadable(Unreadable::Other));
    assert!(
        bot.reply_to(&incoming)
            .await
            .starts_with("Nie potrafię odczytać tej wiadomości.")
    );
}

#[tokio::test]
async fn a_hundred_thousand_characters_are_cut_and_that_is_said() {
    let mut bot = TestBot::new().await;
    for unit in ["mały grant ", "ż", "🎉", "a\n"] {
        let text = unit.repeat(100_000 / unit.chars().count());
        let reply = bot.says(&text).await;
        assert!(
            reply.contains("Biorę pod uwagę pierwsze 4000 znaków."),
            "{unit}: {reply}"
        );
        assert!(reply.len() < 5_000);
    }
}

#[tokio::test]
async fn marks_of_direction_and_control_do_not_change_the_answer() {
    let mut bot = TestBot::new().await;
    let plain = bot.says("ile max na maly grant teraz").await;
    let marked = bot
        .says("ile \u{202e}max\u{200f} na ma\u{200b}ly gr\u{0}ant\u{7} teraz\u{feff}")
        .await;
    assert_eq!(marked, plain);
}

#[tokio::test]
async fn sql_html_and_placeables_are_words_like_any_other() {
    let mut bot = TestBot::new().await;
    let texts = [
        "'; DROP TABLE outbox; --",
        "<b>mały grant</b> <script>alert(1)</script>",
        "{ $office } { start-who } {0} %s %n {{}}",
        "*pogrubienie* _kursywa_ [link](https://example.org) @everyone",
        "${jndi:ldap://example.org/a}",
    ];
    for text in texts {
        let reply = bot.says(text).await;
        assert!(!reply.is_empty());
        for part in [
            "<b>",
            "<script>",
            "DROP TABLE",
            "@everyone",
            "jndi",
            "Urząd Miasta Przykładowo,",
        ] {
            assert!(!reply.contains(part), "{text}: {reply}");
        }
    }
    assert!(bot.count("SELECT count(*) FROM outbox").await > 0);
}

#[tokio::test]
async fn what_is_kept_of_a_question_has_no_numbers_and_no_author() {
    let mut bot = TestBot::new().await;
    bot.says("hipopotam fioletowy 44051401359 jan@example.org")
        .await;
    let kept = bot
        .texts("SELECT kind || '|' || subject || '|' || text FROM officer_notes")
        .await;
    assert_eq!(kept, ["unanswered||hipopotam fioletowy […] […]"]);
}

#[tokio::test]
async fn a_button_that_means_nothing_gets_an_answer() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    for action in [
        "",
        "e:",
        "e:nie-ma-takiego",
        "r:x",
        "o:a:b",
        "u:XX",
        "n:1:99",
        "x:7",
        "zzz",
        "l:de",
        "n:-1:0",
    ] {
        let reply = bot.presses_action(action).await;
        assert!(
            reply.starts_with("Ten przycisk należy do wcześniejszej rozmowy."),
            "{action}: {reply}"
        );
    }
}

#[tokio::test]
async fn a_command_with_a_typo_is_suggested() {
    let mut bot = TestBot::new().await;
    assert!(bot.says("/pomc").await.contains("Czy chodzi o /pomoc?"));
    assert!(
        bot.says("/kontkat")
            .await
            .contains("Czy chodzi o /kontakt?")
    );
    assert!(
        bot.says("/zzzzzzzz")
            .await
            .starts_with("Nie znam takiego polecenia.")
    );
    assert!(bot.says("/").await.contains("Nie rozumiem tej wiadomości"));
}
