-- Forgets the names, keeps the messages; datanommer-extract finds the names again.
DROP TABLE messages_packages;
DROP TABLE messages_users;
ALTER TABLE messages DROP COLUMN packages;
ALTER TABLE messages DROP COLUMN users;
DROP TABLE packages;
DROP TABLE users;
