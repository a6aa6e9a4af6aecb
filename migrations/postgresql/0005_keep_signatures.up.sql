-- What proves who said it. A publisher sends its certificate (1 to 2 KB) with every message; it is stored once.
CREATE TABLE certificates (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    CONSTRAINT certificates_name EXCLUDE USING hash (name WITH =)
);
COMMENT ON COLUMN certificates.name IS 'the certificate as the envelope carried it: base64 of PEM';

ALTER TABLE messages ADD COLUMN crypto text;
ALTER TABLE messages ADD COLUMN signature text;
ALTER TABLE messages ADD COLUMN certificate_id bigint;
