// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The statements that take old messages out of the tables of messages, and out of the counters.
enum ExpiryTable {
    /// The name by which those who remove messages lock one another out, before they lock out who appends: what one has
    /// counted nobody else may remove.
    static let journal = "expiry"

    /// Of the oldest messages, those said before a moment, the last: its time and position; no row where there is none.
    static func lastOfOldest(before moment: Timestamp, count: Int) -> SQL {
        """
        SELECT timestamp, id
        FROM (SELECT timestamp, id FROM messages WHERE timestamp < \(moment) ORDER BY timestamp, id LIMIT \(count))
            AS oldest
        ORDER BY timestamp DESC, id DESC LIMIT 1
        """
    }

    /// Removes all messages up to one, in the order of time and position; the columns are what `GoneMessage` reads.
    ///
    /// The time alone is there for the planners: it tells which partitions, and where in the index, to look.
    static func remove(upTo place: ExpiryPlace) -> SQL {
        """
        DELETE FROM messages
        WHERE timestamp <= \(place.timestamp) AND (timestamp, id) <= (\(place.timestamp), \(place.position))
        RETURNING topic_id, category_id, users, packages, id
        """
    }

    /// How many messages were said before a moment.
    static func count(before moment: Timestamp) -> SQL {
        "SELECT count(*) FROM messages WHERE timestamp < \(moment)"
    }

    /// Takes some messages out of a counter.
    static let lower = "UPDATE counters SET messages = messages - $3 WHERE topic_id = $1 AND category_id = $2"

    /// Takes a counter away that counts nothing any more.
    static let removeEmpty = "DELETE FROM counters WHERE topic_id = $1 AND category_id = $2 AND messages <= 0"
}
