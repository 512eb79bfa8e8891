//! Whole days of trouble, in time that is moved.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::ops::Range;
use std::time::Duration;
use tokio::time::{Instant, sleep};

use super::server::Plan;
use super::{Server, Stand, seconds};
use crate::platform::discord::gateway::Ended;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// Codes after which a session is taken up.
const LOSSES: [u16; 9] = [1000, 1001, 1006, 1011, 4000, 4001, 4002, 4005, 4008];

/// How bad it is.
#[derive(Debug, Clone, Copy)]
struct Weather {
    /// Of troubles of which the session could die, so many do kill it.
    deadly: f64,
    /// The most connections in a row that come to nothing for one cause.
    streak: usize,
}

/// Sessions live, and what happens can all be heard.
const RAIN: Weather = Weather {
    deadly: 0.01,
    streak: 4,
};

/// Sessions do not live long.
const STORM: Weather = Weather {
    deadly: 1.0,
    streak: 12,
};

/// What comes of a few connections in a row.
fn plans(chance: &mut StdRng, weather: Weather) -> Vec<Plan> {
    let plan = match chance.random_range(0..9) {
        0 => Plan::Refuse,
        1 => Plan::Hang,
        2 => Plan::Mute,
        3 => Plan::Babble,
        4 => Plan::NoReady,
        5 => Plan::Invalid(true),
        6 => Plan::Invalid(!chance.random_bool(weather.deadly)),
        7 => Plan::Close(LOSSES[chance.random_range(0..LOSSES.len())]),
        _ => Plan::Die(LOSSES[chance.random_range(0..LOSSES.len())]),
    };
    vec![plan; chance.random_range(1..=weather.streak)]
}

/// Some trouble with the connection that there is.
fn trouble(server: &Server, chance: &mut StdRng, weather: Weather) {
    if server.state().plans.is_empty() && chance.random_bool(0.4) {
        server.plan(plans(chance, weather));
    }
    match chance.random_range(0..12) {
        0 | 1 => server.reconnect(),
        2 => server.invalid(true),
        3 => server.invalid(!chance.random_bool(weather.deadly)),
        4 => server.falls_silent(),
        5 => server.stops_acknowledging(),
        6 => server.drops(),
        7 if chance.random_bool(weather.deadly) => {
            server.closes([4003, 4007, 4009][chance.random_range(0..3)]);
        }
        8 => server.says("{\"op\":0,\"t\":null}"),
        _ => server.closes(LOSSES[chance.random_range(0..LOSSES.len())]),
    }
}

/// What the client did in all.
#[derive(Debug)]
struct Lived {
    /// New sessions, all of them and in the worst 24 hours.
    identifies: usize,
    most: usize,
    resumes: usize,
    heard: usize,
}

/// Lives through `hours`, of which `storm` makes every session end at once. Kills the process now and then.
async fn live(seed: u64, hours: u32, storm: Range<u32>, weather: Weather, killed: bool) -> Lived {
    let mut chance = StdRng::seed_from_u64(seed);
    let mut stand = Stand::new();
    stand.ears.kept().every = 3;
    let begin = Instant::now();
    while begin.elapsed() < HOUR * hours {
        let hour = u32::try_from(begin.elapsed().as_secs() / 3600).unwrap();
        if storm.contains(&hour) {
            seconds(5).await;
            stand.server.invalid(false);
            continue;
        }
        for _ in 0..chance.random_range(0..20) {
            sleep(Duration::from_millis(chance.random_range(0..30_000))).await;
            stand.server.happens("MESSAGE_CREATE");
        }
        if chance.random_bool(0.1) {
            let mut kept = stand.ears.kept();
            kept.full = chance.random_range(1..4);
            kept.full_for = Some("MESSAGE_CREATE");
        }
        trouble(&stand.server, &mut chance, weather);
        if killed && chance.random_bool(0.05) {
            stand = stand.killed(chance.random());
        }
    }
    ends_well(stand).await
}

/// The trouble is over: it is connected again, and everything was heard.
async fn ends_well(stand: Stand) -> Lived {
    stand.server.state().plans.clear();
    // As long as the longest waits together.
    seconds(20 * 60 + 5 * 120).await;
    assert!(stand.server.is_connected());
    stand.server.happens("LAST");
    seconds(1).await;
    stand.is_fine();
    let lived = {
        let (state, kept) = (stand.server.state(), stand.ears.kept());
        let current = &state.current.clone().unwrap();
        let all = state.sessions[current].log.len() as u64;
        assert_eq!(kept.last[current], all);
        for (id, last) in &kept.last {
            assert!(*last <= state.sessions[id].log.len() as u64, "{id}");
        }
        Lived {
            most: state.most_in_a_day(),
            resumes: state.resumes.len(),
            identifies: state.identifies.len(),
            heard: kept.heard.len(),
        }
    };
    stand.stop.cancel();
    assert_eq!(stand.running.await.unwrap(), Ended::Stopped);
    lived
}

#[tokio::test(start_paused = true)]
async fn a_day_of_trouble_loses_nothing_and_begins_few_sessions() {
    for seed in 0..4 {
        let lived = live(seed, 24, 0..0, RAIN, false).await;
        println!("{seed}: {lived:?}");
        assert!(lived.most <= 100, "{lived:?}");
        assert!(lived.resumes > 200 && lived.heard > 2000, "{lived:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn neither_does_a_day_on_which_the_process_is_killed_as_well() {
    for seed in 100..104 {
        let lived = live(seed, 24, 0..0, RAIN, true).await;
        println!("{seed}: {lived:?}");
        assert!(lived.most <= 100, "{lived:?}");
        assert!(lived.resumes > 200 && lived.heard > 2000, "{lived:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn days_on_which_sessions_die_all_the_time_stay_below_the_limit() {
    for (seed, killed) in [(200, false), (201, true)] {
        let lived = live(seed, 48, 0..0, STORM, killed).await;
        println!("{seed}: {lived:?}");
        assert!((50..=100).contains(&lived.most), "{lived:?}");
        assert!(lived.identifies > 100, "{lived:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn so_do_days_on_which_every_session_dies_at_once() {
    for (seed, killed) in [(300, false), (301, true)] {
        let lived = live(seed, 56, 6..48, RAIN, killed).await;
        println!("{seed}: {lived:?}");
        assert!((80..=100).contains(&lived.most), "{lived:?}");
    }
}
