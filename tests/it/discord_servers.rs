//! Servers: one hello, what is addressed to the bot, and what becomes of channels.

use chrono::Duration;
use lacznik::store::officer_notes::{self, NoteKind};
use serde_json::json;

use crate::discord_api::{BOT, ChannelKind, Way, rights};
use crate::discord_aside::{OTHER, QUESTION, words};
use crate::on_discord::{ASKER, CHANNEL, SERVER, Whole};
use crate::on_telegram::SOON;

const NEWS: u64 = 3020;
const THREAD: u64 = 3030;

impl Whole {
    /// How many messages are in the channels, once everything is handled.
    async fn hellos(&self, channels: &[u64]) -> Vec<usize> {
        self.discord.until_now().await;
        self.discord.settle().await;
        let count = |channel: &u64| self.discord.api.messages(*channel).len();
        channels.iter().map(count).collect()
    }

    async fn told(&self) -> Vec<String> {
        let mut db = self.bot.store.read().await.unwrap();
        let notes = officer_notes::list(&mut db, NoteKind::ChatGone, 10).await;
        let notes = notes.unwrap().into_iter();
        notes.map(|note| note.subject).collect()
    }
}

#[tokio::test]
async fn a_server_is_greeted_once_whatever_happens_to_the_connection() {
    let whole = Whole::on_server().await;
    let api = &whole.discord.api;
    api.channel(SERVER, 3003, "drugi");
    let both = [CHANNEL, 3003];
    assert_eq!(whole.hellos(&both).await, [1, 0]);
    // An outage of Discord's.
    api.server_fails(SERVER);
    api.server_returns(SERVER);
    assert_eq!(whole.hellos(&both).await, [1, 0]);
    // Told twice, and after the system channel became another one.
    api.next_events(Some("GUILD_CREATE"), Way::Twice, 1);
    api.system_channel(SERVER, Some(3003));
    api.server_returns(SERVER);
    assert_eq!(whole.hellos(&both).await, [1, 0]);
    // A connection that is taken up, and a session that begins anew.
    api.cuts_gateway();
    api.wait_for_session(SOON).await;
    assert_eq!(whole.hellos(&both).await, [1, 0]);
    api.invalidates_session(false);
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    api.wait_for_session(std::time::Duration::from_secs(20))
        .await;
    assert_eq!(whole.hellos(&both).await, [1, 0]);
    let whole = whole.killed_and_restarted().await;
    whole.discord.api.wait_for_session(SOON).await;
    assert_eq!(whole.hellos(&both).await, [1, 0]);
    assert_eq!(whole.told().await, Vec::<String>::new());
}

#[tokio::test]
async fn who_is_removed_and_added_again_says_hello_again() {
    let whole = Whole::on_server().await;
    let api = &whole.discord.api;
    api.bot_leaves(SERVER);
    assert_eq!(whole.hellos(&[CHANNEL]).await, [1]);
    assert_eq!(whole.told().await, ["Gdańskie NGO #ogólny"]);
    whole.passes(Duration::minutes(1));
    assert_eq!(whole.discord.comes_to(SERVER).await.len(), 1);
    assert_eq!(whole.hellos(&[CHANNEL]).await, [2]);
}

