//! What people do. Each returns the id of the update that tells the bot.

use super::TelegramApi;
use super::limits::is_start_payload;
use super::state::{ChatKind, Message, Person, Standing, State, Topic};
use serde_json::{Value, json};

/// What the bot needs in the staff's forum and in channels.
const ADMIN: [&str; 6] = [
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_topics",
    "can_post_messages",
    "can_edit_messages",
    "can_pin_messages",
];

impl TelegramApi {
    /// In their private chat with the bot.
    pub fn says(&self, person: i64, text: &str) -> i64 {
        self.act(|state| said(state, person, person, None, None, text))
    }

    /// Follows a link to the bot.
    pub fn starts(&self, person: i64, payload: &str) -> i64 {
        assert!(is_start_payload(payload), "no such link: {payload:?}");
        self.says(person, &format!("/start {payload}"))
    }

    pub fn says_in(&self, group: i64, person: i64, text: &str) -> i64 {
        self.act(|state| said(state, group, person, None, None, text))
    }

    pub fn says_in_topic(&self, group: i64, thread: i64, person: i64, text: &str) -> i64 {
        self.act(|state| said(state, group, person, Some(thread), None, text))
    }

    /// Replies to a message, in its topic.
    pub fn replies_to(&self, chat: i64, person: i64, message: i64, text: &str) -> i64 {
        self.act(|state| {
            let replied = state.message(chat, message);
            let replied = replied.unwrap_or_else(|| panic!("no message {message} in {chat}"));
            let thread = replied.thread;
            said(state, chat, person, thread, Some(message), text)
        })
    }

    /// Sends anything else: these fields of `Message` are added to those that every message has.
    pub fn sends(&self, chat: i64, person: i64, fields: &Value) -> i64 {
        self.act(|state| {
            let text = fields["text"].as_str().unwrap_or_default();
            let message = spoken(state, chat, person, None, None, text);
            let mut json = state.message_json(&message);
            for (name, value) in fields.as_object().into_iter().flatten() {
                json[name.as_str()] = value.clone();
            }
            bring(state, chat, "message", &json)
        })
    }

    /// Changes what they wrote.
    pub fn edits(&self, chat: i64, person: i64, message: i64, text: &str) -> i64 {
        self.act(|state| {
            let now = state.now();
            let entities = found_entities(text);
            let old = state.chat(chat).messages.get_mut(&message);
            let old = old.filter(|message| message.from == Some(person));
            let Some(old) = old else {
                panic!("{person} has written no message {message} in {chat}");
            };
            text.clone_into(&mut old.text);
            text.clone_into(&mut old.source);
            old.entities = entities;
            old.edits += 1;
            old.edit_date = Some(now);
            let message = old.clone();
            let json = state.message_json(&message);
            bring(state, chat, "edited_message", &json)
        })
    }

    /// Presses a button that really is under that message.
    pub fn presses(&self, person: i64, chat: i64, message: i64, data: &str) -> i64 {
        let buttons = {
            let state = self.shared.lock();
            let found = state.message(chat, message);
            found.map(Message::buttons).unwrap_or_default()
        };
        assert!(
            buttons.iter().any(|(_, have)| have == data),
            "no button with {data:?} under message {message} in {chat}: {buttons:?}"
        );
        self.presses_raw(person, chat, message, data)
    }

    /// Presses what may not be there any more, or never was. A message that is gone is inaccessible to the bot.
    pub fn presses_raw(&self, person: i64, chat: i64, message: i64, data: &str) -> i64 {
        self.act(|state| {
            let json = match state.message(chat, message).cloned() {
                Some(message) => state.message_json(&message),
                None => json!({ "message_id": message, "chat": state.chat_json(chat), "date": 0 }),
            };
            let id = callback_id(state.queue.next_id);
            state.presses.insert(id.clone());
            let query = json!({
                "id": id,
                "from": state.user_json(person),
                "message": json,
                "chat_instance": format!("{}", chat.unsigned_abs()),
                "data": data,
            });
            let keep = state.keep;
            state.queue.push("callback_query", &query, keep)
        })
    }

    /// The id of the callback query in an update that `presses` returned.
    pub fn callback_id(&self, update: i64) -> String {
        callback_id(update)
    }

