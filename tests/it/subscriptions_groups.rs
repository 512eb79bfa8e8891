//! Subscriptions of groups and channels: who runs them decides.

use lacznik::domain::message::{
    ChatRef, Content, Does, Incoming, Outgoing, Place, Platform, Presence,
};
use lacznik::store::{chats, subscriptions};

use crate::discord_api::rights::MANAGE_CHANNELS;
use crate::discord_aside::{OTHER, words};
use crate::harness::{GROUP, TestBot};
use crate::on_discord::{ASKER, CHANNEL, SERVER, Whole};

fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
}

fn press(action: &str) -> Content {
    Content::Press(action.to_owned())
}

fn joined(title: &str, server: Option<&str>) -> Content {
    Content::Presence(Presence::Joined {
        title: Some(title.to_owned()),
        server: server.map(str::to_owned),
    })
}

/// What is subscribed to, and where.
async fn active(bot: &TestBot) -> Vec<String> {
    const ACTIVE: &str =
        "SELECT chat || ' ' || thread || ' ' || place || ' ' || topic FROM subscriptions
        JOIN destinations ON id = destination WHERE ended_at IS NULL ORDER BY chat, topic";
    bot.texts(ACTIVE).await
}

/// Who runs the group does something in it.
async fn admin(bot: &mut TestBot, content: Content) -> Vec<Outgoing> {
    let incoming = Incoming {
        runs: vec![GROUP.to_owned()],
        message: Some("17".to_owned()),
        ..bot.incoming_in(GROUP, "ewa", content)
    };
    bot.replies(&incoming).await
}

/// Somebody uses a command or a button in the channel of a server.
async fn aside(bot: &mut TestBot, runs: bool, content: Content) -> String {
    let channel = "300".to_owned();
    let incoming = Incoming {
        venue: Some(ChatRef::private(Platform::Discord, &channel)),
        runs: runs.then_some(channel).into_iter().collect(),
        ..bot.incoming_aside("ewa", content)
    };
    bot.reply_to(&incoming).await
}

/// The buttons that lead to the private chat and say nothing there.
fn leads_to_private(messages: &[Outgoing]) -> Vec<&str> {
    let buttons = messages.iter().flat_map(|message| &message.buttons);
    let leading = buttons.filter(|button| button.does == Does::Private(String::new()));
    leading.map(|button| button.label.as_str()).collect()
}

