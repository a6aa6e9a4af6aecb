// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import SQL

/// The one transaction that stores a batch.
struct Append: Sendable {
    struct Done: Sendable {
        var outcome: AppendOutcome
        /// Where the numbers hold.
        var session: Int?
        var names: NameResolver
        var sources: [Source: Int64]
        /// What is new, and where it stands.
        var new: [Message] = []
        var positions: [Int64] = []
        /// For those that are looked up early while it runs.
        var last: LastAppend?
    }

    let batch: [Message]
    let setAside: [SetAside]
    /// The numbers of publishers that are followed, in order of arrival.
    var spoken: [SpokenNumber] = []
    /// How many may be kept of what is set aside, in all.
    let setAsideLimit: Int
    /// Numbers known from earlier transactions of a session.
    let numbers: @Sendable (_ session: Int?) -> KnownNumbers
    /// Which identities of the batch are stored, looked up before.
    var early: EarlyLookup?

    func run(on connection: any Connection) throws -> Done {
        // From here to the commit no other appender draws positions: they become visible in their order.
        try connection.lockForAppending(journal: MessageTable.journal)
        let (sound, broken) = batchByJSON
        let numbers = numbers(connection.sessionNumber)
        let end = early == nil ? nil : try connection.journalEnd()
        let known = try known(at: end, numbers.lastAppend, on: connection)
        let arrivals = Arrivals(sound, known: known)
        var done = Done(
            outcome: AppendOutcome(), session: connection.sessionNumber, names: NameResolver(known: numbers.names),
            sources: numbers.sources)
        try store(arrivals.new, &done, on: connection)
        done.last = early == nil ? nil : arrivals.append(after: end, done.positions)
        done.outcome.stored = arrivals.new.count
        done.outcome.duplicates = arrivals.duplicates.count
        done.outcome.setAside =
            setAside + broken.map { $0.setAside(.notJSON, "msg, headers or rest is no JSON") }
            + arrivals.otherClaims.map {
                $0.setAside(.otherClaim, "msg_id \($0.msgID) is stored with another time than \($0.timestamp.civil)")
            }
        done.outcome.notKept = try keep(done.outcome.setAside, on: connection)
        if let changes = try follow(known: known, on: connection) { done.outcome.note(changes) }
        // Whoever hands messages in forgets them after the commit, also those that were there already.
        if arrivals.new.isEmpty, !batch.isEmpty { try connection.confirmWhatIsThere() }
        return done
    }

    /// The messages whose JSON texts are JSON, and the others, each in order.
    private var batchByJSON: (sound: [Message], broken: [Message]) {
        guard batch.indices.contains(where: { !batch[$0].holdsJSON }) else { return (batch, []) }
        return (batch.filter(\.holdsJSON), batch.filter { !$0.holdsJSON })
    }

    /// The identities that are stored: as they were looked up early, where that still holds.
    private func known(at end: JournalEnd?, _ last: LastAppend?, on connection: any Connection) throws(DatabaseError)
        -> KnownIdentities
    {
        if let known = early?.known(at: end, after: last) { return known }
        return try connection.knownIdentities(of: batch)
    }

    /// Stores messages that are not there yet.
    private func store(_ new: [Message], _ done: inout Done, on connection: any Connection) throws(DatabaseError) {
        guard !new.isEmpty else { return }
        let places = try places(of: new, &done, on: connection)
        // By their places in the array, here and below: a message has twenty parts, and copying it costs time.
        let (indices, dialect) = (new.indices, connection.dialect)
        var rows = indices.lazy.map { new[$0].values(places[$0]) }.makeIterator()
        try connection.insert(into: "messages", MessageTable.storedColumns) { rows.next() }
        var users = indices.lazy.flatMap { new[$0].ways(from: places[$0].users, places[$0], dialect) }.makeIterator()
        try store(.users, connection) { users.next() }
        var packages = indices.lazy.flatMap { new[$0].ways(from: places[$0].packages, places[$0], dialect) }
            .makeIterator()
        try store(.packages, connection) { packages.next() }
        if dialect == .sqlite {
            let days = Set(indices.map { new[$0].timestamp.dayNumber }).sorted()
            try connection.execute(DayTable.add, forEach: days.map { [.integer($0)] })
        }
        var changes = CounterChanges()
        for index in indices {
            changes.count(places[index], (new[index].timestamp, places[index].position, new[index].msgID))
        }
        try connection.execute(CounterTable.add, forEach: changes.rows)
        (done.new, done.positions) = (new, places.map(\.position))
    }

