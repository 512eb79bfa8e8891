//! Sends to Telegram.
//!
//! One send is one message. A caption holds a quarter of what a text holds, and what is too long is refused rather than
//! cut: what has a file is split so that the part with the file fits ([`Capacity::caption`]).
//!
//! [`Capacity::caption`]: crate::domain::message::Capacity::caption

mod change;
mod fetch;

use serde_json::{Map, Value, json};
use std::time::Duration;
use teloxide::payloads::{
    AnswerCallbackQuery, EditMessageText, EditMessageTextSetters, SendMessage, SendMessageSetters,
};
use teloxide::types::{
    CallbackQueryId, ChatId, ForceReply, InlineKeyboardMarkup, LinkPreviewOptions, MessageId,
    ParseMode, Recipient, ReplyParameters, ThreadId,
};

use super::api::{Api, CallError, Upload};
use super::errors::{self, Harmless};
use super::render;
use crate::config;
use crate::domain::message::{ChatRef, Outgoing, Place, Platform, StoredFile};
use crate::platform::{Messenger, Rate, Rates, Receipt, SendError, SendKey};

/// Telegram's Messenger.
#[derive(Debug, Clone)]
pub struct Telegram {
    api: Api,
    /// The bot's, without the `@`: where buttons to the private chat lead.
    username: String,
    rates: Rates,
}

/// How a text is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Html,
    Plain,
}

/// A message, put into Telegram's terms.
struct Ready<'a> {
    chat: Recipient,
    thread: Option<ThreadId>,
    reply: Option<ReplyParameters>,
    keyboard: Option<InlineKeyboardMarkup>,
    message: &'a Outgoing,
}

impl Telegram {
    /// Sends as the bot of this name, no faster than the settings allow.
    pub fn new(api: Api, username: impl Into<String>, settings: &config::Telegram) -> Self {
        Self {
            api,
            username: username.into(),
            rates: rates(settings),
        }
    }

    /// The Bot API that it sends through.
    pub fn api(&self) -> &Api {
        &self.api
    }

    /// Tells the app of whoever pressed a button that this was noticed; until then the button shows that it waits. Best
    /// effort: a failure is logged, and a press of some minutes ago cannot be answered any more.
    pub async fn answer_callback(&self, id: &str) {
        let answer = AnswerCallbackQuery::new(CallbackQueryId(id.to_owned()));
        if let Err(error) = self.api.call(&answer).await
            && errors::harmless(&error).is_none()
        {
            tracing::warn!(%error, "a pressed button was not answered");
        }
    }

    fn ready<'a>(&self, to: &ChatRef, message: &'a Outgoing) -> Result<Ready<'a>, SendError> {
        let chat = match to.chat.parse() {
            Ok(id) => Recipient::Id(ChatId(id)),
            Err(_) if to.chat.starts_with('@') => Recipient::ChannelUsername(to.chat.clone()),
            Err(_) => return Err(SendError::Rejected("not the id of a chat".to_owned())),
        };
        let thread = match &to.thread {
            None => None,
            Some(thread) => {
                let id = message_id(thread);
                let bad = || SendError::Rejected("not the id of a topic".to_owned());
                Some(ThreadId(id.ok_or_else(bad)?))
            }
        };
        let reply = message.reply_to.as_deref().and_then(message_id);
        Ok(Ready {
            chat,
            thread,
            reply: reply.map(|id| ReplyParameters::new(id).allow_sending_without_reply()),
            keyboard: render::keyboard(&message.buttons, &self.username),
            message,
        })
    }

    /// Sends, in place of another message where that can still be changed. What says nothing is not asked for.
    async fn text(&self, ready: &Ready<'_>, form: Form) -> Result<Receipt, CallError> {
        let replaced = ready.message.replaces.as_deref().and_then(message_id);
        if let Some(id) = replaced {
            match self.edit_text(ready, id, form).await {
                Err(error) => match errors::harmless(&error) {
                    Some(Harmless::NotModified) => return Ok(Receipt::of(id.0)),
                    Some(Harmless::NoMessage | Harmless::NotEditable | Harmless::OtherForm) => {}
                    _ => return Err(error),
                },
                Ok(()) => return Ok(Receipt::of(id.0)),
            }
        }
        let mut send = SendMessage::new(ready.chat.clone(), ready.written(form));
        if form == Form::Html {
            send = send.parse_mode(ParseMode::Html);
        }
        if !ready.message.previews {
            send = send.link_preview_options(no_preview());
        }
        send.message_thread_id = ready.thread;
        send.reply_parameters = ready.reply.clone();
        send.reply_markup = match &ready.keyboard {
            Some(keyboard) => Some(keyboard.clone().into()),
            // Opens the field for the reply, in a group only for the one who is answered.
            None if ready.message.asks => Some(ForceReply::new().selective().into()),
            None => None,
        };
        self.api.call(&send).await.map(|sent| receipt(&sent))
    }

    async fn edit_text(
        &self,
        ready: &Ready<'_>,
        id: MessageId,
        form: Form,
    ) -> Result<(), CallError> {
        let mut edit = EditMessageText::new(ready.chat.clone(), id, ready.written(form));
        if form == Form::Html {
            edit = edit.parse_mode(ParseMode::Html);
        }
        if !ready.message.previews {
            edit = edit.link_preview_options(no_preview());
        }
        edit.reply_markup = ready.keyboard.clone();
        self.api.call(&edit).await.map(drop)
    }

    /// Sends a file, under the name that Telegram has for it or with its bytes, and with the text as its caption. It is
    /// always new: the text of a message cannot become a file.
    async fn file(
        &self,
        ready: &Ready<'_>,
        file: &StoredFile,
        form: Form,
    ) -> Result<Receipt, CallError> {
        let picture = ready.message.file.as_ref().is_some_and(|file| file.picture);
        let (method, parameter) = if picture {
            ("sendPhoto", "photo")
        } else {
            ("sendDocument", "document")
        };
        let mut parameters = ready.beside_a_file(form);
        let sent = match &file.remote {
            Some(remote) => {
                parameters.insert(parameter.to_owned(), json!(remote));
                self.api.call_raw(method, &Value::Object(parameters)).await
            }
            None => {
                // Otherwise an MP3 comes back as music, and under that id it is no document.
                if !picture {
                    parameters.insert("disable_content_type_detection".to_owned(), json!(true));
                }
                let upload = Upload {
                    parameter,
                    name: &file.name,
                    bytes: &file.bytes,
                };
                self.api
                    .call_multipart(method, &Value::Object(parameters), upload)
                    .await
            }
        };
        sent.map(|sent| receipt(&sent))
    }

    async fn once(
        &self,
        ready: &Ready<'_>,
        file: Option<&StoredFile>,
        form: Form,
    ) -> Result<Receipt, CallError> {
        match file {
            Some(file) => self.file(ready, file, form).await,
            None => self.text(ready, form).await,
        }
    }
}

