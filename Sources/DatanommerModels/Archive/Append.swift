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
    }

    let batch: [Message]
    let setAside: [SetAside]
    /// The numbers of publishers that are followed, in order of arrival.
    var spoken: [SpokenNumber] = []
    /// How many may be kept of what is set aside, in all.
    let setAsideLimit: Int
    /// Numbers known from earlier transactions of a session.
    let numbers: @Sendable (_ session: Int?) -> KnownNumbers

    func run(on connection: any Connection) throws -> Done {
        // From here to the commit no other appender draws positions: they become visible in their order.
        try connection.lockForAppending(journal: MessageTable.journal)
        let (sound, broken) = batchByJSON
        let known = try known(on: connection)
        let arrivals = Arrivals(sound, known: known)
        let numbers = numbers(connection.sessionNumber)
        var done = Done(
            outcome: AppendOutcome(), session: connection.sessionNumber, names: NameResolver(known: numbers.names),
            sources: numbers.sources)
        try resolve(arrivals.new, into: &done, on: connection)
        let stored = try insert(arrivals.new, done, on: connection)
        try insertWays(stored, done.names, on: connection)
        try count(stored, done.names, on: connection)
        done.outcome.stored = stored.count
        done.outcome.duplicates = arrivals.duplicates.count
        done.outcome.setAside =
            setAside + broken.map { $0.setAside(.notJSON, "msg, headers or rest is no JSON") }
            + arrivals.otherClaims.map {
                $0.setAside(.otherClaim, "msg_id \($0.msgID) is stored with another time than \($0.timestamp.civil)")
            }
        done.outcome.notKept = try keep(done.outcome.setAside, on: connection)
        if let changes = try follow(known: known, on: connection) { done.outcome.note(changes) }
        // Whoever hands messages in forgets them after the commit, also those that were there already.
        if stored.isEmpty, !batch.isEmpty { try connection.confirmWhatIsThere() }
        return done
    }

    /// The messages whose JSON texts are JSON, and the others, each in order.
    private var batchByJSON: (sound: [Message], broken: [Message]) {
        batch.reduce(into: (sound: [], broken: [])) { parts, message in
            if message.holdsJSON { parts.sound.append(message) } else { parts.broken.append(message) }
        }
    }

    private func known(on connection: any Connection) throws(DatabaseError) -> [ExactText: Timestamp] {
        guard !batch.isEmpty else { return [:] }
        var known: [ExactText: Timestamp] = [:]
        for row in try connection.execute(MessageTable.known(batch.map(\.msgID), connection.dialect)) {
            known[ExactText(try row.text(0))] = try row.timestamp(1)
        }
        return known
    }

    private func resolve(_ new: [Message], into done: inout Done, on connection: any Connection)
        throws(DatabaseError)
    {
        try done.names.resolve(new.map(\.topic), in: .topics, on: connection)
        try done.names.resolve(new.map(\.category), in: .categories, on: connection)
        try done.names.resolve(new.compactMap(\.certificate), in: .certificates, on: connection)
        try done.names.resolve(new.flatMap(\.users), in: .users, on: connection)
        try done.names.resolve(new.flatMap(\.packages), in: .packages, on: connection)
        for source in Set(new.map(\.source)) where done.sources[source] == nil {
            var rows = try connection.execute(SourceTable.id(of: source))
            if rows.isEmpty { rows = try connection.execute(SourceTable.insert(source)) }
            done.sources[source] = try rows.first?.integer(0)
        }
    }

    /// Stores messages that are not there yet, and returns them with their positions.
    private func insert(_ new: [Message], _ done: Done, on connection: any Connection) throws(DatabaseError)
        -> [Message]
    {
        guard !new.isEmpty else { return [] }
        var stored = new
        let positions = try connection.execute(.nextNumbers(new.count, of: "messages", connection.dialect))
        for (place, row) in zip(stored.indices, positions) { stored[place].position = try row.integer(0) }
        try connection.insert(
            stored.map { $0.values(done.names, sourceID: done.sources[$0.source] ?? 0) },
            into: "messages", MessageTable.columns)
        return stored
    }

    private func insertWays(_ stored: [Message], _ names: NameResolver, on connection: any Connection)
        throws(DatabaseError)
    {
        let users = stored.flatMap { message in message.users.map { message.way(from: names[.users, $0]) } }
        try connection.insert(users, into: "messages_users", MessageTable.userColumns)
        let packages = stored.flatMap { message in message.packages.map { message.way(from: names[.packages, $0]) } }
        try connection.insert(packages, into: "messages_packages", MessageTable.packageColumns)
    }

    private func count(_ stored: [Message], _ names: NameResolver, on connection: any Connection)
        throws(DatabaseError)
    {
        var changes = CounterChanges()
        for message in stored { changes.count(message, at: message.position ?? 0) }
        let rows = changes.rows(names)
        if !rows.isEmpty { try connection.execute(CounterTable.add, forEach: rows) }
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
        [msg, headers, rest].allSatisfy { text in text.map { (try? JSONText(validating: $0)) != nil } ?? true }
    }

    /// The values of `MessageTable.userColumns` or `packageColumns`.
    func way(from name: Int64?) -> [SQLValue] {
        [name.sqlValue, .timestamp(timestamp), position.sqlValue, .text(msgID)]
    }
}
