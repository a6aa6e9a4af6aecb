// SPDX-License-Identifier: Apache-2.0

internal import GRDBSQLite

extension SQLitePrepared {
    /// Runs a statement that answers nothing, such as an INSERT, with these values.
    ///
    /// SQLite copies a text that is bound into memory which it asks for each time and gives back; the texts of a row that
    /// is put lie in one buffer, used again for row after row, and SQLite takes them from there.
    func put(_ values: [SQLValue]) throws(DatabaseError) {
        try check(values)
        do {
            try gather(values)
        } catch {
            reset()
            throw error
        }
        if let failure = texts.withBytes({ step(with: $0) }) { throw failure }
    }

    /// Lays out the texts, and binds what is none.
    private func gather(_ values: [SQLValue]) throws(DatabaseError) {
        texts.clear()
        for (parameter, index) in valueIndexes.enumerated() {
            guard let index else { continue }
            switch values[index] {
            case .text(let text): texts.append(text, for: CInt(parameter + 1))
            // What is not bound is NULL.
            case .null: break
            case let other: try bind(other, to: CInt(parameter + 1))
            }
        }
        guard !texts.holdNUL else { throw .nulInText }
    }

    /// Nothing of what is lent is bound any more when it returns.
    private func step(with bytes: UnsafeRawBufferPointer) -> DatabaseError? {
        defer { reset() }
        for (parameter, range) in texts.ranges {
            let start = bytes.baseAddress?.advanced(by: range.lowerBound).assumingMemoryBound(to: CChar.self)
            // No destructor: the bytes stay as long as they are bound.
            let code = sqlite3_bind_text64(handle, parameter, start, UInt64(range.count), nil, UInt8(SQLITE_UTF8))
            guard code == SQLITE_OK else { return error() }
        }
        return sqlite3_step(handle) == SQLITE_DONE ? nil : error()
    }
}
