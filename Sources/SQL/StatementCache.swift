// SPDX-License-Identifier: Apache-2.0

/// What was prepared on a connection, by what it was prepared from; bounded, the least recently used goes first.
struct StatementCache<Key: Hashable, Statement> {
    private struct Entry {
        let statement: Statement
        var lastUse: Int
    }

    private let capacity: Int
    private var uses = 0
    private var entries: [Key: Entry] = [:]

    /// - Parameter capacity: At least 1. The default is well above the number of texts in the program, which is what
    ///   keeps the search for the least recently used, over all entries, rare.
    init(capacity: Int = 256) {
        self.capacity = capacity
    }

    var count: Int { entries.count }

    /// The statement, which is now the most recently used.
    mutating func find(_ key: Key) -> Statement? {
        guard let index = entries.index(forKey: key) else { return nil }
        uses += 1
        entries.values[index].lastUse = uses
        return entries.values[index].statement
    }

    /// Adds a statement that was not found. The answer is what had to go for it.
    mutating func insert(_ statement: Statement, for key: Key) -> Statement? {
        let evicted = entries.count < capacity ? nil : entries.min { $0.value.lastUse < $1.value.lastUse }
        if let evicted { entries[evicted.key] = nil }
        uses += 1
        entries[key] = Entry(statement: statement, lastUse: uses)
        return evicted?.value.statement
    }

    mutating func remove(_ key: Key) {
        entries[key] = nil
    }
}
