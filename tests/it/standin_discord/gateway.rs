//! The gateway: sessions, what they are told, and what is left of them.

use super::*;
use crate::discord_api::Way;
use crate::discord_api::gateway::{DIRECT_MESSAGES, GUILD_MESSAGES, GUILDS};

const ALL: u64 = GUILDS | GUILD_MESSAGES | DIRECT_MESSAGES;
const CONTENT: u64 = 1 << 15;

#[tokio::test]
async fn a_session_begins_with_what_the_bot_has_joined() {
    let caller = Caller::in_server().await;
    let address = caller.ok("GET", "/gateway/bot", Value::Null).await;
    assert_eq!(address["session_start_limit"]["remaining"], 1000);
    let mut line = Line::open(address["url"].as_str().unwrap()).await;
    line.op(10).await;
    line.say(1, Value::Null).await;
    line.op(11).await;
    line.identify(caller.api.token(), ALL).await;
    let ready = line.event("READY").await;
    assert_eq!(ready["v"], 10);
    assert_eq!(ready["user"]["id"], BOT.to_string());
    assert_eq!(ready["application"]["id"], APPLICATION.to_string());
    assert_eq!(
        ready["guilds"],
        json!([{ "id": SERVER.to_string(), "unavailable": true }])
    );
    let server = line.whole("GUILD_CREATE").await;
    assert_eq!(server["s"], 2);
    let server = &server["d"];
    assert_eq!(server["system_channel_id"], GENERAL.to_string());
    assert_eq!(server["channels"].as_array().unwrap().len(), 2);
    assert_eq!(server["members"][0]["user"]["id"], BOT.to_string());
    assert!(server["joined_at"].is_string());
    assert_eq!(
        spec().faults_of_schema("GuildChannelResponse", &server["channels"][0]),
        []
    );
    line.say(1, json!(2)).await;
    line.op(11).await;
    let heard = caller.api.heard();
    assert_eq!(
        (heard.identifies, heard.heartbeats, heard.resumes),
        (1, 2, 0)
    );
    let address = caller.ok("GET", "/gateway/bot", Value::Null).await;
    assert_eq!(address["session_start_limit"]["remaining"], 999);
    caller.api.assert_clean();
}

#[tokio::test]
async fn intents_decide_what_is_told_and_what_can_be_read() {
    let caller = Caller::in_server().await;
    let (mut line, _) = caller.identifies(GUILD_MESSAGES | DIRECT_MESSAGES).await;
    let api = &caller.api;
    api.says_in(GENERAL, ANNA, "między nami");
    assert_eq!(line.event("MESSAGE_CREATE").await["content"], "");
    api.mentions_bot(GENERAL, ANNA, "pomoc");
    let named = line.event("MESSAGE_CREATE").await;
    assert_eq!(named["content"], format!("<@{BOT}> pomoc"));
    assert_eq!(named["guild_id"], SERVER.to_string());
    assert_eq!(named["mentions"][0]["id"], BOT.to_string());
    let own = caller.says(GENERAL, "Słucham").await;
    assert_eq!(line.event("MESSAGE_CREATE").await["content"], "Słucham");
    api.replies_to(GENERAL, ANNA, own, "dziękuję");
    let reply = line.event("MESSAGE_CREATE").await;
    assert_eq!(reply["content"], "dziękuję");
    assert_eq!(reply["referenced_message"]["id"], own.to_string());
    api.replies(GENERAL, ANNA, own, "bez dzwonka", false);
    assert_eq!(line.event("MESSAGE_CREATE").await["content"], "");
    api.says_in_dm(ANNA, "prywatnie");
    let direct = line.event("MESSAGE_CREATE").await;
    assert_eq!(direct["content"], "prywatnie");
    assert_eq!(direct.get("guild_id"), None);
    api.bot_leaves(SERVER);
    assert!(line.is_silent().await, "servers were not asked for");
    api.allows_message_content(true);
    api.bot_joins(SERVER);
    let (mut line, _) = caller.identifies(GUILD_MESSAGES | CONTENT).await;
    api.says_in(GENERAL, ANNA, "między nami");
    assert_eq!(line.event("MESSAGE_CREATE").await["content"], "między nami");
    api.says_in_dm(ANNA, "prywatnie");
    assert!(line.is_silent().await, "direct messages were not asked for");
    api.assert_clean();
}