    private func store(
        _ ways: WayTable, _ connection: any Connection, _ next: () -> [SQLValue]?
    ) throws(DatabaseError) {
        try connection.insert(into: ways.name, ways.columns(connection.dialect), next)
    }

    /// Numbers the names of new messages, adding those that are new themselves, and draws positions.
    private func places(of new: [Message], _ done: inout Done, on connection: any Connection) throws(DatabaseError)
        -> [StoredPlace]
    {
        let indices = new.indices
        func numbers(_ table: NameTable, _ names: [String?]) throws(DatabaseError) -> [Int64?] {
            try done.names.numbers(of: names, in: table, on: connection)
        }
        let topics = try numbers(.topics, indices.map { new[$0].topic })
        let categories = try numbers(.categories, indices.map { new[$0].category })
        let certificates = try numbers(.certificates, indices.map { new[$0].certificate })
        var users = try numbers(.users, indices.flatMap { new[$0].users })[...]
        var packages = try numbers(.packages, indices.flatMap { new[$0].packages })[...]
        let positions = try connection.nextNumbers(new.count, of: "messages")
        var places: [StoredPlace] = []
        places.reserveCapacity(new.count)
        for index in indices {
            places.append(
                StoredPlace(
                    position: positions[index], topic: topics[index], category: categories[index],
                    certificate: certificates[index], source: try id(of: new[index].source, &done, on: connection),
                    users: users.prefix(new[index].users.count),
                    packages: packages.prefix(new[index].packages.count)))
            users = users.dropFirst(new[index].users.count)
            packages = packages.dropFirst(new[index].packages.count)
        }
        return places
    }

    private func id(of source: Source, _ done: inout Done, on connection: any Connection) throws(DatabaseError)
        -> Int64?
    {
        if let known = done.sources[source] { return known }
        var rows = try connection.execute(SourceTable.id(of: source))
        if rows.isEmpty { rows = try connection.execute(SourceTable.insert(source)) }
        let id = try rows.first?.integer(0)
        done.sources[source] = id
        return id
    }

    /// Keeps what there is room for; how many there was none for.
    private func keep(_ setAside: [SetAside], on connection: any Connection) throws(DatabaseError) -> Int {
        guard setAsideLimit > 0, !setAside.isEmpty else { return 0 }
        let kept = setAside.prefix(try room(for: setAside.count, on: connection))
        if !kept.isEmpty { try connection.execute(QuarantineTable.insert, forEach: kept.map(\.values)) }
        return setAside.count - kept.count
    }

    /// For how many there is room. Counting is slow where there are many, and rarely needed: numbers tell the most there can be.
    private func room(for count: Int, on connection: any Connection) throws(DatabaseError) -> Int {
        let most = try connection.execute(QuarantineTable.span).first?.integer(0) ?? 0
        if Int(most) <= setAsideLimit - count { return count }
        let there = try connection.execute(QuarantineTable.total).first?.integer(0) ?? 0
        return max(0, min(count, setAsideLimit - Int(there)))
    }
}

extension Message {
    /// Whether its JSON texts are JSON, as a decoded message's always are: one that is not would spoil every dump.
    fileprivate var holdsJSON: Bool {
        isKnownJSON.value
            || [msg, headers, rest].allSatisfy { text in text.map { (try? JSONText(validating: $0)) != nil } ?? true }
    }

    /// The ways from each of these names.
    @inline(__always)
    fileprivate func ways(from names: ArraySlice<Int64?>, _ place: StoredPlace, _ dialect: Dialect) -> [[SQLValue]] {
        names.map { way(from: $0, at: place.position, dialect) }
    }
}
