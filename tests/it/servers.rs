//! Servers of channels: one hello, one row, closed together.

use lacznik::domain::message::{Content, Incoming, Place, Presence};

use crate::harness::TestBot;

fn joined(channel: &str, server: &str) -> Content {
    Content::Presence(Presence::Joined {
        title: Some(format!("Rada NGO #{channel}")),
        server: Some(server.to_owned()),
    })
}

/// The bot comes to a channel of a server.
async fn comes(bot: &mut TestBot, channel: &str, server: &str) -> String {
    let incoming = bot.incoming_in(channel, "", joined(channel, server));
    bot.reply_to(&incoming).await
}

async fn leaves(bot: &mut TestBot, chat: &str) -> String {
    let incoming = bot.incoming_in(chat, "", Content::Presence(Presence::Left));
    bot.reply_to(&incoming).await
}

async fn known(bot: &TestBot) -> Vec<String> {
    const KNOWN: &str =
        "SELECT server || ' ' || chat || ' ' || title || ' ' || state FROM chats ORDER BY chat";
    bot.texts(KNOWN).await
}

async fn told(bot: &TestBot) -> Vec<String> {
    bot.texts("SELECT kind || ' ' || subject || ' ' || count FROM officer_notes")
        .await
}

#[tokio::test]
async fn the_hello_of_a_server_speaks_of_a_server() {
    let mut bot = TestBot::on_discord().await;
    insta::assert_snapshot!(comes(&mut bot, "ogolny", "77").await, @r"
    Łącznik: pomoc dla organizacji pozarządowych

    Jestem automatem. Odpowiada za mnie Urząd Miasta Przykładowo, Biuro Współpracy z
    Organizacjami – Pełnomocnik ds. NGO.

    Odpowiadam na pytania o prawo, dotacje i terminy sprawdzonymi tekstami i mówię,
    z kim rozmawiać.

    Żeby o coś zapytać na tym serwerze, wystarczy:

    - wpisać polecenie /zapytaj; całą odpowiedź zobaczy tylko pytający,
    - oznaczyć mnie (@) albo odpowiedzieć na moją wiadomość; odpowiem krótko i
      zobaczą to wszyscy.

    Czytam tylko to, co jest do mnie skierowane. Na inne wiadomości nie reaguję i
    ich nie zapisuję.

    Ogłoszenia na kanale włącza poleceniem /subskrypcje ktoś, kto ma prawo
    „Zarządzanie kanałami”.

    Dane przykładowe: miasto Przykładowo jest zmyślone.

    [1] Zapytaj prywatnie
    ");
}

#[tokio::test]
async fn one_channel_of_a_server_is_enough() {
    let mut bot = TestBot::on_discord().await;
    assert!(comes(&mut bot, "ogolny", "77").await.starts_with("Łącznik"));
    assert_eq!(comes(&mut bot, "ogolny", "77").await, "");
    // Another channel is better suited by now: still one row, and nothing is said twice.
    assert_eq!(comes(&mut bot, "wiesci", "77").await, "");
    assert_eq!(known(&bot).await, ["77 wiesci Rada NGO #wiesci open"]);
    assert!(comes(&mut bot, "ogolny", "78").await.starts_with("Łącznik"));
    bot.spoil("UPDATE chats SET state = 'no_rights' WHERE server = '77'")
        .await;
    assert_eq!(comes(&mut bot, "wiesci", "77").await, "");
    assert_eq!(
        known(&bot).await,
        [
            "78 ogolny Rada NGO #ogolny open",
            "77 wiesci Rada NGO #wiesci open"
        ]
    );
}

#[tokio::test]
async fn a_server_that_is_left_is_closed_and_told_once() {
    let mut bot = TestBot::on_discord().await;
    comes(&mut bot, "ogolny", "77").await;
    comes(&mut bot, "inny", "78").await;
    bot.spoil(
        "INSERT INTO chats (platform, chat, place, title, state, server, changed_at)
            VALUES ('discord', 'drugi', 'group', 'Rada NGO #drugi', 'open', '77', 1)",
    )
    .await;
    let waiting = bot.incoming_in("drugi", "ewa", Content::Text("/pomoc".to_owned()));
    bot.bot.handle(&waiting).await.unwrap();
    for _ in 0..2 {
        assert_eq!(leaves(&mut bot, "77").await, "");
    }
    assert_eq!(
        known(&bot).await,
        [
            "77 drugi Rada NGO #drugi gone",
            "78 inny Rada NGO #inny open",
            "77 ogolny Rada NGO #ogolny gone",
        ]
    );
    assert_eq!(told(&bot).await, ["chat_gone Rada NGO #drugi 1"]);
    let fates = bot
        .texts("SELECT status FROM outbox WHERE chat = 'drugi'")
        .await;
    assert_eq!(fates, ["undeliverable"]);
    assert!(
        comes(&mut bot, "ogolny", "77").await.starts_with("Łącznik"),
        "back again"
    );
    assert_eq!(
        known(&bot).await,
        [
            "78 inny Rada NGO #inny open",
            "77 ogolny Rada NGO #ogolny open"
        ]
    );
}

#[tokio::test]
async fn a_channel_that_is_gone_is_closed_alone_and_writing_there_opens_it() {
    let mut bot = TestBot::on_discord().await;
    comes(&mut bot, "ogolny", "77").await;
    comes(&mut bot, "inny", "78").await;
    leaves(&mut bot, "ogolny").await;
    assert_eq!(
        known(&bot).await,
        [
            "78 inny Rada NGO #inny open",
            "77 ogolny Rada NGO #ogolny gone"
        ]
    );
    let incoming = bot.incoming_in("ogolny", "ewa", Content::Text("/pomoc".to_owned()));
    bot.reply_to(&incoming).await;
    assert_eq!(known(&bot).await[1], "77 ogolny Rada NGO #ogolny open");
    assert_eq!(
        comes(&mut bot, "ogolny", "77").await,
        "",
        "the server is known still"
    );
}

#[tokio::test]
async fn a_public_answer_on_a_server_leads_to_a_private_question() {
    let mut bot = TestBot::on_discord().await;
    for text in [
        "/start",
        "hipopotam fioletowy",
        "wolontariusz",
        "/pomoc",
        "dzień dobry",
        "/zapytaj",
        "/start f_nie-ma",
    ] {
        let incoming = bot.incoming_in("ogolny", "ewa", Content::Text(text.to_owned()));
        let shown = bot.replies(&incoming).await;
        let said = format!("{:?}", shown[0].blocks);
        // What is simply written there is not read.
        for wrong in ["Proszę napisać", "w grupie", "Najprościej napisać"] {
            assert!(!said.contains(wrong), "{text}: {said}");
        }
        let last = shown[0].buttons.last().unwrap();
        assert_eq!(
            (last.label.as_str(), last.action()),
            ("Zapytaj prywatnie", Some("c:ask"))
        );
    }
    let incoming = Incoming {
        place: Place::Group,
        ..bot.incoming_in("ogolny", "ewa", Content::Text("/jezyk".to_owned()))
    };
    let said = bot.reply_to(&incoming).await;
    assert!(said.contains("tylko prywatnie") && said.contains("polecenie /jezyk:"));
    let which = Content::Text("zmieniliśmy prezesa, co teraz".to_owned());
    let incoming = bot.incoming_in("ogolny", "ewa", which);
    assert!(!bot.reply_to(&incoming).await.contains("odpisać"));
}
