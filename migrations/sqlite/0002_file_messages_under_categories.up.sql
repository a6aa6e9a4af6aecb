-- A category is the application that spoke: the fourth word of the topic, the third where the topic
-- contains VirtualTopic. It is filed when the message is stored, and never worked out again.
CREATE TABLE categories (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- SQLite adds a NOT NULL column only with a default; 0 is no category's id.
ALTER TABLE messages ADD COLUMN category_id INTEGER NOT NULL DEFAULT 0;

CREATE TEMPORARY TABLE filed AS
    WITH RECURSIVE words (topic_id, n, word, remainder) AS (
        SELECT id, 0, '', name || '.' FROM topics
        UNION ALL
        SELECT topic_id, n + 1, substr(remainder, 1, instr(remainder, '.') - 1),
               substr(remainder, instr(remainder, '.') + 1)
        FROM words WHERE remainder <> '' AND n < 4
    )
    SELECT topics.id AS topic_id, coalesce(nullif(words.word, ''), 'Unclassified') AS category
    FROM topics LEFT JOIN words
        ON words.topic_id = topics.id AND words.n = CASE WHEN instr(name, 'VirtualTopic') > 0 THEN 3 ELSE 4 END;
INSERT INTO categories (name) SELECT DISTINCT category FROM filed;
UPDATE messages SET category_id =
    (SELECT categories.id FROM filed JOIN categories ON categories.name = filed.category
     WHERE filed.topic_id = messages.topic_id);
DROP TABLE filed;

CREATE INDEX messages_by_category ON messages (category_id, timestamp, id);