#[tokio::test]
async fn only_who_runs_a_group_decides_for_it() {
    let mut bot = TestBot::new().await;
    bot.in_group("ewa", joined("Rada NGO", None)).await;
    for content in [
        text("/subskrypcje"),
        text("/subskrypcje sport"),
        text("wypisz mnie"),
        text("/wypisz"),
        press("s::on:sport"),
        press("s::none"),
        press("s:group:on:sport"),
    ] {
        let said = bot.in_group("jan", content.clone()).await;
        assert!(said.contains("może ustawić tylko"), "{content:?}: {said}");
    }
    assert_eq!(active(&bot).await, [""; 0]);
    insta::assert_snapshot!(bot.in_group("jan", text("wypisz mnie")).await, @r"
    Ogłoszenia w tej grupie może ustawić tylko jej administrator; własne subskrypcje
    ustawia się w rozmowie prywatnej.

    [1] Napisz prywatnie
    ");
    let by_admin = Incoming {
        runs: vec![GROUP.to_owned()],
        ..bot.incoming_in(GROUP, "ewa", text("/subskrypcje sport"))
    };
    let menu = bot.reply_to(&by_admin).await;
    assert!(
        menu.starts_with("Ogłoszenia w tej grupie\n") && menu.contains("w tym miejscu"),
        "{menu}"
    );
    assert_eq!(active(&bot).await, ["group  group sport"]);
    bot.in_group("jan", press("s::off:sport")).await;
    assert_eq!(active(&bot).await, ["group  group sport"]);
}

#[tokio::test]
async fn the_menu_of_a_group_is_edited_in_place_for_who_runs_it() {
    let mut bot = TestBot::new().await;
    let menu = admin(&mut bot, text("/subskrypcje")).await;
    assert_eq!(
        (menu[0].replaces.as_deref(), menu[0].reply_to.as_deref()),
        (None, Some("17"))
    );
    let menu = admin(&mut bot, press("s::on:sport")).await;
    assert_eq!(
        (menu[0].replaces.as_deref(), menu[0].reply_to.as_deref()),
        (Some("17"), None)
    );
    let other = Incoming {
        message: Some("17".to_owned()),
        ..bot.incoming_in(GROUP, "jan", press("s::off:sport"))
    };
    let refused = bot.replies(&other).await;
    assert_eq!(
        (
            refused[0].replaces.as_deref(),
            refused[0].reply_to.as_deref()
        ),
        (None, Some("17"))
    );
    // The conversation of who runs it is not asked: leaving is said aloud.
    let left = admin(&mut bot, text("wypiszcie nas")).await;
    assert!(format!("{left:?}").contains("Zakończona subskrypcja: Sport."));
    let undo = left[0].buttons.last().unwrap().action().unwrap().to_owned();
    bot.in_group("jan", press(&undo)).await;
    assert_eq!(active(&bot).await, [""; 0]);
    admin(&mut bot, press(&undo)).await;
    assert_eq!(active(&bot).await, ["group  group sport"]);
}

#[tokio::test]
async fn notices_go_to_the_topic_of_the_group_where_they_were_asked_for() {
    let mut bot = TestBot::new().await;
    let mut said = async |thread: &str, words: &str| {
        let mut incoming = bot.incoming_in(GROUP, "ewa", text(words));
        incoming.chat.thread = Some(thread.to_owned());
        incoming.runs = vec![GROUP.to_owned()];
        bot.reply_to(&incoming).await;
        active(&bot).await
    };
    assert_eq!(
        said("5", "/subskrypcje sport").await,
        ["group 5 group sport"]
    );
    assert_eq!(
        said("6", "/subskrypcje zdrowie").await[1],
        "group 5 group zdrowie"
    );
    assert_eq!(said("7", "/wypisz").await, [""; 0]);
    assert_eq!(
        said("6", "/subskrypcje zdrowie").await,
        ["group 6 group zdrowie"]
    );
}

#[tokio::test]
async fn who_brought_the_bot_to_a_channel_chooses_in_private() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    bot.alone();
    let incoming = Incoming {
        place: Place::Channel,
        ..bot.incoming_in("wiesci", "asker", joined("Wieści", None))
    };
    bot.reply_to(&incoming).await;
    let show = bot.action("Ogłoszenia na tym kanale");
    let mut pressed = async |runs: &[&str], action: &str| {
        let incoming = Incoming {
            runs: runs.iter().map(|&chat| chat.to_owned()).collect(),
            ..bot.incoming("asker", press(action))
        };
        let shown = bot.reply_to(&incoming).await;
        (shown, active(&bot).await)
    };
    let (shown, _) = pressed(&[], &show).await;
    assert_eq!(
        shown,
        "Ogłoszenia w miejscu „Wieści” może ustawić tylko jego administrator.\n"
    );
    let (shown, _) = pressed(&["wiesci"], &show).await;
    assert!(shown.starts_with("Ogłoszenia: „Wieści”\n"), "{shown}");
    // The menu stays about the channel.
    let (_, active) = pressed(&["wiesci"], "s:wiesci:on:sport").await;
    assert_eq!(active, ["wiesci  channel sport"]);
    let (shown, active) = pressed(&["inny"], "s:wiesci:none").await;
    assert!(
        shown.contains("tylko jego administrator") && active.len() == 1,
        "{shown}"
    );
    let (shown, active) = pressed(&["wiesci"], "s:wiesci:none").await;
    assert!(
        shown.contains("Zakończona subskrypcja: Sport.") && active.is_empty(),
        "{shown}"
    );
    for unknown in ["s:inny:on:sport", "s:asker:on:sport", "s:jan:show"] {
        let (shown, active) = pressed(&["inny", "asker", "jan"], unknown).await;
        assert!(
            shown.starts_with("Nie ma mnie w tej grupie ani na tym kanale."),
            "{shown}"
        );
        assert!(active.is_empty());
    }
}

#[tokio::test]
async fn a_channel_that_the_bot_left_cannot_be_set() {
    let mut bot = TestBot::new().await;
    bot.alone();
    bot.in_group("ewa", joined("Rada NGO", None)).await;
    bot.in_group("ewa", Content::Presence(Presence::Left)).await;
    let incoming = Incoming {
        runs: vec![GROUP.to_owned()],
        ..bot.incoming("ewa", press("s:group:on:sport"))
    };
    assert!(bot.reply_to(&incoming).await.starts_with("Nie ma mnie"));
    // Nothing is posted in a channel, whoever presses what there.
    let incoming = Incoming {
        place: Place::Channel,
        runs: vec!["wiesci".to_owned()],
        ..bot.incoming_in("wiesci", "ewa", press("s::on:sport"))
    };
    assert_eq!(bot.reply_to(&incoming).await, "");
}

