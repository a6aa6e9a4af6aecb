// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import SQL

/// A row of `MessageTable.lines`, which becomes a line of a dump without becoming a message: texts go from the engine's
/// memory to the line as they are.
struct MessageRow: DumpedMessage {
    /// The columns, in their order.
    private enum Column: Int {
        case msgID, timestamp, topic, category, i, username, crypto, certificate, signature, msg, headers, users
        case packages, source, rest, notSaid, verdict
    }

    let row: LentRow
    let names: NameTexts

    func restMembers() throws(DatabaseError) -> RestMembers {
        RestMembers(bytes: try text(.rest).map { Array($0) })
    }

    func believes(_ spelling: JSONText) throws(DatabaseError) -> Bool {
        // Where no time was said there is nothing to be believed.
        let notSaid = try text(.notSaid).flatMap { try? JSONText(validating: Array($0)) }?.elements() ?? []
        guard !notSaid.contains(where: { $0.string == DumpedMember.timestamp.rawValue }) else { return false }
        return MessageDecoder.time(spelling) == Timestamp(microseconds: try row.integer(Column.timestamp.rawValue))
    }

    func writeValue(of member: DumpedMember, to writer: inout ObjectWriter) throws(DatabaseError) {
        switch member {
        case .i: writer.spell(String(try row.integer(Column.i.rawValue)))
        case .msgID: try quote(.msgID, &writer)
        case .topic: try writeName(.topic, names.topics, &writer)
        case .category: try writeName(.category, names.categories, &writer)
        case .timestamp: writer.spell(try time.epochSeconds)
        case .username: try quote(.username, &writer)
        case .crypto: try quote(.crypto, &writer)
        case .certificate: try writeName(.certificate, names.certificates, &writer)
        case .signature: try quote(.signature, &writer)
        case .msg: try spell(.msg, else: "null", &writer)
        case .headers: try spell(.headers, else: "null", &writer)
        case .users: try spell(.users, else: "[]", &writer)
        case .packages: try spell(.packages, else: "[]", &writer)
        case .sourceName: try writeName(.source, names.sourceNames, &writer)
        case .sourceVersion: try writeName(.source, names.sourceVersions, &writer)
        }
    }

    func writeVerdict(to writer: inout ObjectWriter) throws(DatabaseError) {
        guard let verdict = try text(.verdict) else { return }
        writer.add(name: Message.verdictMember)
        writer.quote(verdict)
    }

    func writeNotSaid(to writer: inout ObjectWriter) throws(DatabaseError) {
        guard let notSaid = try text(.notSaid) else { return }
        writer.add(name: Message.notSaidMember)
        writer.spell(notSaid)
    }

    private var time: Timestamp {
        get throws(DatabaseError) { Timestamp(microseconds: try row.integer(Column.timestamp.rawValue)) }
    }

    private func text(_ column: Column) throws(DatabaseError) -> UnsafeRawBufferPointer? {
        try row.optionalBytes(column.rawValue)
    }

    private func quote(_ column: Column, _ writer: inout ObjectWriter) throws(DatabaseError) {
        if let text = try text(column) { writer.quote(text) } else { writer.spell("null") }
    }

    private func spell(
        _ column: Column, else absent: String, _ writer: inout ObjectWriter
    ) throws(DatabaseError) {
        if let value = try text(column) { writer.spell(value) } else { writer.spell(absent) }
    }

    /// What a number stands for, or a name that the row holds itself.
    private func writeName(
        _ column: Column, _ names: [Int64: [UInt8]], _ writer: inout ObjectWriter
    ) throws(DatabaseError) {
        switch try row.value(column.rawValue) {
        case .null: writer.spell("null")
        case .bytes(let name): writer.quote(name)
        case .integer(let number):
            guard let name = names[number] else { throw .nameMissing }
            writer.spell(name)
        }
    }
}

extension DatabaseError {
    fileprivate static let nameMissing = DatabaseError(
        .invalidData, "a message has a topic, category, certificate or source whose name is not in the archive")
}
