-- Which program, in which version, put a message in the archive: itself, unless the message brought its own.
-- Few rows; the appending transaction, which alone writes here, holds the journal's lock.
CREATE TABLE sources (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    text NOT NULL,
    version text NOT NULL
);
INSERT INTO sources (name, version) VALUES ('datanommer', 'unknown');

ALTER TABLE messages ADD COLUMN source_id bigint NOT NULL DEFAULT 1;
ALTER TABLE messages ALTER COLUMN source_id DROP DEFAULT;
