-- Which program, in which version, put a message in the archive: itself, unless the message brought its own.
CREATE TABLE sources (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    version TEXT NOT NULL
) STRICT;
INSERT INTO sources (name, version) VALUES ('datanommer', 'unknown');

ALTER TABLE messages ADD COLUMN source_id INTEGER NOT NULL DEFAULT 1;
