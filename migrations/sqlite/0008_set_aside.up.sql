-- What could not become a message is kept for a look, with its frames and the reason, instead of being lost.
CREATE TABLE quarantine (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    set_aside_at INTEGER NOT NULL,
    reason       TEXT NOT NULL,
    detail       TEXT NOT NULL,
    topic        BLOB NOT NULL,
    body         BLOB NOT NULL
) STRICT;
