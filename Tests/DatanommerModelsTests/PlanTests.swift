// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

/// What a database says it would do for a page of messages.
@Suite struct `The plan of a page` {
    /// A filter, and the index along which its messages are found.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let filter: MessageFilter
        /// What PostgreSQL calls the index, and how SQLite tells its use.
        let walks: [Engine: String]

        init(
            _ name: String, postgresql: String, sqlite: String, _ fill: (inout MessageFilter) -> Void
        ) {
            var filter = MessageFilter()
            fill(&filter)
            self.filter = filter
            testDescription = name
            walks = [.postgresql: postgresql, .sqlite: sqlite]
        }
    }

    /// How messages are kept.
    enum Shape: CaseIterable, Sendable {
        case sqlite, oneTable, partitioned

        func withArchive(_ body: (Archive) async throws -> Void) async throws {
            switch self {
            case .sqlite: try await DatanommerModelsTests.withArchive(.sqlite, body)
            case .oneTable: try await withFlatArchive(body)
            case .partitioned: try await DatanommerModelsTests.withArchive(.postgresql, body)
            }
        }

        /// How the plan calls an index; those of partitions are called for their columns.
        func name(of walks: [Engine: String]) -> String? {
            guard self != .sqlite else { return walks[.sqlite] }
            guard self == .partitioned, let index = walks[.postgresql] else { return walks[.postgresql] }
            return Self.partitions[index]
        }

        private static let partitions = [
            "messages_by_time": "_timestamp_id_idx", "messages_by_t": "_timestamp_id_idx",
            "messages_by_topic": "_topic_id_timestamp_id_idx", "messages_by_category": "_category_id_timestamp_id_idx",
            "messages_users_by_user": "_user_id_timestamp_message_id_idx",
            "messages_packages_by_package": "_package_id_timestamp_message_id_idx", "messages_pkey": "_pkey",
        ]
    }

    private static let byUser = ("messages_users_by_user", "SEARCH way USING PRIMARY KEY (day=? AND user_id=?")
    private static let byPackage = (
        "messages_packages_by_package", "SEARCH way USING PRIMARY KEY (day=? AND package_id=?"
    )

    static let cases = [
        Case("everything", postgresql: "messages_by_time", sqlite: "messages_by_time") { _ in },
        // Of a topic that nearly all messages have PostgreSQL prefers to look along all of them.
        Case("a common topic", postgresql: "messages_by_t", sqlite: "INDEX messages_by_topic (topic_id=?") {
            $0.topics = ["a.b.c.common.said"]
        },
        Case("a rare topic", postgresql: "messages_by_topic", sqlite: "INDEX messages_by_topic (topic_id=?") {
            $0.topics = ["a.b.c.rare.said"]
        },
        Case("two categories", postgresql: "messages_by_category", sqlite: "INDEX messages_by_category (category_id=?")
        { $0.categories = ["rare", "common"] },
        Case("a common user", postgresql: byUser.0, sqlite: byUser.1) { $0.users = ["common"] },
        Case("a rare user", postgresql: byUser.0, sqlite: byUser.1) { $0.users = ["rare"] },
        Case("two users", postgresql: byUser.0, sqlite: byUser.1) { $0.users = ["rare", "common"] },
        Case("a package", postgresql: byPackage.0, sqlite: byPackage.1) { $0.packages = ["rare"] },
        Case("a user within times", postgresql: byUser.0, sqlite: byUser.1) {
            $0.users = ["common"]
            $0.start = .sample(500)
            $0.end = .sample(1_500)
        },
        Case("a rare user of a common topic", postgresql: byUser.0, sqlite: byUser.1) {
            $0.users = ["rare"]
            $0.topics = ["a.b.c.common.said"]
        },
        Case(
            "a rare topic about a common user", postgresql: "messages_by_topic",
            sqlite: "INDEX messages_by_topic (topic_id=?"
        ) {
            $0.topics = ["a.b.c.rare.said"]
            $0.users = ["common"]
        },
        Case("a common user, not a package", postgresql: byUser.0, sqlite: byUser.1) {
            $0.users = ["common"]
            $0.notPackages = ["rare"]
        },
        Case("a common user of a package that is hardly rarer", postgresql: byPackage.0, sqlite: byPackage.1) {
            $0.users = ["common"]
            $0.packages = ["common"]
        },
        Case("a common user, not of a category", postgresql: byUser.0, sqlite: byUser.1) {
            $0.users = ["common"]
            $0.notCategories = ["rare"]
        },
        Case(
            "an identity", postgresql: "messages_pkey",
            sqlite: "COVERING INDEX messages_by_identity (<expr>=? AND msg_id=?"
        ) { $0.msgIDs = ["m17"] },
    ]

    @Test(arguments: Shape.allCases)
    func `walks an index, and never reads or sorts all messages`(shape: Shape) async throws {
        try await shape.withArchive { archive in
            try await archive.fill()
            for wanted in Self.cases {
                for order in MessageOrder.allCases {
                    let cursor = MessageCursor(timestamp: .sample(1_000), position: 1_000)
                    for after in [nil, cursor] {
                        let plan = try await archive.plan(wanted.filter, order, after: after)
                        let said = Comment("\(wanted.testDescription), \(order), \(plan)")
                        let walk = try #require(shape.name(of: wanted.walks))
                        #expect(plan.contains(walk), said)
                        #expect(!plan.contains("Seq Scan on messages"), said)
                        #expect(
                            !plan.contains("SCAN m\n") && !plan.contains("SCAN way") && !plan.contains("SCAN about"),
                            said)
                    }
                }
            }
        }
    }
}

