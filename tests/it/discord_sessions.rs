//! Connections and sessions end in every way there is: nothing that was said is lost or answered twice.

use lacznik::platform::discord::gateway::Ended;
use std::time::Duration;

use crate::discord_api::{Act, DiscordApi, Message, Scope, Which};
use crate::on_discord::{ASKER, CHANNEL, OnDiscord, SERVER, Whole};
use crate::on_telegram::SOON;

/// What people ask, and what the answer is known by.
const KNOWN: [(&str, &str); 5] = [
    ("ile max na maly grant teraz", "Mały grant"),
    ("koty kastracja", "Wydział Ochrony Środowiska"),
    ("/pomoc", "Co można zrobić"),
    ("/kontakt", "Oto człowiek"),
    ("puszki na wosp u nas", "Zbiórka do puszek"),
];

const READ: &str = "GET /channels/{channel_id}/messages";
const LOOK: &str = "GET /channels/{channel_id}";

/// How long a new session may take: waits between tries grow.
const PATIENCE: Duration = Duration::from_secs(30);

/// Something that happens to the connection.
type Trouble = fn(&DiscordApi);

fn read() -> Which {
    Which::route(READ)
}

/// The bot has a session, and as many were begun.
async fn wait_for_identify(api: &DiscordApi, count: usize) {
    let is_there = |state: &crate::discord_api::State| {
        state.gateway.heard.identifies >= count && state.gateway.is_connected()
    };
    assert!(
        api.wait_until(is_there, PATIENCE).await,
        "{:?}",
        api.heard()
    );
}

/// The bot's answers in a channel are these, in this order, and nothing besides.
#[track_caller]
fn assert_answers(api: &DiscordApi, channel: u64, known: &[&str]) {
    let answers = api.messages(channel);
    let texts: Vec<&str> = answers.iter().map(|answer| &*answer.text).collect();
    assert_eq!(texts.len(), known.len(), "{texts:#?}");
    for (text, known) in texts.iter().zip(known) {
        assert!(text.contains(known), "{known}: {texts:#?}");
    }
}

/// A person who has talked to the bot in private and in a channel. What is known of the answers.
async fn talked() -> Whole {
    let whole = Whole::on_a_server().await;
    let discord = &whole.discord;
    discord.says("/start").await;
    let id = discord.api.mentions_bot(CHANNEL, ASKER, KNOWN[0].0);
    assert_eq!(discord.replies_to(id).await.len(), 1);
    whole
}

/// Somebody says these things in private; the id of the last.
fn say(api: &DiscordApi, said: &[(&str, &str)]) -> u64 {
    let ids = said.iter().map(|(text, _)| api.says_in_dm(ASKER, text));
    ids.max().unwrap()
}

/// What was said after `/start` in private is answered, each once and in order.
async fn assert_private(discord: &OnDiscord, last: u64, said: &[(&str, &str)]) {
    discord.handled(last).await;
    discord.settle().await;
    let known: Vec<&str> = std::iter::once("Łącznik:")
        .chain(said.iter().map(|(_, known)| *known))
        .collect();
    assert_answers(&discord.api, discord.api.direct(ASKER), &known);
    discord.api.assert_clean();
}

#[tokio::test]
async fn a_lost_connection_is_taken_up_and_brings_what_was_said_meanwhile() {
    let losses: [Trouble; 10] = [
        |api| api.cuts_gateway(),
        |api| api.asks_to_reconnect(),
        |api| api.invalidates_session(true),
        |api| api.closes_gateway(1000),
        |api| api.closes_gateway(1001),
        |api| api.closes_gateway(4000),
        |api| api.closes_gateway(4001),
        |api| api.closes_gateway(4002),
        |api| api.closes_gateway(4005),
        |api| api.closes_gateway(4008),
    ];
    let lived = losses.map(|lose| async move {
        let whole = talked().await;
        let discord = &whole.discord;
        // What is heard a second time changes nothing.
        discord.api.resumes_overlap(5);
        lose(&discord.api);
        let last = say(&discord.api, &KNOWN[1..]);
        assert_private(discord, last, &KNOWN[1..]).await;
        let heard = discord.api.heard();
        assert_eq!((heard.identifies, heard.resumed), (1, 1), "{heard:?}");
    });
    futures_util::future::join_all(lived).await;
}

