//! From a failed call to what to do next.
//!
//! The Bot API gives a code and a sentence, and most of what matters stands in the sentence. teloxide's `ApiError` knows
//! some of them, compares them letter by letter, and some with a beginning that the server does not use any more
//! ("Unauthorized: bot can't initiate conversation …"); so the beginnings stand here, in one table, and a test holds
//! teloxide's against it. What is not in the table is judged by its code.

use std::time::Duration;

use super::api::CallError;
use crate::domain::message::{ChatRef, Platform};
use crate::platform::SendError;

/// The wait after a 429 that does not say how long.
const FLOOD_WAIT: Duration = Duration::from_secs(5);

/// Most characters of the server's sentence that become a cause.
const CAUSE: usize = 100;

/// What stands before the sentence and only repeats the code.
const KINDS: [&str; 6] = [
    "bad request: ",
    "forbidden: ",
    "unauthorized: ",
    "conflict: ",
    "not found: ",
    "error: ",
];

/// A refusal of which nothing bad follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Harmless {
    /// The message is like that already.
    NotModified,
    /// The message is not there any more.
    NoMessage,
    /// It is there, and cannot be edited: too old, or not ours.
    NotEditable,
    /// It is a file with a caption rather than a text, or the other way round.
    OtherForm,
    /// It is there, and cannot be deleted: too old, or not ours.
    NotDeletable,
    /// The button was pressed too long ago to be answered.
    QueryExpired,
}

const HARMLESS: [(&str, Harmless); 13] = [
    ("message is not modified", Harmless::NotModified),
    ("message_not_modified", Harmless::NotModified),
    ("message to edit not found", Harmless::NoMessage),
    ("message can't be edited", Harmless::NotEditable),
    (
        "there is no text in the message to edit",
        Harmless::OtherForm,
    ),
    (
        "there is no caption in the message to edit",
        Harmless::OtherForm,
    ),
    ("message_id_invalid", Harmless::NoMessage),
    ("message identifier is not specified", Harmless::NoMessage),
    ("message to delete not found", Harmless::NoMessage),
    ("message can't be deleted", Harmless::NotDeletable),
    // The server says "query ID is invalid", teloxide knows it as "query id is invalid".
    ("query is too old", Harmless::QueryExpired),
    ("query id is invalid", Harmless::QueryExpired),
    ("query_id_invalid", Harmless::QueryExpired),
];

/// Beginnings of what is said about markup.
const MARKUP: [&str; 4] = [
    "can't parse entities",
    "can't parse message text",
    "entities_too_long",
    "entity_bounds_invalid",
];

/// Beginnings of what is said about the message that is answered: deleted, or in another topic, where the leave to send
/// without it does not count (<https://core.telegram.org/bots/api#replyparameters>).
const REPLY: [&str; 4] = [
    "message to be replied not found",
    "message to reply not found",
    "replied message not found",
    "reply_message_id_invalid",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Gone,
    NotAllowed,
    Rejected,
}

/// Beginnings of what is said about a file that was named and not uploaded: the name is another bot's, or too old.
const FILE: [&str; 5] = [
    "wrong file identifier",
    "wrong file_id",
    "wrong remote file id",
    "invalid file id",
    "file_reference_",
];

/// Beginnings of sentences about a chat, without the kind and in small letters.
const CHATS: [(&str, Fate); 31] = [
    ("bot was blocked by the user", Fate::Gone),
    ("user is deactivated", Fate::Gone),
    ("bot can't initiate conversation", Fate::Gone),
    ("bot can't send messages to bots", Fate::Gone),
    ("bot can't send messages to the user", Fate::Gone),
    ("user_is_blocked", Fate::Gone),
    ("input_user_deactivated", Fate::Gone),
    ("bot was kicked from", Fate::Gone),
    ("bot is not a member", Fate::Gone),
    ("the group chat was deleted", Fate::Gone),
    ("chat not found", Fate::Gone),
    ("private chat not found", Fate::Gone),
    ("user not found", Fate::Gone),
    ("peer_id_invalid", Fate::Gone),
    ("group is deactivated", Fate::Gone),
    ("channel_private", Fate::Gone),
    ("not enough rights", Fate::NotAllowed),
    ("have no rights", Fate::NotAllowed),
    ("need administrator rights", Fate::NotAllowed),
    ("chat_write_forbidden", Fate::NotAllowed),
    ("chat_admin_required", Fate::NotAllowed),
    // CHAT_SEND_PLAIN_FORBIDDEN, CHAT_SEND_DOCS_FORBIDDEN, …
    ("chat_send_", Fate::NotAllowed),
    ("chat_restricted", Fate::NotAllowed),
    ("topic_closed", Fate::NotAllowed),
    ("topic_deleted", Fate::NotAllowed),
    ("message thread not found", Fate::NotAllowed),
    // Without the new id. The group tells it in a message of its own, and what waits goes there.
    ("group chat was upgraded", Fate::NotAllowed),
    ("user_banned_in_channel", Fate::NotAllowed),
    ("message is too long", Fate::Rejected),
    ("message text is empty", Fate::Rejected),
    // 404 too, but not for the token.
    ("method not found", Fate::Rejected),
];

