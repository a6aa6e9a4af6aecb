// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

/// Rows on their way into a table through `COPY … FROM STDIN (FORMAT binary)` (PostgreSQL manual, COPY, "Binary Format").
///
/// The server answers once, at the end. After an error it reads and forgets what is still sent.
struct CopyIn {
    /// `PGCOPY`, four bytes that a transfer as text would spoil, a NUL.
    private static let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]
    /// Rows are gathered until they take so many bytes, then handed to libpq.
    private static let burst = 128 * 1_024

    private let link: ServerLink
    private let tried: String
    private var writer = BinaryWriter()
    private var samples = ColumnSamples()

    init(link: ServerLink, tried: String) {
        self.link = link
        self.tried = tried
    }

    /// Sends all rows; the server has them when it returns.
    mutating func run(_ text: String, _ first: [SQLValue], _ next: () -> [SQLValue]?) throws(DatabaseError) {
        try begin(text)
        do {
            try append(first)
            while let row = next() { try append(row) }
            // The trailer: a row of -1 columns.
            writer.append(Int16(-1))
            try flush()
        } catch {
            abandon()
            throw error
        }
        try link.sent(PQputCopyEnd(link.handle, nil) == 1 ? 1 : 0, tried)
        try link.finish(tried) { _ in }
    }

    private mutating func begin(_ text: String) throws(DatabaseError) {
        try link.sent(PQsendQuery(link.handle, text), tried)
        guard let result = try link.nextResult(tried) else {
            throw DatabaseError(.other, "the server did not answer \(tried)")
        }
        guard result.status == PGRES_COPY_IN else {
            let error = link.error(result, tried)
            try link.finish(tried) { _ in }
            throw error
        }
        writer.append(Self.signature)
        // No flags, no extension of the header.
        writer.append(Int64(0))
    }

    private mutating func append(_ row: [SQLValue]) throws(DatabaseError) {
        try samples.compare(row)
        writer.append(Int16(truncatingIfNeeded: row.count))
        for value in row { try writer.append(field: value) }
        if writer.bytes.count >= Self.burst { try flush() }
    }

    /// Hands libpq what is gathered, and waits until the socket took it: memory stays flat.
    private mutating func flush() throws(DatabaseError) {
        try link.work?.check()
        let code = writer.bytes.withUnsafeBytes { bytes in
            PQputCopyData(
                link.handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                CInt(truncatingIfNeeded: bytes.count))
        }
        // libpq grows its buffer for what the socket does not take, and fails where it cannot.
        guard code == 1 else { throw DatabaseError(lost: link.lastWords, tried) }
        writer.clear()
        while try link.flush(tried) { try link.exchange(tried) }
        // The server answers at the end only: that it takes what is sent is the sign that it lives.
        link.sentMore()
    }

    /// Tells the server to forget the rows, so that the connection can be used again.
    private func abandon() {
        guard !link.isBroken else { return }
        do {
            try link.sent(PQputCopyEnd(link.handle, "given up") == 1 ? 1 : 0, tried)
            try link.finish(tried) { _ in }
        } catch {
            // The error of the COPY that was given up, as wished, or a connection that broke, which will be found out.
        }
    }
}
