//! From a failed call to what to do next.
//!
//! Discord gives a code for each refusal
//! (<https://docs.discord.com/developers/topics/opcodes-and-status-codes#json>), and those that matter stand in one
//! table. What is not in the table is judged by its HTTP status.

use std::time::Duration;

use super::rest::CallError;
use crate::platform::SendError;

/// Most characters of the server's sentence that become a cause.
const CAUSE: usize = 100;

/// How long a message waits that is held back before it is looked at again.
const HELD_BACK: Duration = Duration::from_secs(60);

const UNKNOWN_MESSAGE: u64 = 10008;
const TOO_MANY_EDITS: u64 = 30046;
const NOT_OURS: u64 = 50005;
const INVALID_FORM: u64 = 50035;
const NO_HISTORY: u64 = 160_002;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Gone,
    NotAllowed,
    DirectStopped,
    Retry,
    Rejected,
    Stop,
}

/// What follows from a code for a message to a chat, and why in a few words: for missing rights, the names of those that
/// it takes.
const CODES: [(u64, Fate, &str); 30] = [
    (10003, Fate::Gone, "unknown channel"),
    (10004, Fate::Gone, "unknown server"),
    (10013, Fate::Gone, "unknown user"),
    (50007, Fate::Gone, "cannot write to this user"),
    (50278, Fate::Gone, "no server in common with this user"),
    (50001, Fate::NotAllowed, "VIEW_CHANNEL is missing"),
    (
        50013,
        Fate::NotAllowed,
        "SEND_MESSAGES, SEND_MESSAGES_IN_THREADS or ATTACH_FILES is missing",
    ),
    (
        NO_HISTORY,
        Fate::NotAllowed,
        "READ_MESSAGE_HISTORY is missing",
    ),
    (
        40058,
        Fate::NotAllowed,
        "the author of the post has to write first",
    ),
    (50083, Fate::NotAllowed, "the thread is archived"),
    (160_005, Fate::NotAllowed, "the thread is locked"),
    (160_006, Fate::NotAllowed, "too many active threads"),
    (
        40003,
        Fate::DirectStopped,
        "direct messages opened too fast",
    ),
    (20026, Fate::DirectStopped, "the application is quarantined"),
    (20028, Fate::Retry, "too many messages to this channel"),
    (20029, Fate::Retry, "too many messages to this server"),
    (
        TOO_MANY_EDITS,
        Fate::Retry,
        "too many changes of an older message",
    ),
    (40062, Fate::Retry, "the resource is being rate limited"),
    (110_001, Fate::Retry, "the application is not available yet"),
    (130_000, Fate::Retry, "the API is overloaded"),
    (INVALID_FORM, Fate::Rejected, "invalid form"),
    (50006, Fate::Rejected, "an empty message"),
    (50109, Fate::Rejected, "no valid JSON"),
    (40005, Fate::Rejected, "the file is too large"),
    (50045, Fate::Rejected, "the file is too large"),
    (200_000, Fate::Rejected, "refused by AutoMod"),
    (200_001, Fate::Rejected, "the title was refused by AutoMod"),
    (240_000, Fate::Rejected, "refused by the filter for links"),
    (UNKNOWN_MESSAGE, Fate::Rejected, "unknown message"),
    // Of what stands before the API, which takes nothing from this client.
    (40333, Fate::Stop, "turned away before the API"),
];

/// What to do after a call that failed to send something to a chat.
pub fn classify(error: CallError) -> SendError {
    let (status, code, message) = match error {
        CallError::NotSent(cause) => {
            return SendError::Retry {
                not_before: None,
                cause,
            };
        }
        // Answers to what people just did are not held back: the platform must not stop for it.
        CallError::HeldBack(cause) => {
            return SendError::Retry {
                not_before: Some(HELD_BACK),
                cause,
            };
        }
        CallError::Uncertain(cause) => return SendError::Uncertain(cause),
        CallError::Limited { wait, global } => {
            let of = if global { "everything" } else { "this route" };
            return SendError::Retry {
                // How long one route has to wait is asked before a message is claimed. Said here, it would be taken for
                // more than that as soon as two of them have to.
                not_before: global.then_some(wait),
                cause: format!("429: too many requests, for {of}"),
            };
        }
        CallError::Refused {
            status,
            code,
            message,
        } => (status, code, message),
    };
    if message.to_lowercase().contains("anti-spam") {
        return SendError::DirectStopped(format!("{code}: taken for spam"));
    }
    let said: String = message.chars().take(CAUSE).collect();
    let known = CODES.iter().find(|(known, ..)| *known == code);
    let (fate, cause) = match known {
        Some((INVALID_FORM, fate, _)) => (*fate, format!("{code}: {said}")),
        Some((_, fate, words)) => (*fate, format!("{code}: {words}")),
        None if status >= 500 => return SendError::Uncertain(format!("{status} {code}: {said}")),
        None => (by_status(status, code), format!("{status} {code}: {said}")),
    };
    match fate {
        Fate::Gone => SendError::Gone(cause),
        Fate::NotAllowed => SendError::NotAllowed(cause),
        Fate::DirectStopped => SendError::DirectStopped(cause),
        Fate::Retry => SendError::Retry {
            not_before: None,
            cause,
        },
        Fate::Rejected => SendError::Rejected(cause),
        Fate::Stop => SendError::Stop(cause),
    }
}

