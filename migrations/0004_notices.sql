-- Notices: who subscribes to what, what the officer writes, and what becomes of each copy.

-- Where notices can go: a private chat, a group, a channel. Made by the first subscription there, and kept.
CREATE TABLE destinations (
    id BIGINT PRIMARY KEY,
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    -- The topic of a group in which notices were asked for.
    thread TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL CHECK (place IN ('private', 'group', 'channel')),
    language TEXT NOT NULL DEFAULT 'pl',
    -- The role of a Discord server that notices call; empty: nobody.
    ping TEXT NOT NULL DEFAULT '',
    -- Nothing between 20:00 and 8:00 but what is urgent.
    quiet BIGINT NOT NULL DEFAULT 1 CHECK (quiet IN (0, 1)),
    created_at BIGINT NOT NULL,
    -- Since when nothing is subscribed to.
    idle_since BIGINT,
    UNIQUE (platform, chat)
);
CREATE INDEX destinations_idle ON destinations (idle_since) WHERE idle_since IS NOT NULL;

-- What is subscribed to. A subscription that has ended keeps its row, so that no import can revive it.
CREATE TABLE subscriptions (
    destination BIGINT NOT NULL REFERENCES destinations (id) ON DELETE CASCADE,
    topic TEXT NOT NULL,
    rhythm TEXT NOT NULL CHECK (rhythm IN ('at_once', 'daily', 'weekly')),
    since BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (destination, topic)
);
CREATE INDEX subscriptions_by_topic ON subscriptions (topic, destination) WHERE ended_at IS NULL;

-- The history of consent: only added to. Which words were agreed to, where, and what came of it.
CREATE TABLE consents (
    -- What was done at once has one number, and a line for each topic.
    number BIGINT NOT NULL,
    destination BIGINT NOT NULL REFERENCES destinations (id) ON DELETE CASCADE,
    topic TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('begun', 'ended', 'undone', 'rhythm')),
    rhythm TEXT NOT NULL,
    -- Version of the sentence that was agreed to; empty where nothing was.
    text_version TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('chat', 'import')),
    at BIGINT NOT NULL,
    PRIMARY KEY (destination, number, topic)
);

-- What the officer writes. What becomes of the copies is the matter of its mailings.
CREATE TABLE notices (
    id BIGINT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'scheduled', 'held', 'sent', 'withdrawn', 'discarded')),
    -- Text, link, file, topics, kinds of destinations, time: JSON.
    content TEXT NOT NULL,
    author_platform TEXT NOT NULL,
    author TEXT NOT NULL,
    -- The chat of the author, where its progress is shown.
    chat TEXT NOT NULL DEFAULT '',
    confirmed_by TEXT,
    -- The second person; 'alone': there is none, which is an exception that is kept.
    approved_by TEXT,
    -- When it begins to go out: the end of the time to take it back, or the time that was chosen.
    starts_at BIGINT,
    -- Why it is held: 'overdue', 'restored'.
    reason TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK (state <> 'scheduled' OR starts_at IS NOT NULL)
);
CREATE INDEX notices_open ON notices (state, starts_at) WHERE state IN ('waiting', 'scheduled', 'held');

-- One way of going out to many: a notice, its correction, its withdrawal, a digest, a sign of life.
CREATE TABLE mailings (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('notice', 'correction', 'withdrawal', 'digest', 'alive')),
    notice BIGINT REFERENCES notices (id),
    -- The mailing whose copies a correction or withdrawal changes; 0 for others.
    original BIGINT NOT NULL DEFAULT 0,
    -- 'expanding': not all rows are in the outbox yet; what is there goes out already.
    state TEXT NOT NULL CHECK (state IN ('expanding', 'sending', 'paused', 'cancelled', 'done')),
    -- Whether it was expanding when it was paused.
    resumes BIGINT NOT NULL DEFAULT 0 CHECK (resumes IN (0, 1)),
    -- Whom it is for: topics, kinds of destinations, JSON.
    audience TEXT NOT NULL,
    -- The last destination that was looked at.
    cursor BIGINT NOT NULL DEFAULT 0,
    -- Of the text: rises with each correction.
    version BIGINT NOT NULL DEFAULT 1,
    -- Why it is paused ('officer', 'restored') or cancelled ('superseded').
    reason TEXT NOT NULL DEFAULT '',
    -- How many got it and how many did not, once its rows are deleted: JSON.
    outcome TEXT,
    created_at BIGINT NOT NULL,
    -- When its last row was settled.
    ended_at BIGINT
);
CREATE INDEX mailings_open ON mailings (state, id) WHERE ended_at IS NULL;
CREATE INDEX mailings_by_notice ON mailings (notice, id);

-- The topics that a mailing is about, one by one; none: whatever is subscribed to.
CREATE TABLE mailing_topics (
    mailing BIGINT NOT NULL REFERENCES mailings (id) ON DELETE CASCADE,
    topic TEXT NOT NULL,
    PRIMARY KEY (mailing, topic)
);