#[tokio::test]
async fn what_was_missed_is_replayed_and_then_resumed() {
    let caller = Caller::in_server().await;
    let (mut line, ready) = caller.identifies(ALL).await;
    line.event("GUILD_CREATE").await;
    caller.api.says_in_dm(ANNA, "jeden");
    assert_eq!(line.whole("MESSAGE_CREATE").await["s"], 3);
    caller.api.cuts_gateway();
    assert_eq!(line.closed().await, None);
    caller.api.says_in_dm(ANNA, "dwa");
    caller.api.says_in_dm(ANNA, "trzy");
    let address = ready["resume_gateway_url"].as_str().unwrap();
    let mut line = Line::open(address).await;
    line.op(10).await;
    line.resume(caller.api.token(), &ready["session_id"], 3)
        .await;
    assert_eq!(line.event("MESSAGE_CREATE").await["content"], "dwa");
    assert_eq!(line.whole("MESSAGE_CREATE").await["s"], 5);
    assert_eq!(line.whole("RESUMED").await["s"], 6);
    caller.api.says_in_dm(ANNA, "cztery");
    assert_eq!(line.event("MESSAGE_CREATE").await["content"], "cztery");
    line.close(4000).await;
    // The same again, and more of it than was missed.
    caller.api.resumes_overlap(2);
    let mut line = Line::open(address).await;
    line.op(10).await;
    line.resume(caller.api.token(), &ready["session_id"], 7)
        .await;
    assert_eq!(line.whole("RESUMED").await["s"], 6);
    assert_eq!(line.whole("MESSAGE_CREATE").await["s"], 7);
    assert_eq!(line.whole("RESUMED").await["s"], 8);
    assert_eq!(caller.api.heard().resumed, 2);
    caller.api.assert_clean();
}

#[tokio::test]
async fn a_session_ends_by_a_goodbye_by_time_and_on_demand() {
    let caller = Caller::new().await;
    for way in 0..4 {
        let (mut line, ready) = caller.identifies(ALL).await;
        match way {
            0 => line.close(1000).await,
            1 => {
                caller.api.sessions_last(Duration::ZERO);
                caller.api.cuts_gateway();
            }
            2 => caller.api.closes_gateway(4009),
            _ => {
                caller.api.sessions_last(SOON);
                caller.api.invalidates_session(false);
                assert_eq!(line.op(9).await, json!(false));
            }
        }
        let gone = |state: &crate::discord_api::State| !state.gateway.is_connected();
        assert!(caller.api.wait_until(gone, SOON).await);
        let mut line = Line::open(ready["resume_gateway_url"].as_str().unwrap()).await;
        line.op(10).await;
        line.resume(caller.api.token(), &ready["session_id"], 1)
            .await;
        assert_eq!(line.op(9).await, json!(false), "{way}");
        line.identify(caller.api.token(), ALL).await;
        assert_ne!(line.event("READY").await["session_id"], ready["session_id"]);
    }
    caller.api.assert_clean();
}

#[tokio::test]
async fn an_invalid_session_may_be_resumable() {
    let caller = Caller::new().await;
    let (mut line, ready) = caller.identifies(ALL).await;
    caller.api.invalidates_session(true);
    assert_eq!(line.op(9).await, json!(true));
    caller.api.says_in_dm(ANNA, "w międzyczasie");
    let address = ready["resume_gateway_url"].as_str().unwrap();
    let mut line = Line::open(address).await;
    line.op(10).await;
    line.resume(caller.api.token(), &ready["session_id"], 1)
        .await;
    line.event("MESSAGE_CREATE").await;
    line.event("RESUMED").await;
    caller.api.refuses_resumes(1);
    caller.api.cuts_gateway();
    let mut line = Line::open(address).await;
    line.op(10).await;
    line.resume(caller.api.token(), &ready["session_id"], 2)
        .await;
    assert_eq!(line.op(9).await, json!(false));
    caller.api.assert_clean();
}