/// What to do after a call that failed to send something to a chat.
pub fn classify(error: CallError, to: &ChatRef) -> SendError {
    let (code, description, retry_after, migrate_to) = match error {
        CallError::NotSent(cause) => {
            return SendError::Retry {
                not_before: None,
                cause,
            };
        }
        CallError::Uncertain(cause) | CallError::Unreadable { cause, .. } => {
            return SendError::Uncertain(cause);
        }
        CallError::Api {
            code,
            description,
            retry_after,
            migrate_to,
        } => (code, description, retry_after, migrate_to),
    };
    if let Some(id) = migrate_to {
        return SendError::Moved(ChatRef {
            platform: Platform::Telegram,
            chat: id.to_string(),
            thread: to.thread.clone(),
        });
    }
    let said = sentence(&description);
    if code == 400
        && let Some(begin) = FILE.iter().find(|begin| said.starts_with(**begin))
    {
        return SendError::FileForgotten((*begin).to_owned());
    }
    let known = CHATS.iter().find(|(begin, _)| said.starts_with(begin));
    if let (Some((begin, fate)), true) = (known, code != 429) {
        let cause = (*begin).to_owned();
        return match fate {
            Fate::Gone => SendError::Gone(cause),
            Fate::NotAllowed => SendError::NotAllowed(cause),
            Fate::Rejected => SendError::Rejected(cause),
        };
    }
    by_code(code, retry_after, cause(code, &description))
}

/// What to do after a failed try to get a file. To ask for it twice does no harm, so nothing is uncertain; and there is no
/// chat that could be gone. [`SendError::NoMessage`]: Telegram does not have the file for us any more.
pub fn classify_fetch(error: CallError) -> SendError {
    let again = |cause| SendError::Retry {
        not_before: None,
        cause,
    };
    let (code, description, retry_after) = match error {
        CallError::NotSent(cause)
        | CallError::Uncertain(cause)
        | CallError::Unreadable { cause, .. } => return again(cause),
        CallError::Api {
            code,
            description,
            retry_after,
            ..
        } => (code, description, retry_after),
    };
    let said = sentence(&description);
    if code == 400 && FILE.iter().any(|begin| said.starts_with(begin)) {
        return SendError::NoMessage(cause(code, &description));
    }
    match code {
        401 | 404 | 409 | 429 => by_code(code, retry_after, cause(code, &description)),
        _ => SendError::Rejected(cause(code, &description)),
    }
}

fn by_code(code: u16, retry_after: Option<Duration>, cause: String) -> SendError {
    match code {
        // 401 and 404 are the two ways in which a token is wrong.
        401 | 404 => SendError::Stop(cause),
        403 => SendError::Gone(cause),
        // Somebody else polls; of a send nobody would say so.
        409 => SendError::Retry {
            not_before: None,
            cause,
        },
        429 => SendError::Retry {
            not_before: Some(retry_after.unwrap_or(FLOOD_WAIT)),
            cause,
        },
        500.. => SendError::Uncertain(cause),
        _ => SendError::Rejected(cause),
    }
}

/// What a refusal is, if nothing bad follows from it.
pub fn harmless(error: &CallError) -> Option<Harmless> {
    let said = said(error)?;
    let known = HARMLESS.iter().find(|(begin, _)| said.starts_with(begin));
    known.map(|(_, harmless)| *harmless)
}

/// Whether the markup was refused: as plain text it may pass.
pub fn is_about_markup(error: &CallError) -> bool {
    begins(error, &MARKUP)
}

