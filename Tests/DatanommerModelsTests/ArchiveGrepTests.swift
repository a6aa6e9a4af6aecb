// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `A grep` {
    /// Six messages, said in the order of their names but stored in another.
    private static let messages = [
        Message.sample("d", at: 4, topic: "a.b.c.git.push", users: ["ann"], packages: ["kernel", "vim"]),
        .sample("a", at: 1, topic: "a.b.c.git.push", users: ["ann", "bob"], packages: ["vim"]),
        .sample("c", at: 3, topic: "a.b.c.bodhi.edit", users: ["bob"]),
        .sample("b", at: 2, topic: "a.b.c.bodhi.new", packages: ["kernel"]),
        .sample("f", at: 5, topic: "a.b", users: ["é"]),
        .sample("e", at: 5, topic: "a.b"),
    ]

    /// The identities of what a filter means, a letter each.
    private func found(_ archive: Archive, order: MessageOrder = .asc, _ fill: (inout MessageFilter) -> Void)
        async throws -> String
    {
        var filter = MessageFilter()
        fill(&filter)
        let page = try await archive.grep(filter, order: order)
        #expect(page.next == nil)
        #expect(try await archive.count(filter) == page.messages.count)
        return page.messages.map(\.msgID).joined()
    }

    @Test(arguments: Engine.allCases)
    func `finds by each filter alone, in the order of time, then arrival`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            _ = try await archive.append(Self.messages)
            #expect(try await found(archive) { _ in } == "abcdfe")
            #expect(try await found(archive, order: .desc) { _ in } == "efdcba")
            #expect(try await found(archive) { $0.start = .sample(3) } == "cdfe")
            #expect(try await found(archive) { $0.end = .sample(3) } == "abc")
            #expect(try await found(archive) { $0.topics = ["a.b.c.git.push"] } == "ad")
            #expect(try await found(archive) { $0.topics = ["a.b.c.git"] } == "")
            #expect(try await found(archive) { $0.categories = ["git", "bodhi"] } == "abcd")
            #expect(try await found(archive) { $0.users = ["ann"] } == "ad")
            #expect(try await found(archive) { $0.users = ["bob", "é", "absent"] } == "acf")
            #expect(try await found(archive) { $0.packages = ["kernel"] } == "bd")
            #expect(try await found(archive) { $0.contains = [#":"b""#, #":"e""#] } == "be")
            #expect(try await found(archive) { $0.msgIDs = ["f", "a", "absent", ""] } == "af")
            #expect(try await found(archive) { $0.notTopics = ["a.b", "a.b.c.bodhi.new"] } == "acd")
            #expect(try await found(archive) { $0.notCategories = ["Unclassified", "git"] } == "bc")
            #expect(try await found(archive) { $0.notUsers = ["ann"] } == "bcfe")
            #expect(try await found(archive) { $0.notPackages = ["vim", "absent"] } == "bcfe")
            #expect(try await found(archive) { $0.notUsers = ["absent"] } == "abcdfe")
        }
    }

    @Test(arguments: Engine.allCases)
    func `joins filters by and, their values by or`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            _ = try await archive.append(Self.messages)
            #expect(
                try await found(archive) {
                    $0.users = ["ann"]; $0.packages = ["kernel"]
                } == "d")
            #expect(
                try await found(archive) {
                    $0.users = ["ann"]; $0.notUsers = ["bob"]
                } == "d")
            #expect(
                try await found(archive) {
                    $0.users = ["ann", "bob"]; $0.notPackages = ["vim"]
                } == "c")
            #expect(
                try await found(archive) {
                    $0.categories = ["git"]; $0.notCategories = ["git"]
                } == "")
            #expect(
                try await found(archive) {
                    $0.start = .sample(2); $0.end = .sample(4); $0.users = ["bob"]
                } == "c")
            #expect(
                try await found(archive) {
                    $0.start = .sample(4); $0.end = .sample(2)
                } == "")
            #expect(
                try await found(archive) {
                    $0.start = .sample(2); $0.notUsers = ["ann"]
                } == "bcfe")
            #expect(
                try await found(archive) {
                    $0.topics = ["a.b"]; $0.contains = [#""f""#]; $0.users = ["é"]
                } == "f")
        }
    }

    @Test(arguments: Engine.allCases)
    func `answers any mix of filters as the messages themselves do, its count and pages too`(engine: Engine)
        async throws
    {
        let messages = try Array(Message.generated().prefix(120))
        try await withArchive(engine) { archive in
            _ = try await archive.append(messages)
            let inOrder = try await archive.grep(MessageFilter(), limit: 1_000).messages
            #expect(inOrder.count == Set(messages.map(\.msgID)).count)
            var generator = SeededGenerator(seed: 5)
            for _ in 0..<150 {
                let filter = MessageFilter.random(of: inOrder, using: &generator)
                let expected = inOrder.filter { filter.means($0) }
                #expect(try await archive.grep(filter, limit: 1_000).messages == expected, "\(filter)")
                #expect(try await archive.count(filter) == expected.count, "\(filter)")
                let backwards = try await archive.grep(filter, order: .desc, limit: 1_000).messages
                #expect(backwards == expected.reversed(), "\(filter)")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `finds by values that look like SQL, patterns or arrays as they are`(engine: Engine) async throws {
        let odd = [
            "'", "\"", "\\", "%", "_", "{a,b}", "{", ",", "NULL", "$1", "a'; DROP TABLE messages; --", "é", "🎉", " ",
        ]
        try await withArchive(engine) { archive in
            let messages = odd.enumerated().map { number, text in
                Message.sample("id \(text)", at: Int64(number), topic: "a.b.c.\(text)", users: [text], packages: [text])
            }
            _ = try await archive.append(messages + [.sample("other")])
            for text in odd {
                let expected = "id \(text)"
                #expect(try await found(archive) { $0.topics = ["a.b.c.\(text)"] } == expected)
                #expect(try await found(archive) { $0.users = [text] } == expected)
                #expect(try await found(archive) { $0.packages = [text] } == expected)
                #expect(try await found(archive) { $0.msgIDs = [expected] } == expected)
                #expect(
                    try await found(archive) { $0.categories = [Category.name(ofTopic: "a.b.c.\(text)")] } == expected)
            }
            var none = MessageFilter()
            none.notUsers = odd
            #expect(try await archive.grep(none).messages.map(\.msgID) == ["other"])
        }
    }
}
