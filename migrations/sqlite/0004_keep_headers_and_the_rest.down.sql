-- Loses the headers and odd spellings of what is stored; dump first.
ALTER TABLE messages DROP COLUMN not_said;
ALTER TABLE messages DROP COLUMN rest;
ALTER TABLE messages DROP COLUMN headers;