#[tokio::test]
async fn the_hello_stands_where_the_bot_may_write_or_nowhere() {
    let whole = Whole::new().await;
    let api = &whole.discord.api;
    api.describes(SERVER, NEWS, ChannelKind::Announcement, "nowiny");
    api.channel(SERVER, 3003, "drugi");
    api.takes_rights(CHANNEL, rights::SEND);
    assert_eq!(whole.discord.comes_to(SERVER).await[0].channel, 3003);
    api.server(4001, "Cisza");
    api.channel(4001, 4002, "ogólny");
    api.takes_rights(4002, rights::SEND);
    api.bot_joins_with(4001, 0);
    assert_eq!(whole.hellos(&[4002, CHANNEL, NEWS]).await, [0, 0, 0]);
    api.server(5001, "Tylko nowiny");
    api.describes(5001, 5002, ChannelKind::Voice, "głos");
    api.describes(5001, 5003, ChannelKind::Announcement, "nowiny");
    assert_eq!(whole.discord.comes_to(5001).await[0].channel, 5003);
    assert_eq!(whole.discord.api.refusals(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_addressed_to_the_bot_is_answered_publicly_and_short() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    let long = discord
        .gets(OTHER, CHANNEL, "zapytaj", &[("pytanie", QUESTION)])
        .await;
    discord.read();
    let id = discord.api.mentions_bot(CHANNEL, ASKER, QUESTION);
    let answer = discord.replies_to(id).await.remove(0);
    assert!(!answer.is_ephemeral() && answer.reference == Some((CHANNEL, id)));
    assert!(words(&answer).len() < words(&long).len());
    assert!(words(&answer).contains("Mały grant"));
    let id = discord
        .api
        .replies_to(CHANNEL, OTHER, answer.id, "kontakt w sprawie polkolonii");
    let reply = discord.replies_to(id).await.remove(0);
    assert_eq!(reply.reference, Some((CHANNEL, id)));
    // Without the ping its words do not reach the bot.
    let id = discord
        .api
        .replies(CHANNEL, OTHER, answer.id, QUESTION, false);
    let reply = discord.replies_to(id).await.remove(0);
    assert_eq!(reply.reference, Some((CHANNEL, id)));
    let said = words(&reply);
    assert!(
        said.contains("bez oznaczenia") && said.contains("/zapytaj"),
        "{said}"
    );
    // The question is deleted before the answer goes.
    let id = discord.api.mentions_bot(CHANNEL, ASKER, QUESTION);
    discord.handled(id).await;
    discord.api.deletes(CHANNEL, id);
    let read = discord.replies().await;
    assert_eq!((read.len(), read[0].reference), (1, None));
    // Where the history may not be read, nothing can be referred to.
    discord.api.takes_rights(CHANNEL, rights::HISTORY);
    let id = discord.api.mentions_bot(CHANNEL, ASKER, QUESTION);
    let read = discord.replies_to(id).await;
    assert_eq!(
        (read.len(), read[0].reference),
        (1, None),
        "{:?}",
        discord.api.refusals()
    );
    assert_eq!(read[0].channel, CHANNEL);
}

#[tokio::test]
async fn other_messages_are_ignored_and_nothing_of_them_is_kept() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    discord.api.person(2500, |person| person.is_bot = true);
    let seen = "SELECT count(*) FROM seen_updates";
    discord.until_now().await;
    let before = whole.bot.count(seen).await;
    discord.api.says_in(CHANNEL, ASKER, QUESTION);
    discord.api.says_in(CHANNEL, ASKER, "/pomoc");
    discord
        .api
        .says_in(CHANNEL, ASKER, "@everyone Łącznik <@2002> pomocy");
    discord.api.mentions_bot(CHANNEL, 2500, QUESTION);
    discord.api.says_of_kind(CHANNEL, ASKER, 7);
    discord.api.says_of_kind(CHANNEL, ASKER, 6);
    discord.api.sends_event(
        "MESSAGE_CREATE",
        &json!({
            "id": "77", "channel_id": CHANNEL.to_string(), "guild_id": SERVER.to_string(), "type": 0,
            "webhook_id": "5", "content": format!("<@{BOT}> {QUESTION}"),
            "author": {"id": "5", "username": "haczyk"}, "mentions": [{"id": BOT.to_string()}],
        }),
    );
    assert_eq!(whole.hellos(&[CHANNEL]).await, [1]);
    assert_eq!(
        whole.bot.count(seen).await,
        before + 1,
        "the last word of all"
    );
    let kept = "SELECT count(*) FROM conversations WHERE chat = '3002'";
    assert_eq!(whole.bot.count(kept).await, 0);
}

#[tokio::test]
async fn threads_and_announcement_channels_are_places_of_their_own() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    discord.api.thread(CHANNEL, THREAD, "wątek");
    discord
        .api
        .describes(SERVER, NEWS, ChannelKind::Announcement, "nowiny");
    for channel in [THREAD, NEWS] {
        discord.read();
        let id = discord.api.mentions_bot(channel, ASKER, QUESTION);
        let read = discord.replies_to(id).await;
        assert_eq!(
            (read[0].channel, read[0].reference),
            (channel, Some((channel, id)))
        );
        let answer = discord.gets(OTHER, channel, "pomoc", &[]).await;
        assert!(answer.is_ephemeral() && answer.channel == channel);
    }
    // In an archived thread the answer wakes it.
    discord.read();
    discord.api.archives(THREAD);
    let id = discord.api.mentions_bot(THREAD, ASKER, QUESTION);
    assert_eq!(discord.replies_to(id).await.len(), 1);
}

