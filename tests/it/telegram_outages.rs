//! Floods, lost answers, a server that is away, a token that is refused: who has to wait, and what goes twice.

use chrono::Duration;
use lacznik::domain::message::Lane;

use crate::on_telegram::{Whole, chat};
use crate::telegram_api::{Act, Refusal, Which};
use crate::telegram_errors::hello;

#[tokio::test]
async fn a_flood_of_hours_holds_up_its_chat_alone() {
    for with_parameters in [true, false] {
        let whole = Whole::new().await;
        let telegram = &whole.telegram;
        if with_parameters {
            telegram.api.flood(Some(1), 7200, 1);
        } else {
            telegram.api.flood_without_parameters(Some(1), 7200, 1);
        }
        for (cause, person) in [("a", 1), ("b", 1), ("c", 2), ("d", 3)] {
            whole.puts(cause, person).await;
        }
        whole.put("e", Lane::Interactive, &chat(2), hello()).await;
        let read = telegram.replies().await;
        assert_eq!(
            read.iter().map(|message| message.chat).collect::<Vec<_>>(),
            [2, 2, 3]
        );
        assert!(whole.later(Duration::minutes(119)).await.is_empty());
        assert_eq!(whole.later(Duration::minutes(1)).await.len(), 2);
        assert_eq!(telegram.api.requests_of("sendMessage").len(), 6);
    }
}

#[tokio::test]
async fn a_second_flood_holds_up_what_goes_to_many_and_nothing_else() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.api.flood(Some(1), 60, 1);
    telegram.api.flood(Some(2), 60, 1);
    for person in 1..=4 {
        whole
            .put(
                &format!("reply:{person}"),
                Lane::Interactive,
                &chat(person),
                hello(),
            )
            .await;
    }
    for person in 5..=9 {
        whole
            .put(
                &format!("notice:{person}"),
                Lane::Bulk,
                &chat(person),
                hello(),
            )
            .await;
    }
    let read = telegram.replies().await;
    assert_eq!(
        read.iter().map(|message| message.chat).collect::<Vec<_>>(),
        [3, 4]
    );
    let read = whole.later(Duration::seconds(60)).await;
    assert_eq!(read.len(), 7);
}

#[tokio::test]
async fn what_may_have_arrived_goes_once_more_and_never_a_third_time() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    let lost = [
        Act::Drop { stored: true },
        Act::Drop { stored: false },
        Act::Html {
            status: 502,
            stored: true,
        },
        Act::Html {
            status: 200,
            stored: true,
        },
        Act::Html {
            status: 504,
            stored: false,
        },
    ];
    for (person, act) in (1..).zip(lost) {
        let twice = person + 100;
        telegram
            .api
            .plan(Which::Sends, Some(person), act.clone(), 1);
        telegram.api.plan(Which::Sends, Some(twice), act.clone(), 2);
        whole.puts(&format!("once:{person}"), person).await;
        whole.puts(&format!("twice:{person}"), twice).await;
        telegram.settle().await;
        for _ in 0..5 {
            whole.bot.clock.advance(Duration::hours(1));
            telegram.settle().await;
        }
        let stored = usize::from(act.stores());
        assert_eq!(telegram.api.messages(person).len(), 1 + stored, "{act:?}");
        assert_eq!(telegram.api.messages(twice).len(), 2 * stored, "{act:?}");
        let fates = whole.fates().await;
        assert_eq!(fates[fates.len() - 2..], ["sent", "dead"], "{act:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_away_loses_and_doubles_nothing() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.api.goes_away().await;
    for person in 1..=3 {
        whole.puts(&format!("away:{person}"), person).await;
    }
    for _ in 0..50 {
        whole.bot.clock.advance(Duration::minutes(15));
        telegram.delivery.drain().await.unwrap();
    }
    assert_eq!(whole.fates().await, ["pending"; 3]);
    telegram.api.comes_back().await;
    whole.bot.clock.advance(Duration::minutes(15));
    telegram.delivery.drain().await.unwrap();
    assert_eq!(whole.fates().await, ["sent"; 3]);
    assert_eq!(telegram.read().len(), 3);
}

#[tokio::test]
async fn a_token_that_is_refused_keeps_everything() {
    for code in [401, 404] {
        let whole = Whole::new().await;
        let telegram = &whole.telegram;
        let refusal = Refusal::new(
            code,
            if code == 401 {
                "Unauthorized"
            } else {
                "Not Found"
            },
        );
        telegram
            .api
            .plan(Which::Sends, None, Act::Refuse(refusal), usize::MAX);
        for person in 1..=3 {
            whole.puts(&format!("kept:{person}"), person).await;
        }
        for _ in 0..3 {
            assert!(telegram.settle().await.stopped);
        }
        assert_eq!(whole.bot.count("SELECT max(attempts) FROM outbox").await, 0);
        telegram.api.all_is_well();
        assert_eq!(telegram.replies().await.len(), 3);
    }
}

#[tokio::test]
async fn an_outage_of_hours_puts_nothing_aside() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    for person in 1..=5 {
        whole.puts(&format!("notice:{person}"), person).await;
    }
    telegram.api.plan(
        Which::Everything,
        None,
        Act::Html {
            status: 502,
            stored: false,
        },
        usize::MAX,
    );
    for _ in 0..10 {
        telegram.delivery.drain().await.unwrap();
        whole.bot.clock.advance(Duration::hours(1));
    }
    assert_eq!(
        telegram.api.count_of("sendMessage"),
        0,
        "only asked whether it is there"
    );
    telegram.api.all_is_well();
    telegram.delivery.drain().await.unwrap();
    assert_eq!(whole.fates().await, ["sent"; 5]);
}

#[tokio::test]
async fn an_outage_that_begins_between_two_messages_costs_one_repetition() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    // The first send is not answered, and from then on nothing is.
    telegram.api.plan(
        Which::Sends,
        None,
        Act::Html {
            status: 502,
            stored: true,
        },
        1,
    );
    for person in 1..=3 {
        whole.puts(&format!("notice:{person}"), person).await;
    }
    telegram
        .api
        .fails_next("getMe", 500, "Internal Server Error", None, usize::MAX);
    assert_eq!(telegram.delivery.drain().await.unwrap().sent, 0);
    telegram.api.all_is_well();
    whole.later(Duration::minutes(1)).await;
    assert_eq!(whole.fates().await, ["sent"; 3]);
    assert_eq!(telegram.api.sent_count(), 3);
}
