-- Counting a big table takes minutes, so the transaction that appends also counts: one row a topic (and
-- category), with its newest message. datanommer-stats and -latest read these few rows, whatever the archive's size.
CREATE TABLE counters (
    topic_id         bigint NOT NULL,
    category_id      bigint NOT NULL,
    messages         bigint NOT NULL,
    latest_timestamp timestamptz NOT NULL,
    latest_id        bigint NOT NULL,
    latest_msg_id    text NOT NULL,
    PRIMARY KEY (topic_id, category_id)
);

-- One pass over messages, sorted: run it when the archive is quiet if it is big.
INSERT INTO counters
    SELECT topic_id, category_id, messages, timestamp, id, msg_id
    FROM (SELECT topic_id, category_id, timestamp, id, msg_id,
                 count(*) OVER (PARTITION BY topic_id, category_id) AS messages,
                 row_number() OVER (PARTITION BY topic_id, category_id ORDER BY timestamp DESC, id DESC) AS n
          FROM messages) AS counted
    WHERE n = 1;
