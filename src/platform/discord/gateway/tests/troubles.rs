//! What may go wrong on the way, and with who listens.

use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;

use super::server::{INTERVAL, ORDINARY, Plan};
use super::{Server, Stand, seconds};
use crate::platform::discord::gateway::Trouble;

#[tokio::test(start_paused = true)]
async fn heartbeats_come_in_time_and_when_asked() {
    let stand = Stand::new();
    let opened = Instant::now();
    seconds(60 * 60).await;
    let beats = stand.server.beats();
    assert!(beats[0] - opened < INTERVAL);
    assert!(beats.windows(2).all(|pair| pair[1] - pair[0] == INTERVAL));
    assert!(beats.len() >= 86, "{}", beats.len());
    let before = Instant::now();
    stand.server.happens("ONE");
    stand.server.says(json!({"op": 1, "d": null}));
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(stand.server.beats().len(), beats.len() + 1);
    assert!(before.elapsed() < Duration::from_secs(1));
    let last = stand.server.state().texts.last().cloned();
    assert_eq!(last, Some(json!({"op": 1, "d": 2})));
    assert_eq!(stand.counts(), (1, 0));
    stand.is_fine();
}

#[tokio::test(start_paused = true)]
async fn what_is_asked_for_is_asked_for() {
    let stand = Stand::connected().await;
    let said = stand.server.state().texts[0].clone();
    assert_eq!(said["op"], 2);
    // GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES
    assert_eq!(said["d"]["intents"], 1 | 1 << 9 | 1 << 12);
    assert_eq!(said["d"]["large_threshold"], 50);
    assert_eq!(said["d"].get("presence"), None);
}

