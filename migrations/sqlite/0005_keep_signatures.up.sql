-- What proves who said it. A publisher sends its certificate (1 to 2 KB) with every message; it is stored once.
-- Its name is the certificate itself, as the envelope carried it: base64 of PEM.
CREATE TABLE certificates (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

ALTER TABLE messages ADD COLUMN crypto TEXT;
ALTER TABLE messages ADD COLUMN signature TEXT;
ALTER TABLE messages ADD COLUMN certificate_id INTEGER;
