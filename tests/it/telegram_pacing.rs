//! No faster than Telegram allows: limits as it enforces them, settings as they are shipped, and time as it passes.

use lacznik::clock::{Clock, SystemClock};
use lacznik::config;
use lacznik::delivery::Delivery;
use lacznik::domain::message::{Lane, Outgoing};
use lacznik::platform::telegram::{Telegram, api::Api};
use lacznik::store::outbox::{self, Said};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::harness::TestBot;
use crate::on_telegram::{GROUP, SOON, chat};
use crate::telegram_api::{Limits, TelegramApi};

/// A delivery with the real settings that runs, and a server with the real limits.
struct Running {
    bot: TestBot,
    api: TelegramApi,
    wake: watch::Sender<()>,
    stop: CancellationToken,
}

impl Running {
    async fn new() -> Self {
        let bot = TestBot::new().await;
        // Its clock must not stand still while we are busy.
        let api = TelegramApi::start_on_thread();
        api.enforce(Limits::real());
        let caller = Api::new(api.url(), api.token()).unwrap();
        let messenger = Telegram::new(caller, "LacznikTestBot", &config::Telegram::default());
        let settings = config::Delivery::default();
        let delivery = Delivery::new(
            bot.store.clone(),
            messenger,
            Arc::new(SystemClock),
            settings,
        );
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

    async fn put(&self, messages: impl IntoIterator<Item = (Lane, i64, Outgoing)>) {
        let now = SystemClock.now();
        let said = |(number, (lane, to, message)): (usize, (Lane, i64, Outgoing))| Said {
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
        assert_eq!(self.api.floods(), 0);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

fn said(number: i64) -> Outgoing {
    Outgoing::plain(format!("Nr {number}"))
}

#[tokio::test]
async fn to_many_it_goes_as_fast_as_is_allowed_and_no_faster() {
    let running = Running::new().await;
    running
        .put((1..=40).map(|person| (Lane::Bulk, person, said(person))))
        .await;
    running
        .put((100..=115).map(|person| (Lane::Interactive, person, said(person))))
        .await;
    running.sent(56).await;
}

#[tokio::test]
async fn a_chat_gets_a_burst_and_then_one_in_a_second_with_its_edits() {
    let running = Running::new().await;
    running.put([(Lane::Interactive, 1, said(0))]).await;
    running.sent(1).await;
    let replaces = |number| Outgoing {
        replaces: Some("1".to_owned()),
        ..said(number)
    };
    let more = [said(1), replaces(2), said(3), replaces(4)];
    running
        .put(more.map(|message| (Lane::Interactive, 1, message)))
        .await;
    running.sent(3).await;
    let edited = running.api.wait_until(
        |state| {
            state
                .message(1, 1)
                .is_some_and(|message| message.edits == 2)
        },
        SOON,
    );
    assert!(edited.await);
    assert_eq!(running.api.floods(), 0);
}

#[tokio::test]
async fn a_group_keeps_to_its_minute_and_nobody_waits_for_it() {
    let running = Running::new().await;
    running.api.group(GROUP, "Rada");
    running
        .put((1..=30).map(|number| (Lane::Interactive, GROUP, said(number))))
        .await;
    running
        .put((1..=10).map(|person| (Lane::Interactive, person, said(person))))
        .await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(running.api.floods(), 0);
    let in_group = running.api.messages(GROUP).len();
    assert!((1..=6).contains(&in_group), "{in_group}");
    assert_eq!(running.api.sent_count() as usize - in_group, 10);
}

#[tokio::test]
async fn a_reply_overtakes_two_hundred_notices() {
    let running = Running::new().await;
    running
        .put((1..=200).map(|person| (Lane::Bulk, person, said(person))))
        .await;
    running.sent(5).await;
    running.put([(Lane::Interactive, 7000, said(0))]).await;
    running.api.wait_for_messages(7000, 1, SOON).await;
    let before = running.api.sent_count();
    assert!(before < 100, "{before}");
    assert_eq!(running.api.floods(), 0);
}
