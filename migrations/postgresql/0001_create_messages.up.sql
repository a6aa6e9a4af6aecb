-- The journal of what was said on the bus: one row a message, read by position (id), known by msg_id.
-- A topic is any text, of any length: a hash index takes what a b-tree (2,704 bytes at most) refuses.
CREATE TABLE topics (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    CONSTRAINT topics_name EXCLUDE USING hash (name WITH =)
);

-- The key holds the time so that it stays valid when the table is partitioned by time or distributed by
-- msg_id; for the same reason id is indexed, but not unique.
CREATE TABLE messages (
    id        bigint GENERATED ALWAYS AS IDENTITY,
    msg_id    text NOT NULL,
    timestamp timestamptz NOT NULL,
    topic_id  bigint NOT NULL,
    i         bigint NOT NULL,
    username  text,
    msg       text NOT NULL,
    PRIMARY KEY (msg_id, timestamp)
);

CREATE INDEX messages_by_id ON messages (id);
CREATE INDEX messages_by_time ON messages (timestamp, id);
CREATE INDEX messages_by_topic ON messages (topic_id, timestamp, id);
