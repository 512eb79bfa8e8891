//! What people see of the bot before they write: description, commands, the menu button. Set at the start, and only
//! where it differs from what is there.

use serde_json::{Value, json};

use super::api::{Api, CallError};
use super::errors;

/// The profile in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// Two letters; empty for everybody whose language has no texts.
    pub language: String,
    /// What stands in an empty chat: at most 512 characters.
    pub description: String,
    /// What stands in the profile: at most 120 characters.
    pub short_description: String,
    pub private: Vec<CommandLine>,
    pub groups: Vec<CommandLine>,
    pub officer: Vec<CommandLine>,
}

/// A command in the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandLine {
    /// `a-z 0-9 _`, at most 32.
    pub name: String,
    /// At most 256 characters.
    pub what: String,
}

/// What came of setting a profile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Published {
    /// Parts that differed and were set.
    pub set: usize,
    /// Parts that could not be compared or set.
    pub failed: usize,
}

impl Published {
    fn count(&mut self, outcome: Result<bool, CallError>, what: &str) {
        match outcome {
            Ok(set) => self.set += usize::from(set),
            Err(error) => {
                tracing::warn!(what, %error, "a part of the profile cannot be set");
                self.failed += 1;
            }
        }
    }
}

/// Sets the profile where it differs. `officers` get their own commands in their private chats: only what they see, for
/// the rights are checked elsewhere. What fails is logged: a profile is no reason not to run.
pub async fn publish(api: &Api, texts: &[Texts], officers: &[String]) -> Published {
    let mut done = Published::default();
    for text in texts {
        for (scope, commands) in scopes(text) {
            done.count(commands_in(api, text, &scope, commands).await, "commands");
        }
        for chat in officers.iter().filter_map(|officer| officer.parse().ok()) {
            let outcome = officers_commands(api, text, chat).await;
            done.count(outcome, "an officer's commands");
        }
        let description = ("Description", "description", &text.description);
        let short = (
            "ShortDescription",
            "short_description",
            &text.short_description,
        );
        for (method, field, wanted) in [description, short] {
            done.count(phrase(api, text, method, field, wanted).await, field);
        }
    }
    done.count(menu(api).await, "menu");
    done
}

/// Who sees which commands.
fn scopes(text: &Texts) -> [(Value, &[CommandLine]); 2] {
    [
        (json!({"type": "all_private_chats"}), &text.private),
        (json!({"type": "all_group_chats"}), &text.groups),
    ]
}

/// In the officer's own chat. Where there is none nothing is to be set.
async fn officers_commands(api: &Api, text: &Texts, chat: i64) -> Result<bool, CallError> {
    let scope = json!({"type": "chat", "chat_id": chat});
    match commands_in(api, text, &scope, &text.officer).await {
        Err(error) if errors::is_about_no_chat(&error) => {
            tracing::debug!(%error, "an officer has no chat with the bot");
            Ok(false)
        }
        outcome => outcome,
    }
}

/// `false`: it was right already.
async fn commands_in(
    api: &Api,
    text: &Texts,
    scope: &Value,
    commands: &[CommandLine],
) -> Result<bool, CallError> {
    let line = |one: &CommandLine| json!({"command": one.name, "description": one.what});
    let wanted: Vec<Value> = commands.iter().map(line).collect();
    let of = json!({"scope": scope, "language_code": text.language});
    let there = api.call_raw("getMyCommands", &of).await?;
    if there == Value::Array(wanted.clone()) {
        return Ok(false);
    }
    let set = json!({"scope": scope, "language_code": text.language, "commands": wanted});
    api.call_raw("setMyCommands", &set).await?;
    Ok(true)
}

async fn phrase(
    api: &Api,
    text: &Texts,
    method: &str,
    field: &str,
    wanted: &str,
) -> Result<bool, CallError> {
    let of = json!({"language_code": text.language});
    let there = api.call_raw(&format!("getMy{method}"), &of).await?;
    if there.get(field).and_then(Value::as_str) == Some(wanted) {
        return Ok(false);
    }
    let set = json!({field: wanted, "language_code": text.language});
    api.call_raw(&format!("setMy{method}"), &set).await?;
    Ok(true)
}

async fn menu(api: &Api) -> Result<bool, CallError> {
    let there = api.call_raw("getChatMenuButton", &json!({})).await?;
    if there.get("type").and_then(Value::as_str) == Some("commands") {
        return Ok(false);
    }
    let set = json!({"menu_button": {"type": "commands"}});
    api.call_raw("setChatMenuButton", &set).await?;
    Ok(true)
}
