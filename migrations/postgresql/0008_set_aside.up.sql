-- What could not become a message is kept for a look, with its frames and the reason, instead of being lost.
CREATE TABLE quarantine (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    set_aside_at timestamptz NOT NULL,
    reason       text NOT NULL,
    detail       text NOT NULL,
    topic        bytea NOT NULL,
    body         bytea NOT NULL
);
