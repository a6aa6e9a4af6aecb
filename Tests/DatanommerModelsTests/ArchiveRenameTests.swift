// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import JSONText
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `A renaming` {
    private let rules = MessageDecoder { envelope, topic in
        MessageNames(users: ["new", topic], packages: envelope["seq_id"] == nil ? [] : ["seq"])
    }

    private func found(_ archive: Archive, user: String) async throws -> [String] {
        var filter = MessageFilter()
        filter.users = [user]
        return try await archive.grep(filter).messages.map(\.msgID)
    }

    @Test(arguments: Engine.allCases)
    func `gives stored messages the names that the rules find now, and finds them by these alone`(engine: Engine)
        async throws
    {
        let body = #"{"topic":"a","seq_id":1,"msg":{"who":["old","new"],"what":["p"]},"msg_id":"x","timestamp":1}"#
        try await withArchive(engine) { archive in
            _ = try await archive.append([try MessageDecoder.sample.decode(body), .sample("y", users: ["old"])])
            let stored = try await archive.messages(withIDs: ["x"])
            let renamed = stored.compactMap(rules.renamed)
            #expect(renamed.map(\.after.users) == [["new", "a"]])
            #expect(renamed.map(\.after.packages) == [["seq"]])
            try await archive.rename(renamed)
            #expect(try await archive.messages(withIDs: ["x"]) == renamed.map(\.after))
            #expect(try await found(archive, user: "old") == ["y"])
            #expect(try await found(archive, user: "new") == ["x"])
            #expect(try await found(archive, user: "a") == ["x"])
            var filter = MessageFilter()
            filter.packages = ["p"]
            #expect(try await archive.count(filter) == 0)
            filter.packages = ["seq"]
            #expect(try await archive.count(filter) == 1)
            // Now they are those it has.
            #expect(try await archive.messages(withIDs: ["x"]).compactMap(rules.renamed) == [])
            // Who read it before, as a second program would, changes nothing any more.
            try await archive.rename(renamed)
            let ways = try await archive.rows("SELECT count(*) FROM messages_users")
            #expect(ways == [Row(values: [.integer(3)])])
        }
    }

    @Test func `is none where a name was found that no database can keep`() {
        let rules = MessageDecoder { _, _ in MessageNames(users: ["a\u{0}"], isUnstorable: true) }
        #expect(rules.renamed(.sample("x", users: ["b"])) == nil)
    }

    @Test(arguments: Engine.allCases)
    func `of nothing does nothing`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            try await archive.rename([])
            #expect(try await archive.count() == 0)
        }
    }
}
