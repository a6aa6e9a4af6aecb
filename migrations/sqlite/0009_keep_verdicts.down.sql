-- Loses what the checks of signatures found.
ALTER TABLE messages DROP COLUMN verdict;
