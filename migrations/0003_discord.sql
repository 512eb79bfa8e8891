-- Discord: servers of channels, where a stream of events was left, and what may not be sent for now.

-- The server that a channel is a part of; empty where there is no such thing.
ALTER TABLE chats ADD COLUMN server TEXT NOT NULL DEFAULT '';
CREATE INDEX chats_by_server ON chats (platform, server) WHERE server <> '';

-- Where a platform's stream of events was left: opaque to all but the platform, written right after
-- what came before it was handled.
CREATE TABLE positions (
    platform TEXT PRIMARY KEY,
    position TEXT NOT NULL,
    kept_at BIGINT NOT NULL
);

-- What a platform does not take for now, until somebody lifts it. 'direct': reminders and notices to single persons.
CREATE TABLE holds (
    platform TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('direct')),
    reason TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (platform, kind)
);

-- The officer's notes anew, with one more kind.
CREATE TABLE officer_notes_anew (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN
        ('unanswered', 'not_it', 'outdated', 'review_due', 'unreachable', 'chat_gone', 'chat_no_rights', 'downtime',
         'direct_stopped')),
    subject TEXT NOT NULL DEFAULT '',
    -- The text in small letters: what counts as the same note.
    key TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    count BIGINT NOT NULL CHECK (count > 0),
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    UNIQUE (kind, subject, key)
);
INSERT INTO officer_notes_anew SELECT id, kind, subject, key, text, count, first_at, last_at FROM officer_notes;
DROP TABLE officer_notes;
ALTER TABLE officer_notes_anew RENAME TO officer_notes;
CREATE INDEX officer_notes_by_time ON officer_notes (last_at);
