//! What doctor says of Discord: the token, the way to invite the bot, its commands, what it may read, how often it may
//! still start anew, and every channel that it knows.

use serde_json::Value;

use super::{Finding, Mark, finding};
use crate::app::App;
use crate::config::Secrets;
use crate::domain::message::{ChatRef, Platform};
use crate::platform::discord::rest::{CallError, Rest, Route};
use crate::platform::discord::rights::{self, INVITED, WRITING};
use crate::platform::discord::{Me, commands, introduced, is_unknown_token};
use crate::service::discord;
use crate::speech::Voice;
use crate::store::chats::{self, Known};
use crate::store::{self, Store};

/// Channels that are looked at: each is some requests.
const CHATS: u32 = 50;

/// Starts of a session that may be left before it is worth a word. Whoever uses them up loses the token.
const STARTS_LEFT: i64 = 200;

/// Bits of an application that may read the content of all messages, wherever it is or in a few servers
/// (<https://docs.discord.com/developers/resources/application#application-object-application-flags>).
const MAY_READ_CONTENT: u64 = 1 << 18 | 1 << 19;

/// The sentence for each right that an invitation asks for, which is what Discord calls it in that language.
const RIGHTS: [(&str, &str); 9] = [
    ("VIEW_CHANNEL", "discord-right-view"),
    ("SEND_MESSAGES", "discord-right-send"),
    ("EMBED_LINKS", "discord-right-embed"),
    ("ATTACH_FILES", "discord-right-attach"),
    ("READ_MESSAGE_HISTORY", "discord-right-history"),
    ("MANAGE_THREADS", "discord-right-manage-threads"),
    ("CREATE_PUBLIC_THREADS", "discord-right-public-threads"),
    ("CREATE_PRIVATE_THREADS", "discord-right-private-threads"),
    ("SEND_MESSAGES_IN_THREADS", "discord-right-send-in-threads"),
];

/// Looks at everything that can be seen from here.
pub(super) async fn look(
    app: &App,
    voice: Voice<'_>,
    store: &Store,
    secrets: &Secrets,
) -> store::Result<Vec<Finding>> {
    let Some(token) = &secrets.discord else {
        let text = voice.text("doctor-discord-none");
        return Ok(vec![finding(Mark::Ok, "discord", text)]);
    };
    let Ok(rest) = Rest::new(&app.config.discord.api_url, token.expose()) else {
        let text = voice.text("run-discord-token-form");
        return Ok(vec![finding(Mark::Error, "discord", text)]);
    };
    let (me, application) = match introduced(&rest).await {
        Ok(both) => both,
        Err(error) => return Ok(vec![unreachable(voice, &error)]),
    };
    let mut findings = of_bot(voice, &me);
    let specs = discord::commands(&app.speech);
    match commands::compare(&rest, &me, &specs).await {
        Ok(0) => {}
        Ok(count) => {
            let text = voice.with("doctor-discord-commands", [("count", count.into())]);
            findings.push(finding(Mark::Warning, "discord-commands", text));
        }
        Err(error) => findings.push(unreachable(voice, &error)),
    }
    findings.extend(of_content(app, voice, &application));
    match rest.call(&Route::gateway_bot(), None).await {
        Ok(gateway) => findings.extend(of_starts(voice, &gateway)),
        Err(error) => findings.push(unreachable(voice, &error)),
    }
    let known = chats::list(&mut *store.read().await?, Platform::Discord, CHATS).await?;
    for chat in known.iter().filter(|chat| is_channel(chat)) {
        findings.extend(of_chat(voice, chat, rights_in(&rest, &me, chat).await));
    }
    Ok(findings)
}

/// What is only said to one person beside a channel has no rights of its own.
fn is_channel(chat: &Known) -> bool {
    let chat = ChatRef::private(Platform::Discord, chat.chat.as_str());
    chat.person_aside().is_none()
}

fn unreachable(voice: Voice<'_>, error: &CallError) -> Finding {
    if is_unknown_token(error) {
        return finding(Mark::Error, "discord", voice.text("run-discord-token"));
    }
    let values = [("cause", error.to_string().into())];
    let text = voice.with("doctor-discord-unreachable", values);
    finding(Mark::Error, "discord", text)
}

