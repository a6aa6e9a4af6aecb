// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The days that have messages; SQLite only, where the trees whose keys are in no order of time begin with the day, as
/// PostgreSQL has partitions: what is written now touches today's part of them, however large they are.
///
/// A day is a number, whole days since 1970. What lies before is rounded towards it, so that day 0 is two days long, and
/// days are in the order of time all the same. The appending transaction notes a day with its first message; expiry takes it
/// away with its last.
enum DayTable {
    /// The day of a time, in the words of the index `messages_by_identity`, which SQLite knows again by them alone.
    static func day(of timestamp: SQL) -> SQL {
        "CAST(\(timestamp) / 86400000000 AS INTEGER)"
    }

    /// All days, or those of some that have messages.
    static func days(_ days: [Int64]?) -> SQL {
        guard let days else { return "SELECT day FROM days" }
        return "SELECT day FROM days WHERE \(SQL.isAmong("day", days, .sqlite))"
    }

    /// Notes a day.
    static let add = "INSERT INTO days (day) VALUES ($1) ON CONFLICT DO NOTHING"

    /// Takes away the days up to one that have no message any more.
    static func removeEmpty(upTo day: Int64) -> SQL {
        """
        DELETE FROM days
        WHERE day <= \(day) AND NOT EXISTS (SELECT 1 FROM messages WHERE \(Self.day(of: "timestamp")) = days.day)
        """
    }
}

extension Timestamp {
    /// The number of its day, as ``DayTable`` counts them.
    var dayNumber: Int64 { microseconds / 86_400_000_000 }
}
