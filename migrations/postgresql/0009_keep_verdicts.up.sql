-- What the check of a signature found when the message came: 'valid', or the reason why not; null where it was not
-- checked. Certificates run out and are revoked, so that it cannot be found out later.
ALTER TABLE messages ADD COLUMN verdict text;
