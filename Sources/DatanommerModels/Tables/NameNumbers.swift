// SPDX-License-Identifier: Apache-2.0

/// The numbers of names, by table; a cache that is bounded in bytes.
struct NameNumbers: Sendable {
    private var numbers: [NameTable: [ExactText: Int64]] = [:]
    private var bytes: [NameTable: Int] = [:]

    /// How many bytes of names are remembered of a table; past that all are forgotten, and looked up again.
    private static let maximumBytes = 4 << 20

    /// Those of a table's names.
    subscript(table: NameTable) -> [ExactText: Int64] { numbers[table] ?? [:] }

    subscript(table: NameTable, name: String) -> Int64? {
        get { numbers[table]?[ExactText(name)] }
        set {
            bytes[table, default: 0] += name.utf8.count
            numbers[table, default: [:]][ExactText(name)] = newValue
        }
    }

    /// Remembers what was learnt.
    mutating func learn(_ learnt: NameNumbers) {
        for (table, names) in learnt.numbers {
            if bytes[table, default: 0] > Self.maximumBytes {
                numbers[table] = [:]
                bytes[table] = 0
            }
            for (name, number) in names { self[table, name.text] = number }
        }
    }
}
