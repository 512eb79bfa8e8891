//! Answers: vetted text with its origin, one question back, and an honest "I do not know".

use lacznik::domain::knowledge::{Knowledge, Mode, Status};
use lacznik::domain::message::Content;

use crate::harness::TestBot;

fn example() -> Knowledge {
    lacznik::app::example().unwrap()
}

#[tokio::test]
async fn an_answer_has_its_basis_its_date_a_disclaimer_and_says_that_it_is_an_example() {
    let mut bot = TestBot::new().await;
    insta::assert_snapshot!(bot.says("ile max na maly grant teraz").await, @r"
    Mały grant: do 20 000 zł na jedno zadanie

    Do 20 000 zł na jedno zadanie. Dotyczy to ofert złożonych od 1 września 2026 r.
    Oferty złożone wcześniej zostają na starych zasadach, z limitem 10 000 zł. Małe
    granty prowadzi Biuro Współpracy z Organizacjami.

    Podstawa: art. 19a ust. 1 ustawy o działalności pożytku publicznego i o
    wolontariacie w brzmieniu od 1 września 2026 r. (Dz.U. z 2026 r. poz. 1040).
    Stan prawny na 1 września 2026 r., sprawdzone 22 listopada 2026 r.

    Informacja ogólna z automatu, nie porada prawna. Rozmowa tutaj nie zastępuje
    złożenia pisma.

    Dane przykładowe: miasto Przykładowo jest zmyślone.

    [1] To nie to
    [2] Kto się tym zajmuje
    [3] Porozmawiaj z człowiekiem
    [4] Nieaktualne?
    ");
}

#[tokio::test]
async fn where_the_law_changed_the_bot_asks_for_the_date_of_the_event() {
    let mut bot = TestBot::new().await;
    let asked = bot.says("jaki jest limit małego grantu").await;
    assert!(asked.starts_with("Przepisy się tu zmieniły"), "{asked}");
    let old = bot.presses("do 31 sierpnia").await;
    assert!(old.contains("10 000 zł"), "{old}");
    let dated = bot
        .says("ile można było na mały grant w ofercie z sierpnia 2026")
        .await;
    assert!(dated.contains("10 000 zł"), "{dated}");
}

#[tokio::test]
async fn that_is_not_it_gives_the_next_best_and_then_a_person() {
    let mut bot = TestBot::new().await;
    bot.alone();
    let first = bot.says("ile max na maly grant teraz").await;
    let pressed = bot.action("To nie to");
    let second = bot.presses_action(&pressed).await;
    assert!(second.starts_with("Może więc chodzi o to:"), "{second}");
    assert_ne!(heading(&first), heading(&second));
    // The same button again says the same again, and is counted once.
    assert_eq!(bot.presses_action(&pressed).await, second);
    assert_eq!(
        bot.count("SELECT count FROM officer_notes WHERE kind = 'not_it'")
            .await,
        1
    );
    let mut last = second;
    for _ in 0..5 {
        if !bot.labels().contains(&"To nie to") {
            break;
        }
        last = bot.presses("To nie to").await;
    }
    assert!(
        last.contains("Więcej pasujących odpowiedzi nie mam."),
        "{last}"
    );
    assert!(last.contains("Pełnomocnik ds. NGO"), "{last}");
}

#[tokio::test]
async fn that_is_not_it_never_shows_the_same_again() {
    let knowledge = example();
    let mut bot = TestBot::new().await;
    let mut tried = 0;
    for golden in knowledge.golden.iter().step_by(3) {
        let mut seen = vec![bot.says(&golden.text).await];
        for _ in 0..4 {
            if !bot.labels().contains(&"To nie to") {
                break;
            }
            let next = bot.presses("To nie to").await;
            let next = next
                .trim_start_matches("Może więc chodzi o to:\n\n")
                .to_owned();
            let same =
                |shown: &&String| heading(shown) == heading(&next) && !heading(&next).is_empty();
            assert!(seen.iter().find(same).is_none(), "{}: {next}", golden.text);
            seen.push(next);
            tried += 1;
        }
    }
    assert!(tried > 50, "{tried}");
}

#[tokio::test]
async fn a_button_can_be_pressed_by_its_words() {
    let mut bot = TestBot::new().await;
    bot.says("wolontariusz").await;
    assert!(bot.says("zadne z tych").await.contains("Pomoże człowiek"));
    let first = bot.says("ile max na maly grant teraz").await;
    let next = bot.says("to nie to").await;
    assert!(
        next.starts_with("Może więc chodzi o to:") && heading(&next) != heading(&first),
        "{next}"
    );
    assert!(bot.says("Nieaktualne?").await.starts_with("Dziękuję."));
}

#[tokio::test]
async fn turning_down_belongs_to_the_question_that_it_was_shown_for() {
    let mut bot = TestBot::new().await;
    bot.says("kto zajmuje sie dotacjami na sport?").await;
    let reply = bot.presses_action("e:cit-8-termin").await;
    assert!(
        reply.contains("CIT-8") && !bot.labels().contains(&"To nie to"),
        "{:?}",
        bot.labels()
    );
}

#[tokio::test]
async fn danger_comes_before_everything_else() {
    let mut bot = TestBot::new().await;
    for text in [
        "chce sie zabic",
        "maz mnie bije",
        "help me I want to kill myself",
        "мій чоловік мене б'є",
    ] {
        let reply = bot.says(text).await;
        assert!(reply.contains("112"), "{text}: {reply}");
        assert!(
            reply.lines().next().unwrap().contains("112"),
            "{text}: {reply}"
        );
    }
    let matter = bot.says("konkurs na przeciwdzialanie przemocy").await;
    assert!(!matter.lines().next().unwrap().contains("112"), "{matter}");
}

fn heading(reply: &str) -> String {
    let line = reply
        .lines()
        .find(|line| !line.is_empty() && !line.starts_with("Może"));
    line.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_question_of_several_meanings_is_asked_back_with_their_titles() {
    let mut bot = TestBot::new().await;
    let asked = bot.says("wolontariusz").await;
    assert!(
        asked.starts_with("Nie jestem pewien, o co chodzi."),
        "{asked}"
    );
    let labels = bot.labels();
    assert!(
        (3..=4).contains(&labels.len()) && labels.last() == Some(&"Żadne z tych"),
        "{labels:?}"
    );
    let first = labels[0].to_owned();
    let answer = bot.presses(&first).await;
    assert!(
        answer.starts_with(&first) || first.starts_with("Kontakt: "),
        "{first}: {answer}"
    );
}

#[tokio::test]
async fn none_of_these_leads_to_a_person_and_the_question_is_kept_once() {
    let mut bot = TestBot::new().await;
    bot.alone();
    bot.says("wolontariusz").await;
    let none = bot.action("Żadne z tych");
    let reply = bot.presses_action(&none).await;
    assert!(reply.contains("Pomoże człowiek"), "{reply}");
    bot.presses_action(&none).await;
    let kept = bot
        .texts("SELECT kind || ' ' || text || ' ' || count FROM officer_notes")
        .await;
    assert_eq!(kept, ["unanswered wolontariusz 1"]);
}

#[tokio::test]
async fn what_the_bot_does_not_know_it_says_and_keeps_without_the_author() {
    let mut bot = TestBot::new().await;
    bot.alone();
    let reply = bot.says("hipopotam fioletowy").await;
    assert!(
        reply.starts_with("Tego nie mam w sprawdzonych odpowiedziach, więc nie zgaduję."),
        "{reply}"
    );
    bot.says("Hipopotam fioletowy").await;
    bot.says("hipopotam fioletowy").await;
    let kept = bot
        .texts("SELECT text || ' ' || count FROM officer_notes ORDER BY id")
        .await;
    assert_eq!(kept, ["hipopotam fioletowy 3"]);
    let person = bot.presses("Porozmawiaj z człowiekiem").await;
    assert!(person.contains("tel. 00 000 01 00"), "{person}");
}

#[tokio::test]
async fn a_button_of_yesterday_is_explained_and_a_stateless_one_still_works() {
    let mut bot = TestBot::new().await;
    bot.says("ile max na maly grant teraz").await;
    let (not_it, who) = (bot.action("To nie to"), bot.action("Kto się tym zajmuje"));
    bot.clock.advance(chrono::Duration::hours(25));
    bot.says("/pomoc").await;
    assert!(
        bot.presses_action(&not_it)
            .await
            .starts_with("Ten przycisk należy do wcześniejszej rozmowy.")
    );
    assert!(
        bot.presses_action(&who)
            .await
            .contains("Pełnomocnik ds. NGO")
    );
}

#[tokio::test]
async fn buttons_survive_a_restart() {
    let mut bot = TestBot::new().await;
    bot.says("ile max na maly grant teraz").await;
    let not_it = bot.action("To nie to");
    let mut bot = bot.killed_and_restarted(chrono::Duration::minutes(5)).await;
    assert!(
        bot.presses_action(&not_it)
            .await
            .starts_with("Może więc chodzi o to:")
    );
}

#[tokio::test]
async fn two_matters_in_one_message_get_two_answers() {
    let mut bot = TestBot::new().await;
    let reply = bot.says("do kiedy cit 8? i gdzie zglosic polkolonie").await;
    assert!(
        reply.contains("CIT-8") && reply.contains("Kuratorium Oświaty"),
        "{reply}"
    );
    assert_eq!(
        bot.labels()
            .iter()
            .filter(|label| **label == "To nie to")
            .count(),
        2
    );
}

#[tokio::test]
async fn each_mode_of_answering_shows_what_it_must() {
    let knowledge = example();
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    for (mode, person) in [
        (Mode::Auto, false),
        (Mode::AutoAndRoute, true),
        (Mode::RouteOnly, true),
        (Mode::HumanOnly, true),
    ] {
        let entry = knowledge
            .entries
            .iter()
            .find(|entry| entry.mode == mode && entry.subject.is_none())
            .unwrap();
        let reply = bot.presses_action(&format!("e:{}", entry.id)).await;
        let text = reply.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(text.contains("Zajmuje się tym"), person, "{mode:?}: {text}");
        let decided = text.contains("O tym rozstrzyga człowiek, nie automat.");
        assert_eq!(decided, mode == Mode::HumanOnly, "{text}");
        let vetted = matches!(mode, Mode::Auto | Mode::AutoAndRoute);
        assert_eq!(text.contains("Stan "), vetted, "{mode:?}: {text}");
        assert_eq!(bot.labels().contains(&"Nieaktualne?"), vetted);
    }
}

#[tokio::test]
async fn what_is_not_confirmed_says_so() {
    let knowledge = example();
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    for entry in &knowledge.entries {
        let answered = matches!(entry.mode, Mode::Auto | Mode::AutoAndRoute);
        let reply = bot.presses_action(&format!("e:{}", entry.id)).await;
        let warned = reply.contains("Do sprawdzenia:");
        assert_eq!(
            warned,
            answered && entry.status == Status::Unconfirmed,
            "{}: {reply}",
            entry.id
        );
        assert!(
            reply.contains("Dane przykładowe: miasto Przykładowo jest zmyślone."),
            "{}",
            entry.id
        );
    }
}

#[tokio::test]
async fn an_entry_after_its_review_date_is_answered_with_a_caution_and_the_officer_is_told() {
    let mut bot = TestBot::at("2027-03-01T12:00:00").await;
    for _ in 0..2 {
        let reply = bot.says("ile max na maly grant teraz").await;
        assert!(reply.contains("miała być ponownie sprawdzona"), "{reply}");
    }
    let told = bot
        .texts("SELECT subject FROM officer_notes WHERE kind = 'review_due'")
        .await;
    assert_eq!(told, ["maly-grant-limit"]);
}

#[tokio::test]
async fn an_entry_that_is_no_longer_valid_is_not_answered_but_routed() {
    let bot = TestBot::new().await;
    bot.spoil("UPDATE entries SET valid_to = '2026-11-22' WHERE id = 'cit-8-termin'")
        .await;
    bot.spoil("UPDATE knowledge_version SET version = version + 1")
        .await;
    let mut bot = bot;
    bot.says("/start").await;
    let reply = bot.presses_action("e:cit-8-termin").await;
    assert!(
        reply.contains("straciła ważność") && !reply.contains("Podstawa"),
        "{reply}"
    );
    assert!(reply.contains("Zajmuje się tym Urząd Skarbowy"), "{reply}");
}

#[tokio::test]
async fn a_report_of_something_outdated_reaches_the_officer() {
    let mut bot = TestBot::new().await;
    bot.says("ile max na maly grant teraz").await;
    assert!(bot.presses("Nieaktualne?").await.starts_with("Dziękuję."));
    assert_eq!(
        bot.texts("SELECT subject FROM officer_notes").await,
        ["maly-grant-limit"]
    );
}

#[tokio::test]
async fn matters_that_are_not_for_organisations_are_said_plainly() {
    let mut bot = TestBot::new().await;
    for text in [
        "dowód osobisty termin",
        "gdzie wyrobić paszport",
        "jaka będzie pogoda jutro",
    ] {
        let reply = bot.says(text).await;
        for wrong in ["Podstawa:", "Nie jestem pewien"] {
            assert!(!reply.contains(wrong), "{text}: {reply}");
        }
    }
    assert!(
        bot.says("dowód osobisty termin")
            .await
            .contains("Wydział Spraw Obywatelskich")
    );
    assert_eq!(bot.count("SELECT count(*) FROM officer_notes").await, 0);
}

#[tokio::test]
async fn no_button_is_longer_than_a_platform_takes() {
    let knowledge = example();
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    for entry in &knowledge.entries {
        bot.presses_action(&format!("e:{}", entry.id)).await;
    }
    for route in &knowledge.routes {
        bot.presses_action(&format!("r:{}", route.id)).await;
    }
    for message in bot.messenger.accepted() {
        for button in message.buttons {
            let action = button.action().unwrap();
            assert!(action.len() <= 64, "{button:?}");
            assert!(
                action.parse::<lacznik::domain::action::Action>().is_ok(),
                "{button:?}"
            );
        }
    }
}

#[tokio::test]
async fn the_first_message_is_answered_first_and_then_who_answers_is_said_once() {
    let mut bot = TestBot::new().await;
    let incoming = bot.incoming("ewa", Content::Text("ile max na maly grant teraz".into()));
    let reply = bot.reply_to(&incoming).await;
    let answer = reply.find("20 000 zł").unwrap();
    let introduction = reply.find("Jestem automatem.").unwrap();
    assert!(answer < introduction, "{reply}");
    assert!(
        reply.contains("Zapamiętuję") && reply.contains("iod@example.org"),
        "{reply}"
    );
    let again = bot.incoming("ewa", Content::Text("/pomoc".into()));
    assert!(!bot.reply_to(&again).await.contains("Jestem automatem."));
}
