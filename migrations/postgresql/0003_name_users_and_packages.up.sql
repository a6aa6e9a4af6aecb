-- Who and what a message is about. The names stand in the message's own row as a JSON array (a reader needs
-- no join); messages_users and messages_packages are the way back, from a name to its messages in time.
CREATE TABLE users (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    CONSTRAINT users_name EXCLUDE USING hash (name WITH =)
);
CREATE TABLE packages (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    CONSTRAINT packages_name EXCLUDE USING hash (name WITH =)
);

ALTER TABLE messages ADD COLUMN users text;
ALTER TABLE messages ADD COLUMN packages text;

-- msg_id keeps these rows beside their message when both are distributed by it.
CREATE TABLE messages_users (
    user_id    bigint NOT NULL,
    timestamp  timestamptz NOT NULL,
    message_id bigint NOT NULL,
    msg_id     text NOT NULL
);
CREATE INDEX messages_users_by_user ON messages_users (user_id, timestamp, message_id);
CREATE TABLE messages_packages (
    package_id bigint NOT NULL,
    timestamp  timestamptz NOT NULL,
    message_id bigint NOT NULL,
    msg_id     text NOT NULL
);
CREATE INDEX messages_packages_by_package ON messages_packages (package_id, timestamp, message_id);