fn of_bot(voice: Voice<'_>, me: &Me) -> Vec<Finding> {
    let link = format!(
        "https://discord.com/oauth2/authorize?client_id={}&permissions={}&scope=bot%20applications.commands",
        me.application,
        INVITED.bits()
    );
    let name = voice.with("doctor-discord", [("name", me.name.as_str().into())]);
    let invite = voice.with("doctor-discord-invite", [("link", link.into())]);
    vec![
        finding(Mark::Ok, "discord", name),
        finding(Mark::Ok, "discord-invite", invite),
    ]
}

/// What the settings ask for, and what the developer portal allows.
fn of_content(app: &App, voice: Voice<'_>, application: &Value) -> Option<Finding> {
    let allowed = application["flags"].as_u64().unwrap_or_default() & MAY_READ_CONTENT != 0;
    let (mark, sentence) = match (app.config.discord.message_content, allowed) {
        (true, false) => (Mark::Error, "run-discord-intents"),
        (false, true) => (Mark::Warning, "doctor-discord-content"),
        _ => return None,
    };
    Some(finding(mark, "discord-content", voice.text(sentence)))
}

fn of_starts(voice: Voice<'_>, gateway: &Value) -> Option<Finding> {
    let limit = &gateway["session_start_limit"];
    let count = limit["remaining"]
        .as_i64()
        .filter(|left| *left < STARTS_LEFT)?;
    let minutes = limit["reset_after"].as_i64().unwrap_or_default() / 60_000;
    let values = [
        ("count", count.into()),
        ("hours", (minutes / 60).into()),
        ("minutes", (minutes % 60).into()),
    ];
    let text = voice.with("doctor-discord-starts", values);
    Some(finding(Mark::Warning, "discord-starts", text))
}

/// The rights that are missing in a channel, by their names in Discord's documentation.
#[derive(Debug, PartialEq, Eq)]
struct Missing {
    /// Without these it cannot write.
    to_write: Vec<&'static str>,
    others: Vec<&'static str>,
}

impl Missing {
    /// Whoever cannot see a channel is told nothing else of it.
    fn to_see() -> Self {
        Self {
            to_write: vec!["VIEW_CHANNEL"],
            others: Vec::new(),
        }
    }
}

/// Asks what is missing. `None`: the bot is not on the server, or there is no such channel any more.
async fn rights_in(rest: &Rest, me: &Me, chat: &Known) -> Result<Option<Missing>, CallError> {
    if !chat.server.is_empty()
        && there(rest, &Route::guild_roles(&chat.server))
            .await?
            .is_none()
    {
        return Ok(None);
    }
    let channel = match rest.call(&Route::channel(&chat.chat), None).await {
        Ok(channel) => channel,
        Err(CallError::Refused { status: 404, .. }) => return Ok(None),
        // It is there, and the bot does not see it.
        Err(CallError::Refused { status: 403, .. }) => return Ok(Some(Missing::to_see())),
        Err(error) => return Err(error),
    };
    let guild = channel["guild_id"].as_str().unwrap_or_default().to_owned();
    let (roles, member) = (
        Route::guild_roles(&guild),
        Route::guild_member(&guild, &me.user),
    );
    let (Some(roles), Some(member)) = (there(rest, &roles).await?, there(rest, &member).await?)
    else {
        return Ok(None);
    };
    let server = rights::Server {
        id: &guild,
        // No bot owns a server.
        owner: "",
        roles: &roles,
        bot: &me.user,
        bot_roles: &member["roles"],
    };
    // A thread has the rights of its channel.
    match channel["parent_id"].as_str() {
        Some(parent) if channel["thread_metadata"].is_object() => {
            let parent = rest.call(&Route::channel(parent), None).await?;
            Ok(Some(missing(server, &parent)))
        }
        _ => Ok(Some(missing(server, &channel))),
    }
}

