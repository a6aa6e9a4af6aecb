// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// Finds the numbers of names in an appending transaction, adding the names that are new.
struct NameResolver: Sendable {
    /// Numbers from earlier transactions.
    private let known: NameNumbers
    /// Numbers found in this one; they count only once it is committed.
    private(set) var learnt = NameNumbers()

    init(known: NameNumbers) {
        self.known = known
    }

    /// The number of a name that was resolved, or was known before.
    subscript(table: NameTable, name: String) -> Int64? {
        known[table, name] ?? learnt[table, name]
    }

    /// Finds the numbers of all these names.
    mutating func resolve(_ names: [String], in table: NameTable, on connection: any Connection)
        throws(DatabaseError)
    {
        let unknown = names.exactlyUnique.filter { self[table, $0] == nil }
        try find(unknown, in: table, on: connection)
        let new = unknown.filter { self[table, $0] == nil }
        guard !new.isEmpty else { return }
        let added = try connection.execute(table.insert, forEach: new.map { [.text($0)] })
        for (name, rows) in zip(new, added) {
            if let row = rows.first { learnt[table, name] = try row.integer(0) }
        }
        // What another session added in between is there by now.
        try find(new.filter { self[table, $0] == nil }, in: table, on: connection)
    }

    private mutating func find(_ names: [String], in table: NameTable, on connection: any Connection)
        throws(DatabaseError)
    {
        guard !names.isEmpty else { return }
        for row in try connection.execute(table.rows(named: names, connection.dialect)) {
            learnt[table, try row.text(1)] = try row.integer(0)
        }
    }
}
