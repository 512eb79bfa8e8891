//! How a connection may end, and what comes next.

use std::time::Duration;
use tokio::time::{Instant, timeout};

use super::server::{ORDINARY, Plan};
use super::{Stand, seconds};
use crate::platform::discord::gateway::{Ended, Trouble};

#[tokio::test(start_paused = true)]
async fn codes_that_are_for_good_end_it() {
    for (code, ended) in [
        (4004, Ended::UnknownToken),
        (4010, Ended::Refused(4010)),
        (4011, Ended::Refused(4011)),
        (4012, Ended::Refused(4012)),
        (4013, Ended::Refused(4013)),
        (4014, Ended::IntentsNotAllowed),
    ] {
        let stand = Stand::connected().await;
        stand.server.closes(code);
        let end = timeout(Duration::from_secs(1), stand.running).await;
        assert_eq!(end.unwrap().unwrap(), ended);
        assert_eq!(stand.server.state().urls.len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn other_codes_and_losses_take_the_session_up_and_nothing_is_missed() {
    for code in [
        0, 1000, 1001, 1006, 1011, 4000, 4001, 4002, 4005, 4008, 4900,
    ] {
        let stand = Stand::connected().await;
        match code {
            0 => stand.server.drops(),
            code => stand.server.closes(code),
        }
        stand.server.happens("TWO");
        stand.server.happens("THREE");
        seconds(3).await;
        stand.server.happens("FOUR");
        seconds(1).await;
        stand.hears(&["READY", "ONE", "TWO", "THREE", "RESUMED", "FOUR"]);
        assert_eq!(stand.counts(), (1, 1), "{code}");
        let urls = &stand.server.state().urls;
        assert_eq!(urls[0].1, format!("{ORDINARY}/?v=10&encoding=json"));
        assert_eq!(
            urls[1].1,
            "wss://resume-session-0.example/?v=10&encoding=json"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn codes_that_end_the_session_begin_a_new_one() {
    for code in [4003, 4007, 4009] {
        let stand = Stand::connected().await;
        stand.server.closes(code);
        seconds(10).await;
        stand.hears(&["READY", "ONE", "READY"]);
        assert_eq!(stand.counts(), (2, 0), "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn asked_to_connect_anew_it_does_so_at_once_but_not_again_and_again() {
    let stand = Stand::connected().await;
    let before = Instant::now();
    stand.server.reconnect();
    seconds(1).await;
    assert_eq!(stand.server.state().urls[1].0 - before, Duration::ZERO);
    assert_eq!(stand.server.state().closes, [Some(4900)]);
    let before = stand.server.state().urls.len();
    for _ in 0..600 {
        stand.server.reconnect();
        seconds(1).await;
    }
    let tries = stand.server.state().urls.len() - before;
    assert!((10..30).contains(&tries), "{tries}");
    assert_eq!(stand.counts().0, 1);
    stand.is_fine();
}

#[tokio::test(start_paused = true)]
async fn a_session_that_is_not_valid_now_is_taken_up_after_a_moment() {
    let stand = Stand::connected().await;
    stand.server.happens("TWO");
    stand.server.invalid(true);
    let before = Instant::now();
    seconds(10).await;
    stand.hears(&["READY", "ONE", "TWO", "RESUMED"]);
    let wait = stand.server.state().urls[1].0 - before;
    let moment = Duration::from_secs(1)..Duration::from_secs(5);
    assert!(moment.contains(&wait), "{wait:?}");
    assert_eq!(stand.counts(), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_session_that_is_not_valid_any_more_is_followed_by_a_new_one() {
    let stand = Stand::connected().await;
    stand.server.invalid(false);
    seconds(10).await;
    stand.hears(&["READY", "ONE", "READY"]);
    assert_eq!(stand.counts(), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn a_socket_that_falls_silent_is_left_and_the_session_taken_up() {
    for acknowledges_only in [false, true] {
        let stand = Stand::connected().await;
        if acknowledges_only {
            stand.server.stops_acknowledging();
        } else {
            stand.server.falls_silent();
        }
        stand.server.happens("TWO");
        // One interval until the heartbeat that is not acknowledged, and one until the next.
        seconds(2 * 42 + 2).await;
        stand.hears(&["READY", "ONE", "TWO", "RESUMED"]);
        assert_eq!(stand.counts(), (1, 1));
        assert_eq!(stand.server.state().closes, [Some(4900)]);
    }
}

#[tokio::test(start_paused = true)]
async fn no_step_of_the_beginning_lasts_for_ever() {
    for (plan, limit) in [
        (Plan::Hang, 10),
        (Plan::Mute, 10),
        (Plan::Babble, 10),
        (Plan::NoReady, 30),
        (Plan::Refuse, 0),
    ] {
        let server = super::Server::default();
        server.plan([plan]);
        let stand = Stand::with(server);
        seconds(limit + 10).await;
        stand.hears(&["READY"]);
        let state = stand.server.state();
        let took = state.urls[1].0 - state.urls[0].0;
        let least = Duration::from_secs(limit);
        assert!(
            took >= least && took < least + Duration::from_secs(6),
            "{plan:?} {took:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_stop_keeps_the_session_for_the_next_start() {
    let stand = Stand::connected().await;
    let before = Instant::now();
    stand.stop.cancel();
    assert_eq!(stand.running.await.unwrap(), Ended::Stopped);
    assert!(before.elapsed() < Duration::from_millis(500));
    assert_eq!(stand.server.state().closes, [Some(4900)]);

    stand.server.happens("TWO");
    let next = Stand::start(stand.server, stand.ears, stand.clock, 8);
    seconds(5).await;
    next.hears(&["READY", "ONE", "TWO", "RESUMED"]);
    assert_eq!(next.counts(), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_stop_is_heard_in_every_state() {
    for plan in [
        Plan::Hang,
        Plan::Mute,
        Plan::NoReady,
        Plan::Refuse,
        Plan::Invalid(false),
    ] {
        for after in [0, 1, 7, 50] {
            let server = super::Server::default();
            server.plan([plan; 100]);
            let stand = Stand::with(server);
            seconds(after).await;
            stand.stop.cancel();
            let end = timeout(Duration::from_millis(500), stand.running).await;
            assert_eq!(end.unwrap().unwrap(), Ended::Stopped, "{plan:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_rest_does_not_know_ends_it() {
    let server = super::Server::default();
    server
        .state()
        .troubles
        .push_back(Some(Trouble::UnknownToken));
    let stand = Stand::with(server);
    assert_eq!(stand.running.await.unwrap(), Ended::UnknownToken);
}
