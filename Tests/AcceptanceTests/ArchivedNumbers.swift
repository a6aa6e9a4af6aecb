// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

extension ScratchArchive {
    /// Where its daemon keeps the spool, unless it is told otherwise.
    var spool: SpoolFiles { SpoolFiles(folder: folder + "/datanommer-spool") }

    /// The numbers of the stored messages, in the order of their positions.
    func storedNumbers() async throws -> [Int] {
        let database = Database(try DatabaseURL(url))
        defer { database.close() }
        return try await database.withConnection { connection in
            try connection.execute("SELECT msg_id FROM messages ORDER BY id").map { row in
                try #require(NumberedLoad.number(row.text(0)))
            }
        }
    }

    /// Expects each stored message once, in the order in which they were published, and counters that agree.
    ///
    /// - Returns: their numbers.
    func expectOnceInOrder(_ comment: Comment = "", sourceLocation: SourceLocation = #_sourceLocation) async throws
        -> [Int]
    {
        let numbers = try await storedNumbers()
        let wrong = zip(numbers, numbers.dropFirst()).filter { $0 >= $1 }.map { "\($1) after \($0)" }.prefix(5)
        #expect(wrong == [], "\(comment)", sourceLocation: sourceLocation)
        let topics = Dictionary(numbers.map { (NumberedLoad.topic($0), 1) }, uniquingKeysWith: +)
        let lines = topics.sorted { $0.key < $1.key }.map { "\($0.key) has \($0.value) entries" }
        let told = try await run("stats", "--topic").lines
        #expect(told == lines, comment, sourceLocation: sourceLocation)
        #expect(try await setAsideCounts() == [:], comment, sourceLocation: sourceLocation)
        return numbers
    }

    /// Expects all published messages from the first that was heard on, none missing, once and in order.
    func expectAll(of load: NumberedLoad, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let numbers = try await expectOnceInOrder(sourceLocation: sourceLocation)
        let first = try #require(numbers.first, sourceLocation: sourceLocation)
        // They are in order, each once: what could be wrong is what is not there.
        let missing = Set(first..<load.count).subtracting(numbers)
        #expect(missing.sorted().prefix(5) == [], "\(missing.count) are missing", sourceLocation: sourceLocation)
    }
}