/// Whether it was refused because there is no chat with us: there never was one, or the person has closed it.
pub fn is_about_no_chat(error: &CallError) -> bool {
    let is_forbidden = matches!(error, CallError::Api { code: 403, .. });
    let gone = CHATS.iter().filter(|(_, fate)| *fate == Fate::Gone);
    let mut gone = gone.map(|(begin, _)| begin);
    is_forbidden || said(error).is_some_and(|said| gone.any(|begin| said.starts_with(begin)))
}

/// Whether the message that is answered was refused: without it this one may pass.
pub fn is_about_reply(error: &CallError) -> bool {
    begins(error, &REPLY)
}

fn begins(error: &CallError, with: &[&str]) -> bool {
    said(error).is_some_and(|said| with.iter().any(|begin| said.starts_with(begin)))
}

fn said(error: &CallError) -> Option<String> {
    match error {
        CallError::Api {
            code: 400 | 403,
            description,
            ..
        } => Some(sentence(description)),
        _ => None,
    }
}

/// The sentence in small letters and without its kind.
fn sentence(description: &str) -> String {
    let small = description.to_lowercase();
    let mut rest = small.trim();
    while let Some(shorter) = KINDS.iter().find_map(|kind| rest.strip_prefix(kind)) {
        rest = shorter.trim_start();
    }
    rest.to_owned()
}

