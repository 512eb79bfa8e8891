//! The other way in: Telegram brings updates to an address of ours.

use lacznik::config;
use lacznik::platform::telegram::api::Api;
use lacznik::platform::telegram::receive::Intake;
use lacznik::platform::telegram::webhook::Webhook;
use lacznik::platform::telegram::{Telegram, who_am_i};
use lacznik::store::Store;
use std::net::TcpListener;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::harness::TestBot;
use crate::on_telegram::{ASKER, SOON};
use crate::telegram_api::TelegramApi;

/// A bot that is brought its updates. What it says stays in the outbox, where it is looked for.
struct Brought {
    bot: TestBot,
    api: TelegramApi,
    url: String,
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl Brought {
    async fn new() -> Self {
        let bot = TestBot::new().await;
        let server = TelegramApi::start().await;
        let (webhook, url) = open().await;
        let api = Api::new(server.url(), server.token()).unwrap();
        let me = who_am_i(&api).await.unwrap();
        let telegram = Telegram::new(
            api.clone(),
            me.username.clone(),
            &config::Telegram::default(),
        );
        let intake = Intake::new(telegram, bot.bot.clone(), bot.clock.clone(), me);
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let serving = tokio::spawn(async move { webhook.serve(&api, &intake, &stopped).await });
        let set = server.wait_until(|state| state.queue.webhook.is_some(), SOON);
        assert!(set.await);
        Self {
            bot,
            api: server,
            url,
            stop,
            serving,
        }
    }

    async fn handled(&self) {
        let handled = self.api.wait_until(|state| state.queue.len() == 0, SOON);
        assert!(handled.await, "{:?}", self.api.webhook_log());
    }

    /// How many updates are answered.
    async fn answered(&self) -> i64 {
        self.bot
            .count("SELECT count(DISTINCT cause) FROM outbox")
            .await
    }

    fn secret(&self) -> String {
        let request = &self.api.requests_of("setWebhook")[0];
        request.params["secret_token"].as_str().unwrap().to_owned()
    }

    /// A request that has said only half of what it will say.
    async fn begins(&self, secret: &str) -> TcpStream {
        let url: reqwest::Url = self.url.parse().unwrap();
        let address = url.socket_addrs(|| None).unwrap()[0];
        let head = format!(
            "POST {} HTTP/1.1\r\nHost: bot\r\nX-Telegram-Bot-Api-Secret-Token: {secret}\r\n\
             Content-Length: 100\r\n\r\n{{\"update_id\":",
            url.path()
        );
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    }

    async fn posts(&self, secret: Option<&str>, body: impl Into<reqwest::Body>) -> Option<u16> {
        let mut request = reqwest::Client::new().post(&self.url).body(body);
        if let Some(secret) = secret {
            request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        Some(request.send().await.ok()?.status().as_u16())
    }
}

impl Drop for Brought {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// At an address that is free; one that was may be taken a moment later by another test.
async fn open() -> (Webhook, String) {
    loop {
        let found = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
        let address = found.unwrap();
        let url = format!("http://{address}/hook/here");
        if let Ok(webhook) = Webhook::open(&url, address).await {
            return (webhook, url);
        }
    }
}

#[tokio::test]
async fn what_is_brought_is_stored_and_only_then_acknowledged() {
    let brought = Brought::new().await;
    let update = brought.api.says(ASKER, "/pomoc");
    brought.handled().await;
    assert_eq!(brought.answered().await, 1);
    let request = &brought.api.requests_of("setWebhook")[0].params;
    assert_eq!(request["allowed_updates"].as_array().unwrap().len(), 4);
    assert!(brought.secret().len() >= 32);
    // Once more, and many at once from many.
    brought.api.deliver_again(update);
    for person in 1..=100 {
        brought.api.says(person, "/pomoc");
    }
    brought.handled().await;
    assert_eq!(brought.answered().await, 101);
    assert!(
        brought
            .api
            .webhook_log()
            .iter()
            .all(|post| post.status == Some(200))
    );
    brought.api.assert_clean();
}

#[tokio::test]
async fn who_does_not_know_the_secret_changes_nothing() {
    let brought = Brought::new().await;
    let secret = brought.secret();
    let update = r#"{"update_id":7,"message":{"message_id":1,"date":1,"text":"/pomoc",
        "chat":{"id":5,"type":"private"},"from":{"id":5,"is_bot":false,"first_name":"X"}}}"#;
    let longer = format!("{secret}x");
    for wrong in [None, Some(""), Some("x"), Some(&secret[1..]), Some(&longer)] {
        assert_eq!(brought.posts(wrong, update).await, Some(401), "{wrong:?}");
    }
    assert_eq!(brought.answered().await, 0);
    assert_eq!(brought.posts(Some(&secret), update).await, Some(200));
    assert_eq!(brought.answered().await, 1);
    let root = brought.url.replace("/hook/here", "/");
    let elsewhere = reqwest::get(root).await.unwrap().status();
    assert_eq!(elsewhere.as_u16(), 404);
    assert_eq!(
        reqwest::get(&brought.url).await.unwrap().status().as_u16(),
        405
    );
}

#[tokio::test]
async fn what_cannot_be_stored_comes_again() {
    let brought = Brought::new().await;
    let other = Store::open(&brought.bot.path(), SOON).await.unwrap();
    let lock = other.begin().await.unwrap();
    brought.api.says(ASKER, "/pomoc");
    brought.api.says(ASKER + 1, "/pomoc");
    let refused = brought
        .api
        .wait_until(|state| state.queue.log.len() >= 2, SOON);
    assert!(refused.await);
    assert!(
        brought
            .api
            .webhook_log()
            .iter()
            .all(|post| post.status == Some(503))
    );
    assert_eq!(brought.api.pending(), 2);
    lock.rollback().await.unwrap();
    brought.handled().await;
    assert_eq!(brought.answered().await, 2);
}

#[tokio::test]
async fn a_monster_is_refused_and_nonsense_is_left_out() {
    let brought = Brought::new().await;
    let secret = brought.secret();
    let monster = vec![b'x'; 20_000_000];
    // Refused as soon as it is too long: the connection may end before all of it is sent.
    let status = brought.posts(Some(&secret), monster.clone()).await;
    assert!(matches!(status, None | Some(413)), "{status:?}");
    let status = brought.posts(None, monster).await;
    assert!(matches!(status, None | Some(401)), "{status:?}");
    for nonsense in [
        "",
        "no json",
        "[]",
        "5",
        "{}",
        "{\"update_id\":\"x\"}",
        "{\"update_id\":3}",
    ] {
        assert_eq!(
            brought.posts(Some(&secret), nonsense).await,
            Some(200),
            "{nonsense}"
        );
    }
    brought.api.says(ASKER, "/pomoc");
    brought.handled().await;
    assert_eq!(brought.answered().await, 1);
}

#[tokio::test]
async fn one_that_cannot_be_handled_does_not_come_back_for_ever() {
    let brought = Brought::new().await;
    brought
        .bot
        .spoil(
            "CREATE TRIGGER spoilt BEFORE INSERT ON conversations WHEN NEW.person = '666'
             BEGIN SELECT RAISE(ABORT, 'spoilt'); END",
        )
        .await;
    for person in [1, 666, 2] {
        brought.api.says(person, "/pomoc");
    }
    brought.handled().await;
    assert_eq!(brought.answered().await, 3);
    assert!(
        brought
            .api
            .webhook_log()
            .iter()
            .all(|post| post.status == Some(200))
    );
}

#[tokio::test]
async fn a_stranger_is_refused_before_the_body_is_read() {
    let brought = Brought::new().await;
    let mut stranger = brought.begins("x").await;
    let mut start = [0; 12];
    let answer = tokio::time::timeout(SOON, stranger.read_exact(&mut start));
    answer.await.unwrap().unwrap();
    assert_eq!(&start, b"HTTP/1.1 401");
}

#[tokio::test]
async fn no_more_is_read_at_once_than_telegram_brings() {
    let brought = Brought::new().await;
    let secret = brought.secret();
    let mut halves = Vec::new();
    for _ in 0..40 {
        halves.push(brought.begins(&secret).await);
    }
    let refused = async {
        while brought.posts(Some(&secret), "{}").await != Some(503) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(SOON, refused).await.unwrap();
    drop(halves);
    let taken = async {
        while brought.posts(Some(&secret), "{}").await != Some(200) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(SOON, taken).await.unwrap();
}

#[tokio::test]
async fn half_a_request_does_not_hold_up_a_stop() {
    let mut brought = Brought::new().await;
    let _half = brought.begins(&brought.secret()).await;
    // It is being read now.
    tokio::time::sleep(Duration::from_millis(100)).await;
    brought.stop.cancel();
    let ended = tokio::time::timeout(Duration::from_secs(5), &mut brought.serving);
    ended.await.unwrap().unwrap();
}

#[tokio::test]
async fn after_a_stop_nothing_is_taken() {
    let brought = Brought::new().await;
    brought.api.says(ASKER, "/pomoc");
    brought.handled().await;
    brought.stop.cancel();
    let secret = brought.secret();
    let stopped = async {
        while brought.posts(Some(&secret), "{}").await.is_some() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(SOON, stopped).await.unwrap();
    brought.api.says(ASKER, "/start");
    let tried = brought
        .api
        .wait_until(|state| state.queue.log.len() >= 2, SOON);
    assert!(tried.await);
    assert_eq!(brought.api.pending(), 1);
}
