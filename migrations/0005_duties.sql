-- Duties of organisations, part of the knowledge like the tables of 0001_foundation.sql.

-- What the law has an organisation do by a day: fixed in the year, or counted from something that happens.
CREATE TABLE duties (
    id TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    who TEXT NOT NULL,
    month BIGINT CHECK (month BETWEEN 1 AND 12),
    day BIGINT CHECK (day BETWEEN 1 AND 31),
    amount BIGINT CHECK (amount > 0),
    measure TEXT CHECK (measure IN ('days', 'months', 'working_days', 'office_days')),
    direction TEXT CHECK (direction IN ('after', 'before')),
    -- What it is counted from, in the genitive.
    event TEXT,
    -- It stays where it falls, also on a day off.
    hard BIGINT NOT NULL CHECK (hard IN (0, 1)),
    basis TEXT,
    status TEXT NOT NULL CHECK (status IN ('confirmed', 'unconfirmed')),
    words TEXT NOT NULL,
    offsets TEXT NOT NULL,
    note TEXT,
    CHECK ((month IS NULL) = (day IS NULL)),
    CHECK ((month IS NULL) = (amount IS NOT NULL AND measure IS NOT NULL AND direction IS NOT NULL AND event IS NOT NULL))
);