-- The texts of a mailing, one for each variant (platform, place, language) and part.
CREATE TABLE mailing_bodies (
    mailing BIGINT NOT NULL REFERENCES mailings (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    variant TEXT NOT NULL,
    part BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (mailing, version, variant, part)
);

-- Notices that wait for the next digest of a destination.
CREATE TABLE digest_items (
    destination BIGINT NOT NULL REFERENCES destinations (id) ON DELETE CASCADE,
    notice BIGINT NOT NULL REFERENCES notices (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (destination, notice)
);

-- When something that has its times was last done, and what happened to this file.
CREATE TABLE marks (
    name TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);

-- Who changed what: only added to.
CREATE TABLE audit (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    -- platform:person, 'cli' or 'clock'.
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT NOT NULL DEFAULT '',
    after TEXT NOT NULL DEFAULT ''
);
CREATE INDEX audit_by_subject ON audit (subject, id);

-- Roles anew: who may write notices and not send them; and where each person talks to the bot.
CREATE TABLE roles_anew (
    platform TEXT NOT NULL,
    person TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('editor', 'officer')),
    -- Their private chat; empty: not known.
    chat TEXT NOT NULL DEFAULT '',
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (platform, person, role)
);
-- A private chat has the person's id, but on Discord one of its own.
INSERT INTO roles_anew (platform, person, role, chat, granted_at)
    SELECT platform, person, role, CASE WHEN platform = 'discord' THEN '' ELSE person END, granted_at FROM roles;
DROP TABLE roles;
ALTER TABLE roles_anew RENAME TO roles;
CREATE TABLE invites_anew (
    digest TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('editor', 'officer')),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
INSERT INTO invites_anew SELECT digest, role, created_at, expires_at, used_at FROM invites;
DROP TABLE invites;
ALTER TABLE invites_anew RENAME TO invites;

-- The outbox anew: things to do at a platform, of which sending is one; and the rows of mailings.
CREATE TABLE outbox_anew (
    id BIGINT PRIMARY KEY,
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    thread TEXT NOT NULL DEFAULT '',
    -- What goes first: 0 replies, 1 cases, 2 reminders, 3 notices.
    lane BIGINT NOT NULL DEFAULT 0 CHECK (lane BETWEEN 0 AND 3),
    -- What is done: a message is sent, changed, taken back; or a file is brought from the platform.
    op TEXT NOT NULL DEFAULT 'send' CHECK (op IN ('send', 'edit', 'withdraw', 'fetch')),
    -- Which message is changed or taken back, or which file is brought: the platform's name.
    target TEXT,
    cause TEXT NOT NULL,
    part BIGINT NOT NULL,
    -- Empty where the mailing has the text.
    body TEXT NOT NULL,
    -- The mailing that it is a part of, 0 for none; for whom; by which of its texts; the oldest version of it that may stand
    -- in the chat.
    mailing BIGINT NOT NULL DEFAULT 0,
    recipient BIGINT,
    variant TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 0,
    -- May go at night.
    urgent BIGINT NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1)),
    -- 'dead' is for a person to look at; 'undeliverable' means that the chat is gone, which is nobody's fault; 'skipped'
    -- was not wanted any more when its turn came.
    status TEXT NOT NULL CHECK (status IN ('pending', 'sending', 'sent', 'dead', 'undeliverable', 'skipped')),
    -- How often it was taken: only grows, so that it tells one taker from another.
    taken BIGINT NOT NULL DEFAULT 0,
    attempts BIGINT NOT NULL DEFAULT 0,
    -- Takes in a row that came to no outcome: the process died, or the chat had moved.
    fruitless BIGINT NOT NULL DEFAULT 0,
    uncertain BIGINT NOT NULL DEFAULT 0,
    -- How often it may have arrived without our knowing: an uncertain try, or a process that died.
    doubts BIGINT NOT NULL DEFAULT 0,
    not_before BIGINT NOT NULL,
    lease_until BIGINT,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    receipt TEXT,
    -- Why it did not arrive: a word for the ledger, and the platform's own.
    why TEXT,
    error TEXT,
    UNIQUE (cause, part),
    CHECK ((status = 'sending') = (lease_until IS NOT NULL)),
    CHECK ((status IN ('sent', 'dead', 'undeliverable', 'skipped')) = (settled_at IS NOT NULL))
);
INSERT INTO outbox_anew (id, platform, chat, thread, lane, cause, part, body, status, taken, attempts, fruitless,
        uncertain, not_before, lease_until, created_at, settled_at, receipt, error)
    SELECT id, platform, chat, thread, lane, cause, part, body, status, taken, attempts, fruitless,
        uncertain, not_before, lease_until, created_at, settled_at, receipt, error
    FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_anew RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (platform, lane, mailing, not_before, id) WHERE status = 'pending';
CREATE INDEX outbox_leased ON outbox (platform, lease_until) WHERE status = 'sending';
-- Rows of mailings are found by their cause: it follows from mailing and recipient, and rises as they are stored. By chat they
-- would lie scattered, and each would cost more the more there are.
CREATE INDEX outbox_open_by_chat ON outbox (platform, chat, thread, lane, id)
    WHERE status IN ('pending', 'sending') AND mailing = 0;
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE status = 'sent' AND mailing = 0;
CREATE INDEX outbox_given_up ON outbox (settled_at)
    WHERE status IN ('dead', 'undeliverable', 'skipped') AND mailing = 0;
CREATE INDEX outbox_dead ON outbox (id) WHERE status = 'dead';
CREATE INDEX outbox_by_mailing ON outbox (mailing, status, version, id) WHERE mailing > 0;
CREATE INDEX outbox_missed ON outbox (mailing, id) WHERE status IN ('dead', 'undeliverable', 'skipped') AND mailing > 0;

-- The officer's notes anew, with more kinds.
CREATE TABLE officer_notes_anew (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN
        ('unanswered', 'not_it', 'outdated', 'review_due', 'unreachable', 'chat_gone', 'chat_no_rights', 'downtime',
         'direct_stopped', 'notice_held', 'restored')),
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
