//! The officer writes a notice: the same on each platform.

use chrono::Duration;
use lacznik::domain::message::Content;
use lacznik::domain::role::Role;

use crate::notices_draft_desks::{Desks, TEXT, shown};

/// A draft of the usual text about sport, as an officer writes it.
async fn drafted(desks: &mut Desks) {
    desks.says("/ogloszenie").await;
    desks.says(TEXT).await;
    desks.presses("Sport").await;
    desks.presses("Gotowe").await;
}

#[tokio::test]
async fn the_whole_way_of_a_notice() {
    let mut desks = Desks::of(Role::Officer).await;
    insta::assert_snapshot!(desks.says("/ogloszenie").await, @r"
    Nowe ogłoszenie

    Proszę napisać treść w jednej wiadomości.

    - Pierwszy wiersz to nagłówek, a pusty wiersz oddziela akapity.
    - Słowa między **podwójnymi gwiazdkami** są pogrubione.
    - Wiersze od myślnika tworzą listę.

    Najpierw powstanie szkic. Nic nie wyjdzie bez podglądu i zatwierdzenia.
    ");
    insta::assert_snapshot!(desks.says(TEXT).await, @r"
    Tematy ogłoszenia nr 1

    Ogłoszenie dostaną osoby, które subskrybują któryś z wybranych tematów. Na razie
    żaden nie jest wybrany.

    [1] Kultura i sztuka: nie
    [2] Sport: nie
    [3] Seniorzy: nie
    [4] Osoby z niepełnosprawnościami: nie
    [5] Zdrowie: nie
    [6] Pomoc społeczna: nie
    [7] Dzieci i młodzież: nie
    [8] Edukacja: nie
    [9] Następne tematy
    [10] Gotowe
    ");
    desks.presses("Sport").await;
    insta::assert_snapshot!(desks.presses("Gotowe").await, @r"
    Szkic ogłoszenia nr 1

    - Treść: „Nabór na małe granty sportowe”
    - Link: bez linku
    - Plik: bez pliku
    - Tematy: Sport
    - Dokąd: wszędzie, gdzie są subskrybenci
    - Kiedy: od razu po zatwierdzeniu

    Można obejrzeć podgląd. Wysłanie zatwierdza się dopiero po nim.

    [1] Treść
    [2] Link
    [3] Obrazek lub plik
    [4] Tematy
    [5] Dokąd
    [6] Kiedy
    [7] Wywołaj role
    [8] Podgląd
    [9] Wyrzuć
    ");
    desks.presses("Link").await;
    desks.says("https://example.org/nabor").await;
    insta::assert_snapshot!(desks.presses_apart("Podgląd").await, @r"
    Podgląd ogłoszenia nr 1 (Terminal, rozmowy prywatne). Nikt go jeszcze nie
    dostał.

    Nabór na małe granty sportowe

    Oferty do piątku 4 grudnia, do 15:30.

    - pokój 12
    - tylko na papierze

    https://example.org/nabor

    Ogłoszenie nr 1, Biuro Współpracy z Organizacjami – Pełnomocnik ds. NGO.

    [1] Wypisz mnie
    [2] Zmień tematy

    Telegram: nie znam tam rozmowy z pełnomocnikiem, więc pokazuję podgląd tutaj.
    Zmieści się w jednej wiadomości.

    Nabór na małe granty sportowe

    Oferty do piątku 4 grudnia, do 15:30.

    - pokój 12
    - tylko na papierze

    https://example.org/nabor

    Ogłoszenie nr 1, Biuro Współpracy z Organizacjami – Pełnomocnik ds. NGO.

    Discord: nie znam tam rozmowy z pełnomocnikiem, więc pokazuję podgląd tutaj.
    Zmieści się w jednej wiadomości.

    Nabór na małe granty sportowe

    Oferty do piątku 4 grudnia, do 15:30.

    - pokój 12
    - tylko na papierze

    https://example.org/nabor

    Ogłoszenie nr 1, Biuro Współpracy z Organizacjami – Pełnomocnik ds. NGO.
    Wyłączyć ogłoszenia na tym kanale może administrator serwera poleceniem
    /subskrypcje.

    Sprawdzenie ogłoszenia nr 1

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
    [4] Wróć do szkicu
    ");
    insta::assert_snapshot!(desks.presses("Zatwierdź").await, @r"
    Ogłoszenie nr 1 wyjdzie dziś o 12:01.

    [1] Cofnij
    ");
    assert_eq!(
        desks.texts("SELECT state FROM notices").await,
        ["scheduled"]
    );
    let back = desks.presses("Cofnij").await;
    assert!(back.starts_with("Szkic ogłoszenia nr 1"), "{back}");
    insta::assert_snapshot!(desks.presses("Wyrzuć").await, @r"
    Ogłoszenie nr 1 jest wyrzucone. Nikt go nie dostał.

    [1] Cofnij
    ");
    let back = desks.presses("Cofnij").await;
    assert!(back.starts_with("Szkic ogłoszenia nr 1"), "{back}");
    let audit = desks
        .texts("SELECT what || ' ' || before || ' ' || after FROM audit WHERE subject = 'notice:1' ORDER BY id")
        .await;
    let expected = [
        "created  ",
        "state draft scheduled",
        "state scheduled draft",
        "state draft discarded",
        "state discarded draft",
    ];
    assert_eq!(audit, expected);
}

#[tokio::test]
async fn a_confirmation_is_bound_to_what_was_shown() {
    let mut desks = Desks::of(Role::Officer).await;
    drafted(&mut desks).await;
    desks.presses_apart("Podgląd").await;
    let confirm = desks.bot.action("Zatwierdź");
    // Any change voids it.
    desks.presses("Wróć").await;
    desks.presses("Treść").await;
    desks.says("Inny tekst").await;
    insta::assert_snapshot!(desks.presses_action(&confirm).await, @r"
    Od tamtego podglądu zmieniła się treść, odbiorcy albo czas, więc niczego nie
    zatwierdzam. Proszę obejrzeć podgląd jeszcze raz.

    [1] Podgląd
    ");
    // So does time.
    desks.presses_apart("Podgląd").await;
    let confirm = desks.bot.action("Zatwierdź");
    desks.later(Duration::minutes(16));
    let incoming = desks.bot.incoming("asker", Content::Press(confirm));
    let again = shown(&desks.bot.replies(&incoming).await);
    assert!(
        again.starts_with("Od podglądu minęło ponad 15 minut"),
        "{again}"
    );
    assert_eq!(desks.texts("SELECT state FROM notices").await, ["draft"]);
    // Pressed twice it says the same twice.
    let confirm = desks.bot.action("Zatwierdź");
    let first = desks.bot.presses_action(&confirm).await;
    assert!(
        first.starts_with("Ogłoszenie nr 1 wyjdzie dziś o 12:17."),
        "{first}"
    );
    assert_eq!(desks.bot.presses_action(&confirm).await, first);
    let scheduled = "SELECT count(*) FROM audit WHERE after = 'scheduled'";
    assert_eq!(desks.bot.count(scheduled).await, 1);
}

#[tokio::test]
async fn a_time_that_has_passed_is_not_confirmed() {
    let mut desks = Desks::of(Role::Officer).await;
    drafted(&mut desks).await;
    desks.presses("Kiedy").await;
    desks.says("12:10").await;
    desks.presses_apart("Podgląd").await;
    let confirm = desks.bot.action("Zatwierdź");
    desks.later(Duration::minutes(11));
    let incoming = desks.bot.incoming("asker", Content::Press(confirm));
    let said = shown(&desks.bot.replies(&incoming).await);
    assert!(said.contains("Wybrany czas wysłania już minął."), "{said}");
    assert_eq!(desks.texts("SELECT state FROM notices").await, ["draft"]);
}

#[tokio::test]
async fn what_cannot_be_taken_leaves_the_draft() {
    let mut desks = Desks::of(Role::Officer).await;
    drafted(&mut desks).await;
    let before = desks.texts("SELECT content FROM notices").await;
    for (button, text, why) in [
        (
            "Link",
            "http://example.org",
            "To nie jest adres, który zaczyna się od https://",
        ),
        ("Link", "zobacz na stronie", "To nie jest adres"),
        ("Kiedy", "kiedyś", "Nie rozumiem, kiedy"),
        ("Kiedy", "jutro", "Brakuje godziny"),
        (
            "Kiedy",
            "dziś o 9",
            "To już minęło: w poniedziałek 23 listopada o 9:00",
        ),
        (
            "Kiedy",
            "28 marca 2:30",
            "Godziny 2:30 nie będzie: w niedzielę 28 marca",
        ),
        ("Kiedy", "2028-01-01 10:00", "To ponad rok naprzód"),
        ("Obrazek", "nie mam", "Potrzebuję obrazka albo dokumentu"),
    ] {
        desks.presses(button).await;
        let said = desks.says(text).await;
        assert!(said.starts_with(why), "{said}");
        assert!(said.contains("Szkic został bez zmian."), "{said}");
        desks.presses("Wróć").await;
    }
    assert_eq!(desks.texts("SELECT content FROM notices").await, before);
    // It still waits after a refusal, and takes the next try.
    desks.presses("Kiedy").await;
    desks.says("kiedyś").await;
    let card = desks.says("jutro o 9").await;
    assert!(
        card.contains("Kiedy: we wtorek 24 listopada o 9:00"),
        "{card}"
    );
}

#[tokio::test]
async fn something_else_ends_the_waiting_and_loses_nothing() {
    let mut desks = Desks::of(Role::Officer).await;
    drafted(&mut desks).await;
    desks.presses("Treść").await;
    assert!(desks.says("/pomoc").await.contains("Co można zrobić"));
    let answer = desks.says("ile max na maly grant teraz").await;
    assert!(answer.contains("20 000"), "{answer}");
    desks.presses_action("N:1:write:text").await;
    desks.later(Duration::minutes(61));
    let answer = desks.says("ile max na maly grant teraz").await;
    assert!(answer.contains("20 000"), "{answer}");
    let card = desks.presses_action("N:1:show").await;
    assert!(
        card.contains("Treść: „Nabór na małe granty sportowe”"),
        "{card}"
    );
    // A second one beside it.
    desks.says("/ogloszenie").await;
    desks.says("Drugie").await;
    let states = "SELECT state FROM notices ORDER BY id";
    assert_eq!(desks.texts(states).await, ["draft", "draft"]);
    let gone = desks.presses_action("N:99:show").await;
    assert!(gone.starts_with("Nie ma ogłoszenia nr 99."), "{gone}");
}

#[tokio::test]
async fn topics_and_places_are_chosen() {
    let mut desks = Desks::of(Role::Officer).await;
    desks.says("/ogloszenie").await;
    desks.says("Krótko").await;
    let next = desks.presses("Następne").await;
    assert!(next.contains("Poprzednie tematy"), "{next}");
    desks.presses("Ekologia").await;
    desks.presses("Poprzednie").await;
    let topics = desks.presses("Kultura").await;
    assert!(
        topics.contains("Wybrane: Kultura i sztuka, Ekologia."),
        "{topics}"
    );
    // The same button twice is the same.
    let same = desks.presses_action("N:1:topic:kultura").await;
    assert_eq!(same, topics);
    desks.presses("Kultura i sztuka: tak").await;
    desks.presses("Gotowe").await;
    desks.presses("Dokąd").await;
    desks.presses("Telegram, rozmowy prywatne").await;
    let places = desks.presses("Telegram, grupy").await;
    assert!(places.contains("Telegram, grupy: nie"), "{places}");
    insta::assert_snapshot!(desks.presses("Gotowe").await, @r"
    Szkic ogłoszenia nr 1

    - Treść: „Krótko”
    - Link: bez linku
    - Plik: bez pliku
    - Tematy: Ekologia
    - Dokąd: Telegram, kanały; Discord, rozmowy prywatne; Discord, kanały
    - Kiedy: od razu po zatwierdzeniu

    Można obejrzeć podgląd. Wysłanie zatwierdza się dopiero po nim.

    [1] Treść
    [2] Link
    [3] Obrazek lub plik
    [4] Tematy
    [5] Dokąd
    [6] Kiedy
    [7] Wywołaj role
    [8] Podgląd
    [9] Wyrzuć
    ");
    desks.presses("Dokąd").await;
    desks.presses("Telegram, kanały").await;
    desks.presses("Discord, rozmowy").await;
    // It would say the same again, which messengers do not show.
    let last = desks.bot.presses("Discord, kanały").await;
    assert!(
        last.contains("Discord, kanały: tak"),
        "the last one stays: {last}"
    );
    let card = desks.presses_action("N:1:ping").await;
    assert!(card.contains("Na Discordzie wywoła role"), "{card}");
}

#[tokio::test]
async fn what_stops_a_notice_is_said_and_nothing_can_be_confirmed() {
    let mut desks = Desks::of(Role::Officer).await;
    desks.says("/ogloszenie").await;
    let text = "Spotkanie\n\nZapraszamy w piątek 3 grudnia 2026 r., nie 12 listopada. Więcej: http://example.org";
    desks.says(text).await;
    desks.presses("Gotowe").await;
    let check = desks.presses_apart("Podgląd").await;
    let check = check.split_once("Sprawdzenie").unwrap().1;
    insta::assert_snapshot!(check, @r"
     ogłoszenia nr 1

    Tak nie może wyjść:

    - Nie ma wybranych tematów.

    Warto sprawdzić:

    - Adres „http://example.org” w treści nie zaczyna się od https://.
    - „3 grudnia 2026” to czwartek, a w treści jest piątek.
    - Ta data już minęła: „12 listopada”.

    [3] Wróć do szkicu
    ");
    desks.presses("Wróć").await;
    desks.presses("Tematy").await;
    desks.presses("Zdrowie").await;
    desks.presses("Gotowe").await;
    let check = desks.presses_apart("Podgląd").await;
    assert!(
        check.contains("Nikt nie subskrybuje tych tematów"),
        "{check}"
    );
    assert!(!check.contains("Zatwierdź"), "{check}");
}
