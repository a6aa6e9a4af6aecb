// SPDX-License-Identifier: Apache-2.0

import SQL
import Testing

@testable import DatanommerModels

extension Archive {
    /// The counters agree with the rows they count.
    func expectExactCounters(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let counters = try await rows(
            """
            SELECT topic_id, category_id, messages, latest_timestamp, latest_id, latest_msg_id FROM counters
            ORDER BY topic_id, category_id
            """)
        let counted = try await rows(
            """
            SELECT topic_id, category_id, n, timestamp, id, msg_id
            FROM (SELECT topic_id, category_id, timestamp, id, msg_id,
                    count(*) OVER (PARTITION BY topic_id, category_id) AS n,
                    row_number() OVER (PARTITION BY topic_id, category_id ORDER BY timestamp DESC, id DESC) AS place
                FROM messages) AS numbered
            WHERE place = 1 ORDER BY topic_id, category_id
            """)
        #expect(counters == counted, sourceLocation: sourceLocation)
    }

    /// A way leads from each name that a message has to it, and nowhere else.
    func expectExactWays(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let messages = Lines()
        try await forEachMessage { message in
            for user in message.users { messages.add("user \(user): \(message.position ?? 0) \(message.timestamp)") }
            for package in message.packages {
                messages.add("package \(package): \(message.position ?? 0) \(message.timestamp)")
            }
        }
        let users = try await rows(
            "SELECT name, message_id, timestamp FROM messages_users JOIN users ON users.id = user_id")
        let packages = try await rows(
            "SELECT name, message_id, timestamp FROM messages_packages JOIN packages ON packages.id = package_id")
        let ways =
            try users.map { "user \(try $0.text(0)): \(try $0.integer(1)) \(try $0.timestamp(2))" }
            + packages.map { "package \(try $0.text(0)): \(try $0.integer(1)) \(try $0.timestamp(2))" }
        #expect(ways.sorted() == messages.all.sorted(), sourceLocation: sourceLocation)
        if dialect == .sqlite { try await expectExactDays(sourceLocation: sourceLocation) }
    }

    /// SQLite: there are the days that have messages, and each way says its message's day.
    func expectExactDays(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let days = try await rows("SELECT day FROM days ORDER BY day")
        let told = try await rows("SELECT DISTINCT timestamp / 86400000000 FROM messages ORDER BY 1")
        #expect(days == told, sourceLocation: sourceLocation)
        let wrong = try await rows(
            """
            SELECT timestamp FROM messages_users WHERE day <> timestamp / 86400000000
            UNION ALL SELECT timestamp FROM messages_packages WHERE day <> timestamp / 86400000000
            """)
        #expect(wrong == [], sourceLocation: sourceLocation)
    }
}
