use super::*;

fn seconds(number: f64) -> Duration {
    Duration::from_secs_f64(number)
}

fn state(name: &str, remaining: u32, reset_after: f64) -> Told {
    Told {
        bucket: Some(State {
            name: name.to_owned(),
            limit: 5,
            remaining,
            reset_after: seconds(reset_after),
        }),
        status: 200,
        flood: None,
    }
}

fn flood(wait: f64, scope: Scope) -> Told {
    let wait = seconds(wait);
    Told {
        bucket: None,
        status: 429,
        flood: Some(Flood { wait, scope }),
    }
}

fn refusal(status: u16) -> Told {
    Told {
        status,
        ..Told::default()
    }
}

fn wait(limits: &Limits, route: &Route, now: Instant) -> f64 {
    match limits.look(route, now) {
        Ok(()) => 0.0,
        Err(NotNow::Wait { wait, .. }) => (wait.as_secs_f64() * 100.0).round() / 100.0,
        Err(NotNow::HeldBack) => f64::INFINITY,
    }
}

#[test]
fn an_unknown_route_lets_one_through_until_the_headers_are_known() {
    let (mut limits, now) = (Limits::default(), Instant::now());
    let (route, other) = (Route::create_message("1"), Route::create_message("2"));
    let first = limits.take(&route, now).unwrap();
    assert!(wait(&limits, &route, now) > 0.0);
    assert!(limits.take(&route, now).is_err());
    assert_eq!(wait(&limits, &other, now), 0.0, "another channel");
    limits.answered(first, &state("b", 4, 5.0), now);
    let taken: Vec<Place> = (0..4).map(|_| limits.take(&route, now).unwrap()).collect();
    assert_eq!(wait(&limits, &route, now), 5.01);
    for place in taken {
        limits.answered(place, &state("b", 0, 5.0), now);
    }
    let (before, after) = (now + seconds(5.0), now + seconds(5.01));
    assert!(limits.take(&route, before).is_err());
    for _ in 0..5 {
        limits.take(&route, after).unwrap();
    }
    assert!(limits.take(&route, after).is_err());
}

#[test]
fn a_route_without_a_limit_is_free_once_that_is_known() {
    let (mut limits, now) = (Limits::default(), Instant::now());
    let route = Route::gateway_bot();
    let first = limits.take(&route, now).unwrap();
    limits.answered(first, &refusal(404), now);
    let second = limits.take(&route, now).unwrap();
    assert!(limits.take(&route, now).is_err(), "a refusal says nothing");
    limits.answered(second, &refusal(200), now);
    for _ in 0..50 {
        limits.take(&route, now).unwrap();
    }
}

#[test]
fn routes_of_one_bucket_share_it_for_each_channel() {
    let (mut limits, now) = (Limits::default(), Instant::now());
    let (new, edit) = (Route::create_message("1"), Route::edit_message("1", "7"));
    let elsewhere = Route::edit_message("2", "7");
    for route in [&new, &edit, &elsewhere] {
        let place = limits.take(route, now).unwrap();
        limits.answered(place, &state("b", 4, 5.0), now);
    }
    for _ in 0..4 {
        limits.take(&new, now).unwrap();
    }
    assert!(limits.take(&edit, now).is_err());
    assert!(limits.take(&elsewhere, now).is_ok());
}

#[test]
fn a_flood_of_a_bucket_holds_the_bucket_and_a_global_one_all_but_interactions() {
    let (mut limits, now) = (Limits::default(), Instant::now());
    let (route, other) = (Route::create_message("1"), Route::create_message("2"));
    let callback = Route::callback("1", "t");
    let place = limits.take(&route, now).unwrap();
    limits.answered(place, &flood(1.5, Scope::User), now);
    assert_eq!(wait(&limits, &route, now), 1.51);
    assert_eq!(wait(&limits, &other, now), 0.0);
    let place = limits.take(&other, now).unwrap();
    limits.answered(place, &flood(0.5, Scope::Global), now);
    let expected = NotNow::Wait {
        wait: seconds(0.51),
        global: true,
    };
    assert_eq!(limits.look(&Route::me(), now), Err(expected));
    assert!(limits.take(&callback, now).is_ok());
    let later = now + seconds(0.51);
    assert_eq!(wait(&limits, &Route::me(), later), 0.0);
    assert_eq!(wait(&limits, &route, later), 1.0);
}

#[test]
fn what_is_never_answered_gives_its_place_back() {
    let (mut limits, now) = (Limits::default(), Instant::now());
    let route = Route::create_message("1");
    let place = limits.take(&route, now).unwrap();
    limits.unanswered(&place, now);
    let place = limits.take(&route, now).unwrap();
    limits.answered(place, &state("b", 0, 1.0), now);
    let full = now + seconds(1.01);
    let places: Vec<Place> = (0..5).map(|_| limits.take(&route, full).unwrap()).collect();
    for place in &places {
        limits.unanswered(place, full);
    }
    assert_eq!(wait(&limits, &route, full), 5.0);
    assert!(limits.take(&route, full + seconds(5.0)).is_ok());
}

