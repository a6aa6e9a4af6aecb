// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

/// Values in PostgreSQL's binary format, laid out as libpq wants them. Used again for row after row.
struct ParameterBuffer {
    private var bytes: [UInt8] = []
    /// Where each value stands in `bytes`; nil for NULL.
    private var ranges: [Range<Int>?] = []

    /// How many bytes the values take.
    var size: Int { bytes.count }

    /// Replaces what was there.
    ///
    /// - Throws: `.invalidData` for what PostgreSQL could not take: NUL in text, a moment or a size out of range.
    mutating func fill(_ values: [SQLValue]) throws(DatabaseError) {
        bytes.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
        for value in values {
            let start = bytes.count
            let isNull = try !append(value)
            ranges.append(isNull ? nil : start..<bytes.count)
        }
        guard bytes.count < Int(Int32.max) else {
            throw DatabaseError(.invalidData, "the values of a statement take 2 GiB or more")
        }
    }

    /// Lends the arrays that libpq's functions take: values, lengths, formats.
    func withArrays<R>(
        _ body: ([UnsafePointer<CChar>?], _ lengths: [CInt], _ formats: [CInt]) -> R
    ) -> R {
        // One byte more, so that an empty value at the end has an address too: none would mean NULL.
        (bytes + [0]).withUnsafeBytes { buffer in
            let pointers = ranges.map { range in
                range.flatMap { buffer.baseAddress?.advanced(by: $0.lowerBound).assumingMemoryBound(to: CChar.self) }
            }
            let lengths = ranges.map { CInt($0?.count ?? 0) }
            return body(pointers, lengths, [CInt](repeating: 1, count: ranges.count))
        }
    }

    /// False: it is NULL, and has no bytes.
    private mutating func append(_ value: SQLValue) throws(DatabaseError) -> Bool {
        switch value {
        case .null: return false
        case .boolean(let truth): bytes.append(truth ? 1 : 0)
        case .integer(let number): append(number)
        case .real(let number): append(Int64(bitPattern: number.bitPattern))
        case .text(let text): try append(text)
        case .bytes(let more): bytes += more
        case .timestamp(let moment): try append(moment)
        case .texts(let texts): try append(array: texts, of: PostgreSQLType.text)
        case .integers(let numbers): append(array: numbers, of: PostgreSQLType.int8)
        }
        return true
    }

    private mutating func append(_ number: some FixedWidthInteger) {
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
