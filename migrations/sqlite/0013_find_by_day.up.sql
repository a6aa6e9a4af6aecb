-- What is stored now shall cost the same however much there is. The identities' tree and those of the ways from names had
-- keys in random order: each message touched pages all over them, more the larger they were. They begin with the day now
-- (whole days since 1970; what lies before is rounded towards it, so that the days are in the order of time), and what is
-- written touches the days that are written to. days holds each day that has messages: what is looked for at any time is
-- looked for day by day. A way is found by its message's position, so that it needs no msg_id any more.
-- Writes all messages anew, in one transaction: 40 s per million, and while it runs nearly three times the archive's room
-- on the disk beside it; afterwards the file is twice as large, of which half is free.
CREATE TABLE days (
    day INTEGER PRIMARY KEY
) STRICT;

DROP INDEX messages_by_category;
DROP INDEX messages_by_topic;
DROP INDEX messages_by_time;
ALTER TABLE messages RENAME TO messages_before;
CREATE TABLE messages (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    msg_id         TEXT NOT NULL,
    timestamp      INTEGER NOT NULL,
    topic_id       INTEGER NOT NULL,
    i              INTEGER NOT NULL,
    username       TEXT,
    msg            TEXT NOT NULL,
    category_id    INTEGER NOT NULL DEFAULT 0,
    users          TEXT,
    packages       TEXT,
    headers        TEXT,
    rest           TEXT,
    not_said       TEXT,
    crypto         TEXT,
    signature      TEXT,
    certificate_id INTEGER,
    source_id      INTEGER NOT NULL DEFAULT 1,
    verdict        TEXT
) STRICT;
INSERT INTO messages (id, msg_id, timestamp, topic_id, i, username, msg, category_id, users, packages, headers, rest,
                      not_said, crypto, signature, certificate_id, source_id, verdict)
    SELECT id, msg_id, timestamp, topic_id, i, username, msg, category_id, users, packages, headers, rest, not_said,
           crypto, signature, certificate_id, source_id, verdict
    FROM messages_before ORDER BY id;
-- The highest position there ever was, which may be that of a message which is gone.
DELETE FROM sqlite_sequence WHERE name = 'messages';
INSERT INTO sqlite_sequence (name, seq) SELECT 'messages', seq FROM sqlite_sequence WHERE name = 'messages_before';
DROP TABLE messages_before;

-- CAST: SQLite compares the numbers of another column with it only if it says that it is one.
CREATE UNIQUE INDEX messages_by_identity ON messages (CAST(timestamp / 86400000000 AS INTEGER), msg_id, timestamp);
CREATE INDEX messages_by_time ON messages (timestamp, id);
CREATE INDEX messages_by_topic ON messages (topic_id, timestamp, id);
CREATE INDEX messages_by_category ON messages (category_id, timestamp, id);
INSERT INTO days (day) SELECT DISTINCT CAST(timestamp / 86400000000 AS INTEGER) FROM messages;

ALTER TABLE messages_users RENAME TO messages_users_before;
CREATE TABLE messages_users (
    day        INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,
    timestamp  INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    PRIMARY KEY (day, user_id, timestamp, message_id)
) STRICT, WITHOUT ROWID;
INSERT INTO messages_users (day, user_id, timestamp, message_id)
    SELECT timestamp / 86400000000, user_id, timestamp, message_id FROM messages_users_before ORDER BY 1, 2, 3, 4;
DROP TABLE messages_users_before;

ALTER TABLE messages_packages RENAME TO messages_packages_before;
CREATE TABLE messages_packages (
    day        INTEGER NOT NULL,
    package_id INTEGER NOT NULL,
    timestamp  INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    PRIMARY KEY (day, package_id, timestamp, message_id)
) STRICT, WITHOUT ROWID;
INSERT INTO messages_packages (day, package_id, timestamp, message_id)
    SELECT timestamp / 86400000000, package_id, timestamp, message_id FROM messages_packages_before ORDER BY 1, 2, 3, 4;
DROP TABLE messages_packages_before;