/// What to do after a call that failed to change or delete a message of ours.
pub fn classify_change(error: CallError) -> SendError {
    match error {
        CallError::Refused {
            code: UNKNOWN_MESSAGE,
            ..
        } => SendError::NoMessage(format!("{UNKNOWN_MESSAGE}: unknown message")),
        CallError::Refused { code: NOT_OURS, .. } => {
            SendError::NoMessage(format!("{NOT_OURS}: a message of somebody else"))
        }
        other => classify(other),
    }
}

fn by_status(status: u16, code: u64) -> Fate {
    match (status, code) {
        (401, _) => Fate::Stop,
        // Not from the API, but from what stands before it.
        (403, 0) => Fate::Stop,
        (403, _) => Fate::NotAllowed,
        _ => Fate::Rejected,
    }
}

/// Whether an interaction cannot be answered any more by its token, or could not yet.
pub fn is_dead_token(error: &CallError) -> bool {
    match error {
        CallError::Refused { code, .. } if *code == UNKNOWN_MESSAGE => false,
        CallError::Refused { status, code, .. } => {
            matches!(code, 10015 | 10062 | 50027) || matches!(status, 401 | 404)
        }
        _ => false,
    }
}

/// Whether a message was not deleted because rights are missing, so that it may be changed all the same.
pub fn is_missing_rights(error: &CallError) -> bool {
    matches!(classify(error.clone()), SendError::NotAllowed(_))
}

/// Whether it was refused because there is no such message: as an answer to it, without that it may pass.
pub fn is_unknown_message(error: &CallError) -> bool {
    matches!(error, CallError::Refused { code, .. } if *code == UNKNOWN_MESSAGE)
}

/// Whether the message that is answered was refused, or may not be read: without it this one may pass.
pub fn is_about_reference(error: &CallError) -> bool {
    match error {
        CallError::Refused { code, .. } if *code == NO_HISTORY => true,
        CallError::Refused { code, message, .. } if *code == INVALID_FORM => {
            message.contains("message_reference")
        }
        other => is_unknown_message(other),
    }
}

