//! The officer's whole way, on each platform: from the one-time code to a notice that is taken back. What the officer reads
//! stands here as it is read.

use chrono::Duration;
use lacznik::domain::message::Platform;

use crate::officer_town::{JAN, PIOTR, Town};

const TEXT: &str = "Nabór na małe granty sportowe\n\nOferty przyjmujemy do **piątku 4 grudnia**, do godziny 15:30.\n- pokój 12\n- tylko na papierze";

/// After a look at the hours of the office.
const CHANGED: &str = "Nabór na małe granty sportowe\n\nOferty przyjmujemy do **piątku 4 grudnia**, do godziny 13:30.\n- pokój 12\n- tylko na papierze";

/// The room was wrong.
const CORRECTED: &str = "Nabór na małe granty sportowe\n\nOferty przyjmujemy do **piątku 4 grudnia**, do godziny 13:30.\n- pokój 14\n- tylko na papierze";

/// The code makes somebody the officer.
async fn becomes_officer(town: &mut Town) -> String {
    let invited = town.lacznik(&["officer", "invite", "--json"]);
    let invited: serde_json::Value = serde_json::from_str(&invited).unwrap();
    let code = invited["message"].as_str().unwrap();
    town.says("/start").await;
    town.script();
    town.says(code).await;
    town.script().replace(code, "/start o_…")
}

/// From nothing to a draft with everything in it.
async fn writes(town: &mut Town) -> String {
    town.says("/ogloszenie").await;
    town.says(TEXT).await;
    let begun = town.script();
    town.presses("Sport").await;
    town.presses("Gotowe").await;
    town.presses("Link").await;
    town.says("https://example.org/nabor").await;
    town.presses("Obrazek lub plik").await;
    town.sends("regulamin.pdf", b"%PDF-1.7").await;
    town.presses("Dokąd").await;
    town.presses("Telegram, kanały").await;
    town.presses("Gotowe").await;
    town.presses("Kiedy").await;
    town.script();
    town.says("dziś o 12:30").await;
    begun + &town.script()
}

/// The text is changed behind a preview, so that one confirms nothing; the next does, and is undone once.
async fn confirms(town: &mut Town) -> String {
    town.says("/ogloszenia").await;
    town.presses("Nr 1").await;
    town.presses("Treść").await;
    town.says(CHANGED).await;
    town.script();
    town.presses("Zatwierdź").await;
    let refused = town.script();
    town.presses("Podgląd").await;
    town.script();
    town.presses("Zatwierdź").await;
    town.presses("Cofnij").await;
    town.presses("Kiedy").await;
    town.presses("Od razu").await;
    let undone = town.script();
    town.presses("Podgląd").await;
    town.script();
    town.presses("Zatwierdź").await;
    refused + &undone + &town.script()
}

/// It goes out, first where the desk is; two have closed the bot out by now.
async fn goes_out(town: &mut Town) -> String {
    town.telegram
        .api
        .person(JAN, |person| person.blocked = true);
    town.discord.api.refuses_direct(PIOTR, 50007);
    town.passes(Duration::seconds(59)).await;
    assert_eq!(town.script(), "");
    town.passes(Duration::seconds(1)).await;
    town.passes(Duration::seconds(3)).await;
    town.presses("Wstrzymaj").await;
    let before = town.others();
    town.settle().await;
    assert_eq!(town.others(), before);
    town.presses("Wznów").await;
    town.passes(Duration::seconds(3)).await;
    town.settle().await;
    town.script()
}

async fn asks_who_missed_it(town: &mut Town) -> String {
    for messages in [
        town.telegram.api.messages(JAN).len(),
        town.discord.api.messages_to(PIOTR).len(),
    ] {
        assert_eq!(messages, 1, "the answer to the subscription");
    }
    town.presses("Kto nie dostał").await;
    town.script();
    town.presses("Plik CSV").await;
    town.script()
}

async fn corrects(town: &mut Town) -> String {
    town.presses("Ogłoszenie nr 1").await;
    town.presses("Popraw treść").await;
    town.script();
    town.says(CORRECTED).await;
    town.presses("Zmień").await;
    town.passes(Duration::seconds(3)).await;
    town.settle().await;
    town.script()
}

async fn withdraws(town: &mut Town) -> String {
    town.presses("Wycofaj").await;
    town.presses("Wycofaj teraz").await;
    town.passes(Duration::seconds(3)).await;
    town.settle().await;
    town.presses("Historia").await;
    town.script()
}

