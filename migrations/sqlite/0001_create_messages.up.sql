-- The journal of what was said on the bus: one row a message, read by position (id), known by msg_id.
CREATE TABLE topics (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- AUTOINCREMENT: a position is never used twice, not even after its row is gone.
-- Times are whole microseconds since 1970-01-01T00:00:00Z.
CREATE TABLE messages (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    msg_id    TEXT NOT NULL,
    timestamp INTEGER NOT NULL,
    topic_id  INTEGER NOT NULL,
    i         INTEGER NOT NULL,
    username  TEXT,
    msg       TEXT NOT NULL,
    UNIQUE (msg_id, timestamp)
) STRICT;

CREATE INDEX messages_by_time ON messages (timestamp, id);
CREATE INDEX messages_by_topic ON messages (topic_id, timestamp, id);