#[test]
fn what_is_quiet_is_forgotten() {
    let (mut limits, start) = (Limits::default(), Instant::now());
    for number in 0..10_000_u32 {
        let now = start + Duration::from_millis(100) * number;
        let route = Route::original("1", &format!("token{number}"));
        let place = limits.take(&route, now).unwrap();
        limits.answered(place, &state(&format!("b{number}"), 4, 1.0), now);
    }
    let (buckets, names) = (limits.buckets.len(), limits.names.len());
    assert!(buckets < 1_000 && names < 1_000, "{buckets} {names}");
    let long = Route::channel("1");
    let now = start + seconds(2_000.0);
    let place = limits.take(&long, now).unwrap();
    limits.answered(place, &state("long", 0, 3_600.0), now);
    let later = now + seconds(600.0);
    limits.take(&Route::me(), later).unwrap();
    assert_eq!(wait(&limits, &long, later), 3_000.01);
}

#[test]
fn too_many_refusals_hold_back_others_first_and_then_everything() {
    let (mut limits, start) = (Limits::default(), Instant::now());
    let (route, callback) = (Route::create_message("1"), Route::callback("1", "t"));
    let refuse = |limits: &mut Limits, count: usize, told: Told, now| {
        for number in 0..count {
            let route = Route::callback("2", &format!("{number}-{}", told.status));
            let place = limits.take(&route, now).unwrap();
            limits.answered(place, &told, now);
        }
    };
    refuse(&mut limits, 600, flood(0.0, Scope::Shared), start);
    let now = start + seconds(1.0);
    for status in [404, 400, 500] {
        refuse(&mut limits, 600, refusal(status), now);
    }
    refuse(&mut limits, HELD - 1, refusal(403), now);
    assert_eq!(limits.look(&route, now), Ok(()));
    refuse(&mut limits, 1, refusal(401), now);
    assert_eq!(limits.take(&route, now), Err(NotNow::HeldBack));
    let later = now + seconds(300.0);
    refuse(&mut limits, ALL_HELD - HELD, refusal(401), later);
    assert_eq!(limits.take(&callback, later), Err(NotNow::HeldBack));
    let first_forgotten = now + COUNTED;
    assert_eq!(limits.look(&callback, first_forgotten), Ok(()));
    assert_eq!(limits.look(&route, first_forgotten), Err(NotNow::HeldBack));
    assert!(limits.take(&route, later + COUNTED).is_ok());
    assert!(limits.refused.is_empty());
}

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// A server's bucket: five in each window of two seconds, which begins with its first request.
#[derive(Default)]
struct There {
    end: u64,
    used: u32,
}

impl There {
    /// What it says of a request at this millisecond; `None` when it refuses.
    fn ask(&mut self, at: u64) -> Option<Told> {
        if at >= self.end {
            (self.end, self.used) = (at + 2_000, 0);
        }
        self.used += 1;
        let left = (self.end - at) as f64 / 1000.0;
        (self.used <= 5).then(|| state("b", 5 - self.used, left))
    }
}

/// A request on the way: first to the server, then back.
struct Flying {
    place: Place,
    there: u64,
    back: u64,
    told: Option<Told>,
}

#[test]
fn whatever_the_delays_nothing_is_refused_that_the_headers_foretold() {
    for seed in 0..30 {
        let mut chance = Chance(seed);
        let (mut limits, start) = (Limits::default(), Instant::now());
        let (mut there, route) = (There::default(), Route::create_message("1"));
        let mut flying: Vec<Flying> = Vec::new();
        let mut done = 0;
        for at in 0..60_000 {
            let now = start + Duration::from_millis(at);
            for one in flying.iter_mut().filter(|one| one.there == at) {
                one.told = Some(there.ask(at).expect("a request too many"));
            }
            let (back, others) = flying.into_iter().partition(|one| one.back <= at);
            flying = others;
            let back: Vec<Flying> = back;
            for one in back {
                limits.answered(one.place, &one.told.unwrap(), now);
                done += 1;
            }
            while flying.len() < 8
                && let Ok(place) = limits.take(&route, now)
            {
                let there = at + 1 + chance.below(300);
                let back = there + 1 + chance.below(300);
                flying.push(Flying {
                    place,
                    there,
                    back,
                    told: None,
                });
            }
        }
        // 150 would be all that the server takes.
        assert!(done > 90, "{done} of seed {seed}");
    }
}