    /// Every press that waits for its answer has become too old for one.
    pub fn presses_grow_old(&self) {
        self.act(|state| state.presses.clear());
    }

    /// Presses that the bot has not fetched vanish, as they do after 150 seconds.
    pub fn presses_expire(&self) {
        self.act(|state| {
            state.presses.clear();
            state.queue.forget(Some("callback_query"));
        });
    }

    /// Queues anything that is an object with the kind of update as its only key.
    pub fn push(&self, update: &Value) -> i64 {
        self.act(|state| {
            let fields = update.as_object();
            let first =
                fields.and_then(|fields| fields.iter().find(|(key, _)| *key != "update_id"));
            let (kind, body) = first.expect("an update of some kind");
            let keep = state.keep;
            state.queue.push(kind, body, keep)
        })
    }

    /// Queues a text as it is, even if it is no JSON.
    pub fn push_text(&self, raw: impl Into<String>) -> i64 {
        self.act(|state| {
            let keep = state.keep;
            state.queue.push_text(raw.into(), keep)
        })
    }

    /// Brings an update a second time, whether it was confirmed or not.
    pub fn deliver_again(&self, update: i64) {
        let known = self.act(|state| state.queue.push_again(update));
        assert!(known, "there was no update {update}");
    }

    /// The id that the next update gets.
    pub fn next_update_id(&self, id: i64) {
        self.act(|state| state.queue.next_id = id);
    }

    /// Somebody adds the bot to a group.
    pub fn joins(&self, group: i64, title: &str, by: i64) -> i64 {
        self.act(|state| {
            let chat = state.chat(group);
            title.clone_into(&mut chat.title);
            chat.standing = Standing::Left;
            change(state, group, Standing::Member, by)
        })
    }

    /// Somebody makes the bot an administrator with every right that it needs.
    pub fn promotes(&self, group: i64, by: i64) -> i64 {
        self.act(|state| change(state, group, admin(), by))
    }

    /// Somebody takes the bot's rights as an administrator away.
    pub fn demotes(&self, group: i64, by: i64) -> i64 {
        self.act(|state| change(state, group, Standing::Member, by))
    }

    /// Somebody removes the bot from a group.
    pub fn removed(&self, group: i64, by: i64) -> i64 {
        self.act(|state| change(state, group, Standing::Kicked, by))
    }

    pub fn blocks(&self, person: i64) -> i64 {
        self.act(|state| {
            state.person(person).blocked = true;
            change(state, person, Standing::Kicked, person)
        })
    }

    pub fn unblocks(&self, person: i64) -> i64 {
        self.act(|state| {
            state.person(person).blocked = false;
            change(state, person, Standing::Member, person)
        })
    }

    /// A group becomes a supergroup with another id; both sides say so.
    pub fn migrates(&self, old: i64, new: i64) -> i64 {
        self.act(|state| {
            let from = state.chat(old);
            from.migrated_to = Some(new);
            let (title, standing) = (from.title.clone(), from.standing.clone());
            let to = state.chat(new);
            to.kind = ChatKind::Supergroup;
            to.title = title;
            to.standing = standing;
            let now = state.now();
            let mut message = Message::new(old, Some(GROUP_BOT), "", now);
            message.service = Some(("migrate_to_chat_id", new.into()));
            tell(state, message);
            let mut message = Message::new(new, Some(GROUP_BOT), "", now);
            message.service = Some(("migrate_from_chat_id", old.into()));
            tell(state, message)
        })
    }

    /// Somebody opens a topic; the first is its id.
    pub fn opens_topic(&self, group: i64, by: i64, name: &str) -> (i64, i64) {
        self.act(|state| {
            let thread = state.open_topic(group, Some(by), name, 7_322_096);
            let message = state.message(group, thread).cloned();
            let json = message.map(|message| state.message_json(&message));
            let keep = state.keep;
            let update = state.queue.push("message", &json.unwrap_or_default(), keep);
            (thread, update)
        })
    }

    /// Somebody closes a topic, and it says so.
    pub fn closes_topic(&self, group: i64, thread: i64, by: i64) -> i64 {
        self.act(|state| {
            topic(state, group, thread).closed = true;
            topic_notice(state, group, thread, by, "forum_topic_closed")
        })
    }

