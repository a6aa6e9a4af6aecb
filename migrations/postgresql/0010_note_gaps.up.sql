-- What was missed is to be known: where each publisher's count is, and which stretches of it, or of time, were not
-- heard. Both tables are small and start empty.
CREATE TABLE sequences (
    publisher       text PRIMARY KEY,
    last_seq_id     bigint NOT NULL,
    doubtful_seq_id bigint,
    heard_at        timestamptz NOT NULL
);

CREATE TABLE gaps (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source     text NOT NULL,
    first_seq  bigint,
    last_seq   bigint,
    since      timestamptz,
    until      timestamptz,
    noticed_at timestamptz NOT NULL,
    settled_at timestamptz,
    state      text NOT NULL CHECK (state IN ('open', 'filled', 'lost')),
    detail     text NOT NULL
);

CREATE INDEX gaps_open ON gaps (source, id) WHERE state = 'open';
