// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// What could not become a message.
enum QuarantineTable {
    static let insert = """
        INSERT INTO quarantine (set_aside_at, reason, detail, topic, body) VALUES ($1, $2, $3, $4, $5)
        """

    /// How many were set aside, by reason.
    static let counts: SQL = "SELECT reason, count(*) FROM quarantine GROUP BY reason"
}

extension SetAside {
    /// The values of `QuarantineTable.insert`.
    var values: [SQLValue] {
        [.timestamp(receivedAt), .text(reason.rawValue), .text(detail), .bytes(topic), .bytes(body)]
    }
}
