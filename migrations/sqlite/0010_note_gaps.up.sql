-- What was missed is to be known: where each publisher's count is, and which stretches of it, or of time, were not
-- heard. Both tables are small and start empty.
CREATE TABLE sequences (
    publisher       TEXT PRIMARY KEY,
    last_seq_id     INTEGER NOT NULL,
    doubtful_seq_id INTEGER,
    heard_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE gaps (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    source     TEXT NOT NULL,
    first_seq  INTEGER,
    last_seq   INTEGER,
    since      INTEGER,
    until      INTEGER,
    noticed_at INTEGER NOT NULL,
    settled_at INTEGER,
    state      TEXT NOT NULL CHECK (state IN ('open', 'filled', 'lost')),
    detail     TEXT NOT NULL
) STRICT;

CREATE INDEX gaps_open ON gaps (source, id) WHERE state = 'open';