#[tokio::test]
async fn who_is_wrong_is_closed_with_the_code_for_it() {
    let caller = Caller::new().await;
    let token = caller.api.token();
    let identify = |token: &str, intents: Value| {
        let properties = json!({ "os": "linux", "browser": "test", "device": "test" });
        json!({ "token": token, "intents": intents, "properties": properties })
    };
    for (op, data, code, is_violation) in [
        (2, identify("x", json!(1)), 4004, false),
        (2, identify(token, json!(1_u64 << 40)), 4013, true),
        (2, identify(token, Value::Null), 4013, true),
        (2, identify(token, json!(CONTENT)), 4014, false),
        (2, identify(token, json!(2)), 4014, false),
        (3, json!({}), 4003, true),
        (99, json!({}), 4001, true),
        (1, json!("x".repeat(5000)), 4002, true),
        (
            6,
            json!({ "token": "x", "session_id": "x", "seq": 1 }),
            4004,
            false,
        ),
    ] {
        let before = caller.api.violations().len();
        let mut line = caller.connects().await;
        line.say(op, data).await;
        assert_eq!(line.closed().await, Some(code), "{op}");
        let found = caller.api.violations().len() > before;
        assert_eq!(found, is_violation, "{code}: {:?}", caller.api.violations());
    }
    let (mut line, ready) = caller.identifies(ALL).await;
    line.identify(token, ALL).await;
    assert_eq!(line.closed().await, Some(4005));
    let mut line = Line::open(ready["resume_gateway_url"].as_str().unwrap()).await;
    line.op(10).await;
    line.resume(token, &ready["session_id"], 99).await;
    assert_eq!(line.closed().await, Some(4007));
    let (mut line, _) = caller.identifies(ALL).await;
    caller.api.revokes_token();
    assert_eq!(line.closed().await, Some(4004));
    let mut line = caller.connects().await;
    line.op(10).await;
    line.identify(token, ALL).await;
    assert_eq!(line.closed().await, Some(4004));
}

#[tokio::test]
async fn a_client_has_to_name_the_version_and_to_resume_at_the_right_address() {
    let caller = Caller::new().await;
    let address = format!(
        "{}/gateway?encoding=json",
        caller.api.url().replace("http", "ws")
    );
    let _ = connect_async(address).await.unwrap();
    assert_eq!(caller.api.violations().len(), 1);
    let (line, ready) = caller.identifies(ALL).await;
    drop(line);
    let mut line = caller.connects().await;
    line.op(10).await;
    line.resume(caller.api.token(), &ready["session_id"], 1)
        .await;
    line.event("RESUMED").await;
    assert_eq!(caller.api.violations().len(), 2);
}

#[tokio::test]
async fn events_are_lost_doubled_late_and_strange_on_demand() {
    let caller = Caller::new().await;
    let (mut line, _) = caller.identifies(ALL).await;
    let api = &caller.api;
    api.next_events(Some("MESSAGE_CREATE"), Way::Lost, 1);
    api.says_in_dm(ANNA, "nigdy");
    api.next_events(None, Way::Twice, 1);
    api.says_in_dm(ANNA, "dwa razy");
    let first = line.whole("MESSAGE_CREATE").await;
    let second = line.whole("MESSAGE_CREATE").await;
    assert_eq!((&first["s"], &second["s"]), (&json!(3), &json!(4)));
    assert_eq!(first["d"], second["d"]);
    let began = Instant::now();
    api.next_events(None, Way::Late(MOMENT), 1);
    api.says_in_dm(ANNA, "późno");
    api.says_in_dm(ANNA, "potem");
    line.say(1, json!(4)).await;
    line.op(11).await;
    assert!(
        began.elapsed() < MOMENT,
        "heartbeats do not wait for events"
    );
    assert_eq!(line.event("MESSAGE_CREATE").await["content"], "późno");
    assert!(began.elapsed() >= MOMENT);
    assert_eq!(line.event("MESSAGE_CREATE").await["content"], "potem");
    api.sends_event("NEVER_HEARD_OF", &json!({ "x": 1 }));
    assert_eq!(line.event("NEVER_HEARD_OF").await["x"], 1);
    api.sends_garbage(b"{\"op\":");
    assert_eq!(line.frame().await, Frame::text("{\"op\":"));
    api.sends_garbage(&[0xff, 0x00]);
    assert!(line.frame().await.is_binary());
    api.asks_for_heartbeat();
    line.op(1).await;
    api.asks_to_reconnect();
    line.op(7).await;
}