#[tokio::test]
async fn on_a_server_notices_are_for_the_channel_or_in_private() {
    let mut bot = TestBot::on_discord().await;
    insta::assert_snapshot!(aside(&mut bot, true, text("/subskrypcje")).await, @r"
    Dla kogo mają być ogłoszenia?

    - „Dla mnie”: przyjdą do rozmowy prywatnej z botem. Trzeba ją otworzyć i napisać
      tam „subskrypcje”.
    - „Dla tego kanału”: zobaczą je wszyscy, którzy go czytają. Ustawić to może
      ktoś, kto ma prawo „Zarządzanie kanałami”.

    Jestem automatem. Odpowiada za mnie Urząd Miasta Przykładowo, Biuro Współpracy z
    Organizacjami – Pełnomocnik ds. NGO.

    Zapamiętuję numery rozmowy i osoby oraz język (90 dni od ostatniej wiadomości),
    ostatnie pytanie (24 godziny) i wysłane odpowiedzi (30 dni). Pytania bez
    odpowiedzi zapisuję bez autora. Proszę nie podawać numeru PESEL, numerów kont
    ani danych o zdrowiu. W sprawie danych: Inspektor Ochrony Danych,
    iod@example.org.

    [1] Dla mnie
    [2] Dla tego kanału
    [3] Nowe pytanie
    ");
    assert_eq!(leads_to_private(&bot.messenger.accepted()), ["Dla mnie"]);
    let channel = bot.action("Dla tego kanału");
    let refused = aside(&mut bot, false, press(&channel)).await;
    assert!(
        refused.starts_with("Ogłoszenia na tym kanale może ustawić tylko ktoś, kto ma prawo"),
        "{refused}"
    );
    insta::assert_snapshot!(aside(&mut bot, true, press(&channel)).await, @r"
    Ogłoszenia na tym kanale

    Na razie żaden temat nie jest subskrybowany, więc ogłoszenia nie przychodzą.

    Żeby włączyć albo wyłączyć temat, wystarczy wybrać go niżej.

    Włączenie tematu to zgoda na ogłoszenia w tym miejscu. Wysyła je Urząd Miasta
    Przykładowo, Biuro Współpracy z Organizacjami – Pełnomocnik ds. NGO. Zapisuję
    numer grupy lub kanału, tematy oraz czas zgody i jej końca, a 400 dni po
    wypisaniu to usuwam. Zgodę można cofnąć w każdej chwili w tym menu.

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
    [18] Nowe pytanie
    ");
    let shown = aside(&mut bot, true, press("s:300:on:sport")).await;
    assert!(
        shown.contains("Ogłoszenia nie wywołują żadnej roli."),
        "{shown}"
    );
    assert_eq!(active(&bot).await, ["300  channel sport"]);
    let shown = aside(&mut bot, true, press("s:300:ping:77")).await;
    assert!(shown.contains("wywołują wybraną rolę"), "{shown}");
    assert_eq!(bot.texts("SELECT ping FROM destinations").await, ["77"]);
    bot.presses_action("s::show").await;
    aside(&mut bot, true, press("s:300:show")).await;
    let nobody = bot.action("Nie wywołuj roli");
    aside(&mut bot, true, press(&nobody)).await;
    assert_eq!(bot.texts("SELECT ping FROM destinations").await, [""]);
    // By name the choice keeps the topic.
    aside(&mut bot, true, text("/subskrypcje zdrowie")).await;
    let channel = bot.action("Dla tego kanału");
    aside(&mut bot, true, press(&channel)).await;
    assert_eq!(
        active(&bot).await,
        ["300  channel sport", "300  channel zdrowie"]
    );
}

#[tokio::test]
async fn leaving_on_a_server_names_what_the_channel_has() {
    let mut bot = TestBot::on_discord().await;
    let nothing = aside(&mut bot, true, text("wypisz mnie")).await;
    assert!(!nothing.contains("Ten kanał"), "{nothing}");
    aside(&mut bot, true, press("s:300:on:sport")).await;
    insta::assert_snapshot!(aside(&mut bot, false, text("wypisz mnie")).await, @r"
    Na serwerze nikt nie ma własnych subskrypcji: do jednej osoby wysyłam ogłoszenia
    tylko w rozmowie prywatnej. Kto je tam dostaje i chce z tym skończyć, powinien
    tam napisać „wypisz mnie”.

    Ten kanał subskrybuje: Sport.

    Ogłoszenia na tym kanale może ustawić tylko ktoś, kto ma prawo „Zarządzanie
    kanałami”.

    [1] Napisz prywatnie
    [2] Nowe pytanie
    ");
    aside(&mut bot, true, text("/wypisz")).await;
    let end = bot.action("Wypisz ten kanał");
    assert!(
        aside(&mut bot, true, press(&end))
            .await
            .contains("Zakończona subskrypcja: Sport.")
    );
    assert_eq!(active(&bot).await, [""; 0]);
    let undo = bot.action("Cofnij");
    aside(&mut bot, true, press(&undo)).await;
    assert_eq!(active(&bot).await, ["300  channel sport"]);
}

#[tokio::test]
async fn aloud_on_a_server_the_command_is_named() {
    let mut bot = TestBot::on_discord().await;
    for (words, command) in [("subskrypcje", "/subskrypcje"), ("wypisz mnie", "/wypisz")] {
        let said = bot.in_group("ewa", text(words)).await;
        let named = format!("Ogłoszenia na tym serwerze ustawia się poleceniem {command};");
        assert!(said.replace('\n', " ").contains(&named), "{said}");
    }
}

#[tokio::test]
async fn a_channel_that_notices_go_to_is_not_forgotten_with_its_server() {
    let mut bot = TestBot::on_discord().await;
    let comes = async |bot: &mut TestBot, channel: &str| {
        let incoming =
            bot.incoming_in(channel, "", joined(&format!("Rada #{channel}"), Some("77")));
        bot.reply_to(&incoming).await
    };
    comes(&mut bot, "300").await;
    aside(&mut bot, true, press("s:300:on:sport")).await;
    const KNOWN: &str = "SELECT chat || ' ' || title || ' ' || state FROM chats ORDER BY chat";
    assert_eq!(bot.texts(KNOWN).await, ["300 Rada #300 open"]);
    // Another channel is better suited for the hello by now.
    assert_eq!(comes(&mut bot, "400").await, "");
    assert_eq!(
        bot.texts(KNOWN).await,
        ["300 Rada #300 open", "400 Rada #400 open"]
    );
    let left = bot.incoming_in("77", "", Content::Presence(Presence::Left));
    bot.reply_to(&left).await;
    assert_eq!(
        bot.texts(KNOWN).await,
        ["300 Rada #300 gone", "400 Rada #400 gone"]
    );
    assert_eq!(active(&bot).await, ["300  channel sport"]);
    assert!(comes(&mut bot, "400").await.starts_with("Łącznik"));
    assert_eq!(
        bot.texts(KNOWN).await,
        ["300 Rada #300 open", "400 Rada #400 open"]
    );
}

#[tokio::test]
async fn a_channel_becomes_known_by_what_is_set_for_it() {
    let mut bot = TestBot::on_discord().await;
    aside(&mut bot, false, press("s:300:show")).await;
    const KNOWN: &str = "SELECT chat || ' ' || place || ' ' || state FROM chats";
    assert_eq!(bot.texts(KNOWN).await, [""; 0]);
    aside(&mut bot, true, press("s:300:on:sport")).await;
    assert_eq!(bot.texts(KNOWN).await, ["300 channel open"]);
    bot.spoil("UPDATE chats SET state = 'gone'").await;
    aside(&mut bot, true, press("s:300:show")).await;
    assert_eq!(bot.texts(KNOWN).await, ["300 channel open"]);
}

async fn rename(bot: &TestBot, from: &str, to: &str) {
    let mut tx = bot.store.begin().await.unwrap();
    chats::rename(&mut tx, Platform::Terminal, from, to)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_group_with_a_new_id_keeps_its_subscriptions() {
    let mut bot = TestBot::new().await;
    admin(&mut bot, text("/subskrypcje sport")).await;
    rename(&bot, GROUP, "super").await;
    assert_eq!(active(&bot).await, ["super  group sport"]);
    rename(&bot, GROUP, "super").await;
    assert_eq!(bot.count("SELECT count(*) FROM destinations").await, 1);
}

#[tokio::test]
async fn two_destinations_become_one_and_the_last_word_counts() {
    let mut bot = TestBot::new().await;
    let mut said = async |chat: &str, words: &str| {
        bot.clock.advance(chrono::Duration::seconds(1));
        let incoming = Incoming {
            runs: vec![chat.to_owned()],
            ..bot.incoming_in(chat, "ewa", text(words))
        };
        bot.reply_to(&incoming).await;
    };
    said("old", "/subskrypcje sport").await;
    said("old", "/subskrypcje zdrowie").await;
    said("old", "/subskrypcje seniorzy").await;
    said("new", "/subskrypcje zdrowie").await;
    said("new", "/subskrypcje edukacja").await;
    said("new", "/wypisz zdrowie").await;
    said("old", "/wypisz seniorzy").await;
    rename(&bot, "old", "new").await;
    assert_eq!(
        active(&bot).await,
        ["new  group edukacja", "new  group sport"]
    );
    assert_eq!(bot.count("SELECT count(*) FROM destinations").await, 1);
    assert_eq!(bot.count("SELECT count(*) FROM consents").await, 7);
    assert_eq!(bot.count("SELECT count(*) FROM subscriptions").await, 4);
}

#[tokio::test]
async fn what_nobody_subscribes_to_any_more_is_forgotten_in_time() {
    let mut bot = TestBot::new().await;
    bot.alone();
    for (person, topic) in [("ewa", "sport"), ("jan", "sport"), ("ola", "sport")] {
        let incoming = bot.incoming(person, text(&format!("/subskrypcje {topic}")));
        bot.reply_to(&incoming).await;
    }
    for person in ["ewa", "jan"] {
        let incoming = bot.incoming(person, text("wypisz mnie"));
        bot.reply_to(&incoming).await;
    }
    bot.clock.advance(chrono::Duration::days(400));
    let back = bot.incoming("jan", text("/subskrypcje zdrowie"));
    bot.reply_to(&back).await;
    let now = bot.clock_now();
    let forget = async |before| {
        let mut tx = bot.store.begin().await.unwrap();
        let forgotten = subscriptions::forget(&mut tx, before, 100).await.unwrap();
        tx.commit().await.unwrap();
        forgotten
    };
    assert_eq!(forget(now - chrono::Duration::days(401)).await, 0);
    assert_eq!(forget(now).await, 1);
    assert_eq!(forget(now).await, 0);
    assert_eq!(
        active(&bot).await,
        ["jan  private zdrowie", "ola  private sport"]
    );
    assert_eq!(
        bot.count(
            "SELECT count(*) FROM consents WHERE destination NOT IN (SELECT id FROM destinations)"
        )
        .await,
        0
    );
}

#[tokio::test]
async fn on_discord_who_manages_a_channel_sets_it_by_the_command() {
    const ROLE: u64 = 3009;
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    let api = &discord.api;
    api.role(SERVER, ROLE, 0);
    let choice = discord.gets(OTHER, CHANNEL, "subskrypcje", &[]).await;
    let channel = choice.id_of("Dla tego kanału").unwrap();
    let refused = discord.pressed(OTHER, &choice, &channel).await;
    assert!(
        words(&refused).contains("„Zarządzanie kanałami”"),
        "{}",
        words(&refused)
    );
    api.lets(CHANNEL, ASKER, MANAGE_CHANNELS);
    let role = ROLE.to_string();
    let menu = discord
        .gets(ASKER, CHANNEL, "subskrypcje", &[("rola", &role)])
        .await;
    assert!(
        words(&menu).contains("Ogłoszenia na tym kanale"),
        "{}",
        words(&menu)
    );
    let (label, sport) = menu.options("menu:0")[1].clone();
    assert_eq!(
        (label.as_str(), sport.as_str()),
        ("Sport: nie", "s:3002:on:sport")
    );
    let chosen = api.chooses(ASKER, menu.id, "menu:0", &sport);
    discord.handled(chosen).await;
    let menu = discord.sees(chosen).await;
    assert_eq!(menu.options("menu:0")[1].0, "Sport: tak");
    let labels: Vec<String> = menu.buttons().into_iter().map(|(label, _)| label).collect();
    assert_eq!(
        labels,
        [
            "Jak często",
            "Cisza nocna: tak",
            "Nie wywołuj roli",
            "Wypisz ze wszystkiego",
            "Nowe pytanie"
        ]
    );
    const KEPT: &str =
        "SELECT chat || ' ' || place || ' ' || ping || ' ' || topic FROM subscriptions
        JOIN destinations ON id = destination";
    assert_eq!(whole.bot.texts(KEPT).await, ["3002 channel 3009 sport"]);
    // Everything was answered to one person alone.
    assert!(
        discord
            .api
            .messages(CHANNEL)
            .iter()
            .all(|message| message.only_for.is_some() || words(message).contains("Łącznik"))
    );
}
