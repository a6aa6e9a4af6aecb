-- Forgets the programs' names and versions, keeps the messages.
ALTER TABLE messages DROP COLUMN source_id;
DROP TABLE sources;
