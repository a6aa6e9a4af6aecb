-- Loses the signatures of what is stored; dump first.
ALTER TABLE messages DROP COLUMN certificate_id;
ALTER TABLE messages DROP COLUMN signature;
ALTER TABLE messages DROP COLUMN crypto;
DROP TABLE certificates;
