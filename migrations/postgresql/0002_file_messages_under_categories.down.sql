-- Forgets the filing, keeps the messages.
DROP INDEX messages_by_category;
ALTER TABLE messages DROP COLUMN category_id;
DROP TABLE categories;
