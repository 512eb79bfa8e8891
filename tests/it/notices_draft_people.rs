//! Who may do what with a notice: officers, editors, those whose role was taken.

use lacznik::bot::Bot;
use lacznik::config::Config;
use lacznik::domain::message::{
    Attachment, ChatRef, Content, Incoming, Outgoing, Place, Platform, SentFile,
};
use lacznik::domain::notice::Person;
use lacznik::domain::role::Role;
use lacznik::speech::Speech;
use lacznik::store::{files, roles};
use std::process::Command;
use std::sync::Arc;

use crate::harness::TestBot;
use crate::notices_draft_desks::{SUBSCRIBERS, TEXT, shown};

/// A bot of which these are officers, each met in private.
async fn office(officers: &[&str], second_person: bool) -> TestBot {
    let mut bot = TestBot::new().await;
    bot.alone();
    let mut config = Config::default();
    config.notices.second_person = second_person;
    let woken = Bot::wake(
        bot.store.clone(),
        Arc::new(Speech::default()),
        bot.clock.clone(),
        Arc::new(config),
    );
    bot.bot = Arc::new(woken.await.unwrap().unwrap());
    bot.spoil(SUBSCRIBERS).await;
    for officer in officers {
        bot.grant(officer, Role::Officer).await;
        says(&mut bot, officer, "/start").await;
        says(&mut bot, officer, "/ogloszenie").await;
        says(&mut bot, officer, "/pomoc").await;
    }
    bot
}

async fn says(bot: &mut TestBot, person: &str, text: &str) -> String {
    let incoming = bot.incoming(person, Content::Text(text.to_owned()));
    shown(&bot.replies(&incoming).await)
}

async fn presses(bot: &mut TestBot, person: &str, action: &str) -> String {
    let incoming = bot.incoming(person, Content::Press(action.to_owned()));
    shown(&bot.replies(&incoming).await)
}

/// What somebody else was told, too: by chat.
async fn presses_with(bot: &mut TestBot, person: &str, action: &str) -> Vec<(String, Outgoing)> {
    let before = bot.messenger.accepted().len();
    let incoming = bot.incoming(person, Content::Press(action.to_owned()));
    bot.reply_to(&incoming).await;
    let chats = bot.messenger.chats().split_off(before);
    let messages = bot.messenger.accepted().split_off(before);
    chats.into_iter().zip(messages).collect()
}

fn told(said: &[(String, Outgoing)], person: &str) -> String {
    let messages = said.iter().filter(|(chat, _)| chat == person);
    let messages: Vec<Outgoing> = messages.map(|(_, message)| message.clone()).collect();
    shown(&messages)
}

fn action_in(said: &[(String, Outgoing)], label: &str) -> String {
    let mut buttons = said.iter().flat_map(|(_, message)| &message.buttons);
    let found = buttons.find(|button| button.label == label);
    found.unwrap().action().unwrap().to_owned()
}

/// A draft about sport by this person; the action that confirms it, or hands it over.
async fn drafted(bot: &mut TestBot, person: &str, way_on: &str) -> String {
    says(bot, person, "/ogloszenie").await;
    says(bot, person, TEXT).await;
    presses(bot, person, "N:1:topic:sport").await;
    presses(bot, person, "N:1:preview").await;
    bot.action(way_on)
}

async fn states(bot: &TestBot) -> Vec<String> {
    bot.texts("SELECT state || ' ' || coalesce(confirmed_by, '-') || ' ' || coalesce(approved_by, '-') FROM notices")
        .await
}