#[tokio::test]
async fn who_presses_under_a_public_message_is_answered_alone() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    let id = discord.api.mentions_bot(CHANNEL, ASKER, "bieg uliczny");
    let public = discord.replies_to(id).await.remove(0);
    let before = discord.api.messages(CHANNEL);
    for (_, action) in public.buttons() {
        if action == "c:ask" {
            let id = discord.fills_in(OTHER, &public, QUESTION).await;
            assert!(discord.sees(id).await.is_ephemeral());
            continue;
        }
        let answer = discord.pressed(OTHER, &public, &action).await;
        assert!(
            answer.is_ephemeral() && answer.only_for == Some(OTHER),
            "{action}"
        );
        assert!(
            !words(&answer).contains("wcześniejszej rozmowy"),
            "{action}: {answer:?}"
        );
    }
    let after = discord.api.messages(CHANNEL);
    assert_eq!(after.len(), before.len());
    assert!(
        after
            .iter()
            .zip(&before)
            .all(|(after, before)| after.edits == before.edits)
    );
    let id = discord
        .api
        .mentions_bot(CHANNEL, ASKER, "kto zajmuje się dotacjami na sport");
    let public = discord.replies_to(id).await.remove(0);
    for (label, action) in public.buttons() {
        if action != "c:ask" {
            let answer = discord.pressed(OTHER, &public, &action).await;
            assert!(answer.is_ephemeral(), "{label}");
        }
    }
}

#[tokio::test]
async fn a_channel_that_is_deleted_concerns_the_officer_only_if_it_was_ours() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    discord.api.channel(SERVER, 3003, "cudzy");
    discord
        .api
        .describes(SERVER, 3004, ChannelKind::Voice, "głos");
    discord.until_now().await;
    discord.api.deletes_channel(3003);
    discord.api.deletes_channel(3004);
    discord.until_now().await;
    assert_eq!(whole.told().await, Vec::<String>::new());
    let rows = "SELECT chat FROM chats";
    assert_eq!(whole.bot.texts(rows).await, [CHANNEL.to_string()]);
    discord.api.deletes_channel(CHANNEL);
    discord.until_now().await;
    assert_eq!(whole.told().await, ["Gdańskie NGO #ogólny"]);
    // Commands in other channels go on.
    discord.api.channel(SERVER, 3005, "nowy");
    let answer = discord.gets(ASKER, 3005, "pomoc", &[]).await;
    assert!(answer.is_ephemeral());
}

#[tokio::test]
async fn a_server_that_was_never_greeted_leaves_no_trace() {
    let whole = Whole::new().await;
    let api = &whole.discord.api;
    api.overwrite(CHANNEL, SERVER, 0, rights::SEND | rights::VIEW);
    api.bot_joins_with(SERVER, 0);
    api.bot_leaves(SERVER);
    whole.discord.until_now().await;
    assert_eq!(whole.told().await, Vec::<String>::new());
    assert_eq!(whole.bot.count("SELECT count(*) FROM chats").await, 0);
}

#[tokio::test]
async fn on_a_server_nobody_is_told_to_simply_write() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    discord.read();
    for text in ["/pomoc", "/zapytaj", "...", "bieg uliczny", "dzień dobry"] {
        let id = discord.api.mentions_bot(CHANNEL, ASKER, text);
        let said = discord.replies_to(id).await.remove(0);
        for wrong in ["w grupie", "napisać", "odpisać"] {
            assert!(!words(&said).contains(wrong), "{text}: {said:?}");
        }
        let asks = said.buttons().iter().any(|(_, id)| id == "c:ask");
        assert!(asks || text == "bieg uliczny", "{text}");
    }
}
