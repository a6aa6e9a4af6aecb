-- A category is the application that spoke: the fourth word of the topic, the third where the topic
-- contains VirtualTopic. It is filed when the message is stored, and never worked out again.
CREATE TABLE categories (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    CONSTRAINT categories_name EXCLUDE USING hash (name WITH =)
);

ALTER TABLE messages ADD COLUMN category_id bigint;

CREATE TEMPORARY TABLE filed AS
    SELECT id AS topic_id,
           coalesce(nullif(split_part(name, '.', CASE WHEN name LIKE '%VirtualTopic%' THEN 3 ELSE 4 END), ''),
                    'Unclassified') AS category
    FROM topics;
INSERT INTO categories (name) SELECT DISTINCT category FROM filed;
UPDATE messages SET category_id = categories.id
    FROM filed JOIN categories ON categories.name = filed.category
    WHERE filed.topic_id = messages.topic_id;
DROP TABLE filed;

ALTER TABLE messages ALTER COLUMN category_id SET NOT NULL;
CREATE INDEX messages_by_category ON messages (category_id, timestamp, id);
