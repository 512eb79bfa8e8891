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
    for name in ["/start", "/pomoc", "/kontakt", "/jezyk", "/wypisz"] {
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
    ] {
        let reply = bot.says(text).await;
        assert!(
            reply.contains("żadnych ogłoszeń nie") || reply.to_lowercase().contains("subscription"),
            "{text}: {reply}"
        );
    }
    for question in [
        "jak wypisać członka ze stowarzyszenia",
        "co zrobić żeby nie dostać kary, nie chce dostawać upomnień",
        "jak to działa z VAT w stowarzyszeniu",
        "jak zmienić język oferty",
    ] {
        let reply = bot.says(question).await;
        for wrong in ["subskrypcj", "Co można zrobić", "W jakim języku"] {
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