#[tokio::test(start_paused = true)]
async fn garbage_is_left_alone() {
    let stand = Stand::connected().await;
    for garbage in [
        "",
        "{",
        "null",
        r#"{"op":0,"d":{"content":"x"}}"#,
        r#"{"op":0,"t":7,"s":900}"#,
        r#"{"op":77,"t":"X","s":900}"#,
        r#"{"op":10,"d":{"heartbeat_interval":1}}"#,
        r#"{"op":"0","t":"X"}"#,
    ] {
        stand.server.says(garbage);
    }
    stand.server.happens("TWO");
    seconds(600).await;
    stand.hears(&["READY", "ONE", "TWO"]);
    assert_eq!(stand.counts(), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn what_found_no_room_comes_again() {
    let stand = Stand::connected().await;
    stand.ears.kept().full = 12;
    stand.server.happens("TWO");
    stand.server.happens("THREE");
    seconds(60 * 15).await;
    assert_eq!(stand.ears.kept().full, 0);
    let names = stand.ears.names();
    assert_eq!(names[..5], ["READY", "ONE", "TWO", "THREE", "RESUMED"]);
    assert!(names[5..].iter().all(|name| name == "RESUMED"));
    // However often: the session is kept, and takes no new one.
    assert_eq!(stand.counts(), (1, 12));
    stand.is_fine();
}

#[tokio::test(start_paused = true)]
async fn without_room_for_the_beginning_of_a_session_a_new_one_begins() {
    let server = Server::default();
    let stand = Stand::with(server);
    stand.ears.kept().full = 2;
    stand.ears.kept().full_for = Some("READY");
    seconds(60).await;
    assert_eq!(stand.ears.names(), ["READY"]);
    assert_eq!(stand.counts(), (3, 0));
    assert_eq!(stand.ears.kept().faults, Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn the_ordinary_address_is_tried_where_the_other_is_dead_and_in_turn() {
    let stand = Stand::connected().await;
    stand.server.state().dead.push("wss://resume".to_owned());
    stand.server.plan([Plan::Refuse; 6]);
    stand.server.drops();
    seconds(120 * 3).await;
    stand.hears(&["READY", "ONE", "RESUMED"]);
    assert_eq!(stand.counts(), (1, 1));
    let state = stand.server.state();
    let own: Vec<bool> = state.urls[1..]
        .iter()
        .map(|(_, url)| !url.starts_with(ORDINARY))
        .collect();
    assert_eq!(
        own,
        [true, true, false, true, true, false, true, true, false]
    );
}

#[tokio::test(start_paused = true)]
async fn a_long_outage_is_waited_for_and_the_session_is_taken_up() {
    let stand = Stand::connected().await;
    stand.server.plan([Plan::Refuse; 30]);
    stand.server.drops();
    stand.server.happens("TWO");
    seconds(45 * 60).await;
    stand.hears(&["READY", "ONE", "TWO", "RESUMED"]);
    assert_eq!(stand.counts(), (1, 1));
    let state = stand.server.state();
    let gaps = state.urls[1..].windows(2).map(|pair| pair[1].0 - pair[0].0);
    let gaps: Vec<f64> = gaps.map(|gap| gap.as_secs_f64()).collect();
    for (gap, whole) in gaps.iter().zip([2, 4, 8, 16, 32, 60, 60, 60]) {
        let near = 0.75 * f64::from(whole)..1.26 * f64::from(whole);
        assert!(near.contains(gap), "{gaps:?}");
    }
    assert!(gaps.iter().all(|gap| *gap <= 60.0));
}

#[tokio::test(start_paused = true)]
async fn after_a_good_minute_waits_are_short_again() {
    for (lives, least, most) in [(50, 20, 60), (70, 0, 2)] {
        let stand = Stand::connected().await;
        stand.server.plan([Plan::Refuse; 5]);
        stand.server.drops();
        while !stand.server.is_connected() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        seconds(lives).await;
        stand.server.drops();
        let lost = Instant::now();
        seconds(100).await;
        assert!(stand.server.is_connected());
        let wait = stand.server.state().urls.last().unwrap().0 - lost;
        let near = Duration::from_secs(least)..=Duration::from_secs(most);
        assert!(near.contains(&wait), "{lives} {wait:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_that_was_lost_for_an_hour_is_given_up() {
    let stand = Stand::connected().await;
    stand.server.plan([Plan::Refuse; 80]);
    stand.server.drops();
    seconds(2 * 60 * 60).await;
    stand.hears(&["READY", "ONE", "READY"]);
    assert_eq!(stand.counts(), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn a_session_that_is_taken_up_in_vain_is_given_up() {
    for plan in [Plan::NoReady, Plan::Invalid(true), Plan::Close(4000)] {
        let stand = Stand::connected().await;
        stand.server.plan([plan; 8]);
        stand.server.drops();
        seconds(15 * 60).await;
        stand.hears(&["READY", "ONE", "READY"]);
        assert_eq!(stand.counts(), (2, 8), "{plan:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_that_goes_on_after_each_loss_is_kept() {
    let stand = Stand::connected().await;
    stand.server.plan([Plan::Die(4000); 40]);
    stand.server.drops();
    seconds(60 * 60).await;
    assert_eq!(stand.counts(), (1, 41));
    stand.is_fine();
}

#[tokio::test(start_paused = true)]
async fn discords_own_count_is_respected() {
    let server = Server::default();
    server.state().remaining = Some(100);
    let stand = Stand::with(server);
    seconds(7200 - 1).await;
    assert_eq!(stand.server.state().asked.len(), 1);
    assert_eq!(stand.server.state().urls.len(), 0);
    stand.server.state().remaining = Some(101);
    seconds(5).await;
    stand.hears(&["READY"]);
}

#[tokio::test(start_paused = true)]
async fn without_an_address_it_waits_as_long_as_it_is_told() {
    let server = Server::default();
    let trouble = Trouble::Passing {
        cause: "limited".to_owned(),
        wait: Duration::from_secs(300),
    };
    server.state().troubles.push_back(Some(trouble));
    let stand = Stand::with(server);
    seconds(299).await;
    assert_eq!(stand.server.state().asked.len(), 1);
    seconds(10).await;
    stand.hears(&["READY"]);
}

#[tokio::test(start_paused = true)]
async fn a_new_session_is_counted_before_it_is_begun() {
    let server = Server::default();
    server.plan([Plan::Close(4003); 3]);
    let stand = Stand::with(server);
    stand.ears.kept().stuck = true;
    seconds(60).await;
    stand.hears(&["READY"]);
    let begun = stand.ears.kept().begun.clone();
    let counts = begun.iter().map(|position| {
        let position: Value = serde_json::from_str(position).unwrap();
        assert_eq!(position["session"], Value::Null);
        position["identified"].as_array().unwrap().len()
    });
    assert_eq!(counts.collect::<Vec<_>>(), [1, 2, 3, 4]);
    // The position of an event has them as well.
    let kept = stand.ears.kept();
    let position: Value = serde_json::from_str(&kept.heard[0].position).unwrap();
    assert_eq!(position["identified"].as_array().unwrap().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn being_started_again_and_again_begins_few_sessions() {
    let server = Server::default();
    server.plan(vec![Plan::Close(4003); 100_000]);
    let mut stand = Stand::with(server);
    for run in 0..5000 {
        seconds(17).await;
        stand = stand.killed(run);
    }
    let most = stand.server.state().most_in_a_day();
    assert!((80..=100).contains(&most), "{most}");
    stand.is_fine();
}
