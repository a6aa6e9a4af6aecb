// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

/// Writes PostgreSQL's binary format: numbers are big-endian.
struct BinaryWriter {
    private(set) var bytes: [UInt8] = []

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Appends a value with its length before it, as rows of COPY have it; the length of NULL is -1.
    ///
    /// - Throws: `.invalidData` for what PostgreSQL could not take.
    mutating func append(field value: SQLValue) throws(DatabaseError) {
        let start = bytes.count
        append(Int32(-1))
        guard try append(value) else { return }
        let size = bytes.count - start - 4
        guard let size = Int32(exactly: size) else {
            throw DatabaseError(.invalidData, "a value takes 2 GiB or more")
        }
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: size.bigEndian, toByteOffset: start, as: Int32.self) }
    }

    /// Appends a value's bytes. False: it is NULL, and has none.
    ///
    /// - Throws: `.invalidData` for what PostgreSQL could not take: NUL in text, a moment out of range.
    mutating func append(_ value: SQLValue) throws(DatabaseError) -> Bool {
        switch value {
        case .null: return false
        case .boolean(let truth): bytes.append(truth ? 1 : 0)
        case .integer(let number): append(number)
        case .real(let number): append(Int64(bitPattern: number.bitPattern))
        case .text(let text): try append(text)
        case .spelled:
            throw DatabaseError(.invalidData, "a spelled value has no binary format: let a statement take it, not COPY")
        case .bytes(let more): bytes += more
        case .timestamp(let moment): try append(moment)
        case .texts(let texts): try append(array: texts, of: PostgreSQLType.text)
        case .integers(let numbers): append(array: numbers, of: PostgreSQLType.int8)
        }
        return true
    }

    /// Appends a text with the NUL behind it that libpq looks for where a parameter is text.
    mutating func append(terminated text: String) throws(DatabaseError) {
        try append(text)
        bytes.append(0)
    }

    mutating func append(_ more: [UInt8]) {
        bytes += more
    }

    mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    }

    private mutating func append(_ text: String) throws(DatabaseError) {
        guard !text.containsNUL else { throw .nulInText }
        bytes += text.utf8
    }

    private mutating func append(_ moment: Timestamp) throws(DatabaseError) {
        let (number, overflow) = moment.microseconds.subtractingReportingOverflow(Timestamp.postgreSQLEpoch)
        guard !overflow else {
            throw DatabaseError(.invalidData, "a timestamp lies before what PostgreSQL can store, 4713 BC")
        }
        append(number)
    }

    /// One dimension, no nulls, numbered from 1.
    private mutating func appendHeader(count: Int, of type: Oid) {
        append(Int32(count == 0 ? 0 : 1))
        append(Int32(0))
        append(type)
        guard count > 0 else { return }
        append(Int32(truncatingIfNeeded: count))
        append(Int32(1))
    }

    private mutating func append(array texts: [String], of type: Oid) throws(DatabaseError) {
        appendHeader(count: texts.count, of: type)
        for text in texts {
            append(Int32(truncatingIfNeeded: text.utf8.count))
            try append(text)
        }
    }

    private mutating func append(array numbers: [Int64], of type: Oid) {
        appendHeader(count: numbers.count, of: type)
        for number in numbers {
            append(Int32(8))
            append(number)
        }
    }
}
