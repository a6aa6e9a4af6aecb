// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// How many messages each topic has under a category, and which is its newest; kept by the appending transaction.
enum CounterTable {
    /// Adds to a counter; the newest message of two is the one with the later time, then the later position.
    static let add = """
        INSERT INTO counters (topic_id, category_id, messages, latest_timestamp, latest_id, latest_msg_id)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (topic_id, category_id) DO UPDATE SET
            messages = counters.messages + excluded.messages,
            latest_timestamp = CASE WHEN (excluded.latest_timestamp, excluded.latest_id)
                > (counters.latest_timestamp, counters.latest_id)
                THEN excluded.latest_timestamp ELSE counters.latest_timestamp END,
            latest_msg_id = CASE WHEN (excluded.latest_timestamp, excluded.latest_id)
                > (counters.latest_timestamp, counters.latest_id)
                THEN excluded.latest_msg_id ELSE counters.latest_msg_id END,
            latest_id = CASE WHEN (excluded.latest_timestamp, excluded.latest_id)
                > (counters.latest_timestamp, counters.latest_id)
                THEN excluded.latest_id ELSE counters.latest_id END
        """

    /// How many messages each name of a table has in the counters that a condition on `m` selects.
    static func counts(of table: NameTable, where condition: SQL) -> SQL {
        """
        SELECT named.name, CAST(sum(m.messages) AS bigint)
        FROM counters AS m JOIN \(table.table) AS named ON named.id = \(table.number("m"))
        WHERE \(condition) GROUP BY named.id, named.name HAVING sum(m.messages) > 0
        """
    }

    /// How many messages there are in the counters that a condition on `m` selects.
    static func total(where condition: SQL) -> SQL {
        "SELECT CAST(coalesce(sum(m.messages), 0) AS bigint) FROM counters AS m WHERE \(condition)"
    }

    /// The newest message of each category: its category, key and time.
    static func latest(where condition: SQL) -> SQL {
        """
        SELECT category, latest_msg_id, latest_timestamp, latest_id
        FROM (SELECT categories.name AS category, latest_msg_id, latest_timestamp, latest_id,
                row_number() OVER (PARTITION BY category_id ORDER BY latest_timestamp DESC, latest_id DESC) AS place
            FROM counters JOIN categories ON categories.id = counters.category_id
                JOIN topics ON topics.id = counters.topic_id
            WHERE \(condition)) AS newest
        WHERE place = 1
        """
    }
}

/// What one transaction adds to the counters.
struct CounterChanges {
    typealias Latest = (timestamp: Timestamp, id: Int64, msgID: String)

    private struct Change {
        var messages: Int64
        var latest: Latest
    }

    private var changes: [CounterKey: Change] = [:]

    /// Counts a message that is stored in a place, and may be the newest of its topic.
    mutating func count(_ place: StoredPlace, _ newest: Latest) {
        guard let topic = place.topic, let category = place.category else { return }
        let key = CounterKey(topicID: topic, categoryID: category)
        var change = changes[key] ?? Change(messages: 0, latest: newest)
        change.messages += 1
        if (change.latest.timestamp, change.latest.id) < (newest.timestamp, newest.id) { change.latest = newest }
        changes[key] = change
    }

    /// The values of `CounterTable.add`, a row a counter, in the order of the keys so that two writers cannot deadlock.
    var rows: [[SQLValue]] {
        changes.sorted { $0.key < $1.key }.map { key, change in
            [
                .integer(key.topicID), .integer(key.categoryID), .integer(change.messages),
                .timestamp(change.latest.timestamp), .integer(change.latest.id), .text(change.latest.msgID),
            ]
        }
    }
}
