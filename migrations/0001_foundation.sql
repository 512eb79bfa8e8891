-- The foundation: what came in, what is remembered, what has to be said, what the bot knows.
-- Instants are milliseconds UTC, days are YYYY-MM-DD, lists are JSON texts that are always read whole.
-- Kept to what SQLite and PostgreSQL both accept.

-- Numbers that the application hands out.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL CHECK (value >= 0)
);

-- Events of platforms that were handled: each is handled once.
CREATE TABLE seen_updates (
    platform TEXT NOT NULL,
    update_id TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (platform, update_id)
);
CREATE INDEX seen_updates_by_time ON seen_updates (seen_at);

-- What a person may do, by person and never by chat. Who has no row is an asker.
CREATE TABLE roles (
    platform TEXT NOT NULL,
    person TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('officer')),
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (platform, person, role)
);

-- What is remembered between two messages of a person in a chat: in a group each has a conversation of their own.
CREATE TABLE conversations (
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    thread TEXT NOT NULL DEFAULT '',
    person TEXT NOT NULL,
    state TEXT NOT NULL,
    -- The last question and what was found for it: forgotten sooner than the rest.
    asked TEXT,
    asked_until BIGINT,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (platform, chat, thread, person)
);
CREATE INDEX conversations_by_time ON conversations (updated_at);
CREATE INDEX conversations_by_question ON conversations (asked_until) WHERE asked IS NOT NULL;

-- What the officer should look at: unanswered questions and the like, counted, without who wrote them.
CREATE TABLE officer_notes (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('unanswered', 'not_it', 'outdated', 'review_due', 'unreachable')),
    subject TEXT NOT NULL DEFAULT '',
    -- The text in small letters: what counts as the same note.
    key TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    count BIGINT NOT NULL CHECK (count > 0),
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    UNIQUE (kind, subject, key)
);
CREATE INDEX officer_notes_by_time ON officer_notes (last_at);

-- What has to be said: one row for each message to each chat, committed together with what caused it.
CREATE TABLE outbox (
    id BIGINT PRIMARY KEY,
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    thread TEXT NOT NULL DEFAULT '',
    cause TEXT NOT NULL,
    part BIGINT NOT NULL,
    body TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'sending', 'sent', 'dead')),
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
    CHECK ((status IN ('sent', 'dead')) = (settled_at IS NOT NULL))
);
CREATE INDEX outbox_due ON outbox (platform, not_before, id) WHERE status = 'pending';
CREATE INDEX outbox_leased ON outbox (platform, lease_until) WHERE status = 'sending';
CREATE INDEX outbox_open_by_chat ON outbox (platform, chat, thread, id) WHERE status IN ('pending', 'sending');
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE status = 'sent';
CREATE INDEX outbox_dead ON outbox (settled_at) WHERE status = 'dead';

-- Which knowledge this is: the number rises with each change, and the bot reads it anew.
CREATE TABLE knowledge_version (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL,
    imported_at BIGINT NOT NULL
);

-- The town and who answers for the bot.
CREATE TABLE city (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    office TEXT NOT NULL,
    officer TEXT NOT NULL,
    data_protection TEXT NOT NULL,
    example BIGINT NOT NULL CHECK (example IN (0, 1)),
    site TEXT
);

-- Opening hours that several units share.
CREATE TABLE schedules (
    id TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    note TEXT,
    week TEXT NOT NULL
);

-- Desks that handle matters, of the town and outside it.
CREATE TABLE units (
    code TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('gmina', 'jednostka', 'powiat', 'województwo', 'kraj')),
    place TEXT NOT NULL,
    matters TEXT NOT NULL,
    words TEXT NOT NULL,
    phone TEXT,
    email TEXT,
    schedule TEXT REFERENCES schedules (id),
    reply_days BIGINT CHECK (reply_days >= 0),
    external BIGINT NOT NULL CHECK (external IN (0, 1)),
    substitutes TEXT NOT NULL,
    verified_on TEXT NOT NULL
);

-- Fields of public tasks (art. 4 of the act of 24 April 2003).
CREATE TABLE topics (
    id TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    basis TEXT,
    words TEXT NOT NULL,
    names TEXT NOT NULL
);

-- Questions that a route asks back.
CREATE TABLE clarifiers (
    id TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    question TEXT NOT NULL,
    otherwise TEXT,
    options TEXT NOT NULL
);

-- Vetted questions and answers.
CREATE TABLE entries (
    id TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    file TEXT NOT NULL,
    title TEXT NOT NULL,
    question TEXT NOT NULL,
    wordings TEXT NOT NULL,
    keywords TEXT NOT NULL,
    answer TEXT NOT NULL,
    basis TEXT,
    source TEXT,
    law_as_of TEXT,
    status TEXT NOT NULL CHECK (status IN ('confirmed', 'unconfirmed')),
    mode TEXT NOT NULL CHECK (mode IN ('auto', 'auto_and_route', 'route_only', 'human_only')),
    unit TEXT NOT NULL REFERENCES units (code),
    topic TEXT REFERENCES topics (id),
    verified_on TEXT NOT NULL,
    verified_by TEXT NOT NULL,
    review_by TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    golden TEXT NOT NULL,
    subject TEXT,
    event_from TEXT,
    event_to TEXT,
    event_label TEXT,
    translations TEXT NOT NULL,
    CHECK (status = 'confirmed' OR mode <> 'auto'),
    CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to),
    CHECK (event_from IS NULL OR event_to IS NULL OR event_from <= event_to)
);

-- Who handles a matter, and why.
CREATE TABLE routes (
    id TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    matter TEXT NOT NULL,
    words TEXT NOT NULL,
    unit TEXT NOT NULL REFERENCES units (code),
    reason TEXT NOT NULL,
    prepare TEXT NOT NULL,
    topic TEXT REFERENCES topics (id),
    entry TEXT REFERENCES entries (id),
    also TEXT NOT NULL,
    clarify TEXT REFERENCES clarifiers (id),
    urgent BIGINT NOT NULL CHECK (urgent IN (0, 1)),
    outside BIGINT NOT NULL CHECK (outside IN (0, 1)),
    cases TEXT NOT NULL
);

-- What people write that is not a question for this bot.
CREATE TABLE phrases (
    id TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    reply TEXT,
    unit TEXT REFERENCES units (code),
    entry TEXT REFERENCES entries (id)
);

-- Words that mean the same.
CREATE TABLE concepts (
    id TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    pl TEXT NOT NULL,
    en TEXT NOT NULL,
    uk TEXT NOT NULL,
    broader TEXT NOT NULL
);

-- Statutory days off work, by a fixed date or by the distance from Easter Sunday.
CREATE TABLE holidays (
    position BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    month BIGINT CHECK (month BETWEEN 1 AND 12),
    day BIGINT CHECK (day BETWEEN 1 AND 31),
    easter BIGINT,
    since BIGINT,
    CHECK ((easter IS NULL) = (month IS NOT NULL AND day IS NOT NULL))
);

-- Days on which the office is closed though they are working days by law.
CREATE TABLE closures (
    position BIGINT PRIMARY KEY,
    from_day TEXT NOT NULL,
    to_day TEXT,
    reason TEXT NOT NULL,
    units TEXT NOT NULL
);

-- Sentences and where they must lead.
CREATE TABLE golden (
    position BIGINT PRIMARY KEY,
    text TEXT NOT NULL,
    expect TEXT NOT NULL
);
