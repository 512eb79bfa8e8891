//! No faster than Discord says: its limits enforced, with time as it passes.

use lacznik::clock::{Clock, SystemClock};
use lacznik::config;
use lacznik::delivery::Delivery;
use lacznik::domain::message::{Lane, Outgoing};
use lacznik::platform::discord::messenger::Discord;
use lacznik::platform::discord::rest::Rest;
use lacznik::platform::discord::who_am_i;
use lacznik::store::outbox::{self, Said};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::discord_api::faults::{CREATE_MESSAGE, EDIT_ORIGINAL};
use crate::discord_api::{Act, DiscordApi, Limits, Rule, Scope, Which};
use crate::harness::TestBot;
use crate::on_discord::{CHANNEL, SERVER, chat};
use crate::on_telegram::SOON;

/// A delivery with the real settings that runs.
struct Running {
    bot: TestBot,
    api: DiscordApi,
    wake: watch::Sender<()>,
    stop: CancellationToken,
}

impl Running {
    async fn new(limits: Limits) -> Self {
        let bot = TestBot::new().await;
        // Its clock must not stand still while we are busy.
        let api = DiscordApi::start_on_thread();
        api.server(SERVER, "Gdańskie NGO");
        for number in 0..12 {
            api.channel(SERVER, CHANNEL + number, &format!("kanał-{number}"));
        }
        api.bot_joins(SERVER);
        let rest = Rest::new(api.url(), api.token()).unwrap();
        let me = who_am_i(&rest).await.unwrap();
        api.enforce(limits);
        let clock = Arc::new(SystemClock);
        let messenger = Discord::new(
            rest,
            me,
            Arc::default(),
            clock.clone(),
            &config::Discord::default(),
        );
        let settings = config::Delivery::default();
        let delivery = Delivery::new(bot.store.clone(), messenger, clock, settings);
        let (wake, woken) = watch::channel(());
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        tokio::spawn(async move { delivery.run(woken, stopped).await });
        Self {
            bot,
            api,
            wake,
            stop,
        }
    }

    async fn put(&self, messages: impl IntoIterator<Item = (Lane, u64, Outgoing)>) {
        let now = SystemClock.now();
        let said = |(number, (lane, to, message)): (usize, (Lane, u64, Outgoing))| Said {
            cause: format!("{now}:{lane:?}:{number}"),
            lane,
            to: chat(to),
            messages: vec![message],
        };
        let said = messages.into_iter().enumerate().map(said).collect();
        let mut tx = self.bot.store.begin().await.unwrap();
        outbox::put(&mut tx, said, now).await.unwrap();
        tx.commit().await.unwrap();
        self.wake.send_replace(());
    }

    async fn sent(&self, count: u64) {
        let sent = self.api.wait_until(|state| state.sent_total >= count, SOON);
        assert!(sent.await, "{} of {count}", self.api.sent_count());
        assert_eq!(self.api.foretold(), 0, "{:?}", self.api.limited());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

fn said(number: u64) -> Outgoing {
    Outgoing::plain(format!("Nr {number}"))
}

#[tokio::test]
async fn buckets_are_kept_and_nothing_is_refused_that_was_foretold() {
    let running = Running::new(Limits::messages(5, Duration::from_millis(300))).await;
    let all = (0..120).map(|number| (Lane::Interactive, CHANNEL + number % 8, said(number)));
    running.put(all).await;
    running.sent(120).await;
    assert_eq!(running.api.limited().len(), 0);
    for number in 0..8 {
        let texts: Vec<String> = running
            .api
            .messages(CHANNEL + number)
            .into_iter()
            .map(|message| message.text)
            .collect();
        let expected: Vec<String> = (0..15)
            .map(|place| format!("Nr {}", number + 8 * place))
            .collect();
        assert_eq!(texts, expected, "in order");
    }
}

#[tokio::test]
async fn the_limit_for_all_is_kept_after_the_first_word_of_it() {
    let limits = Limits {
        global: Some((10, Duration::from_millis(500))),
        ..Limits::messages(5, Duration::from_millis(300))
    };
    let running = Running::new(limits).await;
    let all = (0..60).map(|number| (Lane::Bulk, CHANNEL + number % 10, said(number)));
    running.put(all).await;
    running.sent(60).await;
    assert!(
        running.api.invalid_requests() < 30,
        "{}",
        running.api.invalid_requests()
    );
}

#[tokio::test]
async fn a_shared_limit_is_waited_for() {
    let rule = Rule {
        scope: Scope::Shared,
        ..Rule::new(Which::route(CREATE_MESSAGE), 3, Duration::from_millis(400))
    };
    let running = Running::new(Limits {
        rules: vec![rule],
        global: None,
    })
    .await;
    running
        .put((0..12).map(|number| (Lane::Interactive, CHANNEL, said(number))))
        .await;
    running.sent(12).await;
    assert_eq!(running.api.invalid_requests(), 0);
}

#[tokio::test]
async fn channels_that_have_to_wait_long_hold_up_nobody_else() {
    let running = Running::new(Limits::default()).await;
    for channel in [CHANNEL, CHANNEL + 1, CHANNEL + 2] {
        running.api.limits(Which::Sends, Some(channel), 1337.5, 1);
    }
    // Notices too: of two channels that wait it does not follow that all have to.
    for lane in [Lane::Interactive, Lane::Bulk] {
        let all = (0..36).map(|number| (lane, CHANNEL + number % 12, said(number)));
        running.put(all).await;
    }
    let start = Instant::now();
    running.sent(2 * 27).await;
    assert!(
        start.elapsed() < Duration::from_secs(8),
        "{:?}",
        start.elapsed()
    );
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(running.api.messages(CHANNEL).len(), 0);
    let refused = running.api.requests_of(CREATE_MESSAGE);
    let to_it = format!("/channels/{CHANNEL}/messages");
    let tries = refused.iter().filter(|one| one.path.ends_with(&to_it));
    assert_eq!(tries.count(), 1, "and is not asked again");
}

#[tokio::test]
async fn parts_of_a_second_count() {
    let running = Running::new(Limits::default()).await;
    running.api.limits(Which::Sends, Some(CHANNEL), 1.4, 1);
    running.put([(Lane::Interactive, CHANNEL, said(0))]).await;
    running.sent(1).await;
    let asked = running.api.requests_of(CREATE_MESSAGE);
    let waited = asked[1].arrived - asked[0].arrived;
    let fits = Duration::from_millis(1400)..Duration::from_millis(3500);
    assert!(fits.contains(&waited), "{waited:?}");
}

#[tokio::test]
async fn a_limit_for_everything_says_nothing_of_answers_to_interactions() {
    use crate::discord_aside::{OTHER, words};
    let whole = crate::on_discord::Whole::on_server().await;
    let discord = &whole.discord;
    let act = Act::Limit {
        retry_after: 3600.0,
        scope: Scope::Global,
        code: None,
    };
    discord.api.plan(Which::route(CREATE_MESSAGE), None, act, 1);
    whole
        .put("a", Lane::Bulk, &chat(CHANNEL), vec![said(0)])
        .await;
    discord.settle().await;
    let before = discord.api.count_of(CREATE_MESSAGE);
    for _ in 0..3 {
        let answer = discord.gets(OTHER, CHANNEL, "pomoc", &[]).await;
        assert!(words(&answer).contains("Co można zrobić"));
    }
    assert_eq!(discord.api.count_of(CREATE_MESSAGE), before);
    assert_eq!(discord.api.count_of(EDIT_ORIGINAL), 3);
}
