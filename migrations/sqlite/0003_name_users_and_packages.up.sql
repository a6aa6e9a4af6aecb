-- Who and what a message is about. The names stand in the message's own row as a JSON array (a reader needs
-- no join); messages_users and messages_packages are the way back, from a name to its messages in time.
CREATE TABLE users (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE packages (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

ALTER TABLE messages ADD COLUMN users TEXT;
ALTER TABLE messages ADD COLUMN packages TEXT;

CREATE TABLE messages_users (
    user_id    INTEGER NOT NULL,
    timestamp  INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    msg_id     TEXT NOT NULL,
    PRIMARY KEY (user_id, timestamp, message_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE messages_packages (
    package_id INTEGER NOT NULL,
    timestamp  INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    msg_id     TEXT NOT NULL,
    PRIMARY KEY (package_id, timestamp, message_id)
) STRICT, WITHOUT ROWID;