impl Messenger for Telegram {
    fn platform(&self) -> Platform {
        Platform::Telegram
    }

    /// Ids of groups and channels are negative (<https://core.telegram.org/bots/api#chat>); which of the two it is the id
    /// does not tell, and their limits are the same.
    fn place(&self, chat: &ChatRef) -> Place {
        if chat.chat.starts_with(['-', '@']) {
            Place::Group
        } else {
            Place::Private
        }
    }

    fn rates(&self) -> Rates {
        self.rates
    }

    async fn is_there(&self) -> bool {
        super::who_am_i(&self.api).await.is_ok()
    }

    async fn send(
        &self,
        to: &ChatRef,
        message: &Outgoing,
        file: Option<&StoredFile>,
        key: SendKey,
    ) -> Result<Receipt, SendError> {
        if file.is_none() && render::plain(message).is_empty() {
            return Err(SendError::Rejected("nothing to say".to_owned()));
        }
        let message = &render::spelled_out(message);
        let mut ready = self.ready(to, message)?;
        let mut form = Form::Html;
        // What was refused for its looks was certainly not sent: it goes again, plainer each time.
        loop {
            match self.once(&ready, file, form).await {
                Ok(receipt) => return Ok(receipt),
                Err(error) if form == Form::Html && errors::is_about_markup(&error) => {
                    tracing::error!(row = key.row, %error, "markup was refused: sent as plain text");
                    form = Form::Plain;
                }
                Err(error) if ready.reply.is_some() && errors::is_about_reply(&error) => {
                    ready.reply = None;
                }
                Err(error) => return Err(errors::classify(error, to)),
            }
        }
    }

    async fn edit(&self, to: &ChatRef, sent: &str, message: &Outgoing) -> Result<(), SendError> {
        self.change(to, sent, message).await
    }

    async fn withdraw(
        &self,
        to: &ChatRef,
        sent: &str,
        instead: &Outgoing,
    ) -> Result<(), SendError> {
        self.take_back(to, sent, instead).await
    }

    async fn fetch(&self, remote: &str, most: u64) -> Result<Vec<u8>, SendError> {
        self.bring(remote, most).await
    }
}

impl Ready<'_> {
    fn written(&self, form: Form) -> String {
        match form {
            Form::Html => render::html(self.message),
            Form::Plain => render::plain(self.message),
        }
    }

    /// What goes with a file, as `sendPhoto` and `sendDocument` name it.
    fn beside_a_file(&self, form: Form) -> Map<String, Value> {
        let caption = self.written(form);
        let parse_mode = (form == Form::Html && !caption.is_empty()).then_some("HTML");
        let caption = (!caption.is_empty()).then_some(caption);
        let thread = self.thread.map(|thread| thread.0.0);
        let parameters = [
            ("chat_id", json!(self.chat)),
            ("message_thread_id", json!(thread)),
            ("caption", json!(caption)),
            ("parse_mode", json!(parse_mode)),
            ("reply_parameters", json!(self.reply)),
            ("reply_markup", json!(self.keyboard)),
        ];
        parameters
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}

/// How fast messages may go (<https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this>). The
/// bursts for all are short, because the server counts them too.
fn rates(settings: &config::Telegram) -> Rates {
    let (second, minute) = (Duration::from_secs(1), Duration::from_secs(60));
    Rates {
        all: Some(Rate::per_second(settings.per_second)),
        bulk: Some(Rate::per_second(settings.bulk_per_second)),
        private: Some(Rate::new(1, second, settings.chat_burst)),
        // A group is a chat too: its burst is no longer than theirs.
        group: Some(Rate::new(
            settings.group_per_minute,
            minute,
            settings.chat_burst.min(5),
        )),
    }
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn message_id(text: &str) -> Option<MessageId> {
    let id: i32 = text.parse().ok()?;
    (id > 0).then_some(MessageId(id))
}

/// What was accepted. It was accepted also where the answer does not say under which id.
fn receipt(sent: &Value) -> Receipt {
    let id = sent["message_id"].as_i64();
    let sizes = sent["photo"].as_array().into_iter().flatten();
    let largest = sizes.max_by_key(|size| size["width"].as_i64().unwrap_or_default());
    let file = sent["document"]["file_id"]
        .as_str()
        .or_else(|| largest?["file_id"].as_str());
    Receipt {
        message: id.map(|id| id.to_string()).unwrap_or_default(),
        file: file.map(ToOwned::to_owned),
    }
}

#[cfg(test)]
mod tests;