/// The code and the sentence up to its first detail, which may be from a message.
fn cause(code: u16, description: &str) -> String {
    let said = sentence(description);
    let is_detail = |c: char| matches!(c, ':' | '"' | '\'' | '«');
    let mut letters = said.char_indices().skip(12);
    let end = letters.find(|(_, c)| is_detail(*c)).map(|(at, _)| at);
    let short: String = said[..end.unwrap_or(said.len())]
        .chars()
        .take(CAUSE)
        .collect();
    if short.is_empty() {
        code.to_string()
    } else {
        format!("{code}: {}", short.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use teloxide::ApiError;

    fn chat() -> ChatRef {
        ChatRef {
            platform: Platform::Telegram,
            chat: "-5".into(),
            thread: Some("7".into()),
        }
    }

    fn refused(code: u16, description: &str) -> CallError {
        CallError::Api {
            code,
            description: description.to_owned(),
            retry_after: None,
            migrate_to: None,
        }
    }

    /// The name of the outcome of a send.
    fn fate(code: u16, description: &str) -> &'static str {
        match classify(refused(code, description), &chat()) {
            SendError::Retry { .. } => "retry",
            SendError::Uncertain(_) => "uncertain",
            SendError::Rejected(_) => "rejected",
            SendError::Gone(_) => "gone",
            SendError::NotAllowed(_) => "not allowed",
            SendError::Moved(_) => "moved",
            SendError::FileForgotten(_) => "file forgotten",
            SendError::Stop(_) => "stop",
            SendError::NoMessage(_) => "no message",
            SendError::Absent(_) => "absent",
            SendError::DirectStopped(_) => "direct stopped",
        }
    }

    #[test]
    fn a_chat_that_there_is_not_is_told_from_other_refusals() {
        for (code, description, expected) in [
            (400, "Bad Request: chat not found", true),
            (400, "Bad Request: PEER_ID_INVALID", true),
            (403, "Forbidden: bot was blocked by the user", true),
            (403, "Forbidden: something new", true),
            (400, "Bad Request: BOT_COMMAND_INVALID", false),
            (400, "Bad Request: not enough rights", false),
            (429, "Too Many Requests: retry after 5", false),
            (401, "Unauthorized", false),
        ] {
            let error = refused(code, description);
            assert_eq!(is_about_no_chat(&error), expected, "{description}");
        }
    }

    #[test]
    fn each_refusal_has_its_outcome() {
        let cases: &[(u16, &str, &str)] = &[
            (403, "Forbidden: bot was blocked by the user", "gone"),
            (403, "Forbidden: user is deactivated", "gone"),
            (
                403,
                "Forbidden: bot can't initiate conversation with a user",
                "gone",
            ),
            (403, "Forbidden: bot can't send messages to bots", "gone"),
            (403, "Forbidden: bot was kicked from the group chat", "gone"),
            (
                403,
                "Forbidden: bot was kicked from the supergroup chat",
                "gone",
            ),
            (
                403,
                "Forbidden: bot was kicked from the channel chat",
                "gone",
            ),
            (
                403,
                "Forbidden: bot is not a member of the supergroup chat",
                "gone",
            ),
            (
                403,
                "Forbidden: bot is not a member of the channel chat",
                "gone",
            ),
            (403, "Forbidden: the group chat was deleted", "gone"),
            (403, "Forbidden: something new", "gone"),
            (403, "", "gone"),
            (400, "Bad Request: chat not found", "gone"),
            (400, "Bad Request: private chat not found", "gone"),
            (400, "Bad Request: PEER_ID_INVALID", "gone"),
            (400, "Bad Request: group is deactivated", "gone"),
            (400, "Bad Request: user not found", "gone"),
            (
                400,
                "Bad Request: not enough rights to send text messages to the chat",
                "not allowed",
            ),
            (
                400,
                "Bad Request: have no rights to send a message",
                "not allowed",
            ),
            (403, "Forbidden: not enough rights", "not allowed"),
            (
                400,
                "Bad Request: need administrator rights in the channel chat",
                "not allowed",
            ),
            (400, "Bad Request: CHAT_WRITE_FORBIDDEN", "not allowed"),
            (403, "Forbidden: CHAT_WRITE_FORBIDDEN", "not allowed"),
            (400, "Bad Request: CHAT_ADMIN_REQUIRED", "not allowed"),
            (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", "not allowed"),
            (400, "Bad Request: TOPIC_CLOSED", "not allowed"),
            (400, "Bad Request: TOPIC_DELETED", "not allowed"),
            (400, "Bad Request: message thread not found", "not allowed"),
            (
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                "not allowed",
            ),
            (
                400,
                "Bad Request: can't parse entities: x at byte offset 5",
                "rejected",
            ),
            (400, "Bad Request: message is too long", "rejected"),
            (400, "Bad Request: message caption is too long", "rejected"),
            (400, "Bad Request: BUTTON_DATA_INVALID", "rejected"),
            (400, "Bad Request: message text is empty", "rejected"),
            (400, "Bad Request: something new", "rejected"),
            (413, "Request Entity Too Large", "rejected"),
            (401, "Unauthorized", "stop"),
            (404, "Not Found", "stop"),
            (404, "Not Found: method not found", "rejected"),
            (
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                "retry",
            ),
            (
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
                "retry",
            ),
            (429, "Too Many Requests: retry after 7", "retry"),
            (500, "Internal Server Error", "uncertain"),
            (502, "Bad Gateway", "uncertain"),
        ];
        for (code, description, expected) in cases {
            assert_eq!(fate(*code, description), *expected, "{code} {description}");
            let loud = description.to_uppercase();
            assert_eq!(fate(*code, &loud), *expected, "{code} {loud}");
        }
    }

    #[test]
    fn what_teloxide_knows_is_known_here() {
        let cases = [
            (403, ApiError::BotBlocked, "gone"),
            (403, ApiError::BotKicked, "gone"),
            (403, ApiError::BotKickedFromSupergroup, "gone"),
            (403, ApiError::BotKickedFromChannel, "gone"),
            (403, ApiError::UserDeactivated, "gone"),
            (403, ApiError::CantInitiateConversation, "gone"),
            (403, ApiError::CantTalkWithBots, "gone"),
            (400, ApiError::ChatNotFound, "gone"),
            (400, ApiError::UserNotFound, "gone"),
            (400, ApiError::GroupDeactivated, "gone"),
            (400, ApiError::NotEnoughRightsToPostMessages, "not allowed"),
            (400, ApiError::NotEnoughRightsToManagePins, "not allowed"),
            (400, ApiError::MessageIsTooLong, "rejected"),
            (400, ApiError::EditedMessageIsTooLong, "rejected"),
            (400, ApiError::MessageTextIsEmpty, "rejected"),
            (400, ApiError::ButtonDataInvalid, "rejected"),
            (400, ApiError::WrongFileId, "rejected"),
            (400, ApiError::ImageProcessFailed, "rejected"),
            (413, ApiError::RequestEntityTooLarge, "rejected"),
        ];
        for (code, error, expected) in cases {
            assert_eq!(fate(code, &error.to_string()), expected, "{error}");
        }
        for (error, expected) in [
            (ApiError::MessageNotModified, Harmless::NotModified),
            (ApiError::MessageToEditNotFound, Harmless::NoMessage),
            (ApiError::MessageCantBeEdited, Harmless::NotEditable),
            (ApiError::MessageIdInvalid, Harmless::NoMessage),
            (ApiError::MessageIdentifierNotSpecified, Harmless::NoMessage),
            (ApiError::MessageToDeleteNotFound, Harmless::NoMessage),
            (ApiError::MessageCantBeDeleted, Harmless::NotDeletable),
            (ApiError::InvalidQueryId, Harmless::QueryExpired),
        ] {
            let error = refused(400, &error.to_string());
            assert_eq!(harmless(&error), Some(expected), "{error}");
        }
    }

    #[test]
    fn a_file_that_is_not_there_is_told_from_one_that_may_not_be_had() {
        let again = |wait: Option<u64>| Some(wait.map(Duration::from_secs));
        for (code, description, expected) in [
            (
                400,
                "Bad Request: wrong file_id or the file is temporarily unavailable",
                "no message",
            ),
            (400, "Bad Request: invalid file id", "no message"),
            (400, "Bad Request: FILE_REFERENCE_EXPIRED", "no message"),
            (400, "Bad Request: file is too big", "rejected"),
            (403, "Forbidden: something new", "rejected"),
            (401, "Unauthorized", "stop"),
        ] {
            let name = match classify_fetch(refused(code, description)) {
                SendError::NoMessage(_) => "no message",
                SendError::Rejected(_) => "rejected",
                SendError::Stop(_) => "stop",
                other => panic!("{other:?}"),
            };
            assert_eq!(name, expected, "{description}");
        }
        let flood = CallError::Api {
            code: 429,
            description: String::new(),
            retry_after: Some(Duration::from_secs(7200)),
            migrate_to: None,
        };
        for (error, expected) in [
            (flood, again(Some(7200))),
            (CallError::Uncertain("reset".into()), again(None)),
            (CallError::NotSent("dns".into()), again(None)),
        ] {
            let wait = match classify_fetch(error) {
                SendError::Retry { not_before, .. } => Some(not_before),
                _ => None,
            };
            assert_eq!(wait, expected);
        }
    }

    #[test]
    fn waits_and_new_ids_are_passed_on() {
        let flood = |retry_after| CallError::Api {
            code: 429,
            description: "Too Many Requests: chat not found".to_owned(),
            retry_after,
            migrate_to: None,
        };
        for (asked, waits) in [
            (Some(Duration::from_secs(17)), Duration::from_secs(17)),
            (None, FLOOD_WAIT),
        ] {
            let SendError::Retry { not_before, .. } = classify(flood(asked), &chat()) else {
                panic!("a flood");
            };
            assert_eq!(not_before, Some(waits));
        }
        let moved = CallError::Api {
            code: 400,
            description: "Bad Request: group chat was upgraded to a supergroup chat".to_owned(),
            retry_after: None,
            migrate_to: Some(-100_123),
        };
        let to = ChatRef {
            chat: "-100123".into(),
            ..chat()
        };
        assert_eq!(classify(moved, &chat()), SendError::Moved(to));
    }

    #[test]
    fn what_was_not_sent_is_sent_again_and_what_is_uncertain_stays_so() {
        let error = classify(CallError::NotSent("dns".into()), &chat());
        assert!(
            matches!(
                error,
                SendError::Retry {
                    not_before: None,
                    ..
                }
            ),
            "{error:?}"
        );
        let error = classify(CallError::Uncertain("reset".into()), &chat());
        assert_eq!(error, SendError::Uncertain("reset".into()));
        assert_eq!(
            harmless(&CallError::Uncertain("query is too old".into())),
            None
        );
    }

    #[test]
    fn refused_markup_is_recognised() {
        let said = "Bad Request: can't parse entities: Can't find end tag";
        assert!(is_about_markup(&refused(400, said)));
        assert!(is_about_markup(&refused(
            400,
            "Bad Request: ENTITIES_TOO_LONG"
        )));
        assert!(!is_about_markup(&refused(
            400,
            "Bad Request: chat not found"
        )));
    }

    #[test]
    fn causes_are_short_and_have_no_details() {
        let said = format!(
            "Bad Request: inline button URL 'Kowalski' {}",
            "x".repeat(900)
        );
        let SendError::Rejected(cause) = classify(refused(400, &said), &chat()) else {
            panic!("rejected");
        };
        assert_eq!(cause, "400: inline button url");
    }
}
