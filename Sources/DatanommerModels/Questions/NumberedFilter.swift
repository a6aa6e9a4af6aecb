// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// A filter whose names are the numbers that the database knows them by.
struct NumberedFilter: Hashable, Sendable {
    /// The filter, for what is no name.
    let filter: MessageFilter
    /// The numbers of names that are wanted. A table that is there with none: names were wanted, but nobody knows them.
    private(set) var wanted: [NameTable: [Int64]] = [:]
    /// The numbers of names that are not wanted.
    private(set) var unwanted: [NameTable: [Int64]] = [:]

    /// The tables whose names a filter can have.
    static let tables: [NameTable] = [.topics, .categories, .users, .packages]

    /// Looks the names up.
    init(_ filter: MessageFilter, _ connection: any Connection) throws(DatabaseError) {
        self.filter = filter
        for table in Self.tables {
            let names = filter.names(of: table)
            if !names.wanted.isEmpty { wanted[table] = try Self.numbers(names.wanted, table, connection) }
            if !names.unwanted.isEmpty { unwanted[table] = try Self.numbers(names.unwanted, table, connection) }
        }
    }

    /// A filter whose names somebody looked up.
    init(_ filter: MessageFilter, wanted: [NameTable: [Int64]] = [:], unwanted: [NameTable: [Int64]] = [:]) {
        self.filter = filter
        self.wanted = wanted
        self.unwanted = unwanted
    }

    /// Whether no message can be meant, whatever the archive holds.
    var meansNothing: Bool {
        if wanted.values.contains(where: \.isEmpty) { return true }
        guard let start = filter.start, let end = filter.end else { return false }
        return end < start
    }

    /// Whether nothing matters but topics and categories, so that the counters tell how many messages are meant.
    var isOfCountersAlone: Bool {
        var other = filter
        (other.topics, other.categories, other.notTopics, other.notCategories) = ([], [], [], [])
        return other == MessageFilter()
    }

    /// Whether nothing matters but time.
    var isOfTimeAlone: Bool {
        var other = filter
        (other.start, other.end) = (nil, nil)
        return other == MessageFilter()
    }

    private static func numbers(
        _ names: [String], _ table: NameTable, _ connection: any Connection
    ) throws(DatabaseError) -> [Int64] {
        var numbers: [Int64] = []
        for row in try connection.execute(table.rows(named: names, connection.dialect)) {
            numbers.append(try row.integer(0))
        }
        return numbers.sorted()
    }
}

extension MessageFilter {
    fileprivate func names(of table: NameTable) -> (wanted: [String], unwanted: [String]) {
        switch table {
        case .topics: (topics, notTopics)
        case .categories: (categories, notCategories)
        case .users: (users, notUsers)
        case .packages: (packages, notPackages)
        case .certificates: ([], [])
        }
    }
}