    pub fn reopens_topic(&self, group: i64, thread: i64, by: i64) -> i64 {
        self.act(|state| {
            topic(state, group, thread).closed = false;
            topic_notice(state, group, thread, by, "forum_topic_reopened")
        })
    }
}

/// Who people are, and what chats there are.
impl TelegramApi {
    /// Whether the bot may write first to anyone; it may unless this is set to false.
    pub fn knows_everyone(&self, yes: bool) {
        self.act(|state| state.knows_everyone = yes);
    }

    /// This person wrote to the bot once.
    pub fn knows(&self, person: i64) {
        self.act(|state| state.person(person).known = true);
    }

    /// Sets the language of their application.
    pub fn speaks(&self, person: i64, language: &str) {
        self.act(|state| {
            let language = Some(language).filter(|language| !language.is_empty());
            state.person(person).language = language.map(str::to_owned);
        });
    }

    /// Changes what is known about a person: names, username.
    pub fn person(&self, person: i64, change: impl FnOnce(&mut Person)) {
        self.act(|state| change(state.person(person)));
    }

    /// The person closes their account.
    pub fn deactivates(&self, person: i64) {
        self.act(|state| state.person(person).deactivated = true);
    }

    /// What somebody is in a chat: a status of `ChatMember`.
    pub fn is_in(&self, chat: i64, person: i64, status: &str) {
        self.act(|state| {
            state.person(person);
            state.statuses.insert((chat, person), status.to_owned());
        });
    }

    /// Describes a chat. In a forum and in a channel the bot is an administrator, elsewhere a member.
    pub fn describes(&self, id: i64, kind: ChatKind, title: &str) {
        self.act(|state| {
            let chat = state.chat(id);
            chat.kind = kind;
            title.clone_into(&mut chat.title);
            chat.standing = match kind {
                ChatKind::Forum | ChatKind::Channel => admin(),
                _ => Standing::Member,
            };
        });
    }

    pub fn group(&self, id: i64, title: &str) {
        self.describes(id, ChatKind::of(id), title);
    }

    pub fn forum(&self, id: i64, title: &str) {
        self.describes(id, ChatKind::Forum, title);
    }

    pub fn channel(&self, id: i64, title: &str, username: &str) {
        self.describes(id, ChatKind::Channel, title);
        self.act(|state| state.chat(id).username = Some(username.to_owned()));
    }

    /// What the bot is in a chat, without telling it.
    pub fn standing(&self, chat: i64, standing: Standing) {
        self.act(|state| state.chat(chat).standing = standing);
    }

    pub fn bot_username(&self, username: &str) {
        self.act(|state| state.me.username = Some(username.to_owned()));
    }

    pub fn reads_all_group_messages(&self, yes: bool) {
        self.act(|state| state.reads_groups = yes);
    }

    /// The date of messages from now on, in seconds since 1970; none is the system's clock.
    pub fn date(&self, date: Option<i64>) {
        self.act(|state| state.date = date);
    }
}

/// Who speaks for a group when it is the group itself.
const GROUP_BOT: i64 = 1_087_968_824;

fn callback_id(update: i64) -> String {
    format!("{}", 4_382_000_000_000_000_000 + update)
}

fn admin() -> Standing {
    Standing::Admin(ADMIN.iter().map(|right| (*right).to_owned()).collect())
}

fn change(state: &mut State, chat: i64, new: Standing, by: i64) -> i64 {
    let by = state.user_json(by);
    state.change_standing(chat, new, by)
}

fn topic(state: &mut State, group: i64, thread: i64) -> &mut Topic {
    let topic = state.chat(group).topics.get_mut(&thread);
    topic.unwrap_or_else(|| panic!("no topic {thread} in {group}"))
}

/// A topic has to be there before anybody writes into it. In a private chat people make them as they like.
fn check_topic(state: &mut State, chat: i64, thread: i64) {
    let described = state.chat(chat);
    if described.kind == ChatKind::Private && !described.topics.contains_key(&thread) {
        let topic = Topic {
            name: "Private".to_owned(),
            icon_color: 7_322_096,
            icon_emoji: None,
            closed: false,
            deleted: false,
        };
        described.topics.insert(thread, topic);
    }
    topic(state, chat, thread);
}