/// Whether a message cannot be changed: deleted, not ours, or too often.
pub fn is_not_editable(error: &CallError) -> bool {
    matches!(
        error,
        CallError::Refused {
            code: UNKNOWN_MESSAGE | NOT_OURS | TOO_MANY_EDITS,
            ..
        }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, code: u64, message: &str) -> CallError {
        CallError::Refused {
            status,
            code,
            message: message.to_owned(),
        }
    }

    /// The name of the outcome of a send.
    fn fate(error: CallError) -> &'static str {
        match classify(error) {
            SendError::Retry { .. } => "retry",
            SendError::Uncertain(_) => "uncertain",
            SendError::Rejected(_) => "rejected",
            SendError::Gone(_) => "gone",
            SendError::NotAllowed(_) => "not allowed",
            SendError::Stop(_) => "stop",
            SendError::NoMessage(_) => "no message",
            SendError::DirectStopped(_) => "direct stopped",
            SendError::Absent(_) | SendError::Moved(_) | SendError::FileForgotten(_) => "another",
        }
    }

    #[test]
    fn each_refusal_has_its_outcome() {
        for (status, code, expected) in [
            (401, 0, "stop"),
            (401, 40001, "stop"),
            (403, 40333, "stop"),
            (403, 0, "stop"),
            (403, 50007, "gone"),
            (403, 50278, "gone"),
            (404, 10013, "gone"),
            (404, 10003, "gone"),
            (404, 10004, "gone"),
            (403, 50001, "not allowed"),
            (403, 50013, "not allowed"),
            (403, 160_002, "not allowed"),
            (403, 40058, "not allowed"),
            (403, 99_999, "not allowed"),
            (400, 50083, "not allowed"),
            (400, 160_005, "not allowed"),
            (400, 160_006, "not allowed"),
            (400, 40003, "direct stopped"),
            (403, 20026, "direct stopped"),
            (400, 20028, "retry"),
            (400, 20029, "retry"),
            (400, 30046, "retry"),
            (400, 40062, "retry"),
            (503, 130_000, "retry"),
            (400, 110_001, "retry"),
            (400, 50035, "rejected"),
            (400, 50006, "rejected"),
            (400, 50109, "rejected"),
            (400, 200_000, "rejected"),
            (400, 240_000, "rejected"),
            (413, 40005, "rejected"),
            (413, 0, "rejected"),
            (404, 10008, "rejected"),
            (404, 0, "rejected"),
            (400, 99_999, "rejected"),
            (500, 99_999, "uncertain"),
        ] {
            let got = fate(refused(status, code, "x"));
            assert_eq!(got, expected, "{status} {code}");
        }
    }

    #[test]
    fn what_was_not_refused_has_its_outcome() {
        assert_eq!(fate(CallError::NotSent("x".into())), "retry");
        assert_eq!(fate(CallError::Uncertain("x".into())), "uncertain");
        assert_eq!(fate(CallError::HeldBack("x".into())), "retry");
        let wait = Duration::from_millis(1500);
        for global in [false, true] {
            let SendError::Retry { not_before, .. } = classify(CallError::Limited { wait, global })
            else {
                panic!("to be tried again");
            };
            assert_eq!(not_before, global.then_some(wait));
        }
    }

    #[test]
    fn what_cannot_be_changed_is_not_there_or_as_with_a_send() {
        for (status, code) in [(404, 10008), (403, 50005)] {
            let outcome = classify_change(refused(status, code, "x"));
            assert!(matches!(outcome, SendError::NoMessage(_)), "{code}");
        }
        for (status, code) in [(404, 10003), (403, 50001), (400, 50035), (401, 0), (500, 0)] {
            let error = refused(status, code, "x");
            assert_eq!(classify_change(error.clone()), classify(error));
        }
        let rights = |status, code| is_missing_rights(&refused(status, code, "x"));
        assert!(rights(403, 50013) && rights(400, 50083) && rights(403, 50003));
        assert!(!rights(404, 10008) && !rights(404, 10003) && !rights(401, 0));
        assert!(!is_missing_rights(&CallError::Uncertain("x".into())));
    }

    #[test]
    fn a_message_that_is_taken_for_spam_stops_direct_messages() {
        let words = "This message was blocked by our anti-spam system.";
        assert_eq!(fate(refused(400, 99_999, words)), "direct stopped");
        assert_eq!(fate(refused(403, 50013, words)), "direct stopped");
    }

    #[test]
    fn a_cause_names_the_right_that_is_missing_and_is_short() {
        let SendError::NotAllowed(cause) = classify(refused(403, 160_002, "Cannot reply")) else {
            panic!("a right is missing");
        };
        assert_eq!(cause, "160002: READ_MESSAGE_HISTORY is missing");
        let SendError::Rejected(cause) = classify(refused(400, 50035, &"ż".repeat(500))) else {
            panic!("rejected");
        };
        assert_eq!(cause.chars().count(), "50035: ".len() + CAUSE);
    }

    #[test]
    fn it_is_known_what_a_refusal_is_about() {
        type Question = fn(&CallError) -> bool;
        let questions: [Question; 4] = [
            is_dead_token,
            is_unknown_message,
            is_about_reference,
            is_not_editable,
        ];
        let asked = |status, code, words| {
            let error = refused(status, code, words);
            questions.map(|question| question(&error))
        };
        for (status, code) in [(404, 10015), (404, 10062), (401, 50027), (401, 0), (404, 0)] {
            assert_eq!(asked(status, code, "x"), [true, false, false, false]);
        }
        assert_eq!(asked(404, 10008, "x"), [false, true, true, true]);
        let reference = "Invalid Form Body: message_reference REPLIES_UNKNOWN_MESSAGE";
        assert_eq!(asked(400, 50035, reference), [false, false, true, false]);
        let content = "Invalid Form Body: content BASE_TYPE_MAX_LENGTH";
        assert_eq!(asked(400, 50035, content), [false; 4]);
        assert_eq!(asked(403, 50005, "x"), [false, false, false, true]);
        assert_eq!(asked(400, 30046, "x"), [false, false, false, true]);
        assert_eq!(asked(403, 160_002, "x"), [false, false, true, false]);
        assert_eq!(asked(403, 50013, "x"), [false; 4]);
        assert!(!is_dead_token(&CallError::Uncertain("x".into())));
    }
}
