-- Messengers: lanes of the outbox, chats and what became of the bot there, who may run, codes, files.

-- Who runs this database's service: one at a time. Not the row's holder but its epoch tells one run from the next.
CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    renewed_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL
);

-- Groups and channels that the bot is in, and every chat where it cannot write for now. A person's chat has a row only
-- while it cannot be written to.
CREATE TABLE chats (
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('private', 'group', 'channel')),
    title TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('open', 'no_rights', 'gone')),
    reason TEXT NOT NULL DEFAULT '',
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (platform, chat)
);

-- One-time codes that give a role, as digests.
CREATE TABLE invites (
    digest TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('officer')),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- Files that go with messages.
CREATE TABLE files (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    created_at BIGINT NOT NULL
);

-- What a platform calls a file that it has already: it is not sent twice.
CREATE TABLE uploads (
    platform TEXT NOT NULL,
    file TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    remote TEXT NOT NULL,
    PRIMARY KEY (platform, file)
);

-- The outbox anew, with a lane, and a state of its own for what nobody could receive.
CREATE TABLE outbox_with_lanes (
    id BIGINT PRIMARY KEY,
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    thread TEXT NOT NULL DEFAULT '',
    -- What goes first: 0 replies, 1 cases, 2 reminders, 3 notices.
    lane BIGINT NOT NULL DEFAULT 0 CHECK (lane BETWEEN 0 AND 3),
    cause TEXT NOT NULL,
    part BIGINT NOT NULL,
    body TEXT NOT NULL,
    -- 'dead' is for a person to look at; 'undeliverable' means that the chat is gone, which is nobody's fault.
    status TEXT NOT NULL CHECK (status IN ('pending', 'sending', 'sent', 'dead', 'undeliverable')),
    -- How often it was taken: only grows, so that it tells one taker from another.
    taken BIGINT NOT NULL DEFAULT 0,
    attempts BIGINT NOT NULL DEFAULT 0,
    -- Takes in a row that came to no outcome: the process died, or the chat had moved.
    fruitless BIGINT NOT NULL DEFAULT 0,
    uncertain BIGINT NOT NULL DEFAULT 0,
    not_before BIGINT NOT NULL,
    lease_until BIGINT,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    receipt TEXT,
    error TEXT,
    UNIQUE (cause, part),
    CHECK ((status = 'sending') = (lease_until IS NOT NULL)),
    CHECK ((status IN ('sent', 'dead', 'undeliverable')) = (settled_at IS NOT NULL))
);
INSERT INTO outbox_with_lanes (id, platform, chat, thread, cause, part, body, status, taken, attempts, fruitless,
        uncertain, not_before, lease_until, created_at, settled_at, receipt, error)
    SELECT id, platform, chat, thread, cause, part, body, status, taken, attempts, fruitless,
        uncertain, not_before, lease_until, created_at, settled_at, receipt, error
    FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_with_lanes RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (platform, lane, not_before, id) WHERE status = 'pending';
CREATE INDEX outbox_leased ON outbox (platform, lease_until) WHERE status = 'sending';
CREATE INDEX outbox_open_by_chat ON outbox (platform, chat, thread, lane, id) WHERE status IN ('pending', 'sending');
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE status = 'sent';
CREATE INDEX outbox_dead ON outbox (settled_at) WHERE status IN ('dead', 'undeliverable');

-- The officer's notes anew, with more kinds.
CREATE TABLE officer_notes_anew (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN
        ('unanswered', 'not_it', 'outdated', 'review_due', 'unreachable', 'chat_gone', 'chat_no_rights', 'downtime')),
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