/// The whole way. What is read on the way is the same on each platform, but for the preview.
async fn way(desk: Platform) -> (String, String) {
    let mut town = Town::new(desk).await;
    let mut script = becomes_officer(&mut town).await + &writes(&mut town).await;
    town.presses("Podgląd").await;
    let shown = town.script();
    let (preview, check) = shown.split_once("Sprawdzenie").unwrap();
    script += &format!("Sprawdzenie{check}");
    script += &confirms(&mut town).await;
    script += &goes_out(&mut town).await;
    let [ewa, group, ola, channel] = town.others();
    for (messages, how) in [
        (&ewa, "pokój 12"),
        (&group, "administrator"),
        (&ola, "Wypisz"),
    ] {
        assert!(messages[0].contains(how), "{messages:?}");
    }
    script += &format!("(na kanale)\n{}\n\n", channel[0]);
    script += &asks_who_missed_it(&mut town).await;
    script += &corrects(&mut town).await;
    let others = town.others();
    for messages in &others {
        assert!(messages[0].contains("pokój 14"), "{messages:?}");
    }
    script += &format!("(u Ewy)\n{}\n\n", others[0][0]);
    script += &withdraws(&mut town).await;
    for messages in town.others() {
        assert!(!messages.concat().contains("Nabór"), "{messages:?}");
    }
    (preview.to_owned(), script)
}

