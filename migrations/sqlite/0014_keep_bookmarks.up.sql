-- Feeds read the messages in the order of their positions and remember how far they are; what a backend will never take is
-- kept with the reason. Both tables are small and start empty.
CREATE TABLE bookmarks (
    feed       TEXT PRIMARY KEY,
    journal    TEXT NOT NULL,
    position   INTEGER NOT NULL,
    generation INTEGER NOT NULL DEFAULT 1,
    paused     INTEGER NOT NULL DEFAULT 0,
    delivered  INTEGER NOT NULL DEFAULT 0,
    refused    INTEGER NOT NULL DEFAULT 0,
    expired    INTEGER NOT NULL DEFAULT 0,
    changed_at INTEGER NOT NULL,
    error      TEXT,
    failed_at  INTEGER,
    holder     TEXT,
    held_until INTEGER,
    again_from INTEGER,
    again_to   INTEGER,
    again_letters INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_letters (
    feed       TEXT NOT NULL,
    position   INTEGER NOT NULL,
    msg_id     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    refused_at INTEGER NOT NULL,
    again      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (feed, position)
) STRICT, WITHOUT ROWID;
