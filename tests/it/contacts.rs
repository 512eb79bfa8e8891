//! "Z kim rozmawiać": one unit, why, an alternative, hours today, and one question back where it decides.

use crate::harness::{TestBot, at};

#[tokio::test]
async fn a_contact_has_the_reason_an_alternative_hours_and_what_to_prepare() {
    let mut bot = TestBot::new().await;
    insta::assert_snapshot!(bot.says("kto zajmuje sie dotacjami na sport?").await, @r"
    Wydział Kultury Fizycznej i Sportu

    Prowadzi w Przykładowie konkursy i dotacje na sport. Jeśli chodzi o rezerwację
    hali lub boiska, to Miejski Ośrodek Sportu i Rekreacji.

    Urząd Miasta, pok. 31, tel. 00 000 03 00, wks@example.org. Dziś otwarte do
    17:00.

    Przydadzą się:

    - nazwa zadania
    - ile osób i w jakim wieku
    - szacunkowy koszt

    Dane przykładowe: miasto Przykładowo jest zmyślone.

    [1] Pokaż: Miejski Ośrodek Sportu i Rekreacji
    [2] Dane kontaktowe
    [3] To nie to
    [4] Porozmawiaj z człowiekiem
    ");
}

#[tokio::test]
async fn a_change_of_the_board_depends_on_the_legal_form() {
    let mut bot = TestBot::new().await;
    let asked = bot.says("zmienilismy prezesa co teraz").await;
    assert!(asked.starts_with("Jaka to organizacja?"), "{asked}");
    assert!(
        bot.presses("Stowarzyszenie zwykłe")
            .await
            .contains("Starostwo Powiatowe")
    );
    bot.says("zmienilismy prezesa co teraz").await;
    let answered = bot.says("fundacja").await;
    assert!(answered.contains("Wydział KRS"), "{answered}");
    // An answer in the question itself: nothing is asked.
    let direct = bot.says("zmienilismy prezesa fundacji co teraz").await;
    assert!(direct.contains("Wydział KRS"), "{direct}");
}

#[tokio::test]
async fn the_road_decides_who_allows_a_race() {
    let mut bot = TestBot::new().await;
    let national = bot.says("bieg po obwodowej").await;
    assert!(
        national.contains("GDDKiA") && national.contains("Biuro Bezpieczeństwa"),
        "{national}"
    );
    let asked = bot.says("bieg uliczny").await;
    assert!(asked.contains("?") && bot.labels().len() >= 4, "{asked}");
    assert!(
        bot.says("na Nadrzecznej")
            .await
            .contains("Zarząd Dróg Wojewódzkich")
    );
    bot.says("bieg uliczny").await;
    let last = bot.labels().iter().rev().nth(1).unwrap().to_string();
    assert!(
        bot.presses(&last)
            .await
            .contains("Wydział Inwestycji i Dróg")
    );
}

#[tokio::test]
async fn the_number_of_people_decides_about_a_hall() {
    let mut bot = TestBot::new().await;
    assert!(
        bot.says("sala na szkolenie 20 os")
            .await
            .contains("Centrum NGO")
    );
    let asked = bot.says("sala").await;
    assert!(asked.contains("?"), "{asked}");
    assert!(
        bot.says("przyjdzie z 60 osób")
            .await
            .contains("Dom Kultury")
    );
}

#[tokio::test]
async fn an_answer_that_decides_nothing_leads_to_the_officer_and_is_kept() {
    let mut bot = TestBot::new().await;
    bot.says("zmienilismy prezesa co teraz").await;
    let reply = bot.says("hipopotam fioletowy w kropki").await;
    assert!(reply.starts_with("Oto człowiek, który pomoże"), "{reply}");
    assert!(reply.contains("Pełnomocnik ds. NGO"), "{reply}");
    let kept = bot
        .texts("SELECT kind || ' ' || text FROM officer_notes")
        .await;
    assert_eq!(kept, ["unanswered hipopotam fioletowy w kropki"]);
}

#[tokio::test]
async fn an_answer_that_fits_several_options_is_asked_again_and_i_do_not_know_is_an_answer() {
    let mut bot = TestBot::new().await;
    let asked = bot.says("zmienilismy prezesa co teraz").await;
    assert_eq!(bot.says("stowarzyszenie").await, asked);
    assert!(bot.says("zwykłe").await.contains("Starostwo Powiatowe"));
    bot.says("zmienilismy prezesa co teraz").await;
    assert!(bot.says("nie wiem").await.contains("Pełnomocnik ds. NGO"));
}

#[tokio::test]
async fn another_question_instead_of_an_answer_is_answered() {
    for (first, second, says) in [
        ("zmienilismy prezesa co teraz", "a do kiedy cit 8", "CIT-8"),
        (
            "zmienilismy prezesa co teraz",
            "czy fundacja musi składać cit 8",
            "CIT-8",
        ),
        ("sala", "a do kiedy skladamy cit 8", "CIT-8"),
        ("sala", "/pomoc", "Co można zrobić"),
    ] {
        let mut bot = TestBot::new().await;
        bot.says(first).await;
        let reply = bot.says(second).await;
        assert!(reply.contains(says), "{first} / {second}: {reply}");
    }
}

#[tokio::test]
async fn somebody_who_cannot_get_through_is_told_who_else_helps_and_the_officer_learns() {
    let mut bot = TestBot::new().await;
    let reply = bot
        .says("piszę bo nikt nie odbiera telefonu w kulturze")
        .await;
    assert!(
        reply.starts_with("Przykro mi, że nikt nie odpowiada."),
        "{reply}"
    );
    assert!(
        reply.contains("Wydział Kultury i Promocji") && reply.contains("inspektor ds. kultury"),
        "{reply}"
    );
    assert!(reply.contains("tel. 00 000 01 00"), "{reply}");
    assert_eq!(
        bot.texts("SELECT kind || ' ' || subject FROM officer_notes")
            .await,
        ["unreachable WKP"]
    );
}

#[tokio::test]
async fn external_units_are_explained() {
    let mut bot = TestBot::new().await;
    let reply = bot.says("z kim rozmawiac o kole gospodyn").await;
    assert!(reply.contains("To osobna instytucja"), "{reply}");
}

#[tokio::test]
async fn hours_follow_the_clock_of_the_town() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    for (now, says) in [
        ("2026-11-23T07:29:00", "Zamknięte, otwarcie dziś o 7:30."),
        ("2026-11-23T07:30:00", "Dziś otwarte do 17:00."),
        ("2026-11-23T16:59:00", "Dziś otwarte do 17:00."),
        (
            "2026-11-23T17:00:00",
            "Zamknięte, otwarcie we wtorek 24 listopada o 7:30.",
        ),
        (
            "2026-11-27T15:00:00",
            "Zamknięte, otwarcie w poniedziałek 30 listopada o 7:30.",
        ),
        // The eve of Christmas is a day off since 2025, and after it comes a long weekend.
        (
            "2026-12-24T10:00:00",
            "Zamknięte, otwarcie w poniedziałek 28 grudnia o 7:30.",
        ),
        (
            "2026-11-11T10:00:00",
            "Zamknięte, otwarcie w czwartek 12 listopada o 7:30.",
        ),
        // The office makes up for a holiday on a Saturday; the law does not know that.
        (
            "2026-12-31T10:00:00",
            "Zamknięte, otwarcie w poniedziałek 4 stycznia o 7:30.",
        ),
        // Both nights when clocks change.
        (
            "2027-03-28T12:00:00",
            "Zamknięte, otwarcie we wtorek 30 marca o 7:30.",
        ),
        (
            "2026-10-25T12:00:00",
            "Zamknięte, otwarcie w poniedziałek 26 października o 7:30.",
        ),
    ] {
        bot.clock.set(at(now));
        let card = bot.presses_action("u:WKS").await;
        let card = card.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(card.contains(says), "{now}: {card}");
    }
}

#[tokio::test]
async fn round_the_clock_is_round_the_clock_on_holidays_too() {
    let mut bot = TestBot::at("2026-12-25T03:00:00").await;
    bot.says("/start").await;
    assert!(
        bot.presses_action("u:SM")
            .await
            .contains("Czynne całą dobę.")
    );
}

#[tokio::test]
async fn the_reply_date_counts_working_days_after_today() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    for (now, says) in [
        ("2026-11-23T12:00:00", "w czwartek 26 listopada"),
        // Three working days over Christmas and a closure: 28, 29 and 30 December.
        ("2026-12-23T12:00:00", "w środę 30 grudnia"),
        // The closure on 31 December and New Year do not count.
        ("2026-12-29T12:00:00", "we wtorek 5 stycznia"),
    ] {
        bot.clock.set(at(now));
        let card = bot.presses_action("u:WKS").await;
        let card = card.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(card.contains(says), "{now}: {card}");
    }
}
