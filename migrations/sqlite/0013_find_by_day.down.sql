-- Loses nothing. Writes all messages anew, as the way up does, and takes two minutes per million: keys in random order.
DROP INDEX messages_by_category;
DROP INDEX messages_by_topic;
DROP INDEX messages_by_time;
DROP INDEX messages_by_identity;
ALTER TABLE messages RENAME TO messages_before;
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
ALTER TABLE messages ADD COLUMN category_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN users TEXT;
ALTER TABLE messages ADD COLUMN packages TEXT;
ALTER TABLE messages ADD COLUMN headers TEXT;
ALTER TABLE messages ADD COLUMN rest TEXT;
ALTER TABLE messages ADD COLUMN not_said TEXT;
ALTER TABLE messages ADD COLUMN crypto TEXT;
ALTER TABLE messages ADD COLUMN signature TEXT;
ALTER TABLE messages ADD COLUMN certificate_id INTEGER;
ALTER TABLE messages ADD COLUMN source_id INTEGER NOT NULL DEFAULT 1;
ALTER TABLE messages ADD COLUMN verdict TEXT;
INSERT INTO messages (id, msg_id, timestamp, topic_id, i, username, msg, category_id, users, packages, headers, rest,
                      not_said, crypto, signature, certificate_id, source_id, verdict)
    SELECT id, msg_id, timestamp, topic_id, i, username, msg, category_id, users, packages, headers, rest, not_said,
           crypto, signature, certificate_id, source_id, verdict
    FROM messages_before ORDER BY id;
DELETE FROM sqlite_sequence WHERE name = 'messages';
INSERT INTO sqlite_sequence (name, seq) SELECT 'messages', seq FROM sqlite_sequence WHERE name = 'messages_before';
DROP TABLE messages_before;
CREATE INDEX messages_by_time ON messages (timestamp, id);
CREATE INDEX messages_by_topic ON messages (topic_id, timestamp, id);
CREATE INDEX messages_by_category ON messages (category_id, timestamp, id);

ALTER TABLE messages_users RENAME TO messages_users_after;
CREATE TABLE messages_users (
    user_id    INTEGER NOT NULL,
    timestamp  INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    msg_id     TEXT NOT NULL,
    PRIMARY KEY (user_id, timestamp, message_id)
) STRICT, WITHOUT ROWID;
INSERT INTO messages_users (user_id, timestamp, message_id, msg_id)
    SELECT way.user_id, way.timestamp, way.message_id, m.msg_id
    FROM messages_users_after AS way JOIN messages AS m ON m.id = way.message_id ORDER BY 1, 2, 3;
DROP TABLE messages_users_after;

ALTER TABLE messages_packages RENAME TO messages_packages_after;
CREATE TABLE messages_packages (
    package_id INTEGER NOT NULL,
    timestamp  INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    msg_id     TEXT NOT NULL,
    PRIMARY KEY (package_id, timestamp, message_id)
) STRICT, WITHOUT ROWID;
INSERT INTO messages_packages (package_id, timestamp, message_id, msg_id)
    SELECT way.package_id, way.timestamp, way.message_id, m.msg_id
    FROM messages_packages_after AS way JOIN messages AS m ON m.id = way.message_id ORDER BY 1, 2, 3;
DROP TABLE messages_packages_after;
DROP TABLE days;