#[tokio::test]
async fn after_the_end_of_a_session_what_was_said_is_made_up_for_in_order() {
    let ends: [Trouble; 4] = [
        |api| {
            api.refuses_resumes(1);
            api.cuts_gateway();
        },
        |api| api.invalidates_session(false),
        |api| api.closes_gateway(4007),
        |api| api.closes_gateway(4009),
    ];
    let lived = ends.map(|end| async move {
        let whole = talked().await;
        let discord = &whole.discord;
        let api = &discord.api;
        end(api);
        say(api, &KNOWN[1..3]);
        api.says_in(CHANNEL, ASKER, "nie do bota");
        api.mentions_bot(CHANNEL, ASKER, KNOWN[4].0);
        // The chats are read slowly, and what is new does not overtake what was missed.
        api.plan(read(), None, Act::Slow(Duration::from_millis(300)), 2);
        wait_for_identify(api, 2).await;
        let last = say(api, &KNOWN[3..]);
        assert_private(discord, last, &KNOWN[1..]).await;
        assert_answers(api, CHANNEL, &["", "Mały grant", KNOWN[4].1]);
        assert_eq!(api.heard().identifies, 2);
        assert!(!whole.bot.texts(POSITION).await[0].contains(r#""session":null"#));
    });
    futures_util::future::join_all(lived).await;
}

const POSITION: &str = "SELECT position FROM positions";

#[tokio::test]
async fn a_long_break_is_read_page_by_page() {
    let whole = talked().await;
    let api = &whole.discord.api;
    api.refuses_resumes(1);
    api.cuts_gateway();
    for number in 0..1250 {
        match number {
            20 | 777 => api.mentions_bot(CHANNEL, ASKER, KNOWN[1].0),
            1249 => api.mentions_bot(CHANNEL, ASKER + 1, KNOWN[4].0),
            _ => api.says_in(CHANNEL, ASKER + 2, "nie do bota"),
        };
    }
    wait_for_identify(api, 2).await;
    let last = say(api, &KNOWN[3..4]);
    assert_private(&whole.discord, last, &KNOWN[3..4]).await;
    let is_read = |state: &crate::discord_api::State| state.count_of(READ) >= 13;
    assert!(api.wait_until(is_read, SOON).await);
    let known = ["", "Mały grant", KNOWN[1].1, KNOWN[1].1, KNOWN[4].1];
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        whole.discord.settle().await;
        if api.messages(CHANNEL).len() == known.len() {
            break;
        }
    }
    assert_answers(api, CHANNEL, &known);
}

#[tokio::test]
async fn chats_that_are_gone_hold_up_nothing() {
    let whole = talked().await;
    let (discord, api) = (&whole.discord, &whole.discord.api);
    let (deleted, closed) = (3101, 3102);
    for (channel, name) in [(deleted, "stary"), (closed, "zarząd")] {
        api.channel(SERVER, channel, name);
        let id = api.mentions_bot(channel, ASKER, KNOWN[0].0);
        discord.replies_to(id).await;
    }
    api.refuses_resumes(1);
    api.cuts_gateway();
    for channel in [deleted, closed] {
        api.mentions_bot(channel, ASKER, KNOWN[1].0);
    }
    api.deletes_channel(deleted);
    api.takes_rights(closed, u64::MAX);
    say(api, &KNOWN[1..2]);
    wait_for_identify(api, 2).await;
    let last = say(api, &KNOWN[2..3]);
    assert_private(discord, last, &KNOWN[1..3]).await;
    assert!(!whole.bot.texts(POSITION).await[0].contains(r#""session":null"#));
}

#[tokio::test]
async fn trouble_with_reading_is_waited_out() {
    let flood = |scope| Act::Limit {
        retry_after: 0.5,
        scope,
        code: None,
    };
    let away = Act::Html {
        status: 503,
        stored: false,
    };
    let acts = [flood(Scope::User), flood(Scope::Global), away];
    let lived = acts.map(|act| async move {
        let whole = talked().await;
        let (discord, api) = (&whole.discord, &whole.discord.api);
        api.refuses_resumes(1);
        api.cuts_gateway();
        say(api, &KNOWN[1..3]);
        let direct = Some(api.direct(ASKER));
        api.plan(Which::route(LOOK), direct, act.clone(), 3);
        api.plan(read(), direct, act, 2);
        wait_for_identify(api, 2).await;
        let last = say(api, &KNOWN[3..]);
        let seen = api.wait_until(|state| state.count_of(READ) >= 4, PATIENCE);
        assert!(seen.await);
        assert_private(discord, last, &KNOWN[1..]).await;
    });
    futures_util::future::join_all(lived).await;
}

#[tokio::test]
async fn a_kill_before_everything_is_made_up_for_loses_nothing() {
    let whole = talked().await;
    let api = whole.discord.api.clone();
    let hangs = Act::Hang { stored: false };
    // Before READY, and while the chats are read.
    api.plan(Which::route(LOOK), None, hangs, usize::MAX);
    api.refuses_resumes(1);
    api.cuts_gateway();
    say(&api, &KNOWN[1..2]);
    wait_for_identify(&api, 2).await;
    say(&api, &KNOWN[2..3]);
    let is_reading = |state: &crate::discord_api::State| state.count_of(LOOK) > 0;
    assert!(api.wait_until(is_reading, SOON).await);
    let whole = whole.killed_and_restarted().await;
    say(&api, &KNOWN[3..4]);
    api.all_is_well();
    wait_for_identify(&api, 3).await;
    let last = say(&api, &KNOWN[4..]);
    assert_private(&whole.discord, last, &KNOWN[1..]).await;
    assert_answers(&api, CHANNEL, &["", "Mały grant"]);
}

#[tokio::test]
async fn a_second_break_while_the_first_is_made_up_for_loses_nothing() {
    let whole = talked().await;
    let (discord, api) = (&whole.discord, &whole.discord.api);
    let hangs = Act::Hang { stored: false };
    api.plan(Which::route(LOOK), None, hangs, usize::MAX);
    api.refuses_resumes(1);
    api.cuts_gateway();
    say(api, &KNOWN[1..2]);
    wait_for_identify(api, 2).await;
    say(api, &KNOWN[2..3]);
    api.refuses_resumes(1);
    api.cuts_gateway();
    say(api, &KNOWN[3..4]);
    api.all_is_well();
    wait_for_identify(api, 3).await;
    let last = say(api, &KNOWN[4..]);
    assert_private(discord, last, &KNOWN[1..]).await;
}

#[tokio::test]
async fn a_restart_takes_the_session_up_however_the_process_ended() {
    for is_killed in [true, false] {
        let whole = talked().await;
        let api = whole.discord.api.clone();
        let mut whole = whole;
        if !is_killed {
            assert_eq!(whole.discord.stopped().await, Ended::Stopped);
            let closed = api.wait_until(|state| !state.gateway.heard.closes.is_empty(), SOON);
            assert!(closed.await);
            assert_eq!(api.heard().closes, [Some(4900)]);
        }
        say(&api, &KNOWN[1..3]);
        api.mentions_bot(CHANNEL, ASKER, KNOWN[4].0);
        let whole = whole.killed_and_restarted().await;
        let last = say(&api, &KNOWN[3..]);
        assert_private(&whole.discord, last, &KNOWN[1..]).await;
        assert_answers(&api, CHANNEL, &["", "Mały grant", KNOWN[4].1]);
        let heard = api.heard();
        assert_eq!((heard.identifies, heard.resumed), (1, 1));
    }
}

#[tokio::test]
async fn after_a_long_standstill_the_chats_are_read() {
    let whole = talked().await;
    let api = whole.discord.api.clone();
    api.sessions_last(Duration::ZERO);
    let whole = whole.stopped_and_restarted().await;
    say(&api, &KNOWN[1..2]);
    wait_for_identify(&api, 2).await;
    let last = say(&api, &KNOWN[2..3]);
    assert_private(&whole.discord, last, &KNOWN[1..3]).await;
}

#[tokio::test]
async fn what_is_for_good_ends_it_with_its_name() {
    let ends: [(Trouble, Ended); 5] = [
        (|api| api.closes_gateway(4014), Ended::IntentsNotAllowed),
        (|api| api.closes_gateway(4004), Ended::UnknownToken),
        (|api| api.revokes_token(), Ended::UnknownToken),
        (|api| api.closes_gateway(4010), Ended::Refused(4010)),
        (|api| api.closes_gateway(4013), Ended::Refused(4013)),
    ];
    for (end, name) in ends {
        let mut whole = Whole::new().await;
        whole.discord.says("/start").await;
        end(&whole.discord.api);
        assert_eq!(whole.discord.ended().await, name);
        assert_eq!(whole.discord.waiting().await, 0);
    }
}

/// Everything that was ever shown to somebody who used commands.
fn shown(api: &DiscordApi) -> Vec<Message> {
    api.seen_by(ASKER)
}

#[tokio::test]
async fn commands_of_a_short_break_are_answered_while_their_tokens_live() {
    let whole = talked().await;
    let api = whole.discord.api.clone();
    whole.discord.registers_commands().await;
    let before = shown(&api).len();
    let ids: Vec<u64> = (0..5)
        .map(|_| api.runs(ASKER, CHANNEL, "pomoc", &[], "pl"))
        .collect();
    // Acknowledged, and killed before anything was handled or kept.
    let whole = whole.killed_and_restarted().await;
    for id in &ids {
        whole.discord.handled(*id).await;
    }
    whole.discord.settle().await;
    assert!(api.missed().is_empty());
    assert_eq!(shown(&api).len(), before + ids.len());
    assert!(!shown(&api).iter().any(Message::is_loading));
    let known = api.refusals();
    let known = known.iter().filter(|line| !line.contains("callback"));
    assert_eq!(known.count(), 0);
}
