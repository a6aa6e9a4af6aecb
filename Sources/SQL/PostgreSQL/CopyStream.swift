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

    /// The next row, or nil after the last.
    mutating func next() throws(DatabaseError) -> Row? {
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
                if let row = try row(in: UnsafeRawBufferPointer(start: buffer, count: Int(size))) { return row }
            default:
                isEnded = true
                throw DatabaseError(lost: link.lastWords, tried)
            }
        }
        return nil
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

    /// One piece of data, which the server makes of one row; the first begins with the header, the last is the trailer.
    private mutating func row(in data: UnsafeRawBufferPointer) throws(DatabaseError) -> Row? {
        var reader = BinaryReader(data)
        if !isHeaderRead {
            guard reader.take(Self.signatureSize) != nil, reader.integer(UInt32.self) != nil,
                let extensionSize = reader.integer(Int32.self), reader.take(Int(extensionSize)) != nil
            else { throw malformed }
            isHeaderRead = true
        }
        guard !reader.isAtEnd else { return nil }
        guard let count = reader.integer(Int16.self) else { throw malformed }
        // The trailer.
        guard count != -1 else { return nil }
        guard Int(count) == types.count else { throw malformed }
        return Row(values: try values(&reader))
    }

    private func values(_ reader: inout BinaryReader) throws(DatabaseError) -> [SQLValue] {
        var values: [SQLValue] = []
        values.reserveCapacity(types.count)
        for (column, type) in types.enumerated() {
            guard let size = reader.integer(Int32.self) else { throw malformed }
            if size == -1 {
                values.append(.null)
            } else {
                guard let bytes = reader.take(Int(size)) else { throw malformed }
                values.append(try SQLValue.decode(bytes, type: type, column: column))
            }
        }
        return values
    }

    private var malformed: DatabaseError {
        DatabaseError(.invalidData, "what PostgreSQL sent is no binary COPY data of the columns it announced: \(tried)")
    }
}