#[tokio::test]
async fn nobody_approves_their_own() {
    let mut bot = office(&["ola", "jan"], true).await;
    let confirm = drafted(&mut bot, "ola", "Zatwierdź").await;
    let said = presses_with(&mut bot, "ola", &confirm).await;
    insta::assert_snapshot!(told(&said, "ola"), @r"
    Ogłoszenie nr 1 czeka na zatwierdzenie przez pełnomocnika, który go nie pisał.
    Do tego czasu nikt go nie dostanie.

    [1] Cofnij
    ");
    insta::assert_snapshot!(told(&said, "jan"), @r"
    Podgląd ogłoszenia nr 1 (Terminal, rozmowy prywatne). Nikt go jeszcze nie
    dostał.

    Nabór na małe granty sportowe

    Oferty do piątku 4 grudnia, do 15:30.

    - pokój 12
    - tylko na papierze

    Ogłoszenie nr 1, Biuro Współpracy z Organizacjami – Pełnomocnik ds. NGO.

    [1] Wypisz mnie
    [2] Zmień tematy

    Ogłoszenie nr 1 czeka na zatwierdzenie

    Warto sprawdzić:

    - Termin mija w piątek 4 grudnia o 15:30, a urząd jest wtedy czynny do 14:00.

    Od razu dostanie je 4 odbiorców.

    - Discord, kanały: 1
    - Telegram, grupy: 1
    - Telegram, rozmowy prywatne: 2
    - w skrócie dziennym albo tygodniowym: 1
    - pominięte, bo bot nie może tam teraz pisać: 1

    Wysyłka potrwa najwyżej minutę.

    W grupach i na kanałach zamiast przycisków stoi zdanie:

    - Wyłączyć ogłoszenia na tym kanale może administrator serwera poleceniem
      /subskrypcje.
    - Wyłączyć ogłoszenia w tej grupie może jej administrator poleceniem
      /subskrypcje.

    Wyjdzie po zatwierdzeniu; przez 60 sekund będzie można to cofnąć.

    [3] Zatwierdź
    [4] Odrzuć
    ");
    assert_eq!(states(&bot).await, ["waiting terminal:ola -"]);
    let approve = action_in(&said, "Zatwierdź");
    let own = presses(&mut bot, "ola", &approve).await;
    assert!(
        own.starts_with("Własnego ogłoszenia nie można zatwierdzić"),
        "{own}"
    );
    assert_eq!(states(&bot).await, ["waiting terminal:ola -"]);
    let said = presses_with(&mut bot, "jan", &approve).await;
    assert!(told(&said, "jan").starts_with("Ogłoszenie nr 1 wyjdzie dziś o 12:01."));
    assert_eq!(
        told(&said, "ola"),
        "Ogłoszenie nr 1 jest zatwierdzone i wyjdzie dziś o 12:01.\n"
    );
    assert_eq!(states(&bot).await, ["scheduled terminal:ola terminal:jan"]);
    // Once more, and by the author: it is on its way already.
    for person in ["jan", "ola"] {
        let again = presses(&mut bot, person, &approve).await;
        assert!(
            again.starts_with("Ogłoszenie nr 1 wyjdzie dziś o 12:01."),
            "{again}"
        );
    }
}

#[tokio::test]
async fn the_second_person_says_no() {
    let mut bot = office(&["ola", "jan"], true).await;
    let confirm = drafted(&mut bot, "ola", "Zatwierdź").await;
    presses(&mut bot, "ola", &confirm).await;
    let said = presses_with(&mut bot, "jan", "N:1:refuse").await;
    assert!(told(&said, "ola").starts_with("Ogłoszenie nr 1 nie zostało zatwierdzone"));
    assert_eq!(states(&bot).await, ["draft - -"]);
}

#[tokio::test]
async fn where_there_is_nobody_else_the_exception_is_kept() {
    let mut bot = office(&["ola"], true).await;
    let confirm = drafted(&mut bot, "ola", "Zatwierdź").await;
    let said = presses(&mut bot, "ola", &confirm).await;
    assert!(
        said.contains("nie ma drugiego pełnomocnika. Ten wyjątek"),
        "{said}"
    );
    assert_eq!(states(&bot).await, ["scheduled terminal:ola alone"]);
}

#[tokio::test]
async fn two_officers_at_once_send_it_once() {
    let mut bot = office(&["ola", "jan"], false).await;
    let confirm = drafted(&mut bot, "ola", "Zatwierdź").await;
    let first = presses(&mut bot, "ola", &confirm).await;
    let second = presses(&mut bot, "jan", &confirm).await;
    assert_eq!(first, second);
    assert_eq!(states(&bot).await, ["scheduled terminal:ola -"]);
}

#[tokio::test]
async fn an_editor_hands_over_and_sends_nothing() {
    let mut bot = office(&["ola"], false).await;
    bot.grant("ewa", Role::Editor).await;
    says(&mut bot, "ewa", "/start").await;
    let hand_over = drafted(&mut bot, "ewa", "Przekaż do zatwierdzenia").await;
    let seal = "N:1:confirm:0011223344556677-0";
    let refused = presses(&mut bot, "ewa", seal).await;
    assert!(
        refused.starts_with("Ogłoszenia zatwierdza i zatrzymuje tylko pełnomocnik."),
        "{refused}"
    );
    let said = presses_with(&mut bot, "ewa", &hand_over).await;
    assert!(told(&said, "ola").contains("Ogłoszenie nr 1 czeka na zatwierdzenie"));
    let approve = action_in(&said, "Zatwierdź");
    let refused = presses(&mut bot, "ewa", &approve).await;
    assert!(refused.starts_with("Ogłoszenia zatwierdza"), "{refused}");
    presses(&mut bot, "ola", &approve).await;
    assert_eq!(states(&bot).await, ["scheduled terminal:ewa terminal:ola"]);
    let refused = presses(&mut bot, "ewa", "N:1:back").await;
    assert!(refused.starts_with("Ogłoszenia zatwierdza"), "{refused}");
    assert!(
        says(&mut bot, "ewa", "/pytania")
            .await
            .starts_with("To polecenie jest tylko dla pełnomocnika.")
    );
}

#[tokio::test]
async fn an_editor_makes_no_second_officer_of_the_author() {
    let mut bot = office(&["ola", "jan"], true).await;
    bot.grant("ewa", Role::Editor).await;
    says(&mut bot, "ewa", "/start").await;
    drafted(&mut bot, "ola", "Zatwierdź").await;
    let said = presses_with(&mut bot, "ewa", "N:1:hand-over").await;
    let approve = action_in(&said, "Zatwierdź");
    let refused = presses(&mut bot, "ola", &approve).await;
    assert!(
        refused.starts_with("Własnego ogłoszenia nie można zatwierdzić"),
        "{refused}"
    );
    assert_eq!(states(&bot).await, ["waiting terminal:ewa -"]);
    presses(&mut bot, "jan", &approve).await;
    assert_eq!(states(&bot).await, ["scheduled terminal:ewa terminal:jan"]);
}

#[tokio::test]
async fn a_role_that_was_taken_ends_at_once() {
    let mut bot = office(&["ola"], false).await;
    let confirm = drafted(&mut bot, "ola", "Zatwierdź").await;
    presses(&mut bot, "ola", "N:1:write:text").await;
    let mut tx = bot.store.begin().await.unwrap();
    let person = Person {
        platform: Platform::Terminal,
        id: "ola".to_owned(),
    };
    let taken = roles::revoke(&mut tx, &person, "cli", bot.clock_now()).await;
    assert_eq!(taken.unwrap(), [Role::Officer]);
    tx.commit().await.unwrap();
    says(&mut bot, "ola", "Nowa treść, której nikt nie weźmie").await;
    for action in [confirm.as_str(), "N:1:show", "N:1:discard", "N:0:new"] {
        let said = presses(&mut bot, "ola", action).await;
        assert!(
            said.starts_with("To polecenie jest tylko dla pełnomocnika."),
            "{said}"
        );
    }
    assert_eq!(states(&bot).await, ["draft - -"]);
    let kept = bot.texts("SELECT content FROM notices").await;
    assert!(kept[0].contains("Nabór na małe granty"), "{kept:?}");
}

#[tokio::test]
async fn in_the_sight_of_others_the_way_is_shown() {
    let mut bot = office(&["ola"], false).await;
    let said = bot
        .in_group("ola", Content::Text("/ogloszenie".into()))
        .await;
    assert!(said.contains("Na to odpowiadam tylko prywatnie"), "{said}");
    let said = bot.in_group("ola", Content::Press("N:0:new".into())).await;
    assert!(
        said.starts_with("Ogłoszenia pisze się w rozmowie prywatnej ze mną."),
        "{said}"
    );
    let mut bot = TestBot::on_discord().await;
    bot.grant("ola", Role::Officer).await;
    let said = shown(&bot.aside("ola", Content::Text("/ogloszenie".into())).await);
    assert!(said.contains("wystarczy otworzyć mój profil"), "{said}");
    assert_eq!(bot.count("SELECT count(*) FROM notices").await, 0);
}

#[tokio::test]
async fn what_is_held_waits_for_a_decision() {
    let mut bot = office(&["ola"], false).await;
    let confirm = drafted(&mut bot, "ola", "Zatwierdź").await;
    presses(&mut bot, "ola", &confirm).await;
    bot.spoil("UPDATE notices SET state = 'held', reason = 'overdue'")
        .await;
    insta::assert_snapshot!(presses(&mut bot, "ola", "N:1:show").await, @r"
    Ogłoszenie nr 1 jest wstrzymane

    Nabór na małe granty sportowe

    Miało wyjść dziś o 12:01, ale bot wtedy nie działał. Wstrzymane zostało dziś o
    12:00.

    [1] Wyślij teraz
    [2] Wyrzuć
    ");
    let check = presses(&mut bot, "ola", "N:1:without:at").await;
    assert!(check.contains("Sprawdzenie ogłoszenia nr 1"), "{check}");
    assert_eq!(states(&bot).await, ["draft - -"]);
    let confirm = bot.action("Zatwierdź");
    presses(&mut bot, "ola", &confirm).await;
    assert_eq!(states(&bot).await, ["scheduled terminal:ola -"]);
}

#[tokio::test]
async fn the_other_platform_is_shown_where_an_officer_is() {
    let mut bot = office(&["ola"], false).await;
    bot.spoil("INSERT INTO roles (platform, person, role, chat, granted_at) VALUES ('telegram', '77', 'officer', '77', 0)")
        .await;
    says(&mut bot, "ola", "/ogloszenie").await;
    says(&mut bot, "ola", TEXT).await;
    presses(&mut bot, "ola", "N:1:topic:sport").await;
    let incoming = bot.incoming("ola", Content::Press("N:1:preview".to_owned()));
    bot.bot.handle(&incoming).await.unwrap();
    let there = bot
        .texts("SELECT body FROM outbox WHERE platform = 'telegram' ORDER BY id")
        .await;
    assert_eq!(there.len(), 2, "{there:?}");
    assert!(there[1].contains("Wypisz mnie"), "{there:?}");
}

#[tokio::test]
async fn a_file_is_brought_and_then_goes_along() {
    let mut bot = office(&["ola"], false).await;
    drafted(&mut bot, "ola", "Zatwierdź").await;
    let sent = |size| SentFile {
        remote: "remote-1".to_owned(),
        name: "regulamin.pdf".to_owned(),
        size: Some(size),
        picture: false,
    };
    presses(&mut bot, "ola", "N:1:write:file").await;
    let large = Incoming {
        file: Some(sent(9 << 20)),
        ..bot.incoming(
            "ola",
            Content::Unreadable(lacznik::domain::message::Unreadable::File),
        )
    };
    let said = shown(&bot.replies(&large).await);
    assert!(
        said.starts_with("Plik jest za duży: może mieć najwyżej 8 MB."),
        "{said}"
    );
    let small = Incoming {
        file: Some(sent(1 << 20)),
        ..bot.incoming(
            "ola",
            Content::Unreadable(lacznik::domain::message::Unreadable::File),
        )
    };
    bot.bot.handle(&small).await.unwrap();
    let fetches = "SELECT target FROM outbox WHERE op = 'fetch'";
    assert_eq!(bot.texts(fetches).await, ["remote-1"]);
    bot.spoil("DELETE FROM outbox WHERE op = 'fetch'").await;
    bot.settle().await;
    bot.read();
    let check = presses(&mut bot, "ola", "N:1:preview").await;
    assert!(
        check.contains("Pliku jeszcze nie ma: jest pobierany."),
        "{check}"
    );
    assert!(!check.contains("Zatwierdź"), "{check}");
    let content = bot.texts("SELECT content FROM notices").await;
    let content: serde_json::Value = serde_json::from_str(&content[0]).unwrap();
    let file: Attachment = serde_json::from_value(content["file"].clone()).unwrap();
    let mut tx = bot.store.begin().await.unwrap();
    files::put(&mut tx, &file.id, "regulamin.pdf", b"pdf", bot.clock_now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let card = presses(&mut bot, "ola", "N:1:show").await;
    assert!(card.contains("Plik: regulamin.pdf\n"), "{card}");
    let check = presses(&mut bot, "ola", "N:1:preview").await;
    assert!(check.contains("Zatwierdź"), "{check}");
}

#[tokio::test]
async fn an_editor_comes_by_a_code_of_their_own() {
    let mut bot = TestBot::new().await;
    bot.alone();
    let lacznik = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_lacznik"))
            .current_dir(bot.path().parent().unwrap())
            .args(arguments)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let (_, made, _) = lacznik(&["officer", "invite", "--editor"]);
    assert!(
        made.starts_with("Kod dla redaktora ogłoszeń jest gotowy."),
        "{made}"
    );
    let start = made
        .lines()
        .find(|line| line.contains("/start o_"))
        .unwrap();
    let start = Content::Text(start.trim().to_owned());
    let nobody = lacznik(&["officer", "revoke", "telegram:1"]);
    assert_eq!(nobody.0, Some(1));
    assert!(
        nobody.2.contains("nie ma żadnych uprawnień"),
        "{}",
        nobody.2
    );
    let wrong = lacznik(&["officer", "revoke", "ewa"]);
    assert_eq!(wrong.0, Some(2));
    // The binary has the true time, which is not that of the test.
    bot.spoil("UPDATE invites SET expires_at = 9999999999999")
        .await;
    let incoming = bot.incoming("ewa", start);
    let welcome = bot.reply_to(&incoming).await;
    assert!(
        welcome.starts_with("Dzień dobry. To konto może teraz pisać ogłoszenia."),
        "{welcome}"
    );
    assert_eq!(bot.labels(), ["Nowe ogłoszenie", "Lista poleceń"]);
    let chats = bot.texts("SELECT role || ' ' || chat FROM roles").await;
    assert_eq!(chats, ["editor ewa"]);
    bot.grant("ola", Role::Officer).await;
    let lacznik = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_lacznik"))
            .current_dir(bot.path().parent().unwrap())
            .args(arguments)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let (_, list, _) = lacznik(&["officer", "list"]);
    assert_eq!(
        list,
        "terminal:ewa: redaktor, od 23 listopada 2026 r.\nterminal:ola: pełnomocnik, od 23 listopada 2026 r.\n"
    );
    let (_, json, _) = lacznik(&["officer", "list", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[1]["person"], "terminal:ola");
    let (status, said, warned) = lacznik(&["officer", "revoke", "terminal:ola"]);
    assert_eq!(
        (status, said.as_str()),
        (Some(0), "Odebrano uprawnienia: terminal:ola.\n")
    );
    assert!(
        warned.contains("Nie ma już żadnego pełnomocnika"),
        "{warned}"
    );
    let audit = bot
        .texts(
            "SELECT actor || ' ' || what || ' ' || subject || ' ' || before FROM audit ORDER BY id",
        )
        .await;
    assert_eq!(
        audit.last().unwrap(),
        "cli role person:terminal:ola officer"
    );
    let to = ChatRef::private(Platform::Terminal, "ola");
    assert_eq!(bot.incoming("ola", Content::Text(String::new())).chat, to);
    assert_eq!(
        bot.incoming("ola", Content::Text(String::new())).place,
        Place::Private
    );
}