extension Archive {
    /// Many messages, of which every hundredth is rare.
    fileprivate func fill() async throws {
        let messages = (0..<4_000).map { number in
            let name = number.isMultiple(of: 100) ? "rare" : "common"
            return Message.sample(
                "m\(number)", at: Int64(number), topic: "a.b.c.\(name).said", users: [name, "u\(number % 7)"],
                packages: [number.isMultiple(of: 50) ? "rare" : "common"])
        }
        _ = try await append(messages)
        _ = try await rows("ANALYZE")
    }

    /// What the database would do for the first page of a hundred.
    fileprivate func plan(
        _ filter: MessageFilter, _ order: MessageOrder, after: MessageCursor?
    ) async throws -> String {
        try await database.withConnection { connection in
            let numbered = try NumberedFilter(filter, connection)
            let walk = try #require(try MessageWalk(numbered, on: connection))
            let keys = try connection.plan(walk.keys(order, after: after, limit: 101))
            let isMerged = filter.users.count > 1 || filter.categories.count > 1 || !filter.msgIDs.isEmpty
            #expect(isMerged || !keys.contains("Sort") && !keys.contains("TEMP B-TREE"), "\(keys)")
            return try keys
                + connection.plan(
                    connection.dialect == .sqlite
                        ? MessageTable.select(where: SQL.isAmong("m.id", [1, 2], .sqlite))
                        : MessageTable.select(["m1", "m2"], from: .sample(1), to: .sample(3_999)))
        }
    }
}

extension Connection {
    /// What the database would do, a step a line.
    fileprivate func plan(_ statement: SQL) throws -> String {
        switch dialect {
        case .postgresql:
            // Of a few thousand rows reading all is cheap, whatever index there is: what counts is what it could do.
            for way in ["seqscan", "bitmapscan"] {
                try execute(SQL(text: "SET enable_\(way) = off"))
            }
            return try execute("EXPLAIN (COSTS OFF) " + statement).map { try $0.text(0) + "\n" }.joined()
        case .sqlite:
            return try execute("EXPLAIN QUERY PLAN " + statement).map { try $0.text(3) + "\n" }.joined()
        }
    }
}