fn topic_notice(state: &mut State, group: i64, thread: i64, by: i64, what: &'static str) -> i64 {
    let message = state.say_in_topic(group, thread, Some(by), (what, json!({})));
    let json = state.message_json(&message);
    let keep = state.keep;
    state.queue.push("message", &json, keep)
}

fn tell(state: &mut State, mut message: Message) -> i64 {
    message.id = state.store(message.clone());
    let json = state.message_json(&message);
    let keep = state.keep;
    state.queue.push("message", &json, keep)
}

fn spoken(
    state: &mut State,
    chat: i64,
    person: i64,
    thread: Option<i64>,
    reply_to: Option<i64>,
    text: &str,
) -> Message {
    if chat == person {
        state.person(person).known = true;
    }
    if let Some(thread) = thread {
        check_topic(state, chat, thread);
    }
    let mut message = Message::new(chat, Some(person), text, state.now());
    message.thread = thread;
    message.reply_to = reply_to;
    message.entities = found_entities(text);
    message.id = state.store(message.clone());
    message
}

fn said(
    state: &mut State,
    chat: i64,
    person: i64,
    thread: Option<i64>,
    reply_to: Option<i64>,
    text: &str,
) -> i64 {
    let message = spoken(state, chat, person, thread, reply_to, text);
    let json = state.message_json(&message);
    let is_channel = state.chat(chat).kind == ChatKind::Channel;
    let kind = if is_channel {
        "channel_post"
    } else {
        "message"
    };
    bring(state, chat, kind, &json)
}

/// Queues what somebody did with a message, unless the bot may not see it. Returns 0 then.
fn bring(state: &mut State, chat: i64, kind: &str, json: &Value) -> i64 {
    if !is_seen(state, chat, json) {
        return 0;
    }
    let keep = state.keep;
    state.queue.push(kind, json, keep)
}

/// Privacy mode (<https://core.telegram.org/bots/features#privacy-mode>): of what people write in a group a bot sees
/// commands that name it or nobody, and replies to its messages; not mentions. Administrators see everything.
fn is_seen(state: &mut State, chat: i64, json: &Value) -> bool {
    let name = state.me.username.clone().unwrap_or_default();
    let (me, reads_groups) = (state.me.id, state.reads_groups);
    let described = state.chat(chat);
    let is_group = !matches!(described.kind, ChatKind::Private | ChatKind::Channel);
    if !is_group || reads_groups || matches!(described.standing, Standing::Admin(_)) {
        return true;
    }
    let words = json["text"].as_str().or(json["caption"].as_str());
    let first = words.unwrap_or_default().split_whitespace().next();
    let command = first.filter(|word| word.starts_with('/'));
    let named = command.map(|command| command.split_once('@').map(|(_, name)| name));
    let is_ours =
        named.is_some_and(|named| named.is_none_or(|named| named.eq_ignore_ascii_case(&name)));
    is_ours || json["reply_to_message"]["from"]["id"] == me
}

/// Commands and mentions, which the server marks in what people write.
fn found_entities(text: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut units = 0;
    let mut before = ' ';
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let length = match first {
            '/' => command_length(rest),
            '@' => {
                1 + rest[1..]
                    .find(|letter| !is_word(letter))
                    .unwrap_or(rest.len() - 1)
            }
            _ => 0,
        };
        let kind = if first == '/' {
            "bot_command"
        } else {
            "mention"
        };
        // A name has at least four letters, and a command at least one.
        let least = if first == '/' { 2 } else { 5 };
        let is_apart = !is_word(before) && !matches!(before, '/' | '@');
        if length >= least && is_apart {
            found.push(json!({ "type": kind, "offset": units, "length": length }));
            units += length;
            before = 'x';
            rest = &rest[length..];
        } else {
            units += first.len_utf16();
            before = first;
            rest = &rest[first.len_utf8()..];
        }
    }
    found
}

/// `/name` or `/name@Bot`; all of it ASCII.
fn command_length(text: &str) -> usize {
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let word = |text: &str| text.find(|letter| !is_word(letter)).unwrap_or(text.len());
    let name = 1 + word(&text[1..]);
    match text[name..].strip_prefix('@') {
        Some(bot) if name > 1 && word(bot) > 2 => name + 1 + word(bot),
        _ => name,
    }
}
