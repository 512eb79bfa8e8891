//! Subscriptions of one person: the menu, how often, quiet hours, leaving and coming back.

use lacznik::domain::message::{Content, Incoming, Presence};
use lacznik::domain::subscription::TEXT_VERSION;

use crate::harness::TestBot;

/// The history in the terminal, line by line.
pub async fn history(bot: &TestBot) -> Vec<String> {
    const HISTORY: &str =
        "SELECT topic || ' ' || what || ' ' || rhythm FROM consents JOIN destinations ON id = destination
        WHERE platform = 'terminal' ORDER BY number, topic";
    bot.texts(HISTORY).await
}

/// What is subscribed to in the terminal.
pub async fn active(bot: &TestBot) -> Vec<String> {
    const ACTIVE: &str = "SELECT chat || ' ' || topic || ' ' || rhythm FROM subscriptions
        JOIN destinations ON id = destination
        WHERE ended_at IS NULL AND platform = 'terminal' ORDER BY chat, topic";
    bot.texts(ACTIVE).await
}

#[tokio::test]
async fn the_menu_shows_every_topic_with_its_state() {
    let mut bot = TestBot::new().await;
    insta::assert_snapshot!(bot.says("/subskrypcje").await, @r"
    Ogłoszenia

    Na razie żaden temat nie jest subskrybowany, więc ogłoszenia nie przychodzą.

    Żeby włączyć albo wyłączyć temat, wystarczy wybrać go niżej.

    Włączenie tematu to zgoda na ogłoszenia. Wysyła je Urząd Miasta Przykładowo,
    Biuro Współpracy z Organizacjami – Pełnomocnik ds. NGO. Zapisuję numer tej
    rozmowy, tematy oraz czas zgody i jej końca, a 400 dni po wypisaniu to usuwam.
    Zgodę można cofnąć w każdej chwili: wystarczy napisać „wypisz mnie”.

    [1] Kultura i sztuka: nie
    [2] Sport: nie
    [3] Seniorzy: nie
    [4] Osoby z niepełnosprawnościami: nie
    [5] Zdrowie: nie
    [6] Pomoc społeczna: nie
    [7] Dzieci i młodzież: nie
    [8] Edukacja: nie
    [9] Ekologia: nie
    [10] Zwierzęta: nie
    [11] Turystyka i krajoznawstwo: nie
    [12] Wolontariat: nie
    [13] Integracja cudzoziemców: nie
    [14] Bezpieczeństwo i ratownictwo: nie
    [15] Wsparcie organizacji: nie
    [16] Profilaktyka uzależnień: nie
    [17] Pilne: nie
    ");
    insta::assert_snapshot!(bot.presses("Sport: nie").await, @r"
    Ogłoszenia

    Ogłoszenia na temat „Sport” będą przychodzić od razu.

    Subskrybowane tematy:

    - Sport: od razu

    Żeby włączyć albo wyłączyć temat, wystarczy wybrać go niżej.

    W nocy (od 20:00 do 8:00) niczego nie wysyłam, poza tematem „Pilne”.

    Włączenie tematu to zgoda na ogłoszenia. Wysyła je Urząd Miasta Przykładowo,
    Biuro Współpracy z Organizacjami – Pełnomocnik ds. NGO. Zapisuję numer tej
    rozmowy, tematy oraz czas zgody i jej końca, a 400 dni po wypisaniu to usuwam.
    Zgodę można cofnąć w każdej chwili: wystarczy napisać „wypisz mnie”.

    [1] Kultura i sztuka: nie
    [2] Sport: tak
    [3] Seniorzy: nie
    [4] Osoby z niepełnosprawnościami: nie
    [5] Zdrowie: nie
    [6] Pomoc społeczna: nie
    [7] Dzieci i młodzież: nie
    [8] Edukacja: nie
    [9] Ekologia: nie
    [10] Zwierzęta: nie
    [11] Turystyka i krajoznawstwo: nie
    [12] Wolontariat: nie
    [13] Integracja cudzoziemców: nie
    [14] Bezpieczeństwo i ratownictwo: nie
    [15] Wsparcie organizacji: nie
    [16] Profilaktyka uzależnień: nie
    [17] Pilne: nie
    [18] Jak często
    [19] Cisza nocna: tak
    [20] Wypisz ze wszystkiego
    ");
}

#[tokio::test]
async fn consent_is_kept_with_its_time_version_and_source() {
    let mut bot = TestBot::new().await;
    bot.says("/subskrypcje").await;
    bot.presses("Sport: nie").await;
    bot.presses("Sport: tak").await;
    let kept = "SELECT what || ' ' || text_version || ' ' || source || ' ' || at
        FROM consents JOIN destinations ON id = destination WHERE platform = 'terminal' ORDER BY number";
    let now = bot.clock_now().timestamp_millis();
    assert_eq!(
        bot.texts(kept).await,
        [
            format!("begun {TEXT_VERSION} chat {now}"),
            format!("ended  chat {now}"),
        ]
    );
}

#[tokio::test]
async fn pressing_twice_and_the_same_update_twice_change_nothing() {
    let mut bot = TestBot::new().await;
    bot.says("/subskrypcje").await;
    let (sport, culture) = (
        bot.action("Sport: nie"),
        bot.action("Kultura i sztuka: nie"),
    );
    let once = bot.presses_action(&sport).await;
    assert_eq!(bot.presses_action(&sport).await, once);
    bot.presses_action(&culture).await;
    let weekly = "s::weekly:sport";
    for action in [
        weekly,
        weekly,
        "s::off:kultura",
        "s::off:kultura",
        "s::loud",
        "s::loud",
    ] {
        bot.presses_action(action).await;
    }
    let lines = [
        "sport begun at_once",
        "kultura begun at_once",
        "sport rhythm weekly",
        "kultura ended at_once",
    ];
    assert_eq!(history(&bot).await, lines);
    bot.alone();
    let press = bot.incoming("asker", Content::Press("s::off:sport".into()));
    assert!(!bot.reply_to(&press).await.is_empty());
    assert_eq!(bot.reply_to(&press).await, "", "the same update");
    bot.presses_action(&culture).await;
    let ended = bot.presses_action("s::none").await;
    assert!(
        ended.contains("Zakończona subskrypcja: Kultura i sztuka."),
        "{ended}"
    );
    assert_eq!(bot.presses_action("s::none").await, ended);
    assert_eq!(history(&bot).await.len(), 7);
    assert_eq!(active(&bot).await, [""; 0]);
    assert_eq!(
        bot.count("SELECT count(*) FROM destinations").await,
        3,
        "one on each platform"
    );
}

#[tokio::test]
async fn the_menu_is_edited_in_place_and_its_labels_can_be_typed() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    let press = Incoming {
        message: Some("17".to_owned()),
        ..bot.incoming("asker", Content::Press("s::on:sport".into()))
    };
    let shown = bot.replies(&press).await;
    assert_eq!(shown[0].replaces.as_deref(), Some("17"));
    bot.presses_action("s::on:sport").await;
    bot.says("/subskrypcje").await;
    assert!(bot.says("zdrowie nie").await.contains("- Zdrowie: od razu"));
    bot.says("Jak często").await;
    let shown = bot.says("wszystko raz w tygodniu").await;
    assert!(shown.contains("- Sport: raz w tygodniu"), "{shown}");
}

#[tokio::test]
async fn a_topic_can_be_named_in_many_ways() {
    let mut bot = TestBot::new().await;
    for named in [
        "/subskrypcje sport",
        "/subskrypcje SPORTU",
        "/newsletter  klub sportowy",
        "/subscriptions Спорт",
    ] {
        let shown = bot.says(named).await;
        assert!(
            shown.contains("- Sport: od razu")
                || shown.contains("Sport: at once")
                || shown.contains("Спорт: одразу"),
            "{named}: {shown}"
        );
    }
    for named in ["pomoc spoleczna", "Pomoc społeczna", "pomoc-spoleczna"] {
        bot.says(&format!("/subskrypcje {named}")).await;
    }
    assert_eq!(
        history(&bot).await,
        ["sport begun at_once", "pomoc-spoleczna begun at_once"]
    );
}

#[tokio::test]
async fn an_unknown_topic_leads_to_the_nearest_ones() {
    let mut bot = TestBot::new().await;
    insta::assert_snapshot!(bot.says("/subskrypcje turnieje pływackie").await, @r"
    Takiego tematu nie mam. Może chodzi o to:

    [1] Sport
    [2] Osoby z niepełnosprawnościami
    [3] Bezpieczeństwo i ratownictwo
    ");
    let shown = bot.says("/subskrypcje hipopotamy").await;
    assert!(
        shown.starts_with("Takiego tematu nie mam. Oto wszystkie:"),
        "{shown}"
    );
    assert_eq!(bot.labels().len(), 17);
    assert_eq!(active(&bot).await, [""; 0]);
    bot.presses("Zwierzęta").await;
    assert_eq!(active(&bot).await, ["asker zwierzeta at_once"]);
}

#[tokio::test]
async fn the_card_of_a_topic_offers_it_and_stays() {
    let mut bot = TestBot::new().await;
    bot.says("/tematy sport").await;
    let notify = bot.action("Powiadamiaj o tym temacie");
    assert!(
        bot.presses_action(&notify)
            .await
            .contains("będą przychodzić od razu.")
    );
    let press = Incoming {
        message: Some("17".to_owned()),
        ..bot.incoming("asker", Content::Press(notify))
    };
    assert_eq!(bot.replies(&press).await[0].replaces, None);
    bot.in_group("asker", Content::Text("/tematy sport".into()))
        .await;
    assert!(!bot.labels().contains(&"Powiadamiaj o tym temacie"));
}

#[tokio::test]
async fn how_often_is_chosen_for_all_and_for_each() {
    let mut bot = TestBot::new().await;
    for topic in ["sport", "kultura", "pilne"] {
        bot.says(&format!("/subskrypcje {topic}")).await;
    }
    insta::assert_snapshot!(bot.presses("Jak często").await, @r"
    Jak często

    - Kultura i sztuka: od razu
    - Pilne: zawsze od razu, także w nocy
    - Sport: od razu

    „Od razu” to każde ogłoszenie osobno. „Raz dziennie” i „raz w tygodniu” to jedna
    wiadomość ze wszystkim, co się zebrało.

    [1] Kultura i sztuka: od razu
    [2] Sport: od razu
    [3] Wszystko od razu
    [4] Wszystko raz dziennie
    [5] Wszystko raz w tygodniu
    [6] Wróć
    ");
    bot.presses("Wszystko raz dziennie").await;
    assert_eq!(
        active(&bot).await,
        [
            "asker kultura daily",
            "asker pilne at_once",
            "asker sport daily"
        ]
    );
    insta::assert_snapshot!(bot.presses("Sport: raz dziennie").await, @r"
    Jak często

    - Sport: raz dziennie

    „Od razu” to każde ogłoszenie osobno. „Raz dziennie” i „raz w tygodniu” to jedna
    wiadomość ze wszystkim, co się zebrało.

    [1] Od razu
    [2] Raz dziennie
    [3] Raz w tygodniu
    [4] Wróć
    ");
    bot.presses("Raz w tygodniu").await;
    bot.presses("Wróć").await;
    assert!(bot.labels().contains(&"Sport: tak"));
    // Not all come in one rhythm, so the new one comes at once.
    bot.says("/subskrypcje zdrowie").await;
    bot.presses_action("s::daily:").await;
    bot.says("/subskrypcje edukacja").await;
    assert_eq!(
        active(&bot).await,
        [
            "asker edukacja daily",
            "asker kultura daily",
            "asker pilne at_once",
            "asker sport daily",
            "asker zdrowie daily"
        ]
    );
}

#[tokio::test]
async fn nights_are_quiet_unless_somebody_wants_them_loud() {
    let mut bot = TestBot::new().await;
    bot.says("/subskrypcje sport").await;
    assert!(
        bot.presses("Cisza nocna: tak")
            .await
            .contains("- Sport: od razu")
    );
    assert_eq!(bot.count("SELECT sum(quiet) FROM destinations").await, 0);
    let quiet = bot.presses("Cisza nocna: nie").await;
    assert!(
        quiet.contains("niczego nie wysyłam, poza tematem „Pilne”"),
        "{quiet}"
    );
    assert_eq!(bot.count("SELECT sum(quiet) FROM destinations").await, 3);
}

#[tokio::test]
async fn leaving_ends_everything_at_once_and_can_be_undone() {
    let mut bot = TestBot::new().await;
    for topic in ["sport", "kultura"] {
        bot.says(&format!("/subskrypcje {topic}")).await;
    }
    bot.presses_action("s::weekly:sport").await;
    insta::assert_snapshot!(bot.says("wypisz mnie, bo za dużo tego").await, @r"
    Gotowe. Zakończone subskrypcje: Kultura i sztuka, Sport.

    Ogłoszenie, które jest już w drodze, może jeszcze dojść. Następnych nie wyślę.

    Wrócić można w każdej chwili poleceniem /subskrypcje.

    Jeśli newsletter przychodzi e-mailem, wypisze z niego Biuro Współpracy z
    Organizacjami – Pełnomocnik ds. NGO, pngo@example.org.

    [1] Cofnij
    ");
    assert_eq!(active(&bot).await, [""; 0]);
    let back = bot.says("cofnij").await;
    assert!(
        back.contains("Cofnięte: subskrypcje są takie jak przedtem."),
        "{back}"
    );
    assert_eq!(
        active(&bot).await,
        ["asker kultura at_once", "asker sport weekly"]
    );
    bot.says("wypisz mnie").await;
    // The number of an ending is another one on each platform.
    bot.alone();
    let undo = bot.action("Cofnij");
    let nothing = bot.says("wypisz mnie").await;
    assert!(
        nothing.starts_with("Gotowe: nic nie jest tu subskrybowane"),
        "{nothing}"
    );
    assert_eq!(bot.action("Cofnij"), undo);
    let back = bot.presses_action(&undo).await;
    let lines = history(&bot).await.len();
    assert_eq!(bot.presses_action(&undo).await, back, "pressed twice");
    assert_eq!(history(&bot).await.len(), lines);
}

#[tokio::test]
async fn what_has_changed_since_is_not_undone() {
    let mut bot = TestBot::new().await;
    bot.alone();
    bot.says("/subskrypcje sport").await;
    bot.says("wypisz mnie").await;
    let undo = bot.action("Cofnij");
    bot.says("/subskrypcje zdrowie").await;
    let late = bot.presses_action(&undo).await;
    assert!(
        late.contains("Tego nie da się już cofnąć, bo później coś się zmieniło."),
        "{late}"
    );
    assert_eq!(active(&bot).await, ["asker zdrowie at_once"]);
    for odd in ["s::undo:0", "s::undo:-1", "s::undo:9999"] {
        assert!(
            bot.presses_action(odd)
                .await
                .contains("Tego nie da się już cofnąć")
        );
    }
    // Nobody undoes what was another's.
    let other = bot.incoming("jan", Content::Press(undo));
    bot.reply_to(&other).await;
    assert_eq!(active(&bot).await, ["asker zdrowie at_once"]);
}

#[tokio::test]
async fn one_topic_can_be_left() {
    let mut bot = TestBot::new().await;
    bot.alone();
    for (text, left) in [
        (
            "wypisz mnie ze sportu",
            vec!["asker kultura at_once", "asker seniorzy at_once"],
        ),
        (
            "wypiszcie mnie proszę z ogłoszeń o sporcie i kulturze",
            vec!["asker seniorzy at_once"],
        ),
        (
            "/wypisz kultura i sztuka",
            vec!["asker seniorzy at_once", "asker sport at_once"],
        ),
        (
            "rezygnuję z powiadomień o seniorach",
            vec!["asker kultura at_once", "asker sport at_once"],
        ),
        (
            "unsubscribe from culture and arts",
            vec!["asker seniorzy at_once", "asker sport at_once"],
        ),
        (
            "відпишіть мене від спорту",
            vec!["asker kultura at_once", "asker seniorzy at_once"],
        ),
        // What is no topic, or the name of a list, is all.
        ("wypiszcie nas z listy organizacji pozarządowych", vec![]),
        (
            "wypisz mnie z waszego newslettera, bo nie mam czasu na sport",
            vec![],
        ),
        ("wypisz mnie z tego", vec![]),
        ("/wypisz hipopotamy", vec![]),
    ] {
        for topic in ["sport", "kultura", "seniorzy"] {
            bot.presses_action(&format!("s::on:{topic}")).await;
        }
        bot.says(text).await;
        assert_eq!(active(&bot).await, left, "{text}");
        bot.says("/jezyk").await;
        bot.presses("polski").await;
    }
    bot.presses_action("s::on:sport").await;
    bot.presses_action("s::on:kultura").await;
    insta::assert_snapshot!(bot.says("wypisz mnie ze sportu").await, @r"
    Gotowe. Zakończona subskrypcja: Sport.

    Nadal subskrybowane: Kultura i sztuka.

    Ogłoszenie, które jest już w drodze, może jeszcze dojść.

    Wrócić można w każdej chwili poleceniem /subskrypcje.

    [1] Cofnij
    ");
    assert_eq!(history(&bot).await.last().unwrap(), "sport ended at_once");
    bot.presses("Cofnij").await;
    assert_eq!(active(&bot).await.len(), 2);
    let not = bot.says("wypisz mnie ze zdrowia").await;
    assert!(
        not.contains("Wśród subskrypcji nie było: Zdrowie."),
        "{not}"
    );
}

#[tokio::test]
async fn who_blocked_the_bot_goes_on_when_they_write_again() {
    let mut bot = TestBot::new().await;
    bot.says("/subskrypcje sport").await;
    bot.alone();
    let left = bot.incoming("asker", Content::Presence(Presence::Left));
    bot.reply_to(&left).await;
    let paused =
        "SELECT count(*) FROM destinations JOIN chats USING (platform, chat) WHERE state = 'gone'";
    assert_eq!(bot.count(paused).await, 1);
    assert_eq!(active(&bot).await, ["asker sport at_once"]);
    bot.says("dzień dobry").await;
    assert_eq!(bot.count(paused).await, 0);
    assert_eq!(active(&bot).await, ["asker sport at_once"]);
}

#[tokio::test]
async fn a_topic_that_is_no_more_can_still_be_left() {
    let mut bot = TestBot::new().await;
    bot.says("/subskrypcje sport").await;
    bot.alone();
    let mut knowledge = lacznik::app::example().unwrap();
    knowledge.topics.retain(|topic| topic.id != "sport");
    let entries = knowledge.entries.iter_mut().map(|entry| &mut entry.topic);
    let routes = knowledge.routes.iter_mut().map(|route| &mut route.topic);
    entries.chain(routes).for_each(|topic| *topic = None);
    bot.learns(&knowledge).await;
    let menu = bot.presses_action("s::on:sport").await;
    assert!(menu.contains("- sport: od razu"), "{menu}");
    assert_eq!(history(&bot).await.len(), 1);
    assert!(
        bot.says("wypisz mnie")
            .await
            .contains("Zakończona subskrypcja: sport.")
    );
}

#[tokio::test]
async fn a_menu_of_many_topics_has_room_for_all_buttons() {
    let mut bot = TestBot::new().await;
    let mut knowledge = lacznik::app::example().unwrap();
    let first = knowledge.topics[0].clone();
    for number in 0..150 {
        let mut topic = first.clone();
        topic.id = format!("temat-{number}");
        topic.name = format!("Bardzo długa nazwa tematu o numerze {number}");
        topic.names.clear();
        topic.words.clear();
        knowledge.topics.push(topic);
    }
    bot.says("/start").await;
    bot.learns(&knowledge).await;
    bot.alone();
    let menu = bot.says("/subskrypcje temat-149").await;
    let menu = menu.replace("\n  ", " ").replace('\n', " ");
    assert!(
        menu.contains("Pozostałe tematy wystarczy podać po poleceniu /subskrypcje."),
        "{menu}"
    );
    assert!(
        menu.contains("- Bardzo długa nazwa tematu o numerze 149: od razu"),
        "{menu}"
    );
    let labels = bot.labels();
    assert_eq!(labels.len(), 83);
    assert!(
        labels.contains(&"Bardzo długa nazwa tematu o n…: nie"),
        "{labels:?}"
    );
}

#[tokio::test]
async fn who_asks_without_a_conversation_is_told_where_it_is_done() {
    let bot = TestBot::new().await;
    for text in ["wypisz mnie", "/subskrypcje", "/subskrypcje sport"] {
        let asked = lacznik::bot::ask::ask(
            &bot.bot.brain().await.unwrap(),
            bot.bot.speech(),
            &bot.config,
            bot.clock_now(),
            text,
        );
        let said = format!("{:?}", asked.messages);
        assert!(
            said.contains("To załatwia się w rozmowie z botem"),
            "{text}: {said}"
        );
    }
    assert_eq!(bot.count("SELECT count(*) FROM destinations").await, 0);
}

#[tokio::test]
async fn a_newcomer_who_begins_with_a_subscription_is_introduced() {
    let mut bot = TestBot::new().await;
    let first = bot.incoming("ewa", Content::Text("/subskrypcje sport".into()));
    let shown = bot.reply_to(&first).await;
    assert!(shown.contains("będą przychodzić od razu.") && shown.contains("Zapamiętuję numery"));
    assert_eq!(active(&bot).await, ["ewa sport at_once"]);
}
