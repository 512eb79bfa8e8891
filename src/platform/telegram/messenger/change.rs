//! Changes what is there already, and takes it back.

use teloxide::payloads::{DeleteMessage, EditMessageCaption, EditMessageCaptionSetters};
use teloxide::types::{MessageId, ParseMode};

use super::{Form, Ready, Telegram, message_id};
use crate::domain::message::{ChatRef, Outgoing};
use crate::platform::SendError;
use crate::platform::telegram::api::CallError;
use crate::platform::telegram::errors::{self, Harmless};
use crate::platform::telegram::render;

/// Where a message has its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Text,
    /// Of its file.
    Caption,
}

impl Part {
    fn other(self) -> Self {
        match self {
            Self::Text => Self::Caption,
            Self::Caption => Self::Text,
        }
    }
}

/// Why a message does not say something else now.
enum Unchanged {
    /// It is not there any more.
    Missing(String),
    /// It is there and stays as it is.
    Fixed(String),
    Failed(SendError),
}

impl Telegram {
    /// Changes a message of ours, its text or the caption of its file.
    pub(super) async fn change(
        &self,
        to: &ChatRef,
        sent: &str,
        message: &Outgoing,
    ) -> Result<(), SendError> {
        let changed = self.make_say(to, message_id(sent), message).await;
        changed.map_err(|unchanged| match unchanged {
            Unchanged::Missing(cause) | Unchanged::Fixed(cause) => SendError::NoMessage(cause),
            Unchanged::Failed(error) => error,
        })
    }

    /// Deletes a message of ours. Telegram refuses that for what is older than 48 hours
    /// (<https://core.telegram.org/bots/api#deletemessage>), but lets it say something else.
    pub(super) async fn take_back(
        &self,
        to: &ChatRef,
        sent: &str,
        instead: &Outgoing,
    ) -> Result<(), SendError> {
        let chat = self.ready(to, instead)?.chat;
        let id = message_id(sent).ok_or_else(no_id)?;
        let Err(error) = self.api.call(&DeleteMessage::new(chat, id)).await else {
            return Ok(());
        };
        match errors::harmless(&error) {
            Some(Harmless::NoMessage) => return Ok(()),
            Some(Harmless::NotDeletable) => {}
            _ => return Err(errors::classify(error, to)),
        }
        match self.make_say(to, Some(id), instead).await {
            Ok(()) | Err(Unchanged::Missing(_)) => Ok(()),
            // It is still there for everybody to read: that is no success, and no later try can be one.
            Err(Unchanged::Fixed(cause)) => Err(SendError::Rejected(cause)),
            Err(Unchanged::Failed(error)) => Err(error),
        }
    }

    /// Whether a message has a file only the server knows for certain: where the first try is at the wrong part, the other
    /// one follows.
    async fn make_say(
        &self,
        to: &ChatRef,
        id: Option<MessageId>,
        message: &Outgoing,
    ) -> Result<(), Unchanged> {
        let id = id.ok_or_else(|| Unchanged::Failed(no_id()))?;
        let mut part = match message.file {
            Some(_) => Part::Caption,
            None => Part::Text,
        };
        if part == Part::Text && render::plain(message).is_empty() {
            let nothing = SendError::Rejected("nothing to say".to_owned());
            return Err(Unchanged::Failed(nothing));
        }
        let message = &render::spelled_out(message);
        let ready = self.ready(to, message).map_err(Unchanged::Failed)?;
        let (mut form, mut turned) = (Form::Html, false);
        loop {
            let Err(error) = self.edit_part(&ready, id, part, form).await else {
                return Ok(());
            };
            let cause = error.to_string();
            match errors::harmless(&error) {
                Some(Harmless::NotModified) => return Ok(()),
                Some(Harmless::NoMessage) => return Err(Unchanged::Missing(cause)),
                Some(Harmless::NotEditable) => return Err(Unchanged::Fixed(cause)),
                Some(Harmless::OtherForm) if !turned => (part, turned) = (part.other(), true),
                _ if form == Form::Html && errors::is_about_markup(&error) => {
                    tracing::error!(%error, "markup was refused: changed to plain text");
                    form = Form::Plain;
                }
                _ => return Err(Unchanged::Failed(errors::classify(error, to))),
            }
        }
    }

    async fn edit_part(
        &self,
        ready: &Ready<'_>,
        id: MessageId,
        part: Part,
        form: Form,
    ) -> Result<(), CallError> {
        if part == Part::Text {
            return self.edit_text(ready, id, form).await;
        }
        let mut edit = EditMessageCaption::new(ready.chat.clone(), id);
        let caption = ready.written(form);
        if !caption.is_empty() {
            edit = edit.caption(caption);
            if form == Form::Html {
                edit = edit.parse_mode(ParseMode::Html);
            }
        }
        edit.reply_markup = ready.keyboard.clone();
        self.api.call(&edit).await.map(drop)
    }
}

/// It was accepted, and the answer did not say under which id.
fn no_id() -> SendError {
    SendError::NoMessage("its id is not known".to_owned())
}