/// What a route gives. `None`: it is not there, or not for us.
async fn there(rest: &Rest, route: &Route) -> Result<Option<Value>, CallError> {
    match rest.call(route, None).await {
        Ok(value) => Ok(Some(value)),
        Err(CallError::Refused {
            status: 403 | 404, ..
        }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn missing(server: rights::Server<'_>, channel: &Value) -> Missing {
    let missing = INVITED - rights::in_channel(server, channel);
    Missing {
        to_write: (missing & WRITING)
            .iter_names()
            .map(|(name, _)| name)
            .collect(),
        others: (missing - WRITING)
            .iter_names()
            .map(|(name, _)| name)
            .collect(),
    }
}

fn of_chat(
    voice: Voice<'_>,
    chat: &Known,
    missing: Result<Option<Missing>, CallError>,
) -> Vec<Finding> {
    let title = match chat.title.as_str() {
        "" => chat.chat.as_str(),
        title => title,
    };
    let about = |mark, sentence: &str| {
        let text = voice.with(sentence, [("title", title.into())]);
        finding(mark, "discord-chat", text)
    };
    let lacks = |mark, sentence: &str, rights: &[&str]| {
        let values = [
            ("title", title.into()),
            ("rights", names(voice, rights).into()),
        ];
        finding(mark, "discord-chat", voice.with(sentence, values))
    };
    let missing = match missing {
        Ok(Some(missing)) => missing,
        Ok(None) => return vec![about(Mark::Warning, "doctor-discord-chat-gone")],
        Err(error) => {
            let values = [("title", title.into()), ("cause", error.to_string().into())];
            let text = voice.with("doctor-discord-chat-unknown", values);
            return vec![finding(Mark::Warning, "discord-chat", text)];
        }
    };
    let mut findings = Vec::new();
    if !missing.to_write.is_empty() {
        let sentence = "doctor-discord-chat-no-writing";
        findings.push(lacks(Mark::Error, sentence, &missing.to_write));
    }
    if !missing.others.is_empty() {
        let sentence = "doctor-discord-chat-lacks";
        findings.push(lacks(Mark::Warning, sentence, &missing.others));
    }
    if findings.is_empty() {
        findings.push(about(Mark::Ok, "doctor-discord-chat"));
    }
    findings
}

/// „Wyświetlanie kanałów”, „Wysyłanie wiadomości”
fn names(voice: Voice<'_>, rights: &[&str]) -> String {
    let name = |right: &&str| {
        let known = RIGHTS.iter().find(|(name, _)| name == right);
        let name = known.map_or_else(|| (*right).to_owned(), |(_, sentence)| voice.text(sentence));
        voice.with("discord-right", [("name", name.into())])
    };
    rights.iter().map(name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::language::Language;
    use crate::speech::Speech;
    use serde_json::json;

    fn rada() -> Known {
        Known {
            chat: "7".to_owned(),
            title: "Rada NGO #ogólny".to_owned(),
            channel: false,
            server: "1".to_owned(),
        }
    }

    fn said(missing: Result<Option<Missing>, CallError>) -> String {
        let speech = Speech::default();
        let findings = of_chat(speech.voice(Language::Polish), &rada(), missing);
        let line = |one: Finding| format!("{:?} {}", one.mark, one.text);
        findings
            .into_iter()
            .map(line)
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn every_right_of_the_invitation_has_a_name() {
        let invited: Vec<&str> = INVITED.iter_names().map(|(name, _)| name).collect();
        assert_eq!(invited, RIGHTS.map(|(name, _)| name));
    }

    #[test]
    fn missing_rights_are_named_as_discord_names_them() {
        let every = INVITED.bits().to_string();
        let roles = json!([{"id": "1", "permissions": every}]);
        let server = rights::Server {
            id: "1",
            owner: "",
            roles: &roles,
            bot: "9",
            bot_roles: &json!([]),
        };
        let closed = |rights: u64| {
            let denied = json!({"id": "1", "allow": "0", "deny": rights.to_string()});
            missing(server, &json!({ "permission_overwrites": [denied] }))
        };
        insta::assert_snapshot!(said(Ok(Some(closed(0)))), @"Ok „Rada NGO #ogólny”: bot może tu pisać.");
        insta::assert_snapshot!(said(Ok(Some(closed(1 << 11 | 1 << 14)))), @r"
        Error „Rada NGO #ogólny”: bot nie może tu pisać. Brakuje mu praw: „Wysyłanie wiadomości”. Daje je administrator serwera, w ustawieniach kanału lub roli bota.
        Warning „Rada NGO #ogólny”: botowi brakuje tu praw: „Zamieszczanie linków”. Pisać może i bez nich, ale nie wszystko mu się uda.
        ");
        insta::assert_snapshot!(said(Ok(Some(closed(1 << 10)))), @"Error „Rada NGO #ogólny”: bot nie może tu pisać. Brakuje mu praw: „Wyświetlanie kanałów”. Daje je administrator serwera, w ustawieniach kanału lub roli bota.");
        insta::assert_snapshot!(said(Ok(None)), @"Warning „Rada NGO #ogólny”: tego kanału już nie ma albo bota usunięto z serwera. Jeśli ma tam pisać, trzeba go dodać ponownie.");
    }
}
