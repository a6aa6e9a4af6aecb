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

    /// The numbers of these names, each in its name's place; nil where there is no name.
    mutating func numbers(of names: [String?], in table: NameTable, on connection: any Connection)
        throws(DatabaseError) -> [Int64?]
    {
        let (known, learnt) = (known[table], learnt[table])
        var numbers = names.map { name in name.map(ExactText.init).flatMap { known[$0] ?? learnt[$0] } }
        let unknown = zip(names, numbers).compactMap { name, number in number == nil ? name : nil }
        guard !unknown.isEmpty else { return numbers }
        try resolve(unknown, in: table, on: connection)
        for place in numbers.indices where numbers[place] == nil {
            numbers[place] = names[place].flatMap { self[table, $0] }
        }
        return numbers
    }

    /// Finds the numbers of all these names. Who adds names holds the journal's lock: nobody else adds one in between.
    mutating func resolve(_ names: [String], in table: NameTable, on connection: any Connection)
        throws(DatabaseError)
    {
        let unknown = names.exactlyUnique.filter { self[table, $0] == nil }
        try find(unknown, in: table, on: connection)
        let new = unknown.filter { self[table, $0] == nil }
        guard !new.isEmpty else { return }
        let numbers = try connection.nextNumbers(new.count, of: table.table)
        for (name, number) in zip(new, numbers) { learnt[table, name] = number }
        try connection.insert(
            new.map { [self[table, $0].sqlValue, .text($0)] }, into: table.rawValue, NameTable.columns)
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
