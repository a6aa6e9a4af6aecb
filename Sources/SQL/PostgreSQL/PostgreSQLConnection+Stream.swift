// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

extension PostgreSQLConnection {
    /// `COPY … TO STDOUT` sends rows as they are found, and libpq hands them on one by one. It takes no parameters, so
    /// the values stand in its text, quoted.
    func stream(_ statement: SQL, _ body: (Row) throws -> Void) throws {
        try copy(statement) { stream, reader in try body(try stream.row(&reader)) }
    }

    func lend(_ statement: SQL, _ body: (LentRow) throws -> Void) throws {
        var row = LentRow()
        try copy(statement) { stream, reader in
            try stream.fill(&row, &reader)
            try body(row)
        }
    }

    private func copy(_ statement: SQL, _ read: (CopyStream, inout BinaryReader) throws -> Void) throws {
        try check()
        isStreaming = true
        defer { isStreaming = false }
        let tried = DatabaseError.excerpt(statement.text)
        let text = try statement.textWithLiterals()
        let types = try link.columnTypes(of: text, tried)
        var stream = CopyStream(link: link, types: types, tried: tried)
        try stream.begin(text)
        do {
            let reading = stream
            while try stream.next({ try read(reading, &$0) }) {}
        } catch {
            stream.abandon()
            throw error
        }
    }
}
