-- Feeds read the messages in the order of their positions and remember how far they are; what a backend will never take is
-- kept with the reason. Both tables are small and start empty.
CREATE TABLE bookmarks (
    feed       text PRIMARY KEY,
    journal    text NOT NULL,
    position   bigint NOT NULL,
    generation bigint NOT NULL DEFAULT 1,
    paused     boolean NOT NULL DEFAULT false,
    delivered  bigint NOT NULL DEFAULT 0,
    refused    bigint NOT NULL DEFAULT 0,
    expired    bigint NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL,
    error      text,
    failed_at  timestamptz,
    holder     text,
    held_until timestamptz,
    again_from bigint,
    again_to   bigint,
    again_letters boolean NOT NULL DEFAULT false
);

CREATE TABLE dead_letters (
    feed       text NOT NULL,
    position   bigint NOT NULL,
    msg_id     text NOT NULL,
    reason     text NOT NULL,
    refused_at timestamptz NOT NULL,
    again      boolean NOT NULL DEFAULT false,
    PRIMARY KEY (feed, position)
);
