// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

/// The rows of `COPY … TO STDOUT (FORMAT binary)` (PostgreSQL manual, COPY, "Binary Format").
struct CopyStream {
    /// `PGCOPY\n\377\r\n\0`, then 32 bits of flags and the length of an extension to be skipped.
    private static let signatureSize = 11

    private let link: ServerLink
    private let types: [Oid]
    private let tried: String
    private var isHeaderRead = false
    private var isEnded = false

    init(link: ServerLink, types: [Oid], tried: String) {
        self.link = link
        self.types = types
        self.tried = tried
    }

    mutating func begin(_ text: String) throws(DatabaseError) {
        try link.sent(PQsendQuery(link.handle, "COPY (\(text)) TO STDOUT (FORMAT binary)"), tried)
        guard let result = try link.nextResult(tried) else { throw malformed }
        guard result.status == PGRES_COPY_OUT else {
            let error = link.error(result, tried)
            try finish()
            throw error
        }
    }

    /// Reads the next row, whose values the body gets to read; false after the last.
    mutating func next(_ read: (inout BinaryReader) throws -> Void) throws -> Bool {
        while !isEnded {
            var buffer: UnsafeMutablePointer<CChar>?
            let size = PQgetCopyData(link.handle, &buffer, 1)
            defer { PQfreemem(buffer) }
            switch size {
            case 0: try link.exchange(tried)
            case -1:
                isEnded = true
                try finish()
            case 1...:
                try link.work?.check()
                var reader = BinaryReader(UnsafeRawBufferPointer(start: buffer, count: Int(size)))
                guard try isRow(&reader) else { continue }
                try read(&reader)
                return true
            default:
                isEnded = true
                throw DatabaseError(lost: link.lastWords, tried)
            }
        }
        return false
    }

    /// Stops the server and skips what it has sent already, so that the connection can be used again.
    mutating func abandon() {
        guard !isEnded, !link.isBroken else { return }
        link.stopStatement()
        do {
            while !isEnded { try skip() }
            try finish()
        } catch {
            // The error of the stopped statement, as wished, or a connection that broke, which will be found out.
        }
    }

    private mutating func skip() throws(DatabaseError) {
        var buffer: UnsafeMutablePointer<CChar>?
        let size = PQgetCopyData(link.handle, &buffer, 1)
        PQfreemem(buffer)
        if size == 0 { try link.exchange(tried) }
        isEnded = size < 0
    }

    /// Reads what the server says at the end of it all.
    private func finish() throws(DatabaseError) {
        try link.finish(tried) { _ in }
    }

    /// Whether a piece of data, which the server makes of one row, is one; the first begins with the header, the last is
    /// the trailer. Then stands before the first value.
    private mutating func isRow(_ reader: inout BinaryReader) throws(DatabaseError) -> Bool {
        if !isHeaderRead {
            guard reader.take(Self.signatureSize) != nil, reader.integer(UInt32.self) != nil,
                let extensionSize = reader.integer(Int32.self), reader.take(Int(extensionSize)) != nil
            else { throw malformed }
            isHeaderRead = true
        }
        guard !reader.isAtEnd else { return false }
        guard let count = reader.integer(Int16.self) else { throw malformed }
        // The trailer.
        guard count != -1 else { return false }
        guard Int(count) == types.count else { throw malformed }
        return true
    }

    /// The values of a row.
    func row(_ reader: inout BinaryReader) throws(DatabaseError) -> Row {
        var values: [SQLValue] = []
        values.reserveCapacity(types.count)
        for (column, type) in types.enumerated() {
            let bytes = try value(&reader)
            values.append(
                try bytes.map { bytes throws(DatabaseError) in
                    try SQLValue.decode(bytes, type: type, column: column)
                } ?? .null)
        }
        return Row(values: values)
    }

    /// Puts the values of a row, where they lie, in place of those of another.
    func fill(_ row: inout LentRow, _ reader: inout BinaryReader) throws(DatabaseError) {
        row.values.removeAll(keepingCapacity: true)
        for (column, type) in types.enumerated() {
            guard let bytes = try value(&reader) else {
                row.values.append(.null)
                continue
            }
            row.values.append(try LentValue(bytes, type: type, column: column))
        }
    }

    /// The bytes of the value at hand; nil where it is null.
    private func value(_ reader: inout BinaryReader) throws(DatabaseError) -> UnsafeRawBufferPointer? {
        guard let size = reader.integer(Int32.self) else { throw malformed }
        guard size != -1 else { return nil }
        guard let bytes = reader.take(Int(size)) else { throw malformed }
        return bytes
    }

    private var malformed: DatabaseError {
        DatabaseError(.invalidData, "what PostgreSQL sent is no binary COPY data of the columns it announced: \(tried)")
    }
}

extension LentValue {
    /// A value in its binary format, whose text is left where it lies.
    fileprivate init(_ bytes: UnsafeRawBufferPointer, type: Oid, column: Int) throws(DatabaseError) {
        switch type {
        case PostgreSQLType.text, PostgreSQLType.bytes: self = .bytes(bytes)
        default:
            switch try SQLValue.decode(bytes, type: type, column: column) {
            case .integer(let number): self = .integer(number)
            case .timestamp(let moment): self = .integer(moment.microseconds)
            case let other: throw DatabaseError(.invalidData, "column \(column) is of \(other.kind), which is not lent")
            }
        }
    }
}