#[tokio::test]
async fn the_officers_way_on_telegram() {
    let (preview, script) = way(Platform::Telegram).await;
    insta::assert_snapshot!(preview, @r"
    > [Podgląd]

    (w miejscu poprzedniej wiadomości)
    Podgląd ogłoszenia nr 1 (Telegram, rozmowy prywatne). Nikt go jeszcze nie dostał.

    Nabór na małe granty sportowe

    Oferty przyjmujemy do piątku 4 grudnia, do godziny 15:30.

    • pokój 12
    • tylko na papierze

    https://example.org/nabor

    Ogłoszenie nr 1, Biuro Współpracy z Organizacjami – Pełnomocnik ds. NGO.
    (plik regulamin.pdf)
    [Wypisz mnie]
    [Zmień tematy]

    Discord: nie znam tam rozmowy z pełnomocnikiem, więc pokazuję podgląd tutaj. Zmieści się w jednej wiadomości.

    Nabór na małe granty sportowe

    Oferty przyjmujemy do piątku 4 grudnia, do godziny 15:30.

    • pokój 12
    • tylko na papierze

    https://example.org/nabor

    Ogłoszenie nr 1, Biuro Współpracy z Organizacjami – Pełnomocnik ds. NGO.
    ");
    read(&script);
}

#[tokio::test]
async fn the_officers_way_on_discord() {
    let (preview, script) = way(Platform::Discord).await;
    insta::assert_snapshot!(preview, @r"
    > [Podgląd]

    (w miejscu poprzedniej wiadomości)
    Podgląd ogłoszenia nr 1 (Discord, rozmowy prywatne). Nikt go jeszcze nie dostał.

    Nabór na małe granty sportowe

    Oferty przyjmujemy do piątku 4 grudnia, do godziny 15:30.

    • pokój 12
    • tylko na papierze

    https://example.org/nabor

    Ogłoszenie nr 1, Biuro Współpracy z Organizacjami – Pełnomocnik ds. NGO.
    (plik regulamin.pdf)
    [Wypisz mnie]
    [Zmień tematy]

    Telegram: nie znam tam rozmowy z pełnomocnikiem, więc pokazuję podgląd tutaj. Zmieści się w jednej wiadomości.

    Nabór na małe granty sportowe

    Oferty przyjmujemy do piątku 4 grudnia, do godziny 15:30.

    • pokój 12
    • tylko na papierze

    https://example.org/nabor

    Ogłoszenie nr 1, Biuro Współpracy z Organizacjami – Pełnomocnik ds. NGO.
    ");
    read(&script);
}

/// What is read on both.
fn read(script: &str) {
    insta::allow_duplicates! {
        insta::assert_snapshot!(script, @r#"
        > /start o_…

        Dzień dobry. To konto ma teraz uprawnienia pełnomocnika.

        /pytania pokazuje pytania, na które brakuje odpowiedzi, i inne rzeczy do sprawdzenia. /ogloszenie zaczyna nowe ogłoszenie. /pomoc pokazuje wszystkie polecenia.
        [Do sprawdzenia]
        [Nowe ogłoszenie]
        [Lista poleceń]

        > /ogloszenie

        Nowe ogłoszenie

        Proszę napisać treść w jednej wiadomości.

        • Pierwszy wiersz to nagłówek, a pusty wiersz oddziela akapity.
        • Słowa między **podwójnymi gwiazdkami** są pogrubione.
        • Wiersze od myślnika tworzą listę.

        Najpierw powstanie szkic. Nic nie wyjdzie bez podglądu i zatwierdzenia.

        > Nabór na małe granty sportowe
        > 
        > Oferty przyjmujemy do **piątku 4 grudnia**, do godziny 15:30.
        > - pokój 12
        > - tylko na papierze

        Tematy ogłoszenia nr 1

        Ogłoszenie dostaną osoby, które subskrybują któryś z wybranych tematów. Na razie żaden nie jest wybrany.
        [Kultura i sztuka: nie]
        [Sport: nie]
        [Seniorzy: nie]
        [Osoby z niepełnosprawnościami: nie]
        [Zdrowie: nie]
        [Pomoc społeczna: nie]
        [Dzieci i młodzież: nie]
        [Edukacja: nie]
        [Następne tematy]
        [Gotowe]

        > dziś o 12:30

        Szkic ogłoszenia nr 1

        • Treść: „Nabór na małe granty sportowe”
        • Link: https://example.org/nabor
        • Plik: regulamin.pdf
        • Tematy: Sport
        • Dokąd: Telegram, rozmowy prywatne; Telegram, grupy; Discord, rozmowy prywatne; Discord, kanały
        • Kiedy: dziś o 12:30

        Można obejrzeć podgląd. Wysłanie zatwierdza się dopiero po nim.
        [Treść]
        [Link]
        [Obrazek lub plik]
        [Tematy]
        [Dokąd]
        [Kiedy]
        [Podgląd]
        [Wyrzuć]

        Sprawdzenie ogłoszenia nr 1

        Warto sprawdzić:

        • Termin mija w piątek 4 grudnia o 15:30, a urząd jest wtedy czynny do 14:00.

        Dostanie je 6 odbiorców.

        • Discord, kanały: 1
        • Discord, rozmowy prywatne: 2
        • Telegram, grupy: 1
        • Telegram, rozmowy prywatne: 2

        Wysyłka potrwa najwyżej minutę.

        W grupach i na kanałach zamiast przycisków stoi zdanie:

        • Wyłączyć ogłoszenia na tym kanale może administrator serwera poleceniem /subskrypcje.
        • Wyłączyć ogłoszenia w tej grupie może jej administrator poleceniem /subskrypcje.

        Wyjdzie dziś o 12:30.
        [Zatwierdź]
        [Wróć do szkicu]

        > [Zatwierdź]

        (w miejscu poprzedniej wiadomości)
        Od tamtego podglądu zmieniła się treść, odbiorcy albo czas, więc niczego nie zatwierdzam. Proszę obejrzeć podgląd jeszcze raz.
        [Podgląd]

        > [Zatwierdź]

        (w miejscu poprzedniej wiadomości)
        Ogłoszenie nr 1 wyjdzie dziś o 12:30.
        [Cofnij]

        > [Cofnij]

        (w miejscu poprzedniej wiadomości)
        Szkic ogłoszenia nr 1

        • Treść: „Nabór na małe granty sportowe”
        • Link: https://example.org/nabor
        • Plik: regulamin.pdf
        • Tematy: Sport
        • Dokąd: Telegram, rozmowy prywatne; Telegram, grupy; Discord, rozmowy prywatne; Discord, kanały
        • Kiedy: dziś o 12:30

        Można obejrzeć podgląd. Wysłanie zatwierdza się dopiero po nim.
        [Treść]
        [Link]
        [Obrazek lub plik]
        [Tematy]
        [Dokąd]
        [Kiedy]
        [Podgląd]
        [Wyrzuć]

        > [Kiedy]

        (w miejscu poprzedniej wiadomości)
        Kiedy wysłać ogłoszenie nr 1? Na przykład: „jutro o 9”, „w poniedziałek 8:30”, „1 grudnia 10:00” albo „teraz”.
        [Od razu po zatwierdzeniu]
        [Wróć do szkicu]

        > [Od razu]

        (w miejscu poprzedniej wiadomości)
        Szkic ogłoszenia nr 1

        • Treść: „Nabór na małe granty sportowe”
        • Link: https://example.org/nabor
        • Plik: regulamin.pdf
        • Tematy: Sport
        • Dokąd: Telegram, rozmowy prywatne; Telegram, grupy; Discord, rozmowy prywatne; Discord, kanały
        • Kiedy: od razu po zatwierdzeniu

        Można obejrzeć podgląd. Wysłanie zatwierdza się dopiero po nim.
        [Treść]
        [Link]
        [Obrazek lub plik]
        [Tematy]
        [Dokąd]
        [Kiedy]
        [Podgląd]
        [Wyrzuć]

        > [Zatwierdź]

        (w miejscu poprzedniej wiadomości)
        Ogłoszenie nr 1 wyjdzie dziś o 12:01.
        [Cofnij]

        Ogłoszenie nr 1 wychodzi: dotarło do 2 z 6 odbiorców.

        Czeka jeszcze 3 odbiorców. Dotąd nie dotarło do jednego odbiorcy.
        [Wstrzymaj]
        [Przerwij]
        [Kto nie dostał]
        [Popraw treść]
        [Wycofaj]
        [Odśwież]

        > [Wstrzymaj]

        (w miejscu poprzedniej wiadomości)
        Wstrzymane.

        Ogłoszenie nr 1 jest wstrzymane: dotarło do 2 z 6 odbiorców.

        Czeka jeszcze 3 odbiorców. Dotąd nie dotarło do jednego odbiorcy.
        [Wznów]
        [Przerwij]
        [Kto nie dostał]
        [Popraw treść]
        [Wycofaj]
        [Odśwież]

        > [Wznów]

        (w miejscu poprzedniej wiadomości)
        Wznowione.

        Ogłoszenie nr 1 wychodzi: dotarło do 2 z 6 odbiorców.

        Czeka jeszcze 3 odbiorców. Dotąd nie dotarło do jednego odbiorcy.
        [Wstrzymaj]
        [Przerwij]
        [Kto nie dostał]
        [Popraw treść]
        [Wycofaj]
        [Odśwież]

        Ogłoszenie nr 1 wysłane do 4 z 6 odbiorców.

        Nie dotarło do 2: jedna osoba zablokowała bota, jedna osoba nie przyjmuje prywatnych wiadomości od niego. Nic nie trzeba robić; te subskrypcje są wstrzymane do chwili, gdy ktoś znów napisze.
        [Kto nie dostał]
        [Popraw treść]
        [Wycofaj]
        [Historia]
        [Wszystkie ogłoszenia]

        (w miejscu poprzedniej wiadomości)
        Ogłoszenie nr 1 wysłane do 4 z 6 odbiorców.

        (na kanale)
        Nabór na małe granty sportowe

        Oferty przyjmujemy do piątku 4 grudnia, do godziny 13:30.

        • pokój 12
        • tylko na papierze

        https://example.org/nabor

        Ogłoszenie nr 1, Biuro Współpracy z Organizacjami – Pełnomocnik ds. NGO. Wyłączyć ogłoszenia na tym kanale może administrator serwera poleceniem /subskrypcje.
        (plik regulamin.pdf)

        > [Plik CSV]

        Plik z listą do ogłoszenia nr 1: 2 wiersze.
        (plik ogloszenie-1-braki.csv)
        numer;komunikator;rodzaj;nazwa;powod;co_zrobic;prob;kiedy
        49;Telegram;osoba;;Zablokowany bot;"Nic nie trzeba robić; ta subskrypcja jest wstrzymana do chwili, gdy ktoś znów napisze.";1;2026-11-23 12:01
        52;Discord;osoba;;Bez wiadomości prywatnych;"Nic nie trzeba robić; ta subskrypcja jest wstrzymana do chwili, gdy ktoś znów napisze.";1;2026-11-23 12:01

        > Nabór na małe granty sportowe
        > 
        > Oferty przyjmujemy do **piątku 4 grudnia**, do godziny 13:30.
        > - pokój 14
        > - tylko na papierze

        Poprawka ogłoszenia nr 1

        Było:

        Nabór na małe granty sportowe

        Oferty przyjmujemy do piątku 4 grudnia, do godziny 13:30.

        • pokój 12
        • tylko na papierze

        Będzie:

        Nabór na małe granty sportowe

        Oferty przyjmujemy do piątku 4 grudnia, do godziny 13:30.

        • pokój 14
        • tylko na papierze

        Zmieni się u 4 odbiorców, bez nowego powiadomienia.
        [Zmień]
        [Napisz inaczej]
        [Zostaw bez zmian]

        > [Zmień]

        (w miejscu poprzedniej wiadomości)
        Poprawka ogłoszenia nr 1 właśnie się zaczyna.
        [Wstrzymaj]
        [Przerwij]
        [Kto nie dostał]
        [Popraw treść]
        [Wycofaj]
        [Odśwież]

        (w miejscu poprzedniej wiadomości)
        Poprawka ogłoszenia nr 1: treść zmieniona u 2 z 4 odbiorców.

        Czeka jeszcze 2 odbiorców.
        [Wstrzymaj]
        [Przerwij]
        [Kto nie dostał]
        [Popraw treść]
        [Wycofaj]
        [Odśwież]

        Ogłoszenie nr 1 poprawione u wszystkich 4 odbiorców.

        Wcześniej dotarło do 4 z 6 odbiorców. Nie dotarło do 2: jedna osoba zablokowała bota, jedna osoba nie przyjmuje prywatnych wiadomości od niego. Nic nie trzeba robić; te subskrypcje są wstrzymane do chwili, gdy ktoś znów napisze.
        [Kto nie dostał]
        [Popraw treść]
        [Wycofaj]
        [Historia]
        [Wszystkie ogłoszenia]

        (w miejscu poprzedniej wiadomości)
        Ogłoszenie nr 1 poprawione u wszystkich 4 odbiorców.

        (u Ewy)
        Poprawione w poniedziałek 23 listopada o 12:01.

        Nabór na małe granty sportowe

        Oferty przyjmujemy do piątku 4 grudnia, do godziny 13:30.

        • pokój 14
        • tylko na papierze

        https://example.org/nabor

        Ogłoszenie nr 1, Biuro Współpracy z Organizacjami – Pełnomocnik ds. NGO.
        (plik regulamin.pdf)
        [Wypisz mnie]
        [Zmień tematy]

        > [Wycofaj]

        (w miejscu poprzedniej wiadomości)
        Wycofać ogłoszenie nr 1?

        Na Telegramie zniknie. Wiadomości starszych niż 48 godzin Telegram nie usuwa: w ich miejscu pojawi się informacja o wycofaniu.

        Na Discordzie zniknie.

        Kto już przeczytał, ten przeczytał. Wycofania nie można cofnąć.
        [Wycofaj teraz]
        [Nie wycofuj]

        > [Wycofaj teraz]

        (w miejscu poprzedniej wiadomości)
        Wycofywanie ogłoszenia nr 1 właśnie się zaczyna.
        [Wstrzymaj]
        [Przerwij]
        [Kto nie dostał]
        [Odśwież]

        (w miejscu poprzedniej wiadomości)
        Wycofywanie ogłoszenia nr 1: zrobione u 2 z 4 odbiorców.

        Czeka jeszcze 2 odbiorców.
        [Wstrzymaj]
        [Przerwij]
        [Kto nie dostał]
        [Odśwież]

        Ogłoszenie nr 1 wycofane u wszystkich 4 odbiorców.

        Wcześniej dotarło do 4 z 6 odbiorców. Nie dotarło do 2: jedna osoba zablokowała bota, jedna osoba nie przyjmuje prywatnych wiadomości od niego. Nic nie trzeba robić; te subskrypcje są wstrzymane do chwili, gdy ktoś znów napisze.
        [Kto nie dostał]
        [Historia]
        [Wszystkie ogłoszenia]

        (w miejscu poprzedniej wiadomości)
        Ogłoszenie nr 1 wycofane u wszystkich 4 odbiorców.

        > [Historia]

        (w miejscu poprzedniej wiadomości)
        Historia ogłoszenia nr 1

        • W poniedziałek 23 listopada o 12:00, Ty: nowy szkic.
        • W poniedziałek 23 listopada o 12:00, Ty: zatwierdzone do wysłania.
        • W poniedziałek 23 listopada o 12:00, Ty: cofnięte do szkicu.
        • W poniedziałek 23 listopada o 12:00, Ty: zatwierdzone do wysłania.
        • W poniedziałek 23 listopada o 12:01, automat: początek wysyłki.
        • W poniedziałek 23 listopada o 12:01, Ty: wstrzymana wysyłka.
        • W poniedziałek 23 listopada o 12:01, Ty: wznowiona wysyłka.
        • W poniedziałek 23 listopada o 12:01, Ty: poprawiona treść.
        • W poniedziałek 23 listopada o 12:01, Ty: wycofane.
        [Ogłoszenie nr 1]
        "#);
    }
}
