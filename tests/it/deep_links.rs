//! Links that open the private chat at something: topics, entries, contacts; and links that lead nowhere.

use lacznik::domain::action::Action;
use lacznik::domain::deep_link::DeepLink;
use lacznik::domain::message::{Content, Does, Outgoing};

use crate::harness::TestBot;

#[tokio::test]
async fn every_topic_has_a_card_whose_buttons_lead_somewhere() {
    let knowledge = lacznik::app::example().unwrap();
    let mut bot = TestBot::new().await;
    for topic in &knowledge.topics {
        let card = bot.says(&format!("/start t_{}", topic.id)).await;
        assert!(card.starts_with(&topic.name), "{}: {card}", topic.id);
        assert!((2..=9).contains(&bot.labels().len()), "{card}");
        for label in bot
            .labels()
            .into_iter()
            .map(ToOwned::to_owned)
            .collect::<Vec<_>>()
        {
            bot.says(&format!("/start t_{}", topic.id)).await;
            let shown = bot.presses(&label).await;
            assert!(!shown.contains("wcześniejszej rozmowy"), "{label}: {shown}");
        }
    }
}

#[tokio::test]
async fn a_topic_is_named_in_the_language_of_the_person() {
    let mut bot = TestBot::new().await;
    bot.says("/language").await;
    bot.presses("English").await;
    let card = bot.says("/start t_seniorzy").await;
    assert!(card.starts_with("Older people\n"), "{card}");
}

#[tokio::test]
async fn a_topic_without_anything_in_it_leads_to_the_officer() {
    let mut bot = TestBot::new().await;
    let mut knowledge = lacznik::app::example().unwrap();
    knowledge
        .entries
        .iter_mut()
        .for_each(|entry| entry.topic = None);
    knowledge
        .routes
        .iter_mut()
        .for_each(|route| route.topic = None);
    bot.learns(&knowledge).await;
    let card = bot.says("/start t_sport").await;
    assert!(
        card.contains("nie mam jeszcze odpowiedzi") && card.contains("/kontakt"),
        "{card}"
    );
    assert!(
        bot.presses("Kontakt do pełnomocnika")
            .await
            .contains("00 000 01 00")
    );
}

#[tokio::test]
async fn links_open_what_their_buttons_open() {
    let mut bot = TestBot::new().await;
    bot.alone();
    for (link, shows) in [
        ("f_cit-8-termin", "CIT-8"),
        ("r_hala", "Miejski Ośrodek Sportu i Rekreacji"),
        ("u_WKS", "Wydział Kultury Fizycznej i Sportu"),
        ("home", "Łącznik: pomoc dla organizacji pozarządowych"),
        ("c_2027-1", "Tego konkursu nie mam w swoich danych"),
    ] {
        let reply = bot.says(&format!("/start {link}")).await;
        assert!(reply.contains(shows), "{link}: {reply}");
        let reply = bot.says(&format!("/Start@lacznik_bot  {link} ")).await;
        assert!(reply.contains(shows), "{link}: {reply}");
    }
    // Whoever opens an entry can go on from there.
    bot.says("/start f_cit-8-termin").await;
    assert!(
        bot.labels().contains(&"Porozmawiaj z człowiekiem"),
        "{:?}",
        bot.labels()
    );
}

#[tokio::test]
async fn a_link_that_leads_nowhere_is_said_kindly_with_a_way_on() {
    let mut bot = TestBot::new().await;
    for link in [
        "f_nie-ma-takiej",
        "t_nie-ma",
        "r_nie-ma",
        "u_NIEMA",
        "x_1",
        "t_",
        "%00",
        "t_sport i jeszcze coś",
        "ąę",
    ] {
        let reply = bot.says(&format!("/start {link}")).await;
        assert!(
            reply.starts_with("Ten odnośnik jest niepełny"),
            "{link}: {reply}"
        );
        assert_eq!(bot.labels()[0], "Lista poleceń");
    }
    let kept = bot.count("SELECT count(*) FROM officer_notes").await;
    assert_eq!(kept, 0, "a link is no question");
}

#[tokio::test]
async fn a_newcomer_who_comes_by_a_link_is_told_who_answers_once() {
    let mut bot = TestBot::new().await;
    let link = |text: &str| Content::Text(text.to_owned());
    let first = bot.incoming("ewa", link("/start t_sport"));
    let first = bot.reply_to(&first).await;
    assert!(
        first.starts_with("Sport\n") && first.contains("Inspektor Ochrony Danych"),
        "{first}"
    );
    let second = bot.incoming("ewa", link("/start t_kultura"));
    let second = bot.reply_to(&second).await;
    assert!(!second.contains("Inspektor Ochrony Danych"), "{second}");
    let dead = bot.incoming("jan", link("/start f_nie-ma"));
    let dead = bot.reply_to(&dead).await;
    assert!(dead.contains("Inspektor Ochrony Danych"), "{dead}");
}

#[tokio::test]
async fn a_link_ends_the_question_that_was_asked_back() {
    let mut bot = TestBot::new().await;
    let asked = bot.says("bieg uliczny").await;
    assert!(asked.contains("Na której ulicy?"), "{asked}");
    bot.says("/start t_sport").await;
    let reply = bot.says("Rynek").await;
    assert!(
        !reply.contains("Urząd miasta.\n\nSprawy: program"),
        "{reply}"
    );
}

/// Every button, in private and in a group, is short enough for every platform and understood when it comes back.
#[tokio::test]
async fn every_button_fits() {
    let knowledge = lacznik::app::example().unwrap();
    let mut bot = TestBot::new().await;
    let texts = knowledge.golden.iter().map(|golden| golden.text.clone());
    let links = knowledge
        .topics
        .iter()
        .map(|topic| format!("/start t_{}", topic.id));
    let mut seen = 0;
    for text in texts.step_by(4).chain(links) {
        let alone = bot.incoming("ewa", Content::Text(text.clone()));
        let public = bot.incoming_in("group", "ewa", Content::Text(text));
        for incoming in [alone, public] {
            for message in bot.replies(&incoming).await {
                seen += check(&message);
            }
        }
    }
    assert!(seen > 300, "{seen}");
}

fn check(message: &Outgoing) -> usize {
    for button in &message.buttons {
        match &button.does {
            Does::Action(action) => {
                assert!(action.len() <= Action::MAX_BYTES, "{action}");
                assert_eq!(action.parse::<Action>().unwrap().to_string(), *action);
            }
            Does::Private(link) => {
                assert!(link.len() <= DeepLink::MAX_BYTES, "{link}");
                assert_eq!(link.parse::<DeepLink>().unwrap().to_string(), *link);
            }
        }
    }
    message.buttons.len()
}
