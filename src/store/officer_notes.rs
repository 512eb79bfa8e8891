//! What the officer should look at, counted, without who wrote it.

use chrono::{DateTime, Utc};

use super::{Connection, Result, next_number};

/// Why the officer should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// A question without an answer; the text is the question.
    Unanswered,
    /// "That is not it" was said of an entry or route; the text is the question.
    NotIt,
    /// An entry was reported as out of date.
    Outdated,
    /// An entry was answered after its review date.
    ReviewDue,
    /// Nobody answers at a unit.
    Unreachable,
    /// The bot was removed from a group or channel; the subject is its title.
    ChatGone,
    /// The bot may not write in a group or channel; the subject is its title.
    ChatNoRights,
    /// The bot did not run for longer than messengers keep messages; the text is from when to when.
    Downtime,
    /// A platform takes no messages to single persons any more but replies; the subject is its name.
    DirectStopped,
    /// A notice is held and waits for a person; the subject is its number.
    NoticeHeld,
    /// The database is a copy that was restored; the text is of when.
    Restored,
}

impl NoteKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Unanswered,
        Self::NotIt,
        Self::Outdated,
        Self::ReviewDue,
        Self::Unreachable,
        Self::ChatGone,
        Self::ChatNoRights,
        Self::Downtime,
        Self::DirectStopped,
        Self::NoticeHeld,
        Self::Restored,
    ];

    /// The name in the database and in locale files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::NotIt => "not_it",
            Self::Outdated => "outdated",
            Self::ReviewDue => "review_due",
            Self::Unreachable => "unreachable",
            Self::ChatGone => "chat_gone",
            Self::ChatNoRights => "chat_no_rights",
            Self::Downtime => "downtime",
            Self::DirectStopped => "direct_stopped",
            Self::NoticeHeld => "notice_held",
            Self::Restored => "restored",
        }
    }
}

/// A note, with how often it came up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub kind: NoteKind,
    /// Id of the entry, route or unit it is about; empty for none.
    pub subject: String,
    pub text: String,
    pub count: i64,
}

/// Adds a note, or counts it once more. Texts that differ only in capitals and outer spaces are one note, spelled as the
/// first of them.
///
/// # Errors
/// As the database reports them.
pub async fn add(
    db: &mut Connection,
    kind: NoteKind,
    subject: &str,
    text: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    const ADD: &str =
        "INSERT INTO officer_notes (id, kind, subject, key, text, count, first_at, last_at)
        VALUES ($1, $2, $3, $4, $5, 1, $6, $6)
        ON CONFLICT (kind, subject, key)
        DO UPDATE SET count = officer_notes.count + 1, last_at = excluded.last_at";
    let id = next_number(db, "officer_notes").await?;
    sqlx::query(ADD)
        .bind(id)
        .bind(kind.as_str())
        .bind(subject)
        .bind(text.trim().to_lowercase())
        .bind(text)
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// The notes of a kind, the latest first.
///
/// # Errors
/// As the database reports them.
pub async fn list(db: &mut Connection, kind: NoteKind, limit: u32) -> Result<Vec<Note>> {
    const LIST: &str = "SELECT subject, text, count FROM officer_notes WHERE kind = $1
        ORDER BY last_at DESC, id DESC LIMIT $2";
    let rows: Vec<(String, String, i64)> = sqlx::query_as(LIST)
        .bind(kind.as_str())
        .bind(i64::from(limit))
        .fetch_all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(subject, text, count)| Note {
            kind,
            subject,
            text,
            count,
        })
        .collect())
}
