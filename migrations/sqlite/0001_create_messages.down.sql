-- Takes the archive away, with everything in it.
DROP TABLE messages;
DROP TABLE topics;
