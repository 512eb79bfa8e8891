//! Commands: one table, help made from it, roles checked by person.

use lacznik::domain::message::Content;
use lacznik::domain::role::Role;

use crate::harness::TestBot;

#[tokio::test]
async fn start_says_who_runs_this_what_it_does_and_what_it_keeps() {
    let mut bot = TestBot::new().await;
    let incoming = bot.incoming("ewa", Content::Text("/start".into()));
    insta::assert_snapshot!(bot.reply_to(&incoming).await, @r"
    Łącznik: pomoc dla organizacji pozarządowych

    Jestem automatem. Odpowiada za mnie Urząd Miasta Przykładowo, Biuro Współpracy z
    Organizacjami – Pełnomocnik ds. NGO.

    Odpowiadam na pytania o prawo, dotacje i terminy sprawdzonymi tekstami i mówię,
    z kim rozmawiać. Niczego nie wymyślam: gdy czegoś nie wiem, wskazuję człowieka.

    Wystarczy napisać, o co chodzi, choćby w kilku słowach i bez polskich znaków. Na
    przykład:

    - ile max na mały grant teraz
    - kto zajmuje się dotacjami na sport
    - zmieniliśmy prezesa, co teraz

    Zapamiętuję numery rozmowy i osoby oraz język (90 dni od ostatniej wiadomości),
    ostatnie pytanie (24 godziny) i wysłane odpowiedzi (30 dni). Pytania bez
    odpowiedzi zapisuję bez autora. Proszę nie podawać numeru PESEL, numerów kont
    ani danych o zdrowiu. W sprawie danych: Inspektor Ochrony Danych,
    iod@example.org.

    Dane przykładowe: miasto Przykładowo jest zmyślone.

    [1] Lista poleceń
    [2] Kontakt do pełnomocnika
    [3] Zmień język
    ");
}

#[tokio::test]
async fn help_lists_what_this_person_may_do() {
    let mut bot = TestBot::new().await;
    let help = bot.says("/pomoc").await;
    for name in [
        "/start", "/pomoc", "/zapytaj", "/tematy", "/kontakt", "/jezyk", "/wypisz",
    ] {
        assert!(help.contains(name), "{help}");
    }
    assert!(!help.contains("/pytania"), "{help}");
    bot.grant("asker", Role::Officer).await;
    assert!(bot.says("/pomoc").await.contains("/pytania"));
    assert!(bot.says("/help").await.contains("/questions"));
}

#[tokio::test]
async fn a_role_is_checked_by_person() {
    let mut bot = TestBot::new().await;
    assert_eq!(
        bot.says("/pytania").await,
        "To polecenie jest tylko dla pełnomocnika.\n"
    );
    bot.grant("somebody else", Role::Officer).await;
    assert_eq!(
        bot.says("/pytania").await,
        "To polecenie jest tylko dla pełnomocnika.\n"
    );
    assert_eq!(
        bot.presses_action("c:questions").await,
        "To polecenie jest tylko dla pełnomocnika.\n"
    );
}

#[tokio::test]
async fn the_officer_sees_what_people_ask_in_vain() {
    let mut bot = TestBot::new().await;
    bot.alone();
    bot.says("hipopotam fioletowy").await;
    bot.says("hipopotam fioletowy").await;
    bot.says("ile max na maly grant teraz").await;
    bot.presses("Nieaktualne?").await;
    bot.grant("asker", Role::Officer).await;
    insta::assert_snapshot!(bot.says("/pytania").await, @r"
    Do sprawdzenia przez pełnomocnika

    Pytania bez odpowiedzi:

    - hipopotam fioletowy (2 razy)

    Zgłoszone jako nieaktualne:

    - Mały grant: do 20 000 zł na jedno zadanie (1 raz)
    ");
    assert!(
        bot.presses_action("c:questions")
            .await
            .contains("hipopotam fioletowy")
    );
}

#[tokio::test]
async fn unsubscribing_works_in_any_wording_and_language() {
    let mut bot = TestBot::new().await;
    for text in [
        "wypisz mnie z newslettera",
        "WYPISZ MNIE",
        "prosze wypiszcie mnie natychmiast",
        "usuncie mnie z listy",
        "nie chce juz dostawac tych maili",
        "nie chce wiadomosci",
        "unsubscribe",
        "/wypisz",
        "/stop",
        "wypisz",
        "prosze mnie wypisac",
        "stop",
        "usun mnie",
        "nie chce juz ogloszen",
        "wypiszcie nas",
        "proszę o wypisanie nas z listy",
        "skreślcie mnie z listy mailingowej",
        "skresl mnie z waszej listy mailingowej",
        "wykreślcie nas z listy",
        "usuńcie nas z listy",
        "nie chcę już spamu od was",
        "dość tego spamu",
        "rezygnuję z powiadomień",
        "rezygnujemy z ogloszen, mamy ich za duzo",
        "chciałabym zrezygnować z newslettera",
        "wycofuję zgodę na newsletter",
        "prosze wylaczyc powiadomienia",
        "nie wysyłajcie mi więcej niczego",
        "przestańcie wysyłać mi te wiadomości",
        "remove me from your list please",
        "please stop spamming us",
        "відпишіть нас, будь ласка",
        "видаліть мене зі списку розсилки",
        "не надсилайте мені більше нічого",
        "не хочу більше спаму",
    ] {
        let reply = bot.says(text).await;
        assert!(
            [
                "żadnych ogłoszeń nie",
                "I will not send any",
                "жодних оголошень"
            ]
            .iter()
            .any(|said| reply.contains(said)),
            "{text}: {reply}"
        );
    }
    for question in [
        "jak wypisać członka ze stowarzyszenia",
        "jak wypisać się ze stowarzyszenia",
        "wykreślić stowarzyszenie z KRS",
        "jak wykreślić fundację z rejestru",
        "czy zarząd może skreślić mnie z listy członków",
        "czy mogą usunąć członka z listy",
        "rezygnuję z funkcji prezesa, co dalej",
        "rezygnujemy z dotacji, jak ją zwrócić",
        "rezygnacja z realizacji zadania",
        "jak cofnąć zgodę na wizerunek",
        "nie chcę być w zarządzie",
        "jak odwołać prezesa",
        "stowarzyszenie nie wysłało sprawozdania",
        "wypis z KRS skąd wziąć",
        "хочу закрити організацію",
        "co zrobić żeby nie dostać kary, nie chce dostawać upomnień",
        "jak to działa z VAT w stowarzyszeniu",
        "jak zmienić język oferty",
    ] {
        let reply = bot.says(question).await;
        for wrong in ["subskryb", "Co można zrobić", "W jakim języku"] {
            assert!(!reply.contains(wrong), "{question}: {reply}");
        }
    }
}

#[tokio::test]
async fn contact_leads_to_a_person() {
    let mut bot = TestBot::new().await;
    for text in ["/kontakt", "/contact", "chce pogadac z czlowiekiem"] {
        let reply = bot.says(text).await;
        assert!(
            reply.contains("Pełnomocnik ds. NGO") && reply.contains("00 000 01 00"),
            "{text}: {reply}"
        );
    }
}

#[tokio::test]
async fn a_contact_with_a_matter_is_a_question_about_a_contact() {
    let mut bot = TestBot::new().await;
    for text in [
        "/kontakt hala sportowa",
        "/Contact@lacznik_bot  hala sportowa",
    ] {
        let reply = bot.says(text).await;
        assert!(
            reply.contains("Miejski Ośrodek Sportu i Rekreacji"),
            "{text}: {reply}"
        );
    }
    // Without "kontakt" the answer comes first.
    assert!(!bot.says("mały grant").await.starts_with("Biuro Współpracy"));
    assert!(
        bot.says("/kontakt mały grant")
            .await
            .starts_with("Biuro Współpracy")
    );
    assert!(bot.says("/kontakt proszę").await.contains("00 000 01 00"));
    let unknown = bot.says("/kontakt hipopotam fioletowy").await;
    assert!(unknown.starts_with("Tego nie mam"), "{unknown}");
    assert!(bot.labels().contains(&"Porozmawiaj z człowiekiem"));
}

#[tokio::test]
async fn topics_are_listed_and_opened_by_any_of_their_names() {
    let mut bot = TestBot::new().await;
    let knowledge = lacznik::app::example().unwrap();
    for text in ["/tematy", "/topics", "tematy", "/tematy "] {
        let list = bot.says(text).await;
        assert!(
            list.starts_with("Wszystkie tematy. Który pokazać?"),
            "{text}: {list}"
        );
        assert_eq!(bot.labels().len(), knowledge.topics.len());
    }
    assert!(
        bot.presses("Kultura i sztuka")
            .await
            .starts_with("Kultura i sztuka\n")
    );
    // The list is for all topics, so it stays.
    assert!(bot.presses_action("t:sport").await.starts_with("Sport\n"));
    for named in ["sport", "SPORT", "Спорт", "klub sportowy", " turniej "] {
        let card = bot.says(&format!("/tematy {named}")).await;
        assert!(card.starts_with("Sport\n"), "{named}: {card}");
    }
    for topic in &knowledge.topics {
        let card = bot.says(&format!("/tematy {}", topic.id)).await;
        assert!(card.starts_with(&topic.name), "{}: {card}", topic.id);
    }
    let list = bot.says("/tematy hipopotamy").await;
    assert!(
        list.starts_with("Takiego tematu nie mam. Oto wszystkie:"),
        "{list}"
    );
    assert_eq!(bot.labels().len(), knowledge.topics.len());
    assert_eq!(bot.count("SELECT count(*) FROM officer_notes").await, 0);
    let group = bot
        .in_group("jan", Content::Text("/tematy sport".into()))
        .await;
    assert!(group.starts_with("Sport\n"), "{group}");
    let group = bot.in_group("jan", Content::Text("/tematy".into())).await;
    assert!(group.starts_with("Wszystkie tematy"), "{group}");
}

#[tokio::test]
async fn without_topics_a_person_helps() {
    let mut bot = TestBot::new().await;
    let mut knowledge = lacznik::app::example().unwrap();
    knowledge.topics.clear();
    for entry in &mut knowledge.entries {
        entry.topic = None;
    }
    for route in &mut knowledge.routes {
        route.topic = None;
    }
    bot.says("/start").await;
    bot.alone();
    bot.learns(&knowledge).await;
    let reply = bot.says("/tematy").await;
    assert!(
        reply.starts_with("Listy tematów jeszcze tu nie ma.") && reply.contains("00 000 01 00"),
        "{reply}"
    );
}
