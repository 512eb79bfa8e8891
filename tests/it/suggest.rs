//! What is suggested to somebody who types.

use lacznik::bot::suggest::{Kind, Suggestion};
use lacznik::domain::action::Action;
use lacznik::domain::language::Language;
use lacznik::domain::message::Content;
use std::collections::BTreeSet;

use crate::harness::TestBot;

const KINDS: [Kind; 3] = [Kind::Question, Kind::Unit, Kind::Topic];

fn suggested(bot: &TestBot, kind: Kind, typed: &str) -> Vec<Suggestion> {
    let found = bot.bot.suggest(kind, typed, Language::Polish, 25);
    check(kind, &found, 25);
    found
}

fn actions(found: &[Suggestion]) -> Vec<&str> {
    found.iter().map(|one| one.action.as_str()).collect()
}

fn check(kind: Kind, found: &[Suggestion], most: usize) {
    assert!(found.len() <= most);
    let mut seen = BTreeSet::new();
    for one in found {
        assert!(
            (1..=100).contains(&one.label.encode_utf16().count()),
            "{one:?}"
        );
        assert!(
            seen.insert(&one.label) && seen.insert(&one.action),
            "{one:?} twice"
        );
        let of_kind = match one.action.parse::<Action>().unwrap() {
            Action::Entry(_) | Action::Route(_) => kind == Kind::Question,
            Action::Unit(_) => kind == Kind::Unit,
            Action::Topic(_) => kind == Kind::Topic,
            _ => false,
        };
        assert!(of_kind && one.action.len() <= Action::MAX_BYTES, "{one:?}");
    }
}

#[tokio::test]
async fn the_beginning_of_words_is_enough_with_slips_and_without_diacritics() {
    let bot = TestBot::new().await;
    for (kind, typed, expected) in [
        (Kind::Question, "mały gr", "e:maly-grant-limit"),
        (Kind::Question, "maly gra", "e:maly-grant-limit"),
        (Kind::Question, "MALY  GRANT ", "e:maly-grant-limit"),
        (Kind::Question, "mały grnat", "e:maly-grant-limit"),
        (Kind::Question, "cit-8", "e:cit-8-termin"),
        (Kind::Question, "hala", "r:hala"),
        (Kind::Unit, "wydz kult fiz", "u:WKS"),
        (Kind::Unit, "wks", "u:WKS"),
        (Kind::Unit, "sportowy", "u:WKS"),
        (Kind::Topic, "spo", "t:sport"),
        (Kind::Topic, "zawody", "t:sport"),
        (Kind::Topic, "senoirzy", "t:seniorzy"),
        (Kind::Topic, "спорт", "t:sport"),
    ] {
        let found = suggested(&bot, kind, typed);
        assert!(
            actions(&found)[..found.len().min(3)].contains(&expected),
            "{typed}: {found:?}"
        );
    }
    let found = suggested(&bot, Kind::Topic, "sport");
    assert_eq!(found[0].action, "t:sport");
}

#[tokio::test]
async fn labels_are_in_the_language_of_the_person() {
    let bot = TestBot::new().await;
    let topics = bot
        .bot
        .suggest(Kind::Topic, "people with", Language::English, 25);
    assert_eq!(topics[0].label, "People with disabilities");
    let routes = bot
        .bot
        .suggest(Kind::Question, "hala sport", Language::English, 25);
    assert!(
        routes.iter().any(|one| one.label.starts_with("Contact: ")),
        "{routes:?}"
    );
}

#[tokio::test]
async fn a_question_in_many_words_finds_what_it_would_be_answered_with() {
    let bot = TestBot::new().await;
    let knowledge = lacznik::app::example().unwrap();
    let (mut found, mut all) = (0, 0);
    for golden in knowledge.golden.iter() {
        let incoming = suggested(&bot, Kind::Question, &golden.text);
        all += 1;
        found += usize::from(!incoming.is_empty());
    }
    assert!(found * 10 >= all * 8, "{found} of {all}");
    assert!(suggested(&bot, Kind::Question, "hipopotam").is_empty());
}

#[tokio::test]
async fn an_empty_text_gets_a_stable_useful_list() {
    let bot = TestBot::new().await;
    for kind in KINDS {
        let list = suggested(&bot, kind, "");
        assert!(list.len() >= 10, "{kind:?}: {list:?}");
        for typed in [" ", "\n", "?!", "🦛"] {
            assert_eq!(suggested(&bot, kind, typed), list, "{kind:?} {typed:?}");
        }
        let few = bot.bot.suggest(kind, "", Language::Polish, 3);
        assert_eq!(few, list[..3]);
        assert!(bot.bot.suggest(kind, "a", Language::Polish, 0).is_empty());
    }
    assert_eq!(suggested(&bot, Kind::Unit, "")[0].action, "u:PNGO");
    let questions = suggested(&bot, Kind::Question, "");
    let knowledge = lacznik::app::example().unwrap();
    let topic = |one: &Suggestion| {
        let id = one.action.strip_prefix("e:").unwrap();
        knowledge.entry(id).unwrap().topic.clone()
    };
    let topics: BTreeSet<_> = questions.iter().take(4).map(topic).collect();
    assert_eq!(topics.len(), 4, "of different topics");
}

#[tokio::test]
async fn what_is_not_valid_or_not_for_organisations_is_not_suggested() {
    let bot = TestBot::new().await;
    assert!(
        actions(&suggested(&bot, Kind::Question, "mały grant")).contains(&"e:maly-grant-limit")
    );
    let mut knowledge = lacznik::app::example().unwrap();
    for entry in knowledge
        .entries
        .iter_mut()
        .filter(|entry| entry.id == "maly-grant-limit")
    {
        entry.valid_to = Some("2026-11-22".parse().unwrap());
    }
    for route in knowledge
        .routes
        .iter_mut()
        .filter(|route| route.id == "hala")
    {
        route.outside = true;
    }
    bot.learns(&knowledge).await;
    bot.bot.brain().await.unwrap();
    assert!(
        !actions(&suggested(&bot, Kind::Question, "mały grant")).contains(&"e:maly-grant-limit")
    );
    assert!(!actions(&suggested(&bot, Kind::Question, "hala")).contains(&"r:hala"));
}

#[tokio::test]
async fn every_suggestion_leads_somewhere() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    bot.alone();
    for kind in KINDS {
        for one in suggested(&bot, kind, "") {
            let incoming = bot.incoming("asker", Content::Press(one.action.clone()));
            let shown = bot.reply_to(&incoming).await;
            assert!(!shown.contains("wcześniejszej rozmowy"), "{one:?}: {shown}");
        }
    }
}

#[tokio::test]
async fn hostile_text_is_only_text() {
    let bot = TestBot::new().await;
    let hostile = [
        "' OR 1=1 --".to_owned(),
        "/zapytaj".to_owned(),
        "%s%n\0\u{202e}".to_owned(),
        "a".repeat(100_000),
        "a ".repeat(50_000),
        "stowarzyszenei ".repeat(10_000),
        "e\u{301}".repeat(10_000),
        "\u{1F9DB}\u{200d}".repeat(5_000),
        "ſﬀ㍿".repeat(3_000),
        "e:maly-grant-limit".to_owned(),
    ];
    let begin = std::time::Instant::now();
    for typed in &hostile {
        for kind in KINDS {
            suggested(&bot, kind, typed);
        }
    }
    let took = begin.elapsed();
    assert!(took < std::time::Duration::from_secs(5), "{took:?}");
}
