//! Roles: who is called by them, and what members may do.

use super::*;
use crate::discord_api::rights;
use lacznik::platform::discord::Me;
use lacznik::platform::discord::decode::{Decoded, Interaction, decode};

const MEMBERS: u64 = 3101;
const QUIET: u64 = 3102;

fn calling(text: &str, roles: &[u64]) -> Value {
    let roles: Vec<String> = roles.iter().map(u64::to_string).collect();
    json!({ "content": text, "allowed_mentions": { "parse": [], "roles": roles } })
}

#[tokio::test]
async fn a_role_is_called_where_it_is_named_allowed_and_open_to_anybody() {
    let caller = Caller::in_server().await;
    let api = &caller.api;
    for role in [MEMBERS, QUIET] {
        api.role(SERVER, role, 0);
    }
    api.lets_call(SERVER, MEMBERS);
    let path = messages(GENERAL);
    let text = format!("<@&{MEMBERS}> nabór");
    let sent = caller.ok("POST", &path, calling(&text, &[MEMBERS])).await;
    assert_eq!(sent["mention_roles"], json!([MEMBERS.to_string()]));
    caller.ok("POST", &path, calling(&text, &[])).await;
    let both = format!("<@&{QUIET}> <@&{SERVER}>");
    caller
        .ok("POST", &path, calling(&both, &[QUIET, SERVER]))
        .await;
    let edit = format!("{path}/{}", id(&sent));
    caller.ok("PATCH", &edit, calling(&text, &[])).await;
    caller.ok("DELETE", &edit, Value::Null).await;
    assert_eq!(
        api.show(GENERAL),
        [
            format!("{text} (edited 1) (deleted) (called {MEMBERS})"),
            text.clone(),
            both
        ]
    );
    assert_eq!(api.notes().len(), 2, "{:?}", api.notes());
    api.assert_clean();
    assert_eq!(
        caller
            .refused("PATCH", &edit, calling(&text, &[MEMBERS]))
            .await,
        (400, 50035)
    );
    api.gives_rights(GENERAL, rights::MENTION_EVERYONE);
    let text = format!("<@&{QUIET}>");
    let sent = caller.ok("POST", &path, calling(&text, &[QUIET])).await;
    assert_eq!(sent["mention_roles"], json!([QUIET.to_string()]));
}

/// What the adapter reads of the next interaction.
async fn read(line: &mut Line) -> Interaction {
    let event = line.event("INTERACTION_CREATE").await;
    let me = Me {
        application: APPLICATION.to_string(),
        user: BOT.to_string(),
        name: "Łącznik".to_owned(),
    };
    let now = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    match decode("INTERACTION_CREATE", &event, &me, "", now) {
        Decoded::Interaction(interaction) => *interaction,
        other => panic!("{other:?}: {event}"),
    }
}

#[tokio::test]
async fn an_interaction_tells_what_a_member_may_do_there() {
    let caller = Caller::in_server().await;
    let api = &caller.api;
    let role = json!({ "type": 8, "name": "rola", "description": "Rola" });
    caller
        .registers(json!([{ "name": "subskrypcje", "description": "x", "options": [role] }]))
        .await;
    api.role(SERVER, MEMBERS, rights::MANAGE_GUILD);
    api.server(4001, "Bez bota");
    api.channel(4001, 4002, "ogólny");
    let (mut line, _) = caller.identifies(0).await;
    for (channel, is_venue, is_run) in [
        (GENERAL, true, false),
        (NEWS, true, true),
        (4002, false, false),
    ] {
        if is_run {
            api.lets(channel, ANNA, rights::MANAGE_CHANNELS);
        }
        api.runs(ANNA, channel, "subskrypcje", &[], "pl");
        let venue = read(&mut line).await.venue;
        assert_eq!(venue.is_some(), is_venue, "{channel}");
        assert_eq!(venue.is_some_and(|venue| venue.is_run), is_run, "{channel}");
    }
    api.member(SERVER, OLEH, &[MEMBERS]);
    let chosen = MEMBERS.to_string();
    let options = [("rola", chosen.as_str())];
    let ran = api.runs(OLEH, GENERAL, "subskrypcje", &options, "pl");
    let read = read(&mut line).await;
    assert!(read.venue.as_ref().is_some_and(|venue| venue.is_run));
    let content = read
        .incoming(chrono::DateTime::UNIX_EPOCH)
        .map(|incoming| incoming.content);
    assert_eq!(
        content,
        Some(lacznik::domain::message::Content::Press(format!(
            "s:{GENERAL}:ping:{MEMBERS}"
        )))
    );
    let data = api.interaction(ran).data;
    assert!(data["resolved"]["roles"][&chosen].is_object(), "{data}");
}
