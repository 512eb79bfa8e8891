//! What doctor says of Telegram: the token, what the bot may see and do, what is left of a webhook, and every group and
//! channel that the bot knows.

use serde_json::{Value, json};

use super::{Finding, Mark, finding};
use crate::app::App;
use crate::config::{Secrets, TelegramMode};
use crate::domain::message::Platform;
use crate::platform::telegram::api::{Api, CallError};
use crate::speech::Voice;
use crate::store::chats::{self, Known};
use crate::store::{self, Store};

/// Groups and channels that are looked at: each is a request.
const CHATS: u32 = 50;

/// Updates that may wait before it is worth a word.
const PENDING: i64 = 100;

/// Looks at everything that can be seen from here.
pub(super) async fn look(
    app: &App,
    voice: Voice<'_>,
    store: &Store,
    secrets: &Secrets,
) -> store::Result<Vec<Finding>> {
    let Some(token) = &secrets.telegram else {
        let text = voice.text("doctor-telegram-none");
        return Ok(vec![finding(Mark::Ok, "telegram", text)]);
    };
    let Ok(api) = Api::new(&app.config.telegram.api_url, token.expose()) else {
        let text = voice.text("run-telegram-token-form");
        return Ok(vec![finding(Mark::Error, "telegram", text)]);
    };
    let me = match api.call_raw("getMe", &json!({})).await {
        Ok(me) => me,
        Err(error) => return Ok(vec![unreachable(voice, &error)]),
    };
    let mut findings = of_bot(voice, &me);
    match api.call_raw("getWebhookInfo", &json!({})).await {
        Ok(webhook) => findings.extend(of_webhook(app, voice, &webhook)),
        Err(error) => findings.push(unreachable(voice, &error)),
    }
    let known = chats::list(&mut *store.read().await?, Platform::Telegram, CHATS).await?;
    for chat in &known {
        let of_bot = json!({
            "chat_id": chat.chat.parse::<i64>().unwrap_or_default(),
            "user_id": me.get("id"),
        });
        let member = api.call_raw("getChatMember", &of_bot).await;
        findings.push(of_chat(voice, chat, member.as_ref()));
    }
    Ok(findings)
}

fn unreachable(voice: Voice<'_>, error: &CallError) -> Finding {
    if error.is_unknown_token() {
        return finding(Mark::Error, "telegram", voice.text("run-telegram-token"));
    }
    let values = [("cause", error.to_string().into())];
    let text = voice.with("doctor-telegram-unreachable", values);
    finding(Mark::Error, "telegram", text)
}

fn is(value: &Value, field: &str) -> Option<bool> {
    value.get(field).and_then(Value::as_bool)
}

fn text_of<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn of_bot(voice: Voice<'_>, me: &Value) -> Vec<Finding> {
    let values = [("username", text_of(me, "username").into())];
    let text = voice.with("doctor-telegram", values);
    let mut findings = vec![finding(Mark::Ok, "telegram", text)];
    if is(me, "can_read_all_group_messages") == Some(true) {
        let text = voice.text("doctor-telegram-privacy");
        findings.push(finding(Mark::Warning, "telegram-privacy", text));
    }
    if is(me, "can_join_groups") == Some(false) {
        let text = voice.text("doctor-telegram-no-groups");
        findings.push(finding(Mark::Warning, "telegram-groups", text));
    }
    findings
}

fn of_webhook(app: &App, voice: Voice<'_>, webhook: &Value) -> Vec<Finding> {
    let settings = &app.config.telegram;
    let (url, last) = (
        text_of(webhook, "url"),
        text_of(webhook, "last_error_message"),
    );
    let mut findings = Vec::new();
    let mut warn = |sentence: String| {
        findings.push(finding(Mark::Warning, "telegram-webhook", sentence));
    };
    match settings.mode {
        TelegramMode::Polling if !url.is_empty() => {
            warn(voice.with("doctor-telegram-webhook-left", [("url", url.into())]));
        }
        TelegramMode::Webhook if url != settings.webhook_url => {
            warn(voice.text("doctor-telegram-webhook-other"));
        }
        TelegramMode::Webhook if !last.is_empty() => {
            warn(voice.with("doctor-telegram-webhook-error", [("cause", last.into())]));
        }
        _ => {}
    }
    let pending = webhook.get("pending_update_count").and_then(Value::as_i64);
    if let Some(count) = pending.filter(|count| *count > PENDING) {
        warn(voice.with("doctor-telegram-pending", [("count", count.into())]));
    }
    findings
}

/// What the bot may do in a group or channel.
fn of_chat(voice: Voice<'_>, chat: &Known, member: Result<&Value, &CallError>) -> Finding {
    let title = if chat.title.is_empty() {
        &chat.chat
    } else {
        &chat.title
    };
    let about = |mark, sentence: &str| {
        let text = voice.with(sentence, [("title", title.as_str().into())]);
        finding(mark, "telegram-chat", text)
    };
    let member = match member {
        Ok(member) => member,
        // The bot is not there any more, and that was known.
        Err(CallError::Api { .. }) => return about(Mark::Warning, "doctor-telegram-chat-gone"),
        Err(error) => {
            let values = [
                ("title", title.as_str().into()),
                ("cause", error.to_string().into()),
            ];
            let text = voice.with("doctor-telegram-chat-unknown", values);
            return finding(Mark::Warning, "telegram-chat", text);
        }
    };
    match text_of(member, "status") {
        "left" | "kicked" => about(Mark::Warning, "doctor-telegram-chat-gone"),
        // A right that is not named is not given.
        "administrator" if chat.channel && is(member, "can_post_messages") == Some(true) => {
            about(Mark::Ok, "doctor-telegram-chat")
        }
        _ if chat.channel => about(Mark::Error, "doctor-telegram-chat-no-posting"),
        "restricted" if is(member, "can_send_messages") == Some(false) => {
            about(Mark::Error, "doctor-telegram-chat-silenced")
        }
        "administrator" => about(Mark::Ok, "doctor-telegram-chat-admin"),
        _ => about(Mark::Ok, "doctor-telegram-chat"),
    }
}
