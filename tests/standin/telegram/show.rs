//! People, chats and messages as the API shows them.

use super::state::{ChatKind, File, Message, Standing, State};
use serde_json::{Map, Value, json};

impl State {
    pub fn bot_json(&self) -> Value {
        let mut bot = self.me.json();
        bot["is_bot"] = true.into();
        bot
    }

    pub fn user_json(&mut self, id: i64) -> Value {
        if id == self.me.id {
            return self.bot_json();
        }
        self.person(id).json()
    }

    pub fn chat_json(&mut self, id: i64) -> Value {
        let kind = self.chat(id).kind;
        if kind == ChatKind::Private {
            let person = self.person(id);
            let mut chat = json!({ "id": id, "type": "private", "first_name": person.first_name });
            put(&mut chat, "last_name", person.last_name.clone());
            put(&mut chat, "username", person.username.clone());
            return chat;
        }
        let described = self.chat(id);
        let mut chat = json!({ "id": id, "type": kind.name(), "title": described.title });
        put(&mut chat, "username", described.username.clone());
        if kind == ChatKind::Forum {
            chat["is_forum"] = true.into();
        }
        chat
    }

    /// A message as the API shows it, with the one that it replies to.
    pub fn message_json(&mut self, message: &Message) -> Value {
        let mut json = self.bare_json(message);
        let replied = message
            .reply_to
            .and_then(|id| self.message(message.chat, id).cloned());
        if let Some(replied) = replied {
            json["reply_to_message"] = self.bare_json(&replied);
        }
        json
    }

    fn bare_json(&mut self, message: &Message) -> Value {
        let chat = self.chat_json(message.chat);
        let kind = self.chat(message.chat).kind;
        let mut json = json!({ "message_id": message.id, "date": message.date, "chat": chat });
        if kind == ChatKind::Channel {
            json["sender_chat"] = json["chat"].clone();
        } else {
            let from = message.from.unwrap_or(self.me.id);
            json["from"] = self.user_json(from);
        }
        if let Some(thread) = message.thread {
            json["message_thread_id"] = thread.into();
            if kind == ChatKind::Forum {
                json["is_topic_message"] = true.into();
            }
        }
        put(&mut json, "edit_date", message.edit_date);
        if message.protected {
            json["has_protected_content"] = true.into();
        }
        // Only inline keyboards stay with a message.
        let inline = message.keyboard.as_ref();
        let inline = inline.filter(|keyboard| keyboard.get("inline_keyboard").is_some());
        put(&mut json, "reply_markup", inline.cloned());
        let (text, entities) = match &message.file {
            Some(file) => {
                json[file.kind] = file_json(file);
                ("caption", "caption_entities")
            }
            None => ("text", "entities"),
        };
        if !message.text.is_empty() {
            json[text] = message.text.clone().into();
        }
        if !message.entities.is_empty() {
            json[entities] = message.entities.clone().into();
        }
        if message.no_preview {
            json["link_preview_options"] = json!({ "is_disabled": true });
        }
        if let Some((field, content)) = &message.service {
            json[*field] = content.clone();
        }
        json
    }

    /// What the bot is in a chat, as `getChatMember` says it.
    pub fn standing_json(&self, standing: &Standing) -> Value {
        let user = self.bot_json();
        match standing {
            Standing::Member => json!({ "status": "member", "user": user }),
            Standing::Left => json!({ "status": "left", "user": user }),
            Standing::Kicked => json!({ "status": "kicked", "user": user, "until_date": 0 }),
            Standing::Admin(rights) => {
                let mut member = admin_json(user);
                for right in rights {
                    member[right.as_str()] = true.into();
                }
                member
            }
        }
    }
}

/// An administrator who may do nothing yet.
pub fn admin_json(user: Value) -> Value {
    let mut member = Map::new();
    for right in [
        "can_be_edited",
        "is_anonymous",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
    ] {
        member.insert(right.to_owned(), false.into());
    }
    member.insert("status".to_owned(), "administrator".into());
    member.insert("user".to_owned(), user);
    member.into()
}

fn file_json(file: &File) -> Value {
    let unique = format!("AQ{}", file.id.len() + file.bytes.len());
    let size = file.bytes.len();
    if file.kind == "photo" {
        return json!([{
            "file_id": file.id, "file_unique_id": unique, "width": 640, "height": 480, "file_size": size,
        }]);
    }
    let mut json = json!({
        "file_id": file.id, "file_unique_id": unique, "file_name": file.name, "file_size": size,
    });
    put(&mut json, "mime_type", file.mime.clone());
    json
}

/// Sets a field that is left out when there is nothing in it.
pub fn put(json: &mut Value, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        json[name] = value.into();
    }
}