#[tokio::test]
async fn a_silent_socket_swallows_everything_and_a_resume_brings_it() {
    let caller = Caller::new().await;
    let (mut line, ready) = caller.identifies(ALL).await;
    caller.api.silences_gateway();
    line.say(1, json!(1)).await;
    caller.api.says_in_dm(ANNA, "halo?");
    assert!(line.is_silent().await);
    assert_eq!(caller.api.heard().heartbeats, 1);
    // The old connection is still open when the new one takes its place.
    let mut resumed = Line::open(ready["resume_gateway_url"].as_str().unwrap()).await;
    resumed.op(10).await;
    resumed
        .resume(caller.api.token(), &ready["session_id"], 1)
        .await;
    assert_eq!(resumed.event("MESSAGE_CREATE").await["content"], "halo?");
    resumed.event("RESUMED").await;
    assert_eq!(line.closed().await, None);
    caller.api.mutes_new_connections(true);
    assert!(caller.connects().await.is_silent().await);
}

#[tokio::test]
async fn hasty_identifies_and_too_many_are_noticed() {
    let caller = Caller::new().await;
    caller.api.identifies_apart(SOON);
    let (_line, _) = caller.identifies(ALL).await;
    let mut line = caller.connects().await;
    line.op(10).await;
    line.identify(caller.api.token(), ALL).await;
    assert_eq!(line.op(9).await, json!(false));
    caller.api.assert_clean();
    caller.api.session_starts_left(0);
    line.identify(caller.api.token(), ALL).await;
    assert_eq!(line.closed().await, Some(4004));
    assert_eq!(caller.api.violations().len(), 1);
    assert_eq!(caller.api.identified().len(), 3);
}

#[tokio::test]
async fn servers_come_go_and_fail() {
    let caller = Caller::in_server().await;
    let (mut line, _) = caller.identifies(ALL).await;
    let joined = line.event("GUILD_CREATE").await["joined_at"].clone();
    let api = &caller.api;
    api.server_fails(SERVER);
    assert_eq!(line.event("GUILD_DELETE").await["unavailable"], true);
    api.server_returns(SERVER);
    assert_eq!(line.event("GUILD_CREATE").await["joined_at"], joined);
    api.bot_leaves(SERVER);
    assert_eq!(
        line.event("GUILD_DELETE").await,
        json!({ "id": SERVER.to_string() })
    );
    assert_eq!(
        caller
            .refused("POST", &messages(GENERAL), saying("x"))
            .await,
        (403, 50001)
    );
    api.passes(Duration::from_secs(1));
    api.bot_joins(SERVER);
    assert_ne!(line.event("GUILD_CREATE").await["joined_at"], joined);
    api.thread(GENERAL, 3010, "Sprawa");
    assert_eq!(
        line.event("THREAD_CREATE").await["parent_id"],
        GENERAL.to_string()
    );
    api.role(SERVER, 3020, 1 << 11);
    assert_eq!(
        line.event("GUILD_ROLE_CREATE").await["role"]["permissions"],
        "2048"
    );
    api.deletes_channel(NEWS);
    assert_eq!(line.event("CHANNEL_DELETE").await["id"], NEWS.to_string());
    api.assert_clean();
}
